"""Relations with oneself, said twice, without a life, or at odds with the links there are."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    ([("Relations", 2, {"b": "town"})], ["Relations!B2 b: 'town' stands in a as well: name the other one"]),
    ([("Relations", 2, {"b": "plnt"})], ["Relations!B2 b: no participant is called 'plnt' - did you mean 'plant'?"]),
    (
        [("Relations", None, {"a": "town", "b": "mill", "status": "allowed"})],
        ["Relations!A4 a: 'town, mill' stands in row 3 already, the other way round: delete one"],
    ),
    (
        [("Relations", None, {"a": "mill", "b": "town", "status": "allowed"})],
        ["Relations!A4 a: 'mill, town' stands in row 3 already: delete one"],
    ),
    (
        [("Relations", 2, {"life": None})],
        ["Relations!E2 life [a]: is needed: how many years the set_up_cost is shared out over"],
    ),
    (
        [("Relations", 2, {"a": "hub"})],
        [
            "Relations!D2 set_up_cost [EUR]: 'hub' is a junction, which never pays its half: clear the cell, or put the cost into "
            "its links"
        ],
    ),
    (
        [("Relations", 2, {"same_owner": "yes"})],
        ["warning Relations!D2 set_up_cost [EUR]: is not paid, as both belong to one owner (same_owner)"],
    ),
    (
        [("Relations", 2, {"status": "forbidden"}), ("TruckRoutes", 2, {"status": "required"})],
        [
            "Relations!C2 status: is forbidden, and 'plant-town-clay by truck' between them is required: change one of them"
        ],
    ),
    (
        [("Relations", 3, {"status": "required"})],
        ["Relations!C3 status: is required, and no link joins them: list one that may be laid"],
    ),
    (
        [("Relations", 2, {"status": "required"}), ("TruckRoutes", 2, {"status": "forbidden"})],
        [
            "Relations!C2 status: is required, and all links between them are forbidden (plant-town-clay by truck): list one "
            "that may be laid"
        ],
    ),
    (
        [("Relations", 2, {"status": "perhaps"})],
        ["Relations!C2 status: 'perhaps' is not a choice here (choices: allowed, forbidden, required)"],
    ),
    ([("Relations", 2, {"set_up_cost": -1})], ["Relations!D2 set_up_cost [EUR]: must be at least 0, found -1"]),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert [one for one in complaints(changed(*changes)) if "Relations" in one] == said


FINE = [
    [("Relations", 2, {"status": "required"})],
    [("Relations", 2, {"a": "hub", "set_up_cost": None, "life": None})],
    [("Relations", 3, {"status": "required"}), ("Settings", None, {"setting": "generate_candidates", "value": "yes"})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
