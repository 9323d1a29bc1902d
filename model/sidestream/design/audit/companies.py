"""Companies: what everybody pays, emits, invests, gives and takes, added up again by company."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.builds import Builds
from sidestream.design.audit.facilities import Facilities
from sidestream.design.audit.flows import Flows
from sidestream.design.audit.known import DESIGN, TODAY, Known
from sidestream.design.audit.relations import Relations
from sidestream.design.audit.sheets import Floats, Sheet
from sidestream.design.audit.sums import exchanges, investments
from sidestream.design.companies import JUDGED, companies_frame
from sidestream.design.tables import CASES, CO2, VALUED_ACCOUNTS
from sidestream.tables import shown

WHY = "the sum of its sites' rows in Participants"


def check_companies(
    sheet: Sheet,
    known: Known,
    builds: Builds,
    facilities: Facilities,
    relations: Relations,
    flows: Flows,
    costs: pd.DataFrame,
    impacts: pd.DataFrame,
    *,
    today_works: bool,
) -> None:
    """Name every sum that is not one, and every company without a row."""
    each = _participants(known, builds, facilities, relations, flows, costs, impacts)
    asked = pd.DataFrame(columns=["company", *JUDGED]) if known.park.settings.payments else None
    due = companies_frame(known.park, each, asked).set_index("company")
    sizes = [ledger.assign(amount=ledger["amount"].abs()) for ledger in (costs, impacts)]
    every = _participants(known, builds, facilities, relations, flows, *sizes)
    size = companies_frame(known.park, every, asked).set_index("company")
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


def _participants(
    known: Known,
    builds: Builds,
    facilities: Facilities,
    relations: Relations,
    flows: Flows,
    costs: pd.DataFrame,
    impacts: pd.DataFrame,
) -> pd.DataFrame:
    """The figures of Participants, from what they are made of."""
    names = pd.Series(known.participants)
    made = pd.DataFrame({"participant": names, "saving": 0.0, "co2_saving": 0.0})
    cash = costs[~costs["account"].isin(VALUED_ACCOUNTS)]
    for name, ledger in (("cost", cash), ("co2", impacts[impacts["impact"] == CO2])):
        for word, case in (("today", TODAY), ("design", DESIGN)):
            amounts = ledger[ledger["case"] == case].groupby("who")["amount"].sum()
            made[f"{name}_{word}"] = names.map(amounts).fillna(0.0).to_numpy(float)
    made["investment"] = investments(known, builds, facilities, relations)
    made["gives"], made["takes"] = (exchanges(known, flows, end) for end in (flows.origin, flows.destination))
    return made
