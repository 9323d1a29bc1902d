"""Whether each limit limits something that there is, in a unit and over a time that fit it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.rows import Mask, complain, faulty, given
from sidestream.park.park import Park
from sidestream.tables import suggest
from sidestream.units import UnitError, amount

CO2 = "co2"

WEIGHTS = ("t", "kg", "kt")
UNITS = {"impact": WEIGHTS, "investment": ("EUR",)}
TAKEN_UP = (
    ("Supplies", "provision_co2"),
    ("Supplies", "disposal_co2"),
    ("Demands", "virgin_co2"),
    ("Conversions", "unit_co2"),
    ("ConversionRates", "co2"),
)
"""Columns in which CO2 may be below 0; in all others it cannot. Other impacts may by negative factors."""
TIMES = {"impact": ("year", "period"), "investment": ("once",)}


def bounds(park: Park) -> list[Fault]:
    """There is a least or a most, the least is not above the most, and the most is not below what there can be."""
    frame = park["Limits"]
    none = ~given(park, "Limits", "least") & ~given(park, "Limits", "most")
    crossed = frame["least"] > frame["most"]
    faults = complain(park, "Limits", none, "most", "neither least nor most is given: type one")
    faults += complain(park, "Limits", crossed, "least", "{least:g} is more than most, {most:g}")
    below, no_less = frame["most"] < 0, "must be at least 0, found {most:g}"
    faults += complain(
        park, "Limits", below & (frame["on"] == "investment"), "most", f"{no_less}: nothing is built for less"
    )
    impacts = _impact_of(frame["key"]).replace("", CO2)
    below &= (frame["on"] == "impact") & ~impacts.isin(_taken_up(park))
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
    """An impact is an amount a year or period, CO2 a weight; an investment is money once."""
    frame = park["Limits"]
    faults = []
    for on, thing in (("impact", "an impact"), ("investment", "an investment")):
        here = (frame["on"] == on).to_numpy(bool)
        units = [*UNITS[on], park.settings.currency] if on == "investment" else UNITS[on]
        wrong = here & ~np.asarray(frame["unit"].isin([*units, ""]))
        message = f"{'CO2' if on == 'impact' else thing} is limited in {_either(UNITS[on])}, found '{{unit}}'"
        if on == "impact":
            carbon = _impact_of(frame["key"]).isin(["", CO2]).to_numpy(bool)
            faults += _other_units(park, here & ~carbon)
            wrong &= carbon
        faults += complain(park, "Limits", wrong, "unit", message)
        wrong = here & ~np.asarray(frame["per"].isin(TIMES[on])) & ~faulty(park, "Limits", "per")
        typed = given(park, "Limits", "per")
        message = (
            f"{thing} is limited per {_either(TIMES[on])}" if on == "impact" else f"{thing} is made once: type once"
        )
        faults += complain(park, "Limits", wrong & typed, "per", f"{message}, found '{{per}}'")
        faults += complain(park, "Limits", wrong & ~typed, "per", f"is needed: {message}")
    return faults


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


def keys(park: Park) -> list[Fault]:
    """The key names an impact and perhaps a participant, or who or what is invested in."""
    loaded = park.tables["Limits"]
    participants = set(park["Participants"]["participant"]) - {""}
    links = (set(park["Pipelines"]["link"]) | set(park["TruckRoutes"]["link"])) - {""}
    faults = []
    for row, on, key in zip(loaded.frame.index, loaded.frame["on"], loaded.frame["key"], strict=True):
        if not key:
            continue
        message = ""
        if on == "impact":
            impact, _, who = (part.strip() for part in key.partition(","))
            message = _unknown("impact", impact, park.impacts) or (who and _unknown("participant", who, participants))
            if ";" in key:
                comma = ", ".join(part.strip() for part in key.split(";", 1) if part.strip())
                message = f"an impact and a participant are separated by a comma: type '{comma}'"
            if key in participants:
                message = f"'{key}' is a participant: type which impact of it, such as 'co2, {key}'"
        elif on == "investment" and key in participants & links:
            message = f"'{key}' is a participant and a link: give the link another name"
        elif on == "investment" and key not in participants | links:
            message = _unknown("participant or link", key, participants | links)
        if message:
            faults.append(loaded.fault(row, "key", message))
    return faults


def _unknown(noun: str, word: str, known: Iterable[str]) -> str:
    names = sorted(known)
    if word in names:
        return ""
    listed = f" (choices: {', '.join(names)})" if len(names) <= 6 else ""
    return f"no {noun} is called '{word}'" + suggest(word, names, otherwise=listed)


def _either(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
