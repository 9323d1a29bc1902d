"""The sheets of outages, made of what each did as if it lasted a year."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sidestream.design.design import Design
from sidestream.design.study_tables.outage import Hit, InsuredBuilds, InsuredDesign, Outages, Unmet
from sidestream.park import Park
from sidestream.studies.built import builds_of
from sidestream.studies.outage.insured import Insurance
from sidestream.studies.outage.losing import NOTHING, PARTICIPANT
from sidestream.studies.outage.redispatch import Outage
from sidestream.tables import shown

LITTLE = 1e-6
"""Money and CO2 that are nothing."""
HOURS = 168


@dataclass(frozen=True)
class Lost:
    """The outages of a design, and in which stage and scenario each is."""

    which: str
    design: Design
    labels: Sequence[str]
    outages: Sequence[Outage]


def outage_frames(park: Park, told: Sequence[Lost], weeks: float, share: float) -> dict[str, pd.DataFrame]:
    """Return Outages, Hit by outages and Unmet in outages."""
    units = dict(zip(park["Commodities"]["commodity"], park["Commodities"]["unit"], strict=True))
    rows: list[dict[str, Any]] = []
    hits: list[dict[str, Any]] = []
    unmet: list[dict[str, Any]] = []
    for lost in told:
        mine = []
        for label, outage in zip(lost.labels, lost.outages, strict=True):
            first = {"design": lost.which, "when": label, "kind": outage.loss.kind, "name": outage.loss.name}
            short = _unmet(first, outage, units, share)
            unmet += short
            hits += _hit(first, outage, short, share)
            mine.append(_row(first, outage, short, weeks, share))
        rows += _ranked(mine)
    return {
        "Outages": pd.DataFrame(rows, columns=list(Outages.columns)),
        "Hit by outages": pd.DataFrame(hits, columns=list(Hit.columns)),
        "Unmet in outages": pd.DataFrame(unmet, columns=list(Unmet.columns)),
    }


def _row(
    first: dict[str, Any], outage: Outage, short: Sequence[dict[str, Any]], weeks: float, share: float
) -> dict[str, Any]:
    if not outage.done:
        return {**first, "weeks": weeks, "note": "; ".join(outage.notes) or "not worked out: the time was over"}
    worst = max(outage.per_hour, key=lambda period: outage.per_hour[period])
    hit_by, hardest = max(((cost * share, name) for name, cost in outage.cash.items()), default=(0.0, ""))
    if hit_by <= LITTLE:
        most = max(short, key=lambda one: one["share"], default=None)
        hardest, hit_by = (
            ("", 0.0)
            if most is None
            else (most["participant"], _clean(outage.cash.get(most["participant"], 0.0) * share))
        )
    notes = list(outage.notes)
    if not outage.proven:
        notes.append("it may cost less: not proven in the time allowed")
    return {
        **first,
        "weeks": weeks,
        "extra_cost": _clean(sum(outage.cash.values()) * share),
        "co2": _clean(sum(outage.co2.values()) * share),
        "needs_unmet": float(len(short)),
        "unmet": in_words(short),
        "no_price": sum(one["share"] for one in short if one["priced"] == "no"),
        "hardest_hit": hardest,
        "hit_by": hit_by,
        "worst_period": worst if len(outage.per_hour) > 1 and outage.per_hour[worst] * weeks * HOURS > LITTLE else "",
        "worst_cost": _clean(max(outage.per_hour[worst], 0.0) * weeks * HOURS),
        "note": "; ".join(notes),
    }


def _ranked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Losses in order of dependence, numbered; where nothing happens comes first, without a number."""

    def order(row: Mapping[str, Any]) -> tuple[Any, ...]:
        cost = row.get("extra_cost", -math.inf)
        return row["kind"] != NOTHING, "extra_cost" not in row, -round(row.get("no_price", 0.0), 9), -cost, row["name"]

    rows = sorted(rows, key=order)
    number = 0
    for row in rows:
        if row["kind"] == NOTHING or "extra_cost" not in row:
            row["rank"] = math.nan
        else:
            number += 1
            row["rank"] = float(number)
    return rows


def _hit(first: dict[str, Any], outage: Outage, short: Sequence[dict[str, Any]], share: float) -> list[dict[str, Any]]:
    """Everybody for whom the outage changes anything, the hardest hit first."""
    rows = []
    for name, cost in sorted(outage.cash.items(), key=lambda one: -one[1]):
        mine = [one for one in short if one["participant"] == name]
        more, caused = _clean(cost * share), _clean(outage.co2[name] * share)
        if more or caused or mine:
            rows.append({**first, "participant": name, "extra_cost": more, "co2": caused, "unmet": in_words(mine)})
    return rows


