"""What other figures would mean: by hand, against all sets of pipes there are, and however many processes look."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from park_from import make_park, park_tables
from parks.apart import THREE, pipes_apart
from parks.rows import commodity, demand, pipe, sites, supply
from sidestream.errors import InfeasibleError, UsageError
from sidestream.park.changes import parse
from sidestream.park.checks import checked
from sidestream.park.ranges import ranges_of
from sidestream.park.worlds import worlds
from sidestream.studies.finding import find
from sidestream.studies.one_design import design_network
from sidestream.studies.opening import WhatIf, open_park
from sidestream.studies.options import Options
from sidestream.studies.prepared import Prepared
from sidestream.studies.sensitivity import Wanted, cases, sensitivity
from sidestream.studies.sensitivity.around import ranges_around
from sidestream.studies.sensitivity.cases import Case, First, decided_of, examine
from sidestream.studies.sensitivity.telling import regret
from sidestream.workbook.template import write_park

EXACT = Options(gap=0.0)
ENDS = Wanted(samples=0)


def price_of(good, low, high):
    return {"sheet": "Demands", "key": f"mill, {good}", "column": "virgin_price", "low": low, "high": high}


def one_pipe(cost=110, price=100, ranges=None, must=False, **more):
    """A pipe that costs `cost` a year, and what is bought for `price` without it."""
    sheets = {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("g0")],
        "Supplies": [supply("plant", "g0", 1)],
        "Demands": [demand("mill", "g0", 1, None if must else price, **({} if must else {"virgin_co2": 10_000}))],
        "Pipelines": [pipe("plant", "mill", "g0", link="pipe g0", yearly_cost=cost)],
        "Ranges": [price_of("g0", 80, 140)] if ranges is None else ranges,
    }
    return make_park(**(sheets | more))


def rows_of(found, sheet="Tornado"):
    return found[sheet].to_dict("records")


def test_one_price_by_hand():
    # Bought for 100, as the pipe costs 110. For 140 the first design buys still, and the best lays the pipe: 30 less.
    low, high = rows_of(found := sensitivity(one_pipe(), EXACT, Wanted(samples=11)))

    assert (low["change"], high["change"]) == (
        "Demands: mill, g0: virgin_price = 80",
        "Demands: mill, g0: virgin_price = 140",
    )
    assert [low[name] for name in ("kept_cost", "cost", "regret", "saving")] == pytest.approx([80, 80, 0, 0])
    assert [high[name] for name in ("kept_cost", "cost", "regret", "saving", "gap")] == pytest.approx(
        [140, 110, 30, 30, 0]
    )
    assert (high["kept_co2"], high["co2"], high["enters"], high["leaves"]) == (10, 0, "pipe g0", "")
    assert (high["kept_saving"], high["bar"], high["width"]) == pytest.approx((0, 0, 0))

    # Each sample: bought at its price, or piped for 110: the pipe goes in where more than that is asked.
    samples = found["Samples"]
    price = samples["Demands: mill, g0: virgin_price"]
    assert samples["kept_cost"].tolist() == pytest.approx(price.tolist())
    assert samples["cost"].tolist() == pytest.approx(price.clip(upper=110).tolist())
    assert samples["regret"].tolist() == pytest.approx((price - 110).clip(lower=0).tolist(), abs=1e-6)
    assert samples["audited"].tolist() == [place % 10 == 0 for place in range(11)]

    summary = found["Sensitivity"].set_index("figure")
    cost = summary.loc["cost, first design kept"]
    assert (cost["workbook"], cost["samples"]) == (100, 11)
    assert (cost["mean"], cost["deviation"]) == pytest.approx((price.mean(), price.std()))
    assert cost["q50"] == pytest.approx(sorted(price)[5])
    assert summary.loc["regret of the first design", "mean"] == pytest.approx((price - 110).clip(lower=0).mean())
    link = rows_of(found, "Links in samples")[0]
    assert (link["name"], link["first"], link["built"], link["share"]) == (
        "pipe g0",
        False,
        (price > 110).sum(),
        pytest.approx((price > 110).mean()),
    )
    assert (link["taken_in"], link["taken_out"]) == ("Demands: mill, g0: virgin_price = 140", "")
    assert found.facts["enough"]


def test_a_pipe_goes_out_beyond_its_break_even():
    # Laid for 10 instead of bought for 11.
    cost = {"sheet": "Pipelines", "key": "pipe g0", "column": "yearly_cost", "low": 10.9, "high": 11.1}
    found = sensitivity(one_pipe(10, 11, [cost]), EXACT, ENDS)
    low, high = rows_of(found)

    assert rows_of(found, "Links in samples")[0]["taken_out"] == "Pipelines: pipe g0: yearly_cost = 11.1"
    assert (low["leaves"], high["leaves"]) == ("", "pipe g0")
    assert (low["regret"], high["regret"]) == pytest.approx((0, 0.1), abs=1e-9)
    assert (low["bar"], high["bar"], low["width"]) == pytest.approx((-0.9, -1.1, 1.1))
    assert found["Samples"].empty


def test_every_case_is_the_best_of_all_sets_of_pipes():
    random = np.random.default_rng(4)
    pipes = [(float(random.integers(5, 40)), float(random.integers(5, 40)), 1.0) for _ in range(2)]
    ranges = [price_of(f"g{place}", "x0.5", "x2") for place in range(2)]
    park = pipes_apart(pipes)
    sheets = {sheet: loaded for sheet, loaded in park.typed.items() if sheet != "Ranges"}
    found = sensitivity(with_ranges(sheets, ranges), EXACT, Wanted(samples=5))
    laid = [cost < price for cost, price, _ in pipes]

    cases = [
        [price * (factor if place == varied else 1) for place, (_, price, _) in enumerate(pipes)]
        for varied in range(2)
        for factor in (0.5, 2)
    ]
    at = {row["change"]: row for row in rows_of(found)}
    told = [
        at[f"Demands: mill, g{varied}: virgin_price = {pipes[varied][1] * factor:.12g}"]
        for varied in range(2)
        for factor in (0.5, 2)
    ]
    samples = rows_of(found, "Samples")
    cases += [[row[f"Demands: mill, g{place}: virgin_price"] for place in range(2)] for row in samples]
    for row, prices in zip([*told, *samples], cases, strict=True):
        best = sum(min(cost, price) for (cost, _, _), price in zip(pipes, prices, strict=True))
        kept = sum(cost if has else price for has, (cost, _, _), price in zip(laid, pipes, prices, strict=True))
        assert (row["cost"], row["kept_cost"], row["regret"]) == pytest.approx((best, kept, kept - best), abs=1e-6)
    assert found["Tornado"]["width"].is_monotonic_decreasing


def with_ranges(tables, ranges):
    return checked({**tables, "Ranges": park_tables(Ranges=ranges)[0]["Ranges"]}, [], "park")[0]


def test_it_is_the_same_with_two_processes_and_asked_again():
    park = one_pipe()
    one, two = (
        sensitivity(park, Options(gap=0.0, jobs=jobs), Wanted(samples=2, seed=5, distribution="triangular"))
        for jobs in (1, 2)
    )

    for sheet in ("Tornado", "Samples", "Sensitivity", "Links in samples"):
        pd.testing.assert_frame_equal(one[sheet], two[sheet])


def test_what_cannot_be_designed_is_counted_and_said():
    # 1 t has to be served, and there is 1 t: any more cannot be.
    more = {"sheet": "Demands", "key": "mill, g0", "column": "quantity", "low": 0.5, "high": 1.5}
    found = sensitivity(one_pipe(must=True, ranges=[more]), EXACT, Wanted(samples=4, seed=2))
    low, high = rows_of(found)
    fine = found["Samples"]["Demands: mill, g0: quantity"] <= 1

    assert (low["status"], high["status"]) == ("designed", "no design")
    assert "no design does everything that must be done" in high["note"]
    assert (found["Samples"]["status"] == "designed").tolist() == fine.tolist()
    assert 0 < fine.sum() < 4
    assert found.facts["samples without a design"] == 4 - fine.sum()
    shares = found["Sensitivity"].set_index("figure")["mean"]
    assert shares["samples without a design"] == pytest.approx(100 * (1 - fine.mean()))
    assert found["Links in samples"]["samples"].tolist() == [fine.sum()]
    assert found.facts["enough"]


def test_where_the_first_design_cannot_be_kept_there_is_another():
    # The small pipe carries 1 t and costs 10; 2 t need the large one, for 30.
    pipes = [
        pipe("plant", "mill", "g0", link="small", yearly_cost=10, capacity=1, capacity_unit="t/a"),
        pipe("plant", "mill", "g0", link="large", yearly_cost=30, capacity=5, capacity_unit="t/a"),
    ]
    more = {"sheet": "Demands", "key": "mill, g0", "column": "quantity", "low": 1, "high": 2}
    park = one_pipe(must=True, ranges=[more], Pipelines=pipes, Supplies=[supply("plant", "g0", 5)])
    _, high = rows_of(found := sensitivity(park, EXACT, ENDS))

    assert (high["cost"], high["note"], high["enters"], high["leaves"]) == (
        pytest.approx(30),
        "the first design cannot be kept",
        "large",
        "small",
    )
    assert np.isnan(high["kept_cost"])
    assert np.isnan(high["regret"])
    assert found.facts["saving"] != found.facts["saving"]  # today's park serves nobody


def test_what_is_no_park_at_an_end_is_said():
    mass = {"sheet": "Commodities", "key": "g0", "column": "mass", "low": 0.5, "high": 1}
    low, high = rows_of(sensitivity(one_pipe(ranges=[mass]), EXACT, ENDS))

    assert (low["status"], high["status"]) == ("no park", "designed")  # a tonne weighs a tonne
    assert "Commodities!" in low["note"]


def test_stages_and_what_they_change():
    # Later everything bought is twice as dear: 100 now and 110 for the pipe then, 105 a year. At 120 the pipe pays from now on: 110
    # instead of 115; at 50 never: 75 instead of 80.
    ahead = {
        "Stages": [
            {"stage": "now", "start_year": 2026, "years": 5},
            {"stage": "later", "start_year": 2031, "years": 5},
        ],
        "Changes": [{"when": "later", "sheet": "Demands", "key": "mill, g0", "column": "virgin_price", "factor": 2}],
    }
    found = sensitivity(one_pipe(ranges=[price_of("g0", 50, 120)], **ahead), EXACT, ENDS)
    low, high = rows_of(found)

    assert found.facts["cost"] == pytest.approx(105)
    assert [low[name] for name in ("kept_cost", "cost", "regret")] == pytest.approx([80, 75, 5])
    assert [high[name] for name in ("kept_cost", "cost", "regret")] == pytest.approx([115, 110, 5])


def test_scenarios_that_are_weighed():
    # Twice as dear with a chance of a half: 150 expected, 110 for the pipe. At 60 it is 90, and the pipe is a loss of 20.
    odds = {
        "Scenarios": [{"scenario": "as it is", "probability": 50}, {"scenario": "dear", "probability": 50}],
        "Changes": [{"when": "dear", "sheet": "Demands", "key": "mill, g0", "column": "virgin_price", "factor": 2}],
    }
    park = one_pipe(ranges=[price_of("g0", 60, 100)], **odds)
    ready = Prepared.of(park, EXACT)
    first = First(park, decided_of(ready.made, find(ready)[1]), 0.0, "highs", frozenset(), math.inf, 1)
    low = examine(first, Case((ranges_of(park)[0].change(60),), 1, audited=False))

    assert (low.kept.cost, low.anew.cost, regret(low)) == pytest.approx((110, 90, 20))
    assert (low.anew.builds, low.audited) == ((), False)


def test_links_are_offered_anew_for_other_figures(tmp_path):
    # Nothing is typed: what could pay is tried. 100 t bought for 1 each are worth no pipe of 1 km for 50,000; for 100 each they are.
    rows = {
        "Settings": [{"setting": "discount_rate", "value": 5}],
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("brine", medium="slurry", goes_by="pipe")],
        "Supplies": [supply("plant", "brine", 100)],
        "Demands": [demand("mill", "brine", 100, 1)],
        "PipeSizes": [
            {"size": "S", "medium": "slurry", "capacity": 1, "capacity_unit": "t/h", "pipe_cost": 50, "life": 20}
        ],
        "Ranges": [{"sheet": "Demands", "key": "mill, brine", "column": "virgin_price", "low": 1, "high": 100}],
    }
    path = write_park(tmp_path / "park.xlsx", rows)
    _, high = rows_of(sensitivity(open_park(path)[0], EXACT, ENDS))
    dear = open_park(path, WhatIf([parse(str(high["change"]))]))[0]

    assert high["enters"] == "plant-mill-brine (S)"
    assert high["cost"] == pytest.approx(design_network(dear, EXACT).facts["cost"])


def test_all_that_the_saving_rests_on():
    # 1 t laid for 10 instead of bought for 11: its price and quantity weigh 11, the pipe's cost 10; 20 % about each.
    park = one_pipe(10, 11, [])
    ranges = ranges_around(park, worlds(park), design_network(park, EXACT), 0.2, set())

    assert [(one.name, one.low, one.high) for one in ranges] == [
        ("Demands: mill, g0: quantity", 0.8, 1.2),
        ("Demands: mill, g0: virgin_price", 8.8, 13.2),
        ("Pipelines: pipe g0: yearly_cost", 8, 12),
    ]


def test_a_range_goes_before_all():
    found = sensitivity(one_pipe(10, 11, [price_of("g0", 9, 12)]), EXACT, Wanted(samples=0, around=0.2, top=1))
    values = found["Tornado"].set_index("change")["value"].to_dict()

    assert values == {
        "Demands: mill, g0: virgin_price = 9": 9,
        "Demands: mill, g0: virgin_price = 12": 12,
        "Demands: mill, g0: quantity = 0.8": 0.8,
        "Demands: mill, g0: quantity = 1.2": 1.2,
    }


def test_without_ranges_it_says_how_to_type_them():
    with pytest.raises(UsageError, match="--with ranges"):
        sensitivity(one_pipe(ranges=[]), EXACT)


def test_another_goal_is_said():
    with pytest.raises(UsageError, match="objective = cost"):
        sensitivity(pipes_apart(THREE, objective="co2"), EXACT)


def test_where_there_is_no_first_design_there_is_nothing_to_vary():
    with pytest.raises(InfeasibleError):
        sensitivity(one_pipe(must=True, Supplies=[supply("plant", "g0", 0.5)]), EXACT)


def test_no_time_for_the_cases_is_less_than_was_asked_for(monkeypatch):
    monkeypatch.setattr(cases, "time", SimpleNamespace(time=lambda: math.inf))
    found = sensitivity(one_pipe(), Options(gap=0.0, time_limit=60.0), Wanted(samples=2))

    assert found["Tornado"].empty
    assert found["Samples"].empty
    assert found.facts["samples not done"] == 2
    assert not found.facts["enough"]
