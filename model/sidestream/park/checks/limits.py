"""Whether each limit limits something that there is, in a unit and over a time that fit it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.rows import Mask, complain, faulty, given
from sidestream.park.park import Park
from sidestream.units import UnitError, amount

CO2 = "co2"


class Kind(NamedTuple):
    """What a kind of limit is of, its units and times, and both in words."""

    thing: str
    units: tuple[str, ...]
    times: tuple[str, ...]
    counted: str
    over: str


KINDS = {
    "impact": Kind(
        "an impact",
        ("t", "kg", "kt", "Mt"),
        ("year", "period"),
        "t, kg, kt or Mt",
        "an impact is limited per year or period",
    ),
    "investment": Kind("an investment", ("EUR",), ("once",), "EUR", "an investment is made once: type once"),
    "cost": Kind("a cost", ("EUR",), ("year", "period"), "EUR", "a cost is limited per year or period"),
    "partners": Kind(
        "the number of partners", ("1",), ("once",), "1, or blank", "partners are counted once: leave it blank"
    ),
    "supplier share": Kind(
        "a supplier's share", ("%",), ("year", "period"), "%", "a supplier's share is limited per year or period"
    ),
    "throughput": Kind(
        "what is carried",
        (),
        ("year", "period"),
        "an amount or an amount per time",
        "what is carried is limited per year or period",
    ),
}
NOTHING_BELOW = {"investment": "nothing is built for less", "throughput": "nothing is carried backwards"}
TAKEN_UP = (
    ("Supplies", "provision_co2"),
    ("Supplies", "disposal_co2"),
    ("Demands", "virgin_co2"),
    ("Conversions", "unit_co2"),
    ("ConversionRates", "co2"),
)
"""Columns in which CO2 may be below 0; in all others it cannot. Other impacts may by negative factors."""


def bounds(park: Park) -> list[Fault]:
    """There is a least or a most, the least is not above the most, and the most is not below what there can be."""
    frame = park["Limits"]
    none = ~given(park, "Limits", "least") & ~given(park, "Limits", "most")
    crossed = frame["least"] > frame["most"]
    faults = complain(park, "Limits", none, "most", "neither least nor most is given: type one")
    faults += complain(park, "Limits", crossed, "least", "{least:g} is more than most, {most:g}")
    below, no_less = frame["most"] < 0, "must be at least 0, found {most:g}"
    for on, why in NOTHING_BELOW.items():
        faults += complain(park, "Limits", below & (frame["on"] == on), "most", f"{no_less}: {why}")
    impacts = _impact_of(frame["key"]).replace("", CO2)
    below = below & (frame["on"] == "impact") & ~impacts.isin(_taken_up(park))
    message = f"{no_less}: no CO2 of a supply or a bought good is below 0, so no sum of them is"
    faults += complain(park, "Limits", below & (impacts == CO2), "most", message)

    def say(row: Mapping[str, Any]) -> str:
        found = no_less.format(most=row["most"])
        return f"{found}: no factor of '{row['key'].partition(',')[0].strip()}' is below 0, so no sum of them is"

    return faults + complain(park, "Limits", below & impacts.isin(park.impacts) & (impacts != CO2), "most", say)


def _taken_up(park: Park) -> set[str]:
    """Impacts of which something can be below 0."""
    factors = park["ImpactFactors"]
    found = set(factors.loc[factors["factor"] < 0, "impact"])
    return found | {CO2} if any((park[sheet][column] < 0).any() for sheet, column in TAKEN_UP) else found - {CO2}


def units_and_times(park: Park) -> list[Fault]:
    """Each kind of limit is in a unit and over a time that fit it."""
    frame = park["Limits"]
    faults = []
    for on, kind in KINDS.items():
        here = (frame["on"] == on).to_numpy(bool)
        blank = here & ~given(park, "Limits", "unit") & ~faulty(park, "Limits", "unit")
        if on != "partners":
            message = f"is needed: {kind.thing} is limited in {kind.counted}"
            faults += complain(park, "Limits", blank, "unit", message)
        units = {*kind.units, "", *([park.settings.currency] if "EUR" in kind.units else [])}
        wrong = here & ~np.asarray(frame["unit"].isin(units))
        if on == "impact":
            carbon = _impact_of(frame["key"]).isin(["", CO2]).to_numpy(bool)
            faults += _other_units(park, here & ~carbon)
            wrong &= carbon
        if on != "throughput":
            who = "CO2" if on == "impact" else kind.thing
            faults += complain(park, "Limits", wrong, "unit", f"{who} is limited in {kind.counted}, found '{{unit}}'")
        wrong = here & ~np.asarray(frame["per"].isin(kind.times)) & ~faulty(park, "Limits", "per")
        typed = given(park, "Limits", "per")
        if on == "partners":
            wrong &= typed
        faults += complain(park, "Limits", wrong & typed, "per", f"{kind.over}, found '{{per}}'")
        faults += complain(park, "Limits", wrong & ~typed, "per", f"is needed: {kind.over}")
    return faults


def sides(park: Park) -> list[Fault]:
    """Partners are counted in whole numbers; of what comes from one giver there is a most, a share."""
    frame = park["Limits"]
    faults = []
    for side in ("least", "most"):
        typed = given(park, "Limits", side) & ~faulty(park, "Limits", side)
        value = frame[side].to_numpy(float)
        here = typed & (frame["on"] == "partners").to_numpy(bool)
        with np.errstate(invalid="ignore"):
            wrong = here & ((value < 0) | (value != np.round(value)))
        message = f"must be a whole number of partners, 0 or more, found {{{side}:g}}"
        faults += complain(park, "Limits", wrong, side, message)
    shares = (frame["on"] == "supplier share").to_numpy(bool)
    message = "no giver has to deliver a share: clear the cell, and type a most"
    faults += complain(park, "Limits", shares & given(park, "Limits", "least"), "least", message)
    wrong = shares & ((frame["most"] < 0) | (frame["most"] > 100)).to_numpy(bool)
    return faults + complain(park, "Limits", wrong, "most", "must be a share from 0 to 100 %, found {most:g}")


def _impact_of(keys: pd.Series) -> pd.Series:
    """Names of the impacts that keys speak of."""
    return pd.Series([str(key).partition(",")[0].strip() for key in keys], keys.index, dtype=object)


def _other_units(park: Park, here: Mask) -> list[Fault]:
    """An impact with factors is limited in a unit of the same kind as theirs."""

    def fits(impact: str, unit: str) -> bool:
        own = park.impacts.get(impact, "")
        try:
            return not own or not unit or amount(unit)[0] == amount(own)[0]
        except UnitError:
            return False

    frame = park["Limits"]
    names = _impact_of(frame["key"])
    wrong = here & np.array([not fits(*pair) for pair in zip(names, frame["unit"], strict=True)], bool)

    def message(row: Mapping[str, Any]) -> str:
        impact = row["key"].partition(",")[0].strip()
        return f"'{row['unit']}' is no unit that {impact} can be counted in: ImpactFactors has it in {park.impacts[impact]}"

    return complain(park, "Limits", wrong, "unit", message)
