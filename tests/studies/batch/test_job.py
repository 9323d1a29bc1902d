"""A job is known again by what its answer depends on, and no two jobs write the same file."""

from __future__ import annotations

import pytest

from sidestream.studies.batch.job import Asked
from studies.batch.jobs import job


@pytest.mark.parametrize(
    "other",
    [
        job(content="abd"),
        job(scenario="drought"),
        job("park.xlsm"),
        job(gap=1.0),
        job(solver="other"),
        job(changes=("Settings: carbon_tax = 50",)),
        job(no_scenarios=True),
        job(environment=(("SIDESTREAM_CARBON_TAX", "50"),)),
        job(versions=(("sidestream", "0.0.1"), ("highspy", "1"))),
    ],
)
def test_what_changes_the_answer_changes_the_key(other):
    assert other.key != job().key


@pytest.mark.parametrize("other", [job("there/renamed.xlsx"), job(time_limit=9.0), job(formats=("json",))])
def test_what_does_not_change_the_answer_does_not_change_the_key(other):
    assert other.key == job().key


def test_the_versions_of_sidestream_and_solver_are_in_the_key():
    assert {name for name, _ in Asked().versions} == {"sidestream", "highspy"}
    assert all(number for _, number in Asked().versions)


def test_names_of_files_never_collide():
    odd = [
        "a/b",
        "a_b",
        "a\\b",
        "a:b",
        "a?b",
        "..",
        "",
        "a b ",
        "A_B",
        "x" * 300,
        "x" * 299,
        "\u00d6l",
        "\u00f6l",
        "a\nb",
    ]
    jobs = [job("here/park.xlsx", scenario=name) for name in odd] + [
        job("there/park.xlsx", "abd"),
        job("PARK.xlsx", "1"),
    ]
    names = [one.file_name for one in jobs]

    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert not set(name) & set('/\\:*?"<>|.\n')
        assert len(name.encode()) < 200


def test_names_of_files_begin_with_park_and_scenario():
    assert job("parks/North quay.v2.xlsx", scenario="dry year").file_name.startswith("North quay_v2, dry year ")
