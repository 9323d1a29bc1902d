from park_from import park_tables
from sidestream.park.checks.shares import fractions
from sidestream.park.park import Park


def test_a_share_that_looks_like_a_fraction_is_asked_about():
    row = {"vehicle": "v", "payload": 20, "km_cost": 1, "km_co2": 1}
    tables, _ = park_tables(Vehicles=[{**row, "empty_return": 0.8}, {**row, "vehicle": "w", "empty_return": 80}])

    assert [f"{fault.place}: {fault.message}" for fault in fractions(Park(tables))] == [
        "Vehicles!G2: 0.8 means 0.8 %: for 80 % type 80"
    ]
