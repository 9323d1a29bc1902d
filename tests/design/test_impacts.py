"""Impacts beside CO2: every factor worked out again, priced, limited and told apart in the sums."""

from __future__ import annotations

import functools

import pytest

from design.worked import GYPSUM
from park_from import make_park
from sidestream.design.audit import audit
from sidestream.design.design import Design

one_design = pytest.importorskip("sidestream.studies.one_design")


def factor(impact, of, key, each, unit="t", **more):
    return {"impact": impact, "of": of, "key": key, "factor": each, "unit": unit, **more}


FACTORS = [
    factor("landfill", "disposal", "gypsum", 0.9),
    factor("landfill", "disposal", "plant, gypsum", 0.1, quality="assumed"),
    factor("water", "virgin", "gypsum", 2, "m3"),
    factor("water", "carrying", "gypsum", 0.5, "m3"),
    factor("water", "building", "DN100", 0.01, "m3"),
    factor("SO2", "electricity", None, 0.002),
    factor("SO2", "provision", "gypsum", 0.001),
]
PRICES = [{"impact": "landfill", "tax": 10, "value": 5, "quality": "quoted"}, {"impact": "water", "value": 1}]


def park_with(*limits, factors=FACTORS):
    return make_park(**{**GYPSUM, "ImpactFactors": factors, "ImpactPrices": PRICES, "Limits": list(limits)})


@functools.cache
def designed():
    return one_design.design_network(park_with(), one_design.Options(gap=0.0))


def changed(sheet, row, column, value):
    frame = designed()[sheet].astype(object)
    frame.at[row, column] = value
    return Design({**designed().tables, sheet: frame}, designed().facts)


def rows_of(impact, case):
    frame = designed()["Impacts"]
    mine = frame[(frame["impact"] == impact) & (frame["case"] == case)]
    return {(who, account): amount for who, account, amount in mine[["participant", "account", "amount"]].to_numpy()}


def test_every_factor_meets_its_quantity():
    # All 100 t go by the pipe of 2 km, 81 t arrive, 19 t are bought; 1 MWh pumps; half of the pipe is each end's.
    # Landfill: (0.9 + 0.1) x 100 disposed of today, and x 19 lost in the design.
    # Water: 2 x 19 bought; 0.5 x 100 sent, 25 each; 0.01 x 2,000 m / 20 a = 1, 0.5 each. SO2: 0.002 x 1 MWh, 0.001 each.
    assert rows_of("landfill", "today") == {("plant", "disposal"): pytest.approx(100)}
    assert rows_of("landfill", "design") == {("plant", "disposal"): 0, ("plant", "losses"): pytest.approx(19)}
    assert rows_of("water", "today") == {("mill", "virgin"): pytest.approx(200)}
    water = {("mill", "virgin"): 38, ("mill", "carrying"): 25, ("plant", "carrying"): 25}
    water |= {("mill", "building"): 0.5, ("plant", "building"): 0.5}
    assert rows_of("water", "design") == pytest.approx(water)
    sulphur = {("plant", "electricity"): 0.001, ("mill", "electricity"): 0.001, ("plant", "provision"): 0.1}
    assert rows_of("SO2", "design") == pytest.approx(sulphur)
    assert set(designed()["Impacts"]["unit"]) == {"t/a", "m3/a"}
    assert audit(park_with(), designed()) == []


def test_the_summary_tells_them_after_co2_and_participants_count_co2_alone():
    summary = designed()["Summary"]
    figures = list(summary["figure"])
    place = figures.index("CO2")
    assert figures[place : place + 5] == ["CO2", "SO2", "landfill", "water", "investment"]
    assert summary.loc[place + 3, ["unit", "today", "design"]].tolist() == ["m3/a", 200, pytest.approx(89)]
    people = designed()["Participants"].set_index("participant")
    assert people.loc["plant", "co2_design"] == pytest.approx(1.68)


def test_parts_of_the_saving_add_up_and_are_the_less_known_ones():
    guesses = designed()["Guesses"]
    summary = designed()["Summary"].set_index("figure")
    assert guesses["amount"].sum() == pytest.approx(summary.loc["total cost", "saving"])
    # 0.1 t of landfill for each of 100 t is assumed, and so its own line: 10 t at 10 + 5. The tax of the other 90 t is
    # quoted, and its factor not judged, which is less: 90 x 15.
    own = guesses[guesses["figure"] == "factor"].set_index("of")["amount"]
    assert sorted(own.tolist()) == pytest.approx([150, 1350])
    value = guesses[guesses["place"].str.startswith("ImpactPrices!")]["amount"]
    # 19 t of landfill that are lost have no factor of their own: 190 of tax and 95 of value.
    assert sorted(value.tolist()) == pytest.approx([-190, -95, 111])


@pytest.mark.parametrize(
    ("sheet", "column", "where"),
    [
        ("Impacts", "amount", {"impact": "water", "account": "virgin", "case": "design"}),
        ("Impacts", "amount", {"impact": "landfill", "case": "today"}),
        ("Impacts", "amount", {"impact": "landfill", "account": "losses", "case": "design"}),
        ("Impacts", "amount", {"impact": "SO2", "account": "provision", "case": "design"}),
        ("Costs", "amount", {"account": "impact tax", "case": "today"}),
        ("Costs", "amount", {"account": "impact value", "case": "design"}),
        ("Summary", "design", {"figure": "water"}),
    ],
)
def test_an_impact_that_is_off_is_named_by_its_cell(sheet, column, where):
    frame = designed()[sheet]
    row = next(row for row in frame.index if all(frame.at[row, name] == word for name, word in where.items()))
    letter = "ABCDEFG"[list(frame.columns).index(column)]

    faults = audit(park_with(), changed(sheet, row, column, 1.01 * frame.at[row, column]))

    assert [fault.place for fault in faults] == [f"{sheet}!{letter}{row + 2}"]


def test_a_unit_that_is_not_the_impacts_is_named():
    assert [fault.place for fault in audit(park_with(), changed("Impacts", 0, "unit", "kg/a"))] == ["Impacts!F2"]


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ({"key": "water", "most": 88_000, "unit": "l"}, "89000 l, at most 88000 expected"),
        ({"key": "water, mill", "most": 60, "unit": "m3"}, "63.5 m3, at most 60 expected"),
        ({"key": "landfill", "least": 20_000, "unit": "kg"}, "19000 kg, at least 20000 expected"),
        ({"key": "water", "most": 80, "unit": "m3", "per": "period"}, "89 m3 in year, at most 80 expected"),
    ],
)
def test_a_limit_on_an_impact_is_kept_in_its_unit(limit, words):
    faults = audit(park_with({"on": "impact", **limit}), designed())

    assert len(faults) == 1
    assert words in faults[0].message
    assert faults[0].sheet == ("Impacts" if "," in limit["key"] else "Summary")
