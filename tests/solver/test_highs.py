"""HiGHS gives the right answer, says how right, and stops when it is told to.

The problems at the end have known optima. They guard against a version of HiGHS that is wrong: none is admitted that
fails here.
"""

import itertools
import time

import highspy
import numpy as np
import pytest

from hard import hard_park
from park_from import make_park
from problems import problem
from sidestream.algebra.matrices import hand_over
from sidestream.errors import SolverError
from sidestream.formulation.programme import write
from sidestream.solver import highs
from sidestream.solver.highs import INFINITY, Watch, load, solve


@pytest.fixture(scope="module")
def hard():
    """A problem that takes minutes."""
    return hand_over(write(make_park(**hard_park())).model)


# What comes out ------------------------------------------------------------------------------------------------------


def test_a_linear_problem_has_a_bound_and_prices():
    # min 2 x + 3 y, x + y >= 4, x <= 3: x = 3, y = 1: 9. Another unit needed costs 3; one more of x saves 1.
    answer = solve(problem([2, 3], [(4, {0: 1, 1: 1}, INFINITY)], upper=[3, INFINITY]))

    assert answer.status == "optimal"
    assert answer.values == pytest.approx([3, 1])
    assert (answer.objective, answer.bound) == (pytest.approx(9), pytest.approx(9))
    assert answer.row_duals == pytest.approx([3])
    assert answer.reduced_costs == pytest.approx([-1, 0])


def test_the_constant_is_in_objective_and_bound():
    answer = solve(problem([2.0], [(1.5, {0: 1}, INFINITY)], whole=[0], constant=100))

    assert (answer.objective, answer.bound) == (pytest.approx(104), pytest.approx(104))


@pytest.mark.parametrize("whole", [[], [0]])
def test_infeasible_is_said(whole):
    answer = solve(problem([1.0], [(2, {0: 1}, INFINITY)], whole=whole, upper=1))

    assert answer.status == "infeasible"
    assert answer.values is None


@pytest.mark.parametrize("whole", [[], [0]])
def test_without_end_is_said(whole):
    assert solve(problem([-1.0], whole=whole)).status in ("unbounded", "infeasible")


def test_a_problem_without_columns_is_solved():
    assert solve(problem([], constant=7)).status == "optimal"


def test_an_option_that_highs_does_not_know_is_not_passed_over():
    with pytest.raises(SolverError, match="does not take mip_feasibility_tolerance = -1"):
        load(problem([1.0]), tolerance=-1)


def test_what_is_no_model_is_not_passed_over():
    # A row that names a column which is not there.
    with pytest.raises(SolverError, match="HiGHS refuses the model"):
        solve(problem([1.0], [(0, {5: 1}, 1)]))


def test_the_log_is_kept_and_not_printed(capfd):
    answer = solve(problem([1.0], [(0.5, {0: 1}, INFINITY)], whole=[0]))

    assert any("Status" in line and "Optimal" in line for line in answer.log)
    assert capfd.readouterr() == ("", "")


# When it stops -------------------------------------------------------------------------------------------------------


def test_stopped_at_its_time_with_the_best_so_far_and_its_bound(hard):
    began = time.monotonic()
    answer = solve(hard, Watch(began + 1.5))

    assert answer.status == "stopped"
    assert time.monotonic() - began < 6
    assert -INFINITY < answer.bound < answer.objective < INFINITY
    assert float(hard.cost @ answer.values) + hard.constant == pytest.approx(answer.objective)


def test_stopped_by_a_wish(hard):
    began = time.monotonic()
    answer = solve(hard, Watch(wish=lambda: time.monotonic() > began + 1))

    assert answer.status == "stopped"
    assert time.monotonic() - began < 6
    assert answer.values is not None


def test_stopped_when_it_is_enough(hard):
    answer = solve(hard, Watch(enough=lambda incumbent, bound: incumbent - bound < 0.9 * abs(incumbent)))

    assert answer.status == "stopped"
    assert answer.objective - answer.bound < 0.9 * answer.objective


def test_an_overrun_time_limit_is_cancelled(hard, monkeypatch):
    """HiGHS may overrun its own limit: the watch does not rely on it."""

    class Deaf(highspy.Highs):
        def setOptionValue(self, name, value):
            return highspy.HighsStatus.kOk if name == "time_limit" else super().setOptionValue(name, value)

    monkeypatch.setattr(highs.highspy, "Highs", Deaf)
    began = time.monotonic()
    answer = solve(hard, Watch(began + 1))

    assert answer.status == "stopped"
    assert time.monotonic() - began < 6


