"""Numbers of accounts and impacts in the books."""

from __future__ import annotations

from sidestream.design.tables import COST_ACCOUNTS, IMPACT_ACCOUNTS

COST = {name: place for place, name in enumerate(COST_ACCOUNTS)}
IMPACT = {name: place for place, name in enumerate(IMPACT_ACCOUNTS)}

IMPACTS = ("co2",)
CO2 = IMPACTS.index("co2")
