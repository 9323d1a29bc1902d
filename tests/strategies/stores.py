"""Storages of what somebody gives off, or of what arrives."""

from __future__ import annotations

from strategies.facilities import cost_once, statuses
from strategies.sketch import Row, Sketch, nice


def draw_storages(sketch: Sketch) -> None:
    if not sketch.wanted.storages or sketch.chance(35):
        return
    own = [(row["participant"], row["commodity"], "own") for row in sketch.rows("Supplies")]
    used = [(row["participant"], row["commodity"], "arrivals") for row in sketch.rows("Demands")]
    for row in sketch.rows("Conversions"):
        for rate in sketch.rows("ConversionRates"):
            if rate["conversion"] == row["conversion"]:
                makes = rate["per_activity"] > 0
                kept = (row["participant"], rate["commodity"], "own" if makes else "arrivals")
                (own if makes else used).append(kept)
    for name in ("tank", "silo")[: sketch.one_of(1, 1, 2)]:
        who, commodity, keeps = sketch.one_of(*own) if sketch.chance(60) else sketch.one_of(*used)
        passes = next(row for row in sketch.rows("Participants") if row["participant"] == who).get("passes_on") == "yes"
        sizes = ("small", "large")[: sketch.one_of(1, 2)]
        for size, status in zip(sizes, statuses(sketch, len(sizes)), strict=True):
            row: Row = {"storage": name, "participant": who, "commodity": commodity, "status": status}
            row |= {} if passes else {"keeps": keeps}
            row |= {"size": size} if len(sizes) > 1 or sketch.chance(30) else {}
            _add_size(sketch, row)


def _add_size(sketch: Sketch, row: Row) -> None:
    repeats = max((period.get("repeats") or 1 for period in sketch.rows("Periods")), default=1)
    row["capacity"] = nice(sketch.number(1, 8, 5) / repeats)
    row |= cost_once(sketch)
    row |= sketch.maybe(35, in_cost=lambda: sketch.number(1, 4, 0.5))
    row |= sketch.maybe(35, out_cost=lambda: sketch.number(1, 4, 0.5))
    for limit in ("in_limit", "out_limit"):
        if sketch.chance(30):
            quantity, unit = sketch.rate_of(sketch.stuff(row["commodity"]))
            if row.setdefault("limit_unit", unit) == unit:
                row[limit] = quantity
    if sketch.wanted.losses:
        row |= sketch.maybe(35, in_efficiency=lambda: sketch.one_of(50, 80, 95))
        row |= sketch.maybe(35, out_efficiency=lambda: sketch.one_of(50, 80, 95))
        row |= sketch.maybe(35, standing_loss=lambda: sketch.one_of(0.002, 0.01, 0.05))
    if not any(period.get("cycle") for period in sketch.rows("Periods")):
        row |= _levels(sketch, row)
    sketch.rows("Storages").append(row)


def _levels(sketch: Sketch, row: Row) -> Row:
    """Levels at the ends of the year; where the storage is sure to be there, such that nothing has to be put in or out."""
    levels = {name: nice(row["capacity"] * sketch.one_of(0, 0.2, 0.5, 1)) for name in ("start_level", "end_level")}
    sure = row["status"] not in ("optional", "forbidden")
    if sketch.chance(60):
        return {}
    kind = sketch.one_of("start", "both") if sure else sketch.one_of("start", "end", "both")
    if kind == "start":
        return {"start_level": levels["start_level"]}
    if kind == "end":
        return {"end_level": levels["end_level"]}
    if sure:
        row.pop("standing_loss", None)
        levels["end_level"] = levels["start_level"]
    return levels
