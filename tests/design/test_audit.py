"""The audit finds nothing in a true design, and names the very cell of whatever is changed in it."""

from __future__ import annotations

import functools

import pytest

from design.worked import WORKED, as_cells
from sidestream.design.audit import audit
from sidestream.design.tables import RESULTS
from sidestream.tables import Number, column_letter


@pytest.mark.parametrize("name", WORKED)
def test_a_true_design_has_no_fault(name):
    park, design = WORKED[name]

    assert audit(park(), design()) == []
    assert audit(park(), design(), as_cells(design())) == []


@functools.cache
def park_of(name):
    return WORKED[name][0]()


def numeric_cells():
    """Every filled numeric cell of both designs."""
    for name, (_, make) in WORKED.items():
        design = make()
        for table in RESULTS:
            for column, declared in table.columns.items():
                if isinstance(declared, Number):
                    for row in design[table.sheet][column].dropna().index:
                        yield pytest.param(name, table.sheet, column, row, id=f"{name}-{table.sheet}-{column}-{row}")


@pytest.mark.parametrize(("name", "sheet", "column", "row"), list(numeric_cells()))
def test_a_number_changed_by_one_per_cent_is_named_by_its_cell(name, sheet, column, row):
    park, design = park_of(name), WORKED[name][1]()
    value = design[sheet].at[row, column]
    design[sheet].at[row, column] = value * 1.01 if value else 0.01
    table = next(table for table in RESULTS if table.sheet == sheet)
    place = f"{sheet}!{column_letter(list(table.columns).index(column))}{row + 2}"

    assert [fault.place for fault in audit(park, design)] == [place]
