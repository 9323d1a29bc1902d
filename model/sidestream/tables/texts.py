"""Columns of words: free text, names, and units of the vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from sidestream.tables.cells import as_name, as_text, as_word, tidy
from sidestream.tables.column import Column
from sidestream.tables.wording import shown
from sidestream.units import UnitError, amount, rate


@dataclass
class Text(Column):
    """Free text."""

    alone: ClassVar[re.Pattern[str] | None] = re.compile(r"\n\s*#|\n\s*Err:")
    """What makes a text, behind a line break, one that is understood by itself; None where each is."""

    default: Any = ""

    def understand(self, cell: object) -> str:
        return as_text(cell)

    def understand_texts(self, words: list[Any]) -> list[Any] | None:
        if not self.alone or set(map(type, words)) != {str}:
            return None
        lines = self.tidied("\n".join(["", *words]))
        texts = list(map(str.strip, lines.split("\n")[1:]))
        return texts if len(texts) == len(words) and all(texts) and not self.alone.search(lines) else None

    def tidied(self, text: str) -> str:
        """Return what `understand` leaves of a text but for the trimming of its ends."""
        return text


@dataclass
class Label(Text):
    """A text that tells rows apart: what nobody sees does not count."""

    def understand(self, cell: object) -> str:
        return as_name(cell)

    def tidied(self, text: str) -> str:
        return tidy(text)


@dataclass
class Name(Label):
    """A name that rows of other sheets refer to."""

    alone: ClassVar[re.Pattern[str] | None] = re.compile(r"\n\s*#|\n\s*Err:|[;\x00-\x09\x0b-\x1f]")

    @property
    def expected(self) -> str:
        return "a name without ;"

    def understand(self, cell: object) -> str:
        text = as_name(cell)
        if ";" in text:
            raise ValueError(f"{shown(cell)} holds ';', which separates names in a list: take it out")
        if any(ord(letter) < 32 for letter in text):
            raise ValueError(f"{shown(cell)} holds a line break or another invisible sign: take it out")
        if not text:
            raise ValueError("holds only signs that nobody sees: type a name, or clear the cell")
        return text


@dataclass
class Anything(Column):
    """A cell whose meaning depends on its row."""

    @property
    def expected(self) -> str:
        return "a number or a word"

    def understand(self, cell: object) -> object:
        return cell


@dataclass
class Unit(Text):
    """A unit of the vocabulary: an amount, or an amount per time."""

    alone: ClassVar[re.Pattern[str] | None] = None
    per_time: bool = True

    @property
    def expected(self) -> str:
        return "a quantity per time, such as t/a" if self.per_time else "a unit, such as t or MWh"

    def understand(self, cell: object) -> str:
        text = as_word(cell)
        try:
            rate(text, 8760.0) if self.per_time else amount(text)
        except UnitError as error:
            raise ValueError(str(error)) from None
        return "".join(text.split())


@dataclass
class WasteCode(Text):
    """A code of the European List of Waste: three pairs of figures, and * behind them where the waste is hazardous."""

    alone: ClassVar[re.Pattern[str] | None] = None
    form: ClassVar[re.Pattern[str]] = re.compile(r"(\d\d) ?(\d\d) ?(\d\d) ?(\*?)")

    @property
    def expected(self) -> str:
        return "six figures such as 10 01 05, with * behind them where it is hazardous"

    def understand(self, cell: object) -> str:
        text = as_word(cell)
        found = self.form.fullmatch(text)
        if not found:
            short = ": a spreadsheet takes away a 0 at the beginning, type it as text" * text.isdigit()
            raise ValueError(f"must be {self.expected}, found {shown(cell)}{short}")
        return " ".join(found.groups()[:3]) + found.group(4)
