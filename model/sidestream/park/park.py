"""A park: its sheets as typed, and what follows from them without any choice - rates, distances, names, payers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.park.acceptance import acceptance
from sidestream.park.geography import distances
from sidestream.park.links import OWN_OFFER
from sidestream.park.reach import Reach
from sidestream.park.recipes import recipes
from sidestream.park.sites import SettingRows
from sidestream.tables import LAST_ROW, Loaded, is_blank, objects, together
from sidestream.units import ACTIVITIES, BASE, UnitError, amount, rate

PROFILES = {"Supplies": "profile", "Demands": "profile", "Conversions": "availability"}
"""Columns that say how rows of a sheet vary over the periods."""


@dataclass
class Park:
    """What is known of a park.

    `tables` holds every sheet, units as inside the model (amounts in the commodity's own unit, h, km, t of CO2, shares
    as fractions). Beside the declared columns the frames have:

    Supplies, Demands     rate [unit/h, or unit/period where per_period], per_period
    PipeSizes, Pipelines, TruckRoutes, Expansions
                          rate [base unit of `basis` per h or period; inf: no limit], basis (mass, volume, normal volume,
                          energy, count), per_period
    Pipelines             link, length [km], trench (what of it lies in no corridor) [km], own_offer (else `sizes` lists every size on offer)
    TruckRoutes           link, distance [km], commodity (filled with all that go by truck where blank)
    Conversions           rate [activity/h, or activity/period where per_period], per_period, activity (its unit), each
                          (the rate of one capacity_unit)
    Storages              in_rate, out_rate [unit/h, or unit/period where per_period; inf: no limit], per_period
    Participants          passes_on

    Where a participant is not present, rates are 0 and storages have no levels; no link that ends there is steady.
    What cannot be worked out is NaN or empty; `checks` says so to the planner.
    """

    tables: dict[str, Loaded]
    name: str = "park"
    fingerprint: str = ""
    changes: tuple[Any, ...] = ()
    """What differs from the workbook (`changes.Change`), because somebody asked what if."""
    scenarios: str = ""
    """Which of the workbook's scenarios it has, where somebody asked for one or for none; see `worlds.py`."""
    typed: dict[str, Loaded] = field(init=False)
    """The sheets as they were given, before anything was filled in."""
    settings: SimpleNamespace = field(init=False)
    moments: pd.DataFrame = field(init=False)
    content: pd.DataFrame = field(init=False)
    """[base unit of the column per unit of the row] commodities x mass, volume, normal volume, energy, count; NaN: not known."""

    def __post_init__(self) -> None:
        self.typed = self.tables
        self.tables = {sheet: replace(one, frame=one.frame.copy()) for sheet, one in self.tables.items()}
        self.settings = SimpleNamespace(**setting_values(self.tables["Settings"]))
        self.moments = _moments(self["Periods"], self.settings.hours_per_year)
        self.content = _content(self["Commodities"])
        _fill_participants(self["Participants"])
        for sheet in ("Supplies", "Demands"):
            self._fill_rates(self[sheet])
        for sheet in ("PipeSizes", "Pipelines", "TruckRoutes", "Expansions"):
            self._fill_capacity(self[sheet], "capacity")
        _fill_activity(self["Conversions"], self.settings.hours_per_year)
        self._fill_storages(self["Storages"])
        self._fill_pipelines(self["Pipelines"])
        self._fill_truck_routes(self["TruckRoutes"])
        _name_links(self["Pipelines"], self["TruckRoutes"])
        _fill_trenches(self["Pipelines"], self["Corridors"], self["CorridorPaths"])
        self._leave_out(self["Participants"])

    def __getitem__(self, sheet: str) -> pd.DataFrame:
        """Return the rows of a sheet; the index holds their row numbers."""
        return self.tables[sheet].frame

    @cached_property
    def settings_given(self) -> frozenset[str]:
        """Names of the settings that have a value."""
        frame = self["Settings"]
        return frozenset(
            name for name, cell in zip(frame["setting"], frame["value"], strict=True) if not is_blank(cell)
        )

    @cached_property
    def passing_on(self) -> frozenset[str]:
        """Names of junctions and of participants that pass on what they receive."""
        frame = self["Participants"]
        return frozenset(frame.loc[frame["passes_on"].astype(bool), "participant"])

    @cached_property
    def impacts(self) -> dict[str, str]:
        """Names of the impacts and their units: CO2, then the others in order of name."""
        frame = self["ImpactFactors"].drop_duplicates("impact")
        others = dict(zip(frame["impact"], frame["unit"], strict=True))
        return {"co2": "t"} | {name: others[name] for name in sorted(others)}

    @cached_property
    def recipes(self) -> pd.DataFrame:
        """What each conversion at a participant takes and makes: see `recipes`."""
        return recipes(self["Conversions"], self["ConversionRates"])

    @cached_property
    def accepted(self) -> pd.DataFrame:
        """Which by-products may serve each row of Demands: see `acceptance`."""
        return acceptance(self["Demands"], self["Substitutions"])

    @cached_property
    def reach(self) -> Reach:
        """How far each commodity can get: see `reach`."""
        return Reach(self)

    def _leave_out(self, sites: pd.DataFrame) -> None:
        """Take what is not present out of everything that could happen; what is built stays."""
        gone = set(sites.loc[[present is False for present in sites["present"]], "participant"])
        if not gone:
            return
        for sheet, columns in (("Supplies", ["rate"]), ("Demands", ["rate"]), ("Conversions", ["rate"])):
            self[sheet].loc[self[sheet]["participant"].isin(gone), columns] = 0.0
        of_gone = self["Storages"]["participant"].isin(gone)
        self["Storages"].loc[of_gone, ["in_rate", "out_rate"]] = 0.0
        self["Storages"].loc[of_gone, ["start_level", "end_level"]] = math.nan
        ends = self["Pipelines"][["from", "to"]].isin(gone - self.passing_on).any(axis=1)
        self["Pipelines"]["steady"] = self["Pipelines"]["steady"].astype(bool) & ~ends

    @property
    def placed(self) -> NDArray[np.bool_]:
        """Of which participants it is known where they are. Shape (participants,)."""
        frame = self["Participants"]
        known = frame[["lat", "lon"]].notna().all(axis=1) | frame[["x", "y"]].notna().all(axis=1)
        return np.asarray(known, bool)

    @property
    def offers_links(self) -> bool:
        """Whether links are offered beside those that are typed: as Settings says; where it says nothing, if none are."""
        said = self.settings.generate_candidates
        typed = any((self[sheet].index <= LAST_ROW).any() for sheet in ("Pipelines", "TruckRoutes"))
        return said == "yes" or not (said or typed)

    @property
    def profile_names(self) -> list[str]:
        """Names of the columns of Profiles that are profiles."""
        return [name for name in self["Profiles"].columns if name not in self.tables["Profiles"].table.columns]

    def profiles(self, names: Sequence[str]) -> NDArray[np.float64]:
        """Return each profile's factor at every moment: 1 where the name is blank, NaN where it or the period is not
        known. Shape (names, moments).
        """
        frame, known = self["Profiles"], set(self.profile_names)
        row = pd.Index(frame["period"].drop_duplicates(), dtype=object).get_indexer(self.moments["period"])
        first = np.flatnonzero(~frame["period"].duplicated())
        factors = np.full((len(names), len(self.moments)), math.nan)
        for place, name in enumerate(names):
            if not name:
                factors[place] = 1.0
            elif name in known:
                factors[place, row >= 0] = frame[name].to_numpy(float)[first[row[row >= 0]]]
        return factors

    def amounts(self, sheet: str) -> NDArray[np.float64]:
        """Most that each row of Supplies, Demands or Conversions can be at each moment [unit, or activity]. Shape
        (rows, moments).

        rate x hours x profile, and rate x profile where the rate is per period.
        """
        frame = self[sheet]
        code, names = pd.factorize(frame[PROFILES[sheet]].to_numpy(object))
        shape = self.profiles(names.tolist())[code]
        hours = np.where(frame["per_period"].to_numpy(bool)[:, None], 1.0, self.moments["hours"].to_numpy()[None, :])
        most: NDArray[np.float64] = frame["rate"].to_numpy(float)[:, None] * hours * shape
        return most

    @cached_property
    def payers(self) -> pd.DataFrame:
        """Who pays which share of each link: link, payer, share. A blank payer is half-half."""
        rows: list[tuple[str, str, float]] = []
        for sheet in ("Pipelines", "TruckRoutes"):
            frame = self[sheet]
            for link, giver, taker, payer in zip(
                frame["link"], frame["from"], frame["to"], frame["payer"], strict=True
            ):
                if payer in ("", "half"):
                    rows += [(link, giver, 0.5), (link, taker, 0.5)]
                else:
                    rows.append((link, {"giver": giver, "taker": taker}.get(payer, payer), 1.0))
        return pd.DataFrame(rows, columns=["link", "payer", "share"]).astype({"share": float})

    def _fill_rates(self, frame: pd.DataFrame) -> None:
        """Quantities become rates in the commodity's own unit."""
        pair, first = together((frame["commodity"], frame["unit"]))
        pairs = zip(frame["commodity"].iloc[first], frame["unit"].iloc[first], strict=True)
        known = [self._rate_factor(*each) for each in pairs]
        frame["rate"] = frame["quantity"].to_numpy() * np.array([factor for factor, _ in known], float)[pair]
        frame["per_period"] = np.array([per_period for _, per_period in known], bool)[pair]

    def _rate_factor(self, commodity: str, unit: str) -> tuple[float, bool]:
        """Commodity units per hour (or period) in one of `unit`; NaN where the unit does not fit."""
        try:
            parsed = rate(unit, self.settings.hours_per_year)
        except UnitError:
            return math.nan, False
        size = self.content[parsed.dimension].get(commodity, math.nan)
        return parsed.factor / float(size), parsed.per_period

    def _fill_capacity(self, frame: pd.DataFrame, column: str) -> None:
        """Capacities become rates in base units; blank is no limit."""
        unit, first = together((frame[f"{column}_unit"],))
        known = [self.capacity_factor(each) for each in frame[f"{column}_unit"].iloc[first]]
        capacity = frame[column].to_numpy(float)
        unlimited = np.isnan(capacity)
        frame["rate"] = np.where(
            unlimited, math.inf, capacity * np.array([factor for factor, _, _ in known], float)[unit]
        )
        basis = objects([dimension for _, dimension, _ in known])[unit]
        frame["basis"] = pd.Series(basis, frame.index, dtype=object).mask(unlimited, "")
        frame["per_period"] = np.array([per_period for _, _, per_period in known], bool)[unit]

    def capacity_factor(self, unit: str) -> tuple[float, str, bool]:
        """Base units per hour (or period) in one of `unit`, and their dimension; NaN and empty where it is none."""
        try:
            parsed = rate(unit, self.settings.hours_per_year) if unit else None
        except UnitError:
            parsed = None
        return (parsed.factor, parsed.dimension, parsed.per_period) if parsed else (math.nan, "", False)

    def _fill_storages(self, frame: pd.DataFrame) -> None:
        """Limits become rates in the commodity's own unit; blank is no limit."""
        known = [self._rate_factor(*each) for each in zip(frame["commodity"], frame["limit_unit"], strict=True)]
        factor = np.array([each for each, _ in known], float)
        frame["per_period"] = np.array([per_period for _, per_period in known], bool)
        for name in ("in", "out"):
            limit = frame[f"{name}_limit"].to_numpy(float)
            frame[f"{name}_rate"] = np.where(np.isnan(limit), math.inf, limit * factor)

    def _fill_pipelines(self, frame: pd.DataFrame) -> None:
        """Lengths, and either an own offer or the list of sizes."""
        given = self.tables["Pipelines"].given
        medium = dict(zip(self["Commodities"]["commodity"], self["Commodities"]["medium"], strict=True))
        catalogue = self["PipeSizes"].groupby("medium", sort=False)["size"].agg(tuple).to_dict()
        own = given[list(OWN_OFFER)].any(axis=1).to_numpy(bool, copy=True)
        sizes = []
        for row, (names, commodities) in enumerate(zip(frame["sizes"], frame["commodity"], strict=True)):
            media = {medium.get(commodity, "") for commodity in commodities}
            if names or own[row]:
                sizes.append(names)
            else:
                sizes.append(tuple(catalogue.get(next(iter(media)), ())) if len(media) == 1 else ())
                own[row] = media == {"abstract"} and not sizes[-1]
        frame["sizes"] = pd.Series(sizes, frame.index, dtype=object)
        frame["own_offer"] = own
        straight = distances(self["Participants"], frame["from"], frame["to"]) * self.settings.detour_pipe
        frame["length"] = frame["length"].fillna(pd.Series(straight, frame.index))

    def _fill_truck_routes(self, frame: pd.DataFrame) -> None:
        """Distances, and all that goes by truck where no commodity is named."""
        commodities = self["Commodities"]
        by_truck = [
            (name, medium)
            for name, medium, ways in zip(
                commodities["commodity"], commodities["medium"], commodities["goes_by"], strict=True
            )
            if not ways or "truck" in ways
        ]
        if not all(frame["commodity"]):
            takes = dict(zip(self["Vehicles"]["vehicle"], self["Vehicles"]["media"], strict=True))
            filled = [
                names or tuple(name for name, medium in by_truck if not takes.get(vehicle) or medium in takes[vehicle])
                for names, vehicle in zip(frame["commodity"], frame["vehicle"], strict=True)
            ]
            frame["commodity"] = pd.Series(filled, frame.index, dtype=object)
        straight = distances(self["Participants"], frame["from"], frame["to"]) * self.settings.detour_road
        frame["distance"] = frame["distance"].fillna(pd.Series(straight, frame.index))


