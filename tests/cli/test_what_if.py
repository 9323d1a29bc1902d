"""`--set`, `--force`, `--forbid`, and SIDESTREAM_... in the environment."""

from __future__ import annotations

import json

import openpyxl
import pytest

from cli.reading import run_sheet


def cost(run, *words):
    found = run("design", "park.xlsx", "--json", "--gap", 0, *words)
    assert found.code == 0, found.err
    return json.loads(found.out)


def assumed(told):
    return [
        (row["place"], row["value"], row["why"])
        for row in told["sheets"]["Assumptions"]
        if "workbook says" in row["why"]
    ]


# The pipe of the two sites carries 40 t; today costs 2,500 EUR/a, the design 2,300. Without the pipe it is today's
# park, and a pipe that is forced costs no more, as it pays.


def test_a_link_that_is_forbidden_is_not_built(run, park):
    told = cost(run, "--forbid", "plant-mill")

    assert told["facts"]["cost"] == pytest.approx(2_500)
    assert assumed(told) == [("Pipelines!E2", "forbidden", "--forbid; the workbook says optional")]


def test_a_link_that_is_forced_is_built_though_it_does_not_pay(run, park):
    free = cost(run, "--set", "PipeSizes: DN100: pipe_cost = 10000")
    told = cost(run, "--set", "PipeSizes: DN100: pipe_cost = 10000", "--force", "plant-mill")

    assert free["sheets"]["Build list"] == []
    assert [row["link"] for row in told["sheets"]["Build list"]] == ["plant-mill"]
    assert told["facts"]["cost"] > free["facts"]["cost"]


def test_a_design_that_was_made_with_changes_can_be_verified(run, park, tmp_path):
    before = park.read_bytes()
    run("design", "park.xlsx", "--set", "Settings: carbon_tax = 30", "-o", "d.xlsx")
    found = run("verify", "park.xlsx", "d.xlsx")

    assert run_sheet(tmp_path / "d.xlsx")["change 1"] == "Settings: carbon_tax = 30"
    assert found.code == 0
    assert "with 1 change as the Run sheet says" in found.out
    assert park.read_bytes() == before


def test_a_scenario_is_designed_with_its_changes_and_can_be_verified(run, park, tmp_path):
    book = openpyxl.load_workbook(park)
    for name, rows in (
        ("Scenarios", [("scenario",), ("taxed",)]),
        ("Changes", [("when", "sheet", "key", "column", "value"), ("taxed", "Settings", "carbon_tax", "value", 30)]),
    ):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(park)
    found = run("design", "park.xlsx", "--scenario", "taxed", "-o", "d.xlsx")
    verified = run("verify", "park.xlsx", "d.xlsx")

    assert found.code == 0
    assert run_sheet(tmp_path / "d.xlsx")["change 1"] == "Settings: carbon_tax = 30"
    assert verified.code == 0
    assert (
        run("design", "park.xlsx", "--scenario", "tax").err.strip()
        == "no scenario is called 'tax' - did you mean 'taxed'?"
    )


def test_the_environment_goes_before_the_workbook_and_is_listed(run, park, monkeypatch):
    monkeypatch.setenv("SIDESTREAM_CARBON_TAX", "30")
    told = cost(run)

    assert any(why.startswith("environment SIDESTREAM_CARBON_TAX") for _, _, why in assumed(told))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "nonsense"), "expected sheet: key: column = value"),
        (("--force", "plant-mil"), "no link is called 'plant-mil' - did you mean 'plant-mill'?"),
        (("--set", "Settings: carbon_tax = much"), "'much' is not a number"),
    ],
)
@pytest.mark.parametrize("command", ["design", "check", "settings"])
def test_what_does_not_fit_is_a_matter_of_the_command(run, park, command, words, said):
    found = run(command, "park.xlsx", *words)

    assert found.code == 2
    assert said in found.err


# Settings ------------------------------------------------------------------------------------------------------------


def sources(run, *words):
    rows = json.loads(run("settings", "park.xlsx", "--json", *words).out)
    return {row["setting"]: (row["value"], row["from"]) for row in rows}


def test_settings_say_where_they_come_from(run, park, monkeypatch):
    monkeypatch.setenv("SIDESTREAM_CARBON_VALUE", "7")
    monkeypatch.setenv("SIDESTREAM_JOBS", "1")
    found = sources(run, "--set", "Settings: carbon_tax = 5", "--gap", "0.5")

    assert found["carbon_tax"] == (5, "--set")
    assert found["carbon_value"] == (7, "environment SIDESTREAM_CARBON_VALUE")
    assert found["gap"] == (0.5, "--gap")
    assert found["jobs"] == (1, "environment SIDESTREAM_JOBS")
    assert found["solver"] == ("highs", "default")
    assert found["hours_per_year"] == (8760, "default")
    assert found["time_limit"][1] == "not given"
    assert found["discount_rate"][1].startswith("Settings!B")


