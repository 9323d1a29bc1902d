"""Processes of their own answer, tell news, stop when told to, and take nothing with them when they die."""

import math
import signal
import threading
import time

import pytest

import workers_that
from hard import hard_park
from park_from import make_park
from problems import problem
from sidestream.algebra.matrices import hand_over
from sidestream.formulation.programme import write
from sidestream.solver import workers
from sidestream.solver.workers import Crew, Job

INFINITY = math.inf


def never():
    return False


def no_news(place, incumbent, bound):
    pass


def run_jobs(jobs, news, stop):
    """Give each job to a worker of its own, and wait for all of them; answers in the order of the jobs."""
    answers = [None] * len(jobs)
    with Crew(len(jobs)) as crew:
        for place, one in enumerate(jobs):
            crew.give(place, one)
        halted = False
        while crew.places:
            for place, said in crew.hear():
                if isinstance(said, tuple):
                    news(place, *said)
                else:
                    answers[place] = said
            if not halted and stop():
                halted = True
                crew.halt()
    return answers


def cover(cost):
    """Two of three at `cost` each."""
    rows = [(1, {0: 1, 1: 1}, INFINITY), (1, {1: 1, 2: 1}, INFINITY), (1, {0: 1, 2: 1}, INFINITY)]
    return problem([cost] * 3, rows, whole=range(3), upper=1)


def job(one, seconds=30.0, **more):
    return Job(one, more.pop("start", None), more.pop("gap", 0.0), more.pop("idle", None), seconds, **more)


@pytest.fixture(scope="module")
def hard():
    return hand_over(write(make_park(**hard_park())).model)


def test_answers_come_in_the_order_of_the_jobs():
    answers = run_jobs([job(cover(1.5)), job(cover(2.5))], no_news, never)

    assert [answer.status for answer in answers] == ["optimal", "optimal"]
    assert [answer.objective for answer in answers] == pytest.approx([3, 5])
    assert answers[0].log


def test_one_worker_does_one_job_after_another():
    answers = []
    with Crew(1) as crew:
        for place, cost in enumerate((1.5, 2.5)):
            assert crew.free == 1
            crew.give(place, job(cover(cost)))
            while crew.places:
                answers += [(number, said.objective) for number, said in crew.hear() if not isinstance(said, tuple)]

    assert answers == [(0, pytest.approx(3)), (1, pytest.approx(5))]


def test_news_comes_while_a_worker_works_and_a_wish_stops_it(hard):
    told = []
    answers = run_jobs([job(hard, 60)], lambda *known: told.append(known), lambda: len(told) > 2)

    assert answers[0].status == "stopped"
    assert answers[0].values is not None
    assert {place for place, *_ in told} == {0}


def test_a_worker_stops_when_its_time_is_up(hard):
    began = time.monotonic()
    (answer,) = run_jobs([job(hard, 3.0)], no_news, never)

    assert answer.status == "stopped"
    assert answer.values is not None
    assert time.monotonic() - began < 9


def test_a_worker_stops_when_it_is_proven_enough(hard):
    (answer,) = run_jobs([job(hard, 60, gap=0.9, idle=43_257.0)], no_news, never)

    assert answer.status == "stopped"
    assert answer.objective - answer.bound <= 0.9 * (43_257 - answer.bound)


@pytest.mark.parametrize("wrong", [workers_that.die_at_once, workers_that.die_after_news])
def test_a_worker_that_dies_is_lost_and_nobody_waits_for_it(monkeypatch, wrong):
    monkeypatch.setattr(workers, "_work", wrong)
    began = time.monotonic()
    told = []
    (answer,) = run_jobs([job(cover(1))], lambda *known: told.append(known), never)

    assert answer.status == "lost"
    assert answer.values is None
    assert told == ([(0, 1e9, -1e9)] if wrong is workers_that.die_after_news else [])
    assert time.monotonic() - began < 20


def test_a_worker_that_never_stops_is_ended(monkeypatch):
    monkeypatch.setattr(workers, "_work", workers_that.never_stop)
    monkeypatch.setattr(workers, "PATIENCE", 0.5)
    began = time.monotonic()
    (answer,) = run_jobs([job(cover(1), 0.5)], no_news, never)

    assert answer.status == "lost"
    assert time.monotonic() - began < 20


def test_whoever_leaves_leaves_no_worker_behind(monkeypatch):
    import multiprocessing

    monkeypatch.setattr(workers, "_work", workers_that.never_stop)

    def leave():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_jobs([job(cover(1))], no_news, leave)
    assert not multiprocessing.active_children()


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no masks of signals here")
def test_a_worker_never_hears_ctrl_c_and_we_still_do(monkeypatch):
    monkeypatch.setattr(workers, "_work", workers_that.ignore_nothing)
    (answer,) = run_jobs([job(cover(1))], no_news, never)

    assert answer.objective == 1.0
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())
    assert threading.current_thread() is threading.main_thread()


def test_a_script_is_not_run_again_by_its_workers(tmp_path):
    """A script without `if __name__ == "__main__"` may use processes."""
    import os
    import subprocess
    import sys

    script = tmp_path / "script.py"
    script.write_text(
        "from problems import problem\n"
        "from sidestream.solver.workers import Crew, Job\n"
        "print('began')\n"
        "one = problem([2.0], [(1.5, {0: 1}, 9)], whole=[0])\n"
        "with Crew(1) as crew:\n"
        "    crew.give(0, Job(one, None, 0.0, None, 30.0))\n"
        "    while crew.places:\n"
        "        for _, said in crew.hear():\n"
        "            if not isinstance(said, tuple):\n"
        "                print(said.objective)\n"
    )
    here = os.path.dirname(workers_that.__file__)
    ran = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([here, os.environ.get("PYTHONPATH", "")])},
    )

    assert ran.stdout.split() == ["began", "4.0"]
    assert ran.stderr == ""
