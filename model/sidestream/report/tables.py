"""Tables of a page: figures to the right with thousands separators and units, sorted by their headings, with a box to search."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sidestream.design.currency import in_currency
from sidestream.report.text import decimals, figure, rounded_away, safe
from sidestream.tables import Number, Table, is_blank

MOST_ROWS = 2000
UNSAID = ("", "1", "unit", "year")
"""Units that need not stand over a column: a count, and a commodity's own, which has a column; a year is one."""
WIDE = 10
"""Columns of a table that is printed on a sheet of its own, on its side, if it has more."""
LONG = 24
"""Signs of a text that needs a wide column."""
_most: ContextVar[int] = ContextVar("most", default=MOST_ROWS)


@contextmanager
def rows_at_most(count: int) -> Iterator[None]:
    """Tables made meanwhile have no more rows than that."""
    before = _most.set(count)
    try:
        yield
    finally:
        _most.reset(before)


@dataclass(frozen=True)
class Head:
    """A column of a table: what stands over it, its unit, whether it holds numbers, and what it means."""

    title: str
    unit: str = ""
    number: bool = False
    meaning: str = ""
    shape: str = ""
    """The unit that says how many decimals there are, where it is not that of the heading: EUR, where money is called otherwise."""


def table(caption: str, heads: Sequence[Head], rows: Sequence[Sequence[Any]], *, unit_at: int = -1) -> str:
    """Return a table. Numbers of a column share their decimals; where the column `unit_at` has units of their own, each has its own."""
    shown = rows[: _most.get()]
    counts = [
        decimals((row[place] for row in shown if isinstance(row[place], (int, float))), head.shape or head.unit)
        if head.number
        else 0
        for place, head in enumerate(heads)
    ]
    lines = [
        "<tr>" + "".join(_cell(head, row, place, counts[place], unit_at) for place, head in enumerate(heads)) + "</tr>"
        for row in shown
    ]
    above = "".join(_head(head, _long(head, place, shown)) for place, head in enumerate(heads))
    more = ""
    if len(rows) > len(shown):
        more = f'<p class="more">The first {len(shown):,} of {len(rows):,} rows; all of them are in the workbook.</p>'
    return (
        f'<div class="rows{" wide" if len(heads) > WIDE else ""}"><table class="data"><caption>{safe(caption)}</caption>'
        f"<thead><tr>{above}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table></div>{more}"
    )


def _long(head: Head, place: int, rows: Sequence[Sequence[Any]]) -> bool:
    """Whether a column holds texts that would be torn to pieces in a narrow one."""
    return not head.number and any(len(str(row[place])) > LONG for row in rows)


def _head(head: Head, long: bool) -> str:
    unit = f'<span class="unit">{safe(head.unit)}</span>' if head.unit not in UNSAID else ""
    look = ' class="number"' if head.number else ' class="long"' if long else ""
    return f'<th scope="col"{look}><span>{safe(head.title)}</span>{unit}</th>'


def _cell(head: Head, row: Sequence[Any], place: int, count: int, unit_at: int) -> str:
    value = row[place]
    tag = 'th scope="row"' if place == 0 and not head.number and not is_blank(value) else "td"
    end = tag.split()[0]
    if not head.number:
        return f"<{tag}>{safe('' if is_blank(value) else value)}</{end}>"
    number = float(value) if isinstance(value, (int, float)) else math.nan
    if head.unit in ("a", "year"):  # a year has no thousands
        shown = f"{number:.6g}" if math.isfinite(number) else ""
    elif unit_at >= 0 or rounded_away(number, count):
        shown = figure(number, unit=str(row[unit_at]) if unit_at >= 0 else head.shape or head.unit)
    else:
        shown = figure(number, count)
    return f'<td class="number">{shown}</td>'


def meanings(heads: Iterable[Head]) -> str:
    """Return what the columns mean, to be opened by who wants to know."""
    told = "".join(f"<dt>{safe(head.title)}</dt><dd>{safe(head.meaning)}</dd>" for head in heads if head.meaning)
    return (
        f'<details class="meanings"><summary>What the columns mean</summary><dl>{told}</dl></details>' if told else ""
    )


def of_sheet(
    sheet: type[Table],
    frame: pd.DataFrame,
    currency: str,
    columns: Sequence[str] = (),
    *,
    caption: str = "",
) -> str:
    """Return a result sheet, or some columns of it, with what its columns mean. Columns without anything are left out."""
    names = [
        name for name in columns or sheet.columns if name in frame and (name in sheet.key[:1] or _said(frame[name]))
    ]
    heads = []
    for name in names:
        column = sheet.columns[name]
        unit = "year" if name == "start_year" else in_currency(column.unit, currency)
        title = name.replace("_", " ").replace("co2", "CO2")
        heads.append(Head(title, unit, isinstance(column, Number), in_currency(column.meaning, currency), column.unit))
    values = [_shown(sheet, name, frame[name], currency) for name in names]
    rows = list(zip(*values, strict=True))
    unit_at = (
        names.index("unit")
        if sheet.sheet in ("Summary", "Insured design", "Figures compared") and "unit" in names
        else -1
    )
    return table(caption or in_currency(sheet.summary(), currency), heads, rows, unit_at=unit_at) + meanings(heads)


def _said(values: pd.Series) -> bool:
    return any(not is_blank(value) and value != () for value in values)


def _shown(sheet: type[Table], name: str, values: pd.Series, currency: str) -> list[Any]:
    """Values of a column as they stand in a workbook."""
    column = sheet.columns[name]
    made = [None if is_blank(value) else column.show(value) for value in values]
    if isinstance(column, Number):
        return made
    return [in_currency(str(value), currency) if value is not None else "" for value in made]
