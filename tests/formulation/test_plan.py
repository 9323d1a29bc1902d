"""The equations that join stages and scenarios: golden, and one coefficient of each family worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from formulation.test_equations import coefficient, equations
from park_from import make_park
from parks.rows import commodity, demand, plant, rate, sites, supply
from sidestream.formulation.draft import Consent
from sidestream.formulation.plan import Plan, plan

# Two stages of 5 years at 0 %, two scenarios. A digester of 40 to 100 t/a makes 0.5 t of compost a tonne for the mill.
SHEETS: dict[str, Any] = {
    "Settings": {"discount_rate": 0, "risk": "CVaR", "risk_tail": 20, "risk_weight": 25},
    "Participants": sites("farm", "mill"),
    "Commodities": [commodity("manure", medium="slurry"), commodity("compost", medium="slurry")],
    "Supplies": [supply("farm", "manure", 100, disposal_cost=10, disposal_co2=20)],
    "Demands": [demand("mill", "compost", 50, virgin_price=40)],
    "Conversions": [
        plant("digester", "farm", 100, continuous="yes", investment=500, investment_per_unit=20),
    ],
    "ConversionRates": [
        rate("digester", "manure", -1, "links only"),
        rate("digester", "compost", 0.5, "leave"),
    ],
    "Pipelines": [
        {"from": "farm", "to": "mill", "commodity": "compost", "link": "pipe", "status": "optional", "length": 1}
        | {"capacity": 60, "capacity_unit": "t/a", "investment": 800, "life": 10}
    ],
    "Limits": [{"on": "impact", "key": "co2", "most": 1.5, "unit": "t", "per": "year"}],
    "Stages": [
        {"stage": "soon", "start_year": 2030, "years": 5, "budget": 1_500},
        {"stage": "later", "start_year": 2035, "years": 5, "budget": 2_000},
    ],
    "Scenarios": [{"scenario": "good", "probability": 80}, {"scenario": "bad", "probability": 20}],
    "Changes": [
        {"when": "bad", "sheet": "Demands", "key": "mill, compost", "column": "virgin_price", "value": 5},
    ],
}
# The compost's price is 5 in the bad scenario; the farm, which pays for the digester and half of the pipe, judges at 100 %: the
# stages of a year count two thirds and one third for it, for the mill at 0 % half each.
ASKED: dict[str, Any] = SHEETS | {
    "Settings": {"discount_rate": 0, "payments": "along links"},
    "Participants": [
        {**SHEETS["Participants"][0], "discount_rate": 100, "least_saving": 30},
        SHEETS["Participants"][1],
    ],
    "Stages": [
        {"stage": "soon", "start_year": 2030, "years": 1},
        {"stage": "later", "start_year": 2031, "years": 1},
    ],
}
FREELY = ASKED | {"Settings": {"discount_rate": 0, "payments": "free"}}
# Today nothing is run: the farm disposes of 100 t at 10, the mill buys 50 t at 40, with 20 % at 5.
CONSENT = Consent({"farm": 1_000, "mill": 1_650}, {"farm": 1_000, "mill": 1_650})
WORST = SHEETS | {"Settings": {"discount_rate": 0, "risk": "worst case"}}


def plan_of(sheets: dict[str, Any]) -> Plan:
    return plan(make_park(**sheets), consent=CONSENT if "payments" in sheets["Settings"] else None)


@pytest.mark.parametrize(("name", "sheets"), [("cvar", SHEETS), ("worst", WORST), ("asked", ASKED), ("freely", FREELY)])
def test_equations_of_several_worlds(name, sheets, file_regression):
    whole = equations(plan_of(sheets)).split("\n\n")
    joining = [family for family in whole if any(word in family.splitlines()[0] for word in JOINING)]
    file_regression.check("\n\n".join(joining) + "\n", extension=".txt", basename=f"plan_{name}")


JOINING = (
    "stays",
    "keeps its size",
    "within budget",
    "in_the_tail",
    "not_worse",
    "expected",
    "beyond",
    "worst",
    "tail_from",
    "takes_part",
    "pays",
    "in_pocket",
    "no_worse_off",
    "out_of_gain",
)
BY_HAND = [
    # what is there is there later
    (SHEETS, "'later: lay_pipeline stays'[pipe,]", "'soon, good: lay_pipeline'[pipe,]", -1),
    (SHEETS, "'later: build_conversion stays'", "'later, good: build_conversion'", 1),
    # a size that was chosen stays, whatever it could have been
    (SHEETS, "'later: chosen keeps its size'", "'soon, good: build_conversion'", 100),
    (SHEETS, "'later: chosen stays'", "'soon, good: chosen'", -1),
    # 20 EUR for each t/a that is chosen; in the second stage for what is more
    (SHEETS, "'soon: within budget'", "'soon, good: chosen'", 20),
    (SHEETS, "'later: within budget'", "'soon, good: lay_pipeline'[pipe,]", -800),
    # 80 EUR a year for the pipe in one of two stages of equal worth
    (SHEETS, "in_the_tail[good]", "'soon, good: lay_pipeline'[pipe,]", -80 / 2),
    # what the mill buys costs 5 in the bad scenario, 40 in the good one: what serves it spares that
    (SHEETS, "in_the_tail[bad]", "'later, bad: serve'[mill,compost", 5 / 2),
    (SHEETS, "in_the_tail[bad]", "beyond[bad]", 1),
    (WORST, "not_worse[good]", "worst[cost]", 1),
    # 20 kg a tonne that is not used, with 20 %
    (SHEETS, "'later: within, expected'[row 2,]", "'later, bad: used'[farm,manure", -0.02 * 0.2),
    # the digester lasts 10 years, at 100 % an annuity of 2^10 / (2^10 - 1) a year; in the first year, which is two thirds
    (ASKED, "no_worse_off[farm]", "'soon, good: build_conversion'", 500 * 1024 / 1023 * 2 / 3),
    # half of the pipe's 800, which the mill judges at 0 %, in one of two years
    (ASKED, "no_worse_off[mill]", "'later, good: lay_pipeline'[pipe,]", 800 / 10 / 2 / 2),
    # what serves the mill spares it 5 a tonne in the bad scenario, half the time with 20 %
    (ASKED, "no_worse_off[mill]", "'soon, bad: serve'[mill,compost", -5 * 0.2 / 2),
    # a tonne used spares the farm 10: in the second year, a third of it, with 80 %
    (ASKED, "no_worse_off[farm]", "'later, good: used'[farm,manure", -10 * 0.8 / 3),
    (ASKED, "no_worse_off[farm]", "pays[pipe,to giver]", -1),
    (ASKED, "no_worse_off[farm]", "takes_part[farm]", 30),
    # once for all years: by what is built in the end
    (ASKED, "takes_part_in[farm,pipe]", "'later, good: lay_pipeline'[pipe,]", 1),
    # all that the mill can gain is what it buys
    (ASKED, "only_if_laid_pays[pipe,to giver]", "'later, good: lay_pipeline'[pipe,]", -1_650 - 1_650e-9 - 1e-6),
    # 50 t at the most in any world: a hundredth of them in any is enough
    (ASKED, "only_if_used_pays[pipe,to giver]", "'soon, bad: flow_pipeline'", -(1_650 + 1_650e-9 + 1e-6) / 50 / 0.01),
    (ASKED, "only_in_pocket[mill]", "pays[pipe,to giver]", 1),
    (ASKED, "out_of_gain[mill]", "'soon, bad: serve'[mill,compost", -5 * 0.2 / 2),
    (FREELY, "no_worse_off[all]", "'soon, bad: serve'[mill,compost", -5 * 0.2 / 2),
    (FREELY, "no_worse_off[all]", "'soon, good: build_conversion'", 500 * 1024 / 1023 * 2 / 3),
]


@pytest.mark.parametrize(("sheets", "row", "column", "value"), BY_HAND)
def test_one_coefficient_of_each_family_by_hand(sheets, row, column, value):
    assert coefficient(plan_of(sheets), row, column) == pytest.approx(value)


def test_the_goal_weighs_what_goes_beyond_the_tail():
    # a quarter of 1 / 20 % of what is beyond, with its probability; three quarters of the expected cost
    weights, _ = plan_of(SHEETS).goal
    made = plan_of(SHEETS)
    blocks = made.model.blocks
    beyond, tail = blocks["beyond"], blocks["tail_from"]

    assert weights[beyond.first : beyond.first + 2] == pytest.approx([0.25 * 0.8 / 0.2, 0.25 * 0.2 / 0.2])
    assert weights[tail.first] == pytest.approx(0.25)
    assert weights[blocks["soon, good: lay_pipeline"].first] == pytest.approx(0.75 * 80 / 2)
