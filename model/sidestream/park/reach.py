"""How far each commodity can get: along links that are not forbidden, through whoever passes on.

Only whether, not how much: an upper bound of every design. Goods start at a supply, at a conversion that makes them, or
at a participant that passes on what reached it; they are of use at a need that they can serve, at a conversion that takes
them, or where they are passed on to one. A storage has what is in it at the start, and needs what has to be in it at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.park.links import carried

if TYPE_CHECKING:
    from sidestream.park.park import Park


Mask = NDArray[np.bool_]
Keys = NDArray[np.int64]
Names = pd.Series | NDArray[np.object_] | list[str]


class Reach:
    """Arrays of yes and no over every (commodity, participant), addressed by `key`; -1 where a name is unknown.

    supplied, used     there is a supply of it here, or a conversion that makes it; a need here that it can serve, or a
                       conversion that takes it
    stand_ins          what can serve each row of Demands, see there
    arrives, leaves    from a supply elsewhere it can get here; from here it can get to a need elsewhere
    """

    def __init__(self, park: Park) -> None:
        self.participants = pd.Index(park["Participants"]["participant"]).drop_duplicates()
        self.commodities = pd.Index(park["Commodities"]["commodity"]).drop_duplicates()
        self.size = len(self.participants) * len(self.commodities)
        passing = np.asarray(self.participants.isin(park.passing_on))
        self.passing: Mask = np.tile(passing, len(self.commodities))
        plants = park.recipes
        self.supplied = self.marked(self._supplies(park, plants[plants["per_activity"] > 0]))
        self.stand_ins = stand_ins(park)
        self.used = self.marked(self._needs(park, plants[plants["per_activity"] < 0]))
        self.begin, self.end = self._ways(park)
        self.arrives = self.onward(self.supplied)
        self.leaves = spread(self.used, self.end, self.begin, self.passing)
        self.sendable: Mask = self.supplied | (self.arrives & self.passing)
        self.usable: Mask = self.used | (self.leaves & self.passing)

    def key(self, commodities: Names, participants: Names) -> Keys:
        """Address of each pair of names."""
        what = self.commodities.get_indexer(pd.Index(commodities, dtype=object))
        where = self.participants.get_indexer(pd.Index(participants, dtype=object))
        return np.where((what < 0) | (where < 0), -1, what * len(self.participants) + where).astype(np.int64)

    def at(self, marks: Mask, keys: Keys) -> Mask:
        """Read marks at addresses; an unknown name counts as yes, as it was complained about already."""
        return np.where(keys < 0, True, marks[keys]) if self.size else np.ones(len(keys), bool)

    def onward(self, seeds: Mask) -> Mask:
        """Where goods can get to from the seeds, in one link or more."""
        return spread(seeds, self.begin, self.end, self.passing)

    def marked(self, keys: Keys) -> Mask:
        """Turn addresses into marks."""
        marks = np.zeros(self.size, bool)
        marks[keys[keys >= 0]] = True
        return marks

    def _supplies(self, park: Park, made: pd.DataFrame) -> Keys:
        frame = park["Supplies"]
        return self._keys([frame[frame["quantity"] != 0], made, _stocked(park, "start_level")])

    def _needs(self, park: Park, taken: pd.DataFrame) -> Keys:
        """Where each commodity can serve a need, as itself or in its stead, or is taken by a conversion."""
        served = self.stand_ins.rename(columns={"by_product": "commodity"})
        return self._keys([served, taken, _stocked(park, "end_level")])

    def _keys(self, parts: Sequence[pd.DataFrame]) -> Keys:
        return np.concatenate([self.key(part["commodity"], part["participant"]) for part in parts])

    def _ways(self, park: Park) -> tuple[Keys, Keys]:
        begins, ends = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for sheet in ("Pipelines", "TruckRoutes"):
            frame = _considered(park[sheet])
            rows, commodities = carried(frame)
            begin = self.key(commodities, frame["from"].to_numpy(object)[rows])
            end = self.key(commodities, frame["to"].to_numpy(object)[rows])
            begins.append(begin)
            ends.append(end)
            if sheet == "Pipelines":
                both = frame["two_way"].astype(bool).to_numpy()[rows]
                begins.append(end[both])
                ends.append(begin[both])
        begin, end = np.concatenate(begins), np.concatenate(ends)
        known = (begin >= 0) & (end >= 0)
        return begin[known], end[known]


def _stocked(park: Park, level: str) -> pd.DataFrame:
    """Storages that have something in them at the start, or the end."""
    frame = _considered(park["Storages"])
    return frame[(frame[level] > 0).to_numpy(bool)]


def _considered(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[(frame["status"] != "forbidden").to_numpy(bool)]


def stand_ins(park: Park) -> pd.DataFrame:
    """What can serve each row of Demands: row, participant, by_product. Needs of nothing are left out."""
    demands = park["Demands"]
    needs = demands.loc[demands["quantity"] != 0, ["participant", "commodity"]].rename(columns={"commodity": "need"})
    needs = needs.rename_axis("row").reset_index()
    found = [needs.assign(by_product=needs["need"])]
    rules = park["Substitutions"][["by_product", "need", "participant"]]
    everywhere = (rules["participant"] == "").to_numpy(bool)
    if everywhere.any():
        found.append(needs.merge(rules.loc[everywhere, ["by_product", "need"]], on="need"))
    if not everywhere.all():
        found.append(needs.merge(rules[~everywhere], on=["need", "participant"]))
    return pd.concat(found)[["row", "participant", "by_product"]]


def spread(seeds: Mask, begin: Keys, end: Keys, through: Mask) -> Mask:
    """Mark what can be reached from the seeds in one step or more, each place between the first and last letting through."""
    reached = np.zeros(len(seeds), bool)
    fresh = seeds.copy()
    done = seeds.copy()
    while fresh.any():
        steps = fresh[begin]
        reached[end[steps]] = True
        fresh = reached & through & ~done
        done = done | fresh
        beyond = through[begin]
        begin, end = begin[beyond], end[beyond]
    return reached
