"""What a design leaves alone, and what comes nearest to changing that: the Misses sheet.

For each row of Supplies that nobody takes from and each of Demands that nothing serves: with whom, by which way, how far, and from which
price on a link between them would pay by itself; or why there is no way at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sidestream.candidates.nearest import CHANCES, compatible, nearest
from sidestream.candidates.pairs import Everybody
from sidestream.candidates.ways import why_no_way
from sidestream.design.misses import left_alone
from sidestream.design.tables import MISSED, Misses
from sidestream.park import Park
from sidestream.park.acceptance import acceptance

MOST = 200_000
"""Pairs that fit beyond which nobody waits for the answer."""
WHY_NOT = {
    ("by-product", "partner"): "nobody else needs it, or takes it for anything",
    ("need", "partner"): "nobody else gives off anything that could serve it",
    ("by-product", "way"): "no pipe and no truck could carry it: {}",
    ("need", "way"): "no pipe and no truck could bring what could serve it: {}",
    ("by-product", "placed"): "how far it is to anybody who could take it is not known: an end has no place",
    ("need", "placed"): "how far it is from anybody who could serve it is not known: an end has no place",
    ("by-product", "near"): "all who could take it are farther away than longest_pipe and longest_road allow",
    ("need", "near"): "all who could serve it are farther away than longest_pipe and longest_road allow",
    ("by-product", "allowed"): "every link to those who could take it is forbidden",
    ("need", "allowed"): "every link from those who could serve it is forbidden",
}
NOTHING = "no size or vehicle could carry any of it, at no time"
STORED = "no size or vehicle could carry any of it when it is needed; what storages could change about that is not judged here"


def too_many(everybody: Everybody) -> int:
    """How many pairs would fit where that is more than can be judged in the time of a design; else 0."""
    pairs = compatible(everybody)
    return pairs if pairs > MOST else 0


def misses(everybody: Everybody, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the Misses sheet of a design, from its other sheets."""
    park = everybody.park
    alone = left_alone(park, tables)
    if alone.empty:
        return pd.DataFrame(columns=list(Misses.columns))
    found = nearest(everybody, alone)
    choices = [park[sheet].loc[row, CHOICE[sheet]] for sheet, row in zip(alone["sheet"], alone["row"], strict=True)]
    both = pd.concat([alone, found], axis=1).assign(choice=choices)
    both["free"], both["idle"] = _free(park, tables, both)
    records: list[dict[str, Any]] = both.to_dict("records")  # type: ignore[assignment]
    both["note"] = [_words(everybody, record) for record in records]
    return both[list(Misses.columns)]


CHOICE = {"Supplies": "if_not_taken", "Demands": "if_not_served"}
NOW = {
    "dispose": "disposal costs {} now",
    "leave": "it is left where it is now, which costs nothing",
    "buy": "it is bought at {} now",
    "go without": "going without costs {} now",
}


LEFT = {"Supplies used": ["disposed", "left"], "Needs met": ["bought", "short"]}
TAKEN = {
    "by-product": "but others serve that need in the design",
    "need": "but others take all of that in the design",
}


IDLE = {
    "by-product": "but the plant that would take it stands still in the design",
    "need": "but the plant that would make it stands still in the design",
}


def _free(park: Park, tables: Mapping[str, pd.DataFrame], rows: pd.DataFrame) -> tuple[list[bool], list[bool]]:
    """Whether the other end of each row has something left in the design that could be exchanged, and whether it is
    nothing but a plant that stands still.
    """
    gives, needs = (_left(tables[sheet], columns) for sheet, columns in LEFT.items())
    demands = park["Demands"]
    accepted = park.accepted
    need = demands.iloc[accepted["need"].to_numpy(int)]
    takes = {
        (who, by_product)
        for who, what, by_product in zip(need["participant"], need["commodity"], accepted["by_product"], strict=True)
        if (who, what) in needs
    }
    running, plants = tables["Made and used"], park.recipes
    free = {MISSED[0]: takes | _left(running, ["bought"]), MISSED[1]: gives | _left(running, ["disposed", "left"])}
    known = {
        MISSED[0]: set(zip(need["participant"], accepted["by_product"], strict=True)),
        MISSED[1]: _pairs(park["Supplies"]),
    }
    runs = _pairs(running[running["case"] == "design"])
    idle = {
        what: _pairs(plants[plants["per_activity"] * sign > 0]) - runs - known[what]
        for what, sign in ((MISSED[0], -1), (MISSED[1], 1))
    }
    ends = list(zip(rows["what"], rows["with"], rows["by_product"], strict=True))
    return [(end[1], end[2]) in free[end[0]] for end in ends], [(end[1], end[2]) in idle[end[0]] for end in ends]


def _pairs(frame: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(frame["participant"], frame["commodity"], strict=True))


def _left(result: pd.DataFrame, columns: list[str]) -> set[tuple[str, str]]:
    """Who has something left of what in the design."""
    lines = result[result["case"] == "design"]
    sums = lines.assign(left=lines[columns].sum(axis=1)).groupby(["participant", "commodity"])["left"].sum()
    return set(sums.index[(sums > 0).to_numpy(bool)])


def _words(everybody: Everybody, row: Mapping[str, Any]) -> str:
    park = everybody.park
    if not row["with"]:
        lacking = next((chance for chance in CHANCES if not row[chance]), None)
        if lacking is None:
            kept = park["Storages"].loc[park["Storages"]["status"] != "forbidden", "commodity"]
            return STORED if kept.isin(_what_could(park, row)).any() else NOTHING
        return WHY_NOT[row["what"], lacking].format(_no_way(everybody, row))
    unit = f"{park.settings.currency}/{row['unit']}"
    if row["pays_at"] <= row["price"]:
        why = "it is listed, and the design does without it" if row["link"] else "no such link is listed"
        if not row["free"]:
            why = (IDLE if row["idle"] else TAKEN)[row["what"]]
        return f"would pay by itself, with {_figure(row['price'] - row['pays_at'])} {unit} to spare; {why}"
    now = NOW.get(row["choice"], "it costs {} now").format(f"{_figure(row['price'])} {unit}")
    of = " of disposal" if row["what"] == MISSED[0] else ""
    return f"would pay at {_figure(row['pays_at'])} {unit}{of}; {now}"


def _no_way(everybody: Everybody, row: Mapping[str, Any]) -> str:
    """Why neither a size nor a vehicle fits: of the by-product itself, or of each that could serve the need."""
    park, here = everybody.park, _what_could(everybody.park, row)
    if row["what"] != MISSED[0]:
        given = set(everybody.give.table["commodity"])
        here = [name for name in here if name in given]
    reasons = {name: why_no_way(park, name) for name in here}
    if len(reasons) == 1:
        return next(iter(reasons.values()))
    return "; ".join(f"{name}: {reason}" for name, reason in reasons.items())


def _what_could(park: Park, row: Mapping[str, Any]) -> list[str]:
    """The by-product itself, or each that the need accepts."""
    if row["what"] == MISSED[0]:
        return [row["commodity"]]
    frame = park["Demands"]
    accepted = acceptance(frame[frame.index == row["row"]], park["Substitutions"])
    return list(dict.fromkeys(accepted["by_product"]))


def _figure(value: float) -> str:
    """Three digits at least, no exponent."""
    value = round(value, 6) + 0.0
    digits = max(0, 2 - int(np.floor(np.log10(abs(value))))) if value else 0
    return f"{value:,.{min(digits, 6)}f}".rstrip("0").rstrip(".") if digits else f"{value:,.0f}"
