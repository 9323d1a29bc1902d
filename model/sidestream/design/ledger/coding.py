"""Beginnings, ends and places as single numbers, and their names again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.tables import ENDS, ORIGINS
from sidestream.park.park import Park

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
ORIGIN = ["origin", "stream", "name", "source", "given_in"]
"""What tells beginnings apart."""
END = ["user", "commodity", "use", "need", "need_name", "period"]
"""What tells ends apart."""


class Coding:
    """The names of a park in order, blank first where it may stand there."""

    def __init__(self, park: Park) -> None:
        self.who = _index(park["Participants"]["participant"])
        self.what = _index(park["Commodities"]["commodity"])
        self.when = _index(park.moments["period"])
        rows = [park["Supplies"]["name"], park["Demands"]["name"], park["Storages"]["storage"]]
        self.name = _index(["", *pd.concat(rows)])
        self.need = _index(["", *self.what])
        self._origin = (self.who, self.what, self.name, pd.Index(ORIGINS, dtype=object), self.when)
        self._end = (self.who, self.what, pd.Index(ENDS, dtype=object), self.need, self.name, self.when)

    def origin(self, who: Ints, what: Ints, source: str, when: Ints, name: Any = "") -> Ints:
        """Number of each beginning."""
        return _coded(self._origin, (who, what, places(self.name, name), ORIGINS.index(source), when))

    def end(self, who: Ints, what: Ints, use: str, when: Ints, need: Any = "", name: Any = "") -> Ints:
        """Number of each end."""
        needs = places(self.need, need)
        return _coded(self._end, (who, what, ENDS.index(use), needs, places(self.name, name), when))

    def origins(self, numbers: Ints) -> pd.DataFrame:
        """Names of beginnings: ORIGIN."""
        return _decoded(self._origin, ORIGIN, numbers)

    def ends(self, numbers: Ints) -> pd.DataFrame:
        """Names of ends: END."""
        return _decoded(self._end, END, numbers)

    def balances(self, who: Any, what: Any, when: Any) -> Ints:
        """Number of each participant, commodity and period, by name."""
        lists = (self.who, self.what, self.when)
        return _coded(lists, [places(names, each) for names, each in zip(lists, (who, what, when), strict=True)])

    def balances_named(self, numbers: Ints) -> pd.DataFrame:
        """Names of balances: participant, commodity, period."""
        return _decoded((self.who, self.what, self.when), ["participant", "commodity", "period"], numbers)


def places(names: pd.Index, words: Any) -> Ints:
    """Places of words among names: of one, or of many."""
    return np.asarray(names.get_indexer(pd.Index([words] if isinstance(words, str) else words, dtype=object)), np.int64)


def _index(names: Iterable[str]) -> pd.Index:
    return pd.Index(pd.unique(pd.Series(list(names), dtype=object)), dtype=object)


def _coded(lists: tuple[pd.Index, ...], places: Any) -> Ints:
    made: Any = 0
    for names, place in zip(lists, places, strict=True):
        made = made * len(names) + place
    return np.asarray(made, np.int64)


def _decoded(lists: tuple[pd.Index, ...], columns: list[str], numbers: Ints) -> pd.DataFrame:
    made: dict[str, Any] = {}
    for names, column in reversed(list(zip(lists, columns, strict=True))):
        numbers, place = np.divmod(numbers, max(len(names), 1))
        made[column] = names.to_numpy(object)[place]
    return pd.DataFrame(made, columns=columns, dtype=object)
