"""What differs between parks and between designs, and who gains and loses."""

from __future__ import annotations

from pathlib import Path

import pytest

from park_from import make_park, tidy
from parks import SOLVED, two_sites
from parks.outages import plant_and_two_mills
from parks.rows import commodity, demand, pipe, sites, supply
from sidestream.errors import UsageError
from sidestream.studies.compare import File, compare
from sidestream.studies.compare.cells import differing
from sidestream.studies.one_design import design_network
from sidestream.studies.options import Options

EXACT = Options(gap=0.0)


def cells(first, other):
    """Sheet, key, column, and what stands in both."""
    found = differing(make_park(**first), make_park(**other))
    return [tuple(row[name] for name in ("sheet", "key", "column", "first", "other")) for row in found]


def park(name, sheets):
    return File(name, Path(f"{name} is no file"), park=make_park(**sheets))


def designed(name, sheets):
    return File(name, Path(f"{name} is no file"), design=design_network(make_park(**sheets), EXACT))


@pytest.mark.parametrize("name", list(SOLVED)[::6])
def test_a_park_does_not_differ_from_itself(name):
    sheets = SOLVED[name].sheets()
    upside_down = {sheet: rows if isinstance(rows, dict) else rows[::-1] for sheet, rows in sheets.items()}
    upside_down |= {name: sheets[name] for name in ("Periods", "Profiles") if name in sheets}

    assert cells(sheets, sheets) == []
    assert cells(sheets, upside_down) == [] or len(sheets.get("Limits", [])) > 1


def test_every_sheet_of_a_tidy_park_is_held_against_its_own():
    assert cells(tidy(), tidy()) == []


@pytest.mark.parametrize(
    ("quantity", "unit", "differs"),
    [
        (100, "t/a", False),
        (0.1, "kt/a", False),
        (100_000, "kg/a", False),
        (100 / 8760, "t/h", False),
        (101, "t/a", True),
    ],
)
def test_amounts_are_compared_whatever_their_unit(quantity, unit, differs):
    other = plant_and_two_mills()
    other["Supplies"] = [supply("plant", "ash", quantity, disposal_cost=10, unit=unit)]
    said = [("Supplies", "plant, ash", "quantity", "100 t/a", f"{quantity} {unit}")]

    assert cells(plant_and_two_mills(), other) == (said if differs else [])


def test_change_of_a_number():
    other = plant_and_two_mills(a={"virgin_price": 60})
    (row,) = differing(make_park(**plant_and_two_mills()), make_park(**other))

    assert (row["first"], row["other"], row["change"]) == ("50 EUR/unit", "60 EUR/unit", pytest.approx(0.2))


def test_default_and_blank_mean_the_same():
    assert cells(plant_and_two_mills(), plant_and_two_mills(a={"backup": 100})) == []
    assert cells(plant_and_two_mills(), plant_and_two_mills(a={"backup": 50})) == [
        ("Demands", "mill a, ash", "backup", "100 %", "50 %")
    ]


def test_rows_of_one_alone_and_links_that_lead_elsewhere():
    other = plant_and_two_mills()
    other["Pipelines"][0] |= {"to": "mill b"}
    other["Demands"] = other["Demands"][1:]

    assert cells(plant_and_two_mills(), other) == [
        ("Demands", "mill a, ash", "", "quantity 60 t/a; if_not_served buy; virgin_price 50 EUR/unit", ""),
        ("Pipelines", "pipe a", "to", "mill a", "mill b"),
    ]


def test_settings_and_profiles():
    year = {"Periods": [{"period": name, "hours": 4_380} for name in ("winter", "summer")]}
    shapes = [{"period": "winter", "heat": 1.5}, {"period": "summer", "heat": 0.5}]
    first = plant_and_two_mills(**year, Profiles=shapes, Settings={"carbon_tax": 10})
    other = plant_and_two_mills(**year, Profiles=[shapes[0] | {"heat": 1.2}, shapes[1] | {"heat": 0.8}], Settings={})

    assert cells(first, other) == [
        ("Settings", "carbon_tax", "", "value 10", ""),
        ("Profiles", "winter", "heat", "1.5", "1.2"),
        ("Profiles", "summer", "heat", "0.5", "0.8"),
    ]


