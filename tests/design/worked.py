"""Two parks whose designs are worked out by hand, every figure of every sheet, and how to change one of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from park_from import make_park, park_tables
from sidestream.design.design import Design
from sidestream.design.tables import RESULTS
from sidestream.park.park import Park
from sidestream.tables import Loaded, Number, Refs, read_table

Rows = dict[str, list[tuple[Any, ...]]]
"""Rows of each result sheet, in the declared order of its columns, in units inside the model (shares as fractions)."""


def unchecked(**sheets: Any) -> Park:
    """Make a park of the sheets' rows, whatever the checks would say."""
    tables, _ = park_tables(**sheets)
    return Park(tables)


def as_design(rows: Rows, **facts: Any) -> Design:
    """Make a design of hand-written rows."""
    frames = {}
    for table in RESULTS:
        listed = rows.get(table.sheet, [])
        frame = pd.DataFrame(listed, columns=list(table.columns), dtype=object)
        for name, column in table.columns.items():
            if isinstance(column, Number):
                frame[name] = frame[name].astype(float)
            elif isinstance(column, Refs):
                frame[name] = pd.Series([tuple(text.split("; ")) for text in frame[name]], dtype=object)
            else:
                frame[name] = pd.Series(["" if cell is None else cell for cell in frame[name]], dtype=object)
        frames[table.sheet] = frame
    return Design(frames, facts)


def as_cells(design: Design, *, first_row: int = 2, first_column: int = 0) -> dict[str, Loaded]:
    """Read the design back as from a workbook whose tables stand a little aside."""
    cells = {}
    for table in RESULTS:
        frame = design[table.sheet]
        header = [None] * first_column + list(table.columns)
        rows = [
            [None] * first_column + [column.show(frame[name].iat[row]) for name, column in table.columns.items()]
            for row in range(len(frame))
        ]
        cells[table.sheet], faults = read_table(table, header, rows, range(first_row, first_row + len(rows)))
        assert not faults
    return cells


# Two sites and a pipe ------------------------------------------------------------------------------------------------

GYPSUM: dict[str, Any] = {
    "Settings": {
        "discount_rate": 0,
        "carbon_tax": 20,
        "carbon_value": 30,
        "electricity_price": 100,
        "electricity_co2": 400,
    },
    "Participants": [
        {"participant": "plant", "kind": "industry", "company": "Power plc", "x": 0, "y": 0},
        {"participant": "mill", "kind": "industry", "x": 2, "y": 0},
    ],
    "Commodities": [{"commodity": "gypsum", "unit": "t", "medium": "solid"}],
    "Supplies": [
        {
            "participant": "plant",
            "commodity": "gypsum",
            "quantity": 0.1,
            "unit": "kt/a",
            "provision_cost": 5,
            "provision_co2": 10,
            "if_not_taken": "dispose",
            "disposal_cost": 30,
            "disposal_co2": 20,
        }
    ],
    "Demands": [
        {
            "participant": "mill",
            "commodity": "gypsum",
            "quantity": 100,
            "unit": "t/a",
            "if_not_served": "buy",
            "virgin_price": 25,
            "virgin_co2": 50,
        }
    ],
    "Pipelines": [
        {"from": "plant", "to": "mill", "commodity": "gypsum", "link": "P", "status": "optional", "sizes": "DN100"}
    ],
    "PipeSizes": [
        {
            "size": "DN100",
            "medium": "solid",
            "capacity": 125,
            "capacity_unit": "t/a",
            "pipe_cost": 1,
            "trench_cost": 0.5,
            "station_cost": 1000,
            "upkeep": 10,
            "loss": 10,
            "pumping": 5,
            "building_co2": 2,
            "life": 20,
        },
        {
            "size": "DN200",
            "medium": "solid",
            "capacity": 500,
            "capacity_unit": "t/a",
            "pipe_cost": 2,
            "life": 20,
        },
    ],
}


def two_sites(**sheets: Any) -> Park:
    """plant --2 km--> mill; whole sheets can be replaced."""
    return make_park(**{**GYPSUM, **sheets})


