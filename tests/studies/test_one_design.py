"""A design beside today's park: what is compared, what is said where something is short, what is told on the way."""

import math

import pytest

from hard import hard_park
from park_from import make_park
from parks import SOLVED, commodity, demand, pipe, route, sites, supply, two_sites
from parks.rows import plant, rate
from sidestream.design.audit import audit
from sidestream.errors import AuditError, InfeasibleError, Interrupted, NoDesignInTime
from sidestream.studies import finding, prepared, reading_back
from sidestream.studies.one_design import Options, design_network

EXACT = Options(gap=0.0)


def designed(sheets, options=EXACT):
    return design_network(make_park(**sheets), options)


def figures(design):
    """Rows of the Summary by figure."""
    return design["Summary"].set_index("figure")


# The gap -------------------------------------------------------------------------------------------------------------


def test_a_gap_where_nothing_can_be_saved_is_0():
    design = designed(SOLVED["pipe_that_does_not_pay"].sheets())

    assert design.facts["gap"] == design.facts["gap_of_saving"] == design.facts["gap_of_cost"] == 0
    assert design.facts["enough"]
    assert figures(design).loc["gap of saving", "design"] == 0


def test_a_required_loss_is_no_endless_gap():
    # The required pipe makes the design dearer than today: nothing is saved, nothing is open.
    design = designed(SOLVED["required_built_and_forbidden"].sheets())

    assert design.facts["cost"] > design.facts["cost_today"]
    assert design.facts["gap_of_saving"] == 0
    assert design.facts["enough"]


def test_a_park_without_cost_has_no_gap():
    design = designed({**two_sites(10), "Supplies": [], "Demands": [], "Pipelines": []})

    assert (design.facts["cost"], design.facts["gap_of_cost"], design.facts["gap_of_saving"]) == (0, 0, 0)


def test_what_a_solver_takes_for_nothing_is_a_share_of_what_is_added_up(monkeypatch):
    # 3,000 today; 100 t sent save 3,000 and 999 that somebody pays for them; the pipe costs 1,000. Of 8,000 EUR that come and go
    # 1 is left. Proven but for 2e-6 EUR is proven, for 1e-4 EUR is not.
    sheets = {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("gypsum")],
        "Supplies": [supply("plant", "gypsum", 100, disposal_cost=10, provision_cost=-9.99)],
        "Demands": [demand("mill", "gypsum", 100, virgin_price=20)],
        "Pipelines": [pipe("plant", "mill", "gypsum", yearly_cost=1_000)],
    }
    ask, less = finding._ask, [2e-6]

    def nearly_proven(*args):
        found = ask(*args)
        found.bound -= less[0]
        return found

    monkeypatch.setattr(finding, "_ask", nearly_proven)
    design = designed(sheets)
    assert (design.facts["cost"], design.facts["gap"], design.facts["enough"]) == (pytest.approx(1), 0, True)
    less[0] = 1e-4
    design = designed(sheets)
    assert (design.facts["gap"], design.facts["enough"]) == (pytest.approx(1e-4), False)


def test_the_gap_of_a_stopped_search_is_of_saving_and_cost():
    design = designed(hard_park(), Options(gap=0.0, time_limit=2.0))
    facts, rows = design.facts, figures(design)["design"]

    assert not facts["enough"]
    assert facts["gap"] == pytest.approx(facts["cost"] - facts["bound"])
    assert facts["gap_of_cost"] == pytest.approx(facts["gap"] / facts["cost"])
    assert facts["gap_of_saving"] == pytest.approx(facts["gap"] / (facts["cost_today"] - facts["bound"]))
    assert rows["gap"] == pytest.approx(facts["gap"])
    assert rows["gap of saving"] == pytest.approx(100 * facts["gap_of_saving"])
    assert rows["best proven cost"] == pytest.approx(facts["bound"])
    assert audit(make_park(**hard_park()), design) == []


def test_a_wide_gap_is_enough():
    design = designed(hard_park(), Options(gap=0.6, time_limit=60.0))

    assert design.facts["enough"]
    assert 0 < design.facts["gap_of_saving"] <= 0.6


# Stopped -------------------------------------------------------------------------------------------------------------


def test_no_time_for_anything():
    with pytest.raises(NoDesignInTime, match="no design was found in the time allowed"):
        designed(hard_park(), Options(time_limit=1e-3))


def test_interrupted_before_anything():
    with pytest.raises(Interrupted):
        designed(two_sites(10), Options(wish=lambda: True))


def test_interrupted_while_the_model_is_written():
    said = []

    def news(phase, *_):
        said.append(phase)

    with pytest.raises(Interrupted, match="before today's park was worked out"):
        designed(two_sites(10), Options(wish=lambda: "writing" in said, news=news))


