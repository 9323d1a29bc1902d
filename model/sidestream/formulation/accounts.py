"""Numbers of accounts and impacts in the books."""

from __future__ import annotations

from sidestream.design.tables import COST_ACCOUNTS, IMPACT_ACCOUNTS

COST = {name: place for place, name in enumerate(COST_ACCOUNTS)}
IMPACT = {name: place for place, name in enumerate(IMPACT_ACCOUNTS)}

DRIVEN, LOADED, SENT = range(len(IMPACT_ACCOUNTS), len(IMPACT_ACCOUNTS) + 3)
"""Accounts of quantities that are no impact: km driven and loads, by vehicle; what enters links, by commodity."""

CO2 = 0
"""Number of CO2 among the impacts; the others follow in order of name."""
