"""A problem kept as arrays in a file, and written as .mps by HiGHS: the whole model, before anything is left out of it."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np


def keep(problem: Any, to: Path) -> None:
    """Keep a problem's arrays."""
    np.savez(to, **{field.name: getattr(problem, field.name) for field in fields(problem) if field.name != "lifted"})


def kept(at: Path) -> Any:
    """Return a problem that was kept."""
    from sidestream.algebra.arrays import Matrices

    with np.load(at) as arrays:
        return Matrices(**{name: arrays[name] if arrays[name].shape else float(arrays[name]) for name in arrays})


def main() -> None:
    """Write the problem of a file as .mps: arrays, .mps."""
    from sidestream.solver.highs import load

    load(kept(Path(sys.argv[1]))).writeModel(sys.argv[2])


if __name__ == "__main__":
    main()
