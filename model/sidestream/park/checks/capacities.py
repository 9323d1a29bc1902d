"""Whether each commodity can be counted as the capacities count that it shares: by mass, volume or energy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sidestream.errors import Fault
from sidestream.park.checks.gates import goes_through
from sidestream.park.checks.rows import alike, complain, considered, few, plain
from sidestream.park.park import Park

CAN_BE_GIVEN = ("mass", "volume", "energy")


@dataclass(frozen=True)
class Counted:
    """Some commodities, and the capacity of a link at a place of a sheet that counts them together."""

    sheet: str
    place: int
    names: tuple[str, ...]
    basis: str
    capacity: str
    column: str
    others: tuple[tuple[str, str], ...] = ()
    """Sizes for the same medium, each with the basis that it counts by."""


def countable(park: Park) -> list[Fault]:
    """One complaint for each commodity and dimension, at the column of Commodities that would mend it."""
    faults = []
    seen = set()
    commodities = park["Commodities"]
    units = dict(zip(commodities["commodity"], commodities["unit"], strict=True))
    unknown = park.content.isna()
    broken = {(commodities.at[row, "commodity"], column) for row, column in park.tables["Commodities"].faulty}
    for one in _counted(park):
        for name in one.names:
            pair = (name, one.basis)
            if pair in seen or pair in broken or not units.get(name) or not unknown.at[name, one.basis]:
                continue
            seen.add(pair)
            message = f"{one.capacity}, and '{name}' is counted in {units[name]}"
            message += _way_out([size for size, basis in one.others if not unknown.at[name, basis]])
            if one.basis in CAN_BE_GIVEN:
                row = np.arange(len(commodities)) == list(commodities["commodity"]).index(name)
                faults += complain(park, "Commodities", row, one.basis, plain(f"is needed: {message}"))
            else:
                row = np.arange(len(park[one.sheet])) == one.place
                faults += complain(park, one.sheet, row, one.column, plain(message))
    return faults


def _way_out(sizes: list[str]) -> str:
    """Sizes that could count the commodity as it is, in words."""
    return f". Or name in Pipelines the sizes that count by what is known ({few(sizes)})" if sizes else ""


def one_basis(park: Park) -> list[Fault]:
    """Sizes of a pipe that several commodities share count its capacity in one dimension."""
    basis = park["PipeSizes"].drop_duplicates("size").set_index("size")["basis"].to_dict()
    frame = park["Pipelines"]
    mixed = [
        len(names) > 1 and not own and len({basis.get(size, "") for size in sizes} - {""}) > 1
        for names, own, sizes in zip(frame["commodity"], frame["own_offer"], frame["sizes"], strict=True)
    ]
    message = (
        "several commodities share the pipe, and its sizes count capacity by different measures: keep to one of them"
    )
    return complain(park, "Pipelines", np.array(mixed, bool) & considered(park, "Pipelines"), "sizes", message)


def _counted(park: Park) -> Iterator[Counted]:
    """Each combination of commodities and capacity, once."""
    catalogue = park["PipeSizes"].drop_duplicates("size").set_index("size")[["medium", "basis", "capacity_unit"]]
    sizes = {size: values for size, *values in catalogue.itertuples(name=None)}
    commodities = park["Commodities"]
    media = dict(zip(commodities["commodity"], commodities["medium"], strict=True))
    for sheet in ("Pipelines", "TruckRoutes"):
        frame = park[sheet]
        own = considered(park, sheet) & (frame["basis"] != "").to_numpy(bool)
        for (names, basis, unit), places in alike(frame, ("commodity", "basis", "capacity_unit"), own).items():
            capacity = f"the capacity in {sheet} row {frame.index[places[0]]} is in {unit}"
            yield Counted(sheet, int(places[0]), names, basis, capacity, "capacity_unit")
    frame = park["Expansions"]
    for place, (row, passing) in enumerate(zip(frame.index, goes_through(park), strict=True)):
        commodity, basis, unit = frame.loc[row, ["commodity", "basis", "capacity_unit"]]
        names = (commodity,) if commodity else tuple(sorted(passing))
        if basis and frame.at[row, "status"] != "forbidden":
            capacity = f"the capacity in Expansions row {row} is in {unit}"
            yield Counted("Expansions", place, names, basis, capacity, "capacity_unit")
    frame = park["Pipelines"]
    chosen = considered(park, "Pipelines") & ~frame["own_offer"].to_numpy(bool)
    others: dict[str, list[tuple[str, str]]] = {}
    for size, (medium, basis, _) in sizes.items():
        if basis:
            others.setdefault(medium, []).append((size, basis))
    for (names, offered), places in alike(frame, ("commodity", "sizes"), chosen).items():
        for size in offered:
            medium, basis, unit = sizes.get(size, ("", "", ""))
            fitting = tuple(name for name in names if media.get(name) == medium)
            capacity = f"the capacity of '{size}' is in {unit}"
            if basis:
                yield Counted("Pipelines", int(places[0]), fitting, basis, capacity, "sizes", tuple(others[medium]))
