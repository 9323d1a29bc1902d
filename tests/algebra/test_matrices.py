"""The matrices that HiGHS receives are, entry by entry, those that Pyomo's own compiler makes of the model."""

import numpy as np
import pyomo.environ as pyo
import pytest
from hypothesis import HealthCheck, given, reject, settings
from pyomo.common.errors import InfeasibleConstraintException

from canonical import assert_same, of_matrices, of_pyomo
from park_from import make_park
from parks import SAMPLE, SOLVED, sampled
from sidestream.algebra.matrices import hand_over
from sidestream.algebra.model import Model
from sidestream.formulation.programme import write
from sidestream.solver.highs import solve
from strategies import parks


def small() -> Model:
    """min flow_a + 2 flow_b + 10 lay_a + 4 lay_b + 7, flow <= 5 lay, 3 <= flow_a + flow_b <= 8."""
    model = Model("small")
    flow = model.columns("flow", ["a", "b"], 0, 5.0)
    lay = model.columns("lay", ["a", "b"], 0, 1, whole=True)
    model.rows("only_if_laid", ["a", "b"], [([0, 1], flow, 1.0), ([0, 1], lay, -5.0)], upper=0.0)
    model.rows("need", ["all"], [(0, flow, 1.0)], lower=3, upper=8)
    model.minimise("cost", np.r_[flow, lay], np.array([1.0, 2.0, 10.0, 4.0]), 7.0)
    return model


@pytest.mark.parametrize(
    ("case", "name"), [*(("design", name) for name in SAMPLE), *(("today", name) for name in sampled(SAMPLE, 3))]
)
def test_hand_over_equals_pyomos_compiler_on_every_solved_park(name, case):
    try:
        assert_same(write(make_park(**SOLVED[name].sheets()), case).model)
    except (
        InfeasibleConstraintException
    ):  # a row without terms that cannot hold: Pyomo refuses it, HiGHS says infeasible
        assert solve(hand_over(write(make_park(**SOLVED[name].sheets()), case).model)).status == "infeasible"


@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(parks())
def test_hand_over_equals_pyomos_compiler_on_any_park(park):
    try:
        assert_same(write(park).model)
    except InfeasibleConstraintException:  # Pyomo refuses a row without terms that cannot hold: nothing to compare
        reject()


def test_nothing_is_made_before_somebody_looks():
    model = small()
    hand_over(model)

    assert not any(block.columns.looked_at for block in model.blocks.values())
    assert not model.pyomo.only_if_laid.looked_at
    assert not model.pyomo.cost.looked_at


def test_fix_and_unfix_reach_the_solver():
    # b alone: 3 * 2 + 4 + 7 = 17; a alone: 3 + 10 + 7 = 20.
    model = small()
    assert solve(hand_over(model)).objective == pytest.approx(17)

    model.pyomo.lay["a"].fix(1)
    model.pyomo.lay["b"].fix(0)
    assert solve(hand_over(model)).objective == pytest.approx(20)
    assert_same(model)

    model.pyomo.lay["a"].unfix()
    model.pyomo.lay["b"].unfix()
    assert solve(hand_over(model)).objective == pytest.approx(17)
    assert_same(model)


def test_bounds_changed_in_pyomo_reach_the_solver():
    # b can carry 1 only, so both are laid: 2 + 1 * 2 + 14 + 7 = 25; or a alone 3 + 10 + 7 = 20.
    model = small()
    model.pyomo.flow["b"].setub(1)

    assert solve(hand_over(model)).objective == pytest.approx(20)


def test_ordinary_constraints_and_variables_stand_beside_ours():
    model = small()
    model.pyomo.extra = pyo.Var(bounds=(0, 9), domain=pyo.Integers)
    model.pyomo.both = pyo.Constraint(expr=model.pyomo.flow["a"] + model.pyomo.extra == 2.5)
    found = solve(hand_over(model))

    # extra whole and flow a + extra = 2.5: a carries 0.5 or more, so a is laid; a = 2.5, b needs 0.5 more.
    assert found.values[4] == pytest.approx(round(found.values[4]))
    assert found.values[0] + found.values[4] == pytest.approx(2.5)
    names = [variable.name for variable in model.variables()] + ["extra"]
    assert of_matrices(hand_over(model), names) == of_pyomo(model.pyomo)


def test_a_deactivated_family_is_left_out():
    model = small()
    model.pyomo.need.deactivate()

    assert solve(hand_over(model)).objective == pytest.approx(7)


def test_a_changed_goal_reaches_the_solver():
    model = small()
    model.pyomo.cost.set_value(model.pyomo.flow["a"] + model.pyomo.flow["b"])
    assert solve(hand_over(model)).objective == pytest.approx(3)

    model.pyomo.cost.set_sense(pyo.maximize)
    assert solve(hand_over(model)).objective == pytest.approx(-8)


def test_what_is_not_linear_is_refused():
    model = small()
    model.pyomo.bent = pyo.Constraint(expr=model.pyomo.flow["a"] * model.pyomo.flow["b"] <= 1)

    with pytest.raises(ValueError, match="bent is not linear"):
        hand_over(model)


def test_a_clone_stands_alone_and_any_pyomo_solver_takes_it():
    model = small()
    copy = model.pyomo.clone()
    copy.lay["b"].fix(0)
    pyo.SolverFactory("appsi_highs").solve(copy)

    assert pyo.value(copy.cost) == pytest.approx(20)
    assert solve(hand_over(model)).objective == pytest.approx(17)


def test_an_lp_file_has_every_row(tmp_path):
    model = small()
    model.pyomo.write(str(tmp_path / "small.lp"), io_options={"symbolic_solver_labels": True})

    text = (tmp_path / "small.lp").read_text()
    assert all(name in text for name in ("only_if_laid(a)", "need(all)", "flow(b)", "lay(a)"))


def test_values_are_given_back_to_pyomo():
    model = small()
    found = solve(hand_over(model))
    model.load(found.values)

    assert pyo.value(model.pyomo.cost) == pytest.approx(17)
    assert pyo.value(model.pyomo.lay["b"]) == pytest.approx(1)


def test_two_columns_of_one_name_are_refused():
    model = Model("twice")
    model.columns("flow", ["a", "a"])

    with pytest.raises(ValueError, match="two columns have one name"):
        model.variables()
