"""The kinds of mutation of what stands in a workbook. Each says what must come of it; None where the park has no place for it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from fuzzing.mutant import ANY, CHANGED, REFUSED, SAME, SAME_OR_REFUSED, TABLES, Mutant
from sidestream.tables import Choice
from sidestream.tables.cells import as_name

Kind = Callable[[Mutant], str | None]
ORDERED = ("Settings", "Periods", "Profiles", "Stages", "Scenarios", "Changes")
"""Sheets in which the order of rows may mean something."""
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
    return _number(m, day, None)


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


def row_missing(m: Mutant) -> str | None:
    sheet = m.sheet()
    gone = m.cells[sheet].pop(m.rng.randrange(1, len(m.cells[sheet])))
    m.expected = CHANGED
    return f"{sheet}: without {gone[:3]}"


def row_doubled(m: Mutant) -> str | None:
    sheet = m.sheet()
    m.cells[sheet].append(list(m.rng.choice(m.cells[sheet][1:])))
    m.expected = CHANGED
    return f"{sheet}: one row twice"


def column_missing(m: Mutant) -> str | None:
    sheet = m.sheet()
    filled = [k for k in range(len(m.cells[sheet][0])) if any(row[k] is not None for row in m.cells[sheet][1:])]
    place = m.rng.choice(filled)
    name = m.cells[sheet][0][place]
    for row in m.cells[sheet]:
        del row[place]
    m.expected = CHANGED
    return f"{sheet}: without {name}"


def column_doubled(m: Mutant) -> str | None:
    sheet = m.sheet()
    place = m.rng.randrange(len(m.cells[sheet][0]))
    for row in m.cells[sheet]:
        row.append(row[place])
    m.expected = REFUSED
    return f"{sheet}: {m.cells[sheet][0][place]} twice"


def column_renamed(m: Mutant) -> str | None:
    sheet = m.rng.choice([name for name in m.cells if name != "Profiles" and len(m.cells[name]) > 1])
    filled = [k for k in range(len(m.cells[sheet][0])) if any(row[k] is not None for row in m.cells[sheet][1:])]
    m.cells[sheet][0][m.rng.choice(filled)] = m.rng.choice(["no such column", None, 7, "   ", True])
    m.expected = REFUSED
    return f"{sheet}: {m.cells[sheet][0]}"


def cells_moved(m: Mutant) -> str | None:
    sheet = m.sheet()
    row = m.rng.choice(m.cells[sheet][1:])
    row.insert(m.rng.randrange(len(row)), None)
    m.expected = ANY
    return f"{sheet}: a row moved to the right from somewhere"


def title_above(m: Mutant) -> str | None:
    sheet = m.sheet()
    m.cells[sheet].insert(0, ["A title"])
    m.on_book.append(lambda book: book[sheet].merge_cells("A1:D1"))
    m.expected = REFUSED
    return sheet


def merged_cells(m: Mutant) -> str | None:
    sheet = m.sheet(2)
    width, height = len(m.cells[sheet][0]), len(m.cells[sheet])
    place, row = m.rng.randrange(1, width + 1), m.rng.randrange(2, height)
    letter = get_column_letter(place)
    hides = m.cells[sheet][row][place - 1] is not None
    m.on_book.append(lambda book: book[sheet].merge_cells(f"{letter}{row}:{letter}{row + 1}"))
    m.expected = CHANGED if hides else ANY
    return f"{sheet} {letter}{row}:{letter}{row + 1}"


def sheet_missing(m: Mutant) -> str | None:
    sheet = m.sheet()
    del m.cells[sheet]
    m.expected = CHANGED
    return sheet


def sheet_doubled(m: Mutant) -> str | None:
    sheet = m.sheet()
    m.on_book.append(lambda book: setattr(book.copy_worksheet(book[sheet]), "title", sheet.upper() + " "))
    m.expected = REFUSED
    return sheet


def sheet_renamed(m: Mutant) -> str | None:
    sheet = m.sheet()
    word = m.rng.choice([sheet + " (2)", sheet[:-2] + "xy", "Sheet1", "שלום", sheet + "\u200b"])
    m.cells = {word if name == sheet else name: rows for name, rows in m.cells.items()}
    m.expected = REFUSED
    return f"{sheet} is {word}"


def only_heads(m: Mutant) -> str | None:
    for sheet in list(m.cells):
        m.cells[sheet] = m.cells[sheet][:1]
    m.expected = REFUSED
    return "no rows at all"


def sheets_in_another_order(m: Mutant) -> str | None:
    names = list(m.cells)
    m.rng.shuffle(names)
    m.cells, m.expected = {name: m.cells[name] for name in names}, SAME
    return "sheets"


def rows_in_another_order(m: Mutant) -> str | None:
    for sheet, rows in m.cells.items():
        if sheet not in ORDERED:
            below = rows[1:]
            m.rng.shuffle(below)
            rows[1:] = below
    m.expected = SAME
    return "rows"


def columns_in_another_order(m: Mutant) -> str | None:
    for sheet, rows in m.cells.items():
        if sheet != "Profiles":
            order = list(range(len(rows[0])))
            m.rng.shuffle(order)
            m.cells[sheet] = [[row[k] for k in order] for row in rows]
    m.expected = SAME
    return "columns"


def blank_rows(m: Mutant) -> str | None:
    for rows in m.cells.values():
        rows.insert(m.rng.randrange(1, len(rows) + 1), [])
    m.expected = SAME
    return "blank rows"


def capitals(m: Mutant) -> str | None:
    m.cells = {
        name.upper(): [[str(cell).upper() for cell in rows[0]] if name != "Profiles" else rows[0], *rows[1:]]
        for name, rows in m.cells.items()
    }
    m.expected = SAME_OR_REFUSED
    return "capitals"


def hidden(m: Mutant) -> str | None:
    def hide(book: Any) -> None:
        for sheet in book.worksheets[1:]:
            sheet.sheet_state = m.rng.choice(["visible", "hidden", "veryHidden"])
            sheet.row_dimensions[m.rng.randrange(1, 4)].hidden = True
            sheet.column_dimensions["B"].hidden = True
            sheet.auto_filter.ref = "A1:C3"

    m.on_book.append(hide)
    m.expected = SAME
    return "hidden"


def styled(m: Mutant) -> str | None:
    def style(book: Any) -> None:
        for sheet in book.worksheets:
            for row in sheet.iter_rows(max_row=20):
                for cell in row:
                    cell.font = Font(bold=True, color="FFFFFF")
                    cell.fill = PatternFill("solid", fgColor="FFFFFF")
                    cell.alignment = Alignment(wrap_text=True)
                    if isinstance(cell.value, (int, float)):
                        cell.number_format = m.rng.choice(["0", "#,##0.00", '0" t"', ";;;", "[Red]-0", "0.00E+00"])
            sheet["XFD1048576"].font = Font(bold=True)

    m.on_book.append(style)
    m.expected = SAME
    return "styles"


def talked_about(m: Mutant) -> str | None:
    def talk(book: Any) -> None:
        for sheet in list(book.worksheets):
            sheet["A1"].comment = Comment("a note\u200b <b>", "somebody")
            rule = DataValidation(type="list", formula1='"a,b"')
            rule.add("A2:A9")
            sheet.add_data_validation(rule)
            sheet.protection.sheet = True
        book.create_sheet("_mine").append(["=1+1", "whatever", 7])
        book.create_sheet("Index").append(["Supplies"])
        book.epoch = datetime.datetime(1904, 1, 1) if m.rng.random() < 0.5 else book.epoch

    m.on_book.append(talk)
    m.expected = SAME
    return "notes, lists, protection, sheets of one's own, 1904"


CELL_KINDS: tuple[Kind, ...] = tuple(
    thing for name, thing in list(globals().items()) if callable(thing) and getattr(thing, "__module__", "") == __name__
    and not name.startswith("_") and name != "Kind"
)  # fmt: skip


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
