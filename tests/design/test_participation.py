"""Payments, and what firms gain, audited: each figure changed once, and promises broken that all figures agree on."""

from __future__ import annotations

import copy
from functools import lru_cache

import numpy as np
import pytest

from park_from import make_park
from parks import sampled
from parks.participation import (
    asking,
    by_way_of_a_junction,
    giver_pays,
    money_round_three,
    two_rates,
    with_firms,
    worse_at_first,
    worse_in_one,
)
from parks.rows import commodity, demand, pipe, sites, supply
from sidestream.design.audit import audit
from sidestream.design.payments import between_firms, least_moved
from sidestream.design.tables import CompanyResults, Payments
from sidestream.design.views import anonymised, for_company
from sidestream.park.worlds import worlds
from sidestream.studies.one_design import Options, design_network
from sidestream.tables import Number, column_letter


def designed(sheets, payments):
    park = make_park(**asking(sheets, payments))
    return park, design_network(park, Options(gap=0))


def losing_first():
    return worse_at_first(plant=100)


def losing_in_one():
    return worse_in_one(60)


CHANGED = [
    (giver_pays, "along links", "Payments", 0, "amount"),
    (giver_pays, "along links", "Payments", 0, "per_unit"),
    (giver_pays, "free", "Payments", 0, "amount"),
    *[
        (giver_pays, "along links", "Companies", row, name)
        for row in (0, 1)
        for name in ("cash_today", "cash_design", "received", "gain", "least_gain")
    ],
    (by_way_of_a_junction, "along links", "Payments", 0, "amount"),
    *[
        (sheets, way, *place)
        for sheets in (losing_first, losing_in_one)
        for way, *place in (
            ("along links", "Payments", 0, "amount"),
            ("along links", "Payments", 0, "per_unit"),
            ("free", "Payments", 0, "amount"),
            *[
                ("along links", "Companies", row, name)
                for row in (0, 1)
                for name, column in CompanyResults.columns.items()
                if isinstance(column, Number)
            ],
        )
    ],
]


@lru_cache
def found_once(sheets, way):
    """A park whose plant asks for something, and its design, which adds up."""
    park, design = designed(with_firms(sheets(), plant={"least_saving": 30}), way)
    assert audit(park, design) == []
    return park, design


@pytest.mark.parametrize(("sheets", "way", "sheet", "row", "column"), sampled(CHANGED, 8))
def test_a_changed_figure_is_named_with_its_cell(sheets, way, sheet, row, column):
    park, sound = found_once(sheets, way)
    design = copy.deepcopy(sound)
    table = design.tables[sheet]
    table[column] = table[column].astype(float)
    table.loc[row, column] = 1.01 * table.loc[row, column] + (1.0 if table.loc[row, column] == 0 else 0.0)

    place = f"{sheet}!{column_letter(list(table.columns).index(column))}{row + 2}"
    assert [fault.place for fault in audit(park, design)] == [place]


@pytest.mark.parametrize(
    ("column", "word", "said"),
    [
        ("from", "mil", "Payments!A2 from: no company is called 'mil' - did you mean 'mill'?"),
        ("to", "mill", "Payments!B2 to: pays itself: one purse"),
        ("links", "", "Payments!C2 links: these do not join 'mill' and 'plant'"),
        ("links", "spare", "Payments!C2 links: 'spare' carries nothing in the design"),
        ("links", "bypass", "Payments!C2 links: no link is called 'bypass'"),
        ("commodity", "", "Payments!E2 commodity: blank found"),
    ],
)
def test_what_is_said_of_a_payment_is_true(column, word, said):
    sheets = giver_pays()
    spare = pipe("mill", "plant", "gypsum", link="spare")
    park, design = designed({**sheets, "Pipelines": [*sheets["Pipelines"], spare]}, "along links")
    design.tables["Payments"].loc[0, column] = word

    found = [f"{fault.place} {fault.column}: {fault.message}" for fault in audit(park, design)]
    assert any(line.startswith(said) for line in found), found


def test_a_firm_that_is_worse_off_is_named():
    park, design = designed(giver_pays(), "along links")
    rows = design.tables["Companies"].set_index("company")
    for firm, less in (("plant", -60), ("mill", 60)):
        rows.loc[firm, ["received", "gain"]] += less
    design.tables["Companies"] = rows.reset_index()
    design.tables["Payments"][["amount", "per_unit"]] = [200, 5]
    summary = design.tables["Summary"]
    summary.loc[summary["figure"] == "payments between firms", "design"] = 200

    found = audit(park, design)
    assert [fault.place for fault in found] == ["Companies!O2"]
    assert "-60.00000" in found[0].message
    assert found[0].message.endswith("at least 0 expected: nobody is worse off")


def test_what_sites_and_rates_make_of_a_design_is_computed_again():
    # Judged at 15 % the pipe that was designed at 10 % hurts.
    _, design = designed(two_rates(), "none")
    park = make_park(**asking(with_firms(two_rates(), plant={"discount_rate": 15}), "none"))

    found = {fault.place: fault.message for fault in audit(park, design)}
    assert "6151.16" in found["Companies!M2"]
    assert found["Companies!M2"].endswith("expected: its cash rows, at its own discount_rate")
    assert any(message.endswith("nobody is worse off") for message in found.values())


