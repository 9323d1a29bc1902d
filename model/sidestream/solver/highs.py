"""One problem, one HiGHS, one thread.

The solve runs in a thread of its own while this one watches: for the time limit (HiGHS may overrun its own in
presolve), for a wish to stop, and for news. Stopped early, the best found so far is returned with its proven bound.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import highspy
import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.errors import SolverError

Floats = NDArray[np.float64]
INFINITY = float("inf")


@dataclass
class Answer:
    """What came out. `status`: optimal, stopped, infeasible, unbounded, or an error in HiGHS's words."""

    status: str
    values: Floats | None = None
    objective: float = INFINITY
    bound: float = -INFINITY
    reduced_costs: Floats | None = None
    row_duals: Floats | None = None
    log: list[str] = field(default_factory=list)


FITS = 1e-5
"""Share of all that is added up by which what HiGHS says of a cost may be off."""
ALONE = 2.0
"""Seconds that HiGHS has for itself first."""


@dataclass
class Watch:
    """When to stop: at `deadline` (time.monotonic), when `wish` says so, or when `enough(incumbent, bound)` does.

    `news(incumbent, bound)` is told what is known whenever it changes. HiGHS has `alone` seconds before it is helped.
    """

    deadline: float = INFINITY
    wish: Callable[[], bool] = bool
    enough: Callable[[float, float], bool] = lambda _incumbent, _bound: False
    news: Callable[[float, float], None] = lambda _incumbent, _bound: None
    alone: float = ALONE

    def over(self) -> bool:
        """Whether it is time to stop, whatever was found."""
        return self.wish() or time.monotonic() >= self.deadline


class Helping(Protocol):
    """Who looks for designs while HiGHS waits (see helping.py)."""

    cost: float
    best: Floats
    wish: Callable[[], bool]

    def hear(self, values: Floats, cost: float) -> None: ...

    def work(self, until: float) -> bool: ...


HELP, HELP_SHARE = 1.0, 0.1
"""What help may cost in vain: so many seconds, and a share of the time so far. A slice that found a better design is not counted."""
FAR, FARTHER, FARTHEST = 0.05, 5.0, 3.0
"""Share of the cost from which on a gap is large; help may then cost so much more: HiGHS will not close it soon. And how much
more where it is larger still: as much as the gap is, in times of that share, up to this.
"""
WORTH = 0.03
"""Share of the gap that a slice has to close for it to count as none in vain."""
SLICE = 3.0
"""Seconds of a slice, at most."""


@dataclass
class Turns:
    """HiGHS and a helper take turns in one thread; what the helper finds is given to HiGHS, and the other way round."""

    helper: Helping
    deadline: float
    stop: Callable[[], bool]
    alone: float = ALONE
    now: Callable[[], float] = time.monotonic
    began: float = 0.0
    helped: float = 0.0
    vain: float = 0.0
    given: float = INFINITY

    def __post_init__(self) -> None:
        self.helper.wish = self.stop
        self.began = self.now()

    def take(self, incumbent: float, bound: float) -> None:
        """Let the helper work for a slice, if it is its turn."""
        now = self.now()
        spent = now - self.began - self.helped
        gap = (incumbent - bound) / max(abs(incumbent), 1e-12) if incumbent < INFINITY else 0.0
        far = 1.0 if gap <= FAR else FARTHER * min(gap / FAR, FARTHEST)
        room = far * (HELP + HELP_SHARE * spent) - self.vain
        if spent < self.alone or room < HELP / 2 or now >= self.deadline or self.stop():
            return
        known = min(incumbent, self.helper.cost)
        self.helper.work(min(now + min(SLICE, room + HELP), self.deadline))
        spent = self.now() - now
        self.helped += spent
        if not known - self.helper.cost > WORTH * (known - bound):
            self.vain += spent

    def give(self, event: highspy.HighsCallbackEvent) -> None:
        """Give HiGHS the helper's best design, if that is better than its own."""
        if self.helper.cost < min(self.given, event.data_out.mip_primal_bound):
            self.given = self.helper.cost
            event.data_in.setSolution(self.helper.best)

    def hear(self, event: highspy.HighsCallbackEvent) -> None:
        """Tell the helper of a better design of HiGHS's."""
        self.helper.hear(np.array(event.data_out.mip_solution, float), event.data_out.objective_function_value)


class Quiet(highspy.Highs):  # type: ignore[misc]
    """A HiGHS that prints nothing: from 1.16 on it names itself when its callbacks are switched on, which is when it is made."""

    def enableCallbacks(self) -> None:
        """Be silent first."""
        self.setOptionValue("log_to_console", False)
        super().enableCallbacks()


def load(problem: Matrices, *, tolerance: float | None = None) -> highspy.Highs:
    """Give a problem to a new HiGHS: silent, one thread, nothing left unproven."""
    if (
        threading.current_thread() is threading.main_thread()
    ):  # in another thread HiGHS may be in the middle of calling back
        highspy.Highs.resetGlobalScheduler(True)  # or one thread is refused where another HiGHS had more before
    solver = Quiet()
    options: dict[str, object] = {
        "output_flag": True,
        "threads": 1,
        "parallel": "off",
        "random_seed": 0,
        "mip_rel_gap": 1e-9,
        "mip_abs_gap": 1e-9,
    }
    if tolerance is not None:
        options |= {"mip_feasibility_tolerance": tolerance, "primal_feasibility_tolerance": tolerance}
    for name, value in options.items():
        if solver.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise SolverError(f"this version of HiGHS does not take {name} = {value}")
    rows, columns = problem.shape
    status = solver.passModel(
        columns,
        rows,
        len(problem.values),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        problem.constant,
        problem.cost,
        problem.lower,
        problem.upper,
        problem.row_lower,
        problem.row_upper,
        problem.starts.astype(np.int32),
        problem.columns.astype(np.int32),
        problem.values,
        problem.integer.astype(np.int32),
    )
    if status == highspy.HighsStatus.kError:
        spread = f"coefficients up to {np.abs(problem.values).max(initial=0):.2g}"
        raise SolverError(
            f"HiGHS refuses the model: its numbers are too far apart ({spread}); look for a slip of units"
        )
    return solver


