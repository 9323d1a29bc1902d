"""What turns some commodities into others: conversions in the sizes on offer, and what one unit of activity takes and makes."""

from __future__ import annotations

from sidestream.money import SHORTEST
from sidestream.park.links import STATUSES
from sidestream.tables import Choice, Label, Name, Number, Ref, Table, Unit, YesNo

TWICE = "give each a size of its own, or delete one"
OTHERWISE_IN = ("buy", "links only")
OTHERWISE_OUT = ("dispose", "leave", "must go")
"""What becomes of the rest of what a conversion takes, and of what it makes; blank: the first."""


class Conversions(Table):
    """Plants that turn some commodities into others, one row for each size at each participant."""

    key = ("conversion", "participant", "size")
    twice = TWICE
    conversion = Name(
        "what it is called; the same at several participants where it takes and makes the same", needed=True
    )
    participant = Ref("who has it, or would", needed=True, to="Participants")
    status = Choice(
        "whether this size is a choice; at most one that is not there yet is built", needed=True, choices=STATUSES
    )
    size = Label("tells sizes of one conversion at one participant apart")
    capacity = Number("most activity; where continuous: the largest size", needed=True, least=0)
    capacity_unit = Unit(
        "unit of the capacity, with its time; activity is counted in what stands before the time", needed=True
    )
    continuous = YesNo("whether it can be built in any size up to the capacity", default=False)
    investment = Number("what it costs once, whatever the size where it is continuous", unit="EUR", default=0, least=0)
    investment_per_unit = Number(
        "what each unit of capacity costs once, where it is continuous", unit="EUR", default=0, least=0
    )
    life = Number("how long it lasts; needed beside an investment", unit="a", least=SHORTEST)
    upkeep = Number("yearly upkeep", unit="% of investment/a", default=0, least=0, most=100)
    unit_cost = Number("cost of running it", unit="EUR/activity", default=0, least=0)
    unit_co2 = Number("CO2 of running it", unit="kg/activity", default=0)
    least_load = Number(
        "activity below which it cannot run, as a share of capacity", unit="%", default=0, least=0, most=100
    )
    excludes = Label("group of which only one can be at a place")
    availability = Ref("how the capacity varies over the periods; blank: even", to="Profiles")


class ConversionRates(Table):
    """What one unit of activity of a conversion takes in and gives out."""

    key = ("conversion", "commodity")
    conversion = Ref("which conversion", needed=True, to="Conversions")
    commodity = Ref("what it takes or makes", needed=True, to="Commodities")
    per_activity = Number("how much a unit of activity makes (+) or takes (-)", unit="unit/activity", needed=True)
    otherwise = Choice(
        "of what it takes, whether the rest is bought (blank) or must come by links; of what it makes, what becomes of the rest",
        choices=(*OTHERWISE_IN, *OTHERWISE_OUT),
    )
    cost = Number("price of what is bought, or of disposal; needed where it buys or disposes", unit="EUR/unit")
    co2 = Number("CO2 of what is bought or disposed of", unit="kg/unit", default=0)
