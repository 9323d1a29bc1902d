"""A farm with a digester that could be, a works with a boiler that is there, and a mill that has straw to give."""

from __future__ import annotations

from typing import Any

from park_from import make_park
from sidestream.park.park import Park


def _rate(conversion: str, commodity: str, per_activity: float, **more: Any) -> dict[str, Any]:
    return {"conversion": conversion, "commodity": commodity, "per_activity": per_activity, **more}


DIGESTER: dict[str, Any] = {
    "Settings": {"discount_rate": 0, "carbon_tax": 50, "hours_per_year": 6000},
    "Participants": [
        {"participant": "farm", "kind": "farm", "company": "Agri", "x": 0, "y": 0},
        {"participant": "mill", "kind": "industry", "company": "Agri", "x": 1, "y": 0},
        {"participant": "works", "kind": "utility", "x": 0, "y": 1},
    ],
    "Commodities": [
        {"commodity": "manure", "unit": "t", "medium": "slurry"},
        {"commodity": "straw", "unit": "t", "medium": "solid"},
        {"commodity": "gas", "unit": "MWh", "medium": "gas"},
        {"commodity": "digestate", "unit": "t", "medium": "slurry"},
        {"commodity": "fertiliser", "unit": "t", "medium": "solid"},
        {"commodity": "heat", "unit": "MWh", "medium": "hot water"},
        {"commodity": "warmth", "unit": "MWh", "medium": "hot water"},
    ],
    "Supplies": [
        {"participant": "farm", "commodity": "manure", "quantity": 0.03, "unit": "t/h", "provision_cost": 0.5}
        | {"if_not_taken": "dispose", "disposal_cost": 6, "disposal_co2": 3},
        {"participant": "mill", "commodity": "straw", "quantity": 0.0125, "unit": "t/h"}
        | {"if_not_taken": "dispose", "disposal_cost": 15, "disposal_co2": 2},
    ],
    "Demands": [
        {"participant": "farm", "commodity": "fertiliser", "quantity": 0.006, "unit": "t/h"}
        | {"if_not_served": "buy", "virgin_price": 250, "virgin_co2": 700},
        {"participant": "works", "commodity": "heat", "quantity": 0.05, "unit": "MW", "profile": "cold"}
        | {"if_not_served": "must serve"},
    ],
    "Substitutions": [{"by_product": "digestate", "need": "fertiliser", "ratio": 0.5}],
    "Conversions": [
        {"conversion": "digester", "participant": "farm", "status": "optional", "size": "small", "capacity": 0.05}
        | {"capacity_unit": "t/h", "continuous": "yes", "investment": 1000, "investment_per_unit": 40_000, "life": 20}
        | {"upkeep": 4, "unit_cost": 2, "unit_co2": 3, "least_load": 40, "availability": "warm"},
        {"conversion": "boiler", "participant": "works", "status": "existing", "capacity": 0.08}
        | {"capacity_unit": "MW", "investment": 3000, "life": 25, "upkeep": 5, "unit_cost": 1.5, "unit_co2": 2},
        {"conversion": "digester", "participant": "farm", "status": "optional", "size": "big", "capacity": 0.1}
        | {"capacity_unit": "t/h", "investment": 9000, "life": 20, "upkeep": 4},
    ],
    "ConversionRates": [
        _rate("digester", "manure", -1, otherwise="links only"),
        _rate("digester", "straw", -0.5, otherwise="buy", cost=40, co2=8),
        _rate("digester", "gas", 2, cost=5, co2=10),
        _rate("digester", "digestate", 1.2, otherwise="dispose", cost=10, co2=4),
        _rate("boiler", "gas", -1.2, cost=60, co2=200, quality="assumed"),
        _rate("boiler", "heat", 1, otherwise="must go"),
        _rate("boiler", "warmth", 0.3, otherwise="leave"),
    ],
    "Storages": [
        {"storage": "holder", "participant": "farm", "commodity": "gas", "keeps": "own", "status": "optional"}
        | {"capacity": 0.015, "investment": 800, "life": 8, "upkeep": 2.5, "in_efficiency": 75, "out_efficiency": 80}
        | {"in_cost": 0.5, "out_cost": 1, "in_limit": 7.5, "out_limit": 10, "limit_unit": "kW", "standing_loss": 20}
    ],
    "Expansions": [
        {"of": "disposal", "participant": "farm", "commodity": "digestate", "status": "existing", "capacity": 0.02}
        | {"capacity_unit": "t/h", "investment": 500, "upkeep": 2},
        {"of": "disposal", "participant": "farm", "commodity": "digestate", "status": "optional", "size": "more"}
        | {"capacity": 0.01, "capacity_unit": "t/h", "investment": 600, "life": 15, "upkeep": 3, "payer": "works"},
        {"of": "throughput", "participant": "works", "status": "existing", "capacity": 0.1, "capacity_unit": "MW"},
        {"of": "virgin", "participant": "works", "commodity": "gas", "status": "existing", "capacity": 0.11}
        | {"capacity_unit": "MW"},
    ],
    "Periods": [
        {"period": "day", "hours": 4000, "cycle": "day and night", "repeats": 2000},
        {"period": "night", "hours": 2000, "cycle": "day and night", "repeats": 2000},
    ],
    "Profiles": [{"period": "day", "warm": 1.1, "cold": 0.8}, {"period": "night", "warm": 0.8, "cold": 1.4}],
    "Pipelines": [
        {"from": "mill", "to": "farm", "commodity": "straw", "link": "M-F", "status": "optional", "payer": "giver"}
        | {"capacity": 0.02, "capacity_unit": "t/h", "investment": 400, "life": 10, "unit_cost": 1},
        {"from": "farm", "to": "works", "commodity": "gas", "link": "F-W", "status": "optional", "payer": "taker"}
        | {"capacity": 75, "capacity_unit": "kW", "investment": 900, "life": 9, "loss": 4},
    ],
}


def digester(**sheets: Any) -> Park:
    """mill --straw--> farm (digester, gas holder) --gas--> works (boiler); whole sheets can be replaced."""
    return make_park(**{**DIGESTER, **sheets})
