"""How a complaint quotes a cell, and what it suggests instead."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Sequence

INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
"""Signs that would break a line, or not be seen in it."""

BEGINNING, MOST_NEAR, LISTED = 3, 4, 6
"""Signs from which on names that begin so are meant; how many of them, and how many of all names, are listed."""


def suggest(word: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """` - did you mean 'gypsum'?`, or `otherwise` where nothing known is near."""
    folded = {name.casefold(): name for name in reversed(list(known))}
    begun = [name for name in reversed(folded) if len(word) >= BEGINNING and name.startswith(word.casefold())]
    near = begun or difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    quoted = [f"'{folded[name]}'" for name in near[:MOST_NEAR]]
    if len(near) > MOST_NEAR:
        return f" - {len(near)} begin so: {', '.join(quoted)} ..."
    return f" - did you mean {' or '.join(quoted)}?" if near else otherwise


def few(what: str, names: Sequence[str]) -> str:
    """` (links: a, b and 7 more)`: what there is, to be put behind a name that there is not."""
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return f" ({what}: {', '.join(names[:LISTED])}{more})" if names else ""


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
