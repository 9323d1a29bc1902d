"""How good what comes to those is who ask for it: what flows into each use, and of what the mixtures in pools are made.

A source is what a participant offers that does not pass on, or what one that passes on offers of its own: the park says how
good it is. A pool is a junction or a participant that passes on, or a storage there, in a period: all that leaves it is one
mixture. What stands in a storage at the end of a period comes to it in the next. With

    T[n]      all that comes to pool n
    x[n,i]    part of it that is from source i

    T[n] * x[n,i] = what comes to n from i + sum over pools o of (what comes to n from o) * x[o,i]

is one linear system for each commodity, and each period or, where storages join periods, all of them: whatever circles
pools feed each other in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.tables import CASES, QualitiesMet
from sidestream.park.park import Park

Floats = NDArray[np.float64]
Tables = Mapping[str, pd.DataFrame]
NOISE = 1e-9
"""Share of what a participant offers up to which what it uses of it itself is rounding."""
TRACE = 1e-6
"""Share of what comes to a use [and amount, in the unit] up to which a part of it counts as nothing."""
ARC = ["case", "period", "tail", "head", "known", "pooled", "arrives", "leaves"]
"""`known`: the tail is a source; `pooled`: it goes into a pool, not to a use."""
Pool = tuple[str, ...]
"""Period and participant; of a storage, its name and size, too."""


class Arc(NamedTuple):
    """What flows: from a source, by name, or a pool; to a pool or a use, which is (period, participant)."""

    tail: str | Pool
    head: Pool
    arrives: float
    leaves: float


@dataclass
class Flowing:
    """What flows of a commodity in a case, in a period or in several that storages join, by kind."""

    straight: list[Arc] = field(default_factory=list)
    into: list[Arc] = field(default_factory=list)
    between: list[Arc] = field(default_factory=list)
    out: list[Arc] = field(default_factory=list)

    def add(self, arc: Arc, *, known: bool, pooled: bool) -> None:
        """Add an arc: from a source or a pool, into a pool or to a use."""
        kind = (self.into if pooled else self.straight) if known else (self.between if pooled else self.out)
        kind.append(arc)

    def coming(self) -> dict[Pool, dict[str, float]]:
        """What comes to each use, by source."""
        made: dict[Pool, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for arc in self.straight:
            made[arc.head][str(arc.tail)] += arc.arrives
        mixtures = self._mixtures() if self.out else {}
        for arc in self.out:
            for source, share in mixtures.get(arc.tail, {}).items():
                made[arc.head][source] += arc.arrives * share
        return made

    def _mixtures(self) -> dict[str | Pool, dict[str, float]]:
        """Of what sources each pool's mixture is, as shares."""
        whole: dict[str | Pool, float] = defaultdict(float)
        for arc in [*self.into, *self.between]:
            whole[arc.head] += arc.arrives
        pools = {name: place for place, name in enumerate(name for name, amount in whole.items() if amount > 0)}
        sources = {str(name): place for place, name in enumerate(dict.fromkeys(arc.tail for arc in self.into))}
        if not pools or not sources:
            return {}
        left = np.diag(np.array([whole[name] for name in pools], float))
        right = np.zeros((len(pools), len(sources)))
        for arc in self.into:
            if arc.head in pools:
                right[pools[arc.head], sources[str(arc.tail)]] += arc.arrives
        for arc in self.between:
            if arc.head in pools and arc.tail in pools:
                left[pools[arc.head], pools[arc.tail]] -= arc.arrives
        size = np.diag(left).copy() + (np.diag(left) <= 0)
        try:
            shares = np.linalg.solve(left / size[:, None], right / size[:, None])
        except np.linalg.LinAlgError:  # something turns in a circle that nothing comes to
            shares = np.linalg.lstsq(left / size[:, None], right / size[:, None], rcond=None)[0]
        return {name: dict(zip(sources, shares[place].tolist(), strict=True)) for name, place in pools.items()}


