"""What a link between two places could save at best, and how far apart they may be for it to pay.

For a pair at a distance of L km (pipe or road, detour included) and one of the sizes or vehicles

    net(L)    = gain_giver + kept(L) * gain_taker - disposal of what is lost - pumping or loads     [EUR/unit sent]
    q[m]      = min(offered[m], wanted[m] / kept(L), capacity[m])                                   [unit]
    profit(L) = sum_m q[m] * max(net(L), 0) - annuity(L) - upkeep(L) - carbon * building(L) / life  [EUR/a]

is what it saves if it is the only link and everything it brings replaces the dearest. Where an end has a storage, its
amount is one of the year, not of each moment. Without the link its goods can be disposed of and the needs be bought at
no more than these gains, while all conversions run as they do, so a link whose best profit is not above 0 is never
needed for an optimum.

That does not hold for pairs in which either end passes on, or something must go, must be served or comes from links
alone; in which what can be disposed of or bought is limited; in which a storage loses some of it, begins the year with
some or has to end with some; or whose CO2 a limit asks for; nor for any pair where something has a least in Limits, or a
cost or a supplier's share is limited, or that Relations requires; nor where firms are asked (Settings has payments), but
for free payments where all reckon as the objective does: any link may let another be agreed on. Those are always offered,
but none that Relations forbids. Fleets, what relations cost, and a most of what is invested, of partners or of what is
carried, only restrict, and what is offered lies in no corridor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidestream.candidates.pairs import Side
from sidestream.candidates.ways import Mask, Way, most_sent, sizes, vehicles
from sidestream.park import Park

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FARTHEST = 20_015.0  # km: half way round the earth
HALVINGS = 40
UNLIMITED = Way("", np.array([np.inf]))
"""A way that carries whatever there is."""


@dataclass
class Pairs:
    """Pairs of one commodity: what they can exchange and what it is worth; `straight` is their distance [km]."""

    commodity: str
    gain_giver: Floats
    gain_taker: Floats
    offered: Floats
    wanted: Floats
    straight: Floats
    disposal: Floats
    """Least that a unit lost costs [EUR/unit]."""
    later: Mask
    sooner: Mask
    """Where the giver, and the taker, can keep it for another moment."""

    @classmethod
    def of(cls, commodity: str, give: Side, take: Side, a: Ints, b: Ints, straight: Floats) -> Pairs:
        """Join places of two sides."""
        gain_giver, gain_taker = (side.table["gain"].to_numpy(float)[at] for side, at in ((give, a), (take, b)))
        later, sooner = (side.table["keeps"].to_numpy(bool)[at] for side, at in ((give, a), (take, b)))
        disposal = give.table["disposal"].to_numpy(float)[a]
        amounts = give.amounts[a], take.amounts[b]
        return cls(commodity, gain_giver, gain_taker, *amounts, straight, disposal, later, sooner)

    @classmethod
    def best_of(cls, commodity: str, give: Side, take: Side, *, lossy: bool) -> Pairs:
        """One imagined pair that no pair of the commodity can beat; where losses make it send more, all it has."""
        here, there = ((side.table["commodity"] == commodity).to_numpy(bool) for side in (give, take))
        gain_giver, gain_taker = give.table["gain"].to_numpy(float)[here], take.table["gain"].to_numpy(float)[there]
        offered, wanted = give.amounts[here], take.amounts[there]
        return cls(
            commodity,
            gain_giver.max(keepdims=True),
            gain_taker.max(keepdims=True),
            offered.max(axis=0, keepdims=True),
            np.full((1, wanted.shape[1]), np.inf) if lossy else wanted.max(axis=0, keepdims=True),
            np.zeros(1),
            give.table["disposal"].to_numpy(float)[here].min(keepdims=True),
            np.array([give.table["keeps"].to_numpy(bool)[here].any()]),
            np.array([take.table["keeps"].to_numpy(bool)[there].any()]),
        )


Profit = Callable[[Pairs, Floats], tuple[Floats, Floats]]
"""Best profit [EUR/a] of each pair at some lengths [km], and the rise of its gain [EUR/unit] that would bring it to 0."""


def by_pipe(park: Park, commodity: str) -> Profit | None:
    """Profit by the best size of the catalogue; None where none fits."""
    ways = sizes(park, commodity)
    vanishes = bool(park["Commodities"].set_index("commodity").at[commodity, "vanishes"])
    if not ways:
        return None

    def profit(pairs: Pairs, length: Floats) -> tuple[Floats, Floats]:
        best, rise = np.full(len(length), -np.inf), np.full(len(length), np.inf)
        for way in ways:
            kept, yearly = way.arrives(length), way.a_year(length)
            lost = 0.0 if vanishes else (1 - kept) * pairs.disposal
            net = pairs.gain_giver + kept * pairs.gain_taker - lost - way.a_unit(length)
            sent = most_sent(pairs.offered, pairs.wanted, way, length, pairs.later, pairs.sooner)
            best = np.maximum(best, sent * np.maximum(net, 0.0) - yearly)
            with np.errstate(divide="ignore", invalid="ignore"):
                rise = np.minimum(rise, np.where(sent > 0, yearly / sent - net, np.inf))
        return best, rise

    return profit


def by_truck(park: Park, commodity: str) -> tuple[Profit, Callable[[Floats], NDArray[np.object_]]] | None:
    """Profit by the vehicle that is cheapest at each length, and which that is; None where it cannot go by truck."""
    ways = vehicles(park, commodity)
    names = np.array([way.size for way in ways], object)
    if not ways:
        return None

    def costs(length: Floats) -> Floats:
        return np.stack([way.a_unit(length) for way in ways])

    def profit(pairs: Pairs, length: Floats) -> tuple[Floats, Floats]:
        net = pairs.gain_giver + pairs.gain_taker - costs(length).min(axis=0)
        sent = most_sent(pairs.offered, pairs.wanted, UNLIMITED, length, pairs.later, pairs.sooner)
        return sent * np.maximum(net, 0.0), -net

    return profit, lambda length: names[costs(length).argmin(axis=0)]


def farthest(profit: Profit, pairs: Pairs) -> Floats:
    """Break-even: the greatest length of a link [km] at which each pair's best profit is not below 0; 0 where none is.

    By bisection: profit falls with the length.
    """
    near_, far = np.zeros(len(pairs.straight)), np.full(len(pairs.straight), FARTHEST)
    pays = profit(pairs, near_)[0] > 0
    for _ in range(HALVINGS):
        middle = (near_ + far) / 2
        good = profit(pairs, middle)[0] > 0
        near_, far = np.where(good, middle, near_), np.where(good, far, middle)
    return np.where(pays, near_, 0.0)
