"""How many vehicles to have, where their hours on the road are scarce.

Sets
    v in FLEETS           rows of Fleets: vehicles of one kind, for all the routes that use them
    m in MOMENTS          periods of a stage and scenario: a world is written by itself, see `plan.py`

Variables
    more[v] in {0, 1, 2 ..}   vehicles beside those there are, at most most[v] - number[v] (MOST where there is no most)

Constraints
    hours_on_road[v,m]    sum of km / speed + loads * load_hours <= on_road[v] * hours[m] * (number[v] + more[v])
                              + longer[v,m] on the right, elastic by moment
                              + longer[v] * on_road[v] * hours[m], elastic by row

    on_road[v] is the column `hours` as a share of the week.

Entered in the books
    costs                 annuity of more, yearly_cost of number + more, to the payer
    once                  investment of more

Reads                     quantities: km driven and loads
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.algebra.books import NONE
from sidestream.algebra.names import Names
from sidestream.formulation.accounts import COST, DRIVEN, LOADED
from sidestream.formulation.draft import Draft, Said
from sidestream.formulation.feeds import Floats, Ints
from sidestream.money import yearly

WORD = "fleet"
MOST = 1e4
"""Vehicles of one kind that nobody has more of."""


@dataclass(frozen=True)
class Written:
    """What `read` needs: rows in order of name, their columns, and hours on the road: (row, moment, column, hours)."""

    rows: pd.DataFrame
    more: Ints
    hours: tuple[Ints, Ints, Ints, Floats]


def write(draft: Draft) -> None:
    """Enter the fleets."""
    rows = draft.park["Fleets"].rename_axis("row").reset_index().sort_values("vehicle", ignore_index=True)
    if rows.empty:
        return
    more = np.full(len(rows), NONE, np.int64)
    if draft.case != "today":
        room = rows["most"].fillna(MOST).to_numpy(float) - rows["number"].to_numpy(float)
        more[:] = draft.decide("more", rows["vehicle"].tolist(), 0.0, np.maximum(np.floor(room), 0.0))
    hours = _hours(draft, rows)
    draft.written[WORD] = Written(rows, more, hours)
    _write_hours(draft, rows, more, hours)
    payer = draft.parties.participant(rows["payer"])
    investment, each = (rows[name].to_numpy(float) for name in ("investment", "yearly_cost"))
    books = draft.books
    bought, life = np.where(more == NONE, 0.0, investment), rows["life"].to_numpy(float)
    books.once.enter(payer=payer, moment=NONE, column=more, value=bought, life=life)
    paid = np.where(more == NONE, 0.0, _annuities(draft, rows))
    books.costs.enter(payer=payer, account=COST["investment"], moment=NONE, column=more, value=paid)
    kept = each * rows["number"].to_numpy(float)
    books.costs.enter(payer=payer, account=COST["upkeep"], moment=NONE, column=NONE, value=kept)
    added = np.where(more == NONE, 0.0, each)
    books.costs.enter(payer=payer, account=COST["upkeep"], moment=NONE, column=more, value=added)


def _annuities(draft: Draft, rows: pd.DataFrame) -> Floats:
    """Annuity of one vehicle [EUR/a]."""
    investment, life = rows["investment"].to_numpy(float), rows["life"].to_numpy(float)
    bought = np.where(np.isnan(life), 0.0, investment)  # without a life none can be bought
    return yearly(draft.park.settings.discount_rate, bought, life)


def _hours(draft: Draft, rows: pd.DataFrame) -> tuple[Ints, Ints, Ints, Floats]:
    """Hours on the road: row, moment, column, hours of one of the column."""
    entries = draft.books.quantities.read()
    names = pd.Index(sorted(set(draft.park["Vehicles"]["vehicle"])), dtype=object)
    row_of = pd.Index(rows["vehicle"], dtype=object).get_indexer(names)
    some = np.flatnonzero(np.isin(entries["account"], (DRIVEN, LOADED)))
    some = some[row_of[entries["thing"][some]] >= 0]
    row = row_of[entries["thing"][some]]
    slow, load = 1 / rows["speed"].to_numpy(float), rows["load_hours"].to_numpy(float)
    each = np.where(entries["account"][some] == DRIVEN, slow[row], load[row])
    return row.astype(np.int64), entries["moment"][some], entries["column"][some], entries["value"][some] * each


def _write_hours(draft: Draft, rows: pd.DataFrame, more: Ints, hours: tuple[Ints, Ints, Ints, Floats]) -> None:
    """Write hours_on_road."""
    row, moment, column, value = hours
    moments = len(draft.periods)
    v, m = np.divmod(np.arange(len(rows) * moments), moments)
    each = rows["hours"].to_numpy(float)[v] * draft.park.moments["hours"].to_numpy(float)[m]
    new = np.flatnonzero(more[v] != NONE)
    terms = [(row * moments + moment, column, value), (new, more[v[new]], -each[new])]
    index = Names((rows["vehicle"].tolist(), v), (draft.periods, m))
    if draft.elastic:
        said = Said("Fleets", "number", rows["row"].to_numpy(np.int64)[v])
        terms.append(draft.fall_short("longer", index, each, said, -1.0))
    draft.model.rows("hours_on_road", index, terms, upper=each * rows["number"].to_numpy(float)[v])


def unused(draft: Draft, values: Floats) -> Ints:
    """Nothing: vehicles are counted, and those that stand still cost something or are settled by ties."""
    return np.empty(0, np.int64)


def read(draft: Draft, values: Floats) -> dict[str, pd.DataFrame]:
    """Return rows of `Facilities`: the vehicles there are, and those beside them."""
    written: Written | None = draft.written.get(WORD)
    if written is None:
        return {}
    rows, more = written.rows, written.more
    added = np.where(more == NONE, 0.0, np.round(values[more]) if len(values) else 0.0)
    number, each_year = (rows[name].to_numpy(float) for name in ("number", "yearly_cost"))
    row, moment, column, value = written.hours
    driven = np.zeros((len(rows), len(draft.periods)))
    np.add.at(driven, (row, moment), value * np.maximum(values[column], 0.0))
    each = rows["hours"].to_numpy(float)[:, None] * draft.park.moments["hours"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        used = np.where(driven > 0, driven / (each * (number + added)[:, None]), 0.0).max(axis=1)
    parts = []
    for status, count in (("existing", number), ("built", added)):
        new = status == "built"
        made = pd.DataFrame(
            {
                "kind": WORD,
                "facility": rows["vehicle"],
                "participant": rows["payer"],
                "size": status,
                "status": status,
                "capacity": count,
                "capacity_unit": "1",
                "investment": rows["investment"].to_numpy(float) * count * new,
                "life": rows["life"],
                "annuity": _annuities(draft, rows) * count * new,
                "yearly_cost": each_year * count,
                "payer": rows["payer"],
                "used": used,
            }
        )
        parts.append(made[count > 0])
    return {"Facilities": pd.concat(parts, ignore_index=True)}
