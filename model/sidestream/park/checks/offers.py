"""Whether each pipeline is either an offer of its own or a choice from the catalogue, and a whole one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sidestream.errors import Fault
from sidestream.park.checks.rows import alike, complain, considered, faulty, given, mask, plain
from sidestream.park.links import OWN_OFFER
from sidestream.park.park import Park

INVESTS = ("optional", "required", "built")
"""Statuses under which an investment is made; an existing link was paid before."""


MONEY = {
    "Pipelines": ("investment",),
    "TruckRoutes": ("opening_cost",),
    "Conversions": ("investment", "investment_per_unit"),
    "Storages": ("investment",),
    "Expansions": ("investment",),
}
"""Columns in which something is paid once."""


def one_kind_of_offer(park: Park) -> list[Fault]:
    """Sizes and an own offer do not stand in one row."""
    typed = park.tables["Pipelines"].given
    both = considered(park, "Pipelines") & given(park, "Pipelines", "sizes")
    faults = []
    for column in OWN_OFFER:
        here = both & typed[column].to_numpy(bool)
        message = f"are given beside an offer of its own ({column}): keep the sizes or the offer"
        faults += complain(park, "Pipelines", here, "sizes", message)
        both = both & ~here
    return faults


def lives(park: Park) -> list[Fault]:
    """Whatever is invested lasts for a known time."""
    faults = []
    for sheet, money in MONEY.items():
        frame = park[sheet]
        dear = (frame[list(money)] > 0).any(axis=1)
        wrong = frame["status"].isin(INVESTS) & dear & ~given(park, sheet, "life") & ~faulty(park, sheet, "life")
        what = "an opening cost" if sheet == "TruckRoutes" else "an investment"
        faults += complain(park, sheet, wrong, "life", f"is needed beside {what}: how many years it lasts")
    frame = park["Pipelines"]  # in a size of the catalogue a crossing lasts as long as the pipe
    crosses = frame["status"].isin(INVESTS) & frame["own_offer"] & (frame["crossing_cost"] > 0)
    wrong = (
        crosses & (frame["investment"] == 0) & ~given(park, "Pipelines", "life") & ~faulty(park, "Pipelines", "life")
    )
    message = "is needed, as crossing_cost is an investment and this is an offer of its own: how many years it lasts"
    return faults + complain(park, "Pipelines", wrong, "life", message)


def capacities(park: Park) -> list[Fault]:
    """A capacity has a unit, a unit has a capacity, and a share of the capacity has a capacity to be a share of."""
    faults = []
    for sheet in ("Pipelines", "TruckRoutes"):
        number, unit = given(park, sheet, "capacity"), given(park, sheet, "capacity_unit")
        message = "is needed beside capacity: a quantity per time, such as t/h"
        faults += complain(park, sheet, number & ~unit, "capacity_unit", message)
        faults += complain(
            park,
            sheet,
            unit & ~number,
            "capacity",
            "is needed beside capacity_unit, or leave both blank: without limit",
        )
    frame = park["Pipelines"]
    own = frame["own_offer"] & ~given(park, "Pipelines", "sizes")
    wrong = own & (frame["least_flow"] > 0) & ~given(park, "Pipelines", "capacity")
    message = "is a share of the capacity, and this offer has none: type a capacity"
    return faults + complain(park, "Pipelines", wrong & considered(park, "Pipelines"), "least_flow", message)


def steady(park: Park) -> list[Fault]:
    """A pipe that has to run all the time has a least flow to keep."""
    frame, bad = park["Pipelines"], faulty(park, "Pipelines", "least_flow")
    nothing = considered(park, "Pipelines") & (frame["steady"] & (frame["least_flow"] == 0)).to_numpy(bool) & ~bad
    typed = given(park, "Pipelines", "least_flow")
    message = (
        "is needed where steady is yes: type which share of the capacity has to flow all the time, or no in steady"
    )
    faults = complain(park, "Pipelines", nothing & ~typed, "least_flow", message)
    message = "0 is nothing to keep, and steady is yes: type which share of the capacity has to flow all the time, or no there"
    return faults + complain(park, "Pipelines", nothing & typed, "least_flow", message)


def no_capacity(park: Park) -> list[Fault]:
    """A link through which nothing can go is better forbidden."""
    faults = []
    for sheet, column in (("Pipelines", "capacity"), ("TruckRoutes", "capacity"), ("TruckRoutes", "most_loads")):
        nothing = considered(park, sheet) & (park[sheet][column] == 0).to_numpy(bool)
        message = "0 lets nothing through: to leave the link out, choose forbidden in status"
        faults += complain(park, sheet, nothing, column, message, "warning")
    return faults


def sizes(park: Park) -> list[Fault]:
    """The sizes on offer fit the one medium that a pipe from the catalogue carries."""
    commodities, catalogue, frame = park["Commodities"], park["PipeSizes"], park["Pipelines"]
    media = dict(zip(commodities["commodity"], commodities["medium"], strict=True))
    goes = dict(zip(commodities["commodity"], commodities["goes_by"], strict=True))
    fits = dict(zip(catalogue["size"], catalogue["medium"], strict=True))
    asked = considered(park, "Pipelines") & ~frame["own_offer"].to_numpy(bool) & ~faulty(park, "Pipelines", "sizes")
    typed = given(park, "Pipelines", "sizes")
    faults = []
    for (names, chosen), rows in alike(frame, ("commodity", "sizes"), asked).items():
        carried = {name: media[name] for name in names if media.get(name)}
        if not carried or len(carried) < len(names) or any("pipe" not in (goes[name] or "pipe") for name in names):
            continue  # unknown, of unknown medium, or not for a pipe: said elsewhere
        (first, medium), *others = carried.items()
        here = mask(len(frame), rows)
        strange = next((name for name in chosen if fits.get(name) and fits[name] != medium), None)
        for name, other in others:
            if other != medium:
                message = f"'{first}' is {medium} and '{name}' is {other}: one pipe of the catalogue carries one medium"
                faults += complain(park, "Pipelines", here, "commodity", plain(message))
                break
        else:
            if strange is not None:
                message = f"'{strange}' is for {fits[strange]}, and '{first}' is {medium}"
                faults += complain(park, "Pipelines", here & typed, "sizes", plain(message))
            if not chosen:
                message = (
                    f"is needed: PipeSizes has none for {medium}. Add one there, or make an offer of its own "
                    f"here (capacity, investment, ...)"
                )
                faults += complain(park, "Pipelines", here & ~typed, "sizes", message)
    return faults


def one_size(park: Park) -> list[Fault]:
    """What lies already, or is fixed to be laid, has one size."""
    frame = park["Pipelines"]
    several = frame["status"].isin(["existing", "built"]) & ~frame["own_offer"] & (frame["sizes"].map(len) > 1)

    def message(row: Mapping[str, Any]) -> str:
        chosen = row["sizes"]
        few = ", ".join(chosen[:4]) + (", ..." if len(chosen) > 4 else "")
        return f"a pipe that is {row['status']} has one size, and {len(chosen)} are possible here ({few}): name one"

    return complain(park, "Pipelines", several & ~faulty(park, "Pipelines", "sizes"), "sizes", message)


def ways(park: Park) -> list[Fault]:
    """A commodity goes by pipe, or by truck, only where it may."""
    commodities = park["Commodities"]
    allowed = dict(zip(commodities["commodity"], commodities["goes_by"], strict=True))
    faults = []
    for sheet, way in (("Pipelines", "pipe"), ("TruckRoutes", "truck")):
        frame = park[sheet]
        for (names,), rows in alike(frame, ("commodity",), considered(park, sheet)).items():
            strange = next((name for name in names if allowed.get(name) and way not in allowed[name]), None)
            if strange is not None:
                other = " and ".join(allowed[strange])
                message = f"'{strange}' goes by {other} only (Commodities: goes_by)"
                faults += complain(park, sheet, mask(len(frame), rows), "commodity", plain(message))
    return faults
