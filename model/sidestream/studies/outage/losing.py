"""A park in use, as it is when somebody or something is lost: the sheets of an outage.

    in use      what a design builds is there; a need that must be served may go without, what must go may stay, a need that buys
                is two rows: what the old plant can still carry is bought, what is beyond that goes without
    lost        a participant is not present: its supplies, demands, conversions and storages are gone, its junction function stays
                if it passes on; a link carries nothing (`cases.py`). What was built stays paid

    carries[d,m] = max(bought in the design, backup[d] * need[d,m])

The result is a park like any other, so that what comes of it is audited like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.design import Design
from sidestream.park import Park
from sidestream.tables import Loaded, objects

Floats = NDArray[np.float64]
Key = tuple[str, str, str]
"""Participant, commodity and name: what tells a row of Demands or Supplies apart."""
NOTHING, PARTICIPANT = "nothing happens", "participant"
BEYOND = "beyond backup"
LINKS = ("Pipelines", "TruckRoutes")
NO_DIFFERENCE = 1e-9
CHANGED = ("name", "quantity", "profile", "most_by_product", "shortage_cost", "if_not_served")
"""Columns of Demands that are others in an outage."""


class Loss(NamedTuple):
    """What is lost: a participant or a link, by name; nothing, to have something to hold the others against."""

    kind: str
    name: str


@dataclass(frozen=True)
class Needs:
    """What the rows of Demands and Supplies of a park in use stand for.

    of          rows that stand for what is beyond backup, and the row of the park that each is of
    first       rows of Demands of which as little as can be goes unmet: a shortfall has no price, or one below that of buying
    priced      rows of Demands of which a shortfall has a price
    stuck       rows of Supplies that must go
    limits      most_by_product of needs that are two rows, where it is below 100 %: it holds for both together
    """

    of: Mapping[Key, Key]
    first: frozenset[Key]
    priced: frozenset[Key]
    stuck: frozenset[Key]
    limits: Mapping[Key, float]


def in_use(park: Park, design: Design) -> tuple[Park, Needs]:
    """Return the park of one world as a design leaves it, and what its rows stand for."""
    tables = dict(park.typed)
    links = set(design["Build list"]["link"])
    for sheet in LINKS:
        built = park[sheet]["link"].isin(links).to_numpy(bool) & (park[sheet]["status"] == "optional").to_numpy(bool)
        tables[sheet] = put(tables[sheet], built, "status", "required")
    settings = tables["Settings"]
    tables["Settings"] = rows_of(settings, (settings.frame["setting"] != "payments").to_numpy(bool))
    tables["Demands"], tables["Profiles"], needs = _needs(park, bought_in(park, design))
    must_go = (park["Supplies"]["if_not_taken"] == "must go").to_numpy(bool)
    tables["Supplies"] = put(tables["Supplies"], must_go, "if_not_taken", "leave")
    stuck = [key for key, stays in zip(keys(park["Supplies"]), must_go, strict=True) if stays]
    return Park(tables, park.name, park.fingerprint), replace(needs, stuck=frozenset(stuck))


def lost_in(park: Park, loss: Loss, *, loose: bool = False) -> Park:
    """Return a park in use without what is lost; `loose` without what holds in a normal year too: Limits, links that always run,
    levels that storages begin and end with.
    """
    tables = dict(park.typed)
    if loss.kind == PARTICIPANT:
        gone = (park["Participants"]["participant"] == loss.name).to_numpy(bool)
        tables["Participants"] = put(tables["Participants"], gone, "present", False)
    pipes = park["Pipelines"]
    still = np.ones(len(pipes), bool) if loose else (pipes["link"] == loss.name).to_numpy(bool)
    tables["Pipelines"] = put(tables["Pipelines"], still, "steady", False)
    if loose:
        tables["Limits"] = rows_of(tables["Limits"], np.zeros(len(tables["Limits"].frame), bool))
        for level in ("start_level", "end_level"):
            every = np.ones(len(park["Storages"]), bool)
            tables["Storages"] = put(tables["Storages"], every, level, np.nan)
    return Park(tables, park.name, park.fingerprint)


def holds_more(park: Park) -> bool:
    """Whether the park has anything that `loose` leaves out."""
    levels = park["Storages"][["start_level", "end_level"]].notna().any(axis=None)
    return bool(len(park["Limits"]) or park["Pipelines"]["steady"].astype(bool).any() or levels)


def keys(frame: pd.DataFrame) -> list[Key]:
    """What tells the rows of Demands, Supplies, or of a result about them, apart."""
    columns = (frame[name].astype(object).fillna("").astype(str) for name in ("participant", "commodity", "name"))
    return list(zip(*columns, strict=True))


def bought_in(park: Park, design: Design) -> Floats:
    """What each row of Demands buys in each period of a design. Shape (rows, moments)."""
    return _by_row(park, design["Needs met"], "bought")


def _by_row(park: Park, frame: pd.DataFrame, column: str) -> Floats:
    frame = frame[frame["case"] == "design"]
    place = {key: row for row, key in enumerate(keys(park["Demands"]))}
    moment = {name: number for number, name in enumerate(park.moments["period"])}
    made = np.zeros((len(place), len(moment)))
    rows = [place[key] for key in keys(frame)]
    made[rows, frame["period"].map(moment).to_numpy(int)] = frame[column].to_numpy(float)
    return made


def _needs(park: Park, bought: Floats) -> tuple[Loaded, Loaded, Needs]:
    """Demands and Profiles with what is beyond backup in rows of its own."""
    frame, loaded, profiles = park["Demands"], park.typed["Demands"], park.typed["Profiles"]
    need, names = park.amounts("Demands"), keys(frame)
    with np.errstate(divide="ignore", invalid="ignore"):
        carried = np.nan_to_num(np.clip(np.maximum(bought, _backup(frame)[:, None] * need) / need, 0.0, 1.0), nan=1.0)
    choice = frame["if_not_served"].to_numpy(object)
    beyond = ((1 - carried) * need).sum(axis=1)
    split = np.flatnonzero((choice == "buy") & (beyond > NO_DIFFERENCE * need.sum(axis=1)))
    must = choice == "must serve"
    old: dict[str, list[Any]] = {column: loaded.frame[column].tolist() for column in CHANGED}
    new: dict[str, list[Any]] = {column: [old[column][row] for row in split.tolist()] for column in CHANGED}
    new["if_not_served"] = ["go without"] * len(split)
    for row in np.flatnonzero(must | (choice == "buy")).tolist():
        old["shortage_cost"][row] = 0.0
        old["if_not_served"][row] = "go without" if must[row] else "buy"
    of: dict[Key, Key] = {}
    least = {names[row] for row in np.flatnonzero(must)}
    priced = {names[row] for row in np.flatnonzero(choice == "go without")}
    limits: dict[Key, float] = {}
    for place, row in enumerate(split.tolist()):
        called = _free((*names[row][:2], f"{names[row][2]} {BEYOND}".strip()), {*names, *of})
        of[called] = names[row]
        new["name"][place] = called[2]
        whole, quantity, most = float(need[row].sum()), float(old["quantity"][row]), float(old["most_by_product"][row])
        for part, at, share in ((old, row, carried[row]), (new, place, 1 - carried[row])):
            mean = float(share @ need[row]) / whole
            part["quantity"][at] = quantity * mean
            if mean > 0 and np.ptp(share[need[row] > 0]) > NO_DIFFERENCE:
                shape = park.profiles([str(frame["profile"].iloc[row])])[0] * share / mean
                profiles, part["profile"][at] = _with_profile(park, profiles, shape)
            part["most_by_product"][at] = 1.0
        if most < 1:
            limits[names[row]] = most
        price, virgin = float(new["shortage_cost"][place]), float(frame["virgin_price"].iloc[row])
        if not price >= virgin:  # what is cheaper to go without is bought all the same, as far as it can be
            least.add(called)
        if np.isnan(price):
            new["shortage_cost"][place] = 0.0
        else:
            priced.add(called)
    index = pd.RangeIndex(len(split)) + int(max(loaded.frame.index, default=1)) + 1
    whole_frame = pd.concat(
        [_with_cells(loaded.frame, old), _with_cells(loaded.frame.iloc[split].set_axis(index), new)]
        if len(split)
        else [_with_cells(loaded.frame, old)]
    )
    given = pd.concat([loaded.given, loaded.given.iloc[split].set_axis(index)]).astype(bool)
    made = replace(loaded, frame=whole_frame, given=given)
    return made, profiles, Needs(of, frozenset(least), frozenset(priced), frozenset(), limits)


def _with_cells(frame: pd.DataFrame, cells: Mapping[str, list[Any]]) -> pd.DataFrame:
    """A sheet with other cells in some columns."""
    return frame.assign(
        **{name: pd.Series(column, frame.index, dtype=frame[name].dtype) for name, column in cells.items()}
    )


def _backup(frame: pd.DataFrame) -> Floats:
    """What of each need the old plant can still carry; where nobody said, all of it."""
    return frame["backup"].fillna(1.0).to_numpy(float)


def _free(key: Key, taken: set[Key]) -> Key:
    while key in taken:
        key = (*key[:2], f"{key[2]}'")
    return key


def _with_profile(park: Park, profiles: Loaded, shape: Floats) -> tuple[Loaded, str]:
    """Profiles with a column more, and its name."""
    frame, given = profiles.frame.copy(), profiles.given.copy()
    if frame.empty:
        frame = pd.DataFrame({"period": objects(park.moments["period"].tolist())}, index=range(2, len(shape) + 2))
        frame = frame.reindex(columns=profiles.frame.columns)
        given = pd.DataFrame(True, index=frame.index, columns=profiles.given.columns)
    name = f"{BEYOND} {len(frame.columns)}"
    at = dict(zip(park.moments["period"], shape.tolist(), strict=True))
    frame[name], given[name] = frame["period"].map(at).astype(float), True
    return replace(profiles, frame=frame, given=given), name


def put(loaded: Loaded, rows: NDArray[np.bool_], column: str, value: object) -> Loaded:
    """Return a sheet with a value in a column of some rows."""
    if not rows.any():
        return loaded
    frame, given = loaded.frame.copy(), loaded.given.copy()
    cells = frame[column].tolist()
    kind = frame[column].dtype
    frame[column] = pd.Series(
        [value if here else cell for here, cell in zip(rows.tolist(), cells, strict=True)], frame.index, dtype=kind
    )
    given.loc[rows, column] = True
    return replace(loaded, frame=frame, given=given)


def rows_of(loaded: Loaded, kept: NDArray[np.bool_]) -> Loaded:
    """Return a sheet with some of its rows."""
    return replace(loaded, frame=loaded.frame[kept], given=loaded.given[kept])
