"""Who is joined to whom in a design, who delivers how much of what comes, and what links carry: as Limits counts it.

partners         of the Build list, new links and existing ones; those that stand count towards a most where Flows has
                 anything in them
supplier share   delivered in Flows by each giver, against all that is delivered and what is bought
throughput       delivered in Flows to a participant, or sent through a link
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.builds import Builds
from sidestream.design.audit.conversions import Made
from sidestream.design.audit.flows import Flows
from sidestream.design.audit.groups import added
from sidestream.design.audit.known import DESIGN, Known
from sidestream.design.audit.sheets import Floats, Mask, Places, Sheet
from sidestream.design.audit.streams import Streams
from sidestream.park.limits import is_amount, limit_rate, where_and_what
from sidestream.units import UnitError

Figures = tuple[Sheet, int | None, str, dict[str, float] | None]
"""The sheet, row and column where a figure stands, and the figure (of each period); None: it cannot be worked out."""


class Bought(NamedTuple):
    """Where it stands what is bought."""

    needs: Streams
    made: Made


def joined(builds: Builds, flows: Flows, known: Known) -> pd.DataFrame:
    """Rows of one, other (participants, the smaller place first), new (a link is built), stands, used (an existing link
    carries something): the pairs that links join, and the line of the Build list that does.
    """
    carries = (flows.case == DESIGN) & (flows.sent > tolerance.SOLVED)
    used = np.isin(builds.link, flows.link[carries])
    ends = [known.participants.get_indexer(pd.Index(builds.offer[end], dtype=object)) for end in ("from", "to")]
    both = pd.DataFrame({"one": np.minimum(*ends), "other": np.maximum(*ends), "line": np.arange(len(builds.link))})
    both["new"], both["stands"], both["used"] = builds.new, ~builds.new, used & ~builds.new
    firsts = {name: (name, "any") for name in ("new", "stands", "used")}
    return both.groupby(["one", "other"], as_index=False).agg(line=("line", "first"), **firsts)


def partners(builds: Builds, flows: Flows, known: Known, key: str, *, least: bool) -> list[Figures]:
    """How many partners a participant has, or each that is no junction."""
    if key and key not in known.participants:
        return [(builds.sheet, None, "link", None)]
    pairs = joined(builds, flows, known)
    there = pairs[(pairs["new"] | pairs["stands" if least else "used"]).to_numpy(bool)]
    count = added(there["one"].to_numpy(np.int64), np.ones(len(there)), len(known.participants))
    count = count + added(there["other"].to_numpy(np.int64), np.ones(len(there)), len(known.participants))
    whom = [_place(known.participants, key)] if key else np.flatnonzero(~known.junction).tolist()
    found: list[Figures] = []
    for who in whom:
        mine = there[((there["one"] == who) | (there["other"] == who)).to_numpy(bool)]
        place = int(mine["line"].iloc[0]) if len(mine) else None
        found.append((builds.sheet, place, "link", {f"partners of {known.participants[who]}": float(count[who])}))
    return found


def supplier_shares(flows: Flows, bought: Bought, known: Known, key: str, per: str) -> list[Figures]:
    """What share of what comes each giver delivers, in each period or in the year; none where nothing comes."""
    where, name = where_and_what(key)
    who, what = _place(known.participants, where), _place(known.commodities, name)
    if who < 0 or what < 0:
        return [(flows.sheet, None, "delivered", None)]
    mine = _here(flows, who, what)
    count = len(known.periods) if per == "period" else 1

    def summed(period: Places, amount: Floats) -> Floats:
        return added(period if per == "period" else np.zeros(len(period), np.int64), amount, count)

    all_ = summed(flows.period[mine], flows.delivered[mine])
    for one in bought:
        rows = (one.case == DESIGN) & (one.participant == who) & (one.commodity == what)
        all_ = all_ + summed(one.period[rows], one["bought"][rows])
    found: list[Figures] = []
    for giver in np.unique(flows.origin[mine]).tolist():
        rows = np.flatnonzero(mine & (flows.origin == giver))
        delivered = summed(flows.period[rows], flows.delivered[rows])
        comes = all_ > tolerance.SOLVED
        share = np.divide(delivered, all_, out=np.zeros(count), where=comes)
        names = [f"{known.periods[place]}" if per == "period" else "" for place in range(count)]
        place = int(rows[np.argmax(flows.delivered[rows])])
        words = dict(zip([_of(known.participants[giver], name) for name in names], share.tolist(), strict=True))
        found.append((flows.sheet, place, "delivered", words))
    return found


def _of(giver: str, period: str) -> str:
    return f"{period} from {giver}" if period else f"all from {giver}"


def throughput(flows: Flows, known: Known, key: str, unit: str, per: str) -> Figures:
    """What a link carries, or what arrives at a participant, in base units of the limit's measure."""
    try:
        measure = limit_rate(unit, known.park.settings.hours_per_year).dimension
    except UnitError:
        return flows.sheet, None, "sent", None
    amount, column = flows.sent, "sent"
    if key in known.links:
        mine = np.asarray((flows.case == DESIGN) & (flows.link == known.links.get_loc(key)), bool)
    else:
        where, what = (key, "") if key in known.participants else where_and_what(key)
        if where not in known.participants or (what and what not in known.commodities):
            return flows.sheet, None, "delivered", None
        amount, column = flows.delivered, "delivered"
        mine = _here(flows, _place(known.participants, where), _place(known.commodities, what))
    each = np.nan_to_num(known.content(measure))[flows.commodity] * amount
    rows = np.flatnonzero(mine)
    place = int(rows[np.argmax(each[rows])]) if len(rows) else None
    if per != "period":
        return flows.sheet, place, column, {"": float(each[rows].sum())}
    sums = added(flows.period[rows], each[rows], len(known.periods))
    return flows.sheet, place, column, dict(zip(known.periods, sums.tolist(), strict=True))


def carried_size(known: Known, unit: str, per: str) -> Floats:
    """What one of a limit's unit is in base units: an amount as it stands, one per time times the hours of all the time."""
    try:
        each = limit_rate(unit, known.park.settings.hours_per_year)
    except UnitError:
        return np.array([np.nan])
    if each.per_period or is_amount(unit):
        return np.array([each.factor])
    return each.factor * (known.hours if per == "period" else known.hours.sum(keepdims=True))


def _here(flows: Flows, who: int, what: int) -> Mask:
    """Rows that arrive at a participant in the design, of one commodity or of all."""
    mine = (flows.case == DESIGN) & (flows.destination == who)
    return np.asarray(mine & ((flows.commodity == what) | (what < 0)), bool)


def _place(names: pd.Index, name: str) -> int:
    """Place of a name; -1: there is none."""
    return int(names.get_indexer(pd.Index([name], dtype=object))[0])
