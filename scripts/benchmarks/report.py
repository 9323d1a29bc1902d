"""Results as tables of text, and all that were ever kept as a page: `benchmark.md`, made of `benchmark.json`."""

from __future__ import annotations

import datetime
import json
import math
import os
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from benchmarks.fresh import SCRIPTS, memory
from benchmarks.parks import SIZES
from benchmarks.runs import AFTER, Result, exponent, gap, known_at, mean
from benchmarks.tables import TARGET

PAGE, KEPT = SCRIPTS / "benchmark.md", SCRIPTS / "benchmark.json"
PACKAGES = "sidestream highspy pyomo numpy scipy pandas openpyxl xlsxwriter python-calamine linopy pypsa"
LITTLE = 0.02
"""CPU seconds of a phase from which on it is told how they grow."""
HEAD = """# Benchmark

Written by `scripts/benchmark --write`; each part says when and with what. Seconds are of the CPU unless said otherwise, the least
of the runs; the machine may have been busy. Memory is the most that the process held until then, with Python and libraries;
*more* is by how much the phase raised it.
"""


def about(command: str) -> Result:
    """What it was measured with."""
    versions = {"python": platform.python_version()}
    for name in PACKAGES.split():
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    machine = f"{os.cpu_count()} cores, {memory() / 1024:.0f} GiB, {platform.system()} {platform.machine()}"
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    return {"command": command, "date": date, "machine": machine, "versions": versions}


def of_size(found: Result) -> Iterator[str]:
    """Yield the lines of a size."""
    yield f"## {found['size']}: {found['words']}"
    yield ""
    if pairs := found.get("pairs"):
        yield (
            f"{pairs['fit']:,} pairs of a supply and a need fit, {pairs['judged']:,} are within reach, {pairs['offered']:,} "
            f"are offered: {pairs['Pipelines']:,} pipes, {pairs['TruckRoutes']:,} truck routes."
        )
        yield ""
    if "columns" in found:
        out = f"; {found['pruned']:,} builds left out, as they cannot pay" if "pruned" in found else ""
        yield f"{found['columns']:,} columns, {found['whole']:,} of them whole, {found['rows']:,} rows{out}."
        yield ""
    phases = found.get("phases", {})
    yield from table(
        ("phase", "CPU s", "wall s", "peak MB", "more MB"),
        [(name, one["cpu"], one["wall"], _mb(one["peak"]), _mb(one["more"])) for name, one in phases.items()],
    )
    if "ended" in found:
        yield f"Ended there: {found['ended']}."
        yield ""
    if "bare" in found:
        yield from _beside_bare(found)
    if "ways" in found:
        yield from _ways(found["ways"])


def _beside_bare(found: Result) -> Iterator[str]:
    bare, phases = found["bare"], found.get("phases", {})
    ours = phases.get("search", {}).get("cpu", math.nan)
    yield f"The search, to a gap of 0 or for {found['seconds']:g} CPU seconds, beside HiGHS alone on the same model's .mps:"
    yield ""
    rows = []
    if "cost" in found:
        share = gap(found["cost"], found["bound"])
        rows.append(("sidestream", ours, found["cost"], found["bound"], _percent(share), _mb(phases["search"]["peak"])))
    if "cost" in bare:
        share = gap(bare["cost"], bare["bound"])
        rows.append(("bare HiGHS", bare["cpu"], bare["cost"], bare["bound"], _percent(share), _mb(bare["peak"])))
    if len(rows) == 2:
        (_, a, x, v, _, _), (_, b, y, w, _, _) = rows
        rows.append(("ratio", _over(a, b), _over(x, y), _over(v, w), "", _over(phases["search"]["peak"], bare["peak"])))
    yield from table(("", "CPU s", "cost", "bound", "gap of cost", "peak MB"), rows)
    if "gap_of_saving" in found and found["gap_of_saving"] is not None:
        yield f"Gap of saving: {_percent(found['gap_of_saving'])}."
        yield ""
    if "ended" in bare:
        yield f"HiGHS alone: {bare['ended']}."
        yield ""


