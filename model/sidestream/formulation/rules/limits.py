"""Least and most of an impact, of the money invested, of a cost or of what is carried: for the park, a participant or a link.

Sets
    i in LIMITS           rows of Limits on an impact, investment, cost or throughput

Constraints
    within[i]             least[i] <= sum of the book's entries that i speaks of <= most[i]
    at_least[i]           least[i] <= the same sum + under[i]                       elastic by moment, instead of within
                          least[i] <= the same sum + under[i] * |least[i]|          elastic by row: one for all periods
    at_most[i]            likewise the same sum - over[i] <= most[i]

    A limit of 0 is measured by all that could count towards it: the sum of the largest sizes of its entries, in the
    period with most of them. |least[i]| and |most[i]| stand for that too.
    An impact or a cost is limited a year (what happens in all moments and what is entered once a year) or in each period
    (what happens in it, and the yearly entries in proportion to its hours); an investment once. A throughput is what
    enters a link, both ways together, or what arrives by links at a participant: all of it by the measure of the limit's
    unit, or one commodity; an amount per time is multiplied by the hours of the year or of the period.

    Where scenarios are weighed, an impact or a cost is limited in expectation over them, in each stage; all else in each.

Reads                     impacts, once, costs, quantities: what enters links; ties: what arrives by them
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE, at
from sidestream.algebra.model import Model
from sidestream.design.tables import CO2 as CARBON
from sidestream.design.tables import VALUED_ACCOUNTS
from sidestream.formulation.accounts import COST, SENT
from sidestream.formulation.draft import Draft, Said, Term
from sidestream.park import Park
from sidestream.park.limits import CASH, IN_EXPECTATION, first_and_rest, is_amount, limit_rate, where_and_what
from sidestream.units import amount

ON = ("impact", "investment", "cost", "throughput")
"""Kinds of limit that are a sum of entries; the others have rules of their own."""


def write(draft: Draft) -> None:
    """Write the rows of Limits; today's park has none."""
    if draft.case == "today":
        return
    rows = [row for row in limited(draft) if not (draft.weighed and row.on in IN_EXPECTATION)]
    if draft.elastic:
        _write_elastic(draft, rows)
        return
    least = np.array([-math.inf if math.isnan(row.least) else row.least - row.constant for row in rows])
    most = np.array([math.inf if math.isnan(row.most) else row.most - row.constant for row in rows])
    draft.model.rows("within", [row.name for row in rows], _terms(rows), least, most)


def write_in_expectation(model: Model, stage: str, drafts: Sequence[Draft], chances: Sequence[float]) -> None:
    """Write the limits that hold in expectation over the scenarios of a stage."""
    rows = expected(drafts, chances)
    least = np.array([-math.inf if math.isnan(row.least) else row.least - row.constant for row in rows])
    most = np.array([math.inf if math.isnan(row.most) else row.most - row.constant for row in rows])
    model.rows(family_expected(stage), [row.name for row in rows], _terms(rows), least, most)


def family_expected(stage: str) -> str:
    """What the rows of a stage are called that hold in expectation."""
    return f"{stage or 'all'}: within, expected"


def expected(drafts: Sequence[Draft], chances: Sequence[float]) -> list[Limited]:
    """The limits that hold in expectation over the scenarios of a stage: the sums of these, each by its chance."""
    each = [[row for row in limited(draft) if row.on in IN_EXPECTATION] for draft in drafts]
    return [
        rows[0]._replace(
            columns=np.concatenate([row.columns for row in rows]),
            values=np.concatenate([chance * row.values for chance, row in zip(chances, rows, strict=True)]),
            constant=float(sum(chance * row.constant for chance, row in zip(chances, rows, strict=True))),
        )
        for rows in zip(*each, strict=True)
    ]


