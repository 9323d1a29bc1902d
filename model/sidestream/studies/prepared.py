"""What there is before a design is searched for: the model of the park, and today's park to hold a design against.

today       existing links only, no Limits, cheapest dispatch; short where it must be; each world by itself
consent     where firms are asked: what each pays today, at the least cash, over all worlds
least       where an impact is the objective: the least there can be of it, and the model held to it
start       where firms pay each other along links: the best design without payments
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.matrices import hand_over
from sidestream.design.payments import ALONG
from sidestream.formulation.plan import Plan, plan
from sidestream.park import Park
from sidestream.park.sites import COST
from sidestream.park.worlds import several
from sidestream.solver.highs import INFINITY
from sidestream.solver.search import Orders
from sidestream.studies.impossible import impossible
from sidestream.studies.infeasible import infeasible
from sidestream.studies.least import Least, held_to_least
from sidestream.studies.options import Options
from sidestream.studies.participation import unpaid
from sidestream.studies.today import Today, baseline_of_firms, todays_park, todays_worlds

Floats = NDArray[np.float64]
log = logging.getLogger("sidestream")
LEAST_EXPLAINING = 5.0
"""Seconds in which it may be told why there is no design, whatever the time limit."""


class Clock:
    """Seconds of each phase; `until` says when the time is over, whatever the options allow."""

    def __init__(self, until: float | None = None) -> None:
        self.began = self._last = time.monotonic()
        self.until = until
        self.laps: dict[str, float] = {}

    def deadline(self, options: Options) -> float:
        """When the time that was allowed is over (time.monotonic)."""
        if self.until is not None:
            return self.until
        return INFINITY if options.time_limit is None else self.began + options.time_limit

    def lap(self, phase: str) -> None:
        now = time.monotonic()
        self.laps[phase] = now - self._last
        log.debug("%s: %.2f s", phase, now - self._last)
        self._last = now


@dataclass
class Prepared:
    """A park, how it is to be searched, its model as arrays, and today's park: of each world, and of all together."""

    park: Park
    options: Options
    made: Plan
    problem: Matrices
    todays: list[Today]
    today: Today
    least: Least | None = None
    exact: Matrices | None = None
    """The problem without the slack that a search needs beside the least of an impact; None where there is none."""
    start: Floats | None = None
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def of(cls, park: Park, options: Options) -> Prepared:
        """Write the model of a park that passed its checks, and work out today's.

        Raises InfeasibleError where no design can do what must be done, InputError where firms are asked and today's park does
        not work, Interrupted, NoDesignInTime, SolverError.
        """
        clock = Clock()
        deadline = clock.deadline(options)
        options.news("writing", INFINITY, -INFINITY, INFINITY)
        made = plan(park, tight=options.tight)
        many = several(park)
        plain = [] if many else impossible(park, made.drafts[0])
        if plain:
            raise infeasible(park, until(options), plain)
        problem = hand_over(made.model)
        clock.lap("building and hand-over")
        options.news("today", INFINITY, -INFINITY, INFINITY)
        goal = park.settings.objective
        todays = [todays_park(world.park, options, deadline, goal=goal) for world in made.worlds]
        today = todays_worlds(park, made.worlds, todays) if many else todays[0]
        clock.lap("today's park")
        if park.settings.payments:
            asked = baseline_of_firms(park, made.worlds, todays, options, deadline)
            made = plan(park, tight=options.tight, consent=asked)
            problem = hand_over(made.model)
            clock.lap("what firms compare with")
        ready = cls(park, options, made, problem, todays, today, clock=clock)
        if goal != COST:
            half = min(deadline, time.monotonic() + (deadline - time.monotonic()) / 2)
            ready.least, ready.problem, ready.exact = held_to_least(
                made, problem, Orders(options.gap, half, options.jobs, wish=options.wish), goal
            )
            ready.start = ready.least.values
            clock.lap(f"least {goal}")
        if park.settings.payments == ALONG:
            ready.start = unpaid(made, options, deadline, today.baseline)
        return ready

    @property
    def deadline(self) -> float:
        """When the time that was allowed is over (time.monotonic)."""
        return self.clock.deadline(self.options)


def turn(end: float, left: float) -> float:
    """Return when the first of so many is to end that share the time that is left, each as much; of 1 / 0.3, it has 0.3 of it."""
    now = time.monotonic()
    return end if end == INFINITY else now + max(end - now, 0.0) / max(left, 1.0)


def until(options: Options) -> Callable[[], bool]:
    """A wish to stop explaining, once that has taken as long as the search was given."""
    if options.time_limit is None:
        return options.wish
    end = time.monotonic() + max(options.time_limit, LEAST_EXPLAINING)
    return lambda: options.wish() or time.monotonic() > end
