"""The sheets of a sensitivity: one figure at a time, all of them at random, and which links all of that leaves standing."""

from __future__ import annotations

from collections.abc import Sequence

from sidestream.design.tables import FACILITY_KINDS, LINK_KINDS, Run
from sidestream.tables import Choice, Name, Number, Table, Text, YesNo

ENDS = ("low", "high")
DESIGNED, NONE, REFUSED = "designed", "no design", "no park"
STATUSES = (DESIGNED, NONE, REFUSED)


class Tornado(Table, result=True):
    """Each range at its low and its high end, all else as in the workbook; what moves the saving most comes first."""

    key = ("change",)
    change = Name("what is different, as --set takes it")
    range = Text("which figure")
    end = Choice("which end of its range", choices=ENDS)
    value = Number("its value there")
    unit = Text("its unit")
    bar = Number(
        "saving of the first design, kept, more than with the workbook's figures (cost less, where savings are not defined)",
        unit="EUR/a",
    )
    width = Number("how far the two bars of the range reach together", unit="EUR/a")
    status = Choice("designed, or what came in the way", choices=STATUSES)
    kept_cost = Number(
        "cost of the first design, its builds kept and dispatched anew; blank: it cannot be kept", unit="EUR/a"
    )
    kept_saving = Number("today's cost less that; blank: not defined", unit="EUR/a")
    kept_co2 = Number("CO2 that it causes", unit="t/a")
    cost = Number("cost of the best design found for these figures", unit="EUR/a")
    gap = Number("what of that is not proven: so much cheaper another design could be at most", unit="EUR/a")
    saving = Number("today's cost less that; blank: not defined", unit="EUR/a")
    co2 = Number("CO2 that it causes", unit="t/a")
    regret = Number("what the first design costs more, had these figures been known; up to the gap more", unit="EUR/a")
    enters = Text("what is built and was not in the first design")
    leaves = Text("what the first design builds and is not built")
    note = Text("what to know about it")


class Samples(Table, result=True):
    """All ranges drawn at once, at random: a sample a row, with the values that were drawn behind it."""

    key = ("sample",)
    sample = Number("its number", unit="1")
    status = Choice("designed, or what came in the way", choices=STATUSES)
    kept_cost = Tornado.columns["kept_cost"]
    kept_saving = Tornado.columns["kept_saving"]
    kept_co2 = Tornado.columns["kept_co2"]
    cost = Tornado.columns["cost"]
    gap = Tornado.columns["gap"]
    saving = Tornado.columns["saving"]
    co2 = Tornado.columns["co2"]
    regret = Tornado.columns["regret"]
    enters = Tornado.columns["enters"]
    leaves = Tornado.columns["leaves"]
    audited = YesNo("whether both designs were audited; of the others costs and CO2 are those of the model")
    note = Text("what to know about it")


class Sensitivity(Table, result=True):
    """What the samples say together: means, spread and quantiles, each with what chance makes of so many samples."""

    key = ("figure",)
    figure = Name("what is counted")
    unit = Text("its unit")
    workbook = Number("with the workbook's own figures")
    samples = Number("how many samples it is of", unit="1")
    mean = Number("mean of the samples, or the share of them")
    mean_from = Number("the mean of all that could be drawn is not below, with 95 % confidence")
    mean_to = Number("nor above")
    deviation = Number("standard deviation")
    least = Number("least of all samples")
    q5 = Number("so much or less in 5 % of the samples")
    q5_from = Number("the same of all that could be drawn is not below, with 95 % confidence; blank: too few samples")
    q5_to = Number("nor above")
    q50 = Number("so much or less in half of the samples")
    q50_from = Number("not below, with 95 % confidence")
    q50_to = Number("nor above")
    q95 = Number("so much or less in 95 % of the samples")
    q95_from = Number("not below, with 95 % confidence")
    q95_to = Number("nor above; blank: too few samples")
    most = Number("most of all samples")
    note = Text("what to know about it")


class LinksInSamples(Table, sheet="Links in samples", result=True):
    """In how many samples and at which ends each link is built, and which figures take it in or out; facilities likewise."""

    key = ("kind", "name", "participant")
    kind = Choice("a link, or a conversion, storage or expansion", choices=(*LINK_KINDS, *FACILITY_KINDS))
    name = Name("which link, conversion or storage; of an expansion, the commodity, or 'all'")
    participant = Text("whose; blank for a link")
    first = YesNo("whether the first design builds it")
    samples = Number("samples that have a design", unit="1")
    built = Number("in how many of them it is built", unit="1")
    share = Number("the same as a share", unit="%")
    share_from = Number("the share of all that could be drawn is not below, with 95 % confidence", unit="%")
    share_to = Number("nor above", unit="%")
    ends = Number("ends of ranges that have a design", unit="1")
    ends_built = Number("at how many of them it is built", unit="1")
    taken_in = Text("ends that take it in, where the first design does without")
    taken_out = Text("ends that take it out, where the first design has it")
    sizes = Text("sizes in which it is built, where there are any")


RESULTS: tuple[type[Table], ...] = (Tornado, Samples, Sensitivity, LinksInSamples, Run)


def with_drawn(names: Sequence[tuple[str, str]]) -> tuple[type[Table], ...]:
    """Return RESULTS with a column of Samples for each range: name and unit."""
    drawn = {}
    for name, unit in names:
        drawn[name] = Number(f"value drawn of it{f' [{unit}]' if unit else ''}")
        drawn[name].name = name
    made: type[Table] = type("Samples", (Samples,), {"__doc__": Samples.__doc__}, sheet="Samples", result=True)
    made.columns = {**Samples.columns, **drawn}
    made.key = Samples.key
    return tuple(made if table is Samples else table for table in RESULTS)
