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
    ([("Limits", 2, {"unit": "EUR"})], ["Limits!E2 unit: CO2 is limited in t, kg, kt or Mt, found 'EUR'"]),
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

COST = {"on": "cost", "key": "disposal, plant", "most": 3e4, "unit": "EUR"}
PARTNERS = {"on": "partners", "key": "plant", "most": 2}
SHARE = {"on": "supplier share", "key": "mill, heat", "most": 60, "unit": "%"}
CARRIED = {"on": "throughput", "key": "mill, brine", "most": 3, "unit": "t/h", "per": "period"}
BROKEN += [
    (
        [("Limits", None, {"on": "grants", "most": 3, "unit": "EUR"})],
        ["Limits!A4 on: 'grants' is no choice yet: a design knows no grants; delete the row"],
    ),
    ([("Limits", None, COST | {"unit": "t"})], ["Limits!E4 unit: a cost is limited in EUR, found 't'"]),
    ([("Limits", None, COST | {"unit": None})], ["Limits!E4 unit: is needed: a cost is limited in EUR"]),
    ([("Limits", None, COST | {"per": "once"})], ["Limits!F4 per: a cost is limited per year or period, found 'once'"]),
    (
        [("Limits", None, COST | {"key": "disposl"})],
        ["Limits!B4 key: no account is called 'disposl' - did you mean 'disposal'?"],
    ),
    (
        [("Limits", None, COST | {"key": "plant"})],
        ["Limits!B4 key: 'plant' is a participant: type which cost of it, such as 'cash, plant'"],
    ),
    (
        [("Limits", None, COST | {"key": "carbon value, plant"})],
        ["Limits!B4 key: carbon value is nobody's cost: type 'carbon value' alone"],
    ),
    (
        [("Limits", None, COST | {"key": "disposal, plnt"})],
        ["Limits!B4 key: no participant is called 'plnt' - did you mean 'plant'?"],
    ),
    (
        [("Limits", None, PARTNERS | {"most": 1.5})],
        ["Limits!D4 most: must be a whole number of partners, 0 or more, found 1.5"],
    ),
    (
        [("Limits", None, PARTNERS | {"per": "period"})],
        ["Limits!F4 per: partners are counted once: leave it blank, found 'period'"],
    ),
    (
        [("Limits", None, PARTNERS | {"unit": "t"})],
        ["Limits!E4 unit: the number of partners is limited in 1, or blank, found 't'"],
    ),
    (
        [("Limits", None, PARTNERS | {"key": "bypass"})],
        ["Limits!B4 key: no participant is called 'bypass' (choices: hub, mill, plant, town)"],
    ),
    (
        [("Limits", None, SHARE | {"least": 10})],
        ["Limits!C4 least: no giver has to deliver a share: clear the cell, and type a most"],
    ),
    ([("Limits", None, SHARE | {"most": 101})], ["Limits!D4 most: must be a share from 0 to 100 %, found 101"]),
    (
        [("Limits", None, SHARE | {"key": "mill"})],
        ["Limits!B4 key: names a participant and a commodity, separated by a comma, such as 'mill, ash'"],
    ),
    (
        [("Limits", None, SHARE | {"key": "mill, heta"})],
        ["Limits!B4 key: no commodity is called 'heta' - did you mean 'heat'?"],
    ),
    (
        [("Limits", None, SHARE | {"key": "mill, clay"})],
        ["warning Limits!B4 key: no link brings clay to 'mill': this limits nothing"],
    ),
    (
        [("Limits", None, SHARE)],
        ["warning Limits!B4 key: hub passes on what others give: it counts as one giver, whoever is behind it"],
    ),
    (
        [("Limits", None, CARRIED | {"key": None})],
        ["Limits!B4 key: is needed: a link, a participant, or a participant and a commodity, such as 'mill, ash'"],
    ),
    (
        [("Limits", None, CARRIED | {"unit": "MWh"})],
        ["Limits!E4 unit: 'MWh' is no unit that brine can be counted in: give its energy in Commodities"],
    ),
    (
        [("Limits", None, CARRIED | {"key": "mill"})],
        ["Limits!E4 unit: 't/h' is no unit that heat can be counted in: give its mass in Commodities"],
    ),
    (
        [("Limits", None, CARRIED | {"unit": "t/period", "per": "year"})],
        ["Limits!F4 per: 't/period' is an amount per period: type period"],
    ),
    (
        [("Limits", None, CARRIED | {"unit": "t/fortnight"})],
        [
            "Limits!E4 unit: 'fortnight' is not a time known here: use one of s, min, h, day, d, week, month, a, year, y, period"
        ],
    ),
    (
        [("Limits", None, CARRIED | {"most": -1})],
        ["Limits!D4 most: must be at least 0, found -1: nothing is carried backwards"],
    ),
    (
        [("Limits", None, CARRIED | {"key": "bypas"})],
        ["Limits!B4 key: no participant or link is called 'bypas' - did you mean 'bypass'?"],
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
    [("Limits", None, COST)],
    [("Limits", None, COST | {"key": None})],
    [("Limits", None, COST | {"key": "cash", "most": -5})],
    [("Limits", None, COST | {"key": "carbon value", "per": "period"})],
    [("Limits", None, PARTNERS)],
    [("Limits", None, PARTNERS | {"key": None, "unit": "1", "per": "once"})],
    [("Limits", None, SHARE | {"key": "mill, brine", "per": "period"})],
    [("Limits", None, CARRIED)],
    [("Limits", None, CARRIED | {"key": "bypass", "unit": "GWh", "per": None})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
