"""Shares cut into pieces: a model in which each product lies in the envelope of the piece its share is in.

Envelopes: G. McCormick, Math Programming 10 (1976).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from sidestream.algebra.arrays import Matrices
from sidestream.solver.products import Builder, Floats, Products

NARROW = 1 / 8
"""Half width of the piece about an answer, as a share of the piece it lay in."""
LEAST = 1e-7
"""Pieces are not made narrower than this."""

Pieces = dict[int, list[float]]
"""The ends of the pieces of each share."""


def whole_shares(products: Products) -> Pieces:
    """One piece for each share: all of it."""
    return {share: [0.0, 1.0] for share in np.unique(products.share).tolist()}


def narrowed(products: Products, pieces: Pieces, answer: Floats) -> bool:
    """Cut the pieces in which products are missed; False where none can be cut any more."""
    off = products.off(answer)
    missed = off > 1e-9 * np.maximum(products.most, 1.0)
    cut = False
    for share in np.unique(products.share[missed]).tolist():
        ends = pieces[share]
        at = float(np.clip(answer[share], ends[0], ends[-1]))
        place = min(max(int(np.searchsorted(ends, at, side="right")) - 1, 0), len(ends) - 2)
        low, high = ends[place], ends[place + 1]
        width = high - low
        if width < LEAST:
            continue
        new = [
            one for one in (at - NARROW * width, at + NARROW * width) if low + 1e-3 * width < one < high - 1e-3 * width
        ]
        pieces[share] = sorted({*ends, *(new or [(low + high) / 2])})
        cut = True
    return cut


def looser(problem: Matrices, products: Products, pieces: Pieces) -> Matrices:
    """Return the problem with a binary for each piece of a share, and envelopes of the products in each piece."""
    shares = np.array(list(pieces), np.int64)
    lower, upper = problem.lower.copy(), problem.upper.copy()
    lower[shares] = [ends[0] for ends in pieces.values()]
    upper[shares] = [ends[-1] for ends in pieces.values()]
    made = Builder(replace(problem, lower=lower, upper=upper))
    chosen: dict[int, list[tuple[int, int, float, float]]] = {}
    for share, ends in pieces.items():
        if len(ends) == 2:
            continue  # its envelopes need no binary
        of = []
        for low, high in pairwise(ends):
            here, some = made.column(1.0, whole=True), made.column(1.0)
            made.row({some: 1.0, here: -low}, lower=0.0)
            made.row({some: 1.0, here: -high}, upper=0.0)
            of.append((here, some, low, high))
        made.row({here: 1.0 for here, *_ in of}, 1.0, 1.0)
        made.row({share: -1.0, **{some: 1.0 for _, some, *_ in of}}, 0.0, 0.0)
        chosen[share] = of
    for entry in range(len(products.part)):
        share = int(products.share[entry])
        if share in chosen:
            _envelopes(made, products, entry, chosen[share])
        elif pieces[share] != [0.0, 1.0]:  # those are in the problem
            _envelope(made, products, entry, *pieces[share])
    return made.problem()


def _envelope(made: Builder, products: Products, entry: int, low: float, high: float) -> None:
    """What a product can be where its share is between two ends."""
    part, share, whole = int(products.part[entry]), int(products.share[entry]), int(products.whole[entry])
    taken, most = float(products.taken[entry]), float(products.most[entry])
    made.row({part: 1.0, whole: -low * taken}, lower=0.0)
    made.row({part: 1.0, whole: -high * taken, share: -most}, lower=-high * most)
    made.row({part: 1.0, whole: -high * taken}, upper=0.0)
    made.row({part: 1.0, whole: -low * taken, share: -most}, upper=-low * most)


def _envelopes(made: Builder, products: Products, entry: int, of: Sequence[tuple[int, int, float, float]]) -> None:
    """What a product can be in each piece of its share."""
    part, whole = int(products.part[entry]), int(products.whole[entry])
    taken, most = float(products.taken[entry]), float(products.most[entry])
    flows = []
    for here, *_ in of:
        flow = made.column(most)
        made.row({flow: 1.0, here: -most}, upper=0.0)
        flows.append(flow)
    made.row({whole: -taken, **dict.fromkeys(flows, 1.0)}, 0.0, 0.0)
    above_low, above_high, below_high, below_low = ({part: 1.0} for _ in range(4))
    for flow, (here, some, low, high) in zip(flows, of, strict=True):
        above_low[flow] = -low
        above_high |= {flow: -high, some: -most, here: high * most}
        below_high[flow] = -high
        below_low |= {flow: -low, some: -most, here: low * most}
    made.row(above_low, lower=0.0)
    made.row(above_high, lower=0.0)
    made.row(below_high, upper=0.0)
    made.row(below_low, upper=0.0)
