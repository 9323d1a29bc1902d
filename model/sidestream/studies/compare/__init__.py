"""Two or more parks or designs held against the first: what differs in the input, in what is built, and who gains and loses.

Parks are compared cell by cell (`cells.py`), designs by what they build and come to (`designs.py`). The first park is what other parks are
held against, the first design what other designs are; a park that is designed here is both.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from sidestream.design.design import Design
from sidestream.design.study_tables.comparison import (
    RESULTS,
    BuildsThatDiffer,
    CellsThatDiffer,
    FiguresCompared,
    ParticipantsCompared,
)
from sidestream.errors import UsageError
from sidestream.park import SHEETS, Park
from sidestream.studies.compare.cells import differing
from sidestream.studies.compare.designs import builds_differing, figures_compared, participants_compared
from sidestream.studies.one_design import design_network
from sidestream.studies.opening import open_park
from sidestream.studies.options import Options
from sidestream.studies.run_sheet import files_run
from sidestream.studies.verifying import whole_design
from sidestream.workbook.files import fingerprint
from sidestream.workbook.results import sheet_names

Asked = Callable[[Park], Options]
"""How to search for the design of a park."""


@dataclass(frozen=True)
class File:
    """What was given: a park, a design, or a park with the design that was made of it here."""

    name: str
    path: Path
    park: Park | None = None
    design: Design | None = None

    @property
    def kind(self) -> str:
        if self.park is None:
            return "a design"
        return "a park" if self.design is None else "a park, designed here"


def read_files(paths: Sequence[Path]) -> list[File]:
    """Read parks and designs. Raises UsageError for what is neither, or not a whole design, InputError for faults."""
    if len(paths) < 2:
        raise UsageError("a comparison needs two files at least: parks, designs, or a park and a design")
    alone = len({path.name for path in paths}) == len(paths)
    return [_read(path, path.name if alone else str(path)) for path in paths]


def _read(path: Path, name: str) -> File:
    if path.suffix.lower() == ".json" and path.is_file():
        return File(name, path, design=whole_design(path)[0])
    here = {one.casefold() for one in sheet_names(path)}
    parks = {table.sheet.casefold() for table in SHEETS}
    if "summary" in here and "run" in here:
        return File(name, path, design=whole_design(path)[0])
    if here & parks:
        return File(name, path, park=open_park(path)[0])
    raise UsageError(
        f"'{path}' is neither a park nor a design: a park has sheets such as Participants, a design Summary and Run; found "
        f"{', '.join(sheet_names(path)[:6]) or 'none'}"
    )


def compare(files: Sequence[File], asked: Asked | None = None) -> Design:
    """Return what differs: sheets Cells that differ, Builds that differ, Figures compared, Participants compared and Run. With `asked`,
    parks are designed first.

    Raises UsageError where there are no two parks and no two designs, or money of two currencies; and what `design_network` raises.
    """
    began = time.monotonic()
    if asked is not None:
        files = [_designed(one, asked) for one in files]
    parks = [one for one in files if one.park is not None]
    designs = [one for one in files if one.design is not None]
    if len(parks) < 2 and len(designs) < 2:
        told = "; ".join(f"{one.name} is {one.kind}" for one in files)
        raise UsageError(
            f"there are no two parks and no two designs to compare: {told}. With --design parks are designed first"
        )
    money = {one.name: _currency(one) for one in files}
    if len(set(money.values())) > 1:
        told = ", ".join(f"{name} in {currency}" for name, currency in money.items())
        raise UsageError(f"money of different currencies cannot be compared: {told}")
    tables = {
        "Cells that differ": _frame(CellsThatDiffer, _cells(parks)),
        "Builds that differ": _frame(BuildsThatDiffer, _pairs(designs, builds_differing)),
        "Figures compared": _frame(FiguresCompared, _pairs(designs, figures_compared)),
        "Participants compared": _frame(ParticipantsCompared, _pairs(designs, participants_compared)),
    }
    facts: dict[str, Any] = {
        "parks": len(parks),
        "designs": len(designs),
        "cells_that_differ": len(tables["Cells that differ"]),
        "builds_that_differ": len(tables["Builds that differ"]),
        "first_park": parks[0].name if len(parks) > 1 else "",
        "first_design": designs[0].name if len(designs) > 1 else "",
        "enough": all(one.design is None or one.park is None or bool(one.design.facts["enough"]) for one in files),
        "currency": next(iter(money.values())),
        "seconds": time.monotonic() - began,
    }
    made = Design.of(tables, facts, RESULTS, kind="comparison")
    made.tables["Run"] = files_run([(one.name, one.kind, _mark(one)) for one in files], facts)
    return made


def _designed(one: File, asked: Asked) -> File:
    """A park with its design."""
    if one.park is None:
        return one
    options = asked(one.park)
    news = options.news

    def of_this(part: str, incumbent: float, bound: float, baseline: float) -> None:
        news(f"{one.name}: searching" if part == "design" else part, incumbent, bound, baseline)

    return replace(one, design=design_network(one.park, replace(options, news=of_this)))


def _currency(one: File) -> str:
    if one.park is not None:
        return str(one.park.settings.currency)
    assert one.design is not None
    return str(one.design.facts.get("currency") or "EUR")


def _mark(one: File) -> str:
    return fingerprint(one.path) if one.path.exists() else ""


def _cells(parks: Sequence[File]) -> Iterator[dict[str, Any]]:
    for other in parks[1:]:
        assert parks[0].park is not None
        assert other.park is not None
        for row in differing(parks[0].park, other.park):
            yield {"file": other.name, **row}


def _pairs(
    designs: Sequence[File], rows_of: Callable[[Design, Design], Iterator[dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    for other in designs[1:]:
        assert designs[0].design is not None
        assert other.design is not None
        for row in rows_of(designs[0].design, other.design):
            yield {"file": other.name, **row}


def _frame(table: Any, rows: Iterator[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(table.columns))
