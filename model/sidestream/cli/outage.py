"""`outage`: each participant and each link lost in turn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sidestream.cli.shared import examples, figure
from sidestream.cli.studying import Asked, study_options
from sidestream.errors import UsageError

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.park import Park
    from sidestream.studies.options import Options

SHOWN = 12
"""Losses that are printed; all of them are in the workbook."""


@click.command(
    short_help="What it costs to lose a participant or a link, and who is hit.",
    epilog=examples(
        "sidestream outage park.xlsx --weeks 4 -o outages.xlsx",
        "sidestream outage park.xlsx --for-good --only plant",
        "sidestream outage park.xlsx --weeks 8 --insure --chance 2",
        "sidestream outage park.xlsx --for-good --insure --chance 2 --risk CVaR --risk-tail 5 --json",
    ),
)
@click.option(
    "--weeks",
    type=click.FloatRange(0, min_open=True),
    metavar="N",
    help="How long each is lost. [default: outage_weeks of Settings]",
)
@click.option("--for-good", is_flag=True, help="Lost for good: a year of it is counted.")
@click.option(
    "--only", multiple=True, metavar="NAME", help="Lose only this participant or link. May be repeated. [default: all]"
)
@click.option(
    "--insure",
    is_flag=True,
    help="Also find the design that is cheapest when losses of participants are weighed in advance.",
)
@click.option(
    "--chance",
    type=click.FloatRange(0, 100, min_open=True),
    metavar="PERCENT",
    help="How likely it is that a participant is lost in a year; needed with --insure.",
)
@click.option(
    "--risk",
    type=click.Choice(["expected cost", "CVaR", "worst case"]),
    default="expected cost",
    show_default=True,
    help="What the insured design makes small.",
)
@click.option(
    "--risk-tail",
    type=click.FloatRange(0, 100, min_open=True),
    metavar="PERCENT",
    help="How likely the worst part is over which CVaR takes the mean.",
)
@study_options("outages")
def outage(
    weeks: float | None,
    for_good: bool,
    only: tuple[str, ...],
    insure: bool,
    chance: float | None,
    risk: str,
    risk_tail: float | None,
    asked: Asked,
) -> None:
    """Lose each participant and each link of PARK's best design in turn, and keep what is built: what do the others pay more, what CO2
    do they cause more, what goes unmet, who is hit hardest?

    What the old plants still carry is `backup` of Demands (blank: everything). With --insure, the design that is cheapest when losses
    are weighed in advance, and what that insurance costs.
    """
    if weeks is not None and for_good:
        raise UsageError("--weeks says how long, and --for-good a year: leave one of them away")
    if insure != (chance is not None):
        more = "--insure needs --chance: how likely it is that a participant is lost in a year, such as 2"
        raise UsageError(more if insure else "--chance is for --insure: ask with both")

    def study(park: Park, options: Options) -> Design:
        from sidestream.studies.outage import Insurance, outages, weeks_of

        insurance = None
        if chance is not None:
            insurance = Insurance(chance / 100, risk, None if risk_tail is None else risk_tail / 100)
        return outages(park, options, weeks_of(park, weeks, for_good=for_good), only, insurance)

    asked.answer(
        study,
        _lines,
        then="the losses worked out by then follow",
        stopped="stopped early: losses are missing, or the design is not proven within the gap",
    )


def _lines(found: Design) -> Iterator[str]:
    currency = found.facts["currency"]
    frame = found["Outages"]
    frame = frame[(frame["design"] == "best") & (frame["kind"] != "nothing happens")]
    names = [f"{name} ({when})" if when else name for name, when in zip(frame["name"], frame["when"], strict=True)]
    frame = frame.assign(name=names)
    width = max((len(str(name)) for name in frame["name"][:SHOWN]), default=4)
    yield f"{found.facts['weeks']:.4g} weeks without"
    yield f"{'':<{width}}  {f'extra cost {currency}':>16}  {'CO2 t':>12}  {'unmet needs':>11}  hardest hit"
    for row in frame[:SHOWN].to_dict("records"):
        if row["extra_cost"] != row["extra_cost"]:
            yield f"{row['name']:<{width}}  {row['note']}"
            continue
        line = f"{row['name']:<{width}}  {row['extra_cost']:>16,.0f}  {figure(row['co2']):>12}  {row['needs_unmet']:>11.0f}  {row['hardest_hit']}"
        yield f"{line}{': ' + row['unmet'] if row['unmet'] else ''}".rstrip()
    if len(frame) > SHOWN:
        yield f"and {len(frame) - SHOWN} more"
    if "Insured design" in found.tables:
        for row in found["Insured design"].to_dict("records")[:3]:
            yield f"{row['figure']}: {row['best']:,.0f} {currency}/a best, {row['insured']:,.0f} insured, {row['more']:+,.0f}"
