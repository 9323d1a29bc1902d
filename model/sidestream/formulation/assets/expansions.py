"""By how much to enlarge what a participant can dispose of, buy or let through its gate.

Sets
    g in GATES            (of, participant, commodity or all) of which Expansions has a row
    e in STEPS[g]         rows of g that are not there yet and not forbidden
    m in MOMENTS          periods of a stage and scenario: a world is written by itself, see `plan.py`

Variables
    build[e] in {0,1}     1 if e is built

Constraints
    one_step[g]           sum_e build[e] <= 1   (= 1 where a row is required or built)
    through_gate[g,m]     sum of what goes through g in m <= existing[g,m] + sum_e capacity[e,m] * build[e]
                              + beyond[g,m] on the right, elastic by moment
                              + beyond[g] * hours[m] * what is given way by in each hour, elastic by row: what exists,
                              or the most that could go through where nothing exists

    What goes through: of disposal, all that the participant disposes of, of its supplies and of what its conversions make
    (what is lost on the way is not counted); of virgin, all that its needs and conversions buy; of throughput, all that
    arrives at it by links. Where no commodity is named everything counts, by the capacity's measure.

Entered in the books
    costs                 annuity and upkeep of what is built
    once                  investment of what is built

Reads                     quantities: disposed of and bought; ties: what arrives by links
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.algebra.books import NONE
from sidestream.algebra.names import Names
from sidestream.formulation.accounts import IMPACT
from sidestream.formulation.draft import Draft, Said
from sidestream.formulation.facilities import Facilities, add_builds, enter_builds, read_facilities, rows_of_case
from sidestream.formulation.feeds import Floats, Ints

WORD = "expansion"
ALL = "all"


@dataclass(frozen=True)
class Written:
    """What `read` needs: capacity of each row at each moment, and what goes through each gate: (gate, moment, column, amount)."""

    facilities: Facilities
    capacity: Floats
    through: tuple[Ints, Ints, Ints, Floats]


def write(draft: Draft) -> None:
    """Enter the expansions."""
    rows, _ = rows_of_case(draft, "Expansions")
    if rows.empty:
        return
    facilities = add_builds(draft, WORD, rows, ("of", "participant", "commodity"))
    hours = draft.park.moments["hours"].to_numpy(float)
    time = np.where(rows["per_period"].to_numpy(bool)[:, None], 1.0, hours)
    capacity = rows["rate"].to_numpy(float)[:, None] * time
    through = _through(draft, facilities)
    draft.written[WORD] = Written(facilities, capacity, through)
    _write_gates(draft, facilities, time, capacity, through)
    payer = rows["payer"].where(rows["payer"] != "", rows["participant"])
    enter_builds(draft, facilities, rows["investment"].to_numpy(float), draft.parties.participant(payer))


def _through(draft: Draft, facilities: Facilities) -> tuple[Ints, Ints, Ints, Floats]:
    """What goes through each gate, counted by its measure: gate, moment, column, amount of one of the column."""
    parties, rows = draft.parties, facilities.rows
    quantities, ties = draft.books.quantities.read(), draft.books.ties.read()
    content = draft.park.content.reindex(parties.commodities)
    parts = []
    for gate in np.unique(facilities.place).tolist():
        first = int(np.flatnonzero(facilities.place == gate)[0])
        of, commodity, basis = (str(rows[name].iat[first]) for name in ("of", "commodity", "basis"))
        who = facilities.owner[first]
        if of == "throughput":
            entries, what, mine = ties, "commodity", ties["destination"] == who
        else:
            mine = (quantities["causer"] == who) & (quantities["account"] == IMPACT[of])
            entries, what = quantities, "thing"
        if commodity:
            mine = mine & (entries[what] == parties.commodity([commodity])[0])
        some = np.flatnonzero(mine)
        each = np.nan_to_num(content[basis].to_numpy(float)[entries[what][some]])
        amount = entries["value"][some] * each
        parts.append((np.full(len(some), gate), entries["moment"][some], entries["column"][some], amount))
    gate_, moment, column, amount = (np.concatenate(side) for side in zip(*parts, strict=True))
    return gate_.astype(np.int64), moment, column, amount


def _write_gates(
    draft: Draft, facilities: Facilities, time: Floats, capacity: Floats, through: tuple[Ints, Ints, Ints, Floats]
) -> None:
    """Write through_gate."""
    moments = len(draft.periods)
    gates, first = np.unique(facilities.place, return_index=True)
    gate, moment, column, amount = through
    row = gate * moments + moment
    fixed = column == NONE
    at = np.arange(moments)
    existing, new = np.flatnonzero(facilities.there), np.flatnonzero(~facilities.there)
    today = np.zeros((len(gates), moments))
    np.add.at(today, facilities.place[existing], capacity[existing])
    constant = np.bincount(row[fixed], amount[fixed], len(gates) * moments).astype(float)
    terms = [
        (row[~fixed], column[~fixed], amount[~fixed]),
        (
            (facilities.place[new][:, None] * moments + at).ravel(),
            np.repeat(facilities.build[new], moments),
            -capacity[new].ravel(),
        ),
    ]
    names = [facilities.names[place][:-1] for place in first.tolist()]
    g, m = np.divmod(np.arange(len(gates) * moments), moments)
    index = Names((names, g), (draft.periods, m))
    if draft.elastic:
        told = np.array([_row_of_today(facilities, gate) for gate in gates.tolist()])
        said = Said("Expansions", "capacity", told[g])
        each = time[first]
        hourly = np.maximum((today / each).max(axis=1), 1e-9)
        nothing = (today == 0).all(axis=1)
        hourly[nothing] = np.maximum((constant.reshape(today.shape) / each).max(axis=1), 1e-9)[nothing]
        size = (hourly[:, None] * each).ravel()
        terms.append(draft.fall_short("beyond", index, size, said, -1.0))
    draft.model.rows("through_gate", index, terms, upper=today.ravel() - constant)


def _row_of_today(facilities: Facilities, gate: int) -> int:
    """Number of the row that says what can go through a gate today, or of its first row."""
    mine = np.flatnonzero(facilities.place == gate)
    there = mine[facilities.there[mine]]
    return int(facilities.rows["row"].to_numpy(np.int64)[(there if len(there) else mine)[0]])


def unused(draft: Draft, values: Floats) -> Ints:
    """Build decisions at 1 of optional steps without which all that goes through its gate would have room."""
    written: Written | None = draft.written.get(WORD)
    if written is None:
        return np.empty(0, np.int64)
    facilities = written.facilities
    today = np.zeros((int(facilities.place.max()) + 1, written.capacity.shape[1]))
    np.add.at(today, facilities.place[facilities.there], written.capacity[facilities.there])
    room = np.all(_amounts(written, values) <= today, axis=1)
    free = (facilities.rows["status"] == "optional").to_numpy(bool) & room[facilities.place]
    idle: Ints = facilities.build[free]
    return idle


def _amounts(written: Written, values: Floats) -> Floats:
    """What goes through each gate at each moment in an answer. Shape (gates, moments)."""
    gate, moment, column, amount = written.through
    total = np.zeros((int(written.facilities.place.max()) + 1, written.capacity.shape[1]))
    each = amount * np.where(column == NONE, 1.0, values[column] if len(values) else 1.0)
    np.add.at(total, (gate, moment), each)
    return total


def read(draft: Draft, values: Floats) -> dict[str, pd.DataFrame]:
    """Return rows of `Facilities`."""
    written: Written | None = draft.written.get(WORD)
    if written is None:
        return {}
    facilities, rows = written.facilities, written.facilities.rows
    there = facilities.is_there(values)
    most = np.zeros((int(facilities.place.max()) + 1, written.capacity.shape[1]))
    np.add.at(most, facilities.place[there], written.capacity[there])
    amount = np.maximum(_amounts(written, values), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(most > 0, amount / most, 0.0).max(axis=1)
    payer = rows["payer"].where(rows["payer"] != "", rows["participant"])
    made = read_facilities(
        draft,
        facilities,
        values,
        kind=rows["of"].tolist(),
        facility=rows["commodity"].where(rows["commodity"] != "", ALL).tolist(),
        capacity=rows["capacity"].to_numpy(float),
        unit=rows["capacity_unit"].tolist(),
        investment=rows["investment"].to_numpy(float),
        payer=draft.parties.participant(payer),
        used=share[facilities.place],
    )
    return {"Facilities": made}
