"""Supplies used, Needs met and By-products used: each row balances, and what is used has a use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.known import TODAY, Known
from sidestream.design.audit.sheets import Floats, Mask, Places, Sheet
from sidestream.tables import shown

Off = Callable[[Places, Places, Places, Places], Mask]
"""Which of (case, participant, commodity, period) do not balance as they stand in the sheets."""


@dataclass
class Streams:
    """One result sheet of supplies, needs or uses, set right; places are in Known's lists."""

    sheet: Sheet
    case: Places
    participant: Places
    commodity: Places
    period: Places
    row: Places
    """Which row of the park's sheet."""
    values: dict[str, Floats]

    def __getitem__(self, name: str) -> Floats:
        return self.values[name]


def read_streams(sheet: Sheet, known: Known, source: str) -> Streams:
    """Read rows that each belong to a row of Supplies or Demands (`source`)."""
    sheet.known("participant", known.participants, "participant")
    sheet.known("commodity", known.commodities, "commodity")
    sheet.known("period", known.periods, "period")
    found = _rows_of(sheet, known, source)
    sheet.say_all(found < 0, "name", lambda place: f"{source} has no row for {_owner(sheet, place)}")
    sheet.keep(found >= 0)
    sheet.once()
    return Streams(
        sheet,
        sheet.words["case"].within(known.cases),
        sheet.words["participant"].within(known.participants),
        sheet.words["commodity"].within(known.commodities),
        sheet.words["period"].within(known.periods),
        _rows_of(sheet, known, source),
        {name: np.nan_to_num(values) for name, values in sheet.numbers.items()},
    )


def check_complete(streams: Streams, known: Known, source: str) -> None:
    """Name every row of Supplies or Demands that has no line in some case and period."""
    count, periods = len(known.park[source]), len(known.periods)
    there = np.zeros((len(known.cases), count, periods), bool)
    there[streams.case, streams.row, streams.period] = True
    there[:, known.park[source].duplicated(["participant", "commodity", "name"]).to_numpy(bool)] = True
    frame = known.park[source]
    for case, row, period in np.argwhere(~there):
        words = [known.cases[case], *(frame[name].iat[row] for name in ("participant", "commodity", "name"))]
        what = ", ".join(word for word in [*words, known.periods[period]] if word)
        streams.sheet.say(None, "", f"no row for {what}")


def settle_supplies(supplies: Streams, known: Known, off: Off, *, today_short: bool) -> None:
    """Used + disposed + left = available; which of them may be is the supply's own choice."""
    sheet, frame = supplies.sheet, known.park["Supplies"]
    available = known.park.amounts("Supplies")[supplies.row, supplies.period]
    _agree_unit(supplies, known, supplies.commodity)
    supplies.values["available"] = sheet.agree("available", available, "quantity x hours x profile of the park")
    choice = frame["if_not_taken"].to_numpy(object)[supplies.row]
    used, disposed, left = (supplies[name] for name in ("used", "disposed", "left"))
    open_ = tolerance.apart(used + disposed + left, available, available, tolerance.AMOUNT) | np.isnan(sheet["used"])
    unbalanced = off(supplies.case, supplies.participant, supplies.commodity, supplies.period)
    wrong = open_ & (unbalanced | np.isnan(sheet["used"]))
    used = sheet.agree("used", available - disposed - left, "available less disposed and left", where=wrong)
    used = _not_below_zero(sheet, "used", np.nan_to_num(used))
    too_much = tolerance.beyond(used, available, tolerance.AMOUNT)
    sheet.say_all(
        too_much,
        "used",
        lambda place: f"{shown(float(used[place]))} found: more than {shown(float(available[place]))}, all there is",
    )
    rest = np.where(too_much, 0.0, available - used)
    must_go = choice == "must go"
    stays = must_go & (supplies.case == TODAY) & today_short
    goes = choice == "dispose"
    words = {"dispose": "available less used", "leave": "what is left is not disposed of", "must go": "it must go"}
    supplies.values["disposed"] = _remainder(
        sheet, "disposed", goes, rest, available, lambda place: words[choice[place]]
    )
    lies = (choice == "leave") | stays
    why = {"dispose": "the rest is disposed of", "leave": "available less used", "must go": "it must go"}
    supplies.values["left"] = _remainder(sheet, "left", lies, rest, available, lambda place: why[choice[place]])
    stuck = must_go & ~stays & tolerance.beyond(rest, 0 * rest, tolerance.SOLVED + tolerance.SHARE * np.abs(available))
    sheet.say_all(
        stuck,
        "used",
        lambda place: f"{shown(float(used[place]))} found, {shown(float(available[place]))} expected: it must go",
    )
    supplies.values["used"] = used


