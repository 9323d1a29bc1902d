"""What `check` says beyond what reading says: what plainly cannot be, whatever is built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sidestream.errors import Fault
from sidestream.park import Park
from sidestream.park.checks import in_order
from sidestream.park.worlds import by_itself, several, worlds


def with_impossible(park: Park, warnings: Sequence[Fault]) -> list[Fault]:
    """Return the warnings of a park with those of needs, supplies and limits that no design can do.

    Of a row of which that is said, a warning that it is idle says no more.
    """
    if not _musts(park):
        return list(warnings)
    from sidestream.studies.impossible import impossible  # the model's libraries take longer than a small park

    found = impossible(park) if not several(park) else _in_worlds(park, impossible)
    told = {(fault.sheet, fault.row) for fault in found}
    idle = {fault for fault in warnings if (fault.sheet, fault.row) in told and "must " in fault.message}
    return in_order([*(fault for fault in warnings if fault not in idle), *found])


def _in_worlds(park: Park, impossible: Callable[[Park], list[Fault]]) -> list[Fault]:
    """What plainly cannot be in one of the worlds by itself, each row once: in the first world that has it."""
    told: dict[tuple[str, int, str], Fault] = {}
    for world in worlds(park):
        for fault in impossible(by_itself(world)):
            message = f"in {world.label}: {fault.message}"
            told.setdefault((fault.sheet, fault.row, fault.column), replace(fault, message=message))
    return list(told.values())


def _musts(park: Park) -> bool:
    served = (park["Demands"]["if_not_served"] == "must serve").any()
    gone = (park["Supplies"]["if_not_taken"] == "must go").any()
    return bool(served or gone or len(park["Limits"]))
