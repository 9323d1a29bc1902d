"""How to share a gain: rules of cooperative games, on the values of all coalitions.

A coalition is a number whose bits are its players; v[S] is what S gains by itself, v[N] what all gain; x[i] is the share of i,
and x(S) the sum over S. The excess of S is v(S) - x(S): what S would gain by leaving.

    shapley       x[i] = sum over S without i of |S|! (n-|S|-1)! / n! * (v(S+i) - v(S))
    least core    min e  subject to  v(S) - x(S) <= e for every S but none and all,  x(N) = v(N);  e <= 0: there is a core
    nucleolus     the least core, then the second largest excess as small as can be, and so on; x[i] >= v(i) where that can be
    equal         v(N) / n
    proportional  v(N) * weight[i] / sum of weights

L. S. Shapley, A value for n-person games (1953); D. Schmeidler, The nucleolus of a characteristic function game, SIAM Journal on
Applied Mathematics 17 (1969); M. Maschler, B. Peleg and L. S. Shapley, Geometric properties of the kernel, nucleolus, and related
solution concepts, Mathematics of Operations Research 4 (1979). In each linear programme of the nucleolus a coalition is settled
where its dual value is not 0: then it is tight in every optimum.
"""

from __future__ import annotations

from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SHARP = 1e-9
"""Dual value, of games whose largest value is 1, from which on a coalition is settled."""


def players_of(v: Floats) -> int:
    """Number of players of a game. Raises ValueError where the number of coalitions is no power of two."""
    count = len(v).bit_length() - 1
    if len(v) != 1 << count or count < 1:
        raise ValueError(f"{len(v)} is no number of coalitions")
    return count


def members(count: int) -> NDArray[np.bool_]:
    """Who belongs to which coalition. Shape (coalitions, players)."""
    return np.asarray((np.arange(1 << count)[:, None] >> np.arange(count)) & 1, bool)


def shares_of_all(v: Floats, x: Floats) -> Floats:
    """x(S) of every coalition."""
    return members(len(x)) @ x


def equal(v: Floats) -> Floats:
    """Return the same for everybody."""
    count = players_of(v)
    return np.full(count, v[-1] / count)


def proportional(total: float, weights: Floats) -> Floats:
    """Return shares by weight; equal ones where no weight is above 0."""
    size = np.maximum(weights, 0.0)
    return total * (size / size.sum() if size.sum() > 0 else np.full(len(size), 1 / len(size)))


def shapley(v: Floats) -> Floats:
    """Return what each player adds, on average over all orders in which players can come."""
    count = players_of(v)
    every = np.arange(len(v))
    size = members(count).sum(axis=1)
    weight = np.array([factorial(k) * factorial(count - k - 1) / factorial(count) for k in range(count)])
    found = np.empty(count)
    for player in range(count):
        without = every[(every >> player) & 1 == 0]
        found[player] = weight[size[without]] @ (v[without | (1 << player)] - v[without])
    return found


def least_core(v: Floats) -> tuple[Floats, float]:
    """Return shares in the least core, and its e: the largest excess there has to be."""
    scale = _size(v)
    x, excess, _ = _least_excess(v / scale, np.arange(1, len(v) - 1), np.zeros((0, players_of(v))), np.zeros(0))
    return x * scale, excess * scale


def nucleolus(v: Floats) -> Floats:
    """Return the one division whose excesses, sorted from the largest on, are least."""
    count, scale = players_of(v), _size(v)
    if count == 1:
        return v[-1:].copy()
    game, who = v / scale, members(count).astype(float)
    left = np.arange(1, len(v) - 1)
    settled, sides = np.zeros((0, count)), np.zeros(0)
    while True:
        x, excess, duals = _least_excess(game, left, settled, sides)
        tight = left[duals > SHARP]
        for one in tight.tolist():
            if not _spans(settled, who[one]):
                settled = np.vstack([settled, who[one]])
                sides = np.append(sides, game[one] - excess)
        left = left[~_spanned(settled, who[left])]
        if not len(left) or len(settled) >= count - 1 or not len(tight):
            # all that is left follows from what is settled
            x, _, _ = (
                _least_excess(game, left, settled, sides) if len(left) else (_solved(game, settled, sides), 0.0, 0)
            )
            return np.where(np.abs(x) < SHARP, 0.0, x) * scale


def _size(v: Floats) -> float:
    return float(np.abs(v).max(initial=0.0)) or 1.0


def _least_excess(v: Floats, left: Ints, settled: Floats, sides: Floats) -> tuple[Floats, float, Floats]:
    """The least e with v(S) - x(S) <= e for the coalitions that are left, those settled held; their dual values."""
    from scipy.optimize import linprog

    count = players_of(v)
    who = members(count).astype(float)
    alone = v[1 << np.arange(count)]
    lower = alone if alone.sum() <= v[-1] + SHARP else np.full(count, -np.inf)
    answer = linprog(
        np.append(np.zeros(count), 1.0),
        A_ub=np.column_stack([-who[left], -np.ones(len(left))]) if len(left) else None,
        b_ub=-v[left] if len(left) else None,
        A_eq=np.column_stack([np.vstack([who[-1], settled]), np.zeros(1 + len(settled))]),
        b_eq=np.append(v[-1], sides),
        bounds=[*((low, None) for low in lower), (None, None)],
        method="highs",
    )
    if answer.status != 0:
        raise ArithmeticError(f"the shares could not be worked out: {answer.message}")
    duals = -answer.ineqlin.marginals if len(left) else np.zeros(0)
    return answer.x[:count], float(answer.x[-1]), np.asarray(duals, float)


def _solved(v: Floats, settled: Floats, sides: Floats) -> Floats:
    """The shares that follow from what is settled."""
    rows = np.vstack([np.ones(players_of(v)), settled])
    return np.asarray(np.linalg.lstsq(rows, np.append(v[-1], sides), rcond=None)[0], float)


def _spans(settled: Floats, one: Floats) -> bool:
    """Whether the share of a coalition follows from those settled and from that of all."""
    return bool(_spanned(settled, one[None, :])[0])


def _spanned(settled: Floats, some: Floats) -> NDArray[np.bool_]:
    """Which coalitions' shares follow from those settled and from that of all."""
    rows = np.vstack([np.ones(some.shape[1]), settled])
    base = np.linalg.svd(rows)[2][: np.linalg.matrix_rank(rows)]
    return np.asarray(np.abs(some - some @ base.T @ base).max(axis=1, initial=0.0) < 1e-9, bool)
