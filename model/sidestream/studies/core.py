"""The least core of a game with many players: coalitions that object are found by a search, not counted out.

    master       min e  subject to  x(S) + e >= v(S) for the coalitions known,  x(N) = v(N)
    objection    the coalition with the largest v(S) - x(S): the design of the park with a column more for each player,
                 joins[i] in {0,1}, which costs x[i]; a build takes all its owners to have joined, and an existing link
                 carries something else than today only where both its ends have

The two are asked in turn until no coalition objects by more than e. Method: row generation, as for the nucleolus in J. Drechsel and
A. Kimms, Computing core allocations in cooperative games with an application to cooperative procurement, International Journal
of Production Economics 128 (2010). What is proven of the least e is that of the master; what is reached is the largest objection
there can be, by the bound of the search.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.solver.highs import Watch, solve
from sidestream.studies.game import Game

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ROUNDS = 200
"""Objections that are looked for at the most."""
AGREED = 1e-6
"""Share of what all gain by which an objection may exceed e."""


@dataclass(frozen=True)
class LeastCore:
    """Shares, and the range in which the largest objection to them lies; `proven`: no shares have a smaller one than this."""

    x: Floats
    objection: tuple[float, float]
    proven: float
    coalition: frozenset[int] = frozenset()


@dataclass
class Objections:
    """The search for the coalition that objects most: the parts of a game as one problem, with a column for each player."""

    game: Game
    problem: Matrices = field(init=False)
    joins: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.problem, self.joins = _with_players(self.game)

    def most(self, x: Floats, deadline: float) -> tuple[frozenset[int], float, float]:
        """The coalition found that objects most to some shares; its objection, and the most that any can be."""
        cost = self.problem.cost.copy()
        cost[self.joins] = x
        answer = solve(replace(self.problem, cost=cost), Watch(deadline, self.game.options.wish))
        if answer.values is None:
            return frozenset(), -np.inf, -answer.bound
        chosen = answer.values[self.joins] > 0.5
        coalition = frozenset(player for player, joins in zip(self.game.players, chosen, strict=True) if joins)
        return coalition, -answer.objective, -answer.bound


def least_core_of(game: Game, total: float, deadline: float, near: Floats) -> LeastCore:
    """Return shares of `total` whose largest objection is as small as can be, as far as the time allows; of such shares some that
    are near to others. Coalitions that were asked for before object from the beginning.
    """
    count = len(game.players)
    for player in game.players:
        game.value([player])
    some = {who: low for who, (low, _) in game.asked.items() if 0 < len(who) < count}
    known = [(np.array([one in who for one in game.players]), low) for who, low in some.items()]
    objections = Objections(game)
    best = LeastCore(near, (-np.inf, np.inf), -np.inf)
    for _ in range(ROUNDS):
        x, least = _master(known, total, near)
        coalition, found, most = objections.most(x, deadline)
        if most < best.objection[1]:
            best = LeastCore(x, (max(found, least), most), least, coalition)
        best = replace(best, proven=max(best.proven, least))
        done = most <= least + AGREED * max(abs(total), 1.0)
        if done or not coalition or time.monotonic() >= deadline or game.options.wish():
            return best
        who = np.array([player in coalition for player in game.players], bool)
        known.append((who, found + float(x[who].sum())))
    return best


def _master(known: list[tuple[NDArray[np.bool_], float]], total: float, near: Floats) -> tuple[Floats, float]:
    """The shares that the coalitions known object to least, and by how much the most that does."""
    from scipy.optimize import linprog

    rows = np.array([who for who, _ in known], float)
    values = np.array([value for _, value in known])
    size = max(abs(total), 1.0)
    # of shares that are objected to alike, those nearest to the others: a share less than that costs a little
    count = len(near)
    shape = (len(known), count)
    answer = linprog(
        np.concatenate([np.zeros(count), [1.0], np.full(count, 1e-6 / count)]),
        A_ub=np.block(
            [[-rows, -np.ones((shape[0], 1)), np.zeros(shape)], [-np.eye(count), np.zeros((count, 1)), -np.eye(count)]]
        ),
        b_ub=np.concatenate([-values / size, -near / size]),
        A_eq=np.concatenate([np.ones(count), np.zeros(count + 1)])[None, :],
        b_eq=[total / size],
        bounds=[*([(None, None)] * (count + 1)), *([(0, None)] * count)],
        method="highs",
    )
    if answer.status != 0:
        raise ArithmeticError(f"the shares could not be worked out: {answer.message}")
    return answer.x[:count] * size, float(answer.x[count]) * size


def _with_players(game: Game) -> tuple[Matrices, Ints]:
    """The parts of a game as one problem, measured from today, with columns for the players; and where these are."""
    parts, width = game.parts, sum(len(part.today) for part in game.parts)
    count = len(game.players)
    place = {player: width + number for number, player in enumerate(game.players)}
    gates: list[tuple[list[int], list[float], float]] = [
        (list(place.values()), [1.0] * count, count - 1.0),
        (list(place.values()), [-1.0] * count, -1.0),
    ]
    lower, upper, first = [], [], 0
    for part in parts:
        low, high = part.problem.lower.copy(), part.problem.upper.copy()
        for column, firm in zip(part.builds.tolist(), part.build_firm.tolist(), strict=True):
            most = part.problem.upper[column]
            gates.append(([first + column, place[firm]], [1.0, -float(most)], 0.0))
        for column, firm in zip(part.flows.tolist(), part.flow_firm.tolist(), strict=True):
            now, most = float(part.today[column]), float(part.problem.upper[column])
            if firm not in place or not np.isfinite(most):
                low[column] = high[column] = now
                continue
            gates.append(([first + column, place[firm]], [1.0, now - most], now))
            gates.append(([first + column, place[firm]], [-1.0, -now], -now))
        lower.append(low)
        upper.append(high)
        first += len(part.today)
    terms = [len(part.problem.values) for part in parts]
    starts = [part.problem.starts[:-1] + sum(terms[:number]) for number, part in enumerate(parts)]
    ends = np.cumsum([sum(terms), *(len(columns) for columns, _, _ in gates)])
    rows = [part.problem for part in parts]
    shift = np.cumsum([0, *(len(part.today) for part in parts)])
    return (
        Matrices(
            np.concatenate([*(one.cost for one in rows), np.zeros(count)]),
            -sum(part.cost for part in parts),
            np.concatenate([*lower, np.zeros(count)]),
            np.concatenate([*upper, np.ones(count)]),
            np.concatenate([*(one.integer for one in rows), np.ones(count, bool)]),
            np.concatenate([*starts, ends]).astype(np.int64),
            np.concatenate(
                [
                    *(one.columns + shift[number] for number, one in enumerate(rows)),
                    *(np.array(columns) for columns, _, _ in gates),
                ]
            ).astype(np.int64),
            np.concatenate([*(one.values for one in rows), *(np.array(values) for _, values, _ in gates)]),
            np.concatenate([*(one.row_lower for one in rows), np.full(len(gates), -np.inf)]),
            np.concatenate([*(one.row_upper for one in rows), np.array([side for _, _, side in gates])]),
        ),
        np.array(list(place.values()), np.int64),
    )
