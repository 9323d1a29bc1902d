"""Pipes and truck routes, mostly where they are of use."""

from __future__ import annotations

from strategies.catalogues import draw_capacity, truckables
from strategies.sketch import MOST_BUILDS, Row, Sketch
from strategies.streams import a_commodity
from strategies.stuff import Stuff


def draw_links(sketch: Sketch) -> None:
    for _ in range(sketch.one_of(2, 3, 4)):
        _draw_link(sketch)


def _draw_link(sketch: Sketch) -> None:
    """A pipe or a truck route, mostly from who has something to who can use it, sometimes by way of the hub."""
    rows = sketch.rows
    useful = [
        (giver, taker, commodity)
        for giver, commodity in _given(sketch)
        for taker, need in _wanted(sketch)
        if giver != taker and _stands_in(sketch, commodity, need)
    ]
    names = [row["participant"] for row in rows("Participants")]
    giver = sketch.one_of(*names)
    taker = sketch.one_of(*[name for name in names if name != giver])
    commodity = a_commodity(sketch)
    if useful and sketch.chance(80):
        giver, taker, commodity = sketch.one_of(*useful)
    if "hub" in names and "hub" not in (giver, taker) and sketch.chance(50):
        _add_link(sketch, giver, "hub", commodity)
        giver = "hub"
    _add_link(sketch, giver, taker, commodity)


def _given(sketch: Sketch) -> list[tuple[str, str]]:
    """Who gives off what, or could make it."""
    return [(row["participant"], row["commodity"]) for row in sketch.rows("Supplies")] + _converted(sketch, 1)


def _wanted(sketch: Sketch) -> list[tuple[str, str]]:
    """Who needs what, or could take it for a conversion."""
    return [(row["participant"], row["commodity"]) for row in sketch.rows("Demands")] + _converted(sketch, -1)


def _converted(sketch: Sketch, sign: int) -> list[tuple[str, str]]:
    """What conversions make (1) or take (-1), and where."""
    return [
        (row["participant"], rate["commodity"])
        for row in sketch.rows("Conversions")
        for rate in sketch.rows("ConversionRates")
        if rate["conversion"] == row["conversion"] and rate["per_activity"] * sign > 0
    ]


def _stands_in(sketch: Sketch, commodity: str, need: str) -> bool:
    rows = sketch.rows("Substitutions")
    return commodity == need or any(row["by_product"] == commodity and row["need"] == need for row in rows)


def _add_link(sketch: Sketch, giver: str, taker: str, commodity: str) -> None:
    truckable = truckables(sketch)
    by_truck = commodity in truckable and (not sketch.goes_by(commodity, "pipe") or sketch.chance(75))
    if by_truck:
        _add_truck_route(sketch, giver, taker, commodity)
    elif sketch.goes_by(commodity, "pipe"):
        _add_pipe(sketch, giver, taker, commodity)


def ends(sketch: Sketch, giver: str, taker: str) -> Row:
    """Ends, name and payer: a junction never pays, so where an end is one somebody else is named."""
    number = len(sketch.rows("Pipelines")) + len(sketch.rows("TruckRoutes"))
    firms = sketch.firms
    payers = [firms[-1], *(["giver"] if giver in firms else []), *(["taker"] if taker in firms else [])]
    both = giver in firms and taker in firms
    if both:
        payers += [None, "half", "half"]
    row = {"from": giver, "to": taker, "link": f"link {number + 1}", "payer": sketch.one_of(*payers)}
    price = sketch.maybe(20, price_today=lambda: sketch.number(1, 9))  # a payment: nothing to the park as a whole
    return row | (price if both else {})


def _status(sketch: Sketch, sizes: int, often: int = 4) -> str:
    """Any status; the builds stay few enough for the oracle."""
    forced = ("required", "built") if sketch.wanted.forced else ()
    status = sketch.one_of(*["optional"] * often, "forbidden", "existing", *forced)
    ways = {"optional": sizes + 1, "required": sizes, "built": sizes}.get(status, 1)
    if sketch.builds * ways > MOST_BUILDS:
        return "forbidden"
    sketch.builds *= ways
    return str(status)


