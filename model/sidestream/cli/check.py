"""`check`: what is wrong or odd in a park."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sidestream.cli.shared import JSON, PARK, examples, read_park, say_warnings, talk_options, what_if_options

if TYPE_CHECKING:
    from sidestream.studies.opening import WhatIf


@click.command(
    short_help="Say what is wrong or odd in a workbook.",
    epilog=examples(
        "sidestream check park.xlsx", "sidestream check park.xlsx --json", "sidestream check folder_of_csv/"
    ),
)
@PARK
@what_if_options
@talk_options
@JSON
def check(park: Path, what_if: WhatIf, quiet: bool, as_json: bool) -> None:
    """Check PARK, a workbook or a folder of CSV files: every fault at once, each with its cell."""
    from sidestream.studies.checking import with_impossible

    known, warnings = read_park(park, what_if)
    warnings = with_impossible(known, warnings)
    if as_json:
        faults = [fault.as_dict() for fault in warnings]
        click.echo(json.dumps({"file": str(park), "faults": [], "warnings": faults}, ensure_ascii=False, indent=1))
        return
    if not quiet:
        say_warnings(park, warnings)
    rows = {sheet: len(known[sheet]) for sheet in known.tables if len(known[sheet])}
    click.echo(f"{park.name} has no faults. " + ", ".join(f"{sheet} {count}" for sheet, count in rows.items()))
