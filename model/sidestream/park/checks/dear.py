"""Whether a by-product could pay with anybody, if nothing had to be built.

    worth[w,p]    dearest of: ratio * what is bought (or the shortage) that w saves, over the needs of p         [EUR/unit]
    gain[w,p]     greatest, over the ways of w from p to q: what w is worth at q less the unit cost of the way   [EUR/unit]

What a conversion takes or makes, or a storage keeps, is left alone: it may be worth more there than any need says. So is
what has to pass a gate to be disposed of or bought, as there it may be short, and what mixes with others under a limit on
quality, as it may let more of them come.

A way is a link, or several through whoever passes on. Investments (trenches, shared or not, crossings, vehicles among
them), yearly costs, losses and what loads cost more for being whole are left out, so a supply whose gain is below what it
costs beside - provision less disposal - costs more than it saves in every design. CO2 counts
at carbon_tax + carbon_value throughout. Nothing is said where prices may be others in a stage, or in a scenario that is weighed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.acceptance import acceptance
from sidestream.park.checks.rows import Mask, complain, considered
from sidestream.park.links import carried
from sidestream.park.park import Park
from sidestream.park.reach import Names
from sidestream.park.worlds import several
from sidestream.tables import Floats, Ints

CLOSE = 1e-9
HOP = 1e-9
"""[EUR/unit] On top of every way, so that none goes round in a circle of ways that cost nothing."""


def never_pays(park: Park) -> list[Fault]:
    """One warning for each supply that costs more than it saves with everybody who could take it."""
    frame = park["Supplies"]
    if frame.empty or park["Demands"].empty or (several(park) and len(park["Changes"])):
        return []
    carbon = _carbon_price(park)
    disposed = (frame["if_not_taken"] == "dispose").to_numpy(bool)
    disposal = np.where(disposed, frame["disposal_cost"] + carbon * frame["disposal_co2"], 0.0)
    provision = (frame["provision_cost"] + carbon * frame["provision_co2"]).to_numpy(float)
    asked = (frame["if_not_taken"] != "must go").to_numpy(bool) & (frame["quantity"] > 0).to_numpy(bool)
    asked &= ~np.asarray(frame["commodity"].isin(_handled(park)))
    asked &= ~np.asarray(frame["commodity"].isin(_thinning(park)))
    asked &= ~_gated(park, frame, "disposal")
    asked &= provision > disposal  # no others, as nothing that is needed is worth less than nothing
    if not asked.any():
        return []
    ways = _Ways(park, carbon)
    keys = ways.key(frame["commodity"], frame["participant"])
    gain = np.where(keys >= 0, ways.gain[keys], np.nan)
    with np.errstate(invalid="ignore"):
        wrong = asked & np.isfinite(gain) & (gain + disposal < provision - CLOSE * np.abs(provision))
    units = dict(zip(park["Commodities"]["commodity"], park["Commodities"]["unit"], strict=True))
    found = zip(provision[wrong], disposal[wrong], gain[wrong], *ways.best(keys[wrong]), strict=True)
    counted = f", CO2 at {carbon:g} {park.settings.currency}/t counted" if carbon else ""

    hops = HOP * len(park["Participants"])

    def message(row: Mapping[str, Any]) -> str:
        ready, saved, net, taker, worth = next(found)
        costs = [f"{_rounded(ready)} to make it ready"]
        costs += [f"{_rounded(worth - net)} to carry it"] if worth - net > CLOSE * abs(worth) + hops else []
        costs += [f"{_rounded(-saved)} that disposal earns"] if saved < 0 else []
        saves = [f"{_rounded(worth)} that it replaces there"]
        saves += [f"{_rounded(saved)} of disposal"] if saved > 0 else []
        return (
            f"cannot pay anywhere: '{taker}' gains most, and {_and(costs)} are more than {_and(saves)} "
            f"({park.settings.currency}/{units[row['commodity']]}{counted})"
        )

    return complain(park, "Supplies", wrong, "provision_cost", message, "warning")


def _handled(park: Park) -> set[str]:
    """Commodities that a conversion takes or makes, or a storage keeps."""
    kept = park["Storages"].loc[considered(park, "Storages"), "commodity"]
    return {*park.recipes["commodity"], *kept}


def _thinning(park: Park) -> set[str]:
    """Commodities of several givers of which the mean is limited: a dear one can make a cheap one fit."""
    mean = park["Qualities"].loc[(park["Qualities"]["mixes"] == "by quantity").to_numpy(bool), "commodity"]
    givers = park["Supplies"].groupby("commodity")["participant"].nunique()
    several = givers.index[(givers > 1).to_numpy(bool)]
    return set(park["QualityLimits"]["commodity"]) & set(mean) & set(several)


def _gated(park: Park, frame: pd.DataFrame, of: str) -> Mask:
    """Which supplies have to pass a gate to be disposed of, or which needs for what they buy."""
    gates = park["Expansions"][park["Expansions"]["of"] == of]
    those = set(zip(gates["participant"], gates["commodity"], strict=True))
    streams = zip(frame["participant"], frame["commodity"], strict=True) if those else ()
    found = [(who, "") in those or (who, what) in those for who, what in streams]
    return np.array(found, bool) if those else np.zeros(len(frame), bool)


def _and(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _carbon_price(park: Park) -> float:
    return float(park.settings.carbon_tax + park.settings.carbon_value)


def _rounded(figure: float) -> str:
    return f"{float(f'{figure:.3g}'):,.12g}"


class _Ways:
    """What each commodity is worth at each participant, and what is left of it elsewhere after being carried there.

    worth   -inf where nobody needs it. Shape (commodities x participants,), addressed by `key`
    gain    with the best way, or without one where it is needed; -inf where none leads to a need
    """

    def __init__(self, park: Park, carbon: float) -> None:
        self.participants = pd.Index(park["Participants"]["participant"]).drop_duplicates()
        self.commodities = pd.Index(park["Commodities"]["commodity"]).drop_duplicates()
        passing = np.asarray(self.participants.isin(park.passing_on))
        passes: Mask = np.tile(passing, len(self.commodities))
        self.worth: Floats = np.full(len(passes), -np.inf)
        _raise(self.worth, *self._needs(park, carbon))
        self.begin, self.end, cost = self._links(park, carbon)
        onward = np.full(len(passes), -np.inf)
        while True:
            self.value: Floats = np.maximum(self.worth, np.where(passes, onward, -np.inf))[self.end] - cost
            before = onward.copy()
            _raise(onward, self.begin, self.value)
            if (onward == before).all():
                break
        self.passes, self.onward = passes, onward
        self.gain: Floats = np.maximum(self.worth, onward)

    def key(self, commodities: Names, participants: Names) -> Ints:
        """Address of each pair of names; -1 where one is unknown."""
        what = self.commodities.get_indexer(pd.Index(commodities, dtype=object))
        where = self.participants.get_indexer(pd.Index(participants, dtype=object))
        return np.where((what < 0) | (where < 0), -1, what * len(self.participants) + where).astype(np.int64)

    def best(self, keys: Ints) -> tuple[list[str], list[float]]:
        """Who gains most from each, and what it is worth there."""
        via = np.full(len(self.worth), -1)
        order = np.argsort(self.value, kind="stable")
        via[self.begin[order]] = order  # the last, and so the best, stays
        at = keys.copy()
        goes = self.onward[at] > self.worth[at]
        for _ in self.participants:  # no way is longer
            at[goes] = self.end[via[at[goes]]]
            goes &= self.passes[at] & (self.onward[at] > self.worth[at])
        return self.participants[at % len(self.participants)].tolist(), self.worth[at].tolist()

    def _needs(self, park: Park, carbon: float) -> tuple[Ints, Floats]:
        """Where what can serve a need, and what one unit of it saves there; inf where that is not a matter of money."""
        frame = park["Demands"]
        frame = frame[(frame["quantity"] > 0) & (frame["most_by_product"] > 0)]
        price = np.where(
            frame["if_not_served"] == "buy",
            frame["virgin_price"] + carbon * frame["virgin_co2"],
            frame["shortage_cost"],
        ).astype(float)
        must = (frame["if_not_served"] == "must serve").to_numpy(bool)
        price[np.isnan(price) | must | _gated(park, frame, "virgin")] = np.inf
        pairs = acceptance(frame, park["Substitutions"])
        need = pairs["need"].to_numpy(int)
        saved = pairs["ratio"].to_numpy(float) * price[need]
        return self.key(pairs["by_product"], frame["participant"].to_numpy(object)[need]), np.nan_to_num(
            saved, nan=np.inf
        )

    def _links(self, park: Park, carbon: float) -> tuple[Ints, Ints, Floats]:
        """Begin and end of each way of each commodity, and the least that a unit costs on it."""
        begins, ends, costs = [], [], []
        for sheet, unit_cost in (("Pipelines", _by_pipe), ("TruckRoutes", _by_truck)):
            frame = park[sheet][considered(park, sheet)]
            rows, commodities = carried(frame)
            cost = np.nan_to_num(unit_cost(park, frame, rows, commodities, carbon))
            keys = [self.key(commodities, frame[end].to_numpy(object)[rows]) for end in ("from", "to")]
            both = frame["two_way"].to_numpy(bool)[rows] if sheet == "Pipelines" else np.zeros(len(rows), bool)
            begins += [keys[0], keys[1][both]]
            ends += [keys[1], keys[0][both]]
            costs += [cost, cost[both]]
        begin, end, least = (np.concatenate(part) for part in (begins, ends, costs))
        known = (begin >= 0) & (end >= 0)
        return begin[known], end[known], least[known] + HOP


def _raise(values: Floats, at: Ints, to: Floats) -> None:
    """Raise values to at least what is given."""
    np.maximum.at(values, at[at >= 0], to[at >= 0])


def _by_pipe(park: Park, frame: pd.DataFrame, rows: Ints, commodities: list[str], carbon: float) -> Floats:
    """Unit cost of an own offer; of the size of the catalogue that pumps least."""
    settings, catalogue = park.settings, park["PipeSizes"]
    power = float(np.nan_to_num(settings.electricity_price) + carbon * np.nan_to_num(settings.electricity_co2))
    pumping = dict(zip(catalogue["size"], catalogue["pumping"].fillna(0.0), strict=True))
    offered = {sizes: min((pumping.get(size, 0.0) for size in sizes), default=0.0) for sizes in set(frame["sizes"])}
    least = np.array([offered[sizes] for sizes in frame["sizes"]], float) * frame["length"].to_numpy(float) * power
    own = (frame["unit_cost"] + carbon * frame["unit_co2"]).to_numpy(float)
    cost: Floats = np.where(frame["own_offer"].to_numpy(bool), own, least)[rows]
    return cost


def _by_truck(park: Park, frame: pd.DataFrame, rows: Ints, commodities: list[str], carbon: float) -> Floats:
    """Unit cost of driving there and back with full loads, and of the route itself."""
    vehicles = park["Vehicles"].drop_duplicates("vehicle").set_index("vehicle").reindex(frame["vehicle"])
    content = park.content.reindex(commodities)
    loads = np.maximum(
        np.nan_to_num(content["mass"].to_numpy() / vehicles["payload"].to_numpy(float)[rows]),
        np.nan_to_num(content["volume"].to_numpy() / vehicles["volume"].to_numpy(float)[rows]),
    )
    distance = np.nan_to_num(frame["distance"].to_numpy(float)) * (1 + vehicles["empty_return"].to_numpy(float))
    trip = (
        vehicles["load_cost"].to_numpy(float)
        + distance * (vehicles["km_cost"] + carbon * vehicles["km_co2"]).to_numpy()
    )
    cost: Floats = loads * trip[rows] + (frame["unit_cost"] + carbon * frame["unit_co2"]).to_numpy(float)[rows]
    return cost
