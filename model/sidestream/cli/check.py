"""`check`: what is wrong or odd in a park."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sidestream.cli.shared import JSON, PARK, examples, read_park, say_warnings, talk_options, tell, what_if_options
from sidestream.errors import Fault, InputError, OutputError, sheet_lines

if TYPE_CHECKING:
    from sidestream.park import Park
    from sidestream.studies.opening import WhatIf


@click.command(
    short_help="Say what is wrong or odd in a workbook.",
    epilog=examples(
        "sidestream check park.xlsx",
        "sidestream check park.xlsx --json",
        "sidestream check park.xlsx --marked-copy marked.xlsx",
        "sidestream check folder_of_csv/",
    ),
)
@PARK
@click.option(
    "--marked-copy",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write a copy of the workbook (.xlsx) in which each cell concerned has a comment and shows ! or ?, with a list of "
    "links in a sheet _faults. Formulas, formats, dropdowns and comments are kept; shapes, macros and the last "
    "values of formulas are not: open and save the copy before it is checked in its turn.",
)
@what_if_options
@talk_options
@JSON
def check(park: Path, marked_copy: Path | None, what_if: WhatIf, quiet: bool, as_json: bool) -> int:
    """Check PARK, a workbook or a folder of CSV files: every fault at once, each with its cell."""
    from sidestream.studies.checking import with_impossible

    if marked_copy is not None:
        from sidestream.workbook.marking import must_be_markable

        must_be_markable(park, marked_copy)
    known, error = None, None
    try:
        known, warnings = read_park(park, what_if)
        warnings = with_impossible(known, warnings)
    except InputError as wrong:
        error, warnings = wrong, wrong.warnings
    faults = error.faults if error else []
    if as_json:
        _print_json(park, error, faults, warnings)
    if error:
        lines = sheet_lines(faults) if len(faults) > 1 else str(error).splitlines()[1:]
        tell("\n".join([str(error).splitlines()[0], *lines, *[""] * bool(warnings and not quiet)]))
    if not quiet and (error or not as_json):
        say_warnings(park, warnings)
    if known is not None and not as_json:
        from sidestream.park.checks.places import whereabouts

        place = whereabouts(known)
        click.echo(f"{park.name} has no faults. {_rows(known)}" + (f"\nThe places are {place}." if place else ""))
    if marked_copy is not None:
        _write_marked(park, marked_copy, [*faults, *warnings], quiet=quiet, faulty=bool(error))
    return error.exit_code if error else 0


def _rows(park: Park) -> str:
    """How many rows each sheet has, and how many links are offered beside them."""
    from sidestream.tables import LAST_ROW

    counts = {sheet: int((park[sheet].index <= LAST_ROW).sum()) for sheet in park.tables}
    listed = ", ".join(f"{sheet} {count}" for sheet, count in counts.items() if count)
    offered = sum(len(park[sheet]) for sheet in counts) - sum(counts.values())
    return f"{listed}; {offered} links could pay and are offered beside them" if offered else listed


def _print_json(park: Path, error: InputError | None, faults: list[Fault], warnings: list[Fault]) -> None:
    told: dict[str, object] = {"file": str(park)}
    if error:
        told |= {"error": str(error), "exit_code": error.exit_code}
    told |= {"faults": [fault.as_dict() for fault in faults], "warnings": [fault.as_dict() for fault in warnings]}
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


def _write_marked(park: Path, marked: Path, found: list[Fault], *, quiet: bool, faulty: bool) -> None:
    """Write the marked copy. That it cannot be made of a file with faults is only told: the faults are what matters."""
    from sidestream.park.checks import in_order
    from sidestream.workbook.marking import mark

    try:
        mark(park, marked, in_order(found))
    except OutputError as error:
        if not faulty:
            raise
        tell(str(error))
    else:
        if not quiet:
            tell(
                f"{marked}: a copy with {len(found)} mark{'s' * (len(found) != 1)}; the list of them is its first sheet"
            )
