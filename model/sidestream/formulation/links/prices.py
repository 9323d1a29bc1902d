"""What takers pay givers for what arrives, as agreed: it moves money and costs the park nothing.

Entered in the books
    costs                 payments: price_today * (1 - loss) * flow, to whom it arrives at; as much less to whom it comes
                          from, on a two-way link by the way it flows
"""

from __future__ import annotations

import numpy as np

from sidestream.formulation.accounts import COST
from sidestream.formulation.draft import Draft
from sidestream.formulation.links.statuses import SHEETS
from sidestream.formulation.links.table import Written


def enter_prices(draft: Draft, written: Written) -> None:
    """Enter what is paid for every flow of links that have a price."""
    frame = draft.park[SHEETS[written.table.kind]]
    price = frame.set_index("link")["price_today"].reindex(written.table.links["link"]).fillna(0.0).to_numpy(float)
    if not price.any():
        return
    ways, way = written.ways, written.way
    each = (price[ways["l"].to_numpy(np.int64)] * (1 - ways["loss"].to_numpy(float)))[way]
    for end, sign in (("destination", 1.0), ("origin", -1.0)):
        who = ways[end].to_numpy(np.int64)[way]
        account = COST["payments"]
        draft.books.costs.enter(payer=who, account=account, moment=written.m, column=written.flow, value=sign * each)
