"""Offered links become rows of a park, behind those of its sheets."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from sidestream.candidates.offers import WAYS, Offered
from sidestream.park import Park
from sidestream.tables import LAST_ROW, Contents, Loaded, read_columns


def with_links(park: Park, offers: Offered) -> dict[str, Loaded]:
    """Return the sheets of a park, as typed, with the offered links added."""
    tables = dict(park.typed)
    for sheet in WAYS:
        columns = offers.columns(sheet)
        count = len(columns["from"])
        if not count:
            continue
        there = tables[sheet]
        cells = [Contents.of(column) for column in columns.values()]
        behind = max([LAST_ROW, *there.frame.index.tolist()]) + 1
        more, faults = read_columns(there.table, list(columns), cells, range(behind, behind + count))
        if faults:
            raise AssertionError(f"an offered link is not a row of {sheet}: {faults[0]}")
        tables[sheet] = replace(
            there,
            frame=pd.concat([there.frame, more.frame]) if len(there.frame) else more.frame,
            given=pd.concat([there.given, more.given]) if len(there.given) else more.given,
        )
    return tables
