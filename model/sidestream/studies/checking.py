"""What `check` says beyond what reading says: what plainly cannot be, whatever is built."""

from __future__ import annotations

from collections.abc import Sequence

from sidestream.errors import Fault
from sidestream.park import Park
from sidestream.park.checks import in_order


def with_impossible(park: Park, warnings: Sequence[Fault]) -> list[Fault]:
    """Return the warnings of a park with those of needs, supplies and limits that no design can do.

    Of a row of which that is said, a warning that it is idle says no more.
    """
    if not _musts(park):
        return list(warnings)
    from sidestream.studies.impossible import impossible  # the model's libraries take longer than a small park

    found = impossible(park)
    told = {(fault.sheet, fault.row) for fault in found}
    idle = {fault for fault in warnings if (fault.sheet, fault.row) in told and "must " in fault.message}
    return in_order([*(fault for fault in warnings if fault not in idle), *found])


def _musts(park: Park) -> bool:
    served = (park["Demands"]["if_not_served"] == "must serve").any()
    gone = (park["Supplies"]["if_not_taken"] == "must go").any()
    return bool(served or gone or len(park["Limits"]))
