"""Summary: the figures of the whole park, added up again, and what is proven of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sidestream.design.accounts import CHANGES, FACILITIES_BUILT, MOVED, RELATIONS_SET_UP, least_figures
from sidestream.design.audit import tolerance
from sidestream.design.audit.builds import Builds
from sidestream.design.audit.facilities import Facilities
from sidestream.design.audit.known import DESIGN, TODAY
from sidestream.design.audit.relations import Relations
from sidestream.design.audit.sheets import Sheet
from sidestream.design.guesses import RESTING
from sidestream.design.tables import CO2, COST_ACCOUNTS, VALUED_ACCOUNTS
from sidestream.park.sites import COST
from sidestream.tables import shown

PROVEN = {"best proven cost": "EUR/a", "gap": "EUR/a", "gap of cost": "%", "gap of saving": "%"}
"""Figures that stand in the design's column only, and their units."""
COARSE = 1e4
"""Scale [%] of a share of figures that are differences: what adding up may miss of them weighs more than of a sum."""


def check_summary(
    sheet: Sheet,
    builds: Builds,
    facilities: Facilities,
    relations: Relations | None,
    costs: pd.DataFrame,
    impacts: pd.DataFrame,
    resting: Mapping[str, float],
    facts: Mapping[str, Any],
    *,
    units: Mapping[str, str],
    moved: float | None,
    objective: str,
    changes: int,
    today_works: bool,
) -> None:
    """Name every figure that is wrong, missing or unknown.

    `relations` are those of a park that has Relations. `resting` is what rests on each quality [%], `units` those of the
    impacts, `moved` what firms pay each other (None: they are not asked), `changes` how many cells differ from the workbook.
    """
    right = _figures(builds, facilities, relations, costs, impacts, units)
    if moved is not None:
        right.loc[MOVED] = ("EUR/a", math.nan, moved, moved)
    if changes:
        right.loc[CHANGES] = ("1", math.nan, float(changes), 0.0)
    for quality, name in RESTING.items():
        right.loc[name] = ("%", math.nan, resting[quality], COARSE)
    least = least_lines(objective, units)
    proven_units = {**PROVEN, **least}
    names = [*right.index, *proven_units]
    sheet.known("figure", pd.Index(names, dtype=object), "figure")
    sheet.once()
    figure = sheet.words["figure"].array()
    at_times = right.index.str.startswith("cost: ") | right.index.isin([name for name in units if name != CO2])
    absent = at_times & (right["scale"] == 0)
    for missing in [name for name in [*right.index[~absent], *proven_units] if name not in set(figure)]:
        sheet.say(None, "figure", f"no row for {shown(missing)}")
    units = {**dict(zip(right.index, right["unit"], strict=True)), **proven_units}
    sheet.agree_text("unit", [units[name] for name in figure], "the figure's unit")
    proven = np.isin(figure, list(proven_units))
    rows = right.reindex(figure)
    everywhere = np.ones(len(sheet), bool)
    found = {
        column: sheet.agree(
            column,
            rows[column].to_numpy(float),
            "added up from the other sheets, blank where it is not",
            scale=np.nan_to_num(rows["scale"].to_numpy(float)),
            absolute=tolerance.PENNY,
            share=tolerance.ARITHMETIC,
            where=where,
        )
        for column, where in (("today", everywhere), ("design", ~proven))
    }
    savings = found["today"] - found["design"] + (0.0 if today_works else math.nan)
    sheet.agree(
        "saving",
        np.where(proven, np.nan, savings),
        "today less design" if today_works else "not defined, as today's park does not work",
        scale=np.nan_to_num(rows["scale"].to_numpy(float)),
        absolute=tolerance.PENNY,
        share=tolerance.ARITHMETIC,
    )
    today, design = (float(right[column].to_numpy(float)[0]) for column in ("today", "design"))
    check_proven(sheet, today if today_works else math.nan, design, facts)
    designed = {str(name): float(figure) for name, figure in right["design"].items()}
    check_least(sheet, objective, designed, facts)


