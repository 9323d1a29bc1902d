"""The design of the digester, worked out by hand for days of two hours and nights of one, 2,000 of each a year.

Works needs 0.05 MW x 4,000 h x 0.8 = 160 MWh of heat by day and 0.05 x 2,000 x 1.4 = 140 by night. Its boiler (320 and
160 at most: 140 / 160 = 0.875) takes 1.2 MWh of gas for one: 192 and 168, and leaves 0.3 of warmth: 48 and 42.
Farm has 0.03 t/h of manure: 120 and 60 t. The digester takes all of it: by night it can do capacity x 2,000 h x 0.8, so
that it needs 0.0375 t/h (by day 0.0375 x 4,000 x 1.1 = 165 t). It takes half as much straw: 60 and 30 t, of which Mill
sends all it has, 0.0125 t/h: 50 and 25 t; 10 and 5 are bought. It makes
    gas        2 MWh a t: 240 and 120
    digestate  1.2 t a t: 144 and 72. Half a t of fertiliser is met by one: Farm needs 24 and 12, which takes 48 and 24;
               96 and 48 are disposed of. That gate lets 0.02 t/h out, 80 and 40 t: with 0.01 more it is 120 and 60.
Gas by day: 192 are needed at Works, so that 192 / 0.96 = 200 are sent; 30 go into the holder (7.5 kW x 4,000 h), 10 are
flared. The holder keeps 0.75 x 30 / 2,000 = 0.01125 MWh of each day; of that (1 - 0.2)^1 = 0.8 are left at the end of a
night, 0.009, and all of it comes out: 0.009 x 2,000 x 0.8 = 14.4. Nothing is left for the next day.
    (With 115 t of manure by day nothing would be flared: 199.70 EUR/a better. What is audited need not be the best.)
    lost       by day 0.25 x 30 = 7.5; by night 14.4 / 0.8 - 14.4 = 3.6, and 2,000 x 0.2 x 0.01125 = 4.5: 8.1
Gas by night: 120 + 14.4 = 134.4 are sent, 129.024 arrive, 38.976 are bought. In the link 8 and 5.376 are lost: with the
holder's 15.6 these are 28.976 MWh at the price of flaring: 144.88 EUR, 0.28976 t.

Farm    provision 180 t x 0.5 = 90; disposal 144 x 10 + 10 x 5 = 1,490 (0.576 + 0.1 t); virgin straw 15 x 40 = 600 (0.12 t)
        conversion 180 x 2 = 360 (0.54 t); storage 30 x 0.5 + 14.4 x 1 = 29.4
        digester 1,000 + 40,000 x 0.0375 = 2,500 EUR: 125 a year, upkeep 100; holder 800: 100 and 20; old gate 10
Mill    conveyor 400 EUR: 40 a year; 75 t x 1 EUR
Works   conversion 300 x 1.5 = 450 (0.6 t); boiler's upkeep 150; gas 38.976 x 60 = 2,338.56 (7.7952 t)
        pipe 900 EUR: 100 a year; new gate 600: 40 and 18
today   Farm manure 180 x 6 = 1,080 (0.54 t), fertiliser 36 x 250 = 9,000 (25.2 t); Mill straw 75 x 15 = 1,125 (0.15 t);
        Works gas 360 x 60 = 21,600 (72 t), and its boiler as in the design
CO2     today 25.74 + 0.15 + 72.6; design Farm 0.676 + 0.12 + 0.54 + 0.28976 = 1.62576, Works 8.3952; tax 50 EUR/t
Guesses the boiler's gas is assumed, so that of the tax 50 x (72 - 7.7952) = 3,210.24 EUR/a are its own CO2's; the other
        50 x (98.49 - 10.02096 - 64.2048) = 1,213.212 are the tax's. Sizes add up to 38,222.172 EUR/a.
"""

from __future__ import annotations

from typing import Any

from design.worked.making import Rows, as_design, at
from sidestream.design.design import Design

CASES = ("today", "design")

