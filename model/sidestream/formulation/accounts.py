"""Numbers of accounts and impacts in the books."""

from __future__ import annotations

from sidestream.design.tables import COST_ACCOUNTS, IMPACT_ACCOUNTS

COST = {name: place for place, name in enumerate(COST_ACCOUNTS)}
IMPACT = {name: place for place, name in enumerate(IMPACT_ACCOUNTS)}

DRIVEN, LOADED = len(IMPACT_ACCOUNTS), len(IMPACT_ACCOUNTS) + 1
"""Accounts of quantities that are no impact: km driven and loads, by vehicle."""

IMPACTS = ("co2",)
CO2 = IMPACTS.index("co2")
