"""What a design's workbook holds, and that it is read back as it was."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidestream.design.design import Design
from sidestream.design.tables import AT_TIMES, RESULTS, BuildList, Costs, Flows, Impacts
from sidestream.errors import OutputError
from sidestream.tables import Number, is_blank
from sidestream.workbook import writing
from sidestream.workbook.as_json import SCHEMA, design_as_json
from sidestream.workbook.results import read_design
from sidestream.workbook.writing import write_design
from workbook.books import at, small_design


def assert_same(read: Design, written: Design) -> None:
    """Equal to 1e-12; an infinite capacity has become a blank one, blank text is empty."""
    for table in RESULTS:
        for name, column in table.columns.items():
            there, here = read[table.sheet][name], written[table.sheet][name]
            if isinstance(column, Number):
                finite = here.astype(float).replace([np.inf, -np.inf], np.nan).to_numpy()
                np.testing.assert_allclose(there.to_numpy(), finite, rtol=1e-12, err_msg=f"{table.sheet}.{name}")
            else:
                blank = column.default
                assert there.tolist() == [blank if is_blank(value) else value for value in here]


@pytest.mark.parametrize("name", ["design.xlsx", "design"])
def test_a_design_comes_back(tmp_path: Path, name: str) -> None:
    design = small_design(currency="DKK", gap=0.01, bound=float("nan"), today_works=True)
    path = write_design(design, tmp_path / name)
    read, loaded, faults = read_design(path)

    assert faults == []
    assert_same(read, design)
    assert read.facts == {"currency": "DKK", "gap": 0.01, "bound": None, "today_works": True}
    assert loaded["Summary"].cell(3, "today") == "C3"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(
        st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=4
    ),
    number=st.floats(-1e14, 1e14) | st.sampled_from([float("nan"), float("inf"), -float("inf")]),
)
def test_any_text_and_number_comes_back(tmp_path: Path, texts: list[str], number: float) -> None:
    frame = pd.DataFrame({"item": [f"i{place}" for place in range(len(texts))], "value": texts})
    figures = pd.DataFrame({"figure": ["f"], "today": [number]})
    design = Design.of({"Run": frame, "Summary": figures})
    for name in ("design.xlsx", "design"):
        read, _, _ = read_design(write_design(design, tmp_path / name))

        expected = [text.strip() for text in texts]
        shown = read["Run"]["value"].tolist()
        assert [a for a, b in zip(shown, expected, strict=True) if not b.startswith("#") and a != b] == []
        finite = number if np.isfinite(number) else np.nan
        np.testing.assert_allclose(read["Summary"]["today"], [finite], rtol=1e-12)


def test_a_changed_figure_is_read_as_changed(tmp_path: Path) -> None:
    path = write_design(small_design(), tmp_path / "design.xlsx")
    book = openpyxl.load_workbook(path)
    book["Costs"][at(Costs, "amount", 2)] = "a lot"
    book["Build list"][at(BuildList, "used", 2)] = 50
    del book["Flows"]
    book["Impacts"].delete_cols(list(Impacts.columns).index("amount") + 1)
    book.save(path)
    read, _, faults = read_design(path)

    assert read["Build list"]["used"][0] == 0.5
    assert [(fault.place, fault.message) for fault in faults] == [
        (f"Costs!{at(Costs, 'amount', 2)}", "'a lot' is not a number"),
        ("Flows", "the sheet is missing: What flows through each link in each period."),
        ("Impacts", "the column 'amount' is missing: a year"),
    ]


def test_sheets_with_nothing_to_say_are_left_out_and_not_missed(tmp_path: Path) -> None:
    design = small_design()
    path = write_design(design, tmp_path / "design.xlsx")
    read, _, faults = read_design(path)

    assert "Companies" not in openpyxl.load_workbook(path).sheetnames
    assert faults == []
    assert read["Companies"].empty

    design.tables["Companies"] = pd.DataFrame({"company": ["Power plc"]}, columns=list(design["Companies"].columns))
    assert "Companies" in openpyxl.load_workbook(write_design(design, path)).sheetnames
    assert read_design(path)[0]["Companies"]["company"].tolist() == ["Power plc"]


def test_a_workbook_of_something_else_is_no_design(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    design, _, faults = read_design(tmp_path / "other.xlsx")

    assert design["Flows"].empty
    assert [fault.message for fault in faults] == ["none of them is a sheet of a design, such as Summary"]


def test_every_sheet_in_order_with_header_notes_filters_and_frozen_names(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_design(small_design(currency="DKK"), tmp_path / "design.xlsx"))

    assert book.sheetnames == [table.sheet for table in RESULTS if table.sheet not in AT_TIMES]
    for table in (table for table in RESULTS if table.sheet not in AT_TIMES):
        sheet = book[table.sheet]
        assert [cell.value for cell in sheet[1]] == list(table.columns)
        assert all(cell.comment for cell in sheet[1])
        assert sheet.freeze_panes == "B2"
        assert not sheet.merged_cells.ranges
    assert list(book["Build list"].tables) == ["BuildList_table"]
    assert (
        book["Build list"].tables["BuildList_table"].autoFilter.ref
        == f"A1:{at(BuildList, list(BuildList.columns)[-1], 3)}"
    )
    assert book["Costs"][at(Costs, "amount", 1)].comment.text == "a year\nUnit: DKK/a"
    assert (
        book["Flows"][at(Flows, "sent", 1)].comment.text
        == "what enters, in the period\nUnit: the commodity's own, see the column unit"
    )


def test_units_are_the_declared_ones_and_digits_are_kept(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_design(small_design(currency="DKK"), tmp_path / "design.xlsx"))

    assert book["Build list"][at(BuildList, "used", 3)].value == pytest.approx(
        12.3456789012345, rel=1e-15
    )  # a share of 0.1234... in %
    assert book["Summary"]["B2"].value == "DKK/a"
    assert book["Summary"]["C2"].value == 123_456.789
    assert book["Summary"]["C2"].number_format == "#,##0"
    assert book["Summary"]["E4"].value is None
    assert book["Build list"][at(BuildList, "capacity", 2)].value is None  # no limit
    assert book["Build list"][at(BuildList, "commodity", 2)].value == "gypsum; ash"


def test_no_number_is_shown_as_another(tmp_path: Path) -> None:
    # Beside thousands a tenth would be shown as 0; what somebody typed is shown as typed.
    figures = [("a", 38_000.0), ("b", 1.1), ("c", 0.12), ("d", 499.7), ("e", 0.00002)]
    typed = pd.DataFrame([{"place": place, "figure": "price", "value": value} for place, value in figures])
    flows = pd.DataFrame([{"link": place, "sent": value} for place, value in figures])
    book = openpyxl.load_workbook(write_design(Design.of({"Guesses": typed, "Flows": flows}), tmp_path / "d.xlsx"))

    def shapes(sheet: str, column: str) -> list[str]:
        (place,) = (cell.column for cell in book[sheet][1] if cell.value == column)
        return [book[sheet].cell(row, place).number_format for row in range(2, 7)]

    assert shapes("Guesses", "value") == ["General"] * 5
    assert shapes("Flows", "sent") == ["#,##0", "0.00##", "0.00##", "#,##0", "0.00E+00"]


def test_text_is_never_a_formula_a_link_or_a_number(tmp_path: Path) -> None:
    odd = ["=1+1", "+49", "-x", "@home", "http://a.b", "007", "{=SUM(A1)}"]
    design = Design.of({"Run": pd.DataFrame({"item": odd, "value": odd})})
    sheet = openpyxl.load_workbook(write_design(design, tmp_path / "design.xlsx"))["Run"]

    assert [sheet.cell(row, 1).value for row in range(2, 9)] == odd
    assert {sheet.cell(row, 1).data_type for row in range(2, 9)} == {"s"}
    assert not any(sheet.cell(row, 1).hyperlink for row in range(2, 9))


def test_what_a_cell_cannot_hold_is_cut_in_the_middle_and_says_so(tmp_path: Path) -> None:
    log = "first\n" + "x" * 50_000 + "\nlast\x00"
    design = Design.of({"Run": pd.DataFrame({"item": ["log", "version"], "value": [log, 1.5]})})
    read, _, _ = read_design(write_design(design, tmp_path / "design.xlsx"))
    text = read["Run"]["value"][0]

    assert text.startswith("first\nx")
    assert text.endswith("x\nlast")
    assert "signs left out" in text
    assert len(text) <= 32_767
    assert read["Run"]["value"][1] == "1.5"


def test_what_a_sheet_cannot_hold_becomes_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 2)
    with pytest.raises(OutputError) as raised:
        write_design(small_design(), tmp_path / "design.xlsx")

    assert str(raised.value) == (
        f"'{tmp_path / 'design.xlsx'}' could not be written: Summary has 3 rows, and a sheet holds 2."
        f" Nothing is lost: the result is in '{tmp_path / 'design'}', a folder of CSV files"
    )
    assert_same(read_design(tmp_path / "design")[0], small_design())


def test_an_empty_design_is_written(tmp_path: Path) -> None:
    read, _, faults = read_design(write_design(Design.of({}), tmp_path / "design.xlsx"))
    assert faults == []
    assert all(frame.empty for frame in read.tables.values())


def test_csv_files_open_in_excel(tmp_path: Path) -> None:
    folder = write_design(small_design(), tmp_path / "design")

    assert sorted(file.stem for file in folder.glob("*.csv")) == sorted(table.sheet for table in RESULTS)
    assert (folder / "Costs.csv").read_bytes().startswith(b"\xef\xbb\xbfcase,payer")
    with (folder / "Build list.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["link"] for row in csv.DictReader(file)] == ["plant-mill-gypsum", "a & <b> Ærø"]


def test_json_has_a_schema_and_nothing_that_json_lacks(tmp_path: Path) -> None:
    design = small_design(
        currency="DKK", gap=np.float64(0.25), bound=float("inf"), when=dt.date(2030, 1, 1), counts=np.array([1, 2])
    )
    made = design_as_json(design)
    again = json.loads(write_design(design, tmp_path / "design.json").read_text(encoding="utf-8"))

    assert again == made
    assert made["schema"] == SCHEMA == "sidestream.design/1"
    assert made["facts"] == {"currency": "DKK", "gap": 0.25, "bound": None, "when": "2030-01-01", "counts": [1, 2]}
    assert list(made["sheets"]) == [table.sheet for table in RESULTS]
    assert made["units"]["Costs"] == {"amount": "DKK/a"}
    assert made["sheets"]["Summary"][2] == {
        "figure": "pipes",
        "unit": "1",
        "today": 0.0,
        "design": 2.0,
        "saving": None,
        "note": None,
    }
    assert made["sheets"]["Build list"][0]["capacity"] is None
    assert made["sheets"]["Build list"][0]["used"] == 33.3333333333333
