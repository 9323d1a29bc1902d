"""Hand out what is not finished, and take in what comes."""

from __future__ import annotations

import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol

from sidestream.errors import InputError, Interrupted
from sidestream.studies.batch.folder import Folder
from sidestream.studies.batch.job import MARK, SPOILT, Answer, Asked, Job, Task
from sidestream.studies.batch.lines import Record
from sidestream.workbook.files import fingerprint

TRIES = 3
"""How often a job is begun whose worker dies, before it counts as failed."""
LISTENING = 0.2
"""Seconds between two looks at the wish to stop."""
EVEN_STOPPED = (0, 2, 3)
"""Exit codes that a wish to stop does not bring about."""


class Crew(Protocol):
    """Who does the tasks: see `processes` and `cluster`."""

    @property
    def room(self) -> bool: ...
    @property
    def workers(self) -> int: ...
    def begin(self, task: Task) -> None: ...
    def answers(self, seconds: float) -> Iterable[tuple[Task, Answer]]: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...


@dataclass
class News:
    """How far the batch is, for whoever watches.

    known     results, those that were there before too
    waiting   jobs that are not begun
    running   jobs that are, and when (time.monotonic)
    listing   workbooks whose scenarios are not known yet
    """

    known: dict[str, Record] = field(default_factory=dict)
    waiting: int = 0
    running: dict[str, float] = field(default_factory=dict)
    listing: int = 0
    workers: int = 1

    @property
    def failed(self) -> int:
        """Return how many have no design that is proven within the gap."""
        return sum(record["exit_code"] != 0 for record in self.known.values())

    @property
    def left(self) -> int:
        """Return how many jobs are still to be done, as far as is known."""
        return self.waiting + len(self.running)

    def seconds_left(self) -> float | None:
        """Return the best guess of how long it will take: as the finished ones did, side by side."""
        took = [float(record["seconds"]) for record in self.known.values()]
        if not took or not self.left:
            return None
        mean, now = sum(took) / len(took), time.monotonic()
        running = sum(max(mean - (now - began), 0.0) for began in self.running.values())
        return (self.waiting * mean + running) / max(min(self.workers, self.left), 1)


Tell = Callable[[News, Record | None], None]
"""Is told how far the batch is, and the record of a job that has just ended."""


@dataclass
class Outcome:
    """The jobs, each with its record, None where the batch was stopped before; and how many were there before."""

    rows: list[tuple[Job, Record | None]]
    before: int
    interrupted: bool

    @property
    def left(self) -> int:
        """Return how many jobs are to be done by the next batch."""
        return sum(record is None or bool(record.get("interrupted")) for _, record in self.rows)


