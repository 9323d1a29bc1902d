"""Which relations to set up between two who had none, where that costs something; who may not be joined, and who must be.

Sets
    a,b in RELATIONS      rows of Relations; the links between a and b, whichever way they go
    NEW                   those that cost something to set up, of different owners whom no existing link joins

Variables
    set_up[a,b] in {0,1}  1 if a and b begin with each other                              (a,b) in NEW

Constraints
    only_if_set_up[l]     sum_o lay[l,o] <= set_up[a,b]                                   l between a and b in NEW
    set_up_if_laid[a,b]   set_up[a,b] <= sum over l between a and b, o of lay[l,o]
    kept_apart[l]         sum_o lay[l,o] <= 0                                             where a,b is forbidden
    kept_idle[f]          flow[f] <= 0                                                    what existing links between them carry
    brought_together[a,b] sum over l between a and b, o of lay[l,o] >= 1                  where a,b is required and no link exists
                          where statuses can give way: + lifted[a,b], times the most of the flow, and + undone[a,b]

    A relation is between the two ends of a link. Where links lead through a junction each is between the junction and who is
    at its other end: what giver and taker are to each other is then not asked.

Entered in the books
    costs                 annuity of set_up_cost over its life, half to a and half to b
    once                  set_up_cost, likewise

Reads                     laid, ties
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.algebra.books import NONE
from sidestream.design.tables import RelationsSetUp
from sidestream.formulation.accounts import COST
from sidestream.formulation.draft import Draft, Said, Term
from sidestream.formulation.feeds import Floats, Ints
from sidestream.formulation.pairs import Pairs, pairs
from sidestream.money import yearly

WORD = "relation"


@dataclass(frozen=True)
class Written:
    """What `read` needs: the rows that cost something, their columns, and for each the links between the two and what those
    can be laid as; `asked_for` are builds that a required relation may stand on.
    """

    rows: pd.DataFrame
    set_up: Ints
    laid: tuple[Ints, Ints, Ints]
    asked_for: Ints


def write(draft: Draft) -> None:
    """Enter the relations; today's park knows none."""
    rows = draft.park["Relations"]
    if draft.case == "today" or rows.empty:
        return
    rows = rows.rename_axis("row").reset_index()
    between = pairs(draft)
    place = _places(draft, rows, between)
    status = rows["status"].to_numpy(object)
    _keep_apart(draft, rows, between, place, np.flatnonzero((status == "forbidden") & (place >= 0)))
    free = (place < 0) | ~np.append(between.there, False)[place]
    _bring_together(draft, rows, between, place, np.flatnonzero((status == "required") & free))
    asked_for = _of(between.laid, place, np.flatnonzero(status == "required"))[2]
    costs = (rows["set_up_cost"] > 0).to_numpy(bool) & ~rows["same_owner"].to_numpy(bool)
    costs &= (status != "forbidden") | (draft.lifting is not None)
    chosen = np.flatnonzero(costs & free & (place >= 0))
    laid = _of(between.laid, place, chosen)
    set_up = _set_up(draft, rows.iloc[chosen], laid)
    draft.written[WORD] = Written(rows.iloc[chosen].reset_index(drop=True), set_up, laid, asked_for)


def _places(draft: Draft, rows: pd.DataFrame, between: Pairs) -> Ints:
    """Place of each row among the pairs that links join; -1: none does."""
    ends = [draft.parties.participant(rows[end]) for end in ("a", "b")]
    count = len(draft.parties.participants)
    known = pd.Index(between.one * count + between.other)
    found: Ints = known.get_indexer(pd.Index(np.minimum(*ends) * count + np.maximum(*ends))).astype(np.int64)
    return found


def _of(laid: tuple[Ints, Ints, Ints], place: Ints, chosen: Ints) -> tuple[Ints, Ints, Ints]:
    """What can be laid between the pairs of some rows: number among these rows, link, column."""
    pair, link, column = laid
    number = np.full(max(int(pair.max(initial=0)), int(place.max(initial=0))) + 1, -1, np.int64)
    joined = np.flatnonzero(place[chosen] >= 0)
    number[place[chosen][joined]] = joined
    number = number[pair]
    mine = number >= 0
    return number[mine], link[mine], column[mine]


def _names(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(rows["a"], rows["b"], strict=True))


