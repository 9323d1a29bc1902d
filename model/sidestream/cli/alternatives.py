"""`alternatives`: designs nearly as good, and which links all of them have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sidestream.cli.shared import examples
from sidestream.cli.studying import Asked, study_options

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.park import Park
    from sidestream.studies.options import Options


@click.command(
    short_help="Designs nearly as good, and the links that all of them have.",
    epilog=examples(
        "sidestream alternatives park.xlsx -o alternatives.xlsx",
        "sidestream alternatives park.xlsx --within 10 --count 8 --time-limit 600",
        "sidestream alternatives park.xlsx --gap 0 --json",
    ),
)
@click.option(
    "--within",
    type=click.FloatRange(0, min_open=True),
    default=5.0,
    show_default=True,
    metavar="PERCENT",
    help="How much dearer than the best design a good one may be, of its cost.",
)
@click.option(
    "--count", type=click.IntRange(1), default=5, show_default=True, help="Designs to look for, the best one included."
)
@study_options("alternatives")
def alternatives(within: float, count: int, asked: Asked) -> None:
    """Show designs of PARK that are nearly as good as the best and differ as much as they can.

    Each link is no-regret (proven: no good design is without it), a real choice (some have it, some have not), never (proven:
    no good design has it) or, where time or gap do not allow to say, not decided.
    """

    def study(park: Park, options: Options) -> Design:
        from sidestream.studies.alternatives import alternatives as look

        return look(park, options, within / 100, count)

    asked.answer(
        study,
        _lines,
        then="what was found by then follows",
        stopped="stopped before everything was decided: some links, or the gap of the best design, are left open",
    )


def _lines(found: Design) -> Iterator[str]:
    currency, frame, links = found.facts["currency"], found["Alternatives"], found["Links in good designs"]
    heads = (f"cost {currency}/a", "dearer %", "CO2 t/a", "builds", "differs")
    yield "{:>6}  {:>16}  {:>8}  {:>14}  {:>6}  {:>7}".format("design", *heads)
    for row in frame.to_dict("records"):
        yield (
            f"{row['design']:>6.0f}  {row['cost']:>16,.0f}  {100 * row['dearer_share']:>8.3g}  {row['co2']:>14,.0f}  "
            f"{row['builds']:>6.0f}  {row['differs']:>7.0f}"
        )
    for verdict, some in links.groupby("verdict", sort=False):
        names = some["link"].tolist()
        more = f" and {len(names) - 6} more" if len(names) > 6 else ""
        yield f"{verdict}: {len(names)} - {', '.join(names[:6])}{more}"
