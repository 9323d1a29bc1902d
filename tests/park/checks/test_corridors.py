"""Trenches that several pipes share."""

from __future__ import annotations

import pytest

from park_from import changed, complaints, make_park, tidy

DYKE = {"corridor": "dyke", "length": 0.5, "status": "optional", "life": 60}
IN_DYKE = ("CorridorPaths", None, {"link": "bypass", "corridor": "dyke"})

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("CorridorPaths", 2, {"link": "hub-mil-heat"})],
        ["CorridorPaths!A2 link: no pipe is called 'hub-mil-heat' - did you mean 'hub-mill-heat'?"],
    ),
    (
        [("CorridorPaths", 3, {"link": "X"})],
        [
            "CorridorPaths!A3 link: no pipe is called 'X' (links of Pipelines: plant-mill-brine, plant-hub-heat, "
            "hub-mill-heat, bypass)"
        ],
    ),
    (
        [("CorridorPaths", 3, {"link": "plant-town-clay by truck"})],
        [
            "CorridorPaths!A3 link: 'plant-town-clay by truck' is a truck route, and only pipes lie in corridors: name a link "
            "of Pipelines, or delete the row"
        ],
    ),
    (
        [("CorridorPaths", 2, {"corridor": "river"})],
        ["CorridorPaths!B2 corridor: no corridor is called 'river' - did you mean 'river bank'?"],
    ),
    (
        [("CorridorPaths", 3, {"link": "hub-mill-heat"})],
        ["CorridorPaths!A3 link: 'hub-mill-heat, river bank' stands in row 2 already: delete one"],
    ),
    (
        [("Pipelines", 5, {"status": "existing"})],
        [
            "CorridorPaths!B3 corridor: 'bypass' is there already, and 'river bank' is optional: type existing in its status "
            "(Corridors), or delete the row"
        ],
    ),
    (
        [("Pipelines", 5, {"status": "built"}), ("Corridors", 2, {"status": "forbidden"})],
        [
            "CorridorPaths!B3 corridor: 'bypass' is built, and 'river bank' is forbidden: change the status of one of them, or "
            "delete the row"
        ],
    ),
    (
        [("Corridors", 2, {"payer": "hub"})],
        [
            "Corridors!H2 payer: 'hub' is a junction, which never pays: name the participant who does, or leave it to the links "
            "that use it"
        ],
    ),
    (
        [("Corridors", 2, {"payer": None, "status": "required"}), ("Limits", 3, {"key": "town"})],
        [
            "Corridors!H2 payer: is needed where status is required: blank are the links that use it, and there may be none"
        ],
    ),
    (
        [("Corridors", 2, {"payer": None})],
        [
            "Corridors!H2 payer: is needed, as Limits row 3 limits what 'plant' invests: blank are the links that use it, and "
            "what falls to 'plant' depends on which are laid"
        ],
    ),
    (
        [("Corridors", 2, {"length": 1.13})],
        [
            "warning CorridorPaths!A2 link: 'hub-mill-heat' is 1.112 km long, and the corridors it lies in are 1.13 km "
            "together: mend the length of the pipe or of a corridor, or delete a row"
        ],
    ),
    (
        [("Corridors", None, DYKE)],
        ["warning Corridors!A3 corridor: no row of CorridorPaths says which pipe lies in 'dyke': nobody uses it"],
    ),
    (
        [("Pipelines", 5, {"status": "forbidden"}), ("Corridors", None, DYKE), IN_DYKE],
        [
            "warning Corridors!A3 corridor: all pipes that lie in 'dyke' are forbidden: nobody uses it",
        ],
    ),
    (
        [("Corridors", 2, {"life": None})],
        ["Corridors!G2 life [a]: is needed: how long it lasts (at least 0.1)"],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [("CorridorPaths", None, {"link": "plant-mill-brine", "corridor": "river bank"})],  # the name that it gets
    [("Pipelines", 5, {"status": "existing"}), ("Corridors", 2, {"status": "existing", "payer": None})],
    [
        ("Pipelines", 4, {"status": "required"}),
        ("Pipelines", 5, {"status": "built"}),
        ("Corridors", 2, {"payer": "town"}),
    ],
    [("Corridors", 2, {"status": "forbidden", "payer": None})],  # no pipe through it is laid
    [("Corridors", 2, {"payer": None}), ("Limits", 3, {"key": "bypass"})],  # a link's own investment
    [("Corridors", 2, {"payer": None}), ("Pipelines", 5, {"payer": "mill"})],  # nothing can fall to the plant
    [("Corridors", 2, {"payer": None, "trench_cost": None})],
    [("Corridors", 2, {"length": 1.12})],  # 1 % more than the pipe is a rounding
    [("Pipelines", 4, {"sizes": "W50", "length": 3}), ("Corridors", 2, {"length": 2.2})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []


def test_a_pipe_whose_row_is_faulty_is_not_missed():
    assert complaints(changed(("Pipelines", 5, {"link": "by;pass"}))) == [
        "Pipelines!D5 link: 'by;pass' holds ';', which separates names in a list: take it out",
    ]


def test_no_pipe_at_all():
    sheets = {**tidy(), "Pipelines": []}
    said = [line for line in complaints(sheets) if line.startswith("CorridorPaths")]

    assert said == [
        f"CorridorPaths!A{row} link: no pipe is called '{name}': Pipelines has none. Type there what lies in a corridor"
        for row, name in ((2, "hub-mill-heat"), (3, "bypass"))
    ]


def test_what_lies_in_no_corridor_needs_a_trench():
    park = make_park(**tidy())
    straight = park["Pipelines"]["length"].tolist()

    # The river bank is 1 km long: hub-mill-heat and the bypass lie in it, the others in none.
    assert park["Pipelines"]["trench"].tolist() == pytest.approx(
        [straight[0], straight[1], straight[2] - 1, straight[3] - 1]
    )
