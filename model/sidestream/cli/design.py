"""`design`: the best network of a park."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
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
from sidestream.errors import InfeasibleError

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.errors import Fault
    from sidestream.park import Park
    from sidestream.studies.opening import WhatIf

STOPPED = 5
SHOWN = 8
"""Builds that are printed, the dearest ones; all of them are in the workbook."""
LINKS = ("pipeline", "truck route")


@click.command(
    short_help="Design the network of a park.",
    epilog=examples(
        "sidestream design park.xlsx -o design.xlsx",
        "sidestream design park.xlsx --gap 0.1 --time-limit 600",
        "sidestream design park.xlsx --json > design.json",
        'sidestream design park.xlsx --set "Supplies: plant, gypsum: quantity = 80 kt/a" --forbid "gypsum pipe"',
        "sidestream design park.xlsx --scenario drought",
        'sidestream design park.xlsx --for "Power plc" -o for-power.xlsx',
        "sidestream design park.xlsx --relax",
        "sidestream design park.xlsx --anonymise -o anonymous.xlsx",
    ),
)
@PARK
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write: .xlsx, .json or a folder for CSV files. [default: PARK-design.xlsx here]",
)
@click.option(
    "--for",
    "company",
    metavar="COMPANY",
    help="Write what this company may see: its own figures, and the park in sums.",
)
@click.option(
    "--anonymise",
    is_flag=True,
    help="Write participants, companies and links as numbers; commodities keep their names.",
)
@click.option(
    "--relax",
    is_flag=True,
    help="Where no design does all that must be done, design with the smallest change that lets one.",
)
@search_options
@what_if_options
@talk_options
@JSON
def design(
    park: Path,
    output: Path | None,
    company: str | None,
    anonymise: bool,
    relax: bool,
    orders: Orders,
    what_if: WhatIf,
    quiet: bool,
    as_json: bool,
) -> None:
    """Design the network of PARK: which pipelines and truck routes to build, and who sends what to whom.

    Ctrl-C stops the search and gives the best design so far, with its proven gap. The input is never changed.
    """
    from sidestream.workbook.saving import ensure_writable

    if output is None and not as_json:
        output = Path(f"{park.stem if park.is_file() else park.resolve().name}-{_kind(company, anonymise)}.xlsx")
    if output is not None:
        ensure_writable(output, [park])
    known, warnings = read_park(park, what_if)
    view = _view(known, company, anonymise)
    if not quiet:
        say_warnings(park, _hidden(known, warnings) if anonymise else warnings)

    from sidestream.studies.one_design import design_network

    with ctrl_c() as wish:
        line = ProgressLine(quiet)
        options = orders.options(known, wish=wish, news=line.show)
        try:
            found = design_network(known, options)
        except InfeasibleError as error:
            hide = _hider(known) if anonymise else str
            if not relax or not error.repair:
                raise error.with_words(hide) from None
            line.end()
            known = _relaxed(known, error, hide)
            found = design_network(known, options)
        finally:
            line.end()
    line.last(found)
    _give(view(found), output, as_json, whole=company is None)
    if not found.facts["enough"]:
        tell(f"stopped before the gap was closed to {100 * options.gap:g} %: this is the best design so far")
        sys.exit(STOPPED)


def _relaxed(park: Park, error: InfeasibleError, hide: Callable[[str], str]) -> Park:
    """Return the park with the repair that the error proposes, and tell it, without what is to be hidden."""
    from sidestream.park.changes import RELAX, parse
    from sidestream.studies.repair import applied

    mended, changes = applied(park, [parse(row["change"], RELAX) for row in error.repair])
    lines = [f"  {change.place}  {change.was} -> {change.value} ({hide(change.key)})" for change in changes]
    tell("\n".join(["no design does everything that must be done; designed with", *lines]))
    return mended


def _kind(company: str | None, anonymise: bool) -> str:
    """What the design is called in the name of its file."""
    whose = re.sub(r"[^\w .-]", "_", company or "").strip()
    words = ["design", f"for {whose}" if company else "", "anonymised" if anonymise else ""]
    return " ".join(word for word in words if word)


def _view(park: Park, company: str | None, anonymise: bool) -> Callable[[Design], Design]:
    """Return what makes the design that was asked for of the whole one. Raises UsageError for an unknown company."""
    from sidestream.design.views import anonymised, company_named, for_company

    name = None if company is None else company_named(park, company)

    def view(found: Design) -> Design:
        found = found if name is None else for_company(park, found, name)
        return anonymised(park, found) if anonymise else found

    return view


def _hider(park: Park) -> Callable[[str], str]:
    from sidestream.design.views import hider

    return hider(park)


def _hidden(park: Park, warnings: list[Fault]) -> list[Fault]:
    hide = _hider(park)
    return [replace(warning, message=hide(warning.message)) for warning in warnings]


def _give(found: Design, output: Path | None, as_json: bool, *, whole: bool) -> None:
    """Write the design; print what matters of it, and of the whole one what it rests on."""
    from sidestream.design.guesses import check_first
    from sidestream.design.worlds import guesses_together
    from sidestream.workbook.as_json import design_as_json
    from sidestream.workbook.writing import write_design

    written = None if output is None else write_design(found, output)
    if as_json:
        click.echo(json.dumps(design_as_json(found), ensure_ascii=False, allow_nan=False, indent=1))
    else:
        for text in _summary_lines(found):
            click.echo(text)
        for text in _build_lines(found):
            click.echo(text)
        if rests := check_first(guesses_together(found)) if whole else "":
            click.echo(rests)
        click.echo(f"wrote {written}")


def _summary_lines(found: Design) -> Iterator[str]:
    currency = found.facts.get("currency", "EUR")
    rows = found["Summary"].to_dict("records")
    width = max(len(str(row["figure"])) for row in rows)
    yield f"{'':<{width}}  {'today':>16}  {'design':>16}  {'saving':>16}"
    for row in rows:
        digits = ",.4g" if row["unit"] == "%" else ",.0f"
        figures = [float(row[column]) for column in ("today", "design", "saving")]
        if all(map(math.isnan, figures)) and not row["note"]:
            continue
        cells = "  ".join(f"{'' if figure != figure else format(figure + 0.0, digits):>16}" for figure in figures)
        note = f"  {row['note']}" if row["note"] and row["figure"] == "total cost" else ""
        yield f"{row['figure']:<{width}}  {cells}  {'' if row['unit'] == '1' else row['unit'].replace('EUR', currency)}{note}".rstrip()


def _build_lines(found: Design) -> Iterator[str]:
    """What to build, the dearest first; where there are stages, at the beginning of which."""
    currency, staged = found.facts.get("currency", "EUR"), "When to build" in found.tables
    if staged:
        rows = found["When to build"].to_dict("records")
        names = [row["what"] if row["kind"] in LINKS else f"{row['what']} ({row['of']})" for row in rows]
    else:
        links, facilities = (
            [row for row in found[sheet].to_dict("records") if row["status"] == "built"]
            for sheet in ("Build list", "Facilities")
        )
        rows = [*links, *facilities]
        names = [row["link"] for row in links] + [f"{row['facility']} ({row['participant']})" for row in facilities]
    order = sorted(range(len(rows)), key=lambda place: -float(rows[place]["investment"]))
    for place in order[:SHOWN]:
        row = rows[place]
        size = f", {row['size']}" if isinstance(row["size"], str) and row["size"] else ""
        when = f", stage {row['stage']}" if staged and row["stage"] else ""
        yield f"build {names[place]}{size}{when}: {row['investment']:,.0f} {currency}"
    if len(order) > SHOWN:
        yield f"and {len(order) - SHOWN} more: see the sheet {'When to build' if staged else 'Build list'}"
