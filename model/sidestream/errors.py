"""What can go wrong for the person at the keyboard, and with which exit code.

SidestreamError                     code
|-- UsageError                      2    the command was called with something it cannot take
|-- InputError                      3    the workbook says what cannot be; carries every fault at once
|-- InfeasibleError                 4    no design serves every `must`; says what is short, what clashes, what would do
|-- NoDesignInTime                  6    the time limit came before any design
|-- SolverError                     7    the solver failed, or its answer did not survive the second look
|-- AuditError                      9    a result does not add up; carries every broken promise
|-- OutputError                     10   the answer could not be written where it was asked for
`-- Interrupted                     130  stopped by the user with nothing to show

Whoever uses the package catches these; anything else that is raised is a bug of ours and should crash.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong in a workbook, in the reader's words.

    `cell` is the address inside the sheet ("B7"), a row ("row 7") or empty for the whole sheet.
    """

    sheet: str
    cell: str
    column: str
    message: str
    severity: str = "fault"

    @property
    def place(self) -> str:
        """`Supplies!B7`, the address as a spreadsheet writes it."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    @property
    def row(self) -> int:
        """Number of its row; 0 for the whole sheet."""
        return int("".join(filter(str.isdigit, self.cell)) or 0)

    def as_dict(self) -> dict[str, str]:
        """Return what `--json` prints."""
        return {"place": self.place, **asdict(self)}


ALIKE = 50
"""Faults of one column that are printed one by one; the rest are counted."""


ALSO = 8
"""Further cells of which the same is said that are named; the rest are counted."""


def fault_lines(faults: Iterable[Fault]) -> list[str]:
    """One aligned line per fault, places on the left; of very many in one column, the first and their number."""
    faults = list(faults)
    counts = Counter((fault.sheet, fault.column) for fault in faults)
    seen: Counter[tuple[str, str]] = Counter()
    shown: list[tuple[str, str]] = []
    for fault in faults:
        column = (fault.sheet, fault.column)
        seen[column] += 1
        title = f"{fault.column}: " if fault.column else ""
        if seen[column] <= ALIKE:
            shown.append((fault.place, title + fault.message))
        elif seen[column] == counts[column]:
            shown.append((fault.sheet, f"{title}{counts[column] - ALIKE:,} more in this column: --json lists all"))
    width = max((len(place) for place, _ in shown), default=0)
    return [f"  {place:<{width}}  {words}" for place, words in shown]


def sheet_lines(faults: Iterable[Fault]) -> list[str]:
    """The same sheet by sheet, a blank line and the sheet's name before each; what several cells share is said once."""
    alike: dict[tuple[str, str, str], list[Fault]] = {}
    for fault in faults:
        alike.setdefault((fault.sheet, fault.column, fault.message), []).append(fault)
    seen: Counter[tuple[str, str]] = Counter()
    more: Counter[tuple[str, str]] = Counter()
    sheets: dict[str, list[tuple[str, str]]] = {}
    for (sheet, column, message), cells in alike.items():
        seen[sheet, column] += 1
        if seen[sheet, column] <= ALIKE:
            title = f"{column}: " if column else ""
            sheets.setdefault(sheet, []).append((cells[0].place, title + message + _also(cells[1:])))
        else:
            more[sheet, column] += len(cells)
    for (sheet, column), count in more.items():
        sheets[sheet].append((sheet, f"{column}: {count:,} more in this column: --json lists all"))
    width = max((len(place) for lines in sheets.values() for place, _ in lines), default=0)
    return [
        line
        for sheet, lines in sheets.items()
        for line in ("", sheet, *(f"  {place:<{width}}  {words}" for place, words in lines))
    ]


def _also(others: Sequence[Fault]) -> str:
    """Name the other cells of which the same is said, as far as one would read on."""
    named = [fault.cell for fault in others[:ALSO] if fault.cell]
    rest = len(others) - len(named)
    words = [", ".join(named)] * bool(named) + [f"{rest:,} more"] * bool(rest)
    return f" (also {' and '.join(words)})" if others else ""


