"""The most that can come to each place and leave it, from the bounds of the model's columns alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sidestream.formulation.draft import Draft
from sidestream.formulation.reach import most_coming

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CLOSE = 1e-6
"""Share of a figure, and amount, up to which nothing is missing: a solver would not notice."""


class Bounds:
    """Least and most of every column, and what can leave each place at each moment.

    Bounds are those of the model; what serves a need is no more than the need nor than what can come to it, and own use
    no more than what is there or needed.
    """

    def __init__(self, draft: Draft):
        self._moments = len(draft.periods)
        self.lower, self.upper = draft.bounds()
        self._entries = draft.books.materials.read()
        self._keys = self._entries["node"] * self._moments + self._entries["moment"]
        served_at = self._bound_serve(draft)
        self._bound_own(draft)
        self._leaving = self._through(-1.0)
        needs = draft.written["needs"]
        self._lower_to(needs.serve, _at(self._through(1.0), served_at * self._moments + needs.m))

    def leaving(self, nodes: Ints, moments: Ints) -> Floats:
        """Most that can leave places at moments."""
        return _at(self._leaving, nodes * self._moments + moments)

    def _lower_to(self, columns: Ints, most: Floats) -> None:
        self.upper[columns] = np.minimum(self.upper[columns], most)

    def _through(self, sign: float) -> Floats:
        """Most that comes to (1) or leaves (-1) each place at each moment."""
        some = np.flatnonzero(self._entries["value"] * sign > 0)
        most = sign * self._entries["value"][some] * self.upper[self._entries["column"][some]]
        return np.bincount(self._keys[some], most).astype(float)

    def _bound_serve(self, draft: Draft) -> Ints:
        """What serves a need is no more than the need, nor than all that has a way to it. Returns the nodes it is at."""
        needs, parties = draft.written["needs"], draft.parties
        taker, what = parties.participant(needs.rows["participant"])[needs.d], parties.commodity(needs.b)
        share = needs.rows["most_by_product"].to_numpy()[needs.d]
        self._lower_to(needs.serve, needs.need[needs.d, needs.m] * share / needs.ratio)
        if len(needs.serve):
            pair, place = np.unique(taker * len(parties.commodities) + what, return_inverse=True)
            who, commodity = np.divmod(pair, len(parties.commodities))
            self._lower_to(needs.serve, most_coming(draft.park, parties, draft.reach, who, commodity)[place, needs.m])
        return parties.node(taker, what, using=True)

    def _bound_own(self, draft: Draft) -> None:
        """Own use is no more than what is there, nor than what is needed."""
        block = draft.model.blocks["own"]
        columns = self._entries["column"]
        own = np.flatnonzero((columns >= block.first) & (columns < block.first + block.count))
        for sign in (-1.0, 1.0):  # it leaves what is offered, which comes from supplies; and comes to what serves
            some = own[self._entries["value"][own] * sign > 0]
            self._lower_to(columns[some], _at(self._through(-sign), self._keys[some]))


def _at(through: Floats, keys: Ints) -> Floats:
    """What is known at each key; nothing where nothing is entered."""
    inside = keys < len(through)
    found = np.zeros(len(keys))
    found[inside] = through[keys[inside]]
    return found
