"""`batch`: many parks and their scenarios at once, as a person meets it."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import heed_ctrl_c
from cli.reading import cells, files, posix, read_until, run_sheet
from parks import two_sites
from sidestream.studies.batch import processes
from typed import typed

WITH_SCENARIOS = two_sites(pipe_cost=10) | {
    "Scenarios": [{"scenario": "dry/wet: 50%"}, {"scenario": "no such row"}],
    "Changes": [
        {"when": "dry/wet: 50%", "sheet": "Demands", "key": "mill", "column": "virgin_price", "factor": 2},
        {"when": "no such row", "sheet": "Demands", "key": "nobody", "column": "virgin_price", "factor": 2},
    ],
}


def table(folder: Path) -> list[dict[str, str]]:
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "results.jsonl").read_text(encoding="utf-8").splitlines()]


def begun(folder: Path) -> list[str]:
    """What was begun, in the words of the log."""
    log = (folder / "batch.log").read_text(encoding="utf-8").splitlines()
    return [line.split("  ", 2)[2] for line in log if "  begun " in line]


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A batch of two parks of one name, one with scenarios, and a file that is none."""
    here = tmp_path_factory.mktemp("batch")
    for name in ("a", "b"):
        (here / name).mkdir()
    typed(here / "a" / "park.xlsx", WITH_SCENARIOS)
    typed(here / "b" / "park.xlsx", two_sites(pipe_cost=1))
    (here / "bad.xlsx").write_bytes(b"no workbook")
    said = subprocess.run(
        [
            sys.executable,
            "-m",
            "sidestream",
            "batch",
            "*/park.xlsx",
            "bad.xlsx",
            "--scenarios",
            "--out",
            "out",
            "--workers",
            "2",
        ],
        cwd=here,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return here, said


@pytest.fixture
def again(done, run, monkeypatch):
    """Run the same once more, with more words, where no worker may be started."""
    monkeypatch.chdir(done[0])
    monkeypatch.setattr(processes, "Worker", None)
    return lambda *words: run("batch", "*/park.xlsx", "bad.xlsx", "--scenarios", "--out", "out", *words)


def test_one_bad_park_does_not_stop_the_others(done):
    here, said = done
    rows = table(here / "out")

    assert said.returncode == 8
    assert [(row["park"].replace("\\", "/"), row["scenario"], row["status"], row["exit_code"]) for row in rows] == [
        ("a/park.xlsx", "", "faulty", "3"),
        ("a/park.xlsx", "dry/wet: 50%", "proven", "0"),
        ("a/park.xlsx", "no such row", "refused", "2"),
        ("b/park.xlsx", "", "proven", "0"),
        ("bad.xlsx", "", "faulty", "3"),
    ]
    assert "5 jobs: faulty 2, proven 2, refused 1" in said.stdout
    assert "bad.xlsx: faulty (3): bad.xlsx has 1 problem: the file  this is not an Excel workbook" in said.stdout
    assert "Traceback" not in said.stderr


def test_each_job_has_the_figures_and_files_that_design_would_give_it(done, run, monkeypatch):
    here, _ = done
    monkeypatch.chdir(here)
    alone = run("design", "a/park.xlsx", "--scenario", "dry/wet: 50%", "--json", "--quiet")
    facts = json.loads(alone.out)["facts"]
    (row,) = (row for row in table(here / "out") if row["scenario"] == "dry/wet: 50%")
    book = here / "out" / row["design"]

    assert (float(row["cost"]), float(row["cost_today"])) == (facts["cost"], facts["cost_today"]) == (2300, 3500)
    assert row["cost_saving"] == "1200.0"
    assert run_sheet(book)["scenarios"] or run_sheet(book)["change 1"]
    assert run("verify", "a/park.xlsx", book, "--quiet").code in (0, 2)
    assert (book.with_suffix("") / "Summary.csv").exists()


def test_the_table_is_a_sheet_too(done):
    here, _ = done
    rows = cells(here / "out" / "results.xlsx", "Results")

    assert [row["status"] for row in rows] == [row["status"] for row in table(here / "out")]
    assert [row["exit_code"] for row in rows] == [3, 0, 2, 0, 3]


def test_nothing_is_done_again(again, done):
    before = lines(done[0] / "out")
    found = again()

    assert found.code == 8
    assert "(5 finished before)" in found.out
    assert lines(done[0] / "out") == before


def test_json_says_all_of_it(again):
    found = again("--json")
    said = json.loads(found.out)

    assert (said["schema"], said["exit_code"], said["finished_before"], said["left"]) == ("sidestream.batch/1", 8, 5, 0)
    assert [job["exit_code"] for job in said["jobs"]] == [3, 0, 2, 0, 3]
    assert all(set(job) >= {"key", "park", "scenario", "status", "seconds", "message", "files"} for job in said["jobs"])
    assert said["jobs"][1]["cost_saving"] == 1200


def test_all_good_is_exit_0_and_formats_can_be_chosen(run, park, tmp_path):
    found = run("batch", "park.xlsx", "--out", "out", "--write", "json", "--workers", "1")
    (name,) = files(tmp_path / "out" / "designs")

    assert found.code == 0
    assert "1 of 1  proven  park.xlsx  saves 200 EUR/a" in found.err
    assert json.loads((tmp_path / "out" / "designs" / name).read_text())["schema"] == "sidestream.design/1"


def test_a_memory_limit_fails_a_job_with_a_sentence(run, park, tmp_path):
    found = run("batch", "park.xlsx", "--out", "out", "--memory-limit", "20")

    assert found.code == 8
    assert "failed (7): it took more than 20 MB of memory, and was ended: see --memory-limit" in found.out
    assert files(tmp_path / "out" / "designs") == []


@posix
def test_ctrl_c_keeps_what_is_finished_and_the_best_of_what_runs(begin, run, hard, park, tmp_path):
    words = ("batch", hard, "park.xlsx", "--gap", "0", "--out", "out", "--workers", "2", "--write", "csv")
    process = begin(*words)
    read_until(process, "proven  park.xlsx")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    states = {row["park"]: row["status"] for row in table(tmp_path / "out")}

    assert process.returncode == 130
    assert "stopping: running jobs stop with the best they have" in err
    assert "1 job is left; start the same command again to go on" in err
    assert states["park.xlsx"] == "proven"
    assert states[str(hard)] in ("interrupted", "to do")
    assert "Traceback" not in err

    later = run(*words, "--time-limit", "1.5", "--quiet")
    assert later.code == 8
    assert begun(tmp_path / "out") == [str(hard), "park.xlsx", str(hard)]
    assert [row["status"] for row in table(tmp_path / "out")] == ["stopped", "proven"]


@posix
def test_a_second_batch_in_the_folder_is_refused(begin, run, hard, park, tmp_path):
    process = begin("batch", hard, "park.xlsx", "--gap", "0", "--out", "out", "--workers", "2")
    read_until(process, "proven  park.xlsx")
    found = run("batch", "park.xlsx", "--out", "out")
    process.kill()
    process.wait()

    assert found.code == 10
    assert f"another batch is at work in 'out' (process {process.pid} on " in found.err
    assert run("batch", "park.xlsx", "--gap", "0", "--out", "out").code == 0  # the killed one holds nothing


@posix
def test_on_a_terminal_one_line_says_how_far_it_is(park, tmp_path):
    import os
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "sidestream", "batch", "park.xlsx", "--out", "out"],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        cwd=tmp_path,
        preexec_fn=heed_ctrl_c,
    )
    os.close(theirs)
    shown = b""
    try:
        while block := os.read(ours, 10_000):
            shown += block
    except OSError:
        pass
    os.close(ours)

    assert process.wait(timeout=60) == 0
    assert b"\r0 of 1 done  1 running" in shown
    assert b"\n" not in shown
    assert shown.endswith(b" \r")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Missing argument 'PARKS...'"),
        (("park.xlsx",), "Missing option '--out'"),
        (("parc.xlsx", "--out", "out"), "there is no file or folder 'parc.xlsx' - did you mean 'park.xlsx'?"),
        (("*.csv", "--out", "out"), "no workbook or folder of CSV files fits '*.csv'"),
        (("park.xlsx", "--out", "out", "--set", "nonsense"), "--set 'nonsense': expected sheet: key"),
        (("park.xlsx", "--out", "out", "--workers", "0"), "not in the range"),
        (("park.xlsx", "--out", "out", "--cluster", "x", "--workers", "2"), "--cluster has workers of its own"),
        (("park.xlsx", "--out", "out", "--solver", "nonesuch"), "Pyomo finds no solver called 'nonesuch' here"),
    ],
)
def test_what_cannot_be_taken_is_exit_2_before_anything_begins(run, park, tmp_path, words, said):
    found = run("batch", *words)

    assert found.code == 2
    assert said in found.err
    assert files(tmp_path) == ["park.xlsx"]


def test_heavy_libraries_are_not_for_who_hands_out_the_work(tmp_path, park):
    """A batch that has nothing to do but look what is finished reads no workbook and imports nothing for it."""
    script = """
import sys
from sidestream.studies.batch.folder import Folder
from sidestream.studies.batch.parks import parks_of
from sidestream.studies.batch.processes import Processes
from sidestream.studies.batch.run import Batch
import sidestream.cli
print([name for name in ("pandas", "numpy", "pyomo", "highspy", "openpyxl", "distributed") if name in sys.modules])
"""
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)

    assert said.stdout.strip() == "[]"
