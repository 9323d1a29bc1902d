"""Companies: what everybody pays, emits, invests, gives and takes, added up again by company."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.known import DESIGN, TODAY
from sidestream.design.audit.sheets import Floats, Sheet
from sidestream.design.audit.sums import count_exchanges, exchanged, investments
from sidestream.design.audit.whole import Whole
from sidestream.design.companies import JUDGED, companies_frame
from sidestream.design.tables import CASES, CO2, VALUED_ACCOUNTS
from sidestream.tables import shown

WHY = "the sum of its sites' rows in Participants"


def check_companies(sheet: Sheet, whole: Whole, *, today_works: bool) -> None:
    """Name every sum that is not one, and every company without a row."""
    park = whole.park
    asked = pd.DataFrame(columns=["company", *JUDGED]) if park.settings.payments else None
    due, size = (
        companies_frame(park, _participants(whole, unsigned=unsigned), asked).set_index("company")
        for unsigned in (False, True)
    )
    sheet.known("company", due.index, "company")
    sheet.once()
    listed = sheet.words["company"].array()
    for name in sorted(set(due.index) - set(listed)):
        sheet.say(None, "company", f"no row for {shown(name)}")
    due, size = (frame.reindex(listed).astype(float) for frame in (due, size))
    for column in ("sites", "investment", "gives", "takes"):
        sheet.agree(column, due[column].to_numpy(), WHY, absolute=tolerance.MONEY)
    for name, saving in (("cost", "saving"), ("co2", "co2_saving")):
        columns = [f"{name}_{case}" for case in CASES]
        today, design = (_agree(sheet, one, due[one].to_numpy(), size[one].to_numpy()) for one in columns)
        scale = size[columns].to_numpy().max(axis=1)
        if today_works:
            _agree(sheet, saving, today - design, scale, "today less design")
        else:
            _agree(sheet, saving, np.full(len(due), np.nan), scale, "not defined, as today's park does not work")


def _agree(sheet: Sheet, column: str, expected: Floats, scale: Floats, why: str = WHY) -> Floats:
    return sheet.agree(column, expected, why, scale=scale, absolute=tolerance.PENNY, share=tolerance.ARITHMETIC)


def _participants(whole: Whole, *, unsigned: bool) -> pd.DataFrame:
    """The figures of Participants, from what they are made of, over all worlds; `unsigned`: of the amounts without signs."""
    known, last = whole.known, whole.last
    names = pd.Series(known.participants)
    made = pd.DataFrame({"participant": names, "saving": 0.0, "co2_saving": 0.0})
    for name, shares in (("cost", whole.money), ("co2", whole.years)):
        for word, case in (("today", TODAY), ("design", DESIGN)):
            made[f"{name}_{word}"] = 0.0
            for share, one in zip(shares, whole.seen, strict=True):
                cash, carbon = ~one.costs["account"].isin(VALUED_ACCOUNTS), one.impacts["impact"] == CO2
                ledger = one.costs[cash] if name == "cost" else one.impacts[carbon]
                mine = ledger[ledger["case"] == case]
                amounts = (mine["amount"].abs() if unsigned else mine["amount"]).groupby(mine["who"]).sum()
                made[f"{name}_{word}"] += share * names.map(amounts).fillna(0.0).to_numpy(float)
    made["investment"] = investments(known, last.builds, last.facilities, last.relations)
    for name, end in (("gives", "origin"), ("takes", "destination")):
        numbers = [exchanged(known, one.flows, getattr(one.flows, end)) for one in whole.seen]
        made[name] = count_exchanges(known, numbers)
    return made
