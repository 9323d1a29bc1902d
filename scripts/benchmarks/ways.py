"""The same problem written in other ways: built, handed to HiGHS, and values read back.

All write the listed pipes of a park of `parks.py`: used by supply and period, serve by need and period, flow by link and period, lay by
link; flow coupled to lay, one balance per site, commodity and period. `sidestream` starts from the park's tables and includes
its bounds, books and read-back; the others start from arrays that somebody prepared. HiGHS's run is left out.
"""

from __future__ import annotations

import gc
import importlib.util
import logging
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.clock import peak
from benchmarks.fresh import tell
from benchmarks.parks import SIZES, Synthetic, as_park, cells_of, synthetic

Read = Callable[[np.ndarray], Any]


@dataclass
class Arrays:
    """What a careful programmer would have ready: amounts by month, bounds, incidence."""

    available: np.ndarray
    needed: np.ndarray
    capacity: np.ndarray
    most: np.ndarray


def arrays(made: Synthetic) -> Arrays:
    """Work the amounts out."""
    share = made.hours / made.hours.sum()
    available = made.supply["quantity"].to_numpy()[:, None] * made.shapes[made.supply["profile"]] * share
    needed = made.need["quantity"].to_numpy()[:, None] * made.shapes[made.need["profile"]] * share
    capacity = made.link["capacity"].to_numpy()[:, None] * share
    grown = needed[made.link["need"]] / (1 - made.link["loss"].to_numpy())[:, None]
    most = np.minimum(np.minimum(available[made.link["supply"]], grown), capacity)
    return Arrays(available, needed, capacity, most)


def with_sidestream(park: Any) -> tuple[Any, Read]:
    """Ours: from tables to HiGHS, and back."""
    from sidestream.algebra.matrices import hand_over
    from sidestream.formulation.programme import write
    from sidestream.solver.highs import load

    draft = write(park)
    solver = load(hand_over(draft.model))

    def read(values: np.ndarray) -> Any:
        return [values[block.first : block.first + block.count] for block in draft.model.blocks.values()]

    return solver, read


def with_linopy(made: Synthetic, ready: Arrays) -> tuple[Any, Read]:
    """The same problem in linopy, vectorised: no Python loop over links."""
    import linopy
    import xarray as xr

    model = linopy.Model()
    months = pd.RangeIndex(len(made.hours), name="month")
    links = pd.RangeIndex(len(made.link), name="link")
    supplies, needs = pd.RangeIndex(len(made.supply), name="supply"), pd.RangeIndex(len(made.need), name="need")

    def frame(values: np.ndarray, rows: pd.Index) -> xr.DataArray:
        return xr.DataArray(values, coords=[rows, months])

    used = model.add_variables(0, frame(ready.available, supplies), name="used")
    serve = model.add_variables(0, frame(ready.needed, needs), name="serve")
    flow = model.add_variables(0, frame(ready.most, links), name="flow")
    lay = model.add_variables(coords=[links], binary=True, name="lay")
    model.add_constraints(flow - frame(ready.most, links) * lay <= 0, name="only_if_laid")
    origin = xr.DataArray(made.link["supply"].to_numpy(), coords=[links], name="supply")
    destination = xr.DataArray(made.link["need"].to_numpy(), coords=[links], name="need")
    kept = xr.DataArray(1 - made.link["loss"].to_numpy(), coords=[links])
    model.add_constraints(used - flow.groupby(origin).sum() == 0, name="offers")
    model.add_constraints((kept * flow).groupby(destination).sum() - serve == 0, name="uses")
    disposal = xr.DataArray(made.supply["price"].to_numpy(), coords=[supplies])
    virgin = xr.DataArray(made.need["price"].to_numpy(), coords=[needs])
    carrying = xr.DataArray(made.link["unit_cost"].to_numpy(), coords=[links])
    yearly = xr.DataArray(made.link["yearly_cost"].to_numpy(), coords=[links])
    model.add_objective(
        (carrying * flow).sum() + (yearly * lay).sum() - (disposal * used).sum() - (virgin * serve).sum()
    )
    solver = to_highspy(model)

    def read(values: np.ndarray) -> Any:
        labels = model.matrices.vlabels
        full = pd.Series(values, index=labels)
        return [full.reindex(variable.labels.values.ravel()).to_numpy() for variable in (used, serve, flow, lay)]

    return solver, read


