"""Who pays and who causes: participants, links whose payers share, and society.

Numbers are given in order of name, so that the order of a workbook's rows changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sidestream.design.tables import SOCIETY
from sidestream.park import Park


@dataclass
class Parties:
    """Share keys: participants 0..P-1, then the links in order of name, then society, then the corridors."""

    park: Park
    participants: list[str] = field(init=False)
    commodities: list[str] = field(init=False)
    links: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.participants = sorted(self.park["Participants"]["participant"])
        self.commodities = sorted(self.park["Commodities"]["commodity"])
        self.links = sorted([*self.park["Pipelines"]["link"], *self.park["TruckRoutes"]["link"]])
        self._participant, self._commodity, self._link = (
            pd.Index(names, dtype=object) for names in (self.participants, self.commodities, self.links)
        )

    def participant(self, names: ArrayLike) -> NDArray[np.int64]:
        """Numbers of participants."""
        return _places(self._participant, names)

    def commodity(self, names: ArrayLike) -> NDArray[np.int64]:
        """Numbers of commodities."""
        return _places(self._commodity, names)

    def link(self, names: ArrayLike) -> NDArray[np.int64]:
        """Numbers of links."""
        return _places(self._link, names)

    @cached_property
    def stores(self) -> list[tuple[str, str, str]]:
        """Storage, participant and size of every row of Storages."""
        frame = self.park["Storages"]
        return sorted(zip(frame["storage"], frame["participant"], frame["size"], strict=True))

    def store(self, names: list[tuple[str, ...]]) -> NDArray[np.int64]:
        """Numbers of storages among all that goods can be at: after those of the participants."""
        places = {name: place for place, name in enumerate(self.stores, len(self.participants))}
        return np.array([places[name] for name in names], np.int64)  # type: ignore[index]

    @cached_property
    def ends(self) -> dict[str, tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
        """Numbers of link, from and to of every row of Pipelines and TruckRoutes."""
        frames = {sheet: self.park[sheet] for sheet in ("Pipelines", "TruckRoutes")}
        return {
            sheet: (self.link(frame["link"]), self.participant(frame["from"]), self.participant(frame["to"]))
            for sheet, frame in frames.items()
        }

    def payers_of(self, links: NDArray[np.int64]) -> NDArray[np.int64]:
        """Share keys of links."""
        return len(self.participants) + links

    @property
    def society(self) -> int:
        """Share key of what is valued and paid by nobody."""
        return len(self.participants) + len(self.links)

    def users_of(self, corridors: ArrayLike) -> NDArray[np.int64]:
        """Share keys of corridors that nobody pays for by name: who stands behind them depends on what is built."""
        names = pd.Index(sorted(self.park["Corridors"]["corridor"]), dtype=object)
        return self.society + 1 + _places(names, corridors)

    def shares(self) -> pd.DataFrame:
        """Who stands behind each share key: key, participant (a name), share."""
        own = pd.DataFrame({"key": range(len(self.participants)), "participant": self.participants, "share": 1.0})
        payers = self.park.payers
        links = pd.DataFrame(
            {"key": self.payers_of(self.link(payers["link"])), "participant": payers["payer"], "share": payers["share"]}
        )
        last = pd.DataFrame({"key": [self.society], "participant": [SOCIETY], "share": [1.0]})
        return pd.concat([own, links, last], ignore_index=True)

    @cached_property
    def is_junction(self) -> NDArray[np.bool_]:
        """Whether each participant is a junction, which never pays. Shape (participants,)."""
        frame = self.park["Participants"]
        junctions = set(frame.loc[frame["kind"] == "junction", "participant"])
        return np.array([name in junctions for name in self.participants], bool)

    @cached_property
    def passes_on(self) -> NDArray[np.bool_]:
        """Whether each participant passes on what it receives. Shape (participants,)."""
        passing = self.park.passing_on
        return np.array([name in passing for name in self.participants], bool)

    def node(self, participant: NDArray[np.int64], commodity: NDArray[np.int64], *, using: bool) -> NDArray[np.int64]:
        """Balance of a commodity at a participant: what it offers, or what it uses; one for both where it passes on."""
        side = np.where(self.passes_on[participant], 0, 1) if using else np.zeros(len(participant), np.int64)
        return (participant * len(self.commodities) + commodity) * 2 + side

    def node_name(self, node: int) -> tuple[str, str, str]:
        """(participant, commodity, side) of a balance."""
        pair, side = divmod(node, 2)
        participant, commodity = divmod(pair, len(self.commodities))
        passing = self.passes_on[participant]
        return (
            self.participants[participant],
            self.commodities[commodity],
            "passes on" if passing else ("uses" if side else "offers"),
        )


def _places(index: pd.Index[Any], names: ArrayLike) -> NDArray[np.int64]:
    return index.get_indexer(pd.Index(np.asarray(names, object), dtype=object)).astype(np.int64)
