"""Settings that do not exist, or say what they cannot."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Settings", 2, {"setting": "discont_rate"})],
        [
            "Settings discount_rate [%/a]: is needed, as Pipelines row 2 is an investment: add a row for it",
            "Settings!A2 setting: no setting is called 'discont_rate' - did you mean 'discount_rate'?",
        ],
    ),
    (
        [("Settings", None, {"setting": "colour", "value": "red"})],
        [
            "Settings!A5 setting: no setting is called 'colour' (settings: currency, price_year, discount_rate, carbon_tax, carbon_value, electricity_price, electricity_co2, hours_per_year, detour_pipe, detour_road, payments, objective, risk, risk_tail, risk_weight, generate_candidates, longest_pipe, longest_road, gap, time_limit, outage_weeks)"
        ],
    ),
    (
        [("Settings", 2, {"value": -3})],
        ["Settings!B2 discount_rate [%/a]: must be at least 0 and at most 100, found -3"],
    ),
    (
        [("Settings", 2, {"value": "5 %"})],
        ["Settings!B2 discount_rate [%/a]: '5 %' is text, not a number: type 5 alone"],
    ),
    (
        [("Settings", 2, {"value": "5,5"})],
        ["Settings!B2 discount_rate [%/a]: '5,5' is text, not a number: type 5.5 as a number"],
    ),
    (
        [("Settings", 2, {"unit": "1/a"})],
        ["Settings!C2 unit: discount_rate is read in %/a, found '1/a': type the value in %/a"],
    ),
    (
        [("Settings", None, {"setting": "currency", "value": "SEK", "unit": "SEK"})],
        ["Settings!C5 unit: 'SEK' is not needed: currency has no unit"],
    ),
    (
        [("Settings", None, {"setting": "hours_per_year", "value": 9000})],
        ["Settings!B5 hours_per_year [h]: must be greater than 0 and at most 8784, found 9000"],
    ),
    (
        [("Settings", None, {"setting": "price_year", "value": 2024.5})],
        ["Settings!B5 price_year [year]: must be a whole year, at least 1900 and at most 2200, found 2024.5"],
    ),
    *(
        (
            [("Settings", None, {"setting": "currency", "value": value})],
            [
                "Settings!B5 currency: must be a currency such as EUR, in at most 20 signs without / [ ] ; :, "
                f"found {found}"
            ],
        )
        for value, found in [("a\nb", "'a b'"), (1e300, "'1e+300'"), ("EUR/a", "'EUR/a'"), ("x" * 21, f"'{'x' * 21}'")]
    ),
    ([("Settings", 2, {"value": 0.05})], ["warning Settings!B2 value: 0.05 means 0.05 % a year: for 5 % type 5"]),
    (
        [("Settings", 2, {"value": None})],
        ["Settings!B2 discount_rate [%/a]: is needed, as Pipelines row 2 is an investment: type it here"],
    ),
    (
        [("Settings", None, {"setting": "discount_rate", "value": 4})],
        ["Settings!A5 setting: 'discount_rate' stands in row 2 already: delete one"],
    ),
    (
        [("Settings", 3, {"unit": "EUR/t"})],
        ["Settings!C3 unit: electricity_price is read in EUR/MWh, found 'EUR/t': type the value in EUR/MWh"],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    *(
        [("Settings", None, {"setting": "currency", "value": word})]
        for word in ("\tkr\u200b ", "€", "million EUR", "R$")
    ),
    [("Settings", 3, {"unit": "EUR / MWh"})],
    [("Settings", None, {"setting": "currency", "value": "SEK"}), ("Settings", 3, {"unit": "SEK/MWh"})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
