"""Stages and scenarios of small parks, worked out by hand; and that every figure of such a design is looked at."""

from __future__ import annotations

import math
import os
from typing import Any

import pytest

from park_from import make_park
from parks import sampled
from parks.rows import commodity, demand, pipe, sites, supply
from sidestream.algebra.matrices import hand_over
from sidestream.design.audit import audit
from sidestream.design.world_tables import WORLD_RESULTS
from sidestream.errors import InfeasibleError
from sidestream.formulation.plan import plan
from sidestream.park import Park
from sidestream.park.worlds import worlds
from sidestream.solver.settle import settle
from sidestream.studies.checking import with_impossible
from sidestream.studies.finding import without_unused
from sidestream.studies.one_design import Options, design_network
from sidestream.tables import Number
from sidestream.workbook.results import read_design
from sidestream.workbook.writing import write_design


def park(rate: float = 0, investment: float = 10_000, pipes: Any = None, **sheets: Any) -> Park:
    """100 t/a of gypsum that cost 10 EUR/t to dispose of, a need that pays 20 EUR/t for as much, and a pipe for 10 years."""
    made: dict[str, Any] = {
        "Settings": {"discount_rate": rate} | sheets.pop("Settings", {}),
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("gypsum")],
        "Supplies": [supply("plant", "gypsum", 100, disposal_cost=10)],
        "Demands": [demand("mill", "gypsum", 100, virgin_price=20)],
        "Pipelines": pipes or [pipe("plant", "mill", "gypsum", investment=investment, life=10, yearly_cost=None)],
    }
    return make_park(**made | sheets)


def stages(first: int, second: int, **budgets: float) -> list[dict[str, Any]]:
    rows = [
        {"stage": "soon", "start_year": 2026, "years": first},
        {"stage": "later", "start_year": 2026 + first, "years": second},
    ]
    return [row | ({"budget": budgets[row["stage"]]} if row["stage"] in budgets else {}) for row in rows]


def change(when: str, sheet: str, key: str, column: str, value: object = None, **more: float) -> dict[str, object]:
    return {"when": when, "sheet": sheet, "key": key, "column": column, "value": value, **more}


def odds(first: float) -> list[dict[str, object]]:
    return [{"scenario": "good", "probability": first}, {"scenario": "bad", "probability": 100 - first}]


GONE = change("bad", "Participants", "mill", "present", "no")


def built(design: Any) -> list[tuple[str, str]]:
    return list(design["When to build"][["stage", "what"]].itertuples(index=False, name=None))


# Stages --------------------------------------------------------------------------------------------------------------


def test_a_pipe_is_built_when_it_begins_to_pay():
    # Today 1,000 of disposal and 2,000 of gypsum. The pipe costs 4,000 a year for 10 years: it loses 1,000 a year at once,
    # and saves 3,000 a year where gypsum costs 60. Five years of 3,000, five of 4,000: 3,500 a year.
    dear = change("later", "Demands", "mill, gypsum", "virgin_price", 60)
    design = design_network(park(investment=40_000, Stages=stages(5, 5), Changes=[dear]))

    assert built(design) == [("later", "plant-mill")]
    assert design.facts["cost"] == pytest.approx(3_500)
    assert design.facts["cost_today"] == pytest.approx(5_000)


def test_a_budget_puts_off_what_pays():
    # Without the budget the pipe pays at once: 1,000 a year in all ten years. With none in the first four years today's
    # 3,000 stay for these: (4 * 3,000 + 6 * 1,000) / 10.
    free = design_network(park(Stages=stages(4, 6)))
    held = design_network(park(Stages=stages(4, 6, soon=9_999)))

    assert (built(free), free.facts["cost"]) == ([("soon", "plant-mill")], pytest.approx(1_000))
    assert (built(held), held.facts["cost"]) == ([("later", "plant-mill")], pytest.approx(1_800))