def setting_values(settings: Loaded) -> dict[str, Any]:
    """Return every setting's value inside the model, declared defaults where it is not given (NaN: not given, no default)."""
    values = {name: column.blank() for name, column in SettingRows.columns.items()}
    for name, cell in zip(settings.frame["setting"], settings.frame["value"], strict=True):
        if name in SettingRows.columns and not is_blank(cell):
            try:
                values[name] = SettingRows.columns[name].understand(cell)
            except ValueError:
                continue
    return values


def _moments(periods: pd.DataFrame, hours_per_year: float) -> pd.DataFrame:
    """The one index of everything that happens: stage, scenario, period, hours, cycle, repeats, years, probability, weight."""
    if periods.empty:
        periods = pd.DataFrame({"period": ["year"], "hours": [hours_per_year], "cycle": [""], "repeats": [1.0]})
    return pd.DataFrame(
        {
            "stage": "",
            "scenario": "",
            "period": periods["period"].to_numpy(),
            "hours": periods["hours"].to_numpy(float),
            "cycle": periods["cycle"].to_numpy(object),
            "repeats": periods["repeats"].to_numpy(float),
            "years": 1.0,
            "probability": 1.0,
            "weight": 1.0,
        }
    )


def _content(commodities: pd.DataFrame) -> pd.DataFrame:
    """What one unit of each commodity is in every dimension."""
    frame = commodities.drop_duplicates("commodity").set_index("commodity")
    content = pd.DataFrame(math.nan, index=frame.index, columns=list(BASE))
    for dimension in ("mass", "volume", "energy"):
        content[dimension] = frame[dimension]
    for name, unit in frame["unit"].items():
        if unit:
            dimension, size = amount(unit)
            content.loc[name, dimension] = size
    return content


