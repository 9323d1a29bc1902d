"""Conversions run, Made and used: what runs is there and within its size, and takes and makes what the park says.

amount = |per_activity| x activity of all sizes
taken in    amount = bought + what comes by links, own goods and storage
given out   amount = disposed + left + what somebody uses
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.facilities import Facilities, machine_of
from sidestream.design.audit.groups import added, members
from sidestream.design.audit.known import TODAY, Known
from sidestream.design.audit.sheets import Floats, Mask, Places, Sheet
from sidestream.design.audit.streams import Off, not_below_zero
from sidestream.tables import shown

RESTS = ("bought", "disposed", "left")
"""What may become of what a conversion neither gets nor gives within the park."""
COLUMN_OF = {"buy": "bought", "dispose": "disposed", "leave": "left"}


@dataclass
class Runs:
    """Conversions run, set right: one row per (case, machine, period), as places in Known's lists."""

    sheet: Sheet
    case: Places
    conversion: Places
    """Place among the conversions' names."""
    participant: Places
    period: Places
    machine: Places
    row: Places
    """Which row of Conversions."""
    activity: Floats


@dataclass
class Made:
    """Made and used, set right: one row per (case, conversion, participant, commodity, period)."""

    sheet: Sheet
    case: Places
    conversion: Places
    participant: Places
    commodity: Places
    period: Places
    rate: Places
    """Which row of ConversionRates."""
    per_activity: Floats
    rest: list[str]
    """Column that holds the rest of each row; empty where there may be none."""
    amount: Floats
    values: dict[str, Floats]
    """Bought, disposed and left."""

    def __getitem__(self, name: str) -> Floats:
        return self.values[name]

    @property
    def within(self) -> Floats:
        """What comes from within the park, or is used in it."""
        return self.amount - self["bought"] - self["disposed"] - self["left"]

    @property
    def taken(self) -> Mask:
        """Which rows are taken in."""
        return self.per_activity < 0


def read_runs(sheet: Sheet, known: Known, facilities: Facilities) -> Runs:
    """Read the rows, naming every conversion that runs where there is none."""
    names = _conversions(known)
    sheet.known("conversion", names, "conversion")
    sheet.known("participant", known.participants, "participant")
    sheet.known("period", known.periods, "period")
    plants = facilities.machines[facilities.machines["kind"] == "conversion"]
    key, words = ["facility", "participant", "size"], ["conversion", "participant", "size"]
    machine = machine_of(sheet, plants, key, words)
    place = machine_of(sheet, plants, key[:2], words[:2])
    sheet.say_all(place < 0, "participant", lambda row: f"the park has no {sheet.called(row)}")
    sheet.say_all((machine < 0) & (place >= 0), "size", lambda row: f"the park has no {sheet.called(row)}")
    sheet.keep(machine >= 0)
    sheet.once()
    machine = machine_of(sheet, plants, key, words)
    case = sheet.words["case"].within(known.cases)
    for of, words_of in enumerate(("runs today but is not existing", "runs but is not in Facilities")):
        absent = (case == of) & ~facilities.listed(of)[machine]
        sheet.say_all(absent, "conversion", lambda _, said=words_of: said)  # type: ignore[misc]
    row = facilities.machines["row"].to_numpy(np.int64)[machine]
    units = known.park["Conversions"]["activity"].to_numpy(object)[row]
    sheet.agree_text("unit", units, "what activity is counted in")
    blank = np.isnan(sheet["activity"])
    sheet.say_all(blank, "activity", lambda _: "blank found, a number expected")
    return Runs(
        sheet,
        case,
        sheet.words["conversion"].within(names),
        sheet.words["participant"].within(known.participants),
        sheet.words["period"].within(known.periods),
        machine,
        row,
        not_below_zero(sheet, "activity", np.nan_to_num(sheet["activity"])),
    )


def read_made(sheet: Sheet, known: Known) -> Made:
    """Read the rows, naming every one of which the park says nothing."""
    names, rates = _conversions(known), known.park["ConversionRates"]
    sheet.known("conversion", names, "conversion")
    sheet.known("participant", known.participants, "participant")
    sheet.known("commodity", known.commodities, "commodity")
    sheet.known("period", known.periods, "period")
    rate = _rates_of(sheet, known)
    sheet.say_all(rate < 0, "commodity", lambda row: f"{sheet.called(row)}: it neither takes nor makes that")
    sheet.keep(rate >= 0)
    sheet.once()
    rate = _rates_of(sheet, known)
    per_activity = rates["per_activity"].to_numpy(float)[rate]
    choice = np.where(per_activity < 0, "buy", "dispose").astype(object)
    given = rates["otherwise"].to_numpy(object)[rate]
    choice = np.where(given == "", choice, given)
    commodity = sheet.words["commodity"].within(known.commodities)
    sheet.agree_text("way", np.where(per_activity < 0, "in", "out"), "by the sign of per_activity")
    sheet.agree_text("unit", np.array(known.units, object)[commodity], "the commodity's unit")
    return Made(
        sheet,
        sheet.words["case"].within(known.cases),
        sheet.words["conversion"].within(names),
        sheet.words["participant"].within(known.participants),
        commodity,
        sheet.words["period"].within(known.periods),
        rate,
        per_activity,
        [COLUMN_OF.get(word, "") for word in choice],
        np.nan_to_num(sheet["amount"]),
        {name: np.nan_to_num(sheet[name]) for name in RESTS},
    )


