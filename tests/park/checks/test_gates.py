"""How wide a gate is, today and when enlarged."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

GATE = {"of": "disposal", "participant": "plant", "status": "existing", "capacity": 90, "capacity_unit": "kt/a"}

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Expansions", 2, {"status": "optional"})],
        [
            "Expansions!D2 status: no row says how much goes through today: add one with status existing and today's capacity, "
            "0 where there is none"
        ],
    ),
    (
        [
            ("Expansions", 3, {"status": "built"}),
            (
                "Expansions",
                None,
                {"of": "virgin", "participant": "mill", "commodity": "raw water", "status": "built", "size": "widest"}
                | {"capacity": 30, "capacity_unit": "m3/h"},
            ),
        ],
        [
            "Expansions!D4 status: row 3 is built already, and one size is: choose optional, or forbidden, in one of the two"
        ],
    ),
    (
        [("Expansions", 3, {"payer": "hub"})],
        [
            "Expansions!K3 payer: 'hub' is a junction, which never pays: name the participant who does, or leave the cell blank"
        ],
    ),
    (
        [("Expansions", 2, {"participant": "hub"}), ("Expansions", 3, {"participant": "hub"})],
        [
            f"Expansions!B{row} participant: 'hub' is a junction, which only passes on: it can have no gate"
            for row in (2, 3)
        ],
    ),
    (
        [("Commodities", 5, {"mass": 1}), ("Expansions", 3, {"capacity_unit": "t/h"})],
        [
            "Expansions!G3 capacity_unit: is mass, and row 2 has 'm3/h': capacities of one gate add up, so type both by the "
            "same measure"
        ],
    ),
    (
        [("Expansions", 2, {"capacity_unit": "t/h"}), ("Expansions", 3, {"capacity_unit": "t/h"})],
        [
            "Commodities!D5 mass [t/unit]: is needed: the capacity in Expansions row 2 is in t/h, and 'raw water' is counted in "
            "m3"
        ],
    ),
    (
        [("Expansions", None, {**GATE, "capacity_unit": "GJ/a"})],
        [
            f"Commodities!F{row} energy [MWh/unit]: is needed: the capacity in Expansions row 4 is in GJ/a, and '{name}' is "
            f"counted in {unit}"
            for row, name, unit in ((2, "brine", "t"), (4, "clay", "m3"))
        ],
    ),
    (
        [("Expansions", 3, {"life": None})],
        ["Expansions!I3 life [a]: is needed beside an investment: how many years it lasts"],
    ),
    (
        [("Expansions", 3, {"capacity": 0, "investment": None})],
        ["warning Expansions!F3 capacity: 0 is good for nothing: to leave it out, choose forbidden in status"],
    ),
    (
        [
            ("Expansions", None, {**GATE, "commodity": "heat", "capacity": 1, "capacity_unit": "MW"}),
            ("Expansions", None, {**GATE, "of": "virgin"}),
            ("Expansions", None, {**GATE, "of": "throughput"}),
            ("Expansions", None, {**GATE, "of": "throughput", "participant": "town", "commodity": "brine"}),
        ],
        [
            "warning Expansions!A4 of: 'plant' disposes of no 'heat': no row of Supplies or ConversionRates there says dispose: "
            "the gate holds nothing back",
            "warning Expansions!A5 of: 'plant' buys nothing: no row of Demands or ConversionRates there says buy: the gate "
            "holds nothing back",
            "warning Expansions!A6 of: no link leads to 'plant': the gate holds nothing back",
            "warning Expansions!A7 of: no link leads to 'town' with 'brine': the gate holds nothing back",
        ],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [("Expansions", 2, {"capacity": 0}), ("Expansions", 3, {"status": "required", "payer": "town"})],
    [("Expansions", None, GATE)],
    [("Expansions", None, {**GATE, "commodity": "clay"})],
    [("Expansions", None, {**GATE, "of": "throughput", "participant": "town"})],
    [
        ("Expansions", None, {**GATE, "of": "throughput", "commodity": "heat", "capacity_unit": "MW"}),
        ("Pipelines", 3, {"two_way": "yes"}),
    ],
    [("Expansions", 3, {"capacity_unit": "m3/a"})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
