"""What storages keep."""

from __future__ import annotations

import pytest

from park_from import changed, complaints, tidy

POND = {"storage": "pond", "participant": "mill", "commodity": "brine", "keeps": "arrivals", "status": "optional"}
POND |= {"capacity": 900, "investment": 4_000, "life": 20}

SALT = {"participant": "mill", "commodity": "brine", "property": "salt", "value": 250, "mixes": "by quantity"}

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Storages", 2, {"keeps": None})],
        [
            "Storages!D2 keeps: is needed, as 'mill' passes nothing on: own for goods that leave later, arrivals for those "
            "used later"
        ],
    ),
    (
        [("Storages", None, {**POND, "life": None})],
        ["Storages!I3 life [a]: is needed beside an investment: how many years it lasts"],
    ),
    (
        [("Storages", None, {**POND, "storage": "cistern", "size": "large"})],
        [
            "Storages!C3 commodity: row 2 keeps 'soft water': sizes of one storage do the same, so give this one another name",
            "Storages!D3 keeps: row 2 is for 'own': sizes of one storage do the same, so give this one another name",
        ],
    ),
    (
        [("Storages", 2, {"out_limit": 5})],
        ["Storages!Q2 limit_unit: is needed beside out_limit: a quantity per time, such as t/h"],
    ),
    (
        [("Storages", 2, {"limit_unit": "m3/h"})],
        ["Storages!Q2 limit_unit: is the unit of no limit: type in_limit or out_limit, or leave it blank"],
    ),
    (
        [("Storages", 2, {"in_limit": 5, "out_limit": 4, "limit_unit": "t/h"})],
        [
            "Storages!Q2 limit_unit: 't/h' is a mass, and 'soft water' is counted in m3: type it in m3, such as m3/a, or give "
            "the mass of one m3 in Commodities"
        ],
    ),
    (
        [("Storages", 2, {"start_level": 801, "end_level": 900})],
        [
            "Storages!S2 start_level [unit]: 801 is more than the capacity, 800",
            "Storages!T2 end_level [unit]: 900 is more than the capacity, 800",
        ],
    ),
    (
        [
            ("Storages", 2, {"start_level": 10, "end_level": 20}),
            ("Periods", 2, {"cycle": "day", "repeats": 365}),
            ("Periods", 3, {"cycle": "day", "repeats": 365}),
        ],
        [
            f"Storages!{column}: is for a year without cycles, and Periods has some: leave it blank, and each cycle ends as it "
            "begins"
            for column in ("S2 start_level [unit]", "T2 end_level [unit]")
        ],
    ),
    (
        [("Storages", 2, {"participant": "hub"})],
        ["Storages!B2 participant: 'hub' is a junction, which only passes on: it can have no storage"],
    ),
    (
        [
            ("Storages", None, {**POND, "status": "built"}),
            ("Storages", None, {**POND, "status": "built", "size": "large", "capacity": 0}),
        ],
        [
            "Storages!E4 status: row 3 is built already, and one size is: choose optional, or forbidden, in one of the two",
            "warning Storages!G4 capacity [unit]: 0 is good for nothing: to leave it out, choose forbidden in status",
        ],
    ),
    (
        [("Storages", 2, {"in_efficiency": 0.9, "out_efficiency": 0.5})],
        [
            "warning Storages!K2 in_efficiency [%]: 0.9 means 0.9 %: for 90 % type 90",
            "Storages!K2 in_efficiency [%]: what is lost of 'soft water' has to be disposed of, and neither 'mill' nor a "
            "supplier that can reach it has a disposal cost: choose dispose in Supplies or ConversionRates, take the loss "
            "away, or say that it vanishes in Commodities",
            "warning Storages!L2 out_efficiency [%]: 0.5 means 0.5 %: for 50 % type 50",
        ],
    ),
    (
        [("Storages", 2, {"standing_loss": 0.1})],
        [
            "Storages!R2 standing_loss [%/h]: what is lost of 'soft water' has to be disposed of, and neither 'mill' nor a "
            "supplier that can reach it has a disposal cost: choose dispose in Supplies or ConversionRates, take the loss "
            "away, or say that it vanishes in Commodities"
        ],
    ),
    (
        [("Periods", 2, {"cycle": "cold", "repeats": 9}), ("Periods", 3, {"cycle": "warm", "repeats": 9})],
        [
            "warning Storages!A1 storage: a storage keeps things from one period to a later one, and each cycle of Periods has "
            "one period only: list more in Periods"
        ],
    ),
    (
        [("Storages", 2, {"commodity": "brine"}), ("Qualities", None, SALT)],
        ["warning Storages!C2 commodity: has nothing to keep: 'mill' gives off no 'brine'"],
    ),
    (
        [("Storages", None, {**POND, "participant": "town"})],
        ["warning Storages!C3 commodity: has nothing to keep: no 'brine' can come to 'town'"],
    ),
    (
        [("Storages", None, {**POND, "participant": "plant"})],
        [
            "warning Storages!C3 commodity: keeps what nobody can use: no 'brine' is needed where 'plant' could use or send it"
        ],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [("Storages", None, POND), ("Storages", None, {**POND, "size": "large", "capacity": 3_000})],
    [("Storages", None, {**POND, "in_efficiency": 95, "standing_loss": 0.01})],  # the plant has a price for lost brine
    [("Commodities", 6, {"vanishes": "yes"}), ("Storages", 2, {"standing_loss": 1})],
    [("ConversionRates", 3, {"otherwise": "dispose", "cost": 2}), ("Storages", 2, {"standing_loss": 1})],
    [("Storages", 2, {"in_limit": 5, "limit_unit": "m3/day"})],
    [("Participants", 3, {"passes_on": "yes"}), ("Storages", 2, {"keeps": None})],
    [("Storages", 2, {"start_level": 800, "end_level": 0})],
    [
        ("Storages", 2, {"status": "existing"}),
        ("Storages", None, {**POND, "status": "forbidden", "participant": "town"}),
    ],
    [("Storages", None, {**POND, "participant": "plant", "keeps": "own"})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []


def test_a_year_of_one_period():
    sheets = {**changed(("Demands", 3, {"profile": None})), "Periods": [], "Profiles": []}
    assert complaints(sheets) == [
        "warning Storages!A1 storage: a storage keeps things from one period to a later one, and the year has one period "
        "only: list more in Periods"
    ]
    sheets["Storages"][0]["start_level"] = 300
    assert complaints(sheets) == []


def test_without_storages_one_period_is_enough():
    sheets = {**changed(("Demands", 3, {"profile": None})), "Periods": [], "Profiles": [], "Storages": []}
    assert complaints(sheets) == []
    assert complaints({**tidy(), "Storages": []}) == []
