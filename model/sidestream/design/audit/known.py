"""What the park says without any choice, as numbered lists: who, what, when, and what each unit is."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.accounts import FACILITY_SHEETS
from sidestream.design.audit.machines import machines
from sidestream.design.audit.sheets import Floats, Mask
from sidestream.design.tables import CASES
from sidestream.park.park import Park

TODAY, DESIGN = 0, 1
"""Places of the cases in `Known.cases`."""


class Known:
    """A park's names in order: everything else in the audit speaks of places in these lists."""

    cases = pd.Index(CASES, dtype=object)

    def __init__(self, park: Park) -> None:
        self.park = park
        self.participants = _names(park["Participants"]["participant"])
        self.commodities = _names(park["Commodities"]["commodity"])
        self.periods = _names(park.moments["period"])
        self.links = _names(pd.concat([park["Pipelines"]["link"], park["TruckRoutes"]["link"]]))

    @property
    def has_facilities(self) -> bool:
        """Whether the park has any row in Conversions, Storages, Expansions, Corridors or Fleets."""
        return any(len(self.park[sheet]) for sheet in FACILITY_SHEETS)

    @cached_property
    def machines(self) -> pd.DataFrame:
        """Every row of those sheets, as what it is."""
        return machines(self.park)

    @cached_property
    def status(self) -> NDArray[np.object_]:
        """Status of each link in the park."""
        frame = pd.concat([self.park[sheet][["link", "status"]] for sheet in ("Pipelines", "TruckRoutes")])
        return frame.drop_duplicates("link")["status"].to_numpy(object)

    @cached_property
    def hours(self) -> Floats:
        """Hours of each period."""
        return self.park.moments.drop_duplicates("period")["hours"].to_numpy(float)

    @cached_property
    def junction(self) -> Mask:
        """Participants that are junctions: they never pay."""
        frame = self.park["Participants"].drop_duplicates("participant")
        return (frame["kind"] == "junction").to_numpy(bool)

    @cached_property
    def passes_on(self) -> Mask:
        """Participants that pass on what they receive."""
        return np.asarray(self.participants.isin(list(self.park.passing_on)), bool)

    @cached_property
    def vanishes(self) -> Mask:
        """Commodities of which a loss is simply gone."""
        frame = self.park["Commodities"].drop_duplicates("commodity")
        return np.array([bool(value) for value in frame["vanishes"]], bool)

    @cached_property
    def units(self) -> list[str]:
        """Unit of each commodity."""
        return list(self.park["Commodities"].drop_duplicates("commodity")["unit"])

    def content(self, dimension: str) -> Floats:
        """What one unit of each commodity is in base units of a dimension."""
        return self.park.content[dimension].reindex(self.commodities).to_numpy(float)


def _names(column: pd.Series) -> pd.Index:
    return pd.Index(pd.unique(column.astype(object)), dtype=object)
