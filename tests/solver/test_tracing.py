"""Designs near an answer, and how far shares can be from each other: two streams in a pool, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from park_from import make_park
from parks import pipe, sites
from sidestream.algebra.arrays import Matrices
from sidestream.algebra.matrices import hand_over
from sidestream.formulation.programme import write
from sidestream.solver.pieces import looser, whole_shares
from sidestream.solver.products import Products
from sidestream.solver.search import Orders, search
from sidestream.solver.shrinking import shrunk
from sidestream.solver.tracing import traced
from sidestream.studies.pools import products_of


def two_streams() -> tuple[Matrices, Products]:
    """x takes 100 t with exactly 4 of salt, y as much of anything: a has 2 at 10 EUR, b has 8 at 1 EUR.

    What the pool sends to x is two thirds of a, and so is what it sends to y: 6 * 10 + 3 * 1 = 7 EUR/t.
    Sold at 30 and at 5 EUR x alone is served: 100 * 7 + 100 * 5 = 1,200; both would be 1,400, y alone with b 3,100.
    """
    water = {"commodity": "water"}
    draft = write(
        make_park(
            Participants=sites("a", "b", "x", "y", junctions="pool"),
            Commodities=[{"commodity": "water", "unit": "t", "medium": "water"}],
            Supplies=[
                {"participant": who, **water, "quantity": 300, "unit": "t/a", "if_not_taken": "leave"}
                | {"provision_cost": cost}
                for who, cost in (("a", 10), ("b", 1))
            ],
            Demands=[
                {"participant": who, **water, "quantity": 100, "unit": "t/a", "if_not_served": "go without"}
                | {"shortage_cost": price}
                for who, price in (("x", 30), ("y", 5))
            ],
            Pipelines=[
                pipe(start, end, "water", payer=start if end == "pool" else end)
                for start, end in (("a", "pool"), ("b", "pool"), ("pool", "x"), ("pool", "y"))
            ],
            Qualities=[
                {"participant": who, **water, "property": "salt", "value": value, "mixes": "by quantity"}
                for who, value in (("a", 2), ("b", 8))
            ],
            QualityLimits=[{"participant": "x", **water, "property": "salt", "least": 4, "most": 4}],
        )
    )
    return hand_over(draft.model), products_of(draft)


def shares_of_a(problem: Matrices, products: Products) -> int:
    """Column of the share of a, the dearer stream, in the pool."""
    return int(np.unique(products.share)[0])


def test_shares_and_flows_are_led_to_where_products_hold():
    # The looser problem serves x with 4, and y with b alone: 100 * 7 + 100 * 1. Shares in between serve x not at all.
    problem, products = two_streams()
    answer = search(looser(problem, products, whole_shares(products)), Orders(gap=0.0))
    assert answer.values is not None
    assert answer.cost < 1_200 - 1

    near = traced(problem, products, answer.values[: len(problem.cost)], float("inf"))

    assert products.off(near).max() < 1e-6
    assert near[shares_of_a(problem, products)] == pytest.approx(2 / 3)
    assert problem.cost @ near + problem.constant == pytest.approx(1_200)


def test_shares_are_narrowed_to_what_a_cheaper_design_can_have():
    # Whoever pays less than 1,200 serves x, if only a little: two thirds are of a in part of what leaves the pool.
    problem, products = two_streams()
    pieces = whole_shares(products)

    assert shrunk(problem, products, pieces, 1_200.0, float("inf"))
    low, high = pieces[shares_of_a(problem, products)][0], pieces[shares_of_a(problem, products)][-1]
    assert low <= 2 / 3 <= high


def test_nothing_is_cheaper_than_the_bound():
    problem, products = two_streams()
    pieces = whole_shares(products)
    bound = search(looser(problem, products, pieces), Orders(gap=0.0)).bound

    assert not shrunk(problem, products, pieces, bound - 1.0, float("inf"))
