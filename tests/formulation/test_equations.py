"""Every family of rows as text, beside one coefficient of each worked out by hand.

The files in test_equations/ are the equations of the parks below, as Pyomo prints them. After a change that is meant:
pytest tests/formulation/test_equations.py --force-regen, and read the difference.
"""

from __future__ import annotations

import pyomo.environ as pyo
import pytest
from pyomo.repn import generate_standard_repn

from park_from import make_park
from parks import SOLVED
from sidestream.formulation.draft import Draft
from sidestream.formulation.programme import write


def site(name, x, **more):
    return {"participant": name, "kind": "industry", "x": x, "y": 0, **more}


HALVES = {
    "Periods": [{"period": "winter", "hours": 4380}, {"period": "summer", "hours": 4380}],
    "Profiles": [{"period": "winter", "cold": 1.5}, {"period": "summer", "cold": 0.5}],
}

PIPES = {
    **HALVES,
    "Settings": {"discount_rate": 0, "electricity_price": 50, "electricity_co2": 200, "carbon_tax": 10},
    "Participants": [site("plant", 0), site("mill", 2), site("valve", 1, kind="junction")],
    "Commodities": [
        {"commodity": "slag", "unit": "t", "medium": "slurry"},
        {"commodity": "ash", "unit": "kt", "medium": "slurry"},
        {"commodity": "sand", "unit": "t", "medium": "slurry"},
    ],
    "Supplies": [
        {"participant": "plant", "commodity": "slag", "quantity": 100, "unit": "t/a", "profile": "cold", "if_not_taken": "dispose", "disposal_cost": 30, "disposal_co2": 4, "provision_cost": 2},
        {"participant": "plant", "commodity": "ash", "quantity": 20, "unit": "t/a", "if_not_taken": "must go"},
    ],
    "Demands": [
        {"participant": "mill", "commodity": "sand", "quantity": 60, "unit": "t/a", "if_not_served": "buy", "virgin_price": 12, "virgin_co2": 7, "most_by_product": 90},
        {"participant": "mill", "commodity": "ash", "quantity": 20, "unit": "t/a", "if_not_served": "must serve"},
    ],
    "Substitutions": [
        {"by_product": "slag", "need": "sand", "ratio": 0.8},
        {"by_product": "ash", "need": "sand", "ratio": 900},
    ],
    "PipeSizes": [
        {"size": "thin", "medium": "slurry", "capacity": 0.004, "capacity_unit": "t/h", "pipe_cost": 10, "trench_cost": 5, "station_cost": 100, "upkeep": 2, "life": 10, "pumping": 1, "building_co2": 30},
        {"size": "wide", "medium": "slurry", "capacity": 0.02, "capacity_unit": "t/h", "pipe_cost": 20, "trench_cost": 5, "station_cost": 100, "upkeep": 2, "life": 10, "pumping": 1, "building_co2": 40},
    ],
    "Pipelines": [
        {"from": "plant", "to": "mill", "commodity": "slag; ash", "link": "main", "status": "optional", "least_flow": 25},
        {"from": "plant", "to": "mill", "commodity": "slag", "link": "own", "status": "required", "capacity": 30, "capacity_unit": "t/a", "yearly_cost": 40, "unit_cost": 3, "loss": 10},
        {"from": "mill", "to": "plant", "commodity": "slag", "link": "old", "status": "existing", "sizes": "thin", "two_way": "yes"},
    ],
    "Limits": [
        {"on": "impact", "key": "co2", "most": 5000, "unit": "kg", "per": "period"},
        {"on": "investment", "most": 60000, "unit": "EUR", "per": "once"},
    ],
}  # fmt: skip

