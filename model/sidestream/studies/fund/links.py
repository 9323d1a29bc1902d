"""Links that a funder can pay towards, and what 1 EUR of it is worth a year to those who invest in them.

worth[l,o]   = sum over payers p of  share[p,l] * annuity(rate[p], life[o]) * factor[p]      EUR/a for 1 EUR given to l in size o
    factor     1 of a grant; of a loan what `terms.py` says
cap[l,o]     = most_share * investment[l,o]                                                  EUR
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import NONE
from sidestream.formulation.accounts import COST
from sidestream.formulation.rules.participation import Cash, Joint, cash_of
from sidestream.park.worlds import own_rates
from sidestream.studies.firms import FirmsPark
from sidestream.studies.fund.terms import Funder
from sidestream.studies.standing import builds_by_link

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Purses:
    """What every participant pays, and its own rate; a junction has none."""

    firms: FirmsPark

    @cached_property
    def paid(self) -> Cash:
        """What each participant pays, as firms do."""
        made, known = self.firms.made, self.firms.firms
        parties = made.drafts[-1].parties
        alone = np.where(parties.is_junction, NONE, np.arange(len(parties.participants)))
        each = replace(known, names=parties.participants, of=alone)
        return cash_of(Joint(made.park, made.model, made.drafts), each)

    @cached_property
    def names(self) -> list[str]:
        """Every participant."""
        return self.firms.made.drafts[-1].parties.participants

    @cached_property
    def rates(self) -> Floats:
        """The rate of each participant [1/a]."""
        return own_rates(self.firms.made.park)[self.names].to_numpy(float)

    @cached_property
    def builds(self) -> dict[str, Ints]:
        """Columns of each link, in all sizes and stages."""
        return builds_by_link(self.firms.made)

    @cached_property
    def once(self) -> pd.DataFrame:
        """What building costs once, by column: investment [EUR] and life [a]."""
        parts = [pd.DataFrame(draft.books.once.read()) for draft in self.firms.made.drafts]
        both = pd.concat(parts).drop_duplicates(["payer", "column", "value"])
        return both.groupby("column").agg(investment=("value", "sum"), life=("life", "max"))

    def yearly(self, columns: Ints) -> Floats:
        """What 1 EUR invested by each column costs each participant a year. Shape (participants, columns)."""
        paid = self.paid
        place = np.full(len(self.firms.problem.cost), -1, np.int64)
        place[columns] = np.arange(len(columns))
        mine = (paid.account == COST["investment"]) & (paid.column != NONE)
        mine[mine] &= place[paid.column[mine]] >= 0
        made = np.zeros((len(self.names), len(columns)))
        np.add.at(made, (paid.firm[mine], place[paid.column[mine]]), paid.value[mine])
        each: Floats = made / self.once.loc[columns, "investment"].to_numpy(float)
        return each


@dataclass(frozen=True)
class Fundable:
    """The links of one funder in order of name: their columns, and the figures of each column."""

    names: list[str]
    columns: Ints
    of: Ints
    """Place of the link of each column."""
    investment: Floats
    life: Floats
    worth_to: Floats
    """What 1 EUR given is worth to each participant a year [1/a]. Shape (participants, columns)."""
    cap: Floats

    @classmethod
    def of_funder(cls, purses: Purses, links: Iterable[str], funder: Funder) -> Fundable:
        """Those of some links of which something is a choice and costs something once."""
        problem, once = purses.firms.problem, purses.once
        free = problem.lower < problem.upper
        kept = {}
        for link in sorted(links):
            columns = purses.builds.get(link, np.empty(0, np.int64))
            columns = columns[free[columns] & (once["investment"].reindex(columns).to_numpy(float) > 0)]
            if len(columns):
                kept[link] = columns
        columns = np.concatenate([*kept.values(), np.empty(0, np.int64)])
        paid = once.loc[columns]
        worth = purses.yearly(columns) * funder.worth(purses.rates)[:, None]
        investment = paid["investment"].to_numpy(float)
        of = np.repeat(np.arange(len(kept)), [len(some) for some in kept.values()])
        return cls(
            list(kept), columns, of, investment, paid["life"].to_numpy(float), worth, funder.most_share * investment
        )

    @cached_property
    def worth(self) -> Floats:
        """What 1 EUR given is worth a year to all who invest in each column [1/a]."""
        return np.asarray(self.worth_to.sum(axis=0), float)

    def alike(self, link: str) -> bool:
        """Whether 1 EUR is worth the same in whatever size a link is built, or there is one size alone."""
        return float(np.ptp(self.worth[self.of == self.names.index(link)])) < 1e-12

    def _sum(self, figures: Floats, values: Floats) -> Floats:
        return np.bincount(self.of, figures * (values[self.columns] > 0.5), len(self.names)).astype(float)

    def built(self, values: Floats) -> frozenset[str]:
        """Which of them an answer builds."""
        return frozenset(np.array(self.names, object)[self._sum(np.ones(len(self.of)), values) > 0].tolist())

    def worth_in(self, values: Floats) -> Floats:
        """What 1 EUR given to each link is worth a year in an answer; 0 where it is not built."""
        return self._sum(self.worth, values)

    def largest(self, figures: Floats, values: Floats) -> Floats:
        """The figure of the column in which an answer builds each link; 0 where it does not."""
        made = np.zeros(len(self.names))
        np.maximum.at(made, self.of, figures * (values[self.columns] > 0.5))
        return made

    def columns_of(self, link: str) -> Ints:
        """Columns of a link."""
        mine: Ints = self.columns[self.of == self.names.index(link)]
        return mine

    def worth_by_participant(self, values: Floats) -> Floats:
        """What 1 EUR given to each link is worth to each participant a year. Shape (participants, links)."""
        made = np.zeros((len(self.worth_to), len(self.names)))
        built = values[self.columns] > 0.5
        np.add.at(made.T, self.of[built], self.worth_to[:, built].T)
        return made

    def only(self, links: Iterable[str]) -> Fundable:
        """Some of them alone."""
        kept = sorted(set(links) & set(self.names))
        mine = np.isin(np.array(self.names, object)[self.of], kept) if len(self.of) else np.zeros(0, bool)
        place = {name: at for at, name in enumerate(kept)}
        of = np.array([place[self.names[one]] for one in self.of[mine].tolist()], np.int64)
        figures = (self.investment[mine], self.life[mine], self.worth_to[:, mine], self.cap[mine])
        return Fundable(kept, self.columns[mine], of, *figures)
