"""Lengths that are not known where they matter, or too short."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Participants", 2, {"lat": None, "lon": None})],
        [
            "Pipelines!F2 length [km]: is needed, as 'plant' has no coordinates",
            "Pipelines!F3 length [km]: is needed, as 'plant' has no coordinates",
            "TruckRoutes!F2 distance [km]: is needed, as 'plant' has no coordinates",
        ],
    ),
    (
        [("Participants", 3, {"lat": 50.0})],
        ["Pipelines!F2 length [km]: is needed, as 'plant' and 'mill' have the same coordinates"],
    ),
    (
        [("Pipelines", 2, {"length": 1})],
        ["warning Pipelines!F2 length [km]: 1 km is shorter than the straight distance of 2.22 km"],
    ),
    ([("Pipelines", 2, {"length": -1})], ["Pipelines!F2 length [km]: must be greater than 0, found -1"]),
    (
        [("TruckRoutes", 2, {"distance": 1.5})],
        ["warning TruckRoutes!F2 distance [km]: 1.5 km is shorter than the straight distance of 5.56 km"],
    ),
    (
        [("Pipelines", 2, {"status": "forbidden"}), ("Participants", 3, {"lat": 50.0})],
        [
            "warning Supplies!B2 commodity: nobody can take it: no link leads from 'plant' to a need that 'brine' can serve",
            "warning Demands!B2 commodity: nobody can serve it: no link leads to 'mill' from a supply that can serve 'brine'",
        ],
    ),
    (
        [("Participants", 5, {"lat": None, "lon": None})],
        ["TruckRoutes!F2 distance [km]: is needed, as 'town' has no coordinates"],
    ),
    (
        [
            ("Participants", 2, {"lat": None, "lon": None}),
            ("Participants", 3, {"lat": None, "lon": None}),
            ("TruckRoutes", 2, {"status": "forbidden"}),
        ],
        [
            "Pipelines!F2 length [km]: is needed, as 'plant' and 'mill' have no coordinates",
            "Pipelines!F3 length [km]: is needed, as 'plant' has no coordinates",
            "Pipelines!F4 length [km]: is needed, as 'mill' has no coordinates",
        ],
    ),
    (
        [
            ("Participants", 2, {"lat": None, "lon": None}),
            ("Pipelines", 2, {"length": 3}),
            ("Pipelines", 3, {"length": "3"}),
            ("TruckRoutes", 2, {"distance": 3}),
        ],
        ["Pipelines!F3 length [km]: '3' is text, not a number: type 3 as a number"],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [("Participants", 5, {"lat": None, "lon": None}), ("Vehicles", 2, {"km_cost": 0, "km_co2": 0})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
