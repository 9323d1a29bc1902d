"""The sheets of a sensitivity, from what came of its cases."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.design import Design
from sidestream.design.study_tables.sensitivity import (
    DESIGNED,
    ENDS,
    NONE,
    REFUSED,
    LinksInSamples,
    Samples,
    Sensitivity,
    Tornado,
    with_drawn,
)
from sidestream.park.ranges import Range
from sidestream.studies.built import in_words
from sidestream.studies.options import Options
from sidestream.studies.prepared import Prepared
from sidestream.studies.run_sheet import asked_of, study_run
from sidestream.studies.sensitivity.cases import Figures, Outcome
from sidestream.studies.sensitivity.statistics import QUANTILES, Estimate, deviation_of, mean_of, quantile_of, share_of

LAYS = {"Pipelines": "pipeline", "TruckRoutes": "truck route"}
CHOICES = ("optional", "required")
KEPT_NOT = "the first design cannot be kept"
NOTHING = 1e-9
"""Share of the cost that is no difference."""


@dataclass(frozen=True)
class Answers:
    """All that is known: the ranges, low and high end of each in turn, and the samples by their place; None: not done."""

    ranges: Sequence[Range]
    drawn: NDArray[np.float64]
    first: Figures
    ends: Sequence[Outcome | None]
    samples: Mapping[int, Outcome]

    @property
    def done(self) -> list[Outcome]:
        """Everything that was looked into."""
        return [one for one in (*self.ends, *self.samples.values()) if one is not None]


def told(ready: Prepared, options: Options, asked: dict[str, str], answers: Answers, seconds: float) -> Design:
    """Return the sheets."""
    count = len(answers.drawn)
    done = answers.done
    complete = len(done) == len(answers.ends) + count
    designed = [one for one in done if one.status == DESIGNED]
    enough = answers.first.enough and all(one.anew.enough for one in designed if one.anew)
    sampled = list(answers.samples.values())
    currency = ready.park.settings.currency
    facts = {
        "ranges": len(answers.ranges),
        "ends designed": sum(one is not None and one.status == DESIGNED for one in answers.ends),
        "ends": len(answers.ends),
        "samples designed": sum(one.status == DESIGNED for one in sampled),
        "samples without a design": sum(one.status == NONE for one in sampled),
        "samples that are no park": sum(one.status == REFUSED for one in sampled),
        "samples in which the first design cannot be kept": sum(
            one.status == DESIGNED and one.kept is None for one in sampled
        ),
        "samples not done": count - len(sampled),
        "designs audited": 1 + sum(1 + (one.kept is not one.anew) for one in designed if one.audited),
        "cost": answers.first.cost,
        "gap": answers.first.gap,
        "saving": answers.first.saving,
        "co2": answers.first.co2,
        "complete": complete,
        "enough": complete and enough,
        "currency": currency,
        "seconds": seconds,
    }
    tables = {
        "Tornado": _tornado(answers),
        "Samples": _samples(answers),
        "Sensitivity": _summary(answers, currency),
        "Links in samples": _links(ready, answers),
    }
    sheets = with_drawn([(one.name, one.unit) for one in answers.ranges])
    made = Design.of(tables, facts, sheets, kind="sensitivity")
    made.tables["Run"] = study_run(ready.park, facts, asked | asked_of(options))
    return made


def _case(one: Outcome, first: Figures) -> dict[str, object]:
    """What rows of Tornado and Samples say of a case."""
    row: dict[str, object] = {"status": one.status, "note": one.note}
    if one.kept is not None:
        row |= {"kept_cost": one.kept.cost, "kept_saving": one.kept.saving, "kept_co2": one.kept.co2}
    if one.anew is None:
        return row
    row |= {name: getattr(one.anew, name) for name in ("cost", "gap", "saving", "co2")}
    row["enters"] = in_words(built for built in one.anew.builds if built not in first.builds)
    row["leaves"] = in_words(built for built in first.builds if built not in one.anew.builds)
    if one.kept is None:
        row["note"] = KEPT_NOT
    else:
        row["regret"] = regret(one)
    return row


def regret(one: Outcome) -> float:
    """What the first design costs more than the best for these figures; NaN where there is one of the two only."""
    if one.kept is None or one.anew is None:
        return math.nan
    more = one.kept.cost - one.anew.cost
    return more if more > NOTHING * abs(one.anew.cost) else 0.0


def _bar(one: Outcome | None, first: Figures) -> float:
    """How much better than with the workbook's figures: the first design, or where it cannot be kept the best one."""
    of = None if one is None else one.kept or one.anew
    if of is None:
        return math.nan
    return first.cost - of.cost if math.isnan(first.saving) else of.saving - first.saving


def _tornado(answers: Answers) -> pd.DataFrame:
    rows = []
    for place, one in enumerate(answers.ranges):
        both = [answers.ends[2 * place + number] for number in range(2)]
        bars = [_bar(outcome, answers.first) for outcome in both]
        known = [0.0, *(bar for bar in bars if not math.isnan(bar))]
        for end, value, outcome, bar in zip(ENDS, (one.low, one.high), both, bars, strict=True):
            if outcome is not None:
                row = {"change": str(one.change(value)), "range": one.name, "end": end, "value": value}
                row |= {"unit": one.unit, "bar": bar, "width": max(known) - min(known)}
                rows.append(row | _case(outcome, answers.first))
    frame = pd.DataFrame(rows, columns=list(Tornado.columns))
    return frame.sort_values(["width", "range"], ascending=[False, True], kind="stable", ignore_index=True)


