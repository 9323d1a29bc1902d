"""The design of several stages or scenarios, made of the designs of each: what they come to together, and when to build.

A yearly amount of all worlds is the one that is worth as much: sum worth * probability * amount / sum worth * probability.
Impacts are not discounted: sum years * probability * amount / sum years * probability.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sidestream.design.accounts import (
    RELATION,
    has_facilities,
    least_rows,
    paid_by,
    proven_rows,
    summary_frame,
    with_exchanges,
)
from sidestream.design.companies import companies_frame
from sidestream.design.design import Design
from sidestream.design.payments import in_words, nothing_paid
from sidestream.design.tables import Summary
from sidestream.design.world_tables import BY_WORLD, WORLD_RESULTS, CashFlow, WhenToBuild, WorldResults
from sidestream.money import annuity
from sidestream.park.assumptions import assumptions
from sidestream.park.park import Park
from sidestream.park.worlds import World, shares_of_money, shares_of_years

PRESENT_VALUE = "present value of the cost"
"""Line of the Summary: what all years cost together, at the beginning of the first stage."""
COUNTS = "cost that counts"
"""Line of the Summary where risk counts: what the design makes small."""
ANNUITIES = ("investment", "relations")
"""Accounts of what is paid once: in a cash flow it stands where it is paid."""
MONEY, CARBON = (
    ["cost_today", "cost_design", "saving"],
    ["co2_today", "co2_design", "co2_saving"],
)
"""Columns of Participants that are means over all years: by their present value, and not discounted."""
KEY = ["kind", "what", "of", "size"]


def together(
    park: Park,
    every: Sequence[World],
    designs: Sequence[Design],
    facts: Mapping[str, Any],
    agreed: Mapping[str, pd.DataFrame],
) -> Design:
    """Return one design of the designs of all worlds. `agreed` is what firms pay and gain over all of them, where they are
    asked: Payments, and Firms (see `companies_frame`).
    """
    tables = {table.sheet: stacked(every, designs, sheet, table.columns) for sheet, table in BY_WORLD.items()}
    lines = lines_built(every, designs)
    invested = investments(every, designs, lines)
    tables["Stages and scenarios"] = _world_results(every, designs, lines)
    tables["When to build"] = when_to_build(lines)
    tables["Cash flow"] = cash_flow(park, every, designs, invested)
    tables["Companies"] = companies_frame(park, participants_together(every, designs), agreed.get("Firms"))
    tables["Payments"] = agreed.get("Payments", nothing_paid())
    tables["Summary"] = _summary(park, every, designs, facts, tables["Payments"])
    tables["Assumptions"] = assumptions(park)
    return Design.of(tables, facts, WORLD_RESULTS)


def participants_together(every: Sequence[World], designs: Sequence[Design]) -> pd.DataFrame:
    """Return the Participants rows of all worlds as one: money by its worth, CO2 by years; what is invested is that of the
    last stage, as what is built stays, and exchanges are those of any world.
    """
    frames = [design["Participants"] for design in designs]
    made = frames[-1].copy()
    weighed = [(MONEY, shares_of_money(every)), (CARBON, shares_of_years(every))]
    for columns, shares in weighed:
        parts = [share * frame[columns].astype(float) for share, frame in zip(shares, frames, strict=True)]
        made[columns] = sum(parts[1:], parts[0])
    return with_exchanges(made, pd.concat([design["Flows"] for design in designs]))


def of_world(design: Design, world: World) -> Design:
    """Return the part of a design that speaks of one world, as the design of that world."""
    tables = {
        sheet: _rows_of(design[table.sheet], world).drop(columns=["stage", "scenario"])
        for sheet, table in BY_WORLD.items()
    }
    for sheet in ("Assumptions", "Run"):
        tables[sheet] = design[sheet]
    return Design.of(tables)


def _rows_of(frame: pd.DataFrame, world: World) -> pd.DataFrame:
    names = [frame[name].fillna("").astype(str) for name in ("stage", "scenario")]
    return frame[(names[0] == world.stage) & (names[1] == world.scenario)]


def stacked(every: Sequence[World], designs: Sequence[Design], sheet: str, columns: Mapping[str, Any]) -> pd.DataFrame:
    """A sheet of all worlds, each row with its stage and scenario."""
    frames = [
        design[sheet].assign(stage=world.stage, scenario=world.scenario)
        for world, design in zip(every, designs, strict=True)
        if len(design[sheet])
    ]
    return pd.concat(frames, ignore_index=True)[list(columns)] if frames else pd.DataFrame(columns=list(columns))


def _weighed(
    every: Sequence[World], designs: Sequence[Design], sheet: str, key: Sequence[str], shares: Any
) -> pd.DataFrame:
    """The rows of a sheet with an amount, added up over all worlds."""
    parts = [
        design[sheet].assign(amount=design[sheet]["amount"].astype(float) * share)
        for share, design in zip(shares, designs, strict=True)
    ]
    rows = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return rows.groupby(list(key), sort=False, dropna=False)["amount"].sum().reset_index()


def guesses_together(design: Design) -> pd.DataFrame:
    """The rows of Guesses of a whole design, the weightiest first: each figure once, its amounts in all worlds weighed."""
    rows: pd.DataFrame = design["Guesses"]
    if "stage" not in rows or rows.empty:
        return rows
    worlds = design["Stages and scenarios"]
    share = worlds["worth"].astype(float) * worlds["probability"].astype(float)
    each = worlds[["stage", "scenario"]].assign(share=share / share.sum())
    rows = rows.merge(each, on=["stage", "scenario"], how="left")
    rows = rows.assign(amount=rows["amount"].astype(float) * rows["share"])
    rows = rows.groupby(["place", "figure", "of", "quality"], sort=False, dropna=False)["amount"].sum().reset_index()
    return rows.sort_values("amount", key=abs, ascending=False, kind="stable", ignore_index=True)


def investments(every: Sequence[World], designs: Sequence[Design], lines: pd.DataFrame) -> pd.DataFrame:
    """What is built when, payer by payer: the columns of `lines_built`, line, paid_by, share."""
    lines = lines.assign(line=range(len(lines)))
    shares = {world.stage: paid_by(world.park, design["Build list"]) for world, design in _firsts(every, designs)}
    split = [
        (line, who, share)
        for line, (stage, *of) in enumerate(lines[["stage", "kind", "what", "payer"]].astype(str).values.tolist())
        for who, share in shares[stage](*of).items()
    ]
    return lines.merge(pd.DataFrame(split, columns=["line", "paid_by", "share"]), on="line")


def lines_built(every: Sequence[World], designs: Sequence[Design]) -> pd.DataFrame:
    """What is built at the beginning of each stage: stage, start_year, kind, what, of, size, capacity, capacity_unit,
    investment, life, payer.
    """
    before: dict[tuple[str, ...], float] = {}
    lines: list[dict[str, Any]] = []
    for world, design in _firsts(every, designs):
        now: dict[tuple[str, ...], float] = {}
        for line in _built(design):
            key = tuple(str(line[name]) for name in KEY)
            now[key] = now.get(key, 0.0) + float(line["investment"])
            more = now[key] - before.get(key, 0.0)
            if key not in before or more > 1e-9 * max(now[key], 1.0):
                lines.append(line | {"stage": world.stage, "start_year": world.start_year, "investment": more})
        before = now
    columns = ["stage", "start_year", *KEY, "capacity", "capacity_unit", "investment", "life", "payer"]
    return pd.DataFrame(lines, columns=columns)


def _firsts(every: Sequence[World], designs: Sequence[Design]) -> list[tuple[World, Design]]:
    found: dict[str, tuple[World, Design]] = {}
    for world, design in zip(every, designs, strict=True):
        found.setdefault(world.stage, (world, design))
    return list(found.values())


def _built(design: Design) -> list[dict[str, Any]]:
    """Every new link and facility of a design."""
    links, facilities = (design[sheet] for sheet in ("Build list", "Facilities"))
    links = links[links["status"] == "built"]
    links = links.assign(what=links["link"], of=links["from"].astype(str) + " - " + links["to"].astype(str))
    facilities = facilities[facilities["status"] == "built"].rename(columns={"facility": "what", "participant": "of"})
    relations = design["Relations set up"].rename(columns={"set_up_cost": "investment"})
    both = relations["a"].astype(str) + " - " + relations["b"].astype(str)
    relations = relations.assign(
        kind=RELATION, what=both, of="", size="", capacity=np.nan, capacity_unit="", payer="half"
    )
    columns = [*KEY, "capacity", "capacity_unit", "investment", "life", "payer"]
    return [
        {str(name): value for name, value in row.items()}
        for part in (links, facilities, relations)
        for row in part[columns].fillna({"investment": 0.0}).to_dict("records")
    ]


def _world_results(every: Sequence[World], designs: Sequence[Design], lines: pd.DataFrame) -> pd.DataFrame:
    rows = []
    once: dict[Any, float] = lines.groupby("stage")["investment"].sum().to_dict() if len(lines) else {}
    for world, design in zip(every, designs, strict=True):
        figures = design["Summary"].set_index("figure")
        cost, co2 = ([figures[side][name] for side in ("today", "design", "saving")] for name in ("total cost", "CO2"))
        first = (world.stage, world.start_year, world.years, world.probability, world.worth)
        rows.append(
            (first[0], world.scenario, *first[1:], *cost, *co2, float(once.get(world.stage, 0.0)), world.budget)
        )
    return pd.DataFrame(rows, columns=list(WorldResults.columns))


def when_to_build(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the sheet When to build."""
    return lines[list(WhenToBuild.columns)].reset_index(drop=True)


