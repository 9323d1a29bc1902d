"""What was asked beyond the design: each study's tables, with its picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sidestream.design.currency import currency_of
from sidestream.design.design import Design
from sidestream.report import bars, curves
from sidestream.report.tables import of_sheet
from sidestream.report.text import counted, figure, safe

TITLES = {
    "front": "What less of an impact costs",
    "alternatives": "Which links every good design has",
    "explained": "Why links are built or not",
    "sensitivity": "What other figures would mean",
    "outages": "What a loss would cost those who are left",
    "share": "How the gain can be shared",
    "funding": "What public money brings about",
    "comparison": "What differs between versions",
}
OPEN = {"alternatives": ("Links in good designs",), "funding": ("Funding by link", "Best use of the budget")}
"""Tables of a study that are open, where it is not the first one; the others are there to be opened."""
HIDDEN = ("Run", "Assumptions")


@dataclass(frozen=True)
class Study:
    """A study, the name of its file, and whether it was made of the very park that the page is about."""

    design: Design
    file: str
    same_park: bool = True


def section(study: Study, name: str) -> str:
    """Return the section of a study; `name` is its own on the page."""
    design = study.design
    money = currency_of(design)
    parts = [f'<p class="source">From {safe(study.file)}.</p>']
    if not study.same_park:
        parts.append(
            f'<div class="warning"><p>{safe(study.file)} was made of another version of the park than this page: its figures need not '
            "agree with the others here.</p></div>"
        )
    if not design.facts.get("enough", True):
        parts.append(
            '<div class="warning"><p>It was stopped before all of it was proven: see what is marked as not decided.</p></div>'
        )
    if design.kind in PICTURES:
        parts += PICTURES[design.kind](design, money, name)
    shown = [table for table in design.sheets if table.sheet not in HIDDEN and len(design[table.sheet])]
    opened = OPEN.get(design.kind, tuple(table.sheet for table in shown[:1]))
    for table in sorted(shown, key=lambda one: one.sheet not in opened):
        caption = re.split(r"[.;:] |[.:]$", table.summary())[0]
        text = of_sheet(table, design[table.sheet], money, caption=caption)
        parts.append(
            text if table.sheet in opened else f"<details><summary>{safe(table.sheet)}</summary>{text}</details>"
        )
    return "".join(parts)


def _box(title: str, picture: str) -> str:
    return f'<h3>{safe(title)}</h3><div class="picture-box">{picture}</div>'


def _front(design: Design, money: str, name: str) -> list[str]:
    frame = design["Front"]
    if len(frame) < 2:
        return []
    unit, impact = str(frame["unit"].iloc[0]), str(design.facts.get("impact") or "the impact")
    impact = "CO2" if impact == "co2" else impact
    points = [(float(row["impact"]), float(row["cost"]), f"{row['point']:.0f}") for row in frame.to_dict("records")]
    first, last = points[0], points[-1]
    told = (
        f"{counted(len(points), 'design')}, from {figure(first[1], 0)} {money}/a with {figure(first[0])} {unit} of {impact} to "
        f"{figure(last[1], 0)} {money}/a with {figure(last[0])} {unit}"
    )
    title = f"Cost against {impact}: the designs of which none is both cheaper and better"
    return [
        _box(title, curves.drawn(points, f"{impact} [{unit}]", f"total cost [{money}/a]", title, told, name)),
        f"<p>{safe(told)}.</p>",
    ]


def _alternatives(design: Design, money: str, name: str) -> list[str]:
    links = design["Links in good designs"]
    counts = links["verdict"].value_counts()
    said = ", ".join(f"{counts[word]:,} {word}" for word in counts.index)
    shown = [
        bars.Bar(str(row["link"]), (100 * float(row["share"]),), f"% {row['verdict']}")
        for row in links.to_dict("records")
        if row["share"] > 0
    ]
    title = "In how many of the good designs each link is [%]"
    picture = [_box(title, bars.drawn(shown, ["share"], "%", title, name))] if shown else []
    return [
        f"<p>Of {counted(len(links), 'link')}: {safe(said)}. A no-regret link is in every design that costs little more than the best; that is proven.</p>",
        *picture,
    ]


def _outages(design: Design, money: str, name: str) -> list[str]:
    frame = design["Outages"]
    frame = frame[(frame["design"] == "best") & (frame["kind"] != "nothing happens")]
    shown = [
        bars.Bar(
            f"{row['name']}{', ' + str(row['when']) if row['when'] else ''}",
            (float(row["extra_cost"]),),
            f"; unmet: {row['unmet']}" if row["unmet"] else "",
        )
        for row in frame.to_dict("records")
    ]
    weeks = float(frame["weeks"].iloc[0]) if len(frame) else 0.0
    title = f"What those who are left pay more when one is lost for {figure(weeks, unit='1')} weeks [{money}]"
    return [_box(title, bars.drawn(shown, ["extra cost"], money, title, name))] if shown else []


def _share(design: Design, money: str, name: str) -> list[str]:
    frame = design["Shares"]
    rules = [rule for rule in ("shapley", "nucleolus", "equal") if frame[rule].notna().any()]
    shown = [
        bars.Bar(str(row["company"]), tuple(float(row[rule]) for rule in rules)) for row in frame.to_dict("records")
    ]
    title = f"What each firm gets by different rules [{money}/a]"
    named = {"shapley": "Shapley value", "nucleolus": "nucleolus", "equal": "equal shares"}
    return (
        [_box(title, bars.drawn(shown, [named[rule] for rule in rules], f"{money}/a", title, name))]
        if shown and rules
        else []
    )


def _funding(design: Design, money: str, name: str) -> list[str]:
    every = design["Budget curve"]
    made = []
    for place, (funder, frame) in enumerate(every.groupby("funder", sort=False)):
        points = [
            (float(row["given"]), float(row["co2_less"]), f"{row['point']:.0f}") for row in frame.to_dict("records")
        ]
        if len(points) < 2:
            continue
        title = f"CO2 spared for so much money: {funder}"
        told = f"from nothing given to {figure(points[-1][0], 0)} {money} given, which spare {figure(points[-1][1])} t of CO2 a year"
        picture = curves.drawn(points, f"given [{money}]", "CO2 less [t/a]", title, told, f"{name}-{place}", steps=True)
        made.append(_box(title, picture))
    return made


def _sensitivity(design: Design, money: str, name: str) -> list[str]:
    frame = design["Tornado"]
    shown = []
    for what, ends in frame.groupby("range", sort=False):
        by_end: dict[str, float] = dict(zip(ends["end"], ends["bar"].astype(float), strict=False))
        shown.append(bars.Bar(str(what), (by_end.get("low", float("nan")), by_end.get("high", float("nan")))))
    title = f"What each figure moves the saving by, the first design kept [{money}/a]"
    return [_box(title, bars.drawn(shown[:15], ["low end", "high end"], f"{money}/a", title, name))] if shown else []


PICTURES: dict[str, Callable[[Design, str, str], list[str]]] = {
    "front": _front,
    "alternatives": _alternatives,
    "outages": _outages,
    "share": _share,
    "funding": _funding,
    "sensitivity": _sensitivity,
}
