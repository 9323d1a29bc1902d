"""Workers on this machine: spawned, each at one job at a time, kept over many, replaced where they die.

A worker is told a task, does it alone, and answers. One more word over the line, or its end, tells it to stop with the
best it has. A worker whose batch is killed ends itself, whatever it is at: it has written nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from sidestream.errors import SolverError
from sidestream.solver.spawning import ctrl_c_waits, without_main
from sidestream.studies.batch.job import SPOILT, Answer, Task
from sidestream.studies.batch.memory import pause, resident

STILLBORN = 3
"""Workers in a row that end before they are ready, after which no more are started."""
MOST_TASKS = 200
"""Tasks after which a worker is replaced, as memory that one keeps is given back only at its end."""
PATIENCE = 600.0
"""Seconds, or its time limit once more, for which a job may go on beyond it: to be read, written, audited."""
GOODBYE = 3.0
"""Seconds in which a worker that is told to has ended by itself."""
READY = "ready"


class Worker:
    """A process, the line to it, and what it is at."""

    def __init__(self) -> None:
        """Start it."""
        context = multiprocessing.get_context("spawn")
        self.line, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_serve, args=(theirs,), daemon=True)
        with without_main(), ctrl_c_waits():
            self.process.start()
        theirs.close()
        self.ready = False
        self.task: Task | None = None
        self.done = 0
        self.began = 0.0
        self.end_because = ""

    def begin(self, task: Task) -> None:
        self.task, self.began = task, time.monotonic()
        with suppress(OSError):  # it may be dead: that is heard when it is listened to
            self.line.send(task)

    def end(self) -> str:
        """End it at once, and say how it ended."""
        self.line.close()
        self.process.join(GOODBYE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        return _how(self.process.exitcode)


class Processes:
    """Workers, started as they are needed."""

    def __init__(self, most: int, memory_limit: int | None = None) -> None:
        """Have at most `most` workers, each with at most `memory_limit` bytes in use."""
        self._most, self._memory_limit = most, memory_limit
        self._workers: list[Worker] = []
        self._stillborn, self._looked = 0, 0.0

    @property
    def room(self) -> bool:
        """Whether one more task can be begun at once."""
        return len(self._workers) < self._most or any(worker.task is None for worker in self._workers)

    @property
    def workers(self) -> int:
        """Return how many tasks can be done side by side."""
        return self._most

    def begin(self, task: Task) -> None:
        """Give a task to a worker that has none."""
        idle = next((worker for worker in self._workers if worker.task is None), None)
        if idle is None:
            idle = Worker()
            self._workers.append(idle)
        idle.begin(task)

    def answers(self, seconds: float) -> Iterator[tuple[Task, Answer]]:
        """Wait for something to happen, and tell what was answered. Raises SolverError where no worker gets going."""
        lines = {worker.line: worker for worker in self._workers}
        for line in wait(list(lines), timeout=seconds):
            assert isinstance(line, Connection)
            worker = lines[line]
            heard = _heard(line)
            if heard == READY:
                worker.ready, self._stillborn = True, 0
            elif isinstance(heard, Answer):
                yield from self._answered(worker, heard)
            else:
                yield from self._died(worker)
        self._watch()

    def _answered(self, worker: Worker, answer: Answer) -> Iterator[tuple[Task, Answer]]:
        task, worker.task = worker.task, None
        worker.done += 1
        if worker.done >= MOST_TASKS or self._swollen(worker) or answer.trace:
            self._dismiss(worker)
        if task is not None:
            yield task, answer

    def _died(self, worker: Worker) -> Iterator[tuple[Task, Answer]]:
        how = self._dismiss(worker)
        if not worker.ready and not worker.end_because:
            self._stillborn += 1
            if self._stillborn >= STILLBORN:
                raise SolverError(f"no worker process gets going: {STILLBORN} ended while starting ({how})")
        if worker.task is None:
            return
        seconds = time.monotonic() - worker.began
        words = worker.end_because or f"its process ended without an answer ({how})"
        code = 6 if worker.end_because.startswith("it went on") else SPOILT
        yield worker.task, Answer(code, words, seconds=seconds, lost=not worker.end_because)

    def _dismiss(self, worker: Worker) -> str:
        self._workers.remove(worker)
        return worker.end()

    def _swollen(self, worker: Worker) -> bool:
        """Whether a worker keeps so much of what it had that the next job would be short of memory."""
        if self._memory_limit is None:
            return False
        return (resident(worker.process.pid or 0) or 0) > self._memory_limit / 2

    def _watch(self) -> None:
        """End workers that take too much memory or time; what that means is said when their end is heard."""
        now = time.monotonic()
        if now < self._looked + pause():
            return
        self._looked = now
        for worker in self._workers:
            if worker.task is None or worker.end_because:
                continue
            limit = worker.task.job.asked.time_limit
            if limit is not None and now > worker.began + limit + max(limit, PATIENCE):
                worker.end_because = "it went on long after its time limit, and was ended"
            elif self._memory_limit is not None:
                used = resident(worker.process.pid or 0)
                if used is not None and used > self._memory_limit:
                    allowed = self._memory_limit / 1e6
                    worker.end_because = (
                        f"it took more than {allowed:,.0f} MB of memory, and was ended: see --memory-limit"
                    )
            if worker.end_because:
                worker.process.kill()

    def stop(self) -> None:
        """Tell all to stop with the best they have."""
        for worker in self._workers:
            if worker.task is not None:
                with suppress(OSError):
                    worker.line.send("stop")

    def close(self) -> None:
        """End all of them; who is still at work, at once."""
        for worker in self._workers:
            worker.line.close()
            if worker.task is not None or not worker.ready:
                worker.process.kill()
        for worker in list(self._workers):
            self._dismiss(worker)


def _heard(line: Connection) -> object:
    try:
        return line.recv()
    except (EOFError, OSError):
        return None


def _how(exitcode: int | None) -> str:
    if exitcode is None or exitcode >= 0:
        return f"exit code {exitcode}"
    try:
        name = signal.Signals(-exitcode).name
    except ValueError:
        name = str(-exitcode)
    return f"signal {name}" + (": perhaps out of memory" if name == "SIGKILL" else "")


def _serve(line: Connection) -> None:
    """Do what comes over the line until it ends. Signals that stop a batch are the parent's to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    if "fork" in multiprocessing.get_all_start_methods():
        # Pyomo makes a lock as it is imported: of this kind it has no name, and is not left behind by who is killed
        multiprocessing.set_start_method("fork", force=True)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from sidestream.studies.batch.work import prepare, run

    try:
        prepare()
        line.send(READY)
        while True:
            task = line.recv()
            if isinstance(task, Task):
                line.send(run(task, line.poll))
    except (EOFError, OSError):
        return


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
