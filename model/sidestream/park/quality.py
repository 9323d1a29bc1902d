"""How good streams are, and how good they have to be."""

from __future__ import annotations

from sidestream.tables import Choice, Name, Number, Ref, Table, Text

MIXES = ("by quantity", "grade", "not")


class Qualities(Table):
    """How good what a participant gives off is."""

    key = ("participant", "commodity", "property")
    participant = Ref("who gives it off", needed=True, to="Participants")
    commodity = Ref("what", needed=True, to="Commodities")
    property = Name("which property, such as salt or chlorine", needed=True)
    value = Number("how much of it there is", needed=True)
    unit = Text("in which unit; for people, the same for all values of a property")
    mixes = Choice(
        "by quantity: a mixture has the mean; grade: it is as bad as its worst part; not: streams stay apart",
        needed=True,
        choices=MIXES,
    )


class QualityLimits(Table):
    """How good what a participant uses has to be."""

    key = ("participant", "commodity", "property")
    participant = Ref("who uses it", needed=True, to="Participants")
    commodity = Ref("what", needed=True, to="Commodities")
    property = Name("which property", needed=True)
    least = Number("least value of what is used in each period")
    most = Number("most value of what is used in each period")
