"""What an investment costs a year."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidestream.money import annuity, yearly


def test_a_textbook_annuity():
    # 10 % over 5 years: 0.1 / (1 - 1.1^-5) = 0.1 / (1 - 0.620921323) = 0.263797481
    assert annuity(0.10, 5) == pytest.approx(0.263797481, rel=1e-8)


def test_without_interest_it_is_paid_back_in_equal_parts():
    assert annuity(0, 20) == pytest.approx(0.05)


def test_arrays_are_broadcast():
    assert annuity([0.0, 0.0, 0.1], 1) == pytest.approx([1, 1, 1.1])  # within a year: all of it, with its interest
    assert annuity(0.05, [10, 20]).shape == (2,)


RATES = st.just(0.0) | st.floats(1e-12, 1)  # between the two a rate is 0 for any purpose


@given(RATES, st.floats(0.5, 100))
def test_the_payments_are_worth_the_investment(rate, life):
    # sum_k a / (1 + r)^k over a life = a * (1 - (1 + r)^-n) / r
    worth = life if rate == 0 else -np.expm1(-life * np.log1p(rate)) / rate
    assert annuity(rate, life) * worth == pytest.approx(1, rel=1e-9)


@given(RATES, RATES, st.floats(0.5, 100))
def test_dearer_money_never_costs_less(one, other, life):
    low, high = sorted((one, other))
    assert annuity(low, life) <= annuity(high, life) * (1 + 1e-12)


@pytest.mark.parametrize(("rate", "life"), [(0.05, 0), (0.05, -1), (-0.01, 10), ([0.05, -0.1], 10)])
def test_what_has_no_annuity(rate, life):
    with pytest.raises(ValueError, match="an annuity needs a life above 0 years and a rate of at least 0"):
        annuity(rate, life)


def test_what_is_not_invested_needs_neither_rate_nor_life():
    # 1,000 over 10 a at 0 % are 100 a year.
    assert yearly(0.0, np.array([1000.0, 0.0]), np.array([10.0, np.nan])).tolist() == [100, 0]
    assert yearly(np.nan, np.zeros(2), np.full(2, np.nan)).tolist() == [0, 0]
