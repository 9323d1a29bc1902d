"""The design of the mixture, worked out by hand for two periods of 4,000 h.

Water. A has 4,000 m3 in summer, 12,000 in winter, needs 1,000 in each; B has 400 in each and needs 2,000 grey water
in each, of which a m3 of water meets 0.8 there.
    summer  A uses 1,000 itself and sends 2,000: J gets 1,800 (10 % lost), sends them on: B gets 1,440 (20 % lost),
            they meet 1,152; B buys 848 and disposes of its own 400
    winter  B sends its 400: J gets 320, A gets 288; A takes 712 of its own; B buys 2,000
    today   A uses 1,000 of its own; B disposes of 400 and buys 2,000 in each period
A's water has 3 of salt, B's has 10: in winter A uses 712 of 3 and 288 of 10, which has 5.016.
Losses are priced at B's 3 EUR and 1 kg a m3: only B disposes, and its water can reach J and A.
    A    200 m3 as origin and 32 m3 lost by J in the pipe that A pays: 696 EUR, 0.232 t
    B    80 m3 as origin and 360 m3 lost by J in the pipe that B pays: 1,320 EUR, 0.44 t
J-B costs 1,000 / 10 = 100 EUR/a and 0.5 EUR x (1,800 + 400) m3 = 1,100 EUR, all B's. A-J costs A 100 EUR/a.

Trucks, in both cases and periods: 30 t of sludge and 10 t of ash weigh 4 loads and fill (15 + 80) m3 / 20 = 4.75:
0.75 are sludge and 4 ash. A load costs 2 x 10 x 1.5 + 5 = 35 EUR and 15 kg: 332.5 EUR and 0.1425 t a year, C's.
B goes without 10 t of sludge: 70 EUR.

Heat. A has 40 MWh, C needs 30 in each period, 24 at most from by-products; in summer 32 sent are 24 delivered (a
quarter vanishes), just the least flow: half of 64. C buys 6 + 30 (today 60) at 60 EUR and 0.2 t. 40 EUR/a of
yearly cost, half and half.

CO2     A 0.232; B grey water 2,848 x 2 kg = 5.696, disposal 0.4, losses 0.44: 6.536; C 7.2 + 0.1425
cash    A provision 371.2, losses 696, upkeep 120, tax 2.32; B virgin 11,392, disposal 1,200, shortage 140, losses
        1,320, carrying 1,100, investment 100, tax 65.36; C carrying 332.5, virgin 2,160, upkeep 20, tax 73.425
today   A provision 200, upkeep 100; B virgin 16,000 (8 t), disposal 2,400 (0.8 t), shortage 140, tax 88; C carrying
        332.5 (0.1425 t), virgin 3,600 (12 t), tax 121.425
Guesses A provision 200 - 371.2; B disposal 2,400 - 1,200, grey water 16,000 - 11,392; C heat 3,600 - 2,160; losses
        -2,016; J-B 100 a year and 1,100 for what is sent; A-C 40 a year; tax 10 x (20.9425 - 14.1105) t. What B goes
        without and the trucks cost the same in both cases. Nobody says how well anything is known.
"""

from __future__ import annotations

from typing import Any

from design.worked.making import Rows, as_design, at
from sidestream.design.design import Design

CASES = ("today", "design")
SEASONS = ("summer", "winter")
WATER = ("pipeline", "A", "J", "water", "")
BACK = ("pipeline", "J", "A", "water", "")
TRUCKED = [
    (case, "T", "truck route", "C", "B", what, "tipper", season, sent, sent, loads, "t")
    for case in CASES
    for season in SEASONS
    for what, sent, loads in (("sludge", 30, 0.75), ("ash", 10, 4))
]

BUILD_LIST = [
    (
        *("A-J", "pipeline", "A", "J", "water"),
        *("existing", None, 1, 1, "m3/h"),
        *(0, None, 0, 100, 0),
        *("A", 0.5, 2320, "m3/a"),
    ),
    (
        *("J-B", "pipeline", "J", "B", "water"),
        *("built", None, 1, 4, "t/h"),
        *(1000, 10, 100, 0, 0),
        *("B", 0.1125, 2200, "m3/a"),
    ),
    (
        *("A-C", "pipeline", "A", "C", "heat"),
        *("built", None, 5, 16, "kW"),
        *(0, None, 0, 40, 0),
        *("half", 0.5, 32, "MWh/a"),
    ),
    (
        *("T", "truck route", "C", "B", "sludge; ash"),
        *("existing", "tipper", 10, 50, "t/period"),
        *(0, None, 0, 0, 0),
        *("C", 0.8, 80, "t/a"),
    ),
]