TRUCKS = {
    "Participants": [site("plant", 0), site("mill", 2)],
    "Commodities": [
        {"commodity": "slag", "unit": "t", "medium": "solid", "volume": 0.5},
        {"commodity": "foam", "unit": "t", "medium": "solid", "volume": 4},
    ],
    "Supplies": [
        {"participant": "plant", "commodity": "slag", "quantity": 100, "unit": "t/a", "if_not_taken": "leave"},
        {"participant": "plant", "commodity": "foam", "quantity": 50, "unit": "t/a", "if_not_taken": "leave"},
    ],
    "Demands": [
        {"participant": "mill", "commodity": "slag", "quantity": 80, "unit": "t/a", "if_not_served": "go without", "shortage_cost": 9},
        {"participant": "mill", "commodity": "foam", "quantity": 80, "unit": "t/a", "if_not_served": "buy", "virgin_price": 5},
    ],
    "TruckRoutes": [{"from": "plant", "to": "mill", "link": "road", "status": "optional", "vehicle": "tipper", "most_loads": 3, "yearly_cost": 20}],
    "Vehicles": [{"vehicle": "tipper", "payload": 20, "volume": 30, "km_cost": 2, "km_co2": 1, "load_cost": 6, "empty_return": 100}],
}  # fmt: skip

BANNED = {**PIPES["Pipelines"][1], "link": "banned", "status": "forbidden"}
HARD = PIPES | {
    "Pipelines": [*PIPES["Pipelines"], BANNED],
    "Limits": [
        {"on": "impact", "key": "co2", "least": -1, "most": 0, "unit": "t", "per": "period"},
        {"on": "investment", "most": 60000, "unit": "EUR", "per": "once"},
    ],
}
PARKS = {
    "pipes": (PIPES, {}),
    "pipes elastic": (PIPES, {"elastic": "moment"}),
    "pipes by row": (HARD, {"elastic": "row"}),
    "pipes lifted": (HARD, {"elastic": "moment", "lifting": frozenset({"banned"})}),
    "trucks": (TRUCKS, {}),
}


def draft_of(name: str) -> Draft:
    sheets, how = PARKS[name]
    return write(make_park(**sheets), **how)


def equations(draft: Draft) -> str:
    lines = []
    for block in draft.model.blocks.values():
        lines += ["", f"{block.name}"]
        for data in block.columns.values():
            kind = "binary" if data.is_binary() else ""
            lines.append(
                f"    {data.name}: {data.lb:.9g} to {'inf' if data.ub is None else format(data.ub, '.9g')} {kind}".rstrip()
            )
    for family in draft.model.pyomo.component_objects(pyo.Constraint):
        lines += ["", f"{family.local_name}"]
        for data in family.values():
            low, _, high = data.to_bounded_expression()
            sides = f"{'' if low is None else format(low, '.9g') + ' <='} ... {'' if high is None else '<= ' + format(high, '.9g')}"
            lines.append(f"    {data.index()}: {sides.strip()}")
            repn = generate_standard_repn(data.body)
            for variable, coefficient in zip(repn.linear_vars, repn.linear_coefs, strict=True):
                lines.append(f"        {coefficient:+.9g} {variable.name}")
    goal = next(draft.model.pyomo.component_data_objects(pyo.Objective))
    repn = generate_standard_repn(goal.expr)
    lines += ["", f"minimise {goal.name}", f"    {repn.constant:+.9g}"]
    lines += [f"    {c:+.9g} {v.name}" for v, c in zip(repn.linear_vars, repn.linear_coefs, strict=True)]
    return "\n".join(line.rstrip() for line in lines).strip() + "\n"


@pytest.mark.parametrize("name", PARKS)
def test_equations(name, file_regression):
    file_regression.check(equations(draft_of(name)), extension=".txt")


def coefficient(draft: Draft, row: str, column: str) -> float:
    """Coefficient of a column in a row, each found by the beginning of its name."""
    for family in draft.model.pyomo.component_objects(pyo.Constraint):
        for data in family.values():
            if data.name.startswith(row):
                repn = generate_standard_repn(data.body)
                for variable, value in zip(repn.linear_vars, repn.linear_coefs, strict=True):
                    if variable.name.startswith(column):
                        return value
    raise LookupError(f"{column} in {row}")


