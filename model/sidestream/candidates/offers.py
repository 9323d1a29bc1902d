"""Which links are offered for a park, each with why, and the rows that say so in a workbook.

Judged are all compatible pairs: what is given off, what it can serve at somebody else (see `pairs.py`), and a pipe size
of its medium or a vehicle that can carry it. Offered is what could pay, and what cannot be judged by itself (see `worth.py`); a pair that
the planner lists already, in any status, is hers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.candidates.pairs import Floats, Ints, Side, givers, near, takers
from sidestream.candidates.related import brought_together, kept_apart
from sidestream.candidates.ways import most_sent
from sidestream.candidates.worth import UNLIMITED, Pairs, Profit, by_pipe, by_truck, farthest
from sidestream.design.payments import FREE, own_reckoning
from sidestream.park import Park

SOURCE = "sidestream candidates"
FIRMS = "firms"
ASKED = "every firm is asked, and what does not pay by itself may let another link be agreed on"
SHORTEST = 0.01  # km, of a link between two places on one spot
WAYS = {"Pipelines": "pipe", "TruckRoutes": "truck"}
LENGTHS = {"Pipelines": "length", "TruckRoutes": "distance"}


@dataclass
class Offered:
    """Links on offer, of which the planner may strike some.

    judged       giver, taker, commodity, sheet, length [km], best (profit at best) [EUR/a], rise (of its gain that
                 would bring the profit to 0) [EUR/unit], quantity [unit/a], farthest [km] (of those offered), vehicle,
                 special (why it is offered whatever it saves), offered
    compatible   pairs of giver, taker and commodity for which there is a pipe size or vehicle, however far apart
    """

    judged: pd.DataFrame
    compatible: int
    currency: str = "EUR"
    nowhere: list[str] = field(default_factory=list)
    """Participants whose place is not known: nothing can be offered to them."""

    def columns(self, sheet: str) -> dict[str, list[Any]]:
        """Return what is offered of Pipelines or TruckRoutes, column by column, cells as a person would type them."""
        mine = self.judged[(self.judged["sheet"] == sheet) & self.judged["offered"]]
        told = (mine[name].tolist() for name in ("length", "farthest", "special", "best"))
        made = {
            "from": mine["giver"].tolist(),
            "to": mine["taker"].tolist(),
            "commodity": mine["commodity"].tolist(),
            "status": ["optional"] * len(mine),
            LENGTHS[sheet]: [SHORTEST if length <= SHORTEST else None for length in mine["length"].tolist()],
            "quality": ["estimated"] * len(mine),
            "note": [
                why(length, farthest, special, best, self.currency)
                for length, farthest, special, best in zip(*told, strict=True)
            ],
            "source": [SOURCE] * len(mine),
        }
        return made | ({"vehicle": mine["vehicle"].tolist()} if sheet == "TruckRoutes" else {})

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        """Return the same row by row, without blank cells."""
        columns = self.columns(sheet)
        cells = zip(*columns.values(), strict=True)
        return [{name: cell for name, cell in zip(columns, row, strict=True) if cell is not None} for row in cells]

    @property
    def pairs(self) -> int:
        """Pairs for which anything is offered."""
        return len(self.judged.loc[self.judged["offered"], ["giver", "taker", "commodity"]].drop_duplicates())


class _Way(NamedTuple):
    sheet: str
    profit: Profit
    vehicle: Any
    detour: float
    longest: float


def offered(park: Park, *, misses: bool = False) -> Offered:
    """Judge every compatible pair of a park that passed its checks. With `misses`, also those too far apart to pay."""
    give, take = givers(park), takers(park)
    known = listed(park)
    limits, together = _limits_want(park), brought_together(park)
    frames, compatible = [], 0
    for commodity in sorted(set(give.table["commodity"]) & set(take.table["commodity"])):
        ways = list(_ways(park, commodity))
        if not ways:
            continue
        compatible += _count(commodity, give, take)
        reach = max(_radius(way, commodity, give, take, limits, misses or bool(together)) for way in ways)
        for a, b, straight in near(park, give, take, {commodity: reach}):
            for way in ways:
                frames.append(_judged(way, commodity, give, take, a, b, straight, limits, known, together))
    judged = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(COLUMNS))
    sites = park["Participants"]
    concerned = set(give.table["participant"]) | set(take.table["participant"])
    nowhere = [name for name in sites.loc[~park.placed, "participant"] if name in concerned]
    return Offered(judged, compatible, park.settings.currency, nowhere)


COLUMNS = (
    "giver", "taker", "commodity", "sheet", "length", "best", "rise", "quantity", "farthest", "vehicle", "special", "offered",
)  # fmt: skip


def _ways(park: Park, commodity: str) -> Iterator[_Way]:
    settings = park.settings
    pipe, truck = by_pipe(park, commodity), by_truck(park, commodity)
    if pipe:
        yield _Way("Pipelines", pipe, None, settings.detour_pipe, _or_infinite(settings.longest_pipe))
    if truck:
        yield _Way("TruckRoutes", truck[0], truck[1], settings.detour_road, _or_infinite(settings.longest_road))


def _or_infinite(length: float) -> float:
    return float("inf") if np.isnan(length) else float(length)


def _count(commodity: str, give: Side, take: Side) -> int:
    a, b = (side.table.loc[side.table["commodity"] == commodity, "participant"] for side in (give, take))
    return len(a) * len(b) - len(set(a) & set(b))


def _radius(way: _Way, commodity: str, give: Side, take: Side, limits: str, misses: bool) -> float:
    """Straight distance beyond which no pair of the commodity is offered this way."""
    special = limits or any(
        (side.table.loc[side.table["commodity"] == commodity, "special"] != "").any() for side in (give, take)
    )
    if special or misses:
        return way.longest / way.detour
    best = Pairs.best_of(commodity, give, take, lossy=way.sheet == "Pipelines")
    return min(way.longest, float(farthest(way.profit, best)[0])) / way.detour


def _judged(
    way: _Way,
    commodity: str,
    give: Side,
    take: Side,
    a: Ints,
    b: Ints,
    straight: Floats,
    limits: str,
    known: set[tuple[str, str, str, str]],
    together: set[frozenset[str]],
) -> pd.DataFrame:
    pairs = Pairs.of(commodity, give, take, a, b, straight)
    length = np.maximum(straight * way.detour, SHORTEST)
    best, rise = way.profit(pairs, length)
    givers_, takers_ = (side.table["participant"].to_numpy(object)[at] for side, at in ((give, a), (take, b)))
    special = _special(give, take, a, b, limits)
    if together:
        asked = [frozenset(pair) in together for pair in zip(givers_, takers_, strict=True)]
        special[np.array(asked, bool)] = "Relations requires one between them"
    fits = length <= way.longest
    mine = np.fromiter(
        ((way.sheet, g, t, commodity) in known for g, t in zip(givers_, takers_, strict=True)), bool, len(a)
    )
    wanted = fits & ~mine & ((best > 0) | (special != ""))
    most = np.full(len(a), np.nan)
    chosen = np.flatnonzero(wanted)
    most[chosen] = np.minimum(
        farthest(way.profit, Pairs.of(commodity, give, take, a[chosen], b[chosen], straight[chosen])), way.longest
    )
    return pd.DataFrame(
        {
            "giver": givers_,
            "taker": takers_,
            "commodity": commodity,
            "sheet": way.sheet,
            "length": length,
            "best": best,
            "rise": rise,
            "quantity": most_sent(pairs.offered, pairs.wanted, UNLIMITED, length, pairs.later, pairs.sooner),
            "farthest": most,
            "vehicle": way.vehicle(length) if way.vehicle else "",
            "special": special,
            "offered": wanted,
        }
    )


def _special(give: Side, take: Side, a: Ints, b: Ints, limits: str) -> NDArray[np.object_]:
    """Why a pair is offered whatever it saves; empty where nothing but the saving counts."""
    why = np.full(len(a), "", object)
    saves = (give.table["co2"].to_numpy(float)[a] > 0) | (take.table["co2"].to_numpy(float)[b] > 0)
    if limits == FIRMS:
        why[:] = ASKED
    elif limits:
        why[saves | (limits == "least")] = "Limits may ask for it"
    for side, at in ((give, a), (take, b)):
        words = side.table["special"].to_numpy(object)[at]
        here = np.flatnonzero(words != "")
        names = side.table["participant"].to_numpy(object)[at]
        why[here] = [f"{name}: {word}" for name, word in zip(names[here], words[here], strict=True)]
    return why


def _limits_want(park: Park) -> str:
    """`firms` where what does not pay may let something else be agreed on, `least` where a limit may ask for flows that do
    not pay, `most` where it may for those that save CO2, or empty.

    A cap on a cost may ask for what costs more elsewhere, one on a supplier's share for another giver.
    """
    if any_may_be_wanted(park):
        return FIRMS
    rows = park["Limits"]
    if rows["least"].notna().any() or rows["on"].isin(["cost", "supplier share"]).any():
        return "least"
    return "most" if (rows["on"] == "impact").any() else ""


def any_may_be_wanted(park: Park) -> bool:
    """Whether who pays and gains matters, and not the sum alone.

    Where payments are free and every firm reckons as the objective does, what does not pay only makes all of them poorer.
    """
    payments = park.settings.payments
    return bool(payments) and (payments != FREE or own_reckoning(park))


def listed(park: Park) -> set[tuple[str, str, str, str]]:
    """(sheet, from, to, commodity) of what the planner lists, both ways where a pipe is two-way, and of all between those whom
    Relations keeps apart.
    """
    apart = [pair for a, b in kept_apart(park) for pair in ((a, b), (b, a))]
    known = {(sheet, a, b, what) for sheet in WAYS for a, b in apart for what in park["Commodities"]["commodity"]}
    for sheet in WAYS:
        frame = park[sheet]
        both = frame["two_way"].tolist() if sheet == "Pipelines" else [False] * len(frame)
        for giver, taker, commodities, back in zip(frame["from"], frame["to"], frame["commodity"], both, strict=True):
            for commodity in commodities:
                known.add((sheet, giver, taker, commodity))
                if back:
                    known.add((sheet, taker, giver, commodity))
    return known


def why(length: float, farthest: float, special: str, best: float, currency: str) -> str:
    """Why a link is offered, in words."""
    here, most = f"{length:.3g} km", f"{_rounded(farthest)} km"
    if special:
        return f"offered whatever it saves: {special}; {here}"
    saving = f"{_rounded(best)} {currency}/a"
    return f"could save up to {saving} by itself; pays up to {most}, and it is {here}"


def _rounded(figure: float) -> str:
    """Three digits, and no exponent."""
    return f"{float(f'{figure:.3g}'):,.12g}"
