"""By-products that cost more than they save with everybody who could take them."""

from __future__ import annotations

from typing import Any

from park_from import changed, park_tables
from sidestream.park.checks.dear import never_pays
from sidestream.park.park import Park


def said(*changes: tuple[str, int | None, dict[str, Any]]) -> list[str]:
    tables, _ = park_tables(**changed(*changes))
    return [f"{fault.place} {fault.severity}: {fault.message}" for fault in never_pays(Park(tables))]


BRINE = ("Supplies", 2, {"provision_cost": 50})


def test_what_costs_less_than_it_saves():
    # one t of brine meets 0.8 t of need at 30 EUR, and saves 25 EUR of disposal: 49 EUR
    assert said(("Supplies", 2, {"provision_cost": 48.9})) == []


def test_what_costs_more_than_it_saves():
    assert said(BRINE) == [
        "Supplies!G2 warning: cannot pay anywhere: 'mill' gains most, and 50 to make it ready are more than "
        "24 that it replaces there and 25 of disposal (EUR/t)"
    ]


def test_a_way_at_no_cost_costs_nothing_however_cheap_the_good():
    # What a unit is worth is less than the hair's breadth that every way has on top is to a share of 1e-9 of it.
    cheap = ("Demands", 2, {"virgin_price": 0.03})
    (found,) = said(("Supplies", 2, {"provision_cost": 0.05, "disposal_cost": 0}), cheap)
    assert "and 0.05 to make it ready are more than 0.024 that" in found


def test_nothing_is_said_where_prices_may_change():
    change = {"when": "dear", "sheet": "Demands", "key": "mill, gypsum", "column": "virgin_price", "value": 90}
    odds = [("Scenarios", None, {"scenario": name, "probability": 50}) for name in ("as it is", "dear")]
    assert said(BRINE, ("Changes", None, change), *odds) == []
    assert len(said(BRINE, ("Changes", None, change), ("Scenarios", None, {"scenario": "dear"}))) == 1


def test_another_who_gains_more():
    need = {"participant": "town", "commodity": "brine", "quantity": 1, "unit": "t/a", "virgin_price": 40}
    way = {"from": "plant", "to": "town", "commodity": "brine", "status": "optional"}
    assert said(BRINE, ("Demands", None, need), ("Pipelines", None, way)) == []
    assert len(said(BRINE, ("Demands", None, need), ("Pipelines", None, {**way, "status": "forbidden"}))) == 1


def test_a_need_that_must_be_served_is_no_matter_of_money():
    assert said(BRINE, ("Demands", 2, {"if_not_served": "must serve", "virgin_price": None})) == []
    assert said(("Supplies", 2, {"provision_cost": 50, "if_not_taken": "must go", "disposal_cost": None})) == []


def test_carrying_counts_through_who_passes_on():
    # heat saves 40 EUR/MWh; to the hub it is pumped 1.11 km at 0.2 kWh/MWh/km and 80 EUR/MWh: 0.018 EUR/MWh; the bypass
    # costs nothing
    heat = ("Supplies", 3, {"provision_cost": 39.98})
    assert said(heat) == []
    assert said(heat, ("Pipelines", 5, {"unit_cost": 5})) == []
    (found,) = said(heat, ("Pipelines", 3, {"status": "forbidden"}), ("Pipelines", 5, {"unit_cost": 5}))
    assert "'mill' gains most, and 40 to make it ready and 5 to carry it are more than 40 that" in found
    (found,) = said(heat, ("Pipelines", 5, {"status": "forbidden"}), ("PipeSizes", 3, {"pumping": 200}))
    assert "to carry it are more than" in found


def test_trucks_cost_by_the_load():
    # clay weighs 1.5 t/m3, 20 t a load: 0.075 loads/m3 at 1.2 * 2 * 5.56 km is 1 EUR/m3; shortage 50 EUR, disposal 10
    assert said(("Supplies", 4, {"provision_cost": 58.9})) == []
    (found,) = said(("Supplies", 4, {"provision_cost": 59.1}))
    assert "59.1 to make it ready and 1 to carry it are more than 50 that it replaces there and 10 of disposal" in found


def test_carbon_counts():
    tax = ("Settings", None, {"setting": "carbon_tax", "value": 100})
    assert said(BRINE, tax, ("Demands", 2, {"virgin_co2": 20})) == []  # 0.8 * 2 EUR more
    (found,) = said(("Supplies", 2, {"provision_co2": 500}), tax)
    assert found.endswith("(EUR/t, CO2 at 100 EUR/t counted)")


def test_ways_in_a_circle_that_cost_nothing():
    back = {"from": "mill", "to": "plant", "commodity": "brine", "status": "optional"}
    passing = [("Participants", row, {"passes_on": "yes"}) for row in (2, 3)]
    assert len(said(BRINE, *passing, ("Pipelines", None, back), ("Pipelines", None, {**back, "two_way": "yes"}))) == 1


def test_what_earns_where_it_is_left():
    (found,) = said(("Supplies", 2, {"disposal_cost": -30}))
    assert "0 to make it ready and 30 that disposal earns are more than 24 that it replaces there" in found


def test_nothing_to_say_of_what_is_not_there():
    tables, _ = park_tables()
    assert never_pays(Park(tables)) == []


def test_what_a_conversion_handles_or_a_storage_keeps_may_be_worth_more_there():
    works = {"conversion": "works", "participant": "town", "status": "optional", "capacity": 1, "capacity_unit": "t/h"}
    rate = {"conversion": "works", "commodity": "brine", "per_activity": -1, "otherwise": "links only"}
    pond = {"storage": "pond", "participant": "mill", "commodity": "brine", "keeps": "arrivals", "status": "optional"}

    assert said(BRINE, ("Conversions", None, works), ("ConversionRates", None, rate)) == []
    assert said(BRINE, ("Storages", None, {**pond, "capacity": 9})) == []
    assert len(said(BRINE, ("Storages", None, {**pond, "capacity": 9, "status": "forbidden"}))) == 1


def test_what_has_to_pass_a_gate_may_be_short():
    gate = {"status": "existing", "capacity": 9, "capacity_unit": "t/h"}

    assert said(BRINE, ("Expansions", None, {**gate, "of": "disposal", "participant": "plant"})) == []
    assert (
        said(BRINE, ("Expansions", None, {**gate, "of": "virgin", "participant": "mill", "commodity": "brine"})) == []
    )
    assert len(said(BRINE, ("Expansions", None, {**gate, "of": "throughput", "participant": "mill"}))) == 1
    assert len(said(BRINE, ("Expansions", None, {**gate, "of": "disposal", "participant": "town"}))) == 1


def test_what_makes_others_fit_may_be_dear():
    # Brine from the town is stronger than what the mill can use; what is dear at the plant thins it.
    strong = {"participant": "town", "commodity": "brine"}
    more = ("Supplies", None, {**strong, "quantity": 9, "unit": "kt/a", "if_not_taken": "leave"})
    quality = ("Qualities", None, {**strong, "property": "salt", "value": 400, "unit": "g/l", "mixes": "by quantity"})

    assert said(BRINE, more, quality) == []
