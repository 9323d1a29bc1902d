"""Two parks, cell by cell: rows found by what tells them apart, amounts in units that can be converted held against each other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from sidestream.park import SHEETS, Park
from sidestream.tables import LAST_ROW, Loaded, Number, Unit, is_blank, shown
from sidestream.units import UnitError, amount, rate

LINKS = ("Pipelines", "TruckRoutes")
SAME = 1e-9
"""Share by which two numbers may differ that are the same: what converting units leaves."""
TO_BE_READ = {"Settings": ("unit",)}
"""Columns that change nothing."""
Row = dict[str, Any]


class _Meant(NamedTuple):
    """What a cell means: its words, and where it is a number that number in base units of a dimension."""

    words: str
    number: float
    dimension: str


def differing(first: Park, other: Park) -> Iterator[Row]:
    """Yield a row for each cell that means something else in the other park, sheet by sheet in the order of the first."""
    for table in SHEETS:
        one, two = (_by_key(park, table.sheet) for park in (first, other))
        for key in dict.fromkeys([*one, *two]):
            start = {"sheet": table.sheet, "key": key, "column": "", "first": "", "other": "", "change": math.nan}
            if key not in two or key not in one:
                side, park, row = ("first", first, one[key]) if key not in two else ("other", other, two[key])
                words = "; ".join(_in_words(park, park.typed[table.sheet], row))
                yield {**start, side: words, "note": f"row in {'the first' if side == 'first' else 'this one'} alone"}
                continue
            yield from _of_row(start, first, other, one[key], two[key])


def _of_row(start: Row, first: Park, other: Park, row: int, its: int) -> Iterator[Row]:
    sheet = start["sheet"]
    mine, theirs = first.typed[sheet], other.typed[sheet]
    for name in dict.fromkeys([*mine.frame.columns, *theirs.frame.columns]):
        if name in _told_by(mine) or name in TO_BE_READ.get(sheet, ()) or _is_unit_of_numbers(mine, name):
            continue
        here, there = _meant(first, mine, row, name), _meant(other, theirs, its, name)
        if here == there or _close(here, there):
            continue
        both = here.dimension == there.dimension and here.number and not math.isnan(here.number + there.number)
        change = there.number / here.number - 1 if both else math.nan
        yield {**start, "column": name, "first": here.words, "other": there.words, "change": change, "note": ""}


def _told_by(loaded: Loaded) -> tuple[str, ...]:
    """Columns that tell the rows apart; a link goes by its name alone, and its ends may differ."""
    return ("link",) if loaded.table.sheet in LINKS else loaded.table.key


def _close(one: _Meant, other: _Meant) -> bool:
    if math.isnan(one.number) or math.isnan(other.number):
        return one.words == other.words
    return one.dimension == other.dimension and math.isclose(one.number, other.number, rel_tol=SAME)


def _by_key(park: Park, sheet: str) -> dict[str, int]:
    """Row numbers by what tells the rows apart; of several that are told apart by nothing, by their order."""
    loaded = park.typed[sheet]
    parts = [name for name in loaded.table.key if name in loaded.frame]
    found: dict[str, int] = {}
    for place, row in enumerate(loaded.frame.index.tolist()):
        if row > LAST_ROW:  # offered, not typed
            continue
        cells = [loaded.frame[name].iloc[place] for name in parts]
        key = ", ".join(_word(cell) for cell in cells if not is_blank(cell) and cell != ())
        if sheet in LINKS:
            key = str(park[sheet]["link"].iloc[place])
        again, called = 1, key
        while called in found:
            again += 1
            called = f"{key} ({again})"
        found[called] = row
    return found


def _meant(park: Park, loaded: Loaded, row: int, name: str) -> _Meant:
    """What stands in a cell, its default where it is blank."""
    declared = loaded.table.columns.get(name, loaded.table.extra)
    if name not in loaded.frame or declared is None:
        return _Meant("", math.nan, "")
    cell = _cell(loaded, row, name)
    if not isinstance(declared, Number):
        number = float(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else math.nan
        return _Meant("" if is_blank(cell) or cell == () else _word(cell), number, "")
    if is_blank(cell):
        return _Meant("", math.nan, "")
    beside = _unit_beside(loaded, name)
    unit = str(_cell(loaded, row, beside) or "") if beside else declared.unit
    words = f"{shown(declared.show(cell))} {unit}".strip()
    dimension, factor = _measure(park, unit) if beside else ("", 1.0)
    return _Meant(words, float(cell) * factor, dimension)


def _cell(loaded: Loaded, row: int, name: str) -> Any:
    return loaded.frame.at[row, name]


def _measure(park: Park, unit: str) -> tuple[str, float]:
    """The dimension of a unit, and what one of it is there; of a unit that is not known, itself."""
    try:
        found = rate(unit, park.settings.hours_per_year)
        return f"{found.dimension}{' per period' if found.per_period else ' per time'}", found.factor
    except UnitError:
        pass
    try:
        return amount(unit)
    except UnitError:
        return unit, 1.0


def _unit_beside(loaded: Loaded, name: str) -> str | None:
    """The column that says in which unit a number is."""
    columns = loaded.table.columns
    declared = columns.get(name)
    if not isinstance(declared, Number) or declared.unit:
        return None
    beside = (f"{name}_unit", f"{name.rpartition('_')[2]}_unit", "unit")
    return next((one for one in beside if isinstance(columns.get(one), Unit)), None)


def _is_unit_of_numbers(loaded: Loaded, name: str) -> bool:
    """Whether a column says in which unit others are: it is told with them."""
    return any(_unit_beside(loaded, other) == name for other in loaded.table.columns)


def _in_words(park: Park, loaded: Loaded, row: int) -> Iterator[str]:
    """What is typed in a row, but for what tells it apart."""
    for name in loaded.frame.columns:
        typed = bool(loaded.given.at[row, name]) if name in loaded.given else False
        if not typed or name in _told_by(loaded) or _is_unit_of_numbers(loaded, name):
            continue
        yield f"{name} {_meant(park, loaded, row, name).words}"


def _word(cell: Any) -> str:
    if isinstance(cell, tuple):
        return "; ".join(map(str, cell))
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell)
