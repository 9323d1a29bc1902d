"""A command to be run here or in a process of its own, and parks to run it on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from hard import hard_park
from parks import two_sites
from parks.apart import THREE, pipes_apart
from sidestream import cli
from sidestream.workbook.template import write_park
from sidestream.workbook.typed import typed_rows
from typed import typed

Run = Callable[..., SimpleNamespace]


@pytest.fixture
def run(monkeypatch, capsys, tmp_path) -> Run:
    """Run a command in an empty folder: `code`, `out`, `err`."""
    monkeypatch.chdir(tmp_path)

    def call(*words: object) -> SimpleNamespace:
        monkeypatch.setattr(sys, "argv", ["sidestream", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        return SimpleNamespace(code=left.value.code or 0, out=said.out, err=said.err)

    return call


@pytest.fixture
def three(tmp_path) -> Path:
    """Three pipes that have nothing to do with each other: 210 EUR/a as designed, one of them built."""
    return write_park(tmp_path / "three.xlsx", typed_rows(pipes_apart(THREE).typed))


@pytest.fixture
def park(tmp_path) -> Path:
    """The two sites of the README, 40 of 50 t exchanged: 2,500 EUR/a today, 2,300 as designed."""
    return typed(tmp_path / "park.xlsx", two_sites(pipe_cost=10))


@pytest.fixture(scope="module")
def hard(tmp_path_factory) -> Path:
    """A park that takes minutes."""
    return typed(tmp_path_factory.mktemp("hard") / "hard.xlsx", hard_park())


def heed_ctrl_c() -> None:
    """Heed Ctrl-C, also where the tests were started in the background of a shell, which has it ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def begin(tmp_path):
    """Start a command in a process of its own; whatever is left of it at the end is ended."""
    begun = []

    def start(*words: object, script: str | None = None) -> subprocess.Popen[str]:
        command = ["-c", script] if script else ["-m", "sidestream"]
        process = subprocess.Popen(
            [sys.executable, *command, *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            preexec_fn=heed_ctrl_c if os.name == "posix" else None,
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        process.kill()
        process.wait()
