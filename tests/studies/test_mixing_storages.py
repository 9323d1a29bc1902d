"""What mixes in a storage on the way, over time: designs worked out by hand."""

from __future__ import annotations

import pytest

from park_from import make_park
from parks import commodity, demand, pipe, sampled, sites, supply
from parks.rows import halves, store
from sidestream.studies.one_design import Options, design_network
from studies.test_quality import limit, quality

GAP = 0.01
"""Enough to prove that next to nothing better is there; the designs themselves are the best."""


def designed(**sheets):
    return design_network(make_park(**sheets), Options(gap=GAP))


def rain_and_drought(mixes="by quantity", *, least=None, most=5, own=3, **tank):
    """100 t of 8 and 60 t of 2 come in winter, 150 t of at most 5 are needed in summer; 20 EUR for a tonne that is bought."""
    starts = [quality("depot", own, mixes)] if "start_level" in tank else []
    return {
        **halves(wet=(2, 0), dry=(0, 2)),
        "Settings": {"discount_rate": 0},
        "Participants": sites("salty", "soft", "mill", passing_on="depot"),
        "Commodities": [commodity("water", medium="water", vanishes="yes")],
        "Supplies": [supply("salty", "water", 100, profile="wet"), supply("soft", "water", 60, profile="wet")],
        "Demands": [demand("mill", "water", 150, virgin_price=20, profile="dry")],
        "Pipelines": [
            pipe("salty", "depot", "water", payer="salty"),
            pipe("soft", "depot", "water", payer="soft"),
            pipe("depot", "mill", "water", payer="mill"),
        ],
        "Storages": [store("tank", "depot", "water", 1000, "own", **tank)],
        "Qualities": [quality("salty", 8, mixes), quality("soft", 2, mixes), *starts],
        "QualityLimits": [limit("mill", most=most, least=least)],
    }


KEEPS = (1 - 0.0001) ** 4380
STORED = {
    # as much of salty as of soft: 60 + 60 t; 30 t are bought
    "mixture": ({}, 30 * 20),
    # only soft goes into the tank
    "grade": ({"mixes": "grade"}, 90 * 20),
    # what is too salty could stay in the tank, but for no use
    "apart": ({"mixes": "not"}, 90 * 20),
    # half of it is lost on the way in: 60 t of 120 t
    "losses": ({"in_efficiency": 50}, 90 * 20),
    "losses of standing": (
        {"in_efficiency": 90, "out_efficiency": 80, "standing_loss": 0.01},
        (150 - 120 * 0.9 * 0.8 * KEEPS) * 20,
    ),
    # 30 t of 3 stand there: 90 + 120 + 8 s <= 5 (90 + s) for s of salty: 80 t, and 170 t are there
    "begins with some": ({"start_level": 30, "end_level": 0}, 0),
    # 40 t of 7 and 60 t of 2: 280 + 120 + 8 s <= 5 (100 + s), s = 33.3; 120 t of the 133.3 t may go
    "begins and ends with some": ({"start_level": 40, "end_level": 40 / 3, "own": 7}, 30 * 20),
    # 30 t of 3 and 60 t of 2, of which 10 t stay
    "a grade at the beginning": ({"mixes": "grade", "start_level": 30, "end_level": 10}, 70 * 20),
    # 30 t of 9 are too salty for anything to come out of that tank
    "a bad grade at the beginning": ({"mixes": "grade", "own": 9, "start_level": 30, "end_level": 30}, 150 * 20),
    # what stays at the end is of salty
    "apart at the beginning": ({"mixes": "not", "most": 4, "start_level": 30, "end_level": 10}, 60 * 20),
    # at least 4 on the mean: 60 t of 2 need 30 t of 8, and have 90 t
    "a least": ({"most": None, "least": 4}, 0),
}


THERE = ("mixture", "begins with some", "a grade at the beginning", "apart at the beginning")


@pytest.mark.parametrize(
    ("case", "status"),
    sampled([*((case, "optional") for case in STORED), *((case, "existing") for case in THERE)], 4),
)
def test_a_tank(case, status):
    how, cost = STORED[case]
    assert designed(**rain_and_drought(status=status, **how)).facts["cost"] == pytest.approx(cost, abs=1e-3)


SEASONS = ["spring", "summer", "autumn", "winter"]


def four_seasons(mixes, tanks=1):
    """100 t of 8 come in spring and 60 t of 2 in summer; 40 t of at most 5 are needed in autumn, 100 t of any in winter."""
    profiles = {name: [4.0 * (place == here) for place in range(4)] for here, name in enumerate(SEASONS)}
    return {
        "Settings": {"discount_rate": 0},
        "Periods": [{"period": name, "hours": 2190} for name in SEASONS],
        "Profiles": [
            {"period": name, **{profile: factors[place] for profile, factors in profiles.items()}}
            for place, name in enumerate(SEASONS)
        ],
        "Participants": sites("salty", "soft", "mill", "works", passing_on="depot"),
        "Commodities": [commodity("water", medium="water")],
        "Supplies": [
            supply("salty", "water", 100, profile="spring"),
            supply("soft", "water", 60, profile="summer"),
        ],
        "Demands": [
            demand("mill", "water", 40, virgin_price=20, profile="autumn"),
            demand("works", "water", 100, virgin_price=10, profile="winter"),
        ],
        "Pipelines": [
            *(pipe(name, "depot", "water", payer=name) for name in ("salty", "soft")),
            *(pipe("depot", name, "water", payer=name) for name in ("mill", "works")),
        ],
        "Storages": [store(f"tank {place}", "depot", "water", 500, "own") for place in range(tanks)],
        "Qualities": [quality("salty", 8, mixes), quality("soft", 2, mixes)],
        "QualityLimits": [limit("mill", most=5)],
    }


@pytest.mark.parametrize(
    ("mixes", "tanks", "cost"),
    [
        # one mixture from summer on: 60 t of each, 40 t for the mill and 80 t for the works, who buy 20 t
        ("by quantity", 1, 200),
        # 40 t of soft for the mill and 20 t for the works; or 100 t for the works and the mill buys 40 t at 20: 800 both
        ("grade", 1, 800),
        ("not", 1, 0),
        # a tank for each stream
        ("by quantity", 2, 0),
        ("grade", 2, 0),
    ],
)
def test_what_came_in_spring_mixes_with_what_comes_in_summer(mixes, tanks, cost):
    assert designed(**four_seasons(mixes, tanks)).facts["cost"] == pytest.approx(cost, abs=0.01)


def test_it_is_said_how_good_what_comes_out_is():
    design = designed(**rain_and_drought())
    met = design["Qualities met"]

    assert met.loc[met["case"] == "design", "value"].tolist() == [
        pytest.approx(float("nan"), nan_ok=True),
        pytest.approx(5),
    ]


def test_todays_tank_may_end_with_too_much():
    # 30 t stand there, nobody is joined with it today, and nothing is to be left at the end.
    design = designed(**rain_and_drought(status="existing", start_level=30, end_level=0))

    assert design.facts["today_short_words"] == ["the storage 'tank' of depot has 30 t too much at the end"]
