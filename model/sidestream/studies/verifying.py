"""A design that somebody has in a file, computed again from its park: as it was asked for, and what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sidestream.design.audit import audit
from sidestream.design.design import Design
from sidestream.design.views import VIEWS
from sidestream.errors import AuditError, Fault, InputError, UsageError
from sidestream.park import Park
from sidestream.park.changes import RELAX, parse
from sidestream.park.worlds import NO_SCENARIOS
from sidestream.studies.opening import WhatIf, open_park
from sidestream.studies.run_sheet import CHANGE, REPAIR, SCENARIOS
from sidestream.tables import Loaded
from sidestream.workbook.opening import must_exist
from sidestream.workbook.reading import fingerprint
from sidestream.workbook.results import read_design


@dataclass(frozen=True)
class Verified:
    """A park as it was when the design was asked for, with its warnings; the design, and every figure of it that is off."""

    park: Park
    warnings: list[Fault]
    design: Design
    changed: bool
    """Whether the park's file is another one than the design was made of."""
    broken: list[Fault]

    def must_add_up(self, name: str) -> None:
        """Raise AuditError where a figure is off."""
        if self.broken:
            raise AuditError(name, self.broken)


def whole_design(path: Path) -> tuple[Design, dict[str, Loaded]]:
    """Read a design, and its cells under their addresses. Raises UsageError where it is a view of one, InputError for its faults."""
    found, cells, faults = read_design(path)
    run = run_of(found)
    views = [f"{item}: {run[item]}" for item in VIEWS if item in run]
    if views:
        raise UsageError(f"{path.name} is not a whole design: " + "; ".join(views))
    if faults:
        raise InputError(path.name, faults)
    return found, cells


def run_of(design: Design) -> dict[str, object]:
    """What the sheet Run says: item and value."""
    return dict(zip(design["Run"]["item"], design["Run"]["value"], strict=False))


def verified(park: Path, design: Path) -> Verified:
    """Compute the design in a file again from the park in another.

    Raises UsageError where it is not a whole design, InputError for faults of either file.
    """
    must_exist(park)
    found, cells = whole_design(design)
    run = run_of(found)
    changes = [parse(str(value), "Run") for item, value in run.items() if str(item).startswith(CHANGE)]
    repair = [parse(str(value), RELAX) for item, value in run.items() if str(item).startswith(REPAIR)]
    one = str(run.get(SCENARIOS, ""))
    left_out = one == NO_SCENARIOS
    known, warnings = open_park(
        park, WhatIf(changes, repair=repair, scenario="" if left_out else one, no_scenarios=left_out)
    )
    changed = run.get("input sha256") not in (None, "", fingerprint(park))
    return Verified(known, warnings, found, changed, audit(known, found, cells))
