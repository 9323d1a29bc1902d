"""Where links lead on from each other: HiGHS first, then rows that bound builds if they prove more, and nothing found is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from park_from import make_park
from sidestream.algebra.matrices import hand_over
from sidestream.formulation.programme import write
from sidestream.solver.search import Orders
from sidestream.studies import pools
from solver.test_cutting import star


@pytest.fixture
def draft():
    return write(make_park(**star("no")))


def seen_by(monkeypatch, first):
    """The problems that are searched, where HiGHS has `first` seconds before rows are looked for."""
    problems, search = [], pools.search

    def watched(problem, orders):
        problems.append(problem)
        return search(problem, orders)

    monkeypatch.setattr(pools, "FIRST", first)
    monkeypatch.setattr(pools, "search", watched)
    return problems


def test_what_highs_closes_by_itself_is_done(monkeypatch, draft):
    problems = seen_by(monkeypatch, 60.0)
    found = pools.search_draft(draft, hand_over(draft.model), Orders(gap=0.0))

    assert found.cost == pytest.approx(6)
    assert len(problems) == 1


def test_without_a_first_second_rows_are_added(monkeypatch, draft):
    problems = seen_by(monkeypatch, -1.0)
    found = pools.search_draft(draft, hand_over(draft.model), Orders(gap=0.0))

    assert (found.status, found.cost, found.bound) == ("proven", pytest.approx(6), pytest.approx(6))
    assert len(problems[1].row_lower) > len(problems[0].row_lower)


def test_rows_that_prove_no_more_are_left_out(monkeypatch, draft):
    problems = seen_by(monkeypatch, 60.0)
    search = pools.search
    monkeypatch.setattr(pools, "GAIN", 2.0)  # no rows close twice the gap
    monkeypatch.setattr(
        pools, "search", lambda problem, orders: stopped(search(problem, orders), before=len(problems) == 1)
    )
    found = pools.search_draft(draft, hand_over(draft.model), Orders(gap=0.0))

    assert found.cost == pytest.approx(6)
    assert [len(problem.row_lower) for problem in problems] == [len(problems[0].row_lower)] * 2


def stopped(found, *, before):
    """What was found, as if it had not been proven."""
    if before:
        found.status, found.bound = "stopped", found.cost - 1
    return found


def test_what_was_found_first_is_not_lost(monkeypatch, draft):
    problems = seen_by(monkeypatch, 60.0)
    search = pools.search

    def nothing_more(problem, orders):
        found = stopped(search(problem, orders), before=len(problems) == 1)
        if len(problems) > 1:
            found.values, found.cost, found.status = None, pools.INFINITY, "nothing"
        return found

    monkeypatch.setattr(pools, "search", nothing_more)
    told = []
    found = pools.search_draft(
        draft, hand_over(draft.model), Orders(gap=0.0, news=lambda _cost, bound: told.append((len(problems), bound)))
    )

    assert (found.status, found.cost) == ("stopped", pytest.approx(6))
    assert found.values is not None
    assert min(bound for number, bound in told if number == 2) == pytest.approx(5)  # what was proven first


def test_far_from_the_end_prices_prove_what_they_can_and_lead_to_designs(monkeypatch, draft):
    problems, looked = seen_by(monkeypatch, 60.0), []
    search = pools.search

    def nothing_more(problem, orders):
        found = stopped(search(problem, orders), before=len(problems) == 1)
        if len(problems) > 1:
            assert orders.proven == pytest.approx(5.5)
            found.values, found.cost, found.bound, found.status = None, pools.INFINITY, -pools.INFINITY, "nothing"
        return found

    monkeypatch.setattr(pools, "search", nothing_more)
    monkeypatch.setattr(pools, "FAR", 0.01)
    bounded = pools.bounded
    monkeypatch.setattr(pools, "bounded", lambda *asked: replace(bounded(*asked), bound=5.5))
    monkeypatch.setattr(pools, "_look", lambda problem, *_: looked.append(problem))
    whole = hand_over(draft.model)
    found = pools.search_draft(draft, whole, Orders(gap=0.0))

    assert (found.status, found.cost, found.bound) == ("stopped", pytest.approx(6), pytest.approx(5.5))
    assert looked[0].lifted is not None
    assert looked[0].shape == whole.shape
