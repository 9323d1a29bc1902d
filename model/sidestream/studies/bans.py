"""Forbidden links, as if they were allowed."""

from __future__ import annotations

from dataclasses import replace

from sidestream.park import Park
from sidestream.park.checks import check

LINKS = ("Pipelines", "TruckRoutes")


def lifted(park: Park) -> Park:
    """Return the park with every forbidden link a choice."""
    tables = dict(park.typed)
    for sheet in LINKS:
        frame = tables[sheet].frame
        status = frame["status"].where(frame["status"] != "forbidden", "optional")
        tables[sheet] = replace(tables[sheet], frame=frame.assign(status=status))
    return Park(tables, park.name, park.fingerprint, park.changes)


def liftable(park: Park) -> frozenset[str]:
    """Names of forbidden links that could be built as they are described: allowing them makes no fault."""
    links = {sheet: park[sheet].loc[park[sheet]["status"] == "forbidden", "link"] for sheet in LINKS}
    banned = {
        (sheet, row): link
        for sheet, names in links.items()
        for row, link in zip(names.index.tolist(), names, strict=True)
    }
    if not banned:
        return frozenset()
    faults = [fault for fault in check(lifted(park)) if fault.severity == "fault"]
    wrong = {(fault.sheet, fault.row) for fault in faults}
    if not wrong <= set(banned):
        return frozenset()
    return frozenset(link for place, link in banned.items() if place not in wrong)
