"""Why a link is built or not: what the other way costs, at which prices and volumes the answer flips, what more of a thing is worth.

    other way   the best design with a link held the other way, with what is proven of it
    flips       of the links that are named: every carbon price, capital cost and volume at which the answer changes
    marginal    the dual of each balance with builds fixed, as an interval where it is degenerate, and how far it holds
    rebuilding  of the ends of the links that are named: 1 % and 10 % more, designed anew

Where no link is named, all are asked the other way, each for a few seconds at the most; the Run sheet says what was left out.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import Any

import pandas as pd

from sidestream.design.design import Design
from sidestream.design.study_tables.explained import (
    BUILT,
    NO_CHOICE,
    OPEN,
    RESULTS,
    Flips,
    LinksExplained,
    Rebuilt,
)
from sidestream.errors import UsageError
from sidestream.park import Park
from sidestream.park.sites import COST
from sidestream.report.letter import Letter
from sidestream.solver.highs import Watch
from sidestream.studies.explaining import flips, ways
from sidestream.studies.explaining.best import Best
from sidestream.studies.explaining.letters import letter_of
from sidestream.studies.explaining.levers import Lever, levers, volumes
from sidestream.studies.explaining.marginal import marginal_values
from sidestream.studies.explaining.rebuilt import rebuilt
from sidestream.studies.explaining.words import flip_sentence, sentence_of
from sidestream.studies.options import Options
from sidestream.studies.prepared import Prepared
from sidestream.studies.run_sheet import asked_of, study_run

BEST, WAYS, MARGINAL, FLIPS = 0.4, 0.4, 0.3, 0.7
"""Shares of the time that is left for each: the best design, links the other way, marginal values, flips before rebuilding."""


def explain(park: Park, options: Options, links: Sequence[str] = (), *, in_full: bool = False) -> Design:
    """Return why links are built or not: sheets Links explained, Flips, Marginal values, Values with rebuilding, and Run.

    `links` are those that are asked about; none means all, of which flips are looked for only `in_full`. Raises UsageError where
    a link is not there or the park has another objective, and what `design_network` raises.
    """
    return explained(park, options, links, in_full=in_full)[0]


def explained(
    park: Park, options: Options, links: Sequence[str] = (), *, in_full: bool = False
) -> tuple[Design, list[Letter]]:
    """Return the sheets, and a letter for each link."""
    if (goal := park.settings.objective) != COST:
        raise UsageError(
            f"{park.name} makes '{goal}' small, whatever it costs; what a link is worth is asked of the cost: ask with "
            f'--set "Settings: objective = {COST}"'
        )
    names = ways.named(park, links) or list(ways.links_of(park))
    ready = Prepared.of(park, options)
    study = _Study(ready, names, full=in_full or bool(links))
    return study.design(), study.letters()


class _Study:
    """The questions, one after another, each with its share of the time that is left."""

    def __init__(self, ready: Prepared, names: Sequence[str], *, full: bool):
        self.ready, self.full = ready, full
        self.best = Best.of(ready, self._until(BEST))
        for place, link in enumerate(one for one in names if full and one in self.best.links):
            self.best = self.best.sharpened(link, self._soon(self._until(WAYS / 2), len(names) - place))
        self.ways = ways.ways_of(self.best, names)
        self.left_out: list[str] = []
        self.choices = [way for way in self.ways if way.answer != NO_CHOICE]
        self._other_ways()
        self.marginal = self._marginal()
        self.flips = pd.DataFrame(self._flips() if full else [], columns=list(Flips.columns))
        self.rebuilt = pd.DataFrame(self._rebuilt() if full else [], columns=list(Rebuilt.columns))
        if not full:
            self.left_out.append("flips and values with rebuilding: name links with --link, or ask for --all")
        self.sentences = [sentence_of(self.best, way) for way in self.ways]

    def _other_ways(self) -> None:
        best, until = self.best, self._until(WAYS)
        ways.relax(best, self.choices, until)
        if self.full:
            for place, way in enumerate(self.choices):
                self._say(f"link {place + 1} of {len(self.choices)}")
                ways.search(best, way, self._soon(until, len(self.choices) - place))
                ways.read(best, way)
        else:
            ways.all_searched(best, self.choices, until)
        ways.judge(best, self.choices)
        if any(not way.enough for way in self.choices):
            few = sum(not way.enough for way in self.choices)
            more = "a longer time limit or a smaller gap tells" if self.full else "name them with --link"
            self.left_out.append(f"the other way of {few} links is known to a range only: {more}")

    def _marginal(self) -> pd.DataFrame:
        self._say("marginal values")
        until = self._until(MARGINAL)
        ends = {end for way in self.ways for end in (way.from_, way.to)} if self.full else None
        found, whole = marginal_values(self.ready, self.best.values, Watch(until, self.ready.options.wish), ends)
        if not whole:
            self.left_out.append("marginal values for which there was no time")
        return found

    def _flips(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        known = ways.links_of(self.ready.park)
        asked = [
            (way, lever)
            for way in self.choices
            for lever in levers(self.ready.park, known[way.link], self._having(way))
        ]
        until = self._until(FLIPS)
        for place, (way, lever) in enumerate(asked):
            self._say(f"flips {place + 1} of {len(asked)}")
            now = time.monotonic()
            share = now + max(until - now, 0.0) / (len(asked) - place)
            found += self._turned(way.link, lever, share)
        return found

    def _turned(self, link: str, lever: Lever, until: float) -> list[dict[str, Any]]:
        stretches, how = flips.Turning(self.best, link, lever, until).stretches()
        return flips.rows(link, lever, stretches, how, flip_sentence)

    def _rebuilt(self) -> list[dict[str, Any]]:
        self._say("values with rebuilding")
        known = ways.links_of(self.ready.park)
        asked = {
            lever.what + lever.of: lever for way in self.ways for lever in volumes(self.ready.park, known[way.link])
        }
        found = list(rebuilt(self.best, list(asked.values()), self._until(1.0)))
        if len(found) < 2 * len(asked):
            self.left_out.append(f"{2 * len(asked) - len(found)} values with rebuilding: no design, or no time for one")
        return found

    def _having(self, way: ways.Way) -> Design | None:
        """A design that has a link."""
        return self.best.design if way.answer == BUILT else way.design

    def design(self) -> Design:
        """The sheets."""
        best = self.best
        open_flips = int((self.flips["below"] == OPEN).sum())
        undecided = sum(way.decided == OPEN for way in self.choices)
        facts: dict[str, Any] = {
            "cost": best.cost,
            "bound": best.bound,
            "links": len(self.ways),
            "undecided": undecided,
            "flips": int(self.flips["flip"].notna().sum()),
            "flips_undecided": open_flips,
            "enough": bool(best.design.facts["enough"])
            and not undecided
            and not open_flips
            and all(way.enough for way in self.choices)
            and not any("time" in words for words in self.left_out),
            "left_out": "; ".join(self.left_out) or "nothing",
            "currency": self.ready.park.settings.currency,
            "seconds": time.monotonic() - self.ready.clock.began,
        }
        tables = {
            "Links explained": ways.table(self.ways, self.sentences, list(LinksExplained.columns)),
            "Flips": self.flips,
            "Marginal values": self.marginal,
            "Values with rebuilding": self.rebuilt,
        }
        made = Design.of(tables, facts, RESULTS, kind="explained")
        made.tables["Run"] = study_run(self.ready.park, facts, asked_of(self.ready.options))
        return made

    def letters(self) -> list[Letter]:
        """A letter for each link."""
        return [
            letter_of(self.best, way, sentence, self.flips[self.flips["link"] == way.link], full=self.full)
            for way, sentence in zip(self.ways, self.sentences, strict=True)
        ]

    def _until(self, share: float) -> float:
        """When a part is to end that has a share of the time that is left."""
        now = time.monotonic()
        left = self.ready.deadline - now
        return now + share * left if math.isfinite(left) else math.inf

    def _soon(self, until: float, left: int) -> float:
        """When one of so many things that are left is to end; without a time limit none takes longer than EACH."""
        now = time.monotonic()
        return now + min(max(until - now, 0.0) / left, math.inf if math.isfinite(until) else flips.EACH)

    def _say(self, part: str) -> None:
        self.ready.options.news(part, math.inf, -math.inf, math.inf)
