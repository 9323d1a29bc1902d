"""A model being written: the park, its numbers, the books, and what each asset needs to read its answer back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import Books
from sidestream.algebra.model import Model
from sidestream.formulation.feeds import Feeds
from sidestream.formulation.parties import Parties
from sidestream.formulation.reach import Reach, reach
from sidestream.park import Park

Elastic = Literal["", "moment", "row"]
Aim = Literal["cost", "cash"]
Term = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]


@dataclass(frozen=True)
class Said:
    """Where the workbook says that something must be: the sheet, the column, and the row number of each."""

    sheet: str
    column: str
    rows: NDArray[np.int64]


@dataclass(frozen=True)
class Shortfall:
    """Columns by which something that must be can fall short, what a unit of each weighs, what was to be (the largest
    where a column stands for several), and where it was said.
    """

    name: str
    columns: NDArray[np.int64]
    weights: NDArray[np.float64]
    sizes: NDArray[np.float64]
    said: Said


@dataclass(frozen=True)
class Consent:
    """What firms compare a design with: what each pays a year as it stands, by name, and the size of what goes through its
    hands (the same without signs), over all stages and scenarios [EUR/a].
    """

    cash: Mapping[str, float]
    size: Mapping[str, float]


class Mixing(NamedTuple):
    """part = share * taken * whole: columns `part`, `share` and `whole` of what leaves a pool, of which at most `most` can.

    `pool` tells the shares that add up to 1.
    """

    part: int
    share: int
    whole: int
    taken: float
    most: float
    pool: tuple[int, int, int]


@dataclass(frozen=True)
class Decided:
    """A family of what is decided once: its names and columns."""

    index: Sequence[Any]
    columns: NDArray[np.int64]


@dataclass
class Draft:
    """What assets and rules write into. `written` holds, by asset, what it needs to read back.

    elastic     "" where everything holds; "moment" where each row of the model can fall short by an amount of its own;
                "row" where each row of the workbook can, by one share in all moments
    lifting     forbidden links that can be built, each held back by a column of its own, as required ones can then be
                left out; None where every status holds
    aim         what is least, unless elastic: cost, or the cash of firms
    """

    park: Park
    case: str = "design"
    elastic: Elastic = ""
    tight: bool = True
    lifting: frozenset[str] | None = None
    aim: Aim = "cost"
    model: Model = None  # type: ignore[assignment]
    """The model that it writes, or the part of one; a new one where none is given."""
    weighed: bool = False
    """Whether it is one of several scenarios of a stage: what holds in expectation is written for all of them together."""
    decided: dict[str, Decided] = field(default_factory=dict)
    """What is built, by family: shared by the scenarios of a stage."""
    parties: Parties = field(init=False)
    books: Books = field(default_factory=Books)
    feeds: Feeds = field(default_factory=Feeds)
    written: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Any] = field(default_factory=dict)
    """What each kind of link needs to read back, by kind; a kind without links is not there."""
    shortfalls: list[Shortfall] = field(default_factory=list)
    builds: list[NDArray[np.int64]] = field(default_factory=list)
    """Every build decision, as assets have added them."""
    mixing: list[Mixing] = field(default_factory=list)
    """What the model leaves open, as it is not linear."""
    shares: list[Callable[[NDArray[np.float64]], pd.DataFrame]] = field(default_factory=list)
    """Who stands behind share keys that depend on the answer: key, participant, share."""

    def __post_init__(self) -> None:
        if self.model is None:
            self.model = Model(f"{self.park.name}: {self.case}")
        self.parties = Parties(self.park)

    @cached_property
    def reach(self) -> Reach:
        """Bounds on what can sensibly flow, and what a loss costs."""
        return reach(self.park, self.parties, self.feeds, self.lifting or frozenset())

    @cached_property
    def things(self) -> dict[str, list[str]]:
        """What the numbers of things in the book of quantities mean, by account; of vehicles, by that word."""
        commodities = self.parties.commodities
        return {
            **dict.fromkeys(("provision", "virgin", "disposal", "carrying"), commodities),
            "conversion": sorted(set(self.park["Conversions"]["conversion"])),
            "building": sorted(set(self.park["PipeSizes"]["size"])),
            "vehicle": sorted(set(self.park["Vehicles"]["vehicle"])),
        }

    @cached_property
    def periods(self) -> list[str]:
        """Names of the moments."""
        return list(self.park.moments["period"])

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """What an entry of each moment counts a year."""
        return self.park.moments["weight"].to_numpy(float)

    def fall_short(
        self,
        name: str,
        index: Sequence[Any],
        size: NDArray[np.float64],
        said: Said,
        sign: float = 1.0,
        *,
        whole: bool = False,
    ) -> Term:
        """Let each row of a family fall short of `size`, what it was to be; return the term to write into the family.

        By moment a row has a column of its own, in its unit. By row of the workbook, the rows that one of those speaks
        of share a column: the share of their sizes by which all of them fall short. `whole`: they give way by whole ones.
        """
        here = np.arange(len(index))
        if self.elastic == "row":
            rows, of = np.unique(said.rows, return_inverse=True)
            columns = self.model.columns(name, [f"row {row}" for row in rows.tolist()], whole=whole)
            largest = np.zeros(len(rows))
            np.maximum.at(largest, of, size)
            each = Said(said.sheet, said.column, rows)
            self.shortfalls.append(Shortfall(name, columns, np.ones(len(rows)), largest, each))
            return here, columns[of], sign * size
        columns = self.model.columns(name, index, whole=whole)
        self.shortfalls.append(Shortfall(name, columns, 1 / size, size, said))
        return here, columns, np.full(len(index), sign)

    def decide(
        self,
        name: str,
        index: Sequence[Any],
        lower: NDArray[np.float64] | float,
        upper: NDArray[np.float64] | float,
        *,
        whole: bool = True,
    ) -> NDArray[np.int64]:
        """Add what is decided before anything comes; another scenario of the same stage has decided it already.

        Raises ValueError where the two do not have the same to decide.
        """
        known = self.decided.get(name)
        if known is None:
            known = self.decided[name] = Decided(index, self.model.columns(name, index, lower, upper, whole=whole))
        elif list(known.index) != list(index):
            raise ValueError(f"{name}: scenarios of one stage do not decide the same")
        if whole:
            self.builds.append(known.columns)
        return known.columns

    def bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Least and most that each column written so far can be."""
        return self.model.bounds()
