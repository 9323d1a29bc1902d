"""Flips where only costs change, and in proportion: all of them, proven.

    F(p), N(p)   least cost with the link and without it, where a lever is at p: each is the least of straight lines, one for every
                 design, and so concave
    between      two values at which both are proven, F lies above its chord, and below every line that is known; N likewise.
                 Where what these leave open has one sign all along, there is no flip; else it is asked where the lines cross,
                 or in the middle, until nothing wider than 0.1 % is left

A. M. Geoffrion and R. Nauss, Parametric and postoptimality analysis in integer linear programming, Management Science 23 (1977).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.design.study_tables.explained import BUILT, NO_DESIGN, NOT_BUILT, OPEN, SAME
from sidestream.studies.explaining.best import held_so, nothing
from sidestream.studies.standing import Again

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FINE = 1e-3
"""Share of a value within which a flip is told."""
MOST, GIVEN_UP = 400, 3
"""Questions that are asked at most, and after how many that were not proven in their time no more are asked."""
Line = tuple[float, float]
Ask = Callable[[Matrices, Floats | None], Again]


@dataclass(frozen=True)
class Stretch:
    """From one value to another the answer is this."""

    first: float
    last: float
    answer: str


@dataclass(frozen=True)
class Goal:
    """A problem whose costs are `cost + p * slope`, with a constant likewise."""

    problem: Matrices
    cost: Floats
    slope: Floats
    constant: float
    rise: float

    @classmethod
    def of(cls, low: Matrices, middle: Matrices, high: Matrices, values: tuple[float, float, float]) -> Goal | None:
        """The goal of three problems that differ in nothing but their costs, in proportion; None where they do not."""
        a, b, c = values
        if not (_same(low, middle) and _same(low, high)):
            return None
        slope, rise = (high.cost - low.cost) / (c - a), (high.constant - low.constant) / (c - a)
        between = low.cost + (b - a) * slope
        fixed = low.constant + (b - a) * rise
        if not np.allclose(between, middle.cost, 1e-9, 1e-9) or not np.isclose(fixed, middle.constant, 1e-9, 1e-6):
            return None
        return cls(low, low.cost - a * slope, slope, low.constant - a * rise, rise)

    def at(self, value: float) -> Matrices:
        return replace(self.problem, cost=self.cost + value * self.slope, constant=self.constant + value * self.rise)

    def line(self, values: Floats) -> Line:
        """Cost of an answer where the lever is at 0, and what it rises by."""
        return float(self.cost @ values) + self.constant, float(self.slope @ values) + self.rise


def _same(one: Matrices, other: Matrices) -> bool:
    names = ("lower", "upper", "integer", "starts", "columns", "values", "row_lower", "row_upper")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


@dataclass
class _Side:
    """What is known of the least cost with the link, or without: lines of designs, and what is proven at some values."""

    built: bool
    lines: list[Line] = field(default_factory=list)
    answers: list[Floats] = field(default_factory=list)
    proven: dict[float, float] = field(default_factory=dict)
    none: bool = False

    def above(self, value: float) -> float:
        """It costs no more than this."""
        return min((base + value * rise for base, rise in self.lines), default=math.inf)

    def nearest(self, value: float) -> Floats | None:
        """The answer that is known to be cheapest there."""
        costs = [base + value * rise for base, rise in self.lines]
        return self.answers[int(np.argmin(costs))] if costs else None


class Straight:
    """The flips of a link while a lever goes from one value to another."""

    def __init__(self, goal: Goal, builds: Ints, ask: Ask, over: Callable[[], bool]):
        self.goal, self.builds, self.ask, self.over = goal, builds, ask, over
        self.sides = (_Side(True), _Side(False))
        self.asked = self.unproven = 0

    def stretches(self, first: float, last: float) -> list[Stretch]:
        """The answers from the first value to the last."""
        for value in (first, last):
            self._know(value)
        if all(side.none for side in self.sides):
            return [Stretch(first, last, NO_DESIGN)]
        for side, answer in zip(self.sides, (NOT_BUILT, BUILT), strict=True):
            if side.none:
                return [Stretch(first, last, answer)]
        found: list[Stretch] = []
        waiting = [(first, last)]
        while waiting:
            low, high = waiting.pop()
            answer = self._all_along(low, high)
            narrow = high - low <= FINE * max(abs(low), abs(high)) or high - low <= 1e-9 * (last - first)
            if answer or narrow or self._enough():
                found.append(Stretch(low, high, answer or ("" if narrow else OPEN)))
                continue
            marks = [low, *self._where(low, high), high]
            for value in marks[1:-1]:
                self._know(value)
            waiting += list(pairwise(marks))[::-1]
        return found

    def _enough(self) -> bool:
        return self.over() or self.asked >= MOST or self.unproven >= GIVEN_UP

    def _know(self, value: float) -> None:
        """Find out what both sides cost at a value, unless that is known."""
        for side in self.sides:
            if side.none or value in side.proven:
                continue
            below = self._below(side, value, value)
            if side.above(value) - below[0] <= nothing(below[0]):
                side.proven[value] = below[0]
                continue
            self.asked += 1
            problem = held_so(self.goal.at(value), self.builds, built=side.built)
            again = self.ask(problem, side.nearest(value))
            if again.status == "infeasible":
                side.none = True
            if again.values is not None:
                side.lines.append(self.goal.line(again.values))
                side.answers.append(again.values)
            side.proven[value] = min(again.bound, side.above(value))
            self.unproven += side.above(value) - side.proven[value] > nothing(side.proven[value]) and not side.none

    def _below(self, side: _Side, low: float, high: float) -> tuple[float, float]:
        """It costs no less than the line between these two, from one value to another."""
        return self._chord(side, low), self._chord(side, high)

    def _chord(self, side: _Side, value: float) -> float:
        if value in side.proven:
            return side.proven[value]
        left = max((one for one in side.proven if one < value), default=None)
        right = min((one for one in side.proven if one > value), default=None)
        if left is None or right is None:
            return -math.inf
        share = (value - left) / (right - left)
        return (1 - share) * side.proven[left] + share * side.proven[right]

    def _all_along(self, low: float, high: float) -> str:
        """The answer that holds from one value to another; empty where what is known does not tell."""
        built, without = self.sides
        small = nothing(self._chord(without, low))
        most = [self._most(one, other, low, high) for one, other in ((built, without), (without, built))]
        if max(most) <= small:
            return SAME
        return BUILT if most[0] < -small else NOT_BUILT if most[1] < -small else ""

    def _most(self, side: _Side, other: _Side, low: float, high: float) -> float:
        """The most by which one side can cost more than the other between two values."""
        ends = self._below(other, low, high)
        if not all(map(math.isfinite, ends)):
            return math.inf
        values = [low, high, *self._crossings(side.lines, low, high)]
        width = high - low

        def chord(value: float) -> float:
            return ends[0] + (ends[1] - ends[0]) * ((value - low) / width if width > 0 else 0.0)

        return max(side.above(value) - chord(value) for value in values)

    def _crossings(self, lines: list[Line], low: float, high: float) -> list[float]:
        different = list(dict.fromkeys((round(base, 9), round(rise, 12)) for base, rise in lines))
        meet = [(a[0] - b[0]) / (b[1] - a[1]) for a, b in combinations(different, 2) if a[1] != b[1]]
        return [value for value in meet if low < value < high]

    def _where(self, low: float, high: float) -> list[float]:
        """Where to ask next: on both sides of where the two are as cheap by what is known, else in the middle."""
        near, wide = FINE / 2.5, high - low
        built, without = self.sides
        for value in sorted(
            self._crossings([*built.lines, *without.lines], low, high), key=lambda one: abs(one - (low + high) / 2)
        ):
            if abs(built.above(value) - without.above(value)) > nothing(without.above(value)):
                continue
            step = near * max(abs(value), 1e-9)
            marks = [mark for mark in (value - step, value + step) if low + 1e-3 * step < mark < high - 1e-3 * step]
            if marks and not all(mark in built.proven and mark in without.proven for mark in marks):
                return marks
        return [low + wide / 2]