def settle_uses(uses: Streams, known: Known, by_product: Places, off: Off) -> None:
    """Meets = ratio x amount; where it is not, the balances tell which of the two is wrong."""
    sheet = uses.sheet
    ratio = ratios(known, uses.participant, by_product, uses.commodity)
    strange = np.isnan(ratio)
    words = sheet.words["by_product"].array()
    sheet.say_all(strange, "by_product", lambda place: f"{shown(words[place])} cannot stand in for this need here")
    ratio = np.where(strange, 1.0, ratio)
    _agree_unit(uses, known, by_product)
    amount, meets = uses["amount"], uses["meets"]
    mismatch = tolerance.apart(sheet["meets"], ratio * amount, meets, tolerance.AMOUNT) & ~strange
    mismatch |= np.isnan(sheet["amount"])
    wrong = mismatch & (off(uses.case, uses.participant, by_product, uses.period) | np.isnan(sheet["amount"]))
    amount = np.nan_to_num(sheet.agree("amount", meets / ratio, "meets / ratio", where=wrong))
    uses.values["amount"] = amount = _not_below_zero(sheet, "amount", amount)
    right = sheet.agree("meets", ratio * amount, "ratio x amount", scale=amount * ratio, where=mismatch & ~wrong)
    uses.values["meets"] = np.nan_to_num(right)


def settle_needs(needs: Streams, uses: Streams, known: Known, *, today_short: bool) -> None:
    """by_products + bought + short = needed; which of them may be is the need's own choice."""
    sheet, frame = needs.sheet, known.park["Demands"]
    needed = known.park.amounts("Demands")[needs.row, needs.period]
    _agree_unit(needs, known, needs.commodity)
    sheet.agree("needed", needed, "quantity x hours x profile of the park")
    served = np.zeros((len(known.cases), len(frame), len(known.periods)))
    np.add.at(served, (uses.case, uses.row, uses.period), uses["meets"])
    met = sheet.agree(
        "by_products", served[needs.case, needs.row, needs.period], "sum of `meets` in By-products used", scale=needed
    )
    choice = frame["if_not_served"].to_numpy(object)[needs.row]
    share = frame["most_by_product"].fillna(1.0).to_numpy(float)[needs.row]
    too_much = tolerance.beyond(met, share * needed)
    sheet.say_all(
        too_much,
        "by_products",
        lambda place: (
            f"{shown(float(met[place]))} found, at most {shown(float(share[place] * needed[place]))} expected: "
            f"{shown(float(100 * share[place]))} % of the need"
        ),
    )
    rest = np.where(too_much, np.maximum(needed - met, 0.0), needed - met)
    must = choice == "must serve"
    lacks = must & (needs.case == TODAY) & today_short
    words = {"buy": "needed less by_products", "go without": "it goes without", "must serve": "it buys nothing"}
    buys = choice == "buy"
    needs.values["bought"] = _remainder(sheet, "bought", buys, rest, needed, lambda place: words[choice[place]])
    lies = (choice == "go without") | lacks
    why = {"buy": "it buys the rest", "go without": "needed less by_products", "must serve": "it must be served"}
    needs.values["short"] = _remainder(sheet, "short", lies, rest, needed, lambda place: why[choice[place]])
    unserved = must & ~lacks & tolerance.beyond(rest, 0 * rest, tolerance.SOLVED + tolerance.SHARE * np.abs(needed))
    sheet.say_all(
        unserved,
        "by_products",
        lambda place: f"{shown(float(met[place]))} found, {shown(float(needed[place]))} expected: it must be served",
    )
    needs.values["by_products"] = met


