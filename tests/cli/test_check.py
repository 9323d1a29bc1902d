"""`check`: every fault at once, each with its cell; exit code 3."""

from __future__ import annotations

import json
import re
from typing import Any

import openpyxl
import pytest

from candidates.small import drawn
from cli.reading import files
from parks import two_sites
from sidestream.workbook.template import write_park
from sidestream.workbook.typed import typed_rows
from typed import typed


def test_a_park_without_faults(run, park):
    found = run("check", "park.xlsx")

    assert found.code == 0
    assert found.out.startswith("park.xlsx has no faults. Settings 1, Participants 2")
    assert json.loads(run("check", "park.xlsx", "--json").out) == {"file": "park.xlsx", "faults": [], "warnings": []}


def faulty() -> dict[str, Any]:
    sheets = two_sites(10)
    sheets["Supplies"][0]["commodity"] = "gypsm"
    sheets["Demands"][0]["quantity"] = "12,5 "
    sheets["Pipelines"][0]["length"] = -3
    return sheets


def test_every_fault_at_once_each_with_its_cell(run, tmp_path):
    typed(tmp_path / "faulty.xlsx", faulty())
    found = run("check", "faulty.xlsx")

    assert found.code == 3
    assert "faulty.xlsx has 3 problems:" in found.err
    assert "Supplies!B2" in found.err
    assert "did you mean 'gypsum'?" in found.err
    assert "Demands!C2" in found.err
    assert "Pipelines!" in found.err
    assert found.out == ""
    assert run("design", "faulty.xlsx").code == 3
    assert files(tmp_path) == ["faulty.xlsx"]


def test_faults_as_json(run, tmp_path):
    typed(tmp_path / "faulty.xlsx", faulty())
    found = run("check", "faulty.xlsx", "--json")
    told = json.loads(found.out)

    assert found.code == told["exit_code"] == 3
    assert [fault["place"] for fault in told["faults"]][:2] == ["Supplies!B2", "Demands!C2"]
    assert set(told["faults"][0]) == {"place", "sheet", "cell", "column", "message", "severity"}


def test_a_warning_is_no_fault(run, tmp_path):
    sheets = two_sites(10)
    sheets["Participants"].append({"participant": "bystander", "kind": "industry", "x": 9, "y": 9})
    typed(tmp_path / "odd.xlsx", sheets)
    found = run("check", "odd.xlsx")
    told = json.loads(run("check", "odd.xlsx", "--json").out)

    assert found.code == 0
    assert "odd.xlsx: worth a look" in found.err
    assert "Participants!A4" in found.err
    assert told["faults"] == []
    assert [warning["severity"] for warning in told["warnings"]] == ["warning"]
    assert run("design", "odd.xlsx").code == 0


def odd_and_faulty() -> dict[str, Any]:
    sheets = faulty()
    sheets["Vehicles"] = [{"vehicle": "van", "payload": 2, "km_cost": 1, "km_co2": 1, "empty_return": 0.8}]
    return sheets


def test_faults_and_warnings_apart_sheet_by_sheet(run, tmp_path):
    typed(tmp_path / "faulty.xlsx", odd_and_faulty())
    said = run("check", "faulty.xlsx").err.splitlines()
    faults, warnings = said[: said.index("faulty.xlsx: worth a look")], said[said.index("faulty.xlsx: worth a look") :]

    assert [line for line in faults if not line.startswith(" ")] == [
        "faulty.xlsx has 3 problems:",
        "",
        "Supplies",
        "",
        "Demands",
        "",
        "Pipelines",
        "",
    ]
    assert len({line.index(":") for line in faults if line.startswith("  Supplies!")}) == 1
    assert any("0.8 means 0.8 %" in line for line in warnings)
    assert run("check", "faulty.xlsx", "--quiet").err.splitlines() == faults[:-1]


