"""How much may stay unproven."""

from __future__ import annotations

import math


def target(gap: float, cost: float, bound: float, baseline: float | None) -> float:
    """Money that may be left unproven: `gap` of the possible saving where there is one, else of the cost.

    Nothing where there is no answer or no bound yet: an unknown saving is not an endless one.
    """
    if not math.isfinite(cost) or not math.isfinite(bound):
        return 0.0
    saving = float("-inf") if baseline is None else baseline - bound
    return gap * (saving if saving > 0 else abs(cost))