@dataclass(frozen=True)
class Met:
    """How a row of QualityLimits is met in a case and period."""

    case: str
    participant: str
    commodity: str
    property: str
    period: str
    least: float
    most: float
    value: float
    """NaN where nothing comes, and where streams stay apart."""
    broken: float
    """By how much it is broken: value beyond the limit x amount, or what is outside it [unit x value, unit]; 0: it holds."""
    scale: float
    """Size of what that is made of."""


def qualities_frame(park: Park, tables: Tables) -> pd.DataFrame:
    """Return the sheet `Qualities met`: a row for each row of QualityLimits, case and period."""
    rows = list(met(park, tables))
    columns = list(QualitiesMet.columns)
    return pd.DataFrame({name: pd.Series([getattr(row, name) for row in rows]) for name in columns})[columns]


def met(park: Park, tables: Tables) -> Iterator[Met]:
    """How each row of QualityLimits is met, in each case and period."""
    limits = park["QualityLimits"]
    if limits.empty:
        return
    apart = stay_apart(park)
    parts: dict[tuple[str, str], dict[Pool, dict[str, float]]] = defaultdict(dict)
    for name in dict.fromkeys(limits["commodity"]):
        if name not in apart:
            for case, flowing in flows_of(park, tables, name):
                parts[case, name].update(flowing.coming())
    values, mixes = values_of(park), mixes_of(park)
    periods = list(dict.fromkeys(park.moments["period"]))
    names = ("participant", "commodity", "property", "least", "most")
    for case in CASES:
        for who, what, name, least, most in zip(*(limits[column] for column in names), strict=True):
            for period in periods:
                coming = parts[case, what].get((period, who), {})
                amounts = np.array(list(coming.values()), float)
                worth = np.array([values.get((source, what, name), np.nan) for source in coming], float)
                judge = {"by quantity": _mean, "grade": _worst}.get(mixes.get((what, name), ""))
                judged = judge(amounts, worth, least, most) if judge else (np.nan, 0.0, 0.0)
                yield Met(case, who, what, name, period, least, most, *judged)


def flows_of(park: Park, tables: Tables, commodity: str) -> Iterator[tuple[str, Flowing]]:
    """What flows of a commodity: case by case, and period by period where no storage joins them."""
    made: dict[tuple[str, str], Flowing] = defaultdict(Flowing)
    arcs, kept = _arcs(park, tables, commodity), list(_kept(park, tables, commodity))
    joined = {case for case, *_ in kept}
    for case, period, tail, head, known, pooled, arrives, leaves in arcs.itertuples(index=False):
        arc = Arc(tail if known else (period, tail), (period, head), arrives, leaves)
        made[case, "" if case in joined else period].add(arc, known=known, pooled=pooled)
    for case, known, pooled, arc in kept:
        made[case, ""].add(arc, known=known, pooled=pooled)
    for (case, _), flowing in made.items():
        yield case, flowing


def values_of(park: Park) -> dict[tuple[str, str, str], float]:
    """How good what participants offer is, by participant, commodity and property."""
    frame = park["Qualities"]
    key = zip(frame["participant"], frame["commodity"], frame["property"], strict=True)
    return dict(zip(key, frame["value"].to_numpy(float).tolist(), strict=True))


def mixes_of(park: Park) -> dict[tuple[str, str], str]:
    """How properties of commodities mix."""
    frame = park["Qualities"]
    return dict(zip(zip(frame["commodity"], frame["property"], strict=True), frame["mixes"], strict=True))


def stay_apart(park: Park) -> set[str]:
    """Commodities of which no streams mix."""
    frame = park["Qualities"]
    return set(frame.loc[frame["mixes"] == "not", "commodity"])


