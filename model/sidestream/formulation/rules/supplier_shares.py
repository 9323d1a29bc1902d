"""How much of what comes to a participant may be one giver's.

Sets
    i in LIMITS           rows of Limits on a supplier share, each of a participant and a commodity
    g in GIVERS[i]        who stands at the other end of a link that can bring it
    m in MOMENTS          periods of a stage and scenario: a world is written by itself, see `plan.py`; all together where the limit is one of the year

Constraints
    small_share[i,g,m]    arrives from g <= most[i] * (arrives from all + what the participant buys of it)
                          + above[i,g,m] on the right, elastic by moment
                          + (1 - most[i]) * all that could come * above[i], elastic by row, above[i] in {0,1}: a limit gives
                          way as a whole

    Own goods are nobody's delivery and do not count, nor does what comes of another commodity that stands in for this
    one. A junction, or who passes on, is one giver, whoever is behind it.

Reads                     ties, quantities: bought
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE, at
from sidestream.formulation.accounts import IMPACT
from sidestream.formulation.draft import Draft, Said, Term
from sidestream.park.limits import where_and_what

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def write(draft: Draft) -> None:
    """Write the limits on supplier shares; today's park has none."""
    rows = draft.park["Limits"]
    rows = rows[rows["on"] == "supplier share"]
    if draft.case == "today" or rows.empty:
        return
    cells = rows[["key", "most", "per"]].itertuples()
    parts = [_coming(draft, number, key, percent / 100, per) for number, key, percent, per in cells]
    parts = [part for part in parts if len(part.names)]
    names = [name for part in parts for name in part.names]
    if not names:
        return
    first = np.cumsum([0, *(len(part.names) for part in parts)])
    terms: list[Term] = [
        (row + start, column, value)
        for part, start in zip(parts, first, strict=False)
        for row, column, value in part.terms
    ]
    if draft.elastic:
        numbers = np.concatenate([np.full(len(part.names), part.number) for part in parts])
        size = np.concatenate([part.largest for part in parts])
        said = Said("Limits", "most", numbers)
        terms.append(_give_way(draft, names, size, said, np.concatenate([part.rest for part in parts])))
    draft.model.rows("small_share", names, terms, upper=np.concatenate([part.bought for part in parts]))


@dataclass(frozen=True)
class _Coming:
    """Rows of one limit: their terms, what is bought whatever is done times the share, and all that could come."""

    number: int
    names: list[tuple[str, str, str]]
    terms: list[Term]
    bought: Floats
    largest: Floats
    rest: Floats
    """What the share leaves to others."""


def _coming(draft: Draft, number: int, key: str, share: float, per: str) -> _Coming:
    """Write what each giver delivers, less its share of all, in each period or in the year."""
    parties = draft.parties
    who, what = (int(place[0]) for place in _places(draft, key))
    ties, quantities = draft.books.ties.read(), draft.books.quantities.read()
    mine = (ties["destination"] == who) & (ties["commodity"] == what)
    ties = {name: values[mine] for name, values in ties.items()}
    mine = (quantities["causer"] == who) & (quantities["account"] == IMPACT["virgin"]) & (quantities["thing"] == what)
    bought = {name: values[mine] for name, values in quantities.items()}
    givers, giver = np.unique(ties["origin"], return_inverse=True)
    periods = draft.periods if per == "period" else [""]
    count = len(periods)

    def when(moments: Ints, values: Floats) -> tuple[Ints, Floats]:
        return (
            (moments, values)
            if per == "period"
            else (np.zeros(len(moments), np.int64), values * at(draft.weights, moments))
        )

    m, arrives = when(ties["moment"], ties["value"])
    each = np.arange(len(givers))[:, None]
    row = (each * count + m[None, :]).ravel()
    terms: list[Term] = [
        (giver * count + m, ties["column"], arrives),
        (row, np.tile(ties["column"], len(givers)), np.tile(-share * arrives, len(givers))),
    ]
    m_bought, buys = when(bought["moment"], bought["value"])
    fixed = bought["column"] == NONE
    constant = np.bincount(m_bought[fixed], buys[fixed], count).astype(float)
    free = np.flatnonzero(~fixed)
    row = (each * count + m_bought[free][None, :]).ravel()
    terms.append((row, np.tile(bought["column"][free], len(givers)), np.tile(-share * buys[free], len(givers))))
    upper = draft.bounds()[1]
    largest = np.maximum(np.bincount(m, arrives * upper[ties["column"]], count), 1e-9)
    names = [(f"row {number}", parties.participants[one], period) for one in givers.tolist() for period in periods]
    return _Coming(
        number,
        names,
        terms,
        np.tile(share * constant, len(givers)),
        np.tile(largest, len(givers)),
        np.full(len(names), 1 - share),
    )


def _places(draft: Draft, key: str) -> tuple[Ints, Ints]:
    who, what = where_and_what(key)
    return draft.parties.participant([who]), draft.parties.commodity([what])


def _give_way(draft: Draft, names: list[tuple[str, str, str]], size: Floats, said: Said, rest: Floats) -> Term:
    """What goes beyond a share: an amount, or all that there could be of it."""
    here, column, value = draft.fall_short("above", names, size, said, -1.0, whole=draft.elastic == "row")
    return here, column, value * rest if draft.elastic == "row" else value
