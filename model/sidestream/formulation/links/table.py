"""What is known of links of one kind before they are written, and what is kept for reading them back."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.tables import COST_ACCOUNTS, IMPACT_ACCOUNTS
from sidestream.formulation.draft import Draft

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CO2 = 0
COST = {name: place for place, name in enumerate(COST_ACCOUNTS)}
IMPACT = {name: place for place, name in enumerate(IMPACT_ACCOUNTS)}


@dataclass
class Limit:
    """A capacity: `rate` per offer [of whatever `content` counts, per h or per period; inf: none], `content` per carry."""

    name: str
    rate: Floats
    per_period: NDArray[np.bool_]
    content: Floats


@dataclass
class LinkTable:
    """Links of one kind, in order of name.

    links     link, number, origin, destination, status, two_way, least_flow
    offers    l (place of its link), size, investment, life, yearly_cost, building_co2, loss, unit_cost, unit_co2,
              electricity [MWh/unit]
    carries   l, commodity (number), unit_cost, unit_co2 beside the offer's
    """

    kind: str
    links: pd.DataFrame
    offers: pd.DataFrame
    carries: pd.DataFrame
    limits: list[Limit] = field(default_factory=list)


@dataclass
class Written:
    """What `read` needs: `ways` as a frame, the (way, moment) and column of each flow, columns of lay and run."""

    table: LinkTable
    ways: pd.DataFrame
    way: Ints
    m: Ints
    flow: Ints
    lay: Ints  # build decision per offer; NONE where the link exists


def rows_of_case(draft: Draft, sheet: str) -> pd.DataFrame:
    """Return the links a case knows, in order of name, with number, origin and destination: all but forbidden ones, or
    the existing ones.
    """
    frame = draft.park[sheet]
    number, origin, destination = draft.parties.ends[sheet]
    kept = frame["status"] == "existing" if draft.case == "today" else frame["status"] != "forbidden"
    places = np.flatnonzero(kept)
    places = places[np.argsort(number[places])]
    rows = frame.iloc[places].reset_index(drop=True)
    return rows.assign(number=number[places], origin=origin[places], destination=destination[places])


def word(table: LinkTable) -> str:
    return table.kind.replace(" ", "_")


def capacities(draft: Draft, limit: Limit) -> Floats:
    """Capacity of each offer at each moment. Shape (offers, moments)."""
    hours = draft.park.moments["hours"].to_numpy()
    return limit.rate[:, None] * np.where(limit.per_period[:, None], 1.0, hours[None, :])