def _add_pipe(sketch: Sketch, giver: str, taker: str, commodity: str) -> None:
    stuff = sketch.stuff(commodity)
    beside = [
        row["commodity"]
        for row in sketch.rows("Commodities")
        if row["medium"] == stuff.medium and row["commodity"] != commodity and sketch.goes_by(row["commodity"], "pipe")
    ]
    carried = [commodity, *(beside if sketch.chance(40) else [])]
    row = {**ends(sketch, giver, taker), "commodity": "; ".join(carried)}
    row |= sketch.maybe(50, length=lambda: sketch.one_of(0.5, 1, 2))
    row |= sketch.maybe(30, two_way=lambda: sketch.one_of("yes", "yes", "no"))
    catalogue = [size["size"] for size in sketch.rows("PipeSizes") if size["medium"] == stuff.medium]
    if catalogue and sketch.chance(60):
        sizes = catalogue if sketch.chance(70) else [sketch.one_of(*catalogue)]
        row["status"] = _status(sketch, len(sizes))
        if row["status"] in ("existing", "built"):
            sizes = sizes[:1]
        row["sizes"] = None if sizes == catalogue and sketch.chance(50) else "; ".join(sizes)
        limited = True
    else:
        row["status"] = _status(sketch, 1)
        row |= _own_offer(sketch, stuff)
        limited = "capacity" in row
    if limited and sketch.wanted.least_flow:
        row |= sketch.maybe(35, least_flow=lambda: sketch.one_of(10, 30, 50))
        often = 60 if row["status"] == "optional" else 30  # what has to be there and run cannot always
        row |= sketch.maybe(often if "least_flow" in row else 0, steady=lambda: "yes")
    if sketch.chance(25):
        row["crossing_cost"] = sketch.number(1, 9, 100)
        row |= {"life": row.get("life", 20)} if "yearly_cost" in row else {}
    sketch.rows("Pipelines").append(row)


def _own_offer(sketch: Sketch, stuff: Stuff) -> Row:
    row = {"yearly_cost": sketch.number(0, 5, 20)}
    row |= sketch.maybe(60, investment=lambda: sketch.number(1, 9, 250), life=lambda: sketch.one_of(5, 10, 20))
    row |= sketch.maybe(30, unit_cost=lambda: sketch.number(1, 9, 0.5))
    row |= sketch.maybe(30, unit_co2=lambda: sketch.number(1, 9))
    row |= sketch.maybe(30 * sketch.wanted.losses, loss=lambda: sketch.one_of(5, 10, 20))
    if sketch.chance(50):
        row["capacity"], row["capacity_unit"] = draw_capacity(sketch, stuff)
    return row


def _add_truck_route(sketch: Sketch, giver: str, taker: str, commodity: str) -> None:
    vehicles = [vehicle["vehicle"] for vehicle in sketch.rows("Vehicles")]
    carried = sketch.one_of(commodity, None, "; ".join(truckables(sketch)))
    row = {**ends(sketch, giver, taker), "commodity": carried, "vehicle": sketch.one_of(*vehicles)}
    row["status"] = _status(sketch, 1, often=1)
    row |= sketch.maybe(50, distance=lambda: sketch.number(1, 9, 5))
    row |= sketch.maybe(30, opening_cost=lambda: sketch.number(1, 9, 100), life=lambda: sketch.one_of(5, 10))
    row |= sketch.maybe(40, yearly_cost=lambda: sketch.number(1, 9, 10))
    row |= sketch.maybe(30, most_loads=lambda: sketch.one_of(0.05, 0.1, 0.2))
    row |= sketch.maybe(
        30, capacity=lambda: sketch.number(1, 9, 10), capacity_unit=lambda: sketch.one_of("t/a", "kg/h")
    )
    row |= sketch.maybe(50 * sketch.wanted.whole_loads, whole_loads=lambda: sketch.one_of("yes", "yes", "no"))
    row |= sketch.maybe(40, unit_cost=lambda: sketch.number(1, 9))
    row |= sketch.maybe(40, unit_co2=lambda: sketch.number(1, 9))
    sketch.rows("TruckRoutes").append(row)