BUILD_LIST = [
    (
        *("M-F", "pipeline", "mill", "farm", "straw"),
        *("built", None, 1, 0.02, "t/h"),
        *(400, 10, 40, 0, 0),
        *("mill", 0.625, 75, "t/a"),
    ),
    (
        *("F-W", "pipeline", "farm", "works", "gas"),
        *("built", None, 1, 75, "kW"),
        *(900, 9, 100, 0, 0),
        *("works", 0.896, 334.4, "MWh/a"),
    ),
]

FACILITIES = [
    ("conversion", "digester", "farm", "small", "built", 0.0375, "t/h", 2500, 20, 125, 100, "farm", 1),
    ("conversion", "boiler", "works", None, "existing", 0.08, "MW", 0, 25, 0, 150, "works", 0.875),
    ("storage", "holder", "farm", None, "built", 0.015, "MWh", 800, 8, 100, 20, "farm", 0.75),
    ("disposal", "digestate", "farm", None, "existing", 0.02, "t/h", 0, None, 0, 10, "farm", 0.8),
    ("disposal", "digestate", "farm", "more", "built", 0.01, "t/h", 600, 15, 40, 18, "works", 0.8),
    ("throughput", "all", "works", None, "existing", 0.1, "MW", 0, None, 0, 0, "works", 0.64512),
    ("virgin", "gas", "works", None, "existing", 0.11, "MW", 0, None, 0, 0, "works", 38.976 / 220),
]

FLOWS = [
    ("design", "M-F", "pipeline", "mill", "farm", "straw", "", "day", 50, 50, None, "t"),
    ("design", "M-F", "pipeline", "mill", "farm", "straw", "", "night", 25, 25, None, "t"),
    ("design", "F-W", "pipeline", "farm", "works", "gas", "", "day", 200, 192, None, "MWh"),
    ("design", "F-W", "pipeline", "farm", "works", "gas", "", "night", 134.4, 129.024, None, "MWh"),
]

SUPPLIES_USED = [
    ("today", "farm", "manure", "", "day", 120, 0, 120, 0, "t"),
    ("today", "farm", "manure", "", "night", 60, 0, 60, 0, "t"),
    ("today", "mill", "straw", "", "day", 50, 0, 50, 0, "t"),
    ("today", "mill", "straw", "", "night", 25, 0, 25, 0, "t"),
    ("design", "farm", "manure", "", "day", 120, 120, 0, 0, "t"),
    ("design", "farm", "manure", "", "night", 60, 60, 0, 0, "t"),
    ("design", "mill", "straw", "", "day", 50, 50, 0, 0, "t"),
    ("design", "mill", "straw", "", "night", 25, 25, 0, 0, "t"),
]

NEEDS_MET = [
    ("today", "farm", "fertiliser", "", "day", 24, 0, 24, 0, "t"),
    ("today", "farm", "fertiliser", "", "night", 12, 0, 12, 0, "t"),
    ("design", "farm", "fertiliser", "", "day", 24, 24, 0, 0, "t"),
    ("design", "farm", "fertiliser", "", "night", 12, 12, 0, 0, "t"),
    *[(case, "works", "heat", "", "day", 160, 160, 0, 0, "MWh") for case in CASES],
    *[(case, "works", "heat", "", "night", 140, 140, 0, 0, "MWh") for case in CASES],
]

BY_PRODUCTS_USED = [
    ("design", "farm", "fertiliser", "", "digestate", "day", 48, "t", 24),
    ("design", "farm", "fertiliser", "", "digestate", "night", 24, "t", 12),
    *[(case, "works", "heat", "", "heat", "day", 160, "MWh", 160) for case in CASES],
    *[(case, "works", "heat", "", "heat", "night", 140, "MWh", 140) for case in CASES],
]

CONVERSIONS_RUN = [
    *[(case, "boiler", "works", "", "day", 160, "MWh") for case in CASES],
    *[(case, "boiler", "works", "", "night", 140, "MWh") for case in CASES],
    ("design", "digester", "farm", "small", "day", 120, "t"),
    ("design", "digester", "farm", "small", "night", 60, "t"),
]

