"""How a design was found: the rows of the Run sheet."""

from __future__ import annotations

import datetime
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any

import pandas as pd

from sidestream.design.design import Design
from sidestream.design.payments import in_words
from sidestream.park import Park
from sidestream.park.changes import RELAX
from sidestream.park.worlds import several
from sidestream.studies.options import Options

CHANGE, REPAIR = "change ", "repair "
"""Begin the items that say what was different from the workbook: as asked for, and what --relax made of it."""

SCENARIOS = "scenarios"
"""Item that says which one of the workbook's scenarios was asked for, or that they are left out."""
LOG_LINES = 100
"""Lines of the solver's log that are kept, the last ones."""


def run_sheet(park: Park, facts: dict[str, Any], asked: dict[str, Any]) -> pd.DataFrame:
    """Return item and value: versions, input, what was asked, what came out, the solver's log."""
    rows = [*_versions(), *_input(park), *asked.items(), *_outcome(park, facts)]
    log = [line for line in facts["log"] if line.strip()]
    rows += [(f"log {number}", line) for number, line in enumerate(log[-LOG_LINES:], start=1)]
    return pd.DataFrame(rows, columns=["item", "value"], dtype=object)


def study_run(park: Park, facts: dict[str, Any], asked: dict[str, Any]) -> pd.DataFrame:
    """Return item and value for a study: versions, input, what was asked, its figures."""
    words = (
        "each proven within the gap" if facts["enough"] else "stopped early: at least one is not proven within the gap"
    )
    rows = [*_versions(), *_input(park), *asked.items(), ("status", words)]
    rows += [
        (name, f"{fact:g}" if isinstance(fact, float) else str(fact))
        for name, fact in facts.items()
        if name != "enough"
    ]
    return pd.DataFrame(rows, columns=["item", "value"], dtype=object)


def asked_of(options: Options) -> dict[str, str]:
    """Return what was asked of a search, as items of the Run sheet."""
    asked = options.asked_limit or options.time_limit
    limit = "none" if asked is None else f"{asked:g}"
    return {
        "gap asked for [%]": f"{100 * options.gap:g}",
        "time limit [s]": limit,
        "jobs": str(options.jobs),
        "solver": options.solver,
        **({"searched without": ", ".join(sorted(options.without))} if options.without else {}),
    }


def files_run(files: Sequence[tuple[str, str, str]], facts: dict[str, Any]) -> pd.DataFrame:
    """Return item and value for what was made of several files: versions, each file's name, kind and fingerprint, figures."""
    rows = [*_versions()]
    for place, (name, kind, mark) in enumerate(files, start=1):
        rows += [(f"input {place}", f"{name}: {kind}"), (f"input {place} sha256", mark)]
    rows.append(("finished", datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")))
    rows += [
        (name, f"{fact:g}" if isinstance(fact, float) else str(fact))
        for name, fact in facts.items()
        if name != "enough"
    ]
    return pd.DataFrame(rows, columns=["item", "value"], dtype=object)


def ledger_run(park: Park, facts: dict[str, Any], design: Design) -> pd.DataFrame:
    """Return item and value for the ledger of a design: versions, input, when the design was found, figures."""
    found = dict(zip(design["Run"]["item"], design["Run"]["value"], strict=False)).get("finished", "")
    rows = [*_versions(), *_input(park), ("design finished", str(found))]
    rows += [(name, f"{fact:g}" if isinstance(fact, float) else str(fact)) for name, fact in facts.items()]
    return pd.DataFrame(
        [row for row in rows if row[0] not in ("currency", "enough")], columns=["item", "value"], dtype=object
    )


def operation_run(park: Park, facts: dict[str, Any], design: Design, options: Options) -> pd.DataFrame:
    """Return item and value for some measured hours of a design: versions, input, when the design was found, what was asked, figures."""
    found = dict(zip(design["Run"]["item"], design["Run"]["value"], strict=False)).get("finished", "")
    words = "proven within the gap" if facts["enough"] else "stopped early: a cheaper dispatch may be there"
    rows = [*_versions(), *_input(park), ("design finished", str(found)), *asked_of(options).items(), ("status", words)]
    rows += [(name, f"{fact:g}" if isinstance(fact, float) else str(fact)) for name, fact in facts.items()]
    return pd.DataFrame([row for row in rows if row[0] != "enough"], columns=["item", "value"], dtype=object)


def _versions() -> Iterator[tuple[str, str]]:
    for package in ("sidestream", "pyomo", "highspy", "pandas", "numpy", "scipy"):
        yield f"{package} version", version(package)
    yield "python version", platform.python_version()
    yield "machine", f"{platform.system()} {platform.machine()}"


def _input(park: Park) -> Iterator[tuple[str, str]]:
    yield "input", park.name
    yield "input sha256", park.fingerprint
    for place, change in enumerate(park.changes, start=1):
        yield f"{REPAIR if change.by == RELAX else CHANGE}{place}", str(change)
    if park.scenarios:
        yield SCENARIOS, park.scenarios
    yield "finished", datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _outcome(park: Park, facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    words = {"proven": "proven", "enough": "proven within the gap", "stopped": "stopped early"}
    share = facts["gap_of_saving"]
    currency = facts["currency"]
    yield "status", words.get(facts["status"], facts["status"]) if facts["enough"] else words["stopped"]
    yield f"total cost [{currency}/a]", f"{facts['cost']:.10g}"
    yield f"best proven cost [{currency}/a]", f"{facts['bound']:.10g}"
    yield f"gap [{currency}/a]", f"{facts['gap']:.10g}"
    yield "gap of cost [%]", f"{100 * facts['gap_of_cost']:.6g}"
    yield "gap of saving [%]", "not defined" if share is None else f"{100 * share:.6g}"
    if facts.get("today_gap"):
        yield f"gap of today's cost [{currency}/a]", f"{facts['today_gap']:.10g}"
    if facts.get("payments"):
        yield "payments", f"{facts['payments']}: {in_words(facts['payments'], several=several(park))}"
    for phase, seconds in facts["phases"].items():
        yield f"seconds, {phase}", f"{seconds:.3f}"
    yield "seconds", f"{facts['seconds']:.3f}"
    yield "columns, rows, whole columns", ", ".join(str(size) for size in facts["size"])
    yield "independent parts", str(facts["parts"])
    yield "builds that cannot pay, left out of the search", str(facts["pruned"])
    if facts.get("pairs_too_many"):
        yield "Misses", f"left out: {facts['pairs_too_many']:,} pairs of a giver and a taker would fit"
    for place, short in enumerate(facts["today_short_words"], start=1):
        yield f"today's park cannot {place}", short
