"""The design of several stages or scenarios: each is true by itself, they share what is built, and their sums are right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from sidestream.design.accounts import CHANGES, RELATION, RELATIONS_SET_UP, paid_by
from sidestream.design.audit import tolerance
from sidestream.design.audit.one_world import OneOfSeveral, audit_world
from sidestream.design.audit.reading import read_sheet
from sidestream.design.audit.sheets import Sheet
from sidestream.design.audit.summary import PROVEN, check_least, check_proven, least_lines
from sidestream.design.design import Design
from sidestream.design.guesses import RESTING, resting
from sidestream.design.tables import RESULTS
from sidestream.design.world_tables import BY_WORLD, SUMMARIES, WORLD_RESULTS, CashFlow, WhenToBuild, WorldResults
from sidestream.design.worlds import COUNTS, KEY, PRESENT_VALUE
from sidestream.errors import Fault
from sidestream.park.park import Park
from sidestream.park.worlds import World, risk_of, shares_of_money, shares_of_years, worlds
from sidestream.tables import Loaded, Number, column_letter

TABLES = {table.sheet: table for table in RESULTS}
LAST = ("investment", "links built", "facilities built", RELATIONS_SET_UP)
"""Figures of the Summary that are those of the last stage: what is built stays."""


@dataclass(frozen=True)
class Part:
    """One world of a design: its tables, and the figures of its Summary by name (today, design, saving)."""

    world: World
    design: Design
    said: OneOfSeveral

    def figure(self, name: str, column: str) -> float:
        """A figure of its Summary; 0 where it does not have it."""
        frame = self.design["Summary"]
        found = frame.loc[frame["figure"] == name, column].to_numpy(float)
        return float(found[0]) if len(found) else 0.0


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
    read = {
        table.sheet: read_sheet(table, design, loaded, faults)
        for table in (TABLES["Summary"], WorldResults, WhenToBuild, CashFlow)
    }
    built = _check_builds(parts, loaded, faults)
    _check_idle(parts, loaded, faults)
    _check_when(read["When to build"], parts, built)
    sums = built.groupby("stage")["investment"].sum() if len(built) else pd.Series(dtype=float)
    once = {str(stage): float(amount) for stage, amount in sums.items()}
    _check_worlds(read["Stages and scenarios"], parts, once)
    _check_cash_flow(read["Cash flow"], park, parts, built)
    _check_summary(read["Summary"], park, parts, design.facts)
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


def _check_when(sheet: Sheet, parts: Sequence[Part], built: pd.DataFrame) -> None:
    """When to build says what is new in each stage's Build list and Facilities."""
    sheet.once()
    key = ["stage", *KEY]
    found = pd.DataFrame({name: sheet.words[name].array() for name in key})
    due = built.set_index(key)
    place = (
        due.index.get_indexer(pd.MultiIndex.from_frame(found)) if len(found) and len(due) else np.full(len(found), -1)
    )
    sheet.say_all(place < 0, "what", lambda row: f"{found['what'].iat[row]} is not built then")
    missing = due.index.difference(pd.MultiIndex.from_frame(found)) if len(found) else due.index
    for row in missing.tolist():
        sheet.say(None, "what", f"no row for {row[2]} in {row[0] or 'the design'}")
    some = np.flatnonzero(place >= 0)
    for name in ("start_year", "capacity", "investment", "life"):
        expected = np.full(len(found), math.nan)
        if len(some):
            expected[some] = due[name].to_numpy(float)[place[some]]
        sheet.agree(name, expected, "what is new in that stage", absolute=tolerance.MONEY, where=place >= 0)
    for name in ("capacity_unit", "payer"):
        words = np.full(len(found), "", object)
        if len(some):
            words[some] = due[name].to_numpy(object)[place[some]]
        sheet.agree_text(name, words.tolist(), "as listed", where=place >= 0)