MADE_AND_USED = [
    ("today", "boiler", "works", "gas", "day", "in", 192, 192, 0, 0, "MWh"),
    ("today", "boiler", "works", "gas", "night", "in", 168, 168, 0, 0, "MWh"),
    ("design", "boiler", "works", "gas", "day", "in", 192, 0, 0, 0, "MWh"),
    ("design", "boiler", "works", "gas", "night", "in", 168, 38.976, 0, 0, "MWh"),
    *[(case, "boiler", "works", "heat", "day", "out", 160, 0, 0, 0, "MWh") for case in CASES],
    *[(case, "boiler", "works", "heat", "night", "out", 140, 0, 0, 0, "MWh") for case in CASES],
    *[(case, "boiler", "works", "warmth", "day", "out", 48, 0, 0, 48, "MWh") for case in CASES],
    *[(case, "boiler", "works", "warmth", "night", "out", 42, 0, 0, 42, "MWh") for case in CASES],
    ("design", "digester", "farm", "manure", "day", "in", 120, 0, 0, 0, "t"),
    ("design", "digester", "farm", "manure", "night", "in", 60, 0, 0, 0, "t"),
    ("design", "digester", "farm", "straw", "day", "in", 60, 10, 0, 0, "t"),
    ("design", "digester", "farm", "straw", "night", "in", 30, 5, 0, 0, "t"),
    ("design", "digester", "farm", "gas", "day", "out", 240, 0, 10, 0, "MWh"),
    ("design", "digester", "farm", "gas", "night", "out", 120, 0, 0, 0, "MWh"),
    ("design", "digester", "farm", "digestate", "day", "out", 144, 0, 96, 0, "t"),
    ("design", "digester", "farm", "digestate", "night", "out", 72, 0, 48, 0, "t"),
]

STORAGE_LEVELS = [
    ("design", "holder", "farm", "", "day", "gas", 30, 0, 7.5, 0, 0.01125, "MWh"),
    ("design", "holder", "farm", "", "night", "gas", 0, 14.4, 8.1, 0.01125, 0, "MWh"),
]

# What the digester takes weighs 2 (manure) to 5/6 (mill's straw) to 1/6 (bought straw) of 3, by day and by night: so is its
# gas made, and its digestate. These two have no measure in common: each has half of what goes in. Of 360 MWh of gas 10 are
# flared, 15.6 lost in the holder, 13.376 on the way; 321.024 come to the boiler, of whose output 10/13 are heat, as it leaves
# 48 of warmth to 160. By night 129.024 / 168 = 0.768 of its gas come so, and 38.976 are bought: heat of 160 + 140 x 0.768 =
# 267.52 and 32.48, warmth of 48 + 42 x 0.768 = 80.256 and 9.744. Of 216 t of digestate 144 are disposed of, 72 used.
FED = [  # origin, stream, source, quantity, its part of what is made
    ("farm", "manure", "supply", 180, 2 / 3),
    ("mill", "straw", "supply", 75, 5 / 18),
    ("farm", "straw", "bought", 15, 1 / 18),
]
BECOMES = [  # user, commodity, use, need, part of what is fed, how much, unit
    ("farm", "gas", "disposed", "", 10 / 720, 10, "MWh"),
    ("farm", "gas", "lost in storage", "", 15.6 / 720, 15.6, "MWh"),
    ("farm", "gas", "lost on the way", "", 13.376 / 720, 13.376, "MWh"),
    ("works", "heat", "need", "heat", 321.024 / 720 * 10 / 13, 267.52, "MWh"),
    ("works", "warmth", "left", "", 321.024 / 720 * 3 / 13, 80.256, "MWh"),
    ("farm", "digestate", "disposed", "", 1 / 3, 144, "t"),
    ("farm", "digestate", "need", "fertiliser", 1 / 6, 72, "t"),
]
LEDGER = [
    *[
        (who, what, "", source, user, made, use, need, "", quantity * part, "t", share * amount, unit)
        for who, what, source, quantity, share in FED
        for user, made, use, need, part, amount, unit in BECOMES
    ],
    ("works", "gas", "", "bought", "works", "heat", "need", "heat", "", 38.976 * 10 / 13, "MWh", 32.48, "MWh"),
    ("works", "gas", "", "bought", "works", "warmth", "left", "", "", 38.976 * 3 / 13, "MWh", 9.744, "MWh"),
]