def test_warnings_beside_faults_as_json(run, tmp_path):
    typed(tmp_path / "faulty.xlsx", odd_and_faulty())
    found = run("check", "faulty.xlsx", "--json")
    told = json.loads(found.out)

    assert found.code == 3
    assert [fault["sheet"] for fault in told["faults"]] == ["Supplies", "Demands", "Pipelines"]
    assert [(warning["sheet"], warning["severity"]) for warning in told["warnings"]] == [("Vehicles", "warning")]


def test_a_marked_copy_of_a_faulty_workbook(run, tmp_path):
    typed(tmp_path / "faulty.xlsx", faulty())
    before = (tmp_path / "faulty.xlsx").read_bytes()
    found = run("check", "faulty.xlsx", "--marked-copy", "marked.xlsx")

    assert found.code == 3
    assert "marked.xlsx: a copy with 3 marks" in found.err
    assert (tmp_path / "faulty.xlsx").read_bytes() == before
    assert openpyxl.load_workbook(tmp_path / "marked.xlsx")["Supplies"]["B2"].comment
    assert "marked.xlsx has 3 problems:" in run("check", "marked.xlsx").err


def test_where_no_marked_copy_can_be_written(run, park, tmp_path):
    assert run("check", "park.xlsx", "--marked-copy", "park.xlsx").code == 2
    assert run("check", "park.xlsx", "--marked-copy", "away/marked.xlsx").code == 10
    (tmp_path / "folder").mkdir()
    found = run("check", "folder", "--marked-copy", "marked.xlsx")
    assert found.code == 2
    assert "a folder of CSV files" in found.err
    (tmp_path / "broken.xlsx").write_bytes(b"nonsense")
    found = run("check", "broken.xlsx", "--marked-copy", "marked.xlsx")
    assert found.code == 3
    assert "this is not an Excel workbook" in found.err
    assert files(tmp_path) == ["broken.xlsx", "folder", "park.xlsx"]


def test_a_marked_copy_of_a_sound_workbook(run, park, tmp_path):
    assert run("check", "park.xlsx", "--marked-copy", "marked.xlsx").code == 0
    assert run("check", "marked.xlsx").code == 0


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04nonsense", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old"])
@pytest.mark.parametrize("command", ["check", "design"])
def test_a_file_that_is_no_workbook(run, tmp_path, content, command):
    (tmp_path / "park.xlsx").write_bytes(content)
    found = run(command, "park.xlsx")

    assert found.code == 3
    assert "park.xlsx has 1 problem:" in found.err
    assert "Traceback" not in found.err


def test_a_folder_of_csv_files(run, tmp_path):
    folder = tmp_path / "park"
    folder.mkdir()
    for sheet, rows in two_sites(10).items():
        rows = [{"setting": name, "value": value} for name, value in rows.items()] if isinstance(rows, dict) else rows
        header = list(dict.fromkeys(column for row in rows for column in row))
        lines = [header, *([str(row.get(column, "")) for column in header] for row in rows)]
        (folder / f"{sheet}.csv").write_text("\n".join(",".join(line).replace("None", "") for line in lines) + "\n")

    assert run("check", "park").code == 0
    assert run("design", "park").code == 0
    assert run("verify", "park", "park-design.xlsx").code == 0
    assert run("design", "park", "-o", "design").code == 0
    assert run("verify", "park", "design").code == 0
    assert "Summary.csv" in files(tmp_path / "design")


def test_the_folder_one_stands_in(run, tmp_path, monkeypatch):
    run("template", "new.xlsx")
    found = run("design", ".")

    assert found.code == 3
    assert "no CSV file here is a sheet" in found.err


def test_offered_links_are_counted_apart(run, tmp_path):
    write_park(tmp_path / "bare.xlsx", typed_rows(drawn(3).typed))
    found = run("check", "bare.xlsx", "--quiet")

    assert re.search(r"; \d+ links could pay and are offered beside them$", found.out.splitlines()[0])
    assert re.fullmatch(r"The places are around x [\d.]+, y [\d.]+, [\d.]+ km across\.", found.out.splitlines()[1])
    assert "TruckRoutes" not in found.out
