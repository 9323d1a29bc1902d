"""Solves in processes of their own: spawned (two solves in two threads of one process hang), one thread each.

A worker is told its problem, sends news while it works, and answers when it is done. One more word over the line, or
its end, tells it to stop. (An Event would leave the others waiting for its lock where a worker is killed inside.) A worker
that dies answers as `lost` with nothing: what was known before stays. One that does not stop in time is ended.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
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


PATIENCE = 10.0
"""Seconds that a worker may overrun its time, or a wish to stop, before it is ended."""


def run_jobs(jobs: list[Job], news: Callable[[int, float, float], None], stop: Callable[[], bool]) -> list[Answer]:
    """Run each job in its own process; answers come in the order of the jobs. `news(place, incumbent, bound)`."""
    context = multiprocessing.get_context("spawn")
    answers = [Answer("lost", log=["the process that worked on this part ended without an answer"]) for _ in jobs]
    processes = []
    lines: dict[Any, int] = {}
    for place in range(len(jobs)):
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs,), daemon=True)
        with without_main(), ctrl_c_waits():
            process.start()
        theirs.close()
        lines[ours] = place
        processes.append(process)
    deadline = time.monotonic() + max((job.seconds for job in jobs), default=0.0)
    last = INFINITY
    try:
        for line, place in list(lines.items()):
            if not _told(line, jobs[place]):
                del lines[line]
        halted = False
        while lines and time.monotonic() < last:
            for line in wait(list(lines), timeout=0.1):
                assert isinstance(line, Connection)
                said, place = _heard(line), lines[line]
                if isinstance(said, tuple):
                    news(place, *said)
                    continue
                del lines[line]
                if said is not None:
                    answers[place] = said
            if not halted and (stop() or time.monotonic() >= deadline):
                halted, last = True, time.monotonic() + PATIENCE
                for line in lines:
                    _told(line, "stop")
    finally:
        for process, place in zip(processes, range(len(jobs)), strict=True):
            process.join(timeout=0.0 if place in lines.values() else 5.0)
            if process.is_alive():
                process.kill()
                process.join()
    return answers


def _told(line: Connection, word: Job | str) -> bool:
    """Tell a worker its problem, or to stop; False where it is dead."""
    try:
        line.send(word)
    except OSError:
        return False
    return True


def _heard(line: Connection) -> Answer | tuple[float, float] | None:
    """What a worker says: an answer, news, or None where it is dead."""
    try:
        said: Answer | tuple[float, float] = line.recv()
    except (EOFError, OSError):
        return None
    return said


def _work(line: Connection) -> None:
    """Solve what comes over the line. Ctrl-C is the parent's to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    job: Job = line.recv()

    def enough(incumbent: float, bound: float) -> bool:
        return bool(np.isfinite(incumbent)) and incumbent - bound <= target(job.gap, incumbent, bound, job.idle)

    watch = Watch(time.monotonic() + job.seconds, line.poll, enough, lambda *known: line.send(known))
    line.send(solve(job.problem, watch, start=job.start, tolerance=job.tolerance))
    line.close()
