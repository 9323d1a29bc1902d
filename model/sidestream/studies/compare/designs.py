"""Two designs: what one builds and the other does not, their figures beside each other, who gains and who loses."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from sidestream.design.design import Design
from sidestream.design.tables import CASES

Row = dict[str, Any]
LITTLE = 1e-6
"""Share of what is compared that is no difference: what adding up leaves."""
SIZES = ["size", "capacity", "capacity_unit", "investment"]


def builds_differing(first: Design, other: Design) -> Iterator[Row]:
    """Yield a row for what only one of the designs builds, or builds otherwise."""
    one, two = _built(first), _built(other)
    for key in dict.fromkeys([*one, *two]):
        mine, theirs = one.get(key), two.get(key)
        if mine and theirs and _alike(mine, theirs):
            continue
        note = "in another size" if mine and theirs else "only in the first" if mine else "only in this one"
        known = mine or theirs or {}
        mine, theirs = mine or {}, theirs or {}
        yield {
            **dict(zip(("kind", "name", "participant"), key, strict=True)),
            "first_size": mine.get("size", ""),
            "size": theirs.get("size", ""),
            "first_capacity": mine.get("capacity", math.nan),
            "capacity": theirs.get("capacity", math.nan),
            "capacity_unit": known.get("capacity_unit", ""),
            "first_investment": mine.get("investment", math.nan),
            "investment": theirs.get("investment", math.nan),
            "note": note,
        }


def _alike(mine: Row, theirs: Row) -> bool:
    same = (mine["size"], mine["capacity_unit"]) == (theirs["size"], theirs["capacity_unit"])
    return same and _close(mine["capacity"], theirs["capacity"], mine["capacity"])


def _built(design: Design) -> dict[tuple[str, str, str], Row]:
    """What is built, several sizes of one thing added up; of stages the last one has all of it."""
    found: dict[tuple[str, str, str], Row] = {}
    for sheet, name in (("Build list", "link"), ("Facilities", "facility")):
        frame = design[sheet]
        frame = frame[frame["status"] == "built"]
        if "stage" in frame and len(frame):
            frame = frame.drop_duplicates(
                ["kind", name, "size", *(["participant"] if sheet == "Facilities" else [])], keep="last"
            )
        for row in frame.to_dict("records"):
            whose = str(row["participant"] or "") if sheet == "Facilities" else ""
            size = {column: row[column] for column in SIZES} | {"size": row["size"] or ""}
            size["capacity_unit"] = row["capacity_unit"] or ""
            known = found.setdefault((str(row["kind"]), str(row[name]), whose), size)
            if known is not size:
                known["size"] = f"{known['size']}; {size['size']}"
                for column in ("capacity", "investment"):
                    known[column] += size[column]
    return found


def figures_compared(first: Design, other: Design) -> Iterator[Row]:
    """Yield the figures of the two Summaries beside each other."""
    one, two = (design["Summary"].drop_duplicates("figure").set_index("figure") for design in (first, other))
    for case in CASES:
        for figure in dict.fromkeys([*one.index, *two.index]):
            mine, theirs = (float(side[case].get(figure, math.nan)) for side in (one, two))
            if math.isnan(mine) and math.isnan(theirs):
                continue
            units = [str(side["unit"][figure]) for side in (one, two) if figure in side.index]
            note = "in different units" if len(set(units)) > 1 else ""
            difference = math.nan if note else theirs - mine
            if case == "design" and figure == "total cost":
                note = _of_gaps(one, two, difference)
            yield {
                "case": case,
                "figure": figure,
                "unit": units[0],
                "first": mine,
                "other": theirs,
                "difference": difference,
                "note": note,
            }


def _of_gaps(one: pd.DataFrame, two: pd.DataFrame, difference: float) -> str:
    """Whether what is not proven of the two is more than what is between them."""
    gaps = sum(float(side["design"].get("gap", 0.0)) for side in (one, two))
    if gaps > abs(difference) and abs(difference) > 0:
        return f"less than the gaps of the two, {gaps:,.6g}: which could be cheaper is not proven"
    return ""


def participants_compared(first: Design, other: Design) -> Iterator[Row]:
    """Yield everybody who is in one of the two, those who gain most first."""
    one, two = (_people(design) for design in (first, other))
    rows = []
    for name in dict.fromkeys([*one.index, *two.index]):
        mine, theirs = (_line(side, name) for side in (one, two))
        gain = mine["cost_design"] - theirs["cost_design"]
        rows.append(
            {
                "participant": name,
                "company": theirs["company"] or mine["company"],
                "first_cost": mine["cost_design"],
                "cost": theirs["cost_design"],
                "gain": gain,
                "first_co2": mine["co2_design"],
                "co2": theirs["co2_design"],
                "co2_less": mine["co2_design"] - theirs["co2_design"],
                "verdict": _verdict(gain, mine["cost_design"], name in one.index, name in two.index),
            }
        )
    yield from sorted(rows, key=lambda row: (math.isnan(row["gain"]), -row["gain"]))


def _line(people: pd.DataFrame, name: str) -> Row:
    """Figures of somebody; blank where nobody is called so."""
    if name not in people.index:
        return {"company": "", "cost_design": math.nan, "co2_design": math.nan}
    return {str(column): cell for column, cell in people.loc[name].to_dict().items()}


def _verdict(gain: float, size: float, in_first: bool, in_other: bool) -> str:
    if not (in_first and in_other):
        return "only in the first" if in_first else "only in this one"
    if _close(gain, 0.0, size):
        return "the same"
    return "gains" if gain > 0 else "loses"


def _people(design: Design) -> pd.DataFrame:
    """What each participant pays and causes, in the mean over all stages and scenarios: money by its worth, CO2 by years."""
    frame = design["Participants"]
    columns = ["company", "cost_design", "co2_design"]
    if "stage" not in frame:
        return frame.drop_duplicates("participant").set_index("participant")[columns]
    worlds = design["Stages and scenarios"][["stage", "scenario", "probability", "worth", "years"]].copy()
    for share in ("worth", "years"):
        weight = worlds[share].astype(float) * worlds["probability"].astype(float)
        worlds[share] = weight / weight.sum()
    for name in ("stage", "scenario"):
        worlds[name] = worlds[name].fillna("").astype(str)
    frame = frame.assign(**{name: frame[name].fillna("").astype(str) for name in ("stage", "scenario")})
    each = frame.merge(worlds, on=["stage", "scenario"])
    each["cost_design"] *= each["worth"]
    each["co2_design"] *= each["years"]
    return each.groupby("participant", sort=False).agg(
        company=("company", "first"), cost_design=("cost_design", "sum"), co2_design=("co2_design", "sum")
    )


def _close(one: float, other: float, size: float) -> bool:
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return abs(one - other) <= LITTLE * max(1.0, abs(size))
