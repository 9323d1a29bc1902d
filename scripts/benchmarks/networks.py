"""Seeded networks that are hard to design: many commodities share arcs that cost something to have, and have a capacity.

As Gendron and Crainic describe theirs: arcs are drawn at random, commodities go from one random node to another, and costs are
drawn evenly, then scaled to two ratios.

    fixed      |K| * sum fixed costs / (total demand * sum unit costs): how much having an arc weighs beside using it
    tight      |A| * total demand / sum capacities: how little goes through an arc

A circle through all nodes is drawn first, so that everything can be reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.parks import Cells, as_park


@dataclass(frozen=True)
class Kind:
    """How large a network is, and how it is scaled."""

    nodes: int
    arcs: int
    commodities: int
    fixed: float
    tight: float

    def __str__(self) -> str:
        return f"{self.nodes}-{self.arcs}-{self.commodities} F{self.fixed:g} C{self.tight:g}"


SMALL = Kind(10, 60, 10, 10, 4)
KINDS = (
    Kind(20, 230, 40, 14, 8),
    Kind(20, 230, 200, 5, 2),
    Kind(20, 230, 200, 14, 8),
    Kind(20, 300, 200, 14, 8),
    Kind(30, 520, 100, 14, 8),
    Kind(30, 700, 100, 5, 8),
    Kind(100, 400, 30, 14, 8),
)


@dataclass(frozen=True)
class Network:
    """Arcs from tail to head, commodities from origin to destination."""

    tail: np.ndarray
    head: np.ndarray
    unit_cost: np.ndarray
    fixed_cost: np.ndarray
    capacity: np.ndarray
    origin: np.ndarray
    destination: np.ndarray
    demand: np.ndarray


def network(kind: Kind, seed: int = 1) -> Network:
    """Draw a network."""
    rng = np.random.default_rng(seed)
    nodes, arcs = kind.nodes, kind.arcs
    circle = rng.permutation(nodes)
    first = circle * nodes + np.roll(circle, -1)
    every = np.setdiff1d(np.arange(nodes**2), [*first, *(np.arange(nodes) * (nodes + 1))])
    pairs = np.sort(np.concatenate([first, rng.choice(every, arcs - nodes, replace=False)]))
    origin = rng.integers(0, nodes, kind.commodities)
    destination = (origin + rng.integers(1, nodes, kind.commodities)) % nodes
    demand = rng.integers(1, 20, kind.commodities).astype(float)
    unit_cost = rng.integers(1, 30, arcs).astype(float)
    fixed_cost, capacity = rng.uniform(0.5, 1.5, (2, arcs))
    total = demand.sum()
    fixed_cost *= kind.fixed * total * unit_cost.sum() / (kind.commodities * fixed_cost.sum())
    capacity *= arcs * total / (kind.tight * capacity.sum())
    return Network(
        pairs // nodes, pairs % nodes, unit_cost, fixed_cost.round(), capacity.round(1), origin, destination, demand
    )


def cells_of(drawn: Network) -> Cells:
    """What would stand in the workbook: a node passes on what comes, an arc is a pipe for all commodities."""
    nodes, arcs = int(drawn.head.max()) + 1, len(drawn.tail)
    node = [f"node {number:03d}" for number in range(nodes)]
    goods = [f"goods {number:03d}" for number in range(len(drawn.demand))]

    def at(places: np.ndarray) -> list[str]:
        return [node[place] for place in places]

    amounts = {"commodity": goods, "quantity": drawn.demand.tolist(), "unit": ["1/period"] * len(goods)}
    return {
        "Participants": {"participant": node, "kind": ["utility"] * nodes, "passes_on": ["yes"] * nodes},
        "Commodities": {"commodity": goods, "unit": ["1"] * len(goods), "medium": ["abstract"] * len(goods)},
        "Supplies": {"participant": at(drawn.origin), **amounts, "if_not_taken": ["leave"] * len(goods)},
        "Demands": {"participant": at(drawn.destination), **amounts, "if_not_served": ["must serve"] * len(goods)},
        "Pipelines": {
            "from": at(drawn.tail),
            "to": at(drawn.head),
            "commodity": ["; ".join(goods)] * arcs,
            "link": [f"arc {number:04d}" for number in range(arcs)],
            "status": ["optional"] * arcs,
            "capacity": drawn.capacity.tolist(),
            "capacity_unit": ["1/period"] * arcs,
            "yearly_cost": drawn.fixed_cost.tolist(),
            "unit_cost": drawn.unit_cost.tolist(),
        },
    }


def park_of(kind: Kind, seed: int = 1) -> Any:
    """The park of a network."""
    return as_park(cells_of(network(kind, seed)))