@pytest.fixture(scope="module")
def pair():
    # With ash worth 50 and 30 a t, both pipes are laid: 300 EUR/a. Where mill b buys for 1 and the plant disposes for 1, its pipe is
    # not: 200 for pipe a, 40 * 1 bought, 40 * 1 disposed of.
    cheap = plant_and_two_mills(b={"virgin_price": 1})
    cheap["Supplies"] = [supply("plant", "ash", 100, disposal_cost=1)]
    return designed("both", plant_and_two_mills()), designed("one", cheap)


def test_two_designs(pair):
    found = compare(pair)
    figures = found["Figures compared"].set_index(["case", "figure"])

    assert found["Builds that differ"][["file", "kind", "name", "note"]].to_numpy().tolist() == [
        ["one", "pipeline", "pipe b", "only in the first"]
    ]
    assert figures.loc[("design", "total cost"), ["first", "other", "difference"]].tolist() == pytest.approx(
        [300, 280, -20]
    )
    assert figures.loc[("today", "total cost"), "difference"] == pytest.approx(3_140 - 5_200)
    # half of pipe b, 50 EUR/a, is the plant's and half mill b's: the plant disposes for 40 instead, and so gains 10, as mill b does
    people = found["Participants compared"].set_index("participant")
    assert people["gain"].to_dict() == pytest.approx({"plant": 10, "mill b": 10, "mill a": 0})
    assert people["verdict"].to_dict() == {"plant": "gains", "mill b": "gains", "mill a": "the same"}
    assert found.facts["enough"]
    assert found["Cells that differ"].empty


def test_the_first_is_what_the_others_are_held_against(pair):
    found = compare([pair[1], pair[0], pair[1]])

    assert found["Builds that differ"][["file", "name", "note"]].to_numpy().tolist() == [
        ["both", "pipe b", "only in this one"]
    ]
    assert set(found["Figures compared"]["file"]) == {"both", "one"}


def test_parks_designed_first_are_compared_in_both():
    first = {
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 1)],
        "Demands": [demand("mill", "ash", 1, 50)],
        "Pipelines": [pipe("plant", "mill", "ash", yearly_cost=10)],
    }
    other = {**first, "Pipelines": [pipe("plant", "mill", "ash", yearly_cost=60)]}
    found = compare([park("cheap", first), park("dear", other)], lambda _: EXACT)

    assert found["Cells that differ"][["sheet", "key", "column"]].to_numpy().tolist() == [
        ["Pipelines", "plant-mill", "yearly_cost"]
    ]
    assert found["Builds that differ"]["note"].tolist() == ["only in the first"]
    assert found.facts["first_park"] == found.facts["first_design"] == "cheap"


def test_a_park_in_scenarios_is_compared_by_its_mean():
    # In half of all years mill a would buy for 100; what it buys in the design is nothing, in either.
    sheets = plant_and_two_mills(
        Scenarios=[{"scenario": "as it is", "probability": 50}, {"scenario": "less", "probability": 50}],
        Changes=[{"when": "less", "sheet": "Supplies", "key": "plant, ash", "column": "quantity", "value": "80"}],
    )
    # 80 t leave 20 short: bought at 30 by mill b in half of all years, 300 in the mean.
    found = compare([designed("always", plant_and_two_mills()), designed("half", sheets)])
    people = found["Participants compared"].set_index("participant")

    assert people.loc["mill b", "gain"] == pytest.approx(-300)
    assert people.loc["mill b", "verdict"] == "loses"
    assert found["Builds that differ"].empty


def test_what_cannot_be_compared(pair):
    with pytest.raises(UsageError, match="--design"):
        compare([park("a park", two_sites(pipe_cost=10)), pair[0]])
    with pytest.raises(UsageError, match="DKK"):
        compare([park("one", plant_and_two_mills()), park("two", plant_and_two_mills(Settings={"currency": "DKK"}))])
