"""Whether what pumping takes is per the unit that its commodity is counted in."""

from __future__ import annotations

import numpy as np

from sidestream.errors import Fault
from sidestream.park.checks.rows import complain, considered, mask, plain
from sidestream.park.park import Park
from sidestream.units import BASE, UnitError, amount, rate

ALIKE = 2.0
"""A tonne and a cubic metre of water are alike; a MWh and a GWh are not."""


def per_unit(park: Park) -> list[Fault]:
    """Pumping is per the commodity's own unit: where a size is counted in quite another, somebody may have mixed them up."""
    frame, catalogue = park["Pipelines"], park["PipeSizes"]
    units = dict(zip(park["Commodities"]["commodity"], park["Commodities"]["unit"], strict=True))
    pumps = catalogue[(catalogue["pumping"] > 0) & ~catalogue["size"].duplicated()]
    own = {size: _counted_in(unit) for size, unit in zip(pumps["size"], pumps["capacity_unit"], strict=True)}
    links = considered(park, "Pipelines") & ~frame["own_offer"].to_numpy(bool)
    asked = {
        (size, name)
        for sizes, names in set(zip(frame.loc[links, "sizes"], frame.loc[links, "commodity"], strict=True))
        for size in sizes
        for name in names
        if size in own and units.get(name)
    }
    odd: dict[tuple[str, str, str], list[str]] = {}
    for size, name in sorted(asked):
        times = _times(park, name, own[size])
        if not 1 / ALIKE <= times <= ALIKE:
            odd.setdefault((name, own[size], f"{float(f'{times:.3g}'):,.12g}"), []).append(size)
    faults = []
    for (name, unit, many), sizes in odd.items():
        here = mask(len(catalogue), [int((catalogue["size"] == sizes[0]).to_numpy().argmax())])
        also = f" (and {len(sizes) - 1} more sizes)" if len(sizes) > 1 else ""
        message = (
            f"counts per {units[name]} of '{name}', which is {many} {unit}, and the size is counted in {unit}{also}: "
            f"make sure that it is the energy to move one {units[name]}"
        )
        faults += complain(park, "PipeSizes", here, "pumping", plain(message), "warning")
    return faults


def _counted_in(rate_unit: str) -> str:
    """The amount in a rate: t of t/h, MWh of MW."""
    if "/" in rate_unit:
        return rate_unit.partition("/")[0]
    try:
        return BASE[rate(rate_unit, 8760.0).dimension]
    except UnitError:
        return rate_unit


def _times(park: Park, commodity: str, unit: str) -> float:
    """How many of a unit one unit of the commodity is; 1 where that is not known."""
    try:
        dimension, size = amount(unit)
    except UnitError:
        return 1.0
    times = float(park.content[dimension].get(commodity, np.nan)) / size
    return times if np.isfinite(times) else 1.0
