"""Who pays and who gains: cost and CO2 of each participant, today and in the design."""

from __future__ import annotations

from sidestream.design.tables import CompanyResults, ParticipantResults, Payments, Summary
from sidestream.report.bars import Bar, drawn
from sidestream.report.tables import of_sheet
from sidestream.report.text import safe
from sidestream.report.told import Told

SERIES = ("today", "design")


def section(told: Told) -> str:
    """Return the bars and tables of participants, of companies and of payments."""
    rows = told.participants
    parts = []
    over = " Amounts are those of all stages and scenarios together." if len(told.views) + told.left_out > 1 else ""
    parts.append(
        "<p>What each participant pays a year and the CO2 it causes, as the park stands and as designed, each with its part of what is "
        f"built. Costs stand where they arise: what firms could pay each other is not in them.{safe(over)}</p>"
    )
    for what, unit, title in (
        ("cost", f"{told.currency}/a", "Cost of each participant"),
        ("co2", "t/a", "CO2 of each participant"),
    ):
        mine = rows[(rows[f"{what}_today"].abs() > 0) | (rows[f"{what}_design"].abs() > 0)]
        mine = mine.assign(size=mine[[f"{what}_today", f"{what}_design"]].abs().max(axis=1)).sort_values(
            "size", ascending=False
        )
        bars = [
            Bar(str(row["participant"]), (float(row[f"{what}_today"]), float(row[f"{what}_design"])))
            for row in mine.to_dict("records")
        ]
        if bars:
            parts.append(f"<h3>{title} [{safe(unit)}]</h3>")
            parts.append(f'<div class="picture-box">{drawn(bars, SERIES, unit, title, f"bars-{what}")}</div>')
    parts.append(of_sheet(ParticipantResults, rows, told.currency, caption="Participants: before and after"))
    for sheet, caption in (
        (CompanyResults, "Companies: their sites added up"),
        (Payments, "Who pays whom in the design"),
    ):
        frame = told.design[sheet.sheet]
        if len(frame):
            parts.append(of_sheet(sheet, frame, told.currency, caption=caption))
    return "".join(parts)


def summary(told: Told) -> str:
    """Return the whole Summary."""
    return of_sheet(Summary, told.design["Summary"], told.currency, caption="Today, design and saving")