def test_a_factor_is_of_the_workbook_and_a_firm_that_leaves_takes_its_need_with_it():
    # Three stages of a year. The second has a quarter more to be rid of: 25 t are disposed of. In the third the mill is
    # gone, all 100 t are disposed of again (no change of the second is taken back: 125 t), and the pipe is still paid.
    years = [{"stage": name, "start_year": 2026 + place, "years": 1} for place, name in enumerate(("a", "b", "c"))]
    more = change("b", "Supplies", "plant, gypsum", "quantity", factor=1.25)
    gone = change("c", "Participants", "mill", "present", "no")
    design = design_network(park(Stages=years, Changes=[more, gone]))
    costs = design["Stages and scenarios"].set_index("stage")

    assert costs["cost_today"].tolist() == pytest.approx([3_000, 3_250, 1_250])
    assert costs["cost_design"].tolist() == pytest.approx([1_000, 1_250, 2_250])


def test_present_values_are_those_of_the_stages_years():
    # 3,000 a year at the ends of 2026 and 2027, 5 %: 3,000 / 1.05 + 3,000 / 1.05^2; the third year by itself.
    rows = [{"stage": "a", "start_year": 2026, "years": 2}, {"stage": "b", "start_year": 2028, "years": 1}]
    made = park(rate=5, Stages=rows)

    assert [world.worth for world in worlds(made)] == pytest.approx([1 / 1.05 + 1 / 1.05**2, 1 / 1.05**3])


@pytest.mark.parametrize(("rate", "first", "second"), [(0, 5, 5), (5, 10, 10), (7, 3, 4), (5, 12, 9)])
def test_the_cash_flow_is_worth_what_the_annuities_save(rate, first, second):
    # Whatever the years and the life of 10: what outlives the last year is worth its annuities in the years left.
    design = design_network(park(rate=rate, investment=9_000, Stages=stages(first, second)))
    value = design["Summary"].set_index("figure").loc["present value of the cost", "saving"]

    assert built(design) == [("soon", "plant-mill")]
    assert design["Cash flow"]["present_value"].sum() == pytest.approx(value)


def test_over_one_life_the_present_value_is_the_saving_by_annuity_times_the_annuity_factor():
    # 10 years at 5 %: 3,000 a year are worth 3,000 * (1 - 1.05^-10) / 0.05 = 23,165.20, less 10,000 at once.
    design = design_network(park(rate=5, Stages=stages(5, 5)))

    assert design["Cash flow"]["present_value"].sum() == pytest.approx(3_000 * (1 - 1.05**-10) / 0.05 - 10_000)


def test_what_two_pay_to_begin_with_each_other_is_paid_once_too():
    # Set up for 900 over 10 years, half each: in the cash flow when it is paid, and nowhere a second time.
    begins = [{"a": "plant", "b": "mill", "status": "allowed", "set_up_cost": 900, "life": 10}]
    design = design_network(park(rate=5, investment=9_000, Stages=stages(3, 4), Relations=begins))
    value = design["Summary"].set_index("figure").loc["present value of the cost", "saving"]

    assert design["Cash flow"]["investment"].tolist() == [4_950, 4_950, 0, 0]
    assert design["Cash flow"]["present_value"].sum() == pytest.approx(value)


def test_renewals_are_paid_when_a_life_is_over():
    # Ten years of life, twelve of stages: built in 2026, renewed in 2036, which is in the second stage.
    design = design_network(park(Stages=stages(4, 12)))
    flow = design["Cash flow"].set_index(["stage", "participant"])

    assert flow.loc[("soon", "mill"), ["investment", "renewals"]].tolist() == [5_000, 0]
    assert flow.loc[("later", "mill"), ["investment", "renewals"]].tolist() == [0, 5_000]
    assert flow.loc[("later", "mill"), "left"] == pytest.approx(5_000 * 4 / 10)


def test_a_link_may_come_into_question_later_and_an_existing_one_be_closed():
    # The old pipe is closed in the second stage, the new one may be built from then on. Nothing is lost: 0, then 1,000.
    old = pipe("plant", "mill", "gypsum", "existing", link="old")
    new = pipe("plant", "mill", "gypsum", "forbidden", link="new", investment=10_000, life=10, yearly_cost=None)
    moves = [
        change("later", "Pipelines", "old", "status", "forbidden"),
        change("later", "Pipelines", "new", "status", "optional"),
    ]
    design = design_network(park(pipes=[old, new], Stages=stages(5, 5), Changes=moves))

    assert built(design) == [("later", "new")]
    assert design["Stages and scenarios"]["cost_design"].tolist() == pytest.approx([0, 1_000])


