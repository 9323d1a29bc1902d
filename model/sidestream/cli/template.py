"""`template`: a workbook to fill in, or a copy of an example park."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import click

from sidestream.cli.shared import JSON, examples
from sidestream.errors import OutputError, UsageError


@click.command(
    short_help="Write a workbook to fill in.",
    epilog=examples(
        "sidestream template park.xlsx                           nine sheets to begin with",
        "sidestream template park.xlsx --with periods,profiles   two more, for seasons",
        "sidestream template park.xlsx --with all                every sheet there is",
        "sidestream template park.xlsx --example two_sites       a small park, ready to be designed",
    ),
)
@click.argument("park", type=click.Path(path_type=Path))
@click.option(
    "--with",
    "further",
    metavar="NAMES",
    help="Sheets to add to the first nine, such as substitutions, with commas between; or all.",
)
@click.option(
    "--example",
    metavar="NAME",
    help="Copy an example park, guayama or industrial_symbiosis_north or kalundborg or steam_and_water or two_sites, instead.",
)
@JSON
def template(park: Path, further: str | None, example: str | None, as_json: bool) -> None:
    """Write a workbook to fill in to PARK, which must be a new name.

    Its Index says what to do first. Names and units are offered in dropdowns; each column has a note; PipeSizes and
    Vehicles are filled with usual figures and their sources. What to add with --with stands in the Index too.
    """
    from sidestream.workbook.examples import write_example
    from sidestream.workbook.saving import ensure_writable
    from sidestream.workbook.template import sheet_names, write_template

    ensure_writable(park, suffixes=(".xlsx",))
    sheets = _sheets(further) if further is not None else []
    name = _example(example) if example is not None else ""
    if os.path.lexists(park):
        raise OutputError(f"{park} is there already: choose another name, nothing was written")
    written = write_example(name, park, sheets) if name else write_template(park, sheets)
    if as_json:
        click.echo(json.dumps({"written": str(written), "sheets": sheet_names(written)}))
    elif name:
        click.echo(f"wrote {written}, a copy of {name}: try `sidestream design {written}`")
    else:
        click.echo(f"wrote {written}: fill in Participants, Commodities, Supplies and Demands; its Index says how")


def _sheets(asked: str) -> list[str]:
    """Return the sheets that are asked for. Raises UsageError with every name that is none."""
    from sidestream.park import SHEETS

    known = [table.sheet for table in SHEETS]
    words = [word.strip() for word in re.split("[,;]", asked) if word.strip()]
    if not words:
        raise UsageError(f"--with '{asked}' names no sheet (sheets: {', '.join(known)}; or all)")
    if "all" in map(str.casefold, words):
        return known
    return _named(words, known, "--with", "sheet")


def _example(asked: str) -> str:
    from sidestream.workbook.examples import example_files

    return _named([asked], list(example_files()), "--example", "example")[0]


def _named(words: list[str], known: list[str], option: str, noun: str) -> list[str]:
    """Return the names that words stand for, whatever their capitals. Raises UsageError with those that stand for none."""
    from sidestream.tables import suggest

    by_word = {name.casefold(): name for name in known}
    listed = f" ({noun}s: {', '.join(known)})"
    wrong = [word for word in words if word.casefold() not in by_word]
    if wrong:
        lines = [f"{option}: no {noun} is called '{word}'{suggest(word, known)}{listed}" for word in wrong]
        raise UsageError("\n".join(lines))
    return [by_word[word.casefold()] for word in words]
