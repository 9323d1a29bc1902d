"""One mutant, tried: drawn from its seed, read, designed and verified where it is sound, and judged."""

from __future__ import annotations

import copy
import random
import tempfile
import traceback
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fuzzing.files import FILE_KINDS
from fuzzing.kinds import CELL_KINDS
from fuzzing.mutant import CHANGED, READS, REFUSED, SAME, SAME_OR_REFUSED, Cells, Mutant, cells_of, packed
from sidestream.errors import AuditError, InputError, SidestreamError, SolverError, UsageError
from sidestream.park import Park
from sidestream.studies.opening import open_park
from sidestream.tables import Loaded
from sidestream.workbook.examples import example_files
from sidestream.workbook.typed import typed_rows

KINDS = {kind.__name__: kind for kind in (*CELL_KINDS, *FILE_KINDS)}
SMALL = "two_sites"
OFTEN = (SMALL, SMALL, SMALL, SMALL, "steam_and_water")
CLOSE = 1e-9


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
def base(park: str) -> tuple[Cells, dict[str, Counter[str]], float]:
    """Cells of an example park, what is read of them, and what its design costs (of the small one)."""
    cells = cells_of(example_files()[park])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "park.xlsx"
        path.write_bytes(packed(cells, []))
        known, _ = open_park(path)
    return cells, content(known.typed), cost(known) if park == SMALL else 0.0


def content(tables: dict[str, Loaded], back: dict[str, str] | None = None) -> dict[str, Counter[str]]:
    """Rows of each sheet as they were understood, in no order."""
    known = back or {}

    def plain(row: dict[str, object]) -> str:
        return repr(
            sorted((name, known.get(cell, cell) if isinstance(cell, str) else cell) for name, cell in row.items())
        )

    return {sheet: Counter(map(plain, rows)) for sheet, rows in typed_rows(tables).items()}


def cost(park: Park) -> float:
    """What the best design costs a year; it is written, read and verified too."""
    from sidestream.studies.one_design import Options, design_network

    return float(design_network(park, Options(gap=0.0, time_limit=10.0)).facts["cost"])


def try_one(seed: int, kind: str = "", park: str = "", *, design: bool = True, keep: Path | None = None) -> Verdict:
    """Draw a mutant, try it, and say what came of it. Nothing is raised but for faults of the drawing."""
    rng = random.Random(seed)
    park = park or rng.choice(OFTEN)
    kind = kind or rng.choice(list(KINDS))
    cells, before, known_cost = base(park)
    with tempfile.TemporaryDirectory() as folder:
        mutant = Mutant(rng, copy.deepcopy(cells), shared=rng.random() < 0.5)
        words = KINDS[kind](mutant)
        verdict = Verdict(seed, kind, park, mutant.words or words or "", "no place for it")
        if words is None:
            return verdict
        path = mutant.written(Path(folder))
        verdict.words = mutant.words or words
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{seed}-{kind}-{mutant.name}").write_bytes(path.read_bytes())
        try:
            _judge(mutant, path, before, verdict, known_cost if design and park == SMALL else None)
        except Exception as error:
            verdict.finding = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
    return verdict


def _judge(
    mutant: Mutant, path: Path, before: dict[str, Counter[str]], verdict: Verdict, known_cost: float | None
) -> None:
    try:
        park, _ = open_park(path)
    except (InputError, UsageError) as error:
        verdict.came = f"refused: {str(error)[:300]}"
        if mutant.expected == SAME:
            verdict.finding = "refused, though nothing is wrong with it"
        return
    verdict.came = "accepted"
    now = content(park.typed, mutant.back)
    same = now == before
    if mutant.expected == REFUSED:
        verdict.finding = "accepted, though it says what cannot be"
    elif mutant.expected in (SAME, SAME_OR_REFUSED) and not same:
        verdict.finding = f"read as another park: {_differences(before, now)}"
    elif mutant.expected == CHANGED and same:
        verdict.finding = "accepted, and read as if nothing had been changed"
    elif mutant.expected == READS and mutant.reads is not None:
        verdict.finding = _misread(park, *mutant.reads)
    if known_cost is not None and not verdict.finding:
        _designed(park, path, verdict, known_cost if mutant.expected in (SAME, SAME_OR_REFUSED) else None)


def _misread(park: Park, sheet: str, row: int, column: str, value: object) -> str:
    loaded = park.typed[sheet]
    declared = loaded.table.columns[column]
    if row not in loaded.frame.index:
        return f"the row {row} of {sheet} was not read"
    found = declared.show(loaded.frame.loc[row, column])
    if isinstance(value, (int, float)) and isinstance(found, (int, float)) and abs(found - value) <= CLOSE * abs(value):
        return ""
    return f"{value!r} was read as {found!r}"


def _differences(before: dict[str, Counter[str]], now: dict[str, Counter[str]]) -> str:
    for sheet in sorted({*before, *now}):
        one, other = before.get(sheet, Counter()), now.get(sheet, Counter())
        if one != other:
            return f"{sheet}: {list((one - other) or {})[:2]} is {list((other - one) or {})[:2]}"[:600]
    return ""


def _designed(park: Park, path: Path, verdict: Verdict, known_cost: float | None) -> None:
    from sidestream.studies.one_design import Options, design_network
    from sidestream.studies.verifying import verified
    from sidestream.workbook.writing import write_design

    try:
        found = design_network(park, Options(gap=0.0, time_limit=5.0))
    except (AuditError, SolverError) as error:
        verdict.came, verdict.finding = "accepted", f"no design: {error}"
        return
    except SidestreamError as error:
        verdict.came = f"no design: {type(error).__name__}"
        if known_cost is not None:
            verdict.finding = verdict.came
        return
    verdict.came = "designed"
    if known_cost is not None and abs(float(found.facts["cost"]) - known_cost) > 1e-6 * known_cost:
        verdict.finding = f"the design costs {found.facts['cost']}, and that of the same park {known_cost}"
    written = write_design(found, path.with_name("design.xlsx"))
    seen = verified(path, written)
    if seen.broken:
        verdict.finding = f"the design does not add up: {seen.broken[:3]}"
