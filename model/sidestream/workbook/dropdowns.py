"""What a cell of the template offers and refuses.

Lists that do not fit into a validation, and those that join fixed words with names, stand in the hidden sheet
`_lists`. Every list of names is a defined name that reaches as far as there are names, so that a new participant is
offered at once, also below a blank row. Names are looked up by whole columns: no deleted row can break them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from sidestream.park.links import CorridorPaths, Pipelines
from sidestream.park.quality import Qualities, QualityLimits
from sidestream.park.sites import SettingRows, Settings
from sidestream.park.time import Profiles
from sidestream.tables import Choice, Choices, Column, Number, Ref, Refs, Table, Unit, YesNo, column_letter
from sidestream.units import AMOUNTS, rate_choices
from sidestream.workbook.words import note

LISTS = "_lists"
LONGEST_LIST = 255  # signs of a list that stands in the validation itself, and of a prompt
LONGEST_TITLE = 32
NAMES_AHEAD = 2_000  # names that a list of words and names can grow to
ELSEWHERE = (
    (CorridorPaths.columns["link"], Pipelines, "link"),
    (QualityLimits.columns["property"], Qualities, "property"),
)
"""Columns that take what stands in a column of another sheet which is not its first one."""


class Dropdowns:
    """The validations of one workbook, and the lists they share."""

    def __init__(self, book: Any, sheets: Sequence[type[Table]]) -> None:
        self.book = book
        self.tables = {table.sheet: table for table in sheets}
        self.lists: Any = None
        self.made: dict[tuple[object, ...], str] = {}

    def validation(self, column: Column, reach: int) -> Any:
        """Return the validation of a column's cells; `reach` is how many names there are already."""
        rule = DataValidation(allow_blank=True, **self._rule(column, reach))
        rule.showInputMessage = True
        rule.promptTitle = column.title[:LONGEST_TITLE]
        rule.prompt = self.explain(column)[:LONGEST_LIST]
        rule.errorTitle = column.title[:LONGEST_TITLE]
        rule.error = f"Expected: {column.expected}"[:225]  # more than that Excel calls damage
        return rule

    def explain(self, column: Column) -> str:
        """Return the note on a column, with a word on a sheet that its names would stand in and that is not there."""
        to = column.to if isinstance(column, (Ref, Refs)) and not isinstance(column, Choices) else ""
        return (
            f"{note(column)}\nThere is no sheet {to} here: see Index" if to and to not in self.tables else note(column)
        )

    def _rule(self, column: Column, reach: int) -> dict[str, Any]:
        """Words are binding; names and units are only warned of, they may come later; lists are not checked here."""
        if isinstance(column, Number):
            return {**_limits(column), "showErrorMessage": True, "errorStyle": "stop"}
        if isinstance(column, (Choices, Refs)):
            return {**_list(self._several(column, reach)), "showErrorMessage": False}
        if isinstance(column, (Choice, YesNo)):
            return {**_list(self._words(column.choices)), "showErrorMessage": True, "errorStyle": "stop"}
        if isinstance(column, Unit):
            words = self._words(rate_choices() if column.per_time else list(AMOUNTS))
            return {**_list(words), "showErrorMessage": True, "errorStyle": "warning"}
        if isinstance(column, Ref):
            return {
                **_list(self._names(column.to, column.also, reach)),
                "showErrorMessage": True,
                "errorStyle": "warning",
            }
        if self.tables.get("Settings") is Settings and column is Settings.columns["setting"]:
            return {**_list(self._words(list(SettingRows.columns))), "showErrorMessage": True, "errorStyle": "stop"}
        for asked, table, name in ELSEWHERE:
            if column is asked:
                names = self._filled_in(table, name, reach) if table.sheet in self.tables else None
                return {**_list(names), "showErrorMessage": True, "errorStyle": "warning"}
        return {"type": None}

    def _filled_in(self, table: type[Table], column: str, reach: int) -> str:
        """Return the name of the list of what stands in a column; links without a name get theirs when it is read."""
        name = f"list_of_{column}"
        if name not in self.book.defined_names:
            letter = column_letter(list(table.columns).index(column))
            self._define(name, _filled(f"{table.sheet}!${letter}:${letter}", 1 + NAMES_AHEAD + reach))
        return name

    def _define(self, name: str, area: str) -> None:
        self.book.defined_names[name] = DefinedName(name, attr_text=area)

    def _several(self, column: Choices | Refs, reach: int) -> str | None:
        if not isinstance(column, Choices):
            return self._names(column.to, column.also, reach)
        counts = range(1, len(column.choices) + 1)
        together = ["; ".join(some) for count in counts for some in itertools.combinations(column.choices, count)]
        return self._words(together if len(together) < 20 else column.choices)

    def _words(self, words: Sequence[str]) -> str:
        """Return the formula of a list of fixed words."""
        text = ",".join(words)
        if len(text) + 2 <= LONGEST_LIST and not any("," in word or '"' in word for word in words):
            return f'"{text}"'
        key = ("words", *words)
        if key not in self.made:
            letter = self._new_list("words", words)
            self.made[key] = f"'{LISTS}'!${letter}$2:${letter}${len(words) + 1}"
        return self.made[key]

    def _names(self, sheet: str, also: tuple[str, ...], reach: int) -> str | None:
        """Return the name of the list of a sheet's names, behind the words `also`; None where there is no such sheet."""
        key = ("names", sheet, *also)
        if key in self.made:
            return self.made[key]
        table = self.tables.get(sheet)
        if table is None:
            return self._words(also) if also else None
        names, most = f"{sheet}!$A:$A", 1 + NAMES_AHEAD + reach
        if table is Profiles:
            row = f"{sheet}!$1:$1"
            area = f'INDEX({row},2):INDEX({row},MAX(2,MATCH("quality",{row},0)-1))'
        elif also:
            letter = self._new_list(f"{sheet} or {also[0]}", also)
            for row_number in range(2, most + 1):
                cell = f"INDEX({names},{row_number})"
                self.lists[f"{letter}{row_number + len(also)}"] = f'=IF({cell}="","",{cell})'
            column = f"'{LISTS}'!${letter}:${letter}"
            area = f"INDEX({column},2):INDEX({column},{len(also)}+MAX(1,{_last_filled(names, most)}))"
        else:
            area = _filled(names, most)
        name = "_".join(["list", sheet.lower(), *(["or", *also] if also else [])]).replace(" ", "_")
        self._define(name, area)
        self.made[key] = name
        return name

    def _new_list(self, title: str, words: Sequence[str]) -> str:
        """Begin a column in the hidden sheet; return its letter."""
        if self.lists is None:
            self.lists = self.book.create_sheet(LISTS)
            self.lists.sheet_state = "hidden"
        place = 1 if self.lists["A1"].value is None else self.lists.max_column + 1
        for row, word in enumerate([title, *words], start=1):
            cell = self.lists.cell(row, place, word)
            cell.data_type = "s"
        return column_letter(place - 1)


