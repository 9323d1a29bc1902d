"""How much memory a process takes, as the system says: /proc where there is one, else `ps`."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

QUICK = 0.2
SLOW = 2.0
"""Seconds between two looks: at a file, or by starting a program."""


def resident(process: int) -> int | None:
    """Return the bytes of memory that a process has in use; None where that cannot be told."""
    if _has_proc():
        try:
            pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        except (OSError, IndexError, ValueError):
            return None
        return pages * os.sysconf("SC_PAGE_SIZE")
    try:
        said = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, timeout=5)
        return 1024 * int(said.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def pause() -> float:
    """Return how many seconds to leave between two looks."""
    return QUICK if _has_proc() else SLOW


@cache
def _has_proc() -> bool:
    return Path(f"/proc/{os.getpid()}/statm").is_file()
