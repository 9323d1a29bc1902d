"""What each coalition of firms gains by itself: the values of the game that a park is.

    v(S) = cash of all firms today - least cash with what S can build alone
    alone    nothing is built that takes the consent of a firm outside S (see `firms.py`); existing links that end at a firm
             outside carry what they carry today; Limits of the whole park do not hold, nor is anything required
    players  firms that something could be built with

As firms outside S change nothing and are joined to S by what they send today, they pay what they pay today: the difference is what
S gains. Parts of the park that have nothing to do with each other gain apart, so that v(S) is a sum over parts, and each part
is searched once for each choice of builds that S leaves it. Every value is a range: gained by a design that was found, and no
design can gain more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.errors import AuditError, Fault, Interrupted, NoDesignInTime, SolverError, UsageError
from sidestream.park import Park
from sidestream.solver.components import Component, split
from sidestream.solver.search import Found, Orders, search
from sidestream.solver.settle import settle
from sidestream.studies.firms import FirmsPark
from sidestream.studies.options import Options
from sidestream.studies.side_by_side import side_by_side

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
REQUIRED = {"required": "optional", "built": "optional"}
SHEETS = ("Pipelines", "TruckRoutes", "Conversions", "Storages", "Expansions", "Corridors")
NEARLY = 1e-6
"""Share by which what is done today may differ between the two ways in which it is worked out."""
Range = tuple[float, float]
"""At least, at most."""


@dataclass(frozen=True)
class Part:
    """A part of the park that has nothing to do with others: its problem, today's answer, what it costs then.

    builds, build_firm     columns and the firm whose consent each takes, a row for each of them
    flows, flow_firm       of existing links, likewise: the firms at both ends
    """

    problem: Matrices
    today: Floats
    builds: Ints
    build_firm: Ints
    flows: Ints
    flow_firm: Ints

    @cached_property
    def firms(self) -> frozenset[int]:
        """Who has a say here."""
        return frozenset(self.build_firm.tolist())

    @property
    def cost(self) -> float:
        """What it costs today."""
        return self.problem.costs(self.today)

    def alone(self, coalition: frozenset[int]) -> tuple[Ints, Ints]:
        """Columns that stay as they are today where only a coalition acts: builds, and flows of existing links."""
        inside = np.array(sorted(coalition), np.int64)
        return (
            np.unique(self.builds[~np.isin(self.build_firm, inside)]),
            np.unique(self.flows[~np.isin(self.flow_firm, inside)]),
        )


@dataclass
class Game:
    """The values of coalitions of the players, worked out when they are asked for. Firms are numbers of `firms.names`."""

    firms: FirmsPark
    parts: list[Part]
    players: list[int]
    options: Options
    deadline: float
    known: dict[tuple[int, bytes], Range] = field(default_factory=dict)
    asked: dict[frozenset[int], Range] = field(default_factory=dict)
    """What is known of coalitions that somebody asked for."""

    @classmethod
    def of(cls, park: Park, options: Options, deadline: float) -> Game:
        """Prepare the game of a park. Raises what FirmsPark.of raises; UsageError where streams mix in pools."""
        firms = FirmsPark.of(left_to_themselves(park), options)
        if firms.made.mixing:
            raise UsageError(
                f"{park.name}: streams of different quality meet in junctions or storages here; what a coalition can do with a "
                "part of them is not worked out"
            )
        owners = firms.owners
        columns = owners["column"].to_numpy(np.int64)
        lower = firms.problem.lower.copy()
        lower[columns] = 0.0
        problem = replace(firms.problem, lower=lower)
        today = _today(firms, problem, np.unique(columns), options, deadline)
        flows = _existing(firms)
        parts = [_part(component, today, owners, flows) for component in split(problem)]
        parts = [part for part in parts if len(part.builds)]
        return cls(firms, parts, sorted(set().union(*(part.firms for part in parts))), options, deadline)

    @property
    def names(self) -> list[str]:
        """The players."""
        return [self.firms.names[one] for one in self.players]

    def value(self, coalition: Iterable[int]) -> Range:
        """What a coalition gains: at least, at most [EUR/a]."""
        mine = frozenset(coalition)
        self.work_out([mine])
        found = [self.known[self._key(place, mine)] for place in range(len(self.parts))]
        self.asked[mine] = (sum(low for low, _ in found), sum(high for _, high in found))
        return self.asked[mine]

    def values(self) -> tuple[Floats, Floats]:
        """What each coalition gains, at least and at most: as the bits of its number say which of the players belong to it."""
        every = [
            frozenset(player for bit, player in enumerate(self.players) if number >> bit & 1)
            for number in range(1 << len(self.players))
        ]
        self.work_out(every)
        low, high = zip(*(self.value(one) for one in every), strict=True)
        return np.array(low, float), np.array(high, float)

    def work_out(self, coalitions: Iterable[frozenset[int]]) -> None:
        """Search what is not known of some coalitions, in processes beside each other. Raises Interrupted, NoDesignInTime."""
        asked: dict[tuple[int, bytes], tuple[int, frozenset[int]]] = {}
        for coalition in coalitions:
            for place, part in enumerate(self.parts):
                key = self._key(place, coalition)
                if key not in self.known:
                    asked.setdefault(key, (place, coalition & part.firms))
        common = _Common(self.parts, self.options.gap, self.deadline)
        things = list(asked.items())
        jobs = self.options.jobs if len(things) > 8 else 1
        for done, (place, found) in enumerate(
            side_by_side(_gain, common, [thing for _, thing in things], jobs, self.options.wish), start=1
        ):
            self.known[things[place][0]] = found
            tenths = 10 * done // len(things)
            self.options.news(f"coalitions, {10 * tenths} % of {len(things)}", math.inf, -math.inf, math.inf)
        if any(key not in self.known for key in asked):
            raise Interrupted("stopped before all coalitions were worked out")
        if any(not math.isfinite(high) for low, high in self.known.values()):
            raise NoDesignInTime(
                "not every coalition was worked out in the time allowed: give it more with --time-limit"
            )

    def _key(self, place: int, coalition: frozenset[int]) -> tuple[int, bytes]:
        builds, flows = self.parts[place].alone(coalition)
        return place, builds.tobytes() + b"|" + flows.tobytes()


def left_to_themselves(park: Park) -> Park:
    """Return the park in which nothing is required, and no limit holds for all of it."""
    typed = dict(park.typed)
    for sheet in SHEETS:
        loaded = typed[sheet]
        typed[sheet] = replace(loaded, frame=loaded.frame.assign(status=loaded.frame["status"].replace(REQUIRED)))
    relations = typed["Relations"]
    allowed = relations.frame["status"].replace({"required": "allowed"})
    typed["Relations"] = replace(relations, frame=relations.frame.assign(status=allowed))
    limits = typed["Limits"]
    kept = (limits.frame["key"] != "").to_numpy(bool) & limits.frame["most"].notna().to_numpy(bool)
    frame = limits.frame[kept].assign(least=np.nan)
    typed["Limits"] = replace(limits, frame=frame, given=limits.given[kept])
    return Park(typed, park.name, park.fingerprint, park.changes, park.scenarios)


def _today(firms: FirmsPark, problem: Matrices, builds: Ints, options: Options, deadline: float) -> Floats:
    """Today's dispatch, in the columns of the design. Raises AuditError where it costs something else than today's park does."""
    nothing = problem.with_fixed(builds, np.zeros(len(builds)))
    found = search(nothing, Orders(0.0, deadline, options.jobs, wish=options.wish))
    if found.values is None:
        raise SolverError(f"today's park could not be worked out: {found.status}")
    settled = settle(nothing, found.values)
    if settled.values is None:
        raise SolverError("today's park did not survive a second look with what runs fixed")
    size = float(np.abs(problem.cost) @ np.abs(settled.values)) + abs(problem.constant)
    told = float(firms.today.sum())
    if abs(settled.objective - told) > NEARLY * max(size, 1.0):
        said = f"{settled.objective:,.10g} with nothing built, {told:,.10g} in today's park"
        raise AuditError("what firms pay today", [Fault("Costs", "", "", said)])
    return settled.values


def _existing(firms: FirmsPark) -> pd.DataFrame:
    """column, firm: what flows through links that exist, and whom they join."""
    park = firms.made.park
    rows: list[tuple[int, int]] = []
    for draft in firms.made.drafts:
        parties = draft.parties
        there = [
            (link, firms.firm[who])
            for sheet in ("Pipelines", "TruckRoutes")
            for link, status, *ends in park[sheet][["link", "status", "from", "to"]].to_numpy(object).tolist()
            for who in ends
            if status == "existing" and who in firms.firm
        ]
        known = pd.DataFrame(there, columns=["name", "firm"])
        known["link"] = parties.link(known["name"])
        ties = draft.books.ties.read()
        carried = pd.DataFrame({"link": ties["link"], "column": ties["column"]}).drop_duplicates()
        rows += carried.merge(known, on="link")[["column", "firm"]].itertuples(index=False, name=None)
    return pd.DataFrame(rows, columns=["column", "firm"]).drop_duplicates()


def _part(component: Component, today: Floats, owners: pd.DataFrame, flows: pd.DataFrame) -> Part:
    """A component, with what of builds and flows is its own."""

    def own(frame: pd.DataFrame) -> tuple[Ints, Ints]:
        mine = frame[frame["column"].isin(component.columns)]
        place = np.searchsorted(component.columns, mine["column"].to_numpy(np.int64))
        return place.astype(np.int64), mine["firm"].to_numpy(np.int64)

    return Part(component.problem, today[component.columns], *own(owners), *own(flows))


@dataclass(frozen=True)
class _Common:
    """What every process is told once."""

    parts: list[Part]
    gap: float
    deadline: float


def _gain(common: _Common, thing: tuple[int, frozenset[int]]) -> Range:
    """What a coalition gains in a part: at least, at most."""
    place, coalition = thing
    part = common.parts[place]
    builds, flows = part.alone(coalition)
    changed = part.problem.with_fixed(builds, np.zeros(len(builds)))
    if len(flows):
        changed = changed.with_fixed(flows, part.today[flows])
    if len(builds) == len(np.unique(part.builds)):
        return 0.0, 0.0
    orders = Orders(common.gap, common.deadline, 1, part.cost, start=part.today)
    found: Found = search(changed, orders)
    settled = None if found.values is None else settle(changed, found.values)
    cost = part.cost if settled is None or settled.values is None else min(settled.objective, part.cost)
    gained, most = part.cost - cost, part.cost - found.bound
    nothing = 1e-9 * max(1.0, float(np.abs(part.problem.cost) @ np.abs(part.today)))
    if most - gained <= nothing or found.status == "proven":
        most = gained
    return max(gained, 0.0), max(most, gained, 0.0)
