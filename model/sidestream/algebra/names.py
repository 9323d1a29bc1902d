"""Names of columns and rows, kept as codes until somebody asks for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike


class Names(Sequence[tuple[Any, ...]]):
    """A sequence of tuples: name i joins labels[codes[i]] of each level; a label may be a tuple itself,
    and labels may be Names.

    Names((["a", "b"], [0, 1, 1]), (["Jan"], [0, 0, 0]))[1] == ("b", "Jan")
    """

    def __init__(self, *levels: tuple[Sequence[Any], ArrayLike]):
        self._labels = [labels for labels, _ in levels]
        self._codes = [np.asarray(codes, dtype=np.int64) for _, codes in levels]

    def __len__(self) -> int:
        return len(self._codes[0])

    @overload
    def __getitem__(self, place: int) -> tuple[Any, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[tuple[Any, ...]]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        parts = (_parts(labels[codes[place]]) for labels, codes in zip(self._labels, self._codes, strict=True))
        return sum(parts, ())

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        columns = []
        for labels, codes in zip(self._labels, self._codes, strict=True):
            parts = [_parts(label) for label in labels]
            columns.append([parts[code] for code in codes.tolist()])
        return (sum(parts, ()) for parts in zip(*columns, strict=True))

    def at(self, places: ArrayLike) -> Names:
        """Return the names at some places, in their order."""
        chosen = np.asarray(places)
        some = Names.__new__(Names)
        some._labels, some._codes = self._labels, [codes[chosen] for codes in self._codes]
        return some


def _parts(label: Any) -> tuple[Any, ...]:
    return label if isinstance(label, tuple) else (label,)
