"""What a column takes it shows again, and what it shows can be typed again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidestream.tables import Choice, Choices, Name, Number, Refs, Text, Unit, YesNo

UNITS_OF_NUMBERS = ("", "%", "kg/unit", "EUR/m", "1/week", "EUR")


@given(st.sampled_from(UNITS_OF_NUMBERS), st.integers(-(10**7), 10**7), st.integers(0, 6))
def test_a_number_shown_is_the_number_typed(unit, digits, places):
    typed = digits / 10**places
    column = Number("", unit=unit)
    assert column.show(column.understand(typed)) == pytest.approx(typed, rel=1e-14)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        (Text(""), "as it stands"),
        (Choice("", choices=("a", "b")), "b"),
        (Choices("", choices=("pipe", "truck")), "pipe; truck"),
        (Refs("", to="Commodities"), "ale; stout"),
        (YesNo(""), "no"),
        (Unit(""), "kt/a"),
    ],
)
def test_what_is_shown_can_be_typed_again(column, cell):
    value = column.understand(cell)
    assert column.show(value) == cell
    assert column.understand(column.show(value)) == value


def test_numbers_that_are_names_are_read_as_text():
    assert Name("").understand(7.0) == "7"
    assert Refs("", to="").understand(7) == ("7",)


@pytest.mark.parametrize("cell", ["pipe, truck", "pipe/truck", "Pipe and Truck", "pipe + truck"])
def test_several_choices_are_separated_by_semicolons(cell):
    with pytest.raises(ValueError, match=r"several are separated by ; - type pipe; truck"):
        Choices("", choices=("pipe", "truck")).understand(cell)


def test_a_place_in_metres():
    with pytest.raises(ValueError, match=r"at most 50000 is taken; are these metres\? Then type 401\.4"):
        Number("", unit="km").understand(401_400)


@pytest.mark.parametrize(
    ("cell", "km"), [("2000 m", "2"), ("3 miles", "4.82803"), ("1,5 mi", "2.41402"), ("500 ft", "0.1524")]
)
def test_a_length_in_another_unit_is_said_in_kilometres(cell, km):
    # 1.609344 km are a mile, 0.3048 m a foot; "type 2000 alone" would make two kilometres two thousand
    with pytest.raises(ValueError, match=f"in km that is {km}; type that alone"):
        Number("how long", unit="km").understand(cell)
