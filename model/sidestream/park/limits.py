"""Caps and floors that the park has to keep as a whole or in parts."""

from __future__ import annotations

from sidestream.tables import Choice, Label, Number, Table, Text
from sidestream.units import Rate, UnitError, amount, rate

CASH = "cash"
"""The word for all accounts that somebody pays."""
IN_EXPECTATION = ("impact", "cost")
"""Kinds that hold in expectation where scenarios are weighed; the others hold in each."""


class Limits(Table):
    """Least and most of what is caused, invested, paid, carried or joined."""

    key = ("on", "key", "per")  # the sheet's own column `key` is the field `key_`
    on = Choice(
        "what is limited",
        needed=True,
        choices=("impact", "investment", "cost", "partners", "supplier share", "throughput"),
        later={"grants": "a design knows no grants; delete the row"},
    )
    key_ = Label(
        "impact: `co2` or `co2, plant`; investment: a payer or link; cost: an account, `cash` or `disposal, plant`; these blank: "
        "the park; partners: who (blank: each); supplier share: `mill, ash`; throughput: a link, `mill` or `mill, ash`"
    )
    least = Number("at least this much")
    most = Number("at most this much; supplier share: of what comes by links or is bought, from one giver at most")
    unit = Text(
        "impact: t or kg for CO2; investment and cost: EUR; supplier share: %; throughput: an amount, as t, or one per time, "
        "as t/h; needed where it is not on partners"
    )
    per = Choice(
        "over which time; investment: once; partners: blank", default="year", choices=("year", "period", "once")
    )


def first_and_rest(key: str) -> tuple[str, str]:
    """Split `co2, plant` or `disposal, plant`: what is limited, and of whom; empty: of everybody."""
    first, _, rest = (part.strip() for part in key.partition(","))
    return first, rest


def where_and_what(key: str) -> tuple[str, str]:
    """Split `mill, ash`: at whom, and which commodity."""
    where, _, what = (part.strip() for part in key.rpartition(","))
    return where, what


def limit_rate(unit: str, hours_per_year: float) -> Rate:
    """What one of the unit of a throughput is: per hour, or per period where `per_period`; an amount counts as it stands,
    its factor that of all the time it is limited in. Raises UnitError.
    """
    try:
        dimension, size = amount(unit)
    except UnitError:
        return rate(unit, hours_per_year)
    return Rate(dimension, size, per_period=False)


def is_amount(unit: str) -> bool:
    """Whether a unit has no time of its own."""
    try:
        amount(unit)
    except UnitError:
        return False
    return True
