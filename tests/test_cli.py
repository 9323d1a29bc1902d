"""The command line as a person meets it: what is said where, what is written, and the exit code.

Most commands run in this process through `main`, which is quicker; signals and pipes need one of their own.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from hard import hard_park
from park_from import tidy
from parks import SOLVED, demand, two_sites
from sidestream import cli
from sidestream.studies import one_design
from typed import typed

COMMANDS = ("template", "check", "design", "verify")
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
def park(tmp_path) -> Path:
    """The two sites of the README, 40 of 50 t exchanged: 2,500 EUR/a today, 2,300 as designed."""
    return typed(tmp_path / "park.xlsx", two_sites(pipe_cost=10))


@pytest.fixture(scope="module")
def hard(tmp_path_factory) -> Path:
    """A park that takes minutes."""
    return typed(tmp_path_factory.mktemp("hard") / "hard.xlsx", hard_park())


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def cells(path: Path, sheet: str) -> list[dict[str, Any]]:
    header, *rows = openpyxl.load_workbook(path, read_only=True)[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def run_sheet(path: Path) -> dict[str, str]:
    return {row["item"]: row["value"] for row in cells(path, "Run")}


# What one types wrong ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [(), *[(command,) for command in COMMANDS]])
def test_too_little_is_exit_2_and_help(run, words):
    found = run(*words)

    assert found.code == 2
    assert "Usage: sidestream" in found.err
    assert "Traceback" not in found.err
    assert found.out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nonsense",), "No such command 'nonsense'"),
        (("--nonsense",), "No such option"),
        (("check", "park.xlsx", "--nonsense"), "No such option"),
        (("check", "park.xlsx", "another.xlsx"), "unexpected extra argument"),
        (("design", "park.xlsx", "-o"), "Option '-o' requires an argument"),
        (("design", "park.xlsx", "--gap", "much"), "'much' is not a valid float"),
        (("design", "park.xlsx", "--gap", "-1"), "not in the range"),
        (("design", "park.xlsx", "--gap", "101"), "not in the range"),
        (("design", "park.xlsx", "--time-limit", "0"), "not in the range"),
        (("design", "park.xlsx", "--jobs", "0"), "not in the range"),
        (("design", "park.xlsx", "--solver", "nonesuch"), "Pyomo finds no solver called 'nonesuch' here"),
        (("design", "park.xlsx", "-o", "design.docx"), "'design.docx' ends in '.docx', a result in: .xlsx, .json"),
        (("template", "new.csv"), "'new.csv' ends in '.csv', a result in: .xlsx"),
        (("check", "parc.xlsx"), "there is no file or folder 'parc.xlsx' - did you mean 'park.xlsx'?"),
        (("design", "parc.xlsx"), "there is no file or folder 'parc.xlsx'"),
        (("verify", "parc.xlsx", "park.xlsx"), "there is no file or folder 'parc.xlsx'"),
        (("verify", "park.xlsx", "nowhere.xlsx"), "there is no file or folder 'nowhere.xlsx'"),
    ],
)
def test_what_cannot_be_taken_is_exit_2_and_a_sentence(run, park, words, said):
    found = run(*words)

    assert found.code == 2
    assert said in found.err
    assert "Traceback" not in found.err
    assert files(park.parent) == ["park.xlsx"]


def test_as_installed_and_as_a_module():
    for command in ([Path(sys.executable).with_name("sidestream")], [sys.executable, "-m", "sidestream"]):
        if Path(command[0]).exists():
            said = subprocess.run([*command, "--version"], capture_output=True, text=True, timeout=60)
            assert said.stdout.startswith("sidestream, version")


def test_help_comes_at_once():
    """Nothing heavy is imported before a command runs."""
    script = "import sys, sidestream.cli; print(*sorted({'pandas', 'pyomo', 'highspy', 'numpy'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)

    assert said.stdout.strip() == ""


# template ------------------------------------------------------------------------------------------------------------


def test_a_template_is_written_and_read(run, tmp_path):
    written = run("template", "new.xlsx")
    checked = run("check", "new.xlsx")

    assert written.code == 0
    assert "wrote new.xlsx: fill in Participants" in written.out
    assert checked.code == 3
    assert "new.xlsx has 2 problems" in checked.err
    assert re.search("Participants +the sheet has no rows: Who could exchange something", checked.err)
    assert re.search("Commodities +the sheet has no rows: What can flow", checked.err)


def test_a_template_never_replaces_anything(run, park):
    before = park.read_bytes()
    found = run("template", "park.xlsx")

    assert found.code == 10
    assert "park.xlsx is there already" in found.err
    assert park.read_bytes() == before


def test_a_template_as_json(run):
    told = json.loads(run("template", "new.xlsx", "--json").out)

    assert told["written"] == "new.xlsx"
    assert "Supplies" in told["sheets"]


def test_a_template_in_a_folder_that_is_not_there(run):
    found = run("template", "nowhere/new.xlsx")

    assert found.code == 10
    assert "there is no folder" in found.err


# check ---------------------------------------------------------------------------------------------------------------


def test_a_park_without_faults(run, park):
    found = run("check", "park.xlsx")

    assert found.code == 0
    assert found.out.startswith("park.xlsx has no faults. Settings 1, Participants 2")
    assert json.loads(run("check", "park.xlsx", "--json").out) == {"file": "park.xlsx", "faults": [], "warnings": []}


def faulty() -> dict[str, Any]:
    sheets = two_sites(10)
    sheets["Supplies"][0]["commodity"] = "gypsm"
    sheets["Demands"][0]["quantity"] = "12,5 "
    sheets["Pipelines"][0]["length"] = -3
    return sheets


def test_every_fault_at_once_each_with_its_cell(run, tmp_path):
    typed(tmp_path / "faulty.xlsx", faulty())
    found = run("check", "faulty.xlsx")

    assert found.code == 3
    assert "faulty.xlsx has 3 problems:" in found.err
    assert "Supplies!B2" in found.err
    assert "did you mean 'gypsum'?" in found.err
    assert "Demands!C2" in found.err
    assert "Pipelines!" in found.err
    assert found.out == ""
    assert run("design", "faulty.xlsx").code == 3
    assert files(tmp_path) == ["faulty.xlsx"]


def test_faults_as_json(run, tmp_path):
    typed(tmp_path / "faulty.xlsx", faulty())
    found = run("check", "faulty.xlsx", "--json")
    told = json.loads(found.out)

    assert found.code == told["exit_code"] == 3
    assert [fault["place"] for fault in told["faults"]][:2] == ["Supplies!B2", "Demands!C2"]
    assert set(told["faults"][0]) == {"place", "sheet", "cell", "column", "message", "severity"}


def test_a_warning_is_no_fault(run, tmp_path):
    sheets = two_sites(10)
    sheets["Participants"].append({"participant": "bystander", "kind": "industry", "x": 9, "y": 9})
    typed(tmp_path / "odd.xlsx", sheets)
    found = run("check", "odd.xlsx")
    told = json.loads(run("check", "odd.xlsx", "--json").out)

    assert found.code == 0
    assert "odd.xlsx: worth a look" in found.err
    assert "Participants!A4" in found.err
    assert told["faults"] == []
    assert [warning["severity"] for warning in told["warnings"]] == ["warning"]
    assert run("design", "odd.xlsx").code == 0


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04nonsense", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old"])
@pytest.mark.parametrize("command", ["check", "design"])
def test_a_file_that_is_no_workbook(run, tmp_path, content, command):
    (tmp_path / "park.xlsx").write_bytes(content)
    found = run(command, "park.xlsx")

    assert found.code == 3
    assert "park.xlsx has 1 problem:" in found.err
    assert "Traceback" not in found.err


def test_a_folder_of_csv_files(run, tmp_path):
    folder = tmp_path / "park"
    folder.mkdir()
    for sheet, rows in two_sites(10).items():
        rows = [{"setting": name, "value": value} for name, value in rows.items()] if isinstance(rows, dict) else rows
        header = list(dict.fromkeys(column for row in rows for column in row))
        lines = [header, *([str(row.get(column, "")) for column in header] for row in rows)]
        (folder / f"{sheet}.csv").write_text("\n".join(",".join(line).replace("None", "") for line in lines) + "\n")

    assert run("check", "park").code == 0
    assert run("design", "park").code == 0
    assert run("verify", "park", "park-design.xlsx").code == 0
    assert run("design", "park", "-o", "design").code == 0
    assert run("verify", "park", "design").code == 0
    assert "Summary.csv" in files(tmp_path / "design")


def test_the_folder_one_stands_in(run, tmp_path, monkeypatch):
    run("template", "new.xlsx")
    found = run("design", ".")

    assert found.code == 3
    assert "no CSV file here is a sheet" in found.err


# design: what is written, and where ----------------------------------------------------------------------------------


def test_a_design_is_written_beside_where_one_stands(run, park):
    found = run("design", "park.xlsx")

    assert found.code == 0
    assert files(park.parent) == ["park-design.xlsx", "park.xlsx"]
    assert re.search(r"total cost +2,500 +2,300 +200  EUR/a", found.out)
    assert found.out.endswith("wrote park-design.xlsx\n")
    assert found.err.splitlines()[-1].startswith("best 2,300  bound 2,300  gap 0 = 0 % of the saving")
    assert run_sheet(park.parent / "park-design.xlsx")["status"] == "proven"


@pytest.mark.parametrize("name", ["design.xlsx", "design.json", "design"])
def test_a_design_goes_where_it_is_asked_for(run, park, name):
    found = run("design", "park.xlsx", "-o", name)

    assert found.code == 0
    assert files(park.parent) == sorted([name, "park.xlsx"])
    assert found.out.endswith(f"wrote {name}\n")


@pytest.mark.parametrize("link", ["itself", "symlink", "hardlink", "capitals"])
def test_the_input_is_never_written_over(run, park, link):
    other = park.parent / "other.xlsx"
    names = {"itself": "park.xlsx", "symlink": "other.xlsx", "hardlink": "other.xlsx", "capitals": "PARK.xlsx"}
    if link == "symlink":
        other.symlink_to(park)
    elif link == "hardlink":
        other.hardlink_to(park)
    before = park.read_bytes()
    found = run("design", "park.xlsx", "-o", names[link])

    assert found.code == 2
    assert "an input is never written over" in found.err
    assert park.read_bytes() == before


@pytest.mark.parametrize(
    ("output", "said"),
    [("nowhere/design.xlsx", "there is no folder"), ("taken.xlsx", "it is a folder"), ("park", "it is a file")],
)
def test_where_nothing_can_be_written_is_known_before_the_work(run, park, monkeypatch, output, said):
    (park.parent / "taken.xlsx").mkdir()
    (park.parent / "park").write_text("")
    monkeypatch.setattr(one_design, "design_network", None)  # would crash
    found = run("design", "park.xlsx", "-o", output)

    assert found.code == 10
    assert said in found.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="who may do everything may write here too")
def test_a_folder_one_may_not_write_to(run, park):
    closed = park.parent / "closed"
    closed.mkdir(mode=0o500)
    found = run("design", "park.xlsx", "-o", "closed/design.xlsx")

    assert found.code == 10
    assert "may not be written to" in found.err


def test_an_older_design_is_replaced_as_a_whole_or_not_at_all(run, park, monkeypatch):
    from sidestream.workbook import writing

    old = park.parent / "design.xlsx"
    old.write_bytes(b"old")
    write_book = writing._write_book

    def broken(design: Any, path: Path) -> None:
        path.write_bytes(b"half")
        if path.name.startswith(".design."):
            raise OSError(28, "No space left on device")
        write_book(design, path)

    monkeypatch.setattr(writing, "_write_book", broken)
    failed = run("design", "park.xlsx", "-o", "design.xlsx")
    assert failed.code == 10
    assert "no space left on device. Nothing is lost: the result is in" in failed.err
    assert old.read_bytes() == b"old"
    assert not [name for name in files(park.parent) if "tmp" in name]

    monkeypatch.undo()
    os.chdir(park.parent)
    monkeypatch.setattr(sys, "argv", ["sidestream", "design", "park.xlsx", "-o", "design.xlsx"])
    with pytest.raises(SystemExit):
        cli.main()
    assert run_sheet(old)["status"] == "proven"


def test_a_workbook_that_is_open_elsewhere(run, park):
    (park.parent / "~$park.xlsx").write_bytes(b"\x05owner")
    (park.parent / ".~lock.park.xlsx#").write_text(",owner,host,;")
    with park.open("r+b"):
        assert run("design", "park.xlsx").code == 0


# design: what is said, and where -------------------------------------------------------------------------------------


def test_json_alone_prints_json_and_writes_nothing(run, park):
    found = run("design", "park.xlsx", "--json")
    told = json.loads(found.out)

    assert found.code == 0
    assert told["schema"] == "sidestream.design/1"
    assert told["facts"]["cost"] == pytest.approx(2_300)
    assert [row["link"] for row in told["sheets"]["Build list"]] == ["plant-mill"]
    assert files(park.parent) == ["park.xlsx"]
    assert "searching" in found.err


def test_json_beside_a_file(run, park):
    found = run("design", "park.xlsx", "--json", "-o", "design.xlsx")

    assert json.loads(found.out)["facts"]["cost"] == pytest.approx(2_300)
    assert files(park.parent) == ["design.xlsx", "park.xlsx"]


def test_json_that_cannot_be_written_beside_is_one_answer(run, park, monkeypatch):
    from sidestream.errors import OutputError
    from sidestream.workbook import writing

    def full(*_: object) -> None:
        raise OutputError("the disk is full")

    monkeypatch.setattr(writing, "write_design", full)
    found = run("design", "park.xlsx", "--json", "-o", "design.xlsx")

    assert found.code == 10
    assert json.loads(found.out)["error"] == "the disk is full"


def test_quiet_is_quiet(run, park):
    found = run("design", "park.xlsx", "--quiet")

    assert found.code == 0
    assert found.err == ""
    assert "wrote" in found.out


def test_another_currency_is_said(run, tmp_path):
    typed(tmp_path / "park.xlsx", two_sites(10) | {"Settings": {"discount_rate": 0, "currency": "SEK"}})

    assert re.search(r"total cost .* SEK/a", run("design", "park.xlsx").out)


def test_another_solver(run, park):
    assert run("design", "park.xlsx", "--solver", "appsi_highs").code == 0
    assert run_sheet(park.parent / "park-design.xlsx")["solver"] == "appsi_highs"


def test_what_is_asked_stands_in_the_run_sheet_and_settings_are_the_default(run, tmp_path):
    typed(tmp_path / "park.xlsx", two_sites(10) | {"Settings": {"discount_rate": 0, "gap": 2, "time_limit": 90}})
    run("design", "park.xlsx", "--jobs", "1")
    found = run_sheet(tmp_path / "park-design.xlsx")
    assert (found["gap asked for [%]"], found["time limit [s]"], found["jobs"]) == ("2", "90", "1")

    run("design", "park.xlsx", "--gap", "3", "--time-limit", "80")
    found = run_sheet(tmp_path / "park-design.xlsx")
    assert (found["gap asked for [%]"], found["time limit [s]"]) == ("3", "80")


def test_a_fault_of_ours_is_said_to_be_one(run, park, monkeypatch):
    monkeypatch.setattr(one_design, "design_network", lambda *_: 1 / 0)
    found = run("design", "park.xlsx")

    assert found.code == 7
    assert "ZeroDivisionError" in found.err
    assert "this is a fault of sidestream, not of your workbook" in found.err


def test_an_error_of_the_solver(run, park, monkeypatch):
    from sidestream.solver.highs import Answer

    monkeypatch.setattr(one_design, "settle", lambda *_: Answer("infeasible"))
    found = run("design", "park.xlsx")

    assert found.code == 7
    assert "did not survive" in found.err
    assert "Traceback" not in found.err


# design: infeasible, and short today ---------------------------------------------------------------------------------


def test_infeasible_says_what_is_short_where_when_and_by_how_much(run, tmp_path):
    typed(tmp_path / "park.xlsx", SOLVED["must_that_cannot"].sheets())
    found = run("design", "park.xlsx", "--json")
    told = json.loads(found.out)

    assert found.code == told["exit_code"] == 4
    assert "mill is short of 40 t of steam in year" in found.err
    assert told["shortfalls"] == [
        {"kind": "short", "where": ["mill", "steam", "", "year"], "amount": pytest.approx(40)}
    ]
    assert files(tmp_path) == ["park.xlsx"]


def short_today() -> dict[str, Any]:
    """Eight mills without steam today."""
    sheets = SOLVED["must_that_cannot"].sheets()
    sheets["Supplies"][0]["quantity"] = 1_000
    sheets["Demands"] = [demand("mill", "steam", 100) | {"name": f"boiler {number}"} for number in range(8)]
    return sheets


def test_todays_park_may_be_short_and_its_design_adds_up(run, tmp_path):
    """All that is short today does not fit in a property of a workbook."""
    typed(tmp_path / "park.xlsx", short_today())
    found = run("design", "park.xlsx")
    design = tmp_path / "park-design.xlsx"

    assert found.code == 0
    assert "today's park cannot do all that must be done: " in found.out
    assert all(row["saving"] is None for row in cells(design, "Summary"))
    assert run_sheet(design)["gap of saving [%]"] == "not defined"
    assert sum(item.startswith("today's park cannot") for item in run_sheet(design)) == 8
    assert run("verify", "park.xlsx", "park-design.xlsx").code == 0


# design: stopped -----------------------------------------------------------------------------------------------------


def test_a_time_limit_gives_the_best_so_far(run, hard):
    found = run("design", hard, "--time-limit", "2.5", "--gap", "0")
    sheet = run_sheet(Path("hard-design.xlsx"))

    assert found.code == 5
    assert "stopped before the gap was closed to 0 %: this is the best design so far" in found.err
    assert sheet["status"] == "stopped early"
    assert 0 < float(sheet["best proven cost [EUR/a]"]) < float(sheet["total cost [EUR/a]"]) < 43_257
    assert run("verify", hard, "hard-design.xlsx").code == 0


def test_stopped_with_json_is_still_json(run, hard):
    found = run("design", hard, "--time-limit", "1.5", "--gap", "0", "--json", "--quiet")

    assert found.code == 5
    assert json.loads(found.out)["facts"]["enough"] is False
    assert found.err.startswith("stopped before")


def test_time_for_nothing(run, hard, tmp_path):
    found = run("design", hard, "--time-limit", "0.001")

    assert found.code == 6
    assert "give it more with --time-limit" in found.err
    assert files(tmp_path) == []


def test_a_wide_gap_is_exit_0(run, hard):
    assert run("design", hard, "--gap", "60").code == 0
    assert float(run_sheet(Path("hard-design.xlsx"))["gap of saving [%]"]) <= 60


def test_the_gap_shown_only_shrinks_and_its_last_line_is_the_run_sheets(run, hard, monkeypatch):
    begin = cli._ProgressLine.__init__

    def often(self: Any, quiet: bool) -> None:
        begin(self, quiet)
        self._every = 0.0

    monkeypatch.setattr(cli._ProgressLine, "__init__", often)
    lines = run("design", hard, "--time-limit", "3", "--gap", "0").err.splitlines()
    shown = [line for line in lines if line.startswith("searching") and "gap" in line]
    sheet = run_sheet(Path("hard-design.xlsx"))
    (last,) = [line for line in lines if line.startswith("best")]

    assert len(shown) > 3
    for word, better in (("best", -1), ("bound", 1), ("gap", -1)):
        told = [better * number(line, word) for line in shown]
        assert told == sorted(told), word
    assert number(last, "best") <= number(shown[-1], "best")
    assert number(last, "bound") >= number(shown[-1], "bound")
    for word, item in (("best", "total cost"), ("bound", "best proven cost"), ("gap", "gap")):
        assert number(last, word) == pytest.approx(float(sheet[f"{item} [EUR/a]"]), abs=0.51)
    of_saving, of_cost = re.findall(r"= ([\d.]+) %", last)
    assert float(of_saving) == pytest.approx(float(sheet["gap of saving [%]"]), rel=1e-3)
    assert float(of_cost) == pytest.approx(float(sheet["gap of cost [%]"]), rel=1e-3)


def number(line: str, word: str) -> float:
    """The number behind a word of a progress line."""
    found = re.search(rf"\b{word} (-?[\d,]+)", line)
    assert found, line
    return float(found[1].replace(",", ""))


# Ctrl-C --------------------------------------------------------------------------------------------------------------

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals of Unix")


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
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        process.kill()
        process.wait()


def read_until(process: subprocess.Popen[str], word: str) -> None:
    assert process.stderr
    for line in process.stderr:
        if word in line:
            return
    pytest.fail(f"it never said {word!r}")


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
from sidestream.studies import one_design
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
        ("cli", "_read_park", "interrupted"),
        ("one_design", "_today", "stopped before today's park was worked out"),
        ("one_design", "_search", "stopped before a design was found"),
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
    script = CTRL_C_IN.replace("cli.main()", "").format(where="writing", name="_as_os_error")
    script = script.replace(
        "from sidestream import cli", "from sidestream import cli\nfrom sidestream.workbook import writing"
    )
    script = script.replace('"_as_os_error"', '"_write_book"').replace(
        "return before", "before(*words)\n    return before"
    )
    process = begin("design", "park.xlsx", script=script + "cli.main()")
    process.communicate(timeout=60)

    assert process.returncode == 130
    assert files(tmp_path) == ["park.xlsx"]


# Pipes and terminals -------------------------------------------------------------------------------------------------


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


# verify --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tidied(tmp_path_factory) -> Path:
    """A folder with a park that uses every sheet, and its design."""
    folder = tmp_path_factory.mktemp("tidied")
    typed(folder / "park.xlsx", tidy())
    words = ["design", str(folder / "park.xlsx"), "-o", str(folder / "design.xlsx"), "--gap", "0", "--quiet"]
    assert CliRunner().invoke(cli.cli, words).exit_code == 0
    return folder


@pytest.fixture
def designed(tidied, tmp_path) -> Path:
    """A copy of it, to be edited."""
    for name in ("park.xlsx", "design.xlsx"):
        shutil.copy(tidied / name, tmp_path)
    return tmp_path / "design.xlsx"


def edit(path: Path, sheet: str, column: str, change: Callable[[Any], Any]) -> str:
    """Change the first number of a column that is not 0; return its address."""
    book = openpyxl.load_workbook(path)
    here = book[sheet]
    place = [cell.value for cell in here[1]].index(column) + 1
    for row in range(2, here.max_row + 1):
        cell = here.cell(row, place)
        if isinstance(cell.value, (int, float)) and abs(cell.value) > 1:
            cell.value = change(cell.value)
            book.save(path)
            return f"{sheet}!{cell.coordinate}"
    raise AssertionError(f"no number in {sheet}.{column}")


def test_an_untouched_design_adds_up(run, designed):
    found = run("verify", "park.xlsx", "design.xlsx")
    told = json.loads(run("verify", "park.xlsx", "design.xlsx", "--json").out)

    assert found.code == 0
    assert re.match(r"design\.xlsx adds up: [\d,]+ figures computed again from park\.xlsx\n", found.out)
    assert told["adds_up"] is True
    assert told["input_changed"] is False
    assert told["figures"] > 100


def test_a_design_saved_again_by_a_spreadsheet_adds_up(run, designed):
    openpyxl.load_workbook(designed).save(designed)

    assert run("verify", "park.xlsx", "design.xlsx").code == 0


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        ("Summary", "design"),
        ("Summary", "saving"),
        ("Build list", "capacity"),
        ("Build list", "investment"),
        ("Flows", "delivered"),
        ("Supplies used", "available"),
        ("Needs met", "bought"),
        ("Participants", "cost_design"),
        ("Costs", "amount"),
        ("Impacts", "amount"),
    ],
)
def test_one_number_edited_is_named_by_its_cell_and_no_other(run, designed, sheet, column):
    place = edit(designed, sheet, column, lambda number: number * 1.07 + 1)
    found = run("verify", "park.xlsx", "design.xlsx", "--json")
    told = json.loads(found.out)

    assert found.code == told["exit_code"] == 9
    assert [fault["place"] for fault in told["faults"]] == [place]
    assert "design.xlsx has 1 broken promise:" in found.err
    assert place in found.err


def test_a_number_made_text_is_a_fault_of_the_workbook(run, designed):
    place = edit(designed, "Flows", "sent", lambda number: f"{number} or so")
    found = run("verify", "park.xlsx", "design.xlsx")

    assert found.code == 3
    assert place in found.err


def test_a_park_that_has_changed_since(run, designed, tmp_path):
    sheets = tidy()
    sheets["Participants"][0]["note"] = "telephoned"
    typed(tmp_path / "park.xlsx", sheets)
    harmless = run("verify", "park.xlsx", "design.xlsx")
    assert harmless.code == 0
    assert "park.xlsx has changed since the design was made, but not where it matters" in harmless.out

    sheets["Demands"][0]["virgin_price"] *= 2
    typed(tmp_path / "park.xlsx", sheets)
    found = run("verify", "park.xlsx", "design.xlsx")
    assert found.code == 9
    assert "park.xlsx has changed since the design was made" in found.err


def test_what_is_no_design(run, park, tmp_path):
    (tmp_path / "notes.xlsx").write_text("nonsense")
    typed(tmp_path / "other.xlsx", {"Shopping": [{"what": "milk"}]})
    run("design", "park.xlsx", "-o", "design.json")

    for name in ("park.xlsx", "notes.xlsx", "other.xlsx", "design.json"):
        found = run("verify", "park.xlsx", name)
        assert found.code == 3, name
        assert "Traceback" not in found.err


def test_a_design_is_no_park(run, designed):
    found = run("check", "design.xlsx")

    assert found.code == 3
    assert "design.xlsx has 1 problem:" in found.err
    assert "belong to a design, which sidestream writes" in found.err
