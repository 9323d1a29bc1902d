"""Beginning a search where another one ended: an answer of one model as the start of another that shares names with it."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.model import Model
from sidestream.park import Park
from sidestream.solver.highs import Watch, solve

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SECONDS = 10.0
"""How long the best dispatch of builds that are given is looked for."""


def carried_over(values: Floats, of: Model, to: Model) -> Floats:
    """Return an answer's values for the columns of another model that have the same names; 0 for those it does not know."""
    made = np.zeros(to.width)
    for name, block in to.blocks.items():
        other = of.blocks.get(name)
        if other is None:
            continue
        known = dict(
            zip(map(_label, other.index), values[other.first : other.first + other.count].tolist(), strict=True)
        )
        made[block.first : block.first + block.count] = [known.get(_label(label), 0.0) for label in block.index]
    return made


def _label(label: object) -> tuple[object, ...]:
    return label if isinstance(label, tuple) else (label,)


def with_setting(park: Park, name: str, value: str) -> Park:
    """Return the park with another value for a setting that has one."""
    settings = park.typed["Settings"]
    frame = settings.frame.copy()
    frame.loc[frame["setting"] == name, "value"] = value
    return Park({**park.typed, "Settings": replace(settings, frame=frame)}, park.name, park.fingerprint)


def without_settings(park: Park, *names: str) -> Park:
    """Return the park without some settings: as if the workbook did not have them."""
    settings = park.typed["Settings"]
    kept = ~settings.frame["setting"].isin(names).to_numpy(bool)
    fewer = replace(settings, frame=settings.frame[kept], given=settings.given[kept])
    return Park({**park.typed, "Settings": fewer}, park.name, park.fingerprint, park.changes, park.scenarios)


def dispatched(problem: Matrices, whole: Ints, values: Floats) -> Floats | None:
    """The cheapest answer with the builds of another, as far as they are allowed; None where that cannot be."""
    builds = np.clip(np.round(values[whole]), problem.lower[whole], problem.upper[whole])
    answer = solve(problem.with_fixed(whole, builds).relaxed(), Watch(time.monotonic() + SECONDS))
    return answer.values if answer.status == "optimal" else None
