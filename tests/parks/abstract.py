"""Problems out of the books, without any engineering."""

from __future__ import annotations

from parks.rows import commodity, demand, edge, sites, supply
from parks.solved import Sheets, solved


@solved(design=6, today=None, built="root-hub hub-t1 hub-t2 hub-t3", short_today=3)
def steiner_tree() -> Sheets:
    # Three terminals to be joined to the root. By the hub: 3 + 1 + 1 + 1 = 6; each straight: 12; along the terminals:
    # 4 + 2 + 2 = 8; two by the hub and on from there: 3 + 1 + 1 + 2 = 7.
    terminals = ["t1", "t2", "t3"]
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("root", junctions="hub", passing_on="t1 t2 t3"),
        "Commodities": [commodity("thing", "1", "abstract")],
        "Supplies": [supply("root", "thing", 3, unit="1/period")],
        "Demands": [demand(terminal, "thing", 1, unit="1/period") for terminal in terminals],
        "Pipelines": [
            edge("root", "hub", 3, payer="giver"),
            *[edge("hub", terminal, 1, payer="taker") for terminal in terminals],
            *[edge("root", terminal, 4) for terminal in terminals],
            edge("t1", "t2", 2, two_way="yes"),
            edge("t2", "t3", 2, two_way="yes"),
        ],
    }


@solved(design=87, today=None, built="n1-n4 n2-n3 n3-n4", short_today=15)
def two_commodities_four_nodes() -> Sheets:
    # 10 a from n1 and 5 b from n2, both to n4. Fixed cost, then cost of a unit:
    #   n1-n3 20, 1    n3-n4 10, 1, at most 12    n1-n4 55, 0    n2-n3 12, 1    n2-n4 30, 2
    # a straight, b by n3: 55 + 12 + 10 + 5 * 2 = 87.        a by n3, b straight: 20 + 10 + 30 + 20 + 10 = 90.
    # Both straight: 55 + 30 + 10 = 95. Both by n3 (72) are 15 through an edge of 12; three of them another way cost
    # one more edge: with n2-n4 20 + 10 + 12 + 30 + 30 = 102, with n1-n4 97 and more.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites(passing_on="n1 n2 n3 n4"),
        "Commodities": [commodity("a", "1", "abstract"), commodity("b", "1", "abstract")],
        "Supplies": [supply("n1", "a", 10, unit="1/period"), supply("n2", "b", 5, unit="1/period")],
        "Demands": [demand("n4", "a", 10, unit="1/period"), demand("n4", "b", 5, unit="1/period")],
        "Pipelines": [
            edge("n1", "n3", 20, "a; b", unit_cost=1),
            edge("n3", "n4", 10, "a; b", unit_cost=1, capacity=12, capacity_unit="1/period"),
            edge("n1", "n4", 55, "a; b"),
            edge("n2", "n3", 12, "a; b", unit_cost=1),
            edge("n2", "n4", 30, "a; b", unit_cost=2),
        ],
    }
