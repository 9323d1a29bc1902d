"""What can be turned to see where the answer for a link changes: carbon price, its capital cost, a volume at one of its ends.

A lever is one figure of the workbook, or several that keep their proportion, between a first and a last value. The park with a
lever turned is that of `--set`: a Change of each cell. Where the sheet Changes gives such a cell a new value in a stage, that
one keeps its proportion too. A pipe from the catalogue gets sizes of its own for it: other pipes keep theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from sidestream.design.design import Design
from sidestream.design.study_tables.explained import CAPITAL, CARBON, NEED, SUPPLY, YEARLY
from sidestream.park import Park
from sidestream.park.acceptance import acceptance
from sidestream.park.changes import NUMBER, Change, asked, changed, changing, key_of
from sidestream.tables import Loaded

BY = "explain"
TOP, TIMES = 500.0, 10.0
"""Highest carbon price that is tried [EUR/t], or twice today's where that is more; how many times more or less of all else."""
PRICES = ("carbon_tax", "carbon_value")
COSTS = ("pipe_cost", "trench_cost", "station_cost")
Cell = tuple[str, int, str]


@dataclass(frozen=True)
class Lever:
    """A figure to turn: `cells` are multiplied by value / now, or, where it is 0 now, the one setting becomes the value.

    `link` is the pipe whose catalogue sizes are turned with it, if any.
    """

    of: str
    what: str
    now: float
    unit: str
    first: float
    last: float
    cells: tuple[Cell, ...]
    link: str = ""

    def turned(self, park: Park, value: float) -> Park:
        """Return the park with the lever at a value."""
        if value == self.now:
            return park
        if self.now == 0:
            setting = str(park.typed["Settings"].frame.at[self.cells[0][1], "setting"]) if self.cells else PRICES[0]
            changes = [Change("Settings", setting, "value", f"{value:.15g}", BY)]
        else:
            changes = [_times(park, cell, value / self.now) for cell in self.cells]
        tables, made = changed(park, changes)
        if self.now:
            tables["Changes"] = _in_proportion(park, tables["Changes"], self.cells, value / self.now)
        if self.link:
            _own_sizes(park, tables, self.link, value / self.now)
        turned = Park(tables, park.name, park.fingerprint)
        turned.changes, turned.scenarios = (*park.changes, *made), park.scenarios
        return turned


def levers(park: Park, link: Mapping[str, object], design: Design | None) -> Iterator[Lever]:
    """Levers of a link; `design` is one that has it. Those that cannot be turned, as nothing is there to turn, are missing."""
    yield carbon(park)
    found = capital(park, link, design)
    if found is not None:
        yield found
    yield from volumes(park, link)


def carbon(park: Park) -> Lever:
    """The carbon price: carbon_tax, or carbon_value where that alone is used."""
    settings = park.settings
    used = "carbon_value" if settings.carbon_value > 0 and not settings.carbon_tax > 0 else "carbon_tax"
    now = float(getattr(settings, used))
    frame = park.typed["Settings"].frame
    rows = frame.index[frame["setting"] == used]
    cells = tuple(("Settings", int(row), "value") for row in rows)
    return Lever(CARBON, used, now, "EUR/t", 0.0, max(TOP, 2 * now), cells)


def capital(park: Park, link: Mapping[str, object], design: Design | None) -> Lever | None:
    """What the link costs once, in the size that it has; where that is nothing, what it costs a year."""
    sheet, row, name = str(link["sheet"]), int(str(link["row"])), str(link["link"])
    builds = design["Build list"] if design is not None else pd.DataFrame(columns=["link", "investment"])
    of_link = builds[builds["link"] == name]
    once = float(of_link["investment"].iloc[0]) if len(of_link) else 0.0
    columns = {"Pipelines": ("investment", "crossing_cost"), "TruckRoutes": ("opening_cost",)}[sheet]
    if once > 0:
        catalogue = name if sheet == "Pipelines" and not link["own_offer"] else ""
        cells = tuple((sheet, row, column) for column in columns if float(str(link[column])) > 0)
        return Lever(CAPITAL, "paid once", once, "EUR", once / TIMES, once * TIMES, cells, catalogue)
    yearly = float(str(link["yearly_cost"]))
    if yearly > 0:
        cell = (sheet, row, "yearly_cost")
        return Lever(YEARLY, "used or not", yearly, "EUR/a", yearly / TIMES, yearly * TIMES, (cell,))
    return None


