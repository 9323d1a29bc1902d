"""Limits near to what a park would do without them."""

from __future__ import annotations

from park_from import park_tables
from sidestream.park import Park
from strategies.sketch import Sketch, nice


def _co2_if_all_is_bought(sketch: Sketch, who: str) -> float:
    """CO2 of buying all that somebody, or anybody, may buy [t/a]: what a limit has to be near to in order to matter."""
    park = Park(park_tables(**sketch.sheets)[0])
    needs = park["Demands"]
    emits = (needs["if_not_served"] == "buy") & ((needs["participant"] == who) | (who == ""))
    return float((park.amounts("Demands").sum(axis=1) * needs["virgin_co2"].where(emits, 0)).sum())


def draw_limits(sketch: Sketch) -> None:
    if not sketch.wanted.limits or sketch.chance(40):
        return
    if sketch.chance(70):
        per = sketch.one_of("year", None, "period") if sketch.wanted.per_period else "year"
        who = sketch.one_of("", "", *sketch.firms)
        key = f"co2, {who}" if who else sketch.one_of(None, "co2")
        unit, tonne = sketch.one_of(("t", 1), ("kg", 1_000))
        bought = _co2_if_all_is_bought(sketch, who) / (max(1, len(sketch.rows("Periods"))) if per == "period" else 1)
        row = {"on": "impact", "key": key, "unit": unit, "per": per}
        sides = sketch.one_of(("most",), ("least",), ("least", "most")) if bought >= 0.1 else ("most",)
        if "most" in sides:
            row["most"] = nice((round(sketch.one_of(0.5, 0.7, 0.9) * bought, 2) or 1) * tonne)
        if "least" in sides:
            row["least"] = nice(round(sketch.one_of(0.1, 0.3) * bought, 2) * tonne)
        sketch.rows("Limits").append(row)
        if per == "period":  # how much of building falls into a period is not said anywhere
            for size in sketch.rows("PipeSizes"):
                size.pop("building_co2", None)
    links = [row["link"] for sheet in ("Pipelines", "TruckRoutes") for row in sketch.rows(sheet)]
    if sketch.chance(50) and links:
        # Who pays for a trench without a payer is not known before it is known which pipes are laid.
        firms = sketch.firms if all(row.get("payer") for row in sketch.rows("Corridors")) else [None]
        key = sketch.one_of(None, sketch.one_of(*firms), sketch.one_of(*links))
        most = sketch.number(1, 12, 250)
        sketch.rows("Limits").append({"on": "investment", "key": key, "most": most, "unit": "EUR", "per": "once"})
