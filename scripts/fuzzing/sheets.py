"""The kinds of mutation of rows, columns and sheets, and of how they look. Each says what must come of it."""

from __future__ import annotations

import datetime
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from fuzzing.mutant import ANY, CHANGED, REFUSED, SAME, SAME_OR_REFUSED, Kind, Mutant, kinds_of

ORDERED = ("Settings", "Periods", "Profiles", "Stages", "Scenarios", "Changes")
"""Sheets in which the order of rows may mean something."""


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


SHEET_KINDS: tuple[Kind, ...] = kinds_of(globals())
