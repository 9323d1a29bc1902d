"""What cannot be done of what must be done: where, when and by how much."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.formulation.draft import Draft
from sidestream.formulation.goals import least_cost
from sidestream.formulation.programme import write
from sidestream.formulation.rules.limits import size_of
from sidestream.park import Park
from sidestream.park.limits import where_and_what
from sidestream.park.worlds import World
from sidestream.solver.search import Orders, search
from sidestream.solver.settle import settle
from sidestream.studies.elastic import elastic_problem
from sidestream.studies.hard_rows import THROUGH, figure
from sidestream.units import BASE

SECONDS = 60.0
"""How long the least shortfall is looked for."""


def shortfalls(draft: Draft, values: NDArray[np.float64]) -> list[dict[str, Any]]:
    """What an elastic answer leaves short: kind (short, stuck, under, over, beyond, lacking, left_over, ...), where (names), amount inside the model."""
    rows: list[dict[str, Any]] = []
    for one in draft.shortfalls:
        block = draft.model.blocks[one.name]
        short = np.flatnonzero(values[one.columns] * one.weights > 1e-7)
        rows += [
            {"kind": one.name, "where": block.index[column - block.first], "amount": float(values[column])}
            for column in one.columns[short].tolist()
        ]
    return rows


def least_shortfalls(park: Park, wish: Callable[[], bool] = bool) -> tuple[list[dict[str, Any]], bool]:
    """What falls short where as little as possible does, and whether it is proven that less cannot."""
    draft = write(park, elastic="moment")
    problem = elastic_problem(draft)
    found = search(problem, Orders(gap=0.0, deadline=time.monotonic() + SECONDS, wish=wish))
    if found.values is None:
        return [], False
    settled = settle(problem, found.values, [least_cost.weights(draft)[0]])
    rows = shortfalls(draft, found.values if settled.values is None else settled.values)
    return rows, found.status == "proven"


def shortfall_in(every: Sequence[World], row: dict[str, Any]) -> str:
    """One shortfall of one of several worlds in words, and in which."""
    world = next(one for one in every if one.label == row.get("world", one.label))
    words = shortfall_sentence(world.park, row)
    return f"{world.label}: {words}" if world.label else words


def shortfall_sentence(park: Park, row: dict[str, Any]) -> str:
    """One shortfall in words."""
    kind, where, size = row["kind"], row["where"], row["amount"]
    if kind in ("short", "stuck"):
        participant, commodity, name, period = where
        unit = park["Commodities"].set_index("commodity")["unit"].get(commodity, "")
        what = f"{commodity} ({name})" if name else commodity
        unit = "" if unit == "1" else f"{unit} "
        verb = "is short of" if kind == "short" else "cannot get rid of"
        return f"{participant} {verb} {figure(size)} {unit}of {what} in {period}"
    if kind in ("beyond", "lacking", "left_over"):
        return _of_facilities(park, kind, where, size)
    if kind in ("longer", "idle"):
        return _of_links(park, kind, where, size)
    if kind in ("many", "few", "above"):
        return _of_partners(park, kind, where, size)
    row_name, period = where
    limit = park["Limits"].loc[int(row_name.split()[-1])].to_dict()
    unit = park.settings.currency if limit["on"] in ("investment", "cost") else limit["unit"]
    moment = _moment(park, period)
    size /= size_of(park, limit, moment)
    side = "short of its least" if kind == "under" else "over its most"
    when = f" in {period}" if period else ""
    return f"Limits, {row_name} ({limit['on']} {limit['key'] or 'of the park'}): {figure(size)} {unit} {side}{when}"


def _moment(park: Park, period: str) -> int | None:
    """Number of a period; None of the whole year."""
    return list(park.moments["period"]).index(period) if period else None


def _of_partners(park: Park, kind: str, where: tuple[str, ...], size: float) -> str:
    """By how many partners too many or too few, or what one of them delivers beyond its share, in words."""
    row_name, who = where[:2]
    limit = park["Limits"].loc[int(row_name.split()[-1])].to_dict()
    if kind != "above":
        partners = f"{figure(size)} partner{'s' if size != 1 else ''}"
        return f"Limits, {row_name}: {who} has {partners} too {kind}"
    taker, what = where_and_what(str(limit["key"]))
    unit = park["Commodities"].set_index("commodity")["unit"][what]
    when = f" in {where[2]}" if where[2] else ""
    return f"Limits, {row_name}: {who} delivers {figure(size)} {unit} of {what} beyond its share to {taker}{when}"


def _of_facilities(park: Park, kind: str, where: tuple[str, ...], size: float) -> str:
    """What goes beyond a gate's capacity, or lacks or is too much at the end in a storage, in words."""
    units = park["Commodities"].set_index("commodity")["unit"]
    if kind in ("lacking", "left_over"):
        storage, participant, _ = where
        rows = park["Storages"]
        commodity = str(rows.loc[rows["storage"] == storage, "commodity"].iloc[0])
        amount = f"{figure(size)} {units[commodity]}"
        what = f"lacks {amount}" if kind == "lacking" else f"has {amount} too much"
        return f"the storage '{storage}' of {participant} {what} at the end"
    of, participant, commodity, period = where
    rows = park["Expansions"]
    basis = rows.loc[
        (rows["of"] == of) & (rows["participant"] == participant) & (rows["commodity"] == commodity), "basis"
    ]
    what = f" of {commodity}" if commodity else ""
    return f"{participant} would {THROUGH[of]} {figure(size)} {BASE[basis.iloc[0]]}{what} too much in {period}"


def _of_links(park: Park, kind: str, where: tuple[Any, ...], size: float) -> str:
    """What vehicles would be too long on the road, or what a steady link lacks, in words."""
    if kind == "longer":
        vehicle, period = where
        return f"the vehicles '{vehicle}' would be {figure(size)} h too long on the road in {period}"
    link, period = where[0], where[-1]
    rows = park["Pipelines"]
    row = rows[rows["link"] == link].iloc[0]
    units = park["Commodities"].set_index("commodity")["unit"]
    unit = units[row["commodity"][0]] if len(row["commodity"]) == 1 else BASE[_measure(park, row)]
    return f"the link '{link}' lacks {figure(size)} {unit} to run in {period}"


def _measure(park: Park, row: pd.Series[Any]) -> str:
    """By what the capacity of a pipe counts."""
    if row["own_offer"]:
        return str(row["basis"])
    sizes = park["PipeSizes"].set_index("size")
    return str(sizes.at[row["sizes"][0], "basis"])
