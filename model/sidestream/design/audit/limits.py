"""Limits: what the park says about the design's CO2 and investment holds. Today's park is not bound by it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.activities import WHOLE_YEAR
from sidestream.design.audit.builds import Builds
from sidestream.design.audit.groups import added
from sidestream.design.audit.known import DESIGN, Known
from sidestream.design.audit.sheets import Floats, Sheet
from sidestream.tables import shown
from sidestream.units import UnitError, amount


@dataclass
class Limited:
    """What limits can be on, and the sheets in which it is shown."""

    known: Known
    builds: Builds
    activities: pd.DataFrame
    invested: Floats
    summary: Sheet
    participants: Sheet


def check_limits(limited: Limited) -> None:
    """Name every limit that does not hold, where the figure stands; and those that cannot be worked out."""
    frame = limited.known.park["Limits"]
    for row, on, key, least, most, unit, per in frame[["on", "key", "least", "most", "unit", "per"]].itertuples():
        of = f"row {row} of Limits"
        size = _size(on, unit)
        sheet, place, column, figures = (_impact if on == "impact" else _investment)(limited, str(key), str(per))
        if figures is None or math.isnan(size):
            limited.summary.say(None, "figure", f"{of} cannot be worked out again: {shown(key)} [{unit}]")
            continue
        for name, figure in figures.items():
            when = f" in {name}" if name else ""
            for bound, word, broken in (
                (most, "at most", tolerance.beyond(figure, most * size)),
                (least, "at least", tolerance.beyond(least * size, figure)),
            ):
                if broken:
                    words = (
                        f"{shown(float(f'{figure / size:.9g}'))} {unit}{when}, {word} {shown(float(bound))} expected"
                    )
                    sheet.say(place, column, f"{words}: {of}")


Figures = tuple[Sheet, int | None, str, dict[str, float] | None]
"""The sheet, row and column where the figure stands, and the figure (of each period)."""


def _impact(limited: Limited, key: str, per: str) -> Figures:
    """CO2 of the park or of a participant, in a year or in each period."""
    known = limited.known
    which, _, who = (part.strip() for part in key.partition(","))
    if which not in ("", "co2") or (who and who not in known.participants):
        return limited.summary, None, "", None
    rows = limited.activities[limited.activities["case"] == DESIGN]
    sheet, name, column, called = limited.summary, "figure", "design", "CO2"
    if who:
        rows = rows[rows["who"] == known.participants.get_loc(who)]
        sheet, name, column, called = limited.participants, "participant", "co2_design", who
    place = _row(sheet, name, called)
    if per != "period":
        return sheet, place, column, {"": float(rows["co2"].sum())}
    spread = rows["period"] == WHOLE_YEAR
    yearly = float(rows.loc[spread, "co2"].sum())
    counted = rows[~spread]
    tonnes = added(counted["period"].to_numpy(np.int64), counted["co2"].to_numpy(float), len(known.periods))
    tonnes = tonnes + yearly * known.hours / known.hours.sum()
    return sheet, place, column, dict(zip(known.periods, tonnes.tolist(), strict=True))


def _investment(limited: Limited, key: str, per: str) -> Figures:
    """Money paid once: of the whole park, of a payer, or of a link."""
    known, builds = limited.known, limited.builds
    if not key:
        return (
            limited.summary,
            _row(limited.summary, "figure", "investment"),
            "design",
            {"": float(limited.invested.sum())},
        )
    if key in known.participants:
        place = _row(limited.participants, "participant", key)
        return limited.participants, place, "investment", {"": float(limited.invested[known.participants.get_loc(key)])}
    if key in known.links:
        there = np.flatnonzero(builds.link == known.links.get_loc(key))
        if len(there) == 0:
            return builds.sheet, None, "investment", {"": 0.0}
        return builds.sheet, int(there[0]), "investment", {"": float(np.nan_to_num(builds.investment[there[0]]))}
    return limited.summary, None, "", None


def _row(sheet: Sheet, column: str, name: str) -> int | None:
    places = np.flatnonzero(sheet.words[column].array() == name)
    return int(places[0]) if len(places) else None


def _size(on: str, unit: str) -> float:
    """Tonnes or EUR in one of the limit's unit; NaN: not known."""
    if on != "impact":
        return 1.0
    try:
        dimension, size = amount(unit.partition("/")[0])
    except UnitError:
        return math.nan
    return size if dimension == "mass" else math.nan