COSTS = [
    ("today", "farm", "disposal", "cash", 1080),
    ("today", "farm", "virgin", "cash", 9000),
    ("today", "farm", "upkeep", "cash", 10),
    ("today", "farm", "carbon tax", "cash", 1287),
    ("today", "mill", "disposal", "cash", 1125),
    ("today", "mill", "carbon tax", "cash", 7.5),
    ("today", "works", "virgin", "cash", 21600),
    ("today", "works", "conversion", "cash", 450),
    ("today", "works", "upkeep", "cash", 150),
    ("today", "works", "carbon tax", "cash", 3630),
    ("design", "farm", "provision", "cash", 90),
    ("design", "farm", "disposal", "cash", 1490),
    ("design", "farm", "virgin", "cash", 600),
    ("design", "farm", "investment", "cash", 225),
    ("design", "farm", "upkeep", "cash", 130),
    ("design", "farm", "conversion", "cash", 360),
    ("design", "farm", "storage", "cash", 29.4),
    ("design", "farm", "losses", "cash", 144.88),
    ("design", "farm", "carbon tax", "cash", 81.288),
    ("design", "mill", "investment", "cash", 40),
    ("design", "mill", "carrying", "cash", 75),
    ("design", "works", "virgin", "cash", 2338.56),
    ("design", "works", "conversion", "cash", 450),
    ("design", "works", "investment", "cash", 140),
    ("design", "works", "upkeep", "cash", 168),
    ("design", "works", "carbon tax", "cash", 419.76),
]

IMPACTS = [
    ("today", "farm", "co2", "disposal", 0.54, "t/a"),
    ("today", "farm", "co2", "virgin", 25.2, "t/a"),
    ("today", "mill", "co2", "disposal", 0.15, "t/a"),
    ("today", "works", "co2", "virgin", 72, "t/a"),
    ("today", "works", "co2", "conversion", 0.6, "t/a"),
    ("design", "farm", "co2", "disposal", 0.676, "t/a"),
    ("design", "farm", "co2", "virgin", 0.12, "t/a"),
    ("design", "farm", "co2", "conversion", 0.54, "t/a"),
    ("design", "farm", "co2", "losses", 0.28976, "t/a"),
    ("design", "works", "co2", "virgin", 7.7952, "t/a"),
    ("design", "works", "co2", "conversion", 0.6, "t/a"),
]

PARTICIPANTS = [
    ("farm", "Agri", 11377, 3150.568, 8226.432, 25.74, 1.62576, 24.11424, 3300, 1, 1),
    ("mill", "Agri", 1132.5, 115, 1017.5, 0.15, 0, 0.15, 400, 1, 0),
    ("works", None, 25830, 3516.32, 22313.68, 72.6, 8.3952, 64.2048, 1500, 0, 1),
]

COMPANIES = [
    ("Agri", 2, 12509.5, 3265.568, 9243.932, 25.89, 1.62576, 24.26424, 3700, 2, 1),
    ("works", 1, 25830, 3516.32, 22313.68, 72.6, 8.3952, 64.2048, 1500, 0, 1),
]


def _line(sheet: str, column: str, row: int, unit: str, of: str, value: float, amount: float) -> tuple[Any, ...]:
    return (at(sheet, column, row), f"{column} [{unit}]", of, value, "", amount)