def cash_flow(park: Park, every: Sequence[World], designs: Sequence[Design], invested: pd.DataFrame) -> pd.DataFrame:
    """Return the Cash flow sheet: every participant in every stage, in the park's order; no rows without stages."""
    if park["Stages"].empty:
        return pd.DataFrame(columns=list(CashFlow.columns))
    names = list(park["Participants"]["participant"].drop_duplicates())
    firsts = _firsts(every, designs)
    first = firsts[0][0].start_year
    rate = float(park.settings.discount_rate)
    end = firsts[-1][0].start_year + firsts[-1][0].years
    rows = []
    for world, _ in firsts:
        mine = [pair for pair in zip(every, designs, strict=True) if pair[0].stage == world.stage]
        today, design = (_cash(mine, case, names) for case in ("today", "design"))
        now = invested[invested["stage"] == world.stage]
        paid = (now["investment"] * now["share"]).groupby(now["paid_by"]).sum()
        renewed, renewed_worth = renewals(invested, world, first, rate)
        works = all(one["Participants"]["saving"].notna().all() for _, one in mine)
        for name in names:
            investment, renewal = float(paid.get(name, 0.0)), renewed.get(name, 0.0)
            gain = today[name] - design[name] if works else np.nan
            discount = (1 + rate) ** -(world.start_year - first)
            left = outlives(invested, name, end, rate) if world is firsts[-1][0] else 0.0
            value = (
                world.worth * gain
                - discount * investment
                - renewed_worth.get(name, 0.0)
                + left * (1 + rate) ** -(end - first)
            )
            figures = (investment, renewal, today[name], design[name], gain, left, value)
            rows.append((world.stage, name, world.start_year, world.years, *figures))
    return pd.DataFrame(rows, columns=list(CashFlow.columns))


