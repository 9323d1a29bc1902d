"""The oracle against parks that were solved by hand."""

from __future__ import annotations

import pytest

from oracle import best
from park_from import make_park
from parks import SAMPLE, SOLVED, free_pipe_beside_a_least, isclose, sampled


@pytest.mark.parametrize("name", sampled(SOLVED, 2))
def test_design_is_the_one_found_by_hand(name):
    expected = SOLVED[name]
    answer = best(make_park(**expected.sheets()))

    assert isclose(answer.cost, expected.design)
    assert set(answer.builds) == expected.built
    assert answer.facilities == expected.facilities
    assert answer.shortfall == pytest.approx(expected.short)


@pytest.mark.parametrize("name", SAMPLE)
def test_today_is_the_one_found_by_hand(name):
    expected = SOLVED[name]
    answer = best(make_park(**expected.sheets()), "today")

    assert isclose(answer.cost, expected.today)
    assert not answer.builds
    assert not answer.facilities
    assert answer.shortfall == pytest.approx(expected.short_today)


def test_free_pipe_beside_a_least():
    answer = best(make_park(**free_pipe_beside_a_least()))

    assert isclose(answer.cost, 1_080)
    assert not answer.builds
