"""Who is in the park, and what holds for all of it."""

from __future__ import annotations

import re
from typing import ClassVar

import numpy as np

from sidestream.tables import Anything, Choice, Floats, Label, Mask, Name, Number, Table, Text, YesNo, shown
from sidestream.tables.cells import as_name

COST = "cost"
RISKS = ("expected cost", "CVaR", "worst case")
KINDS = ("industry", "utility", "municipality", "farm", "market", "junction")

PAYMENTS = ("none", "along links", "free")
"""Payments between firms where each is to be no worse off."""


class Year(Number):
    """A year of the calendar."""

    @property
    def expected(self) -> str:
        return f"a whole year, {super().expected}"

    def understand_numbers(self, numbers: Floats) -> tuple[Floats, Mask]:
        values, fine = super().understand_numbers(numbers)
        return values, fine & (numbers == np.floor(numbers))

    def understand(self, cell: object) -> float:
        year = super().understand(cell)
        if not year.is_integer():
            raise ValueError(f"must be {self.expected}, found {shown(cell)}")
        return year


class Currency(Label):
    """A word that stands in headers, in EUR/a for EUR."""

    form: ClassVar[re.Pattern[str]] = re.compile(r"[^\d\s\[\]/;:'\"=+@-][^\[\]/;:\x00-\x1f]{0,19}")

    @property
    def expected(self) -> str:
        return "a currency such as EUR, in at most 20 signs without / [ ] ; :"

    def understand(self, cell: object) -> str:
        text = as_name(cell)
        if isinstance(cell, (bool, int, float)) or not self.form.fullmatch(text):
            raise ValueError(f"must be {self.expected}, found {shown(cell)}")
        return text


class Settings(Table):
    """What holds for the whole park, one setting a row."""

    key = ("setting",)
    setting = Name("which setting", needed=True)
    value = Anything("its value; blank: not given")
    unit = Text("the unit it is in, to be read beside the value")


class SettingRows(Table, sheet="Settings", traced=False):
    """Each row that Settings may have: here a setting is declared as if it were a column."""

    currency = Currency("what EUR stands for in every header", default="EUR")
    price_year = Year("the year whose money all prices are in", unit="year", least=1900, most=2200)
    discount_rate = Number(
        "real interest on every investment; needed where something is invested", unit="%/a", least=0, most=100
    )
    carbon_tax = Number("cash that the emitter pays for each counted tonne of CO2", unit="EUR/t", default=0, least=0)
    carbon_value = Number(
        "what the planner holds a tonne of CO2 worth, paid by nobody", unit="EUR/t", default=0, least=0
    )
    electricity_price = Number("price of the electricity that pumps use", unit="EUR/MWh", least=0)
    electricity_co2 = Number("CO2 of the electricity that pumps use", unit="kg/MWh", least=0)
    hours_per_year = Number(
        "hours in the year that quantities per year refer to", unit="h", default=8760, above=0, most=8784
    )
    detour_pipe = Number(
        "length of a pipe as a multiple of the straight distance", unit="1", default=1, least=1, most=10
    )
    detour_road = Number(
        "length of a road as a multiple of the straight distance", unit="1", default=1, least=1, most=10
    )
    payments = Choice(
        "whether every firm must be no worse off than today, with which payments between them; blank: firms are not asked",
        choices=PAYMENTS,
    )
    objective = Label(
        "what a design makes small: cost, or an impact such as co2; of designs with the least of that, the cheapest",
        default=COST,
    )
    risk = Choice(
        "what a design that weighs scenarios makes small: the expected cost, its mean over the worst part (CVaR), or the worst case",
        default=RISKS[0],
        choices=RISKS,
    )
    risk_tail = Number(
        "how likely the worst part is over which CVaR takes the mean; needed with CVaR", unit="%", above=0, most=100
    )
    risk_weight = Number(
        "how much CVaR or the worst case weighs; the expected cost weighs the rest",
        unit="%",
        default=100,
        least=0,
        most=100,
    )
    generate_candidates = Choice(
        "whether links that could pay are added to those that are typed; blank: where none is typed",
        choices=("yes", "no"),
    )
    longest_pipe = Number("longest pipe that may be added", unit="km", above=0)
    longest_road = Number("longest road that may be added", unit="km", above=0)
    gap = Number("share of the possible saving that may be left unproven", unit="%", default=1, least=0, most=100)
    time_limit = Number("how long to search", unit="s", above=0)
    outage_weeks = Number("how long a participant is out when it is lost", unit="week", above=0)


class Participants(Table):
    """Who could exchange something, and where."""

    key = ("participant",)
    participant = Name("what every other sheet calls it", needed=True)
    kind = Choice("what it is; a junction only passes on", needed=True, choices=KINDS)
    company = Label("the firm it belongs to, where several sites share one purse")
    lat = Number("latitude (WGS84)", unit="deg", least=-90, most=90)
    lon = Number("longitude (WGS84)", unit="deg", least=-180, most=180)
    x = Number("place eastward on a plane, instead of lon", unit="km")
    y = Number("place northward on a plane, instead of lat", unit="km")
    passes_on = YesNo("whether it passes on what it receives; a junction always does")
    discount_rate = Number("the rate it judges its own money at; blank: the park's", unit="%/a", least=0, most=100)
    least_saving = Number("what it must gain to be an end or a payer of a new link", unit="EUR/a", default=0, least=0)
    present = YesNo(
        "whether it is there: of one that is not, nothing is offered, needed, made or kept, and what was built stays paid",
        default=True,
    )
