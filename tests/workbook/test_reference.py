"""The reference of every sheet and column."""

from __future__ import annotations

from sidestream.design.tables import RESULTS
from sidestream.park import SHEETS
from sidestream.park.sites import SettingRows
from sidestream.workbook.reference import reference_markdown


def test_every_sheet_column_and_setting_is_there() -> None:
    text = reference_markdown()
    sections = {part.partition("\n")[0]: part for part in text.split("\n### ")[1:]}

    assert list(sections) == [table.sheet for table in SHEETS] + [f"{table.sheet} (result)" for table in RESULTS]
    for table in SHEETS:
        assert table.summary() in sections[table.sheet]
        for name, column in table.columns.items():
            assert name in ("quality", "note", "source") or f"| `{name}` | {column.meaning} |" in sections[table.sheet]
    for name in SettingRows.columns:
        assert f"| `{name}` |" in sections["Settings"]


def test_a_line_says_all_there_is_to_know() -> None:
    text = reference_markdown()

    assert (
        "| `upkeep` | yearly upkeep, of pipe and station without the trench | % of investment/a | at least 0 and at most 100 | 0 |  |"
        in text
    )
    assert "| `participant` | what every other sheet calls it |  | a name without ; |  | yes |" in text
    assert (
        "| `virgin_price` | price of the bought good; needed where it buys | EUR/commodity unit | a number |  |  |"
        in text
    )
    assert "| `two_way` | whether it can carry both ways |  | yes or no | no |  |" in text
    assert "| (any other name) | factor on the average rate |  | at least 0 |  | yes |" in text


def test_every_line_of_a_table_has_as_many_cells() -> None:
    widths = set()
    for block in reference_markdown().split("\n\n"):
        if block.startswith("| "):
            widths |= {frozenset(line.replace("\\|", "").count("|") for line in block.splitlines())}
    assert all(len(width) == 1 for width in widths)
