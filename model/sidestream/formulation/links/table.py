"""What is known of links of one kind before they are written, and what is kept for reading them back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.formulation.draft import Draft
from sidestream.money import annuity

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


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

    links     link, number, origin, destination, status, two_way, least_flow, steady
    offers    l (place of its link), size, metres (of a size from the catalogue), investment, life, yearly_cost, building_co2, loss, unit_cost, unit_co2,
              electricity [MWh/unit]; `priced` sets investment and building_co2 to 0 where the link exists and adds
              annuity [EUR/a], building_co2_yearly [t/a]
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

    def at(self, flows: NDArray[np.bool_]) -> Written:
        """Return the same with some of the flows."""
        return replace(self, way=self.way[flows], m=self.m[flows], flow=self.flow[flows])


def priced(draft: Draft, table: LinkTable) -> LinkTable:
    """Return the links with what building each offer costs and causes a year. Without investment a life may be blank."""
    offers = table.offers
    new = table.links["status"].to_numpy(object)[offers["l"].to_numpy(np.int64)] != "existing"
    investment, building = (np.where(new, offers[name].to_numpy(float), 0.0) for name in ("investment", "building_co2"))
    life = np.where(np.isnan(offers["life"].to_numpy(float)), 1.0, offers["life"].to_numpy(float))
    rate = draft.park.settings.discount_rate
    yearly = investment * annuity(rate, life) if investment.any() else investment
    costed = {"investment": investment, "annuity": yearly, "building_co2": building}
    return replace(table, offers=offers.assign(**costed, building_co2_yearly=building / life))


def rows_of_case(draft: Draft, sheet: str) -> pd.DataFrame:
    """Return the links a case knows, in order of name, with number, origin and destination: all but forbidden ones
    (those too that the draft may lift), or the existing ones.
    """
    frame = draft.park[sheet]
    number, origin, destination = draft.parties.ends[sheet]
    if draft.case == "today":
        kept = frame["status"] == "existing"
    else:
        kept = (frame["status"] != "forbidden") | frame["link"].isin(draft.lifting or ())
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
