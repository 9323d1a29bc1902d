"""Costs and Impacts: what everybody pays and causes in a year, against everything that costs or emits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.known import Known
from sidestream.design.audit.sheets import Sheet
from sidestream.design.tables import CO2, SOCIETY, VALUED_ACCOUNTS
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
    "relations": "annuity of setting up, half by each",
    "upkeep": "yearly_cost of what is there, by share",
    "carrying": "per unit sent and per load, by share",
    "electricity": "pumping x km x sent x that of electricity, by share",
    "losses": "what is lost x disposal at its origin",
    "payments": "price_today x delivered, to who sends it from who receives it",
    "carbon tax": "carbon_tax x CO2 in Impacts",
    "carbon value": "carbon_value x all CO2 in Impacts",
    "impact tax": "tax x impacts in Impacts",
    "impact value": "value x all impacts in Impacts",
}


FACTORS = {
    "provision": "used",
    "disposal": "disposed",
    "virgin": "bought",
    "conversion": "activity",
    "carrying": "km of loads and what is sent, by share",
    "building": "m / life of what is built, by share",
    "electricity": "MWh of pumps, by share",
    "losses": "what is lost",
}
"""What factors of ImpactFactors are multiplied by, by account."""


def check_impacts(sheet: Sheet, known: Known, activities: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Compare Impacts both ways. Returns case, who, impact, account, amount as they should be."""
    sheet.known("participant", known.participants, "participant")
    units = known.park.impacts
    sheet.known("impact", pd.Index(list(units), dtype=object), "impact")
    sheet.once()
    sheet.agree_text(
        "unit", [f"{units[name]}/a" for name in sheet.words["impact"].array()], "the impact's unit, a year"
    )
    emitted = activities[activities["co2"] != 0]
    due = pd.concat([emitted.assign(impact=CO2, amount=emitted["co2"]), *([others] if len(others) else [])])
    due = due.assign(who=known.participants[due["who"].to_numpy(np.int64)].to_numpy(object))
    return _compare(sheet, known, "participant", due, tolerance.CO2, "co2")


def check_costs(sheet: Sheet, known: Known, activities: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Compare Costs both ways. Returns case, who, account, amount as they should be."""
    sheet.known("payer", known.participants.append(pd.Index([SOCIETY], dtype=object)), "payer")
    sheet.once()
    valued = np.isin(sheet.words["account"].array(), VALUED_ACCOUNTS)
    sheet.agree_text("kind", np.where(valued, "valued", "cash"), "by its account")
    due = paid(known, activities, others)
    return _compare(sheet, known, "payer", due[due["amount"] != 0], tolerance.MONEY, "cost")


def paid(known: Known, activities: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Everything that costs anything: account and who (names), case and period (places), amount [EUR]."""
    settings = known.park.settings
    named = activities.assign(who=known.participants[activities["who"]].to_numpy(object), amount=activities["money"])
    emitted = named[named["co2"] != 0]
    tax = emitted.assign(account="carbon tax", amount=emitted["co2"] * settings.carbon_tax)
    value = emitted.assign(account="carbon value", who=SOCIETY, amount=emitted["co2"] * settings.carbon_value)
    return pd.concat([named, tax, value, *_priced(known, others)], ignore_index=True)


def _compare(sheet: Sheet, known: Known, who: str, due: pd.DataFrame, absolute: float, kind: str) -> pd.DataFrame:
    """Name rows with another amount than is due, and what is due without a row."""
    key = ["case", "who", *(["impact"] if who == "participant" else []), "account"]
    due = due.assign(scale=due["amount"].abs()).groupby(key, as_index=False, sort=False)[["amount", "scale"]].sum()
    lines = pd.DataFrame({"case": sheet.words["case"].within(known.cases), "who": sheet.words[who].array()})
    accounts = sheet.words["account"].array()
    lines["account"] = accounts
    lines["impact"] = sheet.words["impact"].array() if "impact" in key else CO2
    both = lines.merge(due, on=key, how="left").fillna({"amount": 0.0, "scale": 0.0})
    lines["amount"] = sheet.agree(
        "amount",
        both["amount"].to_numpy(float),
        lambda place: _words(str(lines["impact"].iat[place]), str(accounts[place]), kind),
        scale=both["scale"].to_numpy(float),
        absolute=absolute,
    )
    rest = due.merge(lines[key], on=key, how="left", indicator=True)
    rest = rest[rest["_merge"] == "left_only"].drop(columns=["_merge", "scale"])
    for row in rest[rest["amount"].abs() > absolute].to_dict("records"):
        impact = str(row.get("impact", CO2))
        what = ", ".join([known.cases[row["case"]], row["who"], *([] if impact == CO2 else [impact]), row["account"]])
        figure, words = shown(float(f"{row['amount']:.12g}")), _words(impact, row["account"], kind)
        sheet.say(None, "amount", f"no row for {what}: {figure} expected: {words}")
    return pd.concat([lines.astype({"case": np.int64}), rest], ignore_index=True)


def _priced(known: Known, others: pd.DataFrame) -> list[pd.DataFrame]:
    """What taxes and values of impacts come to."""
    prices = known.park["ImpactPrices"].drop_duplicates("impact").set_index("impact")[["tax", "value"]]
    if others.empty or prices.empty:
        return []
    each = prices.reindex(others["impact"]).fillna(0.0)
    who = known.participants[others["who"].to_numpy(np.int64)].to_numpy(object)
    tax, value = (others["amount"].to_numpy(float) * each[name].to_numpy(float) for name in ("tax", "value"))
    return [
        others.assign(account="impact tax", who=who, amount=tax).drop(columns="impact"),
        others.assign(account="impact value", who=SOCIETY, amount=value).drop(columns="impact"),
    ]


def _words(impact: str, account: str, kind: str) -> str:
    if impact != CO2:
        return f"factor in ImpactFactors x {FACTORS.get(account, account)}"
    return WORDS[account].format(kind)
