"""What cannot be done of what must be done: where, when and by how much."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidestream.algebra.matrices import hand_over
from sidestream.errors import InfeasibleError
from sidestream.formulation.draft import Draft
from sidestream.formulation.goals import least_cost
from sidestream.formulation.programme import write
from sidestream.park import Park
from sidestream.solver.search import Orders, search
from sidestream.solver.settle import settle
from sidestream.units import amount

SECONDS = 60.0
"""How long the least shortfall is looked for."""


def shortfalls(draft: Draft, values: NDArray[np.float64]) -> list[dict[str, Any]]:
    """What an elastic answer leaves short: kind (short, stuck, under, over), where (names), amount inside the model."""
    rows: list[dict[str, Any]] = []
    for name, columns, weights in draft.shortfalls:
        block = draft.model.blocks[name]
        for place, weight in zip(columns.tolist(), weights.tolist(), strict=True):
            if values[place] * weight > 1e-7:
                rows.append({"kind": name, "where": block.index[place - block.first], "amount": float(values[place])})
    return rows


def infeasible(park: Park, wish: Callable[[], bool] = bool) -> InfeasibleError:
    """Say what falls short when as little as possible does."""
    draft = write(park, elastic=True)
    problem = hand_over(draft.model)
    found = search(problem, Orders(gap=0.0, deadline=time.monotonic() + SECONDS, wish=wish))
    if found.values is None:
        return InfeasibleError("no design does everything that must be done")
    settled = settle(problem, found.values, [least_cost.weights(draft)[0]])
    rows = shortfalls(draft, found.values if settled.values is None else settled.values)
    least = "With as little amiss as can be" if found.status != "stopped" else "The least amiss that was found"
    lines = [f"  {shortfall_sentence(park, row)}" for row in rows]
    return InfeasibleError("\n".join([f"no design does everything that must be done. {least}:", *lines]), rows)


def shortfall_sentence(park: Park, row: dict[str, Any]) -> str:
    """One shortfall in words."""
    kind, where, size = row["kind"], row["where"], row["amount"]
    if kind in ("short", "stuck"):
        participant, commodity, name, period = where
        unit = park["Commodities"].set_index("commodity")["unit"].get(commodity, "")
        what = f"{commodity} ({name})" if name else commodity
        unit = "" if unit == "1" else f"{unit} "
        verb = "is short of" if kind == "short" else "cannot get rid of"
        return f"{participant} {verb} {size:,.6g} {unit}of {what} in {period}"
    row_name, period = where
    limit = park["Limits"].loc[int(row_name.split()[-1])].to_dict()
    unit = park.settings.currency if limit["on"] == "investment" else limit["unit"]
    size /= amount(str(limit["unit"]))[1] if limit["on"] == "impact" else 1.0
    side = "short of its least" if kind == "under" else "over its most"
    when = f" in {period}" if period else ""
    return f"Limits, {row_name} ({limit['on']} {limit['key'] or 'of the park'}): {size:,.6g} {unit} {side}{when}"
