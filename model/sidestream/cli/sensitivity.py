"""`sensitivity`: what other figures would mean for the design."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sidestream.cli.shared import examples
from sidestream.cli.studying import Asked, study_options
from sidestream.errors import UsageError

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.park import Park
    from sidestream.studies.options import Options

WIDEST = 10
"""Ranges of the tornado that are printed."""


@click.command(
    short_help="What other prices, factors and quantities would mean for the design.",
    epilog=examples(
        "sidestream sensitivity park.xlsx -o sensitivity.xlsx",
        "sidestream sensitivity park.xlsx --samples 500 --seed 7 --distribution triangular",
        "sidestream sensitivity park.xlsx --all 20 --top 15 --samples 0 --gap 0",
    ),
)
@click.option(
    "--samples",
    type=click.IntRange(0),
    default=100,
    show_default=True,
    help="How often all ranges are drawn at once; 0: one figure at a time only.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Where drawing begins: the same seed, the same samples.",
)
@click.option(
    "--distribution",
    type=click.Choice(["uniform", "triangular"]),
    default="uniform",
    show_default=True,
    help="How values lie between low and high: all alike, or the likelier the nearer to the workbook's own.",
)
@click.option(
    "--all",
    "around",
    type=click.FloatRange(0, 100, min_open=True),
    metavar="PERCENT",
    help="Beside the sheet Ranges, vary every price, factor and quantity that the saving rests on (see Guesses) by that much.",
)
@click.option("--top", type=click.IntRange(1), metavar="N", help="Of --all, only the N that weigh most.")
@study_options("sensitivity")
def sensitivity(
    samples: int, seed: int, distribution: str, around: float | None, top: int | None, asked: Asked
) -> None:
    """Show what it would mean for PARK if its figures were others, between the low and high values of its sheet Ranges.

    One figure at a time (tornado), then all at random: what the design saves that the workbook's figures lead to, what the best
    design for the other figures would save, and the regret between the two; how often each link is built, and which figures take it
    in or out. A time limit is shared out among the designs.
    """
    if top is not None and around is None:
        raise UsageError("--top is of --all: say by how many percent, such as --all 20")

    def study(park: Park, options: Options) -> Design:
        from sidestream.studies.sensitivity import Wanted
        from sidestream.studies.sensitivity import sensitivity as look

        share = None if around is None else around / 100
        return look(park, options, Wanted(samples, seed, distribution, share, top))

    asked.answer(
        study,
        _lines,
        then="what was done by then follows",
        stopped="stopped early: ends or samples are missing, or not every gap is closed to what was asked for (see Run, and the column gap)",
    )


def _lines(found: Design) -> Iterator[str]:
    facts, currency = found.facts, found.facts["currency"]
    saving = (
        "saving not defined" if facts["saving"] != facts["saving"] else f"saves {facts['saving']:,.0f} {currency}/a"
    )
    yield f"first design: {facts['cost']:,.0f} {currency}/a, {saving}; {facts['ranges']} ranges"
    yield from _tornado(found, currency)
    yield from _samples(found)
    links = found["Links in samples"]
    moved = links[(links["taken_in"] != "") | (links["taken_out"] != "")]
    for row in moved.head(WIDEST).to_dict("records"):
        way, ends = ("in", row["taken_in"]) if row["taken_in"] else ("out", row["taken_out"])
        yield f"{row['name']} goes {way} with {ends}"
    if len(moved) > WIDEST:
        yield f"{len(moved) - WIDEST} more links go in or out: Links in samples"


def _tornado(found: Design, currency: str) -> Iterator[str]:
    frame = found["Tornado"]
    if frame.empty:
        return
    heads = (f"kept saves {currency}/a", f"anew saves {currency}/a", f"regret {currency}/a")
    yield "{:>18}  {:>18}  {:>16}  {}".format(*heads, "with")
    for row in frame.head(2 * WIDEST).to_dict("records"):
        figures = [row["kept_saving"], row["saving"], row["regret"]]
        words = ["" if figure != figure else f"{figure:,.0f}" for figure in figures]
        said = "" if row["status"] == "designed" else f" ({row['status']})"
        yield f"{words[0]:>18}  {words[1]:>18}  {words[2]:>16}  {row['change']}{said}"
    if len(frame) > 2 * WIDEST:
        yield f"{len(frame) - 2 * WIDEST} more ends: Tornado"


def _samples(found: Design) -> Iterator[str]:
    if not found.facts["samples designed"]:
        return
    for row in found["Sensitivity"].to_dict("records"):
        if row["figure"] in ("saving, first design kept", "saving, designed anew", "regret of the first design"):
            spread = f"5 % below {row['q5']:,.0f}, half below {row['q50']:,.0f}, 95 % below {row['q95']:,.0f}"
            yield f"{row['figure']}: mean {row['mean']:,.0f} {row['unit']}; {spread} ({row['samples']:.0f} samples)"
        elif row["figure"].startswith("samples") and (row["mean"] > 0 or row["figure"].endswith("saves")):
            yield f"{row['figure']}: {row['mean']:.0f} % (95 % sure: {row['mean_from']:.0f} to {row['mean_to']:.0f} %)"
