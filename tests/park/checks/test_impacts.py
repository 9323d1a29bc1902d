"""Factors of nothing, and impacts in two units."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

FACTOR = {"impact": "groundwater", "of": "virgin", "key": "raw water", "factor": 1, "unit": "m3"}


def factor(of, key=None):
    return ("ImpactFactors", None, {"impact": "noise", "of": of, "key": key, "factor": 1, "unit": "1"})


# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("ImpactFactors", None, FACTOR | {"impact": "CO2"})],
        [
            "ImpactFactors!A4 impact: CO2 has columns of its own, such as virgin_co2 in Demands: type it there; for what is "
            "counted apart, such as biogenic co2, another name"
        ],
    ),
    (
        [("ImpactFactors", None, FACTOR | {"impact": "dust, fine"})],
        [
            "ImpactFactors!A4 impact: 'dust, fine' holds a comma, which separates an impact and a participant in Limits: take "
            "it out"
        ],
    ),
    (
        [("ImpactFactors", 3, {"unit": "l"})],
        [
            "ImpactFactors!E3 unit: 'groundwater' is in 'm3' in row 2: factors of one impact are added up, so type all of them "
            "in one unit"
        ],
    ),
    (
        [("ImpactFactors", 2, {"key": "raw watr"})],
        ["ImpactFactors!C2 key: no commodity is called 'raw watr' - did you mean 'raw water'?"],
    ),
    (
        [("ImpactFactors", 3, {"key": "plnt, brine"})],
        ["ImpactFactors!C3 key: no participant is called 'plnt' - did you mean 'plant'?"],
    ),
    (
        [("ImpactFactors", 3, {"key": "plant, brin"})],
        ["ImpactFactors!C3 key: no commodity is called 'brin' - did you mean 'brine'?"],
    ),
    (
        [("ImpactFactors", 3, {"key": "plant"})],
        ["ImpactFactors!C3 key: 'plant' is a participant: type of which commodity, such as 'plant, brine'"],
    ),
    (
        [("ImpactFactors", 3, {"key": "brine; clay"})],
        ["ImpactFactors!C3 key: 'brine; clay' lists several names: give each a row of its own"],
    ),
    ([factor("provision")], ["ImpactFactors!C4 key: is needed where of is provision: the name of a commodity"]),
    ([factor("carrying")], ["ImpactFactors!C4 key: is needed where of is carrying: the name of a vehicle or a commodity"]),
    ([factor("carrying", "tiper")], ["ImpactFactors!C4 key: no vehicle or commodity is called 'tiper' - did you mean 'tipper'?"]),
    (
        [factor("carrying", "plant, brine")],
        ["ImpactFactors!C4 key: a factor of carrying is for all participants: type 'brine'"],
    ),
    ([factor("building", "W5")], ["ImpactFactors!C4 key: no pipe size is called 'W5' - did you mean 'W50'?"]),
    (
        [factor("building", "brine")],
        ["ImpactFactors!C4 key: no pipe size is called 'brine' (PipeSizes: S50, W50, W80)"],
    ),
    (
        [factor("conversion", "softner")],
        ["ImpactFactors!C4 key: no conversion is called 'softner' - did you mean 'softener'?"],
    ),
    (
        [factor("electricity", "plant")],
        ["ImpactFactors!C4 key: 'plant' does not count: electricity is that of all pumps, so leave it blank"],
    ),
    (
        [("Vehicles", 2, {"vehicle": "clay"}), ("TruckRoutes", 2, {"vehicle": "clay"}), ("Fleets", 2, {"vehicle": "clay"}), factor("carrying", "clay")],
        ["ImpactFactors!C4 key: 'clay' is a vehicle and a commodity: give one of them another name"],
    ),
    (
        [("ImpactPrices", 2, {"impact": "ground water"})],
        ["ImpactPrices!A2 impact: no impact is called 'ground water' - did you mean 'groundwater'?"],
    ),
    ([("ImpactFactors", None, FACTOR)], ["ImpactFactors!A4 impact: 'groundwater, virgin, raw water' stands in row 2 already: delete one"]),
    (
        [("ImpactFactors", None, FACTOR | {"of": "disposal", "key": "brine"})],
        ["warning ImpactFactors!C3 key: row 4 counts 'brine' of all participants already: the two add up"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [factor("carrying", "tipper")],
    [factor("carrying", "heat")],
    [factor("building", "W80")],
    [factor("conversion", "softener")],
    [factor("electricity")],
    [factor("provision", "plant, heat")],
    [("ImpactFactors", 2, {"factor": -1})],
    [("ImpactFactors", 2, {"impact": "biogenic co2"})],
    [  # a name of its own that holds a comma
        ("Commodities", 4, {"commodity": "clay, wet"}),
        ("Supplies", 4, {"commodity": "clay, wet"}),
        ("Demands", 4, {"commodity": "clay, wet"}),
        ("TruckRoutes", 2, {"commodity": "clay, wet"}),
        ("ImpactFactors", 2, {"of": "disposal", "key": "clay, wet"}),
        ("ImpactFactors", 3, {"of": "provision", "key": "plant, clay, wet"}),
    ],
    [("Vehicles", 2, {"vehicle": "clay"}), ("TruckRoutes", 2, {"vehicle": "clay"}), ("Fleets", 2, {"vehicle": "clay"})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
