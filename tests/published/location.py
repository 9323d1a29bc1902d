"""Which warehouses to open for which customers.

    cap41    16 warehouses of 5,000 units at 7,500 each (one of them for nothing), 50 customers: J. E. Beasley, OR-Library,
             capacitated warehouse location; as stored in github.com/avinashu1980/Intro_Python_Gurobi, cap41.txt.
             Optimum 1,040,444.375 (OR-Library, capopt; recalled).

A warehouse passes on what comes over a pipe that costs what it costs to open it; a customer's cost is for all of its need.
"""

from __future__ import annotations

from pathlib import Path

from parks.rows import commodity, demand, pipe, sites, supply
from published.case import Case


def located(name: str, cost: float) -> Case:
    numbers = [float(one) for one in (Path(__file__).parent / "data" / f"{name}.txt").read_text().split()]
    count, customers = int(numbers[0]), int(numbers[1])
    rows = numbers[2 + 2 * count :]
    each = [rows[start : start + count + 1] for start in range(0, len(rows), count + 1)]
    assert len(each) == customers
    houses = [f"warehouse {place + 1}" for place in range(count)]
    names = [f"customer {place + 1}" for place in range(customers)]
    opening = dict(zip(houses, zip(numbers[2::2], numbers[3::2], strict=False), strict=False))
    return Case(
        name,
        {
            "Settings": {"discount_rate": 0},
            "Participants": sites("works", *names)
            + [{"participant": house, "kind": "utility", "passes_on": "yes"} for house in houses],
            "Commodities": [commodity("thing", "1", "abstract")],
            "Supplies": [supply("works", "thing", sum(row[0] for row in each), unit="1/period")],
            "Demands": [demand(who, "thing", row[0], unit="1/period") for who, row in zip(names, each, strict=True)],
            "Pipelines": [
                *(
                    pipe("works", house, "thing", yearly_cost=fixed, capacity=most, capacity_unit="1/period")
                    for house, (most, fixed) in opening.items()
                ),
                *(
                    pipe(house, who, "thing", unit_cost=whole / row[0])
                    for who, row in zip(names, each, strict=True)
                    for house, whole in zip(houses, row[1:], strict=True)
                ),
            ],
        },
        0,
        cost,
        gap=1e-4,
    )


CASES = [located("cap41", 1_040_444.375)]
