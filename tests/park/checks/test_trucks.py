"""Loads of unknown weight."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        # The longer half of the year has 4,380 h, which is 26 weeks: 0.03 loads a week are 0.78.
        [("TruckRoutes", 2, {"most_loads": 0.03})],
        [
            "warning TruckRoutes!K2 most_loads [1/week]: 0.03 a week is less than one load in the longest period (4380 h), and "
            "whole_loads is yes: nothing can go. Type more, or no there"
        ],
    ),
    (
        [("Vehicles", 2, {"media": "water; slurry"})],
        ["TruckRoutes!G2 vehicle: 'tipper' takes water and slurry only (Vehicles: media), and 'clay' is solid"],
    ),
    (
        [("Commodities", 4, {"mass": None})],
        [
            "Commodities!D4 mass [t/unit]: is needed, as TruckRoutes row 2 carries it and m3 is not a weight: type it, or say in goes_by that it does not go by truck",
            "Demands!E4 unit: 't/a' is a mass, and 'clay' is counted in m3: type it in m3, such as m3/a, or give the mass of one m3 in Commodities",
        ],
    ),
    (
        [
            ("TruckRoutes", 2, {"commodity": "brine"}),
            ("Vehicles", 2, {"volume": 10}),
            ("Commodities", 2, {"volume": None}),
        ],
        [
            "warning Supplies!B4 commodity: nobody can take it: no link leads from 'plant' to a need that 'clay' can serve",
            "warning Demands!B4 commodity: nobody can serve it: no link leads to 'town' from a supply that can serve 'clay'",
            "warning TruckRoutes!B2 to: 'town' has no use for what 'plant' can send here, and cannot pass it on to one",
            "warning Vehicles!C1 volume [m3]: does not limit loads of 'brine': the volume of one unit is not known (Commodities)",
        ],
    ),
    (
        [
            ("TruckRoutes", 2, {"commodity": None}),
            ("Commodities", 2, {"goes_by": "pipe"}),
            ("Commodities", 4, {"goes_by": "pipe"}),
        ],
        ["TruckRoutes!C2 commodity: is needed, as no commodity goes by truck (Commodities: goes_by)"],
    ),
    (
        [("TruckRoutes", 2, {"commodity": None}), ("Commodities", 3, {"goes_by": None})],
        [
            "Commodities!D3 mass [t/unit]: is needed, as TruckRoutes row 2 carries it and MWh is not a weight: type it, or say in goes_by that it does not go by truck"
        ],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [("TruckRoutes", 2, {"most_loads": 0.04})],
    [("TruckRoutes", 2, {"most_loads": 0.03, "whole_loads": None})],
    [("TruckRoutes", 2, {"commodity": None})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