def test_a_steady_link_may_lack_its_least_flow_today_where_it_cannot_have_it():
    # An existing pipe of 100 t/a has to run at half of that, and there are 20 t: today's park is short, and is told so.
    sheets = {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("water", medium="water")],
        "Supplies": [
            supply("plant", "water", 20, disposal_cost=1),
            supply("plant", "water", 60, disposal_cost=1, name="more"),
        ],
        "Demands": [demand("mill", "water", 20, virgin_price=3)],
        "Pipelines": [
            pipe("plant", "mill", "water", "existing", capacity=100, capacity_unit="t/a", least_flow=50, steady="yes")
        ],
        "Conversions": [plant("sink", "mill", 60, "required", investment=100)],
        "ConversionRates": [rate("sink", "water", -1, "links only")],
    }
    design = designed(sheets)

    assert design.facts["today_short"]
    assert design["Flows"].query("case == 'today'")["sent"].tolist() == pytest.approx([20])


def test_interrupted_once_today_is_known(monkeypatch):
    done, work_out = [], prepared.todays_park

    def today(*args, **how):
        done.append(work_out(*args, **how))
        return done[0]

    monkeypatch.setattr(prepared, "todays_park", today)
    with pytest.raises(Interrupted, match="before a design was found"):
        designed(two_sites(10), Options(wish=lambda: bool(done)))


def test_interrupted_in_the_search_gives_the_design_so_far():
    best = []

    def news(phase, incumbent, bound, baseline):
        if phase == "design" and bound > -math.inf:
            best.append(incumbent)

    design = designed(hard_park(), Options(gap=0.0, wish=lambda: bool(best), news=news))

    assert not design.facts["enough"]
    assert design.facts["cost"] <= best[0] + 1e-6
    assert "stopped early" in list(design["Run"]["value"])


def test_news_tells_the_phases_in_order_and_the_last_is_the_result():
    told = []
    design = designed(hard_park(), Options(gap=0.0, time_limit=2.0, news=lambda *news: told.append(news)))
    phases = list(dict.fromkeys(phase for phase, *_ in told))
    bounds = [bound for phase, _, bound, _ in told if phase == "design"]

    assert phases == ["writing", "today", "design", "audit"]
    assert {baseline for phase, _, _, baseline in told if phase == "design"} == {design.facts["cost_today"]}
    assert max(bounds) <= design.facts["bound"] + 1e-6
    assert told[-1][1:] == (design.facts["cost"], design.facts["bound"], design.facts["cost_today"])


# Short ---------------------------------------------------------------------------------------------------------------


def with_must_go():
    """100 t of lye must go; the works takes 30 t a year, 45 in winter and 15 in summer halves."""
    return {
        "Participants": sites("plant", "works"),
        "Commodities": [commodity("lye", medium="slurry")],
        "Supplies": [supply("plant", "lye", 100) | {"if_not_taken": "must go"}],
        "Demands": [demand("works", "lye", 30, virgin_price=5)],
        "Pipelines": [pipe("plant", "works", "lye", yearly_cost=10)],
    }


def test_what_is_short_is_named_with_who_when_and_how_much():
    with pytest.raises(InfeasibleError) as caught:
        designed(SOLVED["must_that_cannot"].sheets())

    assert "mill is short of 40 t of steam in year" in str(caught.value)
    assert caught.value.shortfalls == [
        {"kind": "short", "where": ("mill", "steam", "", "year"), "amount": pytest.approx(40)}
    ]


def test_a_named_need_and_its_period_are_named():
    # 25 t in each half; 60 t a year come in winter only.
    sheets = SOLVED["must_that_cannot"].sheets()
    sheets["Demands"] = [demand("mill", "steam", 50) | {"name": "for the dryer"}]
    sheets["Supplies"][0]["profile"] = "cold"
    sheets["Periods"] = [{"period": "winter", "hours": 4_380}, {"period": "summer", "hours": 4_380}]
    sheets["Profiles"] = [{"period": "winter", "cold": 2}, {"period": "summer", "cold": 0}]
    with pytest.raises(InfeasibleError, match=r"mill is short of 25 t of steam \(for the dryer\) in summer"):
        designed(sheets)


def test_what_must_go_and_cannot_is_named():
    with pytest.raises(InfeasibleError, match="plant cannot get rid of 70 t of lye in year"):
        designed(with_must_go())


def test_a_limit_that_cannot_be_kept_is_named():
    # 100 t at 100 kg each are bought whatever is done: 10 t of CO2, 2 t are allowed.
    sheets = SOLVED["cap_on_co2"].sheets() | {"Pipelines": []}
    with pytest.raises(InfeasibleError, match=r"Limits.*: 8,000 kg over its most") as caught:
        designed(sheets)

    assert caught.value.shortfalls[0]["kind"] == "over"
    assert caught.value.shortfalls[0]["amount"] == pytest.approx(8)


def test_the_least_amiss_is_measured_against_what_was_to_be():
    # 60 t for two who need 100 and 50: 90 t are short in all, and every tonne to the smaller need counts double.
    sheets = SOLVED["must_that_cannot"].sheets()
    sheets["Participants"] = sites("plant", "mill", "shop")
    sheets["Demands"].append(demand("shop", "steam", 50))
    sheets["Pipelines"].append(pipe("plant", "shop", "steam", yearly_cost=10))
    with pytest.raises(InfeasibleError) as caught:
        designed(sheets)

    assert {row["where"][0]: row["amount"] for row in caught.value.shortfalls} == {"mill": pytest.approx(90)}


