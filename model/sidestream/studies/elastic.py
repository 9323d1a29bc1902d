"""A park in which what must be can fall short, as arrays in which the least shortfall can be told from none."""

from __future__ import annotations

from dataclasses import replace

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.matrices import hand_over
from sidestream.formulation.draft import Draft

LARGEST = 1e6
"""Most that shares are multiplied by."""


def scale(draft: Draft) -> float:
    """Return what shares are multiplied by: of a need of 1e8 units one unit is 1e-8, which a solver takes for nothing."""
    sizes = [float(one.sizes.max(initial=1.0)) for one in draft.shortfalls]
    return min(max([1.0, *sizes]), LARGEST)


def elastic_problem(draft: Draft) -> Matrices:
    """Hand over a draft that is elastic, its goal multiplied by `scale`."""
    problem = hand_over(draft.model)
    return replace(problem, cost=problem.cost * scale(draft), constant=problem.constant * scale(draft))
