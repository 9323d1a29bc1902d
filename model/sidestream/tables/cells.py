"""What stands in a cell: nothing, an error, a percentage or a text, and at which address."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata

UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Signs that nobody sees, as they come along when text is copied from a web page."""
SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


def tidy(text: str) -> str:
    """Return a text without what nobody sees: two names that look alike are one name.

    Spaces of every kind and number become one, signs without a width go, and an accent is one sign with its letter.
    """
    if not text.isascii():
        text = SPACES.sub(" ", UNSEEN.sub("", unicodedata.normalize("NFC", text)))
    return SPACES.sub(" ", text) if "  " in text else text


def is_blank(cell: object) -> bool:
    """True for an empty cell, also one that only looks empty."""
    return (
        cell is None or (isinstance(cell, str) and not cell.strip()) or (isinstance(cell, float) and math.isnan(cell))
    )


class Percent(float):
    """A number whose cell shows it with a percent sign: 0.12 that is read as 12%."""


ERROR_CELL = re.compile(r"#[A-Z][^a-z\s]*[!?]|#N/A|#GETTING_DATA|Err:\d{3}")
"""What a spreadsheet shows where a formula failed."""


def is_error_cell(cell: object) -> bool:
    """True where a formula failed: `#DIV/0!`, `#N/A`, LibreOffice's `Err:502`."""
    return isinstance(cell, str) and ERROR_CELL.fullmatch(cell.strip()) is not None


def as_text(cell: object) -> str:
    """Return what a cell says, where a word is expected: 7.0 is `7`, and ends are trimmed."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def as_word(cell: object) -> str:
    """Return what a cell says, where a word of some list is expected: nothing unseen is left of it."""
    return tidy(as_text(cell)).strip()


def as_name(cell: object) -> str:
    """Return what a cell says, where a name is expected. Raises ValueError for a date, which a spreadsheet makes of 1-2."""
    if isinstance(cell, (datetime.date, datetime.time, datetime.timedelta)):
        raise ValueError(f"the cell holds a date or time ({cell}): format it as text, and type the name again")
    return as_word(cell)


def column_letter(place: int) -> str:
    """Name of the column at a place counted from 0, as a spreadsheet counts: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
