"""What a sheet is: a class is a sheet, a field is a column, and everything else follows from that.

Reader, template, dropdowns, complaints, result sheets and the column reference are all made from one declaration:

    class Vehicles(Table):
        "What a truck carries and costs."
        key = ("vehicle",)
        vehicle = Name("what the routes call it", needed=True)
        payload = Number("what it carries", unit="t", needed=True, above=0)

Cells are converted on the way in and back on the way out: a percentage is a fraction inside, `kg` of CO2 are tonnes,
`EUR/m` are `EUR/km`. A class attribute cannot be called `from`, so it is written `from_` and means `from`.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pandas as pd

from sidestream.errors import Fault
from sidestream.units import WEEK, UnitError, amount, rate

INSIDE: dict[str, tuple[float, str]] = {
    "%": (0.01, "1"),
    "%/a": (0.01, "1/a"),
    "%/km": (0.01, "1/km"),
    "% of investment/a": (0.01, "1/a"),
    "kg/unit": (1e-3, "t/unit"),
    "kg/km": (1e-3, "t/km"),
    "kg/m": (1.0, "t/km"),
    "kg/MWh": (1e-3, "t/MWh"),
    "EUR/m": (1e3, "EUR/km"),
    "kWh/unit/km": (1e-3, "MWh/unit/km"),
    "1/week": (1 / WEEK, "1/h"),
}
"""Factor and unit inside the model for each unit of a column that is not kept as typed."""


LARGEST: dict[str, float] = {"km": 5e4, "EUR/unit": 1e9, "EUR/m": 1e7, "EUR/km": 1e6, "EUR/load": 1e7, "kg/unit": 1e9}
"""Largest size of a number by its unit; 1e15 for others. No way on earth is longer than 20,015 km."""


def is_blank(cell: object) -> bool:
    """True for an empty cell, also one that only looks empty."""
    return (
        cell is None or (isinstance(cell, str) and not cell.strip()) or (isinstance(cell, float) and math.isnan(cell))
    )


class Percent(float):
    """A number whose cell shows it with a percent sign: 0.12 that is read as 12%."""


ERROR_CELL = re.compile(r"#[A-Z][^a-z\s]*[!?]|#N/A|#GETTING_DATA|Err:\d{3}")
"""What a spreadsheet shows where a formula failed."""


def is_error_cell(cell: object) -> bool:
    """True where a formula failed: `#DIV/0!`, `#N/A`, LibreOffice's `Err:502`."""
    return isinstance(cell, str) and ERROR_CELL.fullmatch(cell.strip()) is not None