def solve(
    problem: Matrices,
    watch: Watch | None = None,
    *,
    start: Floats | None = None,
    tolerance: float | None = None,
    helper: Helping | None = None,
) -> Answer:
    """Solve a problem, from a start if there is one, with a helper that looks for designs if there is one.

    Raises SolverError where HiGHS says of its values that they cost what they do not, and so without help.
    """
    answer = _solve(problem, watch or Watch(), start, tolerance, helper)
    if not _fits(problem, answer) and (start is not None or helper is not None):
        answer = _solve(problem, watch or Watch(), None, tolerance, None)
    if not _fits(problem, answer):
        raise SolverError(f"HiGHS says {answer.objective:g} of values that cost something else")
    return answer


def _fits(problem: Matrices, answer: Answer) -> bool:
    """Whether values cost what HiGHS says. Version 1.16.0 says of some starts that they cost less, and ends there."""
    if answer.values is None or not len(answer.values):
        return True
    terms = problem.cost * answer.values
    return abs(float(terms.sum()) + problem.constant - answer.objective) <= FITS * (1.0 + float(np.abs(terms).sum()))


def _solve(
    problem: Matrices, watch: Watch, start: Floats | None, tolerance: float | None, helper: Helping | None
) -> Answer:
    solver = load(problem, tolerance=tolerance)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        solver.setSolution(solution)
        if helper is not None:
            helper.hear(start, problem.costs(start))
    return run(solver, watch, whole=bool(problem.integer.any()), helper=helper)


def run(solver: highspy.Highs, watch: Watch, *, whole: bool, helper: Helping | None = None) -> Answer:
    """Let a loaded HiGHS run under watch, and read what it found."""
    began = time.monotonic()
    known = [INFINITY, -INFINITY]
    stop = [False]
    log: list[str] = []

    turns = Turns(helper, watch.deadline, lambda: stop[0], watch.alone) if helper and whole else None

    def listen(event: highspy.HighsCallbackEvent) -> None:
        incumbent, bound = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
        known[0], known[1] = min(known[0], incumbent), max(known[1], bound)
        if stop[0] or watch.enough(known[0], known[1]):
            event.interrupt()
        elif turns:
            turns.take(known[0], known[1])
            known[0] = min(known[0], turns.helper.cost)

    def obey(event: highspy.HighsCallbackEvent) -> None:
        if stop[0]:
            event.interrupt()

    if whole:
        solver.cbMipInterrupt += listen
        solver.cbMipLogging += listen
    if turns:
        solver.cbMipUserSolution += turns.give
        solver.cbMipImprovingSolution += turns.hear
    solver.cbSimplexInterrupt += obey
    solver.cbIpmInterrupt += obey
    solver.cbLogging += lambda event: log.append(event.message.rstrip("\n"))
    if watch.deadline < INFINITY:
        solver.setOptionValue("time_limit", max(watch.deadline - began, 0.01))
    solver.startSolve()
    try:
        _watch(solver, watch, began, known if whole else None, stop)
    except BaseException:
        stop[0] = True  # whoever leaves does not leave HiGHS at work behind
        solver.wait(2.0)
        raise
    answer = _read(solver, whole, log)
    if turns and answer.status == "stopped" and turns.helper.cost < answer.objective:
        answer.values, answer.objective = turns.helper.best, turns.helper.cost  # HiGHS did not ask for it any more
        answer.bound = min(answer.bound, answer.objective)
    return answer


def _watch(solver: highspy.Highs, watch: Watch, began: float, known: list[float] | None, stop: list[bool]) -> None:
    """Wait until HiGHS is done; ask it to stop when it is time, and pass on what it tells in `known`."""
    told = (INFINITY, -INFINITY)
    done = False
    while not done:
        done, _ = solver.wait(0.02 if time.monotonic() - began < 1 else 0.1)
        if watch.wish() or time.monotonic() > watch.deadline + 0.5:
            stop[0] = True
        if known is not None and tuple(known) != told:
            told = (known[0], known[1])
            watch.news(*told)


def _read(solver: highspy.Highs, whole: bool, log: list[str]) -> Answer:
    status = solver.getModelStatus()
    info = solver.getInfo()
    kinds = highspy.HighsModelStatus
    words = {
        kinds.kOptimal: "optimal",
        kinds.kModelEmpty: "optimal",
        kinds.kInfeasible: "infeasible",
        kinds.kUnbounded: "unbounded",
        kinds.kUnboundedOrInfeasible: "infeasible",
        kinds.kTimeLimit: "stopped",
        kinds.kInterrupt: "stopped",
        kinds.kSolutionLimit: "stopped",
    }
    word = words.get(status, solver.modelStatusToString(status))
    answer = Answer(word, log=log)
    answer.bound = info.mip_dual_bound if whole else -INFINITY
    if word == "optimal" or info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible):
        solution = solver.getSolution()
        answer.values = np.array(solution.col_value, float)
        answer.objective = info.objective_function_value
        if not whole and word == "optimal":
            answer.bound = answer.objective
            answer.reduced_costs = np.array(solution.col_dual, float)
            answer.row_duals = np.array(solution.row_dual, float)
        answer.bound = min(answer.bound, answer.objective)
    return answer
