"""Which parks are meant."""

from __future__ import annotations

import pytest

from sidestream.errors import UsageError
from sidestream.studies.batch.parks import parks_of


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (
        "a.xlsx",
        "b.xlsx",
        "sub/a.xlsx",
        "sub/notes.txt",
        "~$a.xlsx",
        "out/designs/a 1.xlsx",
        "out/results.xlsx",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "Participants.csv").write_bytes(b"")
    return tmp_path


def found(*words, out="out"):
    from pathlib import Path

    return [name.replace("\\", "/") for name in parks_of(words, Path(out))[0]]


def test_files_folders_and_patterns(here):
    assert found("b.xlsx", "folder") == ["b.xlsx", "folder"]
    assert found("*.xlsx") == ["a.xlsx", "b.xlsx"]
    assert found("**/*.xlsx") == ["a.xlsx", "b.xlsx", "sub/a.xlsx"]
    assert found("*") == ["a.xlsx", "b.xlsx", "folder"]


def test_each_once(here):
    (here / "link.xlsx").symlink_to(here / "a.xlsx")

    assert found("a.xlsx", "./a.xlsx", "*.xlsx", str(here / "a.xlsx")) == ["a.xlsx", "b.xlsx"]


def test_what_the_batch_wrote_and_what_excel_locks_is_left_out_and_said(here):
    from pathlib import Path

    names, left_out = parks_of(["a.xlsx", "~$a.xlsx", "out/designs/a 1.xlsx", "out/results.xlsx"], Path("out"))

    assert names == ["a.xlsx"]
    assert [line.partition(": ")[0] for line in left_out] == ["~$a.xlsx", "out/designs/a 1.xlsx", "out/results.xlsx"]


def test_a_name_with_brackets_that_is_there_is_no_pattern(here):
    (here / "[x].xlsx").write_bytes(b"")

    assert found("[x].xlsx") == ["[x].xlsx"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["c.xlsx", "d.xlsx"], "there is no file or folder 'c.xlsx'.*\nthere is no file or folder 'd.xlsx'"),
        (["z*.xlsx"], "no workbook or folder of CSV files fits 'z"),
        (["sub"], r"'sub' holds workbooks, no CSV files: for a design of each say 'sub.\*.xlsx'"),
        (["out/results.xlsx"], "no park is left to design\n  out/results.xlsx: a result of the batch itself"),
    ],
)
def test_what_is_meant_otherwise_is_said_before_anything_begins(here, words, said):
    with pytest.raises(UsageError, match=said):
        found(*words)


def test_results_do_not_go_into_a_park(here):
    with pytest.raises(UsageError, match="the results would go into it"):
        found("folder", out="folder")
