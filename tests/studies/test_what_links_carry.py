"""What each link of the Build list carries in a year: the sum of its flows, where they can be added up."""

import pytest

from park_from import make_park
from parks import commodity, demand, pipe, sites, supply
from sidestream.design.audit import audit
from sidestream.studies.one_design import Options, design_network


def gas_two_ways(unit):
    """10 t of gas go west in a year, winter and summer alike; 30 of heavy gas (in `unit`) come back by the same pipe."""
    other = commodity("heavy gas", unit=unit, medium="gas", mass=None if unit == "t" else 2)
    return {
        "Participants": sites("east", "west"),
        "Commodities": [commodity("gas", medium="gas"), other],
        "Periods": [{"period": "winter", "hours": 4380}, {"period": "summer", "hours": 4380}],
        "Supplies": [supply("east", "gas", 10), supply("west", "heavy gas", 30, unit=f"{unit}/a")],
        "Demands": [
            demand("west", "gas", 10, virgin_price=20),
            demand("east", "heavy gas", 30, virgin_price=20, unit=f"{unit}/a"),
        ],
        "Pipelines": [pipe("east", "west", "gas; heavy gas", two_way="yes", yearly_cost=100)],
    }


@pytest.mark.parametrize(("unit", "carried", "carried_unit"), [("t", 40, "t/a"), ("m3", None, "")])
def test_flows_of_one_unit_are_added_up(unit, carried, carried_unit):
    design = design_network(make_park(**gas_two_ways(unit)), Options(gap=0.0))

    [row] = design["Build list"].to_dict("records")
    assert row["carried_unit"] == carried_unit
    assert row["carried"] == pytest.approx(carried) if carried else row["carried"] != row["carried"]


@pytest.mark.parametrize(("column", "wrong", "words"), [
    ("carried", 40.4, "40.4 found, 40 expected: what Flows send through it in a year"),
    ("carried_unit", "MWh/a", "'MWh/a' found, 't/a' expected: the unit of all that it carries"),
])  # fmt: skip
def test_the_audit_adds_them_up_again(column, wrong, words):
    park = make_park(**gas_two_ways("t"))
    design = design_network(park, Options(gap=0.0))
    design["Build list"][column] = wrong

    assert [(fault.sheet, fault.message) for fault in audit(park, design)] == [("Build list", words)]
