"""The smallest change that gives a park a design: worked out by hand, it works, and nine tenths of it do not."""

import math
import os

import pytest
from hypothesis import HealthCheck, assume, given, settings

from park_from import make_park
from parks import SOLVED, demand
from sidestream.park.changes import Change, parse
from sidestream.studies.impossible import impossible
from sidestream.studies.one_design import Options, design_network
from sidestream.studies.repair import applied, other_statuses, relaxed, rounded, smallest_repair, works
from studies.contradictions import CONTRADICTIONS, contradicted, steam

MORE = int(os.environ.get("EXAMPLES", "0"))


def partly(park, changes, share):
    """The park with only a share of each change; words, which change as a whole, with all but one of them."""
    some = [change for change in changes if change.column in ("status", "steady")][1:]
    for change in changes:
        if change.column in ("status", "steady"):
            continue
        was, now = (float(text.split()[0].replace("blank", "0")) for text in (change.was, change.value))
        part = was + share * (now - was)
        part = math.floor(part) if change.sheet == "Fleets" else part  # vehicles are counted
        some.append(Change(change.sheet, change.key, change.column, f"{part:.15g}"))
    return applied(park, some)[0]


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_the_smallest_repair_by_hand(name):
    park = make_park(**CONTRADICTIONS[name].sheets())
    found = smallest_repair(park)

    assert {change.place: change.value for change in found.changes} == CONTRADICTIONS[name].repair
    assert found.smallest


@pytest.mark.parametrize("name", CONTRADICTIONS if MORE else list(CONTRADICTIONS)[::4])
def test_a_repair_works_and_nine_tenths_of_it_do_not(name):
    park = make_park(**CONTRADICTIONS[name].sheets())
    changes = smallest_repair(park).changes

    assert not works(park)
    assert not works(partly(park, changes, 0.9))
    mended, made = applied(park, [parse(str(change)) for change in changes])  # as somebody would type them with --set
    assert [change.place for change in made] == [change.place for change in changes]
    assert design_network(mended, Options(gap=0.0)).facts["enough"]


