"""Whole small parks for property tests: everything a workbook can say, in numbers a person would type.

`park_sheets()` draws the sheets as rows for `make_park`, so that a test can change them; `parks()` draws parks. They
are valid by construction and small enough for the oracle: the flags leave out what a truth does not hold for.

A park is made from a random seed, which is quick and leaves nothing rare; then rows and cells are thinned out one draw
each, so that a park that breaks a truth shrinks to the few rows that matter.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from oracle import loss_prices, offers
from park_from import make_park, park_tables
from sidestream.park import Park
from sidestream.units import rate

Sheets = dict[str, Any]
Row = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]

SEED = st.integers(0, 2**16 - 1)
SEEDS = 100
"""Numbers that make a seed: hypothesis tries variants of what it drew, and few variants leave all of many alone."""
MOST_BUILDS = 48
MOST_PROGRAMMES = 200
"""Linear programmes that the oracle may need for one park."""


@dataclass(frozen=True)
class Stuff:
    """A sort of commodity: its unit, what one unit may be otherwise, and which rates mean about ten units a year."""

    medium: str
    unit: str
    rates: dict[str, float]
    mass: tuple[float | None, ...] = (None,)
    volume: tuple[float | None, ...] = (None,)
    energy: tuple[float | None, ...] = (None,)
    by_truck: bool = False


STUFF = (
    Stuff("steam", "t", {"t/a": 10, "kt/a": 0.01, "kg/h": 1, "t/month": 1}, energy=(0.5, 0.8)),
    Stuff("hot water", "MWh", {"MWh/a": 10, "GJ/a": 36, "kW": 1, "MWh/month": 1}, mass=(10, 20)),
    Stuff("water", "m3", {"m3/a": 10, "l/h": 1, "m3/week": 0.2}, mass=(1, 1.25), by_truck=True),
    Stuff("gas", "Nm3", {"Nm3/a": 10, "Nm3/month": 1}, mass=(0.5, 1)),
    Stuff("slurry", "t", {"t/a": 10, "t/h": 0.001, "t/week": 0.2}, volume=(0.8, 1), by_truck=True),
    Stuff("solid", "t", {"t/a": 10, "kt/a": 0.01, "kg/h": 1, "t/day": 0.03}, volume=(None, 2, 4), by_truck=True),
    Stuff("power", "MWh", {"MWh/a": 10, "kW": 1, "GWh/a": 0.01, "MJ/s": 0.001}),
    Stuff("abstract", "1", {"1/a": 10}),
)
BY_MEDIUM = {stuff.medium: stuff for stuff in STUFF}

YEARS: tuple[tuple[tuple[float, ...], tuple[tuple[float, ...], ...]], ...] = (
    ((0.5, 0.5), ((0.5, 1.5), (0, 2))),
    ((0.25, 0.75), ((2.5, 0.5), (0.4, 1.2))),
    ((0.25, 0.25, 0.5), ((0, 2, 1), (2, 0.4, 0.8))),
)
"""Shares of the year, and profiles whose mean over them is 1."""


@dataclass(frozen=True)
class Wanted:
    """What may be drawn."""

    per_period: bool = True  # quantities per period, and Limits per period
    least_flow: bool = True
    losses: bool = True
    limits: bool = True
    forced: bool = True  # required and built links


@dataclass
class _Sketch:
    """A park while it is being drawn."""

    chosen: random.Random
    wanted: Wanted
    sheets: Sheets = field(default_factory=dict)
    builds: int = 1

    def one_of(self, *choices: Any) -> Any:
        return self.chosen.choice(choices)

    def chance(self, percent: int) -> bool:
        return self.chosen.randrange(100) < percent

    def number(self, low: int, high: int, step: float = 1) -> float:
        return self.chosen.randint(low, high) * step

    def maybe(self, percent: int, **cells: Callable[[], Any]) -> Row:
        """Fill these cells of a row, or leave them blank."""
        return {name: cell() for name, cell in cells.items()} if self.chance(percent) else {}

    def rows(self, sheet: str) -> list[Row]:
        return self.sheets.setdefault(sheet, [])

    @property
    def firms(self) -> list[str]:
        return [row["participant"] for row in self.rows("Participants") if row["kind"] != "junction"]

    def stuff(self, commodity: str) -> Stuff:
        return BY_MEDIUM[self.row_of(commodity)["medium"]]

    def row_of(self, commodity: str) -> Row:
        return next(row for row in self.rows("Commodities") if row["commodity"] == commodity)

    def goes_by(self, commodity: str, carrier: str) -> bool:
        ways = self.row_of(commodity).get("goes_by")
        return not ways or carrier in ways

    def rate_of(self, stuff: Stuff) -> tuple[float, str]:
        """Some tens of units a year, in one of the units that fit."""
        if self.wanted.per_period and self.chance(15):
            return self.number(1, 9, 5), f"{stuff.unit}/period"
        unit = self.one_of(*stuff.rates)
        return _nice(self.number(1, 9) * stuff.rates[unit]), unit


def _nice(number: float) -> float:
    return float(f"{number:.12g}")


def park_sheets(**wanted: bool) -> st.SearchStrategy[Sheets]:
    """Sheets of a small park. Flags: `per_period`, `least_flow`, `losses`, `limits`, `forced`; all on unless False."""
    return _sheets(Wanted(**wanted)).filter(_one_measure)


def _one_measure(sheets: Sheets) -> bool:
    """Whether the sizes of each pipe for several commodities count capacity by one measure, as the checks ask."""
    units = {row["size"]: row["capacity_unit"] for row in sheets.get("PipeSizes") or []}
    medium = {row["size"]: row["medium"] for row in sheets.get("PipeSizes") or []}
    media = {row["commodity"]: row["medium"] for row in sheets["Commodities"]}

    def measures(row: Row) -> set[str]:
        names = [name.strip() for name in row["commodity"].split(";")]
        sizes = [size.strip() for size in (row.get("sizes") or "").split(";") if size.strip()]
        sizes = sizes or [size for size in units if medium[size] == media[names[0]]]
        return {rate(units[size], 8760).dimension for size in sizes} if len(names) > 1 else set()

    return all(len(measures(row)) < 2 for row in sheets.get("Pipelines") or [])


def parks(**wanted: bool) -> st.SearchStrategy[Park]:
    """Small parks; flags as for `park_sheets`."""
    return park_sheets(**wanted).map(lambda sheets: make_park(**sheets))


@st.composite
def _sheets(draw: Draw, wanted: Wanted) -> Sheets:
    sketch = _Sketch(random.Random(repr([draw(SEED) for _ in range(SEEDS)])), wanted)
    _draw_settings(sketch)
    _draw_periods(sketch)
    _draw_participants(sketch)
    _draw_commodities(sketch)
    _draw_supplies(sketch)
    _draw_demands(sketch)
    _draw_substitutions(sketch)
    _draw_pipe_sizes(sketch)
    _draw_vehicles(sketch)
    _draw_links(sketch)
    _draw_ways_out(sketch)
    _draw_limits(sketch)
    _thin_out(sketch, draw)
    _let_losses_vanish_where_nobody_disposes(sketch)
    _drop_least_flows_beyond_the_oracle(sketch)
    return {sheet: rows for sheet, rows in sketch.sheets.items() if rows}


# What holds for all of it --------------------------------------------------------------------------------------------


def _draw_settings(sketch: _Sketch) -> None:
    sketch.sheets["Settings"] = {
        "discount_rate": sketch.one_of(0, 5, 8, 10),
        "electricity_price": sketch.one_of(50, 100, 150),
        "electricity_co2": sketch.one_of(0, 200, 400),
        **sketch.maybe(40, carbon_tax=lambda: sketch.one_of(20, 50, 100)),
        **sketch.maybe(30, carbon_value=lambda: sketch.one_of(20, 50, 100)),
        **sketch.maybe(30, hours_per_year=lambda: sketch.one_of(8_000, 8_784)),
        **sketch.maybe(30, detour_pipe=lambda: sketch.one_of(1.25, 1.5)),
        **sketch.maybe(30, detour_road=lambda: sketch.one_of(1.25, 1.5)),
        **sketch.maybe(15, payments=lambda: "none", generate_candidates=lambda: "no", outage_weeks=lambda: 4),
        **sketch.maybe(15, longest_pipe=lambda: 0.1, longest_road=lambda: 0.1),  # of links that are added, not typed
    }


def _draw_periods(sketch: _Sketch) -> None:
    if sketch.chance(40):
        return
    shares, profiles = sketch.one_of(*YEARS)
    hours = sketch.sheets["Settings"].get("hours_per_year", 8_760)
    sketch.sheets["Periods"] = [
        {"period": name, "hours": share * hours}
        for name, share in zip(("winter", "summer", "rest"), shares, strict=False)
    ]
    if sketch.chance(70):
        names = ("cold", "batch")[: sketch.one_of(1, 2)]
        sketch.sheets["Profiles"] = [
            {"period": row["period"], **{name: profiles[place][number] for place, name in enumerate(names)}}
            for number, row in enumerate(sketch.sheets["Periods"])
        ]


def _profile(sketch: _Sketch) -> Row:
    names = [name for name in sketch.sheets.get("Profiles", [{}])[0] if name != "period"]
    return sketch.maybe(50, profile=lambda: sketch.one_of(*names)) if names else {}


# Who and what --------------------------------------------------------------------------------------------------------


def _draw_participants(sketch: _Sketch) -> None:
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


def _what_the_objective_does_not_see(sketch: _Sketch) -> Row:
    """A firm's own interest and purse are for sharing out, not for the design."""
    return sketch.maybe(
        15, company=lambda: "the firm", discount_rate=lambda: sketch.one_of(15, 20), least_saving=lambda: 1_000
    )