def _samples(answers: Answers) -> pd.DataFrame:
    names = [one.name for one in answers.ranges]
    rows = [
        {"sample": float(place + 1), "audited": outcome.audited, **_case(outcome, answers.first)}
        | dict(zip(names, answers.drawn[place].tolist(), strict=True))
        for place, outcome in sorted(answers.samples.items())
    ]
    return pd.DataFrame(rows, columns=[*Samples.columns, *names])


def _summary(answers: Answers, currency: str) -> pd.DataFrame:
    """Means, quantiles and shares, in the order in which one asks for them."""
    sampled = list(answers.samples.values())
    designed = [one for one in sampled if one.status == DESIGNED]
    kept = [one.kept for one in designed if one.kept]
    anew = [one.anew for one in designed if one.anew]
    rows = [
        _line(f"{words}, {which}", unit, getattr(answers.first, name), [getattr(one, name) for one in some])
        for words, name, unit in (
            ("saving", "saving", f"{currency}/a"),
            ("cost", "cost", f"{currency}/a"),
            ("CO2", "co2", "t/a"),
        )
        for which, some in (("first design kept", kept), ("designed anew", anew))
    ]
    regrets = [regret(one) for one in designed]
    rows.append(_line("regret of the first design", f"{currency}/a", 0.0, regrets))
    rows[-1]["note"] = (
        "what the first design costs more than the best for the same figures; its mean is the expected regret"
    )
    saved = [one for one in kept if not math.isnan(one.saving)]
    rows += [
        _share("samples in which the first design saves", sum(map(_saves, saved)), len(saved)),
        _share("samples in which nothing else is built", sum(_as_first(one, answers.first) for one in anew), len(anew)),
        _share("samples without a design", len([one for one in sampled if one.status == NONE]), len(sampled)),
        _share("samples that are no park", len([one for one in sampled if one.status == REFUSED]), len(sampled)),
        _share("samples in which the first design cannot be kept", len(designed) - len(kept), len(designed)),
    ]
    return pd.DataFrame(rows, columns=list(Sensitivity.columns))


def _saves(one: Figures) -> bool:
    return one.saving > NOTHING * abs(one.cost)


def _as_first(one: Figures, first: Figures) -> bool:
    return set(one.builds) == set(first.builds)


def _line(figure: str, unit: str, workbook: float, values: Sequence[float]) -> dict[str, object]:
    """A figure over the samples that have it."""
    known = [value for value in values if not math.isnan(value)]
    row: dict[str, object] = {"figure": figure, "unit": unit, "workbook": workbook, "samples": float(len(known))}
    row |= _named("mean", mean_of(known)) | {"deviation": deviation_of(known)}
    if known:
        row |= {"least": min(known), "most": max(known)}
    for share in QUANTILES:
        row |= _named(f"q{100 * share:.0f}", quantile_of(known, share))
    if len(known) < len(values):
        row["note"] = f"of {len(values) - len(known)} samples it is not defined"
    return row


def _share(figure: str, count: int, of: int) -> dict[str, object]:
    """How many samples, in percent of those that could be so."""
    share = Estimate(*(100 * part for part in share_of(count, of)))
    return {"figure": figure, "unit": "%", "samples": float(of), **_named("mean", share)}


def _named(name: str, estimate: Estimate) -> dict[str, object]:
    return {name: estimate.value, f"{name}_from": estimate.least, f"{name}_to": estimate.most}


def _links(ready: Prepared, answers: Answers) -> pd.DataFrame:
    """Each link that may be built, and whatever else is built somewhere."""
    ends = [
        (f"{one.name} = {value:.6g}", outcome.anew)
        for place, one in enumerate(answers.ranges)
        for value, outcome in zip((one.low, one.high), answers.ends[2 * place : 2 * place + 2], strict=True)
        if outcome is not None and outcome.anew is not None
    ]
    samples = [one.anew for one in answers.samples.values() if one.anew is not None]
    known: dict[tuple[str, str, str], None] = {}
    for figures in (answers.first, *(one for _, one in ends), *samples):
        known |= dict.fromkeys(built[:3] for built in figures.builds)
    for sheet, kind in LAYS.items():
        frame = ready.park[sheet]
        known |= dict.fromkeys((kind, str(link), "") for link in frame.loc[frame["status"].isin(CHOICES), "link"])
    of_first = {built[:3] for built in answers.first.builds}
    at_ends = [(words, {built[:3] for built in one.builds}) for words, one in ends]
    in_samples = [{built[:3] for built in one.builds} for one in samples]
    sizes: dict[tuple[str, str, str], dict[str, None]] = {}
    for built in (built for one in (answers.first, *(one for _, one in ends), *samples) for built in one.builds):
        sizes.setdefault(built[:3], {})[built.size] = None
    rows = []
    for key in known:
        having = sum(key in one for one in in_samples)
        share = share_of(having, len(in_samples))
        other = "; ".join(words for words, one in at_ends if (key in one) != (key in of_first))
        rows.append(
            dict(zip(("kind", "name", "participant"), key, strict=True))
            | {
                "first": key in of_first,
                "samples": float(len(in_samples)),
                "built": float(having),
                **_named("share", share),
                "ends": float(len(at_ends)),
                "ends_built": float(sum(key in one for _, one in at_ends)),
                "taken_in": "" if key in of_first else other,
                "taken_out": other if key in of_first else "",
                "sizes": "; ".join(size for size in sizes.get(key, {}) if size),
            }
        )
    frame = pd.DataFrame(rows, columns=list(LinksInSamples.columns))
    order = ["first", "share", "ends_built", "kind", "name", "participant"]
    return frame.sort_values(order, ascending=[False] * 3 + [True] * 3, ignore_index=True)
