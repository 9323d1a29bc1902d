"""What conversions take and make."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

FILTER = {"conversion": "filter", "participant": "plant", "status": "optional", "capacity": 4, "capacity_unit": "t/h"}
TAKES = {"conversion": "filter", "commodity": "brine", "per_activity": -1, "otherwise": "links only"}
MAKES = {"conversion": "filter", "commodity": "soft water", "per_activity": 0.5, "otherwise": "leave"}

OSMOSIS = {
    "conversion": "osmosis",
    "participant": "mill",
    "excludes": "softening",
    "capacity": 9,
    "capacity_unit": "m3/h",
}
RAW = ("ConversionRates", None, {"conversion": "osmosis", "commodity": "raw water", "per_activity": -1.3, "cost": 0.9})
SOFT = (
    "ConversionRates",
    None,
    {"conversion": "osmosis", "commodity": "soft water", "per_activity": 1, "otherwise": "leave"},
)

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Conversions", None, FILTER)],
        [
            "Conversions!A4 conversion: no row of ConversionRates says what 'filter' takes or makes: add one for each commodity"
        ],
    ),
    (
        [("ConversionRates", 2, {"conversion": "softner"})],
        ["ConversionRates!A2 conversion: no conversion is called 'softner' - did you mean 'softener'?"],
    ),
    (
        [("Conversions", 3, {"size": "old"})],
        [
            "Conversions!A3 conversion: 'softener, mill, old' stands in row 2 already: give each a size of its own, or delete one"
        ],
    ),
    (
        [("ConversionRates", 2, {"per_activity": 0})],
        [
            "ConversionRates!C2 per_activity [unit/activity]: 0 neither takes nor makes: type less than 0 for what it takes, "
            "more for what it makes, or delete the row"
        ],
    ),
    (
        [("Conversions", 3, {"capacity_unit": "t/h"})],
        [
            "Conversions!F3 capacity_unit: counts activity in t, and row 2 has 'm3/h': the rates of 'softener' are per one of "
            "these, so type both capacities in the same amount per time"
        ],
    ),
    (
        [("ConversionRates", 2, {"otherwise": "dispose"}), ("ConversionRates", 3, {"otherwise": "links only"})],
        [
            "ConversionRates!D2 otherwise: 'dispose' does not fit: per_activity -1.1 says that it takes 'raw water'; choose buy "
            "or links only, or turn the sign",
            "ConversionRates!D3 otherwise: 'links only' does not fit: per_activity 1 says that it makes 'soft water'; choose "
            "dispose or leave or must go, or turn the sign",
        ],
    ),
    (
        [("ConversionRates", 2, {"cost": None}), ("ConversionRates", 3, {"otherwise": None})],
        [
            "ConversionRates!E2 cost [EUR/unit]: is needed where otherwise is buy: type what the bought good costs",
            "ConversionRates!E3 cost [EUR/unit]: is needed, as otherwise is dispose where it is blank: type what disposal costs "
            "(0 if nothing)",
        ],
    ),
    (
        [("ConversionRates", 3, {"cost": 4, "co2": 0})],
        [
            "ConversionRates!E3 cost [EUR/unit]: counts only where otherwise is buy or dispose, here it is 'leave': leave it "
            "blank, or choose one of them",
            "ConversionRates!F3 co2 [kg/unit]: counts only where otherwise is buy or dispose, here it is 'leave': leave it "
            "blank, or choose one of them",
        ],
    ),
    (
        [("Conversions", 3, {"continuous": "no"})],
        [
            "Conversions!I3 investment_per_unit [EUR]: counts only where continuous is yes: type all of it in investment, or "
            "yes in continuous"
        ],
    ),
    (
        [("Conversions", 3, {"investment": None, "life": None})],
        ["Conversions!J3 life [a]: is needed beside an investment: how many years it lasts"],
    ),
    (
        [
            ("Conversions", 3, {"status": "built"}),
            (
                "Conversions",
                None,
                {"conversion": "softener", "participant": "mill", "status": "built", "size": "third"}
                | {"capacity": 9, "capacity_unit": "m3/h"},
            ),
        ],
        [
            "Conversions!C4 status: row 3 is built already, and one size is: choose optional, or forbidden, in one of the two"
        ],
    ),
    (
        [
            ("Conversions", 3, {"status": "required"}),
            (
                "Conversions",
                None,
                {"conversion": "softener", "participant": "mill", "status": "built", "size": "third"}
                | {"capacity": 9, "capacity_unit": "m3/h"},
            ),
        ],
        [
            "Conversions!C3 status: row 4 is built already, and one size is: choose optional, or forbidden, in one of the two"
        ],
    ),
    (
        [
            ("Conversions", 2, {"excludes": "softening"}),
            ("Conversions", None, OSMOSIS | {"status": "required"}),
            RAW,
            SOFT,
        ],
        [
            "Conversions!C4 status: 'osmosis' is required, and of the group 'softening' at 'mill' 'softener' is existing (row "
            "2): choose optional, or forbidden, or take one of them out of the group"
        ],
    ),
    (
        [
            ("Conversions", 3, {"excludes": "softening", "status": "built"}),
            ("Conversions", None, OSMOSIS | {"status": "required"}),
            RAW,
            SOFT,
        ],
        [
            "Conversions!C4 status: 'osmosis' is required, and of the group 'softening' at 'mill' 'softener' is built (row "
            "3): choose optional, or forbidden, or take one of them out of the group"
        ],
    ),
    (
        [("Conversions", 2, {"capacity": 0})],
        ["warning Conversions!E2 capacity: 0 is good for nothing: to leave it out, choose forbidden in status"],
    ),
    (
        [("Conversions", 2, {"excludes": "softening"}), ("Conversions", 3, {"excludes": "softening"})],
        [
            "warning Conversions!O2 excludes: excludes nothing: 'softener' is alone in the group 'softening' at 'mill'. Type "
            "the group beside the others too; of its own sizes one is built anyway"
        ],
    ),
    (
        [("Conversions", 2, {"participant": "hub"})],
        ["Conversions!B2 participant: 'hub' is a junction, which only passes on: it can have no conversion"],
    ),
    (
        [("Conversions", 2, {"least_load": 0.4})],
        ["warning Conversions!N2 least_load [%]: 0.4 means 0.4 %: for 40 % type 40"],
    ),
    (
        [("Conversions", None, {**FILTER, "participant": "town"}), ("ConversionRates", None, TAKES)],
        [
            "warning Conversions!A4 conversion: takes 'brine' by links only, and none can come: no link leads to 'town' from a "
            "supply of it or a conversion that makes it"
        ],
    ),
    (
        [
            ("Conversions", None, FILTER),
            ("ConversionRates", None, TAKES),
            ("ConversionRates", None, {**MAKES, "otherwise": "must go"}),
        ],
        [
            "warning Conversions!A4 conversion: makes 'soft water' that must go, and nobody can take it: no link leads from "
            "'plant' to a need that it can serve or a conversion that takes it"
        ],
    ),
    (
        [
            ("Pipelines", 2, {"status": "forbidden"}),
            ("Conversions", None, {**FILTER, "participant": "town"}),
            ("ConversionRates", None, {**TAKES, "otherwise": "buy", "cost": 4}),
        ],
        [
            "warning Supplies!B2 commodity: nobody can take it: no link leads from 'plant' to a need that 'brine' can serve or "
            "to a conversion that takes it",
            "warning Demands!B2 commodity: nobody can serve it: no link leads to 'mill' from a supply that can serve 'brine'",
        ],
    ),
    (
        [
            ("Pipelines", 2, {"status": "forbidden"}),
            ("Conversions", None, {**FILTER, "participant": "town"}),
            ("ConversionRates", None, {**MAKES, "commodity": "brine"}),
        ],
        [
            "warning Supplies!B2 commodity: nobody can take it: no link leads from 'plant' to a need that 'brine' can serve",
            "warning Demands!B2 commodity: nobody can serve it: no link leads to 'mill' from a supply that can serve 'brine' or "
            "from a conversion that makes it",
        ],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [
        ("Conversions", 2, {"excludes": "softening"}),
        ("Conversions", 3, {"excludes": "softening", "status": "required"}),
        ("Conversions", None, OSMOSIS | {"status": "optional"}),
        RAW,
        SOFT,
    ],
    [  # of the two sizes that are required one is not in the group
        ("Conversions", 3, {"excludes": "softening", "status": "required"}),
        (
            "Conversions",
            None,
            {"conversion": "softener", "participant": "mill", "status": "required", "size": "third"}
            | {"capacity": 9, "capacity_unit": "m3/h"},
        ),
        ("Conversions", None, OSMOSIS | {"status": "required"}),
        RAW,
        SOFT,
    ],
    [("Conversions", 2, {"least_load": 100}), ("Conversions", 3, {"status": "required", "least_load": 30})],
    [("Conversions", 3, {"status": "existing"})],
    [("Conversions", 3, {"capacity_unit": "m3/a"})],
    [("Conversions", 3, {"status": "existing", "life": None, "upkeep": None})],
    [
        ("Conversions", None, {**FILTER, "participant": "mill", "excludes": "treatment"}),
        ("Conversions", 3, {"excludes": "treatment"}),
        ("ConversionRates", None, TAKES),
    ],
    [  # its brine comes through the pipe to the mill, and what it makes is of use there
        ("Conversions", None, {**FILTER, "participant": "mill"}),
        ("ConversionRates", None, TAKES),
        ("ConversionRates", None, {**MAKES, "otherwise": "must go"}),
    ],
    [("Conversions", None, {**FILTER, "status": "forbidden"})],
    [("ConversionRates", 2, {"co2": -3}), ("Limits", 2, {"most": -1})],  # what takes up CO2 can bring the sum below 0
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []


def test_who_only_has_a_conversion_is_of_use():
    sheets = changed(
        ("Participants", None, {"participant": "works", "kind": "industry", "lat": 51, "lon": 5}),
        ("Conversions", None, {**FILTER, "participant": "works"}),
        ("ConversionRates", None, {**TAKES, "otherwise": "buy", "cost": 3}),
    )
    assert complaints(sheets) == []
