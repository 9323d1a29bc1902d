"""Which units a workbook may use, and what one of each is inside the model."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidestream.units import AMOUNTS, BASE, TIMES, Rate, UnitError, amount, rate, rate_choices

YEAR = 8760.0


@pytest.mark.parametrize(
    ("text", "dimension", "factor"),
    [
        ("kt/a", "mass", 1000 / 8760),  # 1,000 t in 8,760 h
        ("t/month", "mass", 1 / 730),  # a month is 730 h, whatever the year has
        ("t/week", "mass", 1 / 168),
        ("kg/h", "mass", 0.001),
        ("kg/s", "mass", 3.6),  # 3,600 kg in an hour
        ("short_ton/day", "mass", 0.90718474 / 24),
        ("bbl/day", "volume", 0.158987294928 / 24),
        ("m3/h", "volume", 1.0),
        ("l/s", "volume", 3.6),  # 3,600 l in an hour
        ("Mm3/y", "volume", 1e6 / 8760),
        ("Nm3/h", "normal volume", 1.0),
        ("GJ/h", "energy", 1 / 3.6),  # 3.6 GJ are 1 MWh
        ("GWh/a", "energy", 1000 / 8760),
        ("kW", "energy", 0.001),
        ("MJ/s", "energy", 1.0),  # 1 MJ/s is 1 MW
        (" MW ", "energy", 1.0),
        ("t / a", "mass", 1 / 8760),
        ("1/h", "count", 1.0),
    ],
)
def test_a_rate_in_base_units_an_hour(text, dimension, factor):
    parsed = rate(text, YEAR)
    assert (parsed.dimension, parsed.per_period) == (dimension, False)
    assert parsed.factor == pytest.approx(factor, rel=1e-12)


def test_a_year_has_the_hours_it_is_given_and_a_month_has_not():
    assert rate("t/a", 8784).factor == pytest.approx(1 / 8784)
    assert rate("t/month", 8784) == rate("t/month", 8760)


def test_a_rate_per_period_has_no_hours():
    assert rate("1/period", YEAR) == Rate("count", 1.0, per_period=True)
    assert rate("kt/period", YEAR) == Rate("mass", 1000.0, per_period=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ton/a", "'ton' could be three different weights: write t or short_ton"),
        ("Tons/a", "'Tons' could be three different weights: write t or short_ton"),
        ("Tonnes/a", "'Tonnes' is written t here"),
        ("t", "'t' has no time: write t/a, t/h or another quantity per time"),
        ("mwh/a", "'mwh' is not a unit known here - did you mean 'MWh'?"),
        ("t/hour", "'hour' is not a time known here: use one of s, min, h, day,"),
        ("t/fortnight", "'fortnight' is not a time known here"),
        ("", "'' is not a quantity per time known here, such as t/a or m3/h"),
        ("mt/a", "'mt' could be a tonne or a million of them: write t or Mt"),
        ("tpa", "'tpa' is not a quantity per time known here, such as t/a or m3/h - did you mean 't/a'?"),
        (
            "m³ per hour",
            "'m³ per hour' is not a quantity per time known here, such as t/a or m3/h - did you mean 'm3/h'?",
        ),
        ("mtpa", "'mtpa' is not a quantity per time known here, such as t/a or m3/h"),
        ("heaps", "'heaps' is not a quantity per time known here, such as t/a or m3/h"),
    ],
)
def test_a_rate_that_is_refused(text, message):
    with pytest.raises(UnitError) as error:
        rate(text, YEAR)
    assert str(error.value).startswith(message)


def test_an_amount():
    assert amount("kt") == ("mass", 1000.0)
    assert amount(" GJ ") == ("energy", pytest.approx(1 / 3.6))
    with pytest.raises(UnitError, match="'kgs' is not a unit known here - did you mean 'kg'"):
        amount("kgs")


def test_base_units_are_one():
    assert {dimension: amount(unit) for dimension, unit in BASE.items()} == {d: (d, 1.0) for d in BASE}


def test_every_choice_of_a_dropdown_can_be_read():
    assert len(rate_choices()) == len(set(rate_choices()))
    for text in rate_choices():
        assert rate(text, YEAR).factor > 0


@given(st.sampled_from(sorted(AMOUNTS)), st.sampled_from(sorted(TIMES)), st.floats(1, 8784))
def test_a_rate_times_the_hours_of_its_time_is_its_amount(unit, time, year):
    hours = TIMES[time] or year
    assert rate(f"{unit}/{time}", year).factor * hours == pytest.approx(amount(unit)[1])


@given(st.text())
def test_any_text_is_a_unit_or_refused(text):
    for read in (amount, lambda word: rate(word, YEAR)):
        with contextlib.suppress(UnitError):
            read(text)
