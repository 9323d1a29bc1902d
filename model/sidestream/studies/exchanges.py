"""What each exchange of a design is worth to both sides, and what investments bring.

    without[e]      the design with exchange e left out: all other flows and builds stay, each firm makes the best of it;
                    a link that carries nothing else is not built
    least price     (giver's cash with e - without e) / quantity; what comes by a junction: of all behind it together
    most price      (taker's cash without e - with e) / quantity; what goes on from a junction likewise
    surplus         cash of all firms without e - with e, before the annuities of the link
    irr             r at which  sum of investment * annuity(r, life) = surplus
    npv             (surplus - sum of investment * annuity(rate, life)) / annuity(rate, longest life)

Where the others need what goes on from a junction or from who passes on, flows behind it may fall. With stages and scenarios a
year is what is worth as much as all of them (see `park/worlds.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.arrays import Matrices
from sidestream.algebra.books import NONE
from sidestream.formulation.accounts import COST
from sidestream.money import annuity
from sidestream.park.worlds import shares_of_money
from sidestream.solver.highs import Watch, solve
from sidestream.studies.firms import FirmsPark

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CARRIES = 1e-9
"""Share of the largest flow from which on a link is used."""


@dataclass(frozen=True)
class Exchange:
    """What one link carries of one commodity from one end to the other: units a year, and the columns of its flows."""

    link: str
    commodity: str
    giver: str
    taker: str
    quantity: float
    columns: Ints


@dataclass(frozen=True)
class Band:
    """What both sides could agree on [EUR/unit], and what all lose without it [EUR/a]; NaN where that is not defined."""

    least: float
    most: float
    worth: float
    note: str = ""


@dataclass(frozen=True)
class Investments:
    """Money paid once [EUR], its life [a], and the rate each is judged at."""

    money: Floats
    life: Floats
    rate: float

    def yearly(self, rate: float) -> float:
        """Annuities of all at a rate."""
        return float(self.money @ annuity(rate, self.life)) if len(self.money) else 0.0

    def npv(self, surplus: float) -> float:
        """Present value over the longest life, shorter-lived things renewed."""
        if not len(self.money):
            return math.nan
        return (surplus - self.yearly(self.rate)) / float(annuity(self.rate, self.life.max()))

    def irr(self, surplus: float) -> float:
        """Rate at which the surplus pays for all; NaN where there is none of at least 0."""
        if not len(self.money) or surplus < self.yearly(0.0):
            return math.nan
        low, high = 0.0, 1.0
        while self.yearly(high) < surplus:
            high *= 2
        for _ in range(100):
            middle = (low + high) / 2
            low, high = (middle, high) if self.yearly(middle) < surplus else (low, middle)
        return (low + high) / 2

    def payback(self, surplus: float) -> float:
        """Years in which the surplus returns the money; NaN where there is none."""
        return float(self.money.sum()) / surplus if surplus > 0 and len(self.money) else math.nan


@dataclass(frozen=True)
class Dealt:
    """A design of a park's firms, exchange by exchange."""

    firms: FirmsPark
    values: Floats
    _without: dict[bytes, Floats | None] = field(default_factory=dict)
    """What is known of designs without some exchanges, by the columns of these."""

    @cached_property
    def cash(self) -> Floats:
        """What each firm pays in the design."""
        return self.firms.cash.of(self.values)

    @cached_property
    def ties(self) -> pd.DataFrame:
        """What arrives by links: link, commodity, origin, destination (names), column, a year of one of it."""
        made, frames = self.firms.made, []
        for draft, share in zip(made.drafts, shares_of_money(made.worlds), strict=True):
            parties, entries = draft.parties, pd.DataFrame(draft.books.ties.read())
            weight = draft.weights[entries["moment"].to_numpy(np.int64)] * share
            frames.append(
                pd.DataFrame(
                    {
                        "link": np.array(parties.links, object)[entries["link"]],
                        "commodity": np.array(parties.commodities, object)[entries["commodity"]],
                        "giver": np.array(parties.participants, object)[entries["origin"]],
                        "taker": np.array(parties.participants, object)[entries["destination"]],
                        "column": entries["column"],
                        "each": entries["value"] * weight,
                    }
                )
            )
        return pd.concat(frames, ignore_index=True)

    @cached_property
    def exchanges(self) -> list[Exchange]:
        """What is exchanged in the design, by link."""
        ties = self.ties
        amount = ties["each"] * self.values[ties["column"].to_numpy(np.int64)]
        least = CARRIES * float(amount.max() if len(amount) else 0.0)
        found = []
        for names, mine in ties.assign(amount=amount).groupby(["link", "commodity", "giver", "taker"]):
            assert isinstance(names, tuple)
            link, commodity, giver, taker = map(str, names)
            total = float(mine["amount"].sum())
            if total > least:
                columns = np.unique(mine["column"].to_numpy(np.int64))
                found.append(Exchange(link, commodity, giver, taker, total, columns))
        return found

    @cached_property
    def _laid(self) -> dict[str, Ints]:
        """Columns by which each link is built, in all stages."""
        found: dict[str, list[int]] = {}
        for draft in self.firms.made.drafts:
            entries = draft.books.laid.read()
            for link, column in zip(entries["link"].tolist(), entries["column"].tolist(), strict=True):
                if column != NONE:
                    found.setdefault(draft.parties.links[link], []).append(column)
        return {link: np.unique(np.array(columns, np.int64)) for link, columns in found.items()}

    @cached_property
    def _held(self) -> Matrices:
        """The model with all that is built, and all that flows by links, as in the design."""
        made = [known.columns for draft in self.firms.made.drafts for known in draft.decided.values()]
        columns = np.unique(np.concatenate([*made, self.ties["column"].to_numpy(np.int64)]))
        return self.firms.problem.with_fixed(columns, np.maximum(self.values[columns], 0.0))

    def without(self, *some: Exchange) -> Floats | None:
        """What each firm pays without some exchanges; None where the others cannot be kept."""
        dropped = np.unique(np.concatenate([one.columns for one in some]))
        if dropped.tobytes() not in self._without:
            self._without[dropped.tobytes()] = self._worked_out(dropped, some)
        return self._without[dropped.tobytes()]

    def _worked_out(self, dropped: Ints, some: tuple[Exchange, ...]) -> Floats | None:
        kept = {other.link for other in self.exchanges if not any(other is one for one in some)}
        lays = [self._laid.get(one.link, np.empty(0, np.int64)) for one in some if one.link not in kept]
        fixed = self._held.with_fixed(np.concatenate([dropped, *lays]), np.zeros(len(dropped) + sum(map(len, lays))))
        answer = solve(fixed, Watch())
        if answer.values is None:
            behind = self._behind(some)
            lower = fixed.lower.copy()
            lower[behind] = 0.0
            answer = solve(Matrices(**{**vars(fixed), "lower": lower}), Watch())
        return None if answer.values is None else self.firms.cash.of(answer.values)

    def _behind(self, some: tuple[Exchange, ...]) -> Ints:
        """Columns of what flows on from where some exchanges arrive, and of what comes to where they begin."""
        found: list[Ints] = []
        ends, starts = {one.taker for one in some}, {one.giver for one in some}
        for _ in range(len(self.exchanges)):
            on = [one for one in self.exchanges if one.giver in ends or one.taker in starts]
            more = {one.taker for one in on if one.giver in ends} - ends
            less = {one.giver for one in on if one.taker in starts and one.giver not in self.firms.firm} - starts
            found += [one.columns for one in on]
            if not more and not less:
                break
            ends, starts = ends | more, starts | less
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)

    def band(self, one: Exchange) -> Band:
        """What both sides of an exchange could agree on."""
        without = self.without(one)
        if without is None:
            return Band(math.nan, math.nan, math.nan, "the other exchanges cannot be kept without it")
        lost = without - self.cash
        firms, note = self.firms.firm, ""
        giver, taker = firms.get(one.giver), firms.get(one.taker)
        gives = lost[giver] if giver is not None else lost.sum() - (lost[taker] if taker is not None else 0.0)
        takes = lost[taker] if taker is not None else lost.sum() - (lost[giver] if giver is not None else 0.0)
        if giver is None or taker is None:
            note = f"{one.giver if giver is None else one.taker} is a junction: all behind it together"
        if giver == taker and giver is not None:
            return Band(math.nan, math.nan, float(lost.sum()), "both ends are one firm")
        return Band(float(-gives / one.quantity), float(takes / one.quantity), float(lost.sum()), note)

    @cached_property
    def _invested(self) -> pd.DataFrame:
        """firm, column, money, life of what the design builds, each as its firm pays for it once; of the last stage."""
        draft = self.firms.made.drafts[-1]
        once, shares = pd.DataFrame(draft.books.once.read()), draft.parties.shares()
        both = once[once["column"] != NONE].merge(shares.rename(columns={"key": "payer"}), on="payer")
        built = both.assign(
            firm=both["participant"].map(self.firms.firm),
            money=both["value"] * both["share"] * self.values[both["column"].to_numpy(np.int64)].round(),
        )
        return built[(built["money"] > 0) & built["firm"].notna()]

    def investments(self, rate: float, *, firm: int | None = None, link: str | None = None) -> Investments:
        """What a firm, or all for one link, pays once."""
        mine = self._invested
        if firm is not None:
            mine = mine[mine["firm"] == firm]
        if link is not None:
            mine = mine[mine["column"].isin(self._laid.get(link, np.empty(0, np.int64)))]
        return Investments(mine["money"].to_numpy(float), mine["life"].to_numpy(float), rate)

    def capital_of(self, chosen: Callable[[pd.DataFrame], pd.Series]) -> float:
        """Annuities of what is built, as firms count them in their cash."""
        cash = self.firms.cash
        entries = pd.DataFrame({"firm": cash.firm, "account": cash.account, "column": cash.column, "value": cash.value})
        mine = entries[(entries["account"] == COST["investment"]) & (entries["column"] != NONE)]
        mine = mine[chosen(mine)]
        return float(mine["value"].to_numpy(float) @ self.values[mine["column"].to_numpy(np.int64)])

    def surplus_of_link(self, link: str, worth: float) -> float:
        """What a link brings a year before its annuities, where all lose `worth` without it."""
        return worth + self.capital_of(lambda rows: rows["column"].isin(self._laid.get(link, np.empty(0, np.int64))))
