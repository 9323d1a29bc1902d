"""Ctrl-C: the best so far, or nothing; never half a file."""

from __future__ import annotations

import signal
import time

import pytest

from cli.reading import files, number, posix, read_until, run_sheet


@posix
def test_ctrl_c_gives_the_best_so_far(begin, run, hard, tmp_path):
    process = begin("design", hard, "--gap", "0")
    read_until(process, "searching")
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    sheet = run_sheet(tmp_path / "hard-design.xlsx")
    (last,) = [line for line in err.splitlines() if line.startswith("best")]

    assert process.returncode == 5
    assert "stopping: the best design so far follows" in err
    assert "wrote hard-design.xlsx" in out
    assert sheet["status"] == "stopped early"
    assert number(last, "gap") == pytest.approx(float(sheet["gap [EUR/a]"]), abs=0.51)
    assert run("verify", hard, "hard-design.xlsx").code == 0


@posix
def test_a_second_ctrl_c_leaves_at_once(begin, hard, tmp_path):
    process = begin("design", hard, "--gap", "0")
    read_until(process, "searching")
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    read_until(process, "stopping")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)

    assert process.returncode == 130
    assert err.strip() == "interrupted"
    assert files(tmp_path) == []


CTRL_C_IN = """
import os, signal, sys
from sidestream import cli
from sidestream.studies import finding, opening, prepared
from sidestream.workbook import writing
where = {where}
before = getattr(where, "{name}")
def hit(*words, **more):
    os.kill(os.getpid(), signal.SIGINT)
    return before(*words, **more)
setattr(where, "{name}", hit)
cli.main()
"""


@posix
@pytest.mark.parametrize(
    ("where", "name", "said"),
    [
        ("opening", "open_park", "interrupted"),
        ("prepared", "todays_park", "stopped before today's park was worked out"),
        ("finding", "_search", "stopped before a design was found"),
    ],
)
def test_ctrl_c_before_anything(begin, park, tmp_path, where, name, said):
    process = begin("design", "park.xlsx", script=CTRL_C_IN.format(where=where, name=name))
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert said in err
    assert "Traceback" not in err
    assert out == ""
    assert files(tmp_path) == ["park.xlsx"]


@posix
def test_ctrl_c_while_it_is_written_leaves_nothing_half(begin, park, tmp_path):
    process = begin("design", "park.xlsx", script=CTRL_C_IN.format(where="writing", name="_write_book"))
    process.communicate(timeout=60)

    assert process.returncode == 130
    assert files(tmp_path) == ["park.xlsx"]


KILLED_WRITING = """
import os, signal, sys
from sidestream import cli
from sidestream.workbook import saving
before = saving.os.replace
def hit(*words, **more):
    os.kill(os.getpid(), signal.{how})
    return before(*words, **more)
saving.os.replace = hit
cli.main()
"""


@posix
@pytest.mark.parametrize(("how", "code", "left"), [("SIGTERM", 130, 0), ("SIGKILL", -signal.SIGKILL, 1)])
def test_ended_in_the_middle_of_writing(begin, run, park, tmp_path, how, code, left):
    before = files(tmp_path)
    process = begin("design", "park.xlsx", script=KILLED_WRITING.format(how=how))
    _, err = process.communicate(timeout=60)
    halves = [path.name for path in tmp_path.glob(".park-design.*")]

    assert process.returncode == code
    assert "Traceback" not in err
    assert files(tmp_path) == sorted([*before, *halves])
    assert len(halves) == left  # nobody hears SIGKILL
    assert run("design", "park.xlsx").code == 0
    assert files(tmp_path) == sorted([*before, "park-design.xlsx"])  # and the next one tidies up
