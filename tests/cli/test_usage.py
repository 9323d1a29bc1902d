"""What one types wrong is answered with a sentence and exit code 2; help comes at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cli.reading import files

COMMANDS = ("template", "check", "design", "batch", "verify")


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
