"""Whole: the least grant with which nobody is worse off than today, in a network that is given, with payments along its links.

Variables
    grant[l] >= 0         given once to link l, split as its investment is                                      [EUR]
    pays[l,w] >= 0        what one end of a link that carries something pays the other, in every year            [EUR/a]
    in_pocket[f] in {0,1} 1 if f gains before payments; of firms that do not pass on goods

Goal                      sum of grant

Constraints
    no_worse_off[f]       cash[f] + paid[f] - received[f] - granted[f] + least_saving[f] <= today[f] + rounding[f]
    out_of_gain[f]        paid[f] <= today[f] + rounding[f] - cash[f] + granted[f] + loss[f] * (1 - in_pocket[f])
    only_in_pocket[f]     paid[f] <= purse[f] * in_pocket[f]
    passes_on_money[j]    paid[j] = received[j]                                               of junctions

    granted[f]            sum of grant[l] * what 1 EUR is worth a year to f (see `links.py`)
    least_saving[f]       of an end or a payer of a new link, else 0
    loss, purse[f]        what f loses before grants, else 0; what it gains before grants, and the most it can be granted
    grant[l]              at most what gives each payer of l as much as all firms together lack

The rules are those of `formulation/rules/participation.py`, with everything built and run as it is.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.books import NONE
from sidestream.design.payments import money_dealers
from sidestream.solver.highs import Watch, solve
from sidestream.studies.firms import FirmsPark
from sidestream.studies.fund.links import Fundable, Purses

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SECONDS = 60.0


@dataclass
class Rows:
    """A small problem as one writes it: columns with their cost, rows as (least, {column: coefficient}, most)."""

    cost: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, dict[int, float], float]] = field(default_factory=list)

    def column(self, cost: float = 0.0, upper: float = np.inf, *, whole: bool = False) -> int:
        """Add a column from 0 on."""
        self.cost.append(cost)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, terms: dict[int, float], least: float = -np.inf, most: float = np.inf) -> None:
        """Add a row."""
        self.rows.append((least, {place: value for place, value in terms.items() if value}, most))

    def matrices(self) -> Matrices:
        """The same as arrays."""
        return Matrices(
            np.array(self.cost, float),
            0.0,
            np.zeros(len(self.cost)),
            np.array(self.upper, float),
            np.array(self.whole, bool),
            np.cumsum([0, *(len(terms) for _, terms, _ in self.rows)]).astype(np.int64),
            np.array([place for _, terms, _ in self.rows for place in terms], np.int64),
            np.array([value for _, terms, _ in self.rows for value in terms.values()], float),
            np.array([least for least, _, _ in self.rows], float),
            np.array([most for _, _, most in self.rows], float),
        )


def by_firm(purses: Purses, fundable: Fundable, values: Floats) -> Floats:
    """What 1 EUR given to each link is worth to each firm a year, in an answer. Shape (firms, links)."""
    firms = purses.firms
    each = fundable.worth_by_participant(values)
    made = np.zeros((len(firms.names), len(fundable.names)))
    known = firms.firms.of >= 0
    np.add.at(made, firms.firms.of[known], each[known])
    return made


def whole_grants(purses: Purses, fundable: Fundable, values: Floats) -> Floats | None:
    """Return the least grants, an amount for each link [EUR]; None where no grant for these links makes everybody whole."""
    firms = purses.firms
    worth = by_firm(purses, fundable, values)
    gain = firms.today + firms.firms.rounding - firms.cash.of(values)
    asked = _asked(firms, values)
    need = float(np.maximum(asked - gain, 0.0).sum())
    if need == 0:
        return np.zeros(len(fundable.names))
    least = np.array([each[each > 0].min(initial=np.inf) for each in worth.T])
    most = need / least  # as much to each payer as all together need
    purse = np.maximum(gain, 0.0) + worth @ most
    made = Rows()
    granted = [made.column(1.0, float(each)) for each in most]
    paid: list[dict[int, float]] = [{} for _ in firms.names]
    received: list[dict[int, float]] = [{} for _ in firms.names]
    through: dict[int, dict[int, float]] = {}
    for begin, end in _arcs(firms, values):
        column = made.column()
        for node, side, sign in ((begin, paid, 1.0), (end, received, -1.0)):
            if node < len(firms.names):
                side[node][column] = 1.0
            else:
                through.setdefault(node, {})[column] = sign
    passing = money_dealers(firms.made.park)
    for place, name in enumerate(firms.names):
        grants = {column: -float(each) for column, each in zip(granted, worth[place], strict=True)}
        incoming = dict.fromkeys(received[place], -1.0)
        made.row({**paid[place], **incoming, **grants}, most=float(gain[place] - asked[place]))
        if paid[place] and name not in passing:
            pocket = made.column(upper=1.0, whole=True)
            short = float(max(-gain[place], 0.0))
            made.row({**paid[place], **grants, pocket: short}, most=float(gain[place]) + short)
            made.row({**paid[place], pocket: -float(purse[place])}, most=0.0)
    for terms in through.values():
        made.row(terms, 0.0, 0.0)
    answer = solve(made.matrices(), Watch(time.monotonic() + SECONDS), tolerance=1e-9)
    if answer.status != "optimal" or answer.values is None:
        return None
    found = answer.values[: len(granted)]
    return np.where(found > 1e-7 * max(1.0, float(found.max(initial=0.0))), found, 0.0)


def _asked(firms: FirmsPark, values: Floats) -> Floats:
    """What each firm asks for: its least_saving, where it is an end or a payer of a new link."""
    owners = firms.owners
    lays = {int(column) for columns in Purses(firms).builds.values() for column in columns}
    mine = owners[owners["column"].isin(lays)]
    built = mine.loc[values[mine["column"].to_numpy(np.int64)] > 0.5, "firm"].unique()
    made = np.zeros(len(firms.names))
    made[built] = firms.firms.least[built]
    return made


def _arcs(firms: FirmsPark, values: Floats) -> list[tuple[int, int]]:
    """Who could pay whom: both ways of every link that carries something and joins two who are not one firm."""
    used: set[int] = set()
    for draft in firms.made.drafts:
        ties = draft.books.ties.read()
        used |= set(ties["link"][values[ties["column"]] > 0].tolist())
    parties, of = firms.made.drafts[-1].parties, firms.firms.of
    node = np.where(of == NONE, len(firms.names) + np.arange(len(of)), of)
    found = set()
    for links, begins, ends in parties.ends.values():
        for link, begin, end in zip(links.tolist(), node[begins].tolist(), node[ends].tolist(), strict=True):
            if link in used and begin != end:
                found |= {(begin, end), (end, begin)}
    return sorted(found)
