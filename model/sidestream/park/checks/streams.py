"""Whether a supply or demand has the prices that its choice needs, and none that its choice leaves unused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sidestream.errors import Fault
from sidestream.park.checks.rows import complain, faulty, given
from sidestream.park.park import Park

ONLY_UNDER = (
    ("Supplies", "if_not_taken", "disposal_cost", ("dispose",)),
    ("Supplies", "if_not_taken", "disposal_co2", ("dispose",)),
    ("Demands", "if_not_served", "virgin_price", ("buy",)),
    ("Demands", "if_not_served", "virgin_co2", ("buy",)),
    ("Demands", "if_not_served", "shortage_cost", ("go without", "buy")),  # beside buy it counts in outages
)
"""Sheet, choice, price, and the words of the choice under which the price means something."""

NEEDED_UNDER = (
    ("Supplies", "if_not_taken", "dispose", "disposal_cost", "what disposal costs (0 if nothing)"),
    ("Demands", "if_not_served", "buy", "virgin_price", "what the bought good costs"),
    ("Demands", "if_not_served", "go without", "shortage_cost", "what going without costs"),
)
"""Sheet, choice, its word, the price that the word needs, and what to type."""

HOT = ("steam", "hot water", "gas", "power")
"""Media that are made at the cost of a fuel: the CO2 of making them is never left to a blank."""


def unused_prices(park: Park) -> list[Fault]:
    """A price under another choice would be silently left out, so it may not stand there."""
    faults = []
    for sheet, choice, price, words in ONLY_UNDER:
        wrong = given(park, sheet, price) & ~park[sheet][choice].isin(words) & ~faulty(park, sheet, choice)
        message = (
            f"counts only where {choice} is {words[0]}, here it is '{{{choice}}}': leave it blank or choose {words[0]}"
        )
        faults += complain(park, sheet, wrong, price, message)
    return faults


def needed_prices(park: Park) -> list[Fault]:
    """A choice has its price."""
    faults = []
    for sheet, choice, word, price, what in NEEDED_UNDER:
        missing = (park[sheet][choice] == word) & ~given(park, sheet, price) & ~faulty(park, sheet, choice)
        typed = given(park, sheet, choice)
        message = f"is needed where {choice} is {word}: type {what}"
        faults += complain(park, sheet, missing & typed, price, message)
        message = f"is needed, as {choice} is {word} where it is blank: type {what}"
        faults += complain(park, sheet, missing & ~typed, price, message)
    return faults


def negative_prices(park: Park) -> list[Fault]:
    """Hardly anybody is paid to buy, or to go without."""
    faults = []
    for price, what in (("virgin_price", "buys"), ("shortage_cost", "goes without")):
        message = f"{{{price}:g}} means that who {what} is paid for it: take the sign away, unless that is meant"
        faults += complain(park, "Demands", park["Demands"][price] < 0, price, message, "warning")
    return faults


def provision_co2(park: Park) -> list[Fault]:
    """Heat, gas and power are not taken to be free of CO2 because a cell is blank."""
    commodities = park["Commodities"]
    medium = dict(zip(commodities["commodity"], commodities["medium"], strict=True))
    frame = park["Supplies"]
    wrong = frame["commodity"].map(medium).isin(HOT) & ~given(park, "Supplies", "provision_co2")
    return complain(
        park,
        "Supplies",
        wrong,
        "provision_co2",
        lambda row: f"is needed for {medium[row['commodity']]}: type the CO2 of making it ready (0 if none)",
    )


def impossible_needs(park: Park) -> list[Fault]:
    """What must be served by by-products cannot be served by them in part only."""
    frame = park["Demands"]
    part = (frame["if_not_served"] == "must serve") & (frame["most_by_product"] < 1) & (frame["quantity"] > 0)

    def message(row: Mapping[str, Any]) -> str:
        share = 100 * row["most_by_product"]
        return f"{share:g} % cannot serve what 'must serve' asks of by-products: type 100, or choose buy"

    return complain(park, "Demands", np.asarray(part), "most_by_product", message)
