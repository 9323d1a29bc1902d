"""The sheets of a design for several stages or scenarios: what they come to together, and every other sheet world by world."""

from __future__ import annotations

from sidestream.design.tables import RESULTS, Summary
from sidestream.tables import Name, Number, Table, Text

SUMMARIES = "Summaries"
WHOLE = ("Summary", "Companies", "Payments", "Assumptions", "Run")
"""Sheets that speak of all worlds together: what a firm agrees to holds for all that may come."""


class WorldResults(Table, sheet="Stages and scenarios", result=True):
    """Each stage and scenario: how much it counts, what it costs and emits a year, and what is invested at its beginning."""

    key = ("stage", "scenario")
    stage = Text("which stage; blank: every year is alike")
    scenario = Text("which scenario; blank: none is weighed")
    start_year = Number("its first year", unit="a")
    years = Number("how many years it lasts", unit="a")
    probability = Number("how likely the scenario is", unit="%")
    worth = Number("what 1 EUR in each of its years is worth at the beginning of the first stage", unit="a")
    cost_today = Number("yearly cost of the park as it stands", unit="EUR/a")
    cost_design = Number("yearly cost as designed", unit="EUR/a")
    saving = Number("today less design", unit="EUR/a")
    co2_today = Number("CO2 of the park as it stands", unit="t/a")
    co2_design = Number("CO2 as designed", unit="t/a")
    co2_saving = Number("today less design", unit="t/a")
    investment = Number("what is invested at the beginning of the stage, whatever comes", unit="EUR")
    budget = Number("most that may be", unit="EUR")


class WhenToBuild(Table, sheet="When to build", result=True):
    """What to build at the beginning of which stage."""

    key = ("stage", "kind", "what", "of", "size")
    stage = Text("at the beginning of which stage")
    start_year = Number("in which year", unit="a")
    kind = Text("a pipeline, a truck route, a conversion, a storage, ...")
    what = Text("which link or facility")
    of = Text("between whom, or whose")
    size = Text("which size")
    capacity = Number("what it can do from then on")
    capacity_unit = Text("unit of the capacity")
    investment = Number("paid then", unit="EUR")
    life = Number("over how long", unit="a")
    payer = Text("who pays for it")


class CashFlow(Table, sheet="Cash flow", result=True):
    """Who pays what in each stage, expected over the scenarios: investments when they are made, the rest in every year."""

    key = ("stage", "participant")
    stage = Text("in which stage; blank: every year is alike")
    participant = Name("who")
    start_year = Number("first year of the stage", unit="a")
    years = Number("how many years it lasts", unit="a")
    investment = Number("paid at the beginning of the stage for what is built", unit="EUR")
    renewals = Number("paid in its years to renew what is older than its life, at the same price", unit="EUR")
    cost_today = Number("cash a year with the park as it stands", unit="EUR/a")
    cost_design = Number("cash a year as designed, without annuities", unit="EUR/a")
    gain = Number("today less design, a year", unit="EUR/a")
    left = Number(
        "worth, at the end of the last stage, of what outlives it: of its annuities in the years left", unit="EUR"
    )
    present_value = Number(
        "of gains less investments and renewals, and of what is left, at the beginning of the first stage, at the park's discount rate",
        unit="EUR",
    )


def _in_worlds(table: type[Table], sheet: str = "") -> type[Table]:
    """The same sheet with the stage and the scenario of each row."""
    made: type[Table] = type(
        table.__name__, (table,), {"__doc__": table.__doc__}, sheet=sheet or table.sheet, result=True
    )
    before = {"stage": Text("in which stage"), "scenario": Text("in which scenario")}
    for name, column in before.items():
        column.name = name
    made.columns = {**before, **table.columns}
    made.key = (*before, *table.key)
    return made


BY_WORLD: dict[str, type[Table]] = {
    table.sheet: _in_worlds(table, SUMMARIES if table is Summary else "")
    for table in RESULTS
    if table.sheet not in WHOLE or table is Summary
}
"""Every sheet that is world by world, by the name it has in the design of one world."""
TOGETHER = (WorldResults, WhenToBuild, CashFlow)
WORLD_RESULTS: tuple[type[Table], ...] = (
    Summary,
    *TOGETHER,
    *(BY_WORLD[table.sheet] for table in RESULTS if table.sheet in BY_WORLD),
    *(table for table in RESULTS if table.sheet in WHOLE and table is not Summary),
)
"""Every sheet of the design of several worlds, in the order a workbook has them."""