def _check_worlds(sheet: Sheet, parts: Sequence[Part], once: Mapping[str, float]) -> None:
    """Stages and scenarios repeats the park's stages and each world's own sums; budgets are kept."""
    sheet.once()
    names = [
        (stage, scenario)
        for stage, scenario in zip(sheet.words["stage"].array(), sheet.words["scenario"].array(), strict=True)
    ]
    by = {(part.world.stage, part.world.scenario): part for part in parts}
    for missing in [name for name in by if name not in names]:
        sheet.say(None, "stage", f"no row for {', '.join(missing)}")
    here = np.array([name in by for name in names], bool)
    sheet.say_all(~here, "stage", lambda row: "no stage and scenario of the park")
    mine = [by.get(name) for name in names]
    figures: dict[str, list[float]] = {
        **{
            name: [getattr(part.world, name) if part else math.nan for part in mine]
            for name in ("start_year", "years", "probability", "worth", "budget")
        },
        **{
            f"cost_{case}": [part.figure("total cost", case) if part else math.nan for part in mine]
            for case in ("today", "design")
        },
        **{
            f"co2_{case}": [part.figure("CO2", case) if part else math.nan for part in mine]
            for case in ("today", "design")
        },
        "saving": [part.figure("total cost", "saving") if part else math.nan for part in mine],
        "co2_saving": [part.figure("CO2", "saving") if part else math.nan for part in mine],
        "investment": [once.get(part.world.stage, 0.0) if part else math.nan for part in mine],
    }
    for name, expected in figures.items():
        sheet.agree(name, expected, "its stage, its scenario and its own sums", absolute=tolerance.PENNY, where=here)
    for place, part in enumerate(mine):
        if part and once.get(part.world.stage, 0.0) > part.world.budget * (1 + 1e-6) + tolerance.MONEY:
            sheet.say(place, "investment", f"beyond the budget of {part.world.budget:g}")


def _check_cash_flow(sheet: Sheet, park: Park, parts: Sequence[Part], built: pd.DataFrame) -> None:
    """Cash flow: every participant in every stage, added up from Costs and from what is built when."""
    if park["Stages"].empty:
        sheet.say_all(np.ones(len(sheet), bool), "participant", lambda row: "without stages there is no cash flow")
        return
    sheet.once()
    who, stages = sheet.words["participant"].array(), sheet.words["stage"].array()
    rate = float(park.settings.discount_rate)
    first, last = parts[0].world.start_year, parts[-1].world
    end = last.start_year + last.years
    names = list(park["Participants"]["participant"].drop_duplicates())
    expected: dict[tuple[str, str], dict[str, float]] = {}
    paid = _paid(parts, built)
    for stage in dict.fromkeys(part.world.stage for part in parts):
        mine = [part for part in parts if part.world.stage == stage]
        world = mine[0].world
        cash = {case: _cash(mine, case) for case in ("today", "design")}
        works = all(not math.isnan(part.figure("total cost", "saving")) for part in mine)
        for name in names:
            today, design = (float(cash[case].get(name, 0.0)) for case in ("today", "design"))
            mine_paid = [
                one for one in paid.get(name, []) if world.start_year <= one.year < world.start_year + world.years
            ]
            now = sum(one.amount for one in mine_paid if one.year == one.built)
            later = sum(one.amount for one in mine_paid if one.year != one.built)
            rest = sum(one.left(end, rate) for one in paid.get(name, [])) if world.stage == last.stage else 0.0
            value = world.worth * (today - design) + rest * (1 + rate) ** -(end - first)
            value -= sum(one.amount * (1 + rate) ** -(one.year - first) for one in mine_paid)
            gain = today - design if works else math.nan
            expected[stage, name] = {
                "start_year": world.start_year, "years": world.years, "investment": now, "renewals": later,
                "cost_today": today, "cost_design": design, "gain": gain, "left": rest, "present_value": value if works else math.nan,
            }  # fmt: skip
    for stage, name in expected:
        if not ((who == name) & (stages == stage)).any():
            sheet.say(None, "participant", f"no row for {name}{' in ' + stage if stage else ''}")
    here = np.array([(stage, name) in expected for stage, name in zip(stages, who, strict=True)], bool)
    sheet.say_all(~here, "participant", lambda row: "no such stage and participant")
    for column in [name for name, declared in CashFlow.columns.items() if isinstance(declared, Number)]:
        right = [expected.get((stage, name), {}).get(column, math.nan) for stage, name in zip(stages, who, strict=True)]
        scale = np.abs(
            np.nan_to_num([expected.get(pair, {}).get("cost_today", 0.0) for pair in zip(stages, who, strict=True)])
        )
        sheet.agree(
            column, right, "its cash in Costs, and what it pays when", absolute=tolerance.PENNY, scale=scale, where=here
        )


@dataclass(frozen=True)
class Payment:
    """What somebody pays for something: when it was built first, when this is paid, how much, and how long it lasts."""

    built: float
    year: float
    amount: float
    life: float

    def left(self, end: float, rate: float) -> float:
        """Worth at the end of what it outlives that by: of its annuities in these years [EUR]."""
        years = self.year + self.life - end
        if not years > 0:
            return 0.0
        if rate == 0:
            return self.amount * years / self.life
        share: float = (1 - (1 + rate) ** -years) / (1 - (1 + rate) ** -self.life)
        return self.amount * share


