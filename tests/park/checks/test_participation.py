"""What firms are asked, and what they pay each other, can be worked out."""

from __future__ import annotations

import pytest

from park_from import park_tables
from parks.participation import asking, by_way_of_a_junction, giver_pays, with_firms
from parks.rows import corridor, lie_in, pipe, size
from sidestream.errors import InputError
from sidestream.park.checks import checked


def said(sheets):
    try:
        found = checked(*park_tables(**sheets), "park")[1]
    except InputError as error:
        found = error.faults
    return [f"{fault.place} {fault.column}: {fault.message}" for fault in found]


def test_nothing_is_said_of_a_park_that_asks_its_firms():
    for way in ("none", "along links", "free"):
        assert said(asking(with_firms(giver_pays(), plant={"least_saving": 5, "discount_rate": 9}), way)) == []


@pytest.mark.parametrize(
    ("column", "place"), [("least_saving", "J1 least_saving [EUR/a]"), ("discount_rate", "I1 discount_rate [%/a]")]
)
def test_what_a_firm_asks_for_does_nothing_where_none_is_asked(column, place):
    assert said(with_firms(giver_pays(), plant={column: 9})) == [
        f"Participants!{place}: does nothing in a design, as no firm is asked: a row payments in Settings has every firm no worse off "
        "than today"
    ]


def test_a_firm_asks_for_no_less_than_nothing():
    assert said(with_firms(giver_pays(), plant={"least_saving": -9})) == [
        "Participants!J2 least_saving [EUR/a]: must be at least 0, found -9"
    ]


def test_a_junction_has_no_purse():
    sheets = with_firms(by_way_of_a_junction(), valve={"least_saving": 9})

    assert said(asking(sheets, "free")) == [
        "Participants!J4 least_saving [EUR/a]: 'valve' is a junction, which owns nothing: nobody judges a design by it"
    ]


def test_a_junction_neither_pays_nor_is_paid():
    sheets = by_way_of_a_junction()
    sheets["Pipelines"][1]["price_today"] = 3

    assert said(sheets) == [
        "Pipelines!U3 price_today [EUR/unit]: an end of the link is a junction, which neither pays nor is paid: leave it blank"
    ]


def test_who_pays_for_a_trench_is_known_where_firms_are_asked():
    sheets = giver_pays() | {
        "Commodities": [{"commodity": "gypsum", "unit": "t", "medium": "slurry"}],
        "PipeSizes": [size("DN50", 90, 2)],
        "Pipelines": [pipe("plant", "mill", "gypsum", sizes="DN50", length=2)],
        "Corridors": [corridor("road", 1, 3)],
        "CorridorPaths": lie_in("road", "plant-mill"),
    }
    assert said(sheets) == []
    assert said(asking(sheets, "free")) == [
        "Corridors!H2 payer: is needed, as Settings has payments and so asks each firm what it pays: blank are the links that "
        "use it, and what falls to each depends on which are laid"
    ]


def test_ways_of_paying_are_words():
    found = said(asking(giver_pays(), "along link"))

    assert found[0].startswith("Settings!B3 payments: 'along link' is not a choice here - did you mean 'along links'?")