def two_sites_design(**facts: Any) -> Design:
    """All 100 t go through the pipe.

    It loses 10 % a km: 100 x 0.9^2 = 81 t arrive, the mill buys 19 t, and 19 t lost are disposed of by the plant.
    Investment (1,000 + 500) EUR/km x 2 km + 1,000 = 4,000 EUR, a twentieth a year is 200 EUR/a; upkeep 10 % of
    2 km x 1,000 + 1,000 = 300 EUR/a; 2 t/km x 2 km = 4 t CO2 in the building, 0.2 t/a.
    Pumping 5 kWh/t/km x 2 km x 100 t = 1 MWh: 100 EUR, 0.4 t. Pipe and pumping are paid half and half.
        plant  provision 500 EUR, 1 t; losses 19 t: 570 EUR, 0.38 t; building 0.1 t; electricity 0.2 t: 1.68 t
        mill   virgin 19 t: 475 EUR, 0.95 t; building 0.1 t; electricity 0.2 t: 1.25 t
    Tax 20 EUR/t, value 30 EUR/t of 2.93 t. Today 100 t are disposed of (2 t CO2) and 100 t bought (5 t CO2).
    """
    return as_design(
        {
            "Build list": [
                (
                    "P",
                    "pipeline",
                    "plant",
                    "mill",
                    "gypsum",
                    "built",
                    "DN100",
                    2,
                    125,
                    "t/a",
                    4000,
                    20,
                    200,
                    300,
                    4,
                    "half",
                    0.8,
                )
            ],
            "Flows": [("design", "P", "pipeline", "plant", "mill", "gypsum", "DN100", "year", 100, 81, None, "t")],
            "Supplies used": [
                ("today", "plant", "gypsum", "", "year", 100, 0, 100, 0, "t"),
                ("design", "plant", "gypsum", "", "year", 100, 100, 0, 0, "t"),
            ],
            "Needs met": [
                ("today", "mill", "gypsum", "", "year", 100, 0, 100, 0, "t"),
                ("design", "mill", "gypsum", "", "year", 100, 81, 19, 0, "t"),
            ],
            "By-products used": [("design", "mill", "gypsum", "", "gypsum", "year", 81, "t", 81)],
            "Costs": [
                ("today", "plant", "disposal", "cash", 3000),
                ("today", "plant", "carbon tax", "cash", 40),
                ("today", "mill", "virgin", "cash", 2500),
                ("today", "mill", "carbon tax", "cash", 100),
                ("today", "society", "carbon value", "valued", 210),
                ("design", "plant", "provision", "cash", 500),
                ("design", "plant", "investment", "cash", 100),
                ("design", "plant", "upkeep", "cash", 150),
                ("design", "plant", "electricity", "cash", 50),
                ("design", "plant", "losses", "cash", 570),
                ("design", "plant", "carbon tax", "cash", 33.6),
                ("design", "mill", "virgin", "cash", 475),
                ("design", "mill", "investment", "cash", 100),
                ("design", "mill", "upkeep", "cash", 150),
                ("design", "mill", "electricity", "cash", 50),
                ("design", "mill", "carbon tax", "cash", 25),
                ("design", "society", "carbon value", "valued", 87.9),
            ],
            "Impacts": [
                ("today", "plant", "co2", "disposal", 2),
                ("today", "mill", "co2", "virgin", 5),
                ("design", "plant", "co2", "provision", 1),
                ("design", "plant", "co2", "losses", 0.38),
                ("design", "plant", "co2", "building", 0.1),
                ("design", "plant", "co2", "electricity", 0.2),
                ("design", "mill", "co2", "virgin", 0.95),
                ("design", "mill", "co2", "building", 0.1),
                ("design", "mill", "co2", "electricity", 0.2),
            ],
            # plant 500 + 100 + 150 + 50 + 570 + 33.6; mill 475 + 100 + 150 + 50 + 25
            "Participants": [
                ("plant", "Power plc", 3040, 1403.6, 1636.4, 2, 1.68, 0.32, 2000, 1, 0),
                ("mill", None, 2600, 800, 1800, 5, 1.25, 3.75, 2000, 0, 1),
            ],
            "Summary": [
                ("total cost", "EUR/a", 5850, 2291.5, 3558.5, None),
                ("cash cost", "EUR/a", 5640, 2203.6, 3436.4, None),
                ("cost: provision", "EUR/a", 0, 500, -500, None),
                ("cost: disposal", "EUR/a", 3000, 0, 3000, None),
                ("cost: virgin", "EUR/a", 2500, 475, 2025, None),
                ("cost: investment", "EUR/a", 0, 200, -200, None),
                ("cost: upkeep", "EUR/a", 0, 300, -300, None),
                ("cost: electricity", "EUR/a", 0, 100, -100, None),
                ("cost: losses", "EUR/a", 0, 570, -570, None),
                ("cost: carbon tax", "EUR/a", 140, 58.6, 81.4, None),
                ("cost: carbon value", "EUR/a", 210, 87.9, 122.1, None),
                ("CO2", "t/a", 7, 2.93, 4.07, None),
                ("investment", "EUR", None, 4000, None, None),
                ("links built", "1", None, 1, None, None),
                ("best proven cost", "EUR/a", None, 2200, None, None),
                ("gap", "EUR/a", None, 91.5, None, None),
                ("gap of cost", "%", None, 100 * 91.5 / 2291.5, None, None),
                ("gap of saving", "%", None, 100 * 91.5 / 3650, None, None),
            ],
        },
        **facts,
    )


