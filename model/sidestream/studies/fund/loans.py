"""Loan against grant: what has to be lent to be worth as much to those who build, and what that costs the funder (see `terms.py`)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from sidestream.design.study_tables.fund import NO, YES
from sidestream.studies.fund.cases import Case
from sidestream.studies.fund.links import Floats, Fundable, Purses
from sidestream.studies.fund.terms import Funder

LITTLE = 1e-6
"""EUR that are none."""


def loans_of(purses: Purses, funder: Funder, fundable: Fundable, cases: Sequence[Case]) -> Iterator[dict[str, Any]]:
    """Return the rows of Loans: for each case the loan that is worth as much as the grant, link by link."""
    if not funder.knows_loans:
        return
    lender = funder.as_loan()
    kinds = [Fundable.of_funder(purses, fundable.names, funder) for funder in (funder.as_grant(), lender)]
    for case in cases:
        if case.target is None or case.needs is None or case.needs.grants is None or not case.needs.total:
            continue
        values, given = case.target.values, case.needs.grants
        worth = given * fundable.worth_in(values)
        grants, loans = (_same(worth, kind.worth_in(values)) for kind in kinds)
        caps = fundable.largest(fundable.cap, values)
        investment = fundable.largest(fundable.investment, values)[given > 0].sum()
        row: dict[str, Any] = {
            "funder": funder.name,
            "links": "; ".join(sorted(case.links)),
            "grant": float(grants.sum()),
        }
        if np.isfinite(loans).all():
            lent = float(loans.sum())
            cost = lent * lender.costs
            row |= {
                "loan": lent,
                "loan_share": lent / investment,
                "within_cap": YES if (loans <= caps * (1 + 1e-9) + LITTLE).all() else NO,
                "loan_cost": cost,
                "cheaper": _cheaper(float(grants.sum()), cost),
            }
        else:
            row |= {"within_cap": NO, "cheaper": "grant: no loan on these terms is worth anything to who builds"}
        yield row


def _same(worth: Floats, each: Floats) -> Floats:
    """What has to be given for as much worth; inf where nothing does."""
    made = np.zeros(len(worth))
    some = worth > 0
    with np.errstate(divide="ignore"):
        made[some] = np.where(each[some] > 0, worth[some] / np.where(each[some] > 0, each[some], 1.0), np.inf)
    return made


def _cheaper(grant: float, loan: float) -> str:
    """Which of two costs is less."""
    if math.isclose(grant, loan, rel_tol=1e-9):
        return "they cost the same"
    return "grant" if grant < loan else "loan"
