"""Whether each link's length is known where it matters, and not shorter than the straight line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sidestream.errors import Fault
from sidestream.park.checks.rows import Mask, complain, considered, faulty, given
from sidestream.park.geography import distances
from sidestream.park.park import Park
from sidestream.tables import shown

COLUMNS = (("Pipelines", "length"), ("TruckRoutes", "distance"))
SHORTEST = 0.95
"""Share of the straight distance below which a typed length is doubted: coordinates are rarely at the gate."""


def needed_lengths(park: Park) -> list[Fault]:
    """A catalogue pipe, and a truck that costs by the kilometre, have a length."""
    placed = park.tables["Participants"].given[["lat", "lon", "x", "y"]].any(axis=1)
    where = dict(zip(park["Participants"]["participant"], placed, strict=True))
    nowhere = {name for name, known in where.items() if not known}  # half a place was complained about in `places`

    def message(row: Mapping[str, Any]) -> str:
        ends = [f"'{end}'" for end in (row["from"], row["to"]) if end in nowhere]
        return f"is needed, as {' and '.join(ends)} {'has' if len(ends) == 1 else 'have'} no coordinates"

    faults = []
    for sheet, column in COLUMNS:
        frame = park[sheet]
        known = (frame["from"].isin(where) & frame["to"].isin(where) & (frame["from"] != frame["to"])).to_numpy(bool)
        asked = known & _matters(park, sheet) & ~faulty(park, sheet, column)
        lost = (frame["from"].isin(nowhere) | frame["to"].isin(nowhere)).to_numpy(bool)
        faults += complain(park, sheet, asked & lost & frame[column].isna().to_numpy(), column, message)
        zero = asked & (frame[column] == 0).to_numpy() & ~given(park, sheet, column)
        faults += complain(park, sheet, zero, column, "is needed, as '{from}' and '{to}' have the same coordinates")
    return faults


def short_lengths(park: Park) -> list[Fault]:
    """A typed length below the straight distance is most likely a slip of the pen, or of a coordinate."""
    faults = []
    for sheet, column in COLUMNS:
        frame = park[sheet]
        straight = distances(park["Participants"], frame["from"], frame["to"])
        short = given(park, sheet, column) & (frame[column].to_numpy(float) < SHORTEST * straight)
        away = iter(straight[short])
        faults += complain(
            park,
            sheet,
            short,
            column,
            lambda row, away=away, column=column: (  # type: ignore[misc]
                f"{row[column]:g} km is shorter than the straight distance of {shown(float(f'{next(away):.3g}'))} km"
            ),
            "warning",
        )
    return faults


def _matters(park: Park, sheet: str) -> Mask:
    frame = park[sheet]
    if sheet == "Pipelines":
        by_length: Mask = ~frame["own_offer"].to_numpy(bool)
    else:
        vehicles = park["Vehicles"]
        costs = vehicles.loc[(vehicles["km_cost"] > 0) | (vehicles["km_co2"] > 0), "vehicle"]
        by_length = frame["vehicle"].isin(costs).to_numpy(bool)
    return considered(park, sheet) & by_length
