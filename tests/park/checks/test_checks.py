"""How complaints are gathered: all at once, in the order of the workbook, none about a clean park."""

from __future__ import annotations

import pytest

from park_from import changed, complaints, make_park, park_tables, tidy
from sidestream.errors import Fault, InputError
from sidestream.park import SHEETS
from sidestream.park.checks import checked, in_order


def test_a_tidy_park_has_nothing_to_complain_of():
    assert complaints(tidy()) == []


def test_the_tidy_park_uses_every_sheet():
    assert set(tidy()) == {table.sheet for table in SHEETS}


def test_every_fault_at_once_as_one_reads_a_workbook():
    sheets = changed(
        ("Limits", 2, {"unit": "EUR"}),
        ("Supplies", 2, {"commodity": "gypsm", "quantity": "12,5 "}),
        ("Demands", 2, {"virgin_price": None}),
        ("Pipelines", 2, {"length": -3}),
        ("Supplies", 4, {"participant": "plnt"}),
    )
    with pytest.raises(InputError) as error:
        make_park(**sheets)
    assert str(error.value) == (
        "park has 6 problems:\n"
        "  Supplies!B2   commodity: no commodity is called 'gypsm' (Commodities: brine, heat, clay, raw water, soft water)\n"
        "  Supplies!D2   quantity: '12,5 ' is text, not a number: type 12.5 as a number\n"
        "  Supplies!A4   participant: no participant is called 'plnt' - did you mean 'plant'?\n"
        "  Demands!H2    virgin_price [EUR/unit]: is needed, as if_not_served is buy where it is blank: "
        "type what the bought good costs\n"
        "  Pipelines!F2  length [km]: must be greater than 0, found -3\n"
        "  Limits!E2     unit: CO2 is limited in t, kg, kt or Mt, found 'EUR'"
    )


def test_warnings_come_with_the_park():
    tables, faults = park_tables(**changed(("Pipelines", 2, {"length": 1})))
    park, warnings = checked(tables, faults, "park.xlsx", "abc")
    assert (park.name, park.fingerprint) == ("park.xlsx", "abc")
    assert [(one.severity, one.place) for one in warnings] == [("warning", "Pipelines!F2")]


def test_warnings_wait_while_there_are_faults():
    tables, faults = park_tables(**changed(("Pipelines", 2, {"length": 1, "commodity": "brin"})))
    with pytest.raises(InputError) as error:
        checked(tables, faults, "park.xlsx")
    assert [fault.severity for fault in error.value.faults] == ["fault"]


def test_nothing_at_all():
    assert complaints({}) == [
        "Participants : the sheet has no rows: list who is in the park",
        "Commodities : the sheet has no rows: list what can flow",
    ]


def test_an_empty_sheet_is_not_complained_about_in_every_row_that_names_it():
    sheets = {sheet: rows for sheet, rows in tidy().items() if sheet != "Limits"}
    assert complaints({**sheets, "Participants": []}) == [
        "Participants : the sheet has no rows: list who is in the park"
    ]


def test_profiles_without_periods():
    assert complaints({**tidy(), "Periods": []}) == [
        "Profiles : profiles vary over periods, and Periods has none: list the year's periods"
    ]


def test_an_empty_catalogue():
    way_out = "Add one there, or make an offer of its own here (capacity, investment, ...)"
    assert complaints({**tidy(), "PipeSizes": []}) == [
        f"Pipelines!H2 sizes: is needed: PipeSizes has none for slurry. {way_out}",
        f"Pipelines!H3 sizes: is needed: PipeSizes has none for hot water. {way_out}",
        "Pipelines!H4 sizes: no size is called 'W50': PipeSizes has no size",
    ]


def test_the_order_is_that_of_sheets_rows_and_columns():
    places = [("Settings", ""), ("Settings", "B2"), ("Supplies", "row 3"), ("Supplies", "A3"), ("Supplies", "Z3")]
    places += [("Supplies", "AA3"), ("Supplies", "A10"), ("Limits", "A2"), ("No such sheet", "A1")]
    faults = [Fault(sheet, cell, "", "") for sheet, cell in places]
    assert in_order(reversed(faults)) == faults
    assert in_order([*faults, *faults]) == faults
