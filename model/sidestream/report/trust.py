"""How far to trust a design: how well the figures behind the saving are known, which to check first, and what is worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from sidestream.design.guesses import RESTING
from sidestream.design.worlds import guesses_together
from sidestream.errors import Fault
from sidestream.report.bars import strip
from sidestream.report.tables import Head, table
from sidestream.report.text import safe
from sidestream.report.told import Told

CHECKED = 8
"""Figures that are named."""
RESTS = {"measured": "measured", "quoted": "quoted", "estimated": "estimated", "assumed": "assumed", "": "not judged"}


def section(told: Told, warnings: Sequence[Fault]) -> str:
    """Return how well the figures are known, which to check first, and what is worth a look."""
    rows = guesses_together(told.design)
    parts = []
    if len(rows):
        parts.append("<h3>How well the figures are known</h3>" + _known(rows) + _first(rows, told))
    notes = list(_warnings(told, warnings))
    if notes:
        told_of = "".join(f"<li>{safe(note)}</li>" for note in notes)
        parts.append(f'<div class="warning"><h3>Mind this</h3><ul>{told_of}</ul></div>')
    return "".join(parts)


def _known(rows: pd.DataFrame) -> str:
    size = rows["amount"].astype(float).abs()
    known = rows["quality"].fillna("")
    shares = [
        (word, float(size[known == quality].sum()), f"q{place}") for place, (quality, word) in enumerate(RESTS.items())
    ]
    shown = strip([one for one in shares if one[1] > 0], "What the saving rests on", "known")
    return f'<p>So much of the saving rests on figures that are</p><div class="picture-box">{shown}</div>'


def _first(rows: pd.DataFrame, told: Told) -> str:
    doubtful = rows[rows["quality"].fillna("").isin(list(RESTING)) & (rows["place"] != "")].head(CHECKED)
    if doubtful.empty:
        return ""
    heads = [
        Head("where"),
        Head("figure"),
        Head("of"),
        Head("quality"),
        Head("part of the saving", f"{told.currency}/a", True),
    ]
    lines = [
        (
            row["place"],
            told.unit(str(row["figure"])).replace("_", " "),
            row["of"],
            row["quality"] or "not judged",
            float(row["amount"]),
        )
        for row in doubtful.to_dict("records")
    ]
    return table("The doubtful figures that weigh most: check these first", heads, lines)


def _warnings(told: Told, warnings: Sequence[Fault]) -> Iterator[str]:
    status = told.run("status")
    if status.startswith("stopped"):
        yield "The search was stopped early: the gap is larger than what was asked for."
    for row in told.design["Run"].to_dict("records"):
        item = str(row["item"])
        if item.startswith(("today's park cannot", "change ", "repair ")):
            word = item if item.startswith("today's") else "Differs from the workbook"
            yield f"{word}: {row['value']}"
    for fault in warnings:
        yield f"{fault.place}{f' {fault.column}' if fault.column else ''}: {fault.message}"
    if told.left_out:
        yield f"{told.left_out} of the stages and scenarios are not drawn; the tables have all of them."
