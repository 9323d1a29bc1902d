"""Rows that bound builds from below: a triangle with a hub, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from park_from import make_park
from parks import sampled
from parks.rows import commodity, demand, edge, pipe, sites, supply
from sidestream.algebra.matrices import hand_over
from sidestream.formulation.links import ties
from sidestream.formulation.links.ties import COUPLED
from sidestream.formulation.programme import write
from sidestream.formulation.web import web
from sidestream.solver.cutting import strengthened
from sidestream.solver.highs import solve

FOREVER = float("inf")


def star(two_way="no", **more):
    """A root that serves three others over a hub: 3 to the hub, 1 from there to each: 6 in all."""
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("root", passing_on="hub t1 t2 t3"),
        "Commodities": [commodity("thing", "1", "abstract")],
        "Supplies": [supply("root", "thing", 3, unit="1/period")],
        "Demands": [demand(one, "thing", 1, unit="1/period") for one in ("t1", "t2", "t3")],
        "Pipelines": [
            edge("root", "hub", 3, two_way=two_way),
            *(edge("hub", one, 1, two_way=two_way, **more) for one in ("t1", "t2", "t3")),
            edge("t1", "t2", 1.5, two_way=two_way),
            edge("t2", "t3", 1.5, two_way=two_way),
        ],
    }


def relaxed_costs(sheets) -> tuple[float, float]:
    """What the relaxation costs without the rows, and with them."""
    draft = write(make_park(**sheets))
    problem, ways = hand_over(draft.model), web(draft)
    assert ways is not None
    found = strengthened(problem, ways, FOREVER)
    more, bound = found
    with_rows = solve(more.relaxed()).objective
    assert bound == pytest.approx(with_rows)
    return solve(problem.relaxed()).objective, with_rows


@pytest.mark.parametrize("two_way", ["no", "yes"])
def test_a_way_on_is_paid_whole(two_way):
    # Without the rows each terminal pays a third of the ways that three could share: 3 + 3 * 1/3 = 4 at least.
    without, with_rows = relaxed_costs(star(two_way))

    assert without < 6 - 0.5
    assert with_rows == pytest.approx(6)


def test_no_row_where_links_end_at_once():
    draft = write(
        make_park(
            Participants=sites("a", "b"),
            Commodities=[commodity("thing", "1", "abstract")],
            Supplies=[supply("a", "thing", 3, unit="1/period")],
            Demands=[demand("b", "thing", 1, unit="1/period")],
            Pipelines=[pipe("a", "b", "thing", yearly_cost=1)],
        )
    )

    assert web(draft) is None


def test_over_what_is_there_all_can_come():
    # t2 has what it needs over an existing pipe; the others get it by the hub: 3 + 1 + 1.
    sheets = star()
    sheets["Pipelines"].append(pipe("root", "t2", "thing", "existing"))

    _, with_rows = relaxed_costs(sheets)

    assert with_rows == pytest.approx(5)


def test_a_way_that_loses_may_carry_both_ways():
    sheets = star("yes", loss=1)
    sheets["Commodities"][0]["vanishes"] = "yes"
    draft = write(make_park(**sheets))
    ways = web(draft)
    assert ways is not None
    ties = draft.books.ties.read()

    assert not ways.one_way[ties["value"] < 1].any()
    assert ways.one_way[ties["value"] == 1].all()
    assert np.any(ties["value"] < 1)


def drawn(seed):
    """A random network of one or two goods: sources, needs, ways there and back, some of them existing or narrow."""
    chance = np.random.default_rng(seed)
    names, goods = (
        [f"n{place}" for place in range(int(chance.integers(5, 9)))],
        ["a", "b"][: int(chance.integers(1, 3))],
    )
    rows = {"Supplies": [], "Demands": [], "Pipelines": []}
    for good in goods:
        rows["Supplies"].append(supply(names[0], good, 20, unit="1/period"))
        for who in names[1:]:
            price = float(chance.integers(2, 30)) if chance.random() < 0.8 else None
            rows["Demands"].append(demand(who, good, int(chance.integers(1, 6)), price, unit="1/period"))
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            ends = (one, other) if chance.random() < 0.5 else (other, one)
            room = {"capacity": float(chance.integers(2, 12)), "capacity_unit": "1/period"}
            more = {
                "unit_cost": float(chance.integers(0, 2)),
                "two_way": "yes" if chance.random() < 0.5 else "no",
                "status": "existing" if chance.random() < 0.1 else "optional",
                **(room if chance.random() < 0.5 else {}),
            }
            rows["Pipelines"].append(edge(*ends, float(chance.integers(1, 25)), "; ".join(goods), **more))
    return {
        "Settings": {"discount_rate": 0},
        "Participants": [
            {"participant": who, "kind": "utility", "passes_on": "yes" if chance.random() < 0.8 else "no"}
            for who in names
        ],
        "Commodities": [commodity(good, "1", "abstract") for good in goods],
        **rows,
    }


def test_each_of_many_goods_is_coupled_to_the_pipe_they_share():
    # Of five goods only g0 is dear, 3. Over the pipe, which costs 10 and has room for 5, it pays a fifth in the relaxation: 2.
    # Coupled by itself it would pay 10, so it is bought.
    goods = [f"g{number}" for number in range(5)]
    sheets = {
        "Settings": {"discount_rate": 0},
        "Participants": sites("root", "user", passing_on="hub"),
        "Commodities": [commodity(good, "1", "abstract") for good in goods],
        "Supplies": [supply("root", good, 1, unit="1/period") for good in goods],
        "Demands": [demand("user", good, 1, 3 if good == "g0" else 0, unit="1/period") for good in goods],
        "Pipelines": [
            edge("root", "hub", 10, "; ".join(goods), capacity=5, capacity_unit="1/period"),
            pipe("hub", "user", "; ".join(goods), "existing"),
        ],
    }

    without, with_rows = relaxed_costs(sheets)

    assert without == pytest.approx(2)
    assert with_rows == pytest.approx(3)


def test_what_flows_over_a_narrow_way_leaves_the_rest_to_a_wide_one():
    # `near` needs 1, worth 30; half of it comes over an old pipe. The new one costs 10, with room for the 9 that `far`, behind
    # it, could take and buys for nothing. Relaxed, a twentieth is laid for the other half: 0.5. All that lead to `near` are
    # open, so no row of builds alone asks for more; flow + lay >= 1 does: half the pipe, 5.
    sheets = {
        "Settings": {"discount_rate": 0},
        "Participants": sites("root", "far", passing_on="near"),
        "Commodities": [commodity("thing", "1", "abstract")],
        "Supplies": [supply("root", "thing", 20, unit="1/period")],
        "Demands": [demand("near", "thing", 1, 30, unit="1/period"), demand("far", "thing", 9, 0, unit="1/period")],
        "Pipelines": [
            pipe("root", "near", "thing", "existing", capacity=0.5, capacity_unit="1/period"),
            edge("root", "near", 10, link="new"),
            pipe("near", "far", "thing", "existing"),
        ],
    }

    without, with_rows = relaxed_costs(sheets)

    assert without == pytest.approx(0.5)
    assert with_rows == pytest.approx(5)


@pytest.mark.parametrize("coupled", [1, COUPLED])
@pytest.mark.parametrize("seed", sampled(range(25), 2))
def test_no_row_changes_the_optimum(seed, coupled, monkeypatch):
    monkeypatch.setattr(ties, "COUPLED", coupled)
    draft = write(make_park(**drawn(seed)))
    problem, ways = hand_over(draft.model), web(draft)
    if ways is None:
        return
    without, with_rows = solve(problem), solve(strengthened(problem, ways, FOREVER)[0])

    assert with_rows.status == without.status
    if without.status == "optimal":
        assert with_rows.objective == pytest.approx(without.objective)