BY_HAND = [
    # slag meets 0.8 t of sand a tonne
    ("pipes", "no_more_than_needed[mill,sand,,winter]", "serve[mill,sand,,slag,winter]", 0.8),
    # ash serves the need for ash at 1
    ("pipes", "must_be_served[mill,ash,,summer]", "serve[mill,ash,,ash,summer]", 1),
    # one of two sizes
    ("pipes", "one_offer_pipeline[main]", "lay_pipeline[main,wide]", 1),
    # it runs only if it is laid
    ("pipes", "run_if_laid_pipeline[main,thin,summer]", "lay_pipeline[main,thin]", -1),
    # 30 t/a in half a year is 15 t; plant has 50 * 1.5 = 75 t of slag in winter; mill can use 30 * 0.9 / 0.8 = 33.75 t,
    # of which 37.5 t must be sent at 10 % loss: the capacity binds
    ("pipes", "only_if_laid_pipeline[own,,slag,forth,winter]", "lay_pipeline[own,]", -15),
    # wide: 0.02 t/h * 4,380 h = 87.6 t, but at most 33.75 t of slag is of use in winter
    ("pipes", "only_if_laid_pipeline[main,,slag,forth,winter]", "run_pipeline[main,wide,winter]", -33.75),
    # thin: 0.004 t/h * 4,380 h = 17.52 t for slag in t and ash in kt together: a kt of ash is 1,000 t
    ("pipes", "within_capacity_pipeline[main,,winter]", "flow_pipeline[main,,ash,forth,winter]", 1000),
    ("pipes", "within_capacity_pipeline[main,,winter]", "run_pipeline[main,thin,winter]", -17.52),
    # a quarter of 17.52 t
    ("pipes", "least_flow_pipeline[main,,winter]", "run_pipeline[main,thin,winter]", -4.38),
    # a tenth is lost
    ("pipes", "balance[mill,slag,uses,winter]", "flow_pipeline[own,,slag,forth,winter]", 0.9),
    # 1,000 m at 25 + 100 EUR: (20 + 5) * 2,000 m + 100 = 50,100 EUR
    ("pipes", "within[row 3,]", "lay_pipeline[main,wide]", 50100),
    # winter has half of the yearly building CO2: 40 kg/m * 2,000 m = 80 t over 10 a, 8 t/a, 4 t
    ("pipes", "within[row 2,winter]", "lay_pipeline[main,wide]", 4),
    # what is used is not disposed of: 4 kg
    ("pipes", "within[row 2,winter]", "used[plant,slag,,winter]", -0.004),
    # what must go is used or stuck
    ("pipes elastic", "must_go[plant,ash,,winter]", "stuck[plant,ash,,winter]", 1),
    ("pipes elastic", "must_be_served[mill,ash,,winter]", "short[mill,ash,,winter]", 1),
    ("pipes elastic", "at_most[row 3,]", "over[row 3,]", -1),
    # by row of the workbook: a share of the 10 t of each half, of the 1 t that the least is, of the 60,000 EUR
    ("pipes by row", "must_be_served[mill,ash,,winter]", "short[row 3]", 0.01),
    ("pipes by row", "must_go[plant,ash,,winter]", "stuck[row 3]", 0.01),
    ("pipes by row", "at_least[row 2,winter]", "under[row 2]", 1),
    ("pipes by row", "at_most[row 3,]", "over[row 3]", -60000),
    # statuses that give way
    ("pipes lifted", "required_pipeline[own]", "undone_pipeline[own]", 1),
    ("pipes lifted", "forbidden_pipeline[banned]", "lifted_pipeline[banned]", -1),
    # a load is 30 m3 of foam at 4 m3/t: 4 / 30 of a load a tonne; by weight it would be 1 / 20
    ("trucks", "loads_by_volume[road,year]", "flow_truck_route[road,,foam", 4 / 30),
    ("trucks", "loads_by_mass[road,year]", "flow_truck_route[road,,slag", 1 / 20),
    # 3 loads a week are 3 / 168 * 8,760 = 156.4 a year; all that is of use, 80 t of slag and 50 t of foam, is 6.5 loads
    ("trucks", "within_loads_by_mass_truck_route[road,,year]", "lay_truck_route[road,tipper]", -6.5),
    # by volume: 80 * 0.5 / 30 + 50 * 4 / 30 = 8 loads
    ("trucks", "within_loads_by_volume_truck_route[road,,year]", "lay_truck_route[road,tipper]", -8),
    # the truck brings foam, and 80 t is the most slag of use
    ("trucks", "only_if_laid_truck_route[road,,slag", "lay_truck_route[road,tipper]", -80),
]  # fmt: skip


