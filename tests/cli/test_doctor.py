"""`doctor`: a good installation is said to be so, and what is broken is named with what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sidestream.solver import highs, workers
from sidestream.studies import doctor


@pytest.fixture
def quick(monkeypatch):
    """Only checks that take no time."""
    monkeypatch.setattr(doctor, "_whole_design", lambda: iter(()))
    monkeypatch.setattr(doctor, "_process", lambda: iter(()))


def lines_of(text: str, state: str) -> list[str]:
    return [line for line in text.splitlines() if line.split()[0] == state]


def test_what_works_is_said_to_work(run):
    done = run("doctor")

    assert done.code == 0, done.out
    assert "all that designs need is fine" in done.out
    for what in ("fixed charges", "without solution", "without end", "process of its own", "whole design"):
        assert any(what in line for line in lines_of(done.out, "ok")), what
    assert list(Path.cwd().iterdir()) == []


def test_for_machines(run, quick):
    done = run("doctor", "--json")
    said = json.loads(done.out)

    assert done.code == 0
    assert said["healthy"] is True
    assert {"click", "highspy", "numpy", "pyomo"} <= {check["what"] for check in said["checks"]}


def test_a_solver_that_is_wrong(run, quick, monkeypatch):
    right = highs.solve

    def wrong(problem, *more, **others):
        answer = right(problem, *more, **others)
        answer.objective += 1
        return answer

    monkeypatch.setattr(highs, "solve", wrong)
    done = run("doctor")

    assert done.code == 7
    assert any("fixed charges" in line and "36 is the optimum" in line for line in lines_of(done.out, "wrong"))
    assert "to do: this HiGHS cannot be trusted" in done.out


def test_a_solver_that_finds_a_solution_where_there_is_none(run, quick, monkeypatch):
    monkeypatch.setattr(highs, "solve", lambda problem: highs.Answer("optimal", objective=36.0))
    done = run("doctor")

    assert done.code == 7
    assert any("without solution" in line and "it is infeasible" in line for line in lines_of(done.out, "wrong"))


@pytest.mark.parametrize(("there", "said"), [("6.9.4", "6.9.4, and"), ("6.11", "6.11, and")])
def test_a_dependency_that_does_not_fit(run, quick, monkeypatch, there, said):
    known = doctor.version
    monkeypatch.setattr(doctor, "version", lambda name: there if name == "pyomo" else known(name))
    done = run("doctor")

    assert done.code == 7
    assert any("pyomo" in line and said in line for line in lines_of(done.out, "wrong"))
    assert "to do: pip install 'pyomo" in done.out


def test_a_dependency_that_is_missing_is_told_by_whether_designs_need_it(run, quick, monkeypatch):
    known = doctor.version

    def version(name):
        if name in gone:
            raise doctor.PackageNotFoundError
        return known(name)

    monkeypatch.setattr(doctor, "version", version)
    gone = {"distributed"}
    done = run("doctor")
    assert done.code == 0
    assert any("distributed" in line for line in lines_of(done.out, "(missing)"))

    gone = {"scipy"}
    assert run("doctor").code == 7


@pytest.mark.parametrize("why", ["dead", "refused"])
def test_no_process_can_be_started(run, monkeypatch, why):
    def hire(place):
        raise PermissionError("not permitted")

    monkeypatch.setattr(doctor, "_whole_design", lambda: iter(()))
    if why == "refused":
        monkeypatch.setattr(workers, "_hire", hire)
    else:
        monkeypatch.setattr(workers, "_told", lambda line, word: False)
    done = run("doctor")

    assert done.code == 7
    assert any("process of its own" in line for line in lines_of(done.out, "wrong"))


def test_folders_that_cannot_be_written_to(run, quick, monkeypatch):
    def refuse(**more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "NamedTemporaryFile", refuse)
    done = run("doctor")

    assert done.code == 7
    assert "set TMPDIR" in done.out


def test_what_breaks_on_the_way_is_a_line_too(run, quick, monkeypatch):
    def broken(problem):
        raise ImportError("libhighs.so: cannot open shared object file")

    monkeypatch.setattr(highs, "solve", broken)
    done = run("doctor")

    assert done.code == 7
    assert "ImportError: libhighs.so" in done.out


def test_a_design_that_costs_something_else(run, monkeypatch):
    monkeypatch.setattr(doctor, "_process", lambda: iter(()))
    monkeypatch.setattr(doctor, "TWO_SITES", 300_000.0)
    done = run("doctor")

    assert done.code == 7
    assert "it costs 314,169.81 EUR/a, and 300,000.00 is the optimum" in done.out


@pytest.mark.parametrize(
    ("found", "wanted", "fine"),
    [
        ("2.0", ">=2.0", True),
        ("2.0.0rc1", ">=2", True),
        ("1.26.4", ">=2.0", False),
        ("6.10.1", ">=6.10.1,<6.11", True),
        ("6.9", ">=6.10.1,<6.11", False),
        ("6.11.0", ">=6.10.1,<6.11", False),
        ("1.16.0", ">=1.15.1,!=1.16.0", False),
        ("1.16.1", ">=1.15.1,!=1.16.0", True),
        ("3.2", "", True),
    ],
)
def test_versions(found, wanted, fine):
    assert doctor.fits(found, wanted) is fine