def suggest(word: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """` - did you mean 'gypsum'?`, or `otherwise` where nothing known is near."""
    names = list(known)
    folded = {name.casefold(): name for name in reversed(names)}
    near = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return f" - did you mean '{folded[near[0]]}'?" if near else otherwise


def shown(cell: object) -> str:
    """A cell's content as a complaint quotes it, cut where it is long."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and -1e300 < cell < 1e300:
        return f"{cell:.12g}"
    text = " ".join(str(cell).split(" "))
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"


@dataclass
class Column:
    """One column: what it means and what may stand in it. Subclasses say how a cell is understood."""

    meaning: str
    unit: str = ""
    needed: bool = False
    default: Any = None
    name: str = field(default="", init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name.rstrip("_")

    @property
    def title(self) -> str:
        """The name as complaints give it, with its unit: `length [km]`."""
        return f"{self.name} [{self.unit}]" if self.unit else self.name

    @property
    def expected(self) -> str:
        """What may stand here, in words."""
        return "text"

    def understand(self, cell: object) -> Any:
        """Turn one filled cell into its value inside the model. Raises ValueError with a text for the planner."""
        raise NotImplementedError

    def blank(self) -> Any:
        """Return what an empty cell becomes."""
        return self.default

    def collect(self, values: list[Any]) -> pd.Series:
        """Return the values as a column of the right type."""
        return pd.Series(values, dtype=object)

    def show(self, value: Any) -> Any:
        """Turn a value inside the model back into what stands in a cell."""
        return None if is_blank(value) else value


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


@dataclass
class Text(Column):
    """Free text, or a name that rows of other sheets refer to."""

    default: Any = ""

    def understand(self, cell: object) -> str:
        return _text(cell)


@dataclass
class Anything(Column):
    """A cell whose meaning depends on its row."""

    @property
    def expected(self) -> str:
        return "a number or a word"

    def understand(self, cell: object) -> object:
        return cell


@dataclass
class Name(Text):
    """A name that other rows refer to."""

    @property
    def expected(self) -> str:
        return "a name without ;"

    def understand(self, cell: object) -> str:
        text = _text(cell)
        if ";" in text:
            raise ValueError(f"{shown(cell)} holds ';', which separates names in a list: take it out")
        if any(ord(letter) < 32 for letter in text):
            raise ValueError(f"{shown(cell)} holds a line break or another invisible sign: take it out")
        return text


@dataclass
class Ref(Text):
    """A name that must stand in the first column of another sheet."""

    to: str = ""
    also: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        words = "".join(f"{word}, " for word in self.also)
        return f"{words}a name from {self.to}"


@dataclass
class Refs(Column):
    """Several such names, separated by semicolons."""

    default: Any = ()
    to: str = ""

    @property
    def expected(self) -> str:
        return f"names from {self.to}, separated by ;"

    def understand(self, cell: object) -> tuple[str, ...]:
        names = tuple(part.strip() for part in _text(cell).split(";") if part.strip())
        if not names:
            raise ValueError(f"{shown(cell)} separates names, and there is none: name one, or leave the cell blank")
        twice = [name for place, name in enumerate(names) if name in names[:place]]
        if twice:
            raise ValueError(f"'{twice[0]}' is listed twice")
        return names

    def show(self, value: Any) -> Any:
        return "; ".join(value) or None


@dataclass
class Choice(Text):
    """One of a few words."""

    choices: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        return ", ".join(self.choices)

    def understand(self, cell: object) -> str:
        word = _text(cell)
        for choice in self.choices:
            if word.casefold() == choice.casefold():
                return choice
        raise ValueError(
            f"{shown(cell)} is not a choice here"
            + suggest(word, self.choices)
            + f" (choices: {', '.join(self.choices)})"
        )


@dataclass
class Choices(Refs):
    """Several of a few words, separated by semicolons."""

    choices: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        return ", ".join(self.choices) + "; several separated by ;"

    def understand(self, cell: object) -> tuple[str, ...]:
        one = Choice(self.meaning, choices=self.choices)
        return tuple(one.understand(word) for word in super().understand(cell))


@dataclass
class YesNo(Column):
    """yes or no."""

    choices: ClassVar[tuple[str, ...]] = ("yes", "no")

    @property
    def expected(self) -> str:
        return "yes or no"

    def understand(self, cell: object) -> bool:
        word = _text(cell).casefold()
        if word in ("yes", "no"):
            return word == "yes"
        raise ValueError(f"must be yes or no, found {shown(cell)}")

    def show(self, value: Any) -> Any:
        return None if value is None else ("yes" if value else "no")


def _with_decimal_point(text: str) -> str:
    """`1.234,5` and `1,234.5` as `1234.5`: of point and comma the last is the decimal one, the other groups thousands."""
    if "," in text and "." in text:
        groups, point = (".", ",") if text.rfind(",") > text.rfind(".") else (",", ".")
        text = text.replace(groups, "").replace(point, ".")
    return text.replace(",", ".")


@dataclass
class Number(Column):
    """A number in a unit; inside the model it is `factor` times what is typed."""

    least: float | None = None
    above: float | None = None
    most: float | None = None

    @property
    def largest(self) -> float:
        """What no park goes beyond, in the column's unit: a slip of units, or a number that no solver can weigh."""
        return LARGEST.get(self.unit, 1e15)

    @property
    def factor(self) -> float:
        """What one of the column's unit is inside the model."""
        return INSIDE.get(self.unit, (1.0, self.unit))[0]

    @property
    def expected(self) -> str:
        limits = [
            f"greater than {self.above:g}" if self.above is not None else "",
            f"at least {self.least:g}" if self.least is not None else "",
            f"at most {self.most:g}" if self.most is not None else "",
        ]
        return " and ".join(limit for limit in limits if limit) or "a number"

    def understand(self, cell: object) -> float:
        if isinstance(cell, bool) or not isinstance(cell, (int, float)):
            raise ValueError(self._not_a_number(cell))
        if isinstance(cell, Percent) and self.unit.startswith("%"):
            # typed as 12%, kept by the spreadsheet as 0.12, and 12 is what was meant
            cell = float(f"{cell * 100:.15g}")
        value = float(cell) if abs(cell) < 1e300 else math.inf
        low = (self.above is not None and value <= self.above) or (self.least is not None and value < self.least)
        if low or (self.most is not None and value > self.most):
            raise ValueError(f"must be {self.expected}, found {shown(cell)}")
        if not abs(value) <= self.largest:
            raise ValueError(f"{shown(cell)} is beyond any park: at most {self.largest:g} is taken")
        return value * self.factor

    def _not_a_number(self, cell: object) -> str:
        if is_error_cell(cell):
            return f"the cell shows the error {str(cell).strip()}: mend its formula"
        if isinstance(cell, str):
            comma = "".join(cell.split())
            if re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", comma):
                either = f"{comma.replace(',', '')} or {comma.replace(',', '.')}"
                return f"{shown(cell)} is text, not a number: type {either}, whichever is meant"
            comma = _with_decimal_point(comma)
            if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", comma):
                return f"{shown(cell)} is not a number"
            return f"{shown(cell)} is text, not a number: type {comma} as a number"
        kinds = {"bool": "yes/no", "datetime": "date", "timedelta": "time"}
        kind = kinds.get(type(cell).__name__, type(cell).__name__)
        return f"{shown(cell)} is a {kind}, not a number"

    def blank(self) -> float:
        return math.nan if self.default is None else float(self.default) * self.factor

    def collect(self, values: list[Any]) -> pd.Series:
        return pd.Series(values, dtype=float)

    def show(self, value: Any) -> Any:
        if is_blank(value):
            return None
        factor = self.factor
        return float(value) if factor == 1 else float(f"{float(value) / factor:.15g}")


@dataclass
class Unit(Text):
    """A unit of the vocabulary: an amount, or an amount per time."""

    per_time: bool = True

    @property
    def expected(self) -> str:
        return "a quantity per time, such as t/a" if self.per_time else "a unit, such as t or MWh"

    def understand(self, cell: object) -> str:
        text = _text(cell)
        try:
            rate(text, 8760.0) if self.per_time else amount(text)
        except UnitError as error:
            raise ValueError(str(error)) from None
        return "".join(text.split())


QUALITIES = ("measured", "quoted", "estimated", "assumed")


class Table:
    """A declared sheet. Subclasses list their columns; rows are told apart by `key`."""

    columns: ClassVar[dict[str, Column]] = {}
    key: ClassVar[tuple[str, ...]] = ()
    extra: ClassVar[Column | None] = None
    sheet: ClassVar[str] = ""

    def __init_subclass__(cls, *, sheet: str = "", traced: bool = True) -> None:
        own = {
            column.name: column
            for column in vars(cls).values()
            if isinstance(column, Column) and column.name != "extra"
        }
        cls.sheet = sheet or cls.__name__
        cls.columns = own | (_traces() if traced else {})

    @classmethod
    def summary(cls) -> str:
        """Return the first line of the docstring."""
        return (cls.__doc__ or "").strip().splitlines()[0]


def _traces() -> dict[str, Column]:
    """Return the columns every input sheet ends with."""
    made: dict[str, Column] = {
        "quality": Choice("how well the row is known", choices=QUALITIES),
        "note": Text("anything worth remembering"),
        "source": Text("where the figures come from"),
    }
    for name, column in made.items():
        column.name = name
    return made


@dataclass
class Loaded:
    """A sheet that was read. `frame.index` holds the row numbers of the sheet; `letters` its columns' places.

    `frame` has one column per declared column, in units inside the model, blanks filled with the declared default;
    `given` has the same shape and says which cells were typed. `faulty` are the (row, column) of cells that were
    complained about already and count as blank.
    """

    table: type[Table]
    frame: pd.DataFrame
    given: pd.DataFrame
    letters: Mapping[str, str]
    faulty: frozenset[tuple[int, str]] = frozenset()

    def cell(self, row: int, column: str) -> str:
        """Address of a cell; of its row where the sheet does not have the column."""
        letter = self.letters.get(column)
        return f"{letter}{row}" if letter else f"row {row}"

    def fault(self, row: int | None, column: str, message: str, severity: str = "fault") -> Fault:
        """Say what is wrong with a cell (or, with row None, with a column)."""
        declared = self.table.columns.get(column)
        if row is None:
            cell = f"{self.letters[column]}1" if column in self.letters else ""
        else:
            cell = self.cell(int(row), column)
        return Fault(self.table.sheet, cell, declared.title if declared else column, message, severity)


def column_letter(place: int) -> str:
    """Name of the column at a place counted from 0, as a spreadsheet counts: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def empty_table(table: type[Table]) -> Loaded:
    """Return a sheet without rows."""
    loaded, _ = read_table(table, [], [], [])
    return loaded


def read_table(
    table: type[Table],
    header: Sequence[object],
    rows: Sequence[Sequence[object]],
    numbers: Sequence[int],
) -> tuple[Loaded, list[Fault]]:
    """Understand a sheet's cells by its declaration.

    `header` is the first row, `rows` the others (as long as the header or shorter), `numbers` their row numbers in the
    sheet. Rows that are blank throughout are passed over. Returns the table and every fault that one row can show;
    a faulty cell counts as blank in the table.
    """
    faults: list[Fault] = []
    faulty: set[tuple[int, str]] = set()
    places = _places(table, header, rows, faults)
    filled = [place for place, row in enumerate(rows) if not all(is_blank(cell) for cell in row)]
    index = [int(numbers[place]) for place in filled]
    letters = {name: column_letter(place) for name, place in places.items()}
    columns = {**table.columns, **{name: table.extra for name in places if name not in table.columns}}
    frame: dict[str, pd.Series] = {}
    given: dict[str, list[bool]] = {}
    for name, column in columns.items():
        assert column is not None
        place = places.get(name)
        values, typed = [], []
        for number, row in zip(index, (rows[place] for place in filled), strict=True):
            cell = row[place] if place is not None and place < len(row) else None
            value, complaint = _understand(column, cell)
            values.append(value)
            typed.append(not is_blank(cell))
            if complaint:
                faulty.add((number, name))
            if complaint and place is not None:
                title = column.title if name in table.columns else name
                faults.append(Fault(table.sheet, f"{letters[name]}{number}", title, complaint))
        frame[name] = column.collect(values)
        given[name] = typed
    loaded = Loaded(
        table,
        pd.DataFrame(frame, columns=list(columns)).set_axis(index, axis=0),
        pd.DataFrame(given, columns=list(columns), dtype=bool).set_axis(index, axis=0),
        letters,
        frozenset(faulty),
    )
    faults += _repeated(loaded)
    return loaded, faults


def _understand(column: Column, cell: object) -> tuple[Any, str]:
    if is_blank(cell):
        return column.blank(), f"is needed: {column.meaning} ({column.expected})" if column.needed else ""
    if is_error_cell(cell):
        return column.blank(), f"the cell shows the error {str(cell).strip()}: mend its formula"
    try:
        return column.understand(cell), ""
    except ValueError as error:
        return column.blank(), str(error)


def _places(
    table: type[Table], header: Sequence[object], rows: Sequence[Sequence[object]], faults: list[Fault]
) -> dict[str, int]:
    """Find each declared column in the header; complain of strangers, doubles and absentees."""
    places: dict[str, int] = {}
    for place, cell in enumerate(header):
        letter = column_letter(place)
        if is_blank(cell):
            if any(place < len(row) and not is_blank(row[place]) for row in rows):
                faults.append(Fault(table.sheet, f"{letter}1", "", "the column has content but no name in row 1"))
            continue
        name = _text(cell)
        known = next((column for column in table.columns if column.casefold() == name.casefold()), None)
        if known is None and table.extra is None:
            names = list(table.columns)
            hint = suggest(name, names, otherwise=f" (columns: {', '.join(names)})")
            faults.append(Fault(table.sheet, f"{letter}1", "", f"no column is called {shown(name)}{hint}"))
        elif (known or name) in places:
            faults.append(Fault(table.sheet, f"{letter}1", "", f"the column {shown(name)} is there twice"))
        else:
            places[known or name] = place
    if header:
        faults += [
            Fault(table.sheet, "", "", f"the column '{name}' is missing: {column.meaning}")
            for name, column in table.columns.items()
            if column.needed and name not in places
        ]
    return places


def _repeated(loaded: Loaded) -> list[Fault]:
    """Complain of rows that cannot be told apart."""
    key = [name for name in loaded.table.key if name in loaded.frame]
    if not key:
        return []
    faults = []
    first: dict[tuple[object, ...], int] = {}
    for row, *values in loaded.frame[key].itertuples():
        if any(is_blank(value) for value in values[:1]):
            continue
        same = tuple(value.casefold() if isinstance(value, str) else value for value in values)
        if same in first:
            words = ["; ".join(value) if isinstance(value, tuple) else value for value in values]
            what = ", ".join(shown(word).strip("'") for word in words if not is_blank(word))
            faults.append(loaded.fault(row, key[0], f"'{what}' stands in row {first[same]} already"))
        first.setdefault(same, row)
    return faults