@pytest.mark.parametrize(("park", "row", "column", "value"), BY_HAND)
def test_one_coefficient_of_each_family_by_hand(park, row, column, value):
    assert coefficient(draft_of(park), row, column) == pytest.approx(value)


def goal_coefficient(name: str, column: str) -> float:
    goal = next(draft_of(name).model.pyomo.component_data_objects(pyo.Objective))
    repn = generate_standard_repn(goal.expr)
    return next(c for v, c in zip(repn.linear_vars, repn.linear_coefs, strict=True) if v.name.startswith(column))


@pytest.mark.parametrize(
    ("park", "column", "value"),
    [
        # 2 to make it ready, 30 of disposal saved, and 4 kg at 10 EUR/t of tax saved
        ("pipes", "used[plant,slag,,winter]", 2 - 30 - 0.04),
        # 0.8 t of sand at 12 and 7 kg at 10 EUR/t not bought
        ("pipes", "serve[mill,sand,,slag,winter]", -0.8 * (12 + 0.07)),
        # 50,100 / 10 a; upkeep 2 % of 20 * 2,000 + 100; 8 t/a of building at 10 EUR/t
        ("pipes", "lay_pipeline[main,wide]", 5010 + 0.02 * 40100 + 80),
        # 1 kWh/t/km * 2 km: 0.002 MWh at 50 EUR and 0.2 t at 10 EUR/t
        ("pipes", "flow_pipeline[main,,slag,forth,winter]", 0.002 * (50 + 0.2 * 10)),
        # 3 to carry; a tenth is lost and disposed of at 30 and 4 kg at 10 EUR/t
        ("pipes", "flow_pipeline[own,,slag,forth,winter]", 3 + 0.1 * (30 + 0.04)),
        # a load: 2 EUR/km * 2 km * 2 + 6
        ("trucks", "loads[road,year]", 14),
    ],
)
def test_the_goal_by_hand(park, column, value):
    assert goal_coefficient(park, column) == pytest.approx(value)


def families(draft: Draft) -> set[str]:
    return {family.local_name for family in draft.model.pyomo.component_objects(pyo.Constraint)}


def test_no_family_is_missing_from_the_equations():
    golden = set().union(*(families(draft_of(name)) for name in PARKS))
    found = set()
    for solved in SOLVED.values():
        park = make_park(**solved.sheets())
        found |= (
            families(write(park))
            | families(write(park, "today"))
            | families(write(park, elastic="moment", lifting=frozenset()))
        )
    kinds = {"pipeline": "", "truck_route": ""}

    def plain(name: str) -> str:
        for kind in kinds:
            name = name.removesuffix(f"_{kind}")
        return name

    assert {plain(name) for name in found} <= {plain(name) for name in golden}


def test_every_family_of_the_equations_has_a_coefficient_by_hand():
    golden = set().union(*(families(draft_of(name)) for name in PARKS))
    worked = {row.partition("[")[0] for _, row, _, _ in BY_HAND}

    assert golden <= worked
