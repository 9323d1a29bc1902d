"""What keeps a commodity from one period to a later one."""

from __future__ import annotations

from sidestream.money import SHORTEST
from sidestream.park.links import STATUSES
from sidestream.tables import Choice, Label, Name, Number, Ref, Table, Unit

TWICE = "give each a size of its own, or delete one"
KEEPS = ("own", "arrivals")


class Storages(Table):
    """Tanks, silos and heaps, one row for each size on offer."""

    key = ("storage", "participant", "size")
    twice = TWICE
    storage = Name("what it is called", needed=True)
    participant = Ref("who has it, or would", needed=True, to="Participants")
    commodity = Ref("what it keeps", needed=True, to="Commodities")
    keeps = Choice(
        "own goods for later departure, or arrivals for later use; needed unless its owner passes on", choices=KEEPS
    )
    status = Choice(
        "whether this size is a choice; at most one that is not there yet is built", needed=True, choices=STATUSES
    )
    size = Label("tells sizes of one storage apart")
    capacity = Number("most that it holds", unit="unit", needed=True, least=0)
    investment = Number("what it costs once", unit="EUR", default=0, least=0)
    life = Number("how long it lasts; needed beside an investment", unit="a", least=SHORTEST)
    upkeep = Number("yearly upkeep", unit="% of investment/a", default=0, least=0, most=100)
    in_efficiency = Number("share of what is put in that is kept", unit="%", default=100, above=0, most=100)
    out_efficiency = Number(
        "share of what is taken from the stock that comes out", unit="%", default=100, above=0, most=100
    )
    in_cost = Number("cost of putting in", unit="EUR/unit", default=0, least=0)
    out_cost = Number("cost of taking out", unit="EUR/unit", default=0, least=0)
    in_limit = Number("most that can be put in; blank: what it holds in each repetition of a period", least=0)
    out_limit = Number("most that can be taken out; blank: what it holds in each repetition of a period", least=0)
    limit_unit = Unit("unit of the limits, with its time")
    standing_loss = Number("lost from the stock", unit="%/h", default=0, least=0, most=100)
    start_level = Number(
        "what is in it at the beginning; both levels blank: what is in it at the end", unit="unit", least=0
    )
    end_level = Number("what is in it at the end; start_level alone: whatever is left", unit="unit", least=0)
