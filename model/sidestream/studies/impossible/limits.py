"""Limits that contradict by themselves: beyond the least or the most there can be, or beyond each other."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from sidestream.algebra.books import NONE
from sidestream.design.tables import CO2
from sidestream.errors import Fault
from sidestream.formulation.draft import Draft
from sidestream.formulation.links.statuses import REQUIRED
from sidestream.formulation.rules.limits import Limited, limited
from sidestream.park import Park
from sidestream.park.limits import first_and_rest
from sidestream.studies import hard_rows
from sidestream.studies.hard_rows import figure, hard_row, limit_unit
from sidestream.studies.impossible.bounds import CLOSE, Bounds
from sidestream.units import amount

YEARLY = ("impact", "investment", "cost")
"""Kinds of limit of which those a period add up to one a year."""


def out_of_bounds(park: Park, draft: Draft, bounds: Bounds) -> Iterator[Fault]:
    """Limits that the least or the most there can be is beyond, in the period in which that is worst."""
    worst: dict[tuple[int, str], tuple[float, float, float]] = {}
    for row in limited(draft):
        low, high = _between(draft, bounds, row)
        for column, side, beyond in (("most", low, low - row.most), ("least", high, row.least - high)):
            if beyond > CLOSE * max(abs(side), 1.0) and beyond > worst.get((row.row, column), (0.0,))[0]:
                worst[row.row, column] = beyond, side, row.size
    for (number, column), (beyond, side, size) in worst.items():
        limit = park["Limits"].loc[number].to_dict()
        bound, rest = (f"{figure(one / size)} {limit_unit(park, limit)}" for one in (side, beyond))
        what = hard_rows.limited(park, limit)
        message = f"{what} can be at most {bound}: {rest} too little"
        if column == "most":
            message = f"{what} is at least {bound}, whatever is done: {rest} too much"
        yield park.tables["Limits"].fault(number, column, message, "warning")


def _between(draft: Draft, bounds: Bounds, row: Limited) -> tuple[float, float]:
    """Least and most that the sum of a limit's entries can be."""
    by_column = np.bincount(row.columns, row.values, minlength=draft.model.width).astype(float)
    low = high = row.constant
    for written in draft.links.values():  # of a link that must be, one offer is: the cheapest or the dearest
        l_of = written.table.offers["l"].to_numpy(np.int64)
        must = written.table.links["status"].isin(REQUIRED).to_numpy(bool)[l_of] & (written.lay != NONE)
        lay = written.lay[must]
        if by_column[lay].any():
            each = pd.Series(by_column[lay]).groupby(l_of[must])
            low, high = low + float(each.min().sum()), high + float(each.max().sum())
            by_column[lay] = 0.0
    some = np.flatnonzero(by_column)
    ends = by_column[some] * bounds.lower[some], by_column[some] * bounds.upper[some]
    return low + float(np.minimum(*ends).sum()), high + float(np.maximum(*ends).sum())


def at_odds(park: Park) -> Iterator[Fault]:
    """Limits of which one asks for more than another allows, for the same or for all of the park."""
    known = park["Limits"][park["Limits"]["on"].isin(YEARLY)]
    rows = [_Yearly(park, row) for row in known.index.tolist()]
    for one in rows:
        for other in rows:
            if (
                one.row != other.row
                and one.is_part_of(other)
                and one.least > other.most + CLOSE * (1 + abs(other.most))
            ):
                asks, allows = (
                    hard_row(park, ("Limits", "least", one.row)),
                    hard_row(park, ("Limits", "most", other.row)),
                )
                message = f"{asks.message}, and {allows.message} ({allows.place})"
                yield park.tables["Limits"].fault(one.row, "least", message, "warning")


class _Yearly:
    """A limit as one of the whole year: on what, of which impact and whom, least and most [t, another base unit, or EUR]."""

    def __init__(self, park: Park, row: int):
        record = park["Limits"].loc[row].to_dict()
        self.row, self.on, key = row, record["on"], record["key"]
        of, whose = first_and_rest(key)
        self.whose = f"{of or CO2}, {whose}" if self.on == "impact" else key
        factor = amount(record["unit"])[1] if self.on == "impact" else 1.0
        if record["per"] == "period":
            factor *= len(park.moments)
        self.least = -math.inf if math.isnan(record["least"]) else record["least"] * factor
        self.most = math.inf if math.isnan(record["most"]) else record["most"] * factor

    def is_part_of(self, other: _Yearly) -> bool:
        """Whether what this is of is all or, of what is never below 0, a part of what the other is of."""
        if self.on != other.on:
            return False
        return bool(self.whose == other.whose or (self.on == "investment" and not other.whose))
