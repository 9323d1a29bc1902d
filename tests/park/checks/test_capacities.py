"""Capacities that cannot count what shares them."""

from __future__ import annotations

import pytest

from park_from import changed, complaints, park_tables
from sidestream.park import Park
from sidestream.park.checks.capacities import one_basis

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("PipeSizes", 2, {"capacity_unit": "MW"})],
        ["Commodities!F2 energy [MWh/unit]: is needed: the capacity of 'S50' is in MW, and 'brine' is counted in t"],
    ),
    (
        [
            ("PipeSizes", 2, {"capacity_unit": "MW"}),
            (
                "PipeSizes",
                None,
                {
                    "size": "S80",
                    "medium": "slurry",
                    "capacity": 9,
                    "capacity_unit": "m3/h",
                    "pipe_cost": 90,
                    "life": 30,
                },
            ),
        ],
        [
            "Commodities!F2 energy [MWh/unit]: is needed: the capacity of 'S50' is in MW, and 'brine' is counted in t. Or name in Pipelines the sizes that count by what is known (S80)"
        ],
    ),
    (
        [("Pipelines", 5, {"capacity_unit": "t/h"})],
        [
            "Commodities!D3 mass [t/unit]: is needed: the capacity in Pipelines row 5 is in t/h, and 'heat' is counted in MWh"
        ],
    ),
    (
        [("Pipelines", 5, {"capacity_unit": "Nm3/h"})],
        ["Pipelines!N5 capacity_unit: the capacity in Pipelines row 5 is in Nm3/h, and 'heat' is counted in MWh"],
    ),
    (
        [("PipeSizes", 3, {"capacity_unit": "1/h"})],
        [
            "Pipelines!H3 sizes: the capacity of 'W50' is in 1/h, and 'heat' is counted in MWh. Or name in Pipelines the sizes that count by what is known (W80)"
        ],
    ),
    (
        [("Commodities", 3, {"mass": "x"}), ("Pipelines", 5, {"capacity_unit": "t/h"})],
        ["Commodities!D3 mass [t/unit]: 'x' is not a number"],
    ),
    (
        [("TruckRoutes", 2, {"capacity": 3, "capacity_unit": "MW"})],
        [
            "Commodities!F4 energy [MWh/unit]: is needed: the capacity in TruckRoutes row 2 is in MW, and 'clay' is counted in m3"
        ],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [("PipeSizes", 2, {"capacity_unit": "m3/h"})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []


def test_sizes_that_several_commodities_share_count_by_one_measure():
    sheets = {
        "Participants": [{"participant": who, "kind": "industry"} for who in ("a", "b")],
        "Commodities": [{"commodity": what, "unit": "t", "medium": "slurry", "volume": 10} for what in ("x", "y")],
        "PipeSizes": [
            {"size": unit, "medium": "slurry", "capacity": 10, "capacity_unit": unit, "pipe_cost": 1, "life": 10}
            for unit in ("t/a", "m3/a")
        ],
        "Pipelines": [{"from": "a", "to": "b", "commodity": "x; y", "status": "optional", "length": 1}],
    }

    assert [fault.column for fault in one_basis(Park(park_tables(**sheets)[0]))] == ["sizes"]
    sheets["Pipelines"][0]["commodity"] = "x"
    assert one_basis(Park(park_tables(**sheets)[0])) == []
