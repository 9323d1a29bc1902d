"""Whether the sizes of one plant, storage or gate can be a choice: what the three sheets have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.rows import Mask, complain, considered
from sidestream.park.park import Park
from sidestream.tables import together

ONE = {
    "Conversions": ("conversion", "participant"),
    "Storages": ("storage", "participant"),
    "Expansions": ("of", "participant", "commodity"),
}
"""Columns by which rows of a sheet are sizes of one."""


def one_built(park: Park) -> list[Fault]:
    """Of the sizes of one, not more than one is fixed to be built."""
    faults = []
    for sheet, one in ONE.items():
        frame = park[sheet]
        built = (frame["status"] == "built").to_numpy(bool)
        if not built.any():
            continue
        first = first_of(frame, one, built)
        again = (first >= 0) & (first != frame.index)
        message = "row {first} is built already, and one size is: choose optional, or forbidden, in one of the two"
        faults += _complain(park, sheet, again, "status", message, first)
    return faults


def built_and_required(park: Park) -> list[Fault]:
    """Where one size is fixed to be built, no other of the same can be required."""
    faults = []
    for sheet, one in ONE.items():
        frame = park[sheet]
        fixed = (frame["status"] == "built").to_numpy(bool)
        if not fixed.any():
            continue
        built = pd.Series(first_of(frame, one, fixed), frame.index)
        built = built.groupby([frame[name] for name in one]).transform("max")
        wrong = (frame["status"] == "required").to_numpy(bool) & (built >= 0).to_numpy(bool)
        message = "row {first} is built already, and one size is: choose optional, or forbidden, in one of the two"
        faults += _complain(park, sheet, wrong, "status", message, built.to_numpy(np.int64))
    return faults


def no_capacity(park: Park) -> list[Fault]:
    """What can hold or do nothing is better forbidden; today's gate may well be shut."""
    faults = []
    for sheet in ONE:
        nothing = considered(park, sheet) & (park[sheet]["capacity"] == 0).to_numpy(bool)
        if sheet == "Expansions":
            nothing &= (park[sheet]["status"] != "existing").to_numpy(bool)
        message = "0 is good for nothing: to leave it out, choose forbidden in status"
        faults += complain(park, sheet, nothing, "capacity", message, "warning")
    return faults


def differ(park: Park, sheet: str, by: Sequence[str], kind: str, column: str, message: str) -> list[Fault]:
    """Complain at a column of rows that are alike in `by` and not of the `kind` of the first of them.

    The message may name that row as {first} and what it has in the column as {other}; blanks are no kind.
    """
    frame = park[sheet]
    first = first_of(frame, by, (frame[kind] != "").to_numpy(bool))
    known = first >= 0
    other = frame[kind].reindex(first).to_numpy(object)
    wrong = known & (other != frame[kind].to_numpy(object))
    return _complain(park, sheet, wrong, column, message, first)


def first_of(frame: pd.DataFrame, by: Sequence[str], among: Mask) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Row number of the first row that is alike in some columns, for each row that is meant; -1 for the others."""
    numbers, rows = together(frame[name] for name in by)[0][among], frame.index.to_numpy(np.int64)[among]
    _, start, group = np.unique(numbers, return_index=True, return_inverse=True)
    first = np.full(len(frame), -1, np.int64)
    first[among] = rows[start][group]
    return first


def _complain(
    park: Park, sheet: str, wrong: Mask, column: str, message: str, first: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> list[Fault]:
    firsts = iter(first[wrong].tolist())

    def say(row: Mapping[str, Any]) -> str:
        before = next(firsts)
        words = {str(name): row[str(name)] for name in park[sheet] if f"{{{name}}}" in message}
        return message.format(**words, first=before, other=park[sheet].at[before, column])

    return complain(park, sheet, wrong, column, say)
