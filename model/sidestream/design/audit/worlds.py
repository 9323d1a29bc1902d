"""The design of several stages or scenarios: each is true by itself, they share what is built, and their sums are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sidestream.design.accounts import RELATION
from sidestream.design.audit import tolerance
from sidestream.design.audit.one_world import OneOfSeveral, audit_world
from sidestream.design.audit.participation import OF_FIRMS, check_firms
from sidestream.design.audit.reading import read_sheet
from sidestream.design.audit.sheets import Sheet
from sidestream.design.audit.whole import Whole
from sidestream.design.audit.world_sums import Part, check_cash_flow, check_sums, check_when, check_worlds
from sidestream.design.design import Design
from sidestream.design.tables import RESULTS
from sidestream.design.world_tables import BY_WORLD, SUMMARIES, WORLD_RESULTS, CashFlow, WhenToBuild, WorldResults
from sidestream.design.worlds import KEY
from sidestream.errors import Fault
from sidestream.park.park import Park
from sidestream.park.worlds import World, worlds
from sidestream.tables import Loaded, Table, column_letter

TABLES = {table.sheet: table for table in RESULTS}


def audit_worlds(park: Park, design: Design, cells: Mapping[str, Loaded] | None = None) -> list[Fault]:
    """Return every promise that the design breaks; what the worlds come to together is looked at once each is true."""
    every = worlds(park)
    loaded = cells if cells is not None else {table.sheet: _as_written(table, design) for table in WORLD_RESULTS}
    faults = _strangers(every, loaded)
    parts = []
    for world in every:
        mine = {
            sheet: _part(table, loaded.get(BY_WORLD[sheet].sheet), world)
            for sheet, table in TABLES.items()
            if sheet in BY_WORLD
        }
        mine |= {sheet: loaded[sheet] for sheet in ("Assumptions", "Run") if sheet in loaded}
        said = OneOfSeveral([] if world.probability < 1 else None)
        tables = {sheet: one.frame.reset_index(drop=True) for sheet, one in mine.items() if one is not None}
        part = Part(world, Design.of(tables), said)
        short = bool(np.isnan(part.figure("total cost", "saving")))
        facts = {"today_short": short, "pairs_too_many": design.facts.get("pairs_too_many", 0)}
        there = {sheet: one for sheet, one in mine.items() if one is not None}
        found = audit_world(world.park, replace(part.design, facts=facts), there, said)
        faults += [replace(fault, sheet=SUMMARIES) if fault.sheet == "Summary" else fault for fault in found]
        parts.append(part)
    if not faults:
        faults = _together(park, parts, design, loaded)
    order = {table.sheet: place for place, table in enumerate(WORLD_RESULTS)}
    return sorted(dict.fromkeys(faults), key=lambda fault: order[fault.sheet])


def _as_written(table: Any, design: Design) -> Loaded:
    """A sheet as it would stand in a workbook."""
    frame = design[table.sheet]
    frame = frame.set_axis(range(2, len(frame) + 2))
    letters = {name: column_letter(place) for place, name in enumerate(table.columns)}
    return Loaded(table, frame, frame.notna(), letters)


def _words(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name].fillna("").astype(str).str.strip() if name in frame else pd.Series("", frame.index)


def _part(table: Any, whole: Loaded | None, world: World) -> Loaded | None:
    """The rows of a sheet that speak of one world, under their own addresses."""
    if whole is None:
        return None
    frame = whole.frame
    mine = (_words(frame, "stage") == world.stage) & (_words(frame, "scenario") == world.scenario)
    kept = frame.loc[mine].drop(columns=["stage", "scenario"], errors="ignore")
    letters = {name: letter for name, letter in whole.letters.items() if name in table.columns}
    return Loaded(table, kept, whole.given.loc[mine], letters)


def _strangers(every: Sequence[World], loaded: Mapping[str, Loaded]) -> list[Fault]:
    """Name rows of a stage and scenario that there is not."""
    known, faults = {(world.stage, world.scenario) for world in every}, []
    for table in BY_WORLD.values():
        if table.sheet not in loaded:
            continue
        frame = loaded[table.sheet].frame
        pairs = zip(frame.index, _words(frame, "stage"), _words(frame, "scenario"), strict=True)
        for row, stage, scenario in pairs:
            if (stage, scenario) not in known:
                words = ", ".join(name for name in (stage, scenario) if name) or "blank"
                faults.append(loaded[table.sheet].fault(int(row), "stage", f"no stage and scenario: {words}"))
    return faults


def _together(park: Park, parts: Sequence[Part], design: Design, loaded: Mapping[str, Loaded]) -> list[Fault]:
    faults: list[Fault] = []
    tables: list[type[Table]] = [
        *(TABLES[sheet] for sheet in ("Summary", *OF_FIRMS)),
        WorldResults,
        WhenToBuild,
        CashFlow,
    ]
    read = {table.sheet: read_sheet(table, design, loaded, faults) for table in tables}
    built = _check_builds(parts, loaded, faults)
    _check_idle(parts, loaded, faults)
    check_when(read["When to build"], parts, built)
    sums = built.groupby("stage")["investment"].sum() if len(built) else pd.Series(dtype=float)
    once = {str(stage): float(amount) for stage, amount in sums.items()}
    check_worlds(read["Stages and scenarios"], parts, once)
    check_cash_flow(read["Cash flow"], park, parts, built)
    works = all(not np.isnan(part.figure("total cost", "saving")) for part in parts)
    whole = Whole(park, [part.world for part in parts], [part.said.seen for part in parts if part.said.seen])
    moved = check_firms(read["Companies"], read["Payments"], whole, today_works=works)
    check_sums(read["Summary"], park, parts, design.facts, moved)
    _check_expected(read["Stages and scenarios"], parts)
    return faults


def _check_expected(sheet: Sheet, parts: Sequence[Part]) -> None:
    """Limits that hold in expectation do so in each stage."""
    for stage in dict.fromkeys(part.world.stage for part in parts):
        mine = [part for part in parts if part.world.stage == stage]
        for every in zip(*(part.said.expected or [] for part in mine), strict=True):
            for period in every[0].figures:
                figure = sum(
                    part.world.probability * one.figures[period] for part, one in zip(mine, every, strict=True)
                )
                when = ", ".join(name for name in (stage, period) if name)
                words = f"{figure:.9g} {every[0].unit} expected over the scenarios{' in ' + when if when else ''}"
                if tolerance.beyond(figure, every[0].most) or tolerance.beyond(every[0].least, figure):
                    bounds = f"at least {every[0].least:g}" if np.isnan(every[0].most) else f"at most {every[0].most:g}"
                    sheet.say(None, "stage", f"{words}, {bounds} allowed: row {every[0].row} of Limits")


def _listed(part: Part) -> pd.DataFrame:
    """What is new in a world: kind, what, of, size, capacity, investment, life, payer."""
    links, facilities = (part.design[sheet] for sheet in ("Build list", "Facilities"))
    links = links.assign(what=links["link"], of=links["from"].astype(str) + " - " + links["to"].astype(str))
    facilities = facilities.rename(columns={"facility": "what", "participant": "of"})
    columns = [*KEY, "status", "capacity", "capacity_unit", "investment", "life", "payer"]
    begun = part.design["Relations set up"].rename(columns={"set_up_cost": "investment"})
    begun = begun.assign(
        kind=RELATION, what=begun["a"].astype(str) + " - " + begun["b"].astype(str), of="", size="", status="built"
    ).assign(capacity=np.nan, capacity_unit="", payer="half")
    both = pd.concat([one[columns] for one in (links, facilities, begun) if len(one)] or [links[columns]])
    new: pd.DataFrame = both[both["status"] == "built"].drop(columns="status")
    for name in ("of", "size", "payer"):
        new[name] = new[name].fillna("").astype(str)
    return new.assign(investment=new["investment"].astype(float).fillna(0.0))


def _check_builds(parts: Sequence[Part], loaded: Mapping[str, Loaded], faults: list[Fault]) -> pd.DataFrame:
    """What is built does not depend on what comes, and stays. Returns what is new in each stage, with `more` of investment."""
    lines = []
    before: pd.DataFrame | None = None
    stages = list(dict.fromkeys(part.world.stage for part in parts))
    for stage in stages:
        mine = [part for part in parts if part.world.stage == stage]
        now = _listed(mine[0]).set_index(KEY)
        for other in mine[1:]:
            also = _listed(other).set_index(KEY)
            for key in now.index.symmetric_difference(also.index).tolist():
                faults.append(_fault(loaded, key, f"built in one scenario of '{stage}' and not in another"))
            both = now.index.intersection(also.index)
            apart = np.abs(now.loc[both, "investment"] - also.loc[both, "investment"]) > 1e-6 * (
                1 + now.loc[both, "investment"]
            )
            faults += [
                _fault(loaded, key, f"another investment in another scenario of '{stage}'")
                for key in both[apart].tolist()
            ]
        if before is not None:
            gone = before.index.difference(now.index).tolist()
            faults += [_fault(loaded, key, f"built before, and not there in '{stage}'") for key in gone]
        old = (
            np.zeros(len(now))
            if before is None
            else before["investment"].reindex(now.index).fillna(0.0).to_numpy(float)
        )
        fresh = np.ones(len(now), bool) if before is None else ~now.index.isin(before.index)
        more = now["investment"].to_numpy(float) - old
        kept = fresh | (more > 1e-9 * np.maximum(now["investment"].to_numpy(float), 1.0))
        fresh_lines: pd.DataFrame = now.assign(stage=stage, start_year=mine[0].world.start_year, investment=more)[kept]
        lines.append(fresh_lines.reset_index())
        before = now
    made: pd.DataFrame = pd.concat(lines, ignore_index=True)
    return made


def _check_idle(parts: Sequence[Part], loaded: Mapping[str, Loaded], faults: list[Fault]) -> None:
    """A link that costs nothing to have and carries nothing in any world is not built, unless a limit or relation asks."""
    last = parts[-1]
    park = last.world.park
    if park["Limits"]["least"].notna().any() or (park["Relations"]["status"] == "required").any():
        return
    flowing = set().union(*(part.said.flowing for part in parts))
    rows = last.design["Build list"]
    choice = pd.concat([park[sheet][["link", "status"]] for sheet in ("Pipelines", "TruckRoutes")]).set_index("link")[
        "status"
    ]
    free = (rows[["investment", "yearly_cost", "building_co2"]].astype(float).fillna(0.0) == 0).all(axis=1)
    idle = rows[
        free & (rows["status"] == "built") & ~rows["link"].isin(flowing) & (rows["link"].map(choice) == "optional")
    ]
    for kind, link in idle[["kind", "link"]].itertuples(index=False):
        faults.append(_fault(loaded, (kind, link), "carries nothing and costs nothing to open: it is not built"))


def _fault(loaded: Mapping[str, Loaded], key: tuple[str, ...], message: str) -> Fault:
    kind, what = key[0], key[1]
    if kind == RELATION:
        return loaded["Relations set up"].fault(None, "a", f"{what}: {message}")
    sheet, column = ("Build list", "link") if kind in ("pipeline", "truck route") else ("Facilities", "facility")
    frame = loaded[sheet].frame
    rows = frame.index[(_words(frame, column) == what) & (_words(frame, "kind") == kind)]
    return loaded[sheet].fault(int(rows[-1]) if len(rows) else None, column, f"{what}: {message}")
