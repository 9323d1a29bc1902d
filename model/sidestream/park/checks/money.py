"""Whether the park-wide prices are there that its offers call for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sidestream.errors import Fault
from sidestream.park.checks import fleets
from sidestream.park.checks.offers import INVESTS, MONEY
from sidestream.park.checks.rows import Mask, considered
from sidestream.park.park import Park
from sidestream.park.sites import SettingRows
from sidestream.tables import LAST_ROW


def discount_rate(park: Park) -> list[Fault]:
    """Where something is invested, its annuity needs a rate."""
    return _needed(park, "discount_rate", next(_invested(park), ""))


def electricity(park: Park) -> list[Fault]:
    """Where a pipe pumps, its electricity has a price and a CO2."""
    catalogue = park["PipeSizes"]
    pumping = set(catalogue.loc[catalogue["pumping"] > 0, "size"])
    pumps = considered(park, "Pipelines") & _offers_one_of(park, pumping)
    if not pumps.any():
        return []
    reason = f"{_first(park, 'Pipelines', pumps)} may use electricity for pumping"
    return _needed(park, "electricity_price", reason) + _needed(park, "electricity_co2", reason)


def _invested(park: Park) -> Iterator[str]:
    """What may be invested in, in the workbook's words."""
    catalogue = park["PipeSizes"]
    dear = set(catalogue.loc[catalogue["pipe_cost"].fillna(0) + catalogue["station_cost"] > 0, "size"])
    dug = set(catalogue.loc[catalogue["trench_cost"] > 0, "size"])
    for sheet, own in MONEY.items():
        frame = park[sheet]
        invests = (frame[list(own)] > 0).any(axis=1).to_numpy(bool)
        if sheet == "Pipelines":
            own_trench = ~(frame["trench"] == 0).to_numpy(bool)
            invests = invests | _offers_one_of(park, dear) | (_offers_one_of(park, dug) & own_trench)
            invests = invests | (frame["crossing_cost"] > 0).to_numpy(bool)
        invests = invests & np.asarray(frame["status"].isin(INVESTS))
        if invests.any():
            yield f"{_first(park, sheet, invests)} is an investment"
    frame = park["Corridors"]
    digs = (frame["status"].isin(INVESTS) & (frame["trench_cost"] > 0)).to_numpy(bool)
    for sheet, invests in (("Corridors", digs), ("Fleets", fleets.invests(park))):
        if invests.any():
            yield f"{_first(park, sheet, invests)} is an investment"


def _offers_one_of(park: Park, sizes: set[str]) -> Mask:
    frame = park["Pipelines"]
    offered = {names: not sizes.isdisjoint(names) for names in set(frame["sizes"])}
    chosen = np.array([offered[names] for names in frame["sizes"]], bool)
    from_catalogue: Mask = ~frame["own_offer"].to_numpy(bool)
    return chosen & from_catalogue


def _first(park: Park, sheet: str, marked: Mask) -> str:
    """Where the first of some rows stands, in words."""
    row = int(park[sheet].index[marked][0])
    return f"{sheet} row {row}" if row <= LAST_ROW else f"one of the links that are offered ({sheet})"


def _needed(park: Park, setting: str, reason: str) -> list[Fault]:
    if not reason or setting in park.settings_given:
        return []
    loaded, title = park.tables["Settings"], SettingRows.columns[setting].title
    rows = loaded.frame.index[loaded.frame["setting"] == setting]
    if len(rows):
        return [replace(loaded.fault(rows[0], "value", f"is needed, as {reason}: type it here"), column=title)]
    return [Fault("Settings", "", title, f"is needed, as {reason}: add a row for it")]
