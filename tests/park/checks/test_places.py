"""Coordinates that do not go together, and what a junction may not be."""

from __future__ import annotations

import pytest

from park_from import changed, complaints, park_tables
from sidestream.park.checks.places import far_away
from sidestream.park.park import Park

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    ([("Participants", 2, {"lon": None})], ["Participants!E2 lon [deg]: is needed beside lat: give both or neither"]),
    (
        [("Participants", 2, {"lat": None, "lon": None, "x": 1})],
        ["Participants!G2 y [km]: is needed beside x: give both or neither"],
    ),
    (
        [("Participants", 2, {"lat": None, "lon": None, "x": 1, "y": 2})],
        ["Participants!F2 x [km]: this place is given as x and y, 3 as lat and lon: use one kind in the whole park"],
    ),
    (
        [("Participants", 2, {"x": 1, "y": 2})],
        ["Participants!F2 x [km]: the place is given twice: keep lat and lon, or x and y"],
    ),
    (
        [("Participants", 4, {"passes_on": "no"})],
        ["Participants!H4 passes_on: a junction always passes on: leave the cell blank, or choose another kind"],
    ),
    (
        [("Supplies", 2, {"participant": "hub"})],
        ["Supplies!A2 participant: 'hub' is a junction, which only passes on: it can have no supply"],
    ),
    (
        [("Demands", 2, {"participant": "hub"})],
        ["Demands!A2 participant: 'hub' is a junction, which only passes on: it can have no demand"],
    ),
    (
        [("Participants", 2, {"lat": "50,0"})],
        ["Participants!D2 lat [deg]: '50,0' is text, not a number: type 50.0 as a number"],
    ),
    (
        [
            ("Participants", 3, {"lat": None, "lon": None, "x": 3, "y": 3}),
            ("Participants", 4, {"lat": None, "lon": None, "x": 4, "y": 4}),
            ("Participants", 5, {"lat": None, "lon": None, "x": 5, "y": 5}),
        ],
        ["Participants!D2 lat [deg]: this place is given as lat and lon, 3 as x and y: use one kind in the whole park"],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [
        ("Participants", 2, {"lat": None, "lon": None, "x": 2, "y": 2}),
        ("Participants", 3, {"lat": None, "lon": None, "x": 3, "y": 3}),
        ("Participants", 4, {"lat": None, "lon": None, "x": 4, "y": 4}),
        ("Participants", 5, {"lat": None, "lon": None, "x": 5, "y": 5}),
    ],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []


@pytest.mark.parametrize(
    ("columns", "usual", "slip", "said"),
    [
        (("lat", "lon"), (55.66, 11.09), (11.09, 55.66), "D7 lat [deg]: stands 6300 km from the middle of the park: are lat and lon swapped?"),
        (("lat", "lon"), (55.66, 11.09), (0, 0), "D7 lat [deg]: stands 6300 km from the middle of the park: is that right?"),
        (("x", "y"), (3, 4), (2500, 1500), "F7 x [km]: stands 2900 km from the middle of the park: are these metres?"),
    ],
)  # fmt: skip
def test_a_place_far_from_all_others(columns, usual, slip, said):
    at = [(usual[0] + place / 100, usual[1] + place / 100) for place in range(5)]
    rows = [dict(zip(columns, place, strict=True)) for place in [*at, slip]]
    tables, _ = park_tables(Participants=[{"participant": f"p{i}", "kind": "farm"} | row for i, row in enumerate(rows)])

    assert [f"{one.cell} {one.column}: {one.message}" for one in far_away(Park(tables))] == [said]


def test_a_park_that_is_wide_has_no_place_far_from_it():
    rows = [{"participant": f"p{i}", "kind": "farm", "x": 300 * i, "y": 0} for i in range(12)]
    tables, _ = park_tables(Participants=[*rows, {"participant": "other", "kind": "farm", "x": 9000, "y": 0}])

    assert far_away(Park(tables)) == []
