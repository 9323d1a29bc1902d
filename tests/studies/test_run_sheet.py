"""The Run sheet says how a design was found, in figures that agree with the rest of it."""

from importlib.metadata import version

import pytest

from park_from import make_park
from parks import SOLVED, two_sites
from sidestream.studies.one_design import Options, design_network
from sidestream.studies.run_sheet import LOG_LINES, run_sheet

FACTS = {
    "status": "stopped",
    "enough": False,
    "cost": 1_234.5,
    "bound": 1_000.25,
    "gap": 234.25,
    "gap_of_cost": 0.1897529,
    "gap_of_saving": 0.5,
    "currency": "EUR",
    "phases": {"search": 1.25},
    "seconds": 2.5,
    "size": [3, 2, 1],
    "parts": 4,
    "pruned": 0,
    "today_short_words": [],
    "log": [],
}


def rows(facts=None, asked=None):
    made = run_sheet(make_park(**two_sites(10)), FACTS | (facts or {}), asked or {})
    return dict(zip(made["item"], made["value"], strict=True))


def test_what_came_out():
    found = rows()

    assert found["status"] == "stopped early"
    assert found["total cost [EUR/a]"] == "1234.5"
    assert found["best proven cost [EUR/a]"] == "1000.25"
    assert found["gap [EUR/a]"] == "234.25"
    assert found["gap of cost [%]"] == "18.9753"
    assert found["gap of saving [%]"] == "50"
    assert found["seconds, search"] == "1.250"
    assert found["columns, rows, whole columns"] == "3, 2, 1"
    assert found["independent parts"] == "4"


@pytest.mark.parametrize(
    ("status", "enough", "words"),
    [
        ("proven", True, "proven"),
        ("enough", True, "proven within the gap"),
        ("stopped", True, "stopped early"),
        ("enough", False, "stopped early"),
        ("proven", False, "stopped early"),
    ],
)
def test_the_status_in_words(status, enough, words):
    assert rows({"status": status, "enough": enough})["status"] == words


def test_a_gap_of_a_saving_that_is_not_defined():
    assert rows({"gap_of_saving": None})["gap of saving [%]"] == "not defined"


def test_the_park_s_own_currency():
    assert "total cost [SEK/a]" in rows({"currency": "SEK"})


def test_versions_and_what_was_asked():
    found = rows(asked={"jobs": "3"})

    assert found["highspy version"] == version("highspy")
    assert found["pyomo version"] == version("pyomo")
    assert found["jobs"] == "3"
    assert found["input"] == "park"


def test_only_the_last_lines_of_the_log_are_kept():
    found = rows({"log": [f"line {number}" if number % 2 else " " for number in range(4 * LOG_LINES)]})
    log = [value for item, value in found.items() if item.startswith("log ")]

    assert len(log) == LOG_LINES
    assert log[-1] == f"line {4 * LOG_LINES - 1}"


def test_every_item_occurs_once_and_every_value_is_text():
    design = design_network(
        make_park(**SOLVED["trucks_by_weight_and_by_room"].sheets()), Options(time_limit=60, jobs=2)
    )
    run = design["Run"]

    assert run["item"].is_unique
    assert all(isinstance(value, str) for value in run["value"])
    found = dict(zip(run["item"], run["value"], strict=True))
    assert (found["time limit [s]"], found["gap asked for [%]"], found["jobs"]) == ("60", "1", "2")
    assert float(found["total cost [EUR/a]"]) == pytest.approx(design.facts["cost"])
    assert sum(float(found[item]) for item in found if item.startswith("seconds, ")) <= float(found["seconds"]) + 0.01
