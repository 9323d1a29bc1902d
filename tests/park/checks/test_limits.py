"""Limits on nothing, in a wrong unit, or crossed."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    ([("Limits", 2, {"key": "CO2"})], ["Limits!B2 key: no impact is called 'CO2' - did you mean 'co2'?"]),
    ([("Limits", 2, {"key": "co2, plnt"})], ["Limits!B2 key: no participant is called 'plnt' - did you mean 'plant'?"]),
    (
        [("Limits", 2, {"key": "plant"})],
        ["Limits!B2 key: 'plant' is a participant: type which impact of it, such as 'co2, plant'"],
    ),
    (
        [("Limits", 3, {"key": "bypas"})],
        ["Limits!B3 key: no participant or link is called 'bypas' - did you mean 'bypass'?"],
    ),
    ([("Limits", 2, {"unit": "EUR"})], ["Limits!E2 unit: CO2 is limited in t, kg or kt, found 'EUR'"]),
    ([("Limits", 3, {"unit": "t"})], ["Limits!E3 unit: an investment is limited in EUR, found 't'"]),
    ([("Limits", 2, {"per": "once"})], ["Limits!F2 per: an impact is limited per year or period, found 'once'"]),
    ([("Limits", 3, {"per": "year"})], ["Limits!F3 per: an investment is made once: type once, found 'year'"]),
    ([("Limits", 3, {"per": None})], ["Limits!F3 per: is needed: an investment is made once: type once"]),
    ([("Limits", 2, {"most": None})], ["Limits!D2 most: neither least nor most is given: type one"]),
    ([("Limits", 2, {"least": 1001})], ["Limits!C2 least: 1001 is more than most, 1000"]),
    (
        [("Limits", 2, {"key": "co2; plant"})],
        ["Limits!B2 key: an impact and a participant are separated by a comma: type 'co2, plant'"],
    ),
    ([("Limits", 3, {"most": -1})], ["Limits!D3 most: must be at least 0, found -1: nothing is built for less"]),
    (
        [("Limits", 2, {"most": -1})],
        [
            "Limits!D2 most: must be at least 0, found -1: no CO2 of a supply or a bought good is below 0, so no sum of them is"
        ],
    ),
    (
        [("Pipelines", 2, {"link": "plant"})],
        ["Limits!B3 key: 'plant' is a participant and a link: give the link another name"],
    ),
    (
        [("Limits", None, {"on": "impact", "key": "CO2", "most": 3, "unit": "kg", "per": "year"})],
        [
            "Limits!A4 on: 'impact, CO2, year' stands in row 2 already: delete one",
            "Limits!B4 key: no impact is called 'CO2' - did you mean 'co2'?",
        ],
    ),
]

WATER = {"on": "impact", "key": "groundwater", "most": 3e4, "unit": "m3", "per": "year"}
BROKEN += [
    (
        [("Limits", None, WATER | {"unit": "t"})],
        ["Limits!E4 unit: 't' is no unit that groundwater can be counted in: ImpactFactors has it in m3"],
    ),
    (
        [("Limits", None, WATER | {"unit": "cubic"})],
        ["Limits!E4 unit: 'cubic' is no unit that groundwater can be counted in: ImpactFactors has it in m3"],
    ),
    (
        [("Limits", None, WATER | {"key": "groundwater, plnt", "unit": "l"})],
        ["Limits!B4 key: no participant is called 'plnt' - did you mean 'plant'?"],
    ),
    (
        [("Limits", None, WATER | {"key": "ground water"})],
        ["Limits!B4 key: no impact is called 'ground water' - did you mean 'groundwater'?"],
    ),
    (
        [("Limits", None, WATER | {"most": -1})],
        ["Limits!D4 most: must be at least 0, found -1: no factor of 'groundwater' is below 0, so no sum of them is"],
    ),
    (
        [("Limits", None, WATER | {"per": "once"})],
        ["Limits!F4 per: an impact is limited per year or period, found 'once'"],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [("Limits", 2, {"key": "co2, plant"})],
    [("Limits", 3, {"key": "bypass"})],
    [("Limits", 2, {"key": None})],
    [("Limits", 3, {"key": None})],
    [("Limits", 3, {"least": -1})],
    [("Limits", 2, {"most": -1}), ("Supplies", 2, {"disposal_co2": -5})],
    [("Limits", None, WATER)],
    [("Limits", None, WATER | {"key": "groundwater, mill", "unit": "Mm3", "per": None})],
    [("Limits", None, WATER | {"most": -1}), ("ImpactFactors", 3, {"factor": -1})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
