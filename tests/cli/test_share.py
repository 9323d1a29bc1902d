"""`share`: who gets what, as a person meets it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from cli.reading import files
from sidestream.workbook.template import write_park
from sidestream.workbook.typed import typed_rows
from studies.test_share import make_park, rivals


@pytest.fixture
def town(tmp_path):
    """A plant and two mills of which one can have what it gives: 80 EUR/a are gained."""
    return write_park(tmp_path / "town.xlsx", typed_rows(make_park(**rivals()).typed))


def test_shares_are_printed_and_written(run, town, tmp_path):
    done = run("share", "town.xlsx", "--gap", 0)
    sheets = pd.read_excel(tmp_path / "town-share.xlsx", sheet_name=None, engine="openpyxl")

    assert done.code == 0
    assert done.out.startswith("3 firms gain 80 EUR/a; no design lets them gain more than 80\n")
    assert "plant" in done.out
    assert "nucleolus: nobody does better alone" in done.out
    assert "shapley: some do better alone (north; plant)" in done.out
    assert "nobody worse off, payments none: a design, 80 EUR/a dearer" in done.out
    assert list(sheets) == ["Shares", "Rules", "Coalitions", "Exchanges", "Returns", "Guarantee", "Run"]
    assert sheets["Shares"].set_index("company")["nucleolus"].to_dict() == pytest.approx(
        {"plant": 60, "north": 20, "south": 0}
    )
    assert files(tmp_path) == ["town-share.xlsx", "town.xlsx"]


def test_as_json(run, town, tmp_path):
    told = json.loads(run("share", "town.xlsx", "--gap", 0, "--rule", "shapley", "--json").out)

    assert told["schema"] == "sidestream.share/1"
    assert [row["receives"] for row in told["sheets"]["Shares"]] == pytest.approx([80 / 3 - 90, 10 + 140 / 3, 20 / 3])
    assert files(tmp_path) == ["town.xlsx"]


def test_a_rule_that_is_not_known(run, town):
    done = run("share", "town.xlsx", "--rule", "luck")

    assert (done.code, done.out) == (2, "")
    assert "nucleolus" in done.err


def test_hardly_any_time(run, town, tmp_path):
    assert run("share", "town.xlsx", "--time-limit", 0.001).code in (5, 6)
