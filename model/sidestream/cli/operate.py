"""`operate`: some hours of a design as they were measured."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sidestream.cli.progress import ProgressLine, ctrl_c
from sidestream.cli.shared import JSON, PARK, Orders, examples, figure, search_options, talk_options, tell
from sidestream.errors import UsageError

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.studies.operate import Stock

SHOWN = 20
"""Deviations that are printed; all of them are in the workbook."""
STOPPED = 5


@click.command(
    short_help="A built design on measured supplies and demands: what to send where, and what deviates.",
    epilog=examples(
        "sidestream operate park.xlsx design.xlsx --template day.csv --period winter",
        "sidestream operate park.xlsx design.xlsx day.csv --period winter -o monday.xlsx",
        "sidestream operate park.xlsx design.xlsx week.csv --stock tank=40:40 --tolerance 5",
        "sidestream operate park.xlsx design.xlsx day.csv --stage grown --scenario drought --json",
    ),
)
@PARK
@click.argument("design", type=click.Path(path_type=Path))
@click.argument("measured", required=False, type=click.Path(path_type=Path))
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a CSV file to fill in: tomorrow's 24 hours as planned. Nothing else is done.",
)
@click.option(
    "--period",
    default="",
    metavar="NAME",
    help="Period of the plan that steps belong to of which the file does not say it. [needed where the plan has several]",
)
@click.option(
    "--stage", default="", metavar="NAME", help="Stage of the design that runs. [needed where it has several]"
)
@click.option(
    "--scenario", default="", metavar="NAME", help="Scenario it was planned with. [needed where it weighs several]"
)
@click.option(
    "--step-hours",
    type=click.FloatRange(0, min_open=True),
    metavar="HOURS",
    help="How long a step lasts. [default: the distance of the times; in a template 1]",
)
@click.option(
    "--stock",
    multiple=True,
    metavar="STORAGE=START[:END]",
    help="What is in a storage at the beginning and at the end, in the commodity's unit; without END whatever is left. May be repeated. "
    "[default: as much at the end as at the beginning]",
)
@click.option(
    "--tolerance",
    type=click.FloatRange(0, 100),
    default=1.0,
    show_default=True,
    metavar="PERCENT",
    help="What is off by less than this share of what was planned is no deviation.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write: .xlsx, .json or a folder for CSV files. [default: MEASURED-operation.xlsx here]",
)
@search_options
@talk_options
@JSON
def operate(
    park: Path,
    design: Path,
    measured: Path | None,
    template: Path | None,
    period: str,
    stage: str,
    scenario: str,
    step_hours: float | None,
    stock: tuple[str, ...],
    tolerance: float,
    output: Path | None,
    orders: Orders,
    quiet: bool,
    as_json: bool,
) -> None:
    """Dispatch DESIGN of PARK on the supplies and demands of a day or a week as they were MEASURED, with what is built as it is: what
    to send where in each step, what is bought, disposed of or goes unmet, and what is other than planned.

    MEASURED is a CSV file: time, period, participant, commodity, name, kind, quantity, unit. What it does not name is as planned. Each figure of
    the design is computed again first, as `verify` does, and so is each figure of the dispatch.
    """
    if (measured is None) == (template is None):
        raise UsageError(
            "say which CSV file was MEASURED, or with --template FILE where to write one to fill in: one of the two"
        )
    stocks = dict(_stock(word) for word in stock)

    from sidestream.studies.operate import operate as run
    from sidestream.studies.operate import planned_periods, the_world
    from sidestream.studies.operate.measured import read_measured, write_template
    from sidestream.studies.verifying import verified
    from sidestream.workbook.as_json import design_as_json
    from sidestream.workbook.saving import ensure_writable, save
    from sidestream.workbook.writing import write_design

    if template is not None:
        ensure_writable(template, [park, design], [".csv"])
    if measured is not None and output is None and not as_json:
        output = Path(f"{measured.stem}-operation.xlsx")
    if measured is not None and output is not None:
        ensure_writable(output, [park, design, measured])
    seen = verified(park, design)
    if seen.broken and seen.changed:
        tell(f"{park.name} has changed since the design was made")
    seen.must_add_up(design.name)
    known, built = the_world(seen.park, seen.design, stage, scenario)
    if template is not None:
        (period,) = planned_periods(known, [""], period)
        written = save(template, lambda path: write_template(path, known, period, step_hours or 1.0))
        click.echo(f"wrote {written}")
        return
    assert measured is not None
    told = read_measured(measured, known, step_hours)
    with ctrl_c("nothing is written") as wish:
        line = ProgressLine(quiet)
        try:
            options = orders.options(known, wish=wish, news=line.show)
            found = run(known, built, told, period=period, stocks=stocks, tolerance=tolerance / 100, options=options)
        finally:
            line.end()
    result = None if output is None else write_design(found, output)
    if as_json:
        click.echo(json.dumps(design_as_json(found), ensure_ascii=False, allow_nan=False, indent=1))
    else:
        for text in _lines(found):
            click.echo(text)
        click.echo(f"wrote {result}")
    if not found.facts["enough"]:
        tell("stopped early: a cheaper dispatch may be there")
        sys.exit(STOPPED)


def _stock(word: str) -> tuple[str, Stock]:
    """Read STORAGE=START[:END]. Raises UsageError."""
    from sidestream.studies.operate import Stock

    name, _, levels = word.rpartition("=")
    try:
        start, *end = (float(level) for level in levels.split(":"))
        if name and len(end) <= 1 and all(math.isfinite(level) and level >= 0 for level in (start, *end)):
            return name.strip(), Stock(start, *end)
    except ValueError:
        pass
    raise UsageError(f"--stock {word}: write STORAGE=START or STORAGE=START:END, such as tank=40:30")


def _lines(found: Design) -> Iterator[str]:
    facts = found.facts
    each = f"{facts['hours a step']:g} h"
    yield f"{facts['steps']} steps of {each} from {facts['from']}, held against '{facts['planned with']}' of the plan"
    if facts["notes"]:
        yield facts["notes"]
    frame = found["Operation"]
    width = max(len(f"{row['figure']} [{row['unit']}]") for row in frame.to_dict("records"))
    yield f"{'':<{width}}  {'planned':>14}  {'measured':>14}  {'more':>14}"
    for row in frame.to_dict("records"):
        label = f"{row['figure']} [{row['unit']}]"
        more = f"{'+' if row['more'] > 0 else ''}{figure(row['more'], 6)}"
        yield f"{label:<{width}}  {figure(row['planned'], 6):>14}  {figure(row['measured'], 6):>14}  {more:>14}"
    frame = found["Deviations"]
    if not len(frame):
        yield f"nothing is off by more than {facts['tolerance [%]']:g} %"
    for words in frame["words"][:SHOWN]:
        yield f"  {words}"
    if len(frame) > SHOWN:
        yield f"  and {len(frame) - SHOWN} more"
