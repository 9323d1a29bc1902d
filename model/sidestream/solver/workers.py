"""Solves in processes of their own: spawned (two solves in two threads of one process hang), one thread each.

A worker is told its problem once, sends news while it works, and answers when it is done or told to stop. A worker
that dies answers as `stopped` with nothing: what was known before stays.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.solver.highs import Answer, Watch, solve


@dataclass
class Job:
    """One problem, its start, and when it is proven enough: `gap` of the saving on `idle`."""

    problem: Matrices
    start: NDArray[np.float64] | None
    gap: float
    idle: float | None
    seconds: float
    tolerance: float | None = None


def run_jobs(jobs: list[Job], news: Callable[[int, float, float], None], stop: Callable[[], bool]) -> list[Answer]:
    """Run each job in its own process; answers come in the order of the jobs. `news(place, incumbent, bound)`."""
    context = multiprocessing.get_context("spawn")
    halt = context.Event()
    answers = [Answer("stopped") for _ in jobs]
    processes = []
    lines: dict[Any, int] = {}
    for place, job in enumerate(jobs):
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, halt), daemon=True)
        with _without_main():
            process.start()
        theirs.close()
        ours.send(job)
        lines[ours] = place
        processes.append(process)
    while lines:
        for line in wait(list(lines), timeout=0.1):
            assert isinstance(line, Connection)
            place = lines[line]
            try:
                said = line.recv()
            except (EOFError, OSError):
                del lines[line]
                continue
            if isinstance(said, Answer):
                answers[place] = said
                del lines[line]
            else:
                news(place, *said)
        if stop():
            halt.set()
    for process in processes:
        process.join(timeout=5)
        if process.is_alive():
            process.terminate()
    return answers


@contextmanager
def _without_main() -> Iterator[None]:
    """Keep a child from importing the caller's script again: it needs nothing of it, and might run it."""
    main = sys.modules["__main__"]
    kept: dict[str, Any] = {name: vars(main).pop(name) for name in ("__spec__", "__file__") if name in vars(main)}
    main.__spec__ = None
    try:
        yield
    finally:
        vars(main).update(kept)


def _work(line: Connection, halt: Any) -> None:
    """Solve what comes over the line. Ctrl-C is the parent's to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    job: Job = line.recv()
    from sidestream.solver.search import target

    def enough(incumbent: float, bound: float) -> bool:
        return bool(np.isfinite(incumbent)) and incumbent - bound <= target(job.gap, incumbent, bound, job.idle)

    watch = Watch(
        time.monotonic() + job.seconds, halt.is_set, enough, lambda incumbent, bound: line.send((incumbent, bound))
    )
    line.send(solve(job.problem, watch, start=job.start, tolerance=job.tolerance))
    line.close()
