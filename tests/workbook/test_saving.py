"""Nothing is lost on the way to the disk, and no input is written over."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sidestream.errors import OutputError, UsageError
from sidestream.workbook import saving
from sidestream.workbook.results import read_design
from sidestream.workbook.saving import ensure_writable, save
from sidestream.workbook.writing import write_design
from workbook.books import book_of, small_design


def text(content: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(content) and None


def test_a_good_place_is_no_complaint(tmp_path: Path) -> None:
    given = book_of(tmp_path / "park.xlsx")
    (tmp_path / "old.xlsx").write_bytes(b"old")
    for name in ("design.xlsx", "DESIGN.XLSX", "design.json", "design", "old.xlsx"):
        ensure_writable(tmp_path / name, [given])
    assert (tmp_path / "old.xlsx").read_bytes() == b"old"


def test_an_input_is_never_written_over_by_whatever_name(tmp_path: Path) -> None:
    given = book_of(tmp_path / "park.xlsx")
    (tmp_path / "link.xlsx").symlink_to(given)
    (tmp_path / "hard.xlsx").hardlink_to(given)
    (tmp_path / "folder").mkdir()
    for name in ("park.xlsx", "link.xlsx", "hard.xlsx", "PARK.xlsx", "folder/../park.xlsx"):
        with pytest.raises(UsageError, match="an input is never written over, choose another name"):
            ensure_writable(tmp_path / name, [given])
    with pytest.raises(UsageError):
        ensure_writable(tmp_path / "folder", [given, tmp_path / "folder"])


def test_what_cannot_be_written_is_said_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError) as usage:
        ensure_writable(tmp_path / "design.xls")
    assert str(usage.value) == (
        f"'{tmp_path / 'design.xls'}' ends in '.xls', a result in: .xlsx, .json, no ending (a folder of CSV files)"
    )
    for name, why in {
        "no/design.xlsx": f"there is no folder '{tmp_path / 'no'}'; make it, or choose another one",
        "folder.xlsx": "it is a folder; choose another name",
        "file": "it is a file, and without an ending a folder is meant",
    }.items():
        with pytest.raises(OutputError) as raised:
            ensure_writable(tmp_path / name)
        assert str(raised.value) == f"'{tmp_path / name}' cannot be written: {why}"


def test_a_locked_target_is_found_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book_of(tmp_path / "design.xlsx")

    def locked(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(OutputError, match="it is open in another program, or may not be written; close it"):
        ensure_writable(path)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    save(tmp_path / "link.txt", text("new"))

    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_half_a_result_is_never_seen(tmp_path: Path) -> None:
    (tmp_path / "design.txt").write_text("old")

    def breaks(path: Path) -> None:
        path.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save(tmp_path / "design.txt", breaks)
    assert [file.name for file in tmp_path.iterdir()] == ["design.txt"]
    assert (tmp_path / "design.txt").read_text() == "old"


def test_a_target_that_is_open_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "design.xlsx"
    path.write_bytes(b"open in Excel")
    (tmp_path / "design (2).xlsx").write_bytes(b"of last week")
    replace = os.replace

    def locked(source: Path, target: Path) -> None:
        if Path(target).name == "design.xlsx":
            raise PermissionError(errno.EACCES, "Permission denied")
        replace(source, target)

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(OutputError) as raised:
        write_design(small_design(), path)

    kept = tmp_path / "design (3).xlsx"
    assert raised.value.exit_code == 10
    assert str(raised.value) == (
        f"'{path}' could not be written: it is open in another program, or may not be written; close it, or choose"
        f" another name. Nothing is lost: the result is in '{kept}'"
    )
    assert len(read_design(kept)[0]["Summary"]) == 3
    assert path.read_bytes() == b"open in Excel"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["design (2).xlsx", "design (3).xlsx", "design.xlsx"]


def test_a_folder_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    with pytest.raises(OutputError) as raised:
        write_design(small_design(), tmp_path / "gone" / "design.xlsx")

    assert "its folder does not exist; make it, or choose another one" in str(raised.value)
    assert str(here / "design (2).xlsx") in str(raised.value)
    assert len(read_design(here / "design (2).xlsx")[0]["Summary"]) == 3


def test_a_full_disk(tmp_path: Path) -> None:
    def full(path: Path) -> None:
        if path.parent == tmp_path:
            path.write_text("half")
            raise OSError(errno.ENOSPC, "No space left on device")
        path.write_text("whole")

    with pytest.raises(OutputError, match=r"no space left on device\. Nothing is lost") as raised:
        save(tmp_path / "design.txt", full)
    kept = Path(str(raised.value).split("'")[-2])
    assert kept.read_text() == "whole"
    kept.unlink()
    assert list(tmp_path.iterdir()) == []


def test_nowhere_to_write(tmp_path: Path) -> None:
    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputError, match="No other folder could be written to either"):
        save(tmp_path / "design.txt", full)


def test_a_folder_keeps_what_else_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "design").mkdir()
    (tmp_path / "design" / "mine.txt").write_text("mine")
    write_design(small_design(), tmp_path / "design")

    assert (tmp_path / "design" / "mine.txt").read_text() == "mine"
    assert (tmp_path / "design" / "Summary.csv").exists()
    assert [file.name for file in tmp_path.iterdir()] == ["design"]


def test_the_refuges_are_free_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first, second, _ = saving._refuges(Path("design.xlsx"))
    assert first == second == tmp_path / "design (2).xlsx"


@pytest.mark.skipif(os.name != "posix", reason="who lives is asked on POSIX only")
def test_halves_of_dead_processes_are_taken_away_and_no_others(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    others = [f".x.{os.getppid()}.tmp.xlsx", f".y.{dead.pid}.tmp.xlsx", ".x.notes.tmp.xlsx"]
    for name in (f".x.{dead.pid}.tmp.xlsx", *others):
        (tmp_path / name).touch()
    save(tmp_path / "x.xlsx", lambda path: path.write_text("whole") and None)

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*others, "x.xlsx"])