FLOWS = [
    ("design", "A-J", *WATER, "summer", 2000, 1800, None, "m3"),
    ("design", "J-B", "pipeline", "J", "B", "water", "", "summer", 1800, 1440, None, "m3"),
    ("design", "J-B", "pipeline", "B", "J", "water", "", "winter", 400, 320, None, "m3"),
    ("design", "A-J", *BACK, "winter", 320, 288, None, "m3"),
    ("design", "A-C", "pipeline", "A", "C", "heat", "", "summer", 32, 24, None, "MWh"),
    *TRUCKED,
]

SUPPLIES_USED = [
    ("today", "A", "water", "", "summer", 4000, 1000, 0, 3000, "m3"),
    ("today", "A", "water", "", "winter", 12000, 1000, 0, 11000, "m3"),
    ("design", "A", "water", "", "summer", 4000, 3000, 0, 1000, "m3"),
    ("design", "A", "water", "", "winter", 12000, 712, 0, 11288, "m3"),
    ("today", "B", "water", "", "summer", 400, 0, 400, 0, "m3"),
    ("today", "B", "water", "", "winter", 400, 0, 400, 0, "m3"),
    ("design", "B", "water", "", "summer", 400, 0, 400, 0, "m3"),
    ("design", "B", "water", "", "winter", 400, 400, 0, 0, "m3"),
    *[(case, "C", "sludge", "", season, 30, 30, 0, 0, "t") for case in CASES for season in SEASONS],
    *[(case, "C", "ash", "fly", season, 10, 10, 0, 0, "t") for case in CASES for season in SEASONS],
    ("today", "A", "heat", "", "summer", 40, 0, 0, 40, "MWh"),
    ("today", "A", "heat", "", "winter", 40, 0, 0, 40, "MWh"),
    ("design", "A", "heat", "", "summer", 40, 32, 0, 8, "MWh"),
    ("design", "A", "heat", "", "winter", 40, 0, 0, 40, "MWh"),
]

QUALITIES_MET = [
    ("today", "A", "water", "salt", "summer", 3, None, 6),
    ("today", "A", "water", "salt", "winter", 3, None, 6),
    ("today", "B", "water", "salt", "summer", None, 1, 5),
    ("today", "B", "water", "salt", "winter", None, 1, 5),
    ("design", "A", "water", "salt", "summer", 3, None, 6),
    ("design", "A", "water", "salt", "winter", 5.016, None, 6),
    ("design", "B", "water", "salt", "summer", 3, 1, 5),
    ("design", "B", "water", "salt", "winter", None, 1, 5),
]

NEEDS_MET = [
    *[(case, "A", "water", "", season, 1000, 1000, 0, 0, "m3") for case in CASES for season in SEASONS],
    ("today", "B", "grey water", "", "summer", 2000, 0, 2000, 0, "m3"),
    ("today", "B", "grey water", "", "winter", 2000, 0, 2000, 0, "m3"),
    ("design", "B", "grey water", "", "summer", 2000, 1152, 848, 0, "m3"),
    ("design", "B", "grey water", "", "winter", 2000, 0, 2000, 0, "m3"),
    *[(case, "B", "sludge", "", season, 40, 30, 0, 10, "t") for case in CASES for season in SEASONS],
    *[(case, "B", "ash", "", season, 10, 10, 0, 0, "t") for case in CASES for season in SEASONS],
    ("today", "C", "heat", "", "summer", 30, 0, 30, 0, "MWh"),
    ("today", "C", "heat", "", "winter", 30, 0, 30, 0, "MWh"),
    ("design", "C", "heat", "", "summer", 30, 24, 6, 0, "MWh"),
    ("design", "C", "heat", "", "winter", 30, 0, 30, 0, "MWh"),
]

