"""What a template begins with: complete, sourced, and ready to be designed with."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sidestream.park.streams import MEDIA
from sidestream.studies.one_design import design_network
from sidestream.studies.opening import open_park
from sidestream.units import rate
from sidestream.workbook.first_rows import first_rows
from sidestream.workbook.template import write_template

ROWS = first_rows()
BY_PIPE = set(MEDIA) - {"solid", "abstract"}  # a conveyor has no usual price


def filled(path: Path, **sheets: list[dict[str, Any]]) -> Path:
    """Write the template and type rows under those that it has; a setting gets its value."""
    book = openpyxl.load_workbook(write_template(path))
    for row in range(2, book["Settings"].max_row + 1):
        typed = {"discount_rate": 5, "electricity_price": 80, "electricity_co2": 100}
        book["Settings"].cell(row, 2).value = typed.get(
            book["Settings"].cell(row, 1).value, book["Settings"].cell(row, 2).value
        )
    for name, rows in sheets.items():
        places = {cell.value: cell.column for cell in book[name][1]}
        for number, row in enumerate(rows, start=2):
            for column, value in row.items():
                book[name].cell(number, places[column]).value = value
    book.save(path)
    return path


@pytest.mark.parametrize(("sheet", "row"), [(sheet, row) for sheet in ("PipeSizes", "Vehicles") for row in ROWS[sheet]])
def test_every_row_has_a_source_or_says_why_it_is_assumed(sheet: str, row: dict[str, Any]) -> None:
    assert row["source"] or row["note"].startswith("assumed: ")
    assert row["quality"] in ("quoted", "estimated", "assumed")
    assert row["note"]


def test_every_medium_that_goes_by_pipe_has_sizes_of_one_measure() -> None:
    sizes = defaultdict(list)
    for row in ROWS["PipeSizes"]:
        sizes[row["medium"]].append(row)

    assert set(sizes) == BY_PIPE
    for rows in sizes.values():
        capacities = [row["capacity"] for row in rows]
        dear = [row["pipe_cost"] + row["trench_cost"] for row in rows]
        assert len(rows) >= 3
        assert len({rate(row["capacity_unit"], 8760.0).dimension for row in rows}) == 1
        assert capacities == sorted(set(capacities))
        assert dear == sorted(dear)
        assert [cost / capacity for cost, capacity in zip(dear, capacities, strict=True)] == sorted(
            (cost / capacity for cost, capacity in zip(dear, capacities, strict=True)), reverse=True
        )


def test_vehicles_drive_back_empty() -> None:
    assert [row["empty_return"] for row in ROWS["Vehicles"]] == [100] * len(ROWS["Vehicles"])
    assert 2 <= len(ROWS["Vehicles"]) <= 3


def test_settings_hold_what_is_no_guess_and_leave_the_rest_blank() -> None:
    values = {row["setting"]: row.get("value") for row in ROWS["Settings"]}

    assert values["currency"] == "EUR"
    assert values["price_year"] == date.today().year
    assert [setting for setting, value in values.items() if value is None] == [
        "discount_rate",
        "electricity_price",
        "electricity_co2",
    ]
    blank = [row["note"] for row in ROWS["Settings"] if row.get("value") is None]
    assert all(note.startswith("Fill in: ") for note in blank)


@pytest.mark.parametrize("typed", [True, False])
def test_a_park_that_builds_from_the_catalogues(tmp_path: Path, typed: bool) -> None:
    """One by-product of each medium, and one on trucks, each worth so much that its link is built, typed or found."""
    units = {"steam": "t", "slurry": "t", "water": "m3"}
    goods = [
        {"commodity": f"spare {m}", "unit": units.get(m, "MWh"), "medium": m, "vanishes": "yes"}
        for m in sorted(BY_PIPE)
    ]
    goods.append({"commodity": "ash", "unit": "t", "medium": "solid", "goes_by": "truck", "volume": 1})
    streams = [{"commodity": row["commodity"], "quantity": 10_000, "unit": f"{row['unit']}/a"} for row in goods]
    names = [row["commodity"] for row in goods]
    ends = {"from": "mill", "to": "dairy", "status": "optional"}
    links = {
        "Pipelines": [{**ends, "commodity": name} for name in names[:-1]],
        "TruckRoutes": [{**ends, "commodity": "ash", "vehicle": "tipper"}],
    }
    path = filled(
        tmp_path / "park.xlsx",
        Participants=[
            {"participant": "mill", "kind": "industry", "x": 0, "y": 0},
            {"participant": "dairy", "kind": "industry", "x": 1, "y": 0},
        ],
        Commodities=goods,
        Supplies=[{"participant": "mill", "disposal_cost": 50, "provision_co2": 0, **row} for row in streams],
        Demands=[{"participant": "dairy", "virgin_price": 50, **row} for row in streams],
        **(links if typed else {}),
    )
    park, warnings = open_park(path)
    design = design_network(park)
    built = design["Build list"]
    sizes = {row["size"] for row in ROWS["PipeSizes"]} | {row["vehicle"] for row in ROWS["Vehicles"]}

    assert [fault for fault in warnings if fault.sheet in ("Settings", "PipeSizes")] == []
    assert {name for names in built["commodity"] for name in names} == set(names)
    assert set(built["size"]) <= sizes