def _fill_activity(frame: pd.DataFrame, hours_per_year: float) -> None:
    """Capacities become activity per hour or period, counted in what stands before the time: MWh for MW."""
    known = {unit: _activity(unit, hours_per_year) for unit in frame["capacity_unit"].unique()}
    for place, (name, kind) in enumerate((("each", float), ("per_period", bool), ("activity", object))):
        frame[name] = pd.Series([known[unit][place] for unit in frame["capacity_unit"]], frame.index, dtype=kind)
    frame["rate"] = frame["each"] * frame["capacity"]


def _activity(unit: str, hours_per_year: float) -> tuple[float, bool, str]:
    """Activity per hour (or period) in one of a capacity's unit, whether per period, and what activity is counted in."""
    try:
        parsed = rate(unit, hours_per_year) if unit else None
    except UnitError:
        parsed = None
    if parsed is None:
        return math.nan, False, ""
    counted = ACTIVITIES.get(unit) or unit.rpartition("/")[0]
    return parsed.factor / amount(counted)[1], parsed.per_period, counted


def _fill_participants(frame: pd.DataFrame) -> None:
    """Junctions pass on (`no` beside one stays, for the checks to see); the others only where it is said."""
    junction = (frame["kind"] == "junction").to_numpy(bool)
    yes = np.array([value is True for value in frame["passes_on"]], bool)
    no = np.array([value is False for value in frame["passes_on"]], bool)
    frame["passes_on"] = yes | (junction & ~no)


