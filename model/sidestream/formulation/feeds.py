"""What assets say of themselves before anything is written: the most that each could offer, use and turn into what.

`reach.py` works out from this, and from the links, what can sensibly flow; needs ask it what can come to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Feed(NamedTuple):
    """The most that participants could offer, or use, of commodities at each moment. Shape of most: (rows, moments)."""

    participant: Ints
    commodity: Ints
    most: Floats


class Disposals(NamedTuple):
    """What disposing of a commodity costs [EUR/unit] and emits [t/unit] at participants."""

    participant: Ints
    commodity: Ints
    cost: Floats
    co2: Floats


class Turns(NamedTuple):
    """Conversions: the most activity of each at each moment, and what a unit of it takes (-) and makes (+).

    most        shape (conversions, moments)
    row, participant, commodity, rate, only
                one entry for each commodity of each conversion; `only`: it can come only from within the park, or must
                be used in it
    """

    most: Floats
    row: Ints
    participant: Ints
    commodity: Ints
    rate: Floats
    only: NDArray[np.bool_]

    def feed(self, activity: Floats, sign: float) -> Feed:
        """What conversions at some activity make (1) or take (-1)."""
        some = np.flatnonzero(self.rate * sign > 0)
        most = sign * self.rate[some, None] * activity[self.row[some]]
        return Feed(self.participant[some], self.commodity[some], most)


@dataclass
class Feeds:
    """All that was announced."""

    offers: list[Feed] = field(default_factory=list)
    uses: list[Feed] = field(default_factory=list)
    disposals: list[Disposals] = field(default_factory=list)
    turns: Turns | None = None