class Batch:
    """Parks on their way to designs."""

    def __init__(self, folder: Folder, asked: Asked, *, scenarios: bool, again: bool, tell: Tell) -> None:
        """Keep results in `folder`; with `again` nothing counts as finished."""
        self._folder, self._asked, self._scenarios, self._again, self._tell = folder, asked, scenarios, again, tell
        self._jobs: list[Job] = []
        self._planned: set[str] = set()
        self._before: set[str] = set()
        self._waiting: deque[Task] = deque()
        self._busy: set[str] = set()
        self._tries: Counter[str] = Counter()
        self._unlisted: dict[str, list[Job]] = {}
        self._lists: dict[str, list[str]] = {}
        self._halted = False
        self._news = News()

    def run(self, parks: Iterable[str], crew: Callable[[], Crew], wish: Callable[[], bool]) -> Outcome:
        """Design all that is not finished. `crew()` gets workers; none are asked for where nothing is to be done.

        Raises OutputError where results cannot be written, SolverError where no worker can be had.
        """
        parks = list(parks)
        for park in parks:
            if wish():
                raise Interrupted("stopped before anything was begun")
            self._plan(park)
        if self._waiting:
            at_work = crew()
            try:
                self._work(at_work, wish)
            finally:
                at_work.close()
        self._jobs += [job for jobs in self._unlisted.values() for job in jobs]
        place = {park: number for number, park in enumerate(parks)}
        self._jobs.sort(key=lambda job: place[job.park])  # whichever was looked into first
        rows = [(job, self._news.known.get(job.key)) for job in self._jobs]
        return Outcome(rows, sum(job.key in self._before for job in self._jobs), self._halted)

    def _plan(self, park: str) -> None:
        path = os.path.abspath(park)
        try:
            job = Job(park, path, fingerprint(path), self._asked)
        except InputError as error:  # it cannot be read now: another time it has a content, and so another key
            job = Job(park, path, f"unreadable {path}", self._asked)
            self._jobs.append(job)
            self._take(job, Answer(error.exit_code, str(error)))
            return
        known = self._folder.record(job.key) or {}
        if not self._scenarios:
            self._add(job, ())
        elif known.get("scenarios") is not None and not self._again:
            self._lists[job.key] = known["scenarios"]
            self._add(job, known["scenarios"])
        else:
            self._unlisted.setdefault(job.key, []).append(job)
            if len(self._unlisted[job.key]) == 1:
                self._waiting.append(Task(job, listing=True))
            self._news.listing = len(self._unlisted)

    def _add(self, job: Job, scenarios: Iterable[str]) -> None:
        """Add a job and those of its scenarios; equal ones are done once, what is finished is not done again."""
        for one in (job, *(replace(job, scenario=name) for name in scenarios)):
            self._jobs.append(one)
            if one.key in self._planned:
                continue
            self._planned.add(one.key)
            record = self._folder.record(one.key)
            if record is not None and not self._again and self._folder.finished(one):
                self._news.known[one.key] = record
                self._before.add(one.key)
            else:
                self._waiting.append(Task(one))
                self._news.waiting += 1

    def _work(self, crew: Crew, wish: Callable[[], bool]) -> None:
        while self._waiting or self._busy:
            if not self._halted and wish():
                self._halted = True
                crew.stop()
            if self._halted:
                self._waiting.clear()
                self._news.waiting = self._news.listing = 0
            self._fill(crew)
            heard = list(crew.answers(LISTENING))
            for task, _ in heard:
                self._busy.discard(_name(task))
            self._fill(crew)  # before anything is written: no worker waits for the disk
            for task, answer in heard:
                self._heard(task, answer)
            self._news.workers = crew.workers
            self._tell(self._news, None)

    def _fill(self, crew: Crew) -> None:
        while self._waiting and not self._halted and crew.room:
            task = self._waiting.popleft()
            self._busy.add(_name(task))
            self._tries[_name(task)] += 1
            if not task.listing:
                self._news.waiting -= 1
                self._news.running[task.job.key] = time.monotonic()
                self._note("begun", task.job)
            crew.begin(task)

    def _heard(self, task: Task, answer: Answer) -> None:
        self._news.running.pop(task.job.key, None)
        if answer.lost and not self._halted and self._tries[_name(task)] < TRIES:
            self._note("lost", task.job, answer.message)
            self._waiting.append(task)
            self._news.waiting += not task.listing
            return
        if answer.lost:
            answer.message += f", {self._tries[_name(task)]} times"
        if self._halted and (task.listing or answer.lost or answer.code == Interrupted.exit_code):
            self._note("left", task.job)
        elif task.listing:
            self._listed(task.job, answer)
        else:
            self._take(task.job, answer)

    def _listed(self, job: Job, answer: Answer) -> None:
        """Go on with what is known of a workbook's scenarios. Where it cannot be read at all, the job itself says why."""
        jobs = self._unlisted.pop(job.key)
        self._news.listing = len(self._unlisted)
        if answer.code == SPOILT:
            self._jobs += jobs
            answer.message = f"its scenarios could not be read: {answer.message}"
            self._take(job, answer)
            return
        self._lists[job.key] = answer.scenarios or []
        for one in jobs:
            self._add(one, self._lists[job.key])
        if job.key in self._news.known:
            self._news.known[job.key] = self._folder.amend(job.key, scenarios=self._lists[job.key])

    def _take(self, job: Job, answer: Answer) -> None:
        """Keep an answer. What a wish to stop brought about is done again by the next batch."""
        interrupted = self._halted and answer.code not in EVEN_STOPPED
        if not job.scenario and answer.code != SPOILT:
            answer.scenarios = self._lists.get(job.key)
        record = self._folder.put(job, answer, interrupted=interrupted, attempts=self._tries[job.key])
        self._note("ended", job, f"{record['status']} in {answer.seconds:.1f} s\n{answer.trace}".rstrip())
        self._news.known[job.key] = record
        self._tell(self._news, record)

    def _note(self, what: str, job: Job, words: str = "") -> None:
        self._folder.note(f"{what:<6}{job.key[:MARK]}  {job.label}" + (f": {words}" if words else ""))


def _name(task: Task) -> str:
    return f"list {task.job.key}" if task.listing else task.job.key
