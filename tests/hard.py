"""Parks that take long: seeded networks of fixed charges in which much flows through others, proven only after minutes."""

from __future__ import annotations

import random
from typing import Any

from parks import Sheets, commodity, demand, pipe, sites, supply


def hard_park(sites_: int = 20, pipes: int = 140, goods: int = 30, seed: int = 1) -> Sheets:
    """One part that does not fall apart: `goods` commodities from somewhere to somewhere, through whoever passes on.

    What is not brought is bought at a price that makes most of the pipes worth their while; idle is a design.
    """
    chance = random.Random(seed)
    names = [f"n{place}" for place in range(sites_)]
    what = [f"g{number}" for number in range(goods)]
    rows: dict[str, Any] = {"Supplies": [], "Demands": [], "Pipelines": []}
    for good in what:
        giver, taker = chance.sample(names, 2)
        amount = chance.randint(5, 30)
        rows["Supplies"].append(supply(giver, good, amount, unit="1/period"))
        rows["Demands"].append(demand(taker, good, amount, virgin_price=chance.randint(60, 90), unit="1/period"))
    ends = chance.sample([(one, other) for one in names for other in names if one != other], pipes)
    for one, other in ends:
        cost = {"yearly_cost": chance.randint(100, 900), "unit_cost": chance.randint(1, 9)}
        rows["Pipelines"].append(
            pipe(one, other, "; ".join(what), capacity=chance.randint(30, 80), capacity_unit="1/period", **cost)
        )
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites(passing_on=" ".join(names)),
        "Commodities": [commodity(good, "1", "abstract") for good in what],
        **rows,
    }


def several_hard_parks(count: int = 2, **size: int) -> Sheets:
    """`count` hard parks side by side, which have nothing to do with each other."""
    whole: Sheets = {"Settings": {"discount_rate": 0}}
    for number in range(count):
        here = hard_park(seed=number + 1, **size)
        for sheet in ("Participants", "Commodities", "Supplies", "Demands", "Pipelines"):
            whole.setdefault(sheet, []).extend(_tagged(row, f"{number}") for row in here[sheet])
    return whole


def _tagged(row: dict[str, Any], tag: str) -> dict[str, Any]:
    """The row with a tag on every name in it."""
    named = ("participant", "commodity", "from", "to", "link")
    return {
        column: "; ".join(f"{name}{tag}" for name in str(entry).split("; ")) if column in named else entry
        for column, entry in row.items()
    }