def to_highspy(model: Any) -> Any:
    """Hand linopy's model to highspy its own direct way, whichever name this version has for it."""
    if hasattr(model, "to_highspy"):
        return model.to_highspy()
    from linopy.io import to_highspy as direct

    return direct(model)


def with_highspy(made: Synthetic, ready: Arrays) -> tuple[Any, Read]:
    """The same problem as bare arrays: the floor."""
    from sidestream.algebra.arrays import Matrices
    from sidestream.solver.highs import load

    months = len(made.hours)
    s, d, l = len(made.supply), len(made.need), len(made.link)
    used = np.arange(s * months).reshape(s, months)
    serve = s * months + np.arange(d * months).reshape(d, months)
    lay = (s + d) * months + np.arange(l)
    flow = (s + d) * months + l + np.arange(l * months).reshape(l, months)
    supply, need = made.link["supply"].to_numpy(), made.link["need"].to_numpy()
    row_offer = l * months + np.arange(s * months).reshape(s, months)
    row_use = (l + s) * months + np.arange(d * months).reshape(d, months)
    couple = np.arange(l * months)
    rows = np.concatenate(
        [couple, couple, row_offer.ravel(), row_offer[supply].ravel(), row_use.ravel(), row_use[need].ravel()]
    )
    columns = np.concatenate(
        [flow.ravel(), np.repeat(lay, months), used.ravel(), flow.ravel(), serve.ravel(), flow.ravel()]
    )
    ones = np.ones(l * months)
    kept = np.repeat(1 - made.link["loss"].to_numpy(), months)
    values = np.concatenate([ones, -ready.most.ravel(), np.ones(s * months), -ones, -np.ones(d * months), kept])
    order = np.argsort(rows, kind="stable")
    count = (l + s + d) * months
    width = (s + d) * months + l + l * months
    cost = np.concatenate(
        [
            np.repeat(-made.supply["price"].to_numpy(), months),
            np.repeat(-made.need["price"].to_numpy(), months),
            made.link["yearly_cost"].to_numpy(),
            np.repeat(made.link["unit_cost"].to_numpy(), months),
        ]
    )
    upper = np.concatenate([ready.available.ravel(), ready.needed.ravel(), np.ones(l), ready.most.ravel()])
    integer = np.zeros(width, bool)
    integer[lay] = True
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))])
    free = np.where(np.arange(count) < l * months, -np.inf, 0.0)
    problem = Matrices(
        cost, 0.0, np.zeros(width), upper, integer, starts, columns[order], values[order], free, np.zeros(count)
    )
    return load(problem), lambda found: [found[used], found[serve], found[flow], found[lay]]


