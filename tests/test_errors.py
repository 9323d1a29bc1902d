"""What an error tells the planner."""

from __future__ import annotations

from sidestream.errors import Fault, InputError


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