# A park with a bit of everything -------------------------------------------------------------------------------------


def _pipe(giver: str, taker: str, commodity: str, **more: Any) -> dict[str, Any]:
    return {"from": giver, "to": taker, "commodity": commodity, "link": f"{giver}-{taker}", **more}


MIXED: dict[str, Any] = {
    "Settings": {"discount_rate": 0, "carbon_tax": 10, "hours_per_year": 8000},
    "Participants": [
        {"participant": "A", "kind": "industry", "x": 0, "y": 0},
        {"participant": "J", "kind": "junction", "x": 1, "y": 0},
        {"participant": "B", "kind": "industry", "x": 2, "y": 0},
        {"participant": "C", "kind": "farm", "x": 0, "y": 5},
    ],
    "Commodities": [
        {"commodity": "water", "unit": "m3", "medium": "water", "mass": 1},
        {"commodity": "grey water", "unit": "m3", "medium": "water"},
        {"commodity": "sludge", "unit": "t", "medium": "solid", "volume": 0.5},
        {"commodity": "ash", "unit": "t", "medium": "solid", "volume": 8},
        {"commodity": "heat", "unit": "MWh", "medium": "hot water", "vanishes": "yes"},
    ],
    "Supplies": [
        {
            "participant": "A",
            "commodity": "water",
            "quantity": 2,
            "unit": "m3/h",
            "profile": "wet",
            "provision_cost": 0.1,
            "if_not_taken": "leave",
        },
        {
            "participant": "B",
            "commodity": "water",
            "quantity": 0.1,
            "unit": "m3/h",
            "if_not_taken": "dispose",
            "disposal_cost": 3,
            "disposal_co2": 1,
        },
        {"participant": "C", "commodity": "sludge", "quantity": 30, "unit": "t/period", "if_not_taken": "must go"},
        {
            "participant": "C",
            "commodity": "ash",
            "name": "fly",
            "quantity": 10,
            "unit": "t/period",
            "if_not_taken": "dispose",
            "disposal_cost": 50,
        },
        {
            "participant": "A",
            "commodity": "heat",
            "quantity": 10,
            "unit": "kW",
            "provision_co2": 0,
            "if_not_taken": "leave",
        },
    ],
    "Demands": [
        {
            "participant": "A",
            "commodity": "water",
            "quantity": 0.25,
            "unit": "m3/h",
            "if_not_served": "buy",
            "virgin_price": 2,
        },
        {
            "participant": "B",
            "commodity": "grey water",
            "quantity": 0.5,
            "unit": "m3/h",
            "if_not_served": "buy",
            "virgin_price": 4,
            "virgin_co2": 2,
        },
        {
            "participant": "B",
            "commodity": "sludge",
            "quantity": 40,
            "unit": "t/period",
            "if_not_served": "go without",
            "shortage_cost": 7,
        },
        {"participant": "B", "commodity": "ash", "quantity": 10, "unit": "t/period", "if_not_served": "must serve"},
        {
            "participant": "C",
            "commodity": "heat",
            "quantity": 7.5,
            "unit": "kW",
            "if_not_served": "buy",
            "virgin_price": 60,
            "virgin_co2": 200,
            "most_by_product": 80,
        },
    ],
    "Substitutions": [
        {"by_product": "water", "need": "grey water", "ratio": 0.5},
        {"by_product": "water", "need": "grey water", "ratio": 0.8, "participant": "B"},
    ],
    "Periods": [{"period": "summer", "hours": 4000}, {"period": "winter", "hours": 4000}],
    "Profiles": [{"period": "summer", "wet": 0.5}, {"period": "winter", "wet": 1.5}],
    "Pipelines": [
        _pipe(
            "A",
            "J",
            "water",
            status="existing",
            two_way="yes",
            payer="A",
            capacity=1,
            capacity_unit="m3/h",
            loss=10,
            yearly_cost=100,
        ),
        _pipe(
            "J",
            "B",
            "water",
            status="optional",
            two_way="yes",
            payer="taker",
            capacity=4,
            capacity_unit="t/h",
            loss=20,
            investment=1000,
            life=10,
            unit_cost=0.5,
        ),
        _pipe(
            "A",
            "C",
            "heat",
            status="required",
            payer="half",
            least_flow=50,
            capacity=16,
            capacity_unit="kW",
            loss=25,
            yearly_cost=40,
        ),
    ],
    "TruckRoutes": [
        {
            "from": "C",
            "to": "B",
            "commodity": "sludge; ash",
            "link": "T",
            "status": "existing",
            "distance": 10,
            "vehicle": "tipper",
            "most_loads": 1,
            "capacity": 50,
            "capacity_unit": "t/period",
            "payer": "giver",
        }
    ],
    "Vehicles": [
        {
            "vehicle": "tipper",
            "payload": 10,
            "volume": 20,
            "km_cost": 2,
            "load_cost": 5,
            "km_co2": 1,
            "empty_return": 50,
        }
    ],
}


