"""Who could pay, on which terms, and what was asked for beside the workbook.

    annuity(r, n)      of 1 EUR over n years (see `money.py`)
    grant              1 EUR paid once is worth 1 EUR to whoever invests, and costs the funder 1 EUR
    loan               1 EUR lent is paid back in equal parts over loan_years n at loan_rate i. To a borrower whose own rate is r it
                       is worth  1 - annuity(i, n) / annuity(r, n):  the present value, at r, of what it saves against money of
                       its own; nothing where that is below 0. To the funder, at its rate q, it costs
                       1 - annuity(i, n) / annuity(q, n)

The grant equivalent of a loan as European state aid rules have it (Communication on reference rates, 2008/C 14/02), each payer's
own rate in the place of the reference rate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidestream.errors import UsageError
from sidestream.money import annuity
from sidestream.park import Park
from sidestream.park.funding import GRANT, LINK_KINDS, LOAN
from sidestream.tables import few, suggest

Floats = NDArray[np.float64]
TOWN = "town"
"""Who pays where the workbook has no sheet Funding."""


@dataclass(frozen=True)
class Wanted:
    """What was asked for beside the workbook: rates and shares as fractions; None where nobody said."""

    links: tuple[str, ...] = ()
    budget: float | None = None
    most_share: float | None = None
    discount_rate: float | None = None
    loan_rate: float | None = None
    loan_years: float | None = None

    @property
    def figures(self) -> dict[str, float]:
        """What was said of a funder's terms, by the column of Funding."""
        names = ("budget", "most_share", "discount_rate", "loan_rate", "loan_years")
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


@dataclass(frozen=True)
class Funder:
    """One who could pay: budget inf where there is no limit, loan_rate NaN where no loan is spoken of."""

    name: str
    kind: str
    budget: float
    most_share: float
    eligible: tuple[str, ...]
    discount_rate: float
    loan_rate: float
    loan_years: float
    said: str = ""
    """Where the terms come from, in words."""

    @property
    def lends(self) -> bool:
        """Whether it gives loans."""
        return self.kind == LOAN

    @property
    def knows_loans(self) -> bool:
        """Whether there are terms of a loan to speak of."""
        return math.isfinite(self.loan_rate) and math.isfinite(self.loan_years)

    def as_loan(self) -> Funder:
        """The same funder, giving loans on the terms it has for them."""
        return replace(self, kind=LOAN)

    def as_grant(self) -> Funder:
        """The same funder, paying grants."""
        return replace(self, kind=GRANT)

    def worth(self, rates: Floats) -> Floats:
        """What 1 EUR of it is worth to those whose own rates these are."""
        if not self.lends:
            return np.ones(len(rates))
        return np.maximum(1 - self._back / annuity(rates, self.loan_years), 0.0)

    @property
    def costs(self) -> float:
        """What 1 EUR that is handed over costs the funder, in present value."""
        return 1 - self._back / float(annuity(self.discount_rate, self.loan_years)) if self.lends else 1.0

    @property
    def _back(self) -> float:
        return float(annuity(self.loan_rate, self.loan_years))


def funders_of(park: Park, wanted: Wanted) -> list[Funder]:
    """Return who could pay: the rows of Funding, each by itself; without any, a town that pays grants for pipelines.

    What was asked for beside the workbook holds for all of them. Raises UsageError where a loan has a rate and no term.
    """
    given = park.tables["Funding"].given
    made = []
    for row, cells in park["Funding"].to_dict("index").items():
        own = {str(name): cells[name] for name in given.columns if given.at[row, name]}
        made.append(_funder(park, own, wanted))
    return made or [_funder(park, {}, wanted)]


def _funder(park: Park, own: dict[str, Any], wanted: Wanted) -> Funder:
    rate = park.settings.discount_rate
    blank = {
        "funder": TOWN,
        "kind": GRANT,
        "budget": math.inf,
        "most_share": 1.0,
        "eligible": (),
        "discount_rate": rate,
    }
    cells: dict[str, Any] = {**blank, "loan_rate": math.nan, "loan_years": math.nan, **own, **wanted.figures}
    made = Funder(
        name=str(cells["funder"]),
        kind=str(cells["kind"]),
        budget=float(cells["budget"]),
        most_share=float(cells["most_share"]),
        eligible=tuple(cells["eligible"]),
        discount_rate=float(cells["discount_rate"]),
        loan_rate=float(cells["loan_rate"]),
        loan_years=float(cells["loan_years"]),
        said=_said(own, wanted),
    )
    if math.isfinite(made.loan_rate) != math.isfinite(made.loan_years):
        raise UsageError("a loan takes both, --loan-rate and --loan-years: name the other one too")
    return made


def _said(own: dict[str, Any], wanted: Wanted) -> str:
    """Where the terms come from."""
    words = "its row of Funding" if own else "nobody is named in a sheet Funding, so a town is taken that pays grants"
    told = [f"--{name.replace('discount_', '').replace('_', '-')}" for name in wanted.figures]
    words += f"; asked for: {', '.join(told)}" if told else ""
    taken = {
        "budget": "no limit to the budget",
        "most_share": "up to all of a link's investment",
        "eligible": "every pipeline that may be built is eligible",
        "discount_rate": "the park's discount_rate",
    }
    blank = [text for name, text in taken.items() if name not in own and name not in wanted.figures]
    return words + (f"; taken, as nobody said: {', '.join(blank)}" if blank else "")


def eligible_links(park: Park, funder: Funder, wanted: Wanted) -> list[str]:
    """Links that a funder may pay towards, as far as they are a choice. Raises UsageError for one that is asked for and is none."""
    kinds = [word for word in funder.eligible if word in LINK_KINDS] or [next(iter(LINK_KINDS))]
    people = {word for word in funder.eligible if word not in LINK_KINDS}
    found = []
    for kind in kinds:
        frame = park[LINK_KINDS[kind]]
        mine = frame["status"] == "optional"
        if people:
            mine &= frame["from"].isin(people) | frame["to"].isin(people)
        found += frame.loc[mine, "link"].astype(str).tolist()
    every = [name for sheet in LINK_KINDS.values() for name in park[sheet]["link"].astype(str)]
    for name in wanted.links:
        if name not in every:
            raise UsageError(f"no link is called '{name}'{suggest(name, every, otherwise=few('links', every))}")
    return sorted(found)
