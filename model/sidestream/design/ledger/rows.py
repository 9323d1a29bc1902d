"""How much of what began where ended where: period by period, and in a year as the sheet Ledger has it.

received = what ends * share of the mixture there that comes of the origin
given    = what begins * share of it that ends there; the same figure, unless it passes a conversion on the way

So the rows of an end add up to what it receives, and those of an origin to what it gives.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array
from scipy.sparse.csgraph import connected_components

from sidestream.design.ledger.coding import END, ORIGIN, Coding, Floats, Ints, places
from sidestream.design.ledger.network import Network, Tables, network_of
from sidestream.design.ledger.shares import shares
from sidestream.design.tables import Ledger
from sidestream.park.park import Park

KEY = [*ORIGIN, *END]
YEARLY = [name for name in KEY if name not in ("given_in", "period")]
AMOUNTS = ["given", "given_unit", "received", "unit"]
SMALL = 1e-9
"""Part of what ends somewhere up to which an origin of it is not told."""


def by_period(park: Park, tables: Tables) -> pd.DataFrame:
    """Return KEY and AMOUNTS of the design of one world."""
    return rows_of(park, network_of(park, tables))


def rows_of(park: Park, network: Network) -> pd.DataFrame:
    """Return KEY and AMOUNTS of a network, in order of names and periods."""
    coding, straight = network.coding, network.straight
    origin, end, given, received = _mixed(network)
    origin = np.concatenate([network.origins["number"][origin], straight["origin"]])
    end = np.concatenate([network.ends["number"][end], straight["end"]])
    given, received = (np.concatenate([one, straight["amount"]]) for one in (given, received))
    begins, from_ = np.unique(origin, return_inverse=True)
    finishes, to = np.unique(end, return_inverse=True)
    pair, line = np.unique(from_ * max(len(finishes), 1) + to, return_inverse=True)
    from_, to = np.divmod(pair, max(len(finishes), 1))
    made = pd.concat([coding.origins(begins[from_]), coding.ends(finishes[to])], axis=1)
    made["given"], made["received"] = (np.bincount(line, one, len(pair)) for one in (given, received))
    unit = park["Commodities"].drop_duplicates("commodity").set_index("commodity")["unit"]
    made["given_unit"] = unit.reindex(made["stream"]).to_numpy(object)
    made["unit"] = unit.reindex(made["commodity"]).to_numpy(object)
    order = _order(coding, made)
    return made[[*KEY, *AMOUNTS]].iloc[order].reset_index(drop=True)


def _order(coding: Coding, made: pd.DataFrame) -> Ints:
    """Rows of one origin and end stay together, in order of periods."""
    first = made.groupby(YEARLY, sort=False, dropna=False).ngroup().to_numpy(np.int64)
    when = (places(coding.when, made[name]) for name in ("given_in", "period"))
    return np.asarray(np.lexsort([*when, first]), np.int64)


def in_a_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the sheet Ledger of the rows by period."""
    sums = {"given": "sum", "given_unit": "first", "received": "sum", "unit": "first"}
    made: pd.DataFrame = rows.groupby(YEARLY, as_index=False, sort=False).agg(sums)[list(Ledger.columns)]
    return made


def came_from(network: Network) -> csr_array:
    """Of which origins the mixture at each place is made. Shape (places, origins)."""
    arcs, origins = network.arcs, network.origins
    begins = origins["node"], np.arange(len(origins["node"])), origins["enters"]
    return shares(network.size, (arcs["tail"], arcs["head"], arcs["arrives"]), begins, len(origins["node"]))


def goes_to(network: Network) -> csr_array:
    """In which ends all ends that is at each place. Shape (places, ends)."""
    arcs, ends = network.arcs, network.ends
    begins = ends["node"], np.arange(len(ends["node"])), ends["leaves"]
    return shares(network.size, (arcs["head"], arcs["tail"], arcs["leaves"]), begins, len(ends["node"]))


def _mixed(network: Network) -> tuple[Ints, Ints, Floats, Floats]:
    """Which origin, which end, given and received of all that moves."""
    origins, ends = network.origins, network.ends
    share = came_from(network)[ends["node"]].tocoo()
    told = share.data > SMALL
    end, origin = share.row[told].astype(np.int64), share.col[told].astype(np.int64)
    received = ends["received"][end] * share.data[told]
    given = received.copy()
    if len(network.converting):
        turned = _turned(network)[origins["node"][origin]]
        whole = diags_array(origins["given"]) @ goes_to(network)[origins["node"]]
        given[turned] = np.asarray(csr_array(whole)[origin[turned], end[turned]]).ravel()
    return origin, end, given, received


def _turned(network: Network) -> np.ndarray:
    """Places that conversions are joined with, in whatever way."""
    arcs = network.arcs
    joined = csr_array((np.ones(len(arcs["tail"])), (arcs["tail"], arcs["head"])), shape=(network.size, network.size))
    label = connected_components(joined, directed=False)[1]
    return np.isin(label, label[network.converting])
