"""Every sheet and column in Markdown, from the declarations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sidestream.design.tables import RESULTS
from sidestream.park import SHEETS
from sidestream.park.sites import SettingRows
from sidestream.tables import Column, Table
from sidestream.workbook.words import default_words, unit_words

TRACES = ("quality", "note", "source")


def reference_markdown() -> str:
    """Return the reference of the input sheets, the rows of Settings, and the result sheets."""
    parts = ["# Sheets and columns", _about(), "## Input"]
    parts += [_input_sheet(table) for table in SHEETS]
    parts += ["## Result"] + [_result_sheet(table) for table in RESULTS]
    return "\n\n".join(parts) + "\n"


def _about() -> str:
    return (
        'An input is an .xlsx workbook or a folder of CSV files with the same names. Blank means "not given" and counts'
        " as the default, if there is one. A price is per the commodity's own unit. Every input sheet may end with"
        " `quality` (measured, quoted, estimated, assumed), `note` and `source`."
    )


def _input_sheet(table: type[Table]) -> str:
    columns = {name: column for name, column in table.columns.items() if name not in TRACES}
    if table.extra is not None:
        columns = {**columns, "(any other name)": table.extra}
    text = f"### {table.sheet}\n\n{table.summary()}\n\n{_columns('column', columns)}"
    if table.sheet == SettingRows.sheet:
        text += f"\n\nThe settings:\n\n{_columns('setting', SettingRows.columns)}"
    return text


def _columns(first: str, columns: Mapping[str, Column]) -> str:
    return _markdown(
        [first, "meaning", "unit", "expected", "default", "needed"],
        [
            [
                f"`{name}`" if not name.startswith("(") else name,
                column.meaning,
                unit_words(column),
                column.expected,
                default_words(column),
                "yes" if column.needed else "",
            ]
            for name, column in columns.items()
        ],
    )


def _result_sheet(table: type[Table]) -> str:
    rows = [[f"`{name}`", column.meaning, unit_words(column)] for name, column in table.columns.items()]
    return f"### {table.sheet} (result)\n\n{table.summary()}\n\n" + _markdown(["column", "meaning", "unit"], rows)


def _markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [list(header), ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
