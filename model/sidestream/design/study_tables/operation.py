"""The sheets of some hours as they were measured: what to send where, and what is other than planned."""

from __future__ import annotations

from sidestream.design.tables import LINK_KINDS, Run
from sidestream.tables import Choice, Number, Table, Text

DEVIATES = ("goes unmet", "is given", "is needed", "is carried", "is bought", "is disposed of", "is left", "is run")
"""What may be other than planned, what nobody may miss first."""
PLANNED = "the same in the same steps with what was planned"
MORE = "measured less planned"


class Operation(Table, result=True):
    """All steps together: what they cost beside what is paid whatever flows, and what they cause."""

    key = ("figure",)
    figure = Text("what is counted, over all steps")
    unit = Text("its unit")
    planned = Number(PLANNED)
    measured = Number("with what was measured")
    more = Number(MORE)
    note = Text("what to know about it")


class Deviations(Table, result=True):
    """What is other than planned by more than the tolerance, over all steps."""

    key = ("what", "of", "commodity", "name")
    what = Choice("what is other than planned", choices=DEVIATES)
    of = Text("of which participant, link or plant")
    commodity = Text("of what")
    name = Text("which row of Supplies or Demands; of a plant, whose")
    planned = Number(PLANNED)
    measured = Number("with what was measured")
    more = Number(MORE)
    unit = Text("unit of the three")
    share = Number("most that it is off in all steps together, as a share of what was planned", unit="%")
    steps = Number("in how many steps it is off", unit="1")
    first = Text("the first of them")
    last = Text("the last of them")
    words = Text("the same in a sentence")


class DispatchByStep(Table, sheet="Dispatch", result=True):
    """What to send where, step by step."""

    key = ("time", "link", "from", "commodity")
    time = Text("when the step begins")
    link = Text("on which link")
    kind = Choice("pipe or truck", choices=LINK_KINDS)
    from_ = Text("where it enters")
    to = Text("where it arrives")
    commodity = Text("what")
    planned = Number("what would enter, as planned", unit="unit")
    sent = Number("what enters", unit="unit")
    more = Number(MORE, unit="unit")
    delivered = Number("what arrives", unit="unit")
    loads = Number("truck loads")
    unit = Text("the commodity's unit")


class StreamsByStep(Table, sheet="Streams", result=True):
    """What there is and what is needed, step by step, and what becomes of it."""

    key = ("time", "kind", "participant", "commodity", "name")
    time = Text("when the step begins")
    kind = Choice("what it is", choices=("supply", "demand"))
    participant = Text("whose")
    commodity = Text("what")
    name = Text("which row of Supplies or Demands")
    planned = Number("what was planned", unit="unit")
    amount = Number("what was measured; as planned where the file does not name it", unit="unit")
    exchanged = Number("of a supply, what somebody uses; of a need, what by-products meet", unit="unit")
    bought = Number("of a need, what is bought", unit="unit")
    disposed = Number("of a supply, what is disposed of", unit="unit")
    rest = Number("of a supply, what is left where it is; of a need, what goes unmet", unit="unit")
    unit = Text("the commodity's unit")


class PlantsByStep(Table, sheet="Plants run", result=True):
    """How much each plant runs, step by step."""

    key = ("time", "conversion", "participant", "size")
    time = Text("when the step begins")
    conversion = Text("which conversion")
    participant = Text("whose")
    size = Text("in which size")
    planned = Number("how much it would run, as planned")
    activity = Number("how much it runs")
    more = Number(MORE)
    unit = Text("what activity is counted in")


class StocksByStep(Table, sheet="Stocks", result=True):
    """What is in each storage, step by step."""

    key = ("time", "storage", "participant", "size", "commodity")
    time = Text("when the step begins")
    storage = Text("which storage")
    participant = Text("whose")
    size = Text("in which size")
    commodity = Text("what it keeps")
    put_in = Number("what is put in", unit="unit")
    taken_out = Number("what comes out", unit="unit")
    start = Number("what is in it when the step begins", unit="unit")
    end = Number("what is in it when the step ends", unit="unit")
    planned_end = Number("what would be in it then, as planned", unit="unit")
    unit = Text("the commodity's unit")


class CashByStep(Table, sheet="Cash by step", result=True):
    """What each participant pays in each step, beside what is paid whatever flows: annuities, upkeep, yearly costs."""

    key = ("time", "participant")
    time = Text("when the step begins")
    participant = Text("who pays")
    planned = Number("what it would pay, as planned", unit="EUR")
    measured = Number("what it pays", unit="EUR")
    more = Number(MORE, unit="EUR")


RESULTS: tuple[type[Table], ...] = (
    Operation,
    Deviations,
    DispatchByStep,
    StreamsByStep,
    PlantsByStep,
    StocksByStep,
    CashByStep,
    Run,
)
