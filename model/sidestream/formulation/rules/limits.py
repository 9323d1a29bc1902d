"""Least and most of an impact or of the money invested, for the park, a participant or a link.

Sets
    i in LIMITS           rows of Limits

Constraints
    within[i]             least[i] <= sum of the book's entries that i speaks of (+ under[i] - over[i], elastic) <= most[i]

    An impact is limited a year (what happens in all moments and what is entered once a year) or in each period (what
    happens in it, and the yearly entries in proportion to its hours); an investment once.

Reads                     impacts, once
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE, at
from sidestream.formulation.draft import Draft
from sidestream.units import amount


def write(draft: Draft) -> None:
    """Write the rows of Limits; today's park has none."""
    if draft.case == "today":
        return
    rows = list(_limited(draft))
    terms = [(np.full(len(row.columns), place), row.columns, row.values) for place, row in enumerate(rows)]
    names = [row.name for row in rows]
    if draft.elastic and rows:
        scale = np.array([1 / max(1.0, abs(np.nan_to_num(row.least)), abs(np.nan_to_num(row.most))) for row in rows])
        for side, sign in (("under", 1.0), ("over", -1.0)):
            terms.append((np.arange(len(rows)), draft.fall_short(side, names, scale), np.full(len(rows), sign)))
    least = np.array([-math.inf if math.isnan(row.least) else row.least - row.constant for row in rows])
    most = np.array([math.inf if math.isnan(row.most) else row.most - row.constant for row in rows])
    draft.model.rows("within", names, terms, least, most)


class _Row(NamedTuple):
    name: tuple[str, str]
    least: float
    most: float
    columns: NDArray[np.int64]
    values: NDArray[np.float64]
    constant: float


def _limited(draft: Draft) -> Iterator[_Row]:
    """One row of the model for each limit and, where it holds in each, each period."""
    limits = draft.park["Limits"]
    for number, limit in zip(limits.index, limits.to_dict("records"), strict=True):
        factor = amount(limit["unit"])[1] if limit["on"] == "impact" else 1.0
        periods = enumerate(draft.periods) if limit["per"] == "period" else [(None, "")]
        for moment, period in periods:
            entries = (
                _invested(draft, limit["key"]) if limit["on"] == "investment" else _emitted(draft, limit["key"], moment)
            )
            columns, values = entries
            fixed = columns == NONE
            kept = ~fixed & (values != 0)
            yield _Row(
                (f"row {number}", period),
                limit["least"] * factor,
                limit["most"] * factor,
                columns[kept],
                values[kept],
                float(values[fixed].sum()),
            )


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
    _, _, participant = key.partition(",")
    mine = _share_of(draft, entries["causer"], participant.strip())
    if moment is None:
        counted = at(draft.weights, entries["moment"])
    else:
        hours = draft.park.moments["hours"].to_numpy()
        yearly = hours[moment] / hours.sum()
        counted = np.where(entries["moment"] == NONE, yearly, (entries["moment"] == moment).astype(float))
    return entries["column"], entries["value"] * mine * counted
