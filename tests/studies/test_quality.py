"""Limits on quality: designs worked out by hand, and a published one."""

from __future__ import annotations

import pytest

from park_from import make_park
from parks import commodity, demand, pipe, sites, supply
from sidestream.studies.one_design import Options, design_network


def quality(participant, value, mixes="by quantity", what="water", name="salt"):
    row = {"participant": participant, "commodity": what, "property": name}
    return {**row, "value": value, "mixes": mixes}


def limit(participant, most=None, least=None, what="water", name="salt"):
    return {"participant": participant, "commodity": what, "property": name, "most": most, "least": least}


def designed(gap=1e-6, **sheets):
    return design_network(make_park(**sheets), Options(gap=gap))


WATER = [commodity("water", medium="water", unit="t")]


def test_what_is_too_salty_is_thinned_at_the_taker():
    # 60 t needed at 20 EUR. salty has 100 t of 8, soft 20 t of 2; at most 5: a tonne of soft carries one of salty, as
    # 2 + 8 = 2 * 5. So 20 t of each; 20 t are bought: 400, and two pipes of 10.
    design = designed(
        Participants=sites("salty", "soft", "mill"),
        Commodities=WATER,
        Supplies=[supply("salty", "water", 100), supply("soft", "water", 20)],
        Demands=[demand("mill", "water", 60, virgin_price=20)],
        Pipelines=[pipe("salty", "mill", "water", yearly_cost=10), pipe("soft", "mill", "water", yearly_cost=10)],
        Qualities=[quality("salty", 8), quality("soft", 2)],
        QualityLimits=[limit("mill", most=5)],
    )

    assert design.facts["cost"] == pytest.approx(420)


def test_a_least_is_a_limit_too():
    # At least 6: a tonne of 8 carries half a tonne of 2, as 8 + 1 = 1.5 * 6. 100 t of 8 could carry 50 t; 60 t needed are 40 + 20.
    design = designed(
        Participants=sites("salty", "soft", "mill"),
        Commodities=WATER,
        Supplies=[supply("salty", "water", 100, provision_cost=3), supply("soft", "water", 50)],
        Demands=[demand("mill", "water", 60, virgin_price=20)],
        Pipelines=[pipe("salty", "mill", "water"), pipe("soft", "mill", "water")],
        Qualities=[quality("salty", 8), quality("soft", 2)],
        QualityLimits=[limit("mill", least=6)],
    )

    assert design.facts["cost"] == pytest.approx(40 * 3)


def in_a_pool(mixes, most=5):
    """salty and soft meet in a pool, behind which the mill has a limit and the works have none."""
    return {
        "Participants": sites("salty", "soft", "mill", "works", junctions="pool"),
        "Commodities": WATER,
        "Supplies": [supply("salty", "water", 100), supply("soft", "water", 60)],
        "Demands": [demand("mill", "water", 40, virgin_price=20), demand("works", "water", 100, virgin_price=10)],
        "Pipelines": [
            pipe("salty", "pool", "water", payer="salty"),
            pipe("soft", "pool", "water", payer="soft"),
            pipe("pool", "mill", "water", payer="mill"),
            pipe("pool", "works", "water", payer="works"),
        ],
        "Qualities": [quality("salty", 8, mixes), quality("soft", 2, mixes)],
        "QualityLimits": [limit("mill", most=most)],
    }


def test_what_mixes_in_a_pool_is_the_same_for_all_behind_it():
    # The pool may have as much of salty as of soft: 60 t of each, of which the mill takes 40 t and the works 80 t; the
    # works buy 20 t: 200. Straight on, the soft 40 t alone would go to the mill and all others to the works.
    assert designed(**in_a_pool("by quantity")).facts["cost"] == pytest.approx(200, rel=1e-5)


def test_a_pool_with_a_bad_part_is_bad():
    # Either the pool is clean: 60 t of soft, 40 t for the mill and 20 t for the works, who buy 80 t: 800. Or the mill buys
    # its 40 t for 800, and the works have 100 t of anything.
    assert designed(**in_a_pool("grade")).facts["cost"] == pytest.approx(800)


def test_streams_that_stay_apart_pass_a_pool_side_by_side():
    # 40 t of soft to the mill, 20 t of it and 80 t of salty to the works: nothing is bought.
    assert designed(**in_a_pool("not")).facts["cost"] == pytest.approx(0)


def test_least_fresh_water_with_reuse_of_four_operations():
    # Four water-using operations with one contaminant: Y. P. Wang and R. Smith, Wastewater minimisation, Chem Eng Sci 49
    # (1994), the first example, at its limiting flows: 20, 100, 40, 10 t/h; at most 0, 50, 50, 400 ppm in, 100, 100, 800, 800 out.
    # Least fresh water: 90 t/h.
    flows = {"one": 20, "two": 100, "three": 40, "four": 10}
    most = {"one": 0, "two": 50, "three": 50, "four": 400}
    out = {"one": 100, "two": 100, "three": 800, "four": 800}
    design = designed(
        Participants=sites("river", *flows),
        Commodities=WATER,
        Supplies=[
            supply("river", "water", 1000, unit="t/h", provision_cost=1),
            *(supply(who, "water", much, unit="t/h") for who, much in flows.items()),
        ],
        Demands=[
            {"participant": who, "commodity": "water", "quantity": much, "unit": "t/h", "if_not_served": "must serve"}
            for who, much in flows.items()
        ],
        Pipelines=[pipe(a, b, "water") for a in ("river", *flows) for b in flows if a != b],
        Qualities=[
            quality("river", 0, name="contaminant"),
            *(quality(who, value, name="contaminant") for who, value in out.items()),
        ],
        QualityLimits=[limit(who, value, name="contaminant") for who, value in most.items()],
    )

    assert design.facts["cost"] / 8760 == pytest.approx(90)
