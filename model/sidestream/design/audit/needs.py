"""Needs met: how each need is met in each period."""

from __future__ import annotations

import numpy as np

from sidestream.design.audit import tolerance
from sidestream.design.audit.known import TODAY, Known
from sidestream.design.audit.streams import Streams, agree_unit, remainder
from sidestream.tables import shown


def settle_needs(needs: Streams, uses: Streams, known: Known, *, today_short: bool) -> None:
    """by_products + bought + short = needed; which of them may be is the need's own choice."""
    sheet, frame = needs.sheet, known.park["Demands"]
    needed = known.park.amounts("Demands")[needs.row, needs.period]
    agree_unit(needs, known, needs.commodity)
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
    needs.values["bought"] = remainder(sheet, "bought", buys, rest, needed, lambda place: words[choice[place]])
    lies = (choice == "go without") | lacks
    why = {"buy": "it buys the rest", "go without": "needed less by_products", "must serve": "it must be served"}
    needs.values["short"] = remainder(sheet, "short", lies, rest, needed, lambda place: why[choice[place]])
    unserved = must & ~lacks & tolerance.beyond(rest, 0 * rest, tolerance.SOLVED + tolerance.SHARE * np.abs(needed))
    sheet.say_all(
        unserved,
        "by_products",
        lambda place: f"{shown(float(met[place]))} found, {shown(float(needed[place]))} expected: it must be served",
    )
    needs.values["by_products"] = met