def test_a_stage_that_cannot_be_is_named():
    must = [demand("mill", "gypsum", 100)]
    dry = change("later", "Supplies", "plant, gypsum", "quantity", factor=0.5)
    with pytest.raises(InfeasibleError, match="in later, no design"):
        design_network(park(Demands=must, Stages=stages(5, 5), Changes=[dry]))


def test_what_is_proven_is_proven_of_all_worlds_together():
    design = design_network(park(Stages=stages(5, 5)))
    each = design["Summaries"].set_index("figure").loc["gap"]

    assert each["design"].isna().all()
    assert set(each["note"]) == {"proven of all stages and scenarios together: see Summary"}


EMITS: dict[str, Any] = {"Demands": [demand("mill", "gypsum", 100, virgin_price=20, virgin_co2=10)]}
TRIPLE = change("bad", "Demands", "mill, gypsum", "quantity", factor=3)


def test_a_limit_that_holds_in_expectation_is_no_reason_in_one_scenario():
    # 100 t come by pipe, whatever is needed: 0 t of CO2, or 2 t where 300 t are needed, of which 200 t are bought. Expected at
    # even odds: 1 t. A limit of 1.5 t is kept, although the bad scenario by itself is over it; one of 0.8 t is not.
    def limited(most: float) -> Park:
        cap = [{"on": "impact", "key": "co2", "most": most, "unit": "t"}]
        return park(**EMITS, Limits=cap, Scenarios=odds(50), Changes=[TRIPLE])

    assert with_impossible(limited(1.5), []) == []
    assert design_network(limited(1.5)).facts["cost"] == pytest.approx(1_000 + 0.5 * 200 * 20)
    with pytest.raises(InfeasibleError) as caught:
        design_network(limited(0.8))
    assert str(caught.value).splitlines() == [
        "no design does everything that must be done.",
        "In expectation over the scenarios, as these hold:",
        "  Limits!D2  most: the CO2 of the park is at least 1 t a year, whatever is done: 0.2 t a year too much",
    ]


def test_limits_that_hold_in_expectation_and_not_together():
    # Each by itself can be kept: at most 1.05 t of CO2 by using 95 t of what comes in each, 500 EUR of disposal by using 50 t.
    caps = [
        {"on": "impact", "key": "co2", "most": 1.05, "unit": "t"},
        {"on": "cost", "key": "disposal", "least": 500, "unit": "EUR"},
    ]
    with pytest.raises(InfeasibleError) as caught:
        design_network(park(**EMITS, Limits=caps, Scenarios=odds(50), Changes=[TRIPLE]))
    assert [line.split()[0] for line in str(caught.value).splitlines()[2:]] == ["Limits!D2", "Limits!C3"]


def test_what_cannot_be_in_a_scenario_is_still_told_with_its_name():
    must = [demand("mill", "gypsum", 100)]
    cap = [{"on": "impact", "key": "co2", "most": 5, "unit": "t"}]
    sheets = {"Demands": must, "Limits": cap, "Scenarios": odds(50), "Changes": [TRIPLE]}
    (warned,) = with_impossible(park(**sheets), [])

    assert warned.message == "in bad: at most 100 t can come a year, and 300 t must be served: 200 t too much"
    with pytest.raises(InfeasibleError, match="in bad, no design"):
        design_network(park(**sheets))


def test_stages_that_cannot_be_together_are_told_so():
    must = [demand("mill", "gypsum", 100)]
    with pytest.raises(InfeasibleError, match=r"none within the budgets of Stages \(soon 5,?000\)"):
        design_network(park(Demands=must, Stages=stages(5, 5, soon=5_000)))


# Scenarios -----------------------------------------------------------------------------------------------------------


def test_what_is_built_weighs_what_may_come():
    # The mill stays with 60 %: then the pipe saves 3,000, else nothing. It costs 1,500 a year: worth it at 60 %, not at 40.
    # 60 %: 0.6 * 1,500 + 0.4 * (1,000 + 1,500). Today: 0.6 * 3,000 + 0.4 * 1,000.
    likely, rare = (design_network(park(investment=15_000, Scenarios=odds(p), Changes=[GONE])) for p in (60, 40))

    assert (built(likely), likely.facts["cost"]) == ([("", "plant-mill")], pytest.approx(1_900))
    assert likely.facts["cost_today"] == pytest.approx(2_200)
    assert (built(rare), rare.facts["cost"]) == ([], pytest.approx(1_800))


