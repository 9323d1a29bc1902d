"""Rows that bound builds from below: a triangle with a hub, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from park_from import make_park
from parks.rows import commodity, demand, edge, pipe, sites, supply
from sidestream.algebra.matrices import hand_over
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
    more = strengthened(problem, ways, FOREVER)
    return solve(problem.relaxed()).objective, solve(more.relaxed()).objective


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
