"""What money is paid for, and what is valued and paid by nobody."""

from __future__ import annotations

COST_ACCOUNTS = (
    "provision",  # making a by-product ready for use
    "disposal",  # of what nobody takes
    "virgin",  # what is bought instead
    "shortage",  # going without
    "investment",  # annuity of what is built
    "relations",  # annuity of setting up relations between two who had none
    "upkeep",  # of what is built or existing, used or not
    "conversion",  # running plants
    "storage",  # putting in and taking out
    "carrying",  # per unit sent, per load, per km
    "electricity",  # pumping
    "losses",  # disposal of what is lost on the way and in storage
    "payments",  # price_today of what arrives, from taker to giver: they add up to nothing
    "carbon tax",
    "carbon value",
    "impact tax",  # of what else is priced
    "impact value",
)
VALUED_ACCOUNTS = ("carbon value", "impact value")
"""Accounts that weigh in the objective and are paid by nobody: their payer is `society`."""
