"""Whether the periods make up the year and its cycles, and the profiles vary rates without changing their average."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sidestream.errors import Fault
from sidestream.park.checks.rows import complain, faulty, few
from sidestream.park.park import Park
from sidestream.tables import shown, suggest

CLOSE = 1e-6
MOST_LISTED = 24
"""Factors that a message lists; of longer profiles it says what to divide by."""


def hours(park: Park) -> list[Fault]:
    """The periods' hours are the year's."""
    frame, year = park["Periods"], park.settings.hours_per_year
    total = frame["hours"].sum(skipna=False)
    if frame.empty or np.isnan(total) or abs(total - year) <= CLOSE * year:
        return []
    message = f"the periods last {shown(float(total))} h together, the year {shown(year)} h (Settings: hours_per_year)"
    return [park.tables["Periods"].fault(None, "hours", message)]


def cycles(park: Park) -> list[Fault]:
    """The periods of a cycle are run through together, as often as each other; what is in none is not repeated."""
    frame = park["Periods"]
    alone = (frame["cycle"] == "") & (frame["repeats"] > 1)
    message = (
        "{repeats:g} says that '{period}' comes back, and it is in no cycle: give the cycle a name in the column cycle"
    )
    faults = complain(park, "Periods", alone, "repeats", message)
    first = frame.drop_duplicates("cycle").set_index("cycle")
    other = frame["cycle"].map(first["repeats"]).to_numpy(float)
    differs = (frame["cycle"] != "").to_numpy(bool) & (frame["repeats"].to_numpy(float) != other)
    wrong = differs & ~faulty(park, "Periods", "repeats") & ~np.isnan(other)
    firsts = iter(other[wrong].tolist())
    return faults + complain(
        park,
        "Periods",
        wrong,
        "repeats",
        lambda row: (
            f"{shown(row['repeats'])} here, and {shown(next(firsts))} in the first period of the cycle '{row['cycle']}': "
            "its periods follow each other, so they are repeated as often as each other"
        ),
    )


def profile_periods(park: Park) -> list[Fault]:
    """Profiles has one row for each period and no others."""
    periods, profiles = park["Periods"]["period"], park["Profiles"]["period"]
    if profiles.empty:
        return []
    if periods.empty:
        return [Fault("Profiles", "", "", "profiles vary over periods, and Periods has none: list the year's periods")]
    names = [name for name in periods if name]
    faults = complain(
        park,
        "Profiles",
        ~profiles.isin([*names, ""]),
        "period",
        lambda row: f"no period is called '{row['period']}'" + suggest(row["period"], names),
    )
    missing = [f"'{name}'" for name in names if name not in set(profiles)]
    if missing:
        have = "has" if len(missing) == 1 else "have"
        faults.append(
            park.tables["Profiles"].fault(None, "period", f"each period needs a row, {few(missing)} {have} none")
        )
    return faults


def profile_means(park: Park) -> list[Fault]:
    """The hours-weighted mean of a profile is 1."""
    frame, moments = park["Profiles"], park.moments
    if frame.empty or park["Periods"].empty or hours(park):
        return []
    if sorted(frame["period"]) != sorted(moments["period"]):
        return []
    length = moments["hours"].to_numpy(float)
    faults = []
    for name, factors in zip(park.profile_names, park.profiles(park.profile_names), strict=True):
        with np.errstate(all="ignore"):
            mean = float((factors * length).sum() / length.sum())
        if np.isfinite(mean) and abs(mean - 1) > CLOSE:
            periods = list(moments["period"])
            faults.append(park.tables["Profiles"].fault(None, name, _mean_message(mean, factors, periods)))
    return faults


def _mean_message(mean: float, factors: NDArray[np.float64], periods: list[str]) -> str:
    if mean == 0:
        return "its factors are all 0: their mean over the hours has to be 1"
    if len(periods) > MOST_LISTED:
        return f"its mean over the hours is {mean:.10g}, not 1: divide every factor by {mean:.10g}"
    normal = ", ".join(f"{period} {factor:.10g}" for period, factor in zip(periods, factors / mean, strict=True))
    return f"its mean over the hours is {mean:.10g}, not 1: these factors have it ({normal})"
