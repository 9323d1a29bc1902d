"""What could come differently: named scenarios, and the cells that are different in each."""

from __future__ import annotations

from sidestream.tables import Anything, Label, Name, Number, Ref, Table


class Scenarios(Table):
    """What the park could have to live with, one at a time with --scenario."""

    key = ("scenario",)
    scenario = Name("what it is called", needed=True)
    probability = Number("how likely it is", unit="%", least=0, most=100)


class Changes(Table):
    """What is different in a scenario: cells of this workbook, each by its new value or by a factor on the old one."""

    key = ("when", "sheet", "key", "column")  # the sheet's own column `key` is the field `key_`
    when = Ref("in which scenario", needed=True, to="Scenarios")
    sheet_ = Label("in which sheet", needed=True)
    key_ = Label("which row: what tells it apart, as `plant, gypsum`; a link by its name; a setting", needed=True)
    column = Label("which column; of Settings, value", needed=True)
    value = Anything("its new value; a quantity may bring its unit, as `80 kt/a`")
    factor = Number("or what its number is multiplied by")