def _draw_commodities(sketch: _Sketch) -> None:
    main = sketch.one_of(*STUFF, *(stuff for stuff in STUFF if stuff.by_truck))
    for name in ("stuff", "residue", "extra")[: sketch.one_of(1, 2, 2, 3)]:
        stuff = main if sketch.chance(60) else sketch.one_of(*STUFF)
        ways = ("pipe; truck", "pipe", "truck", None, None) if stuff.by_truck else ("pipe",)
        row = {"commodity": name, "unit": stuff.unit, "medium": stuff.medium, "goes_by": sketch.one_of(*ways)}
        row |= {name: sketch.one_of(*getattr(stuff, name)) for name in ("mass", "volume", "energy")}
        row |= sketch.maybe(40, vanishes=lambda: sketch.one_of("yes", "yes", "no"))
        sketch.rows("Commodities").append(row)


def _a_commodity(sketch: _Sketch) -> str:
    return sketch.one_of(*[row["commodity"] for row in sketch.rows("Commodities")])


def _draw_supplies(sketch: _Sketch) -> None:
    for number in range(sketch.one_of(1, 2, 2, 3)):
        commodity = _a_commodity(sketch)
        quantity, unit = sketch.rate_of(sketch.stuff(commodity))
        row = {"participant": sketch.one_of(*sketch.firms), "commodity": commodity, "name": f"from line {number + 1}"}
        row |= {"quantity": quantity, "unit": unit, "provision_co2": sketch.one_of(0, 0, 10, 20), **_profile(sketch)}
        row |= sketch.maybe(40, provision_cost=lambda: sketch.number(1, 10))
        row["if_not_taken"] = sketch.one_of("dispose", "dispose", None, None, "leave", "leave", "must go")
        if row["if_not_taken"] in ("dispose", None):
            row |= {
                "disposal_cost": sketch.number(1, 40),
                **sketch.maybe(40, disposal_co2=lambda: sketch.number(1, 9, 10)),
            }
        sketch.rows("Supplies").append(row)


