"""`settings`: what holds for the whole park, and who said so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from sidestream.cli.shared import JSON, PARK, Orders, cores, examples, search_options, what_if_options

if TYPE_CHECKING:
    from sidestream.park import Park
    from sidestream.studies.opening import WhatIf


@click.command(
    short_help="Show every setting and where it comes from.",
    epilog=examples(
        "sidestream settings park.xlsx",
        'sidestream settings park.xlsx --set "Settings: carbon_tax = 50" --gap 0.1',
    ),
)
@PARK
@search_options
@what_if_options
@JSON
@click.pass_context
def settings(context: click.Context, park: Path, orders: Orders, what_if: WhatIf, as_json: bool) -> None:
    """Show every setting of PARK: its value, and whether a flag, the environment, the workbook or nobody said so.

    A flag goes before the environment (SIDESTREAM_ and the setting's name, such as SIDESTREAM_CARBON_TAX=50), the
    environment before the workbook, the workbook before the default.
    """
    from sidestream.studies.opening import open_settings

    known = open_settings(park, what_if)
    rows = [*_of_park(known, orders), *_of_search(context, orders)]
    if as_json:
        names = ("setting", "value", "unit", "from")
        click.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
        return
    widths = [max(len(str(row[place])) for row in rows) for place in range(3)]
    for row in rows:
        cells = (f"{row[place]!s:<{widths[place]}}" for place in range(3))
        click.echo("  ".join([*cells, row[3]]).rstrip())


Row = tuple[str, object, str, str]


def _of_park(park: Park, orders: Orders) -> list[Row]:
    """The rows of the Settings sheet, with what the command line says of two of them."""
    from sidestream.park.sites import SettingRows
    from sidestream.tables import Number

    said = {change.key: change.by for change in park.changes if change.sheet == "Settings"}
    loaded = park.tables["Settings"]
    rows_of = zip(loaded.frame.index, loaded.frame["setting"], strict=True)
    typed = {name: loaded.fault(row, "value", "").place for row, name in rows_of}
    flags = {"gap": orders.gap, "time_limit": orders.time_limit}
    rows: list[Row] = []
    for name, column in SettingRows.columns.items():
        value = column.show(getattr(park.settings, name))
        source = said.get(name) or typed.get(name) or ("not given" if value in (None, "") else "default")
        if flags.get(name) is not None:
            value, source = flags[name], f"--{name.replace('_', '-')}"
        if isinstance(column, Number) and isinstance(value, float) and value.is_integer():
            value = int(value)
        rows.append((name, "" if value is None else value, column.unit, source))
    return rows


def _of_search(context: click.Context, orders: Orders) -> list[Row]:
    """How to search, which a workbook does not say."""
    rows: list[Row] = []
    for name, value in (("jobs", orders.jobs or cores()), ("solver", orders.solver)):
        source = {
            ParameterSource.COMMANDLINE: f"--{name}",
            ParameterSource.ENVIRONMENT: f"environment SIDESTREAM_{name.upper()}",
        }.get(context.get_parameter_source(name) or ParameterSource.DEFAULT, "default")
        rows.append((name, value, "", source))
    return rows
