"""Rows and cells taken away again, one draw each, so that a park that breaks a truth shrinks to what matters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from strategies.impacts import names_something
from strategies.relations import can_be
from strategies.sketch import Row, Sketch

Draw = Callable[[st.SearchStrategy[Any]], Any]

CAN_GO = (
    *("Supplies", "Demands", "Substitutions", "Conversions", "ConversionRates", "Storages", "Expansions"),
    *("Pipelines", "TruckRoutes", "Corridors", "CorridorPaths", "Fleets", "ImpactFactors", "ImpactPrices"),
    *("Relations", "Limits", "QualityLimits"),
)
CAN_BE_BLANK = (
    *("profile", "provision_cost", "disposal_co2", "virgin_co2", "most_by_product", "two_way", "length", "distance"),
    *("least_flow", "unit_co2", "loss", "most_loads", "trench_cost", "station_cost", "upkeep", "pumping"),
    *("building_co2", "load_cost", "vanishes", "passes_on", "carbon_tax", "carbon_value", "hours_per_year"),
    *("unit_cost", "least_load", "excludes", "availability", "co2", "in_cost", "out_cost", "in_limit", "out_limit"),
    *("limit_unit", "in_efficiency", "out_efficiency", "standing_loss", "cycle", "repeats"),
    *("crossing_cost", "steady", "whole_loads", "load_hours"),
    *("tax", "value", "same_owner"),
)


def thin_out(sketch: Sketch, draw: Draw) -> None:
    """Take away some rows and some cells that need not be there: 0 takes away, and shrinks are towards 0."""

    def taken() -> bool:
        return bool(draw(st.integers(0, 19)) == 0)

    rates = list(sketch.rows("ConversionRates"))
    for sheet in CAN_GO:
        sketch.sheets[sheet] = [row for row in sketch.rows(sheet) if not taken()]
    if "Periods" in sketch.sheets and taken():
        sketch.sheets |= {"Periods": [], "Profiles": []}
        for row in sketch.rows("Supplies") + sketch.rows("Demands") + sketch.rows("Conversions"):
            row.pop("profile", None)
            row.pop("availability", None)
    kept_as_they_are = (
        "Settings",
        "Corridors",
        "Qualities",
    )  # settings are no rows; of the others all cells are needed
    plain = [row for sheet, rows in sketch.sheets.items() if sheet not in kept_as_they_are for row in rows if taken()]
    if not sketch.rows("Periods") and taken():
        plain.append(sketch.sheets["Settings"])
    for row in plain:
        for name in CAN_BE_BLANK:
            row.pop(name, None)
    _keep_whole(sketch, rates)
    impacts = {"", "co2", *(row["impact"] for row in sketch.rows("ImpactFactors"))}
    links = {row["link"] for sheet in ("Pipelines", "TruckRoutes") for row in sketch.rows(sheet)}
    sketch.sheets["Limits"] = [row for row in sketch.rows("Limits") if _names_something(sketch, row, impacts, links)]


def _names_something(sketch: Sketch, limit: Row, impacts: set[str], links: set[str]) -> bool:
    """Whether the impact or the link that is limited is still there."""
    first = (limit["key"] or "").partition(", ")[0]
    if limit["on"] == "impact":
        return first in impacts
    return not first.startswith("link ") or first in links


def _keep_whole(sketch: Sketch, rates: list[Row]) -> None:
    """What belongs together: a conversion and a rate of it, a gate and today's capacity, a storage and what it keeps, a
    corridor and the pipes in it, a steady pipe and its least flow, a fleet and its routes, an impact and its price, and who must
    be joined and a link.
    """
    sheets = sketch.sheets
    there = {row["conversion"] for row in sketch.rows("Conversions")}
    left = [row for row in sketch.rows("ConversionRates") if row["conversion"] in there]
    lost = there - {row["conversion"] for row in left}
    sheets["ConversionRates"] = [row for row in rates if row in left or row["conversion"] in lost]
    gates = ("of", "participant", "commodity")
    today = [[row[name] for name in gates] for row in sketch.rows("Expansions") if row["status"] == "existing"]
    sheets["Expansions"] = [row for row in sketch.rows("Expansions") if [row[name] for name in gates] in today]
    passing = {row["participant"] for row in sketch.rows("Participants") if row.get("passes_on") == "yes"}
    for row in sketch.rows("Storages"):
        if row["participant"] not in passing:
            row.setdefault("keeps", "own")
    for row in sketch.rows("Pipelines"):
        if not row.get("least_flow"):
            row.pop("steady", None)
    trenches = {row["corridor"] for row in sketch.rows("Corridors")}
    pipes = {row["link"] for row in sketch.rows("Pipelines")}
    sheets["CorridorPaths"] = [
        row for row in sketch.rows("CorridorPaths") if row["corridor"] in trenches and row["link"] in pipes
    ]
    used = {row["corridor"] for row in sketch.rows("CorridorPaths")}
    sheets["Corridors"] = [row for row in sketch.rows("Corridors") if row["corridor"] in used]
    sheets["Relations"] = [row for row in sketch.rows("Relations") if can_be(sketch, row)]
    sheets["ImpactFactors"] = [row for row in sketch.rows("ImpactFactors") if names_something(sketch, row)]
    impacts = {row["impact"] for row in sketch.rows("ImpactFactors")}
    sheets["ImpactPrices"] = [row for row in sketch.rows("ImpactPrices") if row["impact"] in impacts]
    driven = {row["vehicle"] for row in sketch.rows("TruckRoutes")}
    sheets["Fleets"] = [row for row in sketch.rows("Fleets") if row["vehicle"] in driven]
