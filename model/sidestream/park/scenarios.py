"""What could come differently: stages of the years ahead, named scenarios, the cells that are different in each, and between
which values a figure could lie.
"""

from __future__ import annotations

import re

from sidestream.park.sites import Year
from sidestream.tables import Anything, Label, Name, Number, Percent, Table

FACTOR = re.compile(r"[xX\u00d7*]\s*(.*)")
"""How a factor on what the workbook says begins: x0.8."""


class End(Anything):
    """One end of a range: a number in the unit of the cell that it is of, or a factor on what stands there; kept as a text."""

    @property
    def expected(self) -> str:
        return "a number, or a factor such as x0.8"

    def understand(self, cell: object) -> str:
        if isinstance(cell, Percent):
            return f"{100 * cell:.15g} %"
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return f"{cell:.15g}"
        return str(cell).strip()

    def show(self, value: object) -> object:
        try:
            return float(str(value)) if value is not None else None
        except ValueError:
            return value


class Stages(Table):
    """The years a design looks ahead, in stretches in which nothing changes; without this sheet every year is alike."""

    key = ("stage",)
    stage = Name("what it is called", needed=True)
    start_year = Year("its first year", needed=True, unit="year", least=1900, most=2200)
    years = Year("how many years it lasts", needed=True, unit="a", least=1, most=200)
    budget = Number("most that may be invested at its beginning; blank: no limit", unit="EUR", least=0)


class Scenarios(Table):
    """What the park could have to live with: with probabilities the design weighs them all, else one at a time with --scenario."""

    key = ("scenario",)
    scenario = Name("what it is called", needed=True)
    probability = Number(
        "how likely it is; those of all scenarios add up to 100 %, `as it is` one of them", unit="%", least=0, most=100
    )


class Changes(Table):
    """What is different in a stage or scenario: cells of this workbook, each by its new value or by a factor on the old one."""

    key = ("when", "sheet", "key", "column")  # the sheet's own column `key` is the field `key_`
    when = Label("in which scenario, or from which stage on", needed=True)
    sheet_ = Label("in which sheet", needed=True)
    key_ = Label("which row: what tells it apart, as `plant, gypsum`; a link by its name; a setting", needed=True)
    column = Label("which column; of Settings, value", needed=True)
    value = Anything("its new value; a quantity may bring its unit, as `80 kt/a`")
    factor = Number("or what its number is multiplied by: of a stage, the workbook's; of a scenario, the stage's")


class Ranges(Table):
    """What `sensitivity` varies: cells of this workbook, and between which values each could lie."""

    key = ("sheet", "key", "column")  # the sheet's own column `key` is the field `key_`
    sheet_ = Label("in which sheet", needed=True)
    key_ = Label("which row: what tells it apart, as `plant, gypsum`; a link by its name; a setting", needed=True)
    column = Label("which column, one of numbers; of Settings, value", needed=True)
    low = End(
        "least that it could be, in the unit of its cell; or a factor on what stands there, as `x0.8`", needed=True
    )
    high = End("most that it could be, likewise", needed=True)