def _ways(ways: Result) -> Iterator[str]:
    yield "Build, hand-over and read back, beside other ways to write the same:"
    yield ""
    linopy = ways.get("linopy", {}).get("least", math.nan)
    known = {way: one for way, one in ways.items() if "least" in one}
    rows = [
        (
            way,
            one["least"],
            one["median"],
            _over(one["least"], linopy),
            _mb(one["more"]),
            f"{one['columns']:,}",
            f"{one['rows']:,}",
        )
        for way, one in known.items()
    ]
    yield from table(("way", "CPU s", "median", "x linopy", "more MB", "columns", "rows"), rows)
    optima = {way: one["optimum"] for way, one in known.items() if "optimum" in one}
    if optima:
        yield "Optimum of the linear relaxation: " + ", ".join(f"{way} {one:,.4f}" for way, one in optima.items()) + "."
        yield ""
    for one in ways.values():
        if "missing" in one:
            yield f"Left out: {one['missing']} is not installed."
            yield ""


def of_tables(found: Result) -> Iterator[str]:
    """Yield the lines of reading and writing."""
    yield f"## tables: {found['rows']:,} rows"
    yield ""
    ways, rows = found["ways"], []
    for way, one in ways.items():
        floor = ways["bare write" if "write" in way else "bare read"].get("cpu", math.nan)
        if "cpu" in one:
            rows.append((way, one["cpu"], _over(one["cpu"], floor), _mb(one["more"])))
    yield from table(("way", "CPU s", "x bare", "more MB"), rows)
    yield f"Asked for: read and write within {TARGET:g} times the bare way."
    yield ""
    for one in ways.values():
        if "missing" in one:
            yield f"Left out: {one['missing']} is not installed."
            yield ""


def of_networks(found: Result) -> Iterator[str]:
    """Yield the lines of hard networks."""
    limit, without = found["seconds"], found["without"]
    yield "## networks" + (f" without {', '.join(without)}" if without else "")
    yield ""
    yield f"Networks by nodes, arcs, commodities, fixed-cost and capacity ratio; {limit:g} CPU seconds, one process."
    yield ""
    heads = (
        "network",
        f"cost after {AFTER:g} s",
        "bare",
        "ratio",
        "cost at the end",
        "bare",
        "ratio",
        "gap",
        "bare",
        "ratio",
    )
    rows, ratios = [], []
    for name, both in found["networks"].items():
        at = [
            [known_at(both[who]["trace"], when) for who in ("sidestream", "bare") if "trace" in both[who]]
            for when in (AFTER, 1.05 * limit)
        ]
        if len(at[0]) < 2:
            rows.append((name, *("",) * 8, "ended"))
            continue
        (first, last) = ([cost for cost, _ in one] for one in at)
        gaps = [gap(*one) for one in at[1]]
        three = [_ratio(*first), _ratio(*last), _ratio(*gaps)]
        ratios.append(three)
        rows.append(
            (name, *first, f"{three[0]:.3f}", *last, f"{three[1]:.3f}", *map(_percent, gaps), f"{three[2]:.2f}")
        )
    if ratios:
        means = [mean([three[place] for three in ratios]) for place in range(3)]
        blank = ("", "")
        rows.append(("geometric mean", *blank, f"{means[0]:.3f}", *blank, f"{means[1]:.3f}", *blank, f"{means[2]:.2f}"))
    yield from table(heads, rows)


def of_aids(found: Result) -> Iterator[str]:
    """Yield what each aid is worth: the gap, or the CPU seconds to the proof, without it."""
    yield "## aids"
    yield ""
    yield (
        f"Searched for {found['seconds']:g} CPU seconds, with all aids and without one of them: CPU seconds where it was proven, else "
        "the gap of cost in percent. What does not apply, as pricing where nothing joins the parts, changes nothing."
    )
    yield ""
    names = list(dict.fromkeys(aid for searches in found["subjects"].values() for aid in searches))
    rows = [
        (
            f"without {name}" if name else "with all",
            *(_ended(searches[name]) for searches in found["subjects"].values()),
        )
        for name in names
    ]
    yield from table(("", *found["subjects"]), rows)


def _ended(one: Result) -> str:
    share = gap(one["cost"], one["bound"])
    return f"{one['cpu']:.1f} s" if share < 1e-6 else _percent(share)


