"""What if the figures are not what they seem: one at a time, all at random, and which links all of that leaves standing.

    tornado     each range at its low and its high end, all else as in the workbook
    samples     all ranges drawn at once, independently of each other (drawing.py)
    regret      what the first design costs, its builds kept and dispatched anew, less what the best design costs for these figures

A range gives its cell another value in every stage and scenario; where Changes has a factor on that cell it goes with it. Each case
is a design like any other, with its own gap, and begins from the first design (cases.py): at a gap above 0 a design that is no further off
than that stays. The ends are audited, both designs of each; of the samples the first and every tenth behind it, as an audit takes as
long as the rest of a small park's case (measured: 0.5 of 0.9 s with two sites, 12 of 45 s with ten). Every search has one process, and
cases are done beside each other: how many jobs there are changes no answer.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sidestream.design.design import Design
from sidestream.errors import UsageError
from sidestream.park import Park
from sidestream.park.changes import Change
from sidestream.park.ranges import Range, ranges_of
from sidestream.park.sites import COST
from sidestream.studies.finding import find
from sidestream.studies.options import Options
from sidestream.studies.prepared import Prepared
from sidestream.studies.reading_back import read_back
from sidestream.studies.sensitivity.around import ranges_around
from sidestream.studies.sensitivity.cases import Case, First, Outcome, decided_of, examine, figures_of
from sidestream.studies.sensitivity.drawing import UNIFORM, draw
from sidestream.studies.sensitivity.telling import Answers, told
from sidestream.studies.side_by_side import side_by_side

SAMPLES = 100
"""Samples that are drawn, unless said otherwise."""
FIRST_SHARE = 0.25
"""Share of the time that the first design may take: all others begin with it."""
EVERY = 10
"""Of so many samples one is audited."""
STEPS = 20
"""How often it is told how many cases are done."""


@dataclass(frozen=True)
class Wanted:
    """What is varied how: `around` is a share by which all that the design rests on is varied beside Ranges, `top` how much of it."""

    samples: int = SAMPLES
    seed: int = 1
    distribution: str = UNIFORM
    around: float | None = None
    top: int | None = None


def sensitivity(park: Park, options: Options, wanted: Wanted | None = None) -> Design:
    """Return how a park's design depends on its figures: sheets Tornado, Samples, Sensitivity, Links in samples, and Run.

    Raises UsageError where nothing is to be varied or the park has another objective, and what `design_network` raises.
    """
    wanted, began = wanted or Wanted(), time.monotonic()
    ranges = ranges_of(park)
    _refuse_if_none(park, ranges, wanted)
    draw(ranges, 0, wanted.seed, wanted.distribution)
    limit = options.time_limit
    share = None if limit is None else FIRST_SHARE * limit
    alone = replace(options, jobs=1, time_limit=share)
    ready = Prepared.of(park, alone)
    found, values = find(ready)
    design = read_back(ready, found, values)
    if wanted.around is not None:
        but = {(*one.cell, one.column) for one in ranges}
        ranges += ranges_around(park, tuple(ready.made.worlds), design, wanted.around, but, wanted.top)
        if not ranges:
            raise UsageError("the design of this park rests on no figure: there is nothing to vary")
    drawn = draw(ranges, wanted.samples, wanted.seed, wanted.distribution)
    first = First(
        park,
        decided_of(ready.made, values),
        options.gap,
        options.solver,
        options.without,
        math.inf if limit is None else time.time() + max(limit - (time.monotonic() - began), 0.0),
        options.jobs,
    )
    ends = [(one.change(value),) for one in ranges for value in (one.low, one.high)]
    sampled = [tuple(one.change(value) for one, value in zip(ranges, row, strict=True)) for row in drawn.tolist()]
    outcomes = _examined(first, [*ends, *sampled], len(ends), options)
    answers = Answers(
        ranges,
        drawn,
        figures_of(ready, found, values, design),
        [outcomes.get(place) for place in range(len(ends))],
        {place: outcome for place in range(len(sampled)) if (outcome := outcomes.get(place + len(ends)))},
    )
    return told(ready, options, _in_words(wanted), answers, time.monotonic() - began)


def _refuse_if_none(park: Park, ranges: Sequence[Range], wanted: Wanted) -> None:
    """Raise UsageError where nothing is to be varied, or a regret is no cost."""
    if (goal := park.settings.objective) != COST:
        raise UsageError(
            f"{park.name} makes '{goal}' small, whatever it costs; a regret is a cost: ask with --set \"Settings: objective = {COST}\""
        )
    if not ranges and wanted.around is None:
        raise UsageError(
            f"{park.name} has no rows in the sheet Ranges: type there which figures could lie between which values, such as Demands | "
            '"mill, gypsum" | virgin_price | 24 | 36 (sidestream template --with ranges shows the sheet); or let everything that the saving '
            "rests on be varied, with --all 20 by 20 %"
        )


def _in_words(wanted: Wanted) -> dict[str, str]:
    """What was asked for, as items of the Run sheet."""
    asked = {
        "samples asked for": str(wanted.samples),
        "seed": f"{wanted.seed} (numpy's PCG64, independent samples)",
        "distribution": wanted.distribution,
    }
    if wanted.around is not None:
        asked["varied beside Ranges"] = f"all that the design rests on, by {100 * wanted.around:g} %" + (
            "" if wanted.top is None else f": the {wanted.top} that weigh most"
        )
    return asked


def _examined(first: First, changes: Sequence[tuple[Change, ...]], ends: int, options: Options) -> dict[int, Outcome]:
    """What came of each case, as far as they were done."""
    count = len(changes)
    cases = [
        Case(some, count - place, place < ends or (place - ends) % EVERY == 0) for place, some in enumerate(changes)
    ]
    found: dict[int, Outcome] = {}
    options.news(f"{count} cases begin", math.inf, -math.inf, math.inf)
    for place, outcome in side_by_side(examine, first, cases, options.jobs, options.wish):
        if outcome is None:
            continue
        found[place] = outcome
        done = len(found)
        if done * STEPS // count > (done - 1) * STEPS // count:
            options.news(f"{done} of {count} cases done", math.inf, -math.inf, math.inf)
    return found
