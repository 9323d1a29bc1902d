"""What each figure costs a year today, less what it costs in the design.

A part is (sheet, row, column): the cell; net: today less design; gross: both cases together, no term below 0. Columns
that end in co2 are in t/a until they are priced, all others in EUR/a.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sidestream.design.guesses.cells import LOSSES, rank, setting_row
from sidestream.design.guesses.facilities import facility_parts
from sidestream.design.guesses.impacts import impact_parts
from sidestream.design.guesses.part import Part, Tables, beside, part_of, product, yearly
from sidestream.design.guesses.relations import relation_parts
from sidestream.design.tables import CO2
from sidestream.park.park import Park

CARBON = ("carbon_tax", "carbon_value")
PART = ("sheet", "column", "row", "net", "gross")
STREAMS = {
    ("Supplies", "Supplies used"): {
        "provision_cost": "used",
        "provision_co2": "used",
        "disposal_cost": "disposed",
        "disposal_co2": "disposed",
    },
    ("Demands", "Needs met"): {"virgin_price": "bought", "virgin_co2": "bought", "shortage_cost": "short"},
}
"""Prices and factors of a park's sheet, and the column of the result that each is multiplied by."""


def parts_of(park: Park, tables: Tables) -> pd.DataFrame:
    """Return every part of a design's saving [EUR/a], one row a cell."""
    parts = [*_streams(park, tables), *_flows(park, tables["Flows"]), *_builds(park, tables), *_losses(tables)]
    parts += [*facility_parts(park, tables), *relation_parts(park, tables)]
    made = _added([_frame([part for part in parts if len(part.row)])])
    emitted = made["column"].str.endswith("co2").to_numpy(bool)
    others = [part for part in impact_parts(park, tables) if len(part.row)]
    return _added([made[~emitted], *_carbon(park, made[emitted]), *([_frame(others)] if others else [])])


def _streams(park: Park, tables: Tables) -> Iterator[Part]:
    """Supplies and needs: a price or factor of the row, and a quantity of the result."""
    names = ["participant", "commodity", "name"]
    for (sheet, result), pairs in STREAMS.items():
        frame = park[sheet]
        key = frame[names].assign(row=frame.index).drop_duplicates(names)
        lines = tables[result].merge(key, on=names)
        rows = frame.loc[lines["row"]]
        for column, quantity in pairs.items():
            price = np.nan_to_num(rows[column].to_numpy(float))
            if column == "shortage_cost":
                price = price * (rows["if_not_served"] == "go without").to_numpy(bool)
            yield part_of(sheet, lines["row"], column, lines["case"], price * lines[quantity].to_numpy(float))


def _flows(park: Park, flows: pd.DataFrame) -> Iterator[Part]:
    """What is paid by the unit sent, by the load and by the km, and for the electricity of pumps."""
    pipes = beside(flows, park, "Pipelines", "link", ["length", "own_offer", "unit_cost", "unit_co2"])
    pipes["own_offer"] = pipes["own_offer"].astype(bool)
    own, laid = pipes[pipes["own_offer"]], pipes[~pipes["own_offer"]]
    laid = beside(laid.drop(columns="row"), park, "PipeSizes", "size", ["pumping"])
    power = (laid["sent"] * laid["pumping"].fillna(0.0) * laid["length"]).to_numpy(float)  # MWh
    for setting in ("electricity_price", "electricity_co2"):
        price = float(np.nan_to_num(getattr(park.settings, setting)))
        yield part_of("Settings", np.full(len(laid), setting_row(park, setting)), setting, laid["case"], price * power)

    routes = beside(flows, park, "TruckRoutes", "link", ["vehicle", "distance", "unit_cost", "unit_co2"])
    for sheet, sent in (("Pipelines", own), ("TruckRoutes", routes)):
        for column in ("unit_cost", "unit_co2"):
            yield part_of(sheet, sent["row"], column, sent["case"], product(sent, column, "sent"))
    driven = beside(
        routes.drop(columns="row"),
        park,
        "Vehicles",
        "vehicle",
        ["km_cost", "load_cost", "km_co2", "empty_return"],
    )
    driven["km"] = driven["loads"] * driven["distance"] * (1 + driven["empty_return"])
    for column, quantity in (("km_cost", "km"), ("load_cost", "loads"), ("km_co2", "km")):
        yield part_of("Vehicles", driven["row"], column, driven["case"], product(driven, column, quantity))


