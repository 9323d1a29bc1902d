"""The audit finds nothing in a true design, and names the very cell of whatever is changed in it."""

from __future__ import annotations

import functools
import math
import os

import pandas as pd
import pytest

from design.worked import WORKED, as_cells, digester_design, mixed, mixed_design, two_sites_design, unchecked
from parks import sampled
from sidestream.design.audit import audit
from sidestream.design.design import Design
from sidestream.design.tables import RESULTS
from sidestream.tables import Number, column_letter

ELSEWHERE = ("Misses", "Left out", "Assumptions", "Run", "Relations set up", "Payments")
WORKED_OUT = [table for table in RESULTS if table.sheet not in ELSEWHERE]
"""Sheets of which every row is worked out again; for the others see test_misses.py, test_relations.py, test_participation.py and
../studies/test_left_out.py.
"""
FACILITIES = ("Facilities", "Conversions run", "Made and used", "Storage levels")


def worked_with(table):
    """The name and the design of a worked example that has rows of a sheet."""
    name = next(name for name, (_, make) in WORKED.items() if len(make()[table.sheet]))
    return name, WORKED[name][1]()


@functools.cache
def park_of(name):
    return WORKED[name][0]()


def place_of(sheet, column, row):
    """Address of a cell of a sheet that is written from A1."""
    table = next(table for table in RESULTS if table.sheet == sheet)
    return f"{sheet}!{column_letter(list(table.columns).index(column))}{row + 2}"


def changed(design, sheet, column, row, value):
    """The design with another value in one cell."""
    frame = design[sheet].astype(object)
    frame.at[row, column] = value
    return Design({**design.tables, sheet: frame}, design.facts)


@pytest.mark.parametrize("name", WORKED)
def test_a_true_design_has_no_fault(name):
    design = WORKED[name][1]()

    assert audit(park_of(name), design) == []
    assert audit(park_of(name), design, as_cells(design)) == []


def numeric_cells():
    """Every second filled numeric cell of one design and of what is said of facilities, every sixth of the rest."""
    for name, (_, make) in WORKED.items():
        design = make()
        for table in RESULTS:
            step = 3 if name == "two sites" or table.sheet in FACILITIES else 9
            for number, (column, declared) in enumerate(table.columns.items()):
                if isinstance(declared, Number):
                    for row in design[table.sheet][column].dropna().index[number % step :: step]:
                        yield pytest.param(name, table.sheet, column, row, id=f"{name}-{table.sheet}-{column}-{row}")


@pytest.mark.parametrize(("name", "sheet", "column", "row"), sampled(numeric_cells(), 6))
def test_a_number_changed_by_one_per_cent_is_named_by_its_cell(name, sheet, column, row):
    design = WORKED[name][1]()
    value = design[sheet].at[row, column]
    wrong = changed(design, sheet, column, row, value * 1.01 if value else 0.01)

    assert [fault.place for fault in audit(park_of(name), wrong)] == [place_of(sheet, column, row)]


