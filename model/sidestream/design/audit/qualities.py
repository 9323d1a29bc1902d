"""Qualities met: how good what comes to each use is, worked out again from what flows, and whether it is good enough.

What mixes in pools follows from the flows. Where streams stay apart in pools, who gets what of them does not: there a
linear programme says whether any division of the streams keeps what is asked for.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array

from sidestream.design.audit import tolerance
from sidestream.design.audit.known import Known
from sidestream.design.audit.sheets import Sheet
from sidestream.design.qualities import Flowing, Met, Pool, flows_of, met, mixes_of, stay_apart, values_of
from sidestream.tables import shown

Key = tuple[str, str, str, str, str]
"""Case, participant, commodity, property and period."""
Limited = tuple[str, str, str]
"""Period, taker and property."""


def check_qualities(sheet: Sheet, known: Known, settled: dict[str, pd.DataFrame]) -> None:
    """Name every row that is wrong, missing or unknown, and every limit that is broken."""
    limits = known.park["QualityLimits"]
    for column, names, what in (
        ("participant", known.participants, "participant"),
        ("commodity", known.commodities, "commodity"),
        ("property", pd.Index(pd.unique(limits["property"].astype(object)), dtype=object), "property"),
        ("period", known.periods, "period"),
    ):
        sheet.known(column, names, what)
    due = {_key(row): row for row in met(known.park, settled)}
    asked = np.array([key in due for key in _keys(sheet)], bool)
    sheet.say_all(~asked, "property", lambda place: f"QualityLimits asks nothing of {sheet.called(place)}")
    sheet.keep(asked)
    sheet.once()
    lines = _keys(sheet)
    for key in [key for key in due if key not in set(lines)]:
        sheet.say(None, "", f"no row for {', '.join(key)}")
    if not lines:
        return
    rows = [due[key] for key in lines]
    sheet.agree("least", [row.least for row in rows], "the least in the park", absolute=0.0)
    sheet.agree("most", [row.most for row in rows], "the most in the park", absolute=0.0)
    mixes = mixes_of(known.park)
    worst = [mixes.get((row.commodity, row.property)) == "grade" for row in rows]
    sheet.agree(
        "value",
        [row.value for row in rows],
        lambda place: "the worst part of what comes" if worst[place] else "the mean of what comes, by quantity",
    )
    for place, row in enumerate(rows):
        if row.broken > tolerance.SOLVED + tolerance.SHARE * row.scale:
            low = row.value < row.least
            side = f"at least {shown(row.least)}" if low else f"at most {shown(row.most)}"
            words = f"{shown(float(f'{row.value:.9g}'))} comes to its use, {side} expected: QualityLimits"
            sheet.say(place, "value", words)
    _check_apart(sheet, known, settled, {key: place for place, key in enumerate(lines)})


def _key(row: Met) -> Key:
    return row.case, row.participant, row.commodity, row.property, row.period


def _keys(sheet: Sheet) -> list[Key]:
    columns = [sheet.words[name].array() for name in ("case", "participant", "commodity", "property", "period")]
    return list(zip(*columns, strict=True))


def _check_apart(sheet: Sheet, known: Known, settled: dict[str, pd.DataFrame], lines: dict[Key, int]) -> None:
    """Name limits that no division of streams that stay apart keeps."""
    limits = known.park["QualityLimits"]
    for commodity in stay_apart(known.park).intersection(limits["commodity"]):
        division = _Division(known, commodity)
        for case, flowing in flows_of(known.park, settled, commodity):
            for period, who, name in division.broken(flowing):
                place = lines.get((case, who, commodity, name, period))
                words = "no division of the streams that come keeps what is asked for: QualityLimits"
                if place is not None:
                    sheet.say(place, "value", words)


class _Division:
    """Who gets what of a commodity whose streams stay apart."""

    def __init__(self, known: Known, commodity: str) -> None:
        frame = known.park["QualityLimits"]
        frame = frame[frame["commodity"] == commodity]
        values, mixes = values_of(known.park), mixes_of(known.park)
        names = ("participant", "property", "least", "most")
        self.limits: list[tuple[str, str, float, float]] = list(zip(*(frame[name] for name in names), strict=True))
        self.mixes = {name: mixes.get((commodity, name), "") for _, name, _, _ in self.limits}
        self.values = {(who, name): value for (who, what, name), value in values.items() if what == commodity}

    def broken(self, flowing: Flowing) -> list[Limited]:
        """Which limits are broken whatever the division; the least there can be of that.

        part[a,i] >= 0 of each arc out of a pool, from each source: its parts add up to what leaves by it, and of each
        source no more leaves a pool than comes. What is missed of each rule is made as little as can be.
        """
        arcs = [*flowing.between, *flowing.out]
        sources = list(dict.fromkeys(str(arc.tail) for arc in flowing.into))
        whole = sum(arc.leaves for arc in [*arcs, *flowing.straight])
        if not whole > 0:
            return []
        rows = _Rows(len(arcs) * len(sources))
        for place, arc in enumerate(arcs):
            rows.add({place * len(sources) + i: 1.0 for i in range(len(sources))}, arc.leaves / whole, None, equal=True)
        balances: dict[tuple[str | Pool, int], dict[int, float]] = defaultdict(dict)
        came: dict[tuple[str | Pool, int], float] = defaultdict(float)
        for arc in flowing.into:
            came[arc.head, sources.index(str(arc.tail))] += arc.arrives / whole
        for place, arc in enumerate(arcs):
            for i in range(len(sources)):
                column = place * len(sources) + i
                balances[arc.tail, i][column] = balances[arc.tail, i].get(column, 0.0) + 1.0
                if place < len(flowing.between):
                    balances[arc.head, i][column] = balances[arc.head, i].get(column, 0.0) - arc.arrives / arc.leaves
        for key, terms in balances.items():
            rows.add(terms, came[key], None)
        periods = dict.fromkeys(arc.head[0] for arc in [*flowing.straight, *flowing.out])
        for period in periods:
            for limit in self.limits:
                self._add_limit(rows, flowing, sources, whole, period, limit)
        return rows.missed()

    def _add_limit(
        self,
        rows: _Rows,
        flowing: Flowing,
        sources: list[str],
        whole: float,
        period: str,
        limit: tuple[str, str, float, float],
    ) -> None:
        """Add what is asked of a taker in a period: the mean of what comes to it by quantity, else each stream by itself."""
        taker, name, least, most = limit
        use = (period, taker)
        coming: list[tuple[int | None, str, float]] = [
            (None, str(arc.tail), arc.arrives / whole) for arc in flowing.straight if arc.head == use
        ]
        for place, arc in enumerate(flowing.out):
            if arc.head == use:
                first = (len(flowing.between) + place) * len(sources)
                coming += [(first + i, source, arc.arrives / arc.leaves) for i, source in enumerate(sources)]
        mean = self.mixes[name] == "by quantity"
        for side, sign in ((most, 1.0), (least, -1.0)):
            if np.isnan(side):
                continue
            size = max(abs(side), *(abs(self.values.get((source, name), 0.0)) for source in [*sources, taker]), 1e-300)
            terms: dict[int, float] = {}
            fixed = 0.0
            for column, source, amount in coming:
                over = sign * (self.values.get((source, name), np.nan) - side)
                if np.isnan(over):
                    continue
                worth = over / size if mean else float(over > 0)
                if column is None:
                    fixed += worth * amount
                elif worth:
                    terms[column] = terms.get(column, 0.0) + worth * amount
            rows.add(terms, -fixed, (period, taker, name))


class _Rows:
    """Rules: sum of terms <= side (or = side), each with what is missed of it, which costs 1."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.terms: list[tuple[int, int, float]] = []
        self.sides: list[float] = []
        self.names: list[Limited | None] = []
        self.equal: list[bool] = []

    def add(self, terms: dict[int, float], side: float, name: Limited | None, *, equal: bool = False) -> None:
        """Add a rule, as part of all that flows."""
        self.terms += [(len(self.sides), column, value) for column, value in terms.items()]
        self.sides.append(side)
        self.names.append(name)
        self.equal.append(equal)

    def missed(self) -> list[Limited]:
        """Named rules that are missed where as little as can be is; of unnamed ones missed, all the named."""
        count = len(self.sides)
        place, column, value = (np.array(side) for side in zip(*self.terms, strict=True)) if self.terms else [[]] * 3
        here = np.arange(count)
        equal = np.array(self.equal, bool)
        both = coo_array(
            (
                np.concatenate([np.asarray(value, float), -np.ones(count), np.ones(int(equal.sum()))]),
                (
                    np.concatenate([np.asarray(place, int), here, here[equal]]),
                    np.concatenate(
                        [np.asarray(column, int), self.width + here, self.width + count + np.arange(int(equal.sum()))]
                    ),
                ),
            ),
            shape=(count, self.width + count + int(equal.sum())),
        ).tocsr()
        side = np.array(self.sides, float)
        cost = np.concatenate([np.zeros(self.width), np.ones(count + int(equal.sum()))])
        parts = {"A_eq": both[equal], "b_eq": side[equal]} if equal.any() else {}
        found = linprog(cost, A_ub=both[~equal], b_ub=side[~equal], **parts, method="highs")
        if found.x is None or found.fun <= LITTLE:
            return []
        slack: NDArray[np.float64] = found.x[self.width : self.width + count]
        named = [name for name in dict.fromkeys(self.names) if name]
        bad = {name for name, missed in zip(self.names, slack, strict=True) if name and missed > LITTLE / count}
        return [name for name in named if name in bad] or named


LITTLE = 1e-5
"""Share of all that flows that may be missed: what a solver keeps to its own tolerance."""
