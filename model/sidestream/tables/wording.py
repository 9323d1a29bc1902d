"""How a complaint quotes a cell, and what it suggests instead."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable

INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
"""Signs that would break a line, or not be seen in it."""


def suggest(word: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """` - did you mean 'gypsum'?`, or `otherwise` where nothing known is near."""
    names = list(known)
    folded = {name.casefold(): name for name in reversed(names)}
    near = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return f" - did you mean '{folded[near[0]]}'?" if near else otherwise


def shown(cell: object) -> str:
    """A cell's content as a complaint quotes it, cut where it is long."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and -1e300 < cell < 1e300:
        return f"{cell:.12g}"
    if isinstance(cell, datetime.datetime) and str(cell).endswith(" 00:00:00"):
        cell = cell.date()  # which is what the cell shows
    text = INVISIBLE.sub(" ", str(cell))
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"
