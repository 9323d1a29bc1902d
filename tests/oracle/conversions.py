"""What a conversion takes and makes in a period, in one of its sizes."""

from __future__ import annotations

from oracle.facilities import Facility
from oracle.programme import Programme
from oracle.site import Moment, enter


def add_size(programme: Programme, plant: Facility) -> int | None:
    """How much of its capacity is chosen, in the unit it was typed in; None where there is no choice."""
    if not plant.chooses:
        return None
    return programme.column(most=plant.row["capacity"], each=plant.having(plant.per_unit))


def convert(programme: Programme, plant: Facility, moment: Moment, chosen: int | None, running: bool | None) -> None:
    """Activity within the size there is, and within its least load where it has one; what that takes and makes."""
    row, who, can = plant.row, plant.participant, plant.capacity[moment.number]
    most = 0.0 if running is False else can
    activity = programme.column(most=most, each=moment.known.running(plant))
    each = can / row["capacity"] if row["capacity"] else 0.0  # activity a unit of capacity can have
    if chosen is not None:
        programme.row({activity: 1.0, chosen: -each}, high=0.0)
        if running:
            programme.row({activity: 1.0, chosen: -row["least_load"] * each}, low=0.0)
    elif running:
        programme.row({activity: 1.0}, low=row["least_load"] * can)
    for rate in moment.known.rates[plant.facility]:
        goes_to = moment.use if rate.per_activity < 0 else moment.offer
        balance = goes_to(who, rate.commodity)
        if rate.rest in ("links only", "must go"):
            enter(balance, activity, rate.per_activity)
            continue
        within = programme.column()  # what comes from the park, or goes into it
        rest = programme.column(each=moment.known.rest(who, rate))
        programme.row({within: 1.0, rest: 1.0, activity: -abs(rate.per_activity)}, 0, 0)
        enter(balance, within, 1.0 if rate.per_activity > 0 else -1.0)
        if rate.rest != "leave":
            through = "virgin" if rate.rest == "buy" else "disposal"
            enter(moment.through[through, who, rate.commodity], rest, 1.0)
