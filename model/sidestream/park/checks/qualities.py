"""Whether what is asked of qualities can be judged: values where they are needed, of one kind, and asked for at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.rows import Mask, complain, considered, faulty, few, given
from sidestream.park.checks.sizes import differ
from sidestream.park.park import Park
from sidestream.park.reach import Keys, spread
from sidestream.tables import suggest


def bounds(park: Park) -> list[Fault]:
    """There is a least or a most, and the least is not above the most."""
    frame = park["QualityLimits"]
    none = np.ones(len(frame), bool)
    for side in ("least", "most"):
        none &= ~given(park, "QualityLimits", side) & ~faulty(park, "QualityLimits", side)
    faults = complain(park, "QualityLimits", none, "most", "neither least nor most is given: type one")
    crossed = (frame["least"] > frame["most"]).to_numpy(bool)
    return faults + complain(park, "QualityLimits", crossed, "least", "{least:g} is more than most, {most:g}")


def one_kind(park: Park) -> list[Fault]:
    """Values of one property of a commodity mix alike, and are in one unit."""
    message = (
        "'{property}' of '{commodity}' has '{other}' in row {first}: a property mixes in one way, whoever gives it off"
    )
    faults = differ(park, "Qualities", ("commodity", "property"), "mixes", "mixes", message)
    message = (
        "'{property}' of '{commodity}' is in '{other}' in row {first}: values are compared as they stand, so type all of "
        "them in one unit"
    )
    return faults + differ(park, "Qualities", ("commodity", "property"), "unit", "unit", message)


def known_values(park: Park) -> list[Fault]:
    """Of whatever can come to a limited taker it is known how good it is."""
    if park["QualityLimits"].empty or _in_doubt(park):
        return []
    streams = _Streams(park)
    loaded, faults = park.tables["QualityLimits"], []
    for taker in streams.takers():
        coming = streams.coming(taker.place)
        for row, name in zip(taker.rows, taker.properties, strict=True):
            lacking = [who for who in coming if (who, taker.commodity, name) not in streams.values]
            if lacking:
                faults.append(loaded.fault(row, "property", _lacking(streams, taker, name, lacking)))
    return faults


def _lacking(streams: _Streams, taker: _Taker, name: str, lacking: list[str]) -> str:
    """Say whose value is not known, and what to type."""
    what, known = taker.commodity, streams.names[taker.commodity]
    if name not in known and known:
        listed = f" (properties in Qualities: {', '.join(known)})" if len(known) <= 6 else ""
        if hint := suggest(name, known, otherwise=listed):
            return f"no row of Qualities is of '{name}' of '{what}'{hint}"
    whose = few([f"'{who}'" for who in lacking])
    of = f"'{what}' from {whose} can come here, and its '{name}' is not known"
    rows = "; ".join(", ".join((who, what, name)) for who in lacking[:3])
    return f"{of}: type a row in Qualities for {rows}{' and so on' if len(lacking) > 3 else ''}"


def idle_values(park: Park) -> list[Fault]:
    """A value of what nobody gives off, and one that nobody asks for."""
    frame, limits = park["Qualities"], park["QualityLimits"]
    if frame.empty:
        return []
    there = pd.MultiIndex.from_frame(_given_off(park))
    strange = ~pd.MultiIndex.from_frame(frame[["participant", "commodity"]]).isin(there)
    strange &= ~np.asarray((frame["participant"] == "") | (frame["commodity"] == ""))
    passes = np.asarray(frame["participant"].isin(park.passing_on))
    message = "'{participant}' gives off no '{commodity}': its quality is never asked for"
    faults = complain(park, "Qualities", strange & ~passes, "commodity", message, "warning")
    message = (
        "'{participant}' gives off no '{commodity}' of its own: what passes through it is as good as what comes to it"
    )
    faults += complain(park, "Qualities", strange & passes, "commodity", message, "warning")
    asked: dict[str, list[str]] = defaultdict(list)
    for what, name in zip(limits["commodity"], limits["property"], strict=True):
        asked[what].append(name)
    seen = frame[["commodity", "property"]].duplicated()
    idle = [
        name not in asked[what] and not (kind == "not" and asked[what])  # what stays apart does so for every limit
        for what, name, kind in zip(frame["commodity"], frame["property"], frame["mixes"], strict=True)
    ]
    named = (frame["property"] != "") & (frame["commodity"] != "")
    hints = {pair: suggest(pair[1], asked[pair[0]]) for pair in zip(frame["commodity"], frame["property"], strict=True)}
    return faults + complain(
        park,
        "Qualities",
        np.array(idle, bool) & (named & ~seen).to_numpy(bool),
        "property",
        lambda row: (
            f"no row of QualityLimits limits '{row['property']}' of '{row['commodity']}'"
            f"{hints[row['commodity'], row['property']] or ': nothing is asked of it'}"
        ),
        "warning",
    )


def idle_limits(park: Park) -> list[Fault]:
    """A limit on what is not used there, on what nobody gives off, and one that nothing meets."""
    frame = park["QualityLimits"]
    if frame.empty:
        return []
    streams, loaded, faults = _Streams(park), park.tables["QualityLimits"], []
    between = dict(zip(frame.index, zip(frame["least"], frame["most"], strict=True), strict=True))
    for taker in streams.takers():
        what, who = taker.commodity, taker.participant
        used = bool(streams.reach.used[taker.place])
        coming = streams.coming(taker.place)
        for row, name in zip(taker.rows, taker.properties, strict=True):
            if not used:
                message = f"'{who}' uses no '{what}': nothing is limited"
                faults.append(loaded.fault(row, "commodity", message, "warning"))
                continue
            values = [streams.values[one, what, name] for one in coming if (one, what, name) in streams.values]
            side, missed = _missed(values, streams.kinds.get((what, name), ""), *between[row])
            if side and len(values) == len(coming):
                missed = missed.format(f"'{name}' of '{what}'")
                message = f"nothing that can come meets it: {missed}, so '{who}' can use none of it"
                faults.append(loaded.fault(row, side, message, "warning"))
            if not coming and name not in streams.names[what]:
                message = f"no row of Qualities is of '{name}' of '{what}'{suggest(name, streams.names[what])}"
                faults.append(loaded.fault(row, "property", message, "warning"))
    return faults


def _missed(values: list[float], kind: str, least: float, most: float) -> tuple[str, str]:
    """Which side of a limit nothing made of some values is within, and what they are; empty where something is."""
    if not values:
        return "", ""
    if min(values) > most:
        return "most", f"{{}} is no less than {min(values):g}"
    if max(values) < least:
        return "least", f"{{}} is no more than {max(values):g}"
    if kind != "by quantity" and all(value > most or value < least for value in values):
        return "most", f"no {{}} is within {least:g} and {most:g}"
    return "", ""


@dataclass(frozen=True)
class _Taker:
    """Who uses what, and the rows of QualityLimits on it."""

    place: int
    participant: str
    commodity: str
    rows: list[int]
    properties: list[str]


class _Streams:
    """Who offers what, where that can come to, and how good it is."""

    def __init__(self, park: Park) -> None:
        self.park = park
        self.reach = park.reach
        frame = park["Qualities"]
        columns = (frame[name].tolist() for name in ("participant", "commodity", "property", "value", "mixes"))
        self.values: dict[tuple[str, str, str], float] = {}
        self.kinds: dict[tuple[str, str], str] = {}
        self.names: dict[str, list[str]] = defaultdict(list)
        for who, what, name, value, mixes in zip(*columns, strict=True):
            self.values[who, what, name] = value
            self.kinds.setdefault((what, name), mixes)
            if name not in self.names[what]:
                self.names[what].append(name)

    def takers(self) -> Iterator[_Taker]:
        """Takers whose names are known."""
        frame = self.park["QualityLimits"]
        frame = frame[frame["property"] != ""].assign(
            place=self.reach.key(frame["commodity"], frame["participant"])[frame["property"] != ""]
        )
        for place, rows in frame[frame["place"] >= 0].groupby("place", sort=False):
            first = rows.iloc[0]
            yield _Taker(
                int(str(place)),
                first["participant"],
                first["commodity"],
                rows.index.tolist(),
                rows["property"].tolist(),
            )

    @cached_property
    def offers(self) -> Mask:
        """Where each commodity is offered: a supply, a conversion that makes it, or a storage of own goods.

        A storage where all passes on gives back what came to it, and of its own what stands in it at the beginning.
        """
        park = self.park
        supplies, plants, storages = park["Supplies"], park.recipes, park["Storages"]
        parts = [
            supplies[(supplies["quantity"] != 0).to_numpy(bool)],
            plants[(plants["per_activity"] > 0).to_numpy(bool)],
            storages[considered(park, "Storages") & _of_its_own(park)],
        ]
        return self.reach.marked(
            np.concatenate([self.reach.key(one["commodity"], one["participant"]) for one in parts])
        )

    def before(self, place: int) -> list[int]:
        """Places from which goods can get to a place, in one link or more."""
        return np.flatnonzero(self._before(place)).tolist()

    def _before(self, place: int) -> Mask:
        seeds: Mask = self.reach.marked(np.array([place], np.int64))
        return spread(seeds, self.reach.end, self.reach.begin, self.reach.passing)

    def coming(self, place: int) -> list[str]:
        """Participants whose goods can come to a place, what is there of its own included."""
        here = self._before(place)
        here[place] = True
        found: Keys = np.flatnonzero(here & self.offers)
        return [str(who) for who in self.reach.participants[found % len(self.reach.participants)]]


def _of_its_own(park: Park) -> Mask:
    """Which storages give back own goods: one where all passes on, if it has some at the beginning."""
    frame = park["Storages"]
    passes = np.asarray(frame["participant"].isin(park.passing_on), bool)
    return np.where(passes, frame["start_level"].gt(0).to_numpy(bool), (frame["keeps"] == "own").to_numpy(bool))


def _given_off(park: Park) -> pd.DataFrame:
    """Who could give off what, whatever its quantity or status: participant, commodity."""
    made = park["ConversionRates"].loc[park["ConversionRates"]["per_activity"] > 0, ["conversion", "commodity"]]
    plants = park["Conversions"][["conversion", "participant"]].merge(made, on="conversion")
    storages = park["Storages"]
    found: pd.DataFrame = pd.concat(
        [one[["participant", "commodity"]] for one in (park["Supplies"], plants, storages[_of_its_own(park)])]
    )
    return found


def _in_doubt(park: Park) -> bool:
    """Whether a value may be meant for another name than it has: that was complained of already."""
    frame = park["Qualities"]
    names = {"participant": park["Participants"]["participant"], "commodity": park["Commodities"]["commodity"]}
    known = [frame[name].isin(set(words) - {""}).all() for name, words in names.items()]
    return not all(known) or bool((frame["property"] == "").any())
