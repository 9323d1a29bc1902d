"""The park of a day or a week, step by step, as a design has built it.

    built       of every link, plant, storage, gate and fleet what the design has, in its size; there is nothing else to choose
    steps       in the place of periods, one after another; what varies over the periods is as in the one that a step belongs to
    amounts     measured where the file names a stream, else as planned; a quantity per period is spread evenly over its hours
    must        what must be served may go without and what must go may stay: as little as can be, and named
    storages    begin as the plan has them in the middle of the period, and gain or lose as much an hour as there; those that are filled
                and emptied many times a year hold at the end what they held at the beginning; unless somebody says what is in them
    left out    what counts by the year or once: Limits, Relations, Corridors, payments; loads need not be whole in a step

The result is a park like any other, so that what comes of it is audited like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.design import Design
from sidestream.errors import UsageError
from sidestream.park import Park
from sidestream.studies.operate.measured import SHEETS, Stream, streams_of
from sidestream.studies.outage.losing import LINKS, Key, Needs, keys, rows_of
from sidestream.tables import Loaded, objects, suggest

Floats = NDArray[np.float64]
GONE = ("Limits", "Relations", "Corridors", "CorridorPaths")
"""Sheets of what counts by the year or once."""
SLACK = 1e-6
"""Share by which a planned stock may be more than a storage holds: what solvers leave."""
FREE = ("payments", "objective")
"""Settings that speak of a whole year."""
PER_PERIOD = {
    "Pipelines": (("capacity",), "capacity_unit"),
    "PipeSizes": (("capacity",), "capacity_unit"),
    "TruckRoutes": (("capacity",), "capacity_unit"),
    "Conversions": (("capacity",), "capacity_unit"),
    "Expansions": (("capacity",), "capacity_unit"),
    "Storages": (("in_limit", "out_limit"), "limit_unit"),
}
"""Capacities that may be per period, and the column with their unit."""
PLANTS = {"Conversions": ("conversion", "conversion"), "Storages": ("storage", "storage")}
"""Kind of their rows in Facilities, and the column that is `facility` there."""
ALL = "all"
"""What Facilities calls an expansion for everything."""


@dataclass(frozen=True)
class Steps:
    """Names of the steps, how long each is [h], and the period of the plan that each belongs to."""

    names: Sequence[str]
    hours: float
    periods: Sequence[str]


@dataclass(frozen=True)
class Stock:
    """What is in a storage at the beginning and, unless that is free (NaN), at the end, in the commodity's unit."""

    start: float
    end: float = np.nan


def planned_periods(park: Park, said: Sequence[str], period: str) -> list[str]:
    """Return the period of the plan of each step: what the file said, else `period`, else the only one there is.

    Raises UsageError where there is no such period, or nobody says which of several.
    """
    names = [str(name) for name in park.moments["period"]]
    listed = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
    if period and period not in names:
        otherwise = f"; the park has {listed}"
        raise UsageError(f"no period is called '{period}'{suggest(period, names, otherwise=otherwise)}")
    otherwise = period or (names[0] if len(names) == 1 else "")
    if not otherwise and not all(said):
        raise UsageError(
            f"the plan has {len(names)} periods: say with --period, or in a column period, to which one the steps belong: {listed}"
        )
    return [name or otherwise for name in said]


