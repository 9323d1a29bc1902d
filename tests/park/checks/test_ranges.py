"""Ranges: each is of a number that is there, low below high, and the workbook's own value is in it."""

from __future__ import annotations

import math

import pytest

from park_from import complaints, make_park, park_tables, tidy
from sidestream.park import Park
from sidestream.park.ranges import ranges_of
from sidestream.tables import Percent

COLUMNS = ("sheet", "key", "column", "low", "high")
BRINE = ("Demands", "mill, brine", "virgin_price")


def with_ranges(*rows, **more):
    return tidy() | {"Ranges": [dict(zip(COLUMNS, row, strict=True)) for row in rows]} | more


def said(*rows, **more):
    return [one for one in complaints(with_ranges(*rows, **more)) if "Ranges!" in one]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (
            ("Demand", "mill, brine", "quantity", 1, 2),
            "A2 sheet: no sheet is called 'Demand' - did you mean 'Demands'?",
        ),
        (
            ("Demands", "mil, brine", "quantity", 1, 2),
            "B2 key: Demands has no row 'mil, brine' - did you mean 'mill, brine'?",
        ),
        (
            ("Demands", "mill, brine", "quantty", 1, 2),
            "C2 column: no column is called 'quantty' - did you mean 'quantity'?",
        ),
        (
            ("Demands", "mill, brine", "if_not_served", 1, 2),
            "C2 column: if_not_served of Demands is no number: a range is of one",
        ),
        (
            ("Periods", "winter", "hours", 1, 2),
            "A2 sheet: nothing of Periods can be varied: it says how time runs, or what may come",
        ),
        (
            ("Settings", "gap", "value", 1, 2),
            "B2 key: gap is no figure to vary (those of Settings are discount_rate, carbon_tax, carbon_value, "
            "electricity_price, electricity_co2, detour_pipe, detour_road)",
        ),
        (
            ("Settings", "carbn_tax", "value", 1, 2),
            "B2 key: no setting is called 'carbn_tax' - did you mean 'carbon_tax'?",
        ),
        ((*BRINE, 36, 24), "E2 high: 24 is below low, 36: low is the smaller of the two"),
        ((*BRINE, "x1.2", "x0.8"), "E2 high: 24 is below low, 36: low is the smaller of the two"),
        ((*BRINE, "much", 40), "D2 low: 'much' is not a number: type one such as 24, or a factor such as x0.8"),
        ((*BRINE, 20, "1,5"), "E2 high: '1,5' is not a number: type one such as 24, or a factor such as x0.8"),
        ((*BRINE, "x", 40), "D2 low: 'x' is no factor: type one such as x0.8"),
        (
            (*BRINE, Percent(0.8), 40),
            "D2 low: '%' does not fit: the cell is in EUR/unit; for a factor type one such as x0.8",
        ),
        (("Demands", "mill, brine", "quantity", "20 t/a", 40), "D2 low: 't/a' does not fit: the cell is in kt/a"),
        (("Demands", "mill, brine", "quantity", -20, 40), "D2 low: must be at least 0, found -20"),
        (
            ("Demands", "mill, brine", "shortage_cost", "x0.5", 9),
            "D2 low: the cell is blank, and a factor needs a number there: type a value",
        ),
    ],
)
def test_complaint(row, complaint):
    assert said(row) == [f"Ranges!{complaint}"]


def test_low_and_high_are_needed():
    _, faults = park_tables(**with_ranges((*BRINE, None, 40)))

    assert [(fault.place, fault.column) for fault in faults] == [("Ranges!D2", "low")]


def test_one_cell_has_one_range_however_it_is_called():
    link = ("Pipelines", "crossing_cost", 0, 9)
    assert said((link[0], "bypass", *link[1:]), (link[0], "plant, mill, heat", *link[1:])) == [
        "Ranges!B3 key: row 2 is of the same cell: delete one"
    ]


def test_the_workbooks_own_value_outside_is_odd():
    assert said((*BRINE, 34, 36)) == ["warning Ranges!D2 low: the workbook itself says 30 EUR/unit: more is varied"]
    assert said((*BRINE, 3, 6)) == ["warning Ranges!E2 high: the workbook itself says 30 EUR/unit: less is varied"]


def test_what_changes_overrules_is_odd():
    worlds = {
        "Stages": [
            {"stage": "now", "start_year": 2026, "years": 5},
            {"stage": "later", "start_year": 2031, "years": 5},
        ],
        "Scenarios": [],
        "Changes": [{"when": "later", "sheet": "Demands", "key": "mill, brine", "column": "virgin_price", "value": 50}],
    }

    assert said((*BRINE, 24, 36), **worlds) == [
        "warning Ranges!B2 key: Changes gives it another value in later: there it is not varied; a factor there would go with it"
    ]


def test_ends_are_in_the_cells_own_unit():
    rows = [
        (*BRINE, "x0.8", "* 1.2"),
        ("Supplies", "plant, brine", "quantity", "20 kt/a", 50),
        ("Settings", "discount_rate", "value", "2 %", Percent(0.08)),
        ("Settings", "carbon_tax", "value", 0, 100),
        ("Pipelines", "hub-mill-heat", "length", 1, 9),
    ]
    ranges = ranges_of(make_park(**with_ranges(*rows)))

    assert [(one.low, one.high, one.own, one.unit) for one in ranges[:4]] == [
        (24, 36, 30, "EUR/unit"),
        (20, 50, 40, "kt/a"),
        (2, 8, 5, "%/a"),
        (0, 100, 0, "EUR/t"),
    ]
    assert math.isnan(ranges[4].own)
    assert [str(one.change(one.low)) for one in ranges[1:4]] == [
        "Supplies: plant, brine: quantity = 20",
        "Settings: discount_rate = 2",
        "Settings: carbon_tax = 0",
    ]
    assert ranges[3].name == "Settings: carbon_tax"


def test_a_world_has_no_ranges_of_its_own():
    assert len(Park(park_tables(**tidy())[0])["Ranges"]) == 1
