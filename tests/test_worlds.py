"""What is true of every park in stages and scenarios: held against the oracle, and against the park without them."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from designs import MORE, cost, designed, examples, same
from oracle.worlds import best_of_worlds
from park_from import make_park
from parks import sampled
from sidestream.design.audit import audit
from sidestream.errors import InputError
from strategies import park_sheets
from strategies.worlds import with_worlds

SEEDS = st.integers(0, 2**16 - 1)
WHAT_COMES = pytest.mark.parametrize(
    ("stages", "scenarios"), [(True, False), (False, True), (True, True)], ids=["stages", "scenarios", "both"]
)
TINY = {"fleets": False, "whole_loads": False, "limits": False, "relations": False}


@pytest.mark.parametrize(("stages", "scenarios"), sampled([(True, True), (True, False), (False, True)], 3))
@examples(2)
@given(sheets=park_sheets(**TINY), seed=SEEDS)
def test_nothing_is_cheaper_than_the_design_of_all_worlds(sheets, seed, stages, scenarios):
    assume(not any(row.get("continuous") for row in sheets.get("Conversions", [])))
    try:
        park = make_park(**with_worlds(sheets, seed, stages=stages, scenarios=scenarios))
    except InputError:  # what changes may make a fault of its own
        assume(False)
    design = designed(park)
    right = best_of_worlds(park)

    assert (design is not None) == math.isfinite(right)
    if design is not None:
        assert same(design.facts["cost"], right)
        assert same(design.facts["bound"], right)
        assert audit(park, design) == []


@examples(2)
@given(park_sheets())
def test_one_stage_in_which_nothing_changes_is_no_stage(sheets):
    assume(sheets["Settings"].get("discount_rate"))
    stage = {"stage": "always", "start_year": 2030, "years": 7}

    assert same(cost(sheets | {"Stages": [stage]}), cost(sheets))


@pytest.mark.skipif(not MORE, reason="long: asked with EXAMPLES=1; of one world in tests/studies/test_participation.py")
@examples(2)
@given(sheets=park_sheets(), seed=SEEDS)
def test_the_more_firms_can_pay_each_other_over_all_years_the_cheaper(sheets, seed):
    # The oracle does not ask firms: what each pays depends on the dispatch, and over all worlds at once.
    for row in sheets.get("Corridors", []):
        row["payer"] = row.get("payer") or sheets["Participants"][0]["participant"]
    costs = []
    for way in (None, "free", "along links", "none"):
        asked = {**sheets, "Settings": {**sheets["Settings"], "payments": way}}
        try:
            park = make_park(**with_worlds(asked, seed, stages=True, scenarios=True))
            design = designed(park)
        except InputError:
            assume(False)
        if design is not None:
            assert audit(park, design) == []
        costs.append(math.inf if design is None else design.facts["cost"])

    assert all(one <= other + 1e-6 * abs(other) + 1e-3 for one, other in itertools.pairwise(costs))


@pytest.mark.parametrize("way", sampled(["along links", "none", "free"], 3))
@examples(2)
@given(sheets=park_sheets())
def test_firms_find_one_stage_in_which_nothing_changes_to_be_no_stage(sheets, way):
    assume(sheets["Settings"].get("discount_rate") and not sheets.get("Corridors"))
    sheets = {**sheets, "Settings": {**sheets["Settings"], "payments": way}}
    stage = {"stage": "always", "start_year": 2030, "years": 7}
    try:
        assert same(cost(sheets | {"Stages": [stage]}), cost(sheets))
    except InputError:  # today's park does not work
        assume(False)


@examples(2)
@given(park_sheets(limits=False))
def test_scenarios_in_which_nothing_differs_are_none(sheets):
    both = [{"scenario": "one", "probability": 30}, {"scenario": "other", "probability": 70}]

    assert same(cost(sheets | {"Scenarios": both}), cost(sheets))