def _cash(mine: Sequence[tuple[World, Design]], case: str, names: Sequence[str]) -> dict[str, float]:
    """Cash of each participant in a stage without annuities, expected over its scenarios [EUR/a]."""
    total = dict.fromkeys(names, 0.0)
    for world, design in mine:
        costs = design["Costs"]
        some = costs[(costs["case"] == case) & (costs["kind"] == "cash") & ~costs["account"].isin(ANNUITIES)]
        for payer, amount in some.groupby("payer")["amount"].sum().items():
            total[str(payer)] += world.probability * float(amount)
    return total


def renewals(
    invested: pd.DataFrame, world: World, first: float, rate: float
) -> tuple[dict[str, float], dict[str, float]]:
    """What each payer pays in the years of a stage to renew what is older than its life, and what that is worth at first."""
    paid: dict[str, float] = {}
    worth: dict[str, float] = {}
    columns = ["start_year", "investment", "life", "paid_by", "share"]
    for start, investment, life, who, share in invested[columns].itertuples(index=False):
        if not life > 0:
            continue
        for k in range(1, int((world.start_year + world.years - start) / life) + 1):
            year = start + k * life
            if world.start_year <= year < world.start_year + world.years:
                paid[who] = paid.get(who, 0.0) + investment * share
                worth[who] = worth.get(who, 0.0) + investment * share * (1 + rate) ** -(year - first)
    return paid, worth


