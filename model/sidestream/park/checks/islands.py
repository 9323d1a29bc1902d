"""Whether the links join all participants: where they do not, one of them is missing, or a name is mistaken."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.rows import considered, few
from sidestream.park.park import Park
from sidestream.tables import LAST_ROW, Ints

LINKS = ("Pipelines", "TruckRoutes")
MOST_NAMED = 3
"""Islands that are named one by one; where there are more, the park is made of them."""


def islands(park: Park) -> list[Fault]:
    """One warning for each group of participants that no link joins to the rest; who has no link at all is none."""
    if not any((park[sheet].index <= LAST_ROW).any() for sheet in LINKS):
        return []  # only links that could pay were added: what they leave apart is no oversight
    loaded = park.tables["Participants"]
    names = pd.Index(loaded.frame["participant"]).drop_duplicates()
    group = groups(names, park)
    size = np.bincount(group, minlength=len(names))
    sizes = size[size > 1]
    if len(sizes) < 2:
        return []
    if len(sizes) - 1 > MOST_NAMED:
        message = (
            f"the links join the participants to {len(sizes)} groups that nothing joins to each other, "
            f"the largest of {sizes.max()}: if that is not meant, links are missing"
        )
        return [loaded.fault(None, "participant", message, "warning")]
    mainland = int(size.argmax())
    faults = []
    for island in np.flatnonzero((size > 1) & (np.arange(len(size)) != mainland)).tolist():
        here = [f"'{name}'" for name in names[group == island]]
        row = int(loaded.frame.index[(loaded.frame["participant"] == names[group == island][0]).to_numpy().argmax()])
        message = (
            f"{few(here)} are linked to each other only, and to none of the {size[mainland]} who are linked to "
            f"'{names[group == mainland][0]}': if that is not meant, a link is missing"
        )
        faults.append(loaded.fault(row, "participant", message, "warning"))
    return faults


def groups(names: pd.Index[str], park: Park) -> Ints:
    """Number of the group of each participant: the same for all whom links join, directly or through others."""
    ends = []
    for sheet in LINKS:
        frame = park[sheet][considered(park, sheet)]
        ends.append([names.get_indexer(pd.Index(frame[end], dtype=object)) for end in ("from", "to")])
    a, b = np.concatenate(ends, axis=1)
    known = (a >= 0) & (b >= 0)
    a, b = a[known], b[known]
    group = np.arange(len(names))
    while True:
        least = np.minimum(group[a], group[b])
        before = group.copy()
        for end in (a, b):
            np.minimum.at(group, group[end], least)
        group = group[group]
        if (group == before).all():
            return group
