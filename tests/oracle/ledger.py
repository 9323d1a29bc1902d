"""What a unit of something, or having something for a year, costs and causes: by account and by whom it falls to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sidestream.money import annuity

CO2 = "co2"
NOBODYS = ("carbon value", "impact value")
"""Accounts of what is valued and paid by nobody."""

Whose = str | Mapping[str, float]
"""A participant, or the share of each."""


class Once(NamedTuple):
    """Money paid once: for what, by whom, how much, for how many years, and in which link."""

    account: str
    who: str
    amount: float
    life: float
    link: str


class Price(NamedTuple):
    """What a unit of an impact costs whoever causes it, and what it is held worth [EUR/unit]."""

    tax: float
    value: float


@dataclass
class Ledger:
    """Money a year by account and payer [EUR], impacts by who causes them [t, or their own unit], and money paid once."""

    paid: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    caused: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    once: list[Once] = field(default_factory=list)

    def pay(self, account: str, whose: Whose, amount: float) -> None:
        for who, share in shares(whose):
            self.paid[account, who] += share * amount

    def cause(self, impact: str, whose: Whose, amount: float) -> None:
        for who, share in shares(whose):
            self.caused[impact, who] += share * amount

    def invest(self, account: str, whose: Whose, amount: float, life: float, link: str = "") -> None:
        self.once += [Once(account, who, share * amount, life, link) for who, share in shares(whose) if share * amount]

    def add(self, other: Ledger, times: float = 1.0) -> None:
        """Enter all of another so many times."""
        for mine, theirs in ((self.paid, other.paid), (self.caused, other.caused)):
            for key, amount in theirs.items():
                mine[key] += times * amount
        self.once += [one._replace(amount=times * one.amount) for one in other.once]

    def impact(self, impact: str, who: str = "") -> float:
        """How much of an impact somebody, or everybody, causes."""
        return sum(amount for (name, cause), amount in self.caused.items() if name == impact and who in ("", cause))

    def invested(self, key: str = "") -> float:
        """Money paid once by everybody, by a payer, or in a link."""
        return sum(one.amount for one in self.once if key in ("", one.who, one.link))


def shares(whose: Whose) -> Iterable[tuple[str, float]]:
    """Who has a share, and which."""
    return [(whose, 1.0)] if isinstance(whose, str) else whose.items()


@dataclass(frozen=True)
class Prices:
    """What turns a ledger into money a year."""

    rate: float  # [1/a] of the park
    impacts: Mapping[str, Price]

    def cost(self, ledger: Ledger) -> float:
        """What the park as a whole counts as its cost [EUR/a]."""
        return sum(self.accounts(ledger).values())

    def cash(self, ledger: Ledger, account: str = "", who: str = "", rate: float | None = None) -> float:
        """What is paid by somebody or everybody, in one account or in all that somebody pays [EUR/a]."""
        return sum(
            amount
            for (name, payer), amount in self.accounts(ledger, rate).items()
            if who in ("", payer) and (name == account or (not account and name not in NOBODYS))
        )

    def accounts(self, ledger: Ledger, rate: float | None = None) -> dict[tuple[str, str], float]:
        """EUR a year by account and payer, what is paid once at the annuity of a rate; `` pays what nobody pays."""
        found = defaultdict(float, ledger.paid)
        for one in ledger.once:
            found[one.account, one.who] += one.amount * float(annuity(self.rate if rate is None else rate, one.life))
        for (impact, who), amount in ledger.caused.items():
            price = self.impacts.get(impact, Price(0.0, 0.0))
            of = "carbon" if impact == CO2 else "impact"
            found[f"{of} tax", who] += price.tax * amount
            found[f"{of} value", ""] += price.value * amount
        return found
