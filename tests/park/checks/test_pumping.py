"""Pumping is per the commodity's own unit."""

from __future__ import annotations

import pytest

from park_from import changed, complaints


def test_a_unit_a_thousand_times_that_of_the_size_is_worth_a_look():
    heat = changed(("Commodities", 3, {"unit": "GWh"}), ("Demands", 3, {"virgin_price": 40_000}))

    assert [words for words in complaints(heat) if "counts per" in words] == [
        "warning PipeSizes!J3 pumping [kWh/unit/km]: counts per GWh of 'heat', which is 1,000 MWh, and the size is counted "
        "in MWh: make sure that it is the energy to move one GWh"
    ]


@pytest.mark.parametrize("unit", ["MWh", "MWh "])
def test_the_unit_of_the_size_is_not(unit):
    assert not [words for words in complaints(changed(("Commodities", 3, {"unit": unit}))) if "counts per" in words]
