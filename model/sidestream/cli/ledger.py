"""`ledger`: who gave what to whom in the end, by periods and leg by leg."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sidestream.cli.shared import JSON, PARK, examples, tell


@click.command(
    short_help="The chain of custody of a design: each flow from its origin to its final user.",
    epilog=examples(
        "sidestream ledger park.xlsx design.xlsx -o ledger.xlsx",
        "sidestream ledger park.xlsx design.xlsx -o ledger",
        "sidestream ledger park.xlsx design.xlsx --json",
    ),
)
@PARK
@click.argument("design", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write: .xlsx, .json or a folder for CSV files. [default: DESIGN-ledger.xlsx here]",
)
@JSON
def ledger(park: Path, design: Path, output: Path | None, as_json: bool) -> None:
    """Follow every flow of DESIGN of PARK from its origin to its final user, through junctions, storages and conversions: which waste
    code it has, on which links it travels, how much in each period, and what becomes of it.

    Each figure of the design is computed again first, as `verify` does. A ledger that does not close is not written.
    """
    from sidestream.studies.custody import custody
    from sidestream.studies.verifying import verified
    from sidestream.workbook.as_json import design_as_json
    from sidestream.workbook.saving import ensure_writable
    from sidestream.workbook.writing import write_design

    if output is None and not as_json:
        output = Path(f"{design.stem if design.is_file() else design.resolve().name}-ledger.xlsx")
    if output is not None:
        ensure_writable(output, [park, design])
    seen = verified(park, design)
    if seen.broken and seen.changed:
        tell(f"{park.name} has changed since the design was made")
    seen.must_add_up(design.name)
    made = custody(seen.park, seen.design)
    written = None if output is None else write_design(made, output)
    if as_json:
        click.echo(json.dumps(design_as_json(made), ensure_ascii=False, allow_nan=False, indent=1))
        return
    facts = made.facts
    click.echo(f"{facts['flows']:,} flows from origin to final user, {facts['legs']:,} legs")
    click.echo(
        f"{facts['balances']:,} balances close: at most {facts['largest residual']:.2g} is not told, as a share of what comes"
    )
    click.echo(f"wrote {written}")
