"""Rules of cooperative games: published games with known answers, and what holds for every game."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidestream.studies.sharing_rules import (
    equal,
    least_core,
    members,
    nucleolus,
    proportional,
    shapley,
    shares_of_all,
)


def game(count, of):
    """The values of all coalitions, each given as the set of its players."""
    return np.array([float(of({i for i in range(count) if s >> i & 1})) for s in range(1 << count)])


def bankruptcy(estate, claims):
    """What is left of an estate once the claims of all others are met (O'Neill 1982)."""
    return game(len(claims), lambda s: max(estate - sum(c for i, c in enumerate(claims) if i not in s), 0))


def savings(costs):
    """What sharing spares against going alone, from the cost of every set of players."""
    return game(3, lambda s: sum(costs[(i,)] for i in s) - costs[tuple(sorted(s))] if s else 0)


@pytest.mark.parametrize(
    ("estate", "shares"), [(100, (100 / 3, 100 / 3, 100 / 3)), (200, (50, 75, 75)), (300, (50, 100, 150))]
)
def test_the_marriage_contracts_of_the_talmud(estate, shares):
    # R. J. Aumann and M. Maschler, Journal of Economic Theory 36 (1985): claims of 100, 200 and 300; the nucleolus is the Mishnah's
    assert nucleolus(bankruptcy(estate, (100, 200, 300))) == pytest.approx(shares)


def test_the_dams_of_the_tennessee_valley():
    # P. D. Straffin and J. P. Heaney, Game theory and the Tennessee Valley Authority, International Journal of Game Theory 10
    # (1981): navigation, flood control, power; costs in 1,000 USD. Shapley value 117,829, 100,756.5, 193,998.5 of the cost.
    costs = {
        (0,): 163_520,
        (1,): 140_826,
        (2,): 250_096,
        (0, 1): 301_607,
        (0, 2): 378_821,
        (1, 2): 367_370,
        (0, 1, 2): 412_584,
    }
    alone = np.array([costs[(i,)] for i in range(3)])
    v = savings(costs)

    assert alone - shapley(v) == pytest.approx([117_829, 100_756.5, 193_998.5], abs=1.0)
    assert (alone - nucleolus(v)).sum() == pytest.approx(412_584)
    assert least_core(v)[1] < 0


def test_the_airport_game():
    # S. C. Littlechild and G. Owen, Management Science 20 (1973): each part of a runway is shared equally by those who need it.
    # Runways of 1, 2 and 4 for three aeroplanes: 1/3, 1/3 + 1/2, 1/3 + 1/2 + 2.
    need = (1, 2, 4)
    v = game(3, lambda s: sum(need[i] for i in s) - max((need[i] for i in s), default=0))

    assert np.array(need) - shapley(v) == pytest.approx([1 / 3, 5 / 6, 17 / 6])
    # S. C. Littlechild, A simple expression for the nucleolus in a special case, International Journal of Game Theory 3 (1974):
    # min(1/2, 2/3 ...) = 1/2 for the first; then (2 - 1/2) / 2 = 3/4; the last pays what is left
    assert np.array(need) - nucleolus(v) == pytest.approx([0.5, 0.75, 2.75])


def test_gloves():
    # One right glove and two left ones, a pair is worth 1: the right one gets all of it in the core, 2/3 by Shapley.
    v = game(3, lambda s: float(0 in s and len(s) > 1))

    assert shapley(v) == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert nucleolus(v) == pytest.approx([1, 0, 0])
    assert least_core(v)[1] == pytest.approx(0)


def test_a_majority_has_no_core():
    # Two of three win 1: the least that somebody can complain of is 1/3.
    v = game(3, lambda s: float(len(s) > 1))

    assert least_core(v)[1] == pytest.approx(1 / 3)
    assert nucleolus(v) == pytest.approx([1 / 3] * 3)


def test_equal_and_proportional():
    assert equal(np.array([0.0, 0, 0, 10])) == pytest.approx([5, 5])
    assert proportional(12, np.array([1.0, 3.0, -2.0])) == pytest.approx([3, 9, 0])
    assert proportional(12, np.zeros(3)) == pytest.approx([4, 4, 4])


def test_a_player_alone():
    assert nucleolus(np.array([0.0, 7.0])) == pytest.approx([7])
    assert shapley(np.array([0.0, 7.0])) == pytest.approx([7])


def by_orders(v, count):
    """The Shapley value, counted out over all orders."""
    found, orders = np.zeros(count), list(permutations(range(count)))
    for order in orders:
        come = 0
        for player in order:
            found[player] += v[come | 1 << player] - v[come]
            come |= 1 << player
    return found / len(orders)


def excesses(v, x):
    return np.sort((v - shares_of_all(v, x))[1:-1])[::-1]


GAMES = st.integers(2, 4).flatmap(lambda n: st.lists(st.integers(0, 20), min_size=(1 << n) - 1, max_size=(1 << n) - 1))


def superadditive(figures):
    """A game from figures, in which two who join never lose by it."""
    v = np.array([0.0, *figures])
    for s in range(1, len(v)):
        part = (s - 1) & s
        while part:
            v[s] = max(v[s], v[part] + v[s ^ part])
            part = (part - 1) & s
    return v


@settings(max_examples=40)
@given(GAMES)
def test_truths_about_every_game(figures):
    v = superadditive(figures)
    count = len(v).bit_length() - 1
    fair, settled, (core, excess) = shapley(v), nucleolus(v), least_core(v)

    assert fair == pytest.approx(by_orders(v, count))
    assert fair.sum() == pytest.approx(v[-1])
    assert settled.sum() == pytest.approx(v[-1], abs=1e-6)
    assert excesses(v, core)[0] == pytest.approx(excess, abs=1e-6)
    assert excesses(v, settled)[0] == pytest.approx(excess, abs=1e-6)
    random = np.random.default_rng(0)
    for _ in range(30):  # no division near it has excesses that are less, from the largest on
        other = random.normal(size=count)
        other = settled + (other - other.mean())
        if (other >= v[1 << np.arange(count)] - 1e-9).all():
            differ = excesses(v, other) - excesses(v, settled)
            first = np.flatnonzero(np.abs(differ) > 1e-6)
            assert not len(first) or differ[first[0]] > 0


def test_who_belongs_to_which():
    assert members(2).tolist() == [[False, False], [True, False], [False, True], [True, True]]
