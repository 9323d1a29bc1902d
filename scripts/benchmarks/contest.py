"""One hard network, searched as `design` does with one process; what it knew when is told, and its arrays are kept.

Told are (CPU seconds, cost, bound), from where the whole model stands as arrays.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from benchmarks.clock import peak, searches_by_cpu
from benchmarks.fresh import tell
from benchmarks.networks import Kind, park_of


def search(kind: Kind, seed: int, seconds: float, folder: Path, without: frozenset[str]) -> None:
    """Search a network for so many CPU seconds, to a gap of 0, without some aids."""
    searches_by_cpu()
    from benchmarks.hand_in import keep
    from sidestream.algebra.matrices import hand_over
    from sidestream.formulation.plan import plan
    from sidestream.solver.search import Orders
    from sidestream.studies.merging import search_merged
    from sidestream.studies.pools import search_draft

    made = plan(park_of(kind, seed), tight="coupling" not in without)
    problem = hand_over(made.model)
    keep(problem, folder / "problem.npz")
    rows, columns = problem.shape
    tell(columns=columns, rows=rows, whole=int(problem.integer.sum()))
    began = time.process_time()
    trace: list[tuple[float, float, float]] = []

    def news(cost: float, bound: float) -> None:
        trace.append((time.process_time() - began, cost, bound))

    orders = Orders(0.0, began + seconds, 1, news=news, without=without)
    found = search_merged(made, problem, orders) or search_draft(made, problem, orders)
    trace.append((time.process_time() - began, found.cost, found.bound))
    tell(cpu=trace[-1][0], cost=found.cost, bound=found.bound, status=found.status, peak=peak(), trace=trace)


def main() -> None:
    """Search one: nodes, arcs, commodities, fixed, tight, seed, seconds, folder, and the aids to leave out."""
    nodes, arcs, commodities, fixed, tight, seed, seconds, folder, *without = sys.argv[1:]
    kind = Kind(int(nodes), int(arcs), int(commodities), float(fixed), float(tight))
    search(kind, int(seed), float(seconds), Path(folder), frozenset(without))


if __name__ == "__main__":
    main()
