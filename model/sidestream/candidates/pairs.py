"""Who could send what to whom: all that is given off beside all that it could serve, within reach of each other.

A pair is (giver, taker, commodity). Given off are supplies, what conversions make, and what a storage begins with; taken
are by-products that serve a need, what conversions take, and what a storage has to end with. What one side has of it is
taken together, and the best price for all of it, so that what a pair is held to be worth is never less than it is.

    gain_giver [EUR/unit]     dearest of: disposal saved - provision, over the giver's rows; cost of disposal of what its
                              conversions make; 0 where the rest is left
    gain_taker [EUR/unit]     dearest of: ratio * what is bought (or the shortage) that is saved, over the taker's needs;
                              price of what its conversions would buy
    CO2 counts at carbon_tax + carbon_value throughout

Conversions are taken at all that exists of them and the largest of their other sizes, whatever comes to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.candidates.plants import made_and_taken
from sidestream.candidates.stores import gated, stored, stores
from sidestream.park import Park

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
EARTH = 6371.0  # km, mean radius
WIDER = 1.01  # the sphere stands in for the ellipsoid, which is nowhere 1 % longer


@dataclass
class Side:
    """What each (participant, commodity) could give, or could take: rows of `table`, amounts by moment.

    table     participant, commodity, gain [EUR/unit], co2 [t/unit] saved at best, keeps (a storage of it is there or
              could be, so that not each moment counts but the year), special (why a link there may be wanted whatever
              it saves; blank where nothing but the saving counts); of givers also disposal [EUR/unit], the least that
              a unit lost costs there
    amounts   most of it at each moment [unit]. Shape (rows, moments)
    """

    table: pd.DataFrame
    amounts: Floats


class Everybody:
    """What all participants of a park could give, and what they could take: worked out where it is asked for, and once."""

    def __init__(self, park: Park) -> None:
        self.park = park

    @cached_property
    def give(self) -> Side:
        """All givers."""
        return givers(self.park)

    @cached_property
    def take(self) -> Side:
        """All takers."""
        return takers(self.park)


Part = tuple[pd.DataFrame, Floats]
"""Rows with participant, commodity, gain, co2 and special, and their amounts."""


def givers(park: Park) -> Side:
    """What is given off, by participant and commodity."""
    rows, carbon = park["Supplies"], carbon_price(park)
    disposed = (rows["if_not_taken"] == "dispose").to_numpy()
    cost = np.where(disposed, np.nan_to_num(rows["disposal_cost"].to_numpy(float)), 0.0) - rows["provision_cost"]
    co2 = np.where(disposed, rows["disposal_co2"], 0.0) - rows["provision_co2"]
    must = (rows["if_not_taken"] == "must go").to_numpy(bool)
    supplies = rows[["participant", "commodity"]].assign(
        gain=cost + carbon * co2, co2=co2, special=np.where(must, MUST_GO, "")
    )
    plants = made_and_taken(park)
    side = _together(park, "own", [(supplies, park.amounts("Supplies")), _of_plants(park, plants, made=True)])
    table = side.table.merge(_disposals(park, plants[0]), on=["participant", "commodity"], how="left")
    cheapest = table.groupby("commodity")["disposal"].transform("min").clip(upper=0.0).fillna(0.0)
    return Side(table.assign(disposal=table["disposal"].fillna(cheapest)), side.amounts)


def takers(park: Park) -> Side:
    """By-products that can serve needs, and what conversions take, by participant and commodity."""
    rows, carbon = park["Demands"], carbon_price(park)
    bought = (rows["if_not_served"] == "buy").to_numpy()
    price = np.where(
        bought, rows["virgin_price"], np.where(rows["if_not_served"] == "go without", rows["shortage_cost"], 0)
    )
    co2 = np.where(bought, rows["virgin_co2"], 0.0)
    accepted = park.accepted
    need, ratio = accepted["need"].to_numpy(int), accepted["ratio"].to_numpy(float)
    must = (rows["if_not_served"] == "must serve").to_numpy(bool)
    limited = bought & gated(park, "virgin", rows["participant"], rows["commodity"])
    needs = pd.DataFrame(
        {
            "participant": rows["participant"].to_numpy(object)[need],
            "commodity": accepted["by_product"].to_numpy(object),
            "gain": ratio * (np.nan_to_num(price.astype(float)) + carbon * co2)[need],
            "co2": ratio * co2[need],
            "special": np.where(must, MUST_SERVE, np.where(limited, LIMITED["virgin"], ""))[need],
        }
    )
    share = rows["most_by_product"].to_numpy(float)[need] / ratio
    served = park.amounts("Demands")[need] * share[:, None]
    return _together(park, "arrivals", [(needs, served), _of_plants(park, made_and_taken(park), made=False)])


MUST_GO, MUST_SERVE = "what it gives off must go", "its need must be served"
ONLY_LINKS = "its plant takes it from links alone"
LIMITED = {"disposal": "what it can dispose of is limited", "virgin": "what it can buy is limited"}
PASSES = "passes on what it receives"


def _of_plants(park: Park, plants: Part, *, made: bool) -> Part:
    """What conversions make, or take."""
    rows, amounts = plants
    mine = (rows["per_activity"] > 0).to_numpy(bool) == made
    rows, amounts = rows[mine], amounts[mine]
    priced = rows["choice"].isin(["dispose", "buy"]).to_numpy(bool)
    co2 = np.where(priced, rows["co2"].to_numpy(float), 0.0)
    gain = np.where(priced, np.nan_to_num(rows["cost"].to_numpy(float)), 0.0) + carbon_price(park) * co2
    gate = "disposal" if made else "virgin"
    limited = priced & gated(park, gate, rows["participant"], rows["commodity"])
    must = rows["choice"].isin(["must go", "links only"]).to_numpy(bool)
    special = np.where(must, MUST_GO if made else ONLY_LINKS, np.where(limited, LIMITED[gate], ""))
    return rows[["participant", "commodity"]].assign(gain=gain, co2=co2, special=special), amounts


def _disposals(park: Park, plants: pd.DataFrame) -> pd.DataFrame:
    """Return participant, commodity, disposal: what a unit lost costs who disposes of it, its CO2 included.

    The dearest counts, of supplies and of what conversions make, existing or not.
    """
    rows = park["Supplies"]
    rows = rows[(rows["if_not_taken"] == "dispose") & rows["disposal_cost"].notna()]
    rows = rows.rename(columns={"disposal_cost": "cost", "disposal_co2": "co2"})
    plants = plants[(plants["choice"] == "dispose") & plants["cost"].notna()]
    columns = ["participant", "commodity", "cost", "co2"]
    every = pd.concat([rows[columns], plants[columns]], ignore_index=True)
    every = every.sort_values(["cost", "co2"], ascending=False, kind="stable")
    first = every.drop_duplicates(["participant", "commodity"])
    return first[["participant", "commodity"]].assign(disposal=first["cost"] + carbon_price(park) * first["co2"])


def carbon_price(park: Park) -> float:
    """What the goal holds a tonne of CO2 to cost [EUR/t]."""
    return float(park.settings.carbon_tax + park.settings.carbon_value)


def _together(park: Park, keeps: str, parts: list[Part]) -> Side:
    """All that one side has of each commodity; `keeps`: which storages count there."""
    level, here = stored(park, keeps), stores(park, keeps)
    parts = [*parts, (level[0].assign(gain=0.0, co2=0.0), level[1])]
    table = pd.concat([part for part, _ in parts if len(part)] or [parts[0][0]], ignore_index=True)
    amounts = np.concatenate([amounts for part, amounts in parts if len(part)] or [parts[0][1]])
    there = amounts.max(axis=1, initial=0.0) > 0
    table, amounts = table[there], amounts[there]
    rows = _pairs(table)
    pairs = sorted(set(rows))
    places = {pair: place for place, pair in enumerate(pairs)}
    at = np.fromiter(map(places.__getitem__, rows), np.int64, len(rows))
    best = pd.DataFrame(pairs, columns=["participant", "commodity"], dtype=object)
    for name in ("gain", "co2"):
        most = np.full(len(best), np.nan)
        np.fmax.at(most, at, table[name].to_numpy(float))
        best[name] = most
    total = np.zeros((len(best), len(park.moments)))
    np.add.at(total, at, amounts)
    special = {pair: PASSES for pair in pairs if pair[0] in park.passing_on}
    if keeps == "own":
        limited = gated(park, "disposal", best["participant"], best["commodity"])
        special |= dict.fromkeys(_pairs(best[limited]), LIMITED["disposal"])
    special |= _first_said(here) | _first_said(table)
    kept = set(_pairs(here))
    best["special"] = pd.Series([special.get(pair, "") for pair in pairs], dtype=object)
    best["keeps"] = np.array([pair in kept for pair in pairs], bool)
    return Side(best, total)


def _pairs(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(frame["participant"], frame["commodity"], strict=True))


def _first_said(frame: pd.DataFrame) -> dict[tuple[str, str], str]:
    """The first word of each pair in the column special that is not blank."""
    said = frame[(frame["special"] != "").to_numpy(bool)][::-1]
    return dict(zip(_pairs(said), said["special"], strict=True))


def near(park: Park, give: Side, take: Side, farthest: dict[str, float]) -> Iterator[tuple[Ints, Ints, Floats]]:
    """Yield, for each commodity, places in `give` and in `take` of the pairs, and their straight distance [km].

    Pairs beyond `farthest` (a straight distance by commodity; inf: none is too far) are not made. Where an end has no
    place there is no pair.
    """
    sites = park["Participants"].drop_duplicates("participant").set_index("participant")[["lat", "lon", "x", "y"]]
    for commodity, farthest_ in farthest.items():
        a = np.flatnonzero((give.table["commodity"] == commodity).to_numpy())
        b = np.flatnonzero((take.table["commodity"] == commodity).to_numpy())
        if len(a) and len(b) and farthest_ > 0:
            here, there = (sites.reindex(side.table["participant"].iloc[at]) for side, at in ((give, a), (take, b)))
            i, j, length = _within(here.to_numpy(float), there.to_numpy(float), farthest_)
            apart = give.table["participant"].to_numpy(object)[a[i]] != take.table["participant"].to_numpy(object)[b[j]]
            yield a[i[apart]], b[j[apart]], length[apart]


def _within(a: Floats, b: Floats, farthest: float) -> tuple[Ints, Ints, Floats]:
    """Pairs of places (rows of lat, lon, x, y) at most `farthest` km apart, and how far they are."""
    found: list[tuple[Ints, Ints, Floats]] = []
    globe = [np.flatnonzero(~np.isnan(side[:, :2]).any(axis=1)) for side in (a, b)]
    plane = [np.flatnonzero(~np.isnan(side[:, 2:]).any(axis=1)) for side in (a, b)]
    if len(globe[0]) and len(globe[1]):
        from pyproj import Geod

        i, j = globe
        reach = 2 * np.sin(min(farthest * WIDER / (2 * EARTH), np.pi / 2))
        p, q = _close(_on_sphere(a[i]), _on_sphere(b[j]), reach)
        i, j = i[p], j[q]
        metres = np.asarray(Geod(ellps="WGS84").inv(a[i, 1], a[i, 0], b[j, 1], b[j, 0])[2], float)
        found.append((i, j, metres / 1000))
    i, j = plane
    if len(i) and len(j):
        p, q = _close(a[i, 2:], b[j, 2:], farthest * WIDER)
        i, j = i[p], j[q]
        both = np.isin(i, globe[0]) & np.isin(j, globe[1])  # where they have both kinds of place, the globe counts
        i, j = i[~both], j[~both]
        found.append((i, j, np.hypot(a[i, 2] - b[j, 2], a[i, 3] - b[j, 3])))
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    i, j, length = (np.concatenate(side) for side in zip(*found, strict=True))
    kept = length <= farthest
    return i[kept], j[kept], length[kept]


def _on_sphere(places: Floats) -> Floats:
    lat, lon = np.radians(places[:, 0]), np.radians(places[:, 1])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _close(a: Floats, b: Floats, reach: float) -> tuple[Ints, Ints]:
    if not np.isfinite(reach) or len(a) * len(b) <= 10_000:
        return np.repeat(np.arange(len(a)), len(b)), np.tile(np.arange(len(b)), len(a))
    from scipy.spatial import cKDTree

    lists = cKDTree(b).query_ball_point(a, reach, return_sorted=True)
    counts = np.fromiter(map(len, lists), np.int64, len(lists))
    return np.repeat(np.arange(len(a)), counts), np.concatenate([np.asarray(one, np.int64) for one in lists])
