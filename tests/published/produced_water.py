"""Produced water: what wells give off, over 52 weeks, is injected, treated or used again.

    Strategic toy case    of PARETO (project-pareto 1.3.0, pareto/case_studies/strategic_toy_case_study.xlsx): least cost, pipes
                          by distance and diameter: 6,122.5178 thousand USD (pareto/tests/test_strategic_model.py,
                          test_run_toy_strategic_model).

Four pads give off water that declines as a power of the weeks; a completions pad (CP01) needs 50,000 bbl/day for a while, and
gives water back later. Nodes N01 to N09 and storage sites pass on. Sites R01 (desalination: half of the feed is treated,
half residual) and R02 (clean brine: 95 %) can be built; what R02 makes can be stored at S02 for CP01. O01 to O03 pay for
water, so their needs go without at what they pay. Pipes are 300 thousand USD an inch-mile.

    amounts         thousand bbl, money thousand USD; a week has 7 days, the year 52 weeks
    storage sites   take 1 USD/bbl that comes and give back 0.99 when it leaves: 0.01 on the pipes to them
    left out        the least of O01 (10,000 bbl/day), which is not used; trucks without drive times (12 h by default); expansions
                    of pipes that have no distance, which would cost nothing, but are of no use
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parks.rows import commodity, plant, rate
from published.case import Case

WEEKS = [f"T{week:02d}" for week in range(1, 53)]
DAYS = 364
MILE = 300.0  # thousand USD an inch-mile
INCHES = {"D4": (4, 100 / 7), "D6": (6, 250 / 7), "D8": (8, 300 / 7), "D12": (12, 50.0)}
WIDE = 42.857


def declining(first: float, power: float, start: int = 1) -> list[float]:
    """Thousand bbl a day, week by week."""
    return [first * (week - start + 1) ** -power if week >= start else 0.0 for week in range(1, 53)]


def steps(*pairs: tuple[int, float]) -> list[float]:
    """From a week on so much, until the next."""
    return [next(value for start, value in reversed(pairs) if week >= start) for week in range(1, 53)]


GIVEN = {
    "PP01": declining(5, 0.21),
    "PP02": declining(13, 0.35),
    "PP03": declining(8, 0.25),
    "PP04": declining(2, 0.02),
    "CP01": declining(32, 0.35, 13),
}
NEEDED = steps(
    (1, 0), (2, 45), (3, 50), (11, 260 / 7), (12, 0), (45, 75 / 7), (46, 320 / 7), (51, 160 / 7), (52, 80 / 7)
)
PAID = {
    "O01": (0.25 - 0.04, "treated", steps((1, 0), (14, 18), (18, 27), (22, 36), (31, 27), (35, 18), (40, 0))),
    "O02": (0.35 - 0.1, "treated", steps((1, 12.58), (14, 25.16), (27, 38), (40, 25.16))),
    "O03": (3.3 - 0.5, "residual", steps((1, 51.112))),
}
PIPES: list[tuple[str, str, str, float, float]] = [
    # from, to, what, miles, thousand bbl a day that it has room for today
    ("PP01", "N01", "produced", 1.426, 14.206),
    ("PP02", "N05", "produced", 1.6847, 14.206),
    ("PP03", "N06", "produced", 1.2563, 14.206),
    ("PP04", "N09", "produced", 2.5074, 0),
    ("CP01", "N08", "produced", 3.3694, WIDE),
    ("N01", "K01", "produced", 4.1717, WIDE),
    ("N04", "K02", "produced", 1.3163, WIDE),
    ("N03", "R01", "produced", 1.4, 0),
    ("N09", "R02", "produced", 2.5, 0),
    ("F01", "CP01", "completions", 2.6, WIDE),
    ("F02", "CP01", "completions", 2.6, WIDE),
    ("S02", "CP01", "completions", 9, 0),
    ("R02", "S02", "completions", 0.1, 71.429),
    ("R01", "S03", "treated", 2, 0),
    ("R01", "O01", "treated", 9.8, 0),
    ("R01", "O02", "treated", 9.8, 0),
    ("S03", "O01", "treated", 7, 0),
    ("S03", "O02", "treated", 7, 0),
    ("R01", "S04", "residual", 2, 0),
    ("R01", "O03", "residual", 2, 0),
    ("S04", "O03", "residual", 2, 0),
]
BOTH_WAYS = [
    ("N01", "N02", "produced", 4.07524, WIDE),
    ("N02", "N03", "produced", 8.297, WIDE),
    ("N02", "N05", "produced", 1.8142, WIDE),
    ("N03", "N04", "produced", 8.313, WIDE),
    ("N04", "N06", "produced", 1.2533, WIDE),
    ("N05", "N08", "produced", 1.4431, WIDE),
    ("N06", "N07", "produced", 1.153, WIDE),
    ("N07", "N08", "produced", 6.078, WIDE),
    ("N07", "N09", "produced", 2.4449, 0),
]
TRUCKS = {  # hours to K01 and K02, USD an hour; a truck has 110 bbl
    "PP01": (3, 3.5, 95),
    "PP02": (2.5, 2, 93),
    "PP03": (3, 0.5, 97),
    "PP04": (3, 3.5, 94),
    "CP01": (3, 1.5, 90),
}
TREATING = {"MVC": (1000, 0.5), "MD": (500, 1), "OARO": (800, 0.7), "CB": (75, 0.2), "CB-EV": (100, 0.3)}
SIZES = {"J1": 10, "J2": 20, "J3": 50}
STORES = {"S02": ("completions", 2), "S03": ("treated", 18), "S04": ("residual", 21)}


def links() -> list[dict[str, Any]]:
    """Pipes as they are, and new ones beside them in four diameters; trucks as pipes by the barrel."""
    made = []
    for start, end, what, miles, room in [*PIPES, *BOTH_WAYS]:
        store = 0.01 if end in STORES else 0
        row = {"from": start, "to": end, "commodity": what, "payer": "K01", "unit_cost": 0.0001 + store}
        row["two_way"] = "yes" if (start, end, what, miles, room) in BOTH_WAYS else None
        if room:
            made.append(
                row | {"link": f"{start}-{end}", "status": "existing", "capacity": room, "capacity_unit": "1/d"}
            )
        for size, (inches, most) in INCHES.items():
            new = {"link": f"{start}-{end} {size}", "status": "optional", "capacity": most, "capacity_unit": "1/d"}
            made.append(row | new | {"investment": MILE * inches * miles, "life": 20})
    for start, (*hours, wage) in TRUCKS.items():
        for end, drive in zip(("K01", "K02"), hours, strict=True):
            row = {"from": start, "to": end, "commodity": "produced", "link": f"{start}-{end} by truck"}
            made.append(row | {"status": "optional", "unit_cost": drive * wage / 110, "yearly_cost": 0})
    return made


def profiles(**rates: Sequence[float]) -> list[dict[str, Any]]:
    means = {name: sum(series) / 52 for name, series in rates.items()}
    return [
        {"period": week, **{name: series[place] / means[name] for name, series in rates.items()}}
        for place, week in enumerate(WEEKS)
    ]


def treatment(
    site: str, names: Sequence[str], share: float, made: str, rest: str, fate: str
) -> tuple[list[Any], list[Any]]:
    """The technologies of a site: one of them, in one size."""
    offers, rates = [], []
    for name in names:
        price, cost = TREATING[name]
        one = f"{name} at {site}"
        for size, most in SIZES.items():
            more = {"size": size, "investment": price * most, "life": 20, "unit_cost": cost, "excludes": site}
            offers.append(plant(one, site, most, unit="1/d", **more))
        rates += [
            rate(one, "produced", -1, "links only"),
            rate(one, made, share, "must go"),
            rate(one, rest, 1 - share, fate),
        ]
    return offers, rates


def toy_case() -> Case:
    desalting, rates_1 = treatment("R01", ("MVC", "MD", "OARO"), 0.5, "treated", "residual", "must go")
    cleaning, rates_2 = treatment("R02", ("CB", "CB-EV"), 0.95, "completions", "residual", "leave")
    wells, rates_3 = [], []
    for site in ("K01", "K02"):
        wells.append(plant(f"well {site}", site, 65 / 7, "existing", unit="1/d", size="I0", unit_cost=0.35))
        wells += [
            plant(f"well {site}", site, most, unit="1/d", size=size, unit_cost=0.35, investment=1000 * most, life=20)
            for size, most in (("I1", 7.143), ("I2", 14.286), ("I3", 50))
        ]
        rates_3.append(rate(f"well {site}", "produced", -1, "links only"))
    passing = [*(f"N0{number}" for number in range(1, 10)), *STORES]
    others = [*GIVEN, "K01", "K02", "F01", "F02", "R01", "R02", *PAID]
    sold = sum(7 * price * sum(series) for price, _, series in PAID.values())
    return Case(
        "PARETO, strategic toy case",
        {
            "Settings": {"discount_rate": 8, "hours_per_year": 24 * DAYS},
            "Participants": [
                *({"participant": who, "kind": "utility", "passes_on": "yes"} for who in passing),
                *({"participant": who, "kind": "industry"} for who in others),
            ],
            "Commodities": [
                commodity(name, "1", "abstract") for name in ("produced", "completions", "treated", "residual")
            ],
            "Periods": [{"period": week, "hours": 168} for week in WEEKS],
            "Profiles": profiles(**GIVEN, need=NEEDED, **{who: series for who, (_, _, series) in PAID.items()}),
            "Supplies": [
                *(
                    {"participant": who, "commodity": "produced", "quantity": sum(series) / 52, "unit": "1/d"}
                    | {"profile": who, "if_not_taken": "must go"}
                    for who, series in GIVEN.items()
                ),
                *(
                    {"participant": who, "commodity": "completions", "quantity": most, "unit": "1/d"}
                    | {"if_not_taken": "leave", "provision_cost": price}
                    for who, most, price in (("F01", 50, 1.5), ("F02", 30, 1.55))
                ),
            ],
            "Demands": [
                {"participant": "CP01", "commodity": "completions", "quantity": sum(NEEDED) / 52, "unit": "1/d"}
                | {"profile": "need", "if_not_served": "must serve"},
                *(
                    {"participant": who, "commodity": what, "quantity": sum(series) / 52, "unit": "1/d"}
                    | {"profile": who, "if_not_served": "go without", "shortage_cost": price}
                    for who, (price, what, series) in PAID.items()
                ),
            ],
            "Pipelines": links(),
            "Conversions": [*wells, *desalting, *cleaning],
            "ConversionRates": [*rates_3, *rates_1, *rates_2],
            "Storages": [
                {"storage": f"tank {site}", "participant": site, "commodity": what, "status": "optional", "size": size}
                | {"capacity": most, "investment": price * most, "life": 20, "start_level": 0, "end_level": 0}
                for site, (what, price) in STORES.items()
                for size, most in (("C1", 50), ("C2", 100), ("C3", 350))
            ],
        },
        -sold,
        6122.5178,
        gap=1e-4,
        quick=False,
    )


CASES = [toy_case()]
