"""The example park that shows every sheet: designed, and every figure of the design adds up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sidestream.design.audit import audit
from sidestream.studies.one_design import Options, design_network
from sidestream.studies.opening import open_park
from sidestream.workbook.examples import example_files
from sidestream.workbook.results import read_design
from sidestream.workbook.writing import write_design


def test_steam_and_water_is_designed_as_it_should_be(tmp_path: Path) -> None:
    park, warnings = open_park(example_files()["steam_and_water"])
    design = design_network(park, Options(gap=0.05, jobs=2))
    summary = design["Summary"].set_index("figure")
    found, cells, faults = read_design(write_design(design, tmp_path / "design.xlsx"))

    assert warnings == []
    assert faults == []
    assert audit(park, found, cells) == []
    assert summary.at["gap of saving", "design"] <= 5  # scripts/figures steam_and_water goes to the end
    assert summary.at["CO2", "design"] <= 70_000  # its Limits
    assert summary.at["relations set up", "design"] == 1
    # The corridor of the mill road, a conversion and a tanker are among what is built; the budget of the first stage is kept.
    assert {"corridor", "conversion", "fleet"} <= set(design["When to build"]["kind"])
    first = design["Stages and scenarios"].iloc[0]
    assert first["investment"] <= first["budget"] == 12_000_000


@pytest.mark.parametrize(("name", "odd"), [("industrial_symbiosis_north", 2), ("guayama", 1)])
def test_a_park_is_designed_as_its_page_says(name: str, odd: int) -> None:
    park, warnings = open_park(example_files()[name])
    summary = design_network(park, Options(gap=0, jobs=1))["Summary"].set_index("figure")
    page = (Path(__file__).resolve().parents[2] / "docs" / f"{name}.md").read_text(encoding="utf-8")

    assert len(warnings) == odd
    for figure in ("total cost", "CO2"):
        cells = " | ".join(f"{summary.at[figure, column]:,.0f}" for column in ("today", "design", "saving"))
        assert re.search(rf"^\| {figure} \| [^|]+ \| {re.escape(cells)} \|$", page, re.MULTILINE)
    assert f"| investment | EUR |  | {summary.at['investment', 'design']:,.0f} |  |" in page
