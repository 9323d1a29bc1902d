"""`template`: a workbook to fill in or a copy of an example, which never replaces anything."""

from __future__ import annotations

import json
import re

import pytest

from cli.reading import files
from sidestream.cli.template import template
from sidestream.park import SHEETS
from sidestream.workbook.examples import example_files
from sidestream.workbook.template import FIRST_SHEETS


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


@pytest.mark.parametrize("asked", ["periods,profiles", " Profiles ; PERIODS,", "profiles,periods,supplies"])
def test_sheets_are_added_by_name_whatever_their_capitals(run, asked):
    told = json.loads(run("template", "new.xlsx", "--with", asked, "--json").out)

    assert set(told["sheets"]) == {*FIRST_SHEETS, "Periods", "Profiles"}


@pytest.mark.parametrize("asked", ["all", "ALL", "limits,all"])
def test_all_are_all_that_the_model_knows(run, asked):
    told = json.loads(run("template", "new.xlsx", "--with", asked, "--json").out)

    assert told["sheets"] == [table.sheet for table in SHEETS]


@pytest.mark.parametrize("name", ["two_sites", "Kalundborg"])
def test_an_example_is_ready_to_be_run(run, name):
    written = run("template", "new.xlsx", "--example", name)
    checked = run("check", "new.xlsx")

    assert (written.code, checked.code) == (0, 0)
    assert f"wrote new.xlsx, a copy of {name.lower()}" in written.out


def test_an_example_can_have_more_sheets(run):
    told = json.loads(run("template", "new.xlsx", "--example", "two_sites", "--with", "limits", "--json").out)

    assert told["sheets"][-1] == "Limits"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--with", "period"), "--with: no sheet is called 'period' - did you mean 'Periods'? (sheets: Settings, "),
        (("--with", "period,profils"), "--with: no sheet is called 'profils' - did you mean 'Profiles'?"),
        (("--with", "nonsense"), "--with: no sheet is called 'nonsense' (sheets: Settings, "),
        (("--with", " ,"), "names no sheet (sheets: Settings, "),
        (("--example", "kalunborg"), "no example is called 'kalunborg' - did you mean 'kalundborg'? (examples: "),
        (
            ("--example", "nonsense"),
            "(examples: guayama, industrial_symbiosis_north, kalundborg, steam_and_water, two_sites)",
        ),
        (("--example", ""), "(examples: guayama, industrial_symbiosis_north, kalundborg, steam_and_water, two_sites)"),
    ],
)
def test_what_there_is_not_is_answered_with_what_there_is(run, tmp_path, words, said):
    found = run("template", "new.xlsx", *words)

    assert found.code == 2
    assert said in found.err
    assert files(tmp_path) == []


def test_help_names_the_examples_that_there_are():
    [option] = [option for option in template.params if option.name == "example"]

    assert " or ".join(example_files()) in option.help
