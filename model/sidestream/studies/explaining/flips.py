"""Where the answer for a link changes while a lever is turned: the sheet Flips.

A flip is where the least cost with the link and without it are the same, each proven to the last. Builds that nothing joins with
the link are held meanwhile, alike on both sides: they are in both costs.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.matrices import hand_over
from sidestream.design.study_tables.explained import CARBON, NO_DESIGN, OPEN, PROVEN, SEEN
from sidestream.errors import InfeasibleError, InputError
from sidestream.formulation.plan import Plan, plan
from sidestream.park import Park
from sidestream.solver.components import split
from sidestream.solver.search import Orders
from sidestream.studies.explaining.best import Best, held_so, starts
from sidestream.studies.explaining.levers import Lever
from sidestream.studies.explaining.scanned import Both, grid, scanned
from sidestream.studies.explaining.straight import Goal, Straight, Stretch
from sidestream.studies.prepared import Prepared
from sidestream.studies.standing import Again, ask, builds_by_link
from sidestream.studies.warm import carried_over

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
EACH = 60.0
"""Seconds that one question may take where no time limit is given."""


class Turning:
    """A lever that is turned for a link."""

    def __init__(self, best: Best, link: str, lever: Lever, until: float):
        self.best, self.link, self.lever, self.until = best, link, lever, until
        self.park = best.ready.park

    def stretches(self) -> tuple[list[Stretch], str]:
        """The answers along the lever, in order, and how they were found."""
        lever = self.lever
        if self._over():
            return [Stretch(lever.first, lever.last, OPEN)], OPEN
        middle = lever.now if lever.first < lever.now < lever.last else (lever.first + lever.last) / 2
        values = (lever.first, middle, lever.last)
        models = [self.model(value) for value in values]
        problems = [model[1] for model in models if model is not None]
        goal = Goal.of(problems[0], problems[1], problems[2], values) if len(problems) == 3 else None
        if goal is not None:
            made, known, builds = self.best.ready.made, self.best.values, self.best.links[self.link]
            goal = replace(goal, problem=self._held(made, goal.problem, builds, known))

            def asked(problem: Matrices, start: Floats | None) -> Again:
                return self._ask(made, problem, known if start is None else start, builds)

            return Straight(goal, builds, asked, self._over).stretches(lever.first, lever.last), PROVEN
        points = grid(lever.first, lever.last, lever.now)
        return scanned(points, self._both, self._over), f"{SEEN}: {len(points)}"

    def model(self, value: float) -> tuple[Plan, Matrices] | None:
        """The model with the lever at a value; None where today's park does not even work then, and firms cannot be asked.

        Those of the carbon price are the same for every link; that of today is there already.
        """
        if value == self.lever.now:
            return self.best.ready.made, self.best.ready.problem
        if self.lever.of != CARBON:
            return self._written(value)
        kept = self.best.carbon
        if value not in kept:
            kept[value] = self._written(value)
        return kept[value]

    def _written(self, value: float) -> tuple[Plan, Matrices] | None:
        park: Park = self.lever.turned(self.park, value)
        if not park.settings.payments:
            made = plan(park, tight=self.best.ready.options.tight)
            return made, hand_over(made.model)
        left = max(min(self.until - time.monotonic(), EACH), 1.0)
        quiet = replace(self.best.ready.options, time_limit=left, news=lambda *_: None)
        try:
            ready = Prepared.of(park, quiet)
        except (InputError, InfeasibleError):
            return None
        return ready.made, ready.problem

    def _both(self, value: float) -> Both | None:
        """The least cost with the link and without it at a value."""
        model = self.model(value)
        if model is None:
            none = Again("infeasible", math.inf, math.inf, None)
            return none, none
        made, problem = model
        builds = builds_by_link(made).get(self.link)
        if builds is None:
            return None
        known = carried_over(self.best.values, self.best.ready.made.model, made.model)
        for one in (self._held(made, problem, builds, known), problem):
            found = [self._ask(made, held_so(one, builds, built=built), known, builds) for built in (True, False)]
            if all(again.status != "infeasible" for again in found):
                break
        return found[0], found[1]

    def _ask(self, made: Plan, problem: Matrices, known: Floats, builds: Ints) -> Again:
        options = self.best.ready.options
        built = bool(problem.upper[builds].any())
        until = min(self.until, time.monotonic() + EACH)
        start = starts(problem, builds, known, built=built)
        orders = Orders(0.0, until, options.jobs, wish=options.wish, start=start, without=options.without)
        return ask(made, problem, orders)

    def _held(self, made: Plan, problem: Matrices, builds: Ints, known: Floats) -> Matrices:
        """The problem with the builds held that nothing joins with the link."""
        if made.mixing:
            return problem
        mine = [part.columns for part in split(problem) if np.isin(builds, part.columns).any()]
        elsewhere = problem.integer.copy()
        elsewhere[np.concatenate([builds, *mine])] = False
        columns = np.flatnonzero(elsewhere)
        return problem.with_fixed(
            columns, np.clip(np.round(known[columns]), problem.lower[columns], problem.upper[columns])
        )

    def _over(self) -> bool:
        return self.best.ready.options.wish() or time.monotonic() >= self.until


def rows(
    link: str, lever: Lever, stretches: Sequence[Stretch], how: str, words: Callable[..., str]
) -> list[dict[str, Any]]:
    """Rows of the sheet Flips: each flip, each stretch that is not decided, or that there is none."""
    joined = _joined(stretches)
    common = {
        "link": link,
        "of": lever.of,
        "what": lever.what,
        "today": lever.now,
        "unit": lever.unit,
        "first": lever.first,
        "last": lever.last,
        "how": how,
    }
    found: list[dict[str, Any]] = []
    for one, after in pairwise(joined):
        if OPEN in (one.answer, after.answer):
            continue
        flip = (one.last + after.first) / 2
        found.append(
            common
            | {
                "flip": flip,
                "times": flip / lever.now if lever.now else math.nan,
                "low": one.last,
                "high": after.first,
                "below": one.answer,
                "above": after.answer,
            }
        )
    for one in joined:
        if one.answer == OPEN:
            found.append(common | {"low": one.first, "high": one.last, "below": OPEN, "above": OPEN, "how": OPEN})
    if not found:
        answer = joined[0].answer if joined else NO_DESIGN
        found.append(common | {"below": answer, "above": answer})
    known = [float(row["flip"]) for row in found if "flip" in row]
    return [row | {"sentence": words(row, known)} for row in found]


def _joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Stretches with an answer; neighbours with the same are one."""
    made: list[Stretch] = []
    for one in stretches:
        if not one.answer:
            continue
        if made and made[-1].answer == one.answer:
            made[-1] = Stretch(made[-1].first, one.last, one.answer)
        else:
            made.append(one)
    return made
