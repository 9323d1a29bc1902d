"""What to build, and when: the build list, facilities, stages."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from sidestream.design.tables import Facilities, RelationsSetUp
from sidestream.design.world_tables import CashFlow, WhenToBuild, WorldResults
from sidestream.report import bars
from sidestream.report.tables import Head, of_sheet, table
from sidestream.report.text import figure, listed, safe
from sidestream.report.told import BUILT, REJECTED, Link, Told

STAGE_COLUMNS = [name for name in WorldResults.columns if name != "worth"]


def section(told: Told) -> str:
    """Return the links of the last stage, what each costs and carries, and the facilities."""
    view = told.views[0]
    there = [link for link in view.links if link.state != REJECTED]
    heads = [
        Head("link"),
        Head("kind"),
        Head("from"),
        Head("to"),
        Head("size"),
        Head("length", "km", True),
        Head("investment", told.currency, True, "paid once"),
        Head("yearly cost", f"{told.currency}/a", True, "what the investment costs a year (annuity), and upkeep"),
        Head("carried a year", "", False, "what enters it in a year of the design"),
        Head("busiest", "%", True, "busiest period, as a share of capacity"),
        Head("payer", "", False, "who pays for it: a name, or half"),
        Head("state"),
    ]
    rows = [_row(link) for link in sorted(there, key=lambda one: one.state != BUILT)]
    when = f": {view.label}" if view.label else ""
    parts = [table(f"Links that are built or there{when}", heads, rows)]
    facilities = view.design["Facilities"]
    facilities = facilities[(facilities["status"] == "built") | (facilities["used"].fillna(0) > 0)]
    if len(facilities):
        parts.append(
            of_sheet(Facilities, facilities, told.currency, caption=f"Plants, storages, trenches and the like{when}")
        )
    if len(view.design["Relations set up"]):
        parts.append(of_sheet(RelationsSetUp, view.design["Relations set up"], told.currency))
    gone = [link for link in view.links if link.state == REJECTED]
    if gone:
        lines = [(link.name, link.kind, link.giver, link.taker, "; ".join(link.commodities)) for link in gone]
        shown = table(
            f"Links that could be built and are not{when}",
            [Head(one) for one in ("link", "kind", "from", "to", "for")],
            lines,
        )
        parts.append(f"<details><summary>Links that are not built ({len(gone):,})</summary>{shown}</details>")
    return "".join(parts)


def _row(link: Link) -> tuple[Any, ...]:
    facts = link.facts
    yearly = [float(facts.get(name) or 0) for name in ("annuity", "yearly_cost")]
    used = float(facts.get("used", math.nan))
    carried = "; ".join(f"{figure(amount)} {unit}/a {good}" for good, amount, unit in link.carried)
    return (
        link.name,
        link.kind,
        link.giver,
        link.taker,
        facts.get("size"),
        float(facts.get("length", math.nan)),
        float(facts.get("investment", math.nan)),
        math.fsum(one for one in yearly if math.isfinite(one)),
        carried or f"no {listed(link.commodities)}",
        100 * used,
        facts.get("payer"),
        link.state,
    )


def stages(told: Told) -> str:
    """Return when to build what, and what that comes to stage by stage; empty where every year is alike."""
    design = told.design
    if "Stages and scenarios" not in design.tables:
        return ""
    worlds = design["Stages and scenarios"]
    parts = []
    if worlds["stage"].fillna("").astype(bool).any():
        firsts = worlds.drop_duplicates("stage")
        invested = [
            bars.Bar(f"{row['stage']} ({row['start_year']:.0f})", (float(row["investment"]),))
            for row in firsts.to_dict("records")
        ]
        title = f"What is invested at the beginning of each stage [{told.currency}]"
        drawn = bars.drawn(invested, ["investment"], told.currency, title, "stages")
        parts.append(f'<h3>{safe(title)}</h3><div class="picture-box">{drawn}</div>')
    when = design["When to build"]
    if len(when):
        parts.append(
            of_sheet(WhenToBuild, when, told.currency, caption="What to build at the beginning of which stage")
        )
    parts.append(of_sheet(WorldResults, worlds, told.currency, STAGE_COLUMNS, caption="Stages and scenarios"))
    cash: pd.DataFrame = design["Cash flow"]
    if len(cash):
        shown = of_sheet(CashFlow, cash, told.currency, caption="Who pays what in each stage")
        parts.append(f"<details><summary>Cash flow of each participant</summary>{shown}</details>")
    return "".join(parts)
