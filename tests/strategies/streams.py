"""Who is there, and what they have and need."""

from __future__ import annotations

from strategies.sketch import Row, Sketch
from strategies.stuff import STUFF
from strategies.whole import profile


def draw_participants(sketch: Sketch) -> None:
    firms = sketch.one_of(2, 2, 3, 3, 4)
    rows = sketch.rows("Participants")
    for name in ("plant", "mill", "works", "town")[:firms]:
        kind = sketch.one_of("industry", "utility", "municipality", "farm", "market")
        row = {"participant": name, "kind": kind, **sketch.maybe(40, passes_on=lambda: sketch.one_of("yes", "no"))}
        rows.append(row | _what_the_objective_does_not_see(sketch))
    if sketch.chance(35):
        rows.append({"participant": "hub", "kind": "junction"})
    on_globe = sketch.chance(15)
    for place, row in enumerate(rows):
        away = sketch.number(0, 3)
        row |= {"lat": 50 + 0.01 * away, "lon": 8 + 0.02 * place} if on_globe else {"x": place, "y": away}


def _what_the_objective_does_not_see(sketch: Sketch) -> Row:
    """A firm's own interest and purse are for sharing out, not for the design."""
    return sketch.maybe(
        15, company=lambda: "the firm", discount_rate=lambda: sketch.one_of(15, 20), least_saving=lambda: 1_000
    )


def draw_commodities(sketch: Sketch) -> None:
    main = sketch.one_of(*STUFF, *(stuff for stuff in STUFF if stuff.by_truck))
    for name in ("stuff", "residue", "extra")[: sketch.one_of(1, 2, 2, 3)]:
        stuff = main if sketch.chance(60) else sketch.one_of(*STUFF)
        ways = ("pipe; truck", "pipe", "truck", None, None) if stuff.by_truck else ("pipe",)
        row = {"commodity": name, "unit": stuff.unit, "medium": stuff.medium, "goes_by": sketch.one_of(*ways)}
        row |= {name: sketch.one_of(*getattr(stuff, name)) for name in ("mass", "volume", "energy")}
        row |= sketch.maybe(40, vanishes=lambda: sketch.one_of("yes", "yes", "no"))
        sketch.rows("Commodities").append(row)


def a_commodity(sketch: Sketch) -> str:
    return sketch.one_of(*[row["commodity"] for row in sketch.rows("Commodities")])


def draw_supplies(sketch: Sketch) -> None:
    for number in range(sketch.one_of(1, 2, 2, 3)):
        commodity = a_commodity(sketch)
        quantity, unit = sketch.rate_of(sketch.stuff(commodity))
        row = {"participant": sketch.one_of(*sketch.firms), "commodity": commodity, "name": f"from line {number + 1}"}
        row |= {"quantity": quantity, "unit": unit, "provision_co2": sketch.one_of(0, 0, 10, 20), **profile(sketch)}
        row |= sketch.maybe(40, provision_cost=lambda: sketch.number(1, 10))
        row["if_not_taken"] = sketch.one_of("dispose", "dispose", None, None, "leave", "leave", "must go")
        if row["if_not_taken"] in ("dispose", None):
            row |= {
                "disposal_cost": sketch.number(1, 40),
                **sketch.maybe(40, disposal_co2=lambda: sketch.number(1, 9, 10)),
            }
        sketch.rows("Supplies").append(row)


def draw_demands(sketch: Sketch) -> None:
    offered = [row["commodity"] for row in sketch.rows("Supplies")]
    givers = {row["participant"] for row in sketch.rows("Supplies")}
    others = [name for name in sketch.firms if name not in givers] or sketch.firms
    for number in range(sketch.one_of(1, 2, 2, 3)):
        commodity = sketch.one_of(*offered) if sketch.chance(60) else a_commodity(sketch)
        firm = sketch.one_of(*others) if sketch.chance(60) else sketch.one_of(*sketch.firms)
        quantity, unit = sketch.rate_of(sketch.stuff(commodity))
        row = {"participant": firm, "commodity": commodity, "name": f"for line {number + 1}"}
        row |= {"quantity": quantity, "unit": unit, **profile(sketch)}
        row["if_not_served"] = sketch.one_of("buy", "buy", "buy", None, "go without", "go without", "must serve")
        if row["if_not_served"] in ("buy", None):
            row |= {
                "virgin_price": sketch.number(1, 60),
                **sketch.maybe(75, virgin_co2=lambda: sketch.number(1, 9, 50)),
            }
            row |= sketch.maybe(20, shortage_cost=lambda: 1, backup=lambda: 50)  # for outages, not for the design
        if row["if_not_served"] == "go without":
            row["shortage_cost"] = sketch.number(10, 80)
        if row["if_not_served"] != "must serve":
            row |= sketch.maybe(30, most_by_product=lambda: sketch.one_of(0, 25, 50, 80))
        sketch.rows("Demands").append(row)


def draw_substitutions(sketch: Sketch) -> None:
    for _ in range(sketch.one_of(0, 0, 1, 2)):
        row = {
            "by_product": a_commodity(sketch),
            "need": a_commodity(sketch),
            "ratio": sketch.one_of(0.5, 0.8, 1, 1.25, 2),
        }
        row |= sketch.maybe(
            50, participant=lambda: sketch.one_of(*[need["participant"] for need in sketch.rows("Demands")])
        )
        same = ("by_product", "need", "participant")
        if not any(all(row.get(name) == other.get(name) for name in same) for other in sketch.rows("Substitutions")):
            sketch.rows("Substitutions").append(row)