def _draw_demands(sketch: _Sketch) -> None:
    offered = [row["commodity"] for row in sketch.rows("Supplies")]
    givers = {row["participant"] for row in sketch.rows("Supplies")}
    others = [name for name in sketch.firms if name not in givers] or sketch.firms
    for number in range(sketch.one_of(1, 2, 2, 3)):
        commodity = sketch.one_of(*offered) if sketch.chance(60) else _a_commodity(sketch)
        firm = sketch.one_of(*others) if sketch.chance(60) else sketch.one_of(*sketch.firms)
        quantity, unit = sketch.rate_of(sketch.stuff(commodity))
        row = {"participant": firm, "commodity": commodity, "name": f"for line {number + 1}"}
        row |= {"quantity": quantity, "unit": unit, **_profile(sketch)}
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


def _draw_substitutions(sketch: _Sketch) -> None:
    for _ in range(sketch.one_of(0, 0, 1, 2)):
        row = {
            "by_product": _a_commodity(sketch),
            "need": _a_commodity(sketch),
            "ratio": sketch.one_of(0.5, 0.8, 1, 1.25, 2),
        }
        row |= sketch.maybe(
            50, participant=lambda: sketch.one_of(*[need["participant"] for need in sketch.rows("Demands")])
        )
        same = ("by_product", "need", "participant")
        if not any(all(row.get(name) == other.get(name) for name in same) for other in sketch.rows("Substitutions")):
            sketch.rows("Substitutions").append(row)


