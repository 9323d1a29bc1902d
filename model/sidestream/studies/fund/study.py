"""Which links deserve public money: what each takes to be built, what it does for CO2, and the best use of a budget.

anyway       what firms build without us: their optimum in cash (`studies/firms.py`). Such a link takes nothing
whole        the least grant that leaves nobody worse off than today (`whole.py`)
response     the least with which firms have nothing cheaper (`response.py`); where that is not found, between two bounds that are
             proven (`bounds.py`); each link within its part of the park (`parts.py`)
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
from sidestream.design.study_tables.fund import NO, RESULTS, YES
from sidestream.errors import NoDesignInTime, UsageError
from sidestream.park import Park
from sidestream.solver.search import Found
from sidestream.studies.finding import without_unused
from sidestream.studies.firms import FirmsPark
from sidestream.studies.fund.answers import Answer
from sidestream.studies.fund.asking import IN_TIME, MOST, Asking
from sidestream.studies.fund.bounds import Known, closer, grants_of, known_of
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

LINKS = 0.75
"""Share of the time that is for links."""
LOOKING = 0.5
"""Share of that in which they are looked at beside each other; then what firms do is audited, and the least grants are looked for."""
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
        self.audited = {self._network_of(free[1])}
        self.wholes: dict[bytes, Floats | None] = {}

    def told(self, wanted: Wanted) -> Told:
        """Look at every link, at bundles, and at the budget."""
        asking, names = self.asking, self.fundable.names
        if len(names) <= MOST:
            asking.try_every()
        bundles = [frozenset([name]) for name in names]
        if len(wanted.links) > 1:
            bundles += [some] if len(some := frozenset(wanted.links) & set(names)) > 1 else []
        end = turn(self.until, 1 / LINKS)  # what is left is for the budget
        asking.deadline = end
        if not wanted.links:
            asking.ahead(bundles, turn(end, 1 / LOOKING))
        cases, left = [], len(bundles)
        for links in bundles:
            asking.deadline = turn(end, left)
            left -= 1
            cases.append(self._case(links))
        asking.deadline = end
        cases = [self._closer(case) for case in self._audited(cases)]
        asking.deadline = self.until
        self._audit(asking.free)
        points = [one for one in curve(asking, self.funder.budget, cases) if self._in_time(one.answer)] if names else []
        cases += list(self._bundles(cases, points))
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
        asking = self.asking
        try:
            if asking.over and not links <= asking.free.links:
                raise NoDesignInTime(IN_TIME)
            target = asking.cheapest(links)
        except NoDesignInTime:
            return Case(links, None, None, None, known=known_of(asking, links, None))
        if target is None:
            return Case(links, None, None, None, impossible=True, known=Known(NO))
        known = known_of(asking, links, target)
        if known.anyway == YES:
            needs = Response(np.zeros(len(self.fundable.names)), 0.0, target.proven, True, target, suffices=True)
        else:
            needs = self._needs(target, links, known)
        return Case(links, needs.target, needs, self._whole(target), known=known)

    def _needs(self, target: Answer, links: frozenset[str], known: Known) -> Response:
        """The least grants; where not all networks are known, what is proven of them."""
        if self.asking.complete or known.dearer is None:
            return response(self.asking, target, links)
        rough = grants_of(self.asking, links, target, known.dearer)
        return rough if rough.grants is not None else response(self.asking, target, links)

    def _closer(self, case: Case) -> Case:
        """The same with the least grants, as far as there is time to look for them."""
        asking, rough = self.asking, case.needs
        if rough is None or rough.proven or not rough.suffices or not case.audited:
            return case
        if not rough.target.proven or not asking.free.proven or asking.over:
            return case
        needs = closer(rough, response(asking, rough.target, case.links))
        self._audit(needs.target)
        return replace(case, needs=needs)

    def _whole(self, target: Answer) -> Floats | None:
        network = self._network(target)
        if network not in self.wholes:
            self.wholes[network] = whole_grants(self.purses, self.fundable, target.values)
        return self.wholes[network]

    def _audited(self, cases: list[Case]) -> Iterator[Case]:
        """Read back what firms would do in each case; where there is no time left for it, that is said.

        Networks that differ from what firms do without us in parts of the park of their own are read back as one.
        """
        waiting = [case.needs.target for case in cases if case.needs is not None]
        while waiting and not (self.asking.over and not self.asking.complete):
            values, taken, rest = self.asking.parts.values, np.empty(0, np.int64), []
            for answer in waiting:
                mine = self.asking.parts.differing(answer.values)
                if self._network(answer) in self.audited:
                    continue
                if np.isin(mine, taken).any():
                    rest.append(answer)
                    continue
                taken = np.union1d(taken, mine)
                values = np.where(np.isin(self.asking.parts.of, mine), answer.values, values)
                self.audited.add(self._network(answer))
            if len(taken):
                self._read(values)
            waiting = rest
        for case in cases:
            known = case.needs is None or self._network(case.needs.target) in self.audited
            yield case if known else replace(case, audited=False)

    def _audit(self, answer: Answer) -> None:
        """Read what firms would do back, once. Raises AuditError where it is not what the park says."""
        if (network := self._network(answer)) not in self.audited:
            self.audited.add(network)
            self._read(answer.values)

    def _in_time(self, answer: Answer) -> bool:
        """Read what firms would do back; where there is no time left for it, it is not known."""
        if self._network(answer) not in self.audited and self.asking.over and not self.asking.complete:
            return False
        self._audit(answer)
        return True

    def _read(self, values: Floats) -> None:
        # a link that was asked for may be of no use
        self.purses.firms.read(without_unused(self.purses.firms.made, values, kept=self.fundable.columns))

    def _network(self, answer: Answer) -> bytes:
        return self._network_of(answer.values)

    def _network_of(self, values: Floats) -> bytes:
        """What tells apart what is built."""
        return np.round(values[self.purses.firms.problem.integer]).tobytes()
