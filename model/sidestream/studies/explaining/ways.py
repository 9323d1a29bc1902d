"""What it costs to have a link the other way: without it where the best design builds it, with it where it does not.

dearer   cost found the other way - cost of the best design
proven   no design the other way costs less than this more: of the linear relaxation with the link held, and of the search
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.design import Design
from sidestream.design.study_tables.explained import BUILT, NO_CHOICE, NOT_BUILT, OPEN, PROVEN
from sidestream.errors import UsageError
from sidestream.park import Park
from sidestream.solver.highs import Watch, solve
from sidestream.studies.explaining.best import Best, cleaned
from sidestream.studies.standing import Again
from sidestream.tables import few, suggest

Floats = NDArray[np.float64]
KINDS = {"Pipelines": "pipeline", "TruckRoutes": "truck route"}
EACH = 10.0
"""Seconds that the search for a link may take where it is one of all, and nobody named it."""


@dataclass
class Way:
    """A link, what the best design does about it, and what is known of the other way [EUR/a]."""

    link: str
    kind: str
    from_: str
    to: str
    commodity: tuple[str, ...]
    status: str
    answer: str
    size: str = ""
    cost: float = math.inf
    bound: float = -math.inf
    dearer: float = math.nan
    proven: float = math.nan
    own_cost: float = math.nan
    co2_more: float = math.nan
    decided: str = ""
    enough: bool = True
    values: Floats | None = field(default=None, repr=False)
    design: Design | None = field(default=None, repr=False)
    """The design that has the link: the best one, or the one the other way; None where it was not looked for."""

    @property
    def impossible(self) -> bool:
        """Whether no design does it the other way."""
        return self.bound == math.inf

    @property
    def spared(self) -> float:
        """What having the link spares elsewhere."""
        return self.own_cost + self.dearer if self.answer == BUILT else self.own_cost - self.dearer


def links_of(park: Park) -> dict[str, dict[str, object]]:
    """Sheet, row and cells of every link by its name."""
    found: dict[str, dict[str, object]] = {}
    for sheet in KINDS:
        frame = park[sheet]
        for row, cells in zip(frame.index, frame.to_dict("records"), strict=True):
            found[str(cells["link"])] = {
                **{str(name): cell for name, cell in cells.items()},
                "sheet": sheet,
                "row": int(row),
            }
    return found


def named(park: Park, names: Sequence[str]) -> list[str]:
    """Links by their names, in whatever capitals. Raises UsageError for those that are not there."""
    known = list(links_of(park))
    folded = {name.casefold(): name for name in known}
    faults, found = [], []
    for name in names:
        real = name if name in known else folded.get(name.strip().casefold())
        if real is None:
            faults.append(f"--link: no link is called '{name}'{suggest(name, known, otherwise=few('links', known))}")
        elif real not in found:
            found.append(real)
    if faults:
        raise UsageError("\n".join(faults))
    return found


def ways_of(best: Best, names: Sequence[str]) -> list[Way]:
    """The links by name, with what the best design does about each."""
    known = links_of(best.ready.park)
    ways = []
    for name in names:
        cells = known[name]
        answer = NO_CHOICE if name not in best.links else BUILT if best.has(name) else NOT_BUILT
        ways.append(
            Way(
                name,
                KINDS[str(cells["sheet"])],
                str(cells["from"]),
                str(cells["to"]),
                tuple(cells["commodity"]),  # type: ignore[arg-type]
                str(cells["status"]),
                answer,
            )
        )
        if answer == BUILT:
            _of_its_own(best, ways[-1], best.values)
    return ways


def relax(best: Best, ways: Sequence[Way], until: float) -> None:
    """Bound the other way of each link by its linear relaxation, as far as there is time."""
    watch = Watch(until, best.ready.options.wish)
    for way in ways:
        if watch.over():
            return
        relaxed = solve(best.other_way(way.link).relaxed(), watch)
        if relaxed.status == "optimal":
            way.bound = max(way.bound, relaxed.objective)
        elif relaxed.status == "infeasible":
            way.bound = math.inf


def search(best: Best, way: Way, until: float) -> None:
    """Look for the best design the other way."""
    if way.impossible:
        return
    again = best.asked(way.link, until)
    if again.status == "infeasible":
        way.bound = math.inf
        return
    way.bound = max(way.bound, again.bound)
    if again.values is not None:
        way.cost = again.cost
        way.values = cleaned(best.ready.made, again.values, best.links[way.link])


def read(best: Best, way: Way) -> None:
    """Read the design the other way back, audited: its figures then are those of tables."""
    if way.values is None:
        return
    again = Again("enough", way.cost, min(way.bound, way.cost), way.values)
    way.design, way.values = best.read(again, best.other_way(way.link))
    way.cost = way.design.facts["cost"]


def judge(best: Best, ways: Sequence[Way]) -> None:
    """Say what is decided about each link. What it costs is known well enough where the gap asked for is that share of it."""
    ready = best.ready
    for way in ways:
        if way.answer == NO_CHOICE:
            continue
        way.bound = min(way.bound, way.cost) if math.isfinite(way.cost) else way.bound
        way.dearer, way.proven = way.cost - best.cost, way.bound - best.cost
        way.decided = PROVEN if way.proven >= -best.nothing else OPEN
        if way.values is not None:
            way.co2_more = best.causes(way.values) - best.causes(best.values)
            if way.answer == NOT_BUILT:
                _of_its_own(best, way, way.values)
        room = ready.options.gap * abs(way.dearer) + best.nothing if math.isfinite(way.dearer) else 0.0
        way.enough = way.impossible or way.cost - way.bound <= room


def _of_its_own(best: Best, way: Way, values: Floats) -> None:
    """Size of a link, and what it costs a year to have it, in an answer that builds it."""
    columns = best.links[way.link]
    built = columns[values[columns] > 0.5]
    way.own_cost = float(best.ready.problem.cost[columns] @ values[columns])
    if len(built):
        _, names = best.ready.made.model.names(built)
        way.size = str(names[-1][-1] or "") if len(names[-1]) > 1 else ""


def left_out_of(best: Best, link: str) -> Iterator[tuple[str, float, float]]:
    """Size, cost and most that it can bring of each offer of a link that the search left out as it cannot pay."""
    for one in best.found.pruned:
        if one.family.split(": ")[-1].startswith("lay_") and one.name[0] == link:
            yield str(one.name[1] or ""), one.cost, one.brings


def table(ways: Sequence[Way], sentences: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """The sheet Links explained, in the order of the workbook."""
    rows = [
        {
            "link": way.link,
            "kind": way.kind,
            "from": way.from_,
            "to": way.to,
            "commodity": way.commodity,
            "answer": way.answer,
            "size": way.size,
            "decided": way.decided,
            "own_cost": way.own_cost,
            "dearer": way.dearer if math.isfinite(way.dearer) else math.nan,
            "proven": way.proven if math.isfinite(way.proven) else math.nan,
            "spared": way.spared if math.isfinite(way.spared) else math.nan,
            "co2_more": way.co2_more,
            "sentence": sentence,
        }
        for way, sentence in zip(ways, sentences, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(columns))


def all_searched(best: Best, ways: Sequence[Way], until: float) -> None:
    """Search every link whose other way is not known well enough yet, as far as there is time."""
    options = best.ready.options
    judge(best, ways)
    left = [way for way in ways if way.answer != NO_CHOICE and not way.impossible]
    for place, way in enumerate(left):
        now = time.monotonic()
        if options.wish() or now >= until:
            return
        options.news(f"link {place + 1} of {len(left)}", math.inf, -math.inf, math.inf)
        search(best, way, min(now + EACH, now + (until - now) / (len(left) - place)))
