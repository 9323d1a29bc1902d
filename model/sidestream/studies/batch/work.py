"""Do a job: read, design, write. The one function that every worker runs, on this machine or elsewhere.

Whatever goes wrong is an answer, with the exit code that `design` would have. Nothing is written to any folder: what is
in the files comes back, and one process writes it. So no worker that outlives its batch can spoil a result.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sidestream.errors import SidestreamError
from sidestream.studies.batch.job import SPOILT, Answer, Asked, Job, Task, versions

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.park import Park
    from sidestream.studies.opening import WhatIf

STOPPED = 5


def run(task: Task, wish: Callable[[], bool]) -> Answer:
    """Return what comes of a task; `wish` says whether to stop and give the best so far."""
    began = time.monotonic()
    try:
        if task.files is None:
            answer = _answer(task, Path(task.job.path), wish)
        else:
            with TemporaryDirectory(prefix="sidestream-") as folder:
                answer = _answer(task, _unpacked(task, Path(folder)), wish)
    except SidestreamError as error:
        answer = Answer(error.exit_code, str(error))
    except MemoryError:
        answer = Answer(SPOILT, "there was not enough memory", trace=traceback.format_exc())
    except Exception as error:
        words = f"a fault of sidestream, not of the workbook: {type(error).__name__}: {error}"
        answer = Answer(SPOILT, words, trace=traceback.format_exc())
    answer.seconds = time.monotonic() - began
    return answer


def _unpacked(task: Task, folder: Path) -> Path:
    """Put the park where it can be read; return its path. Its name stays: the answer speaks of it."""
    job = task.job
    last = job.park.replace("\\", "/").rstrip("/").rpartition("/")[2]
    path = folder / (last if last not in ("", ".", "..") else "park")
    assert task.files is not None
    names = dict(task.files)
    if "" in names:
        path.write_bytes(names[""])
        return path
    path.mkdir()
    for name, content in names.items():
        (path / name).write_bytes(content)
    return path


def _answer(task: Task, path: Path, wish: Callable[[], bool]) -> Answer:
    job = task.job
    if dict(job.asked.versions) != versions():
        words = ", ".join(f"{name} {number}" for name, number in versions().items())
        return Answer(SPOILT, f"the worker has other versions than the batch: {words}")
    try:
        answer = Answer(0, scenarios=_scenarios(path)) if task.listing else _design(job, path, wish)
    except SidestreamError as error:
        answer = Answer(error.exit_code, str(error))
    if _content(path) != job.content:
        return Answer(SPOILT, f"{job.park} was changed or taken away while the batch was at work: start it again")
    return answer


def _content(path: Path) -> str:
    from sidestream.workbook.files import fingerprint

    try:
        return fingerprint(path)
    except SidestreamError:
        return ""


def _scenarios(path: Path) -> list[str]:
    """Names of the scenarios of a workbook; of one with faults, those that can be read."""
    from sidestream.park.scenarios import Scenarios
    from sidestream.workbook.reading import read_one

    frame = read_one(path, Scenarios).frame
    return [] if "scenario" not in frame else [name for name in frame["scenario"].tolist() if name]


def _design(job: Job, path: Path, wish: Callable[[], bool]) -> Answer:
    from sidestream.studies.one_design import design_network
    from sidestream.studies.opening import open_park
    from sidestream.studies.options import options_for

    asked = job.asked
    park, warnings = open_park(path, _what_if(job))
    found = design_network(park, options_for(park, asked.gap, asked.time_limit, solver=asked.solver, wish=wish))
    enough = bool(found.facts["enough"])
    message = "" if enough else "stopped before the gap was closed: this is the best design so far"
    figures = {**_figures(park, found), "warnings": len(warnings)}
    return Answer(0 if enough else STOPPED, message, figures, _files(found, asked))


def _what_if(job: Job) -> WhatIf:
    from sidestream.park.changes import environment, parse
    from sidestream.studies.opening import WhatIf

    asked = job.asked
    changes = [*environment(dict(asked.environment)), *(parse(change) for change in asked.changes)]
    return WhatIf(changes, scenario=job.scenario, no_scenarios=asked.no_scenarios and not job.scenario)


def _figures(park: Park, found: Design) -> dict[str, Any]:
    """What the table says of a design; None where it is not defined."""
    facts = found.facts
    rows = {row["figure"]: row for row in found["Summary"].to_dict("records")}
    figures: dict[str, Any] = {"currency": park.settings.currency}
    for name, figure in (("cost", "total cost"), ("co2", "CO2"), ("investment", "investment")):
        row = rows.get(figure, {})
        figures[f"{name}_today"] = row.get("today")
        figures[name] = row.get("design")
        figures[f"{name}_saving"] = row.get("saving")
    del figures["investment_today"], figures["investment_saving"]
    figures["links_built"] = rows.get("links built", {}).get("design")
    share = facts["gap_of_saving"]
    figures |= {"bound": facts["bound"], "gap": facts["gap"], "gap_of_saving": None if share is None else 100 * share}
    return {name: _finite(figure) for name, figure in figures.items()}


def _finite(figure: Any) -> Any:
    if figure is None or isinstance(figure, str):
        return figure
    number = float(figure)
    return number if number - number == 0 else None


def _files(found: Design, asked: Asked) -> dict[str, bytes | dict[str, bytes]]:
    """What is in the files that were asked for."""
    from sidestream.workbook.as_json import json_content
    from sidestream.workbook.csv_writing import csv_contents
    from sidestream.workbook.writing import book_content

    made: dict[str, Callable[[], bytes | dict[str, bytes]]] = {
        "xlsx": lambda: book_content(found),
        "csv": lambda: dict(csv_contents(found)),
        "json": lambda: json_content(found),
    }
    return {name: made[name]() for name in asked.formats}


def prepare() -> None:
    """Import what every job needs, before the first one is timed."""
    import sidestream.candidates
    import sidestream.studies.one_design
    import sidestream.studies.opening
    import sidestream.workbook.excel
    import sidestream.workbook.writing  # noqa: F401
