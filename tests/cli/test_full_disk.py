"""Where files cannot become as large as they should, or a folder be written to, nothing is lost or half-written: exit code 10."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
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


SAME_USER = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
"""How a process begins that may write no more than the modes of files say, whoever begins it."""
EACH = """
import contextlib, io, json, sys
from sidestream import cli
found = []
for words in json.loads(sys.argv[1]):
    sys.argv = ["sidestream", *words]
    with contextlib.redirect_stderr(io.StringIO()) as told, contextlib.redirect_stdout(io.StringIO()):
        try:
            cli.main()
        except SystemExit as left:
            found.append([left.code, told.getvalue()])
print(json.dumps(found))
"""


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """Let no file grow beyond a few bytes, wherever it is. Python 3.11 would keep half of what it compiles, and trip over it later."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    compiled, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    resource.setrlimit(resource.RLIMIT_FSIZE, (BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        sys.dont_write_bytecode = compiled


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


@pytest.mark.skipif(bool(SAME_USER) and shutil.which("setpriv") is None, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_told_before_the_work(here, tmp_path):
    Path("out.xlsx").write_text(OLD)
    asked = [[*words, output] for words, output in COMMANDS.values()]
    before = files()
    tmp_path.chmod(0o555)
    try:
        done = subprocess.run(
            [*SAME_USER, sys.executable, "-c", EACH, json.dumps(asked)], capture_output=True, text=True, timeout=300
        )
    finally:
        tmp_path.chmod(0o755)
    assert done.returncode == 0, done.stderr

    for (code, told), words in zip(json.loads(done.stdout), asked, strict=True):
        if words[0] == "template":  # which never writes over what is there
            assert code in (2, 10), (words, told)
            continue
        assert code == 10, (words, told)
        assert told.endswith("its folder may not be written to; choose another one\n"), (words, told)
    assert files() == before
