"""Supplies used: what becomes of each supply in each period."""

from __future__ import annotations

import numpy as np

from sidestream.design.audit import tolerance
from sidestream.design.audit.known import TODAY, Known
from sidestream.design.audit.streams import Off, Streams, agree_unit, not_below_zero, remainder
from sidestream.tables import shown


def settle_supplies(supplies: Streams, known: Known, off: Off, *, today_short: bool) -> None:
    """Name what breaks used + disposed + left = available, and what the supply's own choice does not allow."""
    sheet, frame = supplies.sheet, known.park["Supplies"]
    available = known.park.amounts("Supplies")[supplies.row, supplies.period]
    agree_unit(supplies, known, supplies.commodity)
    supplies.values["available"] = sheet.agree("available", available, "quantity x hours x profile of the park")
    choice = frame["if_not_taken"].to_numpy(object)[supplies.row]
    used, disposed, left = (supplies[name] for name in ("used", "disposed", "left"))
    open_ = tolerance.apart(used + disposed + left, available, available, tolerance.AMOUNT) | np.isnan(sheet["used"])
    unbalanced = off(supplies.case, supplies.participant, supplies.commodity, supplies.period)
    wrong = open_ & (unbalanced | np.isnan(sheet["used"]))
    used = sheet.agree("used", available - disposed - left, "available less disposed and left", where=wrong)
    used = not_below_zero(sheet, "used", np.nan_to_num(used))
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
    supplies.values["disposed"] = remainder(
        sheet, "disposed", goes, rest, available, lambda place: words[choice[place]]
    )
    lies = (choice == "leave") | stays
    why = {"dispose": "the rest is disposed of", "leave": "available less used", "must go": "it must go"}
    supplies.values["left"] = remainder(sheet, "left", lies, rest, available, lambda place: why[choice[place]])
    stuck = must_go & ~stays & tolerance.beyond(rest, 0 * rest, tolerance.SOLVED + tolerance.SHARE * np.abs(available))
    sheet.say_all(
        stuck,
        "used",
        lambda place: f"{shown(float(used[place]))} found, {shown(float(available[place]))} expected: it must go",
    )
    supplies.values["used"] = used
