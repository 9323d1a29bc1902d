"""Every family of rows as text, beside one coefficient of each worked out by hand.

The files in test_equations/ are the equations of the parks in equation_parks.py, as Pyomo prints them. After a change that is meant:
pytest tests/formulation/test_equations.py --force-regen, and read the difference.
"""

from __future__ import annotations

import pyomo.environ as pyo
import pytest
from pyomo.repn import generate_standard_repn

from formulation.equation_parks import PARKS
from park_from import make_park
from parks import SAMPLE, SOLVED
from sidestream.formulation.draft import Draft
from sidestream.formulation.plan import Plan, plan
from sidestream.formulation.programme import write


def draft_of(name: str) -> Draft | Plan:
    sheets, how = PARKS[name]
    return (plan if "consent" in how else write)(make_park(**sheets), **how)


def equations(draft: Draft | Plan) -> str:
    lines = []
    for block in draft.model.blocks.values():
        lines += ["", f"{block.name}"]
        for data in block.columns.values():
            kind = "binary" if data.is_binary() else ""
            low, high = ("inf" if side is None else format(side, ".9g") for side in (data.lb, data.ub))
            low = f"-{low}" if data.lb is None else low
            lines.append(f"    {data.name}: {low} to {high} {kind}".rstrip())
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


def coefficient(draft: Draft | Plan, row: str, column: str) -> float:
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
    # the loads are those of the larger fill; all that is of use is at most 80 t of slag by weight, 50 t of foam by volume
    ("trucks with a floor", "no_more_by_mass[road,year]", "flow_truck_route[road,,slag", -1 / 20),
    ("trucks with a floor", "no_more_by_volume[road,year]", "flow_truck_route[road,,foam", -4 / 30),
    ("trucks with a floor", "no_more_by_mass[road,year]", "heavy[road,year]", 1 + 80 / 20 + 50 * 4 / 30),
    # one of the sizes that are not there yet
    ("plants", "one_size_conversion[digester,farm]", "build_conversion[digester,farm,small]", 1),
    ("plants", "one_size_storage[barn,farm]", "build_storage[barn,farm,wide]", 1),
    ("plants", "one_size_expansion[disposal,farm,digestate]", "build_expansion[disposal,farm,digestate,more]", 1),
    # a furnace or a kiln
    ("plants", "excludes[mill,heating]", "build_conversion[kiln,mill,]", 1),
    # it runs only if it is built
    ("plants", "run_if_built[digester,farm,small,winter]", "build_conversion[digester,farm,small]", -1),
    # 40 t/a in the half of the year with 1.5 of it are 30 t, but all that can burn the biogas that must go is the need for
    # 60 MWh, 15 MWh in the furnace and 10 MWh in the kiln, of 3 MWh a tonne
    ("plants", "only_if_built[digester,farm,small,winter]", "run[digester,farm,small,winter]", -85 / 3),
    # 1 t/a is half a tonne in half a year
    ("plants", "within_size[digester,farm,big,winter]", "chosen[digester,farm,big]", -0.5),
    ("plants", "size_if_built[digester,farm,big]", "build_conversion[digester,farm,big]", -100),
    # half of 30 t; a quarter of what is chosen, at most a quarter of 50 t
    ("plants", "least_load[digester,farm,small,winter]", "run[digester,farm,small,winter]", -15),
    ("plants", "least_load[digester,farm,big,winter]", "chosen[digester,farm,big]", -0.125),
    ("plants", "least_load[digester,farm,big,winter]", "run[digester,farm,big,winter]", -12.5),
    # a tonne of straw a tonne run; 0.8 t of digestate
    ("plants", "fed_at_most[digester,farm,straw,winter]", "activity[digester,farm,old,winter]", -1),
    ("plants", "passed_at_most[digester,farm,digestate,winter]", "activity[digester,farm,old,winter]", -0.8),
    # all biogas must go
    ("plants", "balance[farm,biogas,offers,winter]", "activity[digester,farm,old,winter]", 3),
    # 0.01 % an hour over 4,380 h; a tonne out takes 1 / 0.8 t from the stock
    ("plants", "level[barn,farm,old,summer]", "stock[barn,farm,old,winter]", -(0.9999**4380)),
    ("plants", "level[barn,farm,old,summer]", "taken_out[barn,farm,old,summer]", 1.25),
    # the year begins with 5 t, if it is built
    ("plants", "level[barn,farm,tall,winter]", "build_storage[barn,farm,tall]", -5),
    ("plants", "ends_at[barn,farm,tall]", "build_storage[barn,farm,tall]", -4),
    ("plants", "room[barn,farm,tall,winter]", "build_storage[barn,farm,tall]", -30),
    # 20 t/a are 10 t in half a year; the tall one can take what it holds
    ("plants", "in_limit[barn,farm,wide,winter]", "build_storage[barn,farm,wide]", -10),
    ("plants", "out_limit[barn,farm,tall,winter]", "build_storage[barn,farm,tall]", -30),
    # 60 t/a are 30 t in half a year; of 0.8 t made what is passed on is not disposed of
    ("plants", "through_gate[disposal,farm,digestate,winter]", "build_expansion[disposal,farm,digestate,most]", -30),
    ("plants", "through_gate[disposal,farm,digestate,winter]", "activity[digester,farm,old,winter]", 0.8),
    ("plants", "through_gate[throughput,mill,,winter]", "flow_pipeline[main,,biogas,forth,winter]", 1),
    ("plants elastic", "ends_at[barn,farm,tall]", "lacking[barn,farm,tall]", 1),
    ("plants elastic", "through_gate[throughput,mill,,winter]", "beyond[throughput,mill,,winter]", -1),
    # two pipes in one trench
    ("shared", "only_if_dug[north,road]", "dig[road]", -1),
    # a load is 20 t; one a week is 52 a year
    ("shared", "loads_by_mass[lane,year]", "flow_truck_route[lane", 0.05),
    ("shared", "whole_if_laid[lane,year]", "lay_truck_route[lane,tipper]", -52),
    # a load to the mill: 20 km at 50 km/h and half an hour; a tonne to the works is 1 / 20 of 40 km and half an hour
    ("shared", "hours_on_road[tipper,year]", "whole_loads[lane,year]", 20 / 50 + 0.5),
    ("shared", "hours_on_road[tipper,year]", "flow_truck_route[track", (40 / 50 + 0.5) / 20),
    # 0.2 h a week
    ("shared", "hours_on_road[tipper,year]", "more[tipper]", -0.2 / 168 * 8760),
    ("shared elastic", "hours_on_road[tipper,year]", "longer[tipper,year]", -1),
    ("shared by row", "hours_on_road[tipper,year]", "longer[row 2]", -0.2 / 168 * 8760),
    # a tenth of 200 t/a as soon as it is laid; of the old pipe a tenth of 20 t/a
    ("shared", "least_flow_pipeline[south,,year]", "lay_pipeline[south,DN50]", -20),
    ("shared elastic", "least_flow_pipeline[old,,year]", "idle[old,,year]", 1),
    ("shared by row", "least_flow_pipeline[old,,year]", "idle[row 4]", 2),
    # 8 - 5 of salt beyond the most in each part, 2 - 3 below the least of what comes straight
    ("mixed", "at_most of water[mill,water,salt,year]", "part of water[basin,mill,salty", 3),
    ("mixed", "at_least of water[mill,water,salt,year]", "flow_pipeline[soft-mill-water", -1),
    # what comes from the salty one goes on in parts, to the works with a tenth lost
    ("mixed", "parts_add_up of water[pool,works", "part of water[pool,works,salty", 1),
    ("mixed", "what_comes_goes of water[pool,salty,water,year]", "flow_pipeline[salty-pool-water", 1),
    ("mixed", "what_comes_goes of water[basin,salty,water,year]", "part of water[pool,basin,salty", 1),
    ("mixed", "shares_add_up of water[basin,water,year]", "share of water[basin,soft,water,year]", 1),
    # the mill takes 60 m3 at most
    ("mixed", "mixed_at_most of water[basin,mill", "share of water[basin,salty", -60),
    ("mixed", "mixed_at_least of water[basin,mill", "share of water[basin,salty", -60),
    # the salty one's glass is too bad for the mill: straight, or by the pool if that is to be clean
    ("mixed", "good_enough of glass[mill,glass,colour,year]", "flow_pipeline[salty-mill-glass", 1),
    ("mixed", "clean_in of glass colour 1[salty,pool", "clean of glass colour 1[pool,year]", 100),
    ("mixed", "clean_on of glass colour 1[pool,basin", "clean of glass colour 1[basin,year]", 60),
    ("mixed", "clean_out of glass colour 1[basin,mill", "clean of glass colour 1[basin,year]", -60),
    # 0.9 of what is put in arrives in the tank, 1.25 of what is in it gives 1; 0.9999^4380 of it stand there half a year later
    ("mixed later", "what_comes_goes of water[tank of depot,salty,water,summer]", "part of water[depot,tank of depot,salty", 0.9),
    ("mixed later", "parts_add_up of water[tank of depot,depot,'21'", "taken_out[tank,depot,,summer]", -1.25),
    ("mixed later", "what_comes_goes of water[depot,salty,water,summer]", "part of water[tank of depot,depot,salty", 0.8),
    ("mixed later", "what_comes_goes of water[tank of depot,soft,water,summer]", "part of water[tank of depot,tank of depot,soft,'26'", 0.9999**4380),
    # what stands in the old yard and in the new one at the beginning is too bad for the mill
    ("mixed later", "clean_in of glass colour 1[depot,old of yard of depot", "clean of glass colour 1[old of yard of depot,winter]", 1),
    ("mixed later", "clean_in of glass colour 1[depot,new of yard of depot", "build_storage[yard,depot,new]", 1),
    ("mixed later", "clean_on of glass colour 1[old of yard of depot,old of yard of depot", "clean of glass colour 1[old of yard of depot,summer]", 25),
    ("plants elastic", "ends_at[barn,farm,tall]", "left_over[barn,farm,tall]", -1),
    # 2 m3 of groundwater for each m3 that the mill buys, so 2 less for each that is served
    ("mixed", "within[row 2,]", "serve[mill,water,,water,year]", -2),
    # 600 at the plant's own 10 % over 2 years: 0.121 / 0.21; it wants 100 if it takes part
    ("asked", "no_worse_off[plant]", "lay_pipeline[out,]", 600 * 0.121 / 0.21),
    ("asked", "no_worse_off[plant]", "takes_part[plant]", 100),
    ("asked", "takes_part_in[plant,out]", "takes_part[plant]", -1),
    # what arrives by the old pipe is paid for: 5 EUR/t
    ("asked", "no_worse_off[mill]", "flow_pipeline[old", 5),
    ("asked", "no_worse_off[mill]", "pays[in,to giver]", 1),
    ("asked for less", "no_worse_off[mill]", "worse[mill]", -1),
    ("asked together", "no_worse_off[all]", "used[plant,gypsum", -1),
    # the mill can gain the 800 it pays, the plant 40 of disposal: it is paid 50 at most; through the valve all of that can go
    ("asked", "only_if_laid_pays[out,to giver]", "lay_pipeline[out,]", -840),
    # 10 t are the most the old pipe carries, a hundredth is enough
    ("asked", "only_if_used_pays[old,to giver]", "flow_pipeline[old", -800 / 10 / 0.01),
    ("asked", "out_of_gain[mill]", "in_pocket[mill]", 840),
    ("asked", "only_in_pocket[plant]", "in_pocket[plant]", -40),
    ("asked", "passes_on_money[valve]", "pays[in,to giver]", -1),
    # laid or used, a pipe joins the two; by the old one 60 t come to the mill at most, half of them in winter
    ("joined", "joined_if_laid[round]", "joined[mill,plant]", -1),
    ("joined", "joined_if_used[mill,works", "joined[mill,works]", -30),
    ("joined", "few_enough[row 2,mill]", "joined[mill,works]", 1),
    ("joined", "linked_if_laid[mill,plant]", "lay_pipeline[long,]", -1),
    ("joined", "enough[row 3,mill]", "linked[mill,works]", 1),
    # a tenth is lost: 0.9 t from the plant, less three fifths of it; what the works deliver, and what is bought instead of what
    # serves, counts in the share alone
    ("joined", "small_share[row 4,plant,]", "flow_pipeline[long,,slag,forth,winter]", 0.9 * (1 - 0.6)),
    ("joined", "small_share[row 4,plant,]", "flow_pipeline[old,,slag,forth,winter]", -0.6),
    ("joined", "small_share[row 4,plant,]", "serve[mill,slag,,slag,winter]", 0.6),
    ("joined", "small_share[row 5,works,winter]", "flow_pipeline[path,,slag,forth,winter]", 0.2),
    ("joined", "within[row 6,winter]", "flow_pipeline[long,,slag,forth,winter]", 1),
    # half of 5 EUR a year for the other path, and 2 EUR a tonne for the old one
    ("joined", "within[row 7,]", "lay_pipeline[other path,]", 2.5),
    ("joined", "within[row 7,]", "flow_pipeline[path,,slag,forth,winter]", 1),
    # set up once, whichever pipe is laid
    ("joined", "only_if_set_up[long]", "set_up[mill,plant]", -1),
    ("joined", "set_up_if_laid[mill,plant]", "lay_pipeline[round,]", -1),
    ("joined", "kept_apart[other path]", "lay_pipeline[other path,]", 1),
    ("joined", "kept_idle[farm,works,0]", "flow_pipeline[path,,slag,forth,winter]", 1),
    ("joined", "brought_together[mill,plant]", "lay_pipeline[long,]", 1),
    # 40 t/a are 20 t in half a year
    ("joined lifted", "kept_idle[farm,works,0]", "lifted_relation[farm,works]", -20),
    ("joined lifted", "brought_together[mill,plant]", "undone_relation[mill,plant]", 1),
    ("joined lifted", "small_share[row 5,works,winter]", "above[row 5,works,winter]", -1),
    ("joined lifted", "few_enough[row 2,mill]", "many[row 2,mill]", -1),
    # a fifth of all that could come to the farm in winter: 25 t by the lane, 25 t by the new path and 20 t by the old one
    ("joined by row", "small_share[row 5,works,winter]", "above[row 5]", -0.2 * 70),
    ("joined by row", "few_enough[row 2,mill]", "many[row 2]", -2),
    ("joined by row", "enough[row 3,mill]", "few[row 3]", 2),
    # a share of the 4 t, of the 25 t that can be disposed of in half a year
    ("plants by row", "ends_at[barn,farm,tall]", "lacking[row 3]", 4),
    ("plants by row", "through_gate[disposal,farm,digestate,winter]", "beyond[row 2]", -25),
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
        # south: 5 km at 2 EUR/m, a trench of its own for 3 km at 3, and 400 to cross: 19,400 over 10 a; 1 % upkeep of the pipe
        ("shared", "lay_pipeline[south,DN50]", 1940 + 100),
        # north lies in corridors all the way: 3 km at 2 EUR/m
        ("shared", "lay_pipeline[north,DN50]", 600 + 60),
        # 2 km at 3 EUR/m over 20 a
        ("shared", "dig[road]", 300),
        # 700 over 7 a, and 20 a year
        ("shared", "more[tipper]", 120),
        # 20 km at 1 EUR
        ("shared", "whole_loads[lane,year]", 20),
        # 900 EUR over 9 a
        ("joined", "set_up[mill,plant]", 100),
        # 5 EUR to buy it, and 2 m3 of groundwater at 3 of tax and 4 of value
        ("mixed", "serve[mill,water,,water,year]", -5 - 2 * 7),
        # 1,000 / 10 a, and 5 % upkeep
        ("plants", "build_conversion[digester,farm,small]", 150),
        # 20 EUR for each t/a: a tenth of it, and 5 % upkeep
        ("plants", "chosen[digester,farm,big]", 3),
        # 2 to run it, a tonne of straw at 30 and 0.8 t of digestate at 5
        ("plants", "activity[digester,farm,small,winter]", 2 + 30 + 0.8 * 5),
        # a tonne of one's own straw is not bought, one of digestate not disposed of
        ("plants", "fed[digester,farm,straw,winter]", -30),
        ("plants", "passed[digester,farm,digestate,winter]", -5),
        # 1 to put it in; a tenth is lost, and disposed of at 7
        ("plants", "put_in[barn,farm,old,winter]", 1 + 0.1 * 7),
        # 2 to take it out, and a quarter of a tonne is lost
        ("plants", "taken_out[barn,farm,old,winter]", 2 + 0.25 * 7),
        # what is lost of a tonne that stands there until summer
        ("plants", "stock[barn,farm,old,winter]", (1 - 0.9999**4380) * 7),
    ],
)
def test_the_goal_by_hand(park, column, value):
    assert goal_coefficient(park, column) == pytest.approx(value)


def families(draft: Draft) -> set[str]:
    return {family.local_name for family in draft.model.pyomo.component_objects(pyo.Constraint)}


def test_no_family_is_missing_from_the_equations():
    golden = set().union(*(families(draft_of(name)) for name in PARKS))
    found = set()
    for name in SAMPLE:
        park = make_park(**SOLVED[name].sheets())
        found |= (
            families(write(park))
            | families(write(park, "today"))
            | families(write(park, elastic="moment", lifting=frozenset()))
        )
    kinds = {"pipeline": "", "truck_route": ""}

    def plain(name: str) -> str:
        for kind in kinds:
            name = name.removesuffix(f"_{kind}")
        return name.partition(" of ")[0]

    assert {plain(name) for name in found} <= {plain(name) for name in golden}


def test_every_family_of_the_equations_has_a_coefficient_by_hand():
    golden = {one.partition(" of ")[0] for one in set().union(*(families(draft_of(name)) for name in PARKS))}
    worked = {row.partition("[")[0].partition(" of ")[0] for _, row, _, _ in BY_HAND}

    assert golden <= worked
