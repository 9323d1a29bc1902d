"""Workers of a Dask cluster. A task brings its park along and its files come back, so no folder need be shared.

A worker process does one job at a time, however many threads it has: two searches in two threads of one process hang.
"""

from __future__ import annotations

import queue
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sidestream.errors import InputError, SidestreamError, SolverError, UsageError
from sidestream.studies.batch.job import SPOILT, Answer, Task
from sidestream.studies.batch.work import prepare, run
from sidestream.workbook.files import csv_files

if TYPE_CHECKING:
    from distributed import Client, Future

INSTALL = "pip install 'sidestream[cluster]'"
CONNECTING = 20.0
"""Seconds in which the scheduler has to answer."""
AHEAD = 2
"""Tasks that are sent for each worker: one to do and one to go on with."""
COUNTING = 5.0
"""Seconds between two looks at how many workers there are."""
ASKING = 1.0
"""Seconds between two questions of a worker whether it is to stop."""
ONE_AT_A_TIME = threading.Lock()


class Cluster:
    """The workers behind a scheduler."""

    def __init__(self, address: str) -> None:
        """Connect. Raises UsageError where distributed is missing or nobody answers at the address."""
        try:
            from distributed import Client, Event
        except ImportError:
            raise UsageError(f"--cluster needs dask.distributed: {INSTALL}") from None
        try:
            self._client: Client = Client(address, timeout=CONNECTING, set_as_default=False)
        except (OSError, ValueError, TypeError, ImportError) as error:
            raise UsageError(f"no Dask scheduler answers at '{address}': {error or type(error).__name__}") from None
        self._stop_name = f"sidestream-stop-{uuid.uuid4().hex}"
        self._stop = Event(self._stop_name, client=self._client)
        self._done: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._tasks: dict[Any, tuple[Task, Future]] = {}
        self._lost = False
        self._unsent: list[tuple[Task, Answer]] = []
        self._count, self._counted = 0, -COUNTING

    @property
    def workers(self) -> int:
        """Return how many tasks can be done side by side; a cluster may still be growing."""
        if time.monotonic() > self._counted + COUNTING:
            self._counted = time.monotonic()
            self._count = len(self._client.nthreads())
        return self._count

    @property
    def room(self) -> bool:
        """Whether one more task can be sent."""
        return len(self._tasks) < AHEAD * max(self.workers, 1)

    def begin(self, task: Task) -> None:
        """Send a task with its park."""
        try:
            packed = replace(task, files=tuple(_packed(Path(task.job.path))))
        except (OSError, InputError) as error:
            self._unsent.append((task, Answer(SPOILT, f"it cannot be read any more: {error}")))
            return
        try:
            future = self._client.submit(
                work, packed, self._stop_name, pure=False, key=f"sidestream-{uuid.uuid4().hex}"
            )
        except (OSError, RuntimeError) as error:
            raise _gone(error) from None
        self._tasks[future.key] = (task, future)
        future.add_done_callback(self._done.put)

    def answers(self, seconds: float) -> Iterator[tuple[Task, Answer]]:
        """Wait for something to happen, and tell what was answered. Raises SolverError where the cluster is gone."""
        block = not self._unsent
        yield from self._unsent
        self._unsent.clear()
        while self._tasks:
            try:
                future = self._done.get(block, seconds if block else None)
            except queue.Empty:
                return
            block = False
            self._lost = future.status in ("cancelled", "lost")
            if self._lost:
                raise _gone(None)
            task, _ = self._tasks.pop(future.key)
            yield task, _answer(future)
            future.release()
        if block:
            time.sleep(min(seconds, ASKING))

    def stop(self) -> None:
        """Tell all to stop with the best they have, and take back what nobody has begun."""
        self._stop.set()

    def close(self) -> None:
        """Leave; what is still queued is forgotten."""
        if self._tasks and not self._lost:
            with suppress(OSError, RuntimeError, TimeoutError):
                self._stop.set()
                self._client.cancel([future for _, future in self._tasks.values()])
        self._client.close(timeout=5)


def _packed(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a park by name; a workbook has none."""
    if path.is_dir():
        for file in csv_files(path):
            yield file.name, file.read_bytes()
    else:
        yield "", path.read_bytes()


def _answer(future: Future) -> Answer:
    if future.status == "finished":
        answer: Answer = future.result()
        return answer
    error = future.exception()
    if type(error).__name__ == "KilledWorker":
        return Answer(SPOILT, "its worker died, and so did those that tried it again: perhaps out of memory")
    return Answer(SPOILT, f"the cluster could not do it: {type(error).__name__}: {error}")


def _gone(error: Exception | None) -> SidestreamError:
    why = f" ({error})" if error else ""
    return SolverError(f"the cluster is gone{why}. What was finished before is there: start the same command again")


def work(task: Task, stop_name: str) -> Answer:
    """Do a task on a worker of the cluster."""
    with ONE_AT_A_TIME:
        prepare()
        return run(task, _wish(stop_name))


def _wish(stop_name: str) -> Callable[[], bool]:
    """A wish to stop, asked for over the network, though not more often than need be."""
    from distributed import Event

    event = Event(stop_name)
    said, asked = False, -ASKING

    def wish() -> bool:
        nonlocal said, asked
        if not said and time.monotonic() > asked + ASKING:
            said, asked = bool(event.is_set()), time.monotonic()
        return said

    return wish