def mixed(**sheets: Any) -> Park:
    """A --two-way-- J --two-way-- B <--truck-- C <--heat-- A; whole sheets can be replaced."""
    return make_park(**{**MIXED, **sheets})


def mixed_design(**facts: Any) -> Design:
    """Worked out by hand for two periods of 4,000 h.

    Water. A has 4,000 m3 in summer, 12,000 in winter, needs 1,000 in each; B has 400 in each and needs 2,000 grey water
    in each, of which a m3 of water meets 0.8 there.
        summer  A uses 1,000 itself and sends 2,000: J gets 1,800 (10 % lost), sends them on: B gets 1,440 (20 % lost),
                they meet 1,152; B buys 848 and disposes of its own 400
        winter  B sends its 400: J gets 320, A gets 288; A takes 712 of its own; B buys 2,000
        today   A uses 1,000 of its own; B disposes of 400 and buys 2,000 in each period
    Losses are priced at B's 3 EUR and 1 kg a m3: only B disposes, and its water can reach J and A.
        A    200 m3 as origin and 32 m3 lost by J in the pipe that A pays: 696 EUR, 0.232 t
        B    80 m3 as origin and 360 m3 lost by J in the pipe that B pays: 1,320 EUR, 0.44 t
    J-B costs 1,000 / 10 = 100 EUR/a and 0.5 EUR x (1,800 + 400) m3 = 1,100 EUR, all B's. A-J costs A 100 EUR/a.

    Trucks, in both cases and periods: 30 t of sludge and 10 t of ash weigh 4 loads and fill (15 + 80) m3 / 20 = 4.75:
    0.75 are sludge and 4 ash. A load costs 2 x 10 x 1.5 + 5 = 35 EUR and 15 kg: 332.5 EUR and 0.1425 t a year, C's.
    B goes without 10 t of sludge: 70 EUR.

    Heat. A has 40 MWh, C needs 30 in each period, 24 at most from by-products; in summer 32 sent are 24 delivered (a
    quarter vanishes), just the least flow: half of 64. C buys 6 + 30 (today 60) at 60 EUR and 0.2 t. 40 EUR/a of
    yearly cost, half and half.

    CO2     A 0.232; B grey water 2,848 x 2 kg = 5.696, disposal 0.4, losses 0.44: 6.536; C 7.2 + 0.1425
    cash    A provision 371.2, losses 696, upkeep 120, tax 2.32; B virgin 11,392, disposal 1,200, shortage 140, losses
            1,320, carrying 1,100, investment 100, tax 65.36; C carrying 332.5, virgin 2,160, upkeep 20, tax 73.425
    today   A provision 200, upkeep 100; B virgin 16,000 (8 t), disposal 2,400 (0.8 t), shortage 140, tax 88; C carrying
            332.5 (0.1425 t), virgin 3,600 (12 t), tax 121.425
    """
    both = ("today", "design")
    seasons = ("summer", "winter")
    water = ("pipeline", "A", "J", "water", "")
    back = ("pipeline", "J", "A", "water", "")
    trucked = [
        (case, "T", "truck route", "C", "B", what, "tipper", season, sent, sent, loads, "t")
        for case in both
        for season in seasons
        for what, sent, loads in (("sludge", 30, 0.75), ("ash", 10, 4))
    ]
    return as_design(
        {
            "Build list": [
                ("A-J", "pipeline", "A", "J", "water", "existing", None, 1, 1, "m3/h", 0, None, 0, 100, 0, "A", 0.5),
                (
                    "J-B",
                    "pipeline",
                    "J",
                    "B",
                    "water",
                    "built",
                    None,
                    1,
                    4,
                    "t/h",
                    1000,
                    10,
                    100,
                    0,
                    0,
                    "B",
                    1800 / 16000,
                ),
                ("A-C", "pipeline", "A", "C", "heat", "built", None, 5, 16, "kW", 0, None, 0, 40, 0, "half", 0.5),
                (
                    "T",
                    "truck route",
                    "C",
                    "B",
                    "sludge; ash",
                    "existing",
                    "tipper",
                    10,
                    50,
                    "t/period",
                    0,
                    None,
                    0,
                    0,
                    0,
                    "C",
                    0.8,
                ),
            ],
            "Flows": [
                ("design", "A-J", *water, "summer", 2000, 1800, None, "m3"),
                ("design", "J-B", "pipeline", "J", "B", "water", "", "summer", 1800, 1440, None, "m3"),
                ("design", "J-B", "pipeline", "B", "J", "water", "", "winter", 400, 320, None, "m3"),
                ("design", "A-J", *back, "winter", 320, 288, None, "m3"),
                ("design", "A-C", "pipeline", "A", "C", "heat", "", "summer", 32, 24, None, "MWh"),
                *trucked,
            ],
            "Supplies used": [
                ("today", "A", "water", "", "summer", 4000, 1000, 0, 3000, "m3"),
                ("today", "A", "water", "", "winter", 12000, 1000, 0, 11000, "m3"),
                ("design", "A", "water", "", "summer", 4000, 3000, 0, 1000, "m3"),
                ("design", "A", "water", "", "winter", 12000, 712, 0, 11288, "m3"),
                ("today", "B", "water", "", "summer", 400, 0, 400, 0, "m3"),
                ("today", "B", "water", "", "winter", 400, 0, 400, 0, "m3"),
                ("design", "B", "water", "", "summer", 400, 0, 400, 0, "m3"),
                ("design", "B", "water", "", "winter", 400, 400, 0, 0, "m3"),
                *[(case, "C", "sludge", "", season, 30, 30, 0, 0, "t") for case in both for season in seasons],
                *[(case, "C", "ash", "fly", season, 10, 10, 0, 0, "t") for case in both for season in seasons],
                ("today", "A", "heat", "", "summer", 40, 0, 0, 40, "MWh"),
                ("today", "A", "heat", "", "winter", 40, 0, 0, 40, "MWh"),
                ("design", "A", "heat", "", "summer", 40, 32, 0, 8, "MWh"),
                ("design", "A", "heat", "", "winter", 40, 0, 0, 40, "MWh"),
            ],
            "Needs met": [
                *[(case, "A", "water", "", season, 1000, 1000, 0, 0, "m3") for case in both for season in seasons],
                ("today", "B", "grey water", "", "summer", 2000, 0, 2000, 0, "m3"),
                ("today", "B", "grey water", "", "winter", 2000, 0, 2000, 0, "m3"),
                ("design", "B", "grey water", "", "summer", 2000, 1152, 848, 0, "m3"),
                ("design", "B", "grey water", "", "winter", 2000, 0, 2000, 0, "m3"),
                *[(case, "B", "sludge", "", season, 40, 30, 0, 10, "t") for case in both for season in seasons],
                *[(case, "B", "ash", "", season, 10, 10, 0, 0, "t") for case in both for season in seasons],
                ("today", "C", "heat", "", "summer", 30, 0, 30, 0, "MWh"),
                ("today", "C", "heat", "", "winter", 30, 0, 30, 0, "MWh"),
                ("design", "C", "heat", "", "summer", 30, 24, 6, 0, "MWh"),
                ("design", "C", "heat", "", "winter", 30, 0, 30, 0, "MWh"),
            ],
            "By-products used": [
                *[(case, "A", "water", "", "water", season, 1000, "m3", 1000) for case in both for season in seasons],
                ("design", "B", "grey water", "", "water", "summer", 1440, "m3", 1152),
                *[(case, "B", "sludge", "", "sludge", season, 30, "t", 30) for case in both for season in seasons],
                *[(case, "B", "ash", "", "ash", season, 10, "t", 10) for case in both for season in seasons],
                ("design", "C", "heat", "", "heat", "summer", 24, "MWh", 24),
            ],
            "Costs": [
                ("today", "A", "provision", "cash", 200),
                ("today", "A", "upkeep", "cash", 100),
                ("today", "B", "virgin", "cash", 16000),
                ("today", "B", "disposal", "cash", 2400),
                ("today", "B", "shortage", "cash", 140),
                ("today", "B", "carbon tax", "cash", 88),
                ("today", "C", "carrying", "cash", 332.5),
                ("today", "C", "virgin", "cash", 3600),
                ("today", "C", "carbon tax", "cash", 121.425),
                ("design", "A", "provision", "cash", 371.2),
                ("design", "A", "losses", "cash", 696),
                ("design", "A", "upkeep", "cash", 120),
                ("design", "A", "carbon tax", "cash", 2.32),
                ("design", "B", "virgin", "cash", 11392),
                ("design", "B", "disposal", "cash", 1200),
                ("design", "B", "shortage", "cash", 140),
                ("design", "B", "losses", "cash", 1320),
                ("design", "B", "carrying", "cash", 1100),
                ("design", "B", "investment", "cash", 100),
                ("design", "B", "carbon tax", "cash", 65.36),
                ("design", "C", "carrying", "cash", 332.5),
                ("design", "C", "virgin", "cash", 2160),
                ("design", "C", "upkeep", "cash", 20),
                ("design", "C", "carbon tax", "cash", 73.425),
            ],
            "Impacts": [
                ("today", "B", "co2", "virgin", 8),
                ("today", "B", "co2", "disposal", 0.8),
                ("today", "C", "co2", "carrying", 0.1425),
                ("today", "C", "co2", "virgin", 12),
                ("design", "A", "co2", "losses", 0.232),
                ("design", "B", "co2", "virgin", 5.696),
                ("design", "B", "co2", "disposal", 0.4),
                ("design", "B", "co2", "losses", 0.44),
                ("design", "C", "co2", "carrying", 0.1425),
                ("design", "C", "co2", "virgin", 7.2),
            ],
            "Participants": [
                ("A", None, 300, 1189.52, -889.52, 0, 0.232, -0.232, 0, 2, 1),
                ("J", None, 0, 0, 0, 0, 0, 0, 0, 2, 2),
                ("B", None, 18628, 15317.36, 3310.64, 8.8, 6.536, 2.264, 1000, 1, 3),
                ("C", None, 4053.925, 2585.925, 1468, 12.1425, 7.3425, 4.8, 0, 2, 1),
            ],
            "Summary": [
                ("total cost", "EUR/a", 22981.925, 19092.805, 3889.12, None),
                ("cash cost", "EUR/a", 22981.925, 19092.805, 3889.12, None),
                ("cost: provision", "EUR/a", 200, 371.2, -171.2, None),
                ("cost: disposal", "EUR/a", 2400, 1200, 1200, None),
                ("cost: virgin", "EUR/a", 19600, 13552, 6048, None),
                ("cost: shortage", "EUR/a", 140, 140, 0, None),
                ("cost: investment", "EUR/a", 0, 100, -100, None),
                ("cost: upkeep", "EUR/a", 100, 140, -40, None),
                ("cost: carrying", "EUR/a", 332.5, 1432.5, -1100, None),
                ("cost: losses", "EUR/a", 0, 2016, -2016, None),
                ("cost: carbon tax", "EUR/a", 209.425, 141.105, 68.32, None),
                ("CO2", "t/a", 20.9425, 14.1105, 6.832, None),
                ("investment", "EUR", None, 1000, None, None),
                ("links built", "1", None, 2, None, None),
                ("best proven cost", "EUR/a", None, 19000, None, None),
                ("gap", "EUR/a", None, 92.805, None, None),
                ("gap of cost", "%", None, 100 * 92.805 / 19092.805, None, None),
                ("gap of saving", "%", None, 100 * 92.805 / 3981.925, None, None),
            ],
        },
        **facts,
    )


WORKED = {"two sites": (two_sites, two_sites_design), "mixed": (mixed, mixed_design)}