def _mean(amounts: Floats, worth: Floats, least: float, most: float) -> tuple[float, float, float]:
    """The mean, by how much it is outside and the size of what is added up."""
    total = float(amounts.sum())
    if not total > 0:
        return np.nan, 0.0, 0.0
    mean = float((amounts * worth).sum()) / total
    over, under = (mean - most) * total, (least - mean) * total
    scale = float((np.abs(amounts) * np.fmax(np.abs(worth), np.nanmax([abs(least), abs(most), 0.0]))).sum())
    return mean, float(np.nanmax([over, under, 0.0])), scale


def _worst(amounts: Floats, worth: Floats, least: float, most: float) -> tuple[float, float, float]:
    """The value of the worst part, how much is outside and how much there is."""
    total = float(amounts.sum())
    some = amounts > TRACE * (1 + total)
    if not total > 0:
        return np.nan, 0.0, 0.0
    if not some.any():
        some = amounts == amounts.max()
    outside = np.fmax(np.fmax(worth - most, least - worth), -np.inf)
    worst = np.where(some & ~np.isnan(outside), outside, -np.inf)
    value = float(worth[np.argmax(worst)]) if np.isfinite(worst).any() else np.nan
    return value, float(amounts[outside > 0].sum()), total


def _arcs(park: Park, tables: Tables, commodity: str) -> pd.DataFrame:
    """Everything that flows of a commodity: ARC."""
    pools = park.passing_on
    flows = tables["Flows"]
    flows = flows[flows["commodity"] == commodity]
    links = pd.DataFrame(
        {
            "case": flows["case"].to_numpy(object),
            "period": flows["period"].to_numpy(object),
            "tail": flows["from"].to_numpy(object),
            "head": flows["to"].to_numpy(object),
            "known": ~flows["from"].isin(pools).to_numpy(bool),
            "pooled": flows["to"].isin(pools).to_numpy(bool),
            "arrives": flows["delivered"].to_numpy(float),
            "leaves": flows["sent"].to_numpy(float),
        }
    )
    key = ["case", "period", "participant"]
    offered, used, put = _own(park, tables, commodity)
    sent = flows.rename(columns={"from": "participant", "sent": "amount"})[[*key, "amount"]]
    own = [links]
    passing = offered["participant"].isin(pools).to_numpy(bool)
    own.append(_at_home(offered[passing], known=True, pooled=True))
    own.append(_at_home(used[used["participant"].isin(pools).to_numpy(bool)], known=False, pooled=False))
    gone = pd.concat([sent, put.loc[put["own"].to_numpy(bool), [*key, "amount"]]], ignore_index=True)
    gone["amount"] *= -1.0
    there = offered[~passing]
    both = pd.concat([there, gone[~gone["participant"].isin(pools).to_numpy(bool)]], ignore_index=True)
    rest = both.groupby(key, as_index=False, sort=False)["amount"].sum()
    scale = both.assign(amount=both["amount"].abs()).groupby(key, sort=False)["amount"].sum().to_numpy(float)
    own.append(_at_home(rest[rest["amount"].to_numpy(float) > NOISE * scale], known=True, pooled=False))
    arcs = pd.concat([frame for frame in own if len(frame)] or [links], ignore_index=True)
    return arcs[arcs["leaves"] > 0][ARC]


