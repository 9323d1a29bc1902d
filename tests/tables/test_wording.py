"""How a complaint quotes a cell, and what it suggests."""

from __future__ import annotations

import datetime

import pytest

from sidestream.tables import few, shown, suggest


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        ("a b", "'a b'"),
        ("x" * 70, f"'{'x' * 57}...'"),
        (True, "'True'"),
        ("two\nlines\x01", "'two lines '"),
        (datetime.datetime(2024, 2, 29), "'2024-02-29'"),
        (datetime.datetime(2024, 2, 29, 12), "'2024-02-29 12:00:00'"),
    ],
)
def test_a_cell_as_a_complaint_quotes_it(cell, text):
    assert shown(cell) == text


def test_a_number_too_long_for_any_park_can_be_quoted():
    assert shown(10**400).endswith("...'")


def test_suggestions():
    assert suggest("gypsm", ["gypsum", "steam"]) == " - did you mean 'gypsum'?"
    assert suggest("GYPSUM", ["gypsum"]) == " - did you mean 'gypsum'?"
    assert suggest("water", ["gypsum"]) == ""
    assert suggest("water", ["gypsum"], otherwise=" (gypsum)") == " (gypsum)"


def test_all_that_begin_as_a_name_does_are_meant():
    links = ["mill-town-heat", "mill-farm-heat", "town-farm"]
    assert suggest("Mill-", links) == " - did you mean 'mill-town-heat' or 'mill-farm-heat'?"
    many = [f"mill-{place}" for place in range(5)]
    assert suggest("mill", many) == " - 5 begin so: 'mill-0', 'mill-1', 'mill-2', 'mill-3' ..."
    assert suggest("mi", many) == ""


def test_some_of_what_there_is():
    assert few("links", []) == ""
    assert few("links", list("abcdef")) == " (links: a, b, c, d, e, f)"
    assert few("links", list("abcdefgh")) == " (links: a, b, c, d, e, f and 2 more)"