def in_steps(
    park: Park,
    design: Design,
    steps: Steps,
    measured: Mapping[Stream, Floats],
    stocks: Mapping[str, Stock] | None = None,
) -> tuple[Park, Needs]:
    """Return the park of some steps as a design of one world has built it, and which of its needs come first.

    `measured` has an amount in the commodity's own unit for each step of a stream. Raises UsageError where a stock is of no storage,
    or steps of periods that are not equally long meet a capacity per period.
    """
    tables = dict(park.typed)
    _build(park, design, tables)
    lengths = {float(park.moments.set_index("period")["hours"][period]) for period in steps.periods}
    for sheet, (columns, unit) in PER_PERIOD.items():
        tables[sheet] = _an_hour(tables[sheet], columns, unit, lengths)
    for sheet in GONE:
        tables[sheet] = rows_of(tables[sheet], np.zeros(len(tables[sheet].frame), bool))
    settings = tables["Settings"]
    tables["Settings"] = rows_of(settings, ~settings.frame["setting"].isin(FREE).to_numpy(bool))
    tables["TruckRoutes"] = _with(tables["TruckRoutes"], whole_loads=[False] * len(tables["TruckRoutes"].frame))
    must = (park["Demands"]["if_not_served"] == "must serve").to_numpy(bool)
    stuck = (park["Supplies"]["if_not_taken"] == "must go").to_numpy(bool)
    _loosen(park, tables, must, stuck)
    tables["Storages"] = _filled(tables["Storages"], _planned_stocks(park, design, steps), stocks or {})
    _vary(park, tables, steps, measured)
    first, stay = (
        frozenset(key for key, here in zip(keys(park[sheet]), mask, strict=True) if here)
        for sheet, mask in (("Demands", must), ("Supplies", stuck))
    )
    return Park(tables, park.name, park.fingerprint), Needs({}, first, frozenset(), stay, {})


def _build(park: Park, design: Design, tables: dict[str, Loaded]) -> None:
    """Keep what the design has, as something that is there."""
    builds, facilities = design["Build list"], design["Facilities"].fillna({"size": ""})
    for sheet in LINKS:
        tables[sheet] = _links_there(park, sheet, dict(zip(builds["link"], builds["size"].fillna(""), strict=True)))
    for sheet, (kind, column) in PLANTS.items():
        tables[sheet] = _plants_there(park, sheet, column, facilities[facilities["kind"] == kind])
    tables["Expansions"] = _gates_there(park, facilities[facilities["status"] == "built"])
    vehicles = facilities[facilities["kind"] == "fleet"].groupby("facility")["capacity"].sum()
    number = [float(vehicles.get(name, 0.0)) for name in park["Fleets"]["vehicle"]]
    tables["Fleets"] = _with(tables["Fleets"], number=number, most=number)


def _links_there(park: Park, sheet: str, size_of: Mapping[str, str]) -> Loaded:
    """Pipelines or TruckRoutes that the design has, each in the size that it has there."""
    frame, loaded = park[sheet], park.typed[sheet]
    there = frame["link"].isin(list(size_of)).to_numpy(bool)
    new: dict[str, list[Any]] = {"link": frame["link"].tolist(), "status": ["existing"] * len(frame)}
    if sheet == "Pipelines":
        rows = zip(frame["link"], there, frame["own_offer"], loaded.frame["sizes"], strict=True)
        new["sizes"] = [(str(size_of[link]),) if here and not own else given for link, here, own, given in rows]
    return rows_of(_with(loaded, **new), there)


def _plants_there(park: Park, sheet: str, column: str, facilities: pd.DataFrame) -> Loaded:
    """Conversions or Storages that the design has, as large as they are there."""
    keyed = zip(facilities["facility"], facilities["participant"], facilities["size"], strict=True)
    capacity = dict(zip(keyed, facilities["capacity"].astype(float), strict=True))
    names = list(zip(*(park[sheet][name] for name in (column, "participant", "size")), strict=True))
    new: dict[str, list[Any]] = {"capacity": [capacity.get(name, 0.0) for name in names]}
    new |= {"status": ["existing"] * len(names)}
    if sheet == "Conversions":
        new["continuous"] = [False] * len(names)
    return rows_of(_with(park.typed[sheet], **new), np.array([name in capacity for name in names], bool))


def _gates_there(park: Park, built: pd.DataFrame) -> Loaded:
    """Expansions: what there is today, and the steps that the design builds."""
    frame = park["Expansions"]
    chosen = set(zip(built["kind"], built["participant"], built["facility"], built["size"], strict=True))
    of = zip(frame["of"], frame["participant"], frame["commodity"].replace("", ALL), frame["size"], strict=True)
    new = np.array([name in chosen for name in of], bool)
    today = (frame["status"] == "existing").to_numpy(bool)
    status = np.where(new, "required", frame["status"].to_numpy(object)).tolist()
    return rows_of(_with(park.typed["Expansions"], status=status), new | today)


