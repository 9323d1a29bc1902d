"""The books: where an asset enters what it does to others, and where rules read it.

An entry is a coordinate: whose, what, when, which column, how much of it. Column NONE is a constant; moment NONE is
once a year, whatever happens. Entries are kept as the arrays they came in and joined when somebody reads.

    materials   (node, moment, column) -> units that come in (+) or go out (-)
    costs       (payer, account, moment, column) -> EUR; `once` beside it: (payer, column) -> EUR invested, and its life
    impacts     (causer, impact, account, moment, column) -> t
    quantities  (causer, account, thing, moment, column) -> what of a thing is done: of a commodity disposed of, bought ... [unit]
    laid        (link, column) -> 1 for what a link can be laid as
    ties        (link, origin, destination, commodity, moment, column) -> what arrives by a link [unit]
    stays       (origin, destination, commodity, own, later, moment, column) -> what goes into a storage, stands in it from one
                moment to a `later` one, and comes out [unit]; `leaves` beside it: what of it leaves the origin; `own` is 1
                for goods of the origin's own

The last four are made when somebody reads them: `enter_later` keeps how.

A payer or causer is a share key: a participant, a link whose payers share, society, or a corridor whose links share (see `formulation/parties.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

NONE = -1
"""Column of a constant; moment of what is not bound to one."""


@dataclass
class Book:
    """Entries with integer coordinates `keys`, a moment, a column and a value; `beside` it figures that tell more of it."""

    keys: tuple[str, ...]
    beside: tuple[str, ...] = ()
    _parts: list[tuple[NDArray[Any], ...]] = field(default_factory=list)
    _later: list[Callable[[], None]] = field(default_factory=list)

    def enter(self, *, moment: ArrayLike, column: ArrayLike, value: ArrayLike, **keys: ArrayLike) -> None:
        """Write entries: arrays that broadcast against each other. Zeros are not written."""
        if set(keys) != {*self.keys, *self.beside}:
            raise TypeError(f"this book is kept by {(*self.keys, *self.beside)}, not by {tuple(keys)}")
        given = [*(keys[name] for name in self.keys), moment, column, *(keys[name] for name in self.beside), value]
        arrays = np.broadcast_arrays(*(np.asarray(array) for array in given))
        flat = [array.ravel() for array in arrays]
        there = flat[-1] != 0
        if not there.any():
            return
        if not there.all():
            flat = [array[there] for array in flat]
        kinds = [np.int64] * (len(self.keys) + 2) + [float] * (len(self.beside) + 1)
        last = len(flat) - 1
        self._parts.append(
            tuple(
                array.astype(kind, copy=place == last)
                for place, (array, kind) in enumerate(zip(flat, kinds, strict=True))
            )
        )

    def enter_later(self, make: Callable[[], None]) -> None:
        """Keep what will enter something, until somebody reads the book."""
        self._later.append(make)

    def read(self) -> dict[str, NDArray[Any]]:
        """Return all entries as one array per coordinate: the keys, moment, column, value."""
        names = [*self.keys, "moment", "column", *self.beside, "value"]
        while self._later:
            self._later.pop(0)()
        if not self._parts:
            figures = ("value", *self.beside)
            return {name: np.empty(0, float if name in figures else np.int64) for name in names}
        if len(self._parts) > 1:
            self._parts = [tuple(np.concatenate(side) for side in zip(*self._parts, strict=True))]
        return dict(zip(names, self._parts[0], strict=True))

    def amounts(self, values: NDArray[np.float64], weights: NDArray[np.float64]) -> pd.DataFrame:
        """Sum the entries a year by their keys, with the columns at `values` and the moments weighted by `weights`."""
        entries = self.read()
        amount = entries["value"] * at(values, entries["column"]) * at(weights, entries["moment"])
        frame = pd.DataFrame({name: entries[name] for name in self.keys} | {"amount": amount})
        return frame.groupby(list(self.keys), sort=True)["amount"].sum().reset_index()


def at(values: NDArray[np.float64], places: NDArray[np.int64]) -> NDArray[np.float64]:
    """`values[places]`, 1 where the place is NONE."""
    if not len(values):
        return np.ones(len(places))
    return np.where(places == NONE, 1.0, values[places])


@dataclass
class Books:
    """The books of one model."""

    materials: Book = field(default_factory=lambda: Book(("node",)))
    costs: Book = field(default_factory=lambda: Book(("payer", "account")))
    once: Book = field(default_factory=lambda: Book(("payer",), beside=("life",)))
    impacts: Book = field(default_factory=lambda: Book(("causer", "impact", "account")))
    quantities: Book = field(default_factory=lambda: Book(("causer", "account", "thing")))
    laid: Book = field(default_factory=lambda: Book(("link",)))
    ties: Book = field(default_factory=lambda: Book(("link", "origin", "destination", "commodity")))
    stays: Book = field(
        default_factory=lambda: Book(("origin", "destination", "commodity", "own", "later"), beside=("leaves",))
    )
