"""Storage levels: what goes in, comes out and is lost adds up to what is in it, from one period to the next.

end = keeps x start + (in_efficiency x put_in - taken_out / out_efficiency) / repeats
lost = (1 - in_efficiency) x put_in + (1 / out_efficiency - 1) x taken_out + repeats x (1 - keeps) x start
keeps = (1 - standing_loss)^(hours / repeats)

A period begins with what the one before it in its cycle leaves, the first with what the last leaves, unless the park
gives levels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.facilities import Facilities, machine_of
from sidestream.design.audit.known import DESIGN, Known
from sidestream.design.audit.sheets import Floats, Mask, Places, Sheet
from sidestream.design.audit.streams import Off, not_below_zero
from sidestream.tables import shown

FIGURES = ("put_in", "taken_out", "lost", "start", "end")
NONE = -1


@dataclass
class Levels:
    """Storage levels, set right: one row per (case, machine, period), as places in Known's lists."""

    sheet: Sheet
    case: Places
    participant: Places
    commodity: Places
    period: Places
    machine: Places
    row: Places
    """Which row of Storages."""
    store: pd.DataFrame
    """That row, for each line."""
    repeats: Floats
    keeps: Floats
    before: Places
    """Line of the period before; -1: what stands there at the beginning is given, or its line is missing."""
    given: Floats
    """What stands there at the beginning, where it is given."""
    values: dict[str, Floats]

    def __getitem__(self, name: str) -> Floats:
        return self.values[name]

    def of(self, name: str) -> Floats:
        """A figure of each line's row in the park."""
        return self.store[name].to_numpy(float)

    @property
    def own(self) -> Mask:
        """Which lines keep own goods."""
        return (self.store["keeps"] == "own").to_numpy(bool)


def read_levels(sheet: Sheet, known: Known, facilities: Facilities) -> Levels:
    """Read the rows, naming every storage that is not there and every one that is there without a row."""
    stores = facilities.machines[facilities.machines["kind"] == "storage"]
    sheet.known("storage", pd.Index(pd.unique(stores["facility"].astype(object)), dtype=object), "storage")
    sheet.known("participant", known.participants, "participant")
    sheet.known("period", known.periods, "period")
    key, words = ["facility", "participant", "size"], ["storage", "participant", "size"]
    machine = machine_of(sheet, stores, key, words)
    place = machine_of(sheet, stores, key[:2], words[:2])
    sheet.say_all(place < 0, "participant", lambda row: f"the park has no {sheet.called(row)}")
    sheet.say_all((machine < 0) & (place >= 0), "size", lambda row: f"the park has no {sheet.called(row)}")
    sheet.keep(machine >= 0)
    sheet.once()
    machine = machine_of(sheet, stores, key, words)
    case, period = sheet.words["case"].within(known.cases), sheet.words["period"].within(known.periods)
    for of, said in enumerate(("is kept today but is not existing", "is kept but is not in Facilities")):
        absent = (case == of) & ~facilities.listed(of)[machine]
        sheet.say_all(absent, "storage", lambda _, words=said: words)  # type: ignore[misc]
    _check_complete(sheet, known, facilities, case, machine, period)
    row = facilities.machines["row"].to_numpy(np.int64)[machine]
    store = known.park["Storages"].iloc[row].reset_index(drop=True)
    sheet.agree_text("commodity", store["commodity"], "what it keeps in the park")
    commodity = known.commodities.get_indexer(pd.Index(store["commodity"], dtype=object))
    sheet.agree_text("unit", np.array(known.units, object)[commodity], "the commodity's unit")
    for name in FIGURES:
        sheet.say_all(np.isnan(sheet[name]), name, lambda _: "blank found, a number expected")
    moments = known.park.moments.drop_duplicates("period")
    repeats = moments["repeats"].to_numpy(float)[period]
    rest = 1 - np.nan_to_num(store["standing_loss"].to_numpy(float))
    before, given = _before(known, store, case, machine, period)
    return Levels(
        sheet,
        case,
        sheet.words["participant"].within(known.participants),
        np.asarray(commodity, np.int64),
        period,
        machine,
        row,
        store,
        repeats,
        np.asarray(rest ** (known.hours[period] / repeats), float),
        before,
        given,
        {name: np.nan_to_num(sheet[name]) for name in FIGURES},
    )


