"""A batch that is killed and started again loses nothing, and repeats nothing that was finished."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from cli.reading import posix
from cli.test_batch import begun, lines, table
from parks import two_sites
from typed import typed

PARKS = 4
pytestmark = posix
DIFFERS = ("seconds", "finished", "attempts", "files")
"""What is not the same of the same design made twice: also its file, as that says when."""


@pytest.fixture
def parks(tmp_path):
    (tmp_path / "parks").mkdir()
    for number in range(PARKS):
        typed(tmp_path / "parks" / f"p{number}.xlsx", two_sites(pipe_cost=number + 1))
    return tmp_path / "parks"


def words(out: str, workers: int) -> list[object]:
    return ["batch", "parks/*.xlsx", "--out", out, "--workers", workers, "--write", "csv"]


def keys(folder) -> list[str]:
    """Of the jobs whose line is whole."""
    path = folder / "results.jsonl"
    return [json.loads(line)["key"] for line in path.read_bytes().split(b"\n")[:-1]] if path.exists() else []


def log(folder) -> list[str]:
    return (folder / "batch.log").read_text().splitlines()


def wait_for(count, folder, process):
    while len(keys(folder)) < count:
        assert process.poll() is None
        time.sleep(0.01)


def children(process: int) -> list[int]:
    said = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True)
    return [int(word) for word in said.stdout.split()]


def gone(process: int) -> bool:
    """Whether a process ends, or has ended."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if not Path(f"/proc/{process}").exists() or " Z " in Path(f"/proc/{process}/stat").read_text():
            return True
        time.sleep(0.05)
    return False


def known(folder):
    return {line["key"]: {name: line[name] for name in line if name not in DIFFERS} for line in lines(folder)}


def rows(folder):
    return [row | {"seconds": ""} for row in table(folder)]


def test_killed_three_times_it_ends_as_if_nobody_had(begin, run, parks, tmp_path):
    out, whole = tmp_path / "out", tmp_path / "whole"
    orphans: list[int] = []
    seen: list[tuple[set[str], int]] = []
    for count, workers in ((1, 2), (2, 1), (3, 1)):
        process = begin(*words("out", workers))
        wait_for(count, out, process)
        orphans += children(process.pid)
        process.kill()
        process.communicate()
        seen.append((set(keys(out)), len(log(out))))
    with (out / "results.jsonl").open("ab") as file:
        file.write(b'{"key": "torn')
    last = run(*words("out", 1), "--quiet")
    never_killed = run(*words("whole", 1), "--quiet")

    assert last.code == never_killed.code == 0
    assert len(lines(out)) == PARKS  # one line a job: none came twice
    for finished, place in seen:
        assert not [line for line in log(out)[place:] if any(key[:10] in line for key in finished)]
    assert known(out) == known(whole)
    assert rows(out) == rows(whole)
    assert sorted(os.listdir(out / "designs")) == sorted(os.listdir(whole / "designs"))
    assert all(gone(one) for one in orphans)


def test_a_worker_that_is_killed_costs_its_job_a_second_try(begin, parks, tmp_path):
    out = tmp_path / "out"
    process = begin(*words("out", 1))
    wait_for(1, out, process)
    (worker,) = [one for one in children(process.pid) if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
    os.kill(worker, signal.SIGKILL)
    said, err = process.communicate(timeout=60)

    assert process.returncode == 0, err
    assert f"{PARKS} jobs: proven {PARKS}" in said
    assert sorted(Counter(begun(out)).values()) in (
        [1] * (PARKS - 1) + [2],
        [1] * PARKS,
    )  # it may have had none just then
    assert "Traceback" not in err
    assert "resource_tracker" not in err


def test_asked_to_end_by_a_scheduler_it_stops_as_with_ctrl_c(begin, parks, tmp_path):
    process = begin(*words("out", 1))
    wait_for(1, tmp_path / "out", process)
    process.terminate()
    _, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "start the same command again to go on" in err
    assert {row["status"] for row in table(tmp_path / "out")} <= {"proven", "to do", "interrupted"}
