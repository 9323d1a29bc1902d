"""A park with a bit of everything."""

from __future__ import annotations

from typing import Any

from park_from import make_park
from sidestream.park.park import Park


def _pipe(giver: str, taker: str, commodity: str, **more: Any) -> dict[str, Any]:
    return {"from": giver, "to": taker, "commodity": commodity, "link": f"{giver}-{taker}", **more}


MIXED: dict[str, Any] = {
    "Settings": {"discount_rate": 0, "carbon_tax": 10, "hours_per_year": 8000},
    "Participants": [
        {"participant": "A", "kind": "industry", "x": 0, "y": 0},
        {"participant": "J", "kind": "junction", "x": 1, "y": 0},
        {"participant": "B", "kind": "industry", "x": 2, "y": 0},
        {"participant": "C", "kind": "farm", "x": 0, "y": 5},
    ],
    "Commodities": [
        {"commodity": "water", "unit": "m3", "medium": "water", "mass": 1},
        {"commodity": "grey water", "unit": "m3", "medium": "water"},
        {"commodity": "sludge", "unit": "t", "medium": "solid", "volume": 0.5},
        {"commodity": "ash", "unit": "t", "medium": "solid", "volume": 8},
        {"commodity": "heat", "unit": "MWh", "medium": "hot water", "vanishes": "yes"},
    ],
    "Supplies": [
        {
            "participant": "A",
            "commodity": "water",
            "quantity": 2,
            "unit": "m3/h",
            "profile": "wet",
            "provision_cost": 0.1,
            "if_not_taken": "leave",
        },
        {
            "participant": "B",
            "commodity": "water",
            "quantity": 0.1,
            "unit": "m3/h",
            "if_not_taken": "dispose",
            "disposal_cost": 3,
            "disposal_co2": 1,
        },
        {"participant": "C", "commodity": "sludge", "quantity": 30, "unit": "t/period", "if_not_taken": "must go"},
        {
            "participant": "C",
            "commodity": "ash",
            "name": "fly",
            "quantity": 10,
            "unit": "t/period",
            "if_not_taken": "dispose",
            "disposal_cost": 50,
        },
        {
            "participant": "A",
            "commodity": "heat",
            "quantity": 10,
            "unit": "kW",
            "provision_co2": 0,
            "if_not_taken": "leave",
        },
    ],
    "Demands": [
        {
            "participant": "A",
            "commodity": "water",
            "quantity": 0.25,
            "unit": "m3/h",
            "if_not_served": "buy",
            "virgin_price": 2,
        },
        {
            "participant": "B",
            "commodity": "grey water",
            "quantity": 0.5,
            "unit": "m3/h",
            "if_not_served": "buy",
            "virgin_price": 4,
            "virgin_co2": 2,
        },
        {
            "participant": "B",
            "commodity": "sludge",
            "quantity": 40,
            "unit": "t/period",
            "if_not_served": "go without",
            "shortage_cost": 7,
        },
        {"participant": "B", "commodity": "ash", "quantity": 10, "unit": "t/period", "if_not_served": "must serve"},
        {
            "participant": "C",
            "commodity": "heat",
            "quantity": 7.5,
            "unit": "kW",
            "if_not_served": "buy",
            "virgin_price": 60,
            "virgin_co2": 200,
            "most_by_product": 80,
        },
    ],
    "Substitutions": [
        {"by_product": "water", "need": "grey water", "ratio": 0.5},
        {"by_product": "water", "need": "grey water", "ratio": 0.8, "participant": "B"},
    ],
    "Periods": [{"period": "summer", "hours": 4000}, {"period": "winter", "hours": 4000}],
    "Profiles": [{"period": "summer", "wet": 0.5}, {"period": "winter", "wet": 1.5}],
    "Qualities": [
        {"participant": "A", "commodity": "water", "property": "salt", "value": 3, "mixes": "by quantity"},
        {"participant": "B", "commodity": "water", "property": "salt", "value": 10, "mixes": "by quantity"},
    ],
    "QualityLimits": [
        {"participant": "A", "commodity": "water", "property": "salt", "most": 6},
        {"participant": "B", "commodity": "water", "property": "salt", "least": 1, "most": 5},
    ],
    "Pipelines": [
        _pipe(
            "A",
            "J",
            "water",
            status="existing",
            two_way="yes",
            payer="A",
            capacity=1,
            capacity_unit="m3/h",
            loss=10,
            yearly_cost=100,
        ),
        _pipe(
            "J",
            "B",
            "water",
            status="optional",
            two_way="yes",
            payer="taker",
            capacity=4,
            capacity_unit="t/h",
            loss=20,
            investment=1000,
            life=10,
            unit_cost=0.5,
        ),
        _pipe(
            "A",
            "C",
            "heat",
            status="required",
            payer="half",
            least_flow=50,
            capacity=16,
            capacity_unit="kW",
            loss=25,
            yearly_cost=40,
        ),
    ],
    "TruckRoutes": [
        {
            "from": "C",
            "to": "B",
            "commodity": "sludge; ash",
            "link": "T",
            "status": "existing",
            "distance": 10,
            "vehicle": "tipper",
            "most_loads": 1,
            "capacity": 50,
            "capacity_unit": "t/period",
            "payer": "giver",
        }
    ],
    "Vehicles": [
        {
            "vehicle": "tipper",
            "payload": 10,
            "volume": 20,
            "km_cost": 2,
            "load_cost": 5,
            "km_co2": 1,
            "empty_return": 50,
        }
    ],
}


def mixed(**sheets: Any) -> Park:
    """A --two-way-- J --two-way-- B <--truck-- C <--heat-- A; whole sheets can be replaced."""
    return make_park(**{**MIXED, **sheets})
