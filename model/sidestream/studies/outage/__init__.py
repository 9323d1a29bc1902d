"""Each participant and each link lost in turn, what is built kept: what it costs those who are left, and who is hit.

    extra cost      survivors' cash cost in the outage less the same survivors' in the design, of weeks * 168 / hours_per_year years
    worst           the same, if all these weeks fell into the period in which an hour of the outage costs most
    rank            first what leaves needs unmet that have no price (the sum of their shares), then by extra cost

`losing.py` makes the park of an outage, `cases.py` runs it, `redispatch.py` holds it against the design (`used.py`), `insured.py`
weighs losses in advance. Where a park has stages or scenarios, each is asked by itself. What an insurance costs is what its design costs more in a year in which nothing happens.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.design import Design
from sidestream.design.study_tables.outage import BEST, INSURED, RESULTS, WITH_INSURANCE
from sidestream.design.worlds import of_world
from sidestream.errors import UsageError
from sidestream.park import Park
from sidestream.park.assumptions import assumptions
from sidestream.park.sites import COST
from sidestream.park.worlds import several
from sidestream.solver.search import Found
from sidestream.studies.finding import find
from sidestream.studies.options import Options
from sidestream.studies.outage.insured import Insurance, insured_park, must_leave_time
from sidestream.studies.outage.losing import LINKS, NOTHING, PARTICIPANT, Loss
from sidestream.studies.outage.redispatch import Outage, outage_of
from sidestream.studies.outage.telling import Lost, insurance_frames, outage_frames
from sidestream.studies.outage.used import InUse
from sidestream.studies.prepared import Prepared
from sidestream.studies.reading_back import read_back
from sidestream.studies.run_sheet import asked_of, study_run
from sidestream.studies.side_by_side import side_by_side
from sidestream.tables import suggest

Floats = NDArray[np.float64]
HOURS = 168
"""Of a week."""
WORTH_PROCESSES = 10.0
"""Seconds of work from which on it is given to processes of their own: these need some to begin."""
KINDS = dict(zip(LINKS, ("pipeline", "truck route"), strict=True))

__all__ = ["Insurance", "outages", "weeks_of"]


@dataclass(frozen=True)
class _Answer:
    """A design, and what it leaves in use in each stage and scenario."""

    design: Design
    used: list[InUse]


def weeks_of(park: Park, weeks: float | None, *, for_good: bool) -> float:
    """How long an outage lasts: as asked, else as Settings says. Raises UsageError where nobody says, or it is more than a year."""
    year = park.settings.hours_per_year / HOURS
    if for_good:
        return float(year)
    told = park.settings.outage_weeks if weeks is None else weeks
    if math.isnan(told):
        raise UsageError(
            f"how long is an outage? {park.name} has no outage_weeks in Settings: give --weeks N, or --for-good for a year of it"
        )
    if told > year * (1 + 1e-9):
        raise UsageError(f"an outage of {told:g} weeks is longer than a year ({year:.4g} weeks): ask with --for-good")
    return float(told)


def outages(
    park: Park,
    options: Options,
    weeks: float,
    only: Sequence[str] = (),
    insurance: Insurance | None = None,
) -> Design:
    """Return the outages of a park: sheets Outages, Hit by outages, Unmet in outages and Run; with an insurance also Insured design
    and Insured builds.

    Raises UsageError for names that are not there and what cannot be asked, and what `design_network` raises.
    """
    share = weeks * HOURS / park.settings.hours_per_year
    _may_be_asked(park, weeks, insurance)
    if insurance is not None:
        must_leave_time(sum(name in only or not only for name in _people(park)), share, insurance)
    began = time.monotonic()
    answer = _answered(park, options, "best design")
    losses = _losses(park, answer.design, only)
    told = [_lost(answer, BEST, losses, options, began)]
    tables: dict[str, pd.DataFrame] = {}
    if insurance is not None:
        people = [loss.name for loss in losses if loss.kind == PARTICIPANT]
        if not people:
            raise UsageError("--insure weighs losses of participants: --only names none")
        insured = _answered(insured_park(park, answer.design, people, share, insurance), options, "insured design")
        again = [loss for loss in losses if loss.kind in (NOTHING, PARTICIPANT)]
        kept = _Answer(insured.design, [replace(insured.used[0], label="")])
        told.append(_lost(kept, INSURED, again, options, began))
        tables |= insurance_frames(told, insured.design, people, share, insurance)
    tables |= outage_frames(park, told, weeks, share)
    tables["Assumptions"] = _assumed(park)
    left = sum(not one.done for lost in told for one in lost.outages)
    proven = all(one.proven for lost in told for one in lost.outages)
    facts = {
        "weeks": float(weeks),
        "losses": len(losses) - 1,
        "left_out": left,
        "enough": bool(not left and proven and all(one.design.facts["enough"] for one in told)),
        "no_backup_given": _without_backup(park),
        "currency": park.settings.currency,
        "seconds": time.monotonic() - began,
    }
    if insurance is not None:
        facts |= {"chance": insurance.chance, "risk": insurance.risk}
    made = Design.of(tables, facts, RESULTS if insurance is None else WITH_INSURANCE, kind="outages")
    made.tables["Run"] = study_run(park, facts, asked_of(options))
    return made


def _may_be_asked(park: Park, weeks: float, insurance: Insurance | None) -> None:
    if (goal := park.settings.objective) != COST:
        raise UsageError(
            f"{park.name} makes '{goal}' small, whatever it costs; what an outage costs more can be told of a design that makes the cost "
            f'small: ask with --set "Settings: objective = {COST}"'
        )
    if insurance is None:
        return
    if several(park):
        raise UsageError(
            f"{park.name} has stages or weighs scenarios: --insure weighs losses in a year like every other; ask with --no-scenarios, or "
            "without --insure"
        )
    if insurance.risk != "expected cost" and weeks < park.settings.hours_per_year / HOURS * (1 - 1e-9):
        raise UsageError(
            f"--risk '{insurance.risk}' weighs whole years: ask with --for-good, or for the expected cost, where weeks can be weighed"
        )
    if insurance.risk == "CVaR" and insurance.tail is None:
        raise UsageError(
            "--risk CVaR is the mean over the worst part: say with --risk-tail how likely that is, such as 5"
        )
    if park.settings.payments:
        raise UsageError(
            "--insure cannot ask firms: what is fair with losses is not settled; clear payments in Settings"
        )


def _answered(park: Park, options: Options, phase: str) -> _Answer:
    """Find a design, and what it leaves."""

    def of_this(part: str, incumbent: float, bound: float, baseline: float) -> None:
        options.news(phase if part == "design" else part, incumbent, bound, baseline)

    ready = Prepared.of(park, replace(options, news=of_this))
    found: tuple[Found, Floats] = find(ready)
    design = read_back(ready, *found)
    every = ready.made.worlds
    parts = [of_world(design, world) for world in every] if several(park) else [design]
    used = [
        InUse.of(world.label, world.park, part, draft, found[1], options)
        for world, part, draft in zip(every, parts, ready.made.drafts, strict=True)
    ]
    return _Answer(design, used)


def _losses(park: Park, design: Design, only: Sequence[str]) -> list[Loss]:
    """Nothing, every participant but junctions, and every link of the design; of those only the ones that are named."""
    links = design["Build list"].drop_duplicates("link")
    every = [Loss(PARTICIPANT, name) for name in _people(park)]
    every += [Loss(str(kind), str(name)) for kind, name in zip(links["kind"], links["link"], strict=True)]
    if only:
        names = [loss.name for loss in every]
        for name in only:
            if name not in names:
                raise UsageError(f"--only '{name}': {_why_not(park, name, names)}")
        every = [loss for loss in every if loss.name in only]
    return [Loss(NOTHING, ""), *every]


def _people(park: Park) -> list[str]:
    """Who can be lost: everybody but junctions."""
    sites = park["Participants"]
    return [str(name) for name in sites.loc[(sites["kind"] != "junction").to_numpy(bool), "participant"]]


def _why_not(park: Park, name: str, names: Sequence[str]) -> str:
    if name in set(park["Participants"]["participant"]):
        return "a junction only passes on; lose a link of it instead"
    if any(name in set(park[sheet]["link"]) for sheet in LINKS):
        return "the design does not build this link"
    return f"no participant and no link of the design is called so{suggest(name, names)}"


def _lost(answer: _Answer, which: str, losses: Sequence[Loss], options: Options, began: float) -> Lost:
    """Ask for every loss in every stage and scenario; what there was no time for is said to be left out."""
    left = math.inf if options.time_limit is None else max(began + options.time_limit - time.monotonic(), 0.0)
    used = [replace(one, deadline=time.time() + left) for one in answer.used]
    things = [(place, loss) for place in range(len(used)) for loss in losses]
    found: dict[int, Outage] = {}
    worth = False
    for some, jobs in ((things[:1], 1), (things[1:], options.jobs)):
        now, first = time.monotonic(), len(found)
        for place, outage in side_by_side(_work, used, some, jobs if worth else 1, options.wish):
            found[first + place] = outage
            options.news(f"outage {len(found)} of {len(things)}", math.inf, -math.inf, math.inf)
        worth = (time.monotonic() - now) * len(things) > WORTH_PROCESSES
    rows = [found.get(place, Outage(loss, done=False, proven=False)) for place, (_, loss) in enumerate(things)]
    return Lost(which, answer.design, [used[place].label for place, _ in things], rows)


def _work(used: Sequence[InUse], thing: tuple[int, Loss]) -> Outage:
    return outage_of(used[thing[0]], thing[1])


def _assumed(park: Park) -> pd.DataFrame:
    """The park's assumptions, with what is assumed of old plants."""
    count = _without_backup(park)
    if not count:
        return assumptions(park)
    row = {
        "place": "Demands: backup",
        "what": f"backup of {count} needs that buy",
        "value": "100 %",
        "why": "blank: the old plant can still carry everything",
    }
    return pd.concat([assumptions(park), pd.DataFrame([row])], ignore_index=True)


def _without_backup(park: Park) -> int:
    """Needs that buy and have no backup: their old plants are taken to carry everything."""
    given = park.tables["Demands"].given["backup"].to_numpy(bool)
    return int(((park["Demands"]["if_not_served"] == "buy").to_numpy(bool) & ~given).sum())