def test_whoever_leaves_leaves_no_solver_at_work(hard):
    """An error in the middle, or a second Ctrl-C, stops HiGHS before it is passed on."""
    solver = load(hard)

    def leave(incumbent, bound):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        highs.run(solver, Watch(news=leave), whole=True)
    assert not solver.is_solver_running()


def test_news_gets_better_and_never_worse(hard):
    told = []
    answer = solve(hard, Watch(time.monotonic() + 1.5, news=lambda *known: told.append(known)))
    costs, bounds = zip(*told, strict=True)

    assert list(costs) == sorted(costs, reverse=True)
    assert list(bounds) == sorted(bounds)
    assert answer.objective <= min(costs) + 1e-6
    assert answer.bound >= max(bounds) - 1e-6


def test_a_start_is_taken(hard):
    whole = np.flatnonzero(hard.integer)
    idle = solve(hard.with_fixed(whole, hard.lower[whole]).relaxed())
    told = []
    answer = solve(
        hard,
        Watch(enough=lambda incumbent, _: incumbent < INFINITY, news=lambda *known: told.append(known)),
        start=idle.values,
    )

    assert answer.objective <= idle.objective + 1e-6


# Known optima --------------------------------------------------------------------------------------------------------


def test_costs_that_are_not_whole():
    # Three of four at 9.4 cover all; 29 would be the answer of a solver that rounds the bound up to a whole number.
    rows = [
        (1, {0: 1, 1: 1}, INFINITY),
        (1, {1: 1, 2: 1}, INFINITY),
        (1, {2: 1, 0: 1}, INFINITY),
        (1, {3: 1}, INFINITY),
    ]
    answer = solve(problem([9.4] * 4, rows, whole=range(4), upper=1))

    assert answer.objective == pytest.approx(28.2)
    assert answer.bound == pytest.approx(28.2)


def test_a_whole_variable_beside_a_cost_that_is_not():
    # x whole, y = 3.7 - x at least 0 costs 1.1 each, x 1: x = 4 costs 4, x = 3 and y = 0.7 costs 3.77.
    answer = solve(problem([1, 1.1], [(3.7, {0: 1, 1: 1}, INFINITY)], whole=[0]))

    assert answer.objective == pytest.approx(3.77)


def test_knapsack():
    # 12 kg: worth 10.5 + 7.25 (5 + 7 kg) = 17.75; 13 + 4.5 (8 + 4 kg) = 17.5; 13 alone leaves 4 kg for 4.5.
    worth, weight = [10.5, 7.25, 13.0, 4.5], [5, 7, 8, 4]
    rows = [(-INFINITY, dict(enumerate(weight)), 12)]
    answer = solve(problem([-one for one in worth], rows, whole=range(4), upper=1))

    assert answer.objective == pytest.approx(-17.75)
    assert answer.values == pytest.approx([1, 1, 0, 0])


def test_knapsack_of_equal_ratios():
    # Worth 2.3 a kg each, 10 kg: 3 + 7 fills it, 23; 4 + 5 is 20.7.
    weight = [3, 4, 5, 7]
    answer = solve(
        problem([-2.3 * one for one in weight], [(-INFINITY, dict(enumerate(weight)), 10)], whole=range(4), upper=1)
    )

    assert answer.objective == pytest.approx(-23)


def test_fixed_charge_with_a_tiny_difference():
    # 100 units: a costs 1,000 and 0.01 each (1,001), b costs 1,000.99 and nothing each: b by a cent.
    rows = [(100, {0: 1, 1: 1}, INFINITY), (-INFINITY, {0: 1, 2: -100}, 0), (-INFINITY, {1: 1, 3: -100}, 0)]
    answer = solve(problem([0.01, 0, 1_000, 1_000.99], rows, whole=[2, 3], upper=[100, 100, 1, 1]))

    assert answer.objective == pytest.approx(1_000.99, abs=1e-6)
    assert answer.values == pytest.approx([0, 100, 0, 1])


def test_large_costs_beside_small_ones():
    # 1e6 to open what saves 999,999.5: not worth it.
    rows = [(1, {0: 1, 1: 1}, INFINITY), (-INFINITY, {1: 1, 2: -1}, 0)]
    answer = solve(problem([999_999.5, 0, 1e6], rows, whole=[2], upper=[1, 1, 1]))

    assert answer.objective == pytest.approx(999_999.5)


