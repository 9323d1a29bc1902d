"""An answer is carried over by names: what both models know keeps its value."""

import time

import numpy as np
import pytest

from park_from import make_park
from parks.rows import commodity, demand, pipe, sites, supply
from sidestream.algebra.matrices import hand_over
from sidestream.formulation.plan import plan
from sidestream.solver.components import split
from sidestream.solver.highs import solve
from sidestream.solver.search import Orders, _Part, _start_given, search
from sidestream.studies import finding, one_design
from sidestream.studies.options import Options
from sidestream.studies.warm import carried_over, with_setting


def park(**settings):
    """Two takers, of which the second gains less than its pipe costs it."""
    return make_park(
        Settings={"discount_rate": 0, **settings},
        Participants=sites("works", "east", "west"),
        Commodities=[commodity("brine", "t", "slurry")],
        Supplies=[supply("works", "brine", 100, disposal_cost=10)],
        Demands=[demand("east", "brine", 40, virgin_price=30), demand("west", "brine", 50, virgin_price=6)],
        Pipelines=[
            pipe("works", "east", "brine", yearly_cost=500),
            pipe("works", "west", "brine", yearly_cost=600, payer="taker"),
        ],
    )


def test_what_both_know_keeps_its_value_and_the_rest_is_0():
    whole = plan(park())
    values = solve(hand_over(whole.model)).values
    other = plan(
        make_park(
            Participants=sites("works", "east", "north"),
            Commodities=[commodity("brine", "t", "slurry")],
            Supplies=[supply("works", "brine", 100, disposal_cost=10)],
            Demands=[demand("north", "brine", 7, virgin_price=30), demand("east", "brine", 40, virgin_price=30)],
            Pipelines=[
                pipe("works", "north", "brine", yearly_cost=9),
                pipe("works", "east", "brine", yearly_cost=500),
            ],
        )
    )
    carried = carried_over(values, whole.model, other.model)

    def of(made, found, family):
        block = made.model.blocks[family]
        return dict(zip(map(str, block.index), found[block.first : block.first + block.count], strict=True))

    before, after = of(whole, values, "lay_pipeline"), of(other, carried, "lay_pipeline")
    assert after[str(("works-east", ""))] == pytest.approx(before[str(("works-east", ""))])
    assert after[str(("works-north", ""))] == 0.0


def test_a_part_begins_with_what_it_is_given_where_that_holds():
    problem = hand_over(plan(park()).model)
    best = solve(problem)
    begun, wrong = (_Part(split(problem, whole=True)[1]) for _ in range(2))
    _start_given(begun, Orders(start=best.values), len(problem.cost))
    _start_given(wrong, Orders(start=np.full(len(best.values), 1e6)), len(problem.cost))

    assert begun.cost + problem.constant == pytest.approx(best.objective)
    assert wrong.values is None


def test_a_wrong_start_does_no_harm():
    problem = hand_over(plan(park()).model)
    best = solve(problem)
    found = search(problem, Orders(gap=0.0, deadline=time.monotonic() + 30, start=np.full(len(best.values), 1e6)))

    assert found.cost == pytest.approx(best.objective)


def test_payments_along_links_begin_with_the_design_without(monkeypatch):
    """West pays 600 to spare 300, the works spare 500: only with a payment is the second pipe built, 90 t/a go."""
    begun = []
    searched = finding.search_draft

    def watched(made, problem, orders):
        begun.append(orders.start)
        return searched(made, problem, orders)

    monkeypatch.setattr(finding, "search_draft", watched)
    design = one_design.design_network(park(payments="along links"), Options(gap=0.0))

    assert len(begun) == 1
    assert begun[0] is not None
    assert design.facts["gap"] == 0.0
    assert len(design.tables["Payments"]) == 1


def test_another_value_for_a_setting():
    paid = park(payments="free")

    assert with_setting(paid, "payments", "none").settings.payments == "none"
    assert paid.settings.payments == "free"
