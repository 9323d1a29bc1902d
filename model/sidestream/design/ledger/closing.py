"""Whether a ledger closes: what begins, is made and comes to a participant of a commodity in a period is what ends, is converted
and goes from there.

What begins and ends is that of the ledger; what conversions take and make, what links bring and take away and what stands in
storages is that of the other sheets. So a ledger that leaves something out, or counts it twice, shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sidestream.design.ledger.coding import Coding
from sidestream.design.ledger.network import Tables, of_design, stood
from sidestream.park.park import Park

COMES = ("begins", "made", "arrives", "in_store")
GOES = ("ends", "converted", "departs", "kept")
LITTLE = 1e-6
"""Residual that is rounding: share of what is added up, and amount [unit]."""


def closing(park: Park, tables: Tables, ledger: pd.DataFrame) -> pd.DataFrame:
    """Return participant, commodity, period; COMES; GOES; residual (what comes less what goes) and unit; closes. `ledger` is by
    period.
    """
    coding = Coding(park)
    parts = list(_parts(park, tables, ledger))
    keys = [coding.balances(*(rows[name] for name in where)) for _, rows, where, _ in parts]
    numbers, line = np.unique(np.concatenate(keys), return_inverse=True)
    lines = np.split(line, np.cumsum([len(key) for key in keys])[:-1])
    made = coding.balances_named(numbers)
    for (kind, _, _, amount), mine in zip(parts, lines, strict=True):
        made[kind] = np.bincount(mine, np.asarray(amount, float), len(numbers))
    made = made.reindex(columns=["participant", "commodity", "period", *COMES, *GOES]).fillna(
        dict.fromkeys((*COMES, *GOES), 0.0)
    )
    comes, goes = made[list(COMES)].to_numpy().sum(axis=1), made[list(GOES)].to_numpy().sum(axis=1)
    unit = park["Commodities"].drop_duplicates("commodity").set_index("commodity")["unit"]
    closes = np.abs(comes - goes) <= LITTLE * (1 + np.maximum(comes, goes))
    return made.assign(residual=comes - goes, unit=unit.reindex(made["commodity"]).to_numpy(object), closes=closes)


def _parts(
    park: Park, tables: Tables, ledger: pd.DataFrame
) -> Iterator[tuple[str, pd.DataFrame, tuple[str, ...], Any]]:
    """Every kind of what comes and goes: its name, rows, their columns of participant, commodity and period, and amounts."""
    here = ("participant", "commodity", "period")
    begun = ledger[(ledger["source"] != "stock").to_numpy(bool)]
    yield "begins", begun, ("origin", "stream", "given_in"), begun["given"]
    ended = ledger[(ledger["use"] != "in store at the end").to_numpy(bool)]
    yield "ends", ended, ("user", "commodity", "period"), ended["received"]
    flows, made = of_design(tables["Flows"]), of_design(tables["Made and used"])
    yield "arrives", flows, ("to", "commodity", "period"), flows["delivered"]
    yield "departs", flows, ("from", "commodity", "period"), flows["delivered"]
    if len(made):
        run = made.groupby(["conversion", "participant", "period"], sort=False)["way"].transform("nunique") == 2
        for kind, way in (("converted", "in"), ("made", "out")):
            some = made[(run & (made["way"] == way)).to_numpy(bool)]
            yield kind, some, here, some["amount"]
    levels = of_design(tables["Storage levels"])
    if len(levels):
        lines = stood(park, levels)
        yield "in_store", lines, here, lines["stands"]
        yield "kept", lines, here, lines["repeats"] * lines["end"]
