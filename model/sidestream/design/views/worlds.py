"""A view of the design of several stages or scenarios: of each by itself, and of what they come to together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from sidestream.design.design import Design
from sidestream.design.world_tables import BY_WORLD, WHOLE, WORLD_RESULTS
from sidestream.design.worlds import lines_built, of_world, stacked, when_to_build
from sidestream.park.park import Park
from sidestream.park.worlds import several, worlds


def in_each_world(
    park: Park, design: Design, view: Callable[[Park, Design], Design], clean: Callable[[str], str]
) -> Design:
    """Return the view of a design, world by world where there are several; `clean` hides names in those of worlds."""
    if not several(park):
        return view(park, design)
    every = worlds(park)
    whole = [replace(of_world(design, world), facts=design.facts) for world in every]
    parts = [view(world.park, one) for world, one in zip(every, whole, strict=True)]
    called = [replace(world, stage=clean(world.stage), scenario=clean(world.scenario)) for world in every]
    tables = {table.sheet: stacked(called, parts, sheet, table.columns) for sheet, table in BY_WORLD.items()}
    links = pd.concat([one["Build list"] for one in whole]).drop_duplicates("link", ignore_index=True)
    overall = view(
        park,
        replace(whole[0], tables=whole[0].tables | {sheet: design[sheet] for sheet in WHOLE} | {"Build list": links}),
    )
    tables |= {sheet: overall[sheet] for sheet in WHOLE}
    tables["When to build"] = when_to_build(lines_built(called, parts))
    tables["Stages and scenarios"] = _called(design["Stages and scenarios"], clean)
    tables["Cash flow"] = _called(_of_those_seen(design["Cash flow"], whole[0], parts[0]), clean)
    return Design.of(tables, overall.facts, WORLD_RESULTS)


def _called(frame: pd.DataFrame, clean: Callable[[str], str]) -> pd.DataFrame:
    names = [name for name in ("stage", "scenario") if name in frame]
    return frame.assign(**{name: [clean(str(cell or "")) for cell in frame[name]] for name in names})


def _of_those_seen(flow: pd.DataFrame, whole: Design, seen: Design) -> pd.DataFrame:
    """The rows of those who stand in the view's Participants, by the names that they have there."""
    before, after = (one["Participants"]["participant"].tolist() for one in (whole, seen))
    names = dict(zip(before, after, strict=True)) if len(before) == len(after) else dict(zip(after, after, strict=True))
    rows = flow[flow["participant"].isin(list(names))]
    return rows.assign(participant=rows["participant"].map(names)).reset_index(drop=True)
