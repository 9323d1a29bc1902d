"""The same work for many things, in processes beside each other."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sidestream.studies.side_by_side import side_by_side, stop_wished


def times(factor, thing):
    return factor * thing


def dies_once(folder, thing):
    """End the process that is the first to be asked for 3."""
    if thing == 3 and not (Path(folder) / "died").exists():
        (Path(folder) / "died").touch()
        os._exit(1)
    return thing, os.getpid()


def waits_for_a_stop(_, thing):
    """The first thing is done at once, the others when a stop is wished for."""
    until = time.monotonic() + 60
    while thing and not stop_wished() and time.monotonic() < until:
        time.sleep(0.01)
    return stop_wished()


def fails(_, thing):
    raise ValueError(f"no {thing}")


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_thing_has_its_answer(jobs):
    assert dict(side_by_side(times, 10, [1, 2, 3, 4, 5], jobs)) == {0: 10, 1: 20, 2: 30, 3: 40, 4: 50}


def test_nothing_to_do():
    assert list(side_by_side(times, 10, [], 2)) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_goes_wrong_is_raised_here(jobs):
    with pytest.raises(ValueError, match="no 1"):
        list(side_by_side(fails, None, [1, 1, 1], jobs))


def test_a_process_that_dies_takes_nothing_along(tmp_path):
    found = dict(side_by_side(dies_once, str(tmp_path), [1, 2, 3, 4], 2))

    assert (tmp_path / "died").exists()
    assert {place: thing for place, (thing, _) in found.items()} == {0: 1, 1: 2, 2: 3, 3: 4}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_stop_begins_nothing_new(jobs):
    found = []
    for place, _ in side_by_side(times, 10, list(range(50)), jobs, lambda: len(found) >= 2):
        found.append(place)

    assert 2 <= len(found) < 50


def test_work_here_hears_of_a_stop():
    asked = []
    found = dict(side_by_side(waits_for_a_stop, None, [0], 1, lambda: bool(asked) or asked.append(1)))

    assert found == {0: True}
    assert not stop_wished()


def test_work_in_processes_hears_of_a_stop():
    answers = []
    for _, heard in side_by_side(waits_for_a_stop, None, [0, 1, 2, 3], 2, lambda: bool(answers)):
        answers.append(heard)

    assert answers[0] is False
    assert True in answers