BY_PRODUCTS_USED = [
    *[(case, "A", "water", "", "water", season, 1000, "m3", 1000) for case in CASES for season in SEASONS],
    ("design", "B", "grey water", "", "water", "summer", 1440, "m3", 1152),
    *[(case, "B", "sludge", "", "sludge", season, 30, "t", 30) for case in CASES for season in SEASONS],
    *[(case, "B", "ash", "", "ash", season, 10, "t", 10) for case in CASES for season in SEASONS],
    ("design", "C", "heat", "", "heat", "summer", 24, "MWh", 24),
]

# Of the 1,000 m3 that A needs each time it has 1,000 and 712 itself; the other 288 are B's.
LEDGER = [
    ("A", "water", "", "supply", "A", "water", "need", "water", "", 1712, "m3", 1712, "m3"),
    ("A", "water", "", "supply", "B", "water", "need", "grey water", "", 1440, "m3", 1440, "m3"),
    ("A", "water", "", "supply", "A", "water", "lost on the way", "", "", 200, "m3", 200, "m3"),
    ("A", "water", "", "supply", "J", "water", "lost on the way", "", "", 360, "m3", 360, "m3"),
    ("A", "water", "", "supply", "A", "water", "left", "", "", 12288, "m3", 12288, "m3"),
    ("B", "water", "", "supply", "A", "water", "need", "water", "", 288, "m3", 288, "m3"),
    ("B", "water", "", "supply", "B", "water", "lost on the way", "", "", 80, "m3", 80, "m3"),
    ("B", "water", "", "supply", "J", "water", "lost on the way", "", "", 32, "m3", 32, "m3"),
    ("B", "water", "", "supply", "B", "water", "disposed", "", "", 400, "m3", 400, "m3"),
    ("B", "grey water", "", "bought", "B", "grey water", "need", "grey water", "", 2848, "m3", 2848, "m3"),
    ("C", "sludge", "", "supply", "B", "sludge", "need", "sludge", "", 60, "t", 60, "t"),
    ("C", "ash", "fly", "supply", "B", "ash", "need", "ash", "", 20, "t", 20, "t"),
    ("A", "heat", "", "supply", "C", "heat", "need", "heat", "", 24, "MWh", 24, "MWh"),
    ("A", "heat", "", "supply", "A", "heat", "lost on the way", "", "", 8, "MWh", 8, "MWh"),
    ("A", "heat", "", "supply", "A", "heat", "left", "", "", 48, "MWh", 48, "MWh"),
    ("C", "heat", "", "bought", "C", "heat", "need", "heat", "", 36, "MWh", 36, "MWh"),
]

COSTS = [
    ("today", "A", "provision", "cash", 200),
    ("today", "A", "upkeep", "cash", 100),
    ("today", "B", "virgin", "cash", 16000),
    ("today", "B", "disposal", "cash", 2400),
    ("today", "B", "shortage", "cash", 140),
    ("today", "B", "carbon tax", "cash", 88),
    ("today", "C", "carrying", "cash", 332.5),
    ("today", "C", "virgin", "cash", 3600),
    ("today", "C", "carbon tax", "cash", 121.425),
    ("design", "A", "provision", "cash", 371.2),
    ("design", "A", "losses", "cash", 696),
    ("design", "A", "upkeep", "cash", 120),
    ("design", "A", "carbon tax", "cash", 2.32),
    ("design", "B", "virgin", "cash", 11392),
    ("design", "B", "disposal", "cash", 1200),
    ("design", "B", "shortage", "cash", 140),
    ("design", "B", "losses", "cash", 1320),
    ("design", "B", "carrying", "cash", 1100),
    ("design", "B", "investment", "cash", 100),
    ("design", "B", "carbon tax", "cash", 65.36),
    ("design", "C", "carrying", "cash", 332.5),
    ("design", "C", "virgin", "cash", 2160),
    ("design", "C", "upkeep", "cash", 20),
    ("design", "C", "carbon tax", "cash", 73.425),
]