def _loosen(park: Park, tables: dict[str, Loaded], must: NDArray[np.bool_], stuck: NDArray[np.bool_]) -> None:
    """What must be served may go without, at no price; what must go may stay."""
    demands = park["Demands"]
    tables["Demands"] = _with(
        tables["Demands"],
        if_not_served=np.where(must, "go without", demands["if_not_served"].to_numpy(object)).tolist(),
        shortage_cost=np.where(must, 0.0, demands["shortage_cost"].to_numpy(float)).tolist(),
    )
    choice = np.where(stuck, "leave", park["Supplies"]["if_not_taken"].to_numpy(object)).tolist()
    tables["Supplies"] = _with(tables["Supplies"], if_not_taken=choice)


def _planned_stocks(park: Park, design: Design, steps: Steps) -> dict[Key, Stock]:
    """What storages that are filled once a year hold at the beginning and at the end of the steps, as planned."""
    (period, *others) = dict.fromkeys(steps.periods)
    place = park.moments["period"].tolist().index(period)
    if others or park.moments["repeats"].tolist()[place] != 1:
        return {}
    levels = design["Storage levels"]
    levels = levels[(levels["case"] == "design") & (levels["period"] == period)].fillna({"size": ""})
    share = min(len(steps.names) * steps.hours / park.moments["hours"].tolist()[place], 1.0)
    made = {}
    for row in levels.to_dict("records"):
        gain, middle = share * (row["end"] - row["start"]), (row["start"] + row["end"]) / 2
        made[str(row["storage"]), str(row["participant"]), str(row["size"])] = Stock(
            middle - gain / 2, middle + gain / 2
        )
    return made


def _filled(loaded: Loaded, planned: Mapping[Key, Stock], stocks: Mapping[str, Stock]) -> Loaded:
    """Say what is in the storages at the beginning and at the end: as somebody said, else as planned."""
    frame = loaded.frame
    named = [str(name) for name in frame["storage"]]
    full = [f"{name}, {who}" for name, who in zip(named, frame["participant"], strict=True)]
    for said in stocks:
        found = named.count(said) + full.count(said)
        if not found:
            known = named if len(set(named)) == len(named) else full
            listed = f"; the design has {', '.join(known)}" if known else ": the design has none"
            raise UsageError(f"no storage is called '{said}'{suggest(said, known, otherwise=listed)}")
        if found > 1:
            raise UsageError(f"several storages are called '{said}': write one of {'; '.join(full)}")
    keys_of = zip(named, frame["participant"], frame["size"], strict=True)
    levels = [
        stocks.get(name) or stocks.get(long) or planned.get(key)
        for name, long, key in zip(named, full, keys_of, strict=True)
    ]
    for name, capacity, level in zip(named, frame["capacity"].tolist(), levels, strict=True):
        if level and max(level.start, np.nan_to_num(level.end)) > capacity * (1 + SLACK):
            raise UsageError(
                f"'{name}' holds {capacity:g} at most: {level.start:g} at first and {level.end:g} at last cannot be"
            )
    start, end = (
        [
            np.nan if level is None else min(getattr(level, name), most)
            for level, most in zip(levels, frame["capacity"], strict=True)
        ]
        for name in ("start", "end")
    )
    return _with(loaded, start_level=start, end_level=end)


def as_they_are(park: Park, stocks: Mapping[str, Stock]) -> Park:
    """A park of steps whose storages hold at the end what they held at the beginning, but for those of which somebody said."""
    loaded = park.typed["Storages"]
    said = [
        name in stocks or f"{name}, {who}" in stocks
        for name, who in zip(loaded.frame["storage"], loaded.frame["participant"], strict=True)
    ]
    kept: dict[str, Sequence[Any]] = {
        name: loaded.frame[name].where(pd.Series(said, loaded.frame.index, dtype=bool)).tolist()
        for name in ("start_level", "end_level")
    }
    return Park(park.typed | {"Storages": _with(loaded, **kept)}, park.name, park.fingerprint)


