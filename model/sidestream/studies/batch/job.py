"""One design of a batch: a park or one scenario of it, the key by which it is known again, and what comes of it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from sidestream import __version__

STATUSES = {
    0: "proven",
    2: "refused",
    3: "faulty",
    4: "infeasible",
    5: "stopped",
    6: "no design in time",
    7: "failed",
    9: "does not add up",
    10: "not written",
}
"""What is said of each exit code that `design` can have."""
SPOILT = 7
"""Exit code where a worker died, took too much memory, or ran into a fault of ours."""
FORMATS = ("xlsx", "csv", "json")
LONGEST_NAME = 60  # signs of the park and of the scenario each in a file's name
MARK = 10  # signs of the key in a file's name


def versions() -> dict[str, str]:
    """Return what a design depends on beside park and options."""
    try:
        solver = version("highspy")
    except PackageNotFoundError:
        solver = ""
    return {"sidestream": __version__, "highspy": solver}


@dataclass(frozen=True)
class Asked:
    """What holds for every job. `gap` is in percent, None where the park says; `changes` as `--set` takes them."""

    gap: float | None = None
    time_limit: float | None = None
    solver: str = "highs"
    changes: tuple[str, ...] = ()
    no_scenarios: bool = False
    environment: tuple[tuple[str, str], ...] = ()
    """Settings out of the environment: names (SIDESTREAM_CARBON_TAX) and values."""
    formats: tuple[str, ...] = ("xlsx", "csv")
    versions: tuple[tuple[str, str], ...] = field(default_factory=lambda: tuple(versions().items()))

    def as_key(self) -> dict[str, Any]:
        """What of it the answer depends on. A time limit decides only how soon one is left: see `Folder.finished`."""
        return {
            "gap": self.gap,
            "solver": self.solver,
            "changes": self.changes,
            "no_scenarios": self.no_scenarios,
            "environment": self.environment,
            "versions": self.versions,
        }


@dataclass(frozen=True)
class Job:
    """One park, as typed (`park`) and where it is (`path`), its content's hash, and one of its scenarios, '' for itself."""

    park: str
    path: str
    content: str
    asked: Asked
    scenario: str = ""

    @cached_property
    def key(self) -> str:
        """Return what tells it apart: equal where the answer would be."""
        kind = self.path.rpartition(".")[2].lower() if "." in self._last else ""
        known = {"content": self.content, "kind": kind, "scenario": self.scenario, **self.asked.as_key()}
        return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()

    @property
    def label(self) -> str:
        """What a person calls it."""
        return f"{self.park}, {self.scenario}" if self.scenario else self.park

    @property
    def file_name(self) -> str:
        """Name of its files without an ending: a dot in it would be one. The key's first signs keep names apart."""
        stem = self._last.rpartition(".")[0] or self._last
        words = [_plain(stem), *([_plain(self.scenario)] if self.scenario else [])]
        return f"{', '.join(words)} {self.key[:MARK]}"

    @property
    def _last(self) -> str:
        return re.split(r"[/\\]", self.path.rstrip("/\\"))[-1]


def _plain(name: str) -> str:
    """What of a name can stand in the name of a file anywhere."""
    return re.sub(r"[^\w -]", "_", name).strip()[:LONGEST_NAME].strip() or "_"


@dataclass(frozen=True)
class Task:
    """What a worker is to do: design, or (`listing`) only say which scenarios there are.

    `files` is the park itself, by name, where a worker cannot see the disk it is on.
    """

    job: Job
    listing: bool = False
    files: tuple[tuple[str, bytes], ...] | None = None


@dataclass
class Answer:
    """What came of a task.

    files       format -> what is in the file, or in each file of the folder
    figures     the figures of the design that stand in the table
    scenarios   names of the scenarios of the workbook
    seconds     how long it took, reading and writing included
    lost        the worker died: it may go better another time
    """

    code: int
    message: str = ""
    figures: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes | dict[str, bytes]] = field(default_factory=dict)
    scenarios: list[str] | None = None
    seconds: float = 0.0
    trace: str = ""
    lost: bool = False