def with_pypsa(made: Synthetic, ready: Arrays) -> tuple[Any, Read]:
    """The same problem in PyPSA: a bus for each supply and each need, links with modules of one size."""
    import pypsa

    share = made.hours / made.hours.sum()
    months = pd.RangeIndex(len(made.hours), name="snapshot")
    supplies, needs, links = (
        pd.Index([f"{word}{number}" for number in range(len(rows))])
        for word, rows in (("s", made.supply), ("n", made.need), ("l", made.link))
    )

    def series(values: np.ndarray, names: pd.Index) -> pd.DataFrame:
        return pd.DataFrame(values.T, index=months, columns=names)

    network = pypsa.Network()
    network.set_snapshots(months)
    network.add("Bus", supplies.append(needs))
    most = ready.available.max(axis=1)
    given = {"p_nom": most, "p_max_pu": series(ready.available / most[:, None], supplies)}
    network.add("Generator", supplies, bus=supplies, marginal_cost=-made.supply["price"].to_numpy(), **given)
    most = ready.needed.max(axis=1)
    taken = {"p_nom": most, "p_max_pu": series(ready.needed / most[:, None], needs), "sign": -1}
    network.add(
        "Generator", needs + " taken", bus=needs, marginal_cost=-made.need["price"].to_numpy(), **_named(taken, needs)
    )
    capacity = made.link["capacity"].to_numpy() * share.max()
    network.add(
        "Link",
        links,
        bus0=supplies[made.link["supply"]],
        bus1=needs[made.link["need"]],
        p_nom_extendable=True,
        p_nom_mod=capacity,
        p_nom_max=capacity,
        capital_cost=made.link["yearly_cost"].to_numpy() / capacity,
        marginal_cost=made.link["unit_cost"].to_numpy(),
        efficiency=1 - made.link["loss"].to_numpy(),
        p_max_pu=series(ready.most / capacity[:, None], links),
    )
    model = network.optimize.create_model()
    solver = to_highspy(model)

    def read(values: np.ndarray) -> Any:
        full = pd.Series(values, index=model.matrices.vlabels)
        return [full.reindex(variable.labels.values.ravel()).to_numpy() for _, variable in model.variables.items()]

    return solver, read


def _named(figures: dict[str, Any], names: pd.Index) -> dict[str, Any]:
    """The same under the names of what takes."""
    return figures | {"p_max_pu": figures["p_max_pu"].set_axis(names + " taken", axis=1)}


WAYS: dict[str, Callable[[Any, Any], tuple[Any, Read]]] = {
    "sidestream": with_sidestream,
    "linopy": with_linopy,
    "pypsa": with_pypsa,
    "bare highspy": with_highspy,
}
NEEDS = ("linopy", "pypsa")
"""Ways that need a library of their name."""


def measure(size: str, way: str, runs: int, seed: int, *, check: bool) -> None:
    """Tell the CPU seconds of some runs, behind one to warm up; with `check` the optimum of the linear relaxation."""
    if way in NEEDS and importlib.util.find_spec(way) is None:
        tell(missing=way)
        return
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    made = synthetic(*SIZES[size], seed)
    ready = arrays(made)
    ours = way == "sidestream"
    prepared: tuple[Any, ...] = (as_park(cells_of(made)),) if ours else (made, ready)
    before = peak()
    seconds = []
    solver: Any = None
    for _ in range(runs + 1):
        del solver
        gc.collect()
        began = time.process_time()
        solver, read = WAYS[way](*prepared)
        middle = time.process_time()
        values = np.zeros(solver.getNumCol())
        again = time.process_time()
        read(values)
        seconds.append(middle - began + time.process_time() - again)
    tell(way=way, least=min(seconds[1:]), median=statistics.median(seconds[1:]), peak=peak(), more=peak() - before)
    tell(columns=solver.getNumCol(), rows=solver.getNumRow())
    if check:
        tell(optimum=relaxed_optimum(solver, 0.0 if ours else left_alone(made, ready)))


def left_alone(made: Synthetic, ready: Arrays) -> float:
    """What it costs to dispose of everything and to buy everything."""
    disposed, bought = ready.available.sum(axis=1), ready.needed.sum(axis=1)
    return float(disposed @ made.supply["price"] + bought @ made.need["price"])


def relaxed_optimum(solver: Any, constant: float) -> float:
    """Optimum of the linear relaxation."""
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("solve_relaxation", True)
    solver.run()
    return float(solver.getInfo().objective_function_value) + constant


def main() -> None:
    """Measure one way: size, way, runs, seed, and `check`."""
    size, way, runs, seed, *more = sys.argv[1:]
    measure(size, way, int(runs), int(seed), check="check" in more)


if __name__ == "__main__":
    main()
