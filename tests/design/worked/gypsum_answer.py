"""The design of the two sites, worked out by hand: all 100 t go through the pipe.

It loses 10 % a km: 100 x 0.9^2 = 81 t arrive, the mill buys 19 t, and 19 t lost are disposed of by the plant.
Investment (1,000 + 500) EUR/km x 2 km + 1,000 = 4,000 EUR, a twentieth a year is 200 EUR/a; upkeep 10 % of
2 km x 1,000 + 1,000 = 300 EUR/a; 2 t/km x 2 km = 4 t CO2 in the building, 0.2 t/a.
Pumping 5 kWh/t/km x 2 km x 100 t = 1 MWh: 100 EUR, 0.4 t. Pipe and pumping are paid half and half.
    plant  provision 500 EUR, 1 t; losses 19 t: 570 EUR, 0.38 t; building 0.1 t; electricity 0.2 t: 1.68 t
    mill   virgin 19 t: 475 EUR, 0.95 t; building 0.1 t; electricity 0.2 t: 1.25 t
Tax 20 EUR/t, value 30 EUR/t of 2.93 t. Today 100 t are disposed of (2 t CO2) and 100 t bought (5 t CO2).

Guesses. Supplies is assumed, Demands quoted, PipeSizes estimated; of Settings nobody says how well they are known, which
is better than assumed and worse than the rest. So 50 EUR/t of the supply's own CO2 are the supply's: 100 EUR/a for 2 t of
disposal today, -50 for 1 t of provision; and what is left, 7 - 2 - (2.93 - 1) = 3.07 t, is that of tax and value:
61.40 and 92.10. Sizes add up to 6,998.50 EUR/a: 3,000 + 500 + 100 + 50 assumed; 100 + 50 + 50 + 300 estimated;
100 + 92.10 + 61.40 and 570 of losses not said.
"""

from __future__ import annotations

from typing import Any

from design.worked.making import Rows, as_design, at
from sidestream.design.design import Design

BUILD_LIST = [
    (
        *("P", "pipeline", "plant", "mill", "gypsum"),
        *("built", "DN100", 2, 125, "t/a"),
        *(4000, 20, 200, 300, 4),
        *("half", 0.8, 100, "t/a"),
    ),
]

FLOWS = [("design", "P", "pipeline", "plant", "mill", "gypsum", "DN100", "year", 100, 81, None, "t")]

SUPPLIES_USED = [
    ("today", "plant", "gypsum", "", "year", 100, 0, 100, 0, "t"),
    ("design", "plant", "gypsum", "", "year", 100, 100, 0, 0, "t"),
]

NEEDS_MET = [
    ("today", "mill", "gypsum", "", "year", 100, 0, 100, 0, "t"),
    ("design", "mill", "gypsum", "", "year", 100, 81, 19, 0, "t"),
]

BY_PRODUCTS_USED = [("design", "mill", "gypsum", "", "gypsum", "year", 81, "t", 81)]

LEDGER = [
    ("plant", "gypsum", "", "supply", "mill", "gypsum", "need", "gypsum", "", 81, "t", 81, "t"),
    ("plant", "gypsum", "", "supply", "plant", "gypsum", "lost on the way", "", "", 19, "t", 19, "t"),
    ("mill", "gypsum", "", "bought", "mill", "gypsum", "need", "gypsum", "", 19, "t", 19, "t"),
]

COSTS = [
    ("today", "plant", "disposal", "cash", 3000),
    ("today", "plant", "carbon tax", "cash", 40),
    ("today", "mill", "virgin", "cash", 2500),
    ("today", "mill", "carbon tax", "cash", 100),
    ("today", "society", "carbon value", "valued", 210),
    ("design", "plant", "provision", "cash", 500),
    ("design", "plant", "investment", "cash", 100),
    ("design", "plant", "upkeep", "cash", 150),
    ("design", "plant", "electricity", "cash", 50),
    ("design", "plant", "losses", "cash", 570),
    ("design", "plant", "carbon tax", "cash", 33.6),
    ("design", "mill", "virgin", "cash", 475),
    ("design", "mill", "investment", "cash", 100),
    ("design", "mill", "upkeep", "cash", 150),
    ("design", "mill", "electricity", "cash", 50),
    ("design", "mill", "carbon tax", "cash", 25),
    ("design", "society", "carbon value", "valued", 87.9),
]

IMPACTS = [
    ("today", "plant", "co2", "disposal", 2, "t/a"),
    ("today", "mill", "co2", "virgin", 5, "t/a"),
    ("design", "plant", "co2", "provision", 1, "t/a"),
    ("design", "plant", "co2", "losses", 0.38, "t/a"),
    ("design", "plant", "co2", "building", 0.1, "t/a"),
    ("design", "plant", "co2", "electricity", 0.2, "t/a"),
    ("design", "mill", "co2", "virgin", 0.95, "t/a"),
    ("design", "mill", "co2", "building", 0.1, "t/a"),
    ("design", "mill", "co2", "electricity", 0.2, "t/a"),
]

