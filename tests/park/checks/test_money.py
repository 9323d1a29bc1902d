"""Park-wide prices that the offers call for."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

NOTHING_INVESTED = [
    ("Settings", 2, {"setting": "gap", "unit": None}),
    ("Pipelines", 2, {"status": "existing"}),
    ("Pipelines", 3, {"status": "existing", "sizes": "W80"}),
    ("Pipelines", 4, {"status": "existing"}),
    ("Pipelines", 5, {"investment": 0}),
    ("Corridors", 2, {"status": "existing"}),
    ("TruckRoutes", 2, {"opening_cost": None}),
    ("Conversions", 3, {"status": "existing"}),
    ("Expansions", 3, {"status": "existing"}),
    ("Fleets", 2, {"most": 1.5}),
]

DYKE = {"corridor": "dyke", "length": 0.5, "trench_cost": 90, "status": "optional", "life": 60, "payer": "mill"}
IN_DYKE = ("CorridorPaths", None, {"link": "bypass", "corridor": "dyke"})

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Settings", 2, {"setting": "gap", "unit": None})],
        ["Settings discount_rate [%/a]: is needed, as Pipelines row 2 is an investment: add a row for it"],
    ),
    (
        [("Settings", 3, {"setting": "gap"}), ("Settings", 4, {"setting": "time_limit"})],
        [
            "Settings electricity_price [EUR/MWh]: is needed, as Pipelines row 3 may use electricity for pumping: add a row for it",
            "Settings electricity_co2 [kg/MWh]: is needed, as Pipelines row 3 may use electricity for pumping: add a row for it",
        ],
    ),
    (
        [
            ("Settings", 2, {"setting": "gap", "unit": None}),
            ("Pipelines", 2, {"status": "forbidden"}),
            ("Pipelines", 3, {"status": "existing", "sizes": "W80"}),
            ("Pipelines", 4, {"status": "existing"}),
            ("Corridors", 2, {"status": "existing"}),
            ("Pipelines", 5, {"investment": 0}),
        ],
        ["Settings discount_rate [%/a]: is needed, as TruckRoutes row 2 is an investment: add a row for it"],
    ),
    (
        [
            *NOTHING_INVESTED,
            IN_DYKE,
            ("Corridors", None, DYKE),
        ],
        ["Settings discount_rate [%/a]: is needed, as Corridors row 3 is an investment: add a row for it"],
    ),
    (
        [*NOTHING_INVESTED, ("Fleets", 2, {"most": 2})],
        ["Settings discount_rate [%/a]: is needed, as Fleets row 2 is an investment: add a row for it"],
    ),
    (
        [*NOTHING_INVESTED, ("Pipelines", 3, {"status": "required"})],
        ["Settings discount_rate [%/a]: is needed, as Pipelines row 3 is an investment: add a row for it"],
    ),
    (
        [*NOTHING_INVESTED, ("Pipelines", 5, {"crossing_cost": 900})],
        ["Settings discount_rate [%/a]: is needed, as Pipelines row 5 is an investment: add a row for it"],
    ),
    (
        [
            ("Settings", 3, {"setting": "gap"}),
            ("Pipelines", 3, {"sizes": "W80"}),
            ("Pipelines", 4, {"status": "existing"}),
            ("Corridors", 2, {"status": "existing"}),
        ],
        [
            "Settings electricity_price [EUR/MWh]: is needed, as Pipelines row 4 may use electricity for pumping: add a row for it"
        ],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    NOTHING_INVESTED,
    [*NOTHING_INVESTED, IN_DYKE, ("Corridors", None, DYKE | {"trench_cost": None})],
    [*NOTHING_INVESTED, ("Fleets", 2, {"investment": None, "most": None})],
    [("Settings", 3, {"setting": "gap"}), ("PipeSizes", 3, {"pumping": None})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
