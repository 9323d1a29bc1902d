"""Limits: what the park says about what the design causes, invests, pays, carries and joins holds. Today's park is not
bound by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.activities import WHOLE_YEAR
from sidestream.design.audit.builds import Builds
from sidestream.design.audit.flows import Flows
from sidestream.design.audit.groups import added
from sidestream.design.audit.joined import Bought, Figures, carried_size, partners, supplier_shares, throughput
from sidestream.design.audit.known import DESIGN, Known
from sidestream.design.audit.ledgers import paid
from sidestream.design.audit.sheets import Floats, Sheet
from sidestream.design.tables import CO2, VALUED_ACCOUNTS
from sidestream.park.limits import CASH, IN_EXPECTATION, first_and_rest
from sidestream.tables import shown
from sidestream.units import UnitError, amount


@dataclass
class Expected:
    """A limit that holds in expectation: the figures of one world, beside what they may be, in one unit."""

    row: int
    least: float
    most: float
    unit: str
    figures: dict[str, float]


@dataclass
class Limited:
    """What limits can be on, and the sheets in which it is shown."""

    known: Known
    builds: Builds
    flows: Flows
    bought: Bought
    activities: pd.DataFrame
    others: pd.DataFrame
    """Impacts beside CO2."""
    invested: Floats
    summary: Sheet
    participants: Sheet
    impacts: Sheet
    costs: Sheet


def check_limits(limited: Limited, expected: list[Expected] | None = None) -> None:
    """Name every limit that does not hold, where the figure stands; and those that cannot be worked out.

    Where scenarios are weighed, those that hold in expectation are put down in `expected` instead.
    """
    frame = limited.known.park["Limits"]
    for row, on, key, least, most, unit, per in frame[["on", "key", "least", "most", "unit", "per"]].itertuples():
        size = _size(limited.known, on, str(key), unit, str(per))
        for word, bound in (("at most", most), ("at least", least)):
            if np.isnan(bound):
                continue
            every = _figures(limited, on, str(key), str(unit), str(per), least=word == "at least")
            if np.isnan(size).any() or any(figures is None for *_, figures in every):
                words = f"row {row} of Limits cannot be worked out again: {shown(key)} [{unit}]"
                limited.summary.say(None, "figure", words)
                break
            if expected is not None and on in IN_EXPECTATION:
                parts = {name: figure / float(size[0]) for name, figure in (every[0][-1] or {}).items()}
                sides = (float(bound), np.nan) if word == "at least" else (np.nan, float(bound))
                expected.append(Expected(int(row), *sides, str(unit), parts))
                continue
            for one in every:
                _compare(one, size, float(bound), word, str(unit), f"row {row} of Limits")


def _compare(shown_at: Figures, size: Floats, bound: float, word: str, unit: str, of: str) -> None:
    """Name figures that are beyond a limit."""
    sheet, place, column, figures = shown_at
    for (name, figure), one in zip((figures or {}).items(), np.broadcast_to(size, len(figures or {})), strict=True):
        sides = (figure, bound * one) if word == "at most" else (bound * one, figure)
        if tolerance.beyond(*sides):
            when = f" in {name}" if name else ""
            words = f"{shown(float(f'{figure / one:.9g}'))} {unit}".rstrip() + when
            sheet.say(place, column, f"{words}, {word} {shown(bound)} expected: {of}")


def _figures(limited: Limited, on: str, key: str, unit: str, per: str, *, least: bool) -> list[Figures]:
    """What a limit is on: one figure, or one of everybody it speaks of."""
    known = limited.known
    if on == "impact":
        return [_impact(limited, key, per)]
    if on == "investment":
        return [_investment(limited, key, per)]
    if on == "cost":
        return [_cost(limited, key, per)]
    if on == "partners":
        return partners(limited.builds, limited.flows, known, key, least=least)
    if on == "supplier share":
        return supplier_shares(limited.flows, limited.bought, known, key, per)
    return [throughput(limited.flows, known, key, unit, per)]


def _impact(limited: Limited, key: str, per: str) -> Figures:
    """An impact of the park or of a participant, in a year or in each period."""
    known = limited.known
    which, who = first_and_rest(key)
    which = which or CO2
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
    return sheet, place, column, _by_period(known, rows, per)


def _cost(limited: Limited, key: str, per: str) -> Figures:
    """What the park or a participant pays, in a year or in each period."""
    known = limited.known
    account, who = first_and_rest(key)
    rows = paid(known, limited.activities, limited.others)
    rows = rows[rows["case"] == DESIGN]
    cash = account in ("", CASH)
    rows = rows[~rows["account"].isin(VALUED_ACCOUNTS) if cash else rows["account"] == account]
    sheet, column = limited.summary, "design"
    place = _row(sheet, figure="cash cost" if cash else f"cost: {account}")
    if who:
        rows = rows[rows["who"] == who]
        sheet, column = (limited.participants, "cost_design") if cash else (limited.costs, "amount")
        place = _row(sheet, participant=who) if cash else _row(sheet, case="design", payer=who, account=account)
    if who and who not in known.participants:
        return limited.summary, None, "", None
    return sheet, place, column, _by_period(known, rows, per)


def _by_period(known: Known, rows: pd.DataFrame, per: str) -> dict[str, float]:
    """The sum of amounts, or that of each period with its part of what is not tied to one."""
    if per != "period":
        return {"": float(rows["amount"].sum())}
    spread = rows["period"] == WHOLE_YEAR
    yearly = float(rows.loc[spread, "amount"].sum())
    counted = rows[~spread]
    tonnes = added(counted["period"].to_numpy(np.int64), counted["amount"].to_numpy(float), len(known.periods))
    tonnes = tonnes + yearly * known.hours / known.hours.sum()
    return dict(zip(known.periods, tonnes.tolist(), strict=True))


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


def _row(sheet: Sheet, **words: str) -> int | None:
    """The first row with these words; None: there is none."""
    same = [sheet.words[column].array() == word for column, word in words.items()]
    places = np.flatnonzero(np.logical_and.reduce(same))
    return int(places[0]) if len(places) else None


def _size(known: Known, on: str, key: str, unit: str, per: str) -> Floats:
    """What one of the limit's unit is in that of its impact, in base units of what is carried (in each period), in EUR, or a
    share; NaN: not known.
    """
    if on == "supplier share":
        return np.array([0.01])
    if on == "throughput":
        return carried_size(known, unit, per)
    if on != "impact":
        return np.ones(1)
    try:
        dimension, size = amount(unit.partition("/")[0])
        counted, one = amount(known.park.impacts[first_and_rest(key)[0] or CO2])
    except (UnitError, KeyError):
        return np.array([np.nan])
    return np.array([size / one if dimension == counted else np.nan])
