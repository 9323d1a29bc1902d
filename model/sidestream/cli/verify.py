"""`verify`: a design, computed again from its park."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sidestream.cli.shared import JSON, PARK, examples, read_park
from sidestream.errors import AuditError, InputError, UsageError


@click.command(
    short_help="Compute a design again from its park.", epilog=examples("sidestream verify park.xlsx design.xlsx")
)
@PARK
@click.argument("design", type=click.Path(path_type=Path))
@JSON
def verify(park: Path, design: Path, as_json: bool) -> None:
    """Compute DESIGN again from PARK, without the solver: every figure that does not add up is named with its cell.

    Works on a design as it was written, and on one that somebody has edited since.
    """
    from sidestream.design.audit import audit
    from sidestream.design.views import VIEWS
    from sidestream.park.changes import RELAX, parse
    from sidestream.park.worlds import NO_SCENARIOS
    from sidestream.studies.opening import WhatIf
    from sidestream.studies.run_sheet import CHANGE, REPAIR, SCENARIOS
    from sidestream.workbook.opening import must_exist
    from sidestream.workbook.reading import fingerprint
    from sidestream.workbook.results import read_design

    must_exist(park)
    found, cells, faults = read_design(design)
    run = dict(zip(found["Run"]["item"], found["Run"]["value"], strict=False))
    views = [f"{item}: {run[item]}" for item in VIEWS if item in run]
    if views:
        raise UsageError(f"{design.name} is not a whole design: " + "; ".join(views))
    if faults:
        raise InputError(design.name, faults)
    changes = [parse(str(value), "Run") for item, value in run.items() if str(item).startswith(CHANGE)]
    repair = [parse(str(value), RELAX) for item, value in run.items() if str(item).startswith(REPAIR)]
    one = str(run.get(SCENARIOS, ""))
    left_out = one == NO_SCENARIOS
    what_if = WhatIf(changes, repair=repair, scenario="" if left_out else one, no_scenarios=left_out)
    known, _ = read_park(park, what_if)
    changed = run.get("input sha256") not in (None, "", fingerprint(park))
    broken = audit(known, found, cells)
    if broken:
        if changed:
            click.echo(f"{park.name} has changed since the design was made", err=True)
        raise AuditError(design.name, broken)
    count = len(known.changes)
    note = f", with {count} change{'s' if count > 1 else ''} as the Run sheet says" if count else ""
    figures = sum(int(frame.select_dtypes("number").notna().sum().sum()) for frame in found.tables.values())
    if changed:
        note += f"; {park.name} has changed since the design was made, but not where it matters"
    if as_json:
        click.echo(json.dumps({"file": str(design), "adds_up": True, "figures": figures, "input_changed": changed}))
    else:
        click.echo(f"{design.name} adds up: {figures:,} figures computed again from {park.name}{note}")
