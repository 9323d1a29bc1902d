"""Whether each storage can keep something from one period to the next: its side, its limits, its levels."""

from __future__ import annotations

import numpy as np

from sidestream.errors import Fault
from sidestream.park.checks.rows import complain, considered, faulty, given
from sidestream.park.checks.sizes import ONE, differ
from sidestream.park.checks.units import advice
from sidestream.park.park import Park

LEVELS = ("start_level", "end_level")
LIMITS = ("in_limit", "out_limit")


def sides(park: Park) -> list[Fault]:
    """Where own goods and arrivals are apart, a storage stands on one side."""
    frame = park["Storages"]
    wrong = considered(park, "Storages") & ~given(park, "Storages", "keeps") & ~faulty(park, "Storages", "keeps")
    wrong &= ~np.asarray(frame["participant"].isin([*park.passing_on, ""]))
    message = (
        "is needed, as '{participant}' passes nothing on: own for goods that leave later, arrivals for those used later"
    )
    return complain(park, "Storages", wrong, "keeps", message)


def one_thing(park: Park) -> list[Fault]:
    """Sizes of one storage keep the same, on the same side."""
    faults = []
    for column, verb in (("commodity", "keeps"), ("keeps", "is for")):
        message = f"row {{first}} {verb} '{{other}}': sizes of one storage do the same, so give this one another name"
        faults += differ(park, "Storages", ONE["Storages"], column, column, message)
    return faults


def limits(park: Park) -> list[Fault]:
    """A limit has a unit, the unit a limit, and the commodity can be counted in it."""
    frame = park["Storages"]
    typed = [given(park, "Storages", name) for name in LIMITS]
    unit, bad = given(park, "Storages", "limit_unit"), faulty(park, "Storages", "limit_unit")
    faults = []
    for name, here in zip(LIMITS, typed, strict=True):
        first = here if name == LIMITS[0] else here & ~typed[0]
        message = f"is needed beside {name}: a quantity per time, such as t/h"
        faults += complain(park, "Storages", first & ~unit & ~bad, "limit_unit", message)
    some = typed[0] | typed[1]
    message = "is the unit of no limit: type in_limit or out_limit, or leave it blank"
    badly = faulty(park, "Storages", LIMITS[0]) | faulty(park, "Storages", LIMITS[1])
    faults += complain(park, "Storages", unit & ~some & ~badly, "limit_unit", message)
    counted = park["Commodities"].loc[park["Commodities"]["unit"] != "", "commodity"]
    known = unit & some & np.asarray(frame["commodity"].isin(counted[counted != ""]))
    wrong = known & frame[["in_rate", "out_rate"]].isna().any(axis=1).to_numpy(bool)
    say = advice(park, "limit_unit")
    return faults + complain(park, "Storages", wrong, "limit_unit", say)


def levels(park: Park) -> list[Fault]:
    """No level is above what the storage holds, and a year that is cut into cycles has none."""
    frame, faults = park["Storages"], []
    cycles = (park.moments["cycle"] != "").any() or (park.moments["repeats"] > 1).any()
    for name in LEVELS:
        above = (frame[name] > frame["capacity"]).to_numpy(bool)
        faults += complain(park, "Storages", above, name, f"{{{name}:g}} is more than the capacity, {{capacity:g}}")
        message = "is for a year without cycles, and Periods has some: leave it blank, and each cycle ends as it begins"
        faults += complain(park, "Storages", given(park, "Storages", name) & ~above & cycles, name, message)
    return faults


def one_period(park: Park) -> list[Fault]:
    """A storage needs a later period to keep something for."""
    frame = park["Storages"]
    alone = park.moments.groupby("cycle", sort=False).size().max() == 1
    asked = (
        considered(park, "Storages") & ~given(park, "Storages", "start_level") & ~given(park, "Storages", "end_level")
    )
    if frame.empty or not alone or not asked.any():
        return []
    where = "each cycle of Periods has" if len(park.moments) > 1 else "the year has"
    message = (
        f"a storage keeps things from one period to a later one, and {where} one period only: list more in Periods"
    )
    return [park.tables["Storages"].fault(None, "storage", message, "warning")]