def short_today():
    """Today nobody brings the mill its steam; the design does."""
    sheets = SOLVED["must_that_cannot"].sheets()
    sheets["Supplies"][0]["quantity"] = 150
    return sheets


def test_where_todays_park_falls_short_no_load_is_driven_for_nothing():
    # The plant has no link today, so all it needs falls short whatever is driven to the works, where 64 t of its own are
    # disposed of at 8: what a load would bring from the mill would only save what is left for nothing. Washing costs more than
    # it saves.
    halves = [{"period": "winter", "hours": 2_000}, {"period": "summer", "hours": 6_000}]
    truck = {"vehicle": "truck", "payload": 20, "km_cost": 1, "km_co2": 1, "empty_return": 100}
    sheets = {
        "Settings": {"hours_per_year": 8_000},
        "Periods": halves,
        "Profiles": [{"period": "winter", "cold": 2.5}, {"period": "summer", "cold": 0.5}],
        "Participants": sites("plant", "mill", "works", junctions="hub"),
        "Commodities": [commodity("lees", medium="solid"), commodity("extra", medium="slurry")],
        "Supplies": [
            supply("works", "extra", 64, disposal_cost=8),
            supply("mill", "extra", 30, profile="cold", if_not_taken="leave"),
            supply("works", "extra", 342, name="spare", if_not_taken="leave"),
        ],
        "Demands": [demand("plant", "extra", 85, if_not_served="must serve")],
        "Conversions": [plant("washer", "works", 48, "existing")],
        "ConversionRates": [rate("washer", "extra", -0.8, "links only"), rate("washer", "lees", 1, cost=20)],
        "Vehicles": [truck],
        "Pipelines": [pipe("works", "plant", "extra", yearly_cost=80)],
        "TruckRoutes": [
            route("mill", "hub", status="existing", payer="works", distance=None),
            route("hub", "works", status="existing", payer="taker", distance=None)
            | {"capacity": 40, "capacity_unit": "t/a", "whole_loads": "yes"},
        ],
    }
    for place, row in enumerate(sheets["Participants"]):
        row |= {"x": place, "y": 0}
    design = designed(sheets)

    assert design.facts["today_short"]
    assert figures(design).loc["total cost", "today"] == pytest.approx(64 * 8)
    assert audit(make_park(**sheets), design) == []


def test_todays_park_may_fall_short_where_the_design_does_not():
    park = make_park(**short_today())
    design = design_network(park, EXACT)
    summary = figures(design)

    assert design.facts["cost"] == pytest.approx(10)
    assert summary["saving"].isna().all()
    assert design["Participants"]["saving"].isna().all()
    assert "cannot do all that must be done" in summary.loc["total cost", "note"]
    assert math.isnan(summary.loc["gap of saving", "design"])
    assert design.facts["gap_of_saving"] is None
    assert design.facts["today_short"] is True
    assert [row["amount"] for row in design.facts["today_shortfalls"]] == [pytest.approx(100)]
    run = design["Run"].set_index("item")["value"]
    assert run["today's park cannot 1"] == "mill is short of 100 t of steam in year"
    assert run["gap of saving [%]"] == "not defined"
    assert audit(park, design) == []


# Nothing unproven leaves the house -----------------------------------------------------------------------------------


def test_a_design_that_does_not_add_up_is_not_given(monkeypatch):
    tables = reading_back._tables

    def wrong(*args):
        design = tables(*args)
        design["Flows"].loc[0, "sent"] += 1.0
        return design

    monkeypatch.setattr(reading_back, "_tables", wrong)
    with pytest.raises(AuditError, match="Flows!"):
        designed(two_sites(10))


def test_without_tight_couplings_the_answer_is_the_same():
    for name in ("need_beyond_the_next_site", "slag_for_cement", "two_commodities_four_nodes"):
        loose = designed(SOLVED[name].sheets(), Options(gap=0.0, without=frozenset({"coupling"})))
        assert loose.facts["cost"] == pytest.approx(SOLVED[name].design)


def test_a_search_that_ends_early_leaves_no_empty_loads(monkeypatch):
    # 40 t and 60 m3 in 2 loads (see parks/trucks.py); the answer found drives 5.
    park = make_park(**SOLVED["whole_loads_are_few"].sheets())
    of_search = finding._search

    def wasteful(ready):
        found, values = of_search(ready)
        columns, loads = ready.made.least_loads(values)
        assert len(columns)
        values[columns] = loads + 3
        return found, values

    monkeypatch.setattr(finding, "_search", wasteful)
    assert design_network(park, Options(gap=0.0)).facts["cost"] == pytest.approx(SOLVED["whole_loads_are_few"].design)
