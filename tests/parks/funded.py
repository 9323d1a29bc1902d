"""Pipes that do not pay by themselves, and everything about funding them by trying all networks.

Three firms. The plant gives off three goods, a t/a of each; the mill and the town need each of them.

    shared    two direct pipes for one supply: to the mill and to the town; both ends pay half
    trunk     plant - hub, paid by the plant, and hub - mill, hub - town, paid by those: nothing without the trunk
    apart     a direct pipe to the mill and one to the town, each with a supply of its own
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, product
from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog

from park_from import make_park
from parks.rows import commodity, demand, pipe, sites, supply

FIRMS = ("mill", "plant", "town")


class Pipe(NamedTuple):
    """A pipe: its ends and what it carries, what it costs once, how long it lasts, who pays."""

    name: str
    begin: str
    end: str
    goods: str
    investment: float
    life: int
    payer: str

    @property
    def payers(self) -> dict[str, float]:
        """Who pays which share."""
        return {self.begin: 0.5, self.end: 0.5} if self.payer == "half" else {self.payer: 1.0}


@dataclass(frozen=True)
class Funded:
    """A park: its pipes, supplies of the plant, needs as (who, goods): (price, t of CO2), and rates in percent."""

    pipes: Sequence[Pipe]
    goods: Sequence[str]
    needs: dict[tuple[str, str], tuple[float, float]]
    rates: dict[str, float]

    @classmethod
    def drawn(cls, seed: int) -> Funded:
        """One at random, with eight pipes; figures a person would type."""
        draw = np.random.default_rng(seed)

        def figures() -> tuple[int, int]:
            return int(draw.integers(4, 16)) * 50, int(draw.choice([8, 10, 20]))

        rates = {firm: float(draw.integers(2, 12)) for firm in FIRMS}
        pipes = [
            Pipe("shared-mill", "plant", "mill", "shared", *figures(), "half"),
            Pipe("shared-town", "plant", "town", "shared", *figures(), "half"),
            Pipe("trunk", "plant", "hub", "trunk", *figures(), "plant"),
            Pipe("branch-mill", "hub", "mill", "trunk", *figures(), "mill"),
            Pipe("branch-town", "hub", "town", "trunk", *figures(), "town"),
            Pipe("apart-mill", "plant", "mill", "apart", *figures(), "half"),
            Pipe("apart-town", "plant", "town", "other", *figures(), "half"),
            Pipe("twin-town", "plant", "town", "other", *figures(), "town"),
        ]
        needs = {
            (who, goods): (float(draw.integers(20, 120)), float(draw.integers(0, 9)))
            for who, goods in (
                ("mill", "shared"),
                ("town", "shared"),
                ("mill", "trunk"),
                ("town", "trunk"),
                ("mill", "apart"),
                ("town", "other"),
            )
        }
        return cls(pipes, ["shared", "trunk", "apart", "other"], needs, rates)

    def without(self, *names: str) -> Funded:
        """The same without some pipes."""
        return replace(self, pipes=[one for one in self.pipes if one.name not in names])

    def park(self, **sheets):
        """The same as a park; of `trunk` the plant has enough for both."""
        people = [
            {**row, "discount_rate": self.rates.get(row["participant"])} for row in sites(*FIRMS, junctions="hub")
        ]
        rows = {
            "Pipelines": [
                pipe(
                    one.begin,
                    one.end,
                    one.goods,
                    link=one.name,
                    investment=one.investment,
                    life=one.life,
                    payer=one.payer,
                )
                | {"yearly_cost": None}
                for one in self.pipes
            ]
        }
        return make_park(
            Settings={"discount_rate": 5},
            Participants=people,
            Commodities=[commodity(goods) for goods in self.goods],
            Supplies=[supply("plant", goods, self.available(goods)) for goods in self.goods],
            Demands=[
                demand(who, goods, 1, price, virgin_co2=1000 * caused)
                for (who, goods), (price, caused) in self.needs.items()
            ],
            **(rows | sheets),
        )

    @staticmethod
    def available(goods: str) -> float:
        """How much there is of some goods [t/a]."""
        return 2 if goods == "trunk" else 1

    def yearly(self, one: Pipe) -> dict[str, float]:
        """What 1 EUR invested in a pipe costs each payer a year."""
        return {who: share * capital(self.rates[who] / 100, one.life) for who, share in one.payers.items()}

    def worth(self, one: Pipe) -> float:
        """The same of all of them: what a grant of 1 EUR is worth a year."""
        return sum(self.yearly(one).values())

    def reached(self, built: frozenset[str]) -> list[tuple[str, str]]:
        """Needs that some goods can come to."""
        names = {(one.end, one.goods) for one in self.pipes if one.name in built and one.begin == "plant"}
        if "trunk" in built:
            names |= {(one.end, one.goods) for one in self.pipes if one.name in built and one.begin == "hub"}
        return [need for need in self.needs if need in names]

    def dispatched(self, built: frozenset[str]) -> tuple[frozenset[tuple[str, str]], float]:
        """Needs that are served at the least cost, of equals with least CO2; and what is spent on the others."""
        best = None
        can = self.reached(built)
        for chosen in product((False, True), repeat=len(can)):
            served = frozenset(need for need, yes in zip(can, chosen, strict=True) if yes)
            if any(sum(need[1] == goods for need in served) > self.available(goods) for goods in self.goods):
                continue
            left = [figures for need, figures in self.needs.items() if need not in served]
            found = sum(price for price, _ in left), sum(caused for _, caused in left), sorted(served)
            best = found if best is None else min(best, found)
        return frozenset(best[2]), best[0]

    @cached_property
    def known(self) -> dict[frozenset[str], tuple[float, float]]:
        """Cost and CO2 of every network."""
        made = {}
        for built in self.networks():
            served, spent = self.dispatched(built)
            laid = sum(one.investment * self.worth(one) for one in self.pipes if one.name in built)
            made[built] = laid + spent, sum(co2 for need, (_, co2) in self.needs.items() if need not in served)
        return made

    def cost(self, built: frozenset[str]) -> float:
        """What all firms pay a year with exactly these pipes."""
        return self.known[built][0]

    def co2(self, built: frozenset[str]) -> float:
        """t a year."""
        return self.known[built][1]

    def cash(self, built: frozenset[str]) -> dict[str, float]:
        """What each firm pays a year."""
        served, paid = self.dispatched(built)[0], dict.fromkeys(FIRMS, 0.0)
        for (who, goods), (price, _) in self.needs.items():
            paid[who] += 0.0 if (who, goods) in served else price
        for one in self.pipes:
            if one.name in built:
                for who, each in self.yearly(one).items():
                    paid[who] += each * one.investment
        return paid

    def networks(self) -> Iterator[frozenset[str]]:
        """All sets of pipes."""
        names = [one.name for one in self.pipes]
        return (frozenset(some) for count in range(len(names) + 1) for some in combinations(names, count))

    def cheapest(self, have: frozenset[str] = frozenset()) -> frozenset[str]:
        """What firms build if some pipes have to be there: the least cost, of equals with least CO2."""
        return min(
            (built for built in self.networks() if have <= built),
            key=lambda built: (round(self.cost(built), 7), self.co2(built), len(built), sorted(built)),
        )

    def response(self, target: frozenset[str], most_share: float = np.inf) -> dict[str, float] | None:
        """The least grants with which nothing is cheaper than a network; None where the cap is in the way."""
        mine = [one for one in self.pipes if one.name in target]
        worth = [self.worth(one) for one in mine]
        lacks = [[one.name not in other for one in mine] for other in self.known]
        rows = -np.array(lacks, float) * worth
        sides = np.array([cost for cost, _ in self.known.values()]) - self.cost(target) + 1e-9
        found = (
            linprog(np.ones(len(mine)), rows, sides, bounds=[(0, most_share * one.investment) for one in mine])
            if mine
            else None
        )
        if found is None:
            return {}
        return {one.name: float(each) for one, each in zip(mine, found.x, strict=True)} if found.success else None

    def curve(self, most_share: float = np.inf) -> list[tuple[float, float]]:
        """All that is not dominated of (EUR given, t a year less)."""
        free = self.co2(self.cheapest())
        tried = [(0.0, 0.0)]
        for built in self.networks():
            if self.co2(built) < free and (grants := self.response(built, most_share)) is not None:
                tried.append((sum(grants.values()), free - self.co2(built)))
        kept: list[tuple[float, float]] = []
        for given, less in sorted(tried, key=lambda one: (round(one[0], 6), -one[1])):
            if not kept or less > kept[-1][1]:
                kept.append((given, less))
        return kept

    def whole(self, built: frozenset[str]) -> float | None:
        """The least grant that leaves nobody worse off than today, with payments along pipes that carry something."""
        today, cash, served = self.cash(frozenset()), self.cash(built), self.dispatched(built)[0]
        mine = [one for one in self.pipes if one.name in built]
        used = {(one.begin, one.end) for one in mine if (one.end, one.goods) in served and one.begin == "plant"}
        used |= {("hub", one.end) for one in mine if (one.end, one.goods) in served and one.begin == "hub"}
        used |= {("plant", "hub")} if any(goods == "trunk" for _, goods in served) else set()
        arcs = sorted(used | {(end, begin) for begin, end in used})
        best = None
        for pocket in product((False, True), repeat=len(FIRMS)):  # who gains, and may pay
            rows, sides = [], []
            for firm, gains in zip(FIRMS, pocket, strict=True):
                grants = [-self.yearly(one).get(firm, 0.0) for one in mine]
                out = [float(begin == firm) for begin, _ in arcs]
                net = [float(begin == firm) - float(end == firm) for begin, end in arcs]
                rows.append(grants + net)
                sides.append(today[firm] - cash[firm])
                rows.append([each * gains for each in grants] + out)
                sides.append((today[firm] - cash[firm]) * gains)
            hub = [0.0] * len(mine) + [float(begin == "hub") - float(end == "hub") for begin, end in arcs]
            cost = np.array([1.0] * len(mine) + [0.0] * len(arcs))
            if not len(cost):
                return 0.0
            found = linprog(cost, np.array(rows), np.array(sides) + 1e-9, np.array([hub]), [0.0])
            if found.success:
                best = found.fun if best is None else min(best, found.fun)
        return best


def capital(rate: float, life: float) -> float:
    """Annuity of 1 EUR."""
    return rate / (1 - (1 + rate) ** -life)
