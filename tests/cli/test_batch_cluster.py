"""A Dask cluster does the same jobs, with the same results."""

from __future__ import annotations

import builtins
import os
import shutil
import sys
import time

import pytest

from cli.test_batch import WITH_SCENARIOS, lines, table
from hard import hard_park
from parks import two_sites
from sidestream.errors import SolverError
from sidestream.studies.batch.cluster import Cluster
from sidestream.studies.batch.job import Asked, Job, Task
from sidestream.workbook.files import fingerprint
from typed import typed


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=2, processes=True, dashboard_address=":0") as made:
        yield made


@pytest.fixture
def parks(tmp_path):
    typed(tmp_path / "a.xlsx", WITH_SCENARIOS)
    typed(tmp_path / "b.xlsx", two_sites(pipe_cost=1))
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    (tmp_path / "folder").mkdir()
    for sheet, rows in two_sites(pipe_cost=2).items():
        rows = [{"setting": name, "value": value} for name, value in rows.items()] if isinstance(rows, dict) else rows
        header = list(dict.fromkeys(column for row in rows for column in row))
        text = [",".join(header), *(",".join(str(row.get(column, "")) for column in header) for row in rows)]
        (tmp_path / "folder" / f"{sheet}.csv").write_text("\n".join(text))
    return ["a.xlsx", "b.xlsx", "bad.xlsx", "folder"]


def test_the_same_comes_of_it(run, parks, cluster, tmp_path):
    words = ("batch", *parks, "--scenarios", "--quiet", "--out")
    here = run(*words, "here", "--workers", "2")
    there = run(*words, "there", "--cluster", cluster.scheduler_address)

    assert here.code == there.code == 8
    assert [row | {"seconds": ""} for row in table(tmp_path / "there")] == [
        row | {"seconds": ""} for row in table(tmp_path / "here")
    ]
    assert {line["key"] for line in lines(tmp_path / "there")} == {line["key"] for line in lines(tmp_path / "here")}
    assert run(*words, "there", "--workers", "1").code == 8  # what a cluster has finished is finished
    assert len(lines(tmp_path / "there")) == len(lines(tmp_path / "here"))


def test_a_wish_to_stop_reaches_the_cluster(cluster, tmp_path):
    path = typed(tmp_path / "hard.xlsx", hard_park())
    crew = Cluster(cluster.scheduler_address)
    crew.begin(Task(Job("hard.xlsx", str(path), fingerprint(path), Asked(gap=0.0))))
    time.sleep(4)
    crew.stop()
    ((_, answer),) = heard(crew)
    crew.close()

    assert answer.code in (5, 130)


def test_a_park_that_is_gone_is_an_answer(cluster, tmp_path):
    crew = Cluster(cluster.scheduler_address)
    crew.begin(Task(Job("gone.xlsx", str(tmp_path / "gone.xlsx"), "abc", Asked())))
    ((_, answer),) = crew.answers(1.0)
    crew.close()

    assert answer.code == 7
    assert answer.message.startswith("it cannot be read any more")


def die(task, stop_name):
    os._exit(1)


def test_a_job_that_kills_its_workers_fails_alone(cluster, tmp_path, monkeypatch):
    crew = Cluster(cluster.scheduler_address)
    path = typed(tmp_path / "park.xlsx", two_sites(pipe_cost=1))
    task = Task(Job("park.xlsx", str(path), fingerprint(path), Asked(formats=("json",))))
    with monkeypatch.context() as patched:
        patched.setattr("sidestream.studies.batch.cluster.work", cloudpickled(die))
        crew.begin(task)
        ((_, failed),) = heard(crew)
    crew.begin(task)
    ((_, done),) = heard(crew)
    crew.close()

    assert (failed.code, failed.lost) == (7, False)
    assert failed.message == "its worker died, and so did those that tried it again: perhaps out of memory"
    assert done.code == 0


def test_where_the_scheduler_is_gone_that_is_said(tmp_path):
    distributed = pytest.importorskip("distributed")
    path = typed(tmp_path / "park.xlsx", two_sites(pipe_cost=1))
    with distributed.LocalCluster(n_workers=0, dashboard_address=":0") as gone:
        crew = Cluster(gone.scheduler_address)
        crew.begin(Task(Job("park.xlsx", str(path), fingerprint(path), Asked())))
    with pytest.raises(SolverError, match=r"the cluster is gone.* What was finished before is there"):
        heard(crew)
    crew.close()


def heard(crew):
    answers = []
    end = time.monotonic() + 40
    while not answers and time.monotonic() < end:
        answers += crew.answers(0.2)
    return answers


def cloudpickled(function):
    """The function by its content: a worker does not see the tests."""
    cloudpickle = pytest.importorskip("cloudpickle")
    cloudpickle.register_pickle_by_value(sys.modules[function.__module__])
    return function


def test_nobody_at_the_address_is_a_sentence(run, park, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("sidestream.studies.batch.cluster.CONNECTING", 0.3)
    monkeypatch.setenv("SIDESTREAM_JOBS", "2")  # of this machine, and no reason to refuse a cluster
    found = run("batch", "park.xlsx", "--out", "out", "--cluster", "tcp://127.0.0.1:9")

    assert found.code == 2
    assert "no Dask scheduler answers at 'tcp://127.0.0.1:9'" in found.err
    assert "Traceback" not in found.err


def test_without_dask_the_way_to_it_is_told(run, park, monkeypatch):
    bring = builtins.__import__

    def without(name, *more):
        if name == "distributed":
            raise ImportError(name)
        return bring(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    found = run("batch", "park.xlsx", "--out", "out", "--cluster", "tcp://127.0.0.1:9")
    shutil.rmtree("out")

    assert found.code == 2
    assert "pip install 'sidestream[cluster]'" in found.err
