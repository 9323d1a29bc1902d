"""Costs and Impacts: what everybody pays and causes in a year, against everything that costs or emits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.known import Known
from sidestream.design.audit.sheets import Sheet
from sidestream.design.tables import SOCIETY, VALUED_ACCOUNTS
from sidestream.tables import shown

WORDS = {
    "provision": "provision_{} x used",
    "disposal": "disposal_{} x disposed",
    "virgin": "virgin price or CO2 x bought",
    "conversion": "unit_{} x activity",
    "storage": "in_cost x put_in + out_cost x taken_out",
    "shortage": "shortage_cost x short",
    "investment": "annuity of what is built, by share",
    "building": "building_co2 / life of what is built, by share",
    "upkeep": "yearly_cost of what is there, by share",
    "carrying": "per unit sent and per load, by share",
    "electricity": "pumping x km x sent x that of electricity, by share",
    "losses": "what is lost x disposal at its origin",
    "carbon tax": "carbon_tax x CO2 in Impacts",
    "carbon value": "carbon_value x all CO2 in Impacts",
}


def check_impacts(sheet: Sheet, known: Known, activities: pd.DataFrame) -> pd.DataFrame:
    """Compare Impacts both ways. Returns case, who, account, amount as they should be."""
    sheet.known("participant", known.participants, "participant")
    sheet.known("impact", pd.Index(["co2"], dtype=object), "impact")
    sheet.once()
    due = activities[activities["co2"] != 0]
    due = due.assign(who=known.participants[due["who"]].to_numpy(object), amount=due["co2"])
    return _compare(sheet, known, "participant", due, tolerance.CO2, "co2")


def check_costs(sheet: Sheet, known: Known, activities: pd.DataFrame) -> pd.DataFrame:
    """Compare Costs both ways. Returns case, who, account, amount as they should be."""
    sheet.known("payer", known.participants.append(pd.Index([SOCIETY], dtype=object)), "payer")
    sheet.once()
    valued = np.isin(sheet.words["account"].array(), VALUED_ACCOUNTS)
    sheet.agree_text("kind", np.where(valued, "valued", "cash"), "by its account")
    settings = known.park.settings
    named = activities.assign(who=known.participants[activities["who"]].to_numpy(object), amount=activities["money"])
    emitted = named[named["co2"] != 0]
    tax = emitted.assign(account="carbon tax", amount=emitted["co2"] * settings.carbon_tax)
    value = emitted.assign(account="carbon value", who=SOCIETY, amount=emitted["co2"] * settings.carbon_value)
    due = pd.concat([named, tax, value], ignore_index=True)
    return _compare(sheet, known, "payer", due[due["amount"] != 0], tolerance.MONEY, "cost")


def _compare(sheet: Sheet, known: Known, who: str, due: pd.DataFrame, absolute: float, kind: str) -> pd.DataFrame:
    """Name rows with another amount than is due, and what is due without a row."""
    key = ["case", "who", "account"]
    due = due.assign(scale=due["amount"].abs()).groupby(key, as_index=False, sort=False)[["amount", "scale"]].sum()
    lines = pd.DataFrame({"case": sheet.words["case"].within(known.cases), "who": sheet.words[who].array()})
    accounts = sheet.words["account"].array()
    lines["account"] = accounts
    both = lines.merge(due, on=key, how="left").fillna({"amount": 0.0, "scale": 0.0})
    lines["amount"] = sheet.agree(
        "amount",
        both["amount"].to_numpy(float),
        lambda place: WORDS[accounts[place]].format(kind),
        scale=both["scale"].to_numpy(float),
        absolute=absolute,
    )
    rest = due.merge(lines[key], on=key, how="left", indicator=True)
    rest = rest[rest["_merge"] == "left_only"].drop(columns=["_merge", "scale"])
    for case, name, account, amount in rest[rest["amount"].abs() > absolute].itertuples(index=False):
        what = f"{known.cases[case]}, {name}, {account}"
        figure, words = shown(float(f"{amount:.12g}")), WORDS[account].format(kind)
        sheet.say(None, "amount", f"no row for {what}: {figure} expected: {words}")
    return pd.concat([lines, rest], ignore_index=True)
