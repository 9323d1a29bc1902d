"""Fleets: no vehicle is on the road longer than it can be, and how busy all of a kind are.

hours on the road = sum over routes of loads x (km / speed + load_hours)
"""

from __future__ import annotations

import numpy as np

from sidestream.design.audit import tolerance
from sidestream.design.audit.facilities import Facilities
from sidestream.design.audit.flows import Flows
from sidestream.design.audit.groups import added
from sidestream.design.audit.known import DESIGN, TODAY, Known
from sidestream.design.audit.sheets import Floats
from sidestream.tables import shown


def check_fleets(flows: Flows, loads: Floats, known: Known, facilities: Facilities, *, today_short: bool) -> Floats:
    """Name what takes more hours than all vehicles have. Returns how busy each machine is in the design; 0: it is none."""
    busy = np.zeros(len(facilities.machines))
    frame = known.park["Fleets"]
    if frame.empty:
        return busy
    machines = facilities.machines
    count = machines["capacity"].to_numpy(float, copy=True)
    count[facilities.machine] = facilities.capacity
    vehicles = flows.offers["vehicle"].fillna("").to_numpy(object)[flows.offer]
    driven = flows["driven"]
    columns = ("vehicle", "hours", "speed", "load_hours")
    for vehicle, hours, speed, load_hours in zip(*(frame[name] for name in columns), strict=True):
        own = ((machines["kind"] == "fleet") & (machines["facility"] == vehicle)).to_numpy(bool)
        mine = np.asarray(vehicles == vehicle, bool)
        taken = loads * (np.nan_to_num(driven) / speed + np.nan_to_num(load_hours))
        for case in (TODAY, DESIGN):
            rows = np.flatnonzero(mine & (flows.case == case))
            most = hours * known.hours * float(count[own & facilities.listed(case)].sum())
            amount = added(flows.period[rows], taken[rows], len(known.periods))
            if case == DESIGN:
                with np.errstate(divide="ignore", invalid="ignore"):
                    busy[own] = np.where(amount > 0, amount / most, 0.0).max(initial=0.0)
            elif today_short:
                continue
            for period in np.flatnonzero(tolerance.beyond(amount, most)):
                here = rows[flows.period[rows] == period]
                found, limit = (shown(float(f"{figure[period]:.9g}")) for figure in (amount, most))
                words = f"{found} h on the road in all in this period, at most {limit} expected: hours of all vehicles"
                flows.sheet.say(int(here[np.argmax(taken[here])]), "loads", words)
    return busy
