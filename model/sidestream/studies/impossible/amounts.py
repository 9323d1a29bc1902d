"""Needs and supplies beyond all that could come or be taken: by how much, in which period."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.formulation.draft import Draft
from sidestream.park import Park
from sidestream.studies.hard_rows import figure
from sidestream.studies.impossible.bounds import CLOSE, Bounds, Floats

COME = "at most {most} can come {when}, and {asked} must be served: {missing} too much"
TAKEN = "at most {most} can be taken {when}, and {asked} must go: {missing} too much"


def too_much(park: Park, draft: Draft, bounds: Bounds) -> Iterator[Fault]:
    """What must be served beyond all that could come, and what must go beyond all that could be taken."""
    needs, supplies, parties = draft.written["needs"], draft.written["supplies"], draft.parties
    served = np.zeros(needs.need.shape)
    np.add.at(served, (needs.d, needs.m), needs.ratio * bounds.upper[needs.serve])
    must = (needs.rows["if_not_served"] == "must serve").to_numpy(bool)
    yield from _beyond(park, "Demands", needs.rows[must], needs.need[must], served[must], COME)
    participant, commodity = supplies.rows["participant"], supplies.rows["commodity"]
    node = parties.node(parties.participant(participant), parties.commodity(commodity), using=False)
    s, m = np.nonzero(supplies.available > 0)
    taken = np.zeros(supplies.available.shape)
    taken[s, m] = bounds.leaving(node[s], m)
    must = (supplies.rows["if_not_taken"] == "must go").to_numpy(bool)
    yield from _beyond(park, "Supplies", supplies.rows[must], supplies.available[must], taken[must], TAKEN)


def _beyond(park: Park, sheet: str, rows: pd.DataFrame, asked: Floats, most: Floats, text: str) -> Iterator[Fault]:
    """Rows of which more is asked than can be, in the period in which the largest share of it is missing."""
    missing = asked - most
    beyond = missing > np.maximum(CLOSE * asked, CLOSE)
    units = park["Commodities"].set_index("commodity")["unit"]
    for place in np.flatnonzero(beyond.any(axis=1)).tolist():
        unit = str(units[rows["commodity"].iloc[place]]).removesuffix("1")
        share = np.divide(missing[place], asked[place], out=np.zeros(len(asked[place])), where=beyond[place])
        worst = int(share.argmax())
        words = {
            name: f"{figure(figures[place, worst])} {unit}".strip()
            for name, figures in (("most", most), ("asked", asked), ("missing", missing))
        }
        others = int(beyond[place].sum()) - 1
        more = f" (and in {others} more period{'s' if others > 1 else ''})" if others else ""
        message = text.format(when=_when(park, worst), **words) + more
        yield park.tables[sheet].fault(int(rows["row"].iloc[place]), "quantity", message, "warning")


def _when(park: Park, moment: int) -> str:
    return "a year" if park["Periods"].empty else f"in {park.moments['period'].iloc[moment]}"