@pytest.mark.parametrize(
    ("settings", "counts", "builds"),
    sampled(
        [
            # Good: 3,000 today, 1,500 with the pipe. Bad (disposal at 100, no mill): 10,000, or 11,500 with the pipe, 5 %.
            ({}, 0.95 * 1_500 + 0.05 * 11_500, True),
            ({"risk": "worst case"}, 10_000, False),
            # The worst tenth is half the bad and half the good: (11,500 + 1,500) / 2 with the pipe, (10,000 + 3,000) / 2 without.
            ({"risk": "CVaR", "risk_tail": 8}, (5 * 10_000 + 3 * 3_000) / 8, False),
            ({"risk": "CVaR", "risk_tail": 20}, (5 * 11_500 + 15 * 1_500) / 20, True),
            # Half of the worst case, half of the expectation: 0.5 * 11,500 + 0.5 * 2,000 with, 0.5 * 10,000 + 0.5 * 3,350 without.
            ({"risk": "worst case", "risk_weight": 50}, 0.5 * 10_000 + 0.5 * 3_350, False),
        ],
        2,
    ),
)
def test_risk_may_count_more_than_the_expected_cost(settings, counts, builds):
    dear = change("bad", "Supplies", "plant, gypsum", "disposal_cost", 100)
    made = park(investment=15_000, Settings=settings, Scenarios=odds(95), Changes=[GONE, dear])
    design = design_network(made, Options(gap=0.0))

    assert bool(built(design)) == builds
    assert design.facts["cost"] == pytest.approx(counts)
    assert design.facts["bound"] == pytest.approx(counts)


@pytest.mark.parametrize(
    ("risk", "counts"),
    [
        ({"risk": "worst case"}, 2_000),
        ({"risk": "CVaR", "risk_tail": 75}, (50 * 2_000 + 25 * 1_000) / 75),
        ({"risk": "CVaR", "risk_tail": 50, "risk_weight": 20}, 0.8 * 1_500 + 0.2 * 2_000),
    ],
)
def test_what_is_taken_out_as_it_is_of_no_use_is_no_risk_either(risk, counts):
    # With one pipe (1,000 a year) the good scenario costs 1,000 and the bad one, without the mill, 2,000. An answer with
    # two has 1,000 more in both; nothing comes through the second.
    pipes = [
        pipe("plant", "mill", "gypsum", link=link, investment=10_000, life=10, yearly_cost=None)
        for link in ("one", "other")
    ]
    made = plan(park(pipes=pipes, Settings=risk, Scenarios=odds(50), Changes=[GONE]))
    problem = hand_over(made.model)
    both = settle(problem, problem.integer.astype(float), made.tie_breakers()).values
    assert both is not None
    goal, constant = made.goal

    assert float(goal @ both) + constant == pytest.approx(counts + 1_000)
    assert float(goal @ without_unused(made, both)) + constant == pytest.approx(counts)


def test_stages_and_scenarios_together():
    # Five years in which nothing differs, five in which the mill may be gone, with half the odds in both stages. With the
    # pipe (1,000 a year): good 1,000 in all years; bad 2,000. Without: 3,000 and 1,000.
    design = design_network(park(Stages=stages(5, 5), Scenarios=odds(50), Changes=[GONE]))

    assert [(one.stage, one.scenario) for one in worlds(park(Stages=stages(5, 5), Scenarios=odds(50)))] == [
        ("soon", "good"), ("soon", "bad"), ("later", "good"), ("later", "bad"),
    ]  # fmt: skip
    assert design.facts["cost"] == pytest.approx(1_500)
    assert built(design) == [("soon", "plant-mill")]


# Every figure is looked at -------------------------------------------------------------------------------------------

DEAR = change("later", "Demands", "mill, gypsum", "virgin_price", 60)
RICH = park(
    rate=5,
    investment=12_000,
    Settings={"carbon_tax": 20, "risk": "CVaR", "risk_tail": 30},
    Supplies=[supply("plant", "gypsum", 100, disposal_cost=10, disposal_co2=50)],
    Stages=stages(5, 12, soon=20_000),
    Scenarios=odds(70),
    Changes=[DEAR, GONE],
)


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    """A design of two stages and two scenarios, and the workbook it was written to."""
    design = design_network(RICH)
    return design, write_design(design, tmp_path_factory.mktemp("worlds") / "design.xlsx")