def settle_levels(levels: Levels, off: Off, *, today_short: bool) -> None:
    """Name what breaks the formulas: where a level disagrees with its neighbour, and else what is put in or taken out
    where the balances (`off`) say so. Where today's park falls short, it may end at another level than is asked for.
    """
    if not len(levels.sheet):
        return
    _settle_neighbours(levels, today_short=today_short)
    values, sheet = levels.values, levels.sheet
    unbalanced = off(levels.case, levels.participant, levels.commodity, levels.period)
    broken = _broken(levels) & unbalanced
    within, out = levels.of("in_efficiency"), levels.of("out_efficiency")
    change = levels.repeats * (values["end"] - levels.keeps * values["start"])
    put_in = (change + values["taken_out"] / out) / within
    taken_out = (within * values["put_in"] - change) * out
    by_put = np.abs(values["lost"] - _lost(levels, put_in, values["taken_out"]))
    by_taken = np.abs(values["lost"] - _lost(levels, values["put_in"], taken_out))
    alike = ~tolerance.apart(by_put, by_taken, values["lost"], tolerance.AMOUNT)
    # nobody puts in and takes out at once: where both would do, that one which leaves the other at nothing
    both_put, both_taken = np.minimum(put_in, values["taken_out"]), np.minimum(values["put_in"], taken_out)
    puts = (
        broken
        & np.where(alike, np.abs(both_put) <= np.abs(both_taken), by_put < by_taken)
        & (put_in > -tolerance.SOLVED)
    )
    why = "what it ends with less what it begins with, and what is taken out"
    values["put_in"] = _agree(levels, "put_in", put_in, why, puts)
    why = "what it begins with less what it ends with, and what is put in"
    values["taken_out"] = _agree(levels, "taken_out", taken_out, why, broken & ~puts)
    values["end"] = _agree(levels, "end", _end(levels), "start, what is put in, what is taken out and what is lost")
    lost = _lost(levels, values["put_in"], values["taken_out"])
    values["lost"] = _agree(levels, "lost", lost, "lost by putting in, taking out and standing")
    for name in ("put_in", "taken_out", "start", "end"):
        not_below_zero(sheet, name, values[name])


def check_levels(levels: Levels, known: Known) -> None:
    """Name what is beyond what a storage holds, or than can be put in or taken out in a period."""
    if not len(levels.sheet):
        return
    capacity, repeats = levels.of("capacity"), levels.repeats
    fixed = levels.store["per_period"].to_numpy(bool)
    hours = np.where(fixed, 1.0, known.hours[levels.period])
    within, out = levels.of("in_efficiency"), levels.of("out_efficiency")
    limits = (
        (
            "put_in",
            np.minimum(levels.of("in_rate") * hours, repeats * capacity / within),
            "in_limit, and what it holds",
        ),
        (
            "taken_out",
            np.minimum(levels.of("out_rate") * hours, repeats * capacity * out),
            "out_limit, and what it holds",
        ),
        ("end", capacity, "its capacity"),
        ("start", np.where(levels.before == NONE, capacity, np.inf), "its capacity"),
    )
    for name, most, why in limits:
        figures = levels[name]
        levels.sheet.say_all(
            tolerance.beyond(figures, most),
            name,
            lambda row, figures=figures, most=most, why=why: (  # type: ignore[misc]
                f"{shown(float(f'{figures[row]:.9g}'))} found, at most {shown(float(f'{most[row]:.9g}'))} expected: {why}"
            ),
        )


def _check_complete(
    sheet: Sheet, known: Known, facilities: Facilities, case: Places, machine: Places, period: Places
) -> None:
    """Name every period of a storage that is there in a case without a row."""
    there = np.zeros((len(known.cases), len(facilities.machines), len(known.periods)), bool)
    there[case, machine, period] = True
    stores = facilities.rows_of("Storages")
    for of in range(len(known.cases)):
        here = stores[facilities.listed(of)[stores]]
        for place, when in np.argwhere(~there[of, here]):
            words = [known.cases[of]]
            words += [str(facilities.machines[name].iat[here[place]]) for name in ("facility", "participant", "size")]
            what = ", ".join(word for word in [*words, known.periods[when]] if word)
            sheet.say(None, "", f"no row for {what}")


