"""With how many others each participant is joined, at least and at most.

Sets
    i in LIMITS           rows of Limits on partners
    p in OF[i]            the participant that i names; all but junctions where it names none
    a,b in PAIRS          participants with a link between them, whichever way it goes: an existing one, or one to lay

Variables
    joined[a,b] in {0,1}  1 if a link between a and b is laid, or an existing one carries anything
    linked[a,b] in [0,1]  at most 1, and 0 where no link between a and b stands or is laid

Constraints
    joined_if_laid[l]     sum_o lay[l,o] <= joined[a,b]                         l between a and b
    joined_if_used[f]     flow[f] <= most of it * joined[a,b]                   what existing links between them carry
    linked_if_laid[a,b]   linked[a,b] <= sum over l between a and b, o of lay[l,o]      where none stands
    few_enough[i,p]       sum of joined of p <= most[i]     (+ many[i,p], elastic by moment)
    enough[i,p]           sum of linked of p >= least[i]    (- few[i,p])
                          elastic by row: many[i] * max(most[i], 1) and few[i] * max(least[i], 1), one for all participants

    A junction counts as one partner of those that are joined to it. An existing link that carries nothing is no partner
    too many, but a partner.

Reads                     laid, ties
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.formulation.draft import Draft, Said, Term
from sidestream.formulation.pairs import Pairs, pairs

Ints = NDArray[np.int64]


def write(draft: Draft) -> None:
    """Write the limits on partners; today's park has none."""
    rows = draft.park["Limits"]
    rows = rows[rows["on"] == "partners"]
    if draft.case == "today" or rows.empty:
        return
    between = pairs(draft)
    if rows["most"].notna().any():
        joined = _joined(draft, between)
        _write_side(draft, rows, between, joined, "most")
    if rows["least"].notna().any():
        linked = _linked(draft, between)
        _write_side(draft, rows, between, linked, "least")


def _joined(draft: Draft, between: Pairs) -> Ints:
    """Add joined, which is 1 where anything is laid or carried."""
    joined = draft.model.columns("joined", between.names(draft), 0.0, 1.0, whole=True)
    pair, link, column = between.laid
    links, place = np.unique(link, return_inverse=True)
    first = np.zeros(len(links), np.int64)
    first[place] = pair
    names = [draft.parties.links[number] for number in links.tolist()]
    here = np.arange(len(links))
    draft.model.rows("joined_if_laid", names, [(place, column, 1.0), (here, joined[first], -1.0)], upper=0.0)
    pair, column = between.carried
    most = draft.bounds()[1][column]
    here = np.arange(len(column))
    words = between.names(draft)
    called = [(*words[one], number) for number, one in enumerate(pair.tolist())]
    draft.model.rows("joined_if_used", called, [(here, column, 1.0), (here, joined[pair], -most)], upper=0.0)
    return joined


def _linked(draft: Draft, between: Pairs) -> Ints:
    """Add linked, which is 0 where no link stands or is laid."""
    linked = draft.model.columns("linked", between.names(draft), 0.0, 1.0)
    new = np.flatnonzero(~between.there)
    row = np.full(len(between), -1, np.int64)
    row[new] = np.arange(len(new))
    pair, _, column = between.laid
    mine = row[pair] >= 0
    words = between.names(draft)
    terms: list[Term] = [
        (np.arange(len(new)), linked[new], np.ones(len(new))),
        (row[pair[mine]], column[mine], -np.ones(int(mine.sum()))),
    ]
    draft.model.rows("linked_if_laid", [words[place] for place in new.tolist()], terms, upper=0.0)
    return linked


def _write_side(draft: Draft, rows: pd.DataFrame, between: Pairs, column: Ints, side: str) -> None:
    """Write few_enough or enough."""
    rows = rows[rows[side].notna()]
    limit, of = _of_whom(draft, rows)
    value = rows[side].to_numpy(float)[limit]
    numbers = rows.index.to_numpy(np.int64)[limit]
    participants = draft.parties.participants
    names = [(f"row {number}", participants[who]) for number, who in zip(numbers.tolist(), of.tolist(), strict=True)]
    row, pair = np.nonzero((between.one[None, :] == of[:, None]) | (between.other[None, :] == of[:, None]))
    terms: list[Term] = [(row, column[pair], np.ones(len(row)))]
    family, name, sign = ("few_enough", "many", -1.0) if side == "most" else ("enough", "few", 1.0)
    if draft.elastic:
        said = Said("Limits", side, numbers)
        terms.append(draft.fall_short(name, names, np.maximum(value, 1.0), said, sign))
    sides = {"upper": value} if side == "most" else {"lower": value}
    draft.model.rows(family, names, terms, **sides)


def _of_whom(draft: Draft, rows: pd.DataFrame) -> tuple[Ints, Ints]:
    """Place of the limit, and the participant, of each that a limit holds for."""
    everybody = np.flatnonzero(~draft.parties.is_junction)
    whose = [draft.parties.participant([key]) if key else everybody for key in rows["key"]]
    limit = np.repeat(np.arange(len(whose)), [len(some) for some in whose])
    return limit, np.concatenate(whose)
