"""A model being written: the park, its numbers, the books, and what each asset needs to read its answer back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import Books
from sidestream.algebra.model import Model
from sidestream.formulation.parties import Parties
from sidestream.formulation.reach import Reach, reach
from sidestream.park import Park


@dataclass
class Draft:
    """What assets and rules write into. `written` holds, by asset, what it needs to read back."""

    park: Park
    case: str = "design"
    elastic: bool = False
    tight: bool = True
    model: Model = field(init=False)
    parties: Parties = field(init=False)
    books: Books = field(default_factory=Books)
    written: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Any] = field(default_factory=dict)
    """What each kind of link needs to read back, by kind; a kind without links is not there."""
    shortfalls: list[tuple[str, NDArray[np.int64], NDArray[np.float64]]] = field(default_factory=list)
    """(block, columns, what each unit weighs in the elastic goal)"""

    def __post_init__(self) -> None:
        self.model = Model(f"{self.park.name}: {self.case}")
        self.parties = Parties(self.park)

    @cached_property
    def reach(self) -> Reach:
        """Bounds on what can sensibly flow, and what a loss costs."""
        return reach(self.park, self.parties)

    @cached_property
    def periods(self) -> list[str]:
        """Names of the moments."""
        return list(self.park.moments["period"])

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """What an entry of each moment counts a year."""
        return self.park.moments["weight"].to_numpy(float)

    def fall_short(self, name: str, index: Sequence[Any], weights: NDArray[np.float64]) -> NDArray[np.int64]:
        """Add columns by which something that must be may fall short; `weights` make them comparable."""
        columns = self.model.columns(name, index)
        self.shortfalls.append((name, columns, np.asarray(weights, float)))
        return columns
