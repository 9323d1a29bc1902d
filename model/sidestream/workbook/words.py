"""How a declared column is explained to a person: in notes, prompts and the reference alike."""

from __future__ import annotations

from sidestream.tables import Column, YesNo, is_blank, shown

SOMETIMES = "; needed "
"""What divides a column's meaning from the case in which it is needed."""


def default_words(column: Column) -> str:
    """Return what a blank cell counts as, empty where it counts as nothing."""
    if column.default is None or column.default == () or is_blank(column.default):
        return ""
    if isinstance(column, YesNo):
        return "yes" if column.default else "no"
    return shown(column.default).strip("'")


def unit_words(column: Column) -> str:
    """Return the unit with `unit` spelled out."""
    return column.unit.replace("unit", "commodity unit") if "unit" in column.unit.split("/") else column.unit


def needed_where(column: Column) -> str:
    """Return where an optional column is needed all the same: `where it is disposed of`; empty where it never is."""
    return column.meaning.partition(SOMETIMES)[2]


def note(column: Column) -> str:
    """Return everything there is to say of a column, line by line."""
    meaning = column.meaning.partition(SOMETIMES)[0]
    lines = [
        meaning[:1].upper() + meaning[1:],
        f"Unit: {unit_words(column)}" if column.unit else "",
        f"Expected: {column.expected}",
        _when_blank(column),
    ]
    return "\n".join(line for line in lines if line)


def _when_blank(column: Column) -> str:
    """Say whether a cell may be blank, and what it counts as then."""
    if column.needed:
        return "Needed"
    default, where = default_words(column), needed_where(column)
    if where:
        return f"Needed {where}" + (f"; elsewhere blank counts as {default}" if default else "")
    return f"Optional; blank counts as {default}" if default else "Optional"