# plant 500 + 100 + 150 + 50 + 570 + 33.6; mill 475 + 100 + 150 + 50 + 25
PARTICIPANTS = [
    ("plant", "Power plc", 3040, 1403.6, 1636.4, 2, 1.68, 0.32, 2000, 1, 0),
    ("mill", None, 2600, 800, 1800, 5, 1.25, 3.75, 2000, 0, 1),
]

COMPANIES = [
    ("Power plc", 1, 3040, 1403.6, 1636.4, 2, 1.68, 0.32, 2000, 1, 0),
    ("mill", 1, 2600, 800, 1800, 5, 1.25, 3.75, 2000, 0, 1),
]

GUESSES = [
    (at("Supplies", "disposal_cost", 2), "disposal_cost [EUR/unit]", "plant, gypsum", 30, "assumed", 3000),
    (at("Demands", "virgin_price", 2), "virgin_price [EUR/unit]", "mill, gypsum", 25, "quoted", 2025),
    ("", "losses on the way", "", None, "", -570),
    (at("Supplies", "provision_cost", 2), "provision_cost [EUR/unit]", "plant, gypsum", 5, "assumed", -500),
    (at("PipeSizes", "upkeep", 2), "upkeep [% of investment/a]", "DN100", 10, "estimated", -300),
    ("Settings!B5", "electricity_price [EUR/MWh]", "", 100, "", -100),
    (at("Supplies", "disposal_co2", 2), "disposal_co2 [kg/unit]", "plant, gypsum", 20, "assumed", 100),
    (at("PipeSizes", "pipe_cost", 2), "pipe_cost [EUR/m]", "DN100", 1, "estimated", -100),
    ("Settings!B4", "carbon_value [EUR/t]", "", 30, "", 92.1),
    ("Settings!B3", "carbon_tax [EUR/t]", "", 20, "", 61.4),
    (at("Supplies", "provision_co2", 2), "provision_co2 [kg/unit]", "plant, gypsum", 10, "assumed", -50),
    (at("PipeSizes", "trench_cost", 2), "trench_cost [EUR/m]", "DN100", 0.5, "estimated", -50),
    (at("PipeSizes", "station_cost", 2), "station_cost [EUR/pipe]", "DN100", 1000, "estimated", -50),
]

SUMMARY = [
    ("total cost", "EUR/a", 5850, 2291.5, 3558.5, None),
    ("cash cost", "EUR/a", 5640, 2203.6, 3436.4, None),
    ("cost: provision", "EUR/a", 0, 500, -500, None),
    ("cost: disposal", "EUR/a", 3000, 0, 3000, None),
    ("cost: virgin", "EUR/a", 2500, 475, 2025, None),
    ("cost: investment", "EUR/a", 0, 200, -200, None),
    ("cost: upkeep", "EUR/a", 0, 300, -300, None),
    ("cost: electricity", "EUR/a", 0, 100, -100, None),
    ("cost: losses", "EUR/a", 0, 570, -570, None),
    ("cost: carbon tax", "EUR/a", 140, 58.6, 81.4, None),
    ("cost: carbon value", "EUR/a", 210, 87.9, 122.1, None),
    ("CO2", "t/a", 7, 2.93, 4.07, None),
    ("investment", "EUR", None, 4000, None, None),
    ("links built", "1", None, 1, None, None),
    ("best proven cost", "EUR/a", None, 2200, None, None),
    ("gap", "EUR/a", None, 91.5, None, None),
    ("gap of cost", "%", None, 100 * 91.5 / 2291.5, None, None),
    ("gap of saving", "%", None, 100 * 91.5 / 3650, None, None),
    ("rests on assumed figures", "%", None, 100 * 3650 / 6998.5, None, None),
    ("rests on estimated figures", "%", None, 100 * 500 / 6998.5, None, None),
    ("rests on figures not judged", "%", None, 100 * 823.5 / 6998.5, None, None),
]

ROWS: Rows = {
    "Build list": BUILD_LIST,
    "Flows": FLOWS,
    "Supplies used": SUPPLIES_USED,
    "Needs met": NEEDS_MET,
    "By-products used": BY_PRODUCTS_USED,
    "Ledger": LEDGER,
    "Costs": COSTS,
    "Impacts": IMPACTS,
    "Participants": PARTICIPANTS,
    "Companies": COMPANIES,
    "Guesses": GUESSES,
    "Summary": SUMMARY,
}


def two_sites_design(**facts: Any) -> Design:
    """The design of the two sites, with these figures of its run."""
    return as_design(ROWS, **facts)
