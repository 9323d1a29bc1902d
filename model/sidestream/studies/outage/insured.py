"""The design that is cheapest when losses are weighed in advance.

    scenarios   each participant lost, with probability chance * weeks * 168 / hours_per_year: the share of all time in which it is
                out; and `nothing happens` for the rest
    cost        sum over scenarios of probability * yearly cost, which is the expected cost of a year with losses of so many weeks;
                or its CVaR or worst case, where outages last a year

A two-stage stochastic programme (J. R. Birge and F. Louveaux, Introduction to stochastic programming, 2nd ed., 2011, ch. 2), written
as the sheets Scenarios and Changes of a park, so that it is searched, read back and audited as every design that weighs scenarios.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from sidestream.design.design import Design
from sidestream.errors import UsageError
from sidestream.park import Park
from sidestream.park.changes import key_of
from sidestream.studies.outage.losing import NOTHING, in_use
from sidestream.tables import Loaded

SHEETS = {
    "Demands": ("quantity", "profile", "most_by_product", "if_not_served"),
    "Supplies": ("if_not_taken",),
    "Pipelines": ("steady",),
}
"""What is different in every loss, beside who is lost."""


@dataclass(frozen=True)
class Insurance:
    """How losses are weighed: how likely each participant's is in a year, and which risk is made small."""

    chance: float
    risk: str = "expected cost"
    tail: float | None = None


def insured_park(park: Park, best: Design, lost: Sequence[str], share: float, insurance: Insurance) -> Park:
    """Return the park with a scenario for each loss; `share` is the part of a year for which each lasts.

    What old plants carry is what they carry in the best design, or their backup where that is more. Raises UsageError where a need has a
    most_by_product too.
    """
    each = insurance.chance * share
    used, needs = in_use(park, best)
    if needs.limits:
        who, what, _ = next(iter(needs.limits))
        raise UsageError(
            f"{who}, {what} has a backup and a most_by_product below 100 %: losses cannot be weighed with both; ask without --insure"
        )
    tables = dict(park.typed)
    tables["Demands"], tables["Profiles"] = _with_both(park, used), used.typed["Profiles"]
    base = Park(tables, park.name, park.fingerprint)
    common = [
        {"sheet": sheet, "key": key_of(base, sheet, row), "column": column, "value": _typed(after, row, column)}
        for sheet, columns in SHEETS.items()
        for before, after in [(base.typed[sheet], used.typed[sheet])]
        for column in columns
        for row in after.frame.index[_different(base, before, after, column)].tolist()
    ]
    rows: list[dict[str, Any]] = []
    for name in lost:
        rows += [{"when": _scenario(name), **cells} for cells in common]
        gone = {"sheet": "Participants", "key": name, "column": "present", "value": "no"}
        rows.append({"when": _scenario(name), **gone})
    tables["Changes"] = _filled(park.typed["Changes"], [{"factor": np.nan, **row} for row in rows])
    chances = {NOTHING: 1 - each * len(lost), **{_scenario(name): each for name in lost}}
    tables["Scenarios"] = _filled(
        park.typed["Scenarios"], [{"scenario": name, "probability": one} for name, one in chances.items()]
    )
    risk = {"risk": insurance.risk} | ({} if insurance.tail is None else {"risk_tail": f"{100 * insurance.tail:g}"})
    settings = park.typed["Settings"]
    asked: list[dict[str, Any]] = [{"setting": name, "value": value} for name, value in risk.items()]
    for row in settings.frame.to_dict("records"):
        if row["setting"] not in risk:
            asked.append({str(name): cell for name, cell in row.items()})
    tables["Settings"] = _filled(settings, asked)
    return Park(tables, park.name, park.fingerprint)


def must_leave_time(count: int, share: float, insurance: Insurance) -> None:
    """Raise UsageError where losses are too likely to be scenarios that exclude each other."""
    if insurance.chance * share * count >= 1:
        raise UsageError(
            f"{count} losses of {100 * insurance.chance:g} % a year would leave no time in which nothing happens: give a smaller "
            "--chance, or fewer participants with --only"
        )


def _scenario(name: str) -> str:
    return f"{name} lost"


def _with_both(park: Park, used: Park) -> Loaded:
    """Demands as they are, with the rows for what is beyond backup, of which nothing is needed unless something is lost."""
    before, after = park.typed["Demands"], used.typed["Demands"]
    count = len(before.frame)
    frame = pd.concat([before.frame, after.frame.iloc[count:].assign(quantity=0.0)])
    must = (frame["if_not_served"] == "must serve").to_numpy(bool)
    frame["shortage_cost"] = np.where(must, 0.0, frame["shortage_cost"])
    return replace(after, frame=frame.astype(before.frame.dtypes.to_dict()))


def _different(base: Park, before: Loaded, after: Loaded, column: str) -> Any:
    if column == "steady":
        return base["Pipelines"]["steady"].astype(bool).to_numpy(bool)
    return (before.frame[column].astype(object) != after.frame[column].astype(object)).to_numpy(bool)


def _typed(after: Loaded, row: int, column: str) -> Any:
    """A cell as it would be typed."""
    if column == "steady":
        return "no"
    declared = after.table.columns[column]
    shown = declared.show(after.frame.at[row, column])
    return f"{shown:.15g}" if isinstance(shown, float) else shown


def _filled(loaded: Loaded, rows: Sequence[dict[str, Any]]) -> Loaded:
    """A sheet with other rows."""
    columns = loaded.table.columns
    cells = {
        name: column.collect([row.get(name, column.blank()) for row in rows]).set_axis(range(2, len(rows) + 2))
        for name, column in columns.items()
    }
    frame = pd.DataFrame(cells)
    return replace(loaded, frame=frame, given=pd.DataFrame(True, frame.index, frame.columns), faulty=frozenset())
