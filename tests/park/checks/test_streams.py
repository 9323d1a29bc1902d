"""Prices under another choice, and choices without their price."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Supplies", 2, {"if_not_taken": "leave"})],
        [
            "Supplies!J2 disposal_cost [EUR/unit]: counts only where if_not_taken is dispose, here it is 'leave': leave it blank or choose dispose"
        ],
    ),
    (
        [("Supplies", 2, {"if_not_taken": "leave", "disposal_cost": None, "disposal_co2": 3})],
        [
            "Supplies!K2 disposal_co2 [kg/unit]: counts only where if_not_taken is dispose, here it is 'leave': leave it blank or choose dispose"
        ],
    ),
    (
        [("Supplies", 2, {"disposal_cost": None})],
        [
            "Supplies!J2 disposal_cost [EUR/unit]: is needed where if_not_taken is dispose: type what disposal costs (0 if nothing)"
        ],
    ),
    (
        [("Supplies", 2, {"disposal_cost": "25,5 "})],
        ["Supplies!J2 disposal_cost [EUR/unit]: '25,5 ' is text, not a number: type 25.5 as a number"],
    ),
    (
        [("Supplies", 2, {"if_not_taken": "burn", "disposal_cost": None})],
        ["Supplies!I2 if_not_taken: 'burn' is not a choice here (choices: dispose, leave, must go)"],
    ),
    (
        [("Supplies", 4, {"disposal_cost": None})],
        [
            "Supplies!J4 disposal_cost [EUR/unit]: is needed, as if_not_taken is dispose where it is blank: type what disposal costs (0 if nothing)"
        ],
    ),
    (
        [("Supplies", 3, {"provision_co2": None})],
        ["Supplies!H3 provision_co2 [kg/unit]: is needed for hot water: type the CO2 of making it ready (0 if none)"],
    ),
    (
        [("Demands", 2, {"virgin_price": None})],
        [
            "Demands!H2 virgin_price [EUR/unit]: is needed, as if_not_served is buy where it is blank: type what the bought good costs"
        ],
    ),
    (
        [("Demands", 2, {"if_not_served": "go without"})],
        [
            "Demands!H2 virgin_price [EUR/unit]: counts only where if_not_served is buy, here it is 'go without': leave it blank or choose buy",
            "Demands!J2 shortage_cost [EUR/unit]: is needed where if_not_served is go without: type what going without costs",
        ],
    ),
    (
        [("Demands", 2, {"if_not_served": "must serve", "virgin_price": None, "shortage_cost": 3})],
        [
            "Demands!J2 shortage_cost [EUR/unit]: counts only where if_not_served is go without, here it is 'must serve': leave it blank or choose go without"
        ],
    ),
    (
        [("Demands", 2, {"if_not_served": "must serve", "virgin_price": None, "virgin_co2": 3})],
        [
            "Demands!I2 virgin_co2 [kg/unit]: counts only where if_not_served is buy, here it is 'must serve': leave it blank or choose buy"
        ],
    ),
    (
        [("Demands", 2, {"if_not_served": "must serve", "virgin_price": None, "most_by_product": 50})],
        [
            "Demands!K2 most_by_product [%]: 50 % cannot serve what 'must serve' asks of by-products: type 100, or choose buy"
        ],
    ),
    (
        [("Demands", 2, {"virgin_price": -30}), ("Demands", 4, {"shortage_cost": -0.5})],
        [
            "warning Demands!H2 virgin_price [EUR/unit]: -30 means that who buys is paid for it: take the sign away, unless that is meant",
            "warning Demands!J4 shortage_cost [EUR/unit]: -0.5 means that who goes without is paid for it: take the sign away, unless that is meant",
        ],
    ),
    (
        [("Demands", 4, {"shortage_cost": None})],
        [
            "Demands!J4 shortage_cost [EUR/unit]: is needed where if_not_served is go without: type what going without costs"
        ],
    ),
    (
        [("Supplies", 2, {"if_not_taken": "must go"})],
        [
            "Supplies!J2 disposal_cost [EUR/unit]: counts only where if_not_taken is dispose, here it is 'must go': leave it blank or choose dispose"
        ],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [("Demands", 2, {"shortage_cost": 100})],
    [("Supplies", 2, {"if_not_taken": "must go", "disposal_cost": None})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
