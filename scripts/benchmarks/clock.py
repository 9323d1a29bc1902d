"""Seconds of the CPU, which a busy machine does not change, and how much memory was held at most."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any

STATUS = Path("/proc/self/status")


def peak() -> float:
    """Most memory that this process ever held [MB].

    Linux's own count of it, where there is one: that of `getrusage` begins with what the process that started this one held.
    """
    if STATUS.exists() and (said := re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text())):
        return int(said[1]) / 1024
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)


def searches_by_cpu() -> None:
    """Let a time limit of a search be one of CPU seconds. To be called before sidestream is imported.

    The clock that searches look at becomes that of the CPU. HiGHS's own is the wall's, so where it runs under a watch its limit
    is taken back: the watch stops it, half a second late.
    """
    import highspy

    start = highspy.Highs.startSolve

    def unlimited(solver: Any) -> Any:
        solver.setOptionValue("time_limit", float("inf"))
        return start(solver)

    time.monotonic = time.process_time
    highspy.Highs.startSolve = unlimited


class Meter:
    """CPU seconds, wall seconds and memory of phases; one that comes again is added to itself.

    `more` is by how much a phase raised the most memory held so far.
    """

    def __init__(self) -> None:
        self.phases: dict[str, dict[str, float]] = {}

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Measure what is done inside."""
        cpu, wall, held = time.process_time(), time.perf_counter(), peak()
        try:
            yield
        finally:
            mine = self.phases.setdefault(name, {"cpu": 0.0, "wall": 0.0, "peak": 0.0, "more": 0.0})
            mine["cpu"] += time.process_time() - cpu
            mine["wall"] += time.perf_counter() - wall
            mine["peak"] = peak()
            mine["more"] += mine["peak"] - held

    def around(self, module: ModuleType, function: str, name: str, then: Callable[[Any], None] | None = None) -> None:
        """Measure every call of a module's function, and show what it returned to `then`, which is not measured."""
        inner = getattr(module, function)

        @wraps(inner)
        def measured(*arguments: Any, **more: Any) -> Any:
            with self.phase(name):
                given = inner(*arguments, **more)
            if then:
                then(given)
            return given

        setattr(module, function, measured)
