"""A design: one table per result sheet, values in units inside the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sidestream.design.tables import RESULTS
from sidestream.tables import Table


@dataclass
class Design:
    """What was decided and what follows from it.

    `tables` has one frame per sheet of `sheets`, columns as declared, values in units inside the model (shares as
    fractions, t of CO2, amounts in the commodity's unit per period). `facts` are the single figures of the run (gap,
    bound, seconds, status, whether today's park works) by name.
    """

    tables: dict[str, pd.DataFrame]
    facts: dict[str, Any] = field(default_factory=dict)
    sheets: tuple[type[Table], ...] = RESULTS
    """How its sheets are declared: RESULTS, WORLD_RESULTS where it is of several stages or scenarios, or those of a study."""
    kind: str = "design"
    """What its JSON calls itself: a design, or the name of a study."""

    def __getitem__(self, sheet: str) -> pd.DataFrame:
        return self.tables[sheet]

    @classmethod
    def of(
        cls,
        tables: Mapping[str, pd.DataFrame],
        facts: Mapping[str, Any] | None = None,
        sheets: tuple[type[Table], ...] = RESULTS,
        kind: str = "design",
    ) -> Design:
        """Bring frames into the declared order of sheets and columns; a sheet not given is empty."""
        ordered = {
            table.sheet: pd.DataFrame(tables.get(table.sheet, {}), columns=list(table.columns)) for table in sheets
        }
        return cls(ordered, dict(facts or {}), sheets, kind)
