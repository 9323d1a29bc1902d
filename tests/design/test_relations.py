"""Relations set up: who pays what for them, and each broken promise named."""

from __future__ import annotations

import pytest

from design.test_shared_links import changed, found, told, without
from park_from import make_park
from parks.relations import (
    givers,
    related,
    set_up_once_for_both_ways,
    setting_up_what_pays,
    two_who_may_not_be_joined_any_more,
    two_who_must_be_joined_by_a_pipe_that_carries_nothing,
)
from sidestream.design.views import anonymised, for_company


def test_both_pay_half_once_and_half_of_the_annuity():
    # 400 EUR over 10 years at 0 %: 40 a year, 20 each; 200 each once. Two new links join them.
    park, design = found(set_up_once_for_both_ways)
    costs = design["Costs"].query("account == 'relations'")[["case", "payer", "kind", "amount"]]
    figures = design["Summary"].set_index("figure")["design"]

    assert design["Relations set up"].to_numpy().tolist() == [["b", "a", 400, 10, 40, 2]]
    assert costs.to_numpy().tolist() == [["design", "a", "cash", 20], ["design", "b", "cash", 20]]
    assert design["Participants"]["investment"].tolist() == [200, 200]
    assert figures["investment"] == 400
    assert figures["cost: relations"] == 40
    assert figures["relations set up"] == 1
    assert told(park, design) == {}


def test_the_annuity_is_at_the_rate_of_the_settings():
    # 400 EUR at 5 % over 10 years: 400 x 0.05 / (1 - 1.05^-10) = 51.8018.
    sheets = set_up_once_for_both_ways() | {"Settings": {"discount_rate": 5}}
    _, design = found(lambda: sheets)

    assert design["Relations set up"]["annuity"].tolist() == [pytest.approx(51.8018, abs=1e-4)]


def test_what_setting_up_costs_rests_on_its_cell():
    _, design = found(setting_up_what_pays)
    line = design["Guesses"].set_index("place").loc["Relations!D2"]

    assert line["of"] == "b, c"
    assert line["value"] == 1_000
    assert line["amount"] == -100


WRONG = [  # column of the one relation set up, what stands there, and what is said
    ("set_up_cost", 399, "399 found, 400 expected: the cost in the park"),
    ("life", 11, "11 found, 10 expected: the life in the park"),
    ("annuity", 41, "41 found, 40 expected: set_up_cost x annuity(discount_rate, life)"),
    ("links", 1, "1 found, 2 expected: new links between them in the Build list"),
]


@pytest.mark.parametrize(("column", "value", "words"), WRONG)
def test_a_wrong_figure_is_named(column, value, words):
    park, design = found(set_up_once_for_both_ways)
    wrong, row = changed(design, "Relations set up", {"a": "b"}, column, value)
    letter = "abcdef"[["a", "b", "set_up_cost", "life", "annuity", "links"].index(column)].upper()

    assert told(park, wrong) == {f"Relations set up!{letter}{row}": words}


def test_a_relation_that_is_left_out_is_named():
    park, design = found(set_up_once_for_both_ways)
    said = told(park, without(design, "Relations set up", a="b"))

    assert said["Relations set up"] == "no row for 'b, a', whom a new link joins"


def test_a_relation_that_nobody_sets_up_is_named():
    _, design = found(set_up_once_for_both_ways)
    owned = set_up_once_for_both_ways()
    owned["Relations"][0]["same_owner"] = "yes"
    said = told(make_park(**owned), design)

    assert said["Relations set up!A2"] == "'b, a' pay nothing to begin with each other here"


def test_who_is_kept_apart_and_joined_all_the_same_is_named():
    _, design = found(givers)
    park = make_park(**givers(related("c", "b", "forbidden")))

    assert told(park, design)["Build list!A3"] == "joins 'c' and 'b', which Relations forbids"


def test_an_existing_link_between_who_is_kept_apart_carries_nothing():
    free = two_who_may_not_be_joined_any_more() | {"Relations": []}
    _, design = found(lambda: free)
    park = make_park(**two_who_may_not_be_joined_any_more())

    assert told(park, design)["Flows!B3"] == "joins 'b' and 'c', which Relations forbids"


def test_who_must_be_joined_and_is_not_is_named():
    sheets = two_who_must_be_joined_by_a_pipe_that_carries_nothing()
    _, design = found(lambda: sheets | {"Relations": []})

    assert told(make_park(**sheets), design)["Build list"] == "no link joins 'b' and 'c', which Relations requires"


def test_a_company_sees_its_own_relations_and_others_go_without_names():
    sheets = givers(related("b", "c", set_up_cost=1_000), related("a", "c", set_up_cost=500))
    park, design = found(lambda: sheets)

    assert len(design["Relations set up"]) == 2
    assert for_company(park, design, "b")["Relations set up"][["a", "b"]].to_numpy().tolist() == [["b", "c"]]
    assert for_company(park, design, "d")["Relations set up"].empty
    assert anonymised(park, design)["Relations set up"][["a", "b"]].to_numpy().tolist() == [
        ["participant 2", "participant 3"],
        ["participant 1", "participant 3"],
    ]
