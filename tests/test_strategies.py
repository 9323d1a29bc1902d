"""The parks that property tests draw: valid, small, and with everything in them that a workbook can say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from oracle import MOST_CASES, count_cases, knows
from park_from import make_park
from sidestream.park import SHEETS, SettingRows
from sidestream.park.links import PAYERS
from sidestream.park.sites import RISKS
from sidestream.tables import Choice, Choices, YesNo
from strategies import park_sheets
from strategies.worlds import with_worlds

DRAWN = 160
FEWEST = 4
"""What is in 5 % of all parks is in fewer than this of DRAWN once in a hundred: 0.95^160 (1 + 160 z + 160 159/2 z^2 + ...), with
z = 0.05/0.95, up to three of them is 4 %, and nothing is meant to be rarer than 7 %, where it is 0.5 %. Which parks are drawn varies
with what else has been imported, as hypothesis also draws constants that it finds in modules.
"""
NOT_DRAWN = {"quality", "note", "source", "waste_code", "present"}
NOT_SET = {"currency", "price_year", "gap", "time_limit", "objective", "risk", "risk_tail", "risk_weight", "payments"}
"""Settings that no park draws. With payments every firm is asked, which the oracle does not do: tests/studies/test_participation.py
asks the firms of drawn parks in each of its ways.
"""

SHAPES = {
    "a ratio that is not 1": lambda sheets: any(row["ratio"] != 1 for row in sheets.get("Substitutions", [])),
    "a ratio for one participant": lambda sheets: any(
        row.get("participant") for row in sheets.get("Substitutions", [])
    ),
    "several commodities in a pipe": lambda sheets: any(";" in row["commodity"] for row in sheets.get("Pipelines", [])),
    "an own offer": lambda sheets: any("yearly_cost" in row for row in sheets.get("Pipelines", [])),
    "a choice of sizes": lambda sheets: any(";" in (row.get("sizes") or "") for row in sheets.get("Pipelines", [])),
    "a quantity per period": lambda sheets: any("/period" in row["unit"] for row in sheets.get("Supplies", [])),
    "a payer by name": lambda sheets: any(
        row.get("payer") not in (None, *PAYERS) for row in sheets.get("Pipelines", []) + sheets.get("TruckRoutes", [])
    ),
    "losses that are disposed of": lambda sheets: (
        any(row.get("loss") for row in sheets.get("Pipelines", []) + sheets.get("PipeSizes", []))
        and any(row.get("vanishes") != "yes" for row in sheets["Commodities"])
    ),
    "several sizes of a conversion": lambda sheets: _several(sheets, "Conversions", "conversion", "participant"),
    "several sizes of a storage": lambda sheets: _several(sheets, "Storages", "storage", "participant"),
    "steps of an expansion": lambda sheets: _several(sheets, "Expansions", "of", "participant", "commodity"),
    "an expansion for everything": lambda sheets: any(not row["commodity"] for row in sheets.get("Expansions", [])),
    "a storage in a cycle": lambda sheets: (
        "Storages" in sheets and any(row.get("repeats") for row in sheets.get("Periods", []))
    ),
    "a conversion and a storage to choose": lambda sheets: all(
        any(row["status"] == "optional" for row in sheets.get(sheet, [])) for sheet in ("Conversions", "Storages")
    ),
    "pipes that share a corridor": lambda sheets: any(
        many > 1 for many in Counter(row["corridor"] for row in sheets.get("CorridorPaths", [])).values()
    ),
    "a steady pipe to choose": lambda sheets: any(
        row.get("steady") and row["status"] == "optional" for row in sheets.get("Pipelines", [])
    ),
    "whole loads of a fleet": lambda sheets: (
        {row["vehicle"] for row in sheets.get("Fleets", [])}
        & {row["vehicle"] for row in sheets.get("TruckRoutes", []) if row.get("whole_loads") == "yes"}
    ),
    "routes that share a fleet": lambda sheets: (
        {row["vehicle"] for row in sheets.get("Fleets", [])}
        & {name for name, many in Counter(row["vehicle"] for row in sheets.get("TruckRoutes", [])).items() if many > 1}
    ),
    "junction": lambda sheets: any(row["kind"] == "junction" for row in sheets["Participants"]),
}


def _several(sheets: dict[str, Any], sheet: str, *key: str) -> bool:
    """Whether several rows of a sheet are sizes of one thing."""
    return any(many > 1 for many in Counter(tuple(row[name] for name in key) for row in sheets.get(sheet, [])).values())


ELSEWHERE = (
    "Stages", "Scenarios", "Changes", "Ranges",
    "Funding",  # a design does not know it
)  # fmt: skip
"""Sheets that no park draws yet, as the oracle does not know them: with an oracle of their own, tests/test_worlds.py stands for
them.
"""


def test_each_sheet_column_and_choice_is_drawn_often_enough():
    seen: Counter[str] = Counter()

    @settings(
        max_examples=DRAWN,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(park_sheets())
    def count(sheets: dict[str, Any]) -> None:
        if seen["parks"] % 10 == 0:
            park = make_park(**sheets)  # raises where a check complains
            assert count_cases(park) <= MOST_CASES / 40
            assert knows(park)
        seen["parks"] += 1
        seen.update(set(_said(sheets)))
        seen.update(name for name, has in SHAPES.items() if has(sheets))

    count()
    rare = {what: seen[what] for what in {*_sayable(), *SHAPES} if seen[what] < FEWEST}

    assert not rare, f"of {seen['parks']} parks"


class _Enough(Exception):
    """Both were seen."""


def test_some_pools_are_known_to_the_oracle_and_some_are_not():
    seen: Counter[bool] = Counter()

    # how many it takes varies, as DRAWN says: it goes on until both were seen
    @settings(max_examples=DRAWN, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(park_sheets(pools=True))
    def count(sheets: dict[str, Any]) -> None:
        if "QualityLimits" in sheets and min(seen[True], seen[False]) < 1:
            seen[knows(make_park(**sheets))] += 1
        if min(seen[True], seen[False]) >= 1:
            raise _Enough

    with suppress(_Enough):
        count()

    assert min(seen[True], seen[False]) >= 1, f"{seen}"


def test_stages_scenarios_and_what_differs_in_them_are_drawn_often_enough():
    seen: Counter[str] = Counter()

    @settings(max_examples=60, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(park_sheets(), st.integers(0, 2**16 - 1))
    def count(sheets: dict[str, Any], seed: int) -> None:
        made = with_worlds(sheets, seed, stages=True, scenarios=True)
        words = {f"risk: {made['Settings'].get('risk', RISKS[0])}", *made}
        words |= {f"{row['sheet']}: {row['column']}" for row in made.get("Changes", [])}
        words |= {"budget" for row in made["Stages"] if "budget" in row}
        seen.update(words)

    count()
    wanted = {"Stages", "Scenarios", "Changes", "budget", *(f"risk: {risk}" for risk in RISKS)}
    wanted |= {
        "Participants: present",
        "Settings: value",
        "Demands: virgin_price",
        "Supplies: quantity",
        "Pipelines: status",
    }

    assert not {what: seen[what] for what in wanted if seen[what] < 3}  # 5 % of 60


def _sayable() -> Iterator[str]:
    """Everything that a workbook can say by a word, a filled cell, or a setting."""
    for table in SHEETS:
        if table.sheet in ELSEWHERE:
            continue
        yield table.sheet
        for name, column in table.columns.items():
            if name in NOT_DRAWN:
                continue
            yield f"{table.sheet}, {name}"
            if isinstance(column, (Choice, Choices, YesNo)):
                yield from (f"{table.sheet}, {name}: {word}" for word in column.choices)
            if name == "payer" and PAYERS[0] in column.also:
                yield from (f"{table.sheet}, {name}: {word}" for word in PAYERS)
    yield from (f"Settings: {name}" for name in SettingRows.columns if name not in NOT_SET)


def _said(sheets: dict[str, Any]) -> Iterator[str]:
    """What these sheets say; a blank cell says its default."""
    for table in SHEETS:
        rows = sheets.get(table.sheet, [])
        if rows:
            yield table.sheet
        if table.sheet == "Settings":
            yield from (f"Settings: {name}" for name in rows)
            yield from ("Settings, setting", "Settings, value", "Settings, unit")
            continue
        for row in rows:
            for name, column in table.columns.items():
                cell = row.get(name)
                if cell is not None:
                    yield f"{table.sheet}, {name}"
                said = column.show(column.default) if cell is None else cell
                for word in str(said).split("; ") if isinstance(column, Choices) else [said]:
                    yield f"{table.sheet}, {name}: {word}"