# Catalogues ----------------------------------------------------------------------------------------------------------


def _draw_pipe_sizes(sketch: _Sketch) -> None:
    for medium in dict.fromkeys(row["medium"] for row in sketch.rows("Commodities")):
        for size in ("small", "large")[: sketch.one_of(1, 2, 2, 2, 2, 0)]:
            stuff = BY_MEDIUM[medium]
            capacity, unit = _capacity(sketch, stuff)
            row = {"size": f"{medium}, {size}", "medium": medium, "capacity": capacity, "capacity_unit": unit}
            row |= {"pipe_cost": sketch.number(1, 5, 0.5), "life": sketch.one_of(10, 20)}
            row |= sketch.maybe(40, trench_cost=lambda: sketch.number(1, 4, 0.5))
            row |= sketch.maybe(40, station_cost=lambda: sketch.number(1, 9, 50))
            row |= sketch.maybe(40, upkeep=lambda: sketch.number(1, 4))
            row |= sketch.maybe(40, pumping=lambda: sketch.number(1, 5, 5))
            row |= sketch.maybe(40, building_co2=lambda: sketch.number(1, 5))
            row |= sketch.maybe(50 * sketch.wanted.losses, loss=lambda: sketch.one_of(1, 2, 5, 10))
            sketch.rows("PipeSizes").append(row)


def _capacity(sketch: _Sketch, stuff: Stuff) -> tuple[float, str]:
    """A capacity in the commodity's own sort of unit or, where the weight is known, in tonnes."""
    if stuff.mass[0] and sketch.chance(40):
        return sketch.number(1, 9, _nice(10 * stuff.mass[0])), "t/a"
    return sketch.rate_of(stuff)


def _draw_vehicles(sketch: _Sketch) -> None:
    if not _truckable(sketch):
        return
    for name in ("truck", "tanker")[: sketch.one_of(1, 1, 2)]:
        row = {"vehicle": name, "payload": sketch.one_of(5, 10, 20), "empty_return": sketch.one_of(0, 50, 100)}
        row |= {"km_cost": sketch.number(1, 4), "km_co2": sketch.one_of(0, 1, 2)}
        row |= sketch.maybe(50, volume=lambda: sketch.one_of(10, 20, 30))
        row |= sketch.maybe(50, load_cost=lambda: sketch.number(1, 9, 10))
        sketch.rows("Vehicles").append(row)


def _truckable(sketch: _Sketch) -> list[str]:
    names = [row["commodity"] for row in sketch.rows("Commodities")]
    return [name for name in names if sketch.goes_by(name, "truck") and sketch.stuff(name).by_truck]


# Links ---------------------------------------------------------------------------------------------------------------


def _draw_links(sketch: _Sketch) -> None:
    for _ in range(sketch.one_of(2, 3, 4)):
        _draw_link(sketch)