@settings(
    max_examples=10 * max(1, MORE),
    derandomize=not MORE,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
@given(contradicted())
def test_whatever_is_wrong_with_a_park_its_repair_works_and_nine_tenths_of_it_do_not(park):
    if works(park):
        assert impossible(park) == []
        assert relaxed(park) == (park, [])
        return
    found = smallest_repair(park)

    assert found.changes
    assert found.smallest
    assert works(found.park)
    assert not works(partly(park, found.changes, 0.9))


@settings(max_examples=4, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(contradicted())
def test_a_relaxed_park_has_a_design_that_adds_up(park):
    mended, changes = relaxed(park)
    assume(changes)

    assert design_network(mended, Options(gap=0.0)).facts["enough"]


# What is told of it --------------------------------------------------------------------------------------------------


def test_a_change_says_who_wanted_it_which_cell_and_what_stood_there():
    park = make_park(**CONTRADICTIONS["chain_through_a_junction"].sheets())
    mended, (change,) = relaxed(park)

    assert change == Change("Demands", "mill, steam", "quantity", "71.2 kt/a", "--relax", "Demands!D2", "80 kt/a")
    assert str(change) == "Demands: mill, steam: quantity = 71.2 kt/a"
    assert mended.changes == (change,)
    assert mended["Demands"]["quantity"].tolist() == [71.2]
    assert park["Demands"]["quantity"].tolist() == [80]


def test_changes_asked_for_before_stay():
    park = make_park(**CONTRADICTIONS["only_pipe_too_small"].sheets())
    park, _ = applied(park, [Change("Demands", "mill, steam", "quantity", "90")])
    mended, changes = relaxed(park)

    assert [change.by for change in mended.changes] == ["--set", "--relax"]
    assert (changes[0].was, changes[0].value) == ("90 t/a", "71.2 t/a")


def test_a_park_that_works_is_left_alone():
    park = make_park(**SOLVED["steiner_tree"].sheets())
    mended, changes = relaxed(park)

    assert mended is park
    assert changes == []


def test_a_row_that_no_words_tell_apart_goes_by_its_number():
    # "mill, a" with "steam" and "mill" with "a, steam" are spelt alike.
    sheets = steam(demand("mill, a", "steam", 200), demand("mill", "a, steam", 10), quantity=60)
    sheets["Commodities"].append({**sheets["Commodities"][0], "commodity": "a, steam"})
    sheets["Supplies"].append({**sheets["Supplies"][0], "commodity": "a, steam"})
    sheets["Pipelines"][1]["commodity"] = "a, steam"
    _, changes = relaxed(make_park(**sheets))

    assert [str(change) for change in changes] == ["Demands: row 2: quantity = 60 t/a"]


def test_what_has_to_meet_another_row_to_the_digit_gives_way_with_it():
    # What must go is what must be served, and a pipe for three quarters of it: there is no easier side to round to.
    sheets = steam(demand("mill", "steam", 1e8, unit="kt/a"), quantity=1e8)
    sheets["Supplies"][0] |= {"unit": "kt/a", "if_not_taken": "must go", "disposal_cost": None}
    sheets["Pipelines"][0] |= {"capacity": 77_777_777.777, "capacity_unit": "kt/a"}
    found = smallest_repair(make_park(**sheets))

    assert {change.place for change in found.changes} == {"Demands!D2", "Supplies!D2"}
    assert works(found.park)


def test_without_statuses_quantities_give_way():
    park = make_park(**CONTRADICTIONS["only_a_forbidden_pipe"].sheets())

    assert [str(change) for change in smallest_repair(park, statuses=False).changes] == [
        "Demands: mill, steam: quantity = 0 t/a"
    ]


def test_of_equal_repairs_it_is_that_with_the_cheaper_design():
    # 20 of 120 t are too much, a sixth of either's 60; making ready for the shop costs more a tonne to carry.
    sheets = steam(demand("mill", "steam", 60), demand("shop", "steam", 60), quantity=100)
    for row, cost in zip(sheets["Pipelines"], (1, 2), strict=True):
        row["unit_cost"] = cost
    _, cheap_mill = relaxed(make_park(**sheets))
    for row, cost in zip(sheets["Pipelines"], (2, 1), strict=True):
        row["unit_cost"] = cost
    _, cheap_shop = relaxed(make_park(**sheets))

    assert [change.place for change in cheap_mill] == ["Demands!D3"]
    assert [change.place for change in cheap_shop] == ["Demands!D2"]


def test_without_time_there_is_no_repair():
    park = make_park(**CONTRADICTIONS["two_who_share"].sheets())

    assert smallest_repair(park, wish=lambda: True) is None
    assert relaxed(park, wish=lambda: True) == (park, [])


@pytest.mark.parametrize(
    ("old", "exact", "digits", "expected"),
    [
        (100, 71.2, 6, 71.2),
        (100, 71.23456789, 6, 71.2345),
        (100, 71.23456789, 9, 71.2345678),
        (1, 12.3456789, 6, 12.3457),
        (100, 59.9999999999, 6, 60.0),  # a solver's noise
        (100, 60.0000000001, 6, 60.0),
        (100, 0.0, 6, 0.0),
        (100, 99.99999123, 6, 99.9999912),
        (1, 1_234_567.8, 6, 1_234_570.0),
        (-5, -12.3456789, 6, -12.3457),
    ],
)
def test_figures_are_rounded_to_the_easier_side(old, exact, digits, expected):
    assert rounded(old, exact, digits) == expected


# Statuses ------------------------------------------------------------------------------------------------------------


def test_the_fewest_statuses_that_would_do():
    # Either pipe would bring all of it.
    sheets = steam(demand("mill", "steam", 100))
    sheets["Pipelines"] = [
        {**sheets["Pipelines"][0], "link": name, "status": "forbidden"} for name in ("north", "south")
    ]
    cells = [("Demands", "quantity", 2), ("Pipelines", "status", 2), ("Pipelines", "status", 3)]
    changes = other_statuses(make_park(**sheets), cells)

    assert [str(change) for change in changes] == ["Pipelines: south: status = optional"]


def test_a_status_that_somebody_asked_for_stays():
    park = make_park(**CONTRADICTIONS["only_a_forbidden_pipe"].sheets())
    asked, _ = applied(park, [Change("Pipelines", "plant-mill", "status", "forbidden", "--forbid")])

    assert other_statuses(asked, [("Pipelines", "status", 2)]) == []
    assert [change.column for change in smallest_repair(asked).changes] == ["quantity"]


def test_statuses_that_do_not_help_are_not_told():
    park = make_park(**CONTRADICTIONS["lye_without_a_taker"].sheets())

    assert other_statuses(park, [("Supplies", "quantity", 2)]) == []
