"""Participants and Summary, made from the other sheets, are those worked out by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from design.worked import WORKED
from sidestream.design.accounts import NOT_DEFINED, gap_of_saving, has_facilities, participants_frame, summary_frame

BOUNDS = {"two sites": 2200.0, "mixed": 19000.0, "digester": 6500.0}


def facilities_of(park, design):
    """What Summary and Participants are told of facilities: nothing where the park has none."""
    return design["Facilities"] if has_facilities(park) else None


@pytest.mark.parametrize("name", WORKED)
def test_participants_add_up_costs_impacts_builds_and_flows(name):
    park, design = (make() for make in WORKED[name])

    sheets = (design[sheet] for sheet in ("Costs", "Impacts", "Build list", "Flows"))
    made = participants_frame(park, *sheets, facilities_of(park, design))

    pd.testing.assert_frame_equal(made, design["Participants"], check_dtype=False)


@pytest.mark.parametrize("name", WORKED)
def test_summary_compares_the_design_with_today(name):
    park, design = (make() for make in WORKED[name])

    sheets = (design[sheet] for sheet in ("Costs", "Impacts", "Build list", "Guesses"))
    made = summary_frame(*sheets, BOUNDS[name], facilities=facilities_of(park, design))

    expected = design["Summary"].drop(columns="note")
    pd.testing.assert_frame_equal(made.drop(columns="note"), expected, check_dtype=False)


def test_savings_are_blank_where_today_does_not_work():
    park, design = (make() for make in WORKED["mixed"])
    sheets = design["Costs"], design["Impacts"], design["Build list"]

    summary = summary_frame(*sheets, design["Guesses"].iloc[:0], 19000, today_works=False).set_index("figure")
    people = participants_frame(park, *sheets, design["Flows"], today_works=False)

    assert summary["saving"].isna().all()
    assert math.isnan(summary.at["gap of saving", "design"])
    assert summary.at["gap", "design"] == pytest.approx(92.805)
    assert summary.at["total cost", "note"] == NOT_DEFINED
    assert people["saving"].isna().all()
    assert people["co2_saving"].isna().all()
    assert people["cost_today"].sum() == pytest.approx(22981.925)


def test_a_gap_where_nothing_can_be_saved_is_none():
    assert gap_of_saving(gap=5, bound=100, today=100) == 0
    assert gap_of_saving(gap=5, bound=100, today=105) == pytest.approx(100)


def test_nothing_proven_leaves_the_gap_blank():
    _, design = (make() for make in WORKED["two sites"])

    made = summary_frame(design["Costs"], design["Impacts"], design["Build list"], design["Guesses"]).set_index(
        "figure"
    )

    assert made.loc[["best proven cost", "gap", "gap of cost", "gap of saving"], "design"].isna().all()


def test_a_bound_that_rounding_lifts_above_the_cost_is_the_cost():
    _, design = (make() for make in WORKED["two sites"])

    sheets = (design[sheet] for sheet in ("Costs", "Impacts", "Build list", "Guesses"))
    made = summary_frame(*sheets, 2291.5 + 1e-5).set_index("figure")

    assert made.at["gap", "design"] == 0
