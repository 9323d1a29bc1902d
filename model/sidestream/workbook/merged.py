"""Merged cells: only the first of them shows its content, whatever the file keeps in the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from openpyxl.utils.cell import range_boundaries

from sidestream.tables import Contents, Ints
from sidestream.workbook.damage import Damaged


def boundaries(area: str) -> tuple[int, int, int, int]:
    """Return the first column and row of an area and the last, counted from 1. Raises Damaged where it is none."""
    try:
        left, top, right, bottom = range_boundaries(area)
        if not (1 <= left <= right and 1 <= top <= bottom):
            raise ValueError
    except (ValueError, TypeError):
        raise Damaged(f"it has merged cells at '{area[:20]}', which is no area") from None
    return left, top, right, bottom


def hide_merged(merged: Sequence[str], numbers: Ints, columns: Mapping[int, Contents]) -> None:
    """Let merged cells but the first of each area be blank; `numbers` are those of the rows."""
    if not merged:
        return
    order = np.argsort(numbers, kind="stable")
    in_order = numbers[order]
    for left, top, right, bottom in map(boundaries, merged):
        begin, end = np.searchsorted(in_order, top), np.searchsorted(in_order, bottom, side="right")
        for place in [place for place in columns if left - 1 <= place < right]:
            rows = order[begin:end]
            if place == left - 1:
                rows = rows[numbers[rows] != top]
            columns[place].numbers[rows] = np.nan
            columns[place].codes[rows] = -1
