"""Pooling problems out of the literature: raw streams, pools, products with limits on quality.

Data as collected in github.com/cog-imperial/pooling-network, pooling_network/instances/data/*.json, with its optima (in
its README: the data of M. Alfaki and D. Haugland). Those of Foulds are not in there: 1,100 and three times 8 as in
M. Alfaki and D. Haugland, Strong formulations for the pooling problem, J Glob Optim 56 (2013), recalled.

    Haverly     C. A. Haverly, ACM SIGMAP Bulletin 25 (1978)
    Foulds      L. R. Foulds, D. Haugland and K. Jornsten, Optimization 24 (1992)
    Ben-Tal     A. Ben-Tal, G. Eiger and V. Gershovitz, Math Programming 63 (1994)
    Adhya       N. Adhya, M. Tawarmalani and N. V. Sahinidis, Ind Eng Chem Res 38 (1999)
    RT2         C. Audet et al., Management Science 50 (2004)

A stream is a supply at its price, left where it is not taken; a product a need that goes without, at its price for what is
not made: profit = the price of all that could be made - cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from parks.rows import pipe
from published.case import Case

Floats = Sequence[float]


def pooling(
    name: str,
    profit: float,
    streams: dict[str, tuple[float, float, Floats]],
    products: dict[str, tuple[float, float, Floats]],
    pools: dict[str, str],
    straight: str = "",
    *,
    outlets: dict[str, Floats] | None = None,
    ways: dict[tuple[str, str], float] | None = None,
    least: dict[str, Floats] | None = None,
    least_made: float = 0,
    sizes: dict[str, float] | None = None,
) -> Case:
    """Make the park of a pooling problem.

    streams     what there is: most, price, values
    products    what can be sold: most, price, most of each value
    pools       which streams, separated by blanks, come to a pool
    straight    streams that go to all products past the pools
    outlets     most that goes from a pool to each product, where not all that it takes
    ways        most that goes from a stream to a product, where not the same for all
    least       least of each value; `least_made` of each product has to be made; sizes: what a pool can take
    """
    links = [pipe(one, pool, "oil", payer="giver") for pool, names in pools.items() for one in names.split()]
    for pool in pools:
        most = dict(zip(products, outlets[pool], strict=True)) if outlets else {}
        links += [pipe(pool, to, "oil", payer="taker", **_no_more(most.get(to))) for to in products]
    past = ways or {(one, to): None for one in straight.split() for to in products}
    links += [pipe(one, to, "oil", **_no_more(most)) for (one, to), most in past.items()]
    everything = sum((most - least_made) * price for most, price, _ in products.values())
    sold = sum(least_made * price for _, price, _ in products.values())
    return Case(
        name,
        {
            "Participants": [
                *({"participant": one, "kind": "industry"} for one in (*streams, *products)),
                *(
                    {"participant": one, "kind": "utility" if sizes else "junction", "passes_on": "yes"}
                    for one in pools
                ),
            ],
            "Commodities": [{"commodity": "oil", "unit": "t", "medium": "slurry"}],
            "Supplies": [
                {"participant": one, "commodity": "oil", "quantity": most, "unit": "t/a", "provision_cost": price}
                | {"if_not_taken": "leave"}
                for one, (most, price, _) in streams.items()
            ],
            "Demands": [
                *(
                    {"participant": to, "commodity": "oil", "quantity": most - least_made, "unit": "t/a"}
                    | {"if_not_served": "go without", "shortage_cost": price}
                    for to, (most, price, _) in products.items()
                ),
                *(
                    {"participant": to, "commodity": "oil", "name": "least", "quantity": least_made, "unit": "t/a"}
                    | {"if_not_served": "must serve"}
                    for to in products
                    if least_made
                ),
            ],
            "Pipelines": links,
            "Expansions": [
                {
                    "of": "throughput",
                    "participant": pool,
                    "status": "existing",
                    "capacity": most,
                    "capacity_unit": "t/a",
                }
                for pool, most in (sizes or {}).items()
            ],
            "Qualities": list(_qualities(streams)),
            "QualityLimits": [
                {"participant": to, "commodity": "oil", "property": f"q{number}", "most": most, "least": low}
                for to, (_, _, values) in products.items()
                for number, (most, low) in enumerate(zip(values, _lows(least, to, values), strict=True), 1)
            ],
        },
        everything + sold,
        profit,
        sign=-1,
        gap=1e-3 if not least_made else 1e-3 * profit / everything,  # today misses the least, so it is of the cost
    )


def _lows(least: dict[str, Floats] | None, to: str, values: Floats) -> Sequence[float | None]:
    return least[to] if least else [None] * len(values)


def _no_more(most: float | None) -> dict[str, Any]:
    return {} if most is None else {"capacity": most, "capacity_unit": "t/a"}


def _qualities(streams: dict[str, tuple[float, float, Floats]]) -> Iterator[dict[str, Any]]:
    for one, (_, _, values) in streams.items():
        for number, value in enumerate(values, 1):
            row = {"participant": one, "commodity": "oil", "property": f"q{number}"}
            yield {**row, "value": value, "mixes": "by quantity"}


def haverly(name: str, profit: float, most_of_p1: float, price_of_b: float) -> Case:
    return pooling(
        name,
        profit,
        {"a": (800, 6, [3]), "b": (800, price_of_b, [1]), "c": (800, 10, [2])},
        {"p1": (most_of_p1, 9, [2.5]), "p2": (200, 15, [1.5])},
        {"o1": "a b"},
        "c",
    )


ADHYA = {
    "c1": (75, 7, [1, 6, 4, 0.5, 5, 9]),
    "c2": (75, 3, [4, 1, 3, 2, 4, 4]),
    "c3": (75, 2, [4, 5.5, 3, 0.9, 7, 10]),
    "c4": (75, 10, [3, 3, 3, 1, 3, 4]),
    "c5": (75, 5, [1, 2.7, 4, 1.6, 3, 7]),
    "c6": (75, 5, [1.8, 2.7, 4, 3.5, 6.1, 3]),
    "c7": (75, 9, [5, 1, 1.7, 2.9, 3.5, 2.9]),
    "c8": (75, 11, [3, 3, 3, 1, 5, 2]),
}
ADHYAS = {
    "p1": (10, 16, [3, 3, 3.25, 0.75, 6, 5]),
    "p2": (25, 25, [4, 2.5, 3.5, 1.5, 7, 6]),
    "p3": (30, 15, [1.5, 5.5, 3.9, 0.8, 7, 6]),
    "p4": (10, 10, [3, 4, 4, 1.8, 8, 6]),
}


def adhya(name: str, profit: float, pools: dict[str, str], outlets: dict[str, Floats], properties: int) -> Case:
    used = " ".join(pools.values()).split()
    streams = {one: (most, price, values[:properties]) for one, (most, price, values) in ADHYA.items() if one in used}
    products = {to: (most, price, values[:properties]) for to, (most, price, values) in ADHYAS.items()}
    return pooling(name, profit, streams, products, pools, outlets=outlets)


def grades(first: int, last: int) -> dict[str, tuple[float, float, Floats]]:
    """The streams of Foulds: a tenth more sulphur, one cheaper."""
    return {f"c{n}": (16, 21 - n, [(9 + n) / 10]) for n in range(first, last + 1)}


FOULDS = {f"p{n}": (1, 20.5 - n / 2, [(100 + 5 * n) / 100]) for n in range(1, 17)}


def foulds_3() -> Case:
    streams = {f"c{4 * o + k + 1}": (16, 20 - o - k, [(10 + o + k) / 10]) for o in range(8) for k in range(4)}
    pools = {f"o{o + 1}": " ".join(f"c{4 * o + k + 1}" for k in range(4)) for o in range(8)}
    return pooling("Foulds 3", 8, streams, FOULDS, pools)


def ben_tal_5() -> Case:
    kinds = [(6, [3, 1]), (16, [1, 3]), (15, [1.2, 5]), (12, [1.5, 2.5])]
    streams = {f"c{4 * o + k + 1}": (600, price, of) for o in range(3) for k, (price, of) in enumerate(kinds)}
    return pooling(
        "Ben-Tal 5",
        3500,
        {**streams, "c13": (600, 10, [2, 2.5])},
        {
            "p1": (100, 18, [2.5, 2]),
            "p2": (200, 15, [1.5, 2.5]),
            "p3": (100, 19, [2, 2.6]),
            "p4": (100, 16, [2, 2]),
            "p5": (100, 14, [2, 2]),
        },
        {f"o{o + 1}": " ".join(f"c{4 * o + k + 1}" for k in range(4)) for o in range(3)},
        "c13",
        outlets={
            "o1": [100, 200, 100, 100, 100],
            "o2": [100, 100, 100, 200, 100],
            "o3": [200, 100, 100, 100, 100],
        },
    )


TWO = {"o1": "c1 c2", "o2": "c3 c4 c5"}
CASES = [
    haverly("Haverly 1", 400, 100, 16),
    haverly("Haverly 2", 600, 600, 16),
    haverly("Haverly 3", 750, 100, 13),
    pooling(
        "Ben-Tal 4",
        450,
        {"c1": (300, 6, [3]), "c2": (50, 15, [1]), "c3": (300, 16, [1]), "c4": (300, 10, [2])},
        {"p1": (100, 9, [2.5]), "p2": (200, 15, [1.5])},
        {"o1": "c1 c2 c3"},
        "c4",
    ),
    ben_tal_5(),
    pooling(
        "Foulds 2",
        1100,
        {
            "c1": (600, 6, [3]),
            "c2": (600, 16, [1]),
            "c3": (600, 10, [2]),
            "c4": (600, 3, [3.5]),
            "c5": (600, 13, [1.5]),
            "c6": (600, 7, [2.5]),
        },
        {"p1": (100, 9, [2.5]), "p2": (200, 15, [1.5]), "p3": (100, 6, [3]), "p4": (200, 12, [2])},
        {"o1": "c1 c2", "o2": "c4 c5"},
        "c3 c6",
    ),
    foulds_3(),
    pooling(
        "Foulds 4",
        8,
        grades(1, 11),
        FOULDS,
        {
            "o1": "c1 c4 c7 c10",
            "o2": "c2 c5 c8 c11",
            "o3": "c2 c3 c5 c6",
            "o4": "c3 c4 c6 c7",
            "o5": "c3 c5 c6 c8",
            "o6": "c4 c6 c7 c9",
            "o7": "c4 c7 c8 c9",
            "o8": "c5 c8 c9 c10",
        },
    ),
    pooling(
        "Foulds 5",
        8,
        grades(1, 11),
        FOULDS,
        {
            "o1": "c1 c2 c3 c4",
            "o2": "c8 c9 c10 c11",
            "o3": "c2 c3 c4 c5",
            "o4": "c7 c8 c9 c10",
            "o5": "c4 c5 c6 c7",
            "o6": "c8 c9 c10 c11",
            "o7": "c1 c2 c3 c4",
            "o8": "c5 c6 c7 c8",
        },
    ),
    adhya("Adhya 1", 549.80305, TWO, {"o1": [10, 25, 30, 10], "o2": [30, 10, 10, 25]}, 4),
    adhya("Adhya 2", 549.80305, TWO, {"o1": [10, 25, 30, 10], "o2": [30, 10, 10, 25]}, 6),
    adhya(
        "Adhya 3",
        561.044687,
        {**TWO, "o3": "c6 c7 c8"},
        {"o1": [10, 25, 30, 10], "o2": [10, 10, 25, 30], "o3": [30, 10, 10, 25]},
        6,
    ),
    pooling(
        "Adhya 4",
        877.64574,
        {
            "c1": (85, 15, [0.5, 1.9, 1.3, 1]),
            "c2": (85, 7, [1.4, 1.8, 1.7, 1.6]),
            "c3": (85, 4, [1.2, 1.9, 1.4, 1.4]),
            "c4": (85, 5, [1.5, 1.2, 1.7, 1.3]),
            "c5": (85, 6, [1.6, 1.8, 1.6, 2]),
            "c6": (85, 3, [1.2, 1.1, 1.4, 2]),
            "c7": (85, 5, [1.5, 1.5, 1.5, 1.5]),
            "c8": (85, 5, [1.4, 1.6, 1.2, 1.6]),
        },
        {
            "p1": (15, 10, [1.2, 1.7, 1.4, 1.7]),
            "p2": (25, 25, [1.4, 1.3, 1.8, 1.4]),
            "p3": (10, 30, [1.3, 1.3, 1.9, 1.9]),
            "p4": (20, 6, [1.2, 1.1, 1.7, 1.6]),
            "p5": (15, 10, [1.6, 1.9, 2, 2.5]),
        },
        {"o1": "c1 c2 c3 c4", "o2": "c5 c6 c7 c8"},
        outlets={"o1": [15, 25, 10, 20, 15], "o2": [10, 20, 15, 15, 25]},
    ),
    pooling(
        "RT2",
        4391.8258928,
        {
            "c1": (60.9756, 49.2, [0.82, 3, 99.2, 90.5]),
            "c2": (161.29, 62, [0.62, 0, 87.9, 83.5]),
            "c3": (5, 300, [0.75, 0, 114, 98.7]),
        },
        {
            "p1": (300, 190, [0.79, 3, 114, 98.7]),
            "p2": (300, 230, [0.79, 0.9, 114, 98.7]),
            "p3": (300, 150, [0.79, 3, 114, 98.7]),
        },
        {"o1": "c1 c2 c3", "o2": "c1 c2 c3"},
        ways={("c1", "p2"): 7.5, ("c2", "p1"): 161.29, ("c2", "p3"): 161.29, ("c3", "p1"): 7.5},
        outlets={"o1": [12.5, 12.5, 12.5], "o2": [17.5, 17.5, 17.5]},
        least={"p1": [0.74, 0, 95, 85], "p2": [0.74, 0, 96, 88], "p3": [0.74, 0, 91, 83.5]},
        least_made=5,
        sizes={"o1": 12.5, "o2": 17.5},
    ),
]
