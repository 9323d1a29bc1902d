"""Limits: what the park says about the design's impacts and investment holds. Today's park is not bound by it."""

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
from sidestream.design.tables import CO2
from sidestream.tables import shown
from sidestream.units import UnitError, amount


@dataclass
class Limited:
    """What limits can be on, and the sheets in which it is shown."""

    known: Known
    builds: Builds
    activities: pd.DataFrame
    others: pd.DataFrame
    """Impacts beside CO2."""
    invested: Floats
    summary: Sheet
    participants: Sheet
    impacts: Sheet


def check_limits(limited: Limited) -> None:
    """Name every limit that does not hold, where the figure stands; and those that cannot be worked out."""
    frame = limited.known.park["Limits"]
    for row, on, key, least, most, unit, per in frame[["on", "key", "least", "most", "unit", "per"]].itertuples():
        of = f"row {row} of Limits"
        size = _size(limited.known, on, str(key), unit)
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
    """An impact of the park or of a participant, in a year or in each period."""
    known = limited.known
    which, who = _impact_of(key)
    if which not in known.park.impacts or (who and who not in known.participants):
        return limited.summary, None, "", None
    carbon = which == CO2
    rows = limited.activities.assign(amount=limited.activities["co2"])
    if not carbon:
        rows = limited.others[limited.others["impact"] == which]
    rows = rows[rows["case"] == DESIGN]
    sheet, column = limited.summary, "design"
    place = _row(sheet, figure="CO2" if carbon else which)
    if who:
        rows = rows[rows["who"] == known.participants.get_loc(who)]
        sheet, column = (limited.participants, "co2_design") if carbon else (limited.impacts, "amount")
        place = _row(sheet, participant=who) if carbon else _row(sheet, case="design", participant=who, impact=which)
    if per != "period":
        return sheet, place, column, {"": float(rows["amount"].sum())}
    spread = rows["period"] == WHOLE_YEAR
    yearly = float(rows.loc[spread, "amount"].sum())
    counted = rows[~spread]
    tonnes = added(counted["period"].to_numpy(np.int64), counted["amount"].to_numpy(float), len(known.periods))
    tonnes = tonnes + yearly * known.hours / known.hours.sum()
    return sheet, place, column, dict(zip(known.periods, tonnes.tolist(), strict=True))


def _investment(limited: Limited, key: str, per: str) -> Figures:
    """Money paid once: of the whole park, of a payer, or of a link."""
    known, builds = limited.known, limited.builds
    if not key:
        return (
            limited.summary,
            _row(limited.summary, figure="investment"),
            "design",
            {"": float(limited.invested.sum())},
        )
    if key in known.participants:
        place = _row(limited.participants, participant=key)
        return limited.participants, place, "investment", {"": float(limited.invested[known.participants.get_loc(key)])}
    if key in known.links:
        there = np.flatnonzero(builds.link == known.links.get_loc(key))
        if len(there) == 0:
            return builds.sheet, None, "investment", {"": 0.0}
        return builds.sheet, int(there[0]), "investment", {"": float(np.nan_to_num(builds.investment[there[0]]))}
    return limited.summary, None, "", None


def _impact_of(key: str) -> tuple[str, str]:
    """Which impact a key speaks of, and of whom; empty: of everybody."""
    which, _, who = (part.strip() for part in key.partition(","))
    return which or CO2, who


def _row(sheet: Sheet, **words: str) -> int | None:
    """The first row with these words; None: there is none."""
    same = [sheet.words[column].array() == word for column, word in words.items()]
    places = np.flatnonzero(np.logical_and.reduce(same))
    return int(places[0]) if len(places) else None


def _size(known: Known, on: str, key: str, unit: str) -> float:
    """What one of the limit's unit is in that of its impact, or in EUR; NaN: not known."""
    if on != "impact":
        return 1.0
    try:
        dimension, size = amount(unit.partition("/")[0])
        counted, one = amount(known.park.impacts[_impact_of(key)[0]])
    except (UnitError, KeyError):
        return math.nan
    return size / one if dimension == counted else math.nan
