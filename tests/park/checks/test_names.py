"""Names that stand for nothing, with what was most likely meant."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Supplies", 2, {"commodity": "gypsm"})],
        [
            "Supplies!B2 commodity: no commodity is called 'gypsm' (Commodities: brine, heat, clay, raw water, soft water)"
        ],
    ),
    (
        [("Supplies", 2, {"commodity": "Brine"})],
        ["Supplies!B2 commodity: no commodity is called 'Brine' - did you mean 'brine'?"],
    ),
    (
        [("Demands", 3, {"profile": "heatin"})],
        ["Demands!F3 profile: no profile is called 'heatin' - did you mean 'heating'?"],
    ),
    (
        [("Pipelines", 4, {"sizes": "W50; W81; X"})],
        [
            "Pipelines!H4 sizes: no size is called 'W81' - did you mean 'W80'?",
            "Pipelines!H4 sizes: no size is called 'X' (PipeSizes: S50, W50, W80)",
        ],
    ),
    (
        [("Participants", 3, {"participant": "mi;ll"}), ("Pipelines", 4, {"to": "plnt"})],
        [
            "Participants!A3 participant: 'mi;ll' holds ';', which separates names in a list: take it out",
            "Pipelines!B4 to: no participant is called 'plnt' - did you mean 'plant'?",
        ],
    ),
    (
        [("Supplies", 2, {"commodity": "brine\n" + "x" * 60})],
        [
            f"Supplies!B2 commodity: no commodity is called 'brine {'x' * 51}...' (Commodities: brine, heat, clay, raw water, soft water)"
        ],
    ),
    (
        [("Pipelines", 2, {"commodity": "brin; heat"})],
        ["Pipelines!C2 commodity: no commodity is called 'brin' - did you mean 'brine'?"],
    ),
    (
        [("Pipelines", 2, {"payer": "halff"})],
        ["Pipelines!I2 payer: no participant is called 'halff' - did you mean 'half'?"],
    ),
    (
        [("Pipelines", 2, {"payer": "nobody at all"})],
        ["Pipelines!I2 payer: no participant is called 'nobody at all' (Participants: plant, mill, hub, town)"],
    ),
    (
        [("TruckRoutes", 2, {"vehicle": "lorry"})],
        ["TruckRoutes!G2 vehicle: no vehicle is called 'lorry' (Vehicles: tipper)"],
    ),
    (
        [("Participants", None, {"participant": "half", "kind": "industry"}), ("Supplies", 2, {"participant": "half"})],
        ["Participants!A6 participant: 'half' says who pays in the column payer: call the participant something else"],
    ),
    ([("Pipelines", 2, {"to": "milll"})], ["Pipelines!B2 to: no participant is called 'milll' - did you mean 'mill'?"]),
    (
        [("Substitutions", 2, {"participant": "Mill"})],
        ["Substitutions!D2 participant: no participant is called 'Mill' - did you mean 'mill'?"],
    ),
    (
        [("Supplies", 2, {"participant": "PLANT"}), ("Supplies", 3, {"participant": "Plant"})],
        [
            "Supplies!A2 participant: no participant is called 'PLANT' - did you mean 'plant'?",
            "Supplies!A3 participant: no participant is called 'Plant' - did you mean 'plant'?",
        ],
    ),
    (
        [("Limits", None, {"on": "impact", "key": "co2, mil", "most": 3, "unit": "kg", "per": "period"})],
        ["Limits!B4 key: no participant is called 'mil' - did you mean 'mill'?"],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


def test_a_name_may_hold_braces():
    sheets = changed(
        ("Commodities", 2, {"commodity": "{b}", "goes_by": "truck"}),
        ("Supplies", 2, {"commodity": "{b}"}),
        ("Demands", 2, {"commodity": "{b}"}),
        ("Substitutions", 2, {"by_product": "{b}", "need": "{b}"}),
        ("Pipelines", 2, {"commodity": "{b}"}),
        ("Qualities", 2, {"commodity": "{b}"}),
        ("QualityLimits", 2, {"commodity": "{b}"}),
        ("ImpactFactors", 3, {"key": "{b}"}),
    )
    assert complaints(sheets) == ["Pipelines!C2 commodity: '{b}' goes by truck only (Commodities: goes_by)"]


@pytest.mark.parametrize("name", ["mill.", "Mi-ll", "mіll", "m i l l"])  # the third has a Cyrillic letter
def test_names_that_nobody_would_tell_apart(name):
    assert complaints(
        {**changed(("Participants", 5, {"participant": name}), *NO_TOWN), "Fleets": [], "Relations": []}
    ) == [
        f"warning Participants!A5 participant: '{name}' looks like 'mill' in row 3: if they are one, give it one name",
        f"warning Participants!A5 participant: '{name}' is in no other sheet",
    ]


NO_TOWN = [
    ("Supplies", 4, {"quantity": 0}),
    ("Demands", 4, {"participant": "mill", "quantity": 0}),
    ("TruckRoutes", 2, {"to": "mill", "status": "forbidden"}),
]


def test_numbers_that_a_small_sign_tells_apart():
    sizes = [("PipeSizes", 2, {"size": "1.10"}), ("PipeSizes", None, {**SIZE, "size": "11.0"})]
    assert complaints(changed(*sizes, ("Pipelines", 2, {"sizes": "1.10; 11.0"}))) == []


SIZE = {"medium": "slurry", "capacity": 10, "capacity_unit": "t/h", "pipe_cost": 100, "life": 30}


@pytest.mark.parametrize("name", ["the\u00a0plant", "the\u200b plant", " the  plant", "the plant\ufeff"])
def test_what_nobody_sees_makes_no_other_name(name):
    sheets = changed(
        ("Participants", 2, {"participant": "the plant"}),
        *[("Supplies", row, {"participant": name}) for row in (2, 3, 4)],
        *[("Pipelines", row, {"from": "the plant"}) for row in (2, 3, 5)],
        ("Pipelines", 3, {"payer": name}),
        ("TruckRoutes", 2, {"from": name}),
        ("Qualities", 2, {"participant": name}),
        ("ImpactFactors", 3, {"key": f"{name}, brine"}),
        ("Limits", 3, {"key": name}),
    )
    assert complaints(sheets | {"Relations": []}) == []


def test_a_list_where_one_name_is_expected():
    assert complaints(changed(("Supplies", 2, {"commodity": "brine; heat"})))[0] == (
        "Supplies!B2 commodity: 'brine; heat' lists several names, and one is expected here: give each a row of its own"
    )
