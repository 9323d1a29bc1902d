"""What stands in a column of cells from top to bottom: numbers as an array, every other content once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sidestream.tables.cells import Percent, is_blank

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

EXACT = 2.0**53
"""Whole numbers from here on are not all floats: they are kept as they stand, among the words."""


@dataclass
class Contents:
    """A column of cells; whoever understands it looks once at each word, however often it stands there.

    numbers   plain numbers, NaN in other cells. Shape (rows,)
    codes     place in `words` of what else stands in a cell; -1 where it is blank or a number. Shape (rows,)
    words     texts, percentages, dates, yes and no
    """

    numbers: Floats
    codes: Ints
    words: list[object]

    @classmethod
    def of(cls, cells: Sequence[object]) -> Contents:
        """Sort cells into numbers and words."""
        kinds = set(map(type, cells))
        if kinds == {float}:
            return cls(np.array(cells, float), np.full(len(cells), -1), [])
        if kinds == {str}:
            codes, texts = pd.factorize(objects(cells))
            filled = np.fromiter(map(bool, map(str.strip, texts)), bool, len(texts))
            codes = np.where(filled, np.cumsum(filled) - 1, -1)[codes]
            return cls(np.full(len(cells), np.nan), codes, texts[filled].tolist())
        places: dict[tuple[type, object], int] = {}
        codes, numbers = np.full(len(cells), -1), np.full(len(cells), np.nan)
        for row, cell in enumerate(cells):
            if isinstance(cell, (int, float)) and not isinstance(cell, (bool, Percent)) and abs(cell) < EXACT:
                numbers[row] = cell
            elif not is_blank(cell):
                codes[row] = places.setdefault((type(cell), cell), len(places))
        return cls(numbers, codes, [cell for _, cell in places])

    @classmethod
    def blank(cls, rows: int) -> Contents:
        """Make a column in which nothing stands."""
        return cls(np.full(rows, np.nan), np.full(rows, -1), [])

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def filled(self) -> Mask:
        """Which cells are not blank."""
        return (self.codes >= 0) | ~np.isnan(self.numbers)

    def at(self, rows: Ints | Mask) -> Contents:
        """Return the cells of some rows."""
        return Contents(self.numbers[rows], self.codes[rows], self.words)

    def cell(self, row: int) -> object:
        """Return what stands in one cell; None where it is blank."""
        if self.codes[row] >= 0:
            return self.words[self.codes[row]]
        return None if np.isnan(self.numbers[row]) else as_typed(float(self.numbers[row]))

    def worded(self) -> Contents:
        """Return the same with numbers among the words, each once."""
        rows = np.flatnonzero(~np.isnan(self.numbers))
        if not len(rows):
            return self
        places, different = pd.factorize(self.numbers[rows])
        codes = self.codes.copy()
        codes[rows] = places + len(self.words)
        return Contents(np.full(len(self), np.nan), codes, self.words + list(map(as_typed, different.tolist())))


def as_typed(number: float) -> float | int:
    """7.0 as 7, which is how it was typed."""
    return int(number) if number.is_integer() and abs(number) < EXACT else number


def columns_of(rows: Iterable[Sequence[object]], width: int) -> list[Contents]:
    """Turn rows of cells, as long as the widest or shorter, into at least `width` columns."""
    rows = list(rows)
    width = max([width, *map(len, rows)])
    return [Contents.of([row[place] if place < len(row) else None for row in rows]) for place in range(width)]


def objects(values: Sequence[object]) -> NDArray[np.object_]:
    """Return an array of anything, tuples too."""
    return np.fromiter(values, object, len(values))


def together(columns: Iterable[ArrayLike]) -> tuple[Ints, Ints]:
    """Number rows by what they say in some columns together: the same number where they say the same.

    Returns the numbers, and the first row of each.
    """
    numbers: Ints = np.zeros(0, np.int64)
    for place, column in enumerate(columns):
        codes: Ints = pd.factorize(np.asarray(column))[0]
        numbers = codes if place == 0 else pd.factorize(numbers * (codes.max(initial=0) + 2) + codes)[0]
    return numbers, np.flatnonzero(~pd.Series(numbers).duplicated().to_numpy(bool))


def said_again(columns: Iterable[ArrayLike]) -> Mask:
    """Which rows say the same in some columns together as another row does, whatever the capitals."""
    numbers, _ = together(map(_without_capitals, columns))
    return pd.Series(numbers).duplicated(keep=False).to_numpy(bool)


def _without_capitals(column: ArrayLike) -> NDArray[np.object_]:
    codes, different = pd.factorize(np.asarray(column, object))
    words = different.tolist()
    folded = "\n".join(words).casefold().split("\n") if set(map(type, words)) == {str} else []
    if len(folded) != len(words):
        folded = [word.casefold() if isinstance(word, str) else word for word in words]
    return objects([*folded, None])[codes]