def _unmet(first: dict[str, Any], outage: Outage, units: Mapping[str, str], share: float) -> list[dict[str, Any]]:
    """Unmet needs, each with its sum over the periods."""
    sums: dict[tuple[Any, ...], list[tuple[str, float, float]]] = {}
    for what, key, period, amount, priced, needed in outage.unmet:
        sums.setdefault((what, key, priced), []).append((period, amount, needed))
    rows = []
    for (what, key, priced), parts in sums.items():
        amount, whole = sum(part[1] for part in parts), outage.needed.get((what, key), math.nan)
        worst = max(parts, key=lambda part: part[1] / part[2] if part[2] else 0.0)
        rows.append(
            {
                **first,
                "what": what,
                "participant": key[0],
                "commodity": key[1],
                "row": key[2],
                "amount": amount * share,
                "unit": units.get(key[1], ""),
                "share": amount / whole if whole else math.nan,
                "priced": "yes" if priced else "no",
                "worst_period": worst[0],
                "worst_share": worst[1] / worst[2] if worst[2] else math.nan,
            }
        )
    return rows


def in_words(short: Sequence[Mapping[str, Any]]) -> str:
    """What goes unmet, added up by commodity: `30 t of steam; 5 t of ash that must go`."""
    sums: dict[tuple[str, str, str], float] = {}
    for one in short:
        key = (one["commodity"], one["unit"], one["what"])
        sums[key] = sums.get(key, 0.0) + one["amount"]
    words = [
        f"{shown(float(f'{amount:.4g}'))} {'' if unit == '1' else unit + ' '}of {what}{'' if kind == 'need' else ' that must go'}"
        for (what, unit, kind), amount in sums.items()
    ]
    return "; ".join(words)


def insurance_frames(
    told: Sequence[Lost], weighed: Design, people: Sequence[str], share: float, insurance: Insurance
) -> dict[str, pd.DataFrame]:
    """Return Insured design and Insured builds."""
    rows = [
        _figure(
            "cost where nothing happens",
            "EUR/a",
            [_summary(one, "total cost") for one in told],
            "the difference is the price of the insurance",
        ),
        _figure(
            "expected extra cost of losses",
            "EUR/a",
            [insurance.chance * sum(_extra(one, share).values()) for one in told],
            f"each of {len(people)} participants is lost with {100 * insurance.chance:g} % a year",
        ),
    ]
    both = [float(rows[0][side] + rows[1][side]) for side in ("best", "insured")]
    rows += [
        _figure("expected cost", "EUR/a", both, _of_priced(told)),
        _figure("extra cost of the worst loss", "EUR", [max(_extra(one, share).values(), default=0.0) for one in told]),
        _figure(
            "expected unmet needs without a price",
            "1",
            [insurance.chance * share * _no_price(one) for one in told],
            "each by its share; they weigh nothing in the choice: give them a shortage_cost to weigh them",
        ),
        _figure("investment", "EUR", [_summary(one, "investment") for one in told]),
        _figure("CO2 where nothing happens", "t/a", [_summary(one, "CO2") for one in told]),
        _figure(
            "made small",
            "EUR/a",
            [math.nan, float(weighed.facts["cost"])],
            f"the {insurance.risk} of all that may come, as it was searched; no design has less than {weighed.facts['bound']:,.10g} "
            "with old plants as the best design leaves them",
        ),
    ]
    had, has = (builds_of(one.design) for one in told)
    builds = [
        {**one._asdict(), "best": "yes" if one in had else "no", "insured": "yes" if one in has else "no"}
        for one in dict.fromkeys([*has, *had])
    ]
    builds.sort(key=lambda row: row["best"] == row["insured"])
    return {
        "Insured design": pd.DataFrame(rows, columns=list(InsuredDesign.columns)),
        "Insured builds": pd.DataFrame(builds, columns=list(InsuredBuilds.columns)),
    }


def _figure(figure: str, unit: str, both: Sequence[float], note: str = "") -> dict[str, Any]:
    best, insured = both
    return {"figure": figure, "unit": unit, "best": best, "insured": insured, "more": insured - best, "note": note}


def _summary(lost: Lost, name: str) -> float:
    """A figure of a design, where nothing happens."""
    if "Stages and scenarios" not in lost.design.tables:
        rows = lost.design["Summary"]
    else:
        rows = lost.design["Summaries"]
        rows = rows[rows["scenario"] == NOTHING]
    return float(rows.set_index("figure")["design"][name])


def _extra(lost: Lost, share: float) -> dict[str, float]:
    """What each loss of a participant costs the survivors more."""
    return {
        one.loss.name: sum(one.cash.values()) * share
        for one in lost.outages
        if one.loss.kind == PARTICIPANT and one.done
    }


def _no_price(lost: Lost) -> float:
    """Unmet needs without a price in all losses of participants, each by its share."""
    total = 0.0
    for one in lost.outages:
        if one.loss.kind == PARTICIPANT:
            sums: dict[Any, float] = {}
            for what, key, _, amount, priced, _ in one.unmet:
                if not priced:
                    sums[what, key] = sums.get((what, key), 0.0) + amount
            total += sum(amount / one.needed.get(key, math.inf) for key, amount in sums.items())
    return total


def _of_priced(told: Sequence[Lost]) -> str:
    """What to know of the expected costs."""
    if told[1].design.facts["enough"] and not any(_no_price(one) for one in told):
        return ""
    return "of what has a price"


def _clean(value: float) -> float:
    return 0.0 if abs(value) <= LITTLE else float(value)
