"""What cannot be, whatever is built: found from the park and the bounds of its model, without solving anything.

no_way          a must-serve need to which nothing can come, a must-go supply that can go nowhere: no link leads there,
                or only forbidden ones
too_much        a must-serve need beyond all that could come, or a must-go supply beyond all that could be taken, in some
                period: every supply counts once, every link at its largest, losses nothing
out_of_bounds   a limit that the least or the most there can be is beyond
at_odds         two limits of which one asks for more than the other allows

All of it is true of every design, so that none has to be looked for; but much that cannot be is not found here.
"""

from __future__ import annotations

from sidestream.errors import Fault
from sidestream.formulation.draft import Draft
from sidestream.formulation.programme import write
from sidestream.park import Park
from sidestream.park.checks import in_order
from sidestream.studies.impossible.amounts import too_much
from sidestream.studies.impossible.bounds import Bounds
from sidestream.studies.impossible.limits import at_odds, out_of_bounds
from sidestream.studies.impossible.ways import no_way

__all__ = ["impossible"]


def impossible(park: Park, draft: Draft | None = None) -> list[Fault]:
    """Return all that plainly cannot be, each with its cell, as warnings; `draft` is the park's model if it is written."""
    must = (park["Demands"]["if_not_served"] == "must serve").any() or (
        park["Supplies"]["if_not_taken"] == "must go"
    ).any()
    if not must and park["Limits"].empty:
        return []
    draft = draft or write(park)
    bounds = Bounds(draft)
    stranded = list(no_way(park))
    told = {(fault.sheet, fault.row) for fault in stranded}
    beyond = [fault for fault in too_much(park, draft, bounds) if (fault.sheet, fault.row) not in told]
    return in_order([*stranded, *beyond, *out_of_bounds(park, draft, bounds), *at_odds(park)])
