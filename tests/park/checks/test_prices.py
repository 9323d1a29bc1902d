"""Prices far from the others', and ratios that nobody means."""

from __future__ import annotations

import pytest

from park_from import park_tables
from sidestream.park.checks.prices import odd_ratios, outsized_prices, too_low
from sidestream.park.park import Park

ASH = [{"commodity": "ash", "unit": "t", "medium": "solid"}]


def priced(*prices: float | None, column: str = "virgin_price") -> list[str]:
    """What is said of the prices of the needs of one commodity."""
    rows = [
        {"participant": f"p{place}", "commodity": "ash", "quantity": 5, "unit": "t/a", column: price}
        for place, price in enumerate(prices)
    ]
    tables, _ = park_tables(Commodities=ASH, Demands=rows)
    return [f"{fault.place} {fault.severity}: {fault.message}" for fault in outsized_prices(Park(tables))]


def test_a_thousandfold_price():
    # 38,000 beside 40 and 36: 1,000 times 38
    assert priced(40, 38_000, 36) == [
        "Demands!H3 warning: 38000 is 1,000 times the median of the 2 others for 'ash' (38): "
        "is it in the unit that the column says?"
    ]


def test_a_price_in_thousands_among_others():
    assert priced(40_000, 40, 38_000) == [
        "Demands!H3 warning: 40 is 1/980 of the median of the 2 others for 'ash' (39000): "
        "is it in the unit that the column says?"
    ]


@pytest.mark.filterwarnings("error")
def test_what_is_infinitely_far_from_another():
    # 1e-320 beside 40: of their ratio nothing is left
    assert len(priced(1e-320, 40, 38)) == 1


def test_co2_in_tonnes_beside_kilograms():
    assert len(priced(250, 0.25, 240, column="virgin_co2")) == 1


def test_prices_that_differ_as_prices_do():
    assert priced(0.5, 40, 12, None, 0) == []
    assert priced(40) == []


def told(**sheets: object) -> list[str]:
    tables, _ = park_tables(Commodities=ASH, **sheets)
    park = Park(tables)
    return [f"{fault.place} {fault.severity}: {fault.message}" for fault in [*outsized_prices(park), *too_low(park)]]


def test_a_size_in_thousands_among_others():
    size = {"medium": "steam", "capacity": 5, "capacity_unit": "t/h", "life": 30}
    costs = (400, 0.5, 480)
    sizes = [size | {"size": f"DN{place}", "pipe_cost": cost} for place, cost in enumerate(costs)]

    assert told(PipeSizes=sizes) == [
        "PipeSizes!E3 warning: 0.5 is 1/880 of the median of the 2 others for 'steam' (440): "
        "is it in the unit that the column says?",
        "PipeSizes!E3 warning: 0.5 is next to nothing: is it in thousands?",
    ]


def test_the_price_of_a_kwh():
    assert told(Settings={"electricity_price": 0.085, "electricity_co2": 0.025}) == [
        "Settings!B2 warning: 0.085 is next to nothing: is it the price of a kWh?",
        "Settings!B3 warning: 0.025 is next to nothing: is it in t, or of a kWh?",
    ]
    assert told(Settings={"electricity_price": 85, "electricity_co2": 0}) == []


def test_a_factor_is_told_as_it_was_typed():
    row = {"commodity": "ash", "quantity": 5, "unit": "t/a", "virgin_price": 3}
    rows = [row | {"participant": f"p{place}", "virgin_co2": co2} for place, co2 in enumerate((250, 240, 0.25))]

    assert told(Demands=rows) == [
        "Demands!I4 warning: 0.25 is 1/980 of the median of the 2 others for 'ash' (240): "
        "is it in the unit that the column says?"
    ]


def ratio(size: float, unit: str = "t") -> list[str]:
    """What is said of the ratio at which ash stands in for cement."""
    tables, _ = park_tables(
        Commodities=[*ASH, {"commodity": "cement", "unit": unit, "medium": "solid"}],
        Substitutions=[{"by_product": "ash", "need": "cement", "ratio": size}],
    )
    return [f"{fault.place} {fault.severity}: {fault.message}" for fault in odd_ratios(Park(tables))]


def test_a_share_typed_as_a_ratio():
    assert ratio(90) == [
        "Substitutions!C2 warning: 90 says that 1 t of 'ash' stands in for 90 t of 'cement': is that meant? "
        "A share of 90 % is typed 0.9"
    ]


def test_ratios_that_may_be():
    assert ratio(0.9) == ratio(1) == ratio(10) == ratio(0.003) == []  # sludge holds 3 kg of nitrogen a tonne
    assert ratio(90, unit="MWh") == []  # a tonne may hold as much heat as it likes
    assert len(ratio(0.0001)) == 1
