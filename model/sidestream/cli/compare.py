"""`compare`: two or more parks or designs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sidestream.cli.progress import ProgressLine, ctrl_c
from sidestream.cli.shared import JSON, Orders, examples, search_options, talk_options, tell

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.park import Park
    from sidestream.studies.options import Options

STOPPED = 5
SHOWN = 12
"""Lines of each kind that are printed; all of them are in the workbook."""


@click.command(
    short_help="What differs between parks or designs, and who gains and loses.",
    epilog=examples(
        "sidestream compare park.xlsx changed.xlsx",
        "sidestream compare design.xlsx other-design.json -o comparison.xlsx",
        "sidestream compare park.xlsx changed.xlsx --design --gap 0.1",
        "sidestream compare design.xlsx park.xlsx --design --json",
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write: .xlsx, .json or a folder for CSV files. [default: FIRST-comparison.xlsx here]",
)
@click.option("--design", "designing", is_flag=True, help="Design the parks first, so that designs are compared too.")
@search_options
@talk_options
@JSON
def compare(
    files: tuple[Path, ...], output: Path | None, designing: bool, orders: Orders, quiet: bool, as_json: bool
) -> None:
    """Compare FILES with the first of them: parks (.xlsx or folders of CSV files) cell by cell, designs (.xlsx, .json or folders) by what
    they build, what it comes to, and who gains and loses.

    Rows are found by what tells them apart, and 1 kt/a is 1000 t/a. A time limit is for each park that is designed.
    """
    from sidestream.workbook.saving import ensure_writable

    if output is None and not as_json:
        output = Path(f"{files[0].stem if files[0].is_file() else files[0].resolve().name}-comparison.xlsx")
    if output is not None:
        ensure_writable(output, files)

    from sidestream.studies.compare import compare as differences
    from sidestream.studies.compare import read_files
    from sidestream.workbook.as_json import design_as_json
    from sidestream.workbook.writing import write_design

    read = read_files(files)
    with ctrl_c() as wish:
        line = ProgressLine(quiet)

        def asked(park: Park) -> Options:
            return orders.options(park, wish=wish, news=line.show)

        try:
            found = differences(read, asked if designing else None)
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
        tell("stopped early: a design is not proven within the gap")
        sys.exit(STOPPED)


def _lines(found: Design) -> Iterator[str]:
    facts, currency = found.facts, found.facts["currency"]
    if facts["first_park"]:
        frame = found["Cells that differ"]
        told = frame["column"].isin(["quality", "note", "source"])
        count, rows = int(told.sum()), frame[~told].to_dict("records")
        yield f"{len(rows)} {'cell differs' if len(rows) == 1 else 'cells differ'} from {facts['first_park']}"
        for row in rows[:SHOWN]:
            where = ": ".join(word for word in (row["sheet"], row["key"], row["column"]) if word)
            yield f"  {row['file']}  {where}: {row['first'] or 'nothing'} -> {row['other'] or 'nothing'}"
        yield from _rest(len(rows))
        if count:
            yield f"  and {count} of quality, note or source"
    if facts["first_design"]:
        rows = found["Builds that differ"].to_dict("records")
        yield f"{len(rows)} {'build differs' if len(rows) == 1 else 'builds differ'} from {facts['first_design']}"
        for row in rows[:SHOWN]:
            yield f"  {row['file']}  {row['name']}{' at ' + row['participant'] if row['participant'] else ''}: {row['note']}"
        yield from _rest(len(rows))
        frame = found["Figures compared"]
        frame = frame[(frame["case"] == "design") & frame["figure"].isin(["total cost", "CO2", "investment"])]
        for row in frame.to_dict("records"):
            unit = str(row["unit"]).replace("EUR", currency)
            yield f"  {row['file']}  {row['figure']}: {row['first']:,.0f} -> {row['other']:,.0f} {unit}{'  ' + row['note'] if row['note'] else ''}"
        people = found["Participants compared"]
        for verdict in ("gains", "loses"):
            for row in people[people["verdict"] == verdict].to_dict("records")[:SHOWN]:
                yield f"  {row['file']}  {row['participant']} {verdict} {abs(row['gain']):,.0f} {currency}/a"


def _rest(count: int) -> Iterator[str]:
    if count > SHOWN:
        yield f"  and {count - SHOWN} more"
