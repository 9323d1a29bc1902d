"""Where files cannot become as large as they should, nothing is lost or half-written, whatever the command: exit code 10."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

resource = pytest.importorskip("resource", reason="limits of files are POSIX's")
BYTES = 600
OLD = "old"
COMMANDS = {
    "design": (["design", "park.xlsx", "-o"], "out.xlsx"),
    "design as JSON": (["design", "park.xlsx", "-o"], "out.json"),
    "ledger": (["ledger", "park.xlsx", "design.xlsx", "-o"], "out.xlsx"),
    "report": (["report", "park.xlsx", "design.xlsx", "-o"], "out.html"),
    "candidates": (["candidates", "park.xlsx", "-o"], "out.xlsx"),
    "marked copy": (["check", "park.xlsx", "--marked-copy"], "out.xlsx"),
    "explain": (["explain", "park.xlsx", "-o"], "out.xlsx"),
    "letter": (["explain", "park.xlsx", "-o", "why.json", "--page"], "out.html"),
    "pareto": (["pareto", "park.xlsx", "-o"], "out.xlsx"),
    "compare": (["compare", "park.xlsx", "other.xlsx", "-o"], "out.xlsx"),
    "map layers": (["export", "park.xlsx", "design.xlsx", "-o"], "out.gpkg"),
    "hours to fill in": (["operate", "park.xlsx", "design.xlsx", "--template"], "out.csv"),
    "template": (["template"], "out.xlsx"),
}


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """Let no file grow beyond a few bytes, wherever it is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


@pytest.fixture
def here(run, park):
    """A park, another, its design, and old files where the new ones are to go."""
    assert run("design", "park.xlsx", "-o", "design.xlsx").code == 0
    Path("other.xlsx").write_bytes(park.read_bytes())
    return run


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # openpyxl's own half-open file
def test_nothing_is_lost_on_a_full_disk(here, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for command, (words, output) in COMMANDS.items():
        if command == "template":  # which never writes over anything
            Path(output).unlink()
        else:
            Path(output).write_text(OLD)
        before = files()
        with full_disk():
            done = here(*words, output)

        assert done.code == 10, (command, done.err)
        assert "Traceback" not in done.err, command
        assert "could not be written: " in done.err, command
        assert files() == before, command


def test_a_folder_and_no_folder_are_told_before_the_work(here):
    for command, (words, output) in COMMANDS.items():
        Path(output).mkdir(exist_ok=True)
        before = files()
        for path in (output, f"nowhere/{output}"):
            done = here(*words, path)
            assert done.code == 10 or (command == "template" and done.code == 2), (command, done.err)
            assert "Traceback" not in done.err, command
        assert files() == before, command
