"""A workbook with stages and scenarios, as a person meets it: designed, verified, looked at without its scenarios."""

from __future__ import annotations

import json

import openpyxl
import pytest

from cli.reading import cells, run_sheet
from parks import sampled
from typed import typed

SHEETS = {
    "Settings": [{"setting": "discount_rate", "value": 5}],
    "Participants": [
        {"participant": "plant", "kind": "industry", "x": 0, "y": 0},
        {"participant": "mill", "kind": "industry", "x": 1, "y": 0},
    ],
    "Commodities": [{"commodity": "gypsum", "unit": "t", "medium": "solid"}],
    "Supplies": [
        {"participant": "plant", "commodity": "gypsum", "quantity": 100, "unit": "t/a", "provision_co2": 0}
        | {"if_not_taken": "dispose", "disposal_cost": 10}
    ],
    "Demands": [
        {"participant": "mill", "commodity": "gypsum", "quantity": 100, "unit": "t/a"}
        | {"if_not_served": "buy", "virgin_price": 20}
    ],
    "Pipelines": [
        {"from": "plant", "to": "mill", "commodity": "gypsum", "link": "pipe", "status": "optional", "length": 1}
        | {"capacity": 100, "capacity_unit": "t/a", "investment": 9000, "life": 10}
    ],
    "Stages": [{"stage": "soon", "start_year": 2027, "years": 5}, {"stage": "later", "start_year": 2032, "years": 10}],
    "Scenarios": [{"scenario": "as it is", "probability": 90}, {"scenario": "mill shuts", "probability": 10}],
    "Changes": [
        {"when": "later", "sheet": "Demands", "key": "mill, gypsum", "column": "virgin_price", "factor": 1.5},
        {"when": "mill shuts", "sheet": "Participants", "key": "mill", "column": "present", "value": "no"},
    ],
}


@pytest.fixture
def park(tmp_path):
    return typed(tmp_path / "park.xlsx", SHEETS)


def test_designed_written_and_verified(run, park, tmp_path):
    made = run("design", "park.xlsx", "-o", "d.xlsx", "--quiet")
    verified = run("verify", "park.xlsx", "d.xlsx")
    names = openpyxl.load_workbook(tmp_path / "d.xlsx", read_only=True).sheetnames

    assert made.code == verified.code == 0
    assert "present value of the cost" in made.out
    assert names[:5] == ["Summary", "Stages and scenarios", "When to build", "Cash flow", "Summaries"]
    assert [row["stage"] for row in cells(tmp_path / "d.xlsx", "When to build")] == ["soon"]
    assert len(cells(tmp_path / "d.xlsx", "Stages and scenarios")) == 4

    book = openpyxl.load_workbook(tmp_path / "d.xlsx")
    book["When to build"]["I2"] = 1
    book.save(tmp_path / "d.xlsx")
    found = run("verify", "park.xlsx", "d.xlsx")

    assert found.code == 9
    assert "When to build!I2" in found.err


@pytest.mark.parametrize(
    ("words", "said", "count"), [(["--no-scenarios"], "left out", 2), (["--scenario", "mill shuts"], "mill shuts", 2)]
)
def test_one_scenario_or_none_of_them(run, park, tmp_path, words, said, count):
    made = run("design", "park.xlsx", "-o", "d.xlsx", "--quiet", *words)
    verified = run("verify", "park.xlsx", "d.xlsx")

    assert made.code == verified.code == 0
    assert run_sheet(tmp_path / "d.xlsx")["scenarios"] == said
    assert len(cells(tmp_path / "d.xlsx", "Stages and scenarios")) == count


@pytest.mark.parametrize(
    ("words", "stages"), sampled([(["--scenario", "mill shuts"], "without"), (["--no-scenarios"], "with")], 2)
)
def test_there_is_no_risk_to_weigh_where_scenarios_are_not(run, tmp_path, words, stages):
    asked = [{"setting": "risk", "value": "CVaR"}, {"setting": "risk_tail", "value": 10}]
    sheets = SHEETS | {"Settings": [*SHEETS["Settings"], *asked]}
    if stages == "without":
        del sheets["Stages"]
        sheets["Changes"] = [row for row in SHEETS["Changes"] if row["when"] == "mill shuts"]
    typed(tmp_path / "park.xlsx", sheets)
    weighed = run("design", "park.xlsx", "-o", "w.xlsx", "--quiet")
    made = run("design", "park.xlsx", "-o", "d.xlsx", "--quiet", *words)
    verified = run("verify", "park.xlsx", "d.xlsx")

    assert (weighed.code, made.code, verified.code) == (0, 0, 0), made.err


def test_one_and_none_is_too_much(run, park):
    found = run("design", "park.xlsx", "--scenario", "mill shuts", "--no-scenarios")

    assert found.code == 2
    assert "--no-scenarios" in found.err


@pytest.mark.parametrize("view", sampled([["--for", "mill"], ["--anonymise"]], 2))
def test_views(run, park, tmp_path, view):
    found = run("design", "park.xlsx", "-o", "d.json", "--quiet", *view)
    sheets = json.loads((tmp_path / "d.json").read_text())["sheets"]

    assert found.code == 0
    assert "plant" not in json.dumps(sheets["Cash flow"])
    assert len(sheets["Cash flow"]) == (2 if "mill" in view else 4)
