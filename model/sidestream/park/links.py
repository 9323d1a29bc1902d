"""What could be built between two participants, and from which catalogues."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.money import SHORTEST
from sidestream.park.streams import MEDIA
from sidestream.tables import Choice, Choices, Label, Name, Number, Ref, Refs, Table, Text, Unit, YesNo

STATUSES = ("optional", "required", "forbidden", "existing", "built")
PAYERS = ("giver", "taker", "half")
TWICE = "give each a name of its own in the column link, or delete one"


class Pipelines(Table):
    """Pipes that could be laid, must be, may not be, or lie there already."""

    key = ("from", "to", "commodity", "link")
    twice = TWICE
    from_ = Ref("where it begins", needed=True, to="Participants")
    to = Ref("where it ends", needed=True, to="Participants")
    commodity = Refs("what it carries; several share its capacity", needed=True, to="Commodities")
    link = Name("what it is called; blank: from-to-commodity")
    status = Choice("whether it is a choice", needed=True, choices=STATUSES)
    length = Number("how long it is; blank: distance x detour_pipe", unit="km", above=0)
    two_way = YesNo("whether it can carry both ways", default=False)
    sizes = Refs("sizes it may have; blank: all of the medium", to="PipeSizes")
    payer = Ref("who pays for all of it; blank: half; needed at a junction", to="Participants", also=PAYERS)
    least_flow = Number(
        "flow below which it cannot run, as a share of capacity", unit="%", default=0, least=0, most=100
    )
    steady = YesNo("whether it has to run all the time, at its least flow or more", default=False)
    crossing_cost = Number(
        "what crossing roads, rails and water costs once, in any size", unit="EUR", default=0, least=0
    )
    capacity = Number("own offer: what it can carry; blank: without limit", least=0)
    capacity_unit = Unit("own offer: unit of the capacity, with its time")
    investment = Number("own offer: what it costs once", unit="EUR", default=0, least=0)
    life = Number("own offer: how long it lasts; needed beside an investment", unit="a", least=SHORTEST)
    yearly_cost = Number("own offer: what it costs a year, used or not", unit="EUR/a", default=0, least=0)
    unit_cost = Number("own offer: cost of what is sent", unit="EUR/unit", default=0, least=0)
    unit_co2 = Number("own offer: CO2 of what is sent", unit="kg/unit", default=0, least=0)
    loss = Number("own offer: share of what is sent that is lost", unit="%", default=0, least=0, most=100)
    price_today = Number(
        "what is paid for what arrives, by who receives it to who sends it: today, or as agreed for a new link; payments are "
        "changes against it",
        unit="EUR/unit",
    )


OWN_OFFER = ("capacity", "capacity_unit", "investment", "life", "yearly_cost", "unit_cost", "unit_co2", "loss")
"""Columns of Pipelines that make an offer of its own, instead of sizes from the catalogue."""


class PipeSizes(Table):
    """The catalogue of pipes."""

    key = ("size",)
    size = Name("what Pipelines calls it", needed=True)
    medium = Choice("what it can carry", needed=True, choices=MEDIA)
    capacity = Number("what it can carry at its inlet", needed=True, above=0)
    capacity_unit = Unit("unit of the capacity, with its time", needed=True)
    pipe_cost = Number("material and laying", unit="EUR/m", needed=True, least=0)
    trench_cost = Number("digging and filling", unit="EUR/m", default=0, least=0)
    station_cost = Number("pumps, exchangers and connections", unit="EUR/pipe", default=0, least=0)
    upkeep = Number(
        "yearly upkeep, of pipe and station without the trench", unit="% of investment/a", default=0, least=0, most=100
    )
    loss = Number("lost on the way", unit="%/km", default=0, least=0, most=100)
    pumping = Number("electricity to move what is sent", unit="kWh/unit/km", default=0, least=0)
    building_co2 = Number("CO2 of making and laying it", unit="kg/m", default=0, least=0)
    life = Number("how long it lasts", unit="a", needed=True, least=SHORTEST)


class Corridors(Table):
    """Trenches that several pipes can share: dug once, paid once."""

    key = ("corridor",)
    corridor = Name("what it is called", needed=True)
    from_ = Text("where it begins")
    to = Text("where it ends")
    length = Number("how long it is", unit="km", needed=True, above=0)
    trench_cost = Number("digging and filling", unit="EUR/m", default=0, least=0)
    status = Choice("whether it is a choice; existing: the trench is there", needed=True, choices=STATUSES)
    life = Number("how long it lasts", unit="a", needed=True, least=SHORTEST)
    payer = Ref("who pays for it; blank: the links that use it, in equal parts", to="Participants")


class CorridorPaths(Table):
    """Which pipes lie in which corridors: there they pay no trench of their own."""

    key = ("link", "corridor")
    link = Label("which pipe, by the name of its link", needed=True)
    corridor = Ref("in which corridor", needed=True, to="Corridors")


class TruckRoutes(Table):
    """Roads that trucks could serve."""

    key = ("from", "to", "commodity", "link")
    twice = TWICE
    from_ = Ref("where it begins", needed=True, to="Participants")
    to = Ref("where it ends", needed=True, to="Participants")
    commodity = Refs("what it carries; blank: all that go by truck", to="Commodities")
    link = Name("what it is called; blank: from-to-commodity")
    status = Choice("whether it is a choice", needed=True, choices=STATUSES)
    distance = Number("one way; blank: distance x detour_road", unit="km", above=0)
    vehicle = Ref("which vehicle serves it", needed=True, to="Vehicles")
    opening_cost = Number("what opening it costs once", unit="EUR", default=0, least=0)
    life = Number("how long the opening lasts; needed beside an opening cost", unit="a", least=SHORTEST)
    yearly_cost = Number("what keeping it open costs a year", unit="EUR/a", default=0, least=0)
    most_loads = Number("loads it can take", unit="1/week", least=0)
    whole_loads = YesNo("whether the loads of a period are a whole number", default=False)
    capacity = Number("what it can carry; blank: without limit", least=0)
    capacity_unit = Unit("unit of the capacity, with its time")
    unit_cost = Number("cost of what is sent, beside the vehicle's", unit="EUR/unit", default=0, least=0)
    unit_co2 = Number("CO2 of what is sent, beside the vehicle's", unit="kg/unit", default=0, least=0)
    payer = Ref("who pays for all of it; blank: half; needed at a junction", to="Participants", also=PAYERS)
    price_today = Number(
        "what is paid for what arrives, by who receives it to who sends it: today, or as agreed for a new link; payments are "
        "changes against it",
        unit="EUR/unit",
    )


class Fleets(Table):
    """How many vehicles there are, and what more of them cost, where their hours are scarce; without a row there are enough."""

    key = ("vehicle",)
    vehicle = Ref("which vehicle", needed=True, to="Vehicles")
    payer = Ref("who pays for them", needed=True, to="Participants")
    number = Number("how many there are", unit="1", default=0, least=0)
    most = Number("how many there can be in all; blank: without limit", unit="1", least=0)
    hours = Number("how long each can be on the road", unit="h/week", needed=True, above=0, most=168)
    speed = Number("how fast they drive, there and back", unit="km/h", needed=True, above=0)
    load_hours = Number("how long loading and unloading takes", unit="h/load", default=0, least=0)
    investment = Number("what one more costs once", unit="EUR", default=0, least=0)
    life = Number("how long it lasts; needed beside an investment", unit="a", least=SHORTEST)
    yearly_cost = Number("what each costs a year, used or not", unit="EUR/a", default=0, least=0)


class Vehicles(Table):
    """What a truck carries and costs."""

    key = ("vehicle",)
    vehicle = Name("what TruckRoutes calls it", needed=True)
    payload = Number("weight of a full load", unit="t", needed=True, above=0)
    volume = Number("room of a full load", unit="m3", above=0)
    km_cost = Number("cost of driving", unit="EUR/km", needed=True, least=0)
    load_cost = Number("cost of loading and unloading", unit="EUR/load", default=0, least=0)
    km_co2 = Number("CO2 of driving", unit="kg/km", needed=True, least=0)
    empty_return = Number("share of the way back driven empty", unit="%", needed=True, least=0, most=100)
    media = Choices("which media it can take; blank: all", choices=MEDIA)


def carried(frame: pd.DataFrame) -> tuple[NDArray[np.int64], list[str]]:
    """Place of the row and name of the commodity for each commodity that each link carries."""
    counts = [len(names) for names in frame["commodity"]]
    return np.repeat(np.arange(len(frame)), counts), list(itertools.chain.from_iterable(frame["commodity"]))
