"""Transportation and transshipment problems of textbooks.

    Dantzig     two canneries, three markets: G. B. Dantzig, Linear Programming and Extensions (1963), chapter 3-3; trnsport of
                the GAMS model library: 153.675 thousand dollars. Recalled.
    Widgetco    two plants, two places to tranship, two customers: W. L. Winston, Operations Research, the section on
                transshipment problems: 6,370 dollars. Recalled.

A place to tranship is a junction: as it never pays, the links at it say who does.
"""

from __future__ import annotations

from parks.rows import commodity, demand, pipe, sites, supply
from published.case import Case

THING = [commodity("thing", "1", "abstract")]


def dantzig() -> Case:
    plants, markets = {"seattle": 350, "san diego": 600}, {"new york": 325, "chicago": 300, "topeka": 275}
    thousand_miles = {"seattle": (2.5, 1.7, 1.8), "san diego": (2.5, 1.8, 1.4)}
    return Case(
        "Dantzig",
        {
            "Participants": sites(*plants, *markets),
            "Commodities": THING,
            "Supplies": [supply(who, "thing", much, unit="1/period") for who, much in plants.items()],
            "Demands": [demand(who, "thing", much, unit="1/period") for who, much in markets.items()],
            "Pipelines": [
                pipe(start, end, "thing", unit_cost=90 * far / 1000)
                for start, row in thousand_miles.items()
                for end, far in zip(markets, row, strict=True)
            ],
        },
        0,
        153.675,
    )


def widgetco() -> Case:
    costs = {
        "memphis": {"new york": 8, "chicago": 13, "los angeles": 25, "boston": 28},
        "denver": {"new york": 15, "chicago": 12, "los angeles": 26, "boston": 25},
        "new york": {"chicago": 6, "los angeles": 16, "boston": 17},
        "chicago": {"new york": 6, "los angeles": 14, "boston": 16},
    }
    return Case(
        "Widgetco",
        {
            "Participants": [
                *sites("memphis", "denver", "los angeles", "boston", junctions="chicago"),
                {"participant": "new york", "kind": "junction"},
            ],
            "Commodities": THING,
            "Supplies": [
                supply("memphis", "thing", 150, unit="1/period"),
                supply("denver", "thing", 200, unit="1/period"),
            ],
            "Demands": [demand(who, "thing", 130, unit="1/period") for who in ("los angeles", "boston")],
            "Pipelines": [
                pipe(start, end, "thing", unit_cost=cost, payer="denver")
                for start, row in costs.items()
                for end, cost in row.items()
            ],
        },
        0,
        6370,
    )


CASES = [dantzig(), widgetco()]
