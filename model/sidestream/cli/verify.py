"""`verify`: a design, computed again from its park."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sidestream.cli.shared import JSON, PARK, examples


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
    from sidestream.studies.verifying import verified

    seen = verified(park, design)
    if seen.broken and seen.changed:
        click.echo(f"{park.name} has changed since the design was made", err=True)
    seen.must_add_up(design.name)
    found, changed = seen.design, seen.changed
    count = len(seen.park.changes)
    note = f", with {count} change{'s' if count > 1 else ''} as the Run sheet says" if count else ""
    figures = sum(int(frame.select_dtypes("number").notna().sum().sum()) for frame in found.tables.values())
    if changed:
        note += f"; {park.name} has changed since the design was made, but not where it matters"
    if as_json:
        click.echo(json.dumps({"file": str(design), "adds_up": True, "figures": figures, "input_changed": changed}))
    else:
        click.echo(f"{design.name} adds up: {figures:,} figures computed again from {park.name}{note}")
