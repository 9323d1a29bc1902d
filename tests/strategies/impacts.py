"""Impacts beside CO2: factors of what the park does, mostly, and what they cost."""

from __future__ import annotations

from strategies.sketch import Row, Sketch

OF_STREAMS = {"provision": "Supplies", "disposal": "Supplies", "virgin": "Demands"}
KEYS = {
    **dict.fromkeys(OF_STREAMS, (("Commodities", "commodity"),)),
    "carrying": (("Vehicles", "vehicle"), ("Commodities", "commodity")),
    "building": (("PipeSizes", "size"),),
    "conversion": (("Conversions", "conversion"),),
}
"""What a factor's key can name, by what it is of."""
EACH = {"building": 0.01, "electricity": 5, "carrying": 0.2}
"""About how much of an impact one unit has, where that is not about 1."""


def draw_impacts(sketch: Sketch) -> None:
    if not sketch.wanted.impacts or sketch.chance(45):
        return
    for impact, unit in (("water", "m3"), ("landfill", "t"))[: sketch.one_of(1, 1, 2)]:
        for of in sketch.chosen.sample((*KEYS, "electricity"), sketch.one_of(2, 3, 4)):
            _draw_factor(sketch, {"impact": impact, "of": of, "unit": unit})
        if any(row["impact"] == impact for row in sketch.rows("ImpactFactors")) and sketch.chance(65):
            price = sketch.one_of(("tax",), ("value",), ("tax", "value"))
            sketch.rows("ImpactPrices").append({"impact": impact, **{name: sketch.number(1, 9) for name in price}})


def _draw_factor(sketch: Sketch, row: Row) -> None:
    of = row["of"]
    keys: list[str | None] = [None]
    if of != "electricity":
        keys = [name for sheet, column in KEYS[of] for name in dict.fromkeys(one[column] for one in sketch.rows(sheet))]
    if of in OF_STREAMS and sketch.chance(40):
        keys = [f"{one['participant']}, {one['commodity']}" for one in sketch.rows(OF_STREAMS[of])] or keys
    if keys:
        factor = sketch.number(1, 9) * EACH.get(of, 1)
        sketch.rows("ImpactFactors").append({**row, "key": sketch.one_of(*keys), "factor": factor})


def names_something(sketch: Sketch, row: Row) -> bool:
    """Whether what a factor is of is still there."""
    if row["key"] is None or row["of"] in OF_STREAMS:
        return True
    return any(one[column] == row["key"] for sheet, column in KEYS[row["of"]] for one in sketch.rows(sheet))