def _fill_trenches(pipelines: pd.DataFrame, corridors: pd.DataFrame, paths: pd.DataFrame) -> None:
    """What of each pipe needs a trench of its own: its length less that of the corridors it lies in."""
    lengths = corridors.drop_duplicates("corridor").set_index("corridor")["length"]
    shared = paths["corridor"].map(lengths).astype(float).groupby(paths["link"]).sum()
    pipelines["trench"] = np.maximum(pipelines["length"] - pipelines["link"].map(shared).fillna(0.0).astype(float), 0.0)


def _name_links(pipelines: pd.DataFrame, truck_routes: pd.DataFrame) -> None:
    """Give every link without a name one that is its own."""
    taken = set(pipelines["link"]) | set(truck_routes["link"])
    for frame, ending in ((pipelines, ""), (truck_routes, " by truck")):
        if all(frame["link"]):
            frame["link"] = frame["link"].astype(object)
            continue
        names = []
        for link, giver, taker, commodities in zip(
            frame["link"], frame["from"], frame["to"], frame["commodity"], strict=True
        ):
            if not link:
                what = "+".join(commodities) if len(commodities) <= 3 else f"{len(commodities)} commodities"
                made = f"{giver}-{taker}-{what}{ending}"
                tries = itertools.chain([made], (f"{made} {number}" for number in itertools.count(2)))
                link = next(name for name in tries if name not in taken)
                taken.add(link)
            names.append(link)
        frame["link"] = pd.Series(names, frame.index, dtype=object)
