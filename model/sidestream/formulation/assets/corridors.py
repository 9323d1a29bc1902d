"""Which trenches to dig that several pipes share.

Sets
    c in CORRIDORS        rows of Corridors
    l in PATHS[c]         pipes that lie in c, by CorridorPaths

Variables
    dig[c] in {0,1}       1 if c is dug: = 1 where it is required or built, 0 where it is forbidden; existing ones have none

Constraints
    only_if_dug[l,c]      sum_o lay[l,o] <= dig[c]

Entered in the books
    costs                 annuity of trench_cost * length, to the payer; where none is named, to the links that use it in
                          equal parts, which is worked out from the answer
    once                  trench_cost * length

Reads                     laid
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from sidestream.algebra.books import NONE
from sidestream.formulation.accounts import COST
from sidestream.formulation.draft import Draft, Term
from sidestream.formulation.feeds import Floats, Ints
from sidestream.formulation.links.statuses import REQUIRED
from sidestream.money import yearly

WORD = "corridor"
USERS = "its links"
"""Who pays where nobody is named."""


@dataclass(frozen=True)
class Written:
    """What `read` needs: the rows in order of name, their columns, and which columns lie in which row."""

    rows: pd.DataFrame
    dig: Ints
    users: list[Ints]


def write(draft: Draft) -> None:
    """Enter the corridors."""
    rows = draft.park["Corridors"].sort_values("corridor", kind="stable").reset_index(drop=True)
    if draft.case == "today":
        rows = rows[rows["status"] == "existing"].reset_index(drop=True)
    if rows.empty:
        return
    status = rows["status"].to_numpy(object)
    new = np.flatnonzero(status != "existing")
    dig = np.full(len(rows), NONE, np.int64)
    must, banned = np.isin(status[new], REQUIRED), status[new] == "forbidden"
    names = rows["corridor"].to_numpy(object)[new].tolist()
    dig[new] = draft.decide("dig", names, must.astype(float), np.where(banned, 0.0, 1.0))
    users = _write_paths(draft, rows, dig)
    draft.written[WORD] = Written(rows, dig, users)
    _enter(draft, rows, dig)
    draft.shares.append(partial(shares, draft))


def _write_paths(draft: Draft, rows: pd.DataFrame, dig: Ints) -> list[Ints]:
    """Write only_if_dug; return the columns that lie in each corridor."""
    laid, paths = draft.books.laid.read(), draft.park["CorridorPaths"]
    place = pd.Index(rows["corridor"], dtype=object).get_indexer(paths["corridor"])
    users: list[Ints] = [np.empty(0, np.int64) for _ in range(len(rows))]
    names: list[tuple[str, str]] = []
    terms: list[Term] = []
    for link, corridor in zip(paths["link"], place.tolist(), strict=True):
        if corridor < 0:
            continue
        mine = laid["column"][(laid["link"] == draft.parties.link([link])[0]) & (laid["column"] != NONE)]
        users[corridor] = np.append(users[corridor], mine)
        if dig[corridor] != NONE and len(mine):
            columns = np.append(mine, dig[corridor])
            here = np.full(len(columns), len(names))
            terms.append((here, columns, np.append(np.ones(len(mine)), -1.0)))
            names.append((link, str(rows["corridor"].iat[corridor])))
    draft.model.rows("only_if_dug", names, terms, upper=0.0)
    return users


def _enter(draft: Draft, rows: pd.DataFrame, dig: Ints) -> None:
    """Enter what digging costs."""
    paid, payer = _investment(rows, dig), _payers(draft, rows)
    life = rows["life"].to_numpy(float)
    draft.books.once.enter(payer=payer, moment=NONE, column=dig, value=paid, life=life)
    value = _yearly(draft, rows, paid)
    draft.books.costs.enter(payer=payer, account=COST["investment"], moment=NONE, column=dig, value=value)


def _investment(rows: pd.DataFrame, dig: Ints) -> Floats:
    once: Floats = (rows["trench_cost"] * rows["length"]).to_numpy(float)
    return np.where(dig == NONE, 0.0, once)


def _yearly(draft: Draft, rows: pd.DataFrame, paid: Floats) -> Floats:
    return yearly(draft.park.settings.discount_rate, paid, rows["life"].to_numpy(float))


def _payers(draft: Draft, rows: pd.DataFrame) -> Ints:
    """Share keys: a participant where one is named, else the corridor."""
    named = (rows["payer"] != "").to_numpy(bool)
    return np.where(named, draft.parties.participant(rows["payer"]), draft.parties.users_of(rows["corridor"]))


def unused(draft: Draft, values: Floats) -> Ints:
    """Digging of optional trenches in which no pipe lies."""
    written: Written | None = draft.written.get(WORD)
    if written is None:
        return np.empty(0, np.int64)
    empty = np.array([not (values[columns] > 0.5).any() for columns in written.users], bool)
    idle: Ints = written.dig[empty & (written.rows["status"] == "optional").to_numpy(bool)]
    return idle


def read(draft: Draft, values: Floats) -> dict[str, pd.DataFrame]:
    """Return rows of `Facilities`."""
    written: Written | None = draft.written.get(WORD)
    if written is None:
        return {}
    rows, dig = written.rows, written.dig
    there = dig == NONE
    there[~there] = values[dig[~there]] > 0.5
    paid = _investment(rows, dig)
    made = pd.DataFrame(
        {
            "kind": WORD,
            "facility": rows["corridor"],
            "participant": "",
            "size": "",
            "status": np.where(dig == NONE, "existing", "built"),
            "capacity": rows["length"],
            "capacity_unit": "km",
            "investment": paid,
            "life": rows["life"],
            "annuity": _yearly(draft, rows, paid),
            "yearly_cost": 0.0,
            "payer": rows["payer"].where(rows["payer"] != "", USERS),
            "used": np.nan,
        }
    )
    return {"Facilities": made[there].reset_index(drop=True)}


def shares(draft: Draft, values: Floats) -> pd.DataFrame:
    """Who stands behind corridors without a named payer in an answer: the links that lie in them, in equal parts."""
    written: Written = draft.written[WORD]
    payers, paths, parts = draft.park.payers, draft.park["CorridorPaths"], []
    known = draft.books.laid.read()
    there = (known["column"] == NONE) | (values[known["column"]] > 0.5)
    links = {draft.parties.links[number] for number in known["link"][there].tolist()}
    for corridor in written.rows.loc[written.rows["payer"] == "", "corridor"]:
        mine = [name for name in paths.loc[paths["corridor"] == corridor, "link"] if name in links]
        of_links = payers[payers["link"].isin(mine)]
        key = int(draft.parties.users_of([corridor])[0])
        share = of_links["share"] / max(len(mine), 1)
        parts.append(pd.DataFrame({"key": key, "participant": of_links["payer"], "share": share}))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["key", "participant", "share"])
