"""Names that a spreadsheet or a browser might take for orders are only names, in everything that is written."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from browser import FOUND, Browser
from parks import two_sites
from typed import typed

PLANT, MILL, GYPSUM, LINK = (
    "=cmd|' /C calc'!A0",
    '"><img src=x onerror=alert(1)>',
    "@SUM(1)",
    "<script>alert(1)</script>",
)
NOTE = "javascript:alert(1)"


@pytest.fixture
def nasty(tmp_path) -> Path:
    """The two sites, with names that nobody should have."""
    sheets = two_sites(pipe_cost=10)
    names = {"plant": PLANT, "mill": MILL, "gypsum": GYPSUM}
    renamed = {
        sheet: rows if isinstance(rows, dict) else [{k: names.get(v, v) for k, v in row.items()} for row in rows]
        for sheet, rows in sheets.items()
    }
    renamed["Pipelines"][0] |= {"link": LINK, "note": NOTE}
    path = typed(tmp_path / "park.xlsx", renamed)
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"  # a text that begins with =, as Excel keeps it behind '
    book.save(path)
    return path


def harmless(path: Path) -> set[str]:
    """Texts of a workbook in which no cell is a formula or a link."""
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    return {cell.value for cell in cells if isinstance(cell.value, str)}


def test_workbooks_csv_and_json_hold_them_as_texts(run, nasty):
    for ending in (".xlsx", ".json", ""):
        assert run("design", "park.xlsx", "-o", f"design{ending}").code == 0
    assert run("verify", "park.xlsx", "design").code == 0
    assert run("explain", "park.xlsx", "-o", "why.xlsx", "--page", "letter.html").code == 0

    assert {PLANT, MILL, GYPSUM, LINK} <= harmless(Path("design.xlsx"))
    assert LINK in harmless(Path("why.xlsx"))
    with Path("design/Build list.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["from"] == PLANT
    assert PLANT in json.dumps(json.loads(Path("design.json").read_text(encoding="utf-8")), ensure_ascii=False)
    assert "<script>alert" not in Path("letter.html").read_text(encoding="utf-8")


def test_a_marked_copy_holds_them_as_texts(run, nasty):
    assert run("check", "park.xlsx", "--marked-copy", "marked.xlsx").code == 0
    book = openpyxl.load_workbook("marked.xlsx")
    named = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value in (PLANT, MILL, GYPSUM, LINK)
    ]

    assert named
    assert {cell.data_type for cell in named} == {"s"}


@pytest.mark.skipif(FOUND is None, reason="Chromium is not installed")
def test_a_browser_shows_them_and_does_nothing(run, nasty):
    assert run("design", "park.xlsx", "-o", "design.xlsx").code == 0
    assert run("report", "park.xlsx", "design.xlsx", "-o", "page.html").code == 0
    browser = Browser()
    try:
        browser.open(Path("page.html"))
        assert not [event for event in browser.events if event.get("method") == "Page.javascriptDialogOpening"]
        assert browser.ask("document.images.length") == 0
        assert browser.ask("document.scripts.length") == 1
        assert browser.ask("document.querySelectorAll('[onerror], [href^=\"javascript\" i]').length") == 0
        assert LINK in browser.ask("document.body.textContent")
        assert browser.complaints() == []
    finally:
        browser.close()
