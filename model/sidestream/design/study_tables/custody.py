"""The sheets of a ledger: who gave what to whom in the end, by periods, on which links, and whether it closes."""

from __future__ import annotations

from sidestream.design.tables import ENDS, ORIGINS, Run
from sidestream.tables import Choice, Number, Table, Text

WAYS = ("pipe", "truck", "truck of a fleet", "on site")
WASTE_CODE = "code of the stream in the List of Waste"


class Custody(Table, result=True):
    """The chain of custody: every leg on which what somebody gives travels to its final user; on site: it has no leg."""

    key = (
        *("stage", "scenario", "origin", "stream", "name", "source", "user", "commodity", "use", "need", "need_name"),
        *("link", "from", "to", "carried", "period"),
    )
    stage = Text("in which stage")
    scenario = Text("in which scenario")
    origin = Text("who gives it, or buys it")
    company = Text("its firm")
    stream = Text("what it is there")
    name = Text("which row of Supplies; of what was in store, which storage")
    waste_code = Text(WASTE_CODE)
    source = Choice("where it comes from", choices=ORIGINS)
    user = Text("who uses it last, or loses it")
    commodity = Text("what it is there")
    use = Choice("what becomes of it", choices=ENDS)
    need = Text("which need it meets")
    need_name = Text("which row of Demands")
    link = Text("on which link")
    way = Choice("how it is carried", choices=WAYS)
    from_ = Text("where this leg begins")
    to = Text("where it ends")
    carried = Text("what is carried on it")
    carried_code = Text("code of what is carried in the List of Waste")
    period = Text("when")
    amount = Number("what arrives by this leg, in the period", unit="unit")
    year = Number("the same in all periods of the year", unit="unit/a")
    unit = Text("unit of what is carried")


class LedgerByPeriod(Table, sheet="Ledger by period", result=True):
    """The rows of Ledger period by period: what is kept in a storage is given in one and used in another."""

    key = (
        *("stage", "scenario", "origin", "stream", "name", "source", "given_in"),
        *("user", "commodity", "use", "need", "need_name", "period"),
    )
    stage = Text("in which stage")
    scenario = Text("in which scenario")
    origin = Text("who gives it, or buys it")
    stream = Text("what it is there")
    name = Text("which row of Supplies; of what was in store, which storage")
    waste_code = Text(WASTE_CODE)
    source = Choice("where it comes from", choices=ORIGINS)
    given_in = Text("in which period it is given")
    user = Text("who uses it last, or loses it")
    commodity = Text("what it is there")
    use = Choice("what becomes of it", choices=ENDS)
    need = Text("which need it meets")
    need_name = Text("which row of Demands")
    period = Text("in which period it is used")
    given = Number("what is given for that", unit="unit")
    given_unit = Text("unit of what is given")
    received = Number("what is used of it", unit="unit")
    unit = Text("unit of what is used")


class Closing(Table, result=True):
    """What comes to each participant of each commodity in each period, and what goes: the residual is nothing."""

    key = ("stage", "scenario", "participant", "commodity", "period")
    stage = Text("in which stage")
    scenario = Text("in which scenario")
    participant = Text("whose")
    commodity = Text("of what")
    period = Text("when")
    begins = Number("what begins there by the ledger: supplied or bought", unit="unit")
    made = Number("what conversions make", unit="unit")
    arrives = Number("what links bring", unit="unit")
    in_store = Number("what is in storages at the beginning, in all repetitions", unit="unit")
    ends = Number("what ends there by the ledger: used, disposed of, left or lost", unit="unit")
    converted = Number("what conversions take", unit="unit")
    departs = Number("what links take away, without what is lost on the way", unit="unit")
    kept = Number("what is in storages at the end, in all repetitions", unit="unit")
    residual = Number("what comes less what goes", unit="unit")
    unit = Text("the commodity's unit")


RESULTS: tuple[type[Table], ...] = (Custody, LedgerByPeriod, Closing, Run)
