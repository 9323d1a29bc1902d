"""Limits near to what a park would do without them."""

from __future__ import annotations

from typing import Any

import numpy as np

from park_from import park_tables
from sidestream.park import Park
from sidestream.park.accounts import COST_ACCOUNTS, VALUED_ACCOUNTS
from strategies.sketch import Sketch, nice

CO2 = "co2"
UNITS = {CO2: (("t", 1), ("kg", 1_000)), "water": (("m3", 1), ("l", 1_000)), "landfill": (("t", 1), ("kt", 0.001))}
"""Units an impact can be limited in, and how many of them one of its own is."""


def _if_all_is_bought(sketch: Sketch, impact: str, who: str) -> float:
    """An impact of buying all that somebody, or anybody, may buy, and of disposing of all that may be [t/a, or its unit]:
    what a limit has to be near to in order to matter.
    """
    park = Park(park_tables(**sketch.sheets)[0])
    total = 0.0
    for sheet, choice, word, of in (
        ("Demands", "if_not_served", "buy", "virgin"),
        ("Supplies", "if_not_taken", "dispose", "disposal"),
    ):
        rows, amounts = park[sheet], park.amounts(sheet).sum(axis=1)
        there = ((rows[choice] == word) & ((rows["participant"] == who) | (who == ""))).to_numpy(bool)
        each = rows[f"{of}_co2"].fillna(0).to_numpy(float) if impact == CO2 else np.zeros(len(rows))
        for factor in park["ImpactFactors"].to_dict("records"):
            if factor["impact"] == impact and factor["of"] == of:
                each = each + factor["factor"] * (rows["commodity"] == factor["key"]).to_numpy(float)
        total += float((amounts * each)[there].sum())
    return total


def draw_limits(sketch: Sketch) -> None:
    if not sketch.wanted.limits or sketch.chance(40):
        return
    if sketch.chance(70):
        _limit_impact(sketch, CO2)
    others = list(dict.fromkeys(row["impact"] for row in sketch.rows("ImpactFactors")))
    if others and sketch.chance(60):
        _limit_impact(sketch, sketch.one_of(*others))
    _limit_investment(sketch)
    for limit in (_limit_cost, _limit_partners, _limit_share, _limit_throughput):
        if sketch.wanted.other_limits and sketch.chance(22):
            limit(sketch)


def _limit_impact(sketch: Sketch, impact: str) -> None:
    per = sketch.one_of("year", None, "period") if sketch.wanted.per_period else "year"
    who = sketch.one_of("", "", *sketch.firms)
    key = f"{impact}, {who}" if who else sketch.one_of(None, impact) if impact == CO2 else impact
    unit, size = sketch.one_of(*UNITS[impact])
    bought = _if_all_is_bought(sketch, impact, who) / (max(1, len(sketch.rows("Periods"))) if per == "period" else 1)
    row = {"on": "impact", "key": key, "unit": unit, "per": per}
    sides = sketch.one_of(("most",), ("least",), ("least", "most")) if bought >= 0.1 else ("most",)
    if "most" in sides:
        row["most"] = nice((round(sketch.one_of(0.5, 0.7, 0.9) * bought, 2) or 1) * size)
    if "least" in sides:
        row["least"] = nice(round(sketch.one_of(0.1, 0.3) * bought, 2) * size)
    sketch.rows("Limits").append(row)


def _limit_investment(sketch: Sketch) -> None:
    links = [row["link"] for sheet in ("Pipelines", "TruckRoutes") for row in sketch.rows(sheet)]
    if sketch.chance(50) and links:
        # Who pays for a trench without a payer is not known before it is known which pipes are laid.
        firms = sketch.firms if all(row.get("payer") for row in sketch.rows("Corridors")) else [None]
        key = sketch.one_of(None, sketch.one_of(*firms), sketch.one_of(*links))
        most = sketch.number(1, 12, 250)
        sketch.rows("Limits").append({"on": "investment", "key": key, "most": most, "unit": "EUR", "per": "once"})


