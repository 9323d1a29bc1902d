"""What a declared sheet makes of its cells, and what it says of those it cannot take."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidestream.park import SHEETS
from sidestream.tables import (
    Choice,
    Contents,
    Name,
    Number,
    Percent,
    Ref,
    Refs,
    Table,
    Unit,
    YesNo,
    column_letter,
    empty_table,
    is_blank,
    objects,
    read_table,
    said_again,
    together,
)


class Barrels(Table):
    """What stands in the cellar.

    Only the first line is the summary.
    """

    key = ("barrel",)
    barrel = Name("what it is called", needed=True)
    from_ = Ref("who filled it", to="Participants")
    volume = Number("what it holds", unit="l", needed=True, above=0)
    share = Number("how full it is", unit="%", default=50, least=0, most=100)
    co2 = Number("what making it emitted", unit="kg/unit", default=0)
    wood = Choice("what it is made of", default="oak", choices=("oak", "ash"))
    sealed = YesNo("whether it is sealed", default=False)
    tags = Refs("what is said of it", to="Commodities")
    rate = Unit("how quickly it drains")


def read(*rows, header=("barrel", "from", "volume", "share", "co2", "wood", "sealed", "tags", "rate")):
    """Read rows numbered from 2 and return the table and what is said of it."""
    loaded, faults = read_table(Barrels, header, rows, range(2, len(rows) + 2))
    return loaded, [f"{fault.place} {fault.column}: {fault.message}" for fault in faults]


def test_a_declaration_is_a_sheet():
    assert Barrels.sheet == "Barrels"
    assert Barrels.summary() == "What stands in the cellar."
    assert list(Barrels.columns)[:2] == ["barrel", "from"]
    assert list(Barrels.columns)[-3:] == ["quality", "note", "source"]
    assert Barrels.columns["volume"].title == "volume [l]"


def test_cells_become_values_inside_the_model():
    loaded, said = read(["tun", "abbey", 954, 80, 12, "ASH", "Yes", "ale; stout", "l / h"])
    assert said == []
    assert loaded.frame.loc[2].to_dict() == {
        "barrel": "tun",
        "from": "abbey",
        "volume": 954.0,
        "share": 0.8,  # 80 %
        "co2": 0.012,  # 12 kg in t
        "wood": "ash",
        "sealed": True,
        "tags": ("ale", "stout"),
        "rate": "l/h",
        "quality": "",
        "note": "",
        "source": "",
    }


def test_blank_cells_become_the_declared_default():
    loaded, said = read(["tun", None, 954, "", "  ", None, math.nan, None, None])
    assert said == []
    row = loaded.frame.loc[2]
    assert (row["from"], row["share"], row["co2"], row["wood"], row["sealed"]) == ("", 0.5, 0.0, "oak", False)
    assert (row["tags"], row["rate"]) == ((), "")
    assert loaded.given.loc[2].to_dict() == {name: name in ("barrel", "volume") for name in Barrels.columns}


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("barrel", None, "is needed: what it is called (a name without ;)"),
        ("barrel", "a; b", "'a; b' holds ';', which separates names in a list: take it out"),
        (
            "barrel",
            dt.date(2024, 2, 1),
            "the cell holds a date or time (2024-02-01): format it as text, and type the name again",
        ),
        ("barrel", "\u200b", "holds only signs that nobody sees: type a name, or clear the cell"),
        (
            "from",
            "abbey; mill",
            "'abbey; mill' lists several names, and one is expected here: give each a row of its own",
        ),
        ("barrel", "a\nb", "'a b' holds a line break or another invisible sign: take it out"),
        ("volume", None, "is needed: what it holds (greater than 0)"),
        ("volume", -3, "must be greater than 0, found -3"),
        ("volume", 0, "must be greater than 0, found 0"),
        ("volume", 1e-308, "1e-308 is next to nothing: at least 1e-12 is taken"),
        ("volume", 1e16, "1e+16 is beyond any park: at most 1e+15 is taken"),
        ("volume", "12,5 ", "'12,5 ' is text, not a number: type 12.5 as a number"),
        ("volume", "1.234,5", "'1.234,5' is text, not a number: type 1234.5 as a number"),
        ("volume", "1,234", "'1,234' is text, not a number: type 1234 or 1.234, whichever is meant"),
        ("volume", "1.234", "'1.234' is text, not a number: type 1234 or 1.234, whichever is meant"),
        ("volume", "1.234.567", "'1.234.567' is text, not a number: type 1234567 as a number"),
        ("volume", "12,5 l", "'12,5 l' is text, not a number: type 12.5 alone"),
        ("volume", "€ 3", "'€ 3' is text, not a number: type 3 alone"),
        ("volume", "3 to 4", "'3 to 4' is not a number"),
        ("volume", "n/a", "'n/a' is not a number"),
        (
            "share",
            "n/a",
            "'n/a' is not a number: type your best guess (quality: assumed), or leave the cell blank where it may be",
        ),
        ("volume", "much", "'much' is not a number"),
        ("volume", True, "'True' is a yes/no, not a number"),
        ("volume", "#DIV/0!", "the cell shows the error #DIV/0!: mend its formula"),
        ("share", 101, "must be at least 0 and at most 100, found 101"),
        ("share", Percent(1.01), "must be at least 0 and at most 100, found 101"),
        ("wood", "oka", "'oka' is not a choice here - did you mean 'oak'? (choices: oak, ash)"),
        ("wood", "#N/A", "the cell shows the error #N/A: mend its formula"),
        ("sealed", "perhaps", "must be yes or no, found 'perhaps'"),
        ("tags", "ale; ale", "'ale' is listed twice"),
        ("rate", "l", "'l' has no time: write l/a, l/h or another quantity per time"),
    ],
)
def test_a_cell_that_cannot_be_taken(column, cell, message):
    header = list(Barrels.columns)
    row = {"barrel": "tun", "volume": 954, column: cell}
    loaded, faults = read_table(Barrels, header, [[row.get(name) for name in header]], [7])
    (fault,) = faults
    assert (fault.place, fault.column) == (
        f"Barrels!{column_letter(header.index(column))}7",
        Barrels.columns[column].title,
    )
    assert fault.message == message
    assert loaded.faulty == {(7, column)}
    blank = Barrels.columns[column].blank()
    assert loaded.frame.at[7, column] == blank or is_blank(blank)


def test_a_column_of_numbers_in_which_there_is_none_is_complained_of_once():
    names = ["oak", "ash", "beech", "elm"]
    loaded, said = read(*[[f"tun {name}", None, name] for name in names], ["vat", None, None])
    assert said == [
        "Barrels!C1 volume [l]: none of the 4 filled cells below is a number (C2 is 'oak'): "
        "type numbers there, or name the column for what it holds",
        "Barrels!C6 volume [l]: is needed: what it holds (greater than 0)",
    ]
    assert loaded.faulty == {(row, "volume") for row in range(2, 7)}

    for fewer in (["oak", "ash", "beech"], ["oak", "ash", "beech", 7, "elm"], ["oak", "ash", "beech", "12,5"]):
        _, said = read(*[[f"tun {name}", None, name] for name in fewer])
        assert said[0] == "Barrels!C2 volume [l]: 'oak' is not a number"


class Kegs(Table):
    """What stands in the yard."""

    keg = Name("what it is called", needed=True)
    litres = Number("what it holds", needed=True)


def test_a_lone_cell_below_the_table_is_complained_of_once():
    rows = [["a", 1], [None, None], ["Total", None], [None, None, "x"]]
    _, faults = read_table(Kegs, ("keg", "litres", "note"), rows, range(2, 6))
    assert [(fault.place, fault.message) for fault in faults] == [
        (
            "Kegs!C5",
            "is the only filled cell of its row, where keg, litres are needed too: fill them in, or clear the cell",
        ),
        ("Kegs!B4", "is needed: what it holds (a number)"),
    ]


def test_a_percentage_typed_with_its_sign():
    loaded, _ = read(["tun", None, 954, Percent(0.12)])
    assert loaded.frame.at[2, "share"] == 0.12


def test_the_header_is_complained_about():
    header = ("barrel", "volum", "Share", "share", None)
    _, said = read(["tun", 954, 20, 30, "lost"], header=header)
    assert said == [
        "Barrels!B1 : no column is called 'volum' - did you mean 'volume'?",
        "Barrels!D1 : the column 'share' is there twice",
        "Barrels!E1 : the column has content but no name in row 1: name it there, or clear it",
        "Barrels : the column 'volume' is missing: what it holds",
    ]


def test_a_column_that_is_there_is_not_suggested_for_another():
    _, said = read(["tun", 954, 20], header=("barrel", "volume", "volumes"))
    assert said == [f"Barrels!C1 : no column is called 'volumes' (columns: {', '.join(Barrels.columns)})"]


def test_rows_that_cannot_be_told_apart():
    _, said = read(["tun", None, 1], ["Tun", None, 2], ["vat", None, 3], ["vat", None, 4])
    assert said == [
        "Barrels!A3 barrel: 'Tun' stands in row 2 already: delete one",
        "Barrels!A5 barrel: 'vat' stands in row 4 already: delete one",
    ]


def test_blank_rows_are_passed_over_and_short_rows_filled():
    loaded, said = read(["tun", None, 1], [None, " "], ["vat", None, 2])
    assert said == []
    assert list(loaded.frame.index) == [2, 4]


def test_a_column_the_sheet_does_not_have_is_addressed_by_its_row():
    loaded, _ = read(["tun", 3], header=("barrel", "volume"))
    assert loaded.fault(2, "share", "!").place == "Barrels!row 2"
    assert loaded.fault(None, "volume", "!").place == "Barrels!B1"
    assert loaded.fault(None, "share", "!").place == "Barrels"


@pytest.mark.parametrize("table", SHEETS)
def test_every_sheet_can_be_empty(table):
    loaded = empty_table(table)
    assert loaded.frame.empty
    assert list(loaded.frame) == list(table.columns)
    assert table.summary().endswith(".")
    assert set(table.key) <= set(table.columns)


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")])
def test_column_letters(place, letters):
    assert column_letter(place) == letters


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["#N/A", " a", "7", "a;b", "\u200b"]
)
CELLS = st.none() | NAMES | st.floats(allow_nan=True) | st.integers() | st.booleans() | st.dates()


@given(st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=8))
def test_a_column_at_once_is_its_cells_one_by_one(rows):
    header = list(Barrels.columns)[:9]
    loaded, faults = read_table(Barrels, header, rows, range(2, len(rows) + 2))
    kept = {row: rows[row - 2] for row in loaded.frame.index}
    strange = {
        fault.column for fault in faults if "filled cells below is a number" in fault.message
    }  # said once of them

    assert [row for row in kept if all(is_blank(cell) for cell in kept[row])] == []
    for row, cells in kept.items():
        one, alone = read_table(Barrels, header, [cells], [row])
        assert repr(one.frame.loc[row].to_dict()) == repr(loaded.frame.loc[row].to_dict())
        assert one.given.loc[row].to_dict() == loaded.given.loc[row].to_dict()
        told = [fault for fault in faults if fault.row == row and " stands in row " not in fault.message]
        assert sorted(one for one in alone if one.column not in strange) == sorted(
            one for one in told if one.column not in strange
        )


def test_texts_are_numbers_and_once():
    contents = Contents.of([1, 2.5, "a", None, "a", True, Percent(0.5), 2**60, math.nan, "  "])

    assert contents.numbers[:2].tolist() == [1, 2.5]
    assert contents.words == ["a", True, 0.5, 2**60]
    assert contents.codes.tolist() == [-1, -1, 0, -1, 0, 1, 2, 3, -1, -1]
    assert [contents.cell(row) for row in range(10)] == [1, 2.5, "a", None, "a", True, 0.5, 2**60, None, None]
    assert contents.worded().words == ["a", True, 0.5, 2**60, 1, 2.5]


@given(st.lists(st.tuples(st.sampled_from("aAb"), st.sampled_from(["x", ("y",), ("y", "z")])), max_size=12))
def test_rows_that_say_the_same(rows):
    columns = [objects([row[place] for row in rows]) for place in (0, 1)]
    numbers, first = together(columns)

    assert [rows[place] for place in first] == list(dict.fromkeys(rows))
    assert [rows[first[number]] for number in numbers] == rows
    folded = [(word.casefold(), more) for word, more in rows]
    assert said_again(columns).tolist() == [folded.count(row) > 1 for row in folded]
