"""What a workbook may hold already, and a design does not use yet: said where it is given, so that nobody counts on it."""

from __future__ import annotations

from sidestream.errors import Fault
from sidestream.park.park import Park
from sidestream.tables import shown

NOT_YET = {
    "Demands": ("backup",),
    "Settings": ("outage_weeks",),
}
"""Columns by sheet; of Settings, rows."""
MESSAGE = "is kept for later: a design does not use it yet"


def kept_for_later(park: Park) -> list[Fault]:
    """One warning for each such column that holds anything, and for each such setting."""
    faults = []
    for sheet, names in NOT_YET.items():
        loaded = park.tables[sheet]
        if sheet == "Settings":
            rows = loaded.frame.index[loaded.frame["setting"].isin(names)]
            faults += [
                loaded.fault(row, "setting", f"{shown(loaded.frame.at[row, 'setting'])} {MESSAGE}", "warning")
                for row in rows
            ]
        else:
            faults += [loaded.fault(None, name, MESSAGE, "warning") for name in names if loaded.given[name].any()]
    return faults
