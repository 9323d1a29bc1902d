"""Pipelines that are two offers at once, half an offer, or of sizes that do not fit."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Pipelines", 4, {"investment": 5, "life": 3})],
        ["Pipelines!H4 sizes: are given beside an offer of its own (investment): keep the sizes or the offer"],
    ),
    (
        [("Pipelines", 4, {"investment": 5, "life": 3, "sizes": "", "least_flow": 10})],
        ["Pipelines!J4 least_flow [%]: is a share of the capacity, and this offer has none: type a capacity"],
    ),
    (
        [("Pipelines", 5, {"life": None})],
        ["Pipelines!P5 life [a]: is needed beside an investment: how many years it lasts"],
    ),
    (
        [("TruckRoutes", 2, {"life": None})],
        ["TruckRoutes!I2 life [a]: is needed beside an opening cost: how many years it lasts"],
    ),
    (
        [("Pipelines", 5, {"capacity_unit": None})],
        ["Pipelines!N5 capacity_unit: is needed beside capacity: a quantity per time, such as t/h"],
    ),
    (
        [("Pipelines", 5, {"capacity": None})],
        ["Pipelines!M5 capacity: is needed beside capacity_unit, or leave both blank: without limit"],
    ),
    (
        [("TruckRoutes", 2, {"capacity": 4})],
        ["TruckRoutes!N2 capacity_unit: is needed beside capacity: a quantity per time, such as t/h"],
    ),
    (
        [("Pipelines", 5, {"capacity_unit": None, "capacity": None, "least_flow": 20})],
        ["Pipelines!J5 least_flow [%]: is a share of the capacity, and this offer has none: type a capacity"],
    ),
    (
        [("Pipelines", 3, {"status": "existing"})],
        ["Pipelines!H3 sizes: a pipe that is existing has one size, and 2 are possible here (W50, W80): name one"],
    ),
    (
        [("Pipelines", 4, {"status": "built", "sizes": "W50;W80"})],
        ["Pipelines!H4 sizes: a pipe that is built has one size, and 2 are possible here (W50, W80): name one"],
    ),
    ([("Pipelines", 4, {"sizes": "S50"})], ["Pipelines!H4 sizes: 'S50' is for slurry, and 'heat' is hot water"]),
    (
        [("Pipelines", 2, {"commodity": "brine; heat"})],
        [
            "Pipelines!C2 commodity: 'brine' is slurry and 'heat' is hot water: one pipe of the catalogue carries one medium"
        ],
    ),
    (
        [("Commodities", 2, {"medium": "gas"})],
        [
            "Supplies!H2 provision_co2 [kg/unit]: is needed for gas: type the CO2 of making it ready (0 if none)",
            "Pipelines!H2 sizes: is needed: PipeSizes has none for gas. Add one there, or make an offer of its own here (capacity, investment, ...)",
        ],
    ),
    (
        [("Pipelines", 2, {"commodity": "clay"})],
        ["Pipelines!C2 commodity: 'clay' goes by truck only (Commodities: goes_by)"],
    ),
    (
        [
            ("Pipelines", 5, {"capacity": 0}),
            ("TruckRoutes", 2, {"capacity": 0, "capacity_unit": "t/h", "most_loads": 0}),
        ],
        [
            "warning Pipelines!M5 capacity: 0 lets nothing through: to leave the link out, choose forbidden in status",
            "warning TruckRoutes!K2 most_loads [1/week]: 0 lets nothing through: to leave the link out, choose forbidden in status",
            "warning TruckRoutes!M2 capacity: 0 lets nothing through: to leave the link out, choose forbidden in status",
        ],
    ),
    (
        [("Pipelines", 4, {"least_flow": None})],
        [
            "Pipelines!J4 least_flow [%]: is needed where steady is yes: type which share of the capacity has to flow all the "
            "time, or no in steady"
        ],
    ),
    (
        [("Pipelines", 4, {"least_flow": 0})],
        [
            "Pipelines!J4 least_flow [%]: 0 is nothing to keep, and steady is yes: type which share of the capacity has to "
            "flow all the time, or no there"
        ],
    ),
    (
        [("Pipelines", 5, {"steady": "yes", "least_flow": 20, "capacity": None, "capacity_unit": None})],
        ["Pipelines!J5 least_flow [%]: is a share of the capacity, and this offer has none: type a capacity"],
    ),
    (
        [("Pipelines", 5, {"crossing_cost": 900, "investment": None, "life": None})],
        [
            "Pipelines!P5 life [a]: is needed, as crossing_cost is an investment and this is an offer of its own: how many "
            "years it lasts"
        ],
    ),
    (
        [("Pipelines", 5, {"crossing_cost": 900, "life": None})],
        ["Pipelines!P5 life [a]: is needed beside an investment: how many years it lasts"],
    ),
    ([("Pipelines", 3, {"crossing_cost": -1})], ["Pipelines!L3 crossing_cost [EUR]: must be at least 0, found -1"]),
    (
        [("TruckRoutes", 2, {"commodity": "heat"})],
        ["TruckRoutes!C2 commodity: 'heat' goes by pipe only (Commodities: goes_by)"],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [("Pipelines", 5, {"status": "existing", "life": None}), ("Corridors", 2, {"status": "existing"})],
    [("Pipelines", 2, {"crossing_cost": 900}), ("Pipelines", 5, {"status": "forbidden", "steady": "yes"})],
    [
        ("Pipelines", 5, {"crossing_cost": 900, "investment": None, "life": None, "status": "existing"}),
        ("Corridors", 2, {"status": "existing"}),
    ],
    [("Pipelines", 3, {"status": "existing", "sizes": "W80"})],
    [("Pipelines", 5, {"commodity": "heat; brine", "capacity": None, "capacity_unit": None})],
    [("Pipelines", 4, {"sizes": None, "status": "required"})],
    [("Commodities", 2, {"medium": "abstract"})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
