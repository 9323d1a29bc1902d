"""What the figures of conversions, storages, expansions, corridors and fleets cost a year, today and in the design."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sidestream.design.guesses.part import Part, Tables, beside, part_of, product, yearly
from sidestream.park.park import Park

SIZE = ["participant", "size"]


def facility_parts(park: Park, tables: Tables) -> list[Part]:
    """Return the parts of Conversions, ConversionRates, Storages, Expansions, Corridors and Fleets."""
    parts: list[Part] = []
    if len(park["Conversions"]):
        parts += [*_conversions(park, tables), *_rates(park, tables)]
    if len(park["Storages"]):
        parts += _storages(park, tables)
    if len(park["Expansions"]):
        parts += _expansions(park, tables)
    if len(park["Corridors"]):
        parts += _corridors(park, tables)
    if len(park["Fleets"]):
        parts += _fleets(park, tables)
    return parts


def _conversions(park: Park, tables: Tables) -> Iterator[Part]:
    """Running plants, and what is new of them."""
    key = ["conversion", *SIZE]
    ran = beside(tables["Conversions run"], park, "Conversions", key, ["unit_cost", "unit_co2"])
    for column in ("unit_cost", "unit_co2"):
        yield part_of("Conversions", ran["row"], column, ran["case"], product(ran, column, "activity"))
    new = _new(tables, ("conversion",)).rename(columns={"facility": "conversion"})
    new = beside(new, park, "Conversions", key, ["continuous", "investment", "investment_per_unit", "life", "upkeep"])
    continuous = np.array([bool(value) for value in new["continuous"]], bool)
    new["investment_per_unit"] = np.where(continuous, np.nan_to_num(new["investment_per_unit"].to_numpy(float)), 0.0)
    new["sized"] = product(new, "investment_per_unit", "capacity")
    new["in_all"] = np.nan_to_num(new["investment"].to_numpy(float)) + new["sized"]
    factor = yearly(park, new, "in_all")
    for column, figure in (("investment", "investment"), ("investment_per_unit", "sized")):
        yield part_of("Conversions", new["row"], column, new["case"], product(new, figure) * factor)
    yield part_of("Conversions", new["row"], "upkeep", new["case"], product(new, "upkeep", "in_all"))


def _rates(park: Park, tables: Tables) -> Iterator[Part]:
    """What conversions buy and dispose of."""
    lines = beside(tables["Made and used"], park, "ConversionRates", ["conversion", "commodity"], ["cost", "co2"])
    lines["rest"] = np.nan_to_num(lines["bought"].to_numpy(float)) + np.nan_to_num(lines["disposed"].to_numpy(float))
    for column in ("cost", "co2"):
        yield part_of("ConversionRates", lines["row"], column, lines["case"], product(lines, column, "rest"))


def _storages(park: Park, tables: Tables) -> Iterator[Part]:
    """Putting in and taking out, and what is new of storages. What they lose is a part of all losses."""
    key = ["storage", *SIZE]
    kept = beside(tables["Storage levels"], park, "Storages", key, ["in_cost", "out_cost"])
    for column, quantity in (("in_cost", "put_in"), ("out_cost", "taken_out")):
        yield part_of("Storages", kept["row"], column, kept["case"], product(kept, column, quantity))
    new = _new(tables, ("storage",)).rename(columns={"facility": "storage"})
    yield from _built(park, "Storages", beside(new, park, "Storages", key, ["investment", "life", "upkeep"]))


def _expansions(park: Park, tables: Tables) -> Iterator[Part]:
    """Steps that are new."""
    new = _new(tables, ("disposal", "virgin", "throughput")).rename(columns={"kind": "of"})
    new["commodity"] = new["facility"].where(new["facility"] != "all", "")
    key = ["of", "commodity", *SIZE]
    yield from _built(park, "Expansions", beside(new, park, "Expansions", key, ["investment", "life", "upkeep"]))


def _corridors(park: Park, tables: Tables) -> Iterator[Part]:
    """Trenches that are dug."""
    new = _new(tables, ("corridor",)).rename(columns={"facility": "corridor"})
    new = beside(new, park, "Corridors", ["corridor"], ["trench_cost", "length", "life"])
    paid = product(new, "trench_cost", "length") * yearly(park, new, "trench_cost")
    yield part_of("Corridors", new["row"], "trench_cost", new["case"], paid)


def _fleets(park: Park, tables: Tables) -> Iterator[Part]:
    """Vehicles beside those there are."""
    new = _new(tables, ("fleet",)).rename(columns={"facility": "vehicle"})
    new = beside(new, park, "Fleets", ["vehicle"], ["investment", "life", "yearly_cost"])
    paid = product(new, "investment", "capacity") * yearly(park, new, "investment")
    yield part_of("Fleets", new["row"], "investment", new["case"], paid)
    yield part_of("Fleets", new["row"], "yearly_cost", new["case"], product(new, "yearly_cost", "capacity"))


def _built(park: Park, sheet: str, new: pd.DataFrame) -> Iterator[Part]:
    paid = product(new, "investment") * yearly(park, new, "investment")
    yield part_of(sheet, new["row"], "investment", new["case"], paid)
    yield part_of(sheet, new["row"], "upkeep", new["case"], product(new, "upkeep", "investment"))


def _new(tables: Tables, kinds: tuple[str, ...]) -> pd.DataFrame:
    """What is built of some kinds: annuities and upkeep of the design. What exists costs the same in both cases."""
    listed = tables["Facilities"]
    built = listed[listed["kind"].isin(kinds) & (listed["status"] == "built")]
    return built[["kind", "facility", *SIZE, "capacity"]].assign(case="design")