def _draw_link(sketch: _Sketch) -> None:
    """A pipe or a truck route, mostly from who has something to who can use it, sometimes by way of the hub."""
    rows = sketch.rows
    useful = [
        (supply["participant"], need["participant"], supply["commodity"])
        for supply in rows("Supplies")
        for need in rows("Demands")
        if supply["participant"] != need["participant"] and _stands_in(sketch, supply["commodity"], need["commodity"])
    ]
    names = [row["participant"] for row in rows("Participants")]
    giver = sketch.one_of(*names)
    taker = sketch.one_of(*[name for name in names if name != giver])
    commodity = _a_commodity(sketch)
    if useful and sketch.chance(80):
        giver, taker, commodity = sketch.one_of(*useful)
    if "hub" in names and "hub" not in (giver, taker) and sketch.chance(50):
        _add_link(sketch, giver, "hub", commodity)
        giver = "hub"
    _add_link(sketch, giver, taker, commodity)


def _stands_in(sketch: _Sketch, commodity: str, need: str) -> bool:
    rows = sketch.rows("Substitutions")
    return commodity == need or any(row["by_product"] == commodity and row["need"] == need for row in rows)


def _add_link(sketch: _Sketch, giver: str, taker: str, commodity: str) -> None:
    truckable = _truckable(sketch)
    by_truck = commodity in truckable and (not sketch.goes_by(commodity, "pipe") or sketch.chance(75))
    if by_truck:
        _add_truck_route(sketch, giver, taker, commodity)
    elif sketch.goes_by(commodity, "pipe"):
        _add_pipe(sketch, giver, taker, commodity)


def _ends(sketch: _Sketch, giver: str, taker: str) -> Row:
    """Ends, name and payer: a junction never pays, so where an end is one somebody else is named."""
    number = len(sketch.rows("Pipelines")) + len(sketch.rows("TruckRoutes"))
    firms = sketch.firms
    payers = [firms[-1], *(["giver"] if giver in firms else []), *(["taker"] if taker in firms else [])]
    if giver in firms and taker in firms:
        payers += [None, "half", "half"]
    ends = {"from": giver, "to": taker, "link": f"link {number + 1}", "payer": sketch.one_of(*payers)}
    return ends | sketch.maybe(20, price_today=lambda: sketch.number(1, 9))  # a payment: nothing to the park as a whole


def _status(sketch: _Sketch, sizes: int, often: int = 4) -> str:
    """Any status; the builds stay few enough for the oracle."""
    forced = ("required", "built") if sketch.wanted.forced else ()
    status = sketch.one_of(*["optional"] * often, "forbidden", "existing", *forced)
    ways = {"optional": sizes + 1, "required": sizes, "built": sizes}.get(status, 1)
    if sketch.builds * ways > MOST_BUILDS:
        return "forbidden"
    sketch.builds *= ways
    return str(status)


def _add_pipe(sketch: _Sketch, giver: str, taker: str, commodity: str) -> None:
    stuff = sketch.stuff(commodity)
    beside = [
        row["commodity"]
        for row in sketch.rows("Commodities")
        if row["medium"] == stuff.medium and row["commodity"] != commodity and sketch.goes_by(row["commodity"], "pipe")
    ]
    carried = [commodity, *(beside if sketch.chance(40) else [])]
    row = {**_ends(sketch, giver, taker), "commodity": "; ".join(carried)}
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
        row |= sketch.maybe(25, least_flow=lambda: sketch.one_of(10, 30, 50))
    sketch.rows("Pipelines").append(row)


def _own_offer(sketch: _Sketch, stuff: Stuff) -> Row:
    row = {"yearly_cost": sketch.number(0, 5, 20)}
    row |= sketch.maybe(60, investment=lambda: sketch.number(1, 9, 250), life=lambda: sketch.one_of(5, 10, 20))
    row |= sketch.maybe(30, unit_cost=lambda: sketch.number(1, 9, 0.5))
    row |= sketch.maybe(30, unit_co2=lambda: sketch.number(1, 9))
    row |= sketch.maybe(30 * sketch.wanted.losses, loss=lambda: sketch.one_of(5, 10, 20))
    if sketch.chance(50):
        row["capacity"], row["capacity_unit"] = _capacity(sketch, stuff)
    return row


