"""What impacts beside CO2 cost a year, today and in the design: a factor times a tax or value, two cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from sidestream.design.guesses.cells import rank
from sidestream.design.guesses.part import Part, Tables, part_of
from sidestream.park.park import Park

STREAMS = {
    "provision": (("Supplies used", "used"),),
    "disposal": (("Supplies used", "disposed"), ("Made and used", "disposed")),
    "virgin": (("Needs met", "bought"), ("Made and used", "bought")),
}
"""Sheets and columns in which there is what a factor of a commodity is multiplied by."""


def impact_parts(park: Park, tables: Tables) -> Iterator[Part]:
    """Return a part of each factor, or of the tax or value where that is less known."""
    prices = park["ImpactPrices"].drop_duplicates("impact")
    factors = park["ImpactFactors"]
    known = rank(park, "ImpactFactors", factors.index.to_numpy(np.int64))
    of_prices = dict(zip(prices["impact"], rank(park, "ImpactPrices", prices.index.to_numpy(np.int64)), strict=True))
    rows = dict(zip(prices["impact"], prices.index.tolist(), strict=True))
    worth = {
        (impact, column): price
        for column in ("tax", "value")
        for impact, price in zip(prices["impact"], np.nan_to_num(prices[column].to_numpy(float)).tolist(), strict=True)
    }
    columns = (factors.index, *(factors[name] for name in ("impact", "of", "key", "factor")), known)
    for row, impact, of, key, factor, quality in zip(*columns, strict=True):
        if impact not in rows:
            continue
        lines = _quantity(park, tables, str(of), str(key))
        for column in ("tax", "value"):
            place = ("ImpactFactors", row, "factor")
            if quality >= of_prices[impact]:
                place = ("ImpactPrices", rows[impact], column)
            sheet, number, cell = place
            amount = worth[impact, column] * factor * lines["amount"].to_numpy(float)
            yield part_of(sheet, np.full(len(lines), number, float), cell, lines["case"], amount)
    yield from _losses(tables, rows, worth)


def _losses(tables: Tables, rows: Mapping[str, int], worth: Mapping[tuple[str, str], float]) -> Iterator[Part]:
    """What is lost on the way and in storages, as it stands in Impacts: no cell is its factor."""
    lost = tables["Impacts"][(tables["Impacts"]["account"] == "losses").to_numpy(bool)]
    for (impact, column), price in worth.items():
        mine = lost[(lost["impact"] == impact).to_numpy(bool)]
        row = np.full(len(mine), rows[impact], float)
        yield part_of("ImpactPrices", row, column, mine["case"], price * mine["amount"].to_numpy(float))


def _quantity(park: Park, tables: Tables, of: str, key: str) -> pd.DataFrame:
    """What a factor is multiplied by: case and amount."""
    if of in STREAMS:
        listed = []
        for sheet, column in STREAMS[of]:
            lines = tables[sheet]
            listed.append(lines[_of_commodity(park, lines, key)][["case", column]].set_axis(["case", "amount"], axis=1))
        return pd.concat(listed, ignore_index=True)
    if of == "conversion":
        runs = tables["Conversions run"]
        return _lines(runs[runs["conversion"] == key], "activity")
    if of == "building":
        return _laid(park, tables, key)
    flows = tables["Flows"]
    if of == "electricity":
        return _pumped(park, flows)
    if (park["Vehicles"]["vehicle"] == key).any():
        return _driven(park, flows, key)
    return _lines(flows[flows["commodity"] == key], "sent")


def _of_commodity(park: Park, lines: pd.DataFrame, key: str) -> pd.Series:
    """Lines of a commodity, or of a participant and a commodity."""
    if (park["Commodities"]["commodity"] == key).any():
        return lines["commodity"] == key
    who, _, what = (part.strip() for part in key.partition(","))
    return (lines["commodity"] == what) & (lines["participant"] == who)


def _lines(lines: pd.DataFrame, column: str) -> pd.DataFrame:
    return pd.DataFrame({"case": lines["case"].to_numpy(object), "amount": lines[column].to_numpy(float)})


def _laid(park: Park, tables: Tables, size: str) -> pd.DataFrame:
    """Metres a year of a size, of new pipes."""
    listed = tables["Build list"]
    new = listed[(listed["status"] == "built") & (listed["size"] == size)]
    pipes, sizes = park["Pipelines"].drop_duplicates("link"), park["PipeSizes"].drop_duplicates("size")
    both = new[["link", "size"]].merge(pipes[["link", "length"]], on="link").merge(sizes[["size", "life"]], on="size")
    return _lines(both.assign(case="design", amount=1000 * both["length"] / both["life"]), "amount")


def _pumped(park: Park, flows: pd.DataFrame) -> pd.DataFrame:
    """Electricity of pumps [MWh]."""
    pipes, sizes = park["Pipelines"].drop_duplicates("link"), park["PipeSizes"].drop_duplicates("size")
    pipes = pipes.loc[~pipes["own_offer"].astype(bool), ["link", "length"]]
    both = flows.merge(pipes, on="link", suffixes=("_of_flow", "")).merge(sizes[["size", "pumping"]], on="size")
    return _lines(both.assign(amount=both["sent"] * both["pumping"].fillna(0.0) * both["length"]), "amount")


def _driven(park: Park, flows: pd.DataFrame, vehicle: str) -> pd.DataFrame:
    """Km of a vehicle's loads, there and back."""
    routes = park["TruckRoutes"].drop_duplicates("link")
    routes = routes.loc[routes["vehicle"] == vehicle, ["link", "distance"]]
    vehicles = park["Vehicles"]
    back = float(vehicles.loc[vehicles["vehicle"] == vehicle, "empty_return"].to_numpy(float)[0])
    both = flows.merge(routes, on="link")
    return _lines(both.assign(amount=both["loads"] * both["distance"] * (1 + back)), "amount")