def _remainder(sheet: Sheet, column: str, may: Mask, rest: Floats, whole: Floats, why: Callable[[int], str]) -> Floats:
    """Name every cell that is not the rest of the whole where that may be, or 0 where it may not."""
    scale = np.where(may, whole, 0.0)
    return sheet.agree(column, np.where(may, rest, 0.0), why, scale=scale, absolute=tolerance.SOLVED)


def ratios(known: Known, participant: Places, by_product: Places, need: Places) -> Floats:
    """Units of the need met by one unit of the by-product; NaN where it cannot stand in.

    A row for the participant goes before a row for everywhere, and that before 1 for the need itself.
    """
    frame = known.park["Substitutions"]
    count = len(known.commodities)
    pair = known.commodities.get_indexer(pd.Index(frame["by_product"], dtype=object)) * count
    pair += known.commodities.get_indexer(pd.Index(frame["need"], dtype=object))
    blank = (frame["participant"] == "").to_numpy(bool)
    who = known.participants.get_indexer(pd.Index(frame["participant"], dtype=object))
    ratio = frame["ratio"].to_numpy(float)
    asked = by_product * count + need
    made = np.where(by_product == need, 1.0, np.nan)
    for rows, key, wanted in (
        (blank, pair, asked),
        (~blank & (who >= 0), who * count * count + pair, participant * count * count + asked),
    ):
        known_keys = pd.Series(ratio[rows], index=key[rows])
        given = known_keys[~known_keys.index.duplicated()].reindex(wanted).to_numpy(float)
        made = np.where(np.isnan(given), made, given)
    return np.asarray(made, float)


def _rows_of(sheet: Sheet, known: Known, source: str) -> Places:
    """Row of the park's sheet that each line belongs to; -1: none."""
    frame = known.park[source]
    names = pd.Index(pd.unique(frame["name"].astype(object)), dtype=object)
    size = (len(known.commodities), len(names) + 1)
    who = known.participants.get_indexer(pd.Index(frame["participant"], dtype=object))
    what = known.commodities.get_indexer(pd.Index(frame["commodity"], dtype=object))
    keys = pd.Series((who * size[0] + what) * size[1] + names.get_indexer(pd.Index(frame["name"], dtype=object)))
    first = np.flatnonzero(~keys.duplicated().to_numpy(bool))
    name = sheet.words["name"].within(names)
    who, what = (
        sheet.words["participant"].within(known.participants),
        sheet.words["commodity"].within(known.commodities),
    )
    asked = np.where(name < 0, -1, (who * size[0] + what) * size[1] + name)
    found = pd.Index(keys.to_numpy()[first]).get_indexer(pd.Index(asked))
    return np.asarray(np.append(first, -1)[found], np.int64)


def _owner(sheet: Sheet, place: int) -> str:
    words = [sheet.words[name].at(place) for name in ("participant", "commodity", "name")]
    return ", ".join(word for word in words if word)


def _agree_unit(streams: Streams, known: Known, commodity: Places) -> None:
    streams.sheet.agree_text("unit", np.array(known.units, object)[commodity], "the commodity's unit")


def _not_below_zero(sheet: Sheet, column: str, values: Floats) -> Floats:
    sheet.say_all(
        values < -tolerance.SOLVED, column, lambda place: f"{shown(float(values[place]))} found: less than nothing"
    )
    return values