def test_a_flag_goes_before_the_environment(run, park, monkeypatch):
    monkeypatch.setenv("SIDESTREAM_GAP", "3")
    monkeypatch.setenv("SIDESTREAM_JOBS", "1")

    assert sources(run)["gap"] == (3, "environment SIDESTREAM_GAP")
    assert sources(run, "--gap", "2", "--jobs", "2")["gap"] == (2, "--gap")
    assert sources(run, "--jobs", "2")["jobs"] == (2, "--jobs")


def test_settings_for_people_are_aligned(run, park):
    lines = run("settings", "park.xlsx").out.splitlines()
    assert len({line.index("default") for line in lines if line.endswith("default")}) == 1


# Logs ----------------------------------------------------------------------------------------------------------------


def test_a_log_holds_what_was_told_and_what_took_how_long(run, park, tmp_path):
    found = run("design", "park.xlsx", "--log-file", "log.txt", "--quiet")
    log = (tmp_path / "log.txt").read_text(encoding="utf-8")

    assert found.err == ""
    assert "audit: 0." in log


def test_a_log_holds_what_went_wrong_and_is_added_to(run, park, tmp_path):
    run("design", "park.xlsx", "--log-file", "log.txt", "--force", "nothing")
    run("check", "park.xlsx", "--log-file", "log.txt", "--set", "Settings: x = 3")
    log = (tmp_path / "log.txt").read_text(encoding="utf-8")

    assert "no link is called 'nothing'" in log or "expected" in log
    assert "no setting is called 'x'" in log


def test_a_log_that_cannot_be_written_is_said_before_anything_is_done(run, park):
    found = run("design", "park.xlsx", "--log-file", "nowhere/log.txt")

    assert found.code == 10
    assert "the log cannot be written to nowhere/log.txt" in found.err


def test_verbose_tells_what_the_solver_says(run, park):
    found = run("design", "park.xlsx", "--verbose")
    assert "building and hand-over: 0." in found.err


# Completion ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete(run, shell):
    found = run("completion", shell)

    assert found.code == 0
    assert "_SIDESTREAM_COMPLETE" in found.out


def test_a_shell_that_is_not_known(run):
    assert run("completion", "tcsh").code == 2


def test_the_summary_says_that_the_park_was_changed(run, park, tmp_path):
    run("design", "park.xlsx", "--set", "Settings: carbon_tax = 30", "-o", "d.xlsx")
    run("design", "park.xlsx", "-o", "plain.xlsx")
    rows = {row[0]: row for row in openpyxl.load_workbook(tmp_path / "d.xlsx")["Summary"].values}
    plain = {row[0] for row in openpyxl.load_workbook(tmp_path / "plain.xlsx")["Summary"].values}

    assert rows["changes of the workbook"][1:] == ("1", None, 1, None, "Settings: carbon_tax = 30")
    assert "changes of the workbook" not in plain
    assert run("verify", "park.xlsx", "d.xlsx").code == 0


def test_links_may_be_named_in_other_capitals(run, park, tmp_path):
    told = cost(run, "--forbid", "Plant-Mill")

    assert told["facts"]["cost"] == pytest.approx(2_500)
    run("design", "park.xlsx", "--forbid", "Plant-Mill", "-o", "d.xlsx")
    assert run_sheet(tmp_path / "d.xlsx")["change 1"] == "Pipelines: plant-mill: status = forbidden"


def test_settings_are_shown_of_a_workbook_that_is_not_filled_in_yet(run):
    run("template", "empty.xlsx")
    found = run("settings", "empty.xlsx", "--set", "Settings: carbon_tax = 50")

    assert found.code == 0
    assert ["carbon_tax", "50", "EUR/t", "--set"] in [line.split() for line in found.out.splitlines()]
    assert ["hours_per_year", "8760", "h", "default"] in [line.split() for line in found.out.splitlines()]


def test_settings_that_cannot_be_are_refused(run, park):
    book = openpyxl.load_workbook("park.xlsx")
    book["Settings"]["B2"] = "much"
    book.save("park.xlsx")

    assert run("settings", "park.xlsx").code == 3


def test_what_is_no_workbook_has_no_settings(run, park):
    assert run("settings", "nothing.xlsx").code == 2


def test_a_setting_in_the_environment_that_is_none_is_refused(run, park, monkeypatch):
    monkeypatch.setenv("SIDESTREAM_CARBON_TAKS", "30")
    found = run("design", "park.xlsx")

    assert found.code == 2
    assert "no setting is called 'SIDESTREAM_CARBON_TAKS' - did you mean 'SIDESTREAM_CARBON_TAX'?" in found.err
