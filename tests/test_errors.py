"""What an error tells the planner."""

from __future__ import annotations

from sidestream.errors import Fault, InputError, sheet_lines


def test_an_input_error_lists_every_fault_with_places_aligned():
    faults = [Fault("Supplies", "B7", "commodity", "is needed"), Fault("Demands", "", "", "has no rows")]
    assert str(InputError("park.xlsx", faults)) == (
        "park.xlsx has 2 problems:\n  Supplies!B7  commodity: is needed\n  Demands      has no rows"
    )


def test_of_very_many_faults_of_one_column_the_first_are_listed_and_the_rest_counted():
    faults = [Fault("Supplies", f"B{row}", "commodity", "is needed") for row in range(2, 1002)]
    lines = str(InputError("park.xlsx", [*faults, Fault("Demands", "B2", "commodity", "is needed")])).splitlines()

    assert lines[0] == "park.xlsx has 1001 problems:"
    assert lines[51:] == [
        "  Supplies      commodity: 950 more in this column: --json lists all",
        "  Demands!B2    commodity: is needed",
    ]


def test_sheet_by_sheet_the_same_is_said_once():
    needed = [Fault("Supplies", f"B{row}", "commodity", "is needed") for row in range(2, 14)]
    faults = [*needed, Fault("Supplies", "C2", "", "is odd"), Fault("Demands", "", "", "has no rows")]

    assert sheet_lines(faults) == [
        "",
        "Supplies",
        "  Supplies!B2  commodity: is needed (also B3, B4, B5, B6, B7, B8, B9, B10 and 3 more)",
        "  Supplies!C2  is odd",
        "",
        "Demands",
        "  Demands      has no rows",
    ]


def test_of_a_column_where_each_cell_is_wrong_in_its_own_way_the_first_are_listed():
    lines = sheet_lines(Fault("Supplies", f"B{row}", "commodity", f"'{row}' is odd") for row in range(2, 1002))

    assert len(lines) == 2 + 50 + 1
    assert lines[-1] == "  Supplies      commodity: 950 more in this column: --json lists all"
