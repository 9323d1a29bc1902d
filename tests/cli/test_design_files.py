"""`design`: what is written, and where."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from cli.reading import files, run_sheet
from parks import two_sites
from sidestream import cli
from sidestream.park.links import Pipelines
from sidestream.studies import one_design
from typed import typed


def test_a_design_is_written_beside_where_one_stands(run, park):
    found = run("design", "park.xlsx")

    assert found.code == 0
    assert files(park.parent) == ["park-design.xlsx", "park.xlsx"]
    assert re.search(r"total cost +2,500 +2,300 +200  EUR/a", found.out)
    assert found.out.endswith("wrote park-design.xlsx\n")
    assert "\nbuild plant-mill, DN100: 20,000 EUR\n" in found.out
    assert found.err.splitlines()[-1].startswith("best 2,300  bound 2,300  gap 0 = 0 % of the saving")
    assert run_sheet(park.parent / "park-design.xlsx")["status"] == "proven"


@pytest.mark.parametrize("name", ["design.xlsx", "design.json", "design"])
def test_a_design_goes_where_it_is_asked_for(run, park, name):
    found = run("design", "park.xlsx", "-o", name)

    assert found.code == 0
    assert files(park.parent) == sorted([name, "park.xlsx"])
    assert found.out.endswith(f"wrote {name}\n")


@pytest.mark.parametrize("link", ["itself", "symlink", "hardlink", "capitals"])
def test_the_input_is_never_written_over(run, park, link):
    other = park.parent / "other.xlsx"
    names = {"itself": "park.xlsx", "symlink": "other.xlsx", "hardlink": "other.xlsx", "capitals": "PARK.xlsx"}
    if link == "symlink":
        other.symlink_to(park)
    elif link == "hardlink":
        other.hardlink_to(park)
    before = park.read_bytes()
    found = run("design", "park.xlsx", "-o", names[link])

    assert found.code == 2
    assert "an input is never written over" in found.err
    assert park.read_bytes() == before


@pytest.mark.parametrize(
    ("output", "said"),
    [("nowhere/design.xlsx", "there is no folder"), ("taken.xlsx", "it is a folder"), ("park", "it is a file")],
)
def test_where_nothing_can_be_written_is_known_before_the_work(run, park, monkeypatch, output, said):
    (park.parent / "taken.xlsx").mkdir()
    (park.parent / "park").write_text("")
    monkeypatch.setattr(one_design, "design_network", None)  # would crash
    found = run("design", "park.xlsx", "-o", output)

    assert found.code == 10
    assert said in found.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="who may do everything may write here too")
def test_a_folder_one_may_not_write_to(run, park):
    closed = park.parent / "closed"
    closed.mkdir(mode=0o500)
    found = run("design", "park.xlsx", "-o", "closed/design.xlsx")

    assert found.code == 10
    assert "may not be written to" in found.err


def test_an_older_design_is_replaced_as_a_whole_or_not_at_all(run, park, monkeypatch):
    from sidestream.workbook import writing

    old = park.parent / "design.xlsx"
    old.write_bytes(b"old")
    write_book = writing._write_book

    def broken(design: Any, path: Path, **more: Any) -> None:
        path.write_bytes(b"half")
        if path.name.startswith(".design."):
            raise OSError(28, "No space left on device")
        write_book(design, path, **more)

    monkeypatch.setattr(writing, "_write_book", broken)
    failed = run("design", "park.xlsx", "-o", "design.xlsx")
    assert failed.code == 10
    assert "no space left on device. Nothing is lost: the result is in" in failed.err
    assert old.read_bytes() == b"old"
    assert not [name for name in files(park.parent) if "tmp" in name]

    monkeypatch.undo()
    os.chdir(park.parent)
    monkeypatch.setattr(sys, "argv", ["sidestream", "design", "park.xlsx", "-o", "design.xlsx"])
    with pytest.raises(SystemExit):
        cli.main()
    assert run_sheet(old)["status"] == "proven"


def test_a_workbook_that_is_open_elsewhere(run, park):
    (park.parent / "~$park.xlsx").write_bytes(b"\x05owner")
    (park.parent / ".~lock.park.xlsx#").write_text(",owner,host,;")
    with park.open("r+b"):
        assert run("design", "park.xlsx").code == 0


@pytest.mark.parametrize("whole", [True, False], ids=["every column of that name", "what it is and its size"])
def test_a_row_of_the_build_list_pasted_back_is_there(run, tmp_path, whole):
    # the pipe of pipe_that_pays: the design costs 2,300 a year, 2,000 of them its annuity; once it is there 300 are left
    park = tmp_path / "park.xlsx"
    typed(park, two_sites(pipe_cost=10))
    run("design", park, "-o", "design.xlsx", "--gap", "0")
    built = pd.read_excel(tmp_path / "design.xlsx", "Build list", engine="openpyxl").iloc[0]
    book = openpyxl.load_workbook(park)
    sheet = book["Pipelines"]
    names = {cell.value: cell.column for cell in sheet[1]}
    pasted = built if whole else built[["from", "to", "commodity", "link", "length", "payer"]]
    for name, cell in pasted.items():
        column = names.setdefault(name, len(names) + 1) if name in Pipelines.columns else None
        if column and not pd.isna(cell):
            sheet.cell(1, column, name)
            sheet.cell(2, column, cell)
    sheet.cell(2, names["status"], "existing")
    sheet.cell(2, names["sizes"]).value = None if whole else built["size"]
    book.save(park)
    done = run("design", park, "-o", "again.xlsx", "--gap", "0")

    assert done.code == 0, done.err
    summary = pd.read_excel(tmp_path / "again.xlsx", "Summary", engine="openpyxl").set_index("figure")
    assert summary.at["total cost", "today"] == summary.at["total cost", "design"] == pytest.approx(300)
