"""`fund`: which links deserve public money."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from sidestream.cli.shared import examples, figure
from sidestream.cli.studying import Asked, study_options

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.park import Park
    from sidestream.studies.options import Options


@click.command(
    short_help="What grant or loan each pipeline takes, and the best use of a budget.",
    epilog=examples(
        "sidestream fund park.xlsx --budget 2000000 -o funding.xlsx",
        'sidestream fund park.xlsx --link "plant-hub-heat" --link "hub-mill-heat"',
        "sidestream fund park.xlsx --most-share 40 --rate 2 --json",
        "sidestream fund park.xlsx --loan-rate 1 --loan-years 15",
    ),
)
@click.option(
    "--link",
    "links",
    multiple=True,
    metavar="LINK",
    help="Pay towards this link alone. Repeated: these, and all together.",
)
@click.option(
    "--budget",
    type=click.FloatRange(0),
    metavar="EUR",
    help="Most that may be given in all. [default: Funding, else no limit]",
)
@click.option(
    "--most-share",
    type=click.FloatRange(0, 100, min_open=True),
    metavar="PERCENT",
    help="Most of what a link costs once that may be given. [default: Funding, else 100]",
)
@click.option(
    "--rate",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="The funder's discount rate. [default: Funding, else the park's]",
)
@click.option(
    "--loan-rate",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Interest on a loan, to compare it with a grant. [default: Funding, else none is compared]",
)
@click.option(
    "--loan-years",
    type=click.FloatRange(0, min_open=True),
    metavar="YEARS",
    help="Years in which it is paid back. [default: Funding]",
)
@study_options("funding")
def fund(
    links: tuple[str, ...],
    budget: float | None,
    most_share: float | None,
    rate: float | None,
    loan_rate: float | None,
    loan_years: float | None,
    asked: Asked,
) -> None:
    """Show what it takes to have each pipeline of PARK built, and what that does for CO2.

    For each: whether firms build it anyway; the least grant that leaves nobody worse off than today (whole), and the least with
    which firms have nothing cheaper (response), or between which bounds it lies; what a tonne costs. The best use of a budget, and the price of each step to it; who
    gains, and what needs cost before and then; a loan against a grant. Who pays stands in the sheet Funding, each row by itself;
    without it a town is taken. All is searched to the end unless --gap or --time-limit says otherwise.
    """

    def study(park: Park, options: Options) -> Design:
        from dataclasses import replace

        from sidestream.studies.fund import Wanted
        from sidestream.studies.fund import fund as look

        wanted = Wanted(links, budget, _share(most_share), _share(rate), _share(loan_rate), loan_years)
        gap = 0.0 if asked.orders.gap is None else options.gap
        return look(park, replace(options, gap=gap), wanted)

    asked.answer(
        study,
        _lines,
        then="what was found by then follows",
        stopped="stopped before everything was decided: figures are left out, or known within bounds, or not proven (see the columns verdict)",
    )


def _share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


SURE = ("proven", "between bounds")
"""Verdicts that need not be said beside the figures."""


def _lines(found: Design) -> Iterator[str]:
    currency = found.facts["currency"]
    links, curve = found["Funding by link"], found["Budget curve"]
    for funder in found["Funders"].to_dict("records"):
        name = funder["funder"]
        yield f"{name} ({funder['kind']}): {funder['links']:.0f} links to pay towards, {funder['anyway']:.0f} of them built anyway"
        mine = links[links["funder"] == name]
        if mine.empty:
            continue
        wide = max(36, *map(len, mine["links"]))
        line = f"{{:<{wide}}}  {{:>7}}  {{:>12}}  {{:>24}}  {{:>9}}  {{:>10}}"
        yield line.format("link", "anyway", f"whole {currency}", f"response {currency}", "CO2 t/a", f"{currency}/t")
        for row in mine.to_dict("records"):
            figures = [figure(row[key]) for key in ("whole", "response", "co2_less", "price")]
            figures[1] = _between(row)
            over = " over the cap" if row["within_cap"] == "no" and row["response"] == row["response"] else ""
            over += f" {row['verdict']}" if row["verdict"] not in SURE else ""
            yield (line.format(row["links"], row["anyway"], *figures) + over).rstrip()
        best = curve[(curve["funder"] == name) & (curve["within_budget"] == "yes")]
        if len(best) > 1:
            last = best.iloc[-1]
            yield (
                f"best use of the budget: {last['given']:,.0f} {currency} for {last['links']} spare {figure(last['co2_less'])} t/a of "
                f"CO2, {figure(last['mean_price'])} {currency}/t ({last['verdict']})"
            )
        else:
            sure = funder["links"] and (mine["verdict"] == "proven").all() and found.facts["enough"]
            yield f"best use of the budget: {'to give nothing; none of it spares CO2' if sure else 'none was found in time'}"


def _between(row: dict[str, Any]) -> str:
    """The response grant; where only bounds of it are known, these."""
    least, most = figure(row["response_least"]), figure(row["response"])
    return f"{least} to {most}" if row["verdict"] == "between bounds" and least != most else most
