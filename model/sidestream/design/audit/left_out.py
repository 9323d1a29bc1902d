"""Left out: every line is of something that the park leaves open and the design does not build, and costs more than it brings.

What it can bring at the most was found where the search left it out; that is not worked out again.
"""

from __future__ import annotations

import numpy as np

from sidestream.design.audit.builds import Builds
from sidestream.design.audit.facilities import Facilities, machine_of
from sidestream.design.audit.known import Known
from sidestream.design.audit.machines import KEY
from sidestream.design.audit.offers import offers
from sidestream.design.audit.sheets import Sheet
from sidestream.design.tables import LINK_KINDS, LeftOut

OPEN = "optional"


def check_left_out(sheet: Sheet, known: Known, builds: Builds, facilities: Facilities) -> None:
    """Name lines of what the park does not offer or leave open, of what is built, and of what could pay."""
    if not len(sheet):
        return
    sheet.once()
    kind, name, size = (sheet.words[column].array() for column in ("kind", "name", "size"))
    a_link = np.isin(kind, LINK_KINDS)
    offer = offers(known.park, list(name), list(size))
    right = offer["on_offer"].to_numpy(bool) & (offer["kind"].to_numpy(object) == kind)
    built = set(zip(known.links[builds.link[builds.new]], np.array(builds.size, object)[builds.new], strict=True))
    machines = known.machines
    machine = machine_of(sheet, machines, KEY, list(LeftOut.key)) if len(machines) else np.full(len(sheet), -1)
    status = offer["status"].to_numpy(object, copy=True)
    stands = np.array([pair in built for pair in zip(name, size, strict=True)], bool)
    there = ~a_link & (machine >= 0)
    right = np.where(a_link, right, there)
    status[there] = machines["status"].to_numpy(object)[machine[there]]
    stands[there] = np.isin(machine[there], facilities.machine)
    sheet.say_all(~right, "name", lambda row: f"the park does not offer {sheet.called(row)}")
    sheet.say_all(right & (status != OPEN), "name", lambda row: f"it is {status[row]} in the park, not optional")
    sheet.say_all(right & stands, "name", lambda _: "the design builds it")
    cost, brings = sheet["cost"], sheet["brings"]
    sheet.say_all(~(brings < cost), "brings", lambda _: "less than its cost expected")
