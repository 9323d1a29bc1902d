"""Gates: no more is disposed of, bought or let in than Expansions allow; and how busy every facility is.

disposal      disposed in Supplies used and in Made and used
virgin        bought in Needs met and in Made and used
throughput    delivered to it in Flows
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.conversions import Made, Runs, capacities
from sidestream.design.audit.facilities import Facilities
from sidestream.design.audit.flows import Flows
from sidestream.design.audit.known import DESIGN, TODAY, Known
from sidestream.design.audit.sheets import Floats, Mask, Places, Sheet
from sidestream.design.audit.stores import Levels
from sidestream.design.audit.streams import Streams
from sidestream.tables import shown
from sidestream.units import BASE


@dataclass
class Passing:
    """Rows of a sheet that go through gates of one kind."""

    sheet: Sheet
    column: str
    case: Places
    participant: Places
    commodity: Places
    period: Places
    amount: Floats


@dataclass
class Through:
    """All that goes through gates, by kind of gate."""

    flows: Flows
    supplies: Streams
    needs: Streams
    made: Made

    def of(self, kind: str) -> list[Passing]:
        """What counts at gates of a kind."""
        if kind == "throughput":
            flows = self.flows
            where = (flows.case, flows.destination, flows.commodity, flows.period)
            return [Passing(flows.sheet, "delivered", *where, flows.delivered)]
        column, streams = ("disposed", self.supplies) if kind == "disposal" else ("bought", self.needs)
        made = self.made
        return [
            Passing(one.sheet, column, one.case, one.participant, one.commodity, one.period, one[column])
            for one in (streams, made)
        ]


def check_gates(through: Through, known: Known, facilities: Facilities, *, today_short: bool) -> Floats:
    """Name what is beyond a gate. Returns how busy the gate of each machine is in the design, at most; NaN: it is none."""
    busy = np.full(len(facilities.machines), np.nan)
    frame = known.park["Expansions"]
    if frame.empty:
        return busy
    places = facilities.rows_of("Expansions")
    gate = facilities.machines["place"].to_numpy(np.int64)[places]
    for number in pd.unique(gate):
        rows = np.flatnonzero(gate == number)
        first = frame.iloc[rows[0]]
        who, what = (
            int(names.get_indexer(pd.Index([first[name]], dtype=object))[0])
            for names, name in ((known.participants, "participant"), (known.commodities, "commodity"))
        )
        size = _measures(known, str(first["basis"]), what)
        each = _capacities(known, frame.iloc[rows], what)
        for case in (TODAY, DESIGN):
            most = each[facilities.listed(case)[places[rows]]].sum(axis=0)
            passing = [_here(one, case, who, what) for one in through.of(str(first["of"]))]
            amount = np.zeros(len(known.periods))
            for one, mine in passing:
                np.add.at(amount, one.period[mine], one.amount[mine] * size[one.commodity[mine]])
            if case == DESIGN:
                with np.errstate(divide="ignore", invalid="ignore"):
                    busy[places[rows]] = np.where(most > 0, amount / most, 0.0).max()
            elif today_short:
                continue
            for period in np.flatnonzero(tolerance.beyond(amount, most)):
                unit = BASE.get(str(first["basis"]), "")
                words = _words(float(amount[period]), float(most[period]), unit if what < 0 else known.units[what])
                _say(passing, int(period), words)
    return busy


def check_facilities_used(
    facilities: Facilities, known: Known, runs: Runs, levels: Levels, gates: Floats, fleets: Floats
) -> None:
    """Name every `used` that is not the busiest period's; `gates` and `fleets` say how busy those are."""
    if not len(facilities.sheet):
        return
    busy = np.maximum(np.nan_to_num(gates), fleets)
    if len(runs.sheet):
        most = capacities(runs, known, facilities)
        mine = runs.case == DESIGN
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(most > 0, runs.activity / most, 0.0)
        np.maximum.at(busy, runs.machine[mine], share[mine])
    if len(levels.sheet):
        mine = levels.case == DESIGN
        most, highest = levels.of("capacity"), np.maximum(levels["start"], levels["end"])
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(most > 0, highest / most, 0.0)
        np.maximum.at(busy, levels.machine[mine], share[mine])
    busy[(facilities.machines["kind"] == "corridor").to_numpy(bool)] = np.nan
    kinds = facilities.machines["kind"].to_numpy(object)[facilities.machine]
    why = {
        "conversion": "busiest period / capacity",
        "storage": "highest level / capacity",
        "corridor": "a trench is not busy",
        "fleet": "hours on the road in the busiest period / those of all vehicles",
    }
    facilities.sheet.agree(
        "used",
        busy[facilities.machine],
        lambda row: why.get(kinds[row], "busiest period / all capacities there are"),
        absolute=tolerance.SOLVED,
    )


def _measures(known: Known, basis: str, what: int) -> Floats:
    """What a unit of each commodity counts at a gate: itself where the gate is its own, else in the base unit."""
    if what >= 0:
        return np.ones(len(known.commodities))
    return np.nan_to_num(known.content(basis)) if basis else np.zeros(len(known.commodities))


def _capacities(known: Known, rows: pd.DataFrame, what: int) -> Floats:
    """Capacity of each row in each period, in the unit that its gate counts in. Shape (rows, periods)."""
    rate = rows["rate"].to_numpy(float)
    if what >= 0:
        size = np.array([known.content(basis)[what] if basis else 1.0 for basis in rows["basis"]], float)
        rate = rate / size
    hours = np.where(rows["per_period"].to_numpy(bool)[:, None], 1.0, known.hours[None, :])
    return np.asarray(rate[:, None] * hours, float)


def _here(passing: Passing, case: int, who: int, what: int) -> tuple[Passing, Mask]:
    """Rows that go through one gate in a case."""
    mine = (passing.case == case) & (passing.participant == who)
    return passing, np.asarray(mine & ((passing.commodity == what) | (what < 0)), bool)


def _words(amount: float, most: float, unit: str) -> str:
    found, limit = shown(float(f"{amount:.9g}")), shown(float(f"{most:.9g}"))
    return f"{found} {unit} in all in this period, at most {limit} expected: its capacity in Expansions"


def _say(passing: list[tuple[Passing, Mask]], period: int, words: str) -> None:
    """Name the largest row."""
    largest: list[tuple[float, Passing, int]] = []
    for one, mine in passing:
        rows = np.flatnonzero(mine & (one.period == period))
        if len(rows):
            row = int(rows[np.argmax(one.amount[rows])])
            largest.append((float(one.amount[row]), one, row))
    _, one, row = max(largest, key=lambda line: line[0])
    one.sheet.say(row, one.column, words)