SMALL, MORE = "digester, farm, small", "disposal, farm, digestate, more"
GUESSES = [
    (at("ConversionRates", "cost", 6), "cost [EUR/unit]", "boiler, gas", 60, "assumed", 19261.44),
    (at("ConversionRates", "co2", 6), "co2 [kg/unit]", "boiler, gas", 200, "assumed", 3210.24),
    _line("ConversionRates", "cost", 5, "EUR/unit", "digester, digestate", 10, -1440),
    _line("ConversionRates", "cost", 3, "EUR/unit", "digester, straw", 40, -600),
    _line("ConversionRates", "cost", 4, "EUR/unit", "digester, gas", 5, -50),
    _line("Conversions", "unit_cost", 2, "EUR/activity", SMALL, 2, -360),
    _line("Conversions", "upkeep", 2, "% of investment/a", SMALL, 4, -100),
    _line("Conversions", "investment_per_unit", 2, "EUR", SMALL, 40_000, -75),
    _line("Conversions", "investment", 2, "EUR", SMALL, 1000, -50),
    _line("Storages", "investment", 2, "EUR", "holder, farm", 800, -100),
    _line("Storages", "upkeep", 2, "% of investment/a", "holder, farm", 2.5, -20),
    _line("Storages", "in_cost", 2, "EUR/unit", "holder, farm", 0.5, -15),
    _line("Storages", "out_cost", 2, "EUR/unit", "holder, farm", 1, -14.4),
    _line("Expansions", "investment", 3, "EUR", MORE, 600, -40),
    _line("Expansions", "upkeep", 3, "% of investment/a", MORE, 3, -18),
    _line("Demands", "virgin_price", 2, "EUR/unit", "farm, fertiliser", 250, 9000),
    _line("Supplies", "disposal_cost", 3, "EUR/unit", "mill, straw", 15, 1125),
    _line("Supplies", "disposal_cost", 2, "EUR/unit", "farm, manure", 6, 1080),
    _line("Supplies", "provision_cost", 2, "EUR/unit", "farm, manure", 0.5, -90),
    _line("Pipelines", "investment", 3, "EUR", "F-W", 900, -100),
    _line("Pipelines", "unit_cost", 2, "EUR/unit", "M-F", 1, -75),
    _line("Pipelines", "investment", 2, "EUR", "M-F", 400, -40),
    ("", "losses on the way", "", None, "", -144.88),
    ("Settings!B3", "carbon_tax [EUR/t]", "", 50, "", 1213.212),
]

SUMMARY = [
    ("total cost", "EUR/a", 38339.5, 6781.888, 31557.612, None),
    ("cash cost", "EUR/a", 38339.5, 6781.888, 31557.612, None),
    ("cost: provision", "EUR/a", 0, 90, -90, None),
    ("cost: disposal", "EUR/a", 2205, 1490, 715, None),
    ("cost: virgin", "EUR/a", 30600, 2938.56, 27661.44, None),
    ("cost: investment", "EUR/a", 0, 405, -405, None),
    ("cost: upkeep", "EUR/a", 160, 298, -138, None),
    ("cost: conversion", "EUR/a", 450, 810, -360, None),
    ("cost: storage", "EUR/a", 0, 29.4, -29.4, None),
    ("cost: carrying", "EUR/a", 0, 75, -75, None),
    ("cost: losses", "EUR/a", 0, 144.88, -144.88, None),
    ("cost: carbon tax", "EUR/a", 4924.5, 501.048, 4423.452, None),
    ("CO2", "t/a", 98.49, 10.02096, 88.46904, None),
    ("investment", "EUR", None, 5200, None, None),
    ("links built", "1", None, 2, None, None),
    ("facilities built", "1", None, 3, None, None),
    ("best proven cost", "EUR/a", None, 6500, None, None),
    ("gap", "EUR/a", None, 281.888, None, None),
    ("gap of cost", "%", None, 100 * 281.888 / 6781.888, None, None),
    ("gap of saving", "%", None, 100 * 281.888 / 31839.5, None, None),
    ("rests on assumed figures", "%", None, 100 * 22471.68 / 38222.172, None, None),
    ("rests on estimated figures", "%", None, 0, None, None),
    ("rests on figures not judged", "%", None, 100 * 15750.492 / 38222.172, None, None),
]

ROWS: Rows = {
    "Build list": BUILD_LIST,
    "Facilities": FACILITIES,
    "Flows": FLOWS,
    "Supplies used": SUPPLIES_USED,
    "Needs met": NEEDS_MET,
    "By-products used": BY_PRODUCTS_USED,
    "Conversions run": CONVERSIONS_RUN,
    "Made and used": MADE_AND_USED,
    "Storage levels": STORAGE_LEVELS,
    "Ledger": LEDGER,
    "Costs": COSTS,
    "Impacts": IMPACTS,
    "Participants": PARTICIPANTS,
    "Companies": COMPANIES,
    "Guesses": GUESSES,
    "Summary": SUMMARY,
}


def digester_design(**facts: Any) -> Design:
    """The design of the digester, with these figures of its run."""
    return as_design(ROWS, **facts)
