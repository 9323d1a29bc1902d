"""`compare`: as a person meets it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from cli.reading import files
from parks import two_sites
from typed import typed


@pytest.fixture
def dear(tmp_path):
    """The two sites with a dearer pipe."""
    return typed(tmp_path / "dear.xlsx", two_sites(pipe_cost=15))


def test_parks_are_compared_cell_by_cell(run, park, dear, tmp_path):
    done = run("compare", "park.xlsx", "dear.xlsx")
    lines = done.out.splitlines()
    sheets = pd.read_excel(tmp_path / "park-comparison.xlsx", sheet_name=None, engine="openpyxl")

    assert done.code == 0
    assert lines[0] == "1 cell differs from park.xlsx"
    assert "pipe_cost: 10 EUR/m -> 15 EUR/m" in lines[1]
    assert lines[-1] == "wrote park-comparison.xlsx"
    assert list(sheets) == [
        "Cells that differ",
        "Builds that differ",
        "Figures compared",
        "Participants compared",
        "Run",
    ]
    assert sheets["Run"].set_index("item").loc["input 2", "value"] == "dear.xlsx: a park"
    assert files(tmp_path) == ["dear.xlsx", "park-comparison.xlsx", "park.xlsx"]


def test_a_design_beside_a_park_that_is_designed(run, park, dear, tmp_path):
    run("design", "park.xlsx", "--gap", 0, "-o", "design.json")
    told = json.loads(run("compare", "design.json", "dear.xlsx", "--design", "--gap", 0, "--json").out)
    figures = {row["figure"]: row for row in told["sheets"]["Figures compared"] if row["case"] == "design"}

    assert told["schema"] == "sidestream.comparison/1"
    assert figures["total cost"]["first"] == pytest.approx(2_300)
    assert figures["total cost"]["difference"] > 0
    same = run("compare", "design.json", "park.xlsx", "--design", "--gap", 0, "-o", "same.xlsx")
    assert "0 builds differ from design.json" in same.out.splitlines()
    assert same.code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["park.xlsx"], 2, "two files at least"),
        (["park.xlsx", "nowhere.xlsx"], 2, "nowhere.xlsx"),
        (["park.xlsx", "notes.xlsx"], 2, "neither a park nor a design"),
        (["park.xlsx", "notes.json"], 3, "not a design"),
        (["park.xlsx", "dear.xlsx", "-o", "dear.xlsx"], 2, "never written over"),
        ([], 2, "FILES"),
    ],
)
def test_nonsense_is_refused(run, park, dear, tmp_path, words, code, said):
    pd.DataFrame({"a": [1]}).to_excel(tmp_path / "notes.xlsx", engine="xlsxwriter")
    (tmp_path / "notes.json").write_text('{"a": 1}')
    done = run("compare", *words)

    assert done.code == code
    assert said in done.err
