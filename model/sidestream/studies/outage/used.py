"""A design in use: the park as it leaves it, what is built, and what everybody pays, to hold outages against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import NONE, at
from sidestream.design.design import Design
from sidestream.design.tables import COST_ACCOUNTS, VALUED_ACCOUNTS
from sidestream.formulation.draft import Draft
from sidestream.park import Park
from sidestream.studies.options import Options
from sidestream.studies.outage.losing import Key, Needs, in_use, keys

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class InUse:
    """A design in use in one world: the park, what is built, what everybody pays and what goes unmet in it.

    builds      by family and name, what was decided once
    cash        what each participant pays a year [EUR/a]; `by_period` the same in each period, without what is paid whatever flows
    short       what of each row of Demands is not met in each period of the design [unit]
    """

    label: str
    park: Park
    needs: Needs
    builds: Mapping[str, Mapping[Any, float]]
    cash: pd.Series
    co2: pd.Series
    by_period: pd.DataFrame
    short: Mapping[tuple[Key, str], float]
    deadline: float = np.inf
    """When nothing more is begun (time.time)."""
    without: frozenset[str] = frozenset()

    @classmethod
    def of(cls, label: str, park: Park, design: Design, draft: Draft, values: Floats, options: Options) -> InUse:
        """What a design of one world leaves, read off its tables and the model's answer."""
        used, needs = in_use(park, design)
        people = design["Participants"].set_index("participant")
        met = design["Needs met"]
        met = met[(met["case"] == "design") & (met["short"] > 0)]
        builds = {
            family: dict(zip(map(as_tuple, known.index), values[known.columns].tolist(), strict=True))
            for family, known in draft.decided.items()
        }
        return cls(
            label,
            used,
            needs,
            builds,
            people["cost_design"].astype(float),
            people["co2_design"].astype(float),
            cash_by_period(draft, values),
            dict(zip(zip(keys(met), met["period"], strict=True), met["short"], strict=True)),
            without=options.without,
        )

    @property
    def survivors(self) -> list[str]:
        return list(self.cash.index)


def cash_by_period(draft: Draft, values: Floats) -> pd.DataFrame:
    """What each participant pays in each period, without what is paid whatever flows [EUR]. Participants x periods."""
    entries = draft.books.costs.read()
    valued = [COST_ACCOUNTS.index(name) for name in VALUED_ACCOUNTS]
    kept = (entries["moment"] != NONE) & ~np.isin(entries["account"], valued)
    amount = entries["value"] * at(values, entries["column"]) * at(draft.weights, entries["moment"])
    frame = pd.DataFrame({"key": entries["payer"], "moment": entries["moment"], "amount": amount})[kept]
    frame = frame.groupby(["key", "moment"], as_index=False)["amount"].sum()
    shares = pd.concat([draft.parties.shares(), *(share(values) for share in draft.shares)], ignore_index=True)
    each = frame.merge(shares, on="key")
    each["amount"] *= each["share"]
    wide = each.pivot_table(index="participant", columns="moment", values="amount", aggfunc="sum", fill_value=0.0)
    made: pd.DataFrame = wide.reindex(columns=range(len(draft.periods)), fill_value=0.0)
    return made.set_axis(draft.periods, axis=1)


def as_tuple(name: Any) -> Any:
    return name if isinstance(name, tuple) else (name,)
