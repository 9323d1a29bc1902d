"""The sheets of a comparison: what differs in parks, what is built, what it comes to, and who gains and loses by it."""

from __future__ import annotations

from sidestream.design.tables import CASES, Run
from sidestream.tables import Choice, Name, Number, Table, Text


class CellsThatDiffer(Table, sheet="Cells that differ", result=True):
    """Every cell of a park that means something else than in the first one; rows by what tells them apart, never by their place."""

    key = ("file", "sheet", "key", "column")
    file = Text("which park is held against the first")
    sheet_ = Text("in which sheet")
    key_ = Text("in which row: what tells it apart, as `plant, gypsum`; a link by its name")
    column = Text("in which column; blank: the whole row is in one of the two alone")
    first = Text("what stands in the first, with its unit; blank: nothing")
    other = Text("what stands in this one")
    change = Number(
        "this one's number over the first one's less 1, where both are numbers in units that can be converted", unit="%"
    )
    note = Text("what to know about it")


class BuildsThatDiffer(Table, sheet="Builds that differ", result=True):
    """What one design builds and the first does not, the other way round, or builds in another size."""

    key = ("file", "kind", "name", "participant")
    file = Text("which design is held against the first")
    kind = Text("a pipeline, a truck route, a conversion, a storage, an expansion, a corridor, a fleet")
    name = Name("which link, conversion or storage; of an expansion, the commodity, or 'all'")
    participant = Text("whose; blank for a link")
    first_size = Text("size in the first")
    size = Text("size in this one")
    first_capacity = Number("capacity in the first")
    capacity = Number("capacity in this one")
    capacity_unit = Text("unit of the capacities")
    first_investment = Number("paid once in the first", unit="EUR")
    investment = Number("paid once in this one", unit="EUR")
    note = Text("only in the first, only in this one, or in another size")


class FiguresCompared(Table, sheet="Figures compared", result=True):
    """The Summary of each design beside the first one's."""

    key = ("file", "case", "figure")
    file = Text("which design is held against the first")
    case = Choice("of today's park or of the design", choices=CASES)
    figure = Name("what is counted")
    unit = Text("its unit")
    first = Number("in the first")
    other = Number("in this one")
    difference = Number("this one less the first")
    note = Text("what to know about it")


class ParticipantsCompared(Table, sheet="Participants compared", result=True):
    """Who gains and who loses where a design takes the place of the first; with stages and scenarios in the mean over all of them."""

    key = ("file", "participant")
    file = Text("which design is held against the first")
    participant = Name("who")
    company = Text("its firm")
    first_cost = Number("what it pays a year in the first", unit="EUR/a")
    cost = Number("what it pays in this one", unit="EUR/a")
    gain = Number("what it pays less in this one", unit="EUR/a")
    first_co2 = Number("CO2 that it causes in the first", unit="t/a")
    co2 = Number("CO2 that it causes in this one", unit="t/a")
    co2_less = Number("CO2 that it causes less in this one", unit="t/a")
    verdict = Text("gains, loses, or the same; by what it pays")


RESULTS: tuple[type[Table], ...] = (CellsThatDiffer, BuildsThatDiffer, FiguresCompared, ParticipantsCompared, Run)