def _filled(column: str, most: int) -> str:
    """Return the formula of a column's cells from the second to the last in which something stands."""
    return f"INDEX({column},2):INDEX({column},MAX(2,{_last_filled(column, most)}))"


def _last_filled(column: str, most: int) -> str:
    """Return the formula of the last row of a column in which something stands; rows between may be blank."""
    area = f"INDEX({column},2):INDEX({column},{most})"
    return f'SUMPRODUCT(MAX(({area}<>"")*ROW({area})))'


def _list(formula: str | None) -> dict[str, Any]:
    return {"type": "list", "formula1": formula} if formula else {"type": None}


def _limits(column: Number) -> dict[str, Any]:
    """Return the rule that a cell is a number within the declared limits; a column's `above` with a `most` is let in."""
    low = column.least if column.least is not None else column.above
    if low is not None and column.most is not None:
        return {"type": "decimal", "operator": "between", "formula1": f"{low:g}", "formula2": f"{column.most:g}"}
    if column.above is not None:
        return {"type": "decimal", "operator": "greaterThan", "formula1": f"{column.above:g}"}
    if low is not None:
        return {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": f"{low:g}"}
    if column.most is not None:
        return {"type": "decimal", "operator": "lessThanOrEqual", "formula1": f"{column.most:g}"}
    largest = f"{column.largest:.0f}"
    return {"type": "decimal", "operator": "between", "formula1": f"-{largest}", "formula2": largest}
