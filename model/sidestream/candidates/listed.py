"""Links that the planner lists, by her own figures, as ways between a giver and a taker of one commodity.

Each is taken by itself: it digs the corridors it lies in, where they are not there anyhow, and pays the whole loads that
it needs. Below its least flow it does not run, and where it is steady it has to run all the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.candidates.pairs import Side, carbon_price
from sidestream.candidates.related import kept_apart
from sidestream.candidates.ways import Mask, Way, electricity
from sidestream.design.audit.offers import offers
from sidestream.money import annuity
from sidestream.park import Park

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Words = NDArray[np.object_]
LITTLE = 1e-6
"""Share of a flow, and part of a load, that is rounding."""
THERE = ("existing", "required", "built")
"""Statuses of links that are there whatever they carry: only what a larger size costs more than the cheapest is to pay."""


@dataclass(frozen=True)
class ListedWay(Way):
    """A listed link's way, which cannot carry just any amount. Arrays by link and, of `least`, moment."""

    least: Floats = field(default_factory=lambda: np.zeros((1, 1)))
    """Below this it does not run [unit]."""
    always: Mask = field(default_factory=lambda: np.zeros(1, bool))
    """Whether it has to run at each moment."""
    by_load: Floats = field(default_factory=lambda: np.zeros(1))
    """Loads of a unit, where only whole ones go."""
    a_load: Floats = field(default_factory=lambda: np.zeros(1))
    """What a load costs [EUR]."""

    def runs(self, sent: Floats) -> Floats:
        """What can be sent at each moment of what there is to send."""
        able = sent >= self.least * (1 - LITTLE)
        able &= (able.all(axis=1) | ~self.always)[:, None]
        return np.where(able, sent, 0.0)

    def beside(self, sent: Floats) -> Floats:
        """What is paid in a year for the room left in loads that are not full [EUR/a]."""
        loads = sent * self.by_load[:, None]
        return np.asarray((np.ceil(loads - LITTLE) - loads).clip(min=0.0).sum(axis=1) * self.a_load, float)


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
        made.append(rows[~rows["link"].isin(banned_links(park))])
    both = pd.concat(made, ignore_index=True).explode("commodity").explode("size", ignore_index=True)
    both = both[both["size"].notna() & both["commodity"].notna()]
    return both.rename(columns={"from": "giver", "to": "taker"})


def banned_links(park: Park) -> set[str]:
    """Links that are forbidden, lie in a corridor that is, or join two whom Relations keeps apart."""
    apart = {frozenset(pair) for pair in kept_apart(park)}
    corridors, paths = park["Corridors"], park["CorridorPaths"]
    banned = corridors.loc[corridors["status"] == "forbidden", "corridor"]
    through = paths.loc[paths["corridor"].isin(banned), "link"]
    frames = (park[sheet] for sheet in ("Pipelines", "TruckRoutes"))
    banned_ = [frame.loc[(frame["status"] == "forbidden") | _joins(frame, apart), "link"] for frame in frames]
    return set(through).union(*banned_)


def _joins(frame: pd.DataFrame, pairs: set[frozenset[str]]) -> Mask:
    """Which links join one of some pairs."""
    if not pairs:
        return np.zeros(len(frame), bool)
    ends = zip(frame["from"], frame["to"], strict=True)
    return np.fromiter((frozenset(pair) in pairs for pair in ends), bool, len(frame))


def _digging(park: Park) -> pd.Series[float]:
    """What digging the corridors that each link lies in costs a year, where they are a choice [EUR/a]."""
    rows = park["Corridors"]
    rows = rows[(rows["status"] == "optional") & (rows["trench_cost"] * rows["length"] > 0)]
    if rows.empty:
        return pd.Series(dtype=float)
    rate = np.nan_to_num(park.settings.discount_rate)
    yearly = rows["trench_cost"] * rows["length"] * annuity(rate, rows["life"].to_numpy(float))
    each = park["CorridorPaths"].merge(pd.DataFrame({"corridor": rows["corridor"], "yearly": yearly}), on="corridor")
    return each.groupby("link")["yearly"].sum()


