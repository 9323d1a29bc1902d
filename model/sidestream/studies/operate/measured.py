"""The supplies and demands of a day or a week, step by step, as somebody measured them: a CSV file.

    time,period,participant,commodity,name,kind,quantity,unit
    2026-11-23 07:00,winter day,plant,gypsum,,supply,1.5,t/h

`name` may be left out where a participant has one such supply or demand, `period` (of the plan, that the step belongs to) where it is
said otherwise. A unit with a time is a rate; one without is the amount of
the step. Steps follow each other at equal distances; a stream that is named has a row in each of them. Semicolons between columns,
a decimal comma there, a BOM and Windows' letters are read as they are. Every fault is told at once, as FILE:LINE column.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sidestream.errors import Fault, InputError, UsageError
from sidestream.park import Park
from sidestream.tables import shown, suggest
from sidestream.units import UnitError, amount, rate

COLUMNS = ("time", "period", "participant", "commodity", "name", "kind", "quantity", "unit")
NAME, PERIOD = "name", "period"
OPTIONAL = (NAME, PERIOD)
Wrong = Callable[[str, str], None]
SHEETS = {"supply": "Supplies", "demand": "Demands"}


class Stream(NamedTuple):
    """A row of Supplies or Demands."""

    kind: str
    participant: str
    commodity: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} of {self.commodity} at {self.participant}" + (f" ({self.name})" if self.name else "")


@dataclass(frozen=True)
class Measured:
    """What was measured.

    times       when each step begins
    periods     period of the plan that each step belongs to; blank where the file does not say
    hours       how long a step lasts
    amounts     of each stream that the file names, in each step, in the commodity's own unit
    as_planned  streams of the park that the file does not name
    """

    times: list[datetime]
    periods: list[str]
    hours: float
    amounts: dict[Stream, NDArray[np.float64]]
    as_planned: list[Stream]


class _Cell(NamedTuple):
    """One row that could be read: amount in the commodity's own unit per step, or per hour."""

    line: int
    when: datetime
    period: str
    stream: Stream
    quantity: float
    a_rate: bool


def streams_of(park: Park) -> list[Stream]:
    """Every supply and demand of a park, in the order of its sheets."""
    return [
        Stream(kind, *(str(part or "") for part in key))
        for kind, sheet in SHEETS.items()
        for key in park[sheet][["participant", "commodity", "name"]].fillna("").to_numpy(object).tolist()
    ]


def read_measured(path: Path, park: Park, hours: float | None = None) -> Measured:
    """Read what was measured. `hours` is how long a step lasts; where nobody says, the distance of the times.

    Raises UsageError where the file cannot be read or nobody says how long its one step lasts, InputError with every fault.
    """
    if hours is not None and not (math.isfinite(hours) and hours > 0):
        raise UsageError(f"a step of {hours:g} hours: it must last more than 0 hours")
    faults: list[Fault] = []
    cells = list(_cells(path.name, _text(path), park, faults))
    times = sorted({cell.when for cell in cells})
    step = _step(path.name, times, hours, faults)
    table = _table(path.name, cells, times, faults)
    if faults:
        raise InputError(path.name, sorted(faults, key=_line))
    amounts = {
        stream: np.array([one.quantity * (step if one.a_rate else 1.0) for one in row]) for stream, row in table.items()
    }
    period_of = {cell.when: cell.period for cell in cells}
    return Measured(
        times,
        [period_of[when] for when in times],
        step,
        amounts,
        [stream for stream in streams_of(park) if stream not in amounts],
    )


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise UsageError(f"{path} cannot be read: {problem.strerror}") from None
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{path.name} is not text: save it as CSV, UTF-8")


def _cells(file: str, text: str, park: Park, faults: list[Fault]) -> Iterator[_Cell]:
    """The rows that can be understood; what is wrong with the others."""
    first = text.splitlines()[0] if text.strip() else ""
    between = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    header = [name.strip().casefold() for name in next(reader, [])]
    if not _header_holds(file, header, faults):
        return
    known = streams_of(park)
    for fields in reader:
        if not any(field.strip() for field in fields):
            continue
        place = f"{file}:{reader.line_num}"
        if len(fields) != len(header):
            hint = ": is a decimal comma among them? write 12.5" if between == "," and len(fields) > len(header) else ""
            faults.append(Fault(place, "", "", f"found {len(fields)} fields, expected {len(header)}{hint}"))
            continue
        row = {name: field.strip() for name, field in zip(header, fields, strict=True)}
        cell = _cell(place, reader.line_num, row, known, park, between, faults)
        if cell:
            yield cell


