"""What is told of designs nearly as good as the best: a row for each of them, and what they say of each link."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.design import Design
from sidestream.design.study_tables.alternatives import (
    CHOICE,
    NEVER,
    NO_REGRET,
    OPEN,
    RESULTS,
    Alternatives,
    LinksInAlternatives,
)
from sidestream.studies.built import Built, in_words
from sidestream.studies.prepared import Prepared
from sidestream.studies.run_sheet import asked_of, study_run

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Good:
    """A design that is good enough: its values, what it builds and what it costs."""

    design: Design
    builds: list[Built]
    links: frozenset[str]
    values: Floats
    cost: float


@dataclass
class Link:
    """A link that may be built or not. `cost` and `bound` are of designs that do the other way than the best."""

    name: str
    kind: str
    columns: Ints
    has: bool
    cost: float = math.inf
    bound: float = -math.inf
    note: str = field(default="", init=False)

    def verdict(self, limit: float) -> str:
        """What is known of it, where designs up to `limit` are good."""
        if self.cost <= limit:
            return CHOICE
        if self.bound > limit:
            return NO_REGRET if self.has else NEVER
        return OPEN


def told(ready: Prepared, good: Sequence[Good], links: Sequence[Link], limit: float, within: float) -> Design:
    """Return the sheets: designs up to `limit` [EUR/a] are good, those `within` a share of the best."""
    best = good[0]
    rows = []
    for number, one in enumerate(good, start=1):
        figures = one.design["Summary"].set_index("figure")["design"]
        has = [built for built in one.builds if built not in best.builds]
        lacks = [built for built in best.builds if built not in one.builds]
        dearer = max(one.cost - best.cost, 0.0)
        rows.append(
            {
                "design": float(number),
                "cost": one.cost,
                "dearer": dearer,
                "dearer_share": dearer / abs(best.cost) if best.cost else math.nan,
                "co2": float(figures["CO2"]),
                "investment": float(figures["investment"]),
                "builds": float(len(one.builds)),
                "differs": float(len(has) + len(lacks)),
                "has": in_words(has),
                "lacks": in_words(lacks),
            }
        )
    currency = ready.park.settings.currency
    judged = [
        _row(link, best, limit, len([one for one in good if link.name in one.links]) / len(good), currency)
        for link in links
    ]
    frame = pd.DataFrame(judged, columns=list(LinksInAlternatives.columns))
    order = frame["verdict"].map({NO_REGRET: 0, CHOICE: 1, OPEN: 2, NEVER: 3})
    frame = frame.assign(order=order).sort_values(["order", "share", "link"], ascending=[True, False, True])
    facts = {
        "within": within,
        "good_up_to": limit,
        "designs": len(good),
        "undecided": int((frame["verdict"] == OPEN).sum()),
        "enough": bool(best.design.facts["enough"]) and not (frame["verdict"] == OPEN).any(),
        "currency": currency,
        "seconds": time.monotonic() - ready.clock.began,
    }
    tables = {
        "Alternatives": pd.DataFrame(rows, columns=list(Alternatives.columns)),
        "Links in good designs": frame[list(LinksInAlternatives.columns)].reset_index(drop=True),
    }
    made = Design.of(tables, facts, RESULTS, kind="alternatives")
    made.tables["Run"] = study_run(ready.park, facts, asked_of(ready.options))
    return made


def _row(link: Link, best: Good, limit: float, share: float, currency: str) -> dict[str, object]:
    """What is known of a link."""
    verdict = link.verdict(limit)
    way = "without it" if link.has else "with it"
    proven = link.bound - best.cost
    if verdict == CHOICE:
        note = f"a design {way} costs {max(link.cost - best.cost, 0.0):,.0f} {currency}/a more"
    elif verdict == OPEN:
        note = f"no good design {way} was found, and it is not proven that there is none"
    elif link.bound == math.inf:
        note = f"no design {way} does all that must be done"
    else:
        note = f"any design {way} costs at least {proven:,.0f} {currency}/a more"
    return {
        "link": link.name,
        "kind": link.kind,
        "verdict": verdict,
        "share": share,
        "other_cost": link.cost if math.isfinite(link.cost) else math.nan,
        "other_proven": link.bound if math.isfinite(link.bound) else math.nan,
        "note": note,
    }