def outlives(invested: pd.DataFrame, name: str, end: float, rate: float) -> float:
    """Worth at the end of all stages of what a payer has built: its annuity in each year that is left of its last life."""
    total = 0.0
    mine = invested[(invested["paid_by"] == name) & (invested["life"] > 0)]
    for start, investment, life, share in mine[["start_year", "investment", "life", "share"]].itertuples(index=False):
        left = life - (end - start) % life if (end - start) % life else 0.0
        if left:
            total += investment * share * annuity(rate, life) / annuity(rate, left)
    return total


def _summary(
    park: Park, every: Sequence[World], designs: Sequence[Design], facts: Mapping[str, Any], payments: pd.DataFrame
) -> pd.DataFrame:
    money, years = shares_of_money(every), shares_of_years(every)
    costs = _weighed(every, designs, "Costs", ["case", "payer", "account", "kind"], money)
    impacts = _weighed(every, designs, "Impacts", ["case", "participant", "impact", "account", "unit"], years)
    if not len(impacts):
        impacts = designs[0]["Impacts"]
    guesses = _weighed(every, designs, "Guesses", ["place", "figure", "of", "quality"], money)
    last = _firsts(every, designs)[-1][1]
    works = not facts["today_short"]
    made = summary_frame(
        costs,
        impacts,
        last["Build list"],
        guesses,
        None,
        facilities=last["Facilities"] if has_facilities(park) else None,
        relations=last["Relations set up"] if len(park["Relations"]) else None,
        payments=payments,
        asked=in_words(park.settings.payments, several=True),
        changes=park.changes,
        today_works=works,
    )
    total = made.iloc[0]
    value = sum(world.worth * world.probability for world in every)
    more: list[tuple[str, str, float, float, str]] = []
    if len(park["Stages"]):
        note = f"at the beginning of {every[0].start_year:.0f}: total cost x {value:.6g} years' worth"
        more.append((PRESENT_VALUE, "EUR", value * total["today"], value * total["design"], note))
    counted = (float(total["today"]), float(total["design"]))
    if park.settings.risk != "expected cost":
        counted = float(facts["cost_today"]), float(facts["cost"])
        more.append(
            (COUNTS, "EUR/a", *counted, f"risk: {park.settings.risk}, weight {100 * park.settings.risk_weight:g} %")
        )
    more += proven_rows(counted[0] if works else np.nan, counted[1], facts["bound"])
    if "objective" in facts:
        known = list(made[["figure", "unit", "today", "design", "note"]].itertuples(index=False, name=None))
        more += least_rows(known, (facts["objective"], facts["least_bound"], park.impacts[facts["objective"]]))
    rows = pd.DataFrame(more, columns=["figure", "unit", "today", "design", "note"])
    rows["saving"] = rows["today"] - rows["design"] + (0.0 if works else np.nan)
    at = int(np.flatnonzero(made["figure"] == "best proven cost")[0])
    made = pd.concat([made.iloc[:at], rows, made.iloc[at + 4 :]], ignore_index=True)[list(Summary.columns)]
    short = facts.get("today_short_words")
    note = "a year, over all stages and scenarios: each year by its present value, each scenario by its probability"
    if short:
        note = f"today's park cannot do all that must be done: {short[0]}; savings are not defined"
    made["note"] = [note, *made["note"].tolist()[1:]]
    return made