def _figures(
    builds: Builds,
    facilities: Facilities,
    relations: Relations | None,
    costs: pd.DataFrame,
    impacts: pd.DataFrame,
    units: Mapping[str, str],
) -> pd.DataFrame:
    """Every figure but what is proven: unit, today, design, scale."""

    def compared(ledger: pd.DataFrame, unit: str) -> tuple[str, float, float, float]:
        case, amount = ledger["case"].to_numpy(np.int64), ledger["amount"].to_numpy(float)
        today, design = (float(amount[case == of].sum()) for of in (TODAY, DESIGN))
        return unit, today, design, float(np.abs(amount).sum())

    valued = costs["account"].isin(VALUED_ACCOUNTS)
    figures = {"total cost": compared(costs, "EUR/a"), "cash cost": compared(costs[~valued], "EUR/a")}
    for account in COST_ACCOUNTS:
        figures[f"cost: {account}"] = compared(costs[costs["account"] == account], "EUR/a")
    invested = sum(float(np.nan_to_num(one.investment[one.new]).sum()) for one in (builds, facilities))
    invested += 0.0 if relations is None else float(np.nan_to_num(relations.once).sum())
    for name, unit in units.items():
        figures["CO2" if name == CO2 else name] = compared(impacts[impacts["impact"] == name], f"{unit}/a")
    figures["investment"] = "EUR", math.nan, invested, invested
    figures["links built"] = "1", math.nan, float(builds.new.sum()), 0.0
    if len(facilities.machines):
        figures[FACILITIES_BUILT] = "1", math.nan, float(facilities.new.sum()), 0.0
    if relations is not None:
        figures[RELATIONS_SET_UP] = "1", math.nan, float(len(relations.once)), 0.0
    return pd.DataFrame.from_dict(figures, orient="index", columns=["unit", "today", "design", "scale"])


def least_lines(objective: str, units: Mapping[str, str]) -> dict[str, str]:
    """Figures on an impact that was made small, and their unit; none where the cost was."""
    return {} if objective == COST else dict.fromkeys(least_figures(objective), f"{units[objective]}/a")


def check_least(sheet: Sheet, objective: str, figures: Mapping[str, float], facts: Mapping[str, Any]) -> None:
    """The gap of an impact that was made small is the design's less the least that is proven, which is no more than that."""
    if objective == COST:
        return
    places = {name: place for place, name in enumerate(sheet.words["figure"].array())}
    names = least_figures(objective)
    bound, gap = (float(sheet["design"][places[name]]) if name in places else math.nan for name in names)
    design = float(figures.get("CO2" if objective == CO2 else objective, 0.0))
    told = facts.get("least_bound")
    if isinstance(told, (int, float)) and tolerance.apart(
        bound, min(float(told), design), abs(design), tolerance.PENNY
    ):
        sheet.say(
            places.get(names[0]), "design", f"{shown(bound)} found, {shown(float(told))} expected: what is proven"
        )
    elif bound > design + tolerance.SHARE * abs(design) + tolerance.PENNY:
        sheet.say(places.get(names[0]), "design", f"{shown(bound)} found: more than the design causes, {shown(design)}")
    elif tolerance.apart(gap, design - bound, abs(design), tolerance.PENNY):
        words = f"{shown(gap)} found, {shown(design - bound)} expected: what the design causes less the least proven"
        sheet.say(places.get(names[1]), "design", words)


def check_proven(sheet: Sheet, today: float, design: float, facts: Mapping[str, Any]) -> None:
    """The gap is the design's cost less the best proven cost; where they disagree, gap of cost tells which is wrong."""
    places = {name: place for place, name in enumerate(sheet.words["figure"].array())}
    cells = {name: float(sheet["design"][places[name]]) if name in places else math.nan for name in PROVEN}

    def differs(name: str, expected: float, scale: float) -> bool:
        return bool(tolerance.apart(cells[name], expected, scale, tolerance.PENNY, tolerance.ARITHMETIC))

    def correct(name: str, expected: float, why: str, scale: float = 0.0) -> float:
        size = np.nanmax([abs(cells[name]), abs(expected), scale, 0.0])
        if name in places and differs(name, expected, size):
            found, right = sheet.figure("design", cells[name]), sheet.figure("design", expected)
            sheet.say(places[name], "design", f"{found} found, {right} expected: {why}")
            return expected
        return cells[name]

    fact = facts.get("bound")
    told = float(fact) if isinstance(fact, (int, float)) else math.nan
    bound, gap = cells["best proven cost"], cells["gap"]
    of_cost = cells["gap of cost"] * abs(design) / 100
    if not math.isnan(told):
        bound = correct("best proven cost", told, "what the search has proven", abs(design))
    elif differs("gap", design - bound, abs(design)) and not tolerance.apart(gap, of_cost, gap, 1e-6):
        bound = correct("best proven cost", design - gap, "total cost less gap", abs(design))
    if bound > design + tolerance.SHARE * abs(design) + tolerance.MONEY:
        words = f"{shown(bound)} found: more than {shown(design)}, the cost of the design"
        sheet.say(places["best proven cost"], "design", words)
    gap = correct("gap", design - bound, "total cost less best proven cost", abs(design))
    share = 0.0 if gap == 0 else 100 * gap / abs(design) if design else math.nan
    correct("gap of cost", share, "gap / total cost")
    possible = today - bound
    share = math.nan if math.isnan(possible) else 0.0
    if possible > 1e-9 * abs(today):
        share = 100 * gap / possible
    why = "gap / (today's total cost less best proven cost)"
    correct("gap of saving", share, why, share * abs(today / possible) if possible else 0.0)
