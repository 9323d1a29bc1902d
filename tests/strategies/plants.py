"""Conversions: mostly of what there is into what is needed, at about the park's own quantities."""

from __future__ import annotations

from sidestream.units import ACTIVITIES, amount
from strategies.facilities import cost_once, statuses
from strategies.sketch import Row, Sketch, nice
from strategies.streams import a_commodity
from strategies.stuff import Stuff
from strategies.whole import profile


def draw_conversions(sketch: Sketch) -> None:
    if not sketch.wanted.conversions or sketch.chance(25):
        return
    for name in ("burner", "washer")[: sketch.one_of(1, 1, 2)]:
        takes, makes = _what(sketch)
        main = sketch.stuff([*takes, *makes][0])
        unit = f"{main.unit}/period" if sketch.wanted.per_period and sketch.chance(15) else sketch.one_of(*main.rates)
        scale = _units_in_one(main, unit)
        for commodity in takes:
            _add_rate(sketch, name, commodity, -scale, ("buy", "links only", "links only", None))
        for commodity in makes:
            _add_rate(sketch, name, commodity, scale, ("dispose", "dispose", "leave", "leave", "must go", None))
        for who in sorted({sketch.one_of(*sketch.firms) for _ in range(sketch.one_of(1, 1, 2))}):
            _add_sizes(sketch, name, who, main, unit, scale)
    _exclude(sketch)


def _what(sketch: Sketch) -> tuple[list[str], list[str]]:
    """What it takes and what it makes: mostly something that somebody gives off into something that somebody needs."""
    names = [row["commodity"] for row in sketch.rows("Commodities")]
    offered = [row["commodity"] for row in sketch.rows("Supplies")]
    needed = [row["commodity"] for row in sketch.rows("Demands")]
    first = sketch.one_of(*offered) if sketch.chance(80) else a_commodity(sketch)
    others = [name for name in names if name != first]
    takes, makes = [first], []
    if others:
        wanted = [name for name in needed if name != first]
        makes = [sketch.one_of(*wanted) if wanted and sketch.chance(80) else sketch.one_of(*others)]
        for name in others:
            if name not in makes and sketch.chance(60):
                (takes if sketch.chance(50) else makes).append(name)
    if sketch.chance(10):  # a source, or one that makes away with what comes
        return ([], makes) if makes and sketch.chance(50) else (takes, [])
    return takes, makes


def _units_in_one(stuff: Stuff, unit: str) -> float:
    """How many units of the commodity one unit of activity is about: activity is counted in what stands before the time."""
    counted = ACTIVITIES.get(unit) or unit.partition("/")[0]
    return amount(counted)[1] / amount(stuff.unit)[1]


def _add_rate(sketch: Sketch, name: str, commodity: str, scale: float, choices: tuple[str | None, ...]) -> None:
    row: Row = {"conversion": name, "commodity": commodity}
    row["per_activity"] = nice(scale * sketch.one_of(0.25, 0.5, 0.8, 1, 1, 1.25, 2))
    row["otherwise"] = sketch.one_of(*choices)
    if row["otherwise"] in ("buy", "dispose", None):
        row["cost"] = sketch.number(0, 30)
        row |= sketch.maybe(40, co2=lambda: sketch.number(1, 9, 20))
    sketch.rows("ConversionRates").append(row)


def _add_sizes(sketch: Sketch, name: str, who: str, main: Stuff, unit: str, scale: float) -> None:
    sizes = ("small", "large")[: sketch.one_of(1, 2)]
    for size, status in zip(sizes, statuses(sketch, len(sizes)), strict=True):
        row: Row = {"conversion": name, "participant": who, "status": status, "capacity_unit": unit}
        row |= {"size": size} if len(sizes) > 1 or sketch.chance(30) else {}
        period = unit.endswith("/period")
        row["capacity"] = nice(sketch.number(1, 9, 5) if period else sketch.number(1, 9) * main.rates[unit])
        row |= cost_once(sketch)
        if sketch.chance(30):
            a_year = sketch.one_of(1, 5, 10, 20) * 10 * (1 if period else 1 / main.rates[unit])  # EUR for a unit a year
            row |= {"continuous": "yes", "investment_per_unit": nice(a_year), "life": row.get("life", 10)}
        row |= sketch.maybe(40, unit_cost=lambda: nice(sketch.number(1, 9) * scale))
        row |= sketch.maybe(40, unit_co2=lambda: nice(sketch.number(1, 9, 10) * scale))
        if sketch.wanted.least_flow:
            row |= sketch.maybe(30, least_load=lambda: sketch.one_of(10, 30, 60))
        row["availability"] = profile(sketch).get("profile")
        sketch.rows("Conversions").append(row)


def _exclude(sketch: Sketch) -> None:
    """Room for one only: never where that could not be, with something forced or with two that stand there already."""
    rows = sketch.rows("Conversions")
    for who in sketch.firms:
        here = [row for row in rows if row["participant"] == who]
        forced = any(row["status"] in ("required", "built") for row in here)
        there = {row["conversion"] for row in here if row["status"] == "existing"}
        if here and not forced and len(there) < 2 and sketch.chance(50):
            for row in here:
                row["excludes"] = "the yard"
