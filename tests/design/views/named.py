"""A park of four firms whose names are found nowhere else, and whose figures are all different.

Zorvex works and Zorvex quarry are one company, Quimble mill belongs to another, Brontal plant to nobody.

    gypsum   Zorvex works -> Quimble mill, a pipe of 20,000 EUR over 10 a (half, half): 2,000 EUR/a.
             40 of 55 t go: 40 x (30 + 25) = 2,200 EUR/a are saved.
    ash      Brontal plant (Kestrel boiler) -> Quimble mill, a conveyor of 1,000 EUR over 10 a that Brontal pays: 100 EUR/a.
             33 t are worth 11 + 41 = 52 EUR each.
    ash      Brontal plant -> Zorvex quarry, in place of sand, by truck at 2 EUR/km x 10 km / 20 t = 1 EUR/t, the taker's.
             47 t are worth 11 + 19 - 1 = 29 EUR each. 103 - 33 - 47 = 23 t of ash are left.
    clay     Zorvex quarry leaves 13 t where they are; Brontal plant buys 7 t at 3 EUR. No link is listed.
    heat     Quimble mill buys 17 MWh at 70 EUR, and nobody gives off any.
"""

from __future__ import annotations

from typing import Any

from park_from import make_park
from sidestream.park import Park

PEOPLE = ("Zorvex works", "Zorvex quarry", "Quimble mill", "Brontal plant")
NAMES = (*PEOPLE, "Zorvex Group", "Quimble AB", "Kestrel boiler", "Old Faithful conveyor")
"""Every name in the park, but for those of commodities, a size and a vehicle."""

SHEETS: dict[str, Any] = {
    "Settings": [{"setting": "discount_rate", "value": 0}, {"setting": "carbon_tax", "value": 0, "quality": "assumed"}],
    "Participants": [
        {"participant": "Zorvex works", "kind": "industry", "company": "Zorvex Group", "x": 0, "y": 0},
        {"participant": "Zorvex quarry", "kind": "industry", "company": "Zorvex Group", "x": 5, "y": 5},
        {"participant": "Quimble mill", "kind": "industry", "company": "Quimble AB", "x": 2, "y": 0},
        {"participant": "Brontal plant", "kind": "utility", "x": 5, "y": 0},
    ],
    "Commodities": [
        {"commodity": "gypsum", "unit": "t", "medium": "solid", "goes_by": "pipe"},
        {"commodity": "ash", "unit": "t", "medium": "solid"},
        {"commodity": "sand", "unit": "t", "medium": "solid"},
        {"commodity": "clay", "unit": "t", "medium": "solid", "goes_by": "truck"},
        {"commodity": "heat", "unit": "MWh", "medium": "hot water"},
    ],
    "Supplies": [
        {"participant": "Zorvex works", "commodity": "gypsum", "quantity": 55, "unit": "t/a", "disposal_cost": 30},
        {"participant": "Brontal plant", "commodity": "ash", "name": "Kestrel boiler", "quantity": 103, "unit": "t/a"}
        | {"disposal_cost": 11, "quality": "assumed"},
        {"participant": "Zorvex quarry", "commodity": "clay", "quantity": 13, "unit": "t/a", "if_not_taken": "leave"},
    ],
    "Demands": [
        {"participant": "Quimble mill", "commodity": "gypsum", "quantity": 40, "unit": "t/a", "virgin_price": 25},
        {"participant": "Quimble mill", "commodity": "ash", "quantity": 33, "unit": "t/a", "virgin_price": 41}
        | {"quality": "estimated"},
        {"participant": "Zorvex quarry", "commodity": "sand", "quantity": 47, "unit": "t/a", "virgin_price": 19},
        {"participant": "Brontal plant", "commodity": "clay", "quantity": 7, "unit": "t/a", "virgin_price": 3},
        {"participant": "Quimble mill", "commodity": "heat", "quantity": 17, "unit": "MWh/a", "virgin_price": 70},
    ],
    "Substitutions": [{"by_product": "ash", "need": "sand", "ratio": 1}],
    "Pipelines": [
        {"from": "Zorvex works", "to": "Quimble mill", "commodity": "gypsum", "status": "optional", "sizes": "DN100"},
        {"from": "Brontal plant", "to": "Quimble mill", "commodity": "ash", "link": "Old Faithful conveyor"}
        | {"status": "optional", "investment": 1_000, "life": 10, "payer": "giver"},
    ],
    "PipeSizes": [
        {"size": "DN100", "medium": "solid", "capacity": 60, "capacity_unit": "t/a", "pipe_cost": 10, "life": 10}
    ],
    "TruckRoutes": [
        {"from": "Brontal plant", "to": "Zorvex quarry", "commodity": "ash", "status": "optional"}
        | {"vehicle": "tipper", "distance": 5, "payer": "taker"},
    ],
    "Vehicles": [{"vehicle": "tipper", "payload": 20, "km_cost": 2, "km_co2": 0.1, "empty_return": 100}],
}


def named_park(**sheets: Any) -> Park:
    """The park; whole sheets can be replaced."""
    return make_park(**{**SHEETS, **sheets})
