"""Means, shares and quantiles, each with what chance makes of it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sidestream.studies.sensitivity.statistics import deviation_of, mean_of, quantile_of, share_of


def test_a_mean_by_hand():
    # 1, 2, 3: mean 2, deviation 1; t[2] at 97.5 % = 4.3027, so +- 4.3027 / sqrt(3) = 2.4841.
    assert mean_of([1, 2, 3]) == pytest.approx((2, 2 - 2.4841, 2 + 2.4841), abs=1e-4)
    assert deviation_of([1, 2, 3]) == pytest.approx(1)


def test_wilsons_interval_by_hand():
    # 8 of 10, z = 1.96: (0.8 + 0.19207 +- 1.96 sqrt(0.016 + 0.0096)) / 1.38415 = 0.7168 +- 0.2266.
    assert share_of(8, 10) == pytest.approx((0.8, 0.4902, 0.9433), abs=1e-3)
    assert share_of(0, 10) == pytest.approx((0, 0, 0.2775), abs=1e-4)
    assert share_of(10, 10) == pytest.approx((1, 0.7225, 1), abs=1e-4)


def test_a_quantile_by_hand():
    # Of 1 to 20 the median is the 10th. P(B < 6) = 2.07 %, P(B < 7) = 5.8 %: from the 6th to the 15th. For the quantile of 5 %
    # there is none below: P(B < 1) = 0.95^20 = 36 %; P(B >= 4) = 1.6 %.
    numbers = [float(one) for one in range(20, 0, -1)]

    assert quantile_of(numbers, 0.5) == (10, 6, 15)
    value, least, most = quantile_of(numbers, 0.05)
    assert (value, most) == (1, 4)
    assert math.isnan(least)


def test_of_nothing_nothing_is_known():
    assert all(math.isnan(part) for part in (*mean_of([]), *share_of(0, 0), *quantile_of([], 0.5), deviation_of([1])))
    assert mean_of([3])[0] == 3


def test_the_truth_lies_inside_as_often_as_is_said():
    random, inside = np.random.default_rng(1), np.zeros(3)
    for _ in range(400):
        drawn = random.random(60)
        for place, (estimate, truth) in enumerate(
            (
                (mean_of(drawn.tolist()), 0.5),
                (share_of(int((drawn < 0.3).sum()), 60), 0.3),
                (quantile_of(drawn.tolist(), 0.5), 0.5),
            )
        ):
            inside[place] += estimate.least <= truth <= estimate.most

    assert (inside / 400 > 0.92).all()
