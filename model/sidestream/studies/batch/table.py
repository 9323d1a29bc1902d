"""One table of all designs of a batch, as a workbook and as a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from sidestream.design.design import Design
from sidestream.studies.batch.folder import TABLES
from sidestream.studies.batch.job import Job
from sidestream.studies.batch.lines import Record
from sidestream.tables import Number, Table, Text
from sidestream.workbook.cells import cells_of
from sidestream.workbook.csv_writing import csv_content
from sidestream.workbook.saving import save
from sidestream.workbook.writing import write_design

LONGEST_MESSAGE = 2_000
LEFT = "to do"
WHOLE = ("exit_code", "links_built", "warnings")
"""Columns that scripts compare with whole numbers."""


class Results(Table, result=True):
    """Every park and scenario of the batch: what its design costs and saves, or why there is none."""

    key = ("park", "scenario")
    park = Text("which park, as it was typed")
    scenario = Text("which of its scenarios; blank: the park as it is")
    status = Text("proven within the gap, or what came between")
    exit_code = Number("what `design` would have ended with; 0: proven within the gap")
    cost_today = Number("total cost of the park as it stands, a year")
    cost = Number("total cost as designed, a year")
    cost_saving = Number("what the design saves a year")
    currency = Text("currency of the costs")
    co2_today = Number("CO2 of the park as it stands", unit="t/a")
    co2 = Number("CO2 as designed", unit="t/a")
    co2_saving = Number("what the design saves of it", unit="t/a")
    investment = Number("what is built costs once, in all")
    links_built = Number("links that are built")
    gap = Number("how much less any other design could cost, a year")
    gap_of_saving = Number("the same as a share of the saving", unit="%")
    seconds = Number("how long it took", unit="s")
    warnings = Number("what `check` finds worth a look")
    design = Text("its file, in the folder of the results")
    message = Text("what went wrong")


def write_tables(folder: Path, rows: Iterable[tuple[Job, Record | None]]) -> list[Path]:
    """Write both tables; return their paths. Raises OutputError."""
    frame = pd.DataFrame([_row(job, record) for job, record in rows], columns=list(Results.columns))
    for name, column in Results.columns.items():
        if isinstance(column, Number):
            share = 100 if column.unit == "%" else 1  # inside the model shares are fractions
            frame[name] = pd.to_numeric(frame[name]) / share
        else:
            frame[name] = frame[name].astype(object)
    design = Design.of({"Results": frame}, sheets=(Results,))
    as_csv, as_book = (folder / name for name in TABLES)
    return [save(as_csv, lambda to: _write_csv(design, to)), write_design(design, as_book)]


def _write_csv(design: Design, path: Path) -> None:
    columns: dict[str, Sequence[object]] = dict(cells_of(design, Results))
    for name in WHOLE:
        columns[name] = [int(cell) if isinstance(cell, float) else cell for cell in columns[name]]
    path.write_bytes(csv_content(columns))


def _row(job: Job, record: Record | None) -> dict[str, object]:
    known = record or {"status": LEFT}
    files = known.get("files", {})
    first = next((files[name]["path"] for name in job.asked.formats if name in files), "")
    message = str(known.get("message", ""))[:LONGEST_MESSAGE]
    return {**known, "park": job.park, "scenario": job.scenario, "design": first, "message": message}
