"""How much a participant can dispose of, buy or pass through its gate, and what more of that costs."""

from __future__ import annotations

from sidestream.money import SHORTEST
from sidestream.park.links import STATUSES
from sidestream.tables import Choice, Label, Number, Ref, Table, Unit

TWICE = "give each a size of its own, or delete one"
OF = ("disposal", "virgin", "throughput")


class Expansions(Table):
    """Capacities that hold in every period: today's (existing), and steps by which they can be enlarged, one row a size."""

    key = ("of", "participant", "commodity", "size")
    twice = TWICE
    of = Choice(
        "disposal of what nobody takes, buying of virgin goods, or all that arrives by links", needed=True, choices=OF
    )
    participant = Ref("whose", needed=True, to="Participants")
    commodity = Ref("of what; blank: of everything, each counted by the capacity's measure", to="Commodities")
    status = Choice(
        "existing: today's; else whether this step is a choice; at most one is built", needed=True, choices=STATUSES
    )
    size = Label("tells steps apart")
    capacity = Number("today's capacity, or what the step adds", needed=True, least=0)
    capacity_unit = Unit("unit of the capacity, with its time", needed=True)
    investment = Number("what it costs once", unit="EUR", default=0, least=0)
    life = Number("how long it lasts; needed beside an investment", unit="a", least=SHORTEST)
    upkeep = Number("yearly upkeep", unit="% of investment/a", default=0, least=0, most=100)
    payer = Ref("who pays for it; blank: the participant", to="Participants")
