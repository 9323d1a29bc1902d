"""Seeded parks of five sizes, drawn as arrays.

S, M, L and XL list their links: pipes with an own offer and a loss, one commodity each. NATION lists none: it has places,
two sizes of pipe and a truck, and its links are offered by sidestream's own candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

SIZES = {"S": (20, 150, 1), "M": (60, 1_500, 12), "L": (200, 10_000, 12), "XL": (500, 50_000, 24)}
"""participants, candidate links, periods"""
EACH = 4
"""Supplies, and needs, of each participant."""
SPARE = 1.25
"""Pairs of a supply and a need that fit, for each link."""
NATION, STUFFS, SQUARE, FARTHEST = 15_000, 200, 355.0, 50.0
"""participants, commodities, side of the land [km], how far links reach [km]: about a million pairs are within reach"""

Cells = dict[str, dict[str, list[Any]]]
"""What stands in the sheets, by sheet and column."""


@dataclass
class Synthetic:
    """A seeded park as arrays. Supplies and needs are (participant, commodity) pairs; a link joins a supply to a need."""

    participants: int
    supply: pd.DataFrame
    need: pd.DataFrame
    link: pd.DataFrame
    shapes: np.ndarray  # profiles x periods
    hours: np.ndarray


def synthetic(participants: int, links: int, periods: int, seed: int = 1) -> Synthetic:
    """Draw a park: amounts and distances spread over a decade, so that some links pay and some do not."""
    rng = np.random.default_rng(seed)
    enough = int(EACH**2 * participants**2 / (SPARE * links))
    commodities = max(2 * EACH, min(participants // 5, enough))
    place = rng.uniform(0, 20, (participants, 2))

    drawn = np.stack([rng.choice(commodities, 2 * EACH, replace=False) for _ in range(participants)])

    def pairs(chosen: np.ndarray) -> pd.DataFrame:
        made = pd.DataFrame({"site": np.repeat(np.arange(participants), EACH), "commodity": chosen.ravel()})
        made["quantity"] = np.round(10 ** rng.uniform(2, 4, len(made)), 1)
        made["price"] = np.round(rng.uniform(5, 60, len(made)), 1)
        made["profile"] = rng.integers(0, 4, len(made))
        return made

    supply, need = pairs(drawn[:, :EACH]), pairs(drawn[:, EACH:])  # nobody needs what it gives off
    both = supply.reset_index().merge(need.reset_index(), on="commodity", suffixes=("_s", "_d"))
    link = both.sample(links, random_state=seed).reset_index(drop=True)
    link = link.rename(columns={"index_s": "supply", "index_d": "need"})[
        ["supply", "need", "commodity", "site_s", "site_d"]
    ]
    distance = np.hypot(*(place[link["site_s"]] - place[link["site_d"]]).T)
    supply = supply.loc[np.unique(link["supply"])].reset_index(drop=True)  # those that no link touches are left out
    need = need.loc[np.unique(link["need"])].reset_index(drop=True)
    for end in ("supply", "need"):
        link[end] = np.unique(link[end], return_inverse=True)[1]
    link["capacity"] = np.round(10 ** rng.uniform(2, 4, len(link)), 1)
    link["yearly_cost"] = np.round(distance * (400 + 2 * link["capacity"]), 1)
    link["unit_cost"] = np.round(0.5 + 0.1 * distance, 3)
    link["loss"] = np.round(0.001 * distance, 5)
    shapes = rng.uniform(0.5, 1.5, (4, periods))
    hours = np.full(periods, 8760 / periods)
    shapes /= shapes.mean(axis=1, keepdims=True)
    return Synthetic(participants, supply, need, link, shapes, hours)


def site(number: int) -> str:
    """Name of a participant."""
    return f"site {number:05d}"


def stuff(number: int) -> str:
    """Name of a commodity."""
    return f"stuff {number:04d}"


def cells_of(made: Synthetic) -> Cells:
    """What would stand in the workbook of such a park."""
    names = [stuff(number) for number in sorted(set(made.supply["commodity"]) | set(made.need["commodity"]))]
    periods = [f"period {place + 1:02d}" for place in range(len(made.hours))]
    profiles = {f"profile {place}": row.tolist() for place, row in enumerate(made.shapes)}
    link = made.link
    return {
        "Participants": {
            "participant": [site(place) for place in range(made.participants)],
            "kind": ["industry"] * made.participants,
        },
        "Commodities": {"commodity": names} | _same(len(names), unit="t", medium="slurry", vanishes="yes"),
        "Periods": {"period": periods, "hours": made.hours.tolist()},
        "Profiles": {"period": periods} | profiles,
        "Supplies": _stream(made.supply, "dispose") | {"profile": _profiles(made.supply)},
        "Demands": _stream(made.need, "buy") | {"profile": _profiles(made.need)},
        "Pipelines": {
            "from": [site(number) for number in link["site_s"]],
            "to": [site(number) for number in link["site_d"]],
            "commodity": [stuff(number) for number in link["commodity"]],
            "link": [f"link {number:06d}" for number in range(len(link))],
            "capacity": link["capacity"].tolist(),
            "yearly_cost": link["yearly_cost"].tolist(),
            "unit_cost": link["unit_cost"].tolist(),
            "loss": (100 * link["loss"]).tolist(),
        }
        | _same(len(link), status="optional", length=1.0, capacity_unit="t/a"),
    }


def _same(count: int, **cells: object) -> dict[str, list[Any]]:
    return {name: [cell] * count for name, cell in cells.items()}


def _profiles(rows: pd.DataFrame) -> list[str]:
    return [f"profile {number}" for number in rows["profile"]]


def _stream(rows: pd.DataFrame, choice: str) -> dict[str, list[Any]]:
    choosing, price = {"dispose": ("if_not_taken", "disposal_cost"), "buy": ("if_not_served", "virgin_price")}[choice]
    return {
        "participant": [site(number) for number in rows["site"]],
        "commodity": [stuff(number) for number in rows["commodity"]],
        "quantity": rows["quantity"].tolist(),
        price: rows["price"].tolist(),
        **_same(len(rows), unit="t/a", **{choosing: choice}),
    }


def nation(participants: int = NATION, commodities: int = STUFFS, square: float = SQUARE, seed: int = 1) -> Cells:
    """Draw a nation: most commodities go by pipe, every fourth by truck; a link may be up to FARTHEST km long."""
    rng = np.random.default_rng(seed)
    drawn = np.argsort(rng.random((participants, commodities)), axis=1)[:, : 2 * EACH]

    def pairs(chosen: np.ndarray) -> pd.DataFrame:
        made = pd.DataFrame({"site": np.repeat(np.arange(participants), EACH), "commodity": chosen.ravel()})
        made["quantity"] = np.round(10 ** rng.uniform(2, 4.5, len(made)), 1)
        made["price"] = np.round(rng.uniform(5, 60, len(made)), 1)
        return made

    solid = [number % 4 == 3 for number in range(commodities)]
    pipe = {
        "size": ["thin", "thick"],
        "medium": ["slurry"] * 2,
        "capacity": [5_000, 40_000],
        "capacity_unit": ["t/a"] * 2,
    }
    cost = {"pipe_cost": [20, 60], "trench_cost": [30, 40], "upkeep": [2, 2], "life": [40, 40]}
    truck = {"payload": 25, "km_cost": 1.5, "load_cost": 60, "km_co2": 0.9, "empty_return": 100}
    settings = {
        "discount_rate": 5,
        "detour_pipe": 1,
        "detour_road": 1,
        "longest_pipe": FARTHEST,
        "longest_road": FARTHEST,
    }
    return {
        "Settings": {"setting": list(settings), "value": list(settings.values())},
        "Participants": {
            "participant": [site(number) for number in range(participants)],
            **_same(participants, kind="industry"),
            **{axis: np.round(rng.uniform(0, square, participants), 3).tolist() for axis in ("x", "y")},
        },
        "Commodities": {
            "commodity": [stuff(number) for number in range(commodities)],
            "unit": ["t"] * commodities,
            "medium": ["solid" if is_solid else "slurry" for is_solid in solid],
            "goes_by": ["truck" if is_solid else "pipe" for is_solid in solid],
        },
        "Supplies": _stream(pairs(drawn[:, :EACH]), "dispose"),
        "Demands": _stream(pairs(drawn[:, EACH:]), "buy"),
        "PipeSizes": {**pipe, **cost},
        "Vehicles": {"vehicle": ["truck"]} | {name: [cell] for name, cell in truck.items()},
    }


def cells(size: str, seed: int = 1) -> Cells:
    """Draw a park by the name of its size."""
    return nation(seed=seed) if size == "NATION" else cells_of(synthetic(*SIZES[size], seed))


def as_park(drawn: Cells) -> Any:
    """The park of what would stand in its workbook."""
    from sidestream.park import SHEETS, Park
    from sidestream.tables import read_table

    tables = {}
    for table in SHEETS:
        columns = drawn.get(table.sheet, {})
        rows: Sequence[Sequence[Any]] = list(zip(*columns.values(), strict=True))
        tables[table.sheet], faults = read_table(table, list(columns), rows, range(2, len(rows) + 2))
        assert not faults, faults[:3]
    return Park(tables, "synthetic")


def write_workbook(drawn: Cells, to: Path) -> Path:
    """Write a park as our own template does; as a folder of CSV files where the path has no ending."""
    if not to.suffix:
        from sidestream.workbook.csv_writing import csv_content

        to.mkdir()
        for sheet, columns in drawn.items():
            (to / f"{sheet}.csv").write_bytes(csv_content(columns))
        return to
    from sidestream.workbook.template import write_park

    rows = {
        sheet: [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        for sheet, columns in drawn.items()
    }
    return write_park(to, rows, list(rows))


def words(size: str) -> str:
    """Say how large a size is."""
    if size == "NATION":
        return f"{NATION:,} participants, {STUFFS} commodities, 1 period, links of up to {FARTHEST:g} km offered"
    participants, links, periods = SIZES[size]
    return f"{participants} participants, {links:,} candidate links, {periods} period{'s' * (periods > 1)}"


def main() -> None:
    """Write the workbook of a size: size, seed, path."""
    import sys

    size, seed, to = sys.argv[1:]
    write_workbook(cells(size, int(seed)), Path(to))


if __name__ == "__main__":
    main()
