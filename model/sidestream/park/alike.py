"""Commodities that only their names tell apart are counted as one: a park with fewer of them, and the same designs.

Commodities are merged that are alike in all that is said of them and come from one supply each, at one place and on equal
terms, which is enough for all that could be asked of it at every moment; that all go over the same pipes, or none of them,
and lose nothing there; and that nothing but supplies, demands and pipes speaks of. What flows from one place to several can
be taken apart into a flow to each (L. R. Ford and D. R. Fulkerson, Flows in Networks, 1962), so that each design of either
park is one of the other, with the same pipes at the same cost.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.park.park import Park
from sidestream.park.sites import COST
from sidestream.tables import Loaded

KNOWN = {
    "Settings",
    "Participants",
    "Commodities",
    "Supplies",
    "Demands",
    "Periods",
    "Profiles",
    "Pipelines",
    "PipeSizes",
    "Corridors",
    "CorridorPaths",
    "Vehicles",
    "Funding",
}
"""Sheets that may say something: the others could tell commodities apart."""
HOW_MUCH = ["quantity", "rate"]
TELLS_NOTHING = ["name", "waste_code", "quality", "note", "source"]


def merged(park: Park) -> Park | None:
    """Return the park with alike commodities merged, each under the name of the first; None where none are."""
    if any(len(park[sheet]) for sheet in set(park.tables) - KNOWN):
        return None
    if park.settings.payments or park.settings.objective != COST:
        return None
    if park["Pipelines"]["loss"].fillna(0.0).any() or park["PipeSizes"]["loss"].fillna(0.0).any():
        return None
    into = _into(park)
    if all(first == name for name, first in into.items()):
        return None
    typed = dict(park.typed)
    commodities = typed["Commodities"]
    typed["Commodities"] = _rows(commodities, commodities.frame["commodity"].isin(set(into.values())).to_numpy(bool))
    for sheet in ("Supplies", "Demands"):
        typed[sheet] = _added_up(typed[sheet], into)
    pipes = typed["Pipelines"]
    carried = [tuple(dict.fromkeys(into[one] for one in names)) for names in pipes.frame["commodity"]]
    frame = pipes.frame.assign(
        commodity=pd.Series(carried, pipes.frame.index, dtype=object), link=park["Pipelines"]["link"]
    )
    typed["Pipelines"] = replace(pipes, frame=frame)
    return Park(typed, park.name, park.fingerprint)


def _into(park: Park) -> dict[str, str]:
    """For each commodity the first one of those that are like it."""
    supplies, demands = park["Supplies"], park["Demands"]
    offered = pd.DataFrame(park.amounts("Supplies"), supplies.index).groupby(supplies["commodity"]).sum()
    asked = pd.DataFrame(park.amounts("Demands"), demands.index).groupby(demands["commodity"]).sum()
    enough = (asked <= offered.reindex(asked.index)).all(axis=1)
    home = supplies.drop_duplicates("commodity").set_index("commodity")["participant"]
    at_home = set(demands.loc[demands["participant"] == demands["commodity"].map(home), "commodity"])
    once = ~supplies["commodity"].duplicated(keep=False)
    plain = set(supplies.loc[once, "commodity"]) & set(enough.index[enough]) - at_home
    said = _said(park["Commodities"], "commodity", TELLS_NOTHING) + _said(
        supplies, "commodity", [*HOW_MUCH, *TELLS_NOTHING]
    )
    carried: dict[str, str] = dict.fromkeys(park["Commodities"]["commodity"], "")
    for row, names in park["Pipelines"]["commodity"].items():
        for name in names:
            carried[name] = f"{carried.get(name, '')} {row}"
    first: dict[str, str] = {}
    return {
        name: first.setdefault(f"{said[name]} {carried[name]}", name) if name in plain else name
        for name in park["Commodities"]["commodity"]
    }


def _said(frame: pd.DataFrame, key: str, but: list[str]) -> pd.Series:
    """What rows say beside their key, as text; the first row of each."""
    first = frame.drop_duplicates(key)
    return pd.Series(_words(first, [key, *but]), pd.Index(first[key], dtype=object), dtype=object)


def _words(frame: pd.DataFrame, but: list[str]) -> list[str]:
    """What each row says in all columns but some, as text."""
    rest = frame.drop(columns=but, errors="ignore")
    return [repr(row) for row in rest.itertuples(index=False, name=None)]


def _added_up(loaded: Loaded, into: dict[str, str]) -> Loaded:
    """Rows that differ in their amounts and in which of the merged commodities they name, as one."""
    frame = loaded.frame.assign(commodity=loaded.frame["commodity"].map(into))
    changed = frame["commodity"].isin({first for name, first in into.items() if name != first}).to_numpy(bool)
    keys = pd.Series(_words(frame, [*HOW_MUCH, *TELLS_NOTHING]), frame.index, dtype=object)
    keys = keys.where(changed, pd.Series([f"row {row}" for row in frame.index], frame.index, dtype=object))
    frame["quantity"] = frame.groupby(keys)["quantity"].transform("sum")
    kept = _rows(replace(loaded, frame=frame), ~keys.duplicated().to_numpy(bool))
    frame = kept.frame.copy()
    again = frame.duplicated(["participant", "commodity", "name"], keep=False)
    numbers = pd.Series([f"row {row}" for row in frame.index], frame.index, dtype=object)
    frame["name"] = frame["name"].where(~again, numbers)
    return replace(kept, frame=frame)


def _rows(loaded: Loaded, kept: NDArray[np.bool_]) -> Loaded:
    return replace(loaded, frame=loaded.frame[kept], given=loaded.given[kept])