def _vary(park: Park, tables: dict[str, Loaded], steps: Steps, measured: Mapping[Stream, Floats]) -> None:
    """Steps in the place of periods, what was measured in the place of what was planned."""
    count = len(steps.names)
    places = [park.moments["period"].tolist().index(period) for period in steps.periods]
    share = steps.hours / park.moments["hours"].to_numpy(float)[places]
    names = park.profile_names
    factors = park.profiles(names)[:, places]
    columns: dict[str, Any] = dict(zip(names, factors, strict=True))
    rows = {stream: number for number, stream in enumerate(streams_of(park))}
    for kind, sheet in SHEETS.items():
        mine = [stream for stream in rows if stream.kind == kind]
        offset = rows[mine[0]] if mine else 0
        frame = tables[sheet].frame
        quantity, unit, profile = (frame[name].tolist() for name in ("quantity", "unit", "profile"))
        own = dict(zip(park["Commodities"]["commodity"], park["Commodities"]["unit"], strict=True))
        planned = park.amounts(sheet)[:, places] * share
        per_period = park[sheet]["per_period"].to_numpy(bool)
        for stream in mine:
            row = rows[stream] - offset
            if stream not in measured and not per_period[row]:
                continue
            amounts = np.asarray(measured.get(stream, planned[row]), float)
            mean = float(amounts.mean())
            quantity[row], unit[row] = mean / steps.hours, f"{own[stream.commodity]}/h"
            profile[row] = _free(f"measured {len(columns) + 1}", columns)
            columns[profile[row]] = amounts / mean if mean > 0 else np.ones(count)
        tables[sheet] = _with(tables[sheet], quantity=quantity, unit=unit, profile=profile)
    tables["Periods"] = _made(
        tables["Periods"],
        {
            "period": objects(list(steps.names)),
            "hours": np.full(count, steps.hours),
            "cycle": objects([""] * count),
            "repeats": np.ones(count),
        },
    )
    tables["Profiles"] = _made(tables["Profiles"], {"period": objects(list(steps.names))} | columns)


def _free(name: str, taken: Mapping[str, object]) -> str:
    while name in taken:
        name += "'"
    return name


def _made(loaded: Loaded, columns: Mapping[str, Any]) -> Loaded:
    """A sheet with other rows."""
    count = len(next(iter(columns.values())))
    index = pd.RangeIndex(2, count + 2)
    blank = {name: column.blank() for name, column in loaded.table.columns.items()}
    kept = [name for name in blank if name in loaded.frame.columns or name in columns]
    frame = pd.DataFrame({name: columns.get(name, [blank[name]] * count) for name in kept}, index=index)
    more = pd.DataFrame({name: values for name, values in columns.items() if name not in kept}, index=index)
    frame = pd.concat([frame, more], axis=1)
    return replace(loaded, frame=frame, given=pd.DataFrame(True, index=index, columns=frame.columns))


def _with(loaded: Loaded, **columns: Sequence[Any]) -> Loaded:
    """A sheet with other cells in some columns."""
    frame = loaded.frame
    new = {name: pd.Series(list(cells), frame.index, dtype=frame[name].dtype) for name, cells in columns.items()}
    return replace(loaded, frame=frame.assign(**new))


def _an_hour(loaded: Loaded, columns: Sequence[str], unit: str, lengths: set[float]) -> Loaded:
    """A sheet with its capacities per period as capacities per hour. Raises UsageError where periods are not equally long."""
    units = loaded.frame[unit].astype(object).fillna("").astype(str).str.replace(" ", "")
    mine = units.str.endswith("/period").to_numpy(bool)
    if not mine.any():
        return loaded
    if len(lengths) > 1:
        what = f"{loaded.table.sheet}!{loaded.cell(int(loaded.frame.index[mine][0]), unit)}"
        raise UsageError(
            f"{what} is per period, and the steps belong to periods that are not equally long: write it per hour"
        )
    (hours,) = lengths
    new: dict[str, list[Any]] = {unit: units.str.replace("/period", "/h", regex=False).tolist()}
    for name in columns:
        cells = loaded.frame[name].to_numpy(float)
        new[name] = np.where(mine, cells / hours, cells).tolist()
    return _with(loaded, **new)
