"""Measured hours are run as cheaply as can be with what is built, and what is other than planned is told."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from park_from import make_park
from parks import SAMPLE, SOLVED, two_sites
from parks.rows import commodity, demand, halves, pipe, sites, supply
from parks.storages import days
from sidestream.errors import UsageError
from sidestream.studies.one_design import Options, design_network
from sidestream.studies.operate import operate, the_world
from sidestream.studies.operate.dispatch import HELD, dispatched
from sidestream.studies.operate.measured import Measured, Stream, read_measured, streams_of, write_template
from sidestream.studies.operate.steps import Steps, Stock, in_steps, planned_periods

EXACTLY = Options(gap=0.0)
PAID_ANYWAY = ["investment", "relations", "upkeep", "carbon value", "impact value", "payments"]
"""Accounts of what is paid whatever flows, or by nobody."""
OTHERWISE = {
    # what a year has to keep is not kept in a step: limits, whole loads; a tax on building; tanks that are filled every day
    *("cap_on_landfill", "cap_on_co2", "half_of_what_comes_from_one_giver", "a_share_in_each_period"),
    *("cap_on_what_a_link_carries", "last_load_is_not_worth_it", "whole_loads_are_few", "whole_loads_in_few_hours"),
    *("sizes_trench_upkeep_and_pumping", "tank_that_is_filled_every_day", "tank_that_cools"),
    *("must_that_cannot", "plant_too_small_for_a_must"),
}
SUPPLY, NEED = Stream("supply", "plant", "gypsum", ""), Stream("demand", "mill", "gypsum", "")


def hours(park, count=2, hours=1.0, periods=None, **amounts):
    """Steps from midnight on, with amounts by kind."""
    times = [datetime(2026, 11, 23) + timedelta(hours=hours * step) for step in range(count)]
    of_kind = {stream.kind: stream for stream in streams_of(park)}
    told = {of_kind[kind]: np.array(values, float) for kind, values in amounts.items()}
    left = [stream for stream in streams_of(park) if stream not in told]
    return Measured(times, list(periods or [""] * count), hours, told, left)


def designed(sheets):
    park = make_park(**sheets)
    return park, design_network(park, EXACTLY)


@pytest.fixture(scope="module")
def gypsum():
    """The two sites at 50 and 40 t an hour; the pipe of 60 t/h is built, and saves 55 EUR/t."""
    sheets = two_sites(pipe_cost=10)
    for sheet in ("Supplies", "Demands"):
        sheets[sheet][0]["unit"] = "t/h"
    sheets["PipeSizes"][0]["capacity_unit"] = "t/h"
    return designed(sheets)


def told(found, figure):
    """What was planned and what is with what was measured, of a figure."""
    row = found["Operation"].set_index("figure").loc[figure]
    return row["planned"], row["measured"]


def test_half_of_the_supply_from_noon_on(gypsum):
    # as planned, an hour: 40 t by pipe, 10 t disposed of at 30 = 300. With 25 t: all go by pipe, 15 t are bought at 25 = 375.
    park, design = gypsum
    found = operate(park, design, hours(park, 24, supply=[50] * 12 + [25] * 12), options=EXACTLY)
    sent = found["Dispatch"].set_index("time")

    assert told(found, "what everybody pays") == pytest.approx((24 * 300, 12 * 300 + 12 * 375))
    assert told(found, "what plant pays") == pytest.approx((24 * 300, 12 * 300))
    assert told(found, "what mill pays") == pytest.approx((0, 12 * 375))
    assert sent.at["2026-11-23 11:00", "sent"] == pytest.approx(40)
    assert (sent.at["2026-11-23 12:00", "sent"], sent.at["2026-11-23 12:00", "planned"]) == pytest.approx((25, 40))
    assert found["Deviations"]["words"].tolist() == [
        "plant gives 300 t less gypsum than planned, between 2026-11-23 12:00 and 2026-11-23 23:00, in 12 steps",
        "plant-mill carries 180 t less gypsum than planned, between 2026-11-23 12:00 and 2026-11-23 23:00, in 12 steps",
        "mill buys 180 t more gypsum than planned, between 2026-11-23 12:00 and 2026-11-23 23:00, in 12 steps",
        "plant disposes of 120 t less gypsum than planned, between 2026-11-23 12:00 and 2026-11-23 23:00, in 12 steps",
    ]
    assert found.facts["enough"]


def test_what_is_measured_as_planned_deviates_in_nothing(gypsum, tmp_path):
    park, design = gypsum
    write_template(tmp_path / "day.csv", park, "year", 1.0)
    seen = read_measured(tmp_path / "day.csv", park)
    found = operate(park, design, seen, options=EXACTLY)

    assert len(seen.times) == 24
    assert seen.as_planned == []
    assert len(found["Deviations"]) == 0
    assert found["Operation"]["more"].abs().max() == 0


def test_steps_of_a_quarter_of_an_hour_hold_a_quarter(gypsum):
    park, design = gypsum
    found = operate(park, design, hours(park, 4, 0.25, demand=[10, 10, 20, 10]), options=EXACTLY)

    # the pipe lets 15 t through in a step, of which the plant has 12.5: in the third 7.5 t are bought
    assert found["Dispatch"]["sent"].tolist() == pytest.approx([10, 10, 12.5, 10])
    assert told(found, "gypsum: met by by-products") == pytest.approx((40, 42.5))


def test_the_same_amount_at_another_time_is_said_so(gypsum):
    park, design = gypsum
    found = operate(park, design, hours(park, demand=[30, 50]), options=EXACTLY)

    assert found["Deviations"]["words"].iloc[0] == (
        "mill needs as much gypsum in all as planned, at other times, all the time"
    )


def test_what_must_be_served_goes_short_as_little_as_can_be():
    # 8 t of 10 come; a must has no price: 2 t go unmet, and it is the first thing that is told.
    park, design = designed(
        {
            "Settings": {"discount_rate": 0},
            "Participants": sites("plant", "mill"),
            "Commodities": [commodity("gypsum")],
            "Supplies": [supply("plant", "gypsum", 10, unit="t/h", provision_cost=3)],
            "Demands": [demand("mill", "gypsum", 10, unit="t/h")],
            "Pipelines": [pipe("plant", "mill", "gypsum")],
        }
    )
    found = operate(park, design, hours(park, supply=[10, 8]), options=EXACTLY)

    assert told(found, "gypsum: goes unmet") == pytest.approx((0, 2), abs=1e-6)
    assert found["Deviations"]["what"].iloc[0] == "goes unmet"
    assert found["Deviations"]["words"].iloc[0].startswith("mill goes without 2 t more gypsum than planned")


def test_what_must_go_stays_where_nobody_needs_it():
    park, design = designed(
        {
            "Settings": {"discount_rate": 0},
            "Participants": sites("plant", "mill"),
            "Commodities": [commodity("gypsum")],
            "Supplies": [supply("plant", "gypsum", 10, unit="t/h") | {"if_not_taken": "must go"}],
            "Demands": [demand("mill", "gypsum", 10, 20, unit="t/h")],
            "Pipelines": [pipe("plant", "mill", "gypsum")],
        }
    )
    found = operate(park, design, hours(park, demand=[4, 10]), options=EXACTLY)

    assert found["Streams"].query("kind == 'supply'")["rest"].tolist() == pytest.approx([6, 0])
    assert "plant leaves 6 t more gypsum where it is than planned" in found["Deviations"]["words"].str.cat(sep="\n")


def test_a_tank_evens_out_day_and_night():
    # By day there is 1 MWh more than is needed, by night as much less: the tank of 0.6 MWh carries over 0.6, and begins each day empty.
    park, design = designed(days(12, 365, capacity=0.6, keeps="own", investment=10_000))
    periods = [str(name) for name in park.moments["period"]]
    measured = hours(park, 24, periods=[periods[0]] * 12 + [periods[1]] * 12)
    found = operate(park, design, measured, options=EXACTLY)
    stocks = found["Stocks"].set_index("time")

    assert stocks.at["2026-11-23 11:00", "end"] == pytest.approx(0.6)
    assert stocks.at["2026-11-23 23:00", "end"] == pytest.approx(stocks.at["2026-11-23 00:00", "start"])
    assert found["Streams"].query("kind == 'demand'")["exchanged"].sum() == pytest.approx(0.6)


def silo():
    """A silo is filled with 2 t/h in winter and emptied in summer."""
    return designed(
        {
            "Settings": {"discount_rate": 0},
            "Participants": sites("plant", "mill"),
            "Commodities": [commodity("grain")],
            "Supplies": [supply("plant", "grain", 1, unit="t/h", profile="in winter")],
            "Demands": [demand("mill", "grain", 1, 50, unit="t/h", profile="in summer")],
            "Storages": [
                {"storage": "silo", "participant": "plant", "commodity": "grain", "keeps": "own", "status": "existing", "capacity": 9_000}
            ],
            "Pipelines": [pipe("plant", "mill", "grain")],
            **halves(**{"in winter": (2, 0), "in summer": (0, 2)}),
        }
    )  # fmt: skip


def test_a_silo_gains_in_winter_what_was_planned_and_loses_it_in_summer():
    park, design = silo()
    for period, sign in (("winter", 1), ("summer", -1)):
        stocks = operate(park, design, hours(park), period=period, options=EXACTLY)["Stocks"]

        assert (stocks["end"] - stocks["start"]).tolist() == pytest.approx([sign * 2] * 2)
        assert stocks["start"].iloc[0] == pytest.approx(4_380 - sign * 2)


def test_a_silo_that_cannot_be_filled_as_planned_keeps_what_it_has():
    park, design = silo()
    found = operate(park, design, hours(park, supply=[0, 0]), period="winter", options=EXACTLY)

    assert HELD in found.facts["notes"]
    assert found["Stocks"]["end"].tolist() == found["Stocks"]["start"].tolist()


def test_what_is_said_to_be_in_a_tank_is_in_it():
    park, design = silo()
    found = operate(park, design, hours(park), period="summer", stocks={"silo": Stock(3)}, options=EXACTLY)

    assert found["Stocks"]["start"].iloc[0] == pytest.approx(3)
    assert found["Stocks"]["end"].iloc[-1] == pytest.approx(0)
    assert told(found, "grain: met by by-products") == pytest.approx((3, 3))


@pytest.mark.parametrize(
    ("stocks", "said"),
    [
        ({"sillo": Stock(1)}, "no storage is called 'sillo' - did you mean 'silo'"),
        ({"silo": Stock(10_000)}, "'silo' holds 9000 at most"),
        ({"silo": Stock(1, 10_000)}, "'silo' holds 9000 at most"),
    ],
)
def test_a_stock_that_cannot_be(stocks, said):
    park, design = silo()

    with pytest.raises(UsageError, match=said):
        operate(park, design, hours(park), period="winter", stocks=stocks)


def test_a_period_that_is_not_said_or_not_there():
    park, _ = silo()

    assert planned_periods(park, ["winter", ""], "summer") == ["winter", "summer"]
    with pytest.raises(UsageError, match="the plan has 2 periods: say with --period"):
        planned_periods(park, ["winter", ""], "")
    with pytest.raises(UsageError, match="no period is called 'wintr' - did you mean 'winter'"):
        planned_periods(park, [""], "wintr")


def test_a_quantity_per_period_is_spread_over_its_hours():
    sheets = two_sites(pipe_cost=10)
    sheets["Supplies"][0]["unit"] = sheets["Demands"][0]["unit"] = sheets["PipeSizes"][0]["capacity_unit"] = "t/period"
    park, design = designed(sheets)
    found = operate(park, design, hours(park, 2, 4380), options=EXACTLY)

    assert told(found, "gypsum: met by by-products") == pytest.approx((40, 40))
    assert found["Streams"].query("kind == 'supply'")["amount"].tolist() == pytest.approx([25, 25])


@pytest.mark.parametrize("name", [name for name in SAMPLE if name not in OTHERWISE])
def test_steps_as_planned_cost_what_the_design_says(name):
    """Two hours of each period, as many times as it has hours, cost what the design pays a year for what flows."""
    park, design = designed(SOLVED[name].sheets())
    costs = design["Costs"]
    flowing = costs.loc[(costs["case"] == "design") & ~costs["account"].isin(PAID_ANYWAY), "amount"].sum()
    paid = 0.0
    for period, long in zip(park.moments["period"], park.moments["hours"], strict=True):
        done = dispatched(*in_steps(park, design, Steps(["one", "two"], 1.0, [period] * 2), {}), EXACTLY)
        paid += done.cash.to_numpy().sum() / 2 * long

    assert paid == pytest.approx(flowing, rel=1e-6, abs=1e-6)


def test_a_world_is_chosen(gypsum):
    park, design = gypsum

    assert the_world(park, design, "", "") == (park, design)
    with pytest.raises(UsageError, match="--stage later: the park has no stages"):
        the_world(park, design, "later", "")
