"""The rows of a workbook that leave no choice, in the planner's words: what must be served, go, be kept, built or not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sidestream.design.tables import CO2
from sidestream.errors import Fault
from sidestream.park import Park
from sidestream.park.limits import CASH, first_and_rest, is_amount, where_and_what

Row = Mapping[Any, Any]
Cell = tuple[str, str, int]
"""Sheet, column and row number of a cell that says that something must be."""


def hard_row(park: Park, cell: Cell, severity: str = "fault") -> Fault:
    """Say what a cell asks for, with its address."""
    sheet, column, row = told_as(park, cell)
    record = park[sheet].loc[row].to_dict()
    return park.tables[sheet].fault(row, column, SAYING[sheet, column](park, record), severity)


def told_as(park: Park, cell: Cell) -> Cell:
    """The cell that would have to change: of vehicles, however many there are today, how many there can be."""
    sheet, _, row = cell
    limited_ = sheet == "Fleets" and not park[sheet]["most"].isna()[row]
    return (sheet, "most", row) if limited_ else cell


def _must_be_served(_park: Park, row: Row) -> str:
    return f"{row['participant']} must be served {_quantity(row)} of {_what(row)}"


def _must_go(_park: Park, row: Row) -> str:
    return f"{_quantity(row)} of {_what(row)} must go from {row['participant']}"


def _at_least(park: Park, row: Row) -> str:
    return f"{limited(park, row)} must be at least {figure(row['least'])} {limit_unit(park, row)}".rstrip()


def _at_most(park: Park, row: Row) -> str:
    return f"{limited(park, row)} may be at most {figure(row['most'])} {limit_unit(park, row)}".rstrip()


def _status(_park: Park, row: Row) -> str:
    words = {"built": "counts as built", "required": "is required"}
    return f"the link '{row['link']}' {words.get(row['status'], 'is forbidden, and allowing it would help')}"


def _relation(_park: Park, row: Row) -> str:
    if row["status"] == "required":
        return f"a link must join {row['a']} and {row['b']}"
    return f"no link may join {row['a']} and {row['b']}, and allowing it would help"


THROUGH = {"disposal": "dispose of", "virgin": "buy", "throughput": "let through its gate"}


def _gate(_park: Park, row: Row) -> str:
    what = row["commodity"] or "everything together"
    size = f"{figure(row['capacity'])} {row['capacity_unit']}"
    return f"{row['participant']} can {THROUGH[row['of']]} at most {size} of {what}"


def _at_the_end(park: Park, row: Row) -> str:
    unit = park["Commodities"].set_index("commodity")["unit"].get(row["commodity"], "")
    return f"the storage '{row['storage']}' must hold {figure(row['end_level'])} {unit} at the end"


def _vehicles(_park: Park, row: Row) -> str:
    count = f"there can be at most {figure(row['most'])}"
    if math.isnan(row["most"]):
        count = f"there are {figure(row['number'])}"
    return f"{count} of {row['vehicle']}, each {figure(168 * row['hours'])} h a week on the road"


def _steady(_park: Park, row: Row) -> str:
    return (
        f"the link '{row['link']}' must carry at least {figure(100 * row['least_flow'])} % of its capacity all the time"
    )


SAYING = {
    ("Expansions", "capacity"): _gate,
    ("Storages", "end_level"): _at_the_end,
    ("Demands", "quantity"): _must_be_served,
    ("Supplies", "quantity"): _must_go,
    ("Limits", "least"): _at_least,
    ("Limits", "most"): _at_most,
    ("Pipelines", "status"): _status,
    ("Pipelines", "least_flow"): _steady,
    ("Fleets", "most"): _vehicles,
    ("Fleets", "number"): _vehicles,
    ("TruckRoutes", "status"): _status,
    ("Relations", "status"): _relation,
}


def _quantity(row: Row) -> str:
    unit = str(row["unit"])
    return figure(row["quantity"]) + (unit[1:] if unit.startswith("1/") else f" {unit}")


def _what(row: Row) -> str:
    return f"{row['commodity']} ({row['name']})" if row["name"] else str(row["commodity"])


def limited(park: Park, row: Row) -> str:
    """What a row of Limits is of, as the subject of a sentence."""
    key = str(row["key"])
    known = set(park["Participants"]["participant"])
    if row["on"] == "impact":
        impact, who = first_and_rest(key)
        return f"the {impact if impact not in ('', CO2) else 'CO2'} of {who or 'the park'}"
    if row["on"] == "cost":
        account, who = first_and_rest(key)
        return f"the cost of {account if account not in ('', CASH) else 'everything'}{f' to {who}' if who else ''}"
    if row["on"] == "partners":
        return f"the partners of {key or 'each participant'}"
    if row["on"] == "supplier share":
        who, what = where_and_what(key)
        return f"the share of one giver in {who}'s {what}"
    if row["on"] == "throughput":
        who, what = (key, "") if key in known else where_and_what(key)
        return f"what comes of {what or 'everything'} to {who}" if who in known else f"what '{key}' carries"
    if not key:
        return "all that is invested"
    return f"what {key} invests" if key in known else f"what '{key}' costs once"


def limit_unit(park: Park, row: Row) -> str:
    """The unit of a row of Limits, with its time."""
    if row["on"] == "investment":
        return str(park.settings.currency)
    if row["on"] == "partners":
        return ""
    if row["on"] == "throughput" and not is_amount(str(row["unit"])):
        return str(row["unit"])
    unit = park.settings.currency if row["on"] == "cost" else row["unit"]
    return (
        f"{unit} {'in each period' if row['on'] == 'supplier share' else 'a period'}"
        if row["per"] == "period"
        else (f"{unit} {'over the year' if row['on'] == 'supplier share' else 'a year'}")
    )


def figure(value: float) -> str:
    """Six digits of a number as a person writes it: 1,234,570 and 0.00123457."""
    return f"{float(f'{value:.6g}'):,.15g}"
