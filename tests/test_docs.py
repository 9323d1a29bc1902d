"""What is written about the commands is what they do, and pages made from the code are up to date."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sidestream import errors
from sidestream.cli import EXIT_CODES, cli
from sidestream.cli.batch import PARTLY
from sidestream.cli.design import STOPPED
from sidestream.design.study_tables import STUDY_RESULTS
from sidestream.design.tables import RESULTS

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = sorted(cli.commands)
CODES = {int(code): words for code, words in re.findall(r"^ +(\d+) +(.+)$", EXIT_CODES, re.MULTILINE)}


@pytest.fixture(scope="module")
def readme() -> str:
    path = ROOT / "README.md"
    if not path.exists():
        pytest.skip("there is no README here")
    return path.read_text(encoding="utf-8")


def help_of(*words: str) -> str:
    said = CliRunner().invoke(cli, [*words, "--help"], prog_name="sidestream")
    assert said.exit_code == 0
    return said.output


def examples(text: str) -> list[str]:
    """Lines under Examples, one by one."""
    _, _, after = text.partition("Examples\n")
    return [line.strip() for line in re.split(r"\n\s*\n", after)[0].splitlines()]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example_on_a_line_of_its_own(command):
    found = examples(help_of(command))

    assert found
    assert all(line.startswith(f"sidestream {command} ") for line in found)


@pytest.mark.parametrize(
    "line", [line for words in [(), *[(name,) for name in COMMANDS]] for line in examples(help_of(*words))]
)
def test_every_example_is_understood(line):
    line = re.split(r"\s{3,}| > ", line)[0]  # what it is for, or where it goes
    _, command, *words = shlex.split(line)
    cli.commands[command].make_context(command, words)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_says_what_it_is_for(command):
    for option in cli.commands[command].params:
        if isinstance(option, click.Option):
            assert option.help, option.name


def test_every_error_has_an_exit_code_that_is_told():
    raised = {kind.exit_code for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "exit_code")}

    assert raised | {0, STOPPED, PARTLY} == set(CODES)
    assert set(map(str, raised)) <= set(re.findall(r"^[|`]?-*.*?\s(\d+)\s{2,}", errors.__doc__ or "", re.MULTILINE))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(readme, command):
    assert f"`sidestream {command} " in readme


@pytest.mark.parametrize("option", [name for one in cli.commands["design"].params for name in one.opts if "--" in name])
def test_every_option_of_design_stands_in_the_readme(readme, option):
    assert option in readme or option == "--output"


@pytest.mark.parametrize("code", CODES)
def test_every_exit_code_stands_in_the_readme(readme, code):
    assert re.search(rf"\| *{code} *\| *{re.escape(CODES[code])} *\|", readme)


@pytest.mark.parametrize("sheet", [table.sheet for table in (*RESULTS, *STUDY_RESULTS)])
def test_every_sheet_of_a_design_stands_in_the_readme(readme, sheet):
    assert re.search(rf"^\| {sheet} \|", readme, re.MULTILINE)


def test_the_pages_made_from_the_code_are_those_of_the_code():
    script = ROOT / "scripts" / "pages"
    if not script.exists():
        pytest.skip("there are no scripts here")
    said = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, timeout=60)

    assert said.returncode == 0, said.stdout