def _add_truck_route(sketch: _Sketch, giver: str, taker: str, commodity: str) -> None:
    vehicles = [vehicle["vehicle"] for vehicle in sketch.rows("Vehicles")]
    carried = sketch.one_of(commodity, None, "; ".join(_truckable(sketch)))
    row = {**_ends(sketch, giver, taker), "commodity": carried, "vehicle": sketch.one_of(*vehicles)}
    row["status"] = _status(sketch, 1, often=1)
    row |= sketch.maybe(50, distance=lambda: sketch.number(1, 9, 5))
    row |= sketch.maybe(30, opening_cost=lambda: sketch.number(1, 9, 100), life=lambda: sketch.one_of(5, 10))
    row |= sketch.maybe(40, yearly_cost=lambda: sketch.number(1, 9, 10))
    row |= sketch.maybe(30, most_loads=lambda: sketch.one_of(0.05, 0.1, 0.2))
    row |= sketch.maybe(
        30, capacity=lambda: sketch.number(1, 9, 10), capacity_unit=lambda: sketch.one_of("t/a", "kg/h")
    )
    row |= sketch.maybe(40, unit_cost=lambda: sketch.number(1, 9))
    row |= sketch.maybe(40, unit_co2=lambda: sketch.number(1, 9))
    sketch.rows("TruckRoutes").append(row)


def _draw_ways_out(sketch: _Sketch) -> None:
    """Give most of what must be served or must go somebody who can, so that few parks are impossible."""
    for row in list(sketch.rows("Demands")):
        if row["if_not_served"] == "must serve" and sketch.chance(95):
            other = sketch.one_of(*[name for name in sketch.firms if name != row["participant"]])
            supply = {name: row.get(name) for name in ("commodity", "quantity", "unit", "profile")}
            supply |= {"participant": other, "name": f"spare {row['name']}", "quantity": _nice(4 * row["quantity"])}
            supply |= {"provision_cost": sketch.number(1, 9), "provision_co2": 0, "if_not_taken": "leave"}
            sketch.rows("Supplies").append(supply)
            _add_plain_link(sketch, other, row["participant"], row["commodity"])
    for row in list(sketch.rows("Supplies")):
        if row["if_not_taken"] == "must go" and sketch.chance(95):
            other = sketch.one_of(*[name for name in sketch.firms if name != row["participant"]])
            need = {name: row.get(name) for name in ("commodity", "quantity", "unit", "profile")}
            need |= {"participant": other, "name": f"for {row['name']}", "quantity": _nice(4 * row["quantity"])}
            sketch.rows("Demands").append({**need, "if_not_served": "buy", "virgin_price": sketch.number(1, 9)})
            _add_plain_link(sketch, row["participant"], other, row["commodity"])


def _add_plain_link(sketch: _Sketch, giver: str, taker: str, commodity: str) -> None:
    """A link without a limit, existing or to be built."""
    row = {**_ends(sketch, giver, taker), "commodity": commodity}
    row["status"] = sketch.one_of("existing", "optional") if sketch.builds * 2 <= MOST_BUILDS else "existing"
    sketch.builds *= 1 + (row["status"] == "optional")
    if sketch.goes_by(commodity, "pipe"):
        sketch.rows("Pipelines").append({**row, "yearly_cost": sketch.number(0, 9, 10)})
    else:
        sketch.rows("TruckRoutes").append({**row, "vehicle": sketch.rows("Vehicles")[0]["vehicle"], "distance": 5})


# Limits, and what keeps a park valid and small -----------------------------------------------------------------------


def _co2_if_all_is_bought(sketch: _Sketch, who: str) -> float:
    """CO2 of buying all that somebody, or anybody, may buy [t/a]: what a limit has to be near to in order to matter."""
    park = Park(park_tables(**sketch.sheets)[0])
    needs = park["Demands"]
    emits = (needs["if_not_served"] == "buy") & ((needs["participant"] == who) | (who == ""))
    return float((park.amounts("Demands").sum(axis=1) * needs["virgin_co2"].where(emits, 0)).sum())