def growth(results: dict[str, Result]) -> Iterator[str]:
    """Yield how phases grow from size to size: CPU seconds, and the power of the number of columns behind them."""
    sizes = [name for name in (*SIZES, "NATION") if "columns" in results.get(name, {})]
    if len(sizes) < 2:
        return
    yield "## growth"
    yield ""
    yield "CPU seconds of each phase, and in brackets the power of the number of columns by which they grew from the size before."
    yield "The search runs to the end of its time, and is left out; NATION is another kind of park."
    yield ""
    names = [
        name for name in dict.fromkeys(name for size in sizes for name in results[size]["phases"]) if name != "search"
    ]
    rows: list[Sequence[object]] = [("columns", *(f"{results[size]['columns']:,}" for size in sizes))]
    for name in names:
        cells, before = [], None
        for size in sizes:
            phase = results[size]["phases"].get(name)
            now = (float(results[size]["columns"]), phase["cpu"]) if phase else None
            cells.append(_grown(before, now))
            before = now or before
        rows.append((name, *cells))
    for way in ("sidestream", "linopy"):
        least = [results[size].get("ways", {}).get(way, {}).get("least") for size in sizes]
        if any(least):
            cells = ["" if seconds is None else _figure(seconds) for seconds in least]
            rows.append((f"build to read back, {way}", *cells))
    yield from table(("phase", *sizes), rows)


def _grown(before: tuple[float, float] | None, now: tuple[float, float] | None) -> str:
    if now is None:
        return ""
    power = exponent(before, now) if before and min(before[1], now[1]) >= LITTLE else math.nan
    return _figure(now[1]) + ("" if math.isnan(power) else f" ({power:.2f})")


def lines_of(key: str, found: Result) -> Iterator[str]:
    """Yield the lines of one result."""
    if key == "tables":
        yield from of_tables(found)
    elif key.startswith("networks"):
        yield from of_networks(found)
    elif key == "aids":
        yield from of_aids(found)
    else:
        yield from of_size(found)


def kept() -> dict[str, Result]:
    """All results that were kept."""
    return json.loads(KEPT.read_text()) if KEPT.exists() else {}


def keep(results: dict[str, Result]) -> None:
    """Keep results beside those that are kept, and write the page."""
    order = [*SIZES, "NATION", "tables", "networks", "aids"]
    every = kept() | {key: _without_traces(found) for key, found in results.items()}
    every = {key: every[key] for key in sorted(every, key=lambda key: (order.index(key.split()[0]), key))}
    KEPT.write_text(json.dumps(every, indent=1) + "\n")
    PAGE.write_text("\n".join(page(every)).rstrip("\n") + "\n")


def page(every: dict[str, Result]) -> Iterator[str]:
    """Yield the lines of the page."""
    yield HEAD
    for key, found in every.items():
        yield from lines_of(key, found)
        said = found["about"]
        versions = ", ".join(f"{name} {number}" for name, number in said["versions"].items())
        yield f"`{said['command']}`, {said['date']}, {said['machine']}; {versions}."
        yield ""
    yield from growth(every)


def _without_traces(found: Result) -> Result:
    """Only what the page needs of how a search went."""
    if isinstance(found.get("bare"), dict):
        found = found | {"bare": {name: value for name, value in found["bare"].items() if name != "trace"}}
    for both in found.get("networks", {}).values():
        for one in both.values():
            if "trace" in one:
                one["trace"] = [[when, *known_at(one["trace"], when)] for when in (AFTER, one["trace"][-1][0])]
    return found


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a table that reads well as text too."""
    if not rows:
        return
    cells = [[_figure(cell) for cell in row] for row in rows]
    widths = [max(len(head), *(len(row[place]) for row in cells), 3) for place, head in enumerate(heads)]
    yield _row(list(heads), widths)
    yield (
        "| "
        + " | ".join("-" * width if not place else "-" * (width - 1) + ":" for place, width in enumerate(widths))
        + " |"
    )
    for row in cells:
        yield _row(row, widths)
    yield ""


def _row(cells: list[str], widths: list[int]) -> str:
    fitted = [
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "| " + " | ".join(fitted) + " |"


def _figure(cell: Any) -> str:
    if not isinstance(cell, float):
        return str(cell)
    if not math.isfinite(cell):
        return "none"
    digits = 0 if abs(cell) >= 1000 else 1 if abs(cell) >= 100 else 2 if abs(cell) >= 10 else 3
    return f"{cell:,.{digits}f}"


def _mb(memory: float) -> str:
    return "" if math.isnan(memory) else f"{memory:,.0f}"


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %" if math.isfinite(share) else "none"


def _over(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.2f}" if math.isfinite(ours) and math.isfinite(theirs) and theirs else ""


def _ratio(ours: float, theirs: float) -> float:
    if ours == theirs:
        return 1.0
    return ours / theirs if math.isfinite(ours) and math.isfinite(theirs) and theirs else math.nan
