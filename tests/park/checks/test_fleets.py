"""Vehicles that are counted, and their hours."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

LORRY = {"payer": "plant", "vehicle": "lorry", "hours": 40, "speed": 60}

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Fleets", 2, {"vehicle": "tiper"})],
        ["Fleets!A2 vehicle: no vehicle is called 'tiper' - did you mean 'tipper'?"],
    ),
    (
        [("Fleets", 2, {"payer": "half"})],
        ["Fleets!B2 payer: no participant is called 'half' (Participants: plant, mill, hub, town)"],
    ),
    (
        [("Fleets", 2, {"payer": "hub"})],
        ["Fleets!B2 payer: 'hub' is a junction, which never pays: name the participant who does"],
    ),
    (
        [("Fleets", 2, {"life": None})],
        ["Fleets!I2 life [a]: is needed beside an investment: how many years a vehicle lasts"],
    ),
    (
        [("Fleets", 2, {"number": 4})],
        ["Fleets!D2 most [1]: 3 is less than number, 4: those are there already"],
    ),
    ([("Fleets", 2, {"hours": 169})], ["Fleets!E2 hours [h/week]: must be greater than 0 and at most 168, found 169"]),
    (
        [("Fleets", None, LORRY), ("Vehicles", None, {"vehicle": "lorry", "payload": 20, "km_cost": 1, "km_co2": 1, "empty_return": 100})],
        ["warning Fleets!A3 vehicle: no row of TruckRoutes is for 'lorry': nothing is limited"],
    ),
    (
        [("TruckRoutes", 2, {"status": "existing"}), ("Fleets", 2, {"number": None})],
        [
            "warning Fleets!C2 number [1]: 0 'tipper' are there, and it has routes that exist already: type how many drive there "
            "today"
        ],
    ),
    (
        [("Fleets", 2, {"number": 0, "most": 0})],
        [
            "warning Fleets!D2 most [1]: lets no 'tipper' drive, as there is none today: to leave its routes out, choose "
            "forbidden in their status"
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [("Fleets", 2, {"number": 3, "life": None})],  # no more can be bought
    [("Fleets", 2, {"most": None})],
    [("Fleets", 2, {"number": None})],
    [("Fleets", 2, {"payer": "town", "investment": None, "life": None})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