@pytest.mark.parametrize("ending", sampled(["json", "folder", "xlsx"], 2))
def test_a_design_of_several_worlds_is_read_back_as_it_was_written(rich, tmp_path, ending):
    design, _ = rich
    found, cells, faults = read_design(write_design(design, tmp_path / ("d" if ending == "folder" else f"d.{ending}")))

    assert faults == []
    assert audit(RICH, found, cells) == []


MORE = bool(os.environ.get("EXAMPLES"))
OVERALL = ("Summary", "Stages and scenarios", "When to build", "Cash flow")


@pytest.mark.parametrize(
    ("sheet", "column"),
    sampled(
        [
            (table.sheet, name)
            for table in WORLD_RESULTS
            if table.sheet in OVERALL
            for name, declared in table.columns.items()
            if isinstance(declared, Number)
        ],
        4,
    ),
)
def test_one_changed_figure_is_named_with_its_cell(rich, sheet, column):
    _, path = rich
    found, cells, _ = read_design(path)
    frame = cells[sheet].frame
    places = [place for place, value in enumerate(frame[column]) if not math.isnan(value)]
    if sheet == "When to build" and column == "capacity":
        places = []
    for place in places if MORE else places[::5]:
        values = frame[column].astype(float).tolist()
        values[place] = values[place] * 1.01 + 0.5
        changed = dict(cells) | {sheet: _with(cells[sheet], column, values)}
        faults = audit(RICH, found, changed)

        assert f"{sheet}!{cells[sheet].cell(frame.index[place], column)}" in {fault.place for fault in faults}


def _with(loaded, column, values):
    from dataclasses import replace

    return replace(loaded, frame=loaded.frame.assign(**{column: values}))


@pytest.mark.parametrize("sheet", ["Build list", "Flows", "Participants", "Costs", "Summaries"])
def test_what_is_wrong_in_one_world_is_named_there(rich, sheet):
    _, path = rich
    found, cells, _ = read_design(path)
    column = {"Build list": "investment", "Flows": "sent", "Participants": "cost_design", "Costs": "amount"}.get(
        sheet, "design"
    )
    frame = cells[sheet].frame
    values = frame[column].astype(float).tolist()
    place = next(place for place in reversed(range(len(values))) if values[place] > 1)
    values[place] *= 1.5
    faults = audit(RICH, found, dict(cells) | {sheet: _with(cells[sheet], column, values)})

    assert f"{sheet}!{cells[sheet].cell(frame.index[place], column)}" in {fault.place for fault in faults}


def test_what_is_built_in_one_scenario_is_built_in_the_other(rich):
    _, path = rich
    found, cells, _ = read_design(path)
    sheet = cells["Build list"]
    kept = (sheet.frame["scenario"] != "bad").to_numpy(bool)
    from dataclasses import replace

    fewer = dict(cells) | {"Build list": replace(sheet, frame=sheet.frame[kept], given=sheet.given[kept])}

    assert audit(RICH, found, fewer)


# Views ---------------------------------------------------------------------------------------------------------------


def texts(design: Any) -> str:
    return "\n".join(str(cell) for frame in design.tables.values() for cells in frame.values.tolist() for cell in cells)


def test_without_names_nobody_is_named_in_any_world(rich):
    from sidestream.design.views import anonymised

    design, _ = rich
    hidden = anonymised(RICH, design)

    assert not any(name in texts(hidden) for name in ("plant", "mill"))
    assert hidden["Cash flow"]["participant"].tolist() == ["participant 1", "participant 2"] * 2
    assert len(hidden["When to build"]) == len(design["When to build"]) > 0


def test_a_company_sees_its_own_rows_in_every_world(rich):
    from sidestream.design.views import for_company

    design, _ = rich
    seen = for_company(RICH, design, "mill")

    assert set(seen["Cash flow"]["participant"]) == set(seen["Participants"]["participant"]) == {"mill"}
    assert seen["When to build"]["investment"].tolist() == pytest.approx([6_000])


