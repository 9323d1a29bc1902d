"""Links that the planner lists, by her own figures, as ways between a giver and a taker of one commodity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.candidates.pairs import Side, carbon_price
from sidestream.candidates.ways import Way, electricity
from sidestream.design.audit.offers import offers
from sidestream.park import Park

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Words = NDArray[np.object_]
THERE = ("existing", "required", "built")
"""Statuses of links that are there whatever they carry: only what a larger size costs more than the cheapest is to pay."""


@dataclass(frozen=True)
class Lines:
    """Links of one commodity: places of their ends in two sides, and by which way. `link` is blank where none is listed."""

    a: Ints
    b: Ints
    sheet: str
    size: Words
    length: Floats
    link: Words
    way: Way


def directed(park: Park) -> pd.DataFrame:
    """Return what each link that is not forbidden could carry: sheet, link, giver, taker, commodity, status, size.

    A row for each size; a two-way pipe has rows both ways.
    """
    made = []
    for sheet in ("Pipelines", "TruckRoutes"):
        frame = park[sheet]
        rows = frame[["link", "from", "to", "commodity", "status"]].assign(sheet=sheet)
        if sheet == "Pipelines":
            own = frame["own_offer"].to_numpy(bool)
            rows["size"] = [("",) if is_own else names for is_own, names in zip(own, frame["sizes"], strict=True)]
            back = rows[frame["two_way"].to_numpy(bool)].rename(columns={"from": "to", "to": "from"})
            rows = pd.concat([rows, back], ignore_index=True)
        else:
            rows["size"] = [(name,) for name in frame["vehicle"]]
        made.append(rows[rows["status"] != "forbidden"])
    both = pd.concat(made, ignore_index=True).explode("commodity").explode("size", ignore_index=True)
    both = both[both["size"].notna() & both["commodity"].notna()]
    return both.rename(columns={"from": "giver", "to": "taker"})


def listed_lines(park: Park, links: pd.DataFrame, commodity: str, give: Side, take: Side) -> Iterator[Lines]:
    """Yield the lines of `links` (see `directed`) that join the two sides."""
    mine = links[links["commodity"] == commodity]
    for end, place, side in (("giver", "a", give), ("taker", "b", take)):
        here = side.table.assign(**{place: np.arange(len(side.table))})
        here = here.loc[here["commodity"] == commodity, ["participant", place]].rename(columns={"participant": end})
        mine = mine.merge(here, on=end)
    for sheet, rows in mine.groupby("sheet", sort=False):
        figures = offers(park, list(rows["link"]), list(rows["size"]))
        there = rows["link"].where(rows["status"].isin(THERE), "")
        way = _way(park, figures, commodity, there.to_numpy(object))
        yield Lines(
            rows["a"].to_numpy(np.int64),
            rows["b"].to_numpy(np.int64),
            str(sheet),
            rows["size"].to_numpy(object),
            figures["length"].to_numpy(float),
            rows["link"].to_numpy(object),
            way,
        )


def _way(park: Park, figures: pd.DataFrame, commodity: str, there: Words) -> Way:
    """Figures of listed links as those of a way, whatever the length. `there` names those that are there anyhow."""
    carbon, content = carbon_price(park), park.content.loc[commodity]
    hours = park.moments["hours"].to_numpy(float)

    def of(name: str) -> Floats:
        return np.asarray(np.nan_to_num(figures[name].to_numpy(float)), float)

    one = content.reindex(figures["basis"].fillna("")).to_numpy(float)
    rate = figures["rate"].to_numpy(float)
    steady = figures["per_period"].fillna(False).to_numpy(bool)
    capacity = np.where(np.isinf(rate), np.inf, rate / one)[:, None] * np.where(steady[:, None], 1.0, hours)
    with np.errstate(divide="ignore", invalid="ignore"):
        by_mass = content["mass"] / figures["payload"].to_numpy(float)
        loads = np.nan_to_num(np.fmax(by_mass, content["volume"] / figures["room"].to_numpy(float)))
        trips = figures["most_loads"].to_numpy(float) / loads
        life = np.where(of("life") > 0, of("life"), np.inf)
    yearly = of("annuity") + of("yearly_cost") + carbon * of("building_co2") / life
    return Way(
        "",
        np.fmin(capacity, trips[:, None] * hours),
        yearly=yearly - np.where(there == "", 0.0, pd.Series(yearly).groupby(there).transform("min").to_numpy(float)),
        carry=of("unit_cost")
        + carbon * of("unit_co2")
        + of("pumping") * electricity(park)
        + loads * (of("load_cost") + carbon * of("load_co2")),
        kept=figures["keep"].to_numpy(float),
    )
