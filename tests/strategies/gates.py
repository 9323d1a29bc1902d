"""Expansions: gates near to what goes through them, and steps that enlarge them."""

from __future__ import annotations

from sidestream.units import amount, rate
from strategies.facilities import cost_once, statuses
from strategies.sketch import Row, Sketch, nice

SHEET_OF = {"disposal": ("Supplies", "if_not_taken", "dispose"), "virgin": ("Demands", "if_not_served", "buy")}


def draw_expansions(sketch: Sketch) -> None:
    if not sketch.wanted.expansions or sketch.chance(25):
        return
    for _ in range(sketch.one_of(1, 1, 2)):
        of = sketch.one_of("disposal", "virgin", "throughput")
        streams = _streams(sketch, of)
        if not streams:
            continue
        who, commodity = sketch.one_of(*streams)
        measure = _measure(sketch) if sketch.chance(35) else None
        gate: Row = {"of": of, "participant": who, "commodity": None if measure else commodity}
        if not any(all(row[name] == gate[name] for name in gate) for row in sketch.rows("Expansions")):
            _add_gate(sketch, gate, _peak(sketch, gate, measure), measure or sketch.stuff(commodity).unit)


def _streams(sketch: Sketch, of: str) -> list[tuple[str, str]]:
    """Participants and commodities of which something goes through such a gate."""
    if of == "throughput":
        return [(row["participant"], row["commodity"]) for row in sketch.rows("Demands")]
    sheet, column, word = SHEET_OF[of]
    return [(row["participant"], row["commodity"]) for row in sketch.rows(sheet) if (row.get(column) or word) == word]


def _measure(sketch: Sketch) -> str | None:
    """A unit in which everything in the park can be counted; None where there is none."""
    rows = sketch.rows("Commodities")
    if all(row["unit"] == "t" or row.get("mass") for row in rows):
        return "t"
    units = {row["unit"] for row in rows}
    return units.pop() if len(units) == 1 else None


def _peak(sketch: Sketch, gate: Row, measure: str | None) -> float:
    """The highest rate of what may go through it, as if it went on all year [unit/a, or measure/a]."""
    sheet, column, word = SHEET_OF.get(gate["of"], ("Demands", "", ""))
    year = sketch.sheets["Settings"].get("hours_per_year", 8_760)
    periods = sketch.rows("Periods") or [{"hours": year}]
    profiles = sketch.rows("Profiles") or [{}] * len(periods)
    rates = [0.0] * len(periods)
    for row in sketch.rows(sheet):
        mine = row["participant"] == gate["participant"] and (measure or row["commodity"] == gate["commodity"])
        if not mine or (row.get(column) or word) != word:
            continue
        known = rate(row["unit"], year)
        commodity = sketch.row_of(row["commodity"])
        each = row["quantity"] * known.factor / amount(commodity["unit"])[1]
        if measure == "t" and commodity["unit"] != "t":
            each *= commodity["mass"]
        for place, (period, factors) in enumerate(zip(periods, profiles, strict=True)):
            an_hour = each / period["hours"] if known.per_period else each
            rates[place] += an_hour * factors.get(row.get("profile"), 1)
    return float(max(rates) * year)


def _add_gate(sketch: Sketch, gate: Row, peak: float, unit: str) -> None:
    """An existing row, perhaps two, and steps."""
    peak = max(peak, 1.0)
    per = "a"
    if sketch.wanted.per_period and not sketch.rows("Periods") and sketch.chance(20):
        per = "period"  # which is the year
    payer = sketch.maybe(40, payer=lambda: sketch.one_of(*sketch.firms))
    sizes = sketch.one_of(1, 1, 2)
    share = sketch.one_of(0.7, 1, 1, 1.2)
    words = ["existing", *statuses(sketch, sizes)]
    for size, status in zip(("", "small", "large"), words, strict=False):
        row = {**gate, **payer, "status": status, "capacity_unit": f"{unit}/{per}", **cost_once(sketch)}
        row |= {"size": size} if size else {}
        row["capacity"] = nice(round(peak * (sketch.one_of(0.2, 0.5, 1) if size else share), 3))
        sketch.rows("Expansions").append(row)
