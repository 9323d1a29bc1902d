"""Park-wide prices that the offers call for."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

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
            ("Pipelines", 5, {"investment": 0}),
        ],
        ["Settings discount_rate [%/a]: is needed, as TruckRoutes row 2 is an investment: add a row for it"],
    ),
    (
        [
            ("Settings", 3, {"setting": "gap"}),
            ("Pipelines", 3, {"sizes": "W80"}),
            ("Pipelines", 4, {"status": "existing"}),
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
    [("Settings", 3, {"setting": "gap"}), ("PipeSizes", 3, {"pumping": None})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
