"""Prices of the template's catalogues in a park that reckons in another currency."""

from __future__ import annotations

import openpyxl
import pytest

from candidates.small import drawn
from sidestream.park.changes import parse
from sidestream.studies.catalogues import unconverted
from sidestream.studies.opening import WhatIf, open_park
from sidestream.workbook.first_rows import first_rows
from sidestream.workbook.template import write_park
from sidestream.workbook.typed import typed_rows


@pytest.fixture
def workbook(tmp_path):
    """A small park with the template's catalogues as they are."""
    rows = typed_rows(drawn(3).typed)
    rows |= {sheet: first_rows()[sheet] for sheet in ("PipeSizes", "Vehicles")}
    return write_park(tmp_path / "park.xlsx", rows)


def said(path, *changes):
    park, _ = open_park(path, WhatIf([parse(change) for change in changes]))
    return [f"{fault.place} {fault.severity}: {fault.message}" for fault in unconverted(park)]


def test_prices_in_euros_are_euros(workbook):
    assert said(workbook) == []


def test_prices_in_euros_are_not_crowns(workbook):
    count = len(first_rows()["PipeSizes"])

    assert said(workbook, "Settings: currency = SEK") == [
        f"PipeSizes!E2 warning: {count} rows have the template's prices, which are in EUR, and the currency is SEK: "
        "convert them",
        "Vehicles!D2 warning: 3 rows have the template's prices, which are in EUR, and the currency is SEK: convert them",
    ]


def test_prices_that_were_converted_are_not_complained_of(workbook):
    book = openpyxl.load_workbook(workbook)
    for sheet, columns in (("PipeSizes", "EFG"), ("Vehicles", "DE")):
        for column in columns:
            for cell in book[sheet][column][1:]:
                cell.value = 11 * cell.value if cell.value else cell.value
    book.save(workbook)

    assert said(workbook, "Settings: currency = SEK") == []
