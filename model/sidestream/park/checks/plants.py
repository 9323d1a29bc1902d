"""Whether each conversion says what it takes and makes, counted alike, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.rows import complain, considered, faulty, given
from sidestream.park.checks.sizes import differ
from sidestream.park.park import Park
from sidestream.park.plants import OTHERWISE_IN, OTHERWISE_OUT
from sidestream.park.recipes import choices

PRICED = ("buy", "dispose")
"""Choices that have a price."""


def without_rates(park: Park) -> list[Fault]:
    """Each conversion takes or makes something."""
    frame = park["Conversions"]
    rates = park["ConversionRates"]["conversion"]
    if faulty(park, "ConversionRates", "conversion").any():
        return []  # its row may be one of those
    wrong = considered(park, "Conversions") & (frame["conversion"] != "").to_numpy(bool)
    wrong &= ~np.asarray(frame["conversion"].isin(rates) | frame["conversion"].duplicated())
    message = "no row of ConversionRates says what '{conversion}' takes or makes: add one for each commodity"
    return complain(park, "Conversions", wrong, "conversion", message)


def idle_rates(park: Park) -> list[Fault]:
    """What is taken or made is more than nothing."""
    nothing = (park["ConversionRates"]["per_activity"] == 0).to_numpy(bool)
    message = "0 neither takes nor makes: type less than 0 for what it takes, more for what it makes, or delete the row"
    return complain(park, "ConversionRates", nothing, "per_activity", message)


def activities(park: Park) -> list[Fault]:
    """Rates are per unit of one activity: capacities of a conversion count the same, wherever it is and of whatever size."""
    message = (
        "counts activity in {activity}, and row {first} has '{other}': the rates of '{conversion}' are per one of these, "
        "so type both capacities in the same amount per time"
    )
    return differ(park, "Conversions", ("conversion",), "activity", "capacity_unit", message)


def words_and_signs(park: Park) -> list[Fault]:
    """What is taken is bought or must come; what is made is disposed of, left, or must go."""
    frame = park["ConversionRates"]
    faults = []
    for side, words, verb in ((-1, OTHERWISE_IN, "takes"), (1, OTHERWISE_OUT, "makes")):
        here = (frame["per_activity"] * side > 0) & ~frame["otherwise"].isin([*words, ""])
        message = (
            f"'{{otherwise}}' does not fit: per_activity {{per_activity:g}} says that it {verb} '{{commodity}}'; "
            f"choose {' or '.join(words)}, or turn the sign"
        )
        faults += complain(park, "ConversionRates", here, "otherwise", message)
    return faults


def prices(park: Park) -> list[Fault]:
    """Buying and disposing have a cost; no other choice has one, nor CO2."""
    sheet, frame = "ConversionRates", park["ConversionRates"]
    choice = choices(frame)
    known = ~faulty(park, sheet, "otherwise") & (frame["per_activity"].abs() > 0).to_numpy(bool)
    priced, typed = np.isin(choice.astype(str), PRICED), given(park, sheet, "otherwise")
    missing = known & priced & ~given(park, sheet, "cost") & ~faulty(park, sheet, "cost")
    faults = []
    for word, what in (("buy", "what the bought good costs"), ("dispose", "what disposal costs (0 if nothing)")):
        here = missing & (choice == word)
        message = f"is needed where otherwise is {word}: type {what}"
        faults += complain(park, sheet, here & typed, "cost", message)
        message = f"is needed, as otherwise is {word} where it is blank: type {what}"
        faults += complain(park, sheet, here & ~typed, "cost", message)
    for column in ("cost", "co2"):
        here = known & ~priced & given(park, sheet, column)
        message = "counts only where otherwise is buy or dispose, here it is '{otherwise}': leave it blank, or choose one of them"
        faults += complain(park, sheet, here, column, message)
    return faults


def fixed_sizes(park: Park) -> list[Fault]:
    """What each unit of capacity costs counts only where the size can be chosen."""
    continuous = park["Conversions"]["continuous"].to_numpy(bool)
    here = ~continuous & given(park, "Conversions", "investment_per_unit")
    here &= ~faulty(park, "Conversions", "continuous")
    message = "counts only where continuous is yes: type all of it in investment, or yes in continuous"
    return complain(park, "Conversions", here, "investment_per_unit", message)


def lonely_groups(park: Park) -> list[Fault]:
    """A group that excludes has several conversions at a place to choose from."""
    frame = park["Conversions"]
    asked = considered(park, "Conversions") & (frame["excludes"] != "").to_numpy(bool)
    members = frame[asked].groupby(["participant", "excludes"], sort=False)["conversion"].transform("nunique")
    alone = frame[asked][members == 1].drop_duplicates(["participant", "excludes"])
    message = (
        "excludes nothing: '{conversion}' is alone in the group '{excludes}' at '{participant}'. Type the group beside the "
        "others too; of its own sizes one is built anyway"
    )
    wrong = np.asarray(frame.index.isin(alone.index))
    return complain(park, "Conversions", wrong, "excludes", message, "warning")


def crowded_groups(park: Park) -> list[Fault]:
    """Of a group that excludes, not more than one has to be there: what exists, or is required or built in any size."""
    frame = park["Conversions"]
    held: dict[tuple[str, str], dict[str, int]] = {}
    faults = []
    for row, conversion, participant, group in _members(frame[frame["status"] == "existing"]):
        held.setdefault((participant, group), {}).setdefault(conversion, row)
    must = frame[frame["status"].isin(["required", "built"])]
    always = must.groupby(["conversion", "participant"])["excludes"].transform("nunique") == 1
    for row, conversion, participant, group in _members(must[always.to_numpy(bool)]):
        others = held.setdefault((participant, group), {})
        other = next((name for name in others if name != conversion), None)
        if other is None:
            others.setdefault(conversion, row)
            continue
        status, there = str(frame.at[row, "status"]), str(frame.at[others[other], "status"])
        message = (
            f"'{conversion}' is {status}, and of the group '{group}' at '{participant}' '{other}' is {there} (row "
            f"{others[other]}): choose optional, or forbidden, or take one of them out of the group"
        )
        faults.append(park.tables["Conversions"].fault(row, "status", message))
    return faults


def _members(rows: pd.DataFrame) -> Iterator[tuple[int, str, str, str]]:
    """Row, conversion, participant and group of all that are in a group."""
    some = rows[(rows["excludes"] != "") & (rows["conversion"] != "")]
    columns = (some[name].tolist() for name in ("conversion", "participant", "excludes"))
    yield from zip(some.index.tolist(), *columns, strict=True)
