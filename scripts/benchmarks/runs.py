"""What is measured of a size, of tables and of networks: each in fresh processes, the least CPU seconds of the runs."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import networks, parks, tables
from benchmarks.fresh import fresh
from benchmarks.ways import WAYS

SECONDS = {"S": 10.0, "M": 40.0, "L": 60.0, "XL": 120.0, "NATION": 600.0, "networks": 60.0, "aids": 20.0}
"""CPU seconds of a search, unless said otherwise."""
FEW = {"S": 3}
"""Runs of all phases of a size; 1 of the others."""
AFTER = 6.0
"""CPU seconds after which designs of networks are looked at first."""
PYPSA = ("S", "M")
"""Sizes that PyPSA is measured with: it takes minutes for the others."""
AIDS = ("coupling", "pruning", "merging", "cuts", "parts", "pricing", "help")
"""What makes a search quicker, and can be left out."""
AIDED_SIZES, AIDED_NETWORKS = ("M", "L"), (networks.KINDS[0], networks.KINDS[6])
"""What is searched without each aid."""
Result = dict[str, Any]


def size(name: str, seed: int, seconds: float | None, runs: int | None, *, check: bool) -> Result:
    """Measure all phases of a size, HiGHS alone, and other ways to write the same."""
    limit = seconds or SECONDS[name]
    with tempfile.TemporaryDirectory() as at:
        folder = Path(at)
        park = folder / ("park" if name == "NATION" else "park.xlsx")
        fresh("parks", name, seed, park)
        made = least_of([fresh("phases", park, limit, folder) for _ in range(runs or FEW.get(name, 1))])
        found: Result = {"size": name, "words": parks.words(name), "seed": seed, "seconds": limit, **made}
        if (folder / "problem.npz").exists():
            found["bare"] = bare(folder, limit)
    if name in parks.SIZES:
        ways = [way for way in WAYS if way != "pypsa" or name in PYPSA]
        more = ["check"] if check else []
        found["ways"] = {way: fresh("ways", name, way, runs or 3, seed, *more) for way in ways}
        differ([way["optimum"] for way in found["ways"].values() if "optimum" in way])
    return found


def bare(folder: Path, limit: float) -> Result:
    """HiGHS alone on the problem that is kept in a folder."""
    file = folder / "problem.mps"
    ended = fresh("hand_in", folder / "problem.npz", file).get("ended")
    return {"ended": f"writing the .mps {ended}"} if ended else fresh("bare", file, limit, longest=600 + 5 * limit)


def differ(optima: list[float]) -> None:
    """Raise ValueError where the ways to write a problem do not have one optimum."""
    if optima and max(optima) - min(optima) > 1e-6 * abs(optima[0]):
        raise ValueError(f"the ways do not write the same problem: {optima}")


def least_of(measured: list[Result]) -> Result:
    """The first of some runs, each of its phases with the least CPU seconds of all."""
    first = measured[0]
    for name, phase in first.get("phases", {}).items():
        phase["cpu"] = min(one["phases"][name]["cpu"] for one in measured if name in one["phases"])
    return first


def reading(runs: int | None, book: Path | None = None) -> Result:
    """Measure reading and writing many rows."""
    found: Result = {"rows": tables.ROWS, "ways": {}}
    with tempfile.TemporaryDirectory() as at:
        park = book or tables.synthetic(Path(at) / "park.xlsx", tables.ROWS)
        for way in tables.WAYS:
            path = park if "read" in way else Path(at) / "design.xlsx"
            measured = [fresh("tables", way, path) for _ in range(runs or 5)]
            found["ways"][way] = min(measured, key=lambda one: one.get("cpu", 0.0))
    return found


def contests(seed: int, seconds: float | None, count: int | None, without: list[str]) -> Result:
    """Search networks, and let HiGHS alone search them for as many CPU seconds."""
    limit = seconds or SECONDS["networks"]
    kinds = networks.KINDS if count is None else (networks.SMALL, *networks.KINDS)[:count]
    found: Result = {"seconds": limit, "seed": seed, "without": sorted(without), "networks": {}}
    for kind in kinds:
        with tempfile.TemporaryDirectory() as at:
            figures = (kind.nodes, kind.arcs, kind.commodities, kind.fixed, kind.tight)
            ours = fresh("contest", *figures, seed, limit, at, *without)
            found["networks"][str(kind)] = {"sidestream": ours, "bare": bare(Path(at), limit)}
    return found


def aids(seed: int, seconds: float | None) -> Result:
    """Search sizes and networks with all aids, without each of them in turn, and without any."""
    limit = seconds or SECONDS["aids"]
    every: dict[str, tuple[str, ...]] = {"": (), **{aid: (aid,) for aid in AIDS}, "any": AIDS}
    found: Result = {"seconds": limit, "seed": seed, "subjects": {}}
    with tempfile.TemporaryDirectory() as at:
        for name in AIDED_SIZES:
            park = Path(at) / f"{name}.xlsx"
            fresh("parks", name, seed, park)
            found["subjects"][name] = {
                aid: _search(fresh("phases", park, limit, at, *left)) for aid, left in every.items()
            }
        for kind in AIDED_NETWORKS:
            figures = (kind.nodes, kind.arcs, kind.commodities, kind.fixed, kind.tight)
            found["subjects"][str(kind)] = {
                aid: _search(fresh("contest", *figures, seed, limit, at, *left)) for aid, left in every.items()
            }
    return found


def _search(told: Result) -> Result:
    """What there is to know of a search."""
    cpu = told.get("phases", {}).get("search", {}).get("cpu", told.get("cpu", math.nan))
    return {"cpu": cpu, "cost": told.get("cost", math.inf), "bound": told.get("bound", -math.inf)}


def known_at(trace: list[list[float]], seconds: float) -> tuple[float, float]:
    """Cost and bound that a search knew after so many CPU seconds."""
    sofar = [(cost, bound) for spent, cost, bound in trace if spent <= seconds]
    return (min(cost for cost, _ in sofar), max(bound for _, bound in sofar)) if sofar else (math.inf, -math.inf)


def gap(cost: float, bound: float) -> float:
    """What is unproven, as a share of the cost."""
    return max(cost - bound, 0.0) / abs(cost) if math.isfinite(cost) and math.isfinite(bound) and cost else math.inf


def mean(ratios: list[float]) -> float:
    """Geometric mean of those that are known."""
    known = [math.log(ratio) for ratio in ratios if math.isfinite(ratio) and ratio > 0]
    return math.exp(sum(known) / len(known)) if known else math.nan


def exponent(first: tuple[float, float], second: tuple[float, float]) -> float:
    """How a figure grows with a size: the power of it, from (size, figure) of two."""
    (small, little), (large, much) = first, second
    fits = min(little, much) > 0 and large != small
    return math.log(much / little) / math.log(large / small) if fits else math.nan
