"""All stages and scenarios of a design as the audit has set them right, for what is said of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from sidestream.design.audit.builds import Builds
from sidestream.design.audit.facilities import Facilities
from sidestream.design.audit.flows import Flows
from sidestream.design.audit.known import Known
from sidestream.design.audit.relations import Relations
from sidestream.design.audit.sheets import Floats
from sidestream.park.park import Park
from sidestream.park.worlds import World, shares_of_money, shares_of_purses, shares_of_years


@dataclass(frozen=True)
class Seen:
    """One world: what is built and flows, what it costs and causes."""

    known: Known
    builds: Builds
    facilities: Facilities
    relations: Relations
    flows: Flows
    costs: pd.DataFrame
    impacts: pd.DataFrame


@dataclass(frozen=True)
class Whole:
    """The worlds of a park, in order; the last knows all that is built."""

    park: Park
    every: Sequence[World]
    seen: Sequence[Seen]

    @property
    def last(self) -> Seen:
        """The last world."""
        return self.seen[-1]

    @property
    def known(self) -> Known:
        """Names in order, which are the same in every world."""
        return self.last.known

    @cached_property
    def money(self) -> Floats:
        """What a yearly amount of each world counts in money."""
        return shares_of_money(self.every)

    @cached_property
    def years(self) -> Floats:
        """What a yearly amount of each world counts where nothing is discounted."""
        return shares_of_years(self.every)

    @cached_property
    def purses(self) -> Floats:
        """What a yearly amount of each world counts for each participant. Shape (worlds, participants)."""
        return np.asarray(shares_of_purses(self.park, self.every)[list(self.known.participants)].to_numpy(float))
