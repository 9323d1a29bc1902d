"""Whether the installation works: what it stands on, what the solver says of problems with known answers, and a whole design.

What is imported here is imported inside its check: where it is broken, that is what is to be told.
"""

from __future__ import annotations

import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, distribution, requires, version
from operator import ge, lt, ne
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sidestream.algebra.arrays import Matrices
    from sidestream.solver.highs import Answer

OK, WRONG, MISSING = "ok", "wrong", "missing"
REINSTALL = "install sidestream again, in an environment of its own: pip install --force-reinstall ."
TWO_SITES = 314_169.811033
"""[EUR/a] What the best design of the example two_sites costs."""
CLOSE = 1e-6
PATIENCE = 60.0
"""Seconds that a process may take to start and to solve a problem of two pipes."""
EXTRAS = {
    "distributed": "`batch --cluster` runs on a Dask cluster with it",
    "pyogrio": "`export -o FILE.gpkg` writes a GeoPackage with it; GeoJSON needs nothing",
}
OFFICES = ("soffice", "libreoffice")
SIGNS = "Ærø, €, CO₂, ≤"


@dataclass(frozen=True)
class Checked:
    """One thing that was looked at: `state` is ok, wrong or missing; `found` what was seen, `advice` what to do."""

    what: str
    state: str
    found: str
    advice: str = ""
    needed: bool = True
    """Whether designs cannot be made without it."""

    def as_dict(self) -> dict[str, object]:
        """Return what `--json` prints."""
        return asdict(self)


def healthy(seen: list[Checked]) -> bool:
    """Whether all that designs need is fine."""
    return all(one.state == OK for one in seen if one.needed)


def examine() -> Iterator[Checked]:
    """Look at everything, one after another. What goes wrong on the way is a line too."""
    yield from _looked("Python", _python)
    yield from _looked("dependencies", _dependencies)
    for name, look in (
        ("HiGHS: linear problem", _linear),
        ("HiGHS: fixed charges", _fixed_charges),
        ("HiGHS: problem without solution", _infeasible),
        ("HiGHS: problem without end", _unbounded),
        ("process of its own", _process),
        ("temporary folder", _temporary_folder),
        ("current folder", _current_folder),
        ("whole design", _whole_design),
        ("computer", _computer),
        ("terminal", _terminal),
    ):
        yield from _looked(name, look)
    yield from _looked("programs", _programs)


def _looked(what: str, look: Callable[[], Iterator[Checked]]) -> Iterator[Checked]:
    try:
        yield from look()
    except Exception as error:
        yield Checked(what, WRONG, f"{type(error).__name__}: {error}", REINSTALL)


def _python() -> Iterator[Checked]:
    try:
        wanted = distribution("sidestream").metadata["Requires-Python"] or ""
    except PackageNotFoundError:
        wanted = ""
    found = platform.python_version()
    fine = fits(found, wanted)
    advice = "" if fine else f"install Python {wanted}, and sidestream with it"
    yield Checked("Python", OK if fine else WRONG, f"{found} ({sys.executable})", advice)


def _dependencies() -> Iterator[Checked]:
    """Compare what is installed with what the package asks for, extras too."""
    try:
        wanted = requires("sidestream") or []
    except PackageNotFoundError:
        yield Checked(
            "dependencies", MISSING, "sidestream is not installed, so it is not known what it needs", REINSTALL
        )
        return
    for line in wanted:
        found = re.match(r"([A-Za-z0-9._-]+)([^;]*)(?:;(.*))?", line)
        assert found is not None
        name, versions, extra = found[1], found[2].strip().strip("()"), "extra" in (found[3] or "")
        if not extra or (name in EXTRAS and "'test'" not in line and '"test"' not in line):
            yield _dependency(name, versions, needed=not extra)


def _dependency(name: str, wanted: str, *, needed: bool) -> Checked:
    install = f"pip install '{name}{wanted}'"
    use = f" ({EXTRAS[name]})" if name in EXTRAS else ""
    try:
        there = version(name)
    except PackageNotFoundError:
        return Checked(name, MISSING, f"not installed{use}", install, needed)
    if not fits(there, wanted):
        return Checked(name, WRONG, f"{there}, and {wanted} is needed{use}", install, needed)
    return Checked(name, OK, f"{there}{use}", needed=needed)


