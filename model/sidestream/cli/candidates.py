"""`candidates`: which links could be, as rows that the planner can strike."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sidestream.cli.progress import ctrl_c
from sidestream.cli.shared import JSON, PARK, cores, examples, say_warnings, talk_options, tell


@click.command(
    short_help="Offer links that could pay, as rows to strike.",
    epilog=examples("sidestream candidates park.xlsx -o more.xlsx", "sidestream candidates park.xlsx --json"),
)
@PARK
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The workbook to write: PARK with the rows added. [default: PARK-candidates.xlsx here]",
)
@click.option("--all", "everything", is_flag=True, help="Offer all that could pay, also on a large park.")
@click.option(
    "--time-limit",
    type=click.FloatRange(0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="How long a large park may be searched for what is worth offering.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    envvar="SIDESTREAM_JOBS",
    metavar="N",
    help="Processes to search with. [default: one for each core]",
)
@talk_options
@JSON
def candidates(
    park: Path,
    output: Path | None,
    everything: bool,
    time_limit: float,
    jobs: int | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Judge every pair of a by-product and a need in PARK, and write those that could pay as rows of Pipelines and
    TruckRoutes: optional, each with why it is offered. Strike what you know to be impossible, then design.

    What is left out cannot save anything, however the rest is built. On a large park nearly everything could pay by
    itself: there the best design over all of it is searched for, and a tenth of the pairs is offered, with what that can
    lose at most.
    """
    from time import monotonic

    from sidestream.solver.search import Orders
    from sidestream.studies.offering import offer
    from sidestream.workbook.saving import ensure_writable

    if output is None and not as_json:
        output = Path(f"{park.stem if park.is_file() else park.resolve().name}-candidates.xlsx")
    if output is not None:
        ensure_writable(output, [park], suffixes=(".xlsx",))
    with ctrl_c("what was found so far is offered") as wish:
        orders = Orders(gap=0.0, deadline=monotonic() + time_limit, jobs=jobs or cores(), wish=wish)
        found = offer(park, orders, everything=everything)
    if not quiet:
        say_warnings(park, found.warnings)
    written = None if output is None else found.write(output)
    if as_json:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=1, allow_nan=False))
        return
    for line in found.words():
        click.echo(line)
    click.echo(f"wrote {written}")
    if found.offers.nowhere:
        tell(f"no place is given for {', '.join(found.offers.nowhere)}: nothing could be offered there")