IMPACTS = [
    ("today", "B", "co2", "virgin", 8, "t/a"),
    ("today", "B", "co2", "disposal", 0.8, "t/a"),
    ("today", "C", "co2", "carrying", 0.1425, "t/a"),
    ("today", "C", "co2", "virgin", 12, "t/a"),
    ("design", "A", "co2", "losses", 0.232, "t/a"),
    ("design", "B", "co2", "virgin", 5.696, "t/a"),
    ("design", "B", "co2", "disposal", 0.4, "t/a"),
    ("design", "B", "co2", "losses", 0.44, "t/a"),
    ("design", "C", "co2", "carrying", 0.1425, "t/a"),
    ("design", "C", "co2", "virgin", 7.2, "t/a"),
]

PARTICIPANTS = [
    ("A", None, 300, 1189.52, -889.52, 0, 0.232, -0.232, 0, 2, 1),
    ("J", None, 0, 0, 0, 0, 0, 0, 0, 2, 2),
    ("B", None, 18628, 15317.36, 3310.64, 8.8, 6.536, 2.264, 1000, 1, 3),
    ("C", None, 4053.925, 2585.925, 1468, 12.1425, 7.3425, 4.8, 0, 2, 1),
]

GUESSES = [
    (at("Demands", "virgin_price", 3), "virgin_price [EUR/unit]", "B, grey water", 4, "", 4608),
    ("", "losses on the way", "", None, "", -2016),
    (at("Demands", "virgin_price", 6), "virgin_price [EUR/unit]", "C, heat", 60, "", 1440),
    (at("Supplies", "disposal_cost", 3), "disposal_cost [EUR/unit]", "B, water", 3, "", 1200),
    (at("Pipelines", "unit_cost", 3), "unit_cost [EUR/unit]", "J-B", 0.5, "", -1100),
    (at("Supplies", "provision_cost", 2), "provision_cost [EUR/unit]", "A, water", 0.1, "", -171.2),
    (at("Pipelines", "investment", 3), "investment [EUR]", "J-B", 1000, "", -100),
    ("Settings!B3", "carbon_tax [EUR/t]", "", 10, "", 68.32),
    (at("Pipelines", "yearly_cost", 4), "yearly_cost [EUR/a]", "A-C", 40, "", -40),
]

SUMMARY = [
    ("total cost", "EUR/a", 22981.925, 19092.805, 3889.12, None),
    ("cash cost", "EUR/a", 22981.925, 19092.805, 3889.12, None),
    ("cost: provision", "EUR/a", 200, 371.2, -171.2, None),
    ("cost: disposal", "EUR/a", 2400, 1200, 1200, None),
    ("cost: virgin", "EUR/a", 19600, 13552, 6048, None),
    ("cost: shortage", "EUR/a", 140, 140, 0, None),
    ("cost: investment", "EUR/a", 0, 100, -100, None),
    ("cost: upkeep", "EUR/a", 100, 140, -40, None),
    ("cost: carrying", "EUR/a", 332.5, 1432.5, -1100, None),
    ("cost: losses", "EUR/a", 0, 2016, -2016, None),
    ("cost: carbon tax", "EUR/a", 209.425, 141.105, 68.32, None),
    ("CO2", "t/a", 20.9425, 14.1105, 6.832, None),
    ("investment", "EUR", None, 1000, None, None),
    ("links built", "1", None, 2, None, None),
    ("best proven cost", "EUR/a", None, 19000, None, None),
    ("gap", "EUR/a", None, 92.805, None, None),
    ("gap of cost", "%", None, 100 * 92.805 / 19092.805, None, None),
    ("gap of saving", "%", None, 100 * 92.805 / 3981.925, None, None),
    ("rests on assumed figures", "%", None, 0, None, None),
    ("rests on estimated figures", "%", None, 0, None, None),
    ("rests on figures not judged", "%", None, 100, None, None),
]

ROWS: Rows = {
    "Build list": BUILD_LIST,
    "Flows": FLOWS,
    "Supplies used": SUPPLIES_USED,
    "Needs met": NEEDS_MET,
    "Qualities met": QUALITIES_MET,
    "By-products used": BY_PRODUCTS_USED,
    "Ledger": LEDGER,
    "Costs": COSTS,
    "Impacts": IMPACTS,
    "Participants": PARTICIPANTS,
    "Guesses": GUESSES,
    "Summary": SUMMARY,
}


def mixed_design(**facts: Any) -> Design:
    """The design of the mixture, with these figures of its run."""
    return as_design(ROWS, **facts)