class Limited(NamedTuple):
    """A row of the model: the number of its row in Limits, the period or none, the sides, and its sum [unit, t or EUR];
    `size` is what one of the limit's unit is in that.
    """

    row: int
    on: str
    period: str
    size: float
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
        if limit["on"] not in ON:
            continue
        periods = enumerate(draft.periods) if limit["per"] == "period" else [(None, "")]
        for moment, period in periods:
            size = size_of(draft.park, limit, moment)
            columns, values = _entries(draft, limit, moment)
            fixed = columns == NONE
            kept = ~fixed & (values != 0)
            yield Limited(
                int(number),
                str(limit["on"]),
                period,
                size,
                limit["least"] * size,
                limit["most"] * size,
                columns[kept],
                values[kept],
                float(values[fixed].sum()),
            )


def size_of(park: Park, limit: Mapping[Any, Any], moment: int | None = None) -> float:
    """What one of a limit's unit is inside the model, in a year or at a moment: in the unit of its impact, in base units of
    what is carried; 1 for money.
    """
    if limit["on"] == "impact":
        impact = first_and_rest(str(limit["key"]))[0] or CARBON
        return amount(limit["unit"])[1] / amount(park.impacts[impact])[1]
    if limit["on"] == "throughput":
        each = limit_rate(limit["unit"], park.settings.hours_per_year)
        if each.per_period or is_amount(limit["unit"]):
            return each.factor
        hours = park.moments["hours"].to_numpy(float)
        return each.factor * float(hours.sum() if moment is None else hours[moment])
    return 1.0


def _entries(
    draft: Draft, limit: Mapping[Any, Any], moment: int | None
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Columns and values of what counts towards a limit, in a year or at a moment."""
    key = str(limit["key"])
    if limit["on"] == "investment":
        return _invested(draft, key)
    if limit["on"] == "cost":
        return _paid(draft, key, moment)
    return _emitted(draft, key, moment) if limit["on"] == "impact" else _carried(draft, key, limit["unit"], moment)


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
    impact, participant = first_and_rest(key)
    mine = entries["impact"] == list(draft.park.impacts).index(impact or CARBON)
    entries = {name: values[mine] for name, values in entries.items()}
    share = _share_of(draft, entries["causer"], participant)
    return entries["column"], entries["value"] * share * _counted(draft, entries["moment"], moment)


def _paid(draft: Draft, key: str, moment: int | None) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    entries = draft.books.costs.read()
    account, participant = first_and_rest(key)
    cash = account in ("", CASH)
    accounts = [number for name, number in COST.items() if (name not in VALUED_ACCOUNTS if cash else name == account)]
    mine = np.isin(entries["account"], accounts)
    entries = {name: values[mine] for name, values in entries.items()}
    share = _share_of(draft, entries["payer"], participant)
    return entries["column"], entries["value"] * share * _counted(draft, entries["moment"], moment)


def _carried(draft: Draft, key: str, unit: str, moment: int | None) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    parties = draft.parties
    if key in parties.links:
        entries, what = draft.books.quantities.read(), "thing"
        mine = (entries["account"] == SENT) & (entries["causer"] == parties.payers_of(parties.link([key])))
    else:
        entries, what = draft.books.ties.read(), "commodity"
        who, name = (key, "") if key in parties.participants else where_and_what(key)
        mine = entries["destination"] == parties.participant([who])
        if name:
            mine &= entries["commodity"] == parties.commodity([name])
    entries = {name: values[mine] for name, values in entries.items()}
    measure = limit_rate(unit, draft.park.settings.hours_per_year).dimension
    content = draft.park.content[measure].reindex(parties.commodities).to_numpy(float)
    each = np.nan_to_num(content[entries[what]])
    return entries["column"], entries["value"] * each * _counted(draft, entries["moment"], moment)


def _counted(draft: Draft, moments: NDArray[np.int64], moment: int | None) -> NDArray[np.float64]:
    """What part of each entry counts: of a year all that happens in it; at a moment also its part of the yearly ones."""
    if moment is None:
        return at(draft.weights, moments)
    hours = draft.park.moments["hours"].to_numpy(float)
    part: NDArray[np.float64] = np.where(moments == NONE, hours[moment] / hours.sum(), moments == moment)
    return part
