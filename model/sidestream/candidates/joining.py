"""Offered links become rows of a park, behind those of its sheets."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from sidestream.candidates.offers import WAYS, Offered
from sidestream.park import Park
from sidestream.tables import LAST_ROW, Loaded, read_table


def with_links(park: Park, offers: Offered) -> dict[str, Loaded]:
    """Return the sheets of a park, as typed, with the offered links added."""
    tables = dict(park.typed)
    for sheet in WAYS:
        rows = offers.rows(sheet)
        if not rows:
            continue
        there = tables[sheet]
        header = list(there.table.columns)
        cells = [[row.get(name) for name in header] for row in rows]
        more, faults = read_table(there.table, header, cells, range(LAST_ROW + 1, LAST_ROW + 1 + len(rows)))
        if faults:
            raise AssertionError(f"an offered link is not a row of {sheet}: {faults[0]}")
        tables[sheet] = replace(
            there,
            frame=pd.concat([there.frame, more.frame]) if len(there.frame) else more.frame,
            given=pd.concat([there.given, more.given]) if len(there.given) else more.given,
        )
    return tables
