"""Workers answer, are kept, are replaced where they die, and are ended where they take too much."""

from __future__ import annotations

import time

import pytest

import batch_workers_that
from cli.reading import posix
from sidestream.errors import SolverError
from sidestream.studies.batch import processes
from sidestream.studies.batch.job import Task
from sidestream.studies.batch.memory import resident
from sidestream.studies.batch.processes import Processes
from studies.batch.jobs import job


@pytest.fixture
def workers(monkeypatch):
    made = []

    def start(that, most=1, **more):
        monkeypatch.setattr(processes, "_serve", that)
        made.append(Processes(most, **more))
        return made[-1]

    yield start
    for one in made:
        one.close()


def task(park="good", **asked):
    return Task(job(park, **asked))


def heard(crew, count=1):
    """The next answers."""
    got = []
    end = time.monotonic() + 20
    while len(got) < count and time.monotonic() < end:
        got += crew.answers(0.1)
    return [answer for _, answer in got]


@posix
def test_a_worker_is_kept_over_its_tasks_and_replaced_where_it_dies(workers):
    crew = workers(batch_workers_that.kill_themselves_over_bad)
    said = []
    for park in ("good", "good", "bad", "good"):
        assert crew.room
        crew.begin(task(park))
        assert not crew.room
        said += heard(crew)

    assert [answer.lost for answer in said] == [False, False, True, False]
    assert said[0].message == said[1].message != said[3].message
    assert said[2].code == 7
    assert said[2].message == "its process ended without an answer (signal SIGKILL: perhaps out of memory)"


def test_a_worker_is_replaced_after_many_tasks(workers, monkeypatch):
    monkeypatch.setattr(processes, "MOST_TASKS", 2)
    crew = workers(batch_workers_that.kill_themselves_over_bad)
    said = []
    for _ in range(3):
        crew.begin(task())
        said += [answer.message for answer in heard(crew)]

    assert said[0] == said[1] != said[2]


@posix
def test_a_job_that_takes_too_much_memory_is_ended_alone(workers):
    crew = workers(batch_workers_that.take_memory, memory_limit=batch_workers_that.HUGE)
    crew.begin(task("bad"))
    (answer,) = heard(crew)
    crew.begin(task())
    (next_answer,) = heard(crew)

    assert (answer.code, answer.lost) == (7, False)
    assert answer.message == "it took more than 200 MB of memory, and was ended: see --memory-limit"
    assert next_answer.code == 0


def test_a_job_deaf_to_its_time_limit_is_ended(workers, monkeypatch):
    monkeypatch.setattr(processes, "PATIENCE", 0.5)
    crew = workers(batch_workers_that.never_end)
    crew.begin(task(time_limit=0.1))
    (answer,) = heard(crew)

    assert (answer.code, answer.lost) == (6, False)
    assert answer.message == "it went on long after its time limit, and was ended"


@posix
def test_a_wish_to_stop_is_told_and_ctrl_c_is_not_for_workers(workers):
    crew = workers(batch_workers_that.wait_for_a_wish)
    crew.begin(task())
    assert heard(crew, 0) == []
    list(crew.answers(1.0))
    crew.stop()
    (answer,) = heard(crew)

    assert answer.message == "stop True"


def test_where_no_worker_gets_going_that_is_said(workers):
    crew = workers(batch_workers_that.die_at_once)

    def three_tasks():
        for _ in range(3):
            crew.begin(task())
            heard(crew)

    with pytest.raises(SolverError, match=r"no worker process gets going: 3 ended while starting \(exit code 1\)"):
        three_tasks()


def test_the_memory_of_this_process_is_known():
    import os

    assert resident(os.getpid()) > 10_000_000
    assert resident(2**22 + 1) is None
