"""A quantity a thousand times its neighbours, and the unit that was meant."""

from __future__ import annotations

import pytest

from park_from import park_tables
from sidestream.park.checks.quantities import outsized
from sidestream.park.park import Park


def said(*quantities: tuple[float, str], commodity: str = "ash", unit: str = "t", **sheets: object) -> list[str]:
    """What is said of the supplies of one commodity, of as many sites."""
    rows = [
        {"participant": f"p{place}", "commodity": commodity, "quantity": quantity, "unit": rate, "disposal_cost": 1}
        for place, (quantity, rate) in enumerate(quantities)
    ]
    commodities = [{"commodity": commodity, "unit": unit, "medium": "solid"}]
    tables, _ = park_tables(Commodities=commodities, Supplies=rows, **sheets)
    return [f"{fault.place} {fault.severity}: {fault.message}" for fault in outsized(Park(tables))]


SIX = [(20, "t/a"), (30, "t/a"), (40, "t/a"), (25, "t/a"), (35, "t/a")]


def test_kilotonnes_among_tonnes():
    # 30,000 t/a among 20, 25, 30, 35 and 40 t/a: 1,000 times their median of 30
    assert said(*SIX, (30, "kt/a")) == [
        "Supplies!D7 warning: 30 kt/a is 1,000 times the median of the 5 other quantities of 'ash' (30 t/a): "
        "is t/a meant, instead of kt/a?"
    ]


def test_tonnes_among_kilotonnes():
    many = [(quantity, "kt/a") for quantity, _ in SIX]
    assert said(*many, (30, "t/a")) == [
        "Supplies!D7 warning: 30 t/a is 1/1,000 of the median of the 5 other quantities of 'ash' (30,000 t/a): "
        "is kt/a meant, instead of t/a?"
    ]


def test_of_two_the_larger_is_named():
    assert said((30, "t/a"), (40, "kt/a")) == [
        "Supplies!D3 warning: 40 kt/a is 1,300 times the other quantity of 'ash' (30 t/a): is t/a meant, instead of kt/a?"
    ]


def test_a_small_one_among_few_is_a_small_firm():
    assert said((30, "kt/a"), (40, "kt/a"), (10, "t/a")) == []


@pytest.mark.parametrize(
    ("quantity", "rate", "meant"),
    [
        (30, "t/h", "is t/a meant, instead of t/h?"),  # 8,760 times
        (30e6, "t/a", "is g/a meant, instead of t/a?"),
        (3e12, "g/a", "are quantity and unit right?"),  # 100,000 times, and no unit is that much less than a gram
        (3e4, "t/period", "are quantity and unit right?"),
    ],
)
def test_what_was_meant(quantity, rate, meant):
    (found,) = said(*SIX, (quantity, rate))
    assert found.endswith(meant)


def test_powers():
    many = [(3, "MW"), (4, "MW"), (5, "MW")]
    assert said(*many, (4, "GW"), unit="MWh")[0].endswith("(35,000 MWh/a): is MW meant, instead of GW?")


def test_sizes_spread_over_all_orders_are_no_slips():
    assert said(*[(10.0**power, "t/a") for power in range(-2, 7)]) == []


def test_supplies_and_demands_are_neighbours_and_nothing_is_no_neighbour():
    demands = [{"participant": "mill", "commodity": "ash", "quantity": 30, "unit": "t/a", "virgin_price": 1}]
    assert len(said((40, "kt/a"), (0, "t/a"), Demands=demands)) == 1
    assert said((0, "t/a"), (0, "t/a")) == said((1e6, "t/a")) == said() == []


def test_a_name_with_braces():
    assert "'{ash}'" in said(*SIX, (30, "kt/a"), commodity="{ash}")[0]


def tied(supply: float, need: float, ratio: float = 1.0) -> list[str]:
    """What is said of the only supply of ash, which can stand in for cement, needed by one mill."""
    row = {"participant": "p0", "commodity": "ash", "quantity": supply, "unit": "t/a", "disposal_cost": 1}
    tables, _ = park_tables(
        Commodities=[{"commodity": name, "unit": "t", "medium": "solid"} for name in ("ash", "cement")],
        Supplies=[row],
        Demands=[{"participant": "mill", "commodity": "cement", "quantity": need, "unit": "t/a", "virgin_price": 5}],
        Substitutions=[{"by_product": "ash", "need": "cement", "ratio": ratio}],
    )
    return [f"{fault.place} {fault.severity}: {fault.message}" for fault in outsized(Park(tables))]


def test_a_single_one_is_held_against_what_it_could_stand_in_for():
    # 40,000 t of ash stand in for 20,000 t of cement, of which 5 t are needed; 5 t of cement are 10 t of ash.
    assert tied(40_000, 5, ratio=0.5) == [
        "Supplies!D2 warning: 40000 t/a is 4,000 times the only quantity of what 'ash' could stand in for, or be replaced "
        "by (10 t/a): is kg/a meant, instead of t/a?"
    ]
    assert tied(400, 5) == []


@pytest.mark.filterwarnings("error")
def test_what_is_infinitely_far_from_another():
    # 1e-300 t/a beside 1e15: their ratio is 1e315, beyond any number
    assert len(said((1e15, "t/a"), (1e-300, "t/a"))) == 1
