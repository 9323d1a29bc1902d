"""Who could send what to whom: every supply beside every need that it can serve, within reach of each other.

A pair is (giver, taker, commodity). Its rows of Supplies and of Demands are taken together, and the best price of each
side for all of it, so that what a pair is held to be worth is never less than it is.

    gain_giver [EUR/unit]     dearest of: disposal saved - provision, over the giver's rows
    gain_taker [EUR/unit]     dearest of: ratio * what is bought (or the shortage) that is saved, over the taker's needs
    CO2 counts at carbon_tax + carbon_value throughout
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.park import Park
from sidestream.park.acceptance import acceptance

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
EARTH = 6371.0  # km, mean radius
WIDER = 1.01  # the sphere stands in for the ellipsoid, which is nowhere 1 % longer


@dataclass
class Side:
    """What each (participant, commodity) could give, or could take: rows of `table`, amounts by moment.

    table     participant, commodity, gain [EUR/unit], co2 [t/unit] saved at best, must, passes
    amounts   most of it at each moment [unit]. Shape (rows, moments)
    """

    table: pd.DataFrame
    amounts: Floats


def givers(park: Park) -> Side:
    """Supplies, by participant and commodity."""
    rows, carbon = park["Supplies"], carbon_price(park)
    disposed = (rows["if_not_taken"] == "dispose").to_numpy()
    cost = np.where(disposed, np.nan_to_num(rows["disposal_cost"].to_numpy(float)), 0.0) - rows["provision_cost"]
    co2 = np.where(disposed, rows["disposal_co2"], 0.0) - rows["provision_co2"]
    table = rows[["participant", "commodity"]].assign(
        gain=cost + carbon * co2, co2=co2, must=(rows["if_not_taken"] == "must go").to_numpy()
    )
    return _together(park, table, park.amounts("Supplies"))


def takers(park: Park) -> Side:
    """Needs, by participant and by-product that can serve them."""
    rows, carbon = park["Demands"], carbon_price(park)
    bought = (rows["if_not_served"] == "buy").to_numpy()
    price = np.where(
        bought, rows["virgin_price"], np.where(rows["if_not_served"] == "go without", rows["shortage_cost"], 0)
    )
    co2 = np.where(bought, rows["virgin_co2"], 0.0)
    accepted = acceptance(rows, park["Substitutions"])
    need, ratio = accepted["need"].to_numpy(int), accepted["ratio"].to_numpy(float)
    table = pd.DataFrame(
        {
            "participant": rows["participant"].to_numpy(object)[need],
            "commodity": accepted["by_product"].to_numpy(object),
            "gain": ratio * (np.nan_to_num(price.astype(float)) + carbon * co2)[need],
            "co2": ratio * co2[need],
            "must": (rows["if_not_served"] == "must serve").to_numpy()[need],
        }
    )
    share = rows["most_by_product"].to_numpy(float)[need] / ratio
    return _together(park, table, park.amounts("Demands")[need] * share[:, None])


def carbon_price(park: Park) -> float:
    """What the goal holds a tonne of CO2 to cost [EUR/t]."""
    return float(park.settings.carbon_tax + park.settings.carbon_value)


def _together(park: Park, table: pd.DataFrame, amounts: Floats) -> Side:
    there = amounts.max(axis=1, initial=0.0) > 0
    table, amounts = table[there], amounts[there]
    groups = table.groupby(["participant", "commodity"], sort=True)
    place = groups.ngroup().to_numpy()
    best = groups.agg(gain=("gain", "max"), co2=("co2", "max"), must=("must", "any")).reset_index()
    total = np.zeros((len(best), len(park.moments)))
    np.add.at(total, place, amounts)
    return Side(best.assign(passes=best["participant"].isin(park.passing_on)), total)


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
