"""`pareto`: cost against an impact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sidestream.cli.shared import examples, figure
from sidestream.cli.studying import Asked, study_options

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.park import Park
    from sidestream.studies.options import Options


@click.command(
    short_help="What less CO2, or less of another impact, costs.",
    epilog=examples(
        "sidestream pareto park.xlsx -o front.xlsx",
        "sidestream pareto park.xlsx --points 20 --gap 0",
        "sidestream pareto park.xlsx --impact groundwater --json",
    ),
)
@click.option(
    "--impact", default="co2", show_default=True, metavar="NAME", help="Which impact: co2, or one of ImpactFactors."
)
@click.option(
    "--points", type=click.IntRange(2), default=8, show_default=True, help="Designs to look for, both ends included."
)
@study_options("front")
def pareto(impact: str, points: int, asked: Asked) -> None:
    """Show what it costs to have less of an impact: designs of PARK from the cheapest to the one that causes least.

    Each point is a design that was audited, with its proven gap; of two neighbours the dearer causes less, and the price of the
    step is what a unit less costs. A time limit is shared out among the designs.
    """

    def study(park: Park, options: Options) -> Design:
        from sidestream.studies.pareto import front

        return front(park, options, impact, points)

    asked.answer(
        study,
        _lines,
        then="the designs found by then follow",
        stopped="stopped early: points are missing, or not every gap is closed to what was asked for (see the column gap)",
    )


def _lines(found: Design) -> Iterator[str]:
    currency, frame = found.facts["currency"], found["Front"]
    unit = str(frame["unit"].iloc[0])
    heads = (f"cost {currency}/a", f"unproven {currency}/a", unit, f"{currency}/{unit.removesuffix('/a')} less")
    yield "{:>5}  {:>16}  {:>16}  {:>14}  {:>14}  {:>6}".format("point", *heads, "builds")
    for row in frame.to_dict("records"):
        yield (
            f"{row['point']:>5.0f}  {row['cost']:>16,.0f}  {row['gap']:>16,.0f}  {figure(row['impact'], 6):>14}  {figure(row['price']):>14}  "
            f"{row['builds']:>6.0f}"
        )