def volumes(park: Park, link: Mapping[str, object]) -> Iterator[Lever]:
    """What is given off at the beginning of the link, and needed at its end; both ends where it goes both ways."""
    ends = (str(link["from"]), str(link["to"]))
    carried: tuple[str, ...] = link["commodity"]  # type: ignore[assignment]
    both = bool(link.get("two_way", False))
    supplies, demands = park["Supplies"], park["Demands"]
    accepted = acceptance(demands, park["Substitutions"])
    taking = demands.index[accepted.loc[accepted["by_product"].isin(carried), "need"].to_numpy(int)]
    for commodity in carried:
        for giver in ends if both else ends[:1]:
            rows = supplies.index[(supplies["participant"] == giver) & (supplies["commodity"] == commodity)]
            yield from _volume(SUPPLY, "Supplies", park, [int(row) for row in rows])
    for taker in reversed(ends) if both else ends[1:]:
        rows = demands.index[(demands["participant"] == taker) & demands.index.isin(taking)]
        for _, some in demands.loc[rows].groupby("commodity", sort=False):
            yield from _volume(NEED, "Demands", park, [int(row) for row in some.index])


def _volume(of: str, sheet: str, park: Park, rows: list[int]) -> Iterator[Lever]:
    """The lever of rows of one participant and commodity; none where there is nothing to multiply."""
    if not rows:
        return
    frame = park[sheet].loc[rows]
    units = set(frame["unit"])
    if len(units) == 1:
        now, unit = float(frame["quantity"].sum()), str(units.pop())
    else:
        now, unit = float((frame["rate"] * park.settings.hours_per_year).sum()), "its own unit a year"
    if now > 0:
        what = f"{frame['commodity'].iloc[0]} at {frame['participant'].iloc[0]}"
        cells = tuple((sheet, row, "quantity") for row in rows)
        yield Lever(of, what, now, unit, now / TIMES, now * TIMES, cells)


def _times(park: Park, cell: Cell, factor: float) -> Change:
    """The change that multiplies a cell."""
    sheet, row, column = cell
    wanted = {"sheet": sheet, "key": key_of(park, sheet, row), "column": column, "when": BY, "value": None}
    return replace(asked(park, {**wanted, "factor": factor}), by=BY)


def _in_proportion(park: Park, loaded: Loaded, cells: tuple[Cell, ...], factor: float) -> Loaded:
    """The sheet Changes with what it sets these cells to multiplied as well."""
    frame = loaded.frame.copy()
    for row in {row for cell in cells for row in changing(park, *cell)}:
        old = str(frame.at[row, "value"])
        number = NUMBER.match(old)
        if number:
            frame.at[row, "value"] = f"{float(number[0]) * factor:.15g}{old[number.end() :]}"
    return replace(loaded, frame=frame)


def _own_sizes(park: Park, tables: dict[str, Loaded], link: str, factor: float) -> None:
    """Give a pipe sizes of its own that cost so many times what those of the catalogue do."""
    pipes, catalogue = tables["Pipelines"], tables["PipeSizes"]
    row = int(park["Pipelines"].index[park["Pipelines"]["link"] == link][0])
    sizes: tuple[str, ...] = park["Pipelines"].at[row, "sizes"]  # type: ignore[assignment]
    own = {size: f"{size} of {link}" for size in sizes}
    frame = pipes.frame.copy()
    frame["sizes"] = [tuple(own.values()) if at == row else cell for at, cell in frame["sizes"].items()]
    given = pipes.given.copy()
    given.loc[row, "sizes"] = True
    tables["Pipelines"] = replace(pipes, frame=frame, given=given)
    tables["PipeSizes"] = _doubled(catalogue, "size", own)
    made = tables["PipeSizes"].frame
    mine = made["size"].isin(own.values())
    for cost in COSTS:
        made.loc[mine, cost] = made.loc[mine, cost] * factor
    building = tables["ImpactFactors"].frame["of"] == "building"
    tables["ImpactFactors"] = _doubled(tables["ImpactFactors"], "key", own, building)
    of_sizes = tables["Changes"].frame["sheet"].str.casefold() == "pipesizes"
    doubled = _doubled(tables["Changes"], "key", own, of_sizes)
    later = doubled.frame["key"].isin(own.values()) & doubled.frame["column"].isin(COSTS)
    for place in doubled.frame.index[later]:
        old = str(doubled.frame.at[place, "value"])
        if re.match(NUMBER, old):
            doubled.frame.at[place, "value"] = f"{float(old.split()[0]) * factor:.15g}"
    tables["Changes"] = doubled


def _doubled(loaded: Loaded, column: str, own: Mapping[str, str], among: pd.Series | None = None) -> Loaded:
    """A sheet with each row that names one of these in a column once more, under the other name."""
    mine = loaded.frame[column].isin(list(own)) & (True if among is None else among)
    if not mine.any():
        return replace(loaded, frame=loaded.frame.copy())
    more, given = loaded.frame[mine].copy(), loaded.given[mine].copy()
    more[column] = more[column].map(own)
    more.index = given.index = pd.RangeIndex(
        int(loaded.frame.index.max()) + 1, int(loaded.frame.index.max()) + 1 + len(more)
    )
    return replace(loaded, frame=pd.concat([loaded.frame, more]), given=pd.concat([loaded.given, given]).astype(bool))
