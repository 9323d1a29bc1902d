"""Sites as points and links as lines, with what is known of each: what a map in a GIS is made of.

Places are lon and lat (WGS84) where participants have them, else x and y on a plane [km]; who has no place on the same map, and each
link that ends there, is left out and named. A line is straight: it is not where the pipe lies or the road runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.currency import in_currency
from sidestream.design.design import Design
from sidestream.design.worlds import of_world
from sidestream.errors import UsageError
from sidestream.park.park import Park
from sidestream.park.worlds import World, several, worlds

REJECTED = "rejected"
"""Status of a link that could be and is not built in the design."""
LINKS = (("Pipelines", "pipeline", "length"), ("TruckRoutes", "truck route", "distance"))
EUR = "EUR"
SITE = {
    "participant": ("who", ""),
    "kind": ("what it is", ""),
    "company": ("its firm", ""),
}
SITE_DESIGNED = {
    "stage": ("in which stage", ""),
    "scenario": ("in which scenario", ""),
    "cost_today": ("yearly cost as it stands", "EUR/a"),
    "cost_design": ("yearly cost as designed", "EUR/a"),
    "saving": ("today less design", "EUR/a"),
    "co2_today": ("CO2 as it stands", "t/a"),
    "co2_design": ("CO2 as designed", "t/a"),
    "co2_saving": ("today less design", "t/a"),
    "investment": ("paid once", "EUR"),
    "gives": ("exchanges it gives to", ""),
    "takes": ("exchanges it takes from", ""),
}
LINK = {
    "link": ("which link", ""),
    "kind": ("pipeline or truck route", ""),
    "from": ("where it begins", ""),
    "to": ("where it ends", ""),
    "commodity": ("what it carries", ""),
    "status": (
        "existing, built or rejected (it could be and is not built); without a design, as the workbook says",
        "",
    ),
    "length": ("how long it is", "km"),
}
LINK_DESIGNED = {
    "stage": ("in which stage", ""),
    "scenario": ("in which scenario", ""),
    "size": ("size from the catalogue, or the vehicle", ""),
    "capacity": ("what it can carry, in capacity_unit", ""),
    "capacity_unit": ("unit of the capacity", ""),
    "investment": ("paid once", "EUR"),
    "annuity": ("what the investment costs a year", "EUR/a"),
    "yearly_cost": ("upkeep, used or not", "EUR/a"),
    "payer": ("who pays for it", ""),
    "used": ("busiest period, as a share of capacity", "%"),
    "carried": ("what enters it in a year, in carried_unit; blank where it carries commodities of several units", ""),
    "carried_unit": ("unit of what is carried", ""),
    "quantities": ("what enters it in a year, commodity by commodity", ""),
    "why": (
        "of a rejected link: what it costs a year and brings at the most, where it cannot pay whatever else is built",
        "",
    ),
}
Places = NDArray[np.float64]


@dataclass(frozen=True)
class Layer:
    """Features of one kind. `at` has the corners of each: shape (features, 1, 2) of points, (features, 2, 2) of lines."""

    name: str
    fields: pd.DataFrame
    at: Places
    meanings: dict[str, tuple[str, str]]
    """Meaning and unit of each field."""


@dataclass(frozen=True)
class Map:
    """Sites and links, and on what map they are."""

    layers: tuple[Layer, ...]
    on_globe: bool
    """Whether places are lon and lat, else x and y on a plane [km]."""
    left_out: tuple[str, ...]
    """Participants without a place on this map."""
    links_left_out: int


def map_of(park: Park, design: Design | None = None) -> Map:
    """Return the map of a park, and of a design of it. Raises UsageError where nobody has a place."""
    places, on_globe = _places(park)
    sites, links = (_laid_out(park, design, one) for one in (_sites, _links))
    absent = tuple(str(name) for name in park["Participants"]["participant"] if name not in places.index)
    here = sites["participant"].isin(places.index)
    joined = links["from"].isin(places.index) & links["to"].isin(places.index)
    sites, some = sites[here].reset_index(drop=True), links[joined].reset_index(drop=True)
    points = places.reindex(sites["participant"]).to_numpy(float)[:, None, :]
    ends = [places.reindex(some[end]).to_numpy(float)[:, None, :] for end in ("from", "to")]
    currency = park.settings.currency
    layers = (
        _layer("sites", sites, points, SITE | (SITE_DESIGNED if design else {}), currency),
        _layer("links", some, np.concatenate(ends, axis=1), LINK | (LINK_DESIGNED if design else {}), currency),
    )
    return Map(layers, on_globe, absent, int(links.loc[~joined, "link"].nunique()))


def _places(park: Park) -> tuple[pd.DataFrame, bool]:
    """Where participants are, by name, and whether on the globe."""
    frame = park["Participants"].drop_duplicates("participant").set_index("participant")
    for columns, on_globe in ((["lon", "lat"], True), (["x", "y"], False)):
        known = frame[columns].astype(float).dropna()
        if len(known):
            return known, on_globe
    raise UsageError(f"nobody in {park.name} has a place: type lat and lon of each in Participants")


def _layer(name: str, fields: pd.DataFrame, at: Places, declared: dict[str, tuple[str, str]], currency: str) -> Layer:
    """Fields by names that say their units: investment_EUR, co2_saving_t_a."""
    units = {column: in_currency(unit, currency) for column, (_, unit) in declared.items()}
    names = {column: _named(column, unit) for column, unit in units.items()}
    meanings = {names[column]: (declared[column][0], units[column]) for column in declared}
    return Layer(name, fields[list(declared)].rename(columns=names), at, meanings)


def _named(column: str, unit: str) -> str:
    return f"{column}_{unit.replace('%', 'percent').replace('/', '_')}" if unit else column


def _laid_out(
    park: Park, design: Design | None, frame_of: Callable[[World, Design | None], pd.DataFrame]
) -> pd.DataFrame:
    """The features of every stage and scenario."""
    parts = [frame_of(world, one) for world, one in _worlds(park, design)]
    made: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return made


def _worlds(park: Park, design: Design | None) -> Iterator[tuple[World, Design | None]]:
    every = worlds(park)
    for world in every if design else every[:1]:
        yield world, of_world(design, world) if design and several(park) else design


def _sites(world: World, design: Design | None) -> pd.DataFrame:
    frame = world.park["Participants"][list(SITE)].drop_duplicates("participant")
    if design is None:
        return frame
    results = design["Participants"].drop(columns="company")
    return frame.merge(results, on="participant", how="left").assign(stage=world.stage, scenario=world.scenario)


def _links(world: World, design: Design | None) -> pd.DataFrame:
    could = [
        world.park[sheet].rename(columns={length: "length"}).assign(kind=kind)[list(LINK)]
        for sheet, kind, length in LINKS
    ]
    frame = pd.concat([part for part in could if len(part)] or could[:1], ignore_index=True)
    frame = frame.assign(commodity=[_listed(names) for names in frame["commodity"]])
    if design is None:
        return frame
    builds = design["Build list"]
    told = [name for name in builds.columns if name in LINK_DESIGNED]
    made = frame.drop(columns="status").merge(builds[["link", "status", *told]], on="link", how="left")
    made["status"] = made["status"].where(made["status"].notna(), REJECTED)
    made["used"] = 100 * made["used"].astype(float)
    made["quantities"] = made["link"].map(_quantities(design["Flows"]))
    made["why"] = made["link"].map(_why(design, world.park.settings.currency)).where(made["status"] == REJECTED)
    return made.assign(stage=world.stage, scenario=world.scenario)


def _listed(names: Sequence[str]) -> str:
    return "; ".join(names)


def _quantities(flows: pd.DataFrame) -> dict[str, str]:
    """What each link carries in a year, in words."""
    sums = flows[flows["case"] == "design"].groupby(["link", "commodity", "unit"], sort=False)["sent"].sum()
    told: dict[str, list[str]] = {}
    for link, what, unit, amount in sums.reset_index().itertuples(index=False, name=None):
        if amount > 0:
            told.setdefault(str(link), []).append(f"{what} {amount:.6g} {unit}/a")
    return {link: "; ".join(words) for link, words in told.items()}


def _why(design: Design, currency: str) -> dict[str, str]:
    """Why links cannot pay, where the design says so; of several sizes, the cheapest."""
    rows = design["Left out"]
    if rows.empty:
        return {}
    rows = rows.sort_values("cost").drop_duplicates("name")
    return {
        str(name): f"costs {cost:.6g} {currency}/a, brings {brings:.6g} {currency}/a at the most"
        for name, cost, brings in rows[["name", "cost", "brings"]].itertuples(index=False)
    }