def _per(sketch: Sketch) -> Any:
    return sketch.one_of("year", None, "period") if sketch.wanted.per_period else "year"


def _limit_cost(sketch: Sketch) -> None:
    """A cap near to what buying and disposing of everything costs, or some; now and then a floor on what is paid anyway."""
    account = sketch.one_of(None, "cash", "virgin", "disposal", "upkeep", *COST_ACCOUNTS)
    trench = any(not row.get("payer") for row in sketch.rows("Corridors"))  # whose it is is not known beforehand
    of_somebody = account not in (None, *VALUED_ACCOUNTS) and not (trench and account in ("cash", "investment"))
    who = sketch.one_of("", *sketch.firms) if of_somebody else ""
    per = _per(sketch)
    about = _money_if_all_is_bought(sketch, account, who) / (
        max(1, len(sketch.rows("Periods"))) if per == "period" else 1
    )
    row = {"on": "cost", "key": f"{account}, {who}" if who else account, "unit": "EUR", "per": per}
    row["most"] = nice(round(sketch.one_of(0.5, 0.7, 0.9, 1.1) * about, 2)) or sketch.number(1, 12, 50)
    if account in ("upkeep", "conversion", "provision") and sketch.chance(40):
        row = {**row, "most": None, "least": sketch.number(1, 5, 10)}
    sketch.rows("Limits").append(row)


def _money_if_all_is_bought(sketch: Sketch, account: str | None, who: str) -> float:
    park = Park(park_tables(**sketch.sheets)[0])
    total = 0.0
    for sheet, of, price, choice, word in (
        ("Demands", "virgin", "virgin_price", "if_not_served", "buy"),
        ("Supplies", "disposal", "disposal_cost", "if_not_taken", "dispose"),
    ):
        rows, amounts = park[sheet], park.amounts(sheet).sum(axis=1)
        there = ((rows[choice] == word) & ((rows["participant"] == who) | (who == ""))).to_numpy(bool)
        if account in (None, "cash", of):
            total += float((amounts * rows[price].fillna(0).to_numpy(float))[there].sum())
    return total


def _limit_partners(sketch: Sketch) -> None:
    names = [row["participant"] for row in sketch.rows("Participants")]
    row = {"on": "partners", "key": sketch.one_of(None, *names), "unit": sketch.one_of(None, "1")}
    least = {"least": 1} if row["key"] and sketch.chance(35) else {}
    most = {} if least and sketch.chance(60) else {"most": sketch.one_of(1, 1, 2)}
    sketch.rows("Limits").append({**row, **least, **most})


def _limit_share(sketch: Sketch) -> None:
    if sketch.rows("Demands"):
        need = sketch.one_of(*sketch.rows("Demands"))
        row = {"on": "supplier share", "key": f"{need['participant']}, {need['commodity']}", "unit": "%"}
        sketch.rows("Limits").append({**row, "per": _per(sketch), "most": sketch.one_of(0, 25, 50, 50, 80)})


def _limit_throughput(sketch: Sketch) -> None:
    """Of a link, or of what arrives at somebody: some tens of units a year."""
    ends = [(row["to"], row["commodity"], row["link"]) for row in sketch.rows("Pipelines") + sketch.rows("TruckRoutes")]
    ends = [one for one in ends if one[1] and ";" not in one[1]]
    if not ends:
        return
    who, commodity, link = sketch.one_of(*ends)
    stuff = sketch.stuff(commodity)
    quantity, unit = sketch.rate_of(stuff)
    if sketch.chance(30):
        quantity, unit = sketch.number(1, 9, 10), stuff.unit
    row = {"on": "throughput", "key": sketch.one_of(link, f"{who}, {commodity}"), "unit": unit, "per": _per(sketch)}
    if unit.endswith("/period"):
        row["per"] = "period"
    side = "least" if sketch.chance(25) else "most"
    sketch.rows("Limits").append({**row, side: nice(quantity / (4 if side == "least" else 1))})
