"""The sheets of what is asked beyond one design: declared like those of a design."""

from __future__ import annotations

from sidestream.design.tables import FACILITY_KINDS, LINK_KINDS, Run
from sidestream.tables import Choice, Name, Number, Table, Text

NO_REGRET, NEVER, CHOICE, OPEN = "no-regret", "never", "real choice", "not decided"
VERDICTS = (NO_REGRET, CHOICE, NEVER, OPEN)


class Front(Table, traced=False):
    """Designs of which none is both cheaper and has less of the impact than another, the cheapest first."""

    key = ("point",)
    point = Number("its place along the front, from the cheapest design on", unit="1")
    cost = Number("total cost", unit="EUR/a")
    proven_cost = Number("no design with as little of the impact costs less", unit="EUR/a")
    gap = Number("what of the cost is not proven", unit="EUR/a")
    saving = Number("today's cost less this one", unit="EUR/a")
    impact = Number("what the design causes a year")
    unit = Text("unit of the impact, a year")
    less = Number("less of it than today's park causes")
    step_cost = Number("cost more than the point before", unit="EUR/a")
    price = Number("cost of the step for each unit of the impact less")
    investment = Number("paid once", unit="EUR")
    builds = Number("links, plants, storages and expansions built", unit="1")
    enters = Text("what is built here and not at the point before")
    leaves = Text("what was built there and is not here")
    note = Text("what to know about it")


class FrontBuilds(Table, sheet="Built along the front", traced=False):
    """What is built at some point of the front, and at which."""

    key = ("kind", "name", "participant", "size")
    kind = Choice("a link, or a conversion, storage or expansion", choices=(*LINK_KINDS, *FACILITY_KINDS))
    name = Name("which link, conversion or storage; of an expansion, the commodity, or 'all'")
    participant = Text("whose; blank for a link")
    size = Text("in which size; the vehicle; blank: own offer")
    points = Text("at which points of the front")
    share = Number("in how many of all points", unit="%")


class Alternatives(Table, traced=False):
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


class LinksInAlternatives(Table, sheet="Links in good designs", traced=False):
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


FRONT_RESULTS: tuple[type[Table], ...] = (Front, FrontBuilds, Run)
ALTERNATIVES_RESULTS: tuple[type[Table], ...] = (Alternatives, LinksInAlternatives, Run)
STUDY_RESULTS: tuple[type[Table], ...] = (Front, FrontBuilds, Alternatives, LinksInAlternatives)
"""Every sheet of a study that no design has."""
