"""`pareto`: cost against an impact."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sidestream.cli.progress import ProgressLine, ctrl_c
from sidestream.cli.shared import (
    JSON,
    PARK,
    Orders,
    examples,
    read_park,
    say_warnings,
    search_options,
    talk_options,
    tell,
    what_if_options,
)

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.studies.opening import WhatIf

STOPPED = 5


@click.command(
    short_help="What less CO2, or less of another impact, costs.",
    epilog=examples(
        "sidestream pareto park.xlsx -o front.xlsx",
        "sidestream pareto park.xlsx --points 20 --gap 0",
        "sidestream pareto park.xlsx --impact groundwater --json",
    ),
)
@PARK
@click.option(
    "--impact", default="co2", show_default=True, metavar="NAME", help="Which impact, of the sheet Impacts, or co2."
)
@click.option(
    "--points", type=click.IntRange(2), default=8, show_default=True, help="Designs to look for, both ends included."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write: .xlsx, .json or a folder for CSV files. [default: PARK-front.xlsx here]",
)
@search_options
@what_if_options
@talk_options
@JSON
def pareto(
    park: Path,
    impact: str,
    points: int,
    output: Path | None,
    orders: Orders,
    what_if: WhatIf,
    quiet: bool,
    as_json: bool,
) -> None:
    """Show what it costs to have less of an impact: designs of PARK from the cheapest to the one that causes least.

    Each point is a design that was audited, with its proven gap; of two neighbours the dearer causes less, and the price of the
    step is what a unit less costs. A time limit is shared out among the designs.
    """
    from sidestream.workbook.saving import ensure_writable

    if output is None and not as_json:
        output = Path(f"{park.stem if park.is_file() else park.resolve().name}-front.xlsx")
    if output is not None:
        ensure_writable(output, [park])
    known, warnings = read_park(park, what_if)
    if not quiet:
        say_warnings(park, warnings)

    from sidestream.studies.pareto import front
    from sidestream.workbook.as_json import design_as_json
    from sidestream.workbook.writing import write_design

    with ctrl_c("the designs found by then are settled, and the others left out") as wish:
        line = ProgressLine(quiet)
        try:
            found = front(known, orders.options(known, wish=wish, news=line.show), impact, points)
        finally:
            line.end()
    written = None if output is None else write_design(found, output)
    if as_json:
        click.echo(json.dumps(design_as_json(found), ensure_ascii=False, allow_nan=False, indent=1))
    else:
        for text in _lines(found):
            click.echo(text)
        click.echo(f"wrote {written}")
    if not found.facts["enough"]:
        tell("stopped before every gap was closed to what was asked for: see the column gap")
        sys.exit(STOPPED)


def _lines(found: Design) -> Iterator[str]:
    currency, frame = found.facts["currency"], found["Front"]
    unit = str(frame["unit"].iloc[0])
    weight = unit.removesuffix("/a")
    yield f"{'point':>5}  {f'cost {currency}/a':>16}  {f'unproven {currency}/a':>16}  {unit:>14}  {f'{currency}/{weight} less':>14}  {'builds':>6}"
    for row in frame.to_dict("records"):
        price = "" if row["price"] != row["price"] else f"{row['price']:,.4g}"
        yield (
            f"{row['point']:>5.0f}  {row['cost']:>16,.0f}  {row['gap']:>16,.0f}  {row['impact']:>14,.6g}  {price:>14}  "
            f"{row['builds']:>6.0f}"
        )
