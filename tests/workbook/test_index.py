"""The sheet that leads through the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sidestream.park import SHEETS
from sidestream.park.links import Pipelines
from sidestream.park.streams import Supplies
from sidestream.workbook.index import RULES, STEPS, needs
from sidestream.workbook.template import FIRST_SHEETS, write_template


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return openpyxl.load_workbook(write_template(tmp_path_factory.mktemp("book") / "mine.xlsx"))["Index"]


def column(sheet: Any, letter: str) -> list[Any]:
    return [cell.value for cell in sheet[letter]]


def test_it_says_what_to_do_first_second_and_third(index: Any) -> None:
    steps = [line.replace("{file}", "mine.xlsx") for line in STEPS]
    first = column(index, "B").index(steps[0])

    assert column(index, "B")[first : first + len(steps)] == steps
    assert column(index, "A")[first : first + len(steps)] == [f"{number}." for number in range(1, len(steps) + 1)]
    assert "Run: sidestream check mine.xlsx" in " ".join(steps)
    assert {rule.replace("{file}", "mine.xlsx") for rule in RULES} <= set(column(index, "B"))


def test_every_sheet_has_a_link_and_a_line(index: Any) -> None:
    linked = {cell.value: cell.hyperlink.location for cell in index["A"] if cell.hyperlink}
    holds = dict(zip(column(index, "A"), column(index, "B"), strict=True))

    assert linked == {sheet: f"'{sheet}'!A1" for sheet in FIRST_SHEETS}
    assert all(holds[table.sheet] == table.summary() for table in SHEETS)  # those to be added, too
    assert not index.merged_cells.ranges


def test_it_names_the_columns_that_a_sheet_cannot_do_without() -> None:
    assert needs(Supplies) == "participant, commodity, quantity, unit (at times provision_co2, disposal_cost)"
    assert needs(Pipelines).startswith("from, to, commodity, status (at times ")


def test_with_every_sheet_there_is_nothing_to_add(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_template(tmp_path / "park.xlsx", [table.sheet for table in SHEETS]))
    assert "For later" not in column(book["Index"], "A")
