"""Nobody is worse off over all stages and scenarios: parks solved by hand, and truths of stages in which nothing changes."""

from __future__ import annotations

from typing import Any

import pytest

from park_from import make_park
from parks import sampled
from parks.participation import (
    asking,
    by_way_of_a_junction,
    giver_pays,
    money_round_three,
    passed_on,
    two_rates,
    two_sites_one_purse,
    with_firms,
    worse_at_first,
    worse_in_one,
)
from parks.rows import demand, pipe
from sidestream.design.audit import audit
from sidestream.design.payments import OVER_ALL
from sidestream.design.views import anonymised, for_company
from sidestream.errors import InfeasibleError, InputError
from sidestream.park.worlds import shares_of_purses, worlds
from sidestream.studies.one_design import Options, design_network
from sidestream.workbook.results import read_design
from sidestream.workbook.writing import write_design
from studies.test_participation import built as links_built
from studies.test_participation import designed, firms, payments

ALWAYS = {"stage": "always", "start_year": 2030, "years": 7}


def built(design: Any) -> list[tuple[str, str]]:
    return list(design["When to build"][["stage", "what"]].itertuples(index=False, name=None))


# Stages --------------------------------------------------------------------------------------------------------------


def test_what_a_year_counts_for_who_judges_at_its_own_rate():
    # 2026 and 2027 at 100 %: 1/2 and 1/4 of an EUR. Three years from 2026 and two scenarios at 50 %: 2/3 + 4/9 + 8/27 in all.
    park = make_park(**worse_at_first(plant=100))
    assert shares_of_purses(park, worlds(park)).to_numpy().tolist() == [[2 / 3, 0.5], [1 / 3, 0.5]]

    rows = [{"stage": "a", "start_year": 2026, "years": 2}, {"stage": "b", "start_year": 2028, "years": 1}]
    odds = [{"scenario": "one", "probability": 25}, {"scenario": "other", "probability": 75}]
    park = make_park(**{**giver_pays(), "Settings": {"discount_rate": 50}, "Stages": rows, "Scenarios": odds})
    total = 2 / 3 + 4 / 9 + 8 / 27
    first, last = (2 / 3 + 4 / 9) / total, 8 / 27 / total
    shares = shares_of_purses(park, worlds(park))["plant"]
    assert shares.tolist() == pytest.approx([0.25 * first, 0.75 * first, 0.25 * last, 0.75 * last])


@pytest.mark.parametrize(("rate", "stage", "gain"), [(0, "soon", 50), (100, "later", 200)])
def test_who_loses_first_and_gains_later_agrees_at_a_low_rate(rate, stage, gain):
    design = designed(worse_at_first(plant=rate), "none")

    assert built(design) == [(stage, "plant-mill")]
    assert firms(design, "gain", "received")["plant"] == [gain, 0]


@pytest.mark.parametrize(("way", "links"), [("along links", "plant-mill"), ("free", "")])
def test_who_gains_makes_up_for_it_every_year(way, links):
    # At 100 % today costs the plant 2/3 * 1,000 + 1/3 * 2,100 = 1,366.67 a year, the pipe 1,500: it lacks 133.33.
    design = designed(worse_at_first(plant=100), way)

    assert built(design) == [("soon", "plant-mill")]
    assert payments(design) == [("mill", "plant", links, 400 / 3)]
    assert firms(design, "cash_today", "cash_design", "received", "gain") == {
        "plant": [4_100 / 3, 1_500, 400 / 3, 0],
        "mill": [2_000, 0, -400 / 3, 2_000 - 400 / 3],
    }
    # The sums of Participants are those of the Summary, at the park's own rate of 0 %.
    assert firms(design, "cost_today", "cost_design", "saving")["plant"] == [1_550, 1_500, 50]
    moved = design["Summary"].set_index("figure").loc["payments between firms"]
    assert moved["design"] == pytest.approx(400 / 3, abs=1e-4)
    assert moved["note"].endswith(OVER_ALL)
    assert design["Summaries"].query("figure == 'payments between firms'").empty
    assert (design["Payments"]["per_unit"].iloc[0] == pytest.approx(4 / 3)) == bool(links)


@pytest.mark.parametrize(("first", "lacks"), [(2.6, 10 / 3), (2.7, 0)])
def test_free_payments_are_one_condition_for_what_each_counts_at_its_own_rate(first, lacks):
    # Nothing is bought in 2027; at 0 % the mill gains half of what it buys in 2026: 130 or 135, the plant lacks 133.33.
    sheets = worse_at_first(plant=100, first=first, second=0, status="required")
    if not lacks:
        assert payments(designed(sheets, "free")) == [("mill", "plant", "", 400 / 3)]
        return
    with pytest.raises(
        InfeasibleError, match=r"over all stages and scenarios.*\nAll firms together would be 3\.33333 EUR/a worse off"
    ):
        designed(sheets, "free")
    # At 100 % two thirds of 260 are more than enough: nobody lends the plant anything, the mill gains when the plant loses.
    assert payments(designed(with_firms(sheets, mill={"discount_rate": 100}), "free")) == [
        ("mill", "plant", "", 400 / 3)
    ]


