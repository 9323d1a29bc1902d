"""What a design has to live with: a world for each stage of the years ahead and each scenario that is weighed.

A world is a park of its own: the workbook's, with the changes of its stage and of those before it, and of its scenario.
Worlds of one stage share what is built, and what is built stays in the stages after it.

    worth of a stage = sum_{k=1..years} (1 + discount_rate)^-(start_year - first start_year + k)
    share of a world = worth * probability / sum worth * probability: what a yearly amount of it counts in the level one of
                       all years that is worth as much; for a firm at its own discount_rate
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.park.changes import asked, changed, changes_when
from sidestream.park.limits import IN_EXPECTATION
from sidestream.park.park import Park
from sidestream.tables import Loaded

ALONE = ("Stages", "Scenarios", "Changes", "Ranges")
"""Sheets that say what worlds there are, and what else could be: a world by itself has none of them."""
NO_SCENARIOS = "left out"
"""What is said of scenarios where a design is without them."""
RISK = ("risk", "risk_tail", "risk_weight")
"""Settings that speak of scenarios that are weighed."""
TOGETHER = ("objective", *RISK)
"""Settings that speak of all worlds together."""


@dataclass(frozen=True)
class World:
    """One stage and scenario, and the park as it is then; blank names where there are no stages, or no scenarios weighed.

    `worth` is what 1 EUR at the end of each of its years is worth at the beginning of the first stage [a].
    """

    stage: str
    scenario: str
    start_year: float
    years: float
    probability: float
    worth: float
    budget: float
    park: Park

    @property
    def label(self) -> str:
        """Its name: stage and scenario, as far as there are any."""
        return ", ".join(name for name in (self.stage, self.scenario) if name)


def several(park: Park) -> bool:
    """Whether the park has stages or weighs scenarios."""
    return len(park["Stages"]) > 0 or weighed(park)


def weighed(park: Park) -> bool:
    """Whether the park's scenarios have probabilities, and so are part of a design."""
    return bool(park["Scenarios"]["probability"].notna().any())


def worlds(park: Park) -> tuple[World, ...]:
    """Return the worlds of a park, by stage and within it by scenario. Raises UsageError where a change does not fit."""
    if not several(park):
        return (World("", "", np.nan, 1.0, 1.0, 1.0, np.nan, park),)
    made = []
    every = _stages(park)
    for place, stage in enumerate(every, start=1):
        now = _changed(park, every[:place])
        for scenario, probability in _scenarios(park):
            world = _in_scenario(park, now, scenario) if scenario else now
            made.append(
                World(
                    str(stage["stage"]),
                    scenario,
                    float(stage["start_year"]),
                    float(stage["years"]),
                    probability,
                    float(stage["worth"]),
                    float(stage["budget"]),
                    world,
                )
            )
    return tuple(made)


def by_itself(world: World) -> Park:
    """What the park of a world has to do whatever the others do: without the limits that hold in expectation."""
    if world.probability == 1:
        return world.park
    limits = world.park.tables["Limits"]
    kept = ~limits.frame["on"].isin(IN_EXPECTATION).to_numpy(bool)
    fewer = replace(limits, frame=limits.frame[kept], given=limits.given[kept])
    return Park(world.park.typed | {"Limits": fewer}, world.park.name, world.park.fingerprint)


def shares_of_money(every: Sequence[World]) -> NDArray[np.float64]:
    """What a yearly amount of each world counts in the yearly amount that all of them are worth; adds up to 1."""
    worth = np.array([world.worth * world.probability for world in every])
    return np.asarray(worth / worth.sum(), float)


def shares_of_purses(park: Park, every: Sequence[World]) -> pd.DataFrame:
    """What a yearly amount of each world counts for each participant, who judges its money at a rate of its own: the rows
    are the worlds, the columns participants, each of which adds up to 1.
    """
    rates = own_rates(park)
    if len(park["Stages"]):
        first = every[0].start_year
        at = {one: [worth(world.start_year, world.years, first, one) for world in every] for one in set(rates)}
    else:
        at = {one: [world.worth for world in every] for one in set(rates)}
    each = np.array([at[one] for one in rates], float).reshape(len(rates), len(every)).T
    each *= np.array([world.probability for world in every])[:, None]
    return pd.DataFrame(each / each.sum(axis=0), columns=rates.index)


def own_rates(park: Park) -> pd.Series:
    """The discount rate of each participant [1/a], in the park's order."""
    sites = park["Participants"].drop_duplicates("participant").set_index("participant")
    return sites["discount_rate"].astype(float).fillna(park.settings.discount_rate)


def shares_of_years(every: Sequence[World]) -> NDArray[np.float64]:
    """What a yearly amount of each world counts in the mean over all years, not discounted; adds up to 1."""
    years = np.array([world.years * world.probability for world in every])
    return np.asarray(years / years.sum(), float)


