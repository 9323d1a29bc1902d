"""What a page is about: a park and its design, world by world, and each link with what became of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sidestream.design.currency import in_currency
from sidestream.design.design import Design
from sidestream.design.worlds import of_world, participants_together
from sidestream.park import Park
from sidestream.park.worlds import World, several, worlds

BUILT, EXISTING, REJECTED = "built", "existing", "not built"
FORBIDDEN = "forbidden"
MOST_VIEWS = 12
"""Stages and scenarios that are drawn; more of them are in the tables."""


@dataclass(frozen=True)
class Link:
    """A link that is there, is built, or could have been: between whom, for what, and what it carries a year in the design."""

    name: str
    kind: str
    giver: str
    taker: str
    commodities: tuple[str, ...]
    state: str
    carried: tuple[tuple[str, float, str], ...] = ()
    """(commodity, what enters it a year, unit), those that flow."""
    back: bool = False
    """Whether what flows enters where the link ends, and only there."""
    facts: dict[str, Any] = field(default_factory=dict)
    """Its row in the Build list, several sizes added up."""

    @property
    def ends(self) -> tuple[str, str]:
        """Where the flow enters and where it leaves."""
        return (self.taker, self.giver) if self.back else (self.giver, self.taker)


@dataclass(frozen=True)
class View:
    """A design in one stage and scenario."""

    world: World
    design: Design
    links: tuple[Link, ...]

    @property
    def label(self) -> str:
        """Its name with its years; empty where every year is alike."""
        if not self.world.label:
            return ""
        first, years = self.world.start_year, self.world.years
        span = (
            ""
            if math.isnan(first)
            else f" ({first:.0f})"
            if years == 1
            else f" ({first:.0f} to {first + years - 1:.0f})"
        )
        stage = f"{self.world.stage}{span}" if self.world.stage else ""
        return ", ".join(part for part in (stage, self.world.scenario) if part)


@dataclass(frozen=True)
class Told:
    """A park, its design and the name of its file; `views` has the last stage first, as that is when everything stands."""

    park: Park
    design: Design
    file: str
    views: tuple[View, ...]
    participants: pd.DataFrame
    """The Participants sheet of all stages and scenarios together."""
    left_out: int = 0
    """Stages and scenarios that are not drawn."""

    @classmethod
    def of(cls, park: Park, design: Design, file: str) -> Told:
        """Look at a design world by world."""
        every = worlds(park)
        designs = [_in_order(of_world(design, world)) for world in every] if several(park) else [design]
        views = [View(world, one, links_of(world.park, one)) for world, one in zip(every, designs, strict=True)]
        likely = max((world.probability for world in every), default=1.0)
        order = sorted(
            range(len(views)),
            key=lambda place: (-nan_first(every[place].start_year), every[place].probability < likely, place),
        )
        people = participants_together(every, designs) if several(park) else design["Participants"]
        shown = tuple(views[place] for place in order[:MOST_VIEWS])
        return cls(park, design, file, shown, people, len(views) - len(shown))

    @property
    def currency(self) -> str:
        """What the park calls its money."""
        return str(self.park.settings.currency)

    def unit(self, unit: str) -> str:
        """Return a unit in the park's currency."""
        return in_currency(unit, self.currency)

    def summary(self, figure: str, case: str = "design") -> float:
        """Return a figure of the Summary; NaN where it is not there."""
        rows = self.design["Summary"]
        found = rows.loc[rows["figure"] == figure, case]
        return float(found.iloc[0]) if len(found) else math.nan

    def run(self, item: str) -> str:
        """Return an item of the Run sheet; empty where it is not there."""
        rows = self.design["Run"]
        found = rows.loc[rows["item"] == item, "value"]
        return str(found.iloc[0]) if len(found) else ""


def _in_order(design: Design) -> Design:
    """The same with rows counted from 0 in each of its tables."""
    tables = {name: frame.reset_index(drop=True) for name, frame in design.tables.items()}
    return Design(tables, design.facts, design.sheets, design.kind)


def nan_first(number: float) -> float:
    """Return a number that sorts: 0 where there is none."""
    return 0.0 if math.isnan(number) else number


def links_of(park: Park, design: Design) -> tuple[Link, ...]:
    """Return every link of the design, then every candidate that it does not have."""
    made: list[Link] = []
    rows = design["Build list"]
    flows = _yearly(design["Flows"])
    for name, mine in rows.groupby("link", sort=False):
        made.append(_link(str(name), mine, flows.get(str(name), [])))
    there = {link.name for link in made}
    for sheet, kind in (("Pipelines", "pipeline"), ("TruckRoutes", "truck route")):
        frame = park[sheet]
        for name, giver, taker, goods, status in zip(
            *(frame[column] for column in ("link", "from", "to", "commodity", "status")), strict=True
        ):
            if name not in there and status != FORBIDDEN:
                made.append(Link(str(name), kind, str(giver), str(taker), tuple(goods), REJECTED))
    return tuple(made)


def _link(name: str, rows: pd.DataFrame, flows: Sequence[tuple[str, str, float, str]]) -> Link:
    row: dict[str, Any] = {str(name): value for name, value in rows.iloc[0].items()}
    if len(rows) > 1:
        row["size"] = "; ".join(str(size) for size in rows["size"] if size)
        for column in ("capacity", "investment", "annuity", "yearly_cost", "building_co2", "carried"):
            row[column] = float(rows[column].sum(min_count=1))
    state = BUILT if (rows["status"] == BUILT).any() else EXISTING
    goods = (
        tuple(str(one) for one in row["commodity"]) if isinstance(row["commodity"], tuple) else (str(row["commodity"]),)
    )
    carried: dict[tuple[str, str], float] = {}
    for _, commodity, amount, unit in flows:
        carried[commodity, unit] = carried.get((commodity, unit), 0.0) + amount
    giver = str(row["from"])
    return Link(
        name,
        str(row["kind"]),
        giver,
        str(row["to"]),
        goods,
        state,
        tuple((commodity, amount, unit) for (commodity, unit), amount in carried.items() if amount > 0),
        bool(flows) and all(origin != giver for origin, _, amount, _ in flows if amount > 0),
        row,
    )


def _yearly(flows: pd.DataFrame) -> dict[str, list[tuple[str, str, float, str]]]:
    """What enters each link in a year of the design: (where, commodity, amount, unit) by link."""
    mine = flows[(flows["case"] == "design") & (flows["sent"] > 0)]
    found: dict[str, list[tuple[str, str, float, str]]] = {}
    sums = mine.groupby(["link", "from", "commodity", "unit"], sort=False)["sent"].sum().reset_index()
    for row in sums.to_dict("records"):
        flow = (str(row["from"]), str(row["commodity"]), float(row["sent"]), str(row["unit"]))
        found.setdefault(str(row["link"]), []).append(flow)
    return found


def media_of(park: Park) -> dict[str, str]:
    """The medium of each commodity."""
    return {
        str(name): str(medium)
        for name, medium in zip(park["Commodities"]["commodity"], park["Commodities"]["medium"], strict=True)
    }
