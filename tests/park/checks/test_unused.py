"""What can do nothing, so that something was most likely forgotten."""

from __future__ import annotations

import pytest

from park_from import changed, complaints, park_tables, tidy
from sidestream.park.checks.unused import uncounted
from sidestream.park.park import Park

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Pipelines", 2, {"status": "forbidden"})],
        [
            "warning Supplies!B2 commodity: nobody can take it: no link leads from 'plant' to a need that 'brine' can serve",
            "warning Demands!B2 commodity: nobody can serve it: no link leads to 'mill' from a supply that can serve 'brine'",
        ],
    ),
    (
        [
            ("Pipelines", 2, {"status": "forbidden"}),
            ("Supplies", 2, {"if_not_taken": "must go", "disposal_cost": None}),
            ("Demands", 2, {"if_not_served": "must serve", "virgin_price": None}),
        ],
        [
            "warning Supplies!B2 commodity: must go, and nobody can take it: no link leads from 'plant' to a need that 'brine' can serve",
            "warning Demands!B2 commodity: must be served, and nobody can serve it: no link leads to 'mill' from a supply that can serve 'brine'",
        ],
    ),
    (
        [("Pipelines", 2, {"from": "mill", "to": "plant"})],
        [
            "warning Supplies!B2 commodity: nobody can take it: no link leads from 'plant' to a need that 'brine' can serve",
            "warning Demands!B2 commodity: nobody can serve it: no link leads to 'mill' from a supply that can serve 'brine'",
            "warning Pipelines!A2 from: 'mill' has nothing to send here: no supply of what the link carries, and none can reach it",
        ],
    ),
    (
        [("Pipelines", 4, {"from": "hub", "to": "town", "payer": "town"})],
        [
            "warning Pipelines!B3 to: 'hub' has no use for what 'plant' can send here, and cannot pass it on to one",
            "warning Pipelines!B4 to: 'town' has no use for what 'hub' can send here, and cannot pass it on to one",
        ],
    ),
    (
        [("Participants", None, {"participant": "farm", "kind": "farm"})],
        ["warning Participants!A6 participant: 'farm' is in no other sheet"],
    ),
    (
        [
            ("Substitutions", None, {"by_product": "clay", "need": "brine", "ratio": 1}),
            ("Pipelines", 2, {"status": "forbidden"}),
            ("TruckRoutes", 2, {"to": "mill"}),
        ],
        [
            "warning Supplies!B2 commodity: nobody can take it: no link leads from 'plant' to a need that 'brine' can serve",
            "warning Demands!B4 commodity: nobody can serve it: no link leads to 'town' from a supply that can serve 'clay'",
        ],
    ),
    (
        [("Demands", 2, {"participant": "plant"})],
        [
            "warning Pipelines!B2 to: 'mill' has no use for what 'plant' can send here, and cannot pass it on to one",
            "warning QualityLimits!B2 commodity: 'mill' uses no 'brine': nothing is limited",
        ],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [("Pipelines", 2, {"from": "mill", "to": "plant", "two_way": "yes"})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []


def test_where_links_are_added_those_that_could_pay_are_there():
    sheets = tidy()
    for sheet in ("Pipelines", "CorridorPaths", "TruckRoutes", "Limits"):
        sheets[sheet] = []
    said = [line for line in complaints(sheets) if "nobody" in line]
    sheets["Settings"].append({"setting": "generate_candidates", "value": "no"})

    assert said[0] == (
        "warning Supplies!B2 commodity: nobody can take it: "
        "no link that could pay leads from 'plant' to a need that 'brine' can serve"
    )
    assert [line for line in complaints(sheets) if "nobody" in line] == [
        line.replace(" that could pay", "") for line in said
    ]


def test_a_commodity_that_no_size_of_its_medium_counts():
    # Carbon dioxide in tonnes, and gas pipes by what they carry in energy.
    row = {"participant": "plant", "quantity": 5, "unit": "kt/a", "commodity": "carbon dioxide"}
    size = {"size": "gas 5 MW", "medium": "gas", "capacity": 5, "capacity_unit": "MWh/h", "pipe_cost": 44, "life": 50}
    sheets = {
        "Participants": [{"participant": name, "kind": "industry", "x": 0, "y": 0} for name in ("plant", "farm")],
        "Commodities": [{"commodity": "carbon dioxide", "unit": "t", "medium": "gas"}],
        "Supplies": [row | {"if_not_taken": "leave"}],
        "Demands": [row | {"participant": "farm", "virgin_price": 80}],
        "PipeSizes": [size],
    }

    def told(**more):
        tables, _ = park_tables(**{**sheets, **more})
        return [f"{fault.place} {fault.severity}: {fault.message}" for fault in uncounted(Park(tables))]

    assert told() == [
        "Commodities!F2 warning: no pipe can be offered for 'carbon dioxide': the sizes for gas in PipeSizes count MWh/h, and "
        "what that is in t is not known: give it in this row, or type a size that counts t"
    ]
    assert told(PipeSizes=[size, size | {"size": "gas 5 t/h", "capacity_unit": "t/h"}]) == []
    assert told(Settings={"generate_candidates": "no"}) == []