def test_a_limit_on_an_impact_holds_in_expectation():
    # What is disposed of emits 50 kg a tonne: 5 t in either world without the pipe, in the bad one also with it. At most
    # 4 t are expected with 60 % for the good: 0.6 * 0 + 0.4 * 5 = 2 is kept by the pipe alone, and so by force: it costs
    # 9,000 a year, where nothing would be built otherwise. In each world by itself no design could keep it.
    waste = [supply("plant", "gypsum", 100, disposal_cost=10, disposal_co2=50)]
    most = [{"on": "impact", "key": "co2", "most": 4, "unit": "t", "per": "year"}]
    made = park(investment=90_000, Supplies=waste, Limits=most, Scenarios=odds(60), Changes=[GONE])
    design = design_network(made)

    assert built(design) == [("", "plant-mill")]
    assert design.facts["cost"] == pytest.approx(9_000 + 0.4 * 1_000)


def test_a_free_pipe_that_serves_in_one_world_alone_is_built():
    gone = change("bad", "Participants", "mill", "present", "no")
    design = design_network(park(pipes=[pipe("plant", "mill", "gypsum")], Scenarios=odds(50), Changes=[gone]))

    assert built(design) == [("", "plant-mill")]


def test_links_are_offered_that_pay_in_one_stage_alone():
    from sidestream.candidates import offered, offered_for

    # A pipe of 1 km costs 100,000 for 20 years: 5,000 a year. It saves 3,000 today, and 21,000 where gypsum costs 200.
    sizes = [{"size": "S", "medium": "slurry", "capacity": 200, "capacity_unit": "t/a", "pipe_cost": 100, "life": 20}]
    dear = change("later", "Demands", "mill, gypsum", "virgin_price", 200)
    made = park(
        pipes=[pipe("mill", "plant", "gypsum", "forbidden")],
        Commodities=[commodity("gypsum", medium="slurry")],
        PipeSizes=sizes,
        Stages=stages(5, 5),
        Changes=[dear],
    )

    assert offered(made).pairs == 0
    assert offered_for(made).pairs == 1


def test_two_begin_with_each_other_in_the_stage_that_first_needs_it():
    # Gypsum at 60 from the second stage on makes the pipe pay, 4,000 a year; setting up costs 1,000 over 10 years, 100 a
    # year. Today (3,000 + 7,000) / 2, the design (3,000 + 4,100) / 2; the Summary counts the money and the relation.
    dear = change("later", "Demands", "mill, gypsum", "virgin_price", 60)
    begins = [{"a": "plant", "b": "mill", "status": "allowed", "set_up_cost": 1_000, "life": 10}]
    design = design_network(park(investment=40_000, Stages=stages(5, 5), Changes=[dear], Relations=begins))
    summary = design["Summary"].set_index("figure")["design"]

    assert built(design) == [("later", "plant-mill"), ("later", "plant - mill")]
    assert design.facts["cost"] == pytest.approx(3_550)
    assert (summary["investment"], summary["relations set up"]) == (pytest.approx(41_000), 1)


def test_what_the_saving_rests_on_is_said_once_for_all_stages():
    # The same figures as the Summary's last lines, and no cell twice.
    from sidestream.design.guesses import resting
    from sidestream.design.worlds import guesses_together

    needs = [demand("mill", "gypsum", 100, virgin_price=20) | {"quality": "assumed"}]
    wastes = [supply("plant", "gypsum", 100, disposal_cost=10) | {"quality": "quoted"}]
    dear = change("later", "Demands", "mill, gypsum", "virgin_price", 60)
    design = design_network(park(rate=5, Supplies=wastes, Demands=needs, Stages=stages(4, 6), Changes=[dear]))
    rows, summary = guesses_together(design), design["Summary"].set_index("figure")

    assert not rows.duplicated(["place", "figure", "of"]).any()
    assert resting(rows)["assumed"] == pytest.approx(summary.at["rests on assumed figures", "design"])
    assert rows["amount"].sum() == pytest.approx(summary.at["total cost", "saving"])


def test_one_stage_alone_has_the_sheets_of_stages():
    design = design_network(park(Stages=[{"stage": "ahead", "start_year": 2030, "years": 10}]))

    assert built(design) == [("ahead", "plant-mill")]
    assert design.facts["cost"] == pytest.approx(1_000)
