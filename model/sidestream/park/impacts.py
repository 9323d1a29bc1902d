"""What else the park does to the world than CO2, and what that is worth."""

from __future__ import annotations

from sidestream.tables import Choice, Label, Name, Number, Ref, Table, Unit

OF = ("provision", "carrying", "building", "conversion", "virgin", "disposal", "electricity")


class ImpactFactors(Table):
    """How much of an impact a unit of something has: groundwater, landfill, virgin material, SO2, biogenic CO2."""

    key = ("impact", "of", "key")  # the sheet's own column `key` is the field `key_`
    impact = Name("which impact; CO2 itself has columns of its own", needed=True)
    of = Choice("of what", needed=True, choices=OF)
    key_ = Label(
        "provision, virgin, disposal: a commodity, or `participant, commodity`; carrying: a vehicle (by km) or a commodity "
        "(by unit sent); building: a pipe size (by m); conversion: its name (by activity); electricity: blank (by MWh)"
    )
    factor = Number("how much of the impact each unit has", needed=True)
    unit = Unit("unit of the impact, the same for all of its factors", needed=True, per_time=False)


class ImpactPrices(Table):
    """What a unit of an impact costs."""

    key = ("impact",)
    impact = Ref("which impact", needed=True, to="ImpactFactors")
    tax = Number("cash that whoever causes it pays for a unit", unit="EUR/impact unit", default=0)
    value = Number("what the planner holds a unit worth, paid by nobody", unit="EUR/impact unit", default=0)