def _set_up(draft: Draft, rows: pd.DataFrame, laid: tuple[Ints, Ints, Ints]) -> Ints:
    """Add set_up, tie it to what is laid, and enter what it costs."""
    if rows.empty:
        return np.empty(0, np.int64)
    set_up = draft.decide("set_up", _names(rows), 0.0, 1.0)
    number, link, column = laid
    links, at = np.unique(link, return_inverse=True)
    of = np.zeros(len(links), np.int64)
    of[at] = number
    names = [draft.parties.links[each] for each in links.tolist()]
    terms: list[Term] = [
        (at, column, np.ones(len(at))),
        (np.arange(len(links)), set_up[of], -np.ones(len(links))),
    ]
    draft.model.rows("only_if_set_up", names, terms, upper=0.0)
    terms = [(np.arange(len(rows)), set_up, np.ones(len(rows))), (number, column, -np.ones(len(number)))]
    draft.model.rows("set_up_if_laid", _names(rows), terms, upper=0.0)
    paid = rows["set_up_cost"].to_numpy(float)
    life = rows["life"].to_numpy(float)
    each = yearly(draft.park.settings.discount_rate, paid, life)
    for end in ("a", "b"):
        payer = draft.parties.participant(rows[end])
        draft.books.once.enter(payer=payer, life=life, moment=NONE, column=set_up, value=paid / 2)
        account = COST["relations"]
        draft.books.costs.enter(payer=payer, account=account, moment=NONE, column=set_up, value=each / 2)
    return set_up


def _keep_apart(draft: Draft, rows: pd.DataFrame, between: Pairs, place: Ints, chosen: Ints) -> None:
    """Write kept_apart and kept_idle."""
    if not len(chosen):
        return
    lifted = _give_way(draft, "lifted", rows.iloc[chosen], -1.0)
    number, link, column = _of(between.laid, place, chosen)
    links, at = np.unique(link, return_inverse=True)
    of = np.zeros(len(links), np.int64)
    of[at] = number
    names = [draft.parties.links[each] for each in links.tolist()]
    terms: list[Term] = [(at, column, np.ones(len(at)))]
    if lifted is not None:
        terms.append((np.arange(len(links)), lifted[1][of], lifted[2][of]))
    draft.model.rows("kept_apart", names, terms, upper=0.0)
    pair, column = between.carried
    of = pd.Index(place[chosen]).get_indexer(pd.Index(pair)).astype(np.int64)
    pair, column, of = (part[of >= 0] for part in (pair, column, of))
    words = _names(rows.iloc[chosen])
    terms = [(np.arange(len(column)), column, np.ones(len(column)))]
    if lifted is not None:
        most = draft.bounds()[1][column]
        terms.append((np.arange(len(column)), lifted[1][of], most * lifted[2][of]))
    called = [(*words[one], each) for each, one in enumerate(of.tolist())]
    draft.model.rows("kept_idle", called, terms, upper=0.0)


def _bring_together(draft: Draft, rows: pd.DataFrame, between: Pairs, place: Ints, chosen: Ints) -> None:
    """Write brought_together."""
    if not len(chosen):
        return
    number, _, column = _of(between.laid, place, chosen)
    terms: list[Term] = [(number, column, np.ones(len(number)))]
    undone = _give_way(draft, "undone", rows.iloc[chosen], 1.0)
    if undone is not None:
        terms.append(undone)
    draft.model.rows("brought_together", _names(rows.iloc[chosen]), terms, lower=1.0)


def _give_way(draft: Draft, name: str, rows: pd.DataFrame, sign: float) -> Term | None:
    """What relations fall short of their status by; None where statuses hold."""
    if draft.lifting is None:
        return None
    said = Said("Relations", "status", rows["row"].to_numpy(np.int64))
    return draft.fall_short(f"{name}_relation", _names(rows), np.ones(len(rows)), said, sign)


def asked_for(draft: Draft) -> Ints:
    """Builds that carry nothing, perhaps, and that a required relation stands on."""
    written: Written | None = draft.written.get(WORD)
    return np.empty(0, np.int64) if written is None else written.asked_for


def unused(draft: Draft, values: Floats) -> Ints:
    """Relations that are set up and stand on no link."""
    written: Written | None = draft.written.get(WORD)
    if written is None:
        return np.empty(0, np.int64)
    idle: Ints = written.set_up[_links(written, values) == 0]
    return idle


def _links(written: Written, values: Floats) -> Floats:
    """How many links are laid between the two of each row."""
    number, link, column = written.laid
    laid = pd.DataFrame({"number": number, "link": link})[values[column] > 0.5].drop_duplicates()
    return np.bincount(laid["number"].to_numpy(np.int64), minlength=len(written.rows)).astype(float)


def read(draft: Draft, values: Floats) -> dict[str, pd.DataFrame]:
    """Return `Relations set up`."""
    written: Written | None = draft.written.get(WORD)
    if written is None:
        return {}
    rows = written.rows
    made = rows[["a", "b", "set_up_cost", "life"]].copy()
    made["annuity"] = yearly(
        draft.park.settings.discount_rate, rows["set_up_cost"].to_numpy(float), rows["life"].to_numpy(float)
    )
    made["links"] = _links(written, values)
    made = made[list(RelationsSetUp.columns)]
    return {RelationsSetUp.sheet: made[values[written.set_up] > 0.5].reset_index(drop=True)}
