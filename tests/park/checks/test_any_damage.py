"""Whatever stands in the cells, the planner gets a list of complaints and never a traceback."""

from __future__ import annotations

import contextlib
import datetime
import math

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from park_from import complaints, park_tables, tidy
from sidestream.errors import InputError
from sidestream.park import SHEETS, Park
from sidestream.park.assumptions import assumptions
from sidestream.park.checks import check, checked, in_order
from sidestream.tables import read_table

WORDS = sorted({str(cell) for rows in tidy().values() for row in rows for cell in row.values()})
JUNK = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.sampled_from(
        ["", " ", ";", "a;b", "#REF!", "#N/A", "-", "12,5", "t", "t/h", "1/period", "{from}", "co2, plant"]
    ),
    st.sampled_from(
        ["existing", "built", "forbidden", "junction", "must go", "must serve", "abstract", "power", "yes"]
    ),
    st.sampled_from([0, 1, -1, 0.5, 1e300, 1e-300, math.inf, -math.inf, math.nan, 10**400, True, False]),
    st.floats(),
    st.integers(),
    st.text(max_size=8),
    st.just(datetime.date(2024, 2, 29)),
    st.just(datetime.datetime(2024, 2, 29, 12)),
)
COLUMNS = [(table.sheet, column) for table in SHEETS for column in table.columns] + [("Profiles", "heating")]
CHANGES = st.lists(st.tuples(st.sampled_from(COLUMNS), st.integers(0, 4), JUNK), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(changes=[(("Stages", "stage"), 0, datetime.date(2024, 2, 29))], emptied=set())
@given(changes=CHANGES, emptied=st.sets(st.sampled_from([table.sheet for table in SHEETS]), max_size=2))
def test_junk_in_any_cell_is_complained_about_or_taken(changes, emptied):
    sheets = tidy()
    for (sheet, column), row, cell in changes:
        rows = sheets[sheet]
        while len(rows) <= row:
            rows.append({})
        rows[row][column] = cell
    for sheet in emptied:
        sheets[sheet] = []
    said = complaints(sheets)
    assert len(said) == len(set(said))
    assumptions(Park(park_tables(**sheets)[0]))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_junk_in_place_of_a_sheet_is_complained_about(data):
    tables, faults = {}, []
    for table in SHEETS:
        names = [*table.columns, "note", "heating", "", None, 7]
        header = data.draw(st.lists(st.one_of(st.sampled_from(names), JUNK), max_size=8))
        rows = data.draw(st.lists(st.lists(JUNK, max_size=len(header)), max_size=3))
        tables[table.sheet], found = read_table(table, header, rows, range(2, len(rows) + 2))
        faults += found
    in_order([*faults, *check(Park(tables))])


@pytest.mark.parametrize("sheet", [table.sheet for table in SHEETS])
def test_a_missing_sheet_is_an_empty_one(sheet):
    tables, faults = park_tables(**tidy())
    del tables[sheet]
    with contextlib.suppress(InputError):
        checked(tables, faults, "park")
