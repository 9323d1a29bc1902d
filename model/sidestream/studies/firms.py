"""A park as its firms see it: what each pays in cash, and whose consent each build takes, over the arrays of one model.

cash[f]      what firm f pays a year: costs without carbon value and impact value, investments as annuities at its own
discount_rate, over all stages and scenarios with their shares (see `formulation/rules/participation.py`)
goal         sum over f of cash[f]: what firms that act together make least
owners[b]    firms without which b is not built: both ends and the payers of a link; the owner of a plant, a storage or an
expansion; both sides of a relation; and whoever pays for it. A junction is no firm
today        today's park at the least cash
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.books import NONE
from sidestream.design.companies import companies_of
from sidestream.design.design import Design
from sidestream.errors import AuditError, Fault, InputError
from sidestream.formulation.draft import Consent, Draft
from sidestream.formulation.plan import Plan
from sidestream.formulation.rules.participation import Cash, Firms, Joint, cash_of
from sidestream.park import Park
from sidestream.park.checks.participation import trenches_without_payer
from sidestream.solver.search import LAST_SECONDS, Found, linear_bound
from sidestream.studies.finding import find
from sidestream.studies.options import Options
from sidestream.studies.participation import refused
from sidestream.studies.prepared import Clock, Prepared
from sidestream.studies.reading_back import read_back
from sidestream.studies.today import Today, baseline_of_firms
from sidestream.studies.warm import without_settings

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
OWNER = {"build_conversion": (1,), "build_storage": (1,), "build_expansion": (1,), "set_up": (0, 1), "chosen": (1,)}
"""Where the names of what is built say whose it is, by family."""
LINKS = ("lay_pipeline", "lay_truck_route")


@dataclass(frozen=True)
class FirmsPark:
    """A park whose firms act together: the model, its goal their cash; `ready` is what a search of it takes.

    today        cash of each firm as the park stands, in order of `names` [EUR/a]
    """

    ready: Prepared
    cash: Cash
    names: list[str]
    today: Floats
    firms: Firms
    before: Today
    """Today's park as the planner counts it: what a design that is read back is held against."""

    @classmethod
    def of(cls, park: Park, options: Options, clock: Clock | None = None) -> FirmsPark:
        """Write the model of a park, whatever its Settings say of payments, risk and objective: firms mind their cash alone.

        Raises InputError where today's park does not work, or where who pays for a trench depends on what is built.
        """
        plain = without_settings(park, "payments", "objective")
        ready = Prepared.of(plain, options)
        if clock is not None:
            ready = replace(ready, clock=clock)
        if ready.today.short:
            raise refused(park, ready.made.worlds, ready.today.short)
        open_purses = trenches_without_payer(plain, "this study asks")
        if open_purses:
            raise InputError(park.name, open_purses)
        asked = baseline_of_firms(plain, ready.made.worlds, ready.todays, options, ready.deadline)
        return cls._with(ready, asked)

    @classmethod
    def _with(cls, ready: Prepared, asked: Consent) -> FirmsPark:
        made = ready.made
        firms = Firms.read(made.park, made.worlds, made.drafts[-1].parties, asked)
        cash = cash_of(Joint(made.park, made.model, made.drafts), firms)
        free = cash.column != NONE
        weights = np.bincount(cash.column[free], cash.value[free], len(ready.problem.cost)).astype(float)
        problem = replace(ready.problem, cost=weights, constant=float(cash.constant.sum()))
        total = float(firms.today.sum())
        today = replace(ready.today, cost=total, short=[], gap=0.0)
        return cls(replace(ready, problem=problem, today=today), cash, firms.names, firms.today, firms, ready.today)

    @property
    def problem(self) -> Matrices:
        """The model; its goal is what all firms pay."""
        return self.ready.problem

    @property
    def made(self) -> Plan:
        """The model as it was written."""
        return self.ready.made

    @cached_property
    def firm(self) -> dict[str, int]:
        """Number of the firm of each participant; a junction has none."""
        company, places = companies_of(self.made.park), {name: place for place, name in enumerate(self.names)}
        sites = self.made.park["Participants"]
        firms = sites.loc[sites["kind"] != "junction", "participant"]
        return {who: places[company[who]] for who in firms}

    @cached_property
    def owners(self) -> pd.DataFrame:
        """column, firm: without whom what is not built is not built."""
        rows: set[tuple[int, int]] = set()
        for draft in self.made.drafts:
            parties = draft.parties
            ends = {
                parties.links[link]: (parties.participants[begin], parties.participants[end])
                for sides in parties.ends.values()
                for link, begin, end in zip(*(side.tolist() for side in sides), strict=True)
            }
            for family, known in draft.decided.items():
                for name, column in zip(known.index, known.columns.tolist(), strict=True):
                    whose = ends[name[0]] if family in LINKS else [name[at] for at in OWNER.get(family, ())]
                    rows |= {(column, self.firm[who]) for who in whose if who in self.firm}
            rows |= set(self._payers(draft))
        return pd.DataFrame(sorted(rows), columns=["column", "firm"])

    def _payers(self, draft: Draft) -> Iterator[tuple[int, int]]:
        """(column, firm) of whoever pays for what is built, once or every year."""
        built = np.concatenate([known.columns for known in draft.decided.values()] or [np.empty(0, np.int64)])
        books = [pd.DataFrame(book.read())[["payer", "column"]] for book in (draft.books.once, draft.books.costs)]
        both = pd.concat(books)[lambda rows: rows["column"].isin(built)].drop_duplicates()
        paid = both.merge(draft.parties.shares().rename(columns={"key": "payer"}), on="payer")
        for column, who in zip(paid["column"].tolist(), paid["participant"], strict=True):
            if who in self.firm:
                yield int(column), self.firm[who]

    def design(self, options: Options | None = None, clock: Clock | None = None) -> tuple[Found, Floats, Design]:
        """The design that costs firms least, audited. Raises what `find` and `read_back` raise."""
        ready = replace(self.ready, options=options or self.ready.options, clock=clock or self.ready.clock)
        found, values = find(ready)
        return found, values, self.read(values, found)

    def read(self, values: Floats, found: Found | None = None) -> Design:
        """Read an answer back: audited, and each firm's cash held against what the audited tables say."""
        planner, bound = self._planner
        known = Found("stopped", values, planner.costs(values), bound, found.parts if found else 1)
        ready = replace(self.ready, problem=planner, today=self.before, clock=Clock())
        design = read_back(ready, known, values, looking_on=False)
        self._held_against(design, values)
        return design

    @cached_property
    def _planner(self) -> tuple[Matrices, float]:
        """The same model with the planner's goal, and a bound of that."""
        cost, constant = self.made.goal
        problem = replace(self.problem, cost=cost, constant=constant)
        return problem, linear_bound(problem, time.monotonic() + LAST_SECONDS)

    def _held_against(self, design: Design, values: Floats) -> None:
        """Raise AuditError where the Costs sheet, added up by firm, says something else; where it is one world at one rate."""
        rates = self.made.park["Participants"]["discount_rate"]
        if len(self.made.worlds) > 1 or rates.notna().any():
            return
        costs = design["Costs"]
        mine = costs[(costs["kind"] == "cash") & (costs["case"] == "design")]
        told = mine.groupby(mine["payer"].map(self.firm))["amount"].sum()
        for number, paid in enumerate(self.cash.of(values).tolist()):
            said = float(told.get(number, 0.0))
            if not math.isclose(paid, said, rel_tol=1e-6, abs_tol=1e-3):
                fault = Fault("Costs", "", self.names[number], f"{paid:,.10g} in the model, {said:,.10g} in the tables")
                raise AuditError("what firms pay", [fault])
