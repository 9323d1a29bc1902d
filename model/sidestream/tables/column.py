"""What every column says of itself, and what it has to know of its cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sidestream.tables.cells import is_blank
from sidestream.tables.contents import Floats, Mask


@dataclass
class Column:
    """One column: what it means and what may stand in it. Subclasses say how a cell is understood."""

    meaning: str
    unit: str = ""
    needed: bool = False
    default: Any = None
    name: str = field(default="", init=False)
    result: bool = field(default=False, init=False)
    """Whether its sheet is one of an answer."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name.rstrip("_")

    @property
    def title(self) -> str:
        """The name as complaints give it, with its unit: `length [km]`."""
        return f"{self.name} [{self.unit}]" if self.unit else self.name

    @property
    def expected(self) -> str:
        """What may stand here, in words."""
        return "text"

    def understand(self, cell: object) -> Any:
        """Turn one filled cell into its value inside the model. Raises ValueError with a text for the planner."""
        raise NotImplementedError

    def understand_numbers(self, numbers: Floats) -> tuple[Floats, Mask] | None:
        """Return the value of each number and whether it may stand here; None where each has to be looked at."""
        return None

    def understand_texts(self, words: list[Any]) -> list[Any] | None:
        """Return the value of each word where all are texts that can be taken together; None where they cannot."""
        return None

    def blank(self) -> Any:
        """Return what an empty cell becomes."""
        return self.default

    def collect(self, values: Any) -> pd.Series:
        """Return the values as a column of the right type."""
        return pd.Series(values, dtype=object)

    def show(self, value: Any) -> Any:
        """Turn a value inside the model back into what stands in a cell."""
        return None if is_blank(value) else value