def _own(park: Park, tables: Tables, commodity: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What participants offer, use and put into storage themselves: case, period, participant, amount.

    Storages where all passes on are pools themselves.
    """
    supplies, uses = tables["Supplies used"], tables["By-products used"]
    made, levels = tables["Made and used"], tables["Storage levels"]
    supplies = supplies[supplies["commodity"] == commodity].assign(amount=supplies["used"])
    uses = uses[uses["by_product"] == commodity]
    made = made[made["commodity"] == commodity]
    within = made["amount"] - sum(made[name].fillna(0.0) for name in ("bought", "disposed", "left"))
    made = made.assign(amount=within)
    out = (made["way"] == "out").to_numpy(bool)
    levels = levels[levels["commodity"] == commodity]
    stores = park["Storages"].drop_duplicates(["storage", "participant", "size"])
    keeps = levels[["storage", "participant", "size"]].merge(
        stores[["storage", "participant", "size", "keeps"]], on=["storage", "participant", "size"], how="left"
    )["keeps"]
    levels = levels.assign(own=(keeps == "own").to_numpy(bool))
    levels = levels[~levels["participant"].isin(park.passing_on).to_numpy(bool)]
    taken = levels[levels["own"].to_numpy(bool)].assign(amount=lambda frame: frame["taken_out"])
    put = levels.assign(amount=levels["put_in"])
    columns = ["case", "period", "participant", "amount"]
    offered = pd.concat([supplies[columns], made[out][columns], taken[columns]], ignore_index=True)
    used = pd.concat([uses[columns], made[~out][columns]], ignore_index=True)
    return offered.astype({"amount": float}), used.astype({"amount": float}), put[[*columns, "own"]]


def _at_home(rows: pd.DataFrame, *, known: bool, pooled: bool) -> pd.DataFrame:
    """What goes from a participant to itself."""
    amount = rows["amount"].to_numpy(float)
    made = rows[["case", "period"]].assign(tail=rows["participant"], head=rows["participant"])
    return made.assign(known=known, pooled=pooled, arrives=amount, leaves=amount)[ARC]


def _kept(park: Park, tables: Tables, commodity: str) -> Iterator[tuple[str, bool, bool, Arc]]:
    """What goes into storages where all passes on, stands in them and comes out: case, whether from a source, whether
    into a pool, arc.

    In a year, all repetitions of a period: repeats x what stands at the end leaves it, repeats x keeps x what stands at
    the start of the next comes to that.
    """
    levels = tables["Storage levels"]
    levels = levels[(levels["commodity"] == commodity) & levels["participant"].isin(park.passing_on)]
    key, told = ["storage", "participant", "size"], ["in_efficiency", "out_efficiency", "standing_loss"]
    stores = park["Storages"].drop_duplicates(key)
    begins = stores[["start_level", "end_level"]].notna().any(axis=1)
    lines = levels.merge(stores[[*key, *told]].assign(begins=begins), on=key)
    lines = lines.merge(_chains(park), on="period")
    for row in lines.to_dict("records"):
        owner, name = row["participant"], [row[each] for each in key]
        here, pool, stood = (row["period"], *name), (row["period"], owner), (row["before"], *name)
        keeps = (1 - row["standing_loss"]) ** (row["hours"] / row["repeats"])
        stands, left = row["repeats"] * keeps * row["start"], row["repeats"] * row["end"]
        if row["begins"] and row["first"]:
            kept = [(True, True, Arc(owner, here, stands, stands))]
        else:
            kept = [(False, True, Arc(stood, here, stands, row["repeats_before"] * row["start"]))]
        if row["begins"] and row["last"]:
            kept.append((False, False, Arc(here, ("", ""), left, left)))
        kept.append((False, True, Arc(pool, here, row["in_efficiency"] * row["put_in"], row["put_in"])))
        kept.append((False, True, Arc(here, pool, row["taken_out"], row["taken_out"] / row["out_efficiency"])))
        yield from ((row["case"], *one) for one in kept if one[-1].arrives > 0)


def _chains(park: Park) -> pd.DataFrame:
    """Periods, and which of them follow each other: period, hours, repeats, before, repeats_before, first, last."""
    periods = park.moments.drop_duplicates("period").reset_index(drop=True)
    before, last = np.empty(len(periods), np.int64), np.zeros(len(periods), bool)
    for places in periods.groupby("cycle", sort=False).indices.values():
        before[places] = np.roll(places, 1)
        last[places[-1]] = True
    return periods[["period", "hours", "repeats"]].assign(
        before=periods["period"].to_numpy(object)[before],
        repeats_before=periods["repeats"].to_numpy(float)[before],
        first=before >= np.arange(len(periods)),
        last=last,
    )
