"""What all stages and scenarios come to together: when to build, each world's sums, the cash flow and the Summary."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sidestream.design.accounts import CHANGES, MOVED, RELATIONS_SET_UP, paid_by
from sidestream.design.audit import tolerance
from sidestream.design.audit.one_world import OneOfSeveral
from sidestream.design.audit.sheets import Sheet
from sidestream.design.audit.summary import PROVEN, check_least, check_proven, least_lines
from sidestream.design.design import Design
from sidestream.design.guesses import RESTING, resting
from sidestream.design.world_tables import CashFlow
from sidestream.design.worlds import COUNTS, KEY, PRESENT_VALUE
from sidestream.park.park import Park
from sidestream.park.worlds import World, risk_of, shares_of_money, shares_of_years
from sidestream.tables import Number

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


def check_when(sheet: Sheet, parts: Sequence[Part], built: pd.DataFrame) -> None:
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


def check_worlds(sheet: Sheet, parts: Sequence[Part], once: Mapping[str, float]) -> None:
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


def check_cash_flow(sheet: Sheet, park: Park, parts: Sequence[Part], built: pd.DataFrame) -> None:
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
    firsts = {part.world.stage: part for part in reversed(parts)}
    shares_in = {stage: paid_by(part.world.park, part.design["Build list"]) for stage, part in firsts.items()}
    for line in built.to_dict("records"):
        shares = shares_in[line["stage"]](str(line["kind"]), str(line["what"]), str(line["payer"]))
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
        some = costs[
            (costs["case"] == case) & (costs["kind"] == "cash") & ~costs["account"].isin(["investment", "relations"])
        ]
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


def check_sums(sheet: Sheet, park: Park, parts: Sequence[Part], facts: Mapping[str, Any], moved: float | None) -> None:
    """Summary: the figures of all worlds, each weighed by what it is worth or how long it lasts; `moved` is what firms pay
    each other (None: they are not asked).
    """
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
    if moved is not None:
        right[MOVED] = "EUR/a", math.nan, moved
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
