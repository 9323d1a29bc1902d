"""When to make how much: a set-up in each month in which anything is made, and a price for keeping it.

    Wagner and Whitin   H. M. Wagner and T. M. Whitin, Dynamic version of the economic lot size model, Management Science 5
                        (1958), the twelve months of their example: 864. Recalled.

Storages have no price for keeping, and no plant pays for a start; so a month is a place, and what is kept goes on to the
next: making costs its set-up, going on the price for keeping.
"""

from __future__ import annotations

from itertools import pairwise

from parks.rows import commodity, demand, pipe, sites, supply
from published.case import Case

NEEDS = [69, 29, 36, 61, 61, 26, 34, 67, 45, 67, 79, 56]
SET_UPS = [85, 102, 102, 101, 98, 114, 105, 86, 119, 110, 98, 114]
MONTHS = [f"month {number:02d}" for number in range(1, 13)]

CASES = [
    Case(
        "Wagner and Whitin",
        {
            "Participants": sites("works")
            + [{"participant": month, "kind": "market", "passes_on": "yes"} for month in MONTHS],
            "Commodities": [commodity("thing", "1", "abstract")],
            "Supplies": [supply("works", "thing", sum(NEEDS), unit="1/period")],
            "Demands": [
                demand(month, "thing", need, unit="1/period") for month, need in zip(MONTHS, NEEDS, strict=True)
            ],
            "Pipelines": [
                *(pipe("works", month, "thing", yearly_cost=cost) for month, cost in zip(MONTHS, SET_UPS, strict=True)),
                *(pipe(one, other, "thing", unit_cost=1) for one, other in pairwise(MONTHS)),
            ],
        },
        0,
        864,
    )
]
