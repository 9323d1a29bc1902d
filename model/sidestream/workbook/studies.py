"""The file of a study becomes a study again: what pareto, share and the others wrote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sidestream.design.design import Design
from sidestream.design.study_tables import alternatives, comparison, explained, front, fund, outage, sensitivity, share
from sidestream.errors import Fault, InputError, UsageError
from sidestream.tables import Table
from sidestream.workbook.json_design import JsonDesign
from sidestream.workbook.raw import understand
from sidestream.workbook.reading import read_sheets
from sidestream.workbook.results import facts_of, in_euros, sheet_names

KINDS: dict[str, tuple[type[Table], ...]] = {
    "front": front.RESULTS,
    "alternatives": alternatives.RESULTS,
    "explained": explained.RESULTS,
    "sensitivity": sensitivity.RESULTS,
    "outages": outage.WITH_INSURANCE,
    "comparison": comparison.RESULTS,
    "share": share.RESULTS,
    "funding": fund.RESULTS,
}
"""The sheets of each study, by what it calls itself; the first one tells which study it is."""
OWN_COLUMNS = ("Samples",)
"""Sheets that have columns of their own for what was drawn: these are not read."""


def read_study(path: Path) -> Design:
    """Read the .xlsx workbook, the .json file or the folder of CSV files of a study; an absent sheet is empty.

    Raises UsageError where it is no study's, InputError for faults.
    """
    if path.suffix.lower() == ".json" and path.is_file():
        book = JsonDesign(path, [f"sidestream.{kind}/1" for kind in KINDS])
        kind = _kind(path, book.names)
        (loaded, faults), facts = understand(book, KINDS[kind], {}), dict(book.facts)
    else:
        kind = _kind(path, sheet_names(path))
        (loaded, faults), facts = read_sheets(path, KINDS[kind], {}), facts_of(path)
    faults = [fault for fault in faults if not _drawn(fault)]
    if faults:
        raise InputError(path.name, faults)
    currency = facts.get("currency")
    if isinstance(currency, str) and currency != "EUR":
        loaded = {sheet: replace(part, frame=in_euros(part.frame, currency)) for sheet, part in loaded.items()}
    return Design.of(
        {sheet: part.frame.reset_index(drop=True) for sheet, part in loaded.items()}, facts, KINDS[kind], kind
    )


def _kind(path: Path, names: list[str]) -> str:
    here = {name.casefold() for name in names}
    for kind, sheets in KINDS.items():
        if sheets[0].sheet.casefold() in here and "run" in here:
            return kind
    known = ", ".join(sheets[0].sheet for sheets in KINDS.values())
    raise UsageError(
        f"'{path}' is not the workbook of a study: none of its sheets is one of {known}; found {', '.join(names[:6]) or 'none'}"
    )


def _drawn(fault: Fault) -> bool:
    return fault.sheet in OWN_COLUMNS and "column" in fault.message