def test_who_would_be_worse_off_is_told():
    # With 26 a year in the mean of both years the mill makes up for 26 of it.
    sheets = worse_at_first(plant=100, status="required", first=0.26, second=0.26)

    with pytest.raises(InfeasibleError, match=r"stages and scenarios.*\n.*\n  plant would be 133\.333 EUR/a worse off"):
        designed(sheets, "none")
    with pytest.raises(InfeasibleError, match=r"plant would be 107\.333 EUR/a worse off than it asks for"):
        designed(sheets, "along links")


@pytest.mark.parametrize(("least", "stage"), sampled([(51, "later"), (50, "soon"), (301, ""), (300, "later")], 2))
def test_what_a_firm_must_gain_to_take_part_is_asked_once(least, stage):
    sheets = with_firms(worse_at_first(), plant={"least_saving": least})
    design = designed(sheets, "none")

    assert built(design) == ([(stage, "plant-mill")] if stage else [])
    assert firms(design, "least_gain")["plant"] == [least if stage else 0]


def test_an_investment_counts_by_the_annuity_at_the_own_rate_from_its_stage_on():
    # two_rates at 12 %: the pipe costs the plant 5,916.98 a year, it spares 6,000, but nothing in the first year. At 12 %
    # the years are worth 1 / 1.12 and 1 / 1.12^2: shares of 1.12 / 2.12 and 1 / 2.12. Built in the second year the pipe
    # gains it 83.0189 / 2.12 = 39.16 a year. At the park's 10 % it is 6,000 - 5,761.9048 = 238.0952 in the second year.
    free = {"when": "one", "sheet": "Supplies", "key": "plant, gypsum", "column": "disposal_cost", "value": 0}
    dear = {"when": "two", "sheet": "Supplies", "key": "plant, gypsum", "column": "disposal_cost", "value": 60}
    rows = [{"stage": "one", "start_year": 2026, "years": 1}, {"stage": "two", "start_year": 2027, "years": 1}]
    sheets = with_firms(two_rates(), plant={"discount_rate": 12}) | {"Stages": rows, "Changes": [free, dear]}
    design = designed(sheets, "none")

    assert built(design) == [("two", "plant-mill")]
    assert firms(design, "cash_today", "cash_design", "gain", "saving")["plant"] == [
        6_000 / 2.12, 5_916.9811 / 2.12, 83.0189 / 2.12, 238.0952 / 2.1,
    ]  # fmt: skip


def test_nobody_pays_over_a_link_that_carries_nothing_in_any_year():
    # A second pipe, which lies there and carries nothing as its giver has nothing: money cannot go along it.
    idle = pipe("mill", "plant", "gypsum", "existing", link="idle")
    sheets = worse_at_first(plant=100)
    design = designed({**sheets, "Pipelines": [*sheets["Pipelines"], idle]}, "along links")

    assert payments(design) == [("mill", "plant", "plant-mill", 400 / 3)]


def test_a_closed_pipe_joins_two_for_as_long_as_anybody_looks_ahead():
    # The old pipe carries in 2026 and is closed in 2027; the plant pays for keeping it, 1,500 a year, today and in the design.
    # Nothing changes for anybody: nothing is paid.
    old = pipe("plant", "mill", "gypsum", "existing", yearly_cost=1_500, payer="giver")
    closed = {"when": "later", "sheet": "Pipelines", "key": "plant-mill", "column": "status", "value": "forbidden"}
    sheets = worse_at_first(plant=100)
    design = designed({**sheets, "Pipelines": [old], "Changes": [*sheets["Changes"], closed]}, "along links")

    assert payments(design) == []
    assert firms(design, "gain") == {"plant": [0], "mill": [0]}


AGREED = [giver_pays, by_way_of_a_junction, money_round_three, two_rates, two_sites_one_purse, passed_on]
WAYS = ["none", "along links", "free"]


@pytest.mark.parametrize(("sheets", "way"), sampled([(sheets, way) for sheets in AGREED for way in WAYS], 6))
def test_one_stage_in_which_nothing_changes_is_no_stage(sheets, way):
    answers = []
    for more in ({}, {"Stages": [ALWAYS]}):
        try:
            design = designed(sheets() | more, way)
        except InfeasibleError as error:
            answers.append(str(error).replace(", over all stages and scenarios", ""))
            continue
        sheets_of_firms = [
            design[sheet].round(6).astype(str).to_numpy().tolist() for sheet in ("Companies", "Payments")
        ]
        answers.append((links_built(design), *sheets_of_firms))

    assert answers[0] == answers[1]


# Scenarios -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("good", "gain"), [(65, 40), (60, -40)])
def test_firms_expect_what_may_come(good, gain):
    sheets = worse_in_one(good)
    assert built(designed(sheets, "none")) == ([("", "plant-mill")] if gain > 0 else [])

    design = designed(sheets, "along links")
    assert built(design) == [("", "plant-mill")]
    if gain > 0:
        assert payments(design) == []
    else:
        # 40 a year whatever comes, for 0.6 * 100 + 0.4 * 50 = 80 t in the mean.
        assert payments(design) == [("mill", "plant", "plant-mill", 40)]
        assert design["Payments"]["per_unit"].tolist() == pytest.approx([0.5], abs=1e-6)
    assert firms(design, "gain")["plant"] == [max(gain, 0)]


