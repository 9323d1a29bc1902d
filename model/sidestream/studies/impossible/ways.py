"""Needs that nothing can come to, and supplies that can go nowhere: no link leads there, or only forbidden ones.

Goods come from supplies, from conversions that make them, and out of storages that begin the year with some. They go to
needs, to conversions that take them, and into storages that lose some of what they hold or may end the year with some.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.errors import Fault
from sidestream.park import Park
from sidestream.park.checks.rows import few
from sidestream.park.links import carried
from sidestream.park.reach import Reach, spread, stand_ins
from sidestream.studies.bans import LINKS, lifted

Mask = NDArray[np.bool_]


def no_way(park: Park) -> Iterator[Fault]:
    """What must be served and cannot at all, and what must go and cannot at all."""
    if (park["Demands"]["if_not_served"] == "must serve").any():
        yield from _without_supply(park)
    if (park["Supplies"]["if_not_taken"] == "must go").any():
        yield from _without_taker(park)


def _without_supply(park: Park) -> Iterator[Fault]:
    reach, pairs = Reach(park), stand_ins(park)
    pairs = pairs[(park["Demands"]["if_not_served"] == "must serve").reindex(pairs["row"]).to_numpy(bool)]
    pairs["key"] = reach.key(pairs["by_product"], pairs["participant"])
    comes = reach.at(reach.supplied | reach.arrives, pairs["key"].to_numpy())
    served = pd.Series(comes, pairs["row"]).groupby(level=0).any()
    if served.all():
        return
    free = Reach(lifted(park))
    for row in served.index[~served]:
        message = _nothing_comes(park, free, pairs[pairs["row"] == row])
        yield park.tables["Demands"].fault(int(row), "if_not_served", message, "warning")


def _nothing_comes(park: Park, free: Reach, pairs: pd.DataFrame) -> str:
    what, here = _either(pairs["by_product"]), free.marked(pairs["key"].to_numpy())
    before = spread(here, free.end, free.begin, free.passing)
    banned = _forbidden(park, free, free.sendable, here | (before & free.passing))
    if banned:
        return f"must be served, and only forbidden links lead here with {what}: {banned}"
    if not _anywhere(free, free.supplied, pairs["by_product"]):
        return f"must be served, and nobody gives off {what}"
    return f"must be served, and no link leads here from anybody who gives off {what}"


def _without_taker(park: Park) -> Iterator[Fault]:
    reach, rows = Reach(park), park["Supplies"]
    rows = rows[(rows["if_not_taken"] == "must go") & (rows["quantity"] > 0)]
    keys = reach.key(rows["commodity"], rows["participant"])
    stuck = ~reach.at(reach.used | reach.leaves, keys)
    if not stuck.any():
        return
    _count_storages(park, reach)
    stuck = ~reach.at(reach.used | reach.leaves, keys)
    free = Reach(lifted(park))
    _count_storages(park, free)
    for row, what, key in zip(rows.index[stuck], rows["commodity"][stuck], keys[stuck], strict=True):
        message = _nobody_takes(park, free, str(what), int(key))
        yield park.tables["Supplies"].fault(int(row), "if_not_taken", message, "warning")


def _nobody_takes(park: Park, free: Reach, what: str, key: int) -> str:
    here = free.marked(np.array([key]))
    banned = _forbidden(park, free, here | (free.onward(here) & free.passing), free.usable)
    if banned:
        return f"must go, and only forbidden links lead to somebody who needs {what}: {banned}"
    if not _anywhere(free, free.used, [what]):
        return f"must go, and nobody needs {what}"
    return f"must go, and no link leads from here to anybody who needs {what}"


def _count_storages(park: Park, reach: Reach) -> None:
    """Let goods also end in storages that lose some of what they hold, or may end the year with some."""
    rows = park["Storages"]
    free = rows["start_level"].notna() & rows["end_level"].isna()
    rows = rows[(rows["status"] != "forbidden") & (free | (rows["standing_loss"] > 0))]
    reach.used = reach.used | reach.marked(reach.key(rows["commodity"], rows["participant"]))
    reach.leaves = spread(reach.used, reach.end, reach.begin, reach.passing)
    reach.usable = reach.used | (reach.leaves & reach.passing)


def _anywhere(reach: Reach, marks: Mask, commodities: Iterable[str]) -> bool:
    """Whether any of some commodities is marked at anybody."""
    places = reach.commodities.get_indexer(pd.Index(list(commodities), dtype=object))
    return bool(marks.reshape(len(reach.commodities), -1)[places].any())


def _forbidden(park: Park, free: Reach, origin: Mask, destination: Mask) -> str:
    """Forbidden links that begin and end at such places, with the cells that forbid them."""
    names = []
    for sheet in LINKS:
        frame = park[sheet][park[sheet]["status"] == "forbidden"]
        rows, commodities = carried(frame)
        begin, end = (free.key(commodities, frame[side].to_numpy(object)[rows]) for side in ("from", "to"))
        leads = free.at(origin, begin) & free.at(destination, end)
        if sheet == "Pipelines":
            back = free.at(origin, end) & free.at(destination, begin)
            leads = leads | (back & frame["two_way"].to_numpy(bool)[rows])
        for place in np.unique(rows[leads]).tolist():
            fault = park.tables[sheet].fault(int(frame.index[place]), "status", "")
            names.append(f"'{frame['link'].iloc[place]}' ({fault.place})")
    return few(names)


def _either(words: Iterable[str]) -> str:
    *first, last = dict.fromkeys(words)
    return f"{', '.join(first)} or {last}" if first else last
