"""Cells become a table by its declaration, and every fault that one row can show is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.tables.cells import as_word, column_letter, is_blank, is_error_cell
from sidestream.tables.column import Column
from sidestream.tables.contents import Contents, Ints, Mask, columns_of, objects, said_again
from sidestream.tables.loaded import Loaded
from sidestream.tables.numbers import NOT_A_NUMBER, Number
from sidestream.tables.table import Table
from sidestream.tables.wording import shown, suggest

STRANGE = 4
"""Different texts in a column of numbers without one number, from which on the column is complained of as a whole."""

_EMPTY: dict[type[Table], Loaded] = {}
"""Sheets without rows, made once: most sheets of most parks are."""


def empty_table(table: type[Table]) -> Loaded:
    """Return a sheet without rows."""
    if table not in _EMPTY:
        _EMPTY[table], _ = read_columns(table, [], [], [])
    loaded = _EMPTY[table]
    return replace(loaded, frame=loaded.frame.copy(), given=loaded.given.copy())


def read_table(
    table: type[Table],
    header: Sequence[object],
    rows: Sequence[Sequence[object]],
    numbers: Sequence[int],
) -> tuple[Loaded, list[Fault]]:
    """Understand a sheet's cells row by row: `rows` are as long as the header or shorter. As `read_columns` does."""
    return read_columns(table, header, columns_of(rows, len(header)), numbers)


def read_columns(
    table: type[Table],
    header: Sequence[object],
    columns: Sequence[Contents],
    numbers: Sequence[int] | Ints,
    top: int = 1,
) -> tuple[Loaded, list[Fault]]:
    """Understand a sheet's cells by its declaration.

    `header` is the row `top`, `columns` what stands below it (there may be more of them), `numbers` the rows' numbers
    in the sheet. Rows that are blank throughout are passed over. Returns the table and every fault that one row can
    show; a faulty cell counts as blank in the table.
    """
    faults: list[Fault] = []
    faulty: set[tuple[int, str]] = set()
    places = _places(table, header, columns, faults, top)
    filled = np.zeros(len(numbers), bool)
    for cells in columns:
        filled |= cells.filled
    index = np.asarray(numbers, np.int64)[filled]
    letters = {name: column_letter(place) for name, place in places.items()}
    declared = {**table.columns, **{name: table.extra for name in places if name not in table.columns}}
    blank = Contents.blank(len(index))
    contents = {name: columns[places[name]].at(filled) if name in places else blank for name in declared}
    given = {name: cells.filled for name, cells in contents.items()}
    alone, stray = _alone(table, given, letters, index)
    faults += stray
    frame: dict[str, pd.Series] = {}
    for name, column in declared.items():
        assert column is not None
        cells = contents[name]
        frame[name], complaints = _understood(column, cells)
        title = column.title if name in table.columns else name
        faulty |= {(int(index[row]), name) for row in complaints}
        if name in places:
            letter = letters[name]
            faults += [
                Fault(table.sheet, f"{letter}{index[row] if row >= 0 else top}", title, complaint)
                for row, complaint in _of_the_whole(column, cells, complaints, index, letter).items()
                if row not in alone
            ]
    loaded = Loaded(
        table,
        pd.DataFrame(frame, columns=list(declared)).set_axis(index, axis=0),
        pd.DataFrame(given, columns=list(declared), dtype=bool).set_axis(index, axis=0),
        letters,
        frozenset(faulty),
        top,
    )
    faults += _repeated(loaded)
    return loaded, faults


def _understood(column: Column, cells: Contents) -> tuple[pd.Series, Mapping[int, str]]:
    """Return a column's values, and what is wrong by row: numbers are understood all together, each word once."""
    known = column.understand_numbers(cells.numbers)
    if known is None:
        cells = cells.worded()
    meanings, wrong_words = _meanings(column, cells.words)
    values = objects([*meanings, column.blank()])[cells.codes]  # the code of a blank cell is -1, the last
    wrong = np.zeros(len(cells), bool)
    if wrong_words:
        wrong = np.isin(cells.codes, list(wrong_words))
    if known is not None:
        values = values.astype(float)
        numbers, fine = ~np.isnan(cells.numbers), known[1]
        values[numbers & fine] = known[0][numbers & fine]
        wrong |= numbers & ~fine
    if column.needed:
        wrong |= ~cells.filled
    said = {
        row: wrong_words[int(cells.codes[row])] if cells.codes[row] >= 0 else _meaning(column, cells.cell(row))[1]
        for row in np.flatnonzero(wrong).tolist()
    }
    return column.collect(values), said


