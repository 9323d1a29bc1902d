"""Samples of ranges: as they are said to be distributed, and the same for the same seed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sidestream.errors import UsageError
from sidestream.park.ranges import Range
from sidestream.studies.sensitivity.drawing import TRIANGULAR, draw


def a_range(low, high, own, key="mill"):
    return Range("Demands", key, "quantity", low, high, own, "t/a", ("Demands", 2))


def test_uniform_values_have_their_mean_and_variance():
    # Between 80 and 140: mean 110, variance 60^2 / 12 = 300.
    values = draw([a_range(80, 140, 100)], 20_000, 3)[:, 0]

    assert values.mean() == pytest.approx(110, abs=4 * math.sqrt(300 / 20_000))
    assert values.var() == pytest.approx(300, rel=0.04)
    assert (values.min() >= 80, values.max() <= 140) == (True, True)


def test_triangular_values_have_their_mean_and_variance():
    # a = 0, c = 3, b = 9: mean (0 + 3 + 9) / 3 = 4, variance (0 + 9 + 81 - 0 - 0 - 27) / 18 = 3.5; a third lies below 3.
    values = draw([a_range(0, 9, 3)], 20_000, 3, TRIANGULAR)[:, 0]

    assert values.mean() == pytest.approx(4, abs=4 * math.sqrt(3.5 / 20_000))
    assert values.var() == pytest.approx(3.5, rel=0.04)
    assert (values < 3).mean() == pytest.approx(1 / 3, abs=0.015)


def test_a_value_outside_its_range_leans_on_the_nearer_end():
    # c = b = 9: mean (0 + 9 + 9) / 3 = 6.
    assert draw([a_range(0, 9, 20)], 20_000, 3, TRIANGULAR).mean() == pytest.approx(6, abs=0.1)
    assert draw([a_range(4, 4, 9)], 3, 3, TRIANGULAR).tolist() == [[4], [4], [4]]


def test_a_triangle_needs_a_value_of_the_workbook():
    with pytest.raises(UsageError, match="the cell is blank"):
        draw([a_range(0, 9, math.nan)], 0, 3, TRIANGULAR)


def test_the_same_seed_draws_the_same_and_fewer_are_the_first_of_many():
    one, other = a_range(0, 1, 0.5), a_range(10, 20, 15, "plant")
    many = draw([one, other], 50, 7)

    assert (draw([one, other], 20, 7) == many[:20]).all()
    assert (draw([other, one], 50, 7) == many[:, ::-1]).all()
    assert not (draw([one, other], 50, 8) == many).any()
    assert abs(np.corrcoef(draw([one, other], 5_000, 7).T)[0, 1]) < 0.05