def _before(known: Known, store: pd.DataFrame, case: Places, machine: Places, period: Places) -> tuple[Places, Floats]:
    """Line of the period before each line's, and what is given instead at the beginning of a chain (NaN: nothing)."""
    cycles = known.park.moments.drop_duplicates("period")["cycle"].to_numpy(object)
    earlier = np.arange(len(cycles)) - 1
    first = np.zeros(len(cycles), bool)
    for cycle in dict.fromkeys(cycles):
        chain = np.flatnonzero(cycles == cycle)
        earlier[chain], first[chain[0]] = np.roll(chain, 1), True
    start, end = (store[name].to_numpy(float) for name in ("start_level", "end_level"))
    level = np.where(np.isnan(start) & ~np.isnan(end), 0.0, start)
    given = np.where(first[period], level, np.nan)
    count = len(cycles)
    own = pd.Index((machine * len(known.cases) + case) * count + period)
    line = own.get_indexer(pd.Index((machine * len(known.cases) + case) * count + earlier[period]))
    return np.asarray(np.where(np.isnan(given), line, NONE), np.int64), given


def _settle_neighbours(levels: Levels, *, today_short: bool) -> None:
    """A period begins with what the one before it leaves: the formula of each of the two tells which is wrong."""
    values = levels.values
    last_given = levels.of("end_level")
    ends = _is_last(levels) & ~np.isnan(last_given) & ((levels.case == DESIGN) | (not today_short))
    why = "end_level in the park"
    values["end"] = _agree(levels, "end", np.where(ends, last_given, 0.0), why, ends)
    given = ~np.isnan(levels.given)
    why = "start_level in the park, or nothing"
    values["start"] = _agree(levels, "start", np.where(given, levels.given, 0.0), why, given)
    linked = np.flatnonzero(levels.before != NONE)
    earlier = levels.before[linked]
    apart = tolerance.apart(values["start"][linked], values["end"][earlier], _scale(levels)[linked], tolerance.SOLVED)
    broken = _broken(levels)
    ends_wrong = apart & broken[earlier] & ~broken[linked] & (earlier != linked)
    wrong = np.zeros(len(levels.sheet), bool)
    wrong[earlier[ends_wrong]] = True
    right = values["end"].copy()
    right[earlier[ends_wrong]] = values["start"][linked[ends_wrong]]
    values["end"] = _agree(levels, "end", right, "what the next period begins with", wrong)
    right = values["start"].copy()
    right[linked] = values["end"][earlier]
    values["start"] = _agree(levels, "start", right, "what the period before it ends with")


def _is_last(levels: Levels) -> Mask:
    """Lines whose end is that of their chain: no other begins with it."""
    last = np.ones(len(levels.sheet), bool)
    last[levels.before[levels.before != NONE]] = False
    return last


def _broken(levels: Levels) -> Mask:
    """Lines whose end does not follow from the rest."""
    return tolerance.apart(levels["end"], _end(levels), _scale(levels), tolerance.SOLVED)


def _end(levels: Levels) -> Floats:
    within, out = levels.of("in_efficiency"), levels.of("out_efficiency")
    moved = within * levels["put_in"] - levels["taken_out"] / out
    return np.asarray(levels.keeps * levels["start"] + moved / levels.repeats, float)


def _lost(levels: Levels, put_in: Floats, taken_out: Floats) -> Floats:
    within, out = levels.of("in_efficiency"), levels.of("out_efficiency")
    standing = levels.repeats * (1 - levels.keeps) * levels["start"]
    return np.asarray((1 - within) * put_in + (1 / out - 1) * taken_out + standing, float)


def _scale(levels: Levels) -> Floats:
    """Size of what is added up in each line."""
    moved = (np.abs(levels["put_in"]) + np.abs(levels["taken_out"])) / levels.repeats
    return np.asarray(np.abs(levels["start"]) + np.abs(levels["end"]) + moved, float)


def _agree(levels: Levels, name: str, expected: Floats, why: str, where: Mask | None = None) -> Floats:
    """Name cells that are not what is expected, among those that were not set right already. Returns the column."""
    sheet, figures = levels.sheet, levels[name]
    already = figures != np.nan_to_num(sheet[name])
    blank = np.isnan(sheet[name])
    wrong = tolerance.apart(figures, expected, np.maximum(_scale(levels), np.abs(expected)), tolerance.SOLVED)
    if where is not None:
        wrong &= where

    def message(row: int) -> str:
        return f"{sheet.figure(name, figures[row])} found, {sheet.figure(name, expected[row])} expected: {why}"

    sheet.say_all(wrong & ~already & ~blank, name, message)
    return np.where(wrong, expected, figures)
