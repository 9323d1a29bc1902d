"""Which links deserve public money: what each takes to be built, what it does for CO2, and the best use of a budget.

anyway       what firms build without us: their optimum in cash (`studies/firms.py`). Such a link takes nothing
whole        the least grant that leaves nobody worse off than today (`whole.py`)
response     the least with which firms have nothing cheaper (`response.py`)
budget       the most CO2 for so much money (`budget.py`); the marginal abatement cost is that of the steps along that curve
loans        what is lent instead, for the same effect (`terms.py`)

Each funder is looked at by itself, as if there were no other. Firms respond together, with payments between them: they build what
costs all of them least. What they are said to do is read back and audited, each network of it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sidestream.design.design import Design
from sidestream.design.study_tables.fund import RESULTS
from sidestream.errors import NoDesignInTime, UsageError
from sidestream.park import Park
from sidestream.solver.search import Found
from sidestream.studies.finding import without_unused
from sidestream.studies.firms import FirmsPark
from sidestream.studies.fund.asking import MOST, Answer, Asking
from sidestream.studies.fund.budget import Point, curve
from sidestream.studies.fund.cases import Case
from sidestream.studies.fund.links import Floats, Fundable, Purses
from sidestream.studies.fund.response import Response, response
from sidestream.studies.fund.tables import Told, tables_of
from sidestream.studies.fund.terms import Funder, Wanted, eligible_links, funders_of
from sidestream.studies.fund.whole import whole_grants
from sidestream.studies.options import Options
from sidestream.studies.prepared import Clock, turn
from sidestream.studies.run_sheet import asked_of, study_run

RESPOND = (
    "firms respond together: with what is given they build what costs all of them least in cash, and pay each other what it "
    "takes; of what costs them the same, what causes least CO2"
)


def fund(park: Park, options: Options, wanted: Wanted | None = None) -> Design:
    """Return what funding does: sheets Funders to Loans, and Run.

    Raises UsageError where a link is asked for that nobody can pay towards, and what `FirmsPark.of` and `find` raise.
    """
    wanted = wanted or Wanted()
    funders = funders_of(park, wanted)
    eligible = [eligible_links(park, funder, wanted) for funder in funders]

    phase = ["what firms do without us"]

    def news(*_: object) -> None:
        options.news(phase[0], math.inf, -math.inf, math.inf)

    firms = FirmsPark.of(park, replace(options, news=news))
    begun, end = firms.ready.clock.began, firms.ready.deadline
    free = firms.design(clock=Clock(turn(end, 3)))
    purses = Purses(firms)
    known = [_fundable(purses, funder, some) for funder, some in zip(funders, eligible, strict=True)]
    _must_be_fundable(wanted, known)
    told = []
    for place, (funder, every) in enumerate(zip(funders, known, strict=True)):
        until = turn(end, len(funders) - place)
        mine = every.only(wanted.links) if wanted.links else every
        phase[0] = f"what {funder.name} could do"
        news()
        told.append(_Study(purses, funder, mine, options, until, free[:2]).told(wanted))
    made = Design.of(tables_of(purses, told, RESPOND), _facts(park, told, begun), RESULTS, kind="funding")
    made.tables["Run"] = study_run(
        park, made.facts, asked_of(options) | _asked_of(wanted) | {"how firms respond": RESPOND}
    )
    return made


def _fundable(purses: Purses, funder: Funder, links: list[str]) -> Fundable:
    return Fundable.of_funder(purses, links, funder)


def _must_be_fundable(wanted: Wanted, known: list[Fundable]) -> None:
    """Raise UsageError for a link that is asked for, and that nobody can pay towards."""
    names = {name for every in known for name in every.names}
    for link in wanted.links:
        if link not in names:
            raise UsageError(
                f"nobody can pay towards '{link}': it is no choice (status optional), costs nothing once, or is not eligible. "
                f"Links that can be funded: {', '.join(sorted(names)) or 'none'}"
            )


def _asked_of(wanted: Wanted) -> dict[str, str]:
    """What was asked beside the workbook."""
    said = {name.replace("_", " "): f"{figure:g}" for name, figure in wanted.figures.items()}
    return said | ({"links": "; ".join(wanted.links)} if wanted.links else {})


def _facts(park: Park, told: list[Told], begun: float) -> dict[str, object]:
    return {
        "funders": len(told),
        "links": len({name for one in told for name in one.fundable.names}),
        "every_network_tried": all(one.complete for one in told),
        "undecided": sum(one.undecided for one in told),
        "enough": not any(one.undecided for one in told),
        "currency": park.settings.currency,
        "seconds": time.monotonic() - begun,
    }


class _Study:
    """What one funder can do."""

    def __init__(
        self,
        purses: Purses,
        funder: Funder,
        fundable: Fundable,
        options: Options,
        until: float,
        free: tuple[Found, Floats],
    ) -> None:
        self.purses, self.funder, self.fundable, self.until = purses, funder, fundable, until
        self.asking = Asking(purses.firms, fundable, options, until, free)
        self.audited = {self._network(self.asking.free)}
        self.wholes: dict[bytes, Floats | None] = {}

    def told(self, wanted: Wanted) -> Told:
        """Look at every link, at bundles, and at the budget."""
        asking, names = self.asking, self.fundable.names
        if len(names) <= MOST:
            asking.try_every()
        bundles = [frozenset([name]) for name in names]
        if len(wanted.links) > 1:
            bundles += [some] if len(some := frozenset(wanted.links) & set(names)) > 1 else []
        cases, half = [], turn(self.until, 2)  # the other half is left for the budget
        left = sum(not links <= asking.free.links for links in bundles)
        for links in bundles:
            asking.deadline = turn(half, max(left, 1))
            left -= not links <= asking.free.links
            cases.append(self._case(links))
        asking.deadline = self.until
        points = curve(asking, self.funder.budget) if names else []
        cases += list(self._bundles(cases, points))
        for point in points:
            self._audit(point.answer)
        return Told(self.funder, self.fundable, asking.free, asking.complete, cases, points, asking.over)

    def _bundles(self, cases: list[Case], points: list[Point]) -> Iterator[Case]:
        """Those of the budget curve that were not looked at yet."""
        seen = {case.links for case in cases}
        for point in points[1:]:
            paid = frozenset(name for name, given in zip(self.fundable.names, point.grants, strict=True) if given > 0)
            if len(paid) > 1 and paid not in seen:
                seen.add(paid)
                needs = Response(point.grants, point.given, point.proven, True, point.answer)
                yield Case(paid, point.answer, needs, self._whole(point.answer))

    def _case(self, links: frozenset[str]) -> Case:
        """What it takes to have some links."""
        free = self.asking.free
        if links <= free.links:
            nothing = np.zeros(len(self.fundable.names)) if free.proven else None
            return Case(links, free, Response(nothing, 0.0, free.proven, free.proven or None, free), self._whole(free))
        if self.asking.over:
            return Case(links, None, None, None)
        try:
            target = self.asking.cheapest(links)
        except NoDesignInTime:
            return Case(links, None, None, None)
        if target is None:
            return Case(links, None, None, None, impossible=True)
        needs = response(self.asking, target, links)
        self._audit(needs.target)
        return Case(links, needs.target, needs, self._whole(target))

    def _whole(self, target: Answer) -> Floats | None:
        network = self._network(target)
        if network not in self.wholes:
            self.wholes[network] = whole_grants(self.purses, self.fundable, target.values)
        return self.wholes[network]

    def _audit(self, answer: Answer) -> None:
        """Read what firms would do back, once. Raises AuditError where it is not what the park says."""
        firms = self.purses.firms
        if (network := self._network(answer)) in self.audited:
            return
        self.audited.add(network)
        slim = without_unused(firms.made, answer.values)
        mine = self.fundable.columns
        same = bool((slim[mine] == answer.values[mine]).all())  # a link that was asked for may be of no use
        firms.read(slim if same else answer.values)

    def _network(self, answer: Answer) -> bytes:
        """What tells apart what is built."""
        return np.round(answer.values[self.purses.firms.problem.integer]).tobytes()