def _header_holds(file: str, header: Sequence[str], faults: list[Fault]) -> bool:
    found = [f"no column is called '{name}'" for name in COLUMNS if name not in OPTIONAL and name not in header]
    found += [f"{shown(name)} is no column here{suggest(name, COLUMNS)}" for name in header if name not in COLUMNS]
    found += [f"column '{name}' stands there twice" for name in COLUMNS if header.count(name) > 1]
    faults += [Fault(f"{file}:1", "", "", f"{what} (columns: {', '.join(COLUMNS)})") for what in found]
    return not found


def _cell(
    place: str, line: int, row: Mapping[str, str], known: list[Stream], park: Park, between: str, faults: list[Fault]
) -> _Cell | None:
    before = len(faults)

    def wrong(column: str, message: str) -> None:
        faults.append(Fault(place, "", column, message))

    try:
        when = datetime.fromisoformat(row["time"])
    except ValueError:
        when = datetime.min
        wrong("time", f"found {shown(row['time'])}, expected a time such as 2026-11-23 07:00")
    if when.tzinfo is not None:
        wrong("time", f"found {shown(row['time'])}, expected local time without a zone, such as 2026-11-23 07:00")
    quantity = _number(row["quantity"], between, wrong)
    stream = _stream(row, known, wrong)
    period, periods = row.get(PERIOD, ""), [str(name) for name in park.moments["period"]]
    if period and period not in periods:
        listed = f", expected one of {_few(periods)}"
        wrong(PERIOD, f"found {shown(period)}{suggest(period, periods, otherwise=listed)}")
    if stream is None:
        return None
    try:
        factor, a_rate = _factor(row["unit"], stream.commodity, park)
    except UnitError as problem:
        wrong("unit", str(problem))
    return _Cell(line, when, period, stream, quantity * factor, a_rate) if len(faults) == before else None


