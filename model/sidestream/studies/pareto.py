"""Cost against an impact: designs of which none is both cheaper and has less of it.

    ends        the cheapest design, and of all as cheap the one with least of the impact; and the other way round
    between     min cost + tiny * impact   subject to   impact <= limit,   for limits evenly spaced between the ends

The tiny weight sees to it that of two designs as cheap the one with less is found: G. Mavrotas, Effective implementation of the
epsilon-constraint method in multi-objective mathematical programming problems, Applied Mathematics and Computation 213 (2009).
Where a design keeps more limits than it was asked for, those are passed over (G. Mavrotas and K. Florios, An improved version
of the augmented epsilon-constraint method, the same journal 219, 2013). Each point is a design like any other: audited, with
its own proven bound, which is one of all designs with as little of the impact.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.design.design import Design
from sidestream.design.study_tables.front import RESULTS, Front, FrontBuilds
from sidestream.design.tables import CO2
from sidestream.errors import AuditError, Fault, Interrupted, NoDesignInTime, UsageError
from sidestream.park import Park
from sidestream.park.sites import COST
from sidestream.solver.search import Orders
from sidestream.solver.ties import no_more
from sidestream.studies.built import Built, builds_of, in_words
from sidestream.studies.finding import find
from sidestream.studies.least import held_to_least
from sidestream.studies.options import Options
from sidestream.studies.prepared import Clock, Prepared, turn
from sidestream.studies.reading_back import read_back
from sidestream.studies.run_sheet import asked_of, study_run
from sidestream.studies.warm import dispatched

Floats = NDArray[np.float64]
POINTS = 8
"""Points that are looked for, unless said otherwise."""
TINY = 1e-4
"""Weight of the impact beside the cost, as a share of the slope between the ends."""
SAME = 1e-6
"""Share of the way between the ends, and of what they are themselves, by which two points are one."""


@dataclass(frozen=True)
class Point:
    """A design along the front: what it costs, what is proven, and what it causes."""

    design: Design
    builds: list[Built]
    values: Floats
    cost: float
    bound: float
    impact: float


def front(park: Park, options: Options, impact: str = CO2, points: int = POINTS) -> Design:
    """Return the front of a park: sheets Front, Built along the front, and Run.

    Raises UsageError where there is no such impact or the park has another objective, and what `design_network` raises.
    """
    if impact not in park.impacts:
        known = ", ".join(park.impacts)
        raise UsageError(f"there is no impact '{impact}' in {park.name}: --impact takes one of {known}")
    if (goal := park.settings.objective) != COST:
        raise UsageError(
            f"{park.name} makes '{goal}' small, whatever it costs; a front needs the cost to hold it against: ask with "
            f'--set "Settings: objective = {COST}"'
        )
    ready = Prepared.of(park, options)
    search = _Search(ready, impact, points)
    found: list[Point] = []
    try:
        for point in search.points():
            found.append(point)
            if options.wish():
                break
        else:
            search.complete = True
    except (Interrupted, NoDesignInTime):
        if not found:
            raise
    return _told(ready, impact, _undominated(found), search)


class _Search:
    """The solves of a front, one after another; each has an equal share of the time that is left."""

    def __init__(self, ready: Prepared, impact: str, points: int):
        self.ready, self.impact, self.count = ready, impact, max(points, 2)
        self.weights, self.constant = ready.made.impact(impact)
        self.left = self.count + 2
        self.least_proven, self.asked, self.complete = -math.inf, 0, False

    def points(self) -> Iterator[Point]:
        """The ends, and what is between them."""
        problem = self.ready.problem
        free = self._point(problem, None)
        yield free
        share = self._until()
        options = self.ready.options
        orders = Orders(options.gap, share, options.jobs, wish=options.wish, start=free.values)
        least, held, exact = held_to_least(self.ready.made, problem, orders, self.impact)
        self.least_proven = least.bound
        greenest = self._point(held, least.values, exact=exact)
        yield greenest
        reach = free.impact - greenest.impact
        if reach <= SAME * max(abs(free.impact), abs(greenest.impact)):
            return
        tiny = TINY * max(greenest.cost - free.cost, SAME * abs(free.cost)) / reach
        leaning = replace(problem, cost=problem.cost + tiny * self.weights)
        cheapest = self._point(leaning, free.values, tiny)
        if cheapest.cost > free.cost + SAME * abs(free.cost):
            cheapest = free
        yield replace(cheapest, bound=max(cheapest.bound, free.bound))
        known = [cheapest]
        at, step = cheapest.impact, (cheapest.impact - greenest.impact) / (self.count - 1)
        for place in range(self.count - 2, 0, -1):
            limit = greenest.impact + step * place
            self.left = place + 1
            if at > limit + SAME * reach:  # or the design before keeps this limit too
                within = no_more(leaning, self.weights, limit - self.constant)
                point = self._point(within, self._start(within, [greenest, *known]), tiny)
                at = point.impact
                known.append(point)
                yield point

    def _start(self, problem: Matrices, points: Sequence[Point]) -> Floats | None:
        """The cheapest dispatch of what points build that the problem allows, or the first point itself."""
        whole = np.flatnonzero(problem.integer)
        answers = [dispatched(problem, whole, point.values) for point in points]
        some = [answer for answer in answers if answer is not None]
        return min(some, key=problem.costs) if some else points[0].values

    def _until(self) -> float:
        """When the next solve is to end."""
        share = turn(self.ready.deadline, self.left)
        self.left -= 1
        return share

    def _point(
        self, problem: Matrices, start: Floats | None, tiny: float = 0.0, exact: Matrices | None = None
    ) -> Point:
        """The design of a problem, whose goal has the impact with a `tiny` weight. What that is at the design found is taken off
        the bound: a design with no more of the impact costs as much as what is left, or more.
        """
        self.asked += 1
        phase = f"design {self.asked} of {self.count + 1}"
        news = self.ready.options.news

        def of_this(part: str, incumbent: float, bound: float, baseline: float) -> None:
            if part == "design":
                news(phase, incumbent, bound, baseline)

        options = replace(self.ready.options, news=of_this)
        ready = replace(
            self.ready, problem=problem, start=start, options=options, exact=exact, clock=Clock(self._until())
        )
        found, values = find(ready)
        caused = float(self.weights @ values) + self.constant
        found.bound -= tiny * (caused - self.constant)
        design = read_back(replace(ready, problem=self.ready.problem), found, values, looking_on=False)
        _must_be_caused(design, self.impact, caused)
        facts = design.facts
        return Point(design, builds_of(design), values, facts["cost"], facts["bound"], caused)


def _must_be_caused(design: Design, impact: str, caused: float) -> None:
    """Raise AuditError where the tables of a design, which were computed again, have another amount of the impact."""
    figures = design["Summary"].set_index("figure")["design"]
    told = float(figures.get("CO2" if impact == CO2 else impact, 0.0))
    if not math.isclose(told, caused, rel_tol=1e-6, abs_tol=1e-6):
        raise AuditError(
            "the front",
            [Fault("Summary", "", impact, f"{caused:,.10g} in the model, {told:,.10g} in the tables of a design")],
        )


def _undominated(points: Sequence[Point]) -> list[Point]:
    """The points of which none has another beside it that is as cheap and has no more of the impact; the cheapest first."""
    kept: list[Point] = []
    size = max(abs(point.impact) for point in points)
    for point in sorted(points, key=lambda one: (one.cost, one.impact)):
        if not kept or point.impact < kept[-1].impact - SAME * size:
            kept.append(point)
    return kept


def _told(ready: Prepared, impact: str, points: Sequence[Point], search: _Search) -> Design:
    """The sheets of a front."""
    today = ready.today.cost if not ready.today.short else math.nan
    figures = points[0].design["Summary"].set_index("figure")["today"]
    caused_today = float(figures.get("CO2" if impact == CO2 else impact, 0.0)) if not ready.today.short else math.nan
    rows, before = list[dict[str, object]](), None
    for place, point in enumerate(points, start=1):
        row = {
            "point": float(place),
            "cost": point.cost,
            "proven_cost": point.bound,
            "gap": max(point.cost - point.bound, 0.0),
            "saving": today - point.cost,
            "impact": point.impact,
            "unit": f"{ready.park.impacts[impact]}/a",
            "less": caused_today - point.impact,
            "investment": float(point.design["Summary"].set_index("figure")["design"]["investment"]),
            "builds": float(len(point.builds)),
            "note": "",
        }
        if before is not None:
            row |= {
                "step_cost": point.cost - before.cost,
                "price": (point.cost - before.cost) / (before.impact - point.impact),
                "enters": in_words(one for one in point.builds if one not in before.builds),
                "leaves": in_words(one for one in before.builds if one not in point.builds),
            }
        rows.append(row)
        before = point
    rows[0]["note"] = "the cheapest design, and of those the one with least of the impact"
    if math.isfinite(search.least_proven):
        least = f"no design has less than {search.least_proven:,.6g}"
        last = f"the least of the impact, and of those the cheapest design; {least}"
        rows[-1]["note"] = last if len(rows) > 1 else f"cheapest and least at once; {least}"
    frame = pd.DataFrame(rows, columns=list(Front.columns))
    facts = {
        "impact": impact,
        "points": len(points),
        "complete": search.complete,
        "enough": search.complete and all(point.design.facts["enough"] for point in points),
        "currency": ready.park.settings.currency,
        "seconds": time.monotonic() - ready.clock.began,
    }
    tables = {"Front": frame, "Built along the front": _built(points)}
    made = Design.of(tables, facts, RESULTS, kind="front")
    made.tables["Run"] = study_run(ready.park, facts, asked_of(ready.options))
    return made


def _built(points: Sequence[Point]) -> pd.DataFrame:
    """What is built at some point, in how many."""
    at: dict[Built, list[int]] = {}
    for place, point in enumerate(points, start=1):
        for one in point.builds:
            at.setdefault(one, []).append(place)
    rows = [(*one, _in_runs(places), len(places) / len(points)) for one, places in at.items()]
    frame = pd.DataFrame(rows, columns=list(FrontBuilds.columns))
    return frame.sort_values(["share", "kind", "name", "size"], ascending=[False, True, True, True], ignore_index=True)


def _in_runs(places: Sequence[int]) -> str:
    """1, 2, 3, 5 -> '1-3, 5'."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
