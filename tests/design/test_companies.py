"""Companies are sums of Participants, made and audited."""

from __future__ import annotations

import pandas as pd
import pytest

from design.worked import GYPSUM, mixed, mixed_design, two_sites, two_sites_design
from sidestream.design.audit import audit
from sidestream.design.companies import companies_frame, companies_of


def one_purse():
    """The two sites as one company."""
    return two_sites(Participants=[{**row, "company": "Power plc"} for row in GYPSUM["Participants"]])


def test_the_rows_worked_out_by_hand():
    park, design = two_sites(), two_sites_design()

    pd.testing.assert_frame_equal(companies_frame(park, design["Participants"]), design["Companies"], check_dtype=False)
    assert companies_of(park) == {"plant": "Power plc", "mill": "mill"}


def test_sites_of_one_company_are_added_up():
    row = companies_frame(one_purse(), two_sites_design()["Participants"]).iloc[0]

    # 3,040 + 2,600 EUR today, 1,403.60 + 800 as designed; 2 + 5 t and 1.68 + 1.25 t; half of 4,000 EUR each.
    assert row["company"] == "Power plc"
    assert row[["sites", "cost_today", "cost_design", "saving"]].tolist() == pytest.approx([2, 5640, 2203.6, 3436.4])
    assert row[["co2_today", "co2_design", "investment", "gives", "takes"]].tolist() == pytest.approx(
        [7, 2.93, 4000, 1, 1]
    )


def test_a_saving_that_is_not_defined_stays_so():
    people = two_sites_design()["Participants"].assign(saving=float("nan"))

    assert companies_frame(one_purse(), people)["saving"].isna().all()


def test_no_company_no_rows():
    assert companies_frame(mixed(), mixed_design()["Participants"]).empty


def test_a_company_without_a_row_is_named():
    design = two_sites_design()
    design.tables["Companies"] = design["Companies"].iloc[1:].reset_index(drop=True)

    assert [str(fault.message) for fault in audit(two_sites(), design)] == ["no row for 'Power plc'"]


def test_a_row_of_nobody_is_named():
    design = mixed_design()
    design.tables["Companies"] = two_sites_design()["Companies"].iloc[:1].assign(company="Power plc")

    assert [fault.place for fault in audit(mixed(), design)] == ["Companies!A2"]
