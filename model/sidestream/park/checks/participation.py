"""Whether what firms are asked, and pay each other, can be worked out."""

from __future__ import annotations

from sidestream.errors import Fault
from sidestream.park.checks.corridors import nobody
from sidestream.park.checks.offers import INVESTS
from sidestream.park.checks.rows import complain, considered, given
from sidestream.park.park import Park

JUDGED = ("discount_rate", "least_saving")
"""Columns of Participants by which a firm judges a design."""


def priced_junctions(park: Park) -> list[Fault]:
    """A junction neither pays nor is paid."""
    sites = park["Participants"]
    junctions = sites.loc[sites["kind"] == "junction", "participant"]
    faults = []
    for sheet in ("Pipelines", "TruckRoutes"):
        frame = park[sheet]
        at = frame["from"].isin(junctions) | frame["to"].isin(junctions)
        wrong = given(park, sheet, "price_today") & at.to_numpy(bool) & considered(park, sheet)
        message = "an end of the link is a junction, which neither pays nor is paid: leave it blank"
        faults += complain(park, sheet, wrong, "price_today", message)
    return faults


def users_of_corridors(park: Park) -> list[Fault]:
    """Where firms are asked, who pays for a trench does not depend on what is laid."""
    return trenches_without_payer(park, "Settings has payments and so asks") if park.settings.payments else []


def trenches_without_payer(park: Park, because: str) -> list[Fault]:
    """Trenches for which those pay who happen to use them, where each firm is asked what it pays."""
    frame = park["Corridors"]
    if frame.empty:
        return []
    costs = (frame["status"].isin(INVESTS) & (frame["trench_cost"] > 0)).to_numpy(bool)
    message = (
        f"is needed, as {because} each firm what it pays: blank are the links that use it, and "
        "what falls to each depends on which are laid"
    )
    return complain(park, "Corridors", costs & nobody(park), "payer", message)


def nobody_asked(park: Park) -> list[Fault]:
    """By what a firm judges a design does nothing where no firm is asked."""
    if park.settings.payments:
        return []
    loaded = park.tables["Participants"]
    message = "does nothing in a design, as no firm is asked: a row payments in Settings has every firm no worse off than today"
    return [loaded.fault(None, name, message, "warning") for name in JUDGED if loaded.given[name].any()]


def rows_of_junctions(park: Park) -> list[Fault]:
    """A junction owns nothing: it has no purse to judge."""
    sites = park["Participants"]
    junction = (sites["kind"] == "junction").to_numpy(bool)
    message = "'{participant}' is a junction, which owns nothing: nobody judges a design by it"
    wrong: list[Fault] = []
    for name in JUDGED:
        wrong += complain(park, "Participants", junction & given(park, "Participants", name), name, message, "warning")
    return wrong if park.settings.payments else []
