"""Columns of numbers, typed in one unit and kept in another; and what is said of a cell that holds none."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sidestream.tables.cells import Percent, is_blank, is_error_cell
from sidestream.tables.column import Column
from sidestream.tables.contents import Floats, Mask
from sidestream.tables.wording import shown
from sidestream.units import WEEK

INSIDE: dict[str, tuple[float, str]] = {
    "%": (0.01, "1"),
    "%/a": (0.01, "1/a"),
    "%/km": (0.01, "1/km"),
    "% of investment/a": (0.01, "1/a"),
    "%/h": (0.01, "1/h"),
    "kg/unit": (1e-3, "t/unit"),
    "kg/activity": (1e-3, "t/activity"),
    "kg/km": (1e-3, "t/km"),
    "kg/m": (1.0, "t/km"),
    "kg/MWh": (1e-3, "t/MWh"),
    "EUR/m": (1e3, "EUR/km"),
    "kWh/unit/km": (1e-3, "MWh/unit/km"),
    "1/week": (1 / WEEK, "1/h"),
    "h/week": (1 / WEEK, "1"),
}
"""Factor and unit inside the model for each unit of a column that is not kept as typed."""

LARGEST: dict[str, float] = {"km": 5e4, "EUR/unit": 1e9, "EUR/m": 1e7, "EUR/km": 1e6, "EUR/load": 1e7, "kg/unit": 1e9}
"""Largest size of a number by its unit; 1e15 for others. No way on earth is longer than 20,015 km."""


SMALLEST = 1e-12
"""Least of a number that has to be greater than 0, in any unit: what is divided by less is beyond any park."""

NOT_A_NUMBER = "is not a number"
"""What is said of a text in which there is none."""
NOT_KNOWN = ("n/a", "n.a.", "na", "nan", "nil", "none", "unknown", "tbd", "?", "-", "\u2013", "\u2014")
"""What stands in cells of which nothing is known."""
ONE_NUMBER = re.compile(
    r"([^\d#;,.+-]*?)([+-]?(?:\d[\d.,\s]*|[.,]\d+)(?:[eE][+-]?\d+)?)(\s*[^\d#;]*(?:[a-z]3[^\d#;]*)?)"
)
"""A number, perhaps with a word, a unit or a currency before or behind it."""

LENGTHS: dict[str, float] = {
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), 1e-3),
    **dict.fromkeys(("mile", "miles", "mi"), 1.609344),
    **dict.fromkeys(("ft", "foot", "feet"), 0.3048e-3),
}
"""Words behind a number that are not kilometres, and how many kilometres one of them is."""


@dataclass
class Number(Column):
    """A number in a unit; inside the model it is `factor` times what is typed."""

    least: float | None = None
    above: float | None = None
    most: float | None = None

    @property
    def largest(self) -> float:
        """What no park goes beyond, in the column's unit: a slip of units, or a number that no solver can weigh. What is worked
        out from such numbers may.
        """
        return math.inf if self.result else LARGEST.get(self.unit, 1e15)

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
            metres = f"; are these metres? Then type {value / 1000:g}" if self.unit == "km" else ""
            raise ValueError(f"{shown(cell)} is beyond any park: at most {self.largest:g} is taken{metres}")
        if self.above == 0 and value < SMALLEST:
            raise ValueError(f"{shown(cell)} is next to nothing: at least {SMALLEST:g} is taken")
        return value * self.factor

    def understand_numbers(self, numbers: Floats) -> tuple[Floats, Mask]:
        fine = np.abs(numbers) <= self.largest
        if self.above is not None:
            fine &= numbers >= SMALLEST if self.above == 0 else numbers > self.above
        if self.least is not None:
            fine &= numbers >= self.least
        if self.most is not None:
            fine &= numbers <= self.most
        return numbers * self.factor, fine

    def _not_a_number(self, cell: object) -> str:
        if is_error_cell(cell):
            return f"the cell shows the error {str(cell).strip()}: mend its formula"
        if isinstance(cell, str):
            return f"{shown(cell)} {self._text(cell)}"
        kinds = {"bool": "yes/no", "datetime": "date", "timedelta": "time"}
        kind = kinds.get(type(cell).__name__, type(cell).__name__)
        return f"{shown(cell)} is a {kind}, not a number"

    def _text(self, cell: str) -> str:
        """Say of a text that it is no number, and which number it may stand for."""
        if "".join(cell.split()).casefold() in NOT_KNOWN and not self.needed:
            return "is not a number: type your best guess (quality: assumed), or leave the cell blank where it may be"
        found = ONE_NUMBER.fullmatch(cell.strip())
        if not found:
            return NOT_A_NUMBER
        alone, number = not (found[1] or found[3]), "".join(found[2].split())
        rest = "" if alone else " alone"
        if re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", number):
            sign = "," if "," in number else "."
            either = f"{number.replace(sign, '')} or {number.replace(sign, '.')}"
            return f"is text, not a number: type {either}{rest}, whichever is meant"
        plain = _with_decimal_point(number)
        if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", plain):
            return NOT_A_NUMBER
        word = found[3].strip().casefold()
        if self.unit == "km" and word in LENGTHS:
            return f"is text, not a number: in km that is {float(plain) * LENGTHS[word]:.6g}; type that alone"
        return f"is text, not a number: type {plain}{rest or ' as a number'}"

    def blank(self) -> float:
        return math.nan if self.default is None else float(self.default) * self.factor

    def collect(self, values: Any) -> pd.Series:
        return pd.Series(values, dtype=float)

    def show(self, value: Any) -> Any:
        if is_blank(value):
            return None
        factor = self.factor
        return float(value) if factor == 1 else float(f"{float(value) / factor:.15g}")


def _with_decimal_point(text: str) -> str:
    """`1.234,5` and `1,234.5` as `1234.5`: of point and comma the last is the decimal one, the other groups thousands,
    as does a sign that stands there twice.
    """
    if "," in text and "." in text:
        groups, point = (".", ",") if text.rfind(",") > text.rfind(".") else (",", ".")
        text = text.replace(groups, "").replace(point, ".")
    for sign in ",.":
        if re.fullmatch(rf"[+-]?\d{{1,3}}([{sign}]\d{{3}}){{2,}}", text):
            text = text.replace(sign, "")
    return text.replace(",", ".")
