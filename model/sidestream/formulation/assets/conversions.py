"""Which conversions to build, in which size, and how much to run each: what turns some commodities into others.

Sets
    c in CONVERSIONS      rows of Conversions that are not forbidden: a size of a conversion at a participant
    u in PLANTS           conversions at participants: the rows c of one plant are its sizes
    k in TAKES[u]         commodities with a negative per_activity; k in MAKES[u] with a positive one
    m in MOMENTS          periods of a stage and scenario: a world is written by itself, see `plan.py`

Variables
    build[c] in {0,1}     1 if c is built; existing rows have none
    chosen[c] >= 0        size chosen, where continuous                                    [activity/h, or /period]
    run[c,m] in {0,1}     1 if c runs in m; only where it has a least load
    activity[c,m] >= 0    how much it runs                                                            [activity]
    fed[u,k,m] >= 0       of what it takes and may buy, what comes by links, own goods or storage         [unit]
    passed[u,k,m] >= 0    of what it makes and may dispose of or leave, what somebody uses                [unit]

Constraints
    one_size[u]           sum_c build[c] <= 1   over what is not there yet (= 1 where a row is required or built)
    excludes[p,g]         sum_c build[c] <= 1   over the rows of a group at a participant that are not there yet; 0 for
                                                conversions beside one of the group that exists
    only_if_built[c,m]    activity[c,m] <= most[c,m] * build[c]       (run[c,m] where c has a least load)
    run_if_built[c,m]     run[c,m] <= build[c]
    within_size[c,m]      activity[c,m] <= hours[m] * availability[m] * chosen[c]         where continuous
    size_if_built[c]      chosen[c] <= capacity[c] * build[c]                             where continuous
    least_load[c,m]       activity[c,m] >= least_load[c] * capacity[c,m] * run[c,m]
                          activity[c,m] >= least_load[c] * (capacity at chosen[c] - capacity[c,m] * (1 - run[c,m]))
                                                                                          where continuous
    fed_at_most[u,k,m]    fed[u,k,m] <= -per_activity[u,k] * sum_c activity[c,m]
    passed_at_most[u,k,m] passed[u,k,m] <= per_activity[u,k] * sum_c activity[c,m]

    capacity[c,m] = capacity[c] * hours[m] * availability[c,m]
    most[c,m] = min(capacity[c,m], what can come of an input that is not bought, what can be absorbed of an output that
    must go): see `reach.py`.

Entered in the books
    materials             -fed at what the participant uses, per_activity * activity where it may not be bought;
                          +passed at what it offers, per_activity * activity where it must go
    costs                 unit_cost * activity; cost * (what it takes - fed) as virgin; cost * (what it makes - passed) as
                          disposal; annuity and upkeep of what is built
    once                  investment of what is built
    quantities            activity; what is bought and what is disposed of
    impacts               unit_co2 * activity; co2 of what is bought and of what is disposed of
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.algebra.books import NONE
from sidestream.formulation.conversions.entries import add_parts, enter_running, enter_streams
from sidestream.formulation.conversions.reading import read_builds, read_running, read_streams
from sidestream.formulation.conversions.running import add_activity, exclude
from sidestream.formulation.conversions.streams import plants, streams_of
from sidestream.formulation.conversions.table import WORD, Written, at
from sidestream.formulation.draft import Draft
from sidestream.formulation.facilities import Facilities, add_builds, enter_builds, rows_of_case
from sidestream.formulation.feeds import Disposals, Floats, Ints, Turns


def announce(draft: Draft) -> None:
    """Say what conversions could take and make, and what disposing of their products costs."""
    _announce_disposals(draft)
    rows, places = rows_of_case(draft, "Conversions")
    if rows.empty:
        return
    u = plants(rows)
    streams = streams_of(draft, rows, u)
    lines = streams.merge(pd.DataFrame({"u": u, "row": np.arange(len(rows))}), on="u")
    only = lines["otherwise"].isin(["links only", "must go"]).to_numpy(bool)
    participant, commodity = (lines[name].to_numpy(np.int64) for name in ("participant", "commodity"))
    draft.feeds.turns = Turns(
        draft.park.amounts("Conversions")[places],
        lines["row"].to_numpy(np.int64),
        participant,
        commodity,
        lines["rate"].to_numpy(float),
        only,
    )


def _announce_disposals(draft: Draft) -> None:
    """Say what disposing of products costs, at every plant there could be: the price of a loss is no decision."""
    rows = draft.park["Conversions"]
    rows = rows[rows["status"] != "forbidden"]
    if rows.empty:
        return
    streams = streams_of(draft, rows, plants(rows))
    streams = streams[streams["otherwise"] == "dispose"]
    draft.feeds.disposals.append(
        Disposals(
            streams["participant"].to_numpy(np.int64),
            streams["commodity"].to_numpy(np.int64),
            np.nan_to_num(streams["cost"].to_numpy(float)),
            streams["co2"].to_numpy(float),
        )
    )


def write(draft: Draft) -> None:
    """Enter the conversions."""
    rows, places = rows_of_case(draft, "Conversions")
    if rows.empty:
        return
    facilities = add_builds(draft, WORD, rows, ("conversion", "participant"))
    exclude(draft, facilities)
    capacity = draft.park.amounts("Conversions")[places]
    activity, chosen = add_activity(draft, facilities, capacity)
    streams = streams_of(draft, rows, facilities.place)
    part, whole = add_parts(draft, facilities, activity, streams)
    written = Written(facilities, capacity, activity, chosen, streams, part, whole)
    draft.written[WORD] = written
    enter_running(draft, written)
    enter_streams(draft, written)
    investment = rows["investment"].to_numpy(float)
    each = np.where(rows["continuous"].astype(bool), rows["investment_per_unit"].to_numpy(float), 0.0)
    existing = investment + each * rows["capacity"].to_numpy(float)
    enter_builds(draft, facilities, np.where(facilities.there, existing, investment), facilities.owner)
    new = np.flatnonzero(chosen != NONE)
    some = Facilities(WORD, rows.iloc[new], [], facilities.owner[new], facilities.place[new], chosen[new])
    enter_builds(draft, some, each[new], facilities.owner[new])


def unused(draft: Draft, values: Floats) -> Ints:
    """Build decisions at 1 of optional conversions that never run."""
    written: Written | None = draft.written.get(WORD)
    if written is None:
        return np.empty(0, np.int64)
    running = at(values, written.activity).sum(axis=1)
    free = (written.facilities.rows["status"] == "optional").to_numpy(bool) & (running == 0)
    idle: Ints = written.facilities.build[free]
    return idle


def read(draft: Draft, values: Floats) -> dict[str, pd.DataFrame]:
    """Return rows of `Facilities`, `Conversions run` and `Made and used`."""
    written: Written | None = draft.written.get(WORD)
    if written is None:
        return {}
    rows = written.facilities.rows
    activity = at(values, written.activity)
    return {
        "Facilities": read_builds(draft, written, values, activity),
        "Conversions run": read_running(draft, rows, activity),
        "Made and used": read_streams(draft, written, values, activity),
    }
