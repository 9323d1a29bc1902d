"""Whether the template's catalogues were left as they were in a park that reckons in another currency."""

from __future__ import annotations

import math
from typing import Any

from sidestream.errors import Fault
from sidestream.park import Park
from sidestream.tables import is_blank

MONEY = {
    "PipeSizes": ("size", ("pipe_cost", "trench_cost", "station_cost")),
    "Vehicles": ("vehicle", ("km_cost", "load_cost")),
}
"""What tells the rows of a catalogue apart, and which of its columns are money."""
OURS = "EUR"


def unconverted(park: Park) -> list[Fault]:
    """One warning for each catalogue with prices that are the template's to the digit."""
    if park.settings.currency == OURS:
        return []
    from sidestream.workbook.first_rows import first_rows  # read for nothing in most parks

    faults, first = [], first_rows()
    for sheet, (key, columns) in MONEY.items():
        ours = {str(row[key]): [_number(row.get(column)) for column in columns] for row in first[sheet]}
        loaded = park.typed[sheet]
        declared = [loaded.table.columns[column] for column in columns]
        same = [
            number
            for number, name, *prices in loaded.frame[[key, *columns]].itertuples()
            if ours.get(name) == [_number(column.show(one)) for column, one in zip(declared, prices, strict=True)]
        ]
        if same:
            message = (
                f"{len(same)} rows have the template's prices, which are in {OURS}, and the currency is "
                f"{park.settings.currency}: convert them"
            )
            faults.append(loaded.fault(same[0], columns[0], message, "warning"))
    return faults


def _number(cell: Any) -> float:
    return 0.0 if is_blank(cell) or (isinstance(cell, float) and math.isnan(cell)) else float(cell)
