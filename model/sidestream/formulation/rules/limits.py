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

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE, at
from sidestream.formulation.draft import Draft
from sidestream.units import amount


def write(draft: Draft) -> None:
    """Write the rows of Limits; today's park has none."""
    if draft.case == "today":
        return
    limits = draft.park["Limits"]
    for number, limit in zip(limits.index, limits.itertuples(index=False), strict=True):
        columns = dict(zip(limits.columns, limit, strict=True))
        if columns["on"] == "impact":
            tonnes = amount(columns["unit"])[1]
            columns |= {side: columns[side] * tonnes for side in ("least", "most")}
        if columns["on"] == "investment":
            _write_row(draft, number, "", columns, *_invested(draft, columns["key"]))
        elif columns["per"] == "period":
            for moment, period in enumerate(draft.periods):
                _write_row(draft, number, period, columns, *_emitted(draft, columns["key"], moment))
        else:
            _write_row(draft, number, "", columns, *_emitted(draft, columns["key"], None))


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


def _write_row(
    draft: Draft,
    number: int,
    period: str,
    limit: dict[str, float],
    columns: NDArray[np.int64],
    values: NDArray[np.float64],
) -> None:
    """One row; constants of the book go to its sides."""
    constant = float(values[columns == NONE].sum())
    kept = (columns != NONE) & (values != 0)
    columns, values = columns[kept], values[kept]
    least = -math.inf if math.isnan(limit["least"]) else limit["least"] - constant
    most = math.inf if math.isnan(limit["most"]) else limit["most"] - constant
    name = f"row {number}{', ' + period if period else ''}"
    terms = [(np.zeros(len(columns), np.int64), columns, values)]
    if draft.elastic:
        scale = 1 / max(abs(bound) for bound in (1.0, limit["least"], limit["most"]) if not math.isnan(bound))
        for side, sign in (("under", 1.0), ("over", -1.0)):
            slack = draft.fall_short(f"{side} {name}", [name], np.array([scale]))
            terms.append((np.zeros(1, np.int64), slack, np.array([sign])))
    elif not len(columns) and least <= 0 <= most:
        return
    draft.model.rows(f"within {name}", [name], terms, least, most)
