"""Participants: what everybody pays, emits, invests, gives and takes, added up again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.audit import tolerance
from sidestream.design.audit.builds import Builds
from sidestream.design.audit.facilities import Facilities, invested
from sidestream.design.audit.flows import Flows
from sidestream.design.audit.groups import added
from sidestream.design.audit.known import DESIGN, TODAY, Known
from sidestream.design.audit.relations import Relations
from sidestream.design.audit.sheets import Floats, Places, Sheet
from sidestream.design.tables import CO2, VALUED_ACCOUNTS
from sidestream.tables import shown


def check_participants(
    sheet: Sheet,
    known: Known,
    builds: Builds,
    facilities: Facilities,
    relations: Relations,
    flows: Flows,
    costs: pd.DataFrame,
    impacts: pd.DataFrame,
    *,
    today_works: bool,
) -> Floats:
    """Name every sum that is not one. Returns the investment of each participant."""
    sheet.known("participant", known.participants, "participant")
    sheet.once()
    who = sheet.words["participant"].within(known.participants)
    for missing in sorted(set(range(len(known.participants))) - set(who.tolist())):
        sheet.say(None, "participant", f"no row for {shown(known.participants[missing])}")
    companies = known.park["Participants"].drop_duplicates("participant")["company"].to_numpy(object)
    sheet.agree_text("company", companies[who], "its company in the park")
    cash = costs[~costs["account"].isin(VALUED_ACCOUNTS)]
    paid = _by_case(sheet, known, cash, who, "cost", tolerance.PENNY, "its cash rows in Costs")
    carbon = impacts[impacts["impact"] == CO2]
    emitted = _by_case(sheet, known, carbon, who, "co2", tolerance.PENNY, "its CO2 in Impacts")
    for column, (today, design) in (("saving", paid), ("co2_saving", emitted)):
        _agree_saving(sheet, column, today, design, today_works)
    once = investments(known, builds, facilities, relations)
    sheet.agree("investment", once[who], "its share of what is built", absolute=tolerance.MONEY)
    for column, end in (("gives", flows.origin), ("takes", flows.destination)):
        sheet.agree(column, exchanges(known, flows, end)[who], "links and commodities with a flow in the design")
    return once


def investments(known: Known, builds: Builds, facilities: Facilities, relations: Relations) -> Floats:
    """What each participant pays once for new links, facilities and relations."""
    payers = known.park.payers
    once = np.zeros(len(known.links))
    once[builds.link] = np.where(builds.new, np.nan_to_num(builds.investment), 0.0)
    link = known.links.get_indexer(pd.Index(payers["link"], dtype=object))
    payer = known.participants.get_indexer(pd.Index(payers["payer"], dtype=object))
    there = (link >= 0) & (payer >= 0)
    shares = (once[link] * payers["share"].to_numpy(float))[there]
    of_links = added(payer[there], shares, len(known.participants))
    return of_links + invested(facilities, known) + relations.invested(known)


def exchanges(known: Known, flows: Flows, end: Places) -> Floats:
    """How many (link, commodity) flow in the design at each participant's end."""
    return count_exchanges(known, [exchanged(known, flows, end)])


def exchanged(known: Known, flows: Flows, end: Places) -> Places:
    """Numbers of what flows in the design: of (participant at the end, link, commodity)."""
    flowing = (flows.case == DESIGN) & (flows.sent > 0)
    key = (end * len(known.links) + flows.link) * len(known.commodities) + flows.commodity
    return np.asarray(key[flowing], np.int64)


def count_exchanges(known: Known, numbers: Sequence[Places]) -> Floats:
    """How many of the numbers differ, at each participant."""
    ends = pd.unique(np.concatenate(numbers)) // (len(known.links) * len(known.commodities))
    return np.bincount(ends, minlength=len(known.participants)).astype(float)


def _by_case(
    sheet: Sheet, known: Known, ledger: pd.DataFrame, who: Places, name: str, absolute: float, why: str
) -> tuple[Floats, Floats]:
    """Compare the sums of a ledger today and in the design. Returns both, set right."""
    place = known.participants.get_indexer(pd.Index(ledger["who"], dtype=object))
    case, amount = ledger["case"].to_numpy(np.int64), ledger["amount"].to_numpy(float)

    def summed(of: int, figures: NDArray[np.float64]) -> Floats:
        rows = (case == of) & (place >= 0)
        return added(place[rows], figures[rows], len(known.participants))[who]

    today, design = (
        sheet.agree(
            f"{name}_{word}",
            summed(of, amount),
            why,
            scale=summed(of, np.abs(amount)),
            absolute=absolute,
            share=tolerance.ARITHMETIC,
        )
        for of, word in ((TODAY, "today"), (DESIGN, "design"))
    )
    return today, design


def _agree_saving(sheet: Sheet, column: str, today: Floats, design: Floats, today_works: bool) -> None:
    expected = today - design if today_works else np.full(len(today), np.nan)
    why = "today less design" if today_works else "not defined, as today's park does not work"
    scale = np.maximum(np.abs(today), np.abs(design))
    sheet.agree(column, expected, why, scale=scale, absolute=tolerance.PENNY, share=tolerance.ARITHMETIC)