def _draw_limits(sketch: _Sketch) -> None:
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
            row["most"] = _nice((round(sketch.one_of(0.5, 0.7, 0.9) * bought, 2) or 1) * tonne)
        if "least" in sides:
            row["least"] = _nice(round(sketch.one_of(0.1, 0.3) * bought, 2) * tonne)
        sketch.rows("Limits").append(row)
        if per == "period":  # how much of building falls into a period is not said anywhere
            for size in sketch.rows("PipeSizes"):
                size.pop("building_co2", None)
    links = [row["link"] for sheet in ("Pipelines", "TruckRoutes") for row in sketch.rows(sheet)]
    if sketch.chance(50) and links:
        key = sketch.one_of(None, sketch.one_of(*sketch.firms), sketch.one_of(*links))
        most = sketch.number(1, 12, 250)
        sketch.rows("Limits").append({"on": "investment", "key": key, "most": most, "unit": "EUR", "per": "once"})


CAN_GO = ("Supplies", "Demands", "Substitutions", "Pipelines", "TruckRoutes", "Limits")
CAN_BE_BLANK = (
    *("profile", "provision_cost", "disposal_co2", "virgin_co2", "most_by_product", "two_way", "length", "distance"),
    *("least_flow", "unit_cost", "unit_co2", "loss", "most_loads", "trench_cost", "station_cost", "upkeep", "pumping"),
    *("building_co2", "load_cost", "vanishes", "passes_on", "carbon_tax", "carbon_value", "hours_per_year"),
)


def _thin_out(sketch: _Sketch, draw: Draw) -> None:
    """Take away some rows and some cells that need not be there: 0 takes away, and shrinks are towards 0."""

    def taken() -> bool:
        return bool(draw(st.integers(0, 19)) == 0)

    for sheet in CAN_GO:
        sketch.sheets[sheet] = [row for row in sketch.rows(sheet) if not taken()]
    if "Periods" in sketch.sheets and taken():
        sketch.sheets |= {"Periods": [], "Profiles": []}
        for row in sketch.rows("Supplies") + sketch.rows("Demands"):
            row.pop("profile", None)
    plain = [row for sheet, rows in sketch.sheets.items() if sheet != "Settings" for row in rows if taken()]
    if not sketch.rows("Periods") and taken():
        plain.append(sketch.sheets["Settings"])
    for row in plain:
        for name in CAN_BE_BLANK:
            row.pop(name, None)
    known = set(sketch.firms) | {row["link"] for sheet in ("Pipelines", "TruckRoutes") for row in sketch.rows(sheet)}
    sketch.sheets["Limits"] = [
        row for row in sketch.rows("Limits") if row["on"] == "impact" or row["key"] is None or row["key"] in known
    ]


def _let_losses_vanish_where_nobody_disposes(sketch: _Sketch) -> None:
    """What is lost needs a price of disposal, unless it vanishes."""
    if not any(row.get("loss") for sheet in ("Pipelines", "PipeSizes") for row in sketch.rows(sheet)):
        return
    park = Park(park_tables(**sketch.sheets)[0])
    prices = loss_prices(park)
    for ways in offers(park).values():
        for way in ways:
            for commodity in way.commodities:
                origins = [way.giver, *([way.taker] if way.two_way else [])]
                if way.arrives < 1 and any((origin, commodity) not in prices for origin in origins):
                    sketch.row_of(commodity)["vanishes"] = "yes"


def _drop_least_flows_beyond_the_oracle(sketch: _Sketch) -> None:
    """Each link with a least flow runs or not in each period; a limit on the year's CO2 makes that a product."""
    periods = max(1, len(sketch.rows("Periods")))
    joined = any(row["on"] == "impact" and row["per"] != "period" for row in sketch.rows("Limits"))
    with_least = [row for row in sketch.rows("Pipelines") if row.get("least_flow")]

    def programmes() -> float:
        patterns = 2.0 ** (len(with_least) * periods) if joined else periods * 2.0 ** len(with_least)
        return sketch.builds * patterns

    while with_least and programmes() > MOST_PROGRAMMES:
        del with_least.pop()["least_flow"]
