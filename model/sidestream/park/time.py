"""How the year is cut, and how rates vary over it."""

from __future__ import annotations

from sidestream.tables import Label, Name, Number, Table


class Periods(Table):
    """The slices of the year, in order; without this sheet the year is one period."""

    key = ("period",)
    period = Name("what it is called", needed=True)
    hours = Number("how long it lasts in a year", unit="h", needed=True, above=0)
    cycle = Label("periods of one cycle follow each other and begin again; blank: the year itself")
    repeats = Number(
        "how often the cycle is run through in a year; hours are those of all of them", unit="1/a", default=1, least=1
    )


class Profiles(Table):
    """How rates vary: one row a period, one column a profile, hours-weighted mean 1."""

    key = ("period",)
    period = Name("which period", needed=True)
    extra = Number("factor on the average rate", least=0, needed=True)