def settle_runs(runs: Runs, made: Made, known: Known, facilities: Facilities, off: Off) -> None:
    """Name what breaks amount = |per_activity| x activity. Where all that a conversion takes and makes says the same, it
    is its activity that is wrong; of a conversion with one commodity the balances (`off`) tell. Of several sizes it is
    the one that Facilities calls busier or idler than it runs.
    """
    if not len(runs.sheet) and not len(made.sheet):
        return
    group, groups = _groups(runs, made, known)
    of_runs, of_made = np.split(group, [len(runs.sheet)])
    total = added(of_runs, runs.activity, groups)
    size = np.abs(made.per_activity)
    expected = size * total[of_made]
    differs = tolerance.apart(made.sheet["amount"], expected, expected, tolerance.AMOUNT)
    unbalanced = off(made.case, made.participant, made.commodity, made.period)
    fixed: dict[int, float] = {}
    some = added(of_made, differs.astype(float), groups) > 0
    for number, rows in members(of_made, some).items():
        with np.errstate(divide="ignore", invalid="ignore"):
            implied = made.amount[rows] / size[rows]
        same = not tolerance.apart(implied, np.full(len(rows), implied[0]), implied, tolerance.AMOUNT).any()
        if same and differs[rows].all() and (len(rows) > 1 or not unbalanced[rows].any()):
            fixed[number] = float(implied[0])
    wrong, right = np.zeros(len(runs.sheet), bool), runs.activity.copy()
    chosen = np.zeros(groups, bool)
    chosen[list(fixed)] = True
    doubt = np.where(_out_of_step(runs, known, facilities), 2.0, runs.activity / (1.0 + runs.activity.max(initial=0.0)))
    doubt = np.where(np.isnan(runs.sheet["activity"]), np.inf, doubt)
    for number, rows in members(of_runs, chosen).items():
        row = int(rows[np.argmax(doubt[rows])])
        wrong[row], right[row] = True, runs.activity[row] + fixed[number] - total[number]
    settled = runs.sheet.agree("activity", right, "what it takes and makes / per_activity", where=wrong)
    runs.activity = np.nan_to_num(settled)
    total = added(of_runs, runs.activity, groups)
    expected = size * total[of_made]
    made.amount = np.nan_to_num(made.sheet.agree("amount", expected, "|per_activity| x activity", scale=expected))
    _check_complete(made, runs, known, of_runs, of_made, total)
    for name in RESTS:
        may = np.array([column == name for column in made.rest], bool)
        right = np.where(may, made.sheet[name], 0.0)
        found = made.sheet.agree(name, right, lambda row: _words(made.rest[row], bool(made.taken[row])))
        made.values[name] = np.nan_to_num(found)


def settle_rests(made: Made, gaps: Floats, open_: Mask) -> None:
    """Where a balance does not close (`open_`, by `gaps`) though all else in it is right, the rest is what is wrong."""
    sheet = made.sheet
    rest = np.zeros(len(sheet))
    for name in RESTS:
        rest = rest + made[name]
    expected = rest + np.where(made.taken, -gaps, gaps)
    free = np.array([bool(column) for column in made.rest], bool)
    slack = tolerance.SOLVED + tolerance.SHARE * made.amount
    fits = free & open_ & (expected >= -slack) & (expected <= made.amount + slack)
    key = pd.DataFrame({"a": made.case, "b": made.participant, "c": made.commodity, "d": made.period})
    balance = np.asarray(key.groupby(list(key.columns), sort=False).ngroup(), np.int64)
    chosen = np.zeros(len(sheet), bool)
    for rows in members(balance, added(balance, fits.astype(float), len(sheet)) > 0).values():
        mine = rows[fits[rows]]
        chosen[mine[np.argmax(made.amount[mine])]] = True
    expected = np.clip(expected, 0.0, made.amount)
    for name in RESTS:
        where = np.array([column == name for column in made.rest], bool)
        blank = where & np.isnan(sheet[name]) & ~chosen
        sheet.say_all(blank, name, lambda _: "blank found, a number expected")
        why = _rest_words(name)
        found = sheet.agree(name, expected, why, scale=made.amount, absolute=tolerance.SOLVED, where=where & chosen)
        made.values[name] = np.where(where, np.nan_to_num(found), made.values[name])
        less, more = where & (made[name] < -slack), where & (made[name] > made.amount + slack)
        sheet.say_all(less, name, lambda row, found=found: f"{shown(float(found[row]))} found: less than nothing")  # type: ignore[misc]
        sheet.say_all(
            more,
            name,
            lambda row, found=found: (  # type: ignore[misc]
                f"{shown(float(found[row]))} found: more than {shown(float(made.amount[row]))}, all there is"
            ),
        )


