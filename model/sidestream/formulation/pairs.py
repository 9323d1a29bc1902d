"""Who is joined to whom: pairs of participants, the links between them, and what those could be laid as or carry.

Whichever way a link goes, it joins the same two. A link through a junction joins the junction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.books import NONE
from sidestream.formulation.draft import Draft

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Pairs:
    """Pairs in order of their numbers; entries of links between them by the place of the pair.

    one, other      numbers of the participants, the smaller first
    there           whether a link stands between them already
    laid            pair, link, column of everything that can be laid
    carried         pair, column of everything that existing links can carry
    """

    one: Ints
    other: Ints
    there: NDArray[np.bool_]
    laid: tuple[Ints, Ints, Ints]
    carried: tuple[Ints, Ints]

    def __len__(self) -> int:
        return len(self.one)

    def names(self, draft: Draft) -> list[tuple[str, str]]:
        """Names of both, by pair."""
        names = draft.parties.participants
        return [(names[one], names[other]) for one, other in zip(self.one.tolist(), self.other.tolist(), strict=True)]


def pairs(draft: Draft) -> Pairs:
    """Find the pairs of a case, from what is laid and what ties."""
    parties, count = draft.parties, len(draft.parties.participants)
    key = np.full(len(parties.links), -1, np.int64)
    for link, begin, end in parties.ends.values():
        key[link] = np.minimum(begin, end) * count + np.maximum(begin, end)
    laid, ties = draft.books.laid.read(), draft.books.ties.read()
    known, place = np.unique(key[laid["link"]], return_inverse=True)
    old = laid["column"] == NONE
    there = np.zeros(len(known), bool)
    there[place[old]] = True
    carried = np.isin(ties["link"], laid["link"][old]) & (ties["column"] != NONE)
    columns, first = np.unique(ties["column"][carried], return_index=True)
    of_tie = np.searchsorted(known, key[ties["link"][carried][first]])
    one, other = np.divmod(known, max(count, 1))
    return Pairs(one, other, there, (place[~old], laid["link"][~old], laid["column"][~old]), (of_tie, columns))