def priced(park: Park, links: pd.DataFrame) -> pd.DataFrame:
    """Return links (see `directed`) with what each is in its size (see `offers`)."""
    if links.empty:
        return links
    figures = offers(park, list(links["link"]), list(links["size"]))
    more = figures.drop(columns=[name for name in figures if name in links]).set_axis(links.index, axis=0)
    return pd.concat([links, more], axis=1)


def listed_lines(park: Park, links: pd.DataFrame, commodity: str, give: Side, take: Side) -> Iterator[Lines]:
    """Yield the lines of `links` (see `priced`) that join the two sides."""
    mine = links[links["commodity"] == commodity]
    if mine.empty:
        return
    for end, place, side in (("giver", "a", give), ("taker", "b", take)):
        here = side.table.assign(**{place: np.arange(len(side.table))})
        here = here.loc[here["commodity"] == commodity, ["participant", place]].rename(columns={"participant": end})
        mine = mine.merge(here, on=end)
    for sheet, rows in mine.groupby("sheet", sort=False):
        there = rows["link"].where(rows["status"].isin(THERE), "")
        way = _way(park, rows, commodity, rows["link"].to_numpy(object), there.to_numpy(object))
        yield Lines(
            rows["a"].to_numpy(np.int64),
            rows["b"].to_numpy(np.int64),
            str(sheet),
            rows["size"].to_numpy(object),
            rows["length"].to_numpy(float),
            rows["link"].to_numpy(object),
            way,
        )


def _way(park: Park, figures: pd.DataFrame, commodity: str, links: Words, there: Words) -> ListedWay:
    """Figures of listed links as those of a way, whatever the length. `there` names those that are there anyhow."""
    carbon, content = carbon_price(park), park.content.loc[commodity]
    steady, whole = (_marked(park, sheet, column, links) for sheet, column in MARKS)
    hours = park.moments["hours"].to_numpy(float)

    def of(name: str) -> Floats:
        return np.asarray(np.nan_to_num(figures[name].to_numpy(float)), float)

    one = content.reindex(figures["basis"].fillna("")).to_numpy(float)
    rate = figures["rate"].to_numpy(float)
    per_period = figures["per_period"].fillna(False).to_numpy(bool)
    capacity = np.where(np.isinf(rate), np.inf, rate / one)[:, None] * np.where(per_period[:, None], 1.0, hours)
    with np.errstate(divide="ignore", invalid="ignore"):
        by_mass = content["mass"] / figures["payload"].to_numpy(float)
        loads = np.nan_to_num(np.fmax(by_mass, content["volume"] / figures["room"].to_numpy(float)))
        most = figures["most_loads"].to_numpy(float)[:, None] * hours
        most = np.where(whole[:, None], np.floor(most * (1 + 1e-9)), most) / loads[:, None]
        life = np.where(of("life") > 0, of("life"), np.inf)
    yearly = of("annuity") + of("yearly_cost") + carbon * of("building_co2") / life
    yearly += _digging(park).reindex(links).fillna(0.0).to_numpy(float)
    least = of("least_flow")
    a_load = of("load_cost") + carbon * of("load_co2")
    return ListedWay(
        "",
        np.fmin(capacity, most),
        yearly=yearly - np.where(there == "", 0.0, pd.Series(yearly).groupby(there).transform("min").to_numpy(float)),
        carry=of("unit_cost") + carbon * of("unit_co2") + of("pumping") * electricity(park) + loads * a_load,
        kept=figures["keep"].to_numpy(float),
        loads=loads,
        least=np.where(least > 0, least, 0.0)[:, None] * np.where(np.isinf(capacity), 0.0, capacity),
        always=steady & (there == ""),
        by_load=np.where(whole, loads, 0.0),
        a_load=a_load,
    )


MARKS = (("Pipelines", "steady"), ("TruckRoutes", "whole_loads"))


def _marked(park: Park, sheet: str, column: str, links: Words) -> Mask:
    """Which links have a yes in a column."""
    frame = park[sheet]
    return np.isin(links, frame.loc[frame[column].to_numpy(bool), "link"].to_numpy(object))
