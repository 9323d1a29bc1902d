"""A plant, a mill and a pipe for gypsum between them."""

from __future__ import annotations

from typing import Any

from park_from import make_park
from sidestream.park.park import Park

GYPSUM: dict[str, Any] = {
    "Settings": {
        "discount_rate": 0,
        "carbon_tax": 20,
        "carbon_value": 30,
        "electricity_price": 100,
        "electricity_co2": 400,
    },
    "Participants": [
        {"participant": "plant", "kind": "industry", "company": "Power plc", "x": 0, "y": 0},
        {"participant": "mill", "kind": "industry", "x": 2, "y": 0},
    ],
    "Commodities": [{"commodity": "gypsum", "unit": "t", "medium": "solid"}],
    "Supplies": [
        {
            "participant": "plant",
            "commodity": "gypsum",
            "quantity": 0.1,
            "unit": "kt/a",
            "provision_cost": 5,
            "provision_co2": 10,
            "if_not_taken": "dispose",
            "disposal_cost": 30,
            "disposal_co2": 20,
            "quality": "assumed",
        }
    ],
    "Demands": [
        {
            "participant": "mill",
            "commodity": "gypsum",
            "quantity": 100,
            "unit": "t/a",
            "if_not_served": "buy",
            "virgin_price": 25,
            "virgin_co2": 50,
            "quality": "quoted",
        }
    ],
    "Pipelines": [
        {"from": "plant", "to": "mill", "commodity": "gypsum", "link": "P", "status": "optional", "sizes": "DN100"}
    ],
    "PipeSizes": [
        {
            "size": "DN100",
            "medium": "solid",
            "capacity": 125,
            "capacity_unit": "t/a",
            "pipe_cost": 1,
            "trench_cost": 0.5,
            "station_cost": 1000,
            "upkeep": 10,
            "loss": 10,
            "pumping": 5,
            "building_co2": 2,
            "life": 20,
            "quality": "estimated",
        },
        {
            "size": "DN200",
            "medium": "solid",
            "capacity": 500,
            "capacity_unit": "t/a",
            "pipe_cost": 2,
            "life": 20,
        },
    ],
}


def two_sites(**sheets: Any) -> Park:
    """plant --2 km--> mill; whole sheets can be replaced."""
    return make_park(**{**GYPSUM, **sheets})
