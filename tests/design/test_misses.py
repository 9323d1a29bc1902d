"""What a design leaves alone, and that its sheet says nothing else."""

from __future__ import annotations

import pytest

from design.views.named import named_park
from sidestream.design.audit import audit
from sidestream.design.design import Design
from sidestream.design.misses import left_alone
from sidestream.studies.one_design import Options, design_network


@pytest.fixture(scope="module")
def park():
    return named_park()


@pytest.fixture(scope="module")
def design(park):
    return design_network(park, Options(gap=0))


def test_what_is_left_alone(park, design):
    # Of gypsum and ash something is left too, but most of it goes.
    alone = left_alone(park, design.tables)

    assert alone[["what", "row", "participant", "commodity", "unit"]].to_numpy().tolist() == [
        ["by-product", 4, "Zorvex quarry", "clay", "t"],
        ["need", 5, "Brontal plant", "clay", "t"],
        ["need", 6, "Quimble mill", "heat", "MWh"],
    ]
    assert alone["quantity"].tolist() == pytest.approx([13, 7, 17])
    assert alone["price"].tolist() == [0, 3, 70]


def edited(design, row, **cells):
    frame = design["Misses"].copy()
    for column, value in cells.items():
        frame.loc[row, column] = value
    return Design({**design.tables, "Misses": frame}, design.facts)


@pytest.mark.parametrize(
    ("column", "value", "place", "words"),
    [
        ("quantity", 14.0, "Misses!E2", "13 expected: what is left in the other sheets"),
        ("price", 1.0, "Misses!G2", "0 expected: the price in the park"),
        ("unit", "MWh", "Misses!F2", "'t' expected"),
        ("with", "Brontal", "Misses!I2", "did you mean 'Brontal plant'?"),
        ("by_product", "loam", "Misses!J2", "no commodity is called 'loam'"),
        ("link", "pipe", "Misses!N2", "no link is called 'pipe'"),
        ("participant", "Zorvex works", "Misses!B2", "nothing of it is left alone in the design"),
        ("commodity", "gypsum", "Misses!B2", "nothing of it is left alone in the design"),
    ],
)
def test_what_is_wrong_is_named_by_its_cell(park, design, column, value, place, words):
    faults = {fault.place: fault.message for fault in audit(park, edited(design, 0, **{column: value}))}

    assert words in faults[place]


def test_a_row_that_is_not_there_is_named(park, design):
    tables = {**design.tables, "Misses": design["Misses"].iloc[1:].reset_index(drop=True)}

    assert [fault.message for fault in audit(park, Design(tables, design.facts))] == [
        "no row for by-product, Zorvex quarry, clay"
    ]


def test_the_whole_sheet_may_be_left_out(park, design):
    assert audit(park, Design({**design.tables, "Misses": design["Misses"].iloc[:0]}, design.facts)) == []
