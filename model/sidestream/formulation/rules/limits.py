"""Least and most of an impact or of the money invested, for the park, a participant or a link.

Sets
    i in LIMITS           rows of Limits

Constraints
    within[i]             least[i] <= sum of the book's entries that i speaks of <= most[i]
    at_least[i]           least[i] <= the same sum + under[i]                       elastic by moment, instead of within
                          least[i] <= the same sum + under[i] * |least[i]|          elastic by row: one for all periods
    at_most[i]            likewise the same sum - over[i] <= most[i]

    A limit of 0 is measured by all that could count towards it: the sum of the largest sizes of its entries, in the
    period with most of them. |least[i]| and |most[i]| stand for that too.
    An impact is limited a year (what happens in all moments and what is entered once a year) or in each period (what
    happens in it, and the yearly entries in proportion to its hours); an investment once.

Reads                     impacts, once
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE, at
from sidestream.design.tables import CO2 as CARBON
from sidestream.formulation.draft import Draft, Said, Term
from sidestream.park import Park
from sidestream.units import amount


def write(draft: Draft) -> None:
    """Write the rows of Limits; today's park has none."""
    if draft.case == "today":
        return
    rows = list(limited(draft))
    if draft.elastic:
        _write_elastic(draft, rows)
        return
    least = np.array([-math.inf if math.isnan(row.least) else row.least - row.constant for row in rows])
    most = np.array([math.inf if math.isnan(row.most) else row.most - row.constant for row in rows])
    draft.model.rows("within", [row.name for row in rows], _terms(rows), least, most)


class Limited(NamedTuple):
    """A row of the model: the number of its row in Limits, the period or none, the sides [t or EUR], and its sum."""

    row: int
    period: str
    least: float
    most: float
    columns: NDArray[np.int64]
    values: NDArray[np.float64]
    constant: float

    @property
    def name(self) -> tuple[str, str]:
        return f"row {self.row}", self.period


def _terms(rows: list[Limited]) -> list[Term]:
    return [(np.full(len(row.columns), place), row.columns, row.values) for place, row in enumerate(rows)]


def _write_elastic(draft: Draft, rows: list[Limited]) -> None:
    """Write least and most apart, each with what it may fall short by."""
    for family, column, name, sign in (("at_least", "least", "under", 1.0), ("at_most", "most", "over", -1.0)):
        some = [row for row in rows if not math.isnan(getattr(row, column))]
        if not some:
            continue
        size = np.array([abs(getattr(row, column)) or _all_that_counts(draft, rows, row.row) for row in some])
        said = Said("Limits", column, np.array([row.row for row in some]))
        names = [row.name for row in some]
        terms = [*_terms(some), draft.fall_short(name, names, size, said, sign)]
        side = np.array([getattr(row, column) - row.constant for row in some])
        sides = {"lower": side} if family == "at_least" else {"upper": side}
        draft.model.rows(family, names, terms, **sides)


def _all_that_counts(draft: Draft, rows: list[Limited], number: int) -> float:
    """Sum of the largest sizes of a limit's entries, as far as they have one, in the period with most of them; 1 where
    there are none.
    """
    lower, upper = draft.bounds()
    largest = np.maximum(np.abs(lower), np.abs(upper))
    counted = [
        np.append(np.abs(row.values) * largest[row.columns], abs(row.constant)) for row in rows if row.row == number
    ]
    return max(float(sizes[np.isfinite(sizes)].sum()) for sizes in counted) or 1.0


def limited(draft: Draft) -> Iterator[Limited]:
    """One row of the model for each limit and, where it holds in each, each period."""
    limits = draft.park["Limits"]
    for number, limit in zip(limits.index, limits.to_dict("records"), strict=True):
        factor = unit_factor(draft.park, limit)
        periods = enumerate(draft.periods) if limit["per"] == "period" else [(None, "")]
        for moment, period in periods:
            entries = (
                _invested(draft, limit["key"]) if limit["on"] == "investment" else _emitted(draft, limit["key"], moment)
            )
            columns, values = entries
            fixed = columns == NONE
            kept = ~fixed & (values != 0)
            yield Limited(
                int(number),
                period,
                limit["least"] * factor,
                limit["most"] * factor,
                columns[kept],
                values[kept],
                float(values[fixed].sum()),
            )


def unit_factor(park: Park, limit: Mapping[Any, Any]) -> float:
    """What one of a limit's unit is in the unit of its impact; 1 for money."""
    if limit["on"] != "impact":
        return 1.0
    impact = str(limit["key"]).partition(",")[0].strip() or CARBON
    return amount(limit["unit"])[1] / amount(park.impacts[impact])[1]


def _share_of(draft: Draft, keys: NDArray[np.int64], participant: str) -> NDArray[np.float64]:
    """What part of each entry is the participant's; all of it where no participant is named."""
    if not participant:
        return np.ones(len(keys))
    shares = draft.parties.shares()
    mine = shares[shares["participant"] == participant].groupby("key")["share"].sum()
    return mine.reindex(keys).fillna(0.0).to_numpy()


def _invested(draft: Draft, key: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    entries, parties = draft.books.once.read(), draft.parties
    if key in parties.links:
        mine = (entries["payer"] == parties.payers_of(np.array([parties.links.index(key)]))).astype(float)
    else:
        mine = _share_of(draft, entries["payer"], key)
    return entries["column"], entries["value"] * mine


def _emitted(draft: Draft, key: str, moment: int | None) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    entries = draft.books.impacts.read()
    impact, _, participant = key.partition(",")
    number = list(draft.park.impacts).index(impact.strip() or CARBON)
    mine = entries["impact"] == number
    entries = {name: values[mine] for name, values in entries.items()}
    mine = _share_of(draft, entries["causer"], participant.strip())
    if moment is None:
        counted = at(draft.weights, entries["moment"])
    else:
        hours = draft.park.moments["hours"].to_numpy()
        yearly = hours[moment] / hours.sum()
        counted = np.where(entries["moment"] == NONE, yearly, (entries["moment"] == moment).astype(float))
    return entries["column"], entries["value"] * mine * counted
