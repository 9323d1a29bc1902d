"""The chain of custody: on which links what somebody gives travels to whoever ends it, leg by leg.

    on a leg, from origin i to end u = what the link delivers * share of it that comes of i * share of it that ends at u

No path is followed through: where streams mix, every leg carries its part of every pair that it can lie between. What ends where it
begins has no leg.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.design.ledger.coding import END, ORIGIN, Ints
from sidestream.design.ledger.network import NO_LINK, Network, Tables, network_of
from sidestream.design.ledger.rows import SMALL, came_from, goes_to, rows_of
from sidestream.errors import UsageError
from sidestream.park.park import Park

FROM = [name for name in ORIGIN if name != "given_in"]
TO = [name for name in END if name != "period"]
LEG = ["link", "way", "from", "to", "carried", "period"]
ON_SITE = "on site"
MOST = 5_000_000
"""Legs that are worked out at once, before they are added up."""


def legs_frame(park: Park, tables: Tables) -> pd.DataFrame:
    """Return FROM, TO, LEG, amount [unit of what is carried]: first what travels, then what ends where it begins."""
    network = network_of(park, tables)
    legs = pd.concat([_travelling(park, network), _staying(rows_of(park, network))], ignore_index=True)
    made: pd.DataFrame = legs.groupby([*FROM, *TO, *LEG], as_index=False, sort=False)[["amount"]].sum()
    return made


def _travelling(park: Park, network: Network) -> pd.DataFrame:
    some = network.arcs["flow"] != NO_LINK
    arcs = {name: column[some] for name, column in network.arcs.items()}
    came, goes = came_from(network)[arcs["tail"]].tocsr(), goes_to(network)[arcs["head"]].tocsr()
    first, second = np.diff(came.indptr), np.diff(goes.indptr)
    count = int((first.astype(np.int64) * second).sum())
    if count > MOST:
        raise UsageError(
            f"{count:,} legs lie between origins and final users, more than {MOST:,}: too many streams mix for a chain of custody"
        )
    arc, one, other = _pairs(first.astype(np.int64), second.astype(np.int64), came.indptr, goes.indptr)
    part = came.data[one] * goes.data[other]
    told = part > SMALL
    arc, one, other, part = arc[told], one[told], other[told], part[told]
    flows = network.flows.iloc[arcs["flow"][arc]].reset_index(drop=True)
    coding = network.coding
    legs = pd.concat(
        [
            coding.origins(network.origins["number"][came.indices[one]])[FROM],
            coding.ends(network.ends["number"][goes.indices[other]])[TO],
            flows[["link", "from", "to", "period"]],
        ],
        axis=1,
    )
    amount = part * flows["delivered"].to_numpy(float)
    travels: pd.DataFrame = legs.assign(
        carried=flows["commodity"], way=_ways(park)[flows["link"]].to_numpy(object), amount=amount
    )
    return travels


def _pairs(first: Ints, second: Ints, begin_one: Ints, begin_other: Ints) -> tuple[Ints, Ints, Ints]:
    """Every pair of an entry of the first and one of the second matrix in each row: the row, and which entries."""
    count = first * second
    row = np.repeat(np.arange(len(count)), count)
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    return row, begin_one[row] + place // second[row], begin_other[row] + place % second[row]


def _ways(park: Park) -> pd.Series:
    """How each link carries: pipe, truck, or truck of a fleet."""
    pipes, routes = park["Pipelines"]["link"], park["TruckRoutes"][["link", "vehicle"]]
    fleets = set(park["Fleets"]["vehicle"])
    ways = dict.fromkeys(pipes, "pipe")
    ways |= {link: "truck of a fleet" if one in fleets else "truck" for link, one in routes.itertuples(index=False)}
    return pd.Series(ways, dtype=object)


def _staying(ledger: pd.DataFrame) -> pd.DataFrame:
    """What ends where it begins, in the same period and as it is."""
    here = (ledger["origin"] == ledger["user"]) & (ledger["stream"] == ledger["commodity"])
    some = ledger[here]
    made = some[[*FROM, *TO]].assign(link="", way=ON_SITE, to=some["user"], carried=some["commodity"])
    made["from"] = some["origin"]
    return made.assign(period=some["period"], amount=some["received"])
