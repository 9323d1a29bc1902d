"""The sheets of alternatives: designs nearly as good, and which links all of them have."""

from __future__ import annotations

from sidestream.design.tables import LINK_KINDS, Run
from sidestream.tables import Choice, Name, Number, Table, Text

NO_REGRET, NEVER, CHOICE, OPEN = "no-regret", "never", "real choice", "not decided"
VERDICTS = (NO_REGRET, CHOICE, NEVER, OPEN)


class Alternatives(Table, result=True):
    """The best design, and others nearly as good that share as little with it and with each other as can be."""

    key = ("design",)
    design = Number("its number; 1 is the best design", unit="1")
    cost = Number("total cost", unit="EUR/a")
    dearer = Number("cost more than the best design", unit="EUR/a")
    dearer_share = Number("the same, as a share of the cost of the best", unit="%")
    co2 = Number("CO2 that it causes a year", unit="t/a")
    investment = Number("paid once", unit="EUR")
    builds = Number("links, plants, storages and expansions built", unit="1")
    differs = Number("builds of which one has what the other has not, against the best", unit="1")
    has = Text("what it builds and the best does not")
    lacks = Text("what the best builds and it does not")


class LinksInAlternatives(Table, sheet="Links in good designs", result=True):
    """Each link that may be built or not: whether all good designs have it, some, or none. Good is what costs little more."""

    key = ("link",)
    link = Name("which link")
    kind = Choice("pipe or truck", choices=LINK_KINDS)
    verdict = Choice(
        "no-regret: no good design is without it; never: none has it; both proven. real choice: some have it, some not",
        choices=VERDICTS,
    )
    share = Number("in how many of the designs of Alternatives", unit="%")
    other_cost = Number("cheapest design found that does the other way: without it where the best has it", unit="EUR/a")
    other_proven = Number("no design that does the other way costs less", unit="EUR/a")
    note = Text("the same in words")


RESULTS: tuple[type[Table], ...] = (Alternatives, LinksInAlternatives, Run)
