"""One mutant, tried: drawn from its seed, read, designed and verified where it is sound, and judged."""

from __future__ import annotations

import contextlib
import copy
import io
import random
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fuzzing.cells import CELL_KINDS
from fuzzing.dialects import DIALECT_KINDS
from fuzzing.files import FILE_KINDS
from fuzzing.folders import FOLDER_KINDS
from fuzzing.mutant import (
    ANY,
    CHANGED,
    READS,
    REFUSED,
    SAME,
    SAME_COST,
    SAME_OR_REFUSED,
    Cells,
    Mutant,
    cells_of,
    packed,
)
from fuzzing.sheets import SHEET_KINDS
from sidestream.errors import AuditError, InputError, SidestreamError, SolverError, UsageError
from sidestream.park import SHEETS, Park
from sidestream.studies.opening import open_park
from sidestream.tables import Loaded
from sidestream.tables.cells import as_word
from sidestream.workbook.examples import example_files, write_example
from sidestream.workbook.reading import read_sheets
from sidestream.workbook.typed import typed_rows

SINGLE = {kind.__name__: kind for kind in (*CELL_KINDS, *SHEET_KINDS, *FILE_KINDS, *DIALECT_KINDS, *FOLDER_KINDS)}


def two_at_once(m: Mutant) -> str | None:
    """What the file says and how it says it: that nothing crashes is all that can be said."""
    said, how = m.rng.choice((*CELL_KINDS, *SHEET_KINDS)), m.rng.choice((*FILE_KINDS, *DIALECT_KINDS, *FOLDER_KINDS))
    words = [said(m), how(m)]
    m.expected, m.reads, m.words = ANY, None, ""
    return "; ".join(str(said) for said in words)


KINDS = {**SINGLE, two_at_once.__name__: two_at_once}
SMALL, LARGE, ALL_SHEETS = "two_sites", "steam_and_water", "all_sheets"
"""The last is the first in a workbook that has every sheet."""
OFTEN = (SMALL, SMALL, SMALL, SMALL, LARGE, ALL_SHEETS)
DESIGNED = 4
"""One in so many of the sound ones is designed."""
CLOSE = 1e-9
LEAST = 100 * sys.float_info.min
"""The least of numbers that keep their digits as percents too."""


@dataclass
class Verdict:
    """What came of a mutant; `finding` is empty where nothing is wrong with that."""

    seed: int
    kind: str
    park: str
    words: str
    came: str
    finding: str = ""


