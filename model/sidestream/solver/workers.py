"""Solves in processes of their own: spawned (two solves in two threads of one process hang), one thread each.

A worker is told its problem, sends news while it works, answers when it is done, and waits for the next. A word over the
line while it works, or the line's end, tells it to stop. (An Event would leave the others waiting for its lock where a worker
is killed inside.) A worker that dies answers as `lost` with nothing: what was known before stays. One that does not stop in
time is ended.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.solver.aside import helper_for
from sidestream.solver.gap import target
from sidestream.solver.highs import INFINITY, Answer, Watch, solve
from sidestream.solver.spawning import ctrl_c_waits, without_main


@dataclass
class Job:
    """One problem, its start, and when it is proven enough: `gap` of the saving on `idle`."""

    problem: Matrices
    start: NDArray[np.float64] | None
    gap: float
    idle: float | None
    seconds: float
    tolerance: float | None = None
    helped: bool = True
    """Whether designs are looked for while HiGHS waits (see helping.py)."""


PATIENCE = 10.0
"""Seconds that a worker may overrun its time, or a wish to stop, before it is ended."""
News = tuple[float, float]
"""Incumbent and bound."""


@dataclass
class _Worker:
    """A process, the line to it, and the place of the job it works on."""

    process: BaseProcess
    line: Connection
    place: int
    last: float = INFINITY


@dataclass
class Crew:
    """Up to `size` workers, each with one job at a time, which has a place: a number that says whose it is."""

    size: int
    _busy: list[_Worker] = field(default_factory=list)
    _idle: list[_Worker] = field(default_factory=list)
    _lost: list[int] = field(default_factory=list)

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in self._idle:
            worker.line.close()
        for worker in (*self._busy, *self._idle):
            worker.process.join(timeout=0.0 if worker in self._busy else 5.0)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    @property
    def places(self) -> set[int]:
        """Of the jobs that are worked on."""
        return {worker.place for worker in self._busy} | set(self._lost)

    @property
    def free(self) -> int:
        """How many more jobs could be worked on."""
        return self.size - len(self._busy)

    def give(self, place: int, job: Job) -> None:
        """Let a worker solve a job."""
        worker = self._idle.pop() if self._idle else _hire(place)
        worker.place, worker.last = place, time.monotonic() + job.seconds + PATIENCE
        if _told(worker.line, job):
            self._busy.append(worker)
        else:
            self._lost.append(place)

    def halt(self) -> None:
        """Tell all who work to stop."""
        for worker in self._busy:
            worker.last = min(worker.last, time.monotonic() + PATIENCE)
            _told(worker.line, "stop")

    def hear(self) -> Iterator[tuple[int, Answer | News]]:
        """What workers say next: news, or an answer, after which they are free; nothing after a tenth of a second."""
        while self._lost:
            yield self._lost.pop(), _nothing()
        now = time.monotonic()
        for worker in [one for one in self._busy if one.last < now]:
            worker.process.kill()
        by_line = {worker.line: worker for worker in self._busy}
        for line in wait(list(by_line), timeout=0.1):
            assert isinstance(line, Connection)
            said, worker = _heard(line), by_line[line]
            if not isinstance(said, tuple):
                self._busy.remove(worker)
                if said is not None:
                    self._idle.append(worker)
                else:
                    worker.process.join()
            yield worker.place, _nothing() if said is None else said


def _nothing() -> Answer:
    return Answer("lost", log=["the process that worked on this part ended without an answer"])


def _hire(place: int) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs,), daemon=True)
    with without_main(), ctrl_c_waits():
        process.start()
    theirs.close()
    return _Worker(process, ours, place)


def _told(line: Connection, word: Job | str) -> bool:
    """Tell a worker its problem, or to stop; False where it is dead."""
    try:
        line.send(word)
    except OSError:
        return False
    return True


def _heard(line: Connection) -> Answer | News | None:
    """What a worker says: an answer, news, or None where it is dead."""
    try:
        said: Answer | News = line.recv()
    except (EOFError, OSError):
        return None
    return said


def _work(line: Connection) -> None:
    """Solve what comes over the line, one after another. Ctrl-C is the parent's to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            job: Job | str = line.recv()
        except (EOFError, OSError):
            return
        if isinstance(job, str):
            return
        line.send(_solved(job, line))


def _solved(job: Job, line: Connection) -> Answer:
    def enough(incumbent: float, bound: float) -> bool:
        return bool(np.isfinite(incumbent)) and incumbent - bound <= target(job.gap, incumbent, bound, job.idle)

    watch = Watch(time.monotonic() + job.seconds, line.poll, enough, lambda *known: line.send(known))
    helper = helper_for(job.problem, aside=False) if job.helped else None
    return solve(job.problem, watch, start=job.start, tolerance=job.tolerance, helper=helper)
