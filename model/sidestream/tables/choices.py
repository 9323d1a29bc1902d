"""Columns that take one or several of a few words, or yes and no."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sidestream.tables.cells import as_word
from sidestream.tables.column import Column
from sidestream.tables.references import Refs
from sidestream.tables.texts import Text
from sidestream.tables.wording import shown, suggest


@dataclass
class Choice(Text):
    """One of a few words."""

    alone: ClassVar[re.Pattern[str] | None] = None
    choices: tuple[str, ...] = ()
    later: dict[str, str] = field(default_factory=dict)
    """Words that are no choice yet, and what to say of each."""

    @property
    def expected(self) -> str:
        return ", ".join(self.choices)

    def understand(self, cell: object) -> str:
        word = as_word(cell)
        for choice in self.choices:
            if word.casefold() == choice.casefold():
                return choice
        if word.casefold() in self.later:
            raise ValueError(f"{shown(cell)} is no choice yet: {self.later[word.casefold()]}")
        raise ValueError(
            f"{shown(cell)} is not a choice here"
            + suggest(word, self.choices)
            + f" (choices: {', '.join(self.choices)})"
        )


@dataclass
class Choices(Refs):
    """Several of a few words, separated by semicolons."""

    choices: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        return ", ".join(self.choices) + "; several separated by ;"

    def understand(self, cell: object) -> tuple[str, ...]:
        one = Choice(self.meaning, choices=self.choices)
        words = [word.strip() for word in re.split(r"[,/+&]| and ", str(cell))]
        if len(words) > 1 and all(word.casefold() in self.choices for word in words):
            raise ValueError(
                f"{shown(cell)} is no choice: several are separated by ; - type {'; '.join(words).lower()}"
            )
        return tuple(one.understand(word) for word in super().understand(cell))


@dataclass
class YesNo(Column):
    """yes or no."""

    choices: ClassVar[tuple[str, ...]] = ("yes", "no")

    @property
    def expected(self) -> str:
        return "yes or no"

    def understand(self, cell: object) -> bool:
        word = as_word(cell).casefold()
        if word in ("yes", "no"):
            return word == "yes"
        raise ValueError(f"must be yes or no, found {shown(cell)}")

    def show(self, value: Any) -> Any:
        return None if value is None else ("yes" if value else "no")
