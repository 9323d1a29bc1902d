"""The sheets of outages: what each loss costs those who are left, and the design that weighs losses in advance."""

from __future__ import annotations

from sidestream.design.tables import FACILITY_KINDS, LINK_KINDS, MISSED, Assumptions, Run
from sidestream.tables import Choice, Name, Number, Table, Text

BEST, INSURED = "best", "insured"
DESIGNS = (BEST, INSURED)
NOTHING, PARTICIPANT = "nothing happens", "participant"
KINDS = (NOTHING, PARTICIPANT, *LINK_KINDS)


class Outages(Table, result=True):
    """Each participant and each link lost in turn, what is built kept: the ranking of dependence. First what leaves needs unmet
    that have no price, the most first, then by extra cost.
    """

    key = ("design", "when", "kind", "name")
    rank = Number("its place among the losses of a design; none where nothing happens", unit="1")
    design = Choice("of which design: the best, or the one that weighs losses in advance", choices=DESIGNS)
    when = Text("in which stage and scenario, each by itself; blank: every year is alike")
    kind = Choice(
        "a participant or a link; or nothing happens: run anew as outages are, to hold them against", choices=KINDS
    )
    name = Text("who or what is lost")
    weeks = Number("for how long", unit="week")
    extra_cost = Number("what the survivors pay more in these weeks than in as many of the design", unit="EUR")
    co2 = Number("CO2 that the survivors cause more in these weeks", unit="t")
    needs_unmet = Number("needs, and by-products that must go, of which something goes unmet", unit="1")
    unmet = Text("what goes unmet in these weeks, in all")
    no_price = Number("unmet needs that have no price, each by its share, in these weeks' mean", unit="1")
    hardest_hit = Text("who pays most more; where nobody does, who goes unmet most")
    hit_by = Number("what that one pays more", unit="EUR")
    worst_period = Text("when it would cost the survivors most")
    worst_cost = Number("extra cost if all these weeks fell into that period", unit="EUR")
    note = Text("what to know about it")


class Hit(Table, sheet="Hit by outages", result=True):
    """Who is hit by which loss: everybody who pays more or less, causes more or less CO2, or goes unmet."""

    key = ("design", "when", "kind", "name", "participant")
    design = Choice("of which design", choices=DESIGNS)
    when = Text("in which stage and scenario")
    kind = Choice("a participant or a link is lost", choices=KINDS)
    name = Text("who or what is lost")
    participant = Name("who is hit")
    extra_cost = Number("what it pays more in these weeks", unit="EUR")
    co2 = Number("CO2 that it causes more in these weeks", unit="t")
    unmet = Text("what goes unmet there in these weeks")


class Unmet(Table, sheet="Unmet in outages", result=True):
    """What goes unmet in which loss, need by need."""

    key = ("design", "when", "kind", "name", "what", "participant", "commodity", "row")
    design = Choice("of which design", choices=DESIGNS)
    when = Text("in which stage and scenario")
    kind = Choice("a participant or a link is lost", choices=KINDS)
    name = Text("who or what is lost")
    what = Choice("a need, or a by-product that must go and cannot", choices=MISSED)
    participant = Name("whose")
    commodity = Text("what")
    row = Text("name of the row of Demands or Supplies, where it has one")
    amount = Number("how much, in these weeks", unit="unit")
    unit = Text("the commodity's unit")
    share = Number("of what it is in these weeks", unit="%")
    priced = Text(
        "yes: it costs its shortage_cost, which is in the extra cost; no: it has no price, and is shown beside it"
    )
    worst_period = Text("when the largest share goes unmet")
    worst_share = Number("which share that is", unit="%")


class InsuredDesign(Table, sheet="Insured design", result=True):
    """The design that is cheapest when losses are weighed in advance, beside the best one for a year in which nothing happens."""

    key = ("figure",)
    figure = Name("what is counted")
    unit = Text("its unit")
    best = Number("the design that is best where nothing happens")
    insured = Number("the design that weighs losses in advance")
    more = Number("insured less best")
    note = Text("what to know about it")


class InsuredBuilds(Table, sheet="Insured builds", result=True):
    """What is built in the best design, in the insured one, or in both."""

    key = ("kind", "name", "participant", "size")
    kind = Choice("a link, or a conversion, storage or expansion", choices=(*LINK_KINDS, *FACILITY_KINDS))
    name = Name("which link, conversion or storage; of an expansion, the commodity, or 'all'")
    participant = Text("whose; blank for a link")
    size = Text("in which size; the vehicle; blank: own offer")
    best = Text("whether the best design builds it")
    insured = Text("whether the insured design does")


RESULTS: tuple[type[Table], ...] = (Outages, Hit, Unmet, Assumptions, Run)
WITH_INSURANCE: tuple[type[Table], ...] = (Outages, InsuredDesign, InsuredBuilds, Hit, Unmet, Assumptions, Run)
