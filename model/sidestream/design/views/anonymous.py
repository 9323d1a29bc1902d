"""A design without names: participants, companies, links, plants, tanks and rows go by numbers; commodities keep theirs.

A number stands for the same throughout: in cells that hold a name, inside names that were made of others
("plant-mill-gypsum"), in sentences, and in what is kept of the run. A commodity or size whose own name holds a
participant's or company's loses that part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from sidestream.design.design import Design
from sidestream.design.tables import RESULTS
from sidestream.design.views.names import Names
from sidestream.design.views.worlds import in_each_world
from sidestream.park.park import Park
from sidestream.tables import Choice, Number

WHY = "names are replaced: it cannot be computed again from the park; verify the design that it was made from"
WHO = ("participant", "from", "to", "payer", "with", "a", "b", "origin", "user")
WHAT = ("commodity", "by_product", "stream", "need")
FIXED = ("unit", "given_unit", "capacity_unit", "carried_unit", "figure", "place", "item", "quality", "impact")
"""Columns whose words are the program's own."""
LINKS = ("Pipelines", "TruckRoutes")
Words = Mapping[str, str]


def anonymised(park: Park, design: Design) -> Design:
    """Return the design with every name of the park replaced."""
    return in_each_world(park, design, _anonymised, hider(park))


def _anonymised(park: Park, design: Design) -> Design:
    hidden = _Hidden(park)
    tables = {table.sheet: design[table.sheet].copy() for table in RESULTS}
    for table in RESULTS:
        frame = tables[table.sheet]
        for name, column in table.columns.items():
            if not isinstance(column, (Number, Choice)) and name not in FIXED:
                frame[name] = hidden.column(name, frame[name])
    tables["Facilities"]["facility"] = hidden.facilities(design["Facilities"])
    for end in ("from", "to"):
        tables["Payments"][end] = hidden.column("company", design["Payments"][end])
    tables["Run"] = _run(tables["Run"])
    facts = {name: hidden.fact(fact) for name, fact in design.facts.items() if name != "log"}
    return Design.of(tables, facts | {"log": []})


def hider(park: Park) -> Callable[[str], str]:
    """Return what replaces every name of a park in a text."""
    return _Hidden(park).everything.clean


class _Hidden:
    """What to write instead of each name: exactly in cells that hold nothing else, and inside texts."""

    def __init__(self, park: Park) -> None:
        sites = _numbered("participant", park["Participants"]["participant"])
        firms = _numbered("company", park["Participants"]["company"])
        rows = _numbered("name", pd.concat([park[sheet]["name"] for sheet in ("Supplies", "Demands")]))
        proper = {**firms, **sites}
        self.inside = Names(proper)
        self.stuff = {
            name: name if name in proper else self.inside.clean(name) for name in park["Commodities"]["commodity"]
        }
        links = _links(park, sites, self.inside)
        plants = _numbered("conversion", park["Conversions"]["conversion"])
        stores = _numbered("storage", park["Storages"]["storage"])
        trenches = _numbered("corridor", park["Corridors"]["corridor"])
        self.everything = Names(
            {**trenches, **rows, **stores, **plants, **self.stuff, **proper, **links}, any_case=True
        )
        self.exact: dict[str, Words] = {"link": links, "name": rows, "need_name": rows, "company": {**sites, **firms}}
        self.exact |= {"conversion": plants, "storage": stores, "corridor": trenches}
        self.exact |= dict.fromkeys(WHO, sites) | dict.fromkeys(WHAT, self.stuff)

    def column(self, name: str, cells: pd.Series) -> pd.Series:
        """Return a column of a result without names."""
        words = self.exact.get(name, {})
        clean = self.inside.clean if name in ("size", "period") else self.everything.clean
        made = {}
        for cell in set(cells):
            parts = [words.get(part) or clean(part) for part in (cell if isinstance(cell, tuple) else [str(cell)])]
            made[cell] = tuple(parts) if isinstance(cell, tuple) else parts[0]
        return pd.Series([made[cell] for cell in cells], cells.index, dtype=object)

    def facilities(self, frame: pd.DataFrame) -> pd.Series:
        """Return the names of facilities without names: of an expansion it is the commodity's."""
        made = pd.Series("", frame.index, dtype=object)
        for kind in set(frame["kind"]):
            rows = frame["kind"] == kind
            made[rows] = self.column(kind if kind in self.exact else "commodity", frame.loc[rows, "facility"])
        return made

    def fact(self, fact: Any) -> Any:
        """Return a fact of the run without names."""
        if isinstance(fact, str):
            return self.everything.clean(fact)
        if isinstance(fact, Mapping):
            return {key: self.fact(inner) for key, inner in fact.items()}
        return [self.fact(inner) for inner in fact] if isinstance(fact, (list, tuple)) else fact


def _numbered(word: str, names: pd.Series) -> dict[str, str]:
    """`participant 1` and so on, in the park's order."""
    listed = [name for name in dict.fromkeys(names) if name]
    return {name: f"{word} {number}" for number, name in enumerate(listed, start=1)}


def _links(park: Park, sites: Words, inside: Names) -> dict[str, str]:
    """Numbers for links that somebody named; names that were made of those at their ends stay so."""
    made: dict[str, str] = {}
    named = 0
    for sheet in LINKS:
        frame, given = park[sheet], park.tables[sheet].given["link"]
        for link, giver, taker, is_given in zip(frame["link"], frame["from"], frame["to"], given, strict=True):
            begin = f"{giver}-{taker}-"
            if is_given or not link.startswith(begin):
                named += 1
                made[link] = f"link {named}"
            else:
                made[link] = f"{sites[giver]}-{sites[taker]}-{inside.clean(link.removeprefix(begin))}"
    return made


def _run(run: pd.DataFrame) -> pd.DataFrame:
    """How the design was found, without the file's name and the solver's log."""
    told = run[~run["item"].astype(str).str.match(r"log \d+$") & (run["item"] != "input")]
    head = pd.DataFrame([("anonymised", WHY)], columns=["item", "value"], dtype=object)
    return pd.concat([head, told], ignore_index=True)
