"""How a declared column is explained to a person: in notes, prompts and the reference alike."""

from __future__ import annotations

from sidestream.tables import Column, YesNo, is_blank, shown


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


def note(column: Column) -> str:
    """Return everything there is to say of a column, line by line."""
    default = default_words(column)
    lines = [
        column.meaning[:1].upper() + column.meaning[1:],
        f"Unit: {unit_words(column)}" if column.unit else "",
        f"Expected: {column.expected}",
        "Needed" if column.needed else f"Optional; blank counts as {default}" if default else "Optional",
    ]
    return "\n".join(line for line in lines if line)