def risk_of(park: Park, every: Sequence[World], costs: Sequence[float]) -> float:
    """The goal where each world costs so much [EUR/a]: the expected cost and, as far as it weighs, its worst case or CVaR."""
    settings = park.settings
    expectation = float(np.dot(shares_of_money(every), costs))
    weigh = 0.0 if settings.risk == "expected cost" else float(settings.risk_weight)
    if not weigh:
        return expectation
    totals: dict[str, list[tuple[float, float]]] = {}
    chance: dict[str, float] = {}
    for world, cost in zip(every, costs, strict=True):
        totals.setdefault(world.scenario, []).append((world.worth, cost))
        chance[world.scenario] = world.probability
    yearly = {name: sum(w * c for w, c in pairs) / sum(w for w, _ in pairs) for name, pairs in totals.items()}
    if settings.risk == "worst case":
        return (1 - weigh) * expectation + weigh * max(yearly.values())
    left, tail = float(settings.risk_tail), 0.0
    for name in sorted(yearly, key=lambda one: -yearly[one]):
        part = min(left, chance[name])
        tail += part * yearly[name]
        left -= part
    return (1 - weigh) * expectation + weigh * tail / float(settings.risk_tail)


def worth(start: float, years: float, first: float, rate: float) -> float:
    """What 1 EUR at the end of each year of a stage is worth at the beginning of the first [a]."""
    return float(sum((1 + rate) ** -(start - first + k) for k in range(1, int(years) + 1)))


def _stages(park: Park) -> list[dict[str, Any]]:
    """Stages in order of time, with their worth; one without a name where there are none."""
    frame = park["Stages"].sort_values("start_year", kind="stable")
    if frame.empty:
        return [{"stage": "", "start_year": np.nan, "years": 1.0, "worth": 1.0, "budget": np.nan}]
    first, rate = float(frame["start_year"].iloc[0]), float(park.settings.discount_rate)
    ends = zip(frame["start_year"], frame["years"], strict=True)
    frame = frame.assign(worth=[worth(start, years, first, rate) for start, years in ends])
    return [
        {str(name): value for name, value in row.items()}
        for row in frame[["stage", "start_year", "years", "worth", "budget"]].to_dict("records")
    ]


def _scenarios(park: Park) -> list[tuple[str, float]]:
    """Scenarios that can come, with their probabilities; one without a name where none is weighed."""
    if not weighed(park):
        return [("", 1.0)]
    frame = park["Scenarios"]
    pairs = zip(frame["scenario"], frame["probability"].fillna(0.0), strict=True)
    return [(str(name), float(share)) for name, share in pairs if share > 0]


def _changed(park: Park, stages: Sequence[Mapping[str, Any]]) -> Park:
    """The park with the changes of stages, each of the workbook's own cells; without worlds of its own."""
    rows = park["Changes"]
    changes = [change for stage in stages for change in changes_when(park, rows, str(stage["stage"]))]
    return _alone(changed(park, changes)[0], park)


def _in_scenario(park: Park, now: Park, scenario: str) -> Park:
    rows: pd.DataFrame = park["Changes"]
    rows = rows[rows["when"] == scenario]
    tables, _ = changed(now, [asked(now, cells) for cells in rows.to_dict("records")])
    return _alone(tables, park)


def with_scenario(tables: Mapping[str, Loaded], name: str) -> dict[str, Loaded]:
    """Return the sheets of a workbook with one scenario, sure to come, or with none: then there is no risk to weigh either."""
    scenarios, changes = tables["Scenarios"], tables["Changes"]
    kept = (scenarios.frame["scenario"] == name).to_numpy(bool)
    others = set(scenarios.frame.loc[~kept, "scenario"])
    frame = scenarios.frame[kept].assign(probability=1.0)
    stays = ~changes.frame["when"].isin(others).to_numpy(bool)
    settings = tables["Settings"]
    meant = ~settings.frame["setting"].isin(() if name else RISK).to_numpy(bool)
    return {
        **tables,
        "Settings": replace(settings, frame=settings.frame[meant], given=settings.given[meant]),
        "Scenarios": replace(scenarios, frame=frame, given=scenarios.given[kept].assign(probability=True)),
        "Changes": replace(changes, frame=changes.frame[stays], given=changes.given[stays]),
    }


def _alone(tables: dict[str, Loaded], park: Park) -> Park:
    """A park of one world."""
    for sheet in ALONE:
        loaded = tables[sheet]
        tables[sheet] = replace(loaded, frame=loaded.frame.iloc[:0], given=loaded.given.iloc[:0], faulty=frozenset())
    settings = tables["Settings"]
    kept = ~settings.frame["setting"].isin(TOGETHER).to_numpy(bool)
    tables["Settings"] = replace(settings, frame=settings.frame[kept], given=settings.given[kept])
    return Park(tables, park.name, park.fingerprint)