@cache
def base(park: str) -> tuple[Cells, dict[str, Counter[str]]]:
    """Cells of an example park, and what is read of them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "park.xlsx"
        if park == ALL_SHEETS:
            cells = cells_of(write_example(SMALL, path, [table.sheet for table in SHEETS]))
        else:
            cells = cells_of(example_files()[park])
        path.write_bytes(packed(cells, []))
        known, _ = read_sheets(path)
    return cells, content(known)


@cache
def known_cost() -> float:
    """What the best design of the small park costs a year."""
    from sidestream.studies.one_design import Options, design_network

    park, _ = open_park(example_files()[SMALL])
    return float(design_network(park, Options(gap=0.0, time_limit=10.0)).facts["cost"])


def content(tables: dict[str, Loaded], back: dict[str, str] | None = None) -> dict[str, Counter[str]]:
    """Rows of each sheet as they were understood, in no order."""
    known = back or {}

    def same(cell: object) -> object:
        if isinstance(cell, float):
            return cell + 0.0  # -0 is 0
        return known.get(cell, cell) if isinstance(cell, str) else cell

    def plain(row: dict[str, object]) -> str:  # 16 and the word 16 are the same value of a setting, or of a change
        return repr(sorted((name, same(as_word(cell) if name == "value" else cell)) for name, cell in row.items()))

    return {sheet: Counter(map(plain, rows)) for sheet, rows in typed_rows(tables).items()}


@contextlib.contextmanager
def drawn(seed: int, kind: str = "", park: str = "") -> Iterator[tuple[Verdict, Mutant, Path | None]]:
    """Draw a mutant and write it to a folder that is gone afterwards; no path where the park has no place for it."""
    rng = random.Random(seed)
    park = park or rng.choice(OFTEN)
    kind = kind or rng.choice(list(KINDS))
    mutant = Mutant(rng, copy.deepcopy(base(park)[0]), shared=rng.random() < 0.5)
    verdict = Verdict(seed, kind, park, "", "no place for it")
    with tempfile.TemporaryDirectory() as folder:
        path = None
        try:
            words = KINDS[kind](mutant)
            path = None if words is None else mutant.written(Path(folder))
            verdict.words = (mutant.words or words or "")[:300]
        except (LookupError, ValueError):
            if kind != two_at_once.__name__:  # of which the first may leave no place for the second
                raise
        yield verdict, mutant, path


def try_one(
    seed: int, kind: str = "", park: str = "", *, design: bool = True, marks: bool = False, quick: bool = False
) -> Verdict:
    """Draw a mutant, try it, and say what came of it. Nothing is raised but for faults of the drawing.

    `design` has sound ones designed and verified, `marks` has a marked copy made of each by the command `check`; `quick`
    leaves out the checks of what is read as it must be, cell by cell.
    """
    with drawn(seed, kind, park) as (verdict, mutant, path):
        if path is None:
            return verdict
        try:
            if quick and _reads_the_same(mutant, path, verdict):
                return verdict
            sound = _judged(mutant, path, verdict)
            if marks and not verdict.finding and path.suffix == ".xlsx":
                _marked(path, mutant, sound, verdict)
            if sound is not None and design and not verdict.finding:
                _designed(sound, path, verdict, mutant.expected)
        except Exception as error:
            verdict.finding = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
    return verdict


def _reads_the_same(mutant: Mutant, path: Path, verdict: Verdict) -> bool:
    if mutant.expected not in (SAME, SAME_OR_REFUSED):
        return False
    try:
        tables, faults = read_sheets(path)
    except (InputError, UsageError):
        return False
    if faults or content(tables, mutant.back) != base(verdict.park)[1]:
        return False
    verdict.came = "read"
    return True


def _judged(mutant: Mutant, path: Path, verdict: Verdict) -> Park | None:
    """Hold what is read of a mutant against what it must be read as; return the park where it has no faults."""
    before = base(verdict.park)[1]
    try:
        park, _ = open_park(path)
    except (InputError, UsageError) as error:
        verdict.came = f"refused: {str(error)[:300]}"
        if mutant.expected in (SAME, SAME_COST):
            verdict.finding = "refused, though nothing is wrong with it"
        return None
    verdict.came = "accepted"
    now = content(park.typed, mutant.back)
    if mutant.expected == REFUSED:
        verdict.finding = "accepted, though it says what cannot be"
    elif mutant.expected in (SAME, SAME_OR_REFUSED) and now != before:
        verdict.finding = f"read as another park: {_differences(before, now)}"
    elif mutant.expected == CHANGED and now == before:
        verdict.finding = "accepted, and read as if nothing had been changed"
    elif mutant.expected == READS and mutant.reads is not None:
        verdict.finding = _misread(park, *mutant.reads)
    return park


def _misread(park: Park, sheet: str, row: int, column: str, value: object) -> str:
    loaded = park.typed[sheet]
    declared = loaded.table.columns[column]
    if row not in loaded.frame.index:
        return f"the row {row} of {sheet} was not read"
    found = declared.show(loaded.frame.loc[row, column])
    numbers = isinstance(value, (int, float)) and isinstance(found, (int, float))
    if numbers and abs(found - value) <= max(CLOSE * abs(value), LEAST):  # type: ignore[operator, arg-type]
        return ""
    return f"{value!r} was read as {found!r}"


def _differences(before: dict[str, Counter[str]], now: dict[str, Counter[str]]) -> str:
    for sheet in sorted({*before, *now}):
        one, other = before.get(sheet, Counter()), now.get(sheet, Counter())
        if one != other:
            return f"{sheet}: {list((one - other) or {})[:2]} is {list((other - one) or {})[:2]}"[:600]
    return ""


def _marked(path: Path, mutant: Mutant, sound: Park | None, verdict: Verdict) -> None:
    """Have a marked copy made; that of a sound workbook is read as the workbook is."""
    from sidestream.cli import cli

    copied = path.with_name("marked.xlsx")
    asked = ["check", str(path), "--marked-copy", str(copied)]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            cli.main(asked, prog_name="sidestream", standalone_mode=False)
        except SidestreamError as error:
            if not (mutant.on_parts or mutant.on_bytes or mutant.files is not None):
                verdict.finding = f"no marked copy: {error}"
            return
    if sound is None or mutant.on_parts or mutant.on_bytes or not copied.exists():
        return
    try:
        again, _ = open_park(copied)
    except InputError as error:
        verdict.finding = f"its marked copy is refused: {error}"
        return
    if content(again.typed) != content(sound.typed):
        verdict.finding = f"its marked copy is another park: {_differences(content(sound.typed), content(again.typed))}"


def _designed(park: Park, path: Path, verdict: Verdict, expected: str) -> None:
    """Have the park designed, and the design written, read again and verified; the same park costs the same."""
    from sidestream.studies.one_design import Options, design_network
    from sidestream.studies.verifying import verified
    from sidestream.workbook.writing import write_design

    small = verdict.park != LARGE
    known = known_cost() if small and expected in (SAME, SAME_COST, SAME_OR_REFUSED) else None
    try:
        found = design_network(park, Options(gap=0.0, time_limit=5.0 if small else 2.0))
    except (AuditError, SolverError) as error:
        verdict.came, verdict.finding = "accepted", f"no design: {error}"
        return
    except SidestreamError as error:
        verdict.came = f"no design: {type(error).__name__}"
        if known is not None:
            verdict.finding = verdict.came
        return
    verdict.came = "designed"
    if known is not None and abs(float(found.facts["cost"]) - known) > 1e-6 * known:
        verdict.finding = f"the design costs {found.facts['cost']}, and that of the same park {known}"
    written = write_design(found, path.with_name("design.xlsx"))
    seen = verified(path, written)
    if seen.broken:
        verdict.finding = f"the design does not add up: {seen.broken[:3]}"
