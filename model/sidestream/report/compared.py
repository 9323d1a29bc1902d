"""Several designs beside each other, a column for each."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sidestream.design.design import Design
from sidestream.report.bars import Bar, drawn
from sidestream.report.tables import Head, of_sheet, table
from sidestream.report.text import safe
from sidestream.report.told import Told

SHEETS = {
    "Builds that differ": "What is built in one and not in the first, or in another size",
    "Participants compared": "Who gains and who loses against the first",
}


def section(designs: Sequence[Told], differences: Design) -> str:
    """Return the figures of all designs side by side, and what differs from the first of them."""
    first = designs[0]
    figures = list(dict.fromkeys(str(figure) for one in designs for figure in one.design["Summary"]["figure"]))
    rows = []
    for figure in figures:
        units = [
            str(unit)
            for one in designs
            for unit in one.design["Summary"].loc[one.design["Summary"]["figure"] == figure, "unit"]
        ]
        values = [one.summary(figure) for one in designs]
        if any(math.isfinite(value) for value in values):
            rows.append((figure, first.unit(units[0]), *values))
    heads = [Head("figure"), Head("unit"), *(Head(one.file, "", True) for one in designs)]
    parts = [table("The designs side by side", heads, rows, unit_at=1)]
    for figure, unit in (("total cost", f"{first.currency}/a"), ("CO2", "t/a")):
        bars = [Bar(f"today ({first.file})", (first.summary(figure, "today"),))] + [
            Bar(one.file, (one.summary(figure),)) for one in designs
        ]
        title = f"{figure[0].upper()}{figure[1:]} of each design [{unit}]"
        name = "compared-" + figure.replace(" ", "-")
        parts.append(
            f'<h3>{safe(title)}</h3><div class="picture-box">{drawn(bars, ["design"], unit, title, name)}</div>'
        )
    for sheet in differences.sheets:
        if sheet.sheet in SHEETS and len(differences[sheet.sheet]):
            parts.append(of_sheet(sheet, differences[sheet.sheet], first.currency, caption=SHEETS[sheet.sheet]))
    return "".join(parts)
