"""Each measurement in a process of its own, which tells what it found as lines of JSON and is ended where it takes too much."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).parents[1]
MEMORY = 0.75
"""Share of the machine's memory that a measurement may hold."""
LONGEST = 3600.0
"""Wall seconds that it may take, unless said otherwise."""


def fresh(module: str, *arguments: object, longest: float = LONGEST, python: str = sys.executable) -> dict[str, Any]:
    """Run a module of this package; return all that it told, later things over earlier ones, and `ended` where it was."""
    path = os.pathsep.join(filter(None, [str(SCRIPTS), os.environ.get("PYTHONPATH", "")]))
    command = [python, "-m", f"benchmarks.{module}", *map(str, arguments)]
    with tempfile.TemporaryFile("w+") as told, tempfile.TemporaryFile("w+") as complained:
        process = subprocess.Popen(command, stdout=told, stderr=complained, env={**os.environ, "PYTHONPATH": path})
        try:
            why = _watch(process, longest)
        finally:
            process.kill()  # whoever leaves does not leave it behind
        told.seek(0)
        found: dict[str, Any] = {}
        for line in told:
            if line.startswith("{"):  # HiGHS may say its name in between
                found |= json.loads(line)
        if why:
            return found | {"ended": why}
        if process.returncode:
            complained.seek(0)
            raise RuntimeError(f"{' '.join(command[2:])}:\n{complained.read()}")
    return found


def tell(**found: Any) -> None:
    """Tell who started this process something."""
    print(json.dumps(found, default=float), flush=True)


def _watch(process: subprocess.Popen[Any], longest: float) -> str:
    """Wait for a process; end it, and say why, where it holds too much memory or takes too long."""
    began, most = time.perf_counter(), MEMORY * memory()
    while True:
        try:
            process.wait(timeout=0.5)
            return ""
        except subprocess.TimeoutExpired:
            pass
        held, spent = _held(process.pid), time.perf_counter() - began
        if held > most or spent > longest:
            process.kill()
            process.wait()
            return f"held {held:,.0f} MB" if held > most else f"took {spent:,.0f} s"


def memory() -> float:
    """Memory of this machine [MB]; as good as endless where it is not known."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**20
    except (AttributeError, ValueError):
        return float("inf")


def _held(process: int) -> float:
    try:
        said = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    except OSError:
        return 0.0
    return int(said[1]) / 1024 if said else 0.0