def test_integers_beyond_one_and_equality():
    # 3 x + 5 y = 31 in whole numbers: (2, 5) costs 2 * 2.5 + 5 * 4.1 = 25.5; (7, 2) costs 17.5 + 8.2 = 25.7.
    answer = solve(problem([2.5, 4.1], [(31, {0: 3, 1: 5}, 31)], whole=[0, 1], upper=20))

    assert answer.objective == pytest.approx(25.5)
    assert answer.values == pytest.approx([2, 5])


def with_a_start():
    """A pool of two shares and a product each, and a start in which nothing flows. x at 9 into y, worth 17, 86 at most: -1,462 ... 0."""
    rows = [
        (0, {0: 1, 3: -1}, 0),
        (0, {1: -1, 3: 1, 5: 1}, 0),
        (0, {4: -1, 6: 1, 7: 1}, 0),
        (-INFINITY, {8: 1, 10: -86}, 0),
        (-287, {4: -1, 6: 1, 10: -287}, INFINITY),
        (-86, {5: -1, 8: 1, 10: -86}, INFINITY),
        (-INFINITY, {6: 1.5, 7: -4.5}, 0),
        (-INFINITY, {3: -0.5, 8: 4.5, 9: -1.5}, 0),
    ]
    upper = [1000, 86, 1, 86, 287, 86, 287, 287, 86, 86, 1, 1]
    return problem([9, -17, *[0] * 10], rows, whole=[2], upper=upper), np.array([0.0] * 11 + [1])


def test_values_with_a_start_cost_what_is_said():
    # all 86 come over 5, for which nothing is paid: -17 * 86 = -1,462. Version 1.16.0 says so and returns the start, which costs 0
    one, start = with_a_start()
    answer = solve(one, start=start)

    assert answer.objective == pytest.approx(-1462)
    assert one.costs(answer.values) == pytest.approx(-1462)


def test_a_start_that_is_taken_wrongly_is_left_out(monkeypatch):
    one, start = with_a_start()
    truly, given = highs._solve, []

    def wrong(asked, watch, begin, *more):
        answer = truly(asked, watch, None, *more)
        given.append(begin is not None)
        if begin is not None:
            answer.values = begin
        return answer

    monkeypatch.setattr(highs, "_solve", wrong)

    assert one.costs(solve(one, start=start).values) == pytest.approx(-1462)
    assert given == [True, False]


def test_values_that_cost_something_else_are_no_answer(monkeypatch):
    one, start = with_a_start()
    monkeypatch.setattr(highs, "_solve", lambda *_: highs.Answer("optimal", start, -1462.0, -1462.0))

    with pytest.raises(SolverError, match="says -1462 of values that cost something else"):
        solve(one)


def test_another_highs_in_the_process_had_more_threads():
    other = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 2)):
        other.setOptionValue(name, value)
    other.addVar(0, 1)
    other.run()
    solver = load(problem([2, 3], [(4, {0: 1, 1: 1}, INFINITY)]))

    assert solver.run() == highspy.HighsStatus.kOk
    assert solver.getInfo().objective_function_value == pytest.approx(8)


@pytest.mark.parametrize("seed", range(40))
def test_small_problems_equal_trying_everything(seed):
    """Twelve yes or no, costs with decimals, rows that cover and rows that pack."""
    rng = np.random.default_rng(seed)
    width = 12
    cost = np.round(rng.uniform(-10, 20, width), 1)
    rows = []
    for _ in range(6):
        members = rng.choice(width, 4, replace=False)
        rows.append((1, {int(member): 1.0 for member in members}, INFINITY))
    weights = np.round(rng.uniform(1, 9, (2, width)), 1)
    rows += [(-INFINITY, dict(enumerate(row.tolist())), float(np.round(0.6 * row.sum(), 1))) for row in weights]
    everything = np.array(list(itertools.product([0.0, 1.0], repeat=width)))
    fine = np.ones(len(everything), bool)
    for least, terms, most in rows:
        total = everything[:, list(terms)] @ np.array(list(terms.values()))
        fine &= (total >= least - 1e-9) & (total <= most + 1e-9)
    answer = solve(problem(cost, rows, whole=range(width), upper=1))

    assert answer.status == "optimal"
    assert answer.objective == pytest.approx((everything[fine] @ cost).min(), abs=1e-7)
    assert answer.bound == pytest.approx(answer.objective, abs=1e-7)
