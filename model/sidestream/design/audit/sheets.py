"""A result sheet as the audit reads it: clean columns, the address of every cell, and what was found wrong there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sidestream.design.audit import tolerance
from sidestream.errors import Fault
from sidestream.tables import Table, shown, suggest

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass
class Words:
    """A column of text: many rows, few words."""

    words: list[str]
    places: Places

    def within(self, known: pd.Index) -> Places:
        """Place of each row's word among the known ones; -1: not known."""
        return np.asarray(known.get_indexer(pd.Index(self.words, dtype=object)), np.int64)[self.places]

    def at(self, place: int) -> str:
        """Word of one row."""
        return self.words[int(self.places[place])]

    def array(self) -> NDArray[np.object_]:
        """One word a row."""
        return np.array(self.words, object)[self.places]


@dataclass
class Sheet:
    """One sheet of a result. `rows` are row numbers; faults found on the way are added to `faults`."""

    table: type[Table]
    rows: Places
    letters: Mapping[str, str]
    faults: list[Fault]
    numbers: dict[str, Floats] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, column: str) -> Floats:
        return self.numbers[column]

    def say(self, place: int | None, column: str, message: str) -> None:
        """Name a fault at the cell of the row at `place` (None: of the whole sheet)."""
        declared = self.table.columns.get(column)
        cell = ""
        if place is not None:
            letter, row = self.letters.get(column), int(self.rows[place])
            cell = f"{letter}{row}" if letter else f"row {row}"
        self.faults.append(Fault(self.table.sheet, cell, declared.title if declared else column, message))

    def say_all(self, where: Mask, column: str, message: Callable[[int], str]) -> None:
        """Name a fault at each row of a mask."""
        for place in np.flatnonzero(where):
            self.say(int(place), column, message(int(place)))

    def keep(self, rows: Mask) -> None:
        """Go on without the rows that cannot be told what they are."""
        if rows.all():
            return
        self.rows = self.rows[rows]
        self.numbers = {name: values[rows] for name, values in self.numbers.items()}
        self.words = {name: Words(column.words, column.places[rows]) for name, column in self.words.items()}

    def known(self, column: str, names: pd.Index, what: str) -> None:
        """Name every word that is not one of `names`, and go on without its row."""
        good = self.words[column].within(names) >= 0
        words = self.words[column].array()

        def message(place: int) -> str:
            word = words[place]
            return f"no {what} is called {shown(word)}{suggest(word, names)}" if word else f"blank: {what} expected"

        self.say_all(~good, column, message)
        self.keep(good)

    def once(self) -> None:
        """Name rows that repeat the key of an earlier one, and go on without them."""
        key = [name for name in self.table.key if name in self.words]
        again = pd.DataFrame({name: self.words[name].places for name in key}).duplicated().to_numpy(bool)
        self.say_all(again, key[0], lambda place: f"{self.called(place)} stands in an earlier row already")
        self.keep(~again)

    def called(self, place: int) -> str:
        """What tells a row apart, in words: `today, plant, gypsum, year`."""
        words = [
            self.words[name].words[self.words[name].places[place]] for name in self.table.key if name in self.words
        ]
        return ", ".join(word for word in words if word)

    def agree(
        self,
        column: str,
        expected: ArrayLike,
        why: str | Callable[[int], str],
        *,
        scale: ArrayLike = 0.0,
        absolute: float = tolerance.AMOUNT,
        share: float = tolerance.SHARE,
        where: Mask | None = None,
    ) -> Floats:
        """Name every cell that is not what is expected. Returns the column with those cells set right."""
        found = self.numbers[column]
        expected = np.broadcast_to(np.asarray(expected, float), found.shape)
        size = np.fmax(np.fmax(np.abs(np.where(np.isinf(found), 0, found)), np.abs(expected)), np.abs(scale))
        wrong = tolerance.apart(found, expected, np.nan_to_num(size, posinf=0.0), absolute, share)
        if where is not None:
            wrong &= where

        def message(place: int) -> str:
            reason = why if isinstance(why, str) else why(place)
            return (
                f"{self.figure(column, found[place])} found, {self.figure(column, expected[place])} expected: {reason}"
            )

        self.say_all(wrong, column, message)
        return np.where(wrong, expected, found)

    def agree_text(
        self, column: str, expected: Iterable[str], why: str, *, where: Mask | None = None, also: Iterable[str] = ()
    ) -> None:
        """Name every cell that holds another text than expected (or than the one that may stand there `also`)."""
        found, right, other = self.words[column].array(), _objects(expected), _objects(also)
        wrong = np.asarray(found != right, bool)
        if len(other):
            wrong &= np.asarray(found != other, bool)
        if where is not None:
            wrong &= where
        self.say_all(
            wrong, column, lambda place: f"{quoted(found[place])} found, {quoted(right[place])} expected: {why}"
        )

    def figure(self, column: str, value: float) -> str:
        """A value as its cell shows it."""
        return "blank" if np.isnan(value) else shown(self.table.columns[column].show(value))


def quoted(word: str) -> str:
    """A text as a complaint quotes it."""
    return shown(word) if word else "blank"


def _objects(words: Iterable[str]) -> NDArray[np.object_]:
    listed = list(words)
    made = np.empty(len(listed), object)
    made[:] = listed
    return made
