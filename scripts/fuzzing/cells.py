"""The kinds of mutation of what stands in cells. Each says what must come of it; None where the park has no place for it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from fuzzing.mutant import ANY, CHANGED, REFUSED, SAME_OR_REFUSED, TABLES, Kind, Mutant, kinds_of
from sidestream.tables import Choice
from sidestream.tables.cells import as_name

NUMBERS: dict[str, float | None] = {
    "nan": None, "NaN": None, "inf": None, "-inf": None, "Infinity": None, "1e999": None, "0x10": None, "1_000": None,
    "½": None, "4 0": None, "40 apples": None, "1'000": None, "1,5": None, "1.234,5": None, "1,234.5": None,
    "1\u00a0234": None, "1 234,5": None, "--5": None, "1e5": 1e5, "+40": 40, "40.": 40, ".5": 0.5, " 40 ": 40,
    "\u00a040\u00a0": 40, "\uff11\uff12": 12, "\u0661\u0662": 12, "\u22125": -5, "40\u200b": 40, "\u202e04": None, "true": None,
    "#N/A": None, "1e-400": 0, "١٬٢٣٤": None, "²": None, "1E+2": 100, "'40": None, "=40": None, "٫٥": None,
}  # fmt: skip
"""Numbers as texts, and what they may be read as; None: nothing."""
STRANGE = ("שלום", "a\u200bb", "e\u0301", "\u00e9", "🏭", "\u202etxt", "a_x0000_b", "a_x0007_b", "x" * 32_767, "a\nb", "\t",
           "=1+1", "#REF!", "TRUE", "1.10", "0", "None", "nan", "a;b", "a, b", "\ufeffa", "ﬁ", "İ", "ß", "\u3000", "%s{0}", "../../x")  # fmt: skip
RENAMED = (
    "שלום",
    "e\u0301te\u0301",
    "🏭 works",
    "İstanbul",
    "Straße",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "<b>&amp;",
    "{0} %s",
    "x" * 200,
)


def number_typed_as_text(m: Mutant) -> str | None:
    return _number(m, *m.rng.choice(list(NUMBERS.items())))


def number_extreme(m: Mutant) -> str | None:
    value = m.rng.choice([1e308, -1e308, 1e-308, 5e-324, 1e15, 2**53 + 1, -1.0, -0.0, 0, 1e100, 1e-9, 0.1 + 0.2])
    return _number(m, value, value)


def number_scaled(m: Mutant) -> str | None:
    place = m.number()
    if place is None:
        return None
    value = m.cells[place[0]][place[1]][place[2]] * m.rng.choice([0.5, 2, 1.1, 1000, 1e-3, -1])
    m.put(place, value)
    m.must_read(place, value)
    return m.words


def number_with_percent_sign(m: Mutant) -> str | None:
    return _number(m, "12 %", 12, lambda column: column.unit.startswith("%"))


def number_with_percent_sign_where_none_is_meant(m: Mutant) -> str | None:
    return _number(m, "12 %", None, lambda column: not column.unit.startswith("%"))


def number_shown_as_percentage(m: Mutant) -> str | None:
    place = m.number(lambda column: column.unit == "%")
    if place is None:
        return None
    m.put(place, 0.12)
    m.must_read(place, 12)
    m.on_book.append(lambda book: setattr(_cell(book, place), "number_format", "0%"))
    return m.words


def boolean(m: Mutant) -> str | None:
    return _number(m, m.rng.random() < 0.5, None)


def date(m: Mutant) -> str | None:
    day = m.rng.choice(
        [datetime.datetime(1905, 3, 1), datetime.date(2030, 1, 1), datetime.time(12), datetime.timedelta(2)]
    )
    if m.rng.random() < 0.5:
        m.on_book.append(lambda book: setattr(book, "epoch", datetime.datetime(1904, 1, 1)))
    return _number(m, day, None)


def setting_other(m: Mutant) -> str | None:
    place = m.rng.choice(m.places(lambda column, content: column is not None and column.name == "value"))
    before = m.cells[place[0]][place[1]][place[2]]
    m.put(
        place,
        m.rng.choice([value for value in (*STRANGE, *NUMBERS, -1, 1e308, 0.5, True, "yes", "no") if value != before]),
    )
    m.expected = CHANGED
    return m.words


def profile_other(m: Mutant) -> str | None:
    rows = m.cells.get("Profiles", [])
    found = [
        (k, place) for k, row in enumerate(rows) for place, cell in enumerate(row) if k and place and cell is not None
    ]
    if not found:
        return None
    row, place = m.rng.choice(found)
    m.put(("Profiles", row, place), m.rng.choice([-1, 0.123, 1e308, "nan", "x", None, "1,5", True, 10]))
    m.expected = CHANGED
    return m.words


def numbers_as_texts(m: Mutant) -> str | None:
    for rows in m.cells.values():
        rows[1:] = [[repr(cell) if isinstance(cell, (int, float)) else cell for cell in row] for row in rows[1:]]
    m.expected = SAME_OR_REFUSED
    return "all numbers"


def error_cell(m: Mutant) -> str | None:
    word = m.rng.choice(["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"])
    place = m.number()
    if place is None:
        return None
    m.put(place, word)
    m.on_book.append(lambda book: setattr(_cell(book, place), "data_type", "e"))
    m.expected = REFUSED
    return m.words


def formula_without_value(m: Mutant) -> str | None:
    place = m.number()
    if place is None:
        return None
    m.put(place, None)
    m.on_book.append(lambda book: setattr(_cell(book, place), "value", "=20+20"))
    m.expected = REFUSED
    return m.words


def cell_blanked(m: Mutant) -> str | None:
    m.put(m.rng.choice(m.places(lambda column, content: column is not None)), None)
    m.expected = CHANGED
    return m.words


def text_strange(m: Mutant) -> str | None:
    place = m.rng.choice(m.places(lambda column, content: isinstance(content, str)))
    before = m.cells[place[0]][place[1]][place[2]]
    m.put(place, m.rng.choice([word for word in STRANGE if word != before]))
    m.expected = CHANGED
    return m.words


def text_with_blanks(m: Mutant) -> str | None:
    place = m.rng.choice(m.places(lambda column, content: isinstance(content, str)))
    blank = m.rng.choice([" ", "\u00a0", "\t", "\n", "\u200b", "\ufeff", "\u2009"])
    before = m.cells[place[0]][place[1]][place[2]]
    m.put(place, m.rng.choice([blank + before, before + blank, blank + before + blank]))
    column = TABLES[place[0]].columns.get(str(m.cells[place[0]][0][place[2]]))
    m.expected = ANY if column is None or column.name in ("note", "source") else SAME_OR_REFUSED
    return m.words


def choice_nonsense(m: Mutant) -> str | None:
    found = m.places(lambda column, content: isinstance(column, Choice))
    if not found:
        return None
    m.put(m.rng.choice(found), "nonsense")
    m.expected = REFUSED
    return m.words


def unit_nonsense(m: Mutant) -> str | None:
    return _unit(m, ["t", "t/x", "/a", "ton/a", "m3//h", "%", "t/a/a"], REFUSED)


def unit_other(m: Mutant) -> str | None:
    return _unit(m, ["Mt/a", "t/h", "t/week", "kg/s"], CHANGED)


def name_misspelt(m: Mutant) -> str | None:
    found = m.places(lambda column, content: isinstance(content, str) and bool(getattr(column, "to", "")))
    return _typed(m, found, "nobody at all", REFUSED)


def names_changed_everywhere(m: Mutant) -> str | None:
    before, now = m.rng.choice([row[0] for row in m.cells["Participants"][1:]]), m.rng.choice(RENAMED)
    for rows in m.cells.values():
        for row in rows[1:]:
            row[:] = [now if cell == before else cell for cell in row]
    m.back, m.expected, m.words = {as_name(now): before}, SAME_OR_REFUSED, f"{before} is {now[:50]}"
    return m.words


CELL_KINDS: tuple[Kind, ...] = kinds_of(globals())


def _number(
    m: Mutant, content: object, means: float | None, wanted: Callable[[Any], bool] = lambda column: True
) -> str | None:
    place = m.number(wanted)
    if place is None:
        return None
    m.put(place, content)
    m.must_read(place, means)
    if means is None:
        m.expected = REFUSED
    return m.words


def _typed(m: Mutant, places: list[tuple[str, int, int]], content: object, expected: str) -> str | None:
    if not places:
        return None
    m.put(m.rng.choice(places), content)
    m.expected = expected
    return m.words


def _unit(m: Mutant, words: list[str], expected: str) -> str | None:
    found = [
        (sheet, row, place)
        for sheet, row, place in m.places(lambda column, content: content in ("t/a", "kt/a"))
        if m.cells[sheet][0][place] == "unit"
    ]
    return _typed(m, found, m.rng.choice(words), expected)


def _cell(book: Any, place: tuple[str, int, int]) -> Any:
    return book[place[0]].cell(place[1] + 1, place[2] + 1)
