"""Several goods that share the room of the ways.

    Pencils and pens    two goods, two factories, three warehouses: netflow of the examples of Gurobi: 5,500. Recalled.

What a unit costs on a way differs from good to good, and a link has one unit cost: so a way is a place that lets through
so much of all goods together (Expansions), with a link of its own to it for each good, at its cost.
"""

from __future__ import annotations

from parks.rows import commodity, demand, gate, pipe, sites, supply
from published.case import Case

ROOM = {
    ("detroit", "boston"): 100,
    ("detroit", "new york"): 80,
    ("detroit", "seattle"): 120,
    ("denver", "boston"): 120,
    ("denver", "new york"): 120,
    ("denver", "seattle"): 120,
}
COSTS = {"pencils": (10, 20, 60, 40, 40, 30), "pens": (20, 20, 80, 60, 70, 30)}
GIVEN = {"pencils": {"detroit": 50, "denver": 60}, "pens": {"detroit": 60, "denver": 40}}
TAKEN = {
    "pencils": {"boston": 50, "new york": 50, "seattle": 10},
    "pens": {"boston": 40, "new york": 30, "seattle": 30},
}


def pencils_and_pens() -> Case:
    ways = {pair: " to ".join(pair) for pair in ROOM}
    links = [
        {**pipe(start, way, good, unit_cost=cost), "link": f"{good} from {way}"}
        for good, costs in COSTS.items()
        for ((start, _), way), cost in zip(ways.items(), costs, strict=True)
    ]
    return Case(
        "Pencils and pens",
        {
            "Participants": [
                *sites("detroit", "denver", "boston", "new york", "seattle"),
                *({"participant": way, "kind": "utility", "passes_on": "yes"} for way in ways.values()),
            ],
            "Commodities": [commodity(good, "1", "abstract") for good in COSTS],
            "Supplies": [
                supply(who, good, much, unit="1/period") for good, row in GIVEN.items() for who, much in row.items()
            ],
            "Demands": [
                demand(who, good, much, unit="1/period") for good, row in TAKEN.items() for who, much in row.items()
            ],
            "Pipelines": [*links, *(pipe(way, end, "pencils; pens") for (_, end), way in ways.items())],
            "Expansions": [gate("throughput", ways[pair], None, most, unit="1/period") for pair, most in ROOM.items()],
        },
        0,
        5500,
    )


CASES = [pencils_and_pens()]
