"""What conversions, storages and expansions have in common: sizes to choose from at a place, and what having one costs.

Sets
    f in FACILITIES       rows of a sheet that are not forbidden: each is one size
    u in PLACES           rows of one thing at one participant

Variables
    build[f] in {0,1}     1 if f is built; existing rows have none

Constraints
    one_size[u]           sum_f build[f] <= 1   over what is not there yet; = 1 over the required or built rows, where there
                          are any, and none of the others

Entered in the books
    costs                 annuity of what is built, upkeep of what is there: to the payer
    once                  investment of what is built
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream import money
from sidestream.algebra.books import NONE
from sidestream.algebra.names import Names
from sidestream.formulation.accounts import COST
from sidestream.formulation.draft import Draft
from sidestream.formulation.links.statuses import REQUIRED

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Facilities:
    """Rows of one sheet in order of their names, with `row` (its number in the sheet); what they belong to, and `build`.

    owner       number of the participant
    place       number of the thing and participant that a row is a size of
    build       column of each row; NONE where it exists
    """

    word: str
    rows: pd.DataFrame
    names: list[tuple[str, ...]]
    owner: Ints
    place: Ints
    build: Ints

    @property
    def there(self) -> NDArray[np.bool_]:
        """Which rows exist."""
        return np.asarray(self.build == NONE, bool)

    def is_there(self, values: Floats) -> NDArray[np.bool_]:
        """Which rows exist or are built in an answer."""
        found = self.there
        found[~found] = values[self.build[~found]] > 0.5
        return found


def rows_of_case(draft: Draft, sheet: str) -> tuple[pd.DataFrame, Ints]:
    """Return the rows of a sheet that a case knows, in order of their keys, and the places they have in the sheet."""
    frame = draft.park[sheet]
    kept = frame["status"] == "existing" if draft.case == "today" else frame["status"] != "forbidden"
    places = np.flatnonzero(kept.to_numpy(bool))
    rows = frame.iloc[places].rename_axis("row").reset_index()
    order = rows.sort_values(list(draft.park.tables[sheet].table.key), kind="stable").index.to_numpy(np.int64)
    return rows.iloc[order].reset_index(drop=True), places[order]


def add_builds(draft: Draft, word: str, rows: pd.DataFrame, key: Sequence[str]) -> Facilities:
    """Add a build decision for each row that is not there yet; `key` are the columns that its sizes have in common."""
    names = list(zip(*(rows[name] for name in (*key, "size")), strict=True))
    place = pd.MultiIndex.from_frame(rows[list(key)]).factorize()[0].astype(np.int64)
    status = rows["status"].to_numpy(object)
    new = np.flatnonzero(status != "existing")
    must = np.isin(status[new], REQUIRED)
    count, musts = (np.bincount(place[some], minlength=len(rows))[place[new]] for some in (new, new[must]))
    sure = must & (musts == 1)
    build = np.full(len(rows), NONE, np.int64)
    index = Names((names, new))
    most = np.where((musts > 0) & ~must, 0.0, 1.0)
    build[new] = draft.decide(f"build_{word}", index, sure.astype(float), most)
    open_ = new[(count > 1) & (musts != 1)]
    if len(open_):
        choosing, at = np.unique(place[open_], return_inverse=True)
        first = {number: name[:-1] for number, name in zip(place[::-1].tolist(), names[::-1], strict=True)}
        least = np.where(np.isin(choosing, place[new][must]), 1.0, -np.inf)
        called = [first[number] for number in choosing.tolist()]
        draft.model.rows(f"one_size_{word}", called, [(at, build[open_], 1.0)], least, 1.0)
    owner = draft.parties.participant(rows["participant"])
    return Facilities(word, rows, names, owner, place, build)


def yearly(draft: Draft, rows: pd.DataFrame, investment: Floats) -> Floats:
    """Annuity of investments over the rows' lives [EUR/a]; without an investment a life may be blank."""
    return money.yearly(draft.park.settings.discount_rate, investment, rows["life"].to_numpy(float))


def enter_builds(
    draft: Draft, facilities: Facilities, investment: Floats, payer: Ints, column: Ints | None = None
) -> None:
    """Enter what each row costs once and a year for each of its build, or of another `column`; existing rows have upkeep
    of all of it.
    """
    books, rows = draft.books, facilities.rows
    column = facilities.build if column is None else column
    paid = np.where(facilities.there, 0.0, investment)
    books.once.enter(payer=payer, moment=NONE, column=column, value=paid, life=rows["life"].to_numpy(float))
    for account, value in (
        ("investment", yearly(draft, rows, paid)),
        ("upkeep", rows["upkeep"].to_numpy(float) * investment),
    ):
        books.costs.enter(payer=payer, account=COST[account], moment=NONE, column=column, value=value)


def read_facilities(
    draft: Draft,
    facilities: Facilities,
    values: Floats,
    *,
    kind: Sequence[str],
    facility: Sequence[str],
    capacity: Floats,
    unit: Sequence[str],
    investment: Floats,
    payer: Ints,
    used: Floats,
) -> pd.DataFrame:
    """Return the rows of `Facilities` of one sheet: what is there, and what it costs whom. `investment` is what a new one
    costs, in the size it has.
    """
    there = np.flatnonzero(facilities.is_there(values))
    rows = facilities.rows
    paid = np.where(facilities.there, 0.0, investment)
    participants = np.array(draft.parties.participants, object)
    made = pd.DataFrame(
        {
            "kind": np.array(kind, object),
            "facility": np.array(facility, object),
            "participant": rows["participant"].to_numpy(object),
            "size": rows["size"].to_numpy(object),
            "status": np.where(facilities.there, "existing", "built"),
            "capacity": capacity,
            "capacity_unit": np.array(unit, object),
            "investment": paid,
            "life": rows["life"].to_numpy(float),
            "annuity": yearly(draft, rows, paid),
            "yearly_cost": rows["upkeep"].to_numpy(float) * investment,
            "payer": participants[payer],
            "used": used,
        }
    )
    return made.iloc[there].reset_index(drop=True)
