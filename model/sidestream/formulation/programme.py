"""The whole model of a park, as a table of contents.

    ASSETS  what can be used, carried and served; each enters its terms in the books
    RULES   what must hold between them; each reads the books
    GOAL    what is to be least

`write` makes the model of one case: `design` (every link that is not forbidden) or `today` (existing links, no Limits:
the baseline). With `elastic`, whatever must be can fall short, and the goal is to fall short least.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import Books
from sidestream.algebra.model import Model
from sidestream.formulation.parties import Parties
from sidestream.formulation.reach import Reach, reach
from sidestream.park import Park


@dataclass
class Programme:
    """A model being written: the park, its numbers, the books, and what each asset needs to read its answer back."""

    park: Park
    case: str = "design"
    elastic: bool = False
    tight: bool = True
    model: Model = field(init=False)
    parties: Parties = field(init=False)
    books: Books = field(default_factory=Books)
    written: dict[str, Any] = field(default_factory=dict)
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

    def read(self, values: NDArray[np.float64]) -> dict[str, pd.DataFrame]:
        """Let every asset read its part of a solution back as result tables."""
        tables: dict[str, list[pd.DataFrame]] = {}
        for asset in _assets():
            for sheet, frame in asset.read(self, values).items():
                tables.setdefault(sheet, []).append(frame)
        return {sheet: pd.concat(frames, ignore_index=True) for sheet, frames in tables.items()}


def _assets() -> list[Any]:
    from sidestream.formulation.assets import needs, own_use, pipelines, supplies, truck_routes

    return [supplies, needs, own_use, pipelines, truck_routes]


def _rules() -> list[Any]:
    from sidestream.formulation.rules import balances, carbon, limits

    return [balances, carbon, limits]


def write(park: Park, case: str = "design", *, elastic: bool = False, tight: bool = True) -> Programme:
    """Write the model of a park. `tight=False` leaves the couplings at capacity alone where that is finite."""
    from sidestream.formulation.goals import least_cost, least_shortfall

    programme = Programme(park, case, elastic, tight)
    for part in [*_assets(), *_rules(), least_shortfall if elastic else least_cost]:
        part.write(programme)
    return programme
