"""Qualities that are not known, not asked for, or cannot be met."""

from __future__ import annotations

import pytest

from park_from import changed, complaints
from sidestream.errors import InputError
from sidestream.studies.opening import open_park
from sidestream.workbook.template import write_park

LIMIT = {"participant": "mill", "commodity": "brine", "property": "salt", "most": 300}
VALUE = {"participant": "plant", "commodity": "brine", "property": "salt", "value": 240, "mixes": "by quantity"}
SECOND = {"participant": "town", "commodity": "brine", "quantity": 9, "unit": "kt/a", "if_not_taken": "leave"}
PIPE = {"from": "town", "to": "mill", "commodity": "brine", "status": "optional"}
DEPOT = {"participant": "depot", "kind": "utility", "passes_on": "yes", "lat": 50.01, "lon": 5.01}
UP, DOWN = ({"from": a, "to": b, "payer": "mill"} for a, b in (("town", "depot"), ("depot", "mill")))
TANK = {"storage": "tank", "participant": "depot", "commodity": "brine", "status": "existing", "capacity": 5}

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("QualityLimits", 2, {"least": None, "most": None})],
        ["QualityLimits!E2 most: neither least nor most is given: type one"],
    ),
    ([("QualityLimits", 2, {"least": 301})], ["QualityLimits!D2 least: 301 is more than most, 300"]),
    (
        [("QualityLimits", 2, {"least": "low", "most": None})],
        ["QualityLimits!D2 least: 'low' is not a number"],
    ),
    (
        [("Supplies", None, SECOND), ("Pipelines", None, PIPE)],
        [
            "QualityLimits!C2 property: 'brine' from 'town' can come here, and its 'salt' is not known: type a row in "
            "Qualities for town, brine, salt"
        ],
    ),
    (  # by way of a junction, and by the second way of a pipe
        [("Supplies", None, SECOND), ("Pipelines", None, PIPE | {"from": "hub", "payer": "mill"}), ("Pipelines", None, PIPE | {"from": "hub", "to": "town"} | {"two_way": "yes", "payer": "town"})],
        [
            "QualityLimits!C2 property: 'brine' from 'town' can come here, and its 'salt' is not known: type a row in "
            "Qualities for town, brine, salt"
        ],
    ),
    (  # own goods, used without a link
        [("Supplies", None, SECOND | {"participant": "mill"})],
        [
            "QualityLimits!C2 property: 'brine' from 'mill' can come here, and its 'salt' is not known: type a row in "
            "Qualities for mill, brine, salt"
        ],
    ),
    (  # what a conversion makes
        [("ConversionRates", None, {"conversion": "softener", "commodity": "brine", "per_activity": 0.1, "cost": 9})],
        [
            "QualityLimits!C2 property: 'brine' from 'mill' can come here, and its 'salt' is not known: type a row in "
            "Qualities for mill, brine, salt"
        ],
    ),
    (
        [("QualityLimits", 2, {"property": "slat"})],
        ["QualityLimits!C2 property: no row of Qualities is of 'slat' of 'brine' - did you mean 'salt'?"],
    ),
    (
        [("QualityLimits", None, LIMIT | {"property": "iron"})],
        ["QualityLimits!C3 property: no row of Qualities is of 'iron' of 'brine' (properties in Qualities: salt)"],
    ),
    (
        [("Qualities", 2, {"participant": "plnt"})],
        ["Qualities!A2 participant: no participant is called 'plnt' - did you mean 'plant'?"],
    ),
    ([("Qualities", 2, {"value": "much"})], ["Qualities!D2 value: 'much' is not a number"]),
    (
        [("Supplies", None, SECOND), ("Qualities", None, VALUE | {"participant": "town", "mixes": "grade"})],
        [
            "Qualities!F3 mixes: 'salt' of 'brine' has 'by quantity' in row 2: a property mixes in one way, whoever gives it "
            "off"
        ],
    ),
    (
        [("Supplies", None, SECOND), ("Qualities", None, VALUE | {"participant": "town", "unit": "%"})],
        [
            "Qualities!E3 unit: 'salt' of 'brine' is in 'g/l' in row 2: values are compared as they stand, so type all of them "
            "in one unit"
        ],
    ),
    (
        [("Qualities", None, VALUE | {"participant": "town"})],
        ["warning Qualities!B3 commodity: 'town' gives off no 'brine': its quality is never asked for"],
    ),
    (
        [("Qualities", None, VALUE | {"participant": "hub", "commodity": "heat", "property": "temperature"})],
        [
            "warning Qualities!B3 commodity: 'hub' gives off no 'heat' of its own: what passes through it is as good as what "
            "comes to it",
            "warning Qualities!C3 property: no row of QualityLimits limits 'temperature' of 'heat': nothing is asked of it",
        ],
    ),
    (
        [("Qualities", None, VALUE | {"property": "Salts"})],
        ["warning Qualities!C3 property: no row of QualityLimits limits 'Salts' of 'brine' - did you mean 'salt'?"],
    ),
    (
        [("QualityLimits", None, LIMIT | {"participant": "town"})],
        ["warning QualityLimits!B3 commodity: 'town' uses no 'brine': nothing is limited"],
    ),
    (
        [("QualityLimits", 2, {"least": None, "most": 200})],
        [
            "warning QualityLimits!E2 most: nothing that can come meets it: 'salt' of 'brine' is no less than 240, so 'mill' "
            "can use none of it"
        ],
    ),
    (
        [("QualityLimits", 2, {"least": 250})],
        [
            "warning QualityLimits!D2 least: nothing that can come meets it: 'salt' of 'brine' is no more than 240, so 'mill' "
            "can use none of it"
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


TOWN = [("Supplies", None, SECOND), ("Qualities", None, VALUE | {"participant": "town", "value": 400})]

# Each case looks like one that is broken, and is not.
FINE = [
    [("QualityLimits", 2, {"least": None})],
    [("Supplies", None, SECOND), ("Pipelines", None, PIPE | {"to": "town", "from": "mill"})],  # none comes from there
    [*TOWN, ("Pipelines", None, PIPE), ("QualityLimits", 2, {"least": 300, "most": 310})],  # a mixture meets it
    [("Storages", None, TANK | {"participant": "plant", "keeps": "own"})],
    [("Storages", None, TANK | {"participant": "mill", "keeps": "arrivals", "start_level": 5})],
    # what a tank on the way gives back is what came to it
    [
        *TOWN,
        ("Participants", None, DEPOT),
        ("Storages", None, TANK),
        ("Pipelines", None, PIPE | UP),
        ("Pipelines", None, PIPE | UP | {"from": "plant"}),
        ("Pipelines", None, PIPE | DOWN),
        ("QualityLimits", 2, {"least": 300, "most": 310}),
    ],
    # streams stay apart for the sake of a property that has no limit itself
    [("Qualities", None, VALUE | {"property": "origin", "mixes": "not"})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    said = complaints(changed(*changes))
    assert not [line for line in said if "Qualit" in line or "salt" in line]


def test_a_storage_on_the_way_asks_for_the_quality_of_what_stands_there_at_the_beginning():
    pipes = [("Pipelines", None, PIPE | UP | {"from": "plant"}), ("Pipelines", None, PIPE | DOWN)]
    tank = TANK | {"start_level": 5}
    assert complaints(changed(("Participants", None, DEPOT), ("Storages", None, tank), *pipes)) == [
        "QualityLimits!C2 property: 'brine' from 'depot' can come here, and its 'salt' is not known: type a row in Qualities "
        "for depot, brine, salt"
    ]


def test_a_forbidden_link_brings_nothing():
    said = complaints(changed(("Supplies", None, SECOND), ("Pipelines", None, PIPE | {"status": "forbidden"})))
    assert not [line for line in said if line.startswith("QualityLimits")]


def test_a_grade_is_met_by_a_stream_or_by_none():
    said = complaints(
        changed(
            *TOWN,
            ("Pipelines", None, PIPE),
            ("Qualities", 2, {"mixes": "grade"}),
            ("Qualities", 3, {"mixes": "grade"}),
            ("QualityLimits", 2, {"least": 300, "most": 310}),
        )
    )
    assert said == [
        "warning QualityLimits!E2 most: nothing that can come meets it: no 'salt' of 'brine' is within 300 and 310, so 'mill' "
        "can use none of it"
    ]


def test_links_that_are_offered_bring_what_has_to_be_known(tmp_path):
    sheets = changed(("Supplies", None, SECOND))
    sheets |= {"Pipelines": [], "Corridors": [], "CorridorPaths": [], "Fleets": [], "TruckRoutes": [], "Relations": []}
    sheets["Limits"].pop()
    with pytest.raises(InputError) as error:
        open_park(write_park(tmp_path / "park.xlsx", sheets))
    assert [fault.message for fault in error.value.faults] == [
        "'brine' from 'town' can come here, and its 'salt' is not known: type a row in Qualities for town, brine, salt"
    ]


def test_of_many_the_first_are_named():
    changes = []
    for number in range(5):
        who = f"mine {number}"
        changes += [
            ("Participants", None, {"participant": who, "kind": "industry", "lat": 50.0 + number / 100, "lon": 5.1}),
            ("Supplies", None, SECOND | {"participant": who}),
            ("Pipelines", None, PIPE | {"from": who}),
        ]
    assert complaints(changed(*changes)) == [
        "QualityLimits!C2 property: 'brine' from 'mine 0', 'mine 1', 'mine 2' and 2 more can come here, and its 'salt' is not "
        "known: type a row in Qualities for mine 0, brine, salt; mine 1, brine, salt; mine 2, brine, salt and so on"
    ]
