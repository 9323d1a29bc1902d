"""A waste code has the form of the European List of Waste, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from park_from import changed, complaints, make_park


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("10 01 05", "10 01 05"),
        ("170503*", "17 05 03*"),
        (" 07 05 04 * ", "07 05 04*"),
        (100102, "10 01 02"),
        (None, ""),
    ],
)
def test_a_code_is_six_figures_and_a_star_where_it_is_hazardous(cell, code):
    park = make_park(**changed(("Commodities", 2, {"waste_code": cell})))

    assert park["Commodities"]["waste_code"].iat[0] == code


@pytest.mark.parametrize("cell", ["10 01", "gypsum", "10-01-05", "10 01 05 H", 1.5])
def test_anything_else_is_named_with_its_cell(cell):
    said = complaints(changed(("Commodities", 2, {"waste_code": cell})))

    assert len(said) == 1
    assert said[0].startswith("Commodities!I2 waste_code: must be six figures such as 10 01 05, with * behind them")


def test_a_nought_that_a_spreadsheet_took_away_is_told():
    said = complaints(changed(("Commodities", 2, {"waste_code": 70504})))

    assert said[0].endswith("found 70504: a spreadsheet takes away a 0 at the beginning, type it as text")