def fits(found: str, wanted: str) -> bool:
    """Whether a version is within bounds such as `>=6.10.1,!=6.10.3,<6.11`; of a bound of another kind nothing is said."""
    compare: dict[str, Callable[[list[int], list[int]], bool]] = {">=": ge, "<": lt, "!=": ne}
    bounds = re.findall(r"(>=|!=|<(?!=))\s*([\d.]+)", wanted)
    return all(compare[sign](*_alike(found, bound)) for sign, bound in bounds)


def _alike(one: str, other: str) -> tuple[list[int], list[int]]:
    """Return two versions as lists of numbers, equally long."""
    leading = re.match(r"\d+(\.\d+)*", one)
    numbers = [[int(part) for part in text.strip(".").split(".")] for text in (leading[0] if leading else "0", other)]
    width = max(map(len, numbers))
    first, second = ([*line, *[0] * (width - len(line))] for line in numbers)
    return first, second


def _problem(cost: list[float], rows: list[tuple[dict[int, float], float]], whole: tuple[int, ...] = ()) -> Matrices:
    """Min cost.x, x >= 0, each row at most so much; `whole` are 0 or 1."""
    import numpy as np

    from sidestream.algebra.arrays import Matrices

    integer = np.isin(np.arange(len(cost)), whole)
    return Matrices(
        np.array(cost, float),
        0.0,
        np.zeros(len(cost)),
        np.where(integer, 1.0, np.inf),
        integer,
        np.cumsum([0, *(len(terms) for terms, _ in rows)]),
        np.array([column for terms, _ in rows for column in terms], np.int64),
        np.array([value for terms, _ in rows for value in terms.values()], float),
        np.full(len(rows), -np.inf),
        np.array([most for _, most in rows], float),
    )


def _two_pipes() -> Matrices:
    """8 t are needed. Pipe a: 20 once, 1 EUR/t, at most 6 t; pipe b: 12 once, 3 EUR/t, at most 10 t. b alone: 12 + 8 * 3 = 36."""
    lay_a, lay_b, flow_a, flow_b = range(4)
    rows = [
        ({flow_a: -1.0, flow_b: -1.0}, -8.0),
        ({flow_a: 1.0, lay_a: -6.0}, 0.0),
        ({flow_b: 1.0, lay_b: -10.0}, 0.0),
    ]
    return _problem([20.0, 12.0, 1.0, 3.0], rows, whole=(lay_a, lay_b))


def _linear() -> Iterator[Checked]:
    """Min -3 x - 5 y with x <= 4, 2 y <= 12, 3 x + 2 y <= 18: -36 at (2, 6)."""
    rows = [({0: 1.0}, 4.0), ({1: 2.0}, 12.0), ({0: 3.0, 1: 2.0}, 18.0)]
    yield _optimum("HiGHS: linear problem", _solved(_problem([-3.0, -5.0], rows)), -36.0)


def _fixed_charges() -> Iterator[Checked]:
    yield _optimum("HiGHS: fixed charges", _solved(_two_pipes()), 36.0)


def _infeasible() -> Iterator[Checked]:
    """X <= 1 and x >= 3."""
    answer = _solved(_problem([1.0], [({0: 1.0}, 1.0), ({0: -1.0}, -3.0)]))
    yield _status("HiGHS: problem without solution", answer, "infeasible")


def _unbounded() -> Iterator[Checked]:
    """Min -x - y with x - y <= 1."""
    answer = _solved(_problem([-1.0, -1.0], [({0: 1.0, 1: -1.0}, 1.0)]))
    yield _status("HiGHS: problem without end", answer, "unbounded")


def _solved(problem: Matrices) -> Answer:
    from sidestream.solver import highs

    return highs.solve(problem)


def _optimum(what: str, answer: Answer, known: float) -> Checked:
    if answer.status == "optimal" and abs(answer.objective - known) <= CLOSE * abs(known):
        return Checked(what, OK, f"{answer.objective:g}, as it must be")
    return Checked(what, WRONG, f"{answer.status}, {answer.objective:g}, and {known:g} is the optimum", _other_highs())


def _status(what: str, answer: Answer, known: str) -> Checked:
    if answer.status == known:
        return Checked(what, OK, f"{known}, as it must be")
    return Checked(what, WRONG, f"{answer.status}, and it is {known}", _other_highs())


def _other_highs() -> str:
    return "this HiGHS cannot be trusted: pip install --force-reinstall highspy"


