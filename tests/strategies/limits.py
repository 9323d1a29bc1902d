"""Limits near to what a park would do without them."""

from __future__ import annotations

import numpy as np

from park_from import park_tables
from sidestream.park import Park
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


def _limit_impact(sketch: Sketch, impact: str) -> None:
    per = sketch.one_of("year", None, "period") if sketch.wanted.per_period else "year"
    who = sketch.one_of("", "", *sketch.firms)
    key = f"{impact}, {who}" if who else impact
    unit, size = sketch.one_of(*UNITS[impact])
    bought = _if_all_is_bought(sketch, impact, who) / (max(1, len(sketch.rows("Periods"))) if per == "period" else 1)
    row = {"on": "impact", "key": sketch.one_of(None, key) if key == CO2 else key, "unit": unit, "per": per}
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
