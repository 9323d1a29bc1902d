"""The sheets of a front: cost against an impact."""

from __future__ import annotations

from sidestream.design.tables import FACILITY_KINDS, LINK_KINDS, Run
from sidestream.tables import Choice, Name, Number, Table, Text


class Front(Table, result=True):
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


class FrontBuilds(Table, sheet="Built along the front", result=True):
    """What is built at some point of the front, and at which."""

    key = ("kind", "name", "participant", "size")
    kind = Choice("a link, or a conversion, storage or expansion", choices=(*LINK_KINDS, *FACILITY_KINDS))
    name = Name("which link, conversion or storage; of an expansion, the commodity, or 'all'")
    participant = Text("whose; blank for a link")
    size = Text("in which size; the vehicle; blank: own offer")
    points = Text("at which points of the front")
    share = Number("in how many of all points", unit="%")


RESULTS: tuple[type[Table], ...] = (Front, FrontBuilds, Run)
