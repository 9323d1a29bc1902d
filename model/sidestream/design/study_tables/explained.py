"""The sheets of what is explained: links the other way, flips, marginal values, values with rebuilding."""

from __future__ import annotations

from sidestream.design.tables import LINK_KINDS, Run
from sidestream.tables import Choice, Name, Number, Refs, Table, Text

BUILT, NOT_BUILT, NO_CHOICE = "built", "not built", "no choice"
ANSWERS = (BUILT, NOT_BUILT, NO_CHOICE)
PROVEN, OPEN = "proven", "not decided"
CARBON, CAPITAL, YEARLY, SUPPLY, NEED = "carbon price", "capital cost", "yearly cost", "supply", "need"
LEVERS = (CARBON, CAPITAL, YEARLY, SUPPLY, NEED)
SAME, NO_DESIGN = "makes no difference", "no design"
SIDES = ("offers", "uses", "passes on")
SEEN = "seen at points"


class LinksExplained(Table, sheet="Links explained", result=True):
    """Each link: whether it is built, and what it costs to have it the other way."""

    key = ("link",)
    link = Name("which link")
    kind = Choice("pipe or truck", choices=LINK_KINDS)
    from_ = Text("where it begins")
    to = Text("where it ends")
    commodity = Refs("what it carries", to="Commodities")
    answer = Choice("what the best design does; no choice: the workbook says so, or nothing can flow", choices=ANSWERS)
    size = Text("in which size it is built, or would be; the vehicle; blank: own offer")
    decided = Choice(
        "proven: the other way is no cheaper; not decided: within the gap it could be", choices=(PROVEN, OPEN)
    )
    own_cost = Number("what it costs a year to have it: annuity, upkeep, tax on building it", unit="EUR/a")
    dearer = Number("cost more with the other way: without it where it is built, with it where it is not", unit="EUR/a")
    proven = Number("the other way costs at least so much more", unit="EUR/a")
    spared = Number("what having it spares the park elsewhere, before its own cost", unit="EUR/a")
    co2_more = Number("CO2 that the other way causes more", unit="t/a")
    sentence = Text("the same in words")


class Flips(Table, result=True):
    """Carbon price, capital cost and volume at which the answer for a link changes."""

    key = ("link", "of", "what", "flip")
    link = Name("which link")
    of = Choice("what is changed, all else as it is", choices=LEVERS)
    what = Text("whose, or which cell")
    today = Number("what it is now")
    unit = Text("unit of this line's values")
    flip = Number("where the answer changes; blank: it does not")
    times = Number("the same, as a multiple of what it is now", unit="1")
    low = Number("the change lies above this")
    high = Number("and below this")
    below = Text("the answer below it")
    above = Text("the answer above it")
    first = Number("where the search began")
    last = Number("where it ended")
    how = Text(
        "proven: there is no other flip between; seen at points: two that cancel out between two points are not seen"
    )
    sentence = Text("the same in words")


class MarginalValues(Table, sheet="Marginal values", result=True):
    """What a unit more or less of a commodity is worth at a site in a period, with all builds as they are."""

    key = ("participant", "commodity", "side", "stage", "scenario", "period")
    participant = Name("where")
    commodity = Name("of what")
    side = Choice("what it offers, what it uses, or what it passes on", choices=SIDES)
    stage = Text("in which stage")
    scenario = Text("in which scenario")
    period = Text("when")
    unit = Text("unit of the commodity")
    value = Number("what a unit more or less is worth; blank where the two differ", unit="EUR/unit")
    low = Number(
        "what a unit more from outside is worth; blank: none can be taken in there as it is built", unit="EUR/unit"
    )
    high = Number("what a unit less costs; blank: none can be done without", unit="EUR/unit")
    more = Number("up to how much more `low` holds, in the period", unit="unit")
    less = Number("up to how much less `high` holds, in the period", unit="unit")


class Rebuilt(Table, sheet="Values with rebuilding", result=True):
    """What more of a supply is worth, and more of a need costs, where the park may be designed anew for it."""

    key = ("what", "participant", "commodity", "more")
    what = Choice("of a supply, what it spares; of a need, what it costs", choices=(SUPPLY, NEED))
    participant = Name("whose")
    commodity = Name("of what; several rows of it grow alike")
    more = Number("how much more of it", unit="%")
    added = Number("the same, a year")
    unit = Text("unit of the commodity")
    value = Number("what a unit of that is worth, in the best designs found", unit="EUR/unit")
    low = Number("it is worth at least this: what is proven", unit="EUR/unit")
    high = Number("and at most this", unit="EUR/unit")


RESULTS: tuple[type[Table], ...] = (LinksExplained, Flips, MarginalValues, Rebuilt, Run)