def check_runs(runs: Runs, known: Known, facilities: Facilities) -> None:
    """Name what runs beyond its size or below its least load."""
    if not len(runs.sheet):
        return
    capacity = capacities(runs, known, facilities)
    least = np.nan_to_num(known.park["Conversions"]["least_load"].to_numpy(float))[runs.row]

    def say(wrong: Mask, words: str, bound: Floats, why: str) -> None:
        runs.sheet.say_all(
            wrong,
            "activity",
            lambda row: (
                f"{shown(float(f'{runs.activity[row]:.9g}'))} found, {words} {shown(float(f'{bound[row]:.9g}'))} "
                f"expected: {why}"
            ),
        )

    say(tolerance.beyond(runs.activity, capacity), "at most", capacity, "capacity x hours x availability")
    low = (runs.activity > tolerance.SOLVED) & tolerance.beyond(least * capacity, runs.activity)
    say(low, "at least", least * capacity, "least_load x capacity, or nothing")


def capacities(runs: Runs, known: Known, facilities: Facilities) -> Floats:
    """Most activity of each row, in the size it has."""
    if not len(runs.sheet):
        return np.empty(0)
    most: Floats = known.park.amounts("Conversions")[runs.row, runs.period]
    share = np.where(runs.case == TODAY, 1.0, facilities.share()[runs.machine])
    return most * share


def _out_of_step(runs: Runs, known: Known, facilities: Facilities) -> Mask:
    """Rows of the design whose size is, at its busiest, not as busy as Facilities says."""
    most = capacities(runs, known, facilities)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where((most > 0) & (runs.case != TODAY), runs.activity / most, 0.0)
    busy = np.zeros(len(facilities.machines))
    np.maximum.at(busy, runs.machine, share)
    said = busy.copy()
    said[facilities.machine] = facilities.sheet["used"]
    differs = tolerance.apart(said, busy, busy, tolerance.SOLVED)
    return np.asarray(differs[runs.machine] & (runs.case != TODAY), bool)


def _conversions(known: Known) -> pd.Index:
    """Names of the conversions, in the park's order."""
    return pd.Index(pd.unique(known.park["Conversions"]["conversion"].astype(object)), dtype=object)


def _rates_of(sheet: Sheet, known: Known) -> Places:
    """Row of ConversionRates of each line, if such a conversion is at the participant; -1: none."""
    if not len(sheet):
        return np.empty(0, np.int64)
    rates = known.park["ConversionRates"].reset_index(drop=True)
    first = rates.drop_duplicates(["conversion", "commodity"])
    words = {name: sheet.words[name].array() for name in ("conversion", "participant", "commodity")}
    pairs = pd.MultiIndex.from_frame(first[["conversion", "commodity"]])
    found = pairs.get_indexer(pd.MultiIndex.from_arrays([words["conversion"], words["commodity"]]))
    rate = np.append(first.index.to_numpy(np.int64), -1)[found]
    plants = pd.MultiIndex.from_frame(known.park["Conversions"][["conversion", "participant"]])
    there = pd.MultiIndex.from_arrays([words["conversion"], words["participant"]]).isin(plants)
    return np.asarray(np.where(there, rate, -1), np.int64)


def _groups(runs: Runs, made: Made, known: Known) -> tuple[Places, int]:
    """Number of (case, conversion, participant, period) of each row of both sheets, and how many there are."""
    count = (len(known.participants), len(known.periods))
    conversions = max([*runs.conversion.tolist(), *made.conversion.tolist()], default=0) + 1
    keys = [
        ((one.case * conversions + one.conversion) * count[0] + one.participant) * count[1] + one.period
        for one in (runs, made)
    ]
    group, names = pd.factorize(np.concatenate(keys))
    return np.asarray(group, np.int64), len(names)


def _check_complete(made: Made, runs: Runs, known: Known, of_runs: Places, of_made: Places, total: Floats) -> None:
    """Name everything that a running conversion takes or makes without a row."""
    rates = known.park["ConversionRates"].reset_index(drop=True)
    by_name = {name: rows.index.tolist() for name, rows in rates.groupby("conversion", sort=False)}
    names = _conversions(known)
    there = set(zip(of_made.tolist(), made.rate.tolist(), strict=True))
    first = ~pd.Series(of_runs).duplicated().to_numpy(bool)
    for place in np.flatnonzero(first & (total[of_runs] > tolerance.SOLVED)).tolist():
        conversion = str(names[runs.conversion[place]])
        for rate in by_name.get(conversion, []):
            if (int(of_runs[place]), rate) not in there:
                words = [
                    known.cases[runs.case[place]],
                    conversion,
                    known.participants[runs.participant[place]],
                    rates["commodity"].iat[rate],
                    known.periods[runs.period[place]],
                ]
                made.sheet.say(None, "", f"no row for {', '.join(words)}")


def _words(rest: str, taken: bool) -> str:
    if taken:
        return "it must come by links" if not rest else "it takes this in"
    return {"disposed": "the rest is disposed of", "left": "the rest is left where it is"}.get(rest, "it must go")


def _rest_words(name: str) -> str:
    if name == "bought":
        return "amount less what comes by links, own goods and storage"
    return "amount less what somebody uses"