def test_firms_expect_also_where_the_design_looks_at_the_worst_case():
    # Without the pipe the dearer scenario is the good one: 2,100 + 2,000. With it the bad one: 1,500 + 500.
    design = designed(worse_in_one(60), "along links", risk="worst case")

    assert built(design) == [("", "plant-mill")]
    assert payments(design) == [("mill", "plant", "plant-mill", 40)]


def test_a_firm_that_is_gone_in_a_scenario_still_agrees_over_all_of_them():
    # With 50 % the mill is gone: the plant pays 1,500 + 1,000 instead of 1,000 then, and 1,500 instead of 2,100 else: it
    # lacks (1,500 - 600) / 2 = 450 a year. The mill gains 1,000 a year in expectation, and pays also when it is gone.
    gone = {"when": "bad", "sheet": "Participants", "key": "mill", "column": "present", "value": "no"}
    sheets = worse_in_one(50)
    design = designed({**sheets, "Changes": [sheets["Changes"][0], gone]}, "along links")

    assert payments(design) == [("mill", "plant", "plant-mill", 450)]
    assert firms(design, "gain") == {"plant": [0], "mill": [550]}
    assert design["Payments"]["per_unit"].tolist() == pytest.approx([9], abs=1e-6)


def test_stages_and_scenarios_that_cannot_be_compared_with_are_named():
    sheets = worse_at_first()
    must = {**sheets, "Demands": [demand("mill", "gypsum", 100)], "Changes": sheets["Changes"][:1]}

    with pytest.raises(InputError, match="today's park does not work: soon: mill is short of 100 t of gypsum in year"):
        designed(must, "none")


def test_the_value_of_carbon_in_one_stage_is_nobodys_cash():
    # There is a pipe, and sending costs 26 EUR/t, the mill's, more than the 20 + 1 it spares, but for what a tonne of CO2 is
    # held worth in the second stage. In cash nothing flows today, whatever the objective has flow in that stage.
    sheets = giver_pays()
    old = {**sheets["Pipelines"][0], "status": "existing", "yearly_cost": 0, "unit_cost": 26.5, "payer": "taker"}
    sheets = {
        **sheets,
        "Pipelines": [old],
        "Demands": [{**sheets["Demands"][0], "virgin_co2": 1_000}],
        "Stages": worse_at_first()["Stages"],
        "Changes": [{"when": "later", "sheet": "Settings", "key": "carbon_value", "column": "value", "value": 100}],
    }
    design = designed(sheets, "none")

    assert firms(design, "cost_today", "cash_today") == {"plant": [30, 50], "mill": [1_030, 1_000]}
    assert firms(design, "cash_design", "gain") == {"plant": [50, 0], "mill": [1_000, 0]}


# The file, and what others see of it -----------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", sampled(["xlsx", "json", "folder"], 3))
def test_what_firms_agree_on_is_read_back_as_it_was_written(tmp_path, ending):
    park = make_park(**asking(worse_at_first(plant=100), "along links"))
    design = design_network(park, Options(gap=0))
    found, cells, faults = read_design(write_design(design, tmp_path / ("d" if ending == "folder" else f"d.{ending}")))

    assert faults == []
    assert audit(park, found, cells) == []
    assert "payments" in set(found["Run"]["item"])
    assert payments(found) == payments(design) != []


def test_a_company_sees_what_it_agrees_on_over_all_years():
    bystander = {"participant": "bystander", "kind": "industry", "x": 3, "y": 0}
    sheets = worse_at_first(plant=100)
    sheets = {**sheets, "Participants": [*sheets["Participants"], bystander]}
    park = make_park(**asking(sheets, "along links"))
    design = design_network(park, Options(gap=0))

    seen = for_company(park, design, "plant")
    assert seen["Payments"][["from", "to", "links"]].to_numpy().tolist() == [["mill", "plant", "plant-mill"]]
    assert seen["Companies"]["company"].tolist() == ["plant"]
    assert for_company(park, design, "bystander")["Payments"].empty

    hidden = anonymised(park, design)
    assert hidden["Payments"][["from", "to"]].to_numpy().tolist() == [["participant 2", "participant 1"]]
    assert hidden["Companies"]["company"].tolist() == ["participant 1", "participant 2", "participant 3"]


def test_sites_are_added_up_over_all_stages():
    sheets = with_firms(worse_at_first(), plant={"company": "Both plc"}, mill={"company": "Both plc"})
    design = designed(sheets, "none")
    summary = design["Summary"].set_index("figure")

    assert firms(design, "sites", "gain", "gives", "takes") == {"Both plc": [2, 2_050, 1, 1]}
    row = design["Companies"].iloc[0]
    for case in ("today", "design"):
        assert row[f"cost_{case}"] == pytest.approx(summary.at["cash cost", case])
    assert all("stage" not in design[sheet] for sheet in ("Companies", "Payments"))
