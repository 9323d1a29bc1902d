"""What a conversion, a storage or a step of an expansion costs and can do, in each size it could have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from oracle.ledger import Ledger
from sidestream.park import Park

Place = tuple[str, str, str]
"""Kind, facility and participant: of the sizes of one place that are not there yet, at most one is built."""


@dataclass(frozen=True)
class Facility:
    """One size of a conversion (`kind` conversion), a storage, or a capacity of `disposal`, `virgin` or `throughput`."""

    kind: str
    facility: str  # which conversion or storage; which commodity goes through a gate, or 'all'
    participant: str
    size: str
    new: bool
    row: Mapping[str, Any]
    capacity: tuple[float, ...]  # [activity, or unit] at each moment; of a gate for all [base unit of its measure]
    investment: float = 0.0  # [EUR] whatever the size
    per_unit: float = 0.0  # [EUR per unit of the size chosen], above 0 or not, where the size is chosen
    chooses: bool = False  # whether its size is chosen, up to the capacity
    life: float = float("nan")  # [a]
    upkeep: float = 0.0  # [1/a] of the investment
    payer: str = ""

    @property
    def place(self) -> Place:
        return self.kind, self.facility, self.participant

    @property
    def key(self) -> tuple[str, str, str, str]:
        return *self.place, self.size

    @property
    def word(self) -> str:
        """As tests list it."""
        return " ".join(part for part in (self.kind, self.facility, self.size) if part)

    def having(self, investment: float) -> Ledger:
        """What so much of its investment costs: upkeep and, where it is built, the investment itself."""
        ledger = Ledger()
        if investment:
            ledger.pay("upkeep", self.payer, investment * self.upkeep)
            if self.new:
                ledger.invest("investment", self.payer, investment, self.life)
        return ledger


def facilities(park: Park) -> dict[Place, list[Facility]]:
    """Every size of each conversion, storage and expansion that is not forbidden, by place; a gate with none is there too."""
    found: dict[Place, list[Facility]] = defaultdict(list)
    for facility in (*_conversions(park), *_storages(park), *_steps(park)):
        sizes = found[facility.place]
        if facility.row["status"] != "forbidden":
            sizes.append(facility)
    return dict(found)


def measures(park: Park) -> dict[Place, str]:
    """By what a gate for all commodities counts them: mass, volume, ..."""
    rows = park["Expansions"].to_dict("records")
    return {(row["of"], "all", row["participant"]): row["basis"] for row in rows if not row["commodity"]}


def exclude_each_other(chosen: Iterable[Facility]) -> bool:
    """Whether two of a group are at one place, but for those that have always been."""
    groups = defaultdict(list)
    for one in chosen:
        if one.kind == "conversion" and one.row["excludes"]:
            groups[one.participant, one.row["excludes"]].append(one)
    return any(_clash(group) for group in groups.values())


def _clash(group: list[Facility]) -> bool:
    """A new one beside another new one, or beside an existing one of another name."""
    built = [one for one in group if one.new]
    there = {one.facility for one in group if not one.new}
    return len(built) > 1 or any(there - {one.facility} for one in built)


def _conversions(park: Park) -> Iterator[Facility]:
    for row, most in zip(park["Conversions"].to_dict("records"), park.amounts("Conversions").tolist(), strict=True):
        continuous, new = bool(row["continuous"]), row["status"] != "existing"
        per_unit = row["investment_per_unit"] if continuous else 0.0
        yield Facility(
            "conversion",
            row["conversion"],
            **_common(row),
            capacity=tuple(most),
            investment=row["investment"] + (0.0 if new else per_unit * row["capacity"]),
            per_unit=per_unit if new else 0.0,
            chooses=continuous and new,
            payer=row["participant"],
        )


def _storages(park: Park) -> Iterator[Facility]:
    for row in park["Storages"].to_dict("records"):
        holds = (row["capacity"],) * len(park.moments)
        common = {**_common(row), "investment": row["investment"], "payer": row["participant"]}
        yield Facility("storage", row["storage"], **common, capacity=holds)


def _steps(park: Park) -> Iterator[Facility]:
    for row in park["Expansions"].to_dict("records"):
        hours = np.ones(len(park.moments)) if row["per_period"] else park.moments["hours"].to_numpy()
        one = park.content[row["basis"]][row["commodity"]] if row["commodity"] else 1.0
        common = {**_common(row), "investment": row["investment"], "payer": row["payer"] or row["participant"]}
        capacity = tuple((row["rate"] * hours / one).tolist())
        yield Facility(row["of"], row["commodity"] or "all", **common, capacity=capacity)


def _common(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "participant": row["participant"],
        "size": row["size"],
        "new": row["status"] != "existing",
        "row": row,
        "life": row["life"],
        "upkeep": row["upkeep"],
    }
