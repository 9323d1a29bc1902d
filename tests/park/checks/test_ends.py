"""Links that join nobody, cannot be told apart, or that nobody pays."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Pipelines", 2, {"to": "plant"})],
        ["Pipelines!B2 to: begins and ends at 'plant': a link joins two participants"],
    ),
    (
        [("Pipelines", 2, {"link": "bypass"})],
        ["Pipelines!D5 link: 'bypass' is the name of Pipelines row 2 already: give one of them another name"],
    ),
    (
        [("TruckRoutes", 2, {"link": "Bypass"})],
        ["TruckRoutes!D2 link: 'Bypass' is the name of Pipelines row 5 already: give one of them another name"],
    ),
    (
        [("Pipelines", None, {"from": "plant", "to": "mill", "commodity": "brine", "status": "optional"})],
        [
            "Pipelines!A6 from: 'plant, mill, brine' stands in row 2 already: give each a name of its own in the column link, or delete one"
        ],
    ),
    (
        [
            ("Pipelines", 2, {"commodity": "brine; heat", "capacity": 3}),
            (
                "Pipelines",
                None,
                {"from": "plant", "to": "mill", "commodity": "heat; brine", "status": "optional", "capacity": 3},
            ),
        ],
        [
            "Pipelines!N2 capacity_unit: is needed beside capacity: a quantity per time, such as t/h",
            "Pipelines!C6 commodity: offers the same as row 2: give both a name in the column link",
            "Pipelines!N6 capacity_unit: is needed beside capacity: a quantity per time, such as t/h",
        ],
    ),
    (
        [("Pipelines", 3, {"payer": None})],
        ["Pipelines!I3 payer: is needed: blank is half-half, and 'hub' is a junction, which never pays"],
    ),
    (
        [("Pipelines", 3, {"payer": "half"})],
        ["Pipelines!I3 payer: 'hub' is a junction, which never pays: name the participant who does"],
    ),
    (
        [("Pipelines", 3, {"payer": "taker"})],
        ["Pipelines!I3 payer: 'hub' is a junction, which never pays: name the participant who does"],
    ),
    (
        [("Pipelines", 4, {"payer": "giver"})],
        ["Pipelines!I4 payer: 'hub' is a junction, which never pays: name the participant who does"],
    ),
    (
        [("Pipelines", 2, {"payer": "hub"})],
        ["Pipelines!I2 payer: 'hub' is a junction, which never pays: name the participant who does"],
    ),
    (
        [("Pipelines", 3, {"payer": None, "status": "forbidden"})],
        [
            "warning Pipelines!A4 from: 'hub' has nothing to send here: no supply of what the link carries, and none can reach it"
        ],
    ),
    (
        [("TruckRoutes", 2, {"payer": "hub"})],
        ["TruckRoutes!Q2 payer: 'hub' is a junction, which never pays: name the participant who does"],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


def test_a_link_that_stands_there_twice_is_complained_of_once():
    again = {"from": "plant", "to": "mill", "commodity": "heat", "link": "Bypass", "status": "forbidden"}
    [said] = complaints(changed(("Pipelines", None, again)))
    assert said == (
        "Pipelines!A6 from: 'plant, mill, heat, Bypass' stands in row 5 already: "
        "give each a name of its own in the column link, or delete one"
    )


# Each case looks like one that is broken, and is not.
FINE = [
    [("Pipelines", 3, {"payer": "giver"})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
