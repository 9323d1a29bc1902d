"""Columns that name rows of other sheets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from sidestream.tables.cells import as_name
from sidestream.tables.column import Column
from sidestream.tables.texts import Label
from sidestream.tables.wording import shown


@dataclass
class Ref(Label):
    """A name that must stand in the first column of another sheet."""

    alone: ClassVar[re.Pattern[str] | None] = re.compile(r"\n\s*#|\n\s*Err:|;")
    to: str = ""
    also: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        words = "".join(f"{word}, " for word in self.also)
        return f"{words}a name from {self.to}"

    def understand(self, cell: object) -> str:
        name = as_name(cell)
        if ";" in name:
            raise ValueError(f"{shown(cell)} lists several names, and one is expected here: give each a row of its own")
        return name


@dataclass
class Refs(Column):
    """Several such names, separated by semicolons."""

    default: Any = ()
    to: str = ""
    also: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        words = "".join(f"{word}, " for word in self.also)
        return f"{words}names from {self.to}, separated by ;"

    def understand(self, cell: object) -> tuple[str, ...]:
        names = tuple(part.strip() for part in as_name(cell).split(";") if part.strip())
        if not names:
            raise ValueError(f"{shown(cell)} separates names, and there is none: name one, or leave the cell blank")
        twice = [name for place, name in enumerate(names) if name in names[:place]]
        if twice:
            raise ValueError(f"'{twice[0]}' is listed twice")
        return names

    def show(self, value: Any) -> Any:
        return "; ".join(value) or None