def _process() -> Iterator[Checked]:
    """Let a worker solve the two pipes, as `--jobs` has it."""
    import time

    from sidestream.solver.highs import Answer
    from sidestream.solver.workers import Crew, Job

    advice = "other processes cannot be started here: use --jobs 1"
    until = time.monotonic() + PATIENCE
    with Crew(1) as crew:
        crew.give(0, Job(_two_pipes(), None, 0.0, None, PATIENCE / 2, helped=False))
        while time.monotonic() < until:
            for _, said in crew.hear():
                if isinstance(said, Answer):
                    lost = said.status == "lost"
                    found = Checked("process of its own", WRONG, " ".join(said.log), advice)
                    yield found if lost else _optimum("process of its own", said, 36.0)
                    return
    yield Checked("process of its own", WRONG, f"no answer within {PATIENCE:g} s", advice)


def _temporary_folder() -> Iterator[Checked]:
    yield _writable("temporary folder", Path(tempfile.gettempdir()), "set TMPDIR to a folder that can be written to")


def _current_folder() -> Iterator[Checked]:
    yield _writable(
        "current folder", Path.cwd(), "change to another folder, or say with -o where to write", needed=False
    )


def _writable(what: str, folder: Path, advice: str, *, needed: bool = True) -> Checked:
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".sidestream-") as file:
            file.write(b"x")
            file.flush()
    except OSError as error:
        return Checked(what, WRONG, f"{folder}: {(error.strerror or str(error)).lower()}", advice, needed)
    return Checked(what, OK, f"{folder} can be written to", needed=needed)


def _whole_design() -> Iterator[Checked]:
    """Copy the example two_sites, read, design, write and verify it."""
    from sidestream.studies.one_design import Options, design_network
    from sidestream.studies.opening import open_park
    from sidestream.studies.verifying import verified
    from sidestream.workbook.examples import write_example
    from sidestream.workbook.writing import write_design

    what = "whole design"
    with tempfile.TemporaryDirectory(prefix="sidestream-") as folder:
        park = write_example("two_sites", Path(folder) / "park.xlsx")
        found = design_network(open_park(park)[0], Options(gap=0.0, time_limit=PATIENCE))
        written = write_design(found, Path(folder) / "design.xlsx")
        broken = verified(park, written).broken
    cost = float(found.facts["cost"])
    if broken:
        yield Checked(what, WRONG, f"it does not add up: {broken[0].place}: {broken[0].message}", REINSTALL)
    elif not abs(cost - TWO_SITES) <= CLOSE * TWO_SITES:
        yield Checked(what, WRONG, f"it costs {cost:,.2f} EUR/a, and {TWO_SITES:,.2f} is the optimum", REINSTALL)
    else:
        yield Checked(what, OK, f"read, designed ({cost:,.0f} EUR/a, as it must be), written and verified")


def _computer() -> Iterator[Checked]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = _memory()
    seen = f"{memory / 1e9:.1f} GB of memory" if memory else "memory not known"
    yield Checked("computer", OK, f"{cores} core{'s' * (cores != 1)}, {seen}, {platform.system()} {platform.machine()}")


def _memory() -> float:
    """Bytes that there are; 0 where the system does not say."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE")) * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0.0


def _terminal() -> Iterator[Checked]:
    encoding = getattr(sys.stdout, "encoding", None) or "unknown"
    try:
        SIGNS.encode(encoding)
    except (UnicodeError, LookupError):
        advice = "set PYTHONUTF8=1; names are right in what is written, whatever the terminal shows"
        yield Checked("terminal", WRONG, f"{encoding} lacks signs such as {SIGNS!a}", advice, needed=False)
        return
    yield Checked("terminal", OK, encoding, needed=False)


def _programs() -> Iterator[Checked]:
    """Look for what is used where it is there."""
    import shutil

    from sidestream.errors import UsageError
    from sidestream.report.printing import browser_found

    use = "`report --pdf` prints with it"
    known: dict[str, Any] = {"needed": False}
    try:
        yield Checked("browser", OK, f"{browser_found()} ({use})", **known)
    except UsageError:
        yield Checked("browser", MISSING, f"not found ({use})", "install Chromium, Chrome or Edge", **known)
    use = "calculates formulas that have no values yet: open the workbook with it, or with Excel, and save it"
    office = next(filter(None, map(shutil.which, OFFICES)), None)
    advice = "" if office else "where there is no Excel, install LibreOffice"
    yield Checked("LibreOffice", OK if office else MISSING, f"{office or 'not found'} ({use})", advice, **known)
