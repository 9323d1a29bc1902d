"""What follows from a park's sheets without any choice: rates, lengths, names, payers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from park_from import changed, make_park, park_tables, tidy
from sidestream.park import Park


def test_quantities_become_rates_in_the_commodity_s_own_unit():
    park = make_park(**tidy())
    assert park["Supplies"]["rate"].tolist() == pytest.approx(
        [
            40_000 / 8760,  # 40 kt/a of brine, counted in t
            5,  # 5 MW of heat, counted in MWh
            900 / 730,  # 900 m3 a month of 730 h
        ]
    )
    assert park["Demands"]["rate"].iat[2] == pytest.approx(6000 / 8760 / 1.5)  # 6,000 t/a of clay at 1.5 t/m3


def test_amounts_follow_the_profile():
    park = make_park(**tidy())
    # 3 MW on average; 4,380 h each half year, 1.5 of it in winter and 0.5 in summer
    assert park.amounts("Demands")[1] == pytest.approx([3 * 4380 * 1.5, 3 * 4380 * 0.5])
    assert park.amounts("Supplies").shape == (3, 2)


def test_a_quantity_per_period_has_no_hours():
    park = make_park(**changed(("Supplies", 2, {"quantity": 7, "unit": "t/period"})))
    assert park.amounts("Supplies")[0] == pytest.approx([7, 7])


def test_without_periods_the_year_is_one():
    sheets = changed(("Demands", 3, {"profile": None}))
    park = make_park(**{**sheets, "Periods": [], "Profiles": []})
    assert park.moments[["period", "hours"]].to_numpy().tolist() == [["year", 8760.0]]


def test_lengths_are_worked_out_with_the_detour():
    straight = make_park(**tidy())["Pipelines"]["length"].iat[0]
    assert straight == pytest.approx(0.02 * 111.23, rel=1e-3)  # a degree of latitude at 50 degrees is 111.23 km
    longer = make_park(**changed(("Settings", None, {"setting": "detour_pipe", "value": 1.5})))
    assert longer["Pipelines"]["length"].iat[0] == pytest.approx(1.5 * straight)
    typed = make_park(**changed(("Pipelines", 2, {"length": 7})))
    assert typed["Pipelines"]["length"].iat[0] == 7


def test_lengths_on_a_plane():
    places = [("Participants", row, {"lat": None, "lon": None, "x": 3 * row, "y": 4 * row}) for row in (2, 3, 4, 5)]
    park = make_park(**changed(*places))
    assert park["Pipelines"]["length"].iat[0] == pytest.approx(5)  # plant and mill are 3 and 4 km apart


def test_sizes_are_all_of_the_medium_where_none_is_named():
    frame = make_park(**tidy())["Pipelines"]
    assert frame["sizes"].tolist() == [("S50",), ("W50", "W80"), ("W50",), ()]
    assert frame["own_offer"].tolist() == [False, False, False, True]


def test_links_are_named_after_ends_and_commodity():
    park = make_park(**changed(("Pipelines", 2, {"link": "plant-hub-heat"})))
    assert park["Pipelines"]["link"].tolist() == ["plant-hub-heat", "plant-hub-heat 2", "hub-mill-heat", "bypass"]
    assert park["TruckRoutes"]["link"].tolist() == ["plant-town-clay by truck"]


def test_a_blank_payer_is_half_half():
    payers = make_park(**tidy()).payers
    shares = {
        link: dict(zip(rows["payer"], rows["share"], strict=True)) for link, rows in payers.groupby("link", sort=False)
    }
    assert shares == {
        "plant-mill-brine": {"plant": 0.5, "mill": 0.5},
        "plant-hub-heat": {"plant": 1.0},
        "hub-mill-heat": {"mill": 1.0},
        "bypass": {"plant": 0.5, "mill": 0.5},
        "plant-town-clay by truck": {"plant": 0.5, "town": 0.5},
    }


def test_capacities_are_rates_in_base_units():
    park = make_park(**changed(("Pipelines", 5, {"capacity": 7.2, "capacity_unit": "GJ/h"})))
    assert park["Pipelines"]["rate"].iat[3] == pytest.approx(2)  # 7.2 GJ/h are 2 MW
    assert park["Pipelines"]["basis"].iat[3] == "energy"
    assert math.isinf(park["TruckRoutes"]["rate"].iat[0])


def test_junctions_pass_on_and_others_where_it_is_said():
    assert make_park(**tidy()).passing_on == {"hub"}
    assert make_park(**changed(("Participants", 3, {"passes_on": "yes"}))).passing_on == {"hub", "mill"}


def test_a_route_without_a_commodity_carries_all_that_go_by_truck():
    park = make_park(**changed(("TruckRoutes", 2, {"commodity": None})))
    assert park["TruckRoutes"]["commodity"].iat[0] == ("brine", "clay")


def test_assembling_twice_changes_nothing():
    tables, _ = park_tables(**tidy())
    first = {sheet: frame.frame.copy() for sheet, frame in Park(tables).tables.items()}
    again = Park(tables)
    assert all(first[sheet].equals(again[sheet]) for sheet in first)


def test_a_profile_is_a_column_that_is_not_declared():
    park = make_park(**tidy())
    assert park.profile_names == ["heating"]
    blank, unknown = park.profiles(["", "note"])
    assert blank.tolist() == [1, 1]
    assert np.isnan(unknown).all()
