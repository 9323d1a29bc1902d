"""Whether a design is true: every figure in it worked out again from the park, without any model or solver.

one_world    the design of a park, or of one stage and scenario of it
worlds       the design of several: each by itself, and what they come to together
"""

from __future__ import annotations

from collections.abc import Mapping

from sidestream.design.audit.one_world import audit_world
from sidestream.design.audit.worlds import audit_worlds
from sidestream.design.design import Design
from sidestream.errors import Fault
from sidestream.park.park import Park
from sidestream.park.worlds import several
from sidestream.tables import Loaded

__all__ = ["audit"]


def audit(park: Park, design: Design, cells: Mapping[str, Loaded] | None = None) -> list[Fault]:
    """Return every promise that the design breaks, named by its cell; an empty list: it is true.

    `cells` is the design as read back from a workbook: what stands there is audited, under its real addresses. Without
    it the design's tables are, addressed as if written from A1 with a header. `design.facts` may hold `today_short`
    (true where today's park cannot serve every must) and `bound` [EUR/a].
    """
    check = audit_worlds if several(park) else audit_world
    return check(park, design, cells)
