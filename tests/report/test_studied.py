"""Each study comes back from its file, and its tables stand on the page with their picture."""

from __future__ import annotations

from typing import Any

import pytest

from sidestream.design.design import Design
from sidestream.design.study_tables.sensitivity import with_drawn
from sidestream.report.studied import TITLES, Study, section
from sidestream.tables import Choice, Column, Number, YesNo
from sidestream.workbook.studies import KINDS, read_study
from sidestream.workbook.writing import write_design

TOLD = {
    "front": ("Front", [{"point": 1, "cost": 900, "impact": 50, "unit": "t/a"}, {"point": 2, "cost": 1_000, "impact": 20, "unit": "t/a"}]),
    "alternatives": ("Links in good designs", [{"link": "a", "verdict": "no-regret", "share": 1.0}, {"link": "b", "verdict": "never", "share": 0.0}]),
    "sensitivity": ("Tornado", [{"change": "price = 1", "range": "price", "end": "low", "bar": -40.0}, {"change": "price = 2", "range": "price", "end": "high", "bar": 60.0}]),
    "outages": ("Outages", [{"design": "best", "kind": "participant", "name": "plant", "weeks": 4, "extra_cost": 70.0}]),
    "share": ("Shares", [{"company": "plant", "shapley": 30.0, "nucleolus": 20.0, "equal": 25.0}]),
    "funding": ("Budget curve", [{"funder": "town", "point": 0, "given": 0, "co2_less": 0}, {"funder": "town", "point": 1, "given": 500, "co2_less": 8}]),
    "explained": ("Links explained", [{"link": "a", "sentence": "it pays"}]),
    "comparison": ("Figures compared", [{"file": "other", "figure": "total cost", "unit": "EUR/a", "first": 1.0, "other": 2.0}]),
}  # fmt: skip
"""For each study a few rows of the sheet that is drawn."""
SAID = {
    "front": "2 designs, from 900 DKK/a with 50.0 t/a of CO2 to 1,000 DKK/a with 20.0 t/a",
    "alternatives": "Of 2 links: 1 no-regret, 1 never.",
    "sensitivity": "price: low end -40.0 EUR/a, high end 60.0 EUR/a",
    "outages": "What those who are left pay more when one is lost for 4 weeks [DKK]",
    "share": "plant: Shapley value 30.0 EUR/a, nucleolus 20.0 EUR/a, equal shares 25.0 EUR/a",
    "funding": "from nothing given to 500 DKK given, which spare 8.00 t of CO2 a year",
    "explained": "it pays",
    "comparison": "total cost",
}


def _filled(column: Column) -> Any:
    if isinstance(column, YesNo):
        return True
    if isinstance(column, Number):
        return 1.0
    return column.choices[0] if isinstance(column, Choice) else "word"


def study(kind: str, **facts: Any) -> Design:
    """A study with a row in each of its sheets, words where words may stand."""
    sheets = KINDS[kind]
    tables = {sheet.sheet: [{name: _filled(column) for name, column in sheet.columns.items()}] for sheet in sheets}
    drawn, rows = TOLD[kind]
    tables[drawn] = [tables[drawn][0] | row for row in rows]
    if kind == "sensitivity":
        sheets = with_drawn([("price", "EUR/t")])
        tables["Samples"][0]["price"] = 7.0
    return Design.of(tables, {"currency": "DKK", "impact": "co2", "saving": 1.0, "enough": True} | facts, sheets, kind)


@pytest.mark.parametrize("ending", [".xlsx", ".json", ""])
@pytest.mark.parametrize("kind", KINDS)
def test_a_study_comes_back_and_is_told(tmp_path, kind, ending):
    path = write_design(study(kind), tmp_path / f"study{ending}")
    found = read_study(path)
    text = section(Study(found, path.name), "picture")

    assert found.kind == kind
    assert found.facts["currency"] == "DKK"
    assert SAID[kind].replace("EUR", "DKK") in text
    assert "EUR" not in text
    assert "warning" not in text
    for table in found.sheets:
        assert len(found[table.sheet]) >= 1
        assert table.sheet in ("Run", "Assumptions") or text.count("<table") >= 1


def test_every_study_has_a_title():
    assert set(TITLES) == set(KINDS)


def test_what_is_not_proven_and_what_is_of_another_park_is_said():
    text = section(Study(study("share", enough=False), "share.xlsx", same_park=False), "picture")

    assert "stopped before all of it was proven" in text
    assert "made of another version of the park" in text