class SidestreamError(Exception):
    """Whatever the planner can mend. The command line prints it without a traceback."""

    exit_code = 7

    def as_dict(self) -> dict[str, object]:
        """Return what `--json` prints beside the message."""
        return {}


class UsageError(SidestreamError):
    """The command was called with something it cannot take."""

    exit_code = 2


class _WithFaults(SidestreamError):
    """An error that carries a list of places."""

    noun = "problem"

    def __init__(self, where: str, faults: Sequence[Fault]):
        self.where = where
        self.faults = list(faults)
        count = len(self.faults)
        title = f"{where} has {count} {self.noun}{'s' if count != 1 else ''}:"
        super().__init__("\n".join([title, *fault_lines(self.faults)]))

    def as_dict(self) -> dict[str, object]:
        """Return what `--json` prints beside the message."""
        return {"faults": [fault.as_dict() for fault in self.faults]}


class InputError(_WithFaults):
    """The workbook says something that cannot be; every fault at once, and what else is worth a look."""

    exit_code = 3

    def __init__(self, where: str, faults: Sequence[Fault], warnings: Sequence[Fault] = ()):
        super().__init__(where, faults)
        self.warnings = list(warnings)


class InfeasibleError(SidestreamError):
    """No design does everything that must be done.

    impossible   what cannot be, whatever is built: faults with their cells, found before anything is solved
    conflicts    sets of rows that cannot hold together, none to spare: lists of faults with their cells
    repair       the smallest change found that would do, proven: change (as `--set` takes it), place, column, was, value
    instead      changes of the other kind that would do too, proven: links that become a choice, or quantities and limits
    shortfalls   kind, where (names), amount, where as little as can be falls short
    """

    exit_code = 4

    def __init__(
        self,
        message: str,
        shortfalls: Sequence[dict[str, object]] = (),
        *,
        impossible: Sequence[Fault] = (),
        conflicts: Sequence[Sequence[Fault]] = (),
        repair: Sequence[dict[str, str]] = (),
        instead: Sequence[dict[str, str]] = (),
    ):
        self.shortfalls, self.repair, self.instead = list(shortfalls), list(repair), list(instead)
        self.impossible, self.conflicts = list(impossible), [list(rows) for rows in conflicts]
        super().__init__(message)

    def with_words(self, change: Callable[[str], str]) -> InfeasibleError:
        """Return the same with every text that may hold a name changed, such as to hide names."""

        def inside(found: Any) -> Any:
            if isinstance(found, Fault):
                return replace(found, message=change(found.message))
            if isinstance(found, dict):
                return {key: inside(value) for key, value in found.items()}
            if isinstance(found, (list, tuple)):
                return [inside(one) for one in found]
            return change(found) if isinstance(found, str) else found

        return InfeasibleError(
            change(str(self)),
            inside(self.shortfalls),
            impossible=inside(self.impossible),
            conflicts=inside(self.conflicts),
            repair=inside(self.repair),
            instead=inside(self.instead),
        )

    def as_dict(self) -> dict[str, object]:
        """Return what `--json` prints beside the message."""
        return {
            "impossible": [fault.as_dict() for fault in self.impossible],
            "conflict": [[fault.as_dict() for fault in rows] for rows in self.conflicts],
            "repair": self.repair,
            "instead": self.instead,
            "shortfalls": self.shortfalls,
        }


class NoDesignInTime(SidestreamError):
    """The time limit came before any design was found."""

    exit_code = 6


class SolverError(SidestreamError):
    """The solver failed, or its answer did not survive being solved again with builds fixed."""

    exit_code = 7


class AuditError(_WithFaults):
    """A result does not add up when it is computed again from the workbook."""

    exit_code = 9
    noun = "broken promise"


class OutputError(SidestreamError):
    """The answer could not be written where it was asked for."""

    exit_code = 10


class Interrupted(SidestreamError):
    """Stopped by the user before there was anything to show."""

    exit_code = 130
