"""What may come for a park that was drawn: stages, scenarios, and what is different in each."""

from __future__ import annotations

import copy
import random
from typing import Any

from strategies.sketch import Row, Sheets


def with_worlds(sheets: Sheets, seed: int, *, stages: bool, scenarios: bool) -> Sheets:
    """Return the sheets with stages or scenarios, and with changes for each of them."""
    chosen, made = random.Random(seed), copy.deepcopy(sheets)
    settings = made["Settings"]
    whens = []
    if stages:
        first = chosen.choice((3, 5))
        made["Stages"] = [
            {"stage": "soon", "start_year": 2027, "years": first},
            {"stage": "later", "start_year": 2027 + first, "years": chosen.choice((5, 10))},
        ]
        if chosen.random() < 0.5:
            made["Stages"][chosen.randrange(2)]["budget"] = chosen.choice((0, 500, 2_000))
        whens.append("later")
    if scenarios:
        likely = chosen.choice((50, 80))
        made["Scenarios"] = [
            {"scenario": "as it is", "probability": likely},
            {"scenario": "otherwise", "probability": 100 - likely},
        ]
        settings |= chosen.choice(
            ({}, {}, {"risk": "worst case"}, {"risk": "CVaR", "risk_tail": chosen.choice((20, 60)), "risk_weight": 50})
        )
        whens.append("otherwise")
    changes = [change for when in whens for change in _changes(made, chosen, when)]
    if changes:
        made["Changes"] = changes
    return made


def _changes(sheets: Sheets, chosen: random.Random, when: str) -> list[Row]:
    menu = [_of_quantity, _of_price, _of_tax, _of_presence, *([_of_status] if when == "later" else [])]
    rows = [make(sheets, chosen) for make in chosen.sample(menu, 2)]
    return [{"when": when, **row} for row in rows if row]


def _key(row: Row) -> str:
    return ", ".join(str(row[name]) for name in ("participant", "commodity", "name") if row.get(name))


def _of_quantity(sheets: Sheets, chosen: random.Random) -> Row:
    some = [name for name in ("Supplies", "Demands") if sheets.get(name)]
    if not some:
        return {}
    sheet = chosen.choice(some)
    row = chosen.choice(sheets[sheet])
    return {"sheet": sheet, "key": _key(row), "column": "quantity", "factor": chosen.choice((0, 0.5, 1.5))}


def _of_price(sheets: Sheets, chosen: random.Random) -> Row:
    rows = [row for row in sheets.get("Demands", []) if row.get("virgin_price")]
    if not rows:
        return {}
    return {
        "sheet": "Demands",
        "key": _key(chosen.choice(rows)),
        "column": "virgin_price",
        "factor": chosen.choice((0.5, 3)),
    }


def _of_tax(sheets: Sheets, chosen: random.Random) -> Row:
    return {"sheet": "Settings", "key": "carbon_tax", "column": "value", "value": chosen.choice((0, 150))}


def _of_presence(sheets: Sheets, chosen: random.Random) -> Row:
    who = chosen.choice([row["participant"] for row in sheets["Participants"] if row["kind"] != "junction"])
    return {"sheet": "Participants", "key": who, "column": "present", "value": "no"}


def _of_status(sheets: Sheets, chosen: random.Random) -> Row:
    links: list[tuple[str, Any]] = [
        (sheet, row) for sheet in ("Pipelines", "TruckRoutes") for row in sheets.get(sheet, [])
    ]
    later = {"optional": "required", "existing": "forbidden"}
    links = [(sheet, row) for sheet, row in links if row["status"] in later and row.get("link")]
    if not links:
        return {}
    sheet, row = chosen.choice(links)
    return {"sheet": sheet, "key": row["link"], "column": "status", "value": later[row["status"]]}