def test_rates_and_odds_make_what_firms_gain_over_all_worlds():
    # At 0 % the plant gains 50 a year, at 100 % it loses 133.33; with 65 % it gains 40, with 60 % it loses as much.
    for before, after, loss in (
        (worse_at_first(), worse_at_first(plant=100), "-133.3333"),
        (worse_in_one(65), worse_in_one(60), "-40"),
    ):
        _, design = designed(before, "none")
        park = make_park(**asking(after, "none"))
        design.tables["Stages and scenarios"]["probability"] = [world.probability for world in worlds(park)]
        found = {fault.place: fault.message for fault in audit(park, design)}

        assert found["Companies!O2"].startswith(loss), found
        assert found["Companies!O2"].endswith("at least 0 expected: nobody is worse off")


def test_a_payment_that_is_gone_leaves_what_was_received_without_its_row():
    park, design = designed(losing_first(), "along links")
    design.tables["Payments"] = design.tables["Payments"].iloc[:0]

    found = {fault.place: fault.message for fault in audit(park, design)}
    assert found["Companies!N2"].endswith("0 expected: payments beside price_today, in Payments")


def test_money_that_is_passed_on_is_named():
    # Freely the mill pays the plant 100. By way of the works, who gains 40 and has to pay 100:
    _, design = designed(money_round_three(), "free")
    park = make_park(**asking(money_round_three(), "along links"))
    rows = [("mill", "works", "works-mill", 100.0, "sand", 2.0), ("works", "plant", "plant-works", 100.0, "water", 2.5)]
    payments = design.tables["Payments"].iloc[:0]
    design.tables["Payments"] = payments.reindex(range(2)).assign(**dict(zip(payments, zip(*rows, strict=True), strict=True)))  # fmt: skip
    summary = design.tables["Summary"]
    summary.loc[summary["figure"] == "payments between firms", "design"] = 200

    found = audit(park, design)
    assert [fault.place for fault in found] == ["Companies!N3"]
    assert "pays 100, more than the 40 that it gains before payments" in found[0].message


def test_payments_where_nobody_was_asked():
    _, design = designed(giver_pays(), "along links")

    assert {fault.place for fault in audit(make_park(**giver_pays()), design)} >= {"Payments!D2", "Companies!A2"}
    none = make_park(**asking(giver_pays(), "none"))
    assert "Payments!D2" in [fault.place for fault in audit(none, design)]


def test_a_price_of_today_is_in_the_costs_of_both():
    sheets = giver_pays()
    sheets = {**sheets, "Pipelines": [{**sheets["Pipelines"][0], "price_today": 5}]}
    park, design = designed(sheets, None)
    costs = design.tables["Costs"]
    costs.loc[(costs["account"] == "payments") & (costs["payer"] == "mill"), "amount"] = 210.0

    found = [fault for fault in audit(park, design) if fault.sheet == "Costs"]
    assert "210 found, 200 expected: price_today x delivered" in found[0].message


def test_least_moved_by_hand():
    # Two lose 30 and 50; 100, 60 and 5 can be spared: the largest pays first, and has 20 left.
    names = ["a", "b", "c", "d", "e"]
    gain, least = np.array([-30.0, 110, -45, 60, 5]), np.array([0.0, 10, 5, 0, 0])
    rows = least_moved(names, gain, least, np.zeros(5))

    assert rows[["from", "to", "amount"]].to_numpy().tolist() == [["b", "a", 30.0], ["b", "c", 50.0]]


def test_between_firms_by_hand():
    # Firm a pays 9 into junction 2, b 1; of what comes out 6 goes straight to b, 4 by junction 3 to a.
    arcs = [(0, 2, "in", 9.0), (1, 2, "side", 1.0), (2, 1, "out", 6.0), (2, 3, "on", 4.0), (3, 0, "back", 4.0), (1, 0, "own", 2.0)]  # fmt: skip
    rows = between_firms(arcs, ["a", "b"])

    # a pays 9 and receives 4 + 2; b pays 1 + 2 and receives 6: a pays b 3.
    assert rows[["from", "to", "amount"]].to_numpy().tolist() == [["a", "b", 3.0]]


def valves():
    return {
        **by_way_of_a_junction(),
        "Participants": [*by_way_of_a_junction()["Participants"], *sites("bakery", "dairy")],
        "Commodities": [commodity("gypsum"), commodity("whey")],
        "Supplies": [supply("plant", "gypsum", 50, disposal_cost=1), supply("bakery", "whey", 9)],
        "Demands": [demand("mill", "gypsum", 40, virgin_price=25), demand("dairy", "whey", 9, virgin_price=9)],
        "Pipelines": [
            *by_way_of_a_junction()["Pipelines"],
            pipe("bakery", "dairy", "whey", yearly_cost=9, payer="giver"),
        ],
    }


def test_a_company_sees_its_own_payments_and_partners_alone():
    park, design = designed(valves(), "along links")
    assert len(design["Payments"]) == 2

    rows = for_company(park, design, "plant")["Payments"]
    assert rows[["from", "to", "links"]].to_numpy().tolist() == [["others", "plant", "plant-valve"]]
    rows = for_company(park, design, "dairy")["Payments"]
    assert rows[["from", "to", "links"]].to_numpy().tolist() == [["dairy", "bakery", "bakery-dairy"]]


def test_nobodys_name_is_in_payments_without_names():
    park, design = designed(with_firms(valves(), plant={"company": "Power plc"}), "along links")
    rows = anonymised(park, design)["Payments"]

    assert rows[["from", "to", "links"]].to_numpy().tolist() == [
        ["participant 5", "participant 4", "link 3"],
        ["participant 2", "company 1", "link 1; link 2"],
    ]


def test_every_number_of_payments_is_changed_by_a_test():
    numbers = {name for name, column in Payments.columns.items() if isinstance(column, Number)}
    assert numbers == {column for *_, sheet, _, column in CHANGED if sheet == "Payments"}