def _number(text: str, between: str, wrong: Wrong) -> float:
    if not text:
        wrong("quantity", "is blank: write 0 where nothing was measured, or leave out the whole stream")
        return math.nan
    decimal = between != "," and "," in text and "." not in text
    try:
        number = float(text.replace(",", ".") if decimal else text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in text:
        wrong("quantity", f"found {shown(text)}, expected a number such as 12.5")
    elif number < 0:
        wrong("quantity", f"must not be negative, found {shown(text)}")
    return number


def _stream(row: Mapping[str, str], known: list[Stream], wrong: Wrong) -> Stream | None:
    """The supply or demand that a row means."""
    fits = known
    for column in ("kind", "participant", "commodity"):
        word = row[column].casefold() if column == "kind" else row[column]
        names = sorted({getattr(stream, column) for stream in fits} if column != "kind" else SHEETS)
        if word not in names:
            wrong(
                column,
                f"found {shown(row[column])}{suggest(word, names, otherwise=f', expected one of {_few(names)}')}",
            )
            return None
        fits = [stream for stream in fits if getattr(stream, column) == word]
    name = row.get(NAME, "")
    if not name and len(fits) == 1:
        return fits[0]
    for stream in fits:
        if stream.name == name:
            return stream
    names = sorted(stream.name for stream in fits)
    wrong(NAME, f"found {shown(name)}{suggest(name, names, otherwise=f', expected one of {_few(names)}')}")
    return None


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def _factor(unit: str, commodity: str, park: Park) -> tuple[float, bool]:
    """Units of a commodity in one of `unit`, and whether that is per hour. Raises UnitError."""
    if not unit:
        raise UnitError("is blank: write t/h, or t for the amount of the step")
    try:
        dimension, size = amount(unit)
        a_rate = False
    except UnitError:
        found = rate(unit, park.settings.hours_per_year)
        if found.per_period:
            raise UnitError(f"'{unit}': a step is not a period: write an amount or a quantity per time") from None
        dimension, size, a_rate = found.dimension, found.factor, True
    whole = float(park.content[dimension].get(commodity, math.nan))
    if math.isnan(whole):
        counted = park["Commodities"].set_index("commodity")["unit"][commodity]
        raise UnitError(f"'{unit}' is {dimension}; {commodity} is counted in {counted}: write {counted}/h or {counted}")
    return size / whole, a_rate


def _step(file: str, times: Sequence[datetime], hours: float | None, faults: list[Fault]) -> float:
    """How long a step lasts [h]; faults for gaps, and for steps that are not as long as was said."""
    apart = [(later - sooner).total_seconds() / 3600 for sooner, later in itertools.pairwise(times)]
    if not apart:
        if hours is None and not faults and times:
            raise UsageError(f"{file} has one step: say how long it lasts, with --step-hours N")
        if not times and not faults:
            faults.append(Fault(f"{file}:1", "", "", "no row below the header: nothing was measured"))
        return hours or 1.0
    step = min(apart) if hours is None else hours
    for sooner, length in zip(times, apart, strict=False):
        if not math.isclose(length, step, rel_tol=1e-6):
            faults.append(
                Fault(
                    file,
                    "",
                    "time",
                    f"{length:g} h after {sooner:%Y-%m-%d %H:%M} the next step begins, expected {step:g} h",
                )
            )
    return step


def _table(
    file: str, cells: Sequence[_Cell], times: Sequence[datetime], faults: list[Fault]
) -> dict[Stream, list[_Cell]]:
    """The cells of each stream, step by step; faults for doubles, and steps that are missing where all rows were understood."""
    told: dict[Stream, dict[datetime, _Cell]] = {}
    understood = not faults
    for cell in cells:
        row = told.setdefault(cell.stream, {})
        if cell.when in row:
            words = (
                f"the {cell.stream} stands there already for {cell.when:%Y-%m-%d %H:%M}, in line {row[cell.when].line}"
            )
            faults.append(Fault(f"{file}:{cell.line}", "", "time", words))
        row.setdefault(cell.when, cell)
    periods: dict[datetime, _Cell] = {}
    for cell in cells:
        first = periods.setdefault(cell.when, cell)
        if cell.period != first.period:
            words = f"found {shown(cell.period)}, and line {first.line} has {shown(first.period)} for {cell.when:%Y-%m-%d %H:%M}"
            faults.append(Fault(f"{file}:{cell.line}", "", PERIOD, words))
    for stream, row in told.items():
        missing = [when for when in times if when not in row]
        if missing and understood:
            words = f"the {stream} has no row for {_few([f'{when:%Y-%m-%d %H:%M}' for when in missing])}"
            faults.append(Fault(file, "", "time", words))
    return {stream: [row[when] for when in times if when in row] for stream, row in told.items()}


def _line(fault: Fault) -> int:
    number = fault.sheet.rpartition(":")[2]
    return int(number) if number.isdigit() else 0


def write_template(path: Path, park: Park, period: str, hours: float, begin: datetime | None = None) -> None:
    """Write a file to fill in: a day from `begin` on (tomorrow at midnight), each stream as planned in a period, as a rate."""
    begin = begin or datetime.combine(date.today() + timedelta(days=1), datetime.min.time())
    steps = max(1, round(24 / hours))
    place = park.moments["period"].tolist().index(period)
    long = float(park.moments["hours"].iloc[place])
    units = dict(zip(park["Commodities"]["commodity"], park["Commodities"]["unit"], strict=True))
    amounts = np.concatenate([park.amounts(sheet)[:, place] for sheet in SHEETS.values()])
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        for stream, planned in zip(streams_of(park), amounts.tolist(), strict=True):
            for step in range(steps):
                when = (begin + timedelta(hours=hours * step)).isoformat(" ", "minutes")
                words = (when, period, stream.participant, stream.commodity, stream.name, stream.kind)
                lines.writerow([*words, f"{planned / long:.12g}", f"{units[stream.commodity]}/h"])