def _builds(park: Park, tables: Tables) -> Iterator[Part]:
    """What is new: annuities and upkeep of the design. What exists costs the same in both cases."""
    listed = tables["Build list"]
    new = listed.loc[listed["status"] == "built", ["link", "size"]].assign(case="design")
    for sheet, once in (("Pipelines", "investment"), ("TruckRoutes", "opening_cost")):
        offers = beside(new, park, sheet, "link", [once, "yearly_cost", "life"])
        if sheet == "Pipelines":
            offers = offers[park[sheet].loc[offers["row"], "own_offer"].to_numpy(bool)]
        yield part_of(sheet, offers["row"], once, offers["case"], product(offers, once) * yearly(park, offers, once))
        yield part_of(sheet, offers["row"], "yearly_cost", offers["case"], product(offers, "yearly_cost"))

    crossing = beside(new, park, "Pipelines", "link", ["crossing_cost", "life", "own_offer"])
    crossing["own_life"] = crossing["life"].where(crossing["own_offer"].astype(bool))
    sizes = park["PipeSizes"].drop_duplicates("size").set_index("size")["life"]
    crossing["life"] = crossing["own_life"].fillna(crossing["size"].map(sizes).astype(float))
    paid = product(crossing, "crossing_cost") * yearly(park, crossing, "crossing_cost")
    yield part_of("Pipelines", crossing["row"], "crossing_cost", crossing["case"], paid)

    laid = beside(new, park, "Pipelines", "link", ["length", "trench", "own_offer"])
    laid = laid[~laid["own_offer"].astype(bool)].drop(columns="row")
    costs = ["pipe_cost", "trench_cost", "station_cost"]
    laid = beside(laid, park, "PipeSizes", "size", [*costs, "upkeep", "building_co2", "life"])
    laid["one"] = 1.0
    for column in costs:
        paid = product(laid, column, {"station_cost": "one", "trench_cost": "trench"}.get(column, "length"))
        yield part_of("PipeSizes", laid["row"], column, laid["case"], paid * yearly(park, laid, column))
    above_ground = product(laid, "pipe_cost", "length") + product(laid, "station_cost")
    yield part_of("PipeSizes", laid["row"], "upkeep", laid["case"], product(laid, "upkeep") * above_ground)
    built = product(laid, "building_co2", "length") / laid["life"].to_numpy(float)
    yield part_of("PipeSizes", laid["row"], "building_co2", laid["case"], built)


def _losses(tables: Tables) -> Iterator[Part]:
    """What is lost on the way, as it stands in Costs and Impacts: no cell is its price."""
    for sheet, column in (("Costs", LOSSES), ("Impacts", "co2")):
        rows = tables[sheet][(tables[sheet]["account"] == "losses").to_numpy(bool)]
        if sheet == "Impacts":
            rows = rows[(rows["impact"] == CO2).to_numpy(bool)]
        yield part_of("", np.zeros(len(rows)), column, rows["case"], rows["amount"].to_numpy(float))


def _carbon(park: Park, emitted: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """What CO2 costs: a part of its factor where that is less known than the tax or value, else of Settings."""
    known = np.zeros(len(emitted), np.int64)
    for sheet in set(emitted["sheet"]) - {""}:
        mine = (emitted["sheet"] == sheet).to_numpy(bool)
        known[mine] = rank(park, sheet, emitted.loc[mine, "row"].to_numpy(np.int64))
    for setting in CARBON:
        price, row = float(getattr(park.settings, setting)), setting_row(park, setting)
        priced = emitted.assign(net=price * emitted["net"], gross=price * emitted["gross"])
        own = (emitted["sheet"] != "").to_numpy(bool) & (known < rank(park, "Settings", np.array([row]))[0])
        yield priced[own]
        yield priced[~own].assign(sheet="Settings", row=row, column=setting)


def _frame(parts: list[Part]) -> pd.DataFrame:
    sizes = [len(part.row) for part in parts]
    words = {name: np.repeat(np.array([getattr(part, name) for part in parts], object), sizes) for name in PART[:2]}
    figures = {name: np.concatenate([np.empty(0), *(getattr(part, name) for part in parts)]) for name in PART[2:]}
    return pd.DataFrame({**words, **figures}).astype({"row": np.int64})


def _added(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """One row a cell."""
    both = pd.concat(parts, ignore_index=True)
    return both.groupby(["sheet", "row", "column"], as_index=False, sort=False)[["net", "gross"]].sum()
