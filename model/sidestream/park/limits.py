"""Caps and floors that the park has to keep as a whole or in parts."""

from __future__ import annotations

from sidestream.tables import Choice, Label, Number, Table, Text


class Limits(Table):
    """Least and most of an impact or of the money invested."""

    key = ("on", "key", "per")  # the sheet's own column `key` is the field `key_`
    on = Choice("what is limited", needed=True, choices=("impact", "investment"))
    key_ = Label(
        "impact: `co2`, or `co2, plant` for what one participant causes; investment: a payer or a link; blank: the whole park"
    )
    least = Number("at least this much")
    most = Number("at most this much")
    unit = Text("t or kg for CO2, EUR for an investment", needed=True)
    per = Choice("over which time", default="year", choices=("year", "period", "once"))
