"""Whether every name stands for something: what a row refers to has to be a row (or a profile) elsewhere."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.rows import complain, given
from sidestream.park.links import PAYERS
from sidestream.park.park import Park
from sidestream.tables import Loaded, Ref, Refs, shown, suggest

MOST_COMPARED = 50_000
"""Words that are compared with unknown ones, per column: beyond that a suggestion is not worth the wait."""

NEAR = " - did you mean"
"""How a suggestion begins."""
NAMED = ("Participants", "Commodities", "Conversions", "Storages", "Periods", "PipeSizes", "Corridors", "Vehicles")
TWINS = str.maketrans("аеорсухіѕјαορυν", "aeopcyxisjaopuv")
"""Letters of the Cyrillic and Greek alphabets, and the Latin ones that look the same."""
PASSED_OVER = re.compile(r"(?<!\d)[^\S\n]+|[^\S\n]+(?!\d)|(?<!\d)[-_.,'’]+|[-_.,'’]+(?!\d)")
"""Spaces and small signs, but between digits, where they make another number."""

NOT_EMPTY = {"Participants": "list who is in the park", "Commodities": "list what can flow"}


def empty_sheets(park: Park) -> list[Fault]:
    """Nothing can be designed without participants and commodities."""
    return [
        Fault(sheet, "", "", f"the sheet has no rows: {what}") for sheet, what in NOT_EMPTY.items() if park[sheet].empty
    ]


def references(park: Park) -> list[Fault]:
    """Each name that refers to another sheet is there, in the same spelling."""
    faults = []
    for loaded in park.tables.values():
        for column in loaded.table.columns.values():
            if not isinstance(column, (Ref, Refs)) or not column.to:
                continue
            if column.to not in NOT_EMPTY or not park[column.to].empty:
                faults += _unknown(park, loaded, column)
    return faults


def look_alikes(park: Park) -> list[Fault]:
    """Two names that nobody would tell apart are most likely one, typed in two ways."""
    faults = []
    for sheet in NAMED:
        column = park.tables[sheet].table.key[0]
        names = park[sheet][column]
        seen = pd.Series(_as_seen(names.tolist()), names.index, dtype=object)
        first: dict[str, tuple[int, str]] = {}
        for row, name, alike in zip(*_again(names, seen), strict=True):
            before, other = first.setdefault(alike, (row, name))
            if other.casefold() != name.casefold():  # else that was said when the sheet was read
                message = f"'{name}' looks like '{other}' in row {before}: if they are one, give it one name"
                faults.append(park.tables[sheet].fault(row, column, message, "warning"))
    return faults


def _again(names: pd.Series, seen: pd.Series) -> tuple[list[int], list[str], list[str]]:
    """Rows that look like another one, with their names and how these look."""
    here = (seen.duplicated(keep=False) & (seen != "")).to_numpy(bool)
    return names.index[here].tolist(), names[here].tolist(), seen[here].tolist()


def _as_seen(names: list[str]) -> list[str]:
    """Names without what the eye passes over: capitals, spaces, hyphens, and letters of other alphabets."""
    text = unicodedata.normalize("NFKC", "\n".join(names)).casefold().translate(TWINS)
    seen = PASSED_OVER.sub("", text).split("\n")
    return seen if len(seen) == len(names) else names


def payer_words(park: Park) -> list[Fault]:
    """A participant cannot be called as a payer's word is."""
    reserved = park["Participants"]["participant"].isin(PAYERS)
    message = "'{participant}' says who pays in the column payer: call the participant something else"
    return complain(park, "Participants", reserved, "participant", message)


def _unknown(park: Park, loaded: Loaded, column: Ref | Refs) -> list[Fault]:
    """One complaint for each unknown name of each cell."""
    typed = given(park, loaded.table.sheet, column.name)
    if not typed.any():
        return []
    words = _Words(park, column)
    known = words.known | {""}
    rows = zip(loaded.frame.index[typed].tolist(), loaded.frame[column.name].to_numpy(object)[typed], strict=True)
    cells = ((row, word) for row, cell in rows for word in (cell if isinstance(column, Refs) else (cell,)))
    said = ((row, words.complaint(word)) for row, word in cells if word not in known)
    return [loaded.fault(row, column.name, message) for row, message in said if message]


def _some_are_faulty(loaded: Loaded, column: str) -> bool:
    """True where cells of a column were complained of, or all of it."""
    absent = column not in loaded.letters and len(loaded.frame) > 0
    return absent or any(name == column for _, name in loaded.faulty)


class _Words:
    """The names that a column may hold, and what to say of one that it may not."""

    def __init__(self, park: Park, column: Ref | Refs) -> None:
        also = column.also
        target = park.tables[column.to].table
        names = park.profile_names if column.to == "Profiles" else list(park[column.to][target.key[0]])
        self.noun = "profile" if column.to == "Profiles" else target.key[0]
        self.sheet = column.to
        self.names = [name for name in dict.fromkeys(names) if name]
        self.known = {*self.names, *also}
        self.words = [*also, *self.names]
        self.in_doubt = column.to != "Profiles" and _some_are_faulty(park.tables[column.to], target.key[0])
        self.hints: dict[str, str] = {}

    @cached_property
    def folded(self) -> dict[str, str]:
        """Each name by what it is whatever its capitals."""
        return {name.casefold(): name for name in reversed(self.words)}

    def complaint(self, word: str) -> str:
        """Say that nothing is called so, and what may have been meant.

        Say nothing where nothing near is known, and the name may be one that was complained of in the other sheet.
        """
        if word not in self.hints:
            self.hints[word] = self._hint(word)
        if self.in_doubt and not self.hints[word].startswith(NEAR):
            return ""
        return f"no {self.noun} is called {shown(word)}{self.hints[word]}"

    def _hint(self, word: str) -> str:
        if not self.names:
            return f": {self.sheet} has no {self.noun}"
        if word.casefold() in self.folded:
            return f"{NEAR} '{self.folded[word.casefold()]}'?"
        if len(self.hints) * len(self.words) > MOST_COMPARED:
            return ""
        named = ", ".join(shown(name).strip("'") for name in self.names)
        few = f" ({self.sheet}: {named})" if len(self.names) <= 6 else ""
        return suggest(word, self.words, otherwise=few)
