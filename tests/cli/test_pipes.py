"""Pipes and terminals: that nobody reads is no error, and progress is one line."""

from __future__ import annotations

import os
import subprocess
import sys

from cli.reading import posix


@posix
def test_that_nobody_reads_the_progress_is_no_reason_to_stop(begin, park, tmp_path):
    process = begin("design", "park.xlsx")
    assert process.stderr
    process.stderr.close()
    out = process.stdout.read()

    assert process.wait(timeout=60) == 0
    assert "wrote park-design.xlsx" in out


@posix
def test_that_nobody_reads_the_answer_to_its_end_is_no_error(begin, park):
    process = begin("design", "park.xlsx", "--json", "--quiet")
    process.stdout.close()

    assert process.wait(timeout=60) == 0
    assert process.stderr.read() == ""


@posix
def test_on_a_terminal_progress_is_one_line_that_is_wiped(park, tmp_path):
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "sidestream", "design", "park.xlsx"],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        cwd=tmp_path,
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        said += piece
    os.close(ours)

    assert process.wait(timeout=60) == 0
    assert b"\rsearching" in said
    assert said.count(b"\n") == 1
    assert said.decode().rstrip().split("\r")[-1].startswith("best 2,300")
