"""What was found about funding, as sheets."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sidestream.design.study_tables import fund as sheets
from sidestream.design.study_tables.fund import FIRM, FUNDER, NO, OPEN, PROVEN, SOCIETY, YES
from sidestream.money import annuity
from sidestream.studies.fund.answers import Answer
from sidestream.studies.fund.bills import bills
from sidestream.studies.fund.budget import Point
from sidestream.studies.fund.cases import Case
from sidestream.studies.fund.links import Floats, Fundable, Purses
from sidestream.studies.fund.loans import loans_of
from sidestream.studies.fund.response import Response
from sidestream.studies.fund.terms import Funder
from sidestream.studies.fund.whole import by_firm
from sidestream.studies.fund.worth import private_value, public_value, society

Row = dict[str, Any]
NOTHING = 1e-6
"""t/a that are none."""


@dataclass(frozen=True)
class Told:
    """What one funder can do."""

    funder: Funder
    fundable: Fundable
    free: Answer
    complete: bool
    """Whether every network of its links was tried."""
    cases: list[Case]
    points: list[Point]
    stopped: bool

    @property
    def undecided(self) -> int:
        """How many figures are not proven."""
        cases = sum(not case.proven for case in self.cases)
        return cases + sum(not point.proven for point in self.points) + (not self.free.proven) + self._lacking

    @property
    def _lacking(self) -> bool:
        """Whether the budget curve was broken off before anything was found."""
        return self.stopped and bool(self.fundable.names) and not self.complete

    @property
    def best(self) -> Point | None:
        """What spares most within the budget; None where that is to give nothing."""
        within = [point for point in self.points[1:] if point.given <= self.funder.budget * (1 + 1e-9)]
        return within[-1] if within else None

    def yearly(self, grants: Floats, values: Floats) -> float:
        """Annuity of what giving that costs the funder, at its rate over the lives of the links [EUR/a]."""
        life = self.fundable.largest(self.fundable.life, values)
        given = grants > 0
        each = grants[given] * annuity(self.funder.discount_rate, life[given])
        return float(each.sum()) * self.funder.costs


def tables_of(purses: Purses, told: Sequence[Told], respond: str) -> dict[str, pd.DataFrame]:
    """Return the sheets."""
    rows = {
        "Funders": [_funder(one, respond) for one in told],
        "Funding by link": [row for one in told for row in _cases(purses, one)],
        "Budget curve": [row for one in told for row in _curve(one)],
        "Best use of the budget": [row for one in told for row in _best(purses, one)],
        "Who gains": [row for one in told for row in _gains(purses, one)],
        "Bills": [row for one in told for row in _bills(purses, one)],
        "Loans": [row for one in told for row in loans_of(purses, one.funder, one.fundable, one.cases)],
    }
    declared = {table.sheet: list(table.columns) for table in sheets.RESULTS}
    return {sheet: pd.DataFrame(some, columns=declared[sheet]) for sheet, some in rows.items()}


def _funder(one: Told, respond: str) -> Row:
    funder = one.funder
    return {
        "funder": funder.name,
        "kind": funder.kind,
        "budget": funder.budget if math.isfinite(funder.budget) else math.nan,
        "most_share": funder.most_share,
        "eligible": "; ".join(funder.eligible) or "pipeline",
        "discount_rate": funder.discount_rate,
        "loan_rate": funder.loan_rate,
        "loan_years": funder.loan_years,
        "links": float(len(one.fundable.names)),
        "anyway": float(sum(case.known.anyway == YES for case in one.cases if len(case.links) == 1)),
        "terms": funder.said,
        "note": respond if one.fundable.names else f"no link that it could pay towards costs anything once; {respond}",
    }


def _cases(purses: Purses, one: Told) -> Iterator[Row]:
    weights, _ = society(purses.firms, one.funder.discount_rate)
    for case in one.cases:
        row: Row = {"funder": one.funder.name, "links": "; ".join(sorted(case.links)), "note": ""}
        row |= {"anyway": case.known.anyway, "verdict": case.verdict, "within_cap": OPEN}
        if case.known.dearer is not None:
            row |= {"dearer_least": case.known.dearer.least, "dearer_most": case.known.dearer.most}
        if case.target is None or case.needs is None:
            row["note"] = (
                "no network of firms has it" if case.impossible else "what firms would do was not found in time"
            )
            if case.impossible:
                row["within_cap"] = NO
            yield row
            continue
        yield row | _figures(purses, one, case, case.target, case.needs, weights)


def _figures(purses: Purses, one: Told, case: Case, target: Answer, needs: Response, weights: Floats) -> Row:
    """What is known of links that firms could be brought to build."""
    every, free = one.fundable, one.free
    mine = np.array([name in case.links for name in every.names])
    investment = float(every.largest(every.investment, target.values)[mine].sum())
    life = float(every.largest(every.life, target.values)[mine].max())
    whole = math.nan if case.whole is None else float(case.whole.sum())
    total = needs.total if math.isfinite(needs.total) else math.nan
    less = _spared(free.co2, target.co2)
    spares = less > NOTHING and needs.grants is not None and needs.total > 0
    return {
        "investment": investment,
        "life": life,
        "whole": whole,
        "whole_share": whole / investment,
        "response": total,
        "response_least": needs.least if math.isfinite(needs.least) else math.nan,
        "response_share": total / investment,
        "within_cap": {True: YES, False: NO, None: OPEN}[needs.within],
        "co2_less": less,
        "price": one.yearly(needs.grants, target.values) / less if spares and needs.grants is not None else math.nan,
        "public_npv": public_value(weights, free.values, target.values, one.funder.discount_rate, life),
        "private_npv": private_value(purses, free.values, target.values, life),
        "brings": "; ".join(sorted(target.links - free.links - case.links)),
        "drops": "; ".join(sorted(free.links - target.links)),
        "note": _note(case, needs, less, one),
    }


def _spared(before: float, after: float) -> float:
    """What is spared; what is left over of two sums that are alike is nothing."""
    return 0.0 if math.isclose(before, after, rel_tol=1e-12) else before - after


def _note(case: Case, needs: Response, less: float, one: Told) -> str:
    words = []
    if case.known.anyway == OPEN and case.known.dearer is not None:
        words.append(
            f"built without us or not: firms pay within {max(map(abs, case.known.dearer)):,.0f} a year the same either way"
        )
    if case.known.anyway == YES:
        words.append("firms build it without us: what is given for it changes nothing")
    elif needs.grants is None and needs.within is not None:
        words.append(
            "nothing that can be given here brings it about: no loan on these terms is worth anything to who builds"
        )
    elif needs.within is False:
        words.append(f"takes more than the {100 * one.funder.most_share:g} % that may be given")
    elif needs.total == 0 and case.proven:
        words.append("costs firms no more than what they do without us: they do not mind")
    if needs.grants is not None and (needs.grants > 0).any():
        also = [n for n, given in zip(one.fundable.names, needs.grants, strict=True) if given > 0]
        if set(also) != set(case.links):
            words.append(f"given for {', '.join(also)}")
    if case.whole is None:
        words.append("no grant for these links leaves nobody worse off")
    if not case.audited:
        words.append("there was no time to audit what firms then do")
    if less <= NOTHING and not case.links <= one.free.links:
        words.append("spares no CO2")
    return "; ".join(words)


def _curve(one: Told) -> Iterator[Row]:
    before = None
    for number, point in enumerate(one.points):
        cost = one.yearly(point.grants, point.answer.values)
        less = one.free.co2 - point.answer.co2
        most = one.free.co2 - point.least_co2
        row = {
            "funder": one.funder.name,
            "point": float(number),
            "given": point.given,
            "given_yearly": cost,
            "co2_less": less,
            "most_less": most if math.isfinite(most) else math.nan,
            "links": "; ".join(n for n, each in zip(one.fundable.names, point.grants, strict=True) if each > 0),
            "within_budget": YES if point.given <= one.funder.budget * (1 + 1e-9) else NO,
            "verdict": PROVEN if point.proven else OPEN,
        }
        if before is not None:
            row |= {"step_price": (cost - before[0]) / (less - before[1]), "mean_price": cost / less}
        before = cost, less
        yield row


def _best(purses: Purses, one: Told) -> Iterator[Row]:
    if one.best is None:
        return
    values, every = one.best.answer.values, one.fundable
    payers = purses.firms.made.park.payers.groupby("link")["payer"].agg("; ".join)
    investment, life, worth = (
        every.largest(every.investment, values),
        every.largest(every.life, values),
        every.worth_in(values),
    )
    for place, given in enumerate(one.best.grants.tolist()):
        if given > 0:
            yield {
                "funder": one.funder.name,
                "link": every.names[place],
                "payer": payers[every.names[place]],
                "given": given,
                "share": given / investment[place],
                "investment": investment[place],
                "life": life[place],
                "worth": given * worth[place],
            }


def _gains(purses: Purses, one: Told) -> Iterator[Row]:
    if one.best is None:
        return
    firms, answer, grants = purses.firms, one.best.answer, one.best.grants
    without, with_ = firms.cash.of(one.free.values), firms.cash.of(answer.values)
    worth = by_firm(purses, one.fundable, answer.values)
    shares = worth / np.maximum(worth.sum(axis=0), 1e-300)
    for place, name in enumerate(firms.names):
        yearly = float(worth[place] @ grants)
        yield {
            "funder": one.funder.name,
            "role": FIRM,
            "who": name,
            "today": float(firms.today[place]),
            "without": float(without[place]),
            "with": float(with_[place]),
            "given": float(shares[place] @ grants),
            "given_yearly": yearly,
            "gain": float(without[place] - with_[place]) + yearly,
        }
    cost = one.yearly(grants, answer.values)
    yield {
        "funder": one.funder.name,
        "role": FUNDER,
        "who": one.funder.name,
        "given": -one.best.given,
        "given_yearly": -cost,
        "gain": -cost,
    }
    weights, constant = society(firms, one.funder.discount_rate)
    sums = [float(weights @ values) + constant for values in (one.free.values, answer.values)]
    yield {
        "funder": one.funder.name,
        "role": SOCIETY,
        "who": "all together",
        "without": sums[0],
        "with": sums[1],
        "gain": sums[0] - sums[1],
    }


def _bills(purses: Purses, one: Told) -> Iterator[Row]:
    if one.best is None:
        return
    for row in bills(purses, one.fundable, one.best.answer.values, one.best.grants):
        yield {"funder": one.funder.name, **row}
