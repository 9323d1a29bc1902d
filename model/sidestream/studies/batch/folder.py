"""Where the results of a batch go, and what of it is finished.

    results.jsonl   a line for each finished job, the last to be written of it
    results.csv     one table of all, and
    results.xlsx    the same
    designs/        the files of each design, named after park, scenario and the beginning of the job's key
    batch.log       what began and ended when
    batch.lock      held while a batch is at work

A job is finished where its line stands and its files are those that the line tells, byte by byte.
"""

from __future__ import annotations

import datetime
import hashlib
import itertools
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from sidestream.errors import OutputError, UsageError
from sidestream.studies.batch.job import SPOILT, STATUSES, Answer, Job
from sidestream.studies.batch.lines import Lines, Record
from sidestream.studies.batch.lock import Lock

DESIGNS, LINES, LOG = "designs", "results.jsonl", "batch.log"
TABLES = ("results.csv", "results.xlsx")
ENDINGS = {"xlsx": ".xlsx", "csv": "", "json": ".json"}
BY_TIME = (5, 6)
"""Exit codes that another time limit would change."""
AGAIN = (SPOILT, 10)
"""Exit codes after which a job is tried again by the next batch: the reason may be gone."""
HALF = ".tmp"
"""Ending of what is being written; what a killed batch left is cleared away by the next."""

Content = bytes | Mapping[str, bytes]


class Folder:
    """A folder that is this batch's alone until `close`."""

    def __init__(self, path: Path) -> None:
        """Make or open it. Raises OutputError where it cannot be, or another batch is at work in it."""
        self.path = path
        try:
            self._must_be_ours()
            (path / DESIGNS).mkdir(parents=True, exist_ok=True)
            self._lock = Lock(path / "batch.lock")
            self._lines = Lines(path / LINES)
            self._log = (path / LOG).open("a", encoding="utf-8")
            self._clear()
        except OSError as error:
            raise OutputError(f"'{path}' cannot be used for results: {_reason(error)}") from None

    def _must_be_ours(self) -> None:
        """Refuse a folder in which a table of somebody else would be written over."""
        for name in TABLES:
            if (self.path / name).exists() and not (self.path / LINES).exists():
                raise UsageError(f"'{self.path / name}' is no table of a batch: choose another folder for the results")

    def _clear(self) -> None:
        for entry in (self.path / DESIGNS).glob(f".*{HALF}"):
            _remove(entry)

    @property
    def unreadable(self) -> int:
        """Return how many lines of results.jsonl mean nothing."""
        return self._lines.unreadable

    def record(self, key: str) -> Record | None:
        """Return what is known of a job, finished or not."""
        return self._lines.records.get(key)

    def finished(self, job: Job) -> bool:
        """Whether a job need not be run: its answer stands, with every file that is asked for, unchanged."""
        record = self.record(job.key)
        if record is None or record["exit_code"] in AGAIN or record.get("interrupted"):
            return False
        if record["exit_code"] in BY_TIME and record.get("time_limit") != job.asked.time_limit:
            return False
        files = record.get("files", {})
        if record["exit_code"] in (0, 5) and any(name not in files for name in job.asked.formats):
            return False
        return all(self._hash(known["path"]) == known["sha256"] for known in files.values())

    def put(self, job: Job, answer: Answer, *, interrupted: bool = False, attempts: int = 1) -> Record:
        """Write the files of an answer, then its line; return what the line says. Raises OutputError."""
        try:
            known = self.record(job.key)
            files = {name: self._put(job, name, content, known) for name, content in answer.files.items()}
            record = self._line(job, answer, files, interrupted=interrupted, attempts=attempts)
            self._lines.add(record)
        except OSError as error:
            raise OutputError(
                f"the result of {job.label} could not be written to '{self.path}': {_reason(error)}. "
                "What was finished before is there: start the same command again"
            ) from None
        return record

    def amend(self, key: str, **more: object) -> Record:
        """Add to what is known of a finished job. Raises OutputError."""
        record = {**self._lines.records[key], **more}
        try:
            self._lines.add(record)
        except OSError as error:
            raise OutputError(f"'{self.path / LINES}' could not be written: {_reason(error)}") from None
        return record

    def _line(
        self, job: Job, answer: Answer, files: dict[str, dict[str, str]], *, interrupted: bool, attempts: int
    ) -> Record:
        return {
            "key": job.key,
            "park": job.park,
            "scenario": job.scenario,
            "status": "interrupted" if interrupted else STATUSES.get(answer.code, STATUSES[SPOILT]),
            "exit_code": answer.code,
            **answer.figures,
            "seconds": round(answer.seconds, 3),
            "message": answer.message,
            "files": files,
            "time_limit": job.asked.time_limit,
            "attempts": attempts,
            "finished": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "content": job.content,
            "versions": dict(job.asked.versions),
            **({"interrupted": True} if interrupted else {}),
            **({"scenarios": answer.scenarios} if answer.scenarios is not None else {}),
        }

    def _put(self, job: Job, name: str, content: Content, known: Record | None) -> dict[str, str]:
        """Write a file or a folder under a temporary name and rename it; what somebody changed there is set aside."""
        path = self.path / DESIGNS / f"{job.file_name}{ENDINGS[name]}"
        half = path.with_name(f".{path.name}{HALF}")
        if isinstance(content, bytes):
            half.write_bytes(content)
        else:
            half.mkdir()
            for file, part in content.items():
                (half / file).write_bytes(part)
        there = f"{DESIGNS}/{path.name}"
        before = known["files"].get(name, {}).get("sha256") if known else None
        now = self._hash(there)
        if now and before and now != before:
            os.replace(path, _free(path))
        elif now and path.is_dir():
            shutil.rmtree(path)  # a folder cannot be renamed onto another; the line that comes last makes it whole
        os.replace(half, path)
        return {"path": there, "sha256": _hash(content)}

    def _hash(self, path: str) -> str:
        """SHA-256 of a file or of all files of a folder; empty where there is none."""
        place = self.path / path
        try:
            if place.is_dir():
                return _hash({file.name: file.read_bytes() for file in place.iterdir() if file.is_file()})
            return _hash(place.read_bytes())
        except OSError:
            return ""

    def note(self, words: str) -> None:
        """Add a line to the log. That it cannot be written is no reason to stop."""
        now = datetime.datetime.now().isoformat(" ", timespec="seconds")
        try:
            self._log.write(f"{now}  {words}\n")
            self._log.flush()
        except OSError:
            pass

    def close(self) -> None:
        """Let the next batch in."""
        self._log.close()
        self._lock.release()


def _hash(content: Content) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    total = hashlib.sha256()
    for name in sorted(content):
        total.update(f"{name}\n{len(content[name])}\n".encode())
        total.update(content[name])
    return total.hexdigest()


def _free(path: Path) -> Path:
    names = (path.with_name(f"{path.stem} changed {number}{path.suffix}") for number in itertools.count(1))
    return next(name for name in names if not name.exists())


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
