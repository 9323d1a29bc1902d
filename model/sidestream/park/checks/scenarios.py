"""Whether the stages follow each other, the scenarios add up, and each change can be made where it is to be made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from sidestream.errors import Fault, UsageError
from sidestream.park.changes import LINKS, asked, changed
from sidestream.park.checks.rows import complain, given
from sidestream.park.park import Park
from sidestream.park.worlds import World, several, weighed, worlds
from sidestream.tables import Ref, Refs, shown, suggest

SETTINGS = ("carbon_tax", "carbon_value", "electricity_price", "electricity_co2")
"""Settings that may differ within one design."""
BUILDING = (
    "link", "length", "distance", "two_way", "sizes", "payer", "crossing_cost", "investment", "investment_per_unit",
    "opening_cost", "life", "pipe_cost", "trench_cost", "station_cost", "building_co2", "continuous", "excludes",
)  # fmt: skip
"""Columns that say what building is and costs: a design builds once, for all that may come."""
ALIKE = (
    "Commodities",
    "Relations",
    "Periods",
    "Corridors",
    "CorridorPaths",
    "Fleets",
    "Funding",
    "Stages",
    "Scenarios",
    "Changes",
    "Ranges",
)
"""Sheets that are the same in every stage and scenario, but for statuses."""
STAYS = ("present",)
"""Of Participants, what may differ."""
ORDER = (("forbidden", "optional"), ("forbidden", "required"), ("optional", "required"), ("existing", "forbidden"))
"""Statuses that may follow each other."""
LATER = ("optional", "required", "forbidden")
"""Statuses that may come with a stage."""


def changes_that_fit(park: Park) -> list[Fault]:
    """A change has a value or a factor, and names a cell that takes it."""
    frame = park["Changes"]
    both = given(park, "Changes", "value") & given(park, "Changes", "factor")
    neither = ~given(park, "Changes", "value") & ~given(park, "Changes", "factor")
    faults = complain(park, "Changes", both, "factor", "a value is given too: clear one of them")
    faults += complain(park, "Changes", neither, "value", "neither value nor factor is given: type one")
    whole = frame.loc[~(both | neither)]
    for row, cells in zip(whole.index.tolist(), whole.to_dict("records"), strict=True):
        if not cells["column"] or not cells["sheet"] or not cells["key"]:
            continue
        try:
            _, made = changed(park, [asked(park, cells)])
            said = _within_a_design(park, cells, made[0].column)
            column = "column"
        except UsageError as error:
            said = str(error).partition("': ")[2] or str(error)
            column = _column_of(said)
        if said:
            faults.append(park.tables["Changes"].fault(row, column, said))
    return faults


def whens(park: Park) -> list[Fault]:
    """A change is of a stage or of a scenario, and no two of these have one name."""
    names = [*park["Stages"]["stage"], *park["Scenarios"]["scenario"]]
    unknown = ~park["Changes"]["when"].isin([*names, ""]).to_numpy(bool)
    both = park["Scenarios"]["scenario"].isin(park["Stages"]["stage"]).to_numpy(bool)

    def message(row: Mapping[str, Any]) -> str:
        return f"no stage or scenario is called '{row['when']}'{suggest(str(row['when']), names)}"

    return [
        *complain(park, "Changes", unknown, "when", message),
        *complain(park, "Scenarios", both, "scenario", "a stage is called '{scenario}' too: give one another name"),
    ]


def probabilities(park: Park) -> list[Fault]:
    """Where one scenario has a probability all have, and they add up to 100 %."""
    if not weighed(park):
        return []
    missing = ~given(park, "Scenarios", "probability")
    message = "other scenarios have a probability: type how likely this one is, 0 to leave it out"
    faults = complain(park, "Scenarios", missing, "probability", message)
    total = float(park["Scenarios"]["probability"].sum())
    if not missing.any() and abs(total - 1) > 1e-6:
        said = (
            f"the probabilities add up to {shown(float(f'{100 * total:.9g}'))} %, 100 % expected: that nothing differs is a "
            "scenario too, without rows in Changes"
        )
        faults.append(park.tables["Scenarios"].fault(None, "probability", said))
    return faults


def risks(park: Park) -> list[Fault]:
    """CVaR needs to know of which part it is the mean; neither it nor a worst case is without scenarios that are weighed."""
    settings, loaded = park.settings, park.tables["Settings"]
    rows = dict(zip(loaded.frame["setting"], loaded.frame.index, strict=True))
    if settings.risk == "CVaR" and np.isnan(settings.risk_tail):
        said = "risk is CVaR, and risk_tail is not given: add a row risk_tail, such as 10 (%)"
        return [loaded.fault(rows["risk"], "value", said)]
    if settings.risk != "expected cost" and not weighed(park):
        said = f"risk is {settings.risk}, and no scenario has a probability: type them in Scenarios, or clear risk"
        return [loaded.fault(rows["risk"], "value", said)]
    return []


def stages(park: Park) -> list[Fault]:
    """Stages follow each other without gaps, and money at different times needs a rate to be compared."""
    frame = park["Stages"].dropna(subset=["start_year", "years"]).sort_values("start_year", kind="stable")
    if frame.empty:
        return []
    loaded, faults = park.tables["Stages"], []
    ends = (frame["start_year"] + frame["years"]).to_numpy(float)
    names = frame["stage"].tolist()
    starts = frame["start_year"].to_numpy(float)
    for place, row in enumerate(frame.index.tolist()[1:], start=1):
        start, before = starts[place], ends[place - 1]
        if start != before:
            said = f"{start:.0f} found, {before:.0f} expected: the year after '{names[place - 1]}'"
            faults.append(loaded.fault(row, "start_year", said))
    if np.isnan(park.settings.discount_rate):
        said = "stages are compared by their present value: Settings needs a discount_rate"
        faults.append(loaded.fault(int(frame.index[0]), "start_year", said))
    return faults


def _within_a_design(park: Park, cells: Mapping[Any, Any], column: str) -> str:
    """Why a cell cannot differ within one design; empty where it can, or need not."""
    stage = cells["when"] in set(park["Stages"]["stage"])
    if not stage and not weighed(park):
        return ""
    sheet = next(name for name in park.tables if name.casefold() == str(cells["sheet"]).strip().casefold())
    way_out = "" if stage else ": clear the probabilities, and design with --scenario"
    table = park.tables[sheet].table
    if sheet == "Settings":
        if str(cells["key"]).strip().casefold() in SETTINGS:
            return ""
        return f"{cells['key']} is one for a whole design (what may differ: {', '.join(SETTINGS)}){way_out}"
    if column == "status":
        return _status(cells, stage, way_out)
    if sheet == "Limits" and not stage:
        return f"a limit holds whatever comes, or in expectation: it may differ between stages alone{way_out}"
    if sheet == "Participants" and column in STAYS:
        return ""
    declared = table.columns.get(column)
    fixed = sheet in ALIKE or sheet == "Participants" or column in BUILDING or column in table.key
    fixed = fixed or (isinstance(declared, (Ref, Refs)) and column not in ("profile", "availability"))
    sized = column in ("capacity", "capacity_unit") and sheet in ("Conversions", "Storages", "Expansions", "PipeSizes")
    if fixed or sized:
        return f"{column} of {sheet} is one for a whole design, which builds once for all that may come{way_out}"
    return ""


def _status(cells: Mapping[Any, Any], stage: bool, way_out: str) -> str:
    if not stage:
        return (
            f"what may be built is decided before a scenario comes: a status may differ between stages alone{way_out}"
        )
    word = str(cells["value"]).strip().casefold()
    if word not in LATER or str(cells["sheet"]).strip().casefold() not in [name.casefold() for name in LINKS]:
        return f"a stage may make links {' or '.join(LATER[:2])} that were forbidden before, or close existing ones (forbidden)"
    return ""


def each_world(park: Park) -> list[Fault]:
    """What a park complains of in a stage or scenario and not as it stands in the workbook."""
    from sidestream.park.checks import CHECKS

    if not several(park) or park["Stages"][["start_year", "years"]].isna().any(axis=None):
        return []
    try:
        every = worlds(park)
    except UsageError as error:
        return [Fault("Changes", "", "", str(error))]
    if faults := _statuses(park, every):
        return faults
    told = {(fault.place, fault.message) for rule in CHECKS if rule is not changes_that_fit for fault in rule(park)}
    for world in every:
        for rule in CHECKS:
            for fault in rule(world.park):
                if fault.severity == "fault" and (fault.place, fault.message) not in told:
                    told.add((fault.place, fault.message))
                    faults.append(Fault(fault.sheet, fault.cell, fault.column, f"in {world.label}: {fault.message}"))
    return faults


def _statuses(park: Park, every: Sequence[World]) -> list[Fault]:
    """What can be built can be built from then on, and what exists may be closed."""
    faults, rows = [], park["Changes"]
    for sheet in LINKS:
        for before, after in pairwise(_one_each(every)):
            old, new = (world.park[sheet]["status"].to_numpy(object) for world in (before, after))
            for place in np.flatnonzero(old != new).tolist():
                if (old[place], new[place]) in ORDER:
                    continue
                link = str(park[sheet]["link"].iat[place])
                said = f"'{link}' is {old[place]} before: what could be built or had to be stays so"
                row = rows.index[(rows["when"] == after.stage) & (rows["column"] == "status")]
                faults.append(park.tables["Changes"].fault(int(row[0]), "value", said))
    return faults


def _one_each(every: Sequence[World]) -> list[World]:
    """The first world of each stage."""
    return list({world.stage: world for world in reversed(every)}.values())[::-1]


def _column_of(said: str) -> str:
    """Which cell of the row a complaint is about."""
    for begins, column in (("no sheet", "sheet"), ("no column", "column"), ("no setting", "key")):
        if said.startswith(begins):
            return column
    return "key" if " names " in said or "has no row" in said else "value"
