"""Names in a text: whole words, the longest first."""

from __future__ import annotations

import pytest

from sidestream.design.views.names import Names

NAMES = Names({"Novo": "1", "Novo Nordisk": "2", "A": "3", "Dong-Energy (old)": "4", "Ørsted": "5"})


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Novo", "1"),
        ("Novo Nordisk, heat", "2, heat"),
        ("Novo Nordic", "1 Nordic"),
        ("Novozymes, Renovo, Novo_2", "Novozymes, Renovo, Novo_2"),
        ("Novo-A-gypsum", "1-3-gypsum"),
        ("Dong-Energy (old): 5", "4: 5"),
        ("'Ørsted' + Ørsteds", "'5' + Ørsteds"),
        ("", ""),
        ("novo", "novo"),
    ],
)
def test_names_are_replaced_where_they_stand_alone(text, made):
    assert NAMES.clean(text) == made
    assert NAMES.in_text(text) == (made != text)


def test_capitals_may_not_matter():
    assert Names({"Novo": "1"}, any_case=True).clean("NOVO and novo") == "1 and 1"


def test_the_first_of_two_that_differ_by_capitals_only_counts():
    assert Names({"Novo": "1", "novo": "2"}, any_case=True).clean("novo") == "1"
    assert Names({"Novo": "1", "novo": "2"}).clean("novo Novo") == "2 1"
