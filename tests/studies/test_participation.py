"""Nobody is worse off: parks solved by hand in each way of paying, what is refused, and truths of drawn parks."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import HealthCheck, assume, given, settings

from designs import cost
from park_from import make_park
from parks.participation import (
    asking,
    by_way_of_a_junction,
    giver_pays,
    money_round_three,
    passed_on,
    two_rates,
    two_sites_one_purse,
    with_firms,
)
from parks.rows import demand
from sidestream.errors import InfeasibleError, InputError
from sidestream.studies.one_design import Options, design_network
from strategies import park_sheets

WAYS = (None, "free", "along links", "none")
"""From the loosest to the strictest."""


def designed(sheets, payments, **of_settings):
    return design_network(make_park(**asking(sheets, payments, **of_settings)), Options(gap=0))


def built(design):
    return set(design["Build list"].query("status == 'built'")["link"])


def firms(design, *columns):
    """Some figures of each firm, by its name."""
    rows = design["Companies"].set_index("company")[list(columns)]
    return {name: pytest.approx(list(row), abs=1e-4) for name, row in zip(rows.index, rows.to_numpy(), strict=True)}


def payments(design):
    rows = design["Payments"][["from", "to", "links", "amount"]]
    return [(payer, payee, links, pytest.approx(amount, abs=1e-4)) for payer, payee, links, amount in rows.to_numpy()]


def test_without_payments_nobody_is_asked():
    design = designed(giver_pays(), None)

    assert built(design) == {"plant-mill"}
    assert design["Companies"].empty
    assert design["Payments"].empty


def test_none_leaves_out_what_hurts_its_payer():
    design = designed(giver_pays(), "none")

    assert design.facts["cost"] == pytest.approx(1_050)
    assert not built(design)
    assert firms(design, "cash_today", "cash_design", "received", "gain", "least_gain") == {
        "plant": [50, 50, 0, 0, 0],
        "mill": [1_000, 1_000, 0, 0, 0],
    }


@pytest.mark.parametrize(("way", "links"), [("along links", "plant-mill"), ("free", "")])
def test_who_gains_makes_up_for_it(way, links):
    design = designed(giver_pays(), way)

    # The plant is 310 - 50 = 260 worse off, which is what the mill pays: 6.50 EUR for each of the 40 t.
    assert design.facts["cost"] == pytest.approx(310)
    assert built(design) == {"plant-mill"}
    assert payments(design) == [("mill", "plant", links, 260)]
    assert firms(design, "cash_design", "received", "gain") == {"plant": [310, 260, 0], "mill": [0, -260, 740]}
    price = design["Payments"][["commodity", "per_unit"]].iloc[0].tolist()
    assert price == ["gypsum", pytest.approx(6.5)] if links else price[0] == ""
    moved = design["Summary"].set_index("figure").loc["payments between firms"]
    assert moved["design"] == pytest.approx(260)
    assert ("one condition for their sum" in moved["note"]) == (way == "free")


@pytest.mark.parametrize("way", ["along links", "free"])
@pytest.mark.parametrize(("least", "is_built"), [(700, True), (740, True), (741, False)])
def test_what_a_firm_must_gain_to_take_part(way, least, is_built):
    # All there is to gain is 1,050 - 310 = 740 EUR/a.
    design = designed(with_firms(giver_pays(), plant={"least_saving": least}), way)

    assert built(design) == ({"plant-mill"} if is_built else set())
    assert firms(design, "gain", "least_gain")["plant"] == ([least, least] if is_built else [0, 0])


def test_what_a_firm_must_gain_binds_ends_and_payers_of_new_links_alone():
    # A third firm that wants 10,000 does not stand in the way, unless it pays for the pipe.
    sheets = giver_pays()
    sheets = {**sheets, "Participants": [*sheets["Participants"], {"participant": "bank", "kind": "market", "x": 3, "y": 0, "least_saving": 10_000}]}  # fmt: skip
    assert built(designed(sheets, "along links")) == {"plant-mill"}

    sheets = {**sheets, "Pipelines": [{**sheets["Pipelines"][0], "payer": "bank"}]}
    assert not built(designed(sheets, "free"))


def test_money_passes_through_junctions():
    design = designed(by_way_of_a_junction(), "along links")

    # As in giver_pays; the valve is no firm.
    assert payments(design) == [("mill", "plant", "plant-valve; valve-mill", 260)]
    assert set(firms(design, "gain")) == {"plant", "mill", "valve"}
    assert math.isnan(design["Companies"].set_index("company").loc["valve", "gain"])


def test_each_firm_judges_at_its_own_rate():
    # The pipe costs 5,761.90 EUR/a at 10 %, less than the 6,000 it saves; 6,151.16 at 15 %.
    assert built(designed(two_rates(), "none")) == {"plant-mill"}
    dear = with_firms(two_rates(), plant={"discount_rate": 15})
    assert not built(designed(dear, "none"))
    assert built(designed(dear, None)) == {"plant-mill"}

    # With 12 %: 10,000 * 0.12 * 1.2544 / 0.2544 = 5,916.98.
    design = designed(with_firms(two_rates(), plant={"discount_rate": 12}), "none")
    assert firms(design, "cash_today", "cash_design", "gain")["plant"] == [6_000, 5_916.9811, 83.0189]
    assert design["Companies"].set_index("company").loc["plant", "cost_design"] == pytest.approx(5_761.9048)


def test_several_sites_are_one_purse():
    design = designed(two_sites_one_purse(), "none")

    assert built(design) == {"plant-mill"}
    assert firms(design, "cash_today", "cash_design", "gain") == {"Both plc": [1_050, 310, 740]}


def test_what_sites_must_gain_is_added_up():
    sheets = with_firms(two_sites_one_purse(), plant={"company": "Both plc", "least_saving": 400}, mill={"company": "Both plc", "least_saving": 341})  # fmt: skip
    assert not built(designed(sheets, "none"))  # 741 is more than 740

    sheets = with_firms(sheets, mill={"company": "Both plc", "least_saving": 340})
    assert firms(designed(sheets, "none"), "gain", "least_gain") == {"Both plc": [740, 740]}


def test_money_does_not_go_through_a_firm_that_only_has_links_to_both():
    with pytest.raises(InfeasibleError, match=r"60 EUR/a in all at least:\n  plant would be 60 EUR/a worse off"):
        designed(money_round_three(), "along links")
    with pytest.raises(
        InfeasibleError, match=r"plant would be 100 EUR/a worse off than it asks for\nPayments 'along links' or 'free'"
    ):
        designed(money_round_three(), "none")

    design = designed(money_round_three(), "free")
    assert payments(design) == [("mill", "plant", "", 100)]


def test_money_goes_through_a_firm_that_passes_on_goods_converted():
    design = designed(passed_on(), "along links")

    assert payments(design) == [("mill", "works", "works-mill", 100), ("works", "farm", "farm-works", 100)]
    assert firms(design, "received", "gain") == {"farm": [100, 0], "works": [0, 0], "mill": [-100, 500]}
    assert not built(designed(passed_on(), "none"))


def test_payments_are_changes_against_the_price_of_today():
    # The mill pays 5 EUR/t by agreement: 200 EUR/a. The plant is 310 - 200 - 50 = 60 worse off still.
    sheets = giver_pays()
    sheets = {**sheets, "Pipelines": [{**sheets["Pipelines"][0], "price_today": 5}]}
    design = designed(sheets, "along links")

    assert payments(design) == [("mill", "plant", "plant-mill", 60)]
    assert firms(design, "cash_design", "received") == {"plant": [110, 60], "mill": [200, -60]}
    costs = design["Costs"].query("account == 'payments'").set_index("payer")["amount"]
    assert costs.to_dict() == pytest.approx({"plant": -200, "mill": 200})
    assert design.facts["cost"] == pytest.approx(310)

    sheets = {**sheets, "Pipelines": [{**sheets["Pipelines"][0], "price_today": 7}]}
    assert built(designed(sheets, "none")) == {"plant-mill"}  # 280 a year are more than 260


def test_existing_links_with_a_price_are_in_what_firms_pay_today():
    sheets = giver_pays()
    sheets = {**sheets, "Pipelines": [{**sheets["Pipelines"][0], "price_today": 5, "status": "existing"}]}
    design = designed(sheets, "none")

    # The plant 10 + 300 - 200 = 110, the mill 200.
    assert firms(design, "cash_today", "gain") == {"plant": [110, 0], "mill": [200, 0]}


def test_carbon_value_is_nobodys_cash():
    # Virgin gypsum has 1 t of CO2 a t: the value of carbon lets the pipe pay, which costs the plant 2,000 and saves the two
    # 40 + 1,000. In cash nobody makes up for that.
    sheets = giver_pays()
    sheets = {**sheets, "Demands": [{**sheets["Demands"][0], "virgin_co2": 1_000}]}
    sheets = {**sheets, "Pipelines": [{**sheets["Pipelines"][0], "yearly_cost": 2_000}]}

    assert built(designed(sheets, None, carbon_value=100)) == {"plant-mill"}
    assert not built(designed(sheets, "free", carbon_value=100))


def test_firms_compare_with_todays_park_at_the_least_cash():
    # There is a pipe, and sending costs 26 EUR/t, the mill's: more than the 25 + 1 it saves, but for the value of CO2.
    # By the objective 40 t flow today: the plant pays 10, the mill 40 * 26.5 = 1,060. In cash nothing flows: 50 and 1,000.
    sheets = giver_pays()
    sheets = {**sheets, "Demands": [{**sheets["Demands"][0], "virgin_co2": 1_000}]}
    old = {**sheets["Pipelines"][0], "status": "existing", "yearly_cost": 0, "unit_cost": 26.5, "payer": "taker"}
    design = designed({**sheets, "Pipelines": [old]}, "along links", carbon_value=100)

    assert firms(design, "cost_today", "cash_today") == {"plant": [10, 50], "mill": [1_060, 1_000]}
    # All together would be 20 worse off with the flow: in the design it does not flow.
    assert firms(design, "cash_design", "gain") == {"plant": [50, 0], "mill": [1_000, 0]}


def test_firms_compare_with_the_least_cash_also_where_the_design_makes_an_impact_small():
    # The same pipe: for the least CO2 40 t flow today, in cash nothing does.
    sheets = giver_pays()
    sheets = {**sheets, "Demands": [{**sheets["Demands"][0], "virgin_co2": 1_000}]}
    old = {**sheets["Pipelines"][0], "status": "existing", "yearly_cost": 0, "unit_cost": 26.5, "payer": "taker"}
    design = designed({**sheets, "Pipelines": [old]}, "along links", objective="co2")

    assert firms(design, "cost_today", "cash_today", "gain") == {"plant": [10, 50, 0], "mill": [1_060, 1_000, 0]}


def test_where_todays_park_does_not_work_there_is_nothing_to_compare_with():
    sheets = {**giver_pays(), "Demands": [demand("mill", "gypsum", 40)]}

    with pytest.raises(InputError, match="today's park does not work: mill is short of 40 t of gypsum in year"):
        designed(sheets, "none")
    assert built(designed(sheets, None)) == {"plant-mill"}


def test_what_is_asked_beside_what_must_be():
    # Only the floor on what is invested has a pipe built that nobody wants.
    sheets = two_rates()
    sheets = with_firms(sheets, plant={"discount_rate": 15}) | {
        "Limits": [{"on": "investment", "least": 10_000, "unit": "EUR", "per": "once"}]
    }
    with pytest.raises(InfeasibleError, match=r"plant would be 151\.16\d* EUR/a worse off"):
        designed(sheets, "along links")
    with pytest.raises(InfeasibleError, match=r"All firms together would be 151\.16\d* EUR/a worse off at least"):
        designed(sheets, "free")


@settings(max_examples=3, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(park_sheets())
def test_the_more_firms_can_pay_each_other_the_cheaper(sheets):
    for row in sheets.get("Corridors", []):
        row["payer"] = row.get("payer") or sheets["Participants"][0]["participant"]
    costs = []
    for way in WAYS:
        try:
            costs.append(cost(asking(sheets, way)))
        except InputError:
            assume(False)

    assert all(one <= other + 1e-6 * abs(other) + 1e-3 for one, other in itertools.pairwise(costs))
