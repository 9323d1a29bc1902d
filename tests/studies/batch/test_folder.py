"""What is finished, and what is run again."""

from __future__ import annotations

import os
import shutil

import pytest

from sidestream.errors import OutputError, UsageError
from sidestream.studies.batch.folder import Folder
from sidestream.studies.batch.job import Answer
from studies.batch.jobs import job, proven


@pytest.fixture
def folder(tmp_path):
    folder = Folder(tmp_path / "out")
    yield folder
    folder.close()


def designs(folder):
    return folder.path / "designs"


def test_a_job_is_finished_once_its_line_stands(folder):
    assert not folder.finished(job())
    record = folder.put(job(), proven())

    assert folder.finished(job())
    assert record["files"]["xlsx"]["path"] == f"designs/{job().file_name}.xlsx"
    assert (folder.path / record["files"]["csv"]["path"] / "Summary.csv").read_bytes() == b"a design"
    assert not folder.finished(job(content="other"))


def test_it_is_finished_for_the_next_batch_too(folder):
    folder.put(job(), proven())
    folder.close()

    assert Folder(folder.path).finished(job())


@pytest.mark.parametrize("code", [0, 2, 3, 4, 5, 6, 9])
def test_what_would_come_out_the_same_is_finished(folder, code):
    folder.put(job(), proven(code=code))

    assert folder.finished(job())


@pytest.mark.parametrize("code", [7, 10])
def test_a_crash_is_tried_again(folder, code):
    folder.put(job(), Answer(code))

    assert not folder.finished(job())


@pytest.mark.parametrize(("code", "finished"), [(0, True), (4, True), (5, False), (6, False)])
def test_another_time_limit_repeats_what_was_stopped_by_time(folder, code, finished):
    folder.put(job(time_limit=1.0), proven(code=code))

    assert folder.finished(job(time_limit=1.0))
    assert folder.finished(job(time_limit=2.0)) is finished


def test_what_somebody_interrupted_is_run_again(folder):
    folder.put(job(), proven(code=5), interrupted=True)

    assert not folder.finished(job())


@pytest.mark.parametrize("gone", [".xlsx", ""])
def test_a_file_that_is_missing_is_made_again(folder, gone):
    folder.put(job(), proven())
    path = designs(folder) / f"{job().file_name}{gone}"
    shutil.rmtree(path) if path.is_dir() else path.unlink()

    assert not folder.finished(job())


def test_a_format_that_was_not_written_is(folder):
    folder.put(job(), proven())

    assert not folder.finished(job(formats=("xlsx", "json")))


def test_a_file_that_somebody_changed_is_set_aside(folder):
    folder.put(job(), proven())
    path = designs(folder) / f"{job().file_name}.xlsx"
    path.write_bytes(b"with my notes")
    more = designs(folder) / job().file_name / "Summary.csv"
    more.write_bytes(b"with my notes")

    assert not folder.finished(job())
    folder.put(job(), proven())
    assert folder.finished(job())
    assert path.read_bytes() == b"a design"
    assert path.with_name(f"{job().file_name} changed 1.xlsx").read_bytes() == b"with my notes"
    assert (designs(folder) / f"{job().file_name} changed 1" / "Summary.csv").read_bytes() == b"with my notes"


def test_another_answer_replaces_the_one_before_whole(folder):
    folder.put(job(), proven())
    folder.put(job(), proven(files={"xlsx": b"new", "csv": {"Other.csv": b"new"}}))

    assert folder.finished(job())
    assert sorted(os.listdir(designs(folder))) == sorted([job().file_name, f"{job().file_name}.xlsx"])
    assert os.listdir(designs(folder) / job().file_name) == ["Other.csv"]


def test_what_a_killed_batch_left_half_written_is_cleared_away(folder):
    folder.close()
    (designs(folder) / ".park 123.xlsx.tmp").write_bytes(b"half")
    (designs(folder) / ".park 123.tmp").mkdir()
    (designs(folder) / "mine.txt").write_bytes(b"")
    Folder(folder.path).close()

    assert os.listdir(designs(folder)) == ["mine.txt"]


def test_a_design_that_was_written_before_its_line_is_no_obstacle(folder, monkeypatch):
    def killed(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(folder._lines, "add", killed)
    with pytest.raises(KeyboardInterrupt):
        folder.put(job(), proven(b"first"))
    monkeypatch.undo()
    folder.put(job(), proven(b"second"))

    assert folder.finished(job())
    assert len(os.listdir(designs(folder))) == 2


def test_one_batch_at_a_time(folder):
    with pytest.raises(OutputError, match=rf"another batch is at work in .*process {os.getpid()} on .*, since "):
        Folder(folder.path)
    folder.close()

    Folder(folder.path).close()


def test_tables_of_somebody_else_are_not_written_over(tmp_path):
    (tmp_path / "results.xlsx").write_bytes(b"mine")

    with pytest.raises(UsageError, match="is no table of a batch"):
        Folder(tmp_path)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(OutputError, match="cannot be used for results"):
        Folder(tmp_path / "file" / "out")


def test_a_full_disk_stops_with_a_sentence(folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder._lines, "add", full)
    with pytest.raises(OutputError, match=r"could not be written to .*no space left on device.*What was finished"):
        folder.put(job(), proven())