TEXTS = [  # sheet, column, row, what is written there, words of the complaint
    ("Build list", "link", 1, "J-B2", "did you mean 'J-B'?"),
    ("Build list", "kind", 0, "truck route", "'pipeline' expected"),
    ("Build list", "from", 0, "B", "'A' expected"),
    ("Build list", "to", 0, "", "blank found, 'J' expected"),
    ("Build list", "commodity", 3, ("ash",), "'ash' found, 'sludge; ash' expected"),
    ("Build list", "status", 0, "built", "'existing' expected"),
    ("Build list", "size", 3, "lorry", "'tipper' expected"),
    ("Build list", "capacity_unit", 0, "m3/a", "'m3/h' expected"),
    ("Build list", "payer", 1, "half", "'B' expected"),
    ("Flows", "case", 0, "tomorrow", "no choice is called 'tomorrow'"),
    ("Flows", "link", 4, "T", ""),
    ("Flows", "link", 4, "A-D", "did you mean"),
    ("Flows", "from", 4, "C", "'A' expected: where the link begins"),
    ("Flows", "to", 4, "B", "'C' expected: the link's other end"),
    ("Flows", "commodity", 4, "water", "'water' is not what this link carries"),
    ("Flows", "size", 4, "DN100", "blank expected: its size in the Build list"),
    ("Flows", "period", 4, "spring", "no period is called 'spring'"),
    ("Flows", "unit", 4, "GJ", "'MWh' expected"),
    ("Supplies used", "participant", 0, "Z", "no participant is called 'Z'"),
    ("Supplies used", "name", 8, "x", "Supplies has no row for"),
    ("Supplies used", "unit", 0, "t", "'m3' expected"),
    ("Needs met", "commodity", 0, "", "blank"),
    ("By-products used", "by_product", 4, "heat", "cannot stand in for this need here"),
    ("Participants", "company", 0, "Power plc", "blank expected"),
    ("Costs", "payer", 0, "D", "no payer is called 'D'"),
    ("Costs", "account", 0, "rent", "no choice is called 'rent'"),
    ("Costs", "kind", 0, "valued", "'cash' expected"),
    ("Impacts", "impact", 0, "SO2", "no impact is called 'SO2'"),
    ("Summary", "figure", 0, "cost", "no figure is called 'cost'"),
    ("Summary", "unit", 0, "kEUR/a", "'EUR/a' expected"),
]
FACILITY_TEXTS = [  # sheet, column, row, what is written there, column of the complaint, its words
    ("Facilities", "kind", 0, "storage", "facility", "the park has no storage, digester, farm, small"),
    ("Facilities", "kind", 0, "plant", "kind", "no choice is called 'plant'"),
    ("Facilities", "facility", 2, "holders", "facility", "did you mean 'holder'?"),
    ("Facilities", "participant", 2, "works", "facility", "the park has no storage, holder, works"),
    ("Facilities", "size", 0, "tiny", "size", "'tiny' is not on offer: 'small', 'big' expected"),
    ("Facilities", "status", 1, "built", "status", "'existing' expected"),
    ("Facilities", "capacity_unit", 2, "t", "capacity_unit", "'MWh' expected"),
    ("Facilities", "payer", 4, "farm", "payer", "'works' expected"),
    ("Conversions run", "case", 4, "today", "conversion", "runs today but is not existing"),
    ("Conversions run", "conversion", 4, "digesters", "conversion", "did you mean 'digester'?"),
    ("Conversions run", "participant", 4, "mill", "participant", "the park has no design, digester, mill"),
    ("Conversions run", "size", 4, "huge", "size", "the park has no design, digester, farm, huge"),
    ("Conversions run", "size", 4, "big", "conversion", "runs but is not in Facilities"),
    ("Conversions run", "unit", 4, "MWh", "unit", "'t' expected"),
    ("Made and used", "commodity", 0, "straw", "commodity", "it neither takes nor makes that"),
    ("Made and used", "participant", 0, "farm", "commodity", "it neither takes nor makes that"),
    ("Made and used", "way", 0, "out", "way", "'in' expected"),
    ("Made and used", "unit", 0, "t", "unit", "'MWh' expected"),
    ("Storage levels", "storage", 0, "tank", "storage", "no storage is called 'tank'"),
    ("Storage levels", "case", 0, "today", "storage", "is kept today but is not existing"),
    ("Storage levels", "period", 0, "noon", "period", "no period is called 'noon'"),
    ("Storage levels", "commodity", 0, "straw", "commodity", "'gas' expected"),
    ("Storage levels", "unit", 0, "t", "unit", "'MWh' expected"),
]


@pytest.mark.parametrize(("sheet", "column", "row", "text", "where", "words"), sampled(FACILITY_TEXTS, 2))
def test_a_text_of_a_facility_that_is_not_the_parks_is_named_by_its_cell(sheet, column, row, text, where, words):
    faults = audit(park_of("digester"), changed(digester_design(), sheet, column, row, text))

    told = [fault.message for fault in faults if fault.place == place_of(sheet, where, row)]
    assert any(words in message for message in told), faults


