"""Quantities in units that their commodities cannot be counted in."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Supplies", 2, {"unit": "Nm3/h"})],
        ["Supplies!E2 unit: 'Nm3/h' is a normal volume, and 'brine' is counted in t: type it in t, such as t/a"],
    ),
    (
        [("Supplies", 2, {"unit": "MWh/a"})],
        [
            "Supplies!E2 unit: 'MWh/a' is an energy, and 'brine' is counted in t: type it in t, such as t/a, or give the energy of one t in Commodities"
        ],
    ),
    (
        [("Supplies", 2, {"unit": "ton/a"})],
        ["Supplies!E2 unit: 'ton' could be three different weights: write t or short_ton"],
    ),
    (
        [("Supplies", 2, {"unit": "t"})],
        ["Supplies!E2 unit: 't' has no time: write t/a, t/h or another quantity per time"],
    ),
    (
        [("Commodities", 2, {"mass": 2})],
        ["Commodities!D2 mass [t/unit]: one t weighs 1 t, found 2: leave the cell blank"],
    ),
    (
        [("Commodities", 2, {"volume": None}), ("Supplies", 2, {"unit": "m3/h"})],
        [
            "Supplies!E2 unit: 'm3/h' is a volume, and 'brine' is counted in t: type it in t, such as t/a, or give the volume of one t in Commodities"
        ],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [("Supplies", 2, {"unit": "m3/h"})],
    [("Supplies", 2, {"unit": "t/period"})],
    [("Commodities", 2, {"unit": "kt", "mass": 1000})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