def _alone(
    table: type[Table], given: Mapping[str, Mask], letters: Mapping[str, str], index: Ints
) -> tuple[set[int], list[Fault]]:
    """Return the rows with one filled cell where several are needed, such as a total below the table, and say so."""
    needed = [name for name, column in table.columns.items() if column.needed and name in letters]
    if len(needed) < 2 or not len(index):
        return set(), []
    lacking = sum(~given[name] for name in needed) >= 2
    rows = np.flatnonzero(lacking & (sum(given[name].astype(int) for name in letters) == 1)).tolist()
    faults = []
    for row in rows:
        name = next(name for name in letters if given[name][row])
        more = ", ".join(other for other in needed if other != name)
        message = f"is the only filled cell of its row, where {more} are needed too: fill them in, or clear the cell"
        title = table.columns[name].title if name in table.columns else name
        faults.append(Fault(table.sheet, f"{letters[name]}{index[row]}", title, message))
    return set(rows), faults


def _of_the_whole(
    column: Column, cells: Contents, complaints: Mapping[int, str], index: Ints, letter: str
) -> Mapping[int, str]:
    """Return complaints with one in row -1, of the whole, where a column of numbers holds many texts and no number.

    It is another's column, or has another's name.
    """
    if not isinstance(column, Number) or len(complaints) < STRANGE:
        return complaints
    filled = np.flatnonzero(cells.filled).tolist()
    said = {complaints.get(row, "") for row in filled}
    if len(said) < STRANGE or not all(words.endswith(NOT_A_NUMBER) for words in said):
        return complaints
    first = f"{letter}{index[filled[0]]} is {shown(cells.cell(filled[0]))}"
    message = (
        f"none of the {len(filled)} filled cells below is a number ({first}): "
        "type numbers there, or name the column for what it holds"
    )
    return {-1: message, **{row: words for row, words in complaints.items() if not cells.filled[row]}}


def _meanings(column: Column, words: list[object]) -> tuple[Sequence[Any], dict[int, str]]:
    """Return the value of each word, and by place what is wrong with those that have none."""
    together = column.understand_texts(words)
    if together is not None:
        return together, {}
    meant = [_meaning(column, word) for word in words]
    return [value for value, _ in meant], {place: said for place, (_, said) in enumerate(meant) if said}


def _meaning(column: Column, cell: object) -> tuple[Any, str]:
    """Return the value of one cell, and what is wrong with it."""
    if is_blank(cell):
        return column.blank(), _needed(column) if column.needed else ""
    if is_error_cell(cell):
        return column.blank(), f"the cell shows the error {str(cell).strip()}: mend its formula"
    try:
        return column.understand(cell), ""
    except ValueError as error:
        return column.blank(), str(error)


def _needed(column: Column) -> str:
    """Say that a cell is needed, what for, and what may stand in it where that is not any text."""
    return f"is needed: {column.meaning}" + (f" ({column.expected})" if column.expected != "text" else "")


def _places(
    table: type[Table], header: Sequence[object], columns: Sequence[Contents], faults: list[Fault], top: int
) -> dict[str, int]:
    """Find each declared column in the header; complain of strangers, doubles and absentees."""
    places: dict[str, int] = {}
    said = {as_word(cell).casefold() for cell in header if not is_blank(cell)}
    for place, cell in enumerate(header):
        letter = column_letter(place)
        if is_blank(cell):
            if columns[place].filled.any():
                faults.append(
                    Fault(
                        table.sheet,
                        f"{letter}{top}",
                        "",
                        f"the column has content but no name in row {top}: name it there, or clear it",
                    )
                )
            continue
        name = as_word(cell)
        known = next((column for column in table.columns if column.casefold() == name.casefold()), None)
        if known is None and table.extra is None:
            absent = [column for column in table.columns if column.casefold() not in said]
            hint = suggest(name, absent, otherwise=f" (columns: {', '.join(table.columns)})")
            faults.append(Fault(table.sheet, f"{letter}{top}", "", f"no column is called {shown(name)}{hint}"))
        elif (known or name) in places:
            faults.append(Fault(table.sheet, f"{letter}{top}", "", f"the column {shown(name)} is there twice"))
        else:
            places[known or name] = place
    if header:
        faults += [
            Fault(table.sheet, "", "", f"the column '{name}' is missing: {column.meaning}")
            for name, column in table.columns.items()
            if column.needed and name not in places
        ]
    return places


def _repeated(loaded: Loaded) -> list[Fault]:
    """Complain of rows that cannot be told apart."""
    key = [name for name in loaded.table.key if name in loaded.frame]
    if not key or loaded.frame.empty:
        return []
    same = said_again(loaded.frame[name] for name in key)
    named = ~np.array([is_blank(value) for value in loaded.frame[key[0]]], bool) if same.any() else same
    faults = []
    first: dict[tuple[object, ...], int] = {}
    for place in np.flatnonzero(same & named).tolist():
        row, values = int(loaded.frame.index[place]), [loaded.frame[name].iloc[place] for name in key]
        alike = tuple(value.casefold() if isinstance(value, str) else value for value in values)
        if alike in first:
            words = ["; ".join(value) if isinstance(value, tuple) else value for value in values]
            what = ", ".join(shown(word).strip("'") for word in words if not is_blank(word))
            faults.append(
                loaded.fault(row, key[0], f"'{what}' stands in row {first[alike]} already: {loaded.table.twice}")
            )
        first.setdefault(alike, row)
    return faults