@pytest.mark.parametrize(("sheet", "column", "row", "text", "words"), sampled(TEXTS, 2))
def test_a_text_that_is_not_the_parks_is_named_by_its_cell(sheet, column, row, text, words):
    faults = audit(park_of("mixed"), changed(mixed_design(), sheet, column, row, text))

    at_cell = [fault.message for fault in faults if fault.place.startswith(f"{sheet}!")]
    if (sheet, column, text) != ("Flows", "link", "T"):  # the row is another link's now: its ends are what is wrong
        assert place_of(sheet, column, row) in [fault.place for fault in faults]
    assert any(words in message for message in at_cell)


MORE = bool(os.environ.get("EXAMPLES"))
GARBAGE = [None, math.inf, "abc", 1e300, (), pd.NaT]


@pytest.mark.parametrize("table", sampled(WORKED_OUT, 3), ids=lambda table: table.sheet)
def test_garbage_never_crashes_and_is_named(table):
    for number, column in sampled(enumerate(table.columns), 2):
        for value in (GARBAGE[number % 6], GARBAGE[(number + 3) % 6])[: 2 if MORE else 1]:
            name, design = worked_with(table)
            before = design[table.sheet][column].iat[0]
            filled = isinstance(before, tuple) or (not pd.isna(before) and before != "")

            faults = audit(park_of(name), changed(design, table.sheet, column, 0, value))

            if filled:
                assert place_of(table.sheet, column, 0) in [fault.place for fault in faults]


@pytest.mark.parametrize("table", sampled(WORKED_OUT[1:], 3), ids=lambda table: table.sheet)
def test_rows_columns_and_sheets_that_are_missing_are_named(table):
    name, design = worked_with(table)
    park, frame = park_of(name), design[table.sheet]

    def found(frame):
        tables = {name: sheet for name, sheet in design.tables.items() if name != table.sheet}
        return audit(park, Design(tables if frame is None else {**tables, table.sheet: frame}))

    assert any(fault.place == table.sheet and "missing" in fault.message for fault in found(None))
    assert found(frame.iloc[0:0])
    assert found(frame.iloc[1:])
    for column in sampled(frame, 4):
        if column != "note":
            assert any(
                f"the column '{column}' is missing" in fault.message for fault in found(frame.drop(columns=column))
            )


@pytest.mark.parametrize("table", sampled(WORKED_OUT, 3), ids=lambda table: table.sheet)
def test_a_row_that_stands_there_twice_is_named(table):
    name, design = worked_with(table)
    frame = design[table.sheet]
    twice = Design({**design.tables, table.sheet: pd.concat([frame, frame.iloc[[0]]], ignore_index=True)})

    faults = audit(park_of(name), twice)

    assert [fault.place for fault in faults] == [place_of(table.sheet, table.key[0], len(frame))]
    assert "stands in an earlier row already" in faults[0].message


def test_cells_have_the_addresses_of_the_workbook_they_were_read_from():
    design = changed(two_sites_design(), "Flows", "delivered", 0, 80.0)

    faults = audit(park_of("two sites"), design, as_cells(design, first_row=17, first_column=3))

    assert [fault.place for fault in faults] == ["Flows!M17"]
    assert faults[0].column == "delivered [unit]"
    assert faults[0].message == "80 found, 81 expected: sent x (1 - loss)^km"


def test_what_stands_in_the_workbook_is_audited():
    right, wrong = two_sites_design(), changed(two_sites_design(), "Costs", "amount", 0, 2999.0)

    assert [fault.place for fault in audit(park_of("two sites"), right, as_cells(wrong))] == ["Costs!E2"]


def test_an_empty_park_has_an_empty_design():
    assert {fault.sheet for fault in audit(unchecked(), Design.of({}))} == {"Summary"}


def test_two_errors_are_both_named():
    design = changed(mixed_design(), "Flows", "sent", 0, 2100.0)
    design = changed(design, "Needs met", "bought", 6, 800.0)

    places = [fault.place for fault in audit(mixed(), design)]

    assert places == [place_of("Flows", "sent", 0), place_of("Needs met", "bought", 6)]