def _paid(parts: Sequence[Part], built: pd.DataFrame) -> dict[str, list[Payment]]:
    """Payments of everybody, renewals included."""
    found: dict[str, list[Payment]] = {}
    end = parts[-1].world.start_year + parts[-1].world.years
    for line in built.to_dict("records"):
        part = next(one for one in parts if one.world.stage == line["stage"])
        shares = paid_by(part.world.park, part.design["Build list"])(
            str(line["kind"]), str(line["what"]), str(line["payer"])
        )
        start, life = float(line["start_year"]), float(line["life"])
        years = [start]
        while life > 0 and years[-1] + life < end:
            years.append(years[-1] + life)
        for name, share in shares.items():
            amount = float(line["investment"]) * share
            found.setdefault(name, []).extend(Payment(start, year, amount, life) for year in years)
    return found


def _cash(mine: Sequence[Part], case: str) -> pd.Series:
    """Cash of everybody in a stage without annuities, expected over its scenarios."""
    total = pd.Series(dtype=float)
    for part in mine:
        costs = part.design["Costs"]
        some = costs[(costs["case"] == case) & (costs["kind"] == "cash") & (costs["account"] != "investment")]
        total = total.add(some.groupby("payer")["amount"].sum().astype(float) * part.world.probability, fill_value=0.0)
    return total


def _guesses(parts: Sequence[Part], money: Any) -> pd.DataFrame:
    """What the saving rests on, over all worlds."""
    key = ["place", "figure", "of", "quality"]
    frames = [
        part.design["Guesses"].assign(amount=part.design["Guesses"]["amount"].astype(float) * share)
        for part, share in zip(parts, money, strict=True)
    ]
    rows = pd.concat(frames)
    rows[key] = rows[key].fillna("").astype(str)
    return rows.groupby(key)["amount"].sum().reset_index()


def _check_summary(sheet: Sheet, park: Park, parts: Sequence[Part], facts: Mapping[str, Any]) -> None:
    """Summary: the figures of all worlds, each weighed by what it is worth or how long it lasts."""
    every = [part.world for part in parts]
    money, years = shares_of_money(every), shares_of_years(every)
    names = list(dict.fromkeys(name for part in parts for name in part.design["Summary"]["figure"]))
    units = {
        name: unit
        for part in parts
        for name, unit in zip(part.design["Summary"]["figure"], part.design["Summary"]["unit"], strict=True)
    }
    works = not any(math.isnan(part.figure("total cost", "saving")) for part in parts)
    right: dict[str, tuple[str, float, float]] = {}
    for name in names:
        if name in PROVEN or name in RESTING.values() or name == CHANGES:
            continue
        weights = years if name == "CO2" or name in park.impacts else money
        if name in LAST:
            right[name] = units[name], math.nan, parts[-1].figure(name, "design")
            continue
        today, design = (
            float(np.dot(weights, [part.figure(name, case) for part in parts])) for case in ("today", "design")
        )
        right[name] = units[name], today, design
    total = right["total cost"]
    if len(park["Stages"]):
        worth = sum(world.worth * world.probability for world in every)
        right[PRESENT_VALUE] = "EUR", worth * total[1], worth * total[2]
    counted = total[1:]
    if park.settings.risk != "expected cost":
        counted = tuple(
            risk_of(park, every, [part.figure("total cost", case) for part in parts]) for case in ("today", "design")
        )  # type: ignore[assignment]
        right[COUNTS] = "EUR/a", *counted
    rests = resting(_guesses(parts, money))
    right |= {name: ("%", math.nan, rests[quality]) for quality, name in RESTING.items()}
    if park.changes:
        right[CHANGES] = "1", math.nan, float(len(park.changes))
    objective = park.settings.objective
    least = least_lines(objective, park.impacts)
    sheet.known("figure", pd.Index([*right, *PROVEN, *least], dtype=object), "figure")
    sheet.once()
    figure = sheet.words["figure"].array()
    for missing in [name for name in (*PROVEN, *least) if name not in set(figure)]:
        sheet.say(None, "figure", f"no row for {missing}")
    for missing in [name for name in right if name not in set(figure) and any(right[name][1:])]:
        sheet.say(None, "figure", f"no row for {missing}")
    there = np.array([name in right for name in figure], bool)
    known = [right.get(name, ("", math.nan, math.nan)) for name in figure]
    before, after = (np.array([float(figures[side]) for figures in known]) for side in (1, 2))
    why = "added up over all stages and scenarios"
    scale = np.fmax(np.abs(before), np.abs(after))
    sheet.agree("today", before, why, scale=scale, absolute=tolerance.PENNY, where=there)
    sheet.agree("design", after, why, scale=scale, absolute=tolerance.PENNY, where=there)
    saving = before - after if works else np.full(len(before), math.nan)
    sheet.agree("saving", saving, "today less design", scale=scale, absolute=tolerance.PENNY, where=there)
    check_proven(sheet, counted[0] if works else math.nan, counted[1], facts)
    check_least(sheet, objective, {name: figures[2] for name, figures in right.items()}, facts)
