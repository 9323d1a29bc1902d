"""`share`: who gets what of the gain."""

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

RULES = ("equal", "proportional", "shapley", "least core", "nucleolus")


@click.command(
    short_help="How the gain can be shared so that nobody does better alone.",
    epilog=examples(
        "sidestream share park.xlsx -o share.xlsx",
        "sidestream share park.xlsx --rule shapley --gap 0",
        "sidestream share park.xlsx --time-limit 600 --json",
    ),
)
@click.option(
    "--rule",
    type=click.Choice(RULES),
    help="By which rule exchanges are priced. [default: nucleolus; of more than 12 firms least core]",
)
@study_options("share")
def share(rule: str | None, asked: Asked) -> None:
    """Share what the firms of PARK gain by the design that costs all of them together least.

    What each firm and each coalition of firms gains by itself, by five rules what each gets and whether somebody does better alone,
    the price of each exchange and between which prices both sides gain, what investments bring, and what it costs that no firm is
    worse off. Firms mind their cash at their own discount_rate.
    """

    def study(park: Park, options: Options) -> Design:
        from sidestream.studies.share import share as shared

        return shared(park, options, rule or "")

    asked.answer(
        study,
        _lines,
        then="nothing is written: what coalitions gain has to be known of all of them",
        stopped="stopped early: a verdict is not decided, or a gap is not closed to what was asked for",
    )


def _lines(found: Design) -> Iterator[str]:
    facts, currency = found.facts, found.facts["currency"]
    yield f"{facts['players']} firms gain {facts['gain']:,.0f} {currency}/a; no design lets them gain more than {facts['gain_at_most']:,.0f}"
    yield ""
    shares, rule = found["Shares"], facts["rule"].replace(" ", "_")
    wide = max([len("firm"), *shares["company"].str.len()])
    yield f"{'firm':<{wide}}  {'alone':>14}  {'before payments':>16}  {facts['rule']:>14}  {'is paid':>14}"
    for row in shares.to_dict("records"):
        cells = (row["alone"], row["gains"], row[rule], row["receives"])
        told = ["" if cell != cell else f"{cell:,.0f}" for cell in cells]
        yield f"{row['company']:<{wide}}  {told[0]:>14}  {told[1]:>16}  {told[2]:>14}  {told[3]:>14}"
    yield ""
    for row in found["Rules"].to_dict("records"):
        yield f"{row['rule']}: {row['verdict']}" + (
            f" ({row['coalition']})" if row["verdict"].startswith("some") else ""
        )
    none = found["Exchanges"][found["Exchanges"]["band"] == "no price suits both"]
    if len(none):
        yield f"no price suits both sides of {', '.join(none['link'].unique())}"
    for row in found["Guarantee"].to_dict("records")[1:]:
        price = "" if row["price"] != row["price"] else f", {row['price']:,.0f} {currency}/a dearer"
        yield f"nobody worse off, payments {row['payments']}: {row['found']}{price}"
