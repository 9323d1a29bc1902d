"""A helper in a process of its own, where a core is free: HiGHS goes on meanwhile, and is given what is found."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.solver.helping import Helper
from sidestream.solver.highs import INFINITY
from sidestream.solver.spawning import ctrl_c_waits, without_main

Floats = NDArray[np.float64]
FEW = 12
"""Builds that cost something up to which HiGHS needs no help."""
SLICE = 6.0
"""Seconds after which the process looks whether somebody else has found something."""


def helper_for(problem: Matrices, *, aside: bool) -> Helper | Aside | None:
    """Return a helper for a problem, in a process of its own or not; None where there is next to nothing to build."""
    builds = problem.integer & (problem.lower == 0) & (problem.upper == 1) & (problem.cost > 0)
    if int(builds.sum()) <= FEW:
        return None
    return Aside(problem) if aside else Helper(problem)


class Aside:
    """Does as a Helper does, elsewhere: its turns take no time. The process begins with the first turn."""

    def __init__(self, problem: Matrices):
        self.cost, self.best = INFINITY, np.empty(0)
        self.wish: Callable[[], bool] = bool
        self._problem = problem
        self._news: tuple[Floats, float] | None = None
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def hear(self, values: Floats, cost: float) -> None:
        """Tell the process of a design that somebody else found."""
        if cost < self.cost:
            self.cost, self.best = cost, np.array(values)
            self._news = self.best, cost

    def work(self, _until: float) -> bool:
        """Take in what the process has found by now, and tell it what is new; return whether there is something better."""
        before = self.cost
        if self._process is None:
            self._begin()
        assert self._line is not None
        try:
            while self._line.poll():
                values, cost = self._line.recv()
                if cost < self.cost:
                    self.cost, self.best, self._news = cost, values, None
            if self._news is not None:
                self._line.send(self._news)
                self._news = None
        except (EOFError, OSError):  # it is dead: what it found is known
            pass
        return self.cost < before

    def end(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None

    def _begin(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, self._problem), daemon=True)
        with without_main(), ctrl_c_waits():
            self._process.start()
        theirs.close()


def _work(line: Connection, problem: Matrices) -> None:
    """Look for designs until the line is closed. Ctrl-C is the parent's to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    helper, told = Helper(problem), INFINITY
    try:
        while True:
            helper.work(time.monotonic() + SLICE)
            if helper.cost < told:
                told = helper.cost
                line.send((helper.best, told))
            while line.poll():
                values, cost = line.recv()
                helper.hear(values, cost)
                told = min(told, helper.cost)
    except (EOFError, OSError):
        return
