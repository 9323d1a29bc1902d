"""A copy of a workbook in which every cell that something is wrong with says so.

Each has a comment with what is said of it and shows `!` (a fault) or `?` (worth a look) before its content, on a coloured
ground: a conditional format, so that the cell's own formats stay as they are. A first sheet `_faults` lists all of it,
with links. A copy that is marked again loses its former marks.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink

from sidestream.errors import Fault, OutputError, UsageError
from sidestream.workbook.damage import Damaged, damage
from sidestream.workbook.look import on_paper
from sidestream.workbook.merged import boundaries
from sidestream.workbook.opening import AS_XLSX
from sidestream.workbook.saving import ensure_writable, save

LIST = "_faults"
AUTHOR = "sidestream check"
RULE = 'N("sidestream check")=0'
"""Formula of the conditional formats of marks: always true, and by it they are known again."""
BEFORE_MARKS = "----- sidestream check -----"
"""Stands between the text of a comment that was there and what is said here."""
MOST = 5_000
"""Faults that are marked and listed: a workbook with more comments takes minutes to open."""
MOST_MERGED = 1_000_000
"""Cells of one merge."""
SIGNS = {"fault": ("!", "FFFFC7CE"), "warning": ("?", "FFFFF2CC")}
HEADER = ("", "kind", "sheet", "cell", "column", "what is said")
WIDTHS = (4, 14, 18, 12, 24, 110)
LONGEST_COMMENT = 4_000  # signs


def must_be_markable(path: Path, marked: Path) -> None:
    """Raise UsageError or OutputError where no marked copy of the input can be written to that path."""
    if path.is_dir():
        raise UsageError(f"a marked copy is made of a workbook, and '{path}' is a folder of CSV files")
    ensure_writable(marked, [path], [".xlsx"])


def mark(path: Path, marked: Path, faults: Sequence[Fault]) -> Path:
    """Write the marked copy; the workbook itself is only read. Raises OutputError where it cannot be made."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of what it passes over, and so does the command's help
            _must_be_fit(path)
            book = load_workbook(io.BytesIO(path.read_bytes()), rich_text=True)
            _unmark(book)
            sheets = {name.strip().casefold(): name for name in reversed(book.sheetnames)}
            listed = [(fault, _cell(book, sheets, fault)) for fault in faults[:MOST]]
            for sheet in book.worksheets:
                _mark_sheet(
                    sheet, [(fault, cell) for fault, cell in listed if cell is not None and cell.parent is sheet]
                )
            _list(book, listed, len(faults) - len(listed))
    except Exception as error:
        raise OutputError(f"no marked copy can be made of '{path}' ({damage(error)}): {AS_XLSX} again") from None
    return save(marked, lambda to: book.save(to))


def _must_be_fit(path: Path) -> None:
    """Raise Damaged where so many cells are merged that openpyxl, which makes each of them, would not come to an end."""
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            areas = re.findall(rb'mergeCell [^>]*ref="([^"]+)"', archive.read(part)) if "/worksheets/" in part else []
            for area in areas:
                left, top, right, bottom = boundaries(area.decode())
                if (right - left + 1) * (bottom - top + 1) > MOST_MERGED:
                    raise Damaged(f"{area.decode()} are merged: take the merge apart")


def _cell(book: Any, sheets: dict[str, str], fault: Fault) -> Any:
    """The cell to mark: of a whole sheet its first, of a row the row's first; None where there is no such sheet."""
    name = sheets.get(fault.sheet.strip().casefold())
    if name is None or name not in (sheet.title for sheet in book.worksheets):
        return None
    sheet, address = book[name], fault.cell or "A1"
    if address.startswith("row "):
        address = f"A{address.removeprefix('row ')}"
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if address in area)
        cell = sheet.cell(area.min_row, area.min_col)
    return cell


def _cells(sheet: Any) -> list[Any]:
    """The cells that are there: row by row one would walk through a million blank rows to a lone cell far out."""
    return list(sheet._cells.values())


def _mark_sheet(sheet: Any, listed: list[tuple[Fault, Any]]) -> None:
    """Comment on the cells of a sheet, and let them show their sign."""
    said: dict[str, list[Fault]] = {}
    for fault, cell in listed:
        said.setdefault(cell.coordinate, []).append(fault)
    for cell in _cells(sheet):
        if cell.comment:
            _fit(cell.comment)
    for address, faults in said.items():
        _comment(sheet[address], faults)
    for severity, (sign, ground) in SIGNS.items():
        here = [address for address, faults in said.items() if _severity(faults) == severity]
        if here:
            look = DifferentialStyle(
                numFmt=NumberFormat(numFmtId=200 + ord(sign), formatCode=";".join(_shapes(sign))),
                fill=PatternFill(bgColor=ground),
                font=Font(bold=True),
            )
            sheet.conditional_formatting.add(" ".join(here), Rule(type="expression", dxf=look, formula=[RULE]))


def _shapes(sign: str) -> Iterable[str]:
    """Formats of numbers above, below and at 0, and of texts, with the sign before them."""
    return (f'"{sign} "General', f'"{sign} "-General', f'"{sign} "General', f'"{sign} "@')


def _severity(faults: Sequence[Fault]) -> str:
    return "fault" if any(fault.severity == "fault" for fault in faults) else "warning"


def _comment(cell: Any, faults: Sequence[Fault]) -> None:
    lines = [f"{_kind(fault)}: {fault.column + ': ' if fault.column else ''}{fault.message}" for fault in faults]
    said = "\n\n".join(lines)[:LONGEST_COMMENT]
    before = cell.comment
    text = f"{before.text}\n\n{BEFORE_MARKS}\n{said}" if before else said
    cell.comment = Comment(text, before.author if before else AUTHOR)
    _fit(cell.comment)


def _fit(comment: Any) -> None:
    """Make room for all of the text: openpyxl does not keep the size that a comment had."""
    comment.width = 320
    comment.height = 24 + 18 * sum(1 + len(line) // 45 for line in comment.text.split("\n"))


def _kind(fault: Fault) -> str:
    return "fault" if fault.severity == "fault" else "worth a look"


def _list(book: Any, listed: Sequence[tuple[Fault, Any]], more: int) -> None:
    """Add the first sheet, with a line for each fault."""
    sheet = book.create_sheet(LIST, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    sheet.append(HEADER)
    for fault, cell in listed:
        sheet.append((SIGNS[fault.severity][0], _kind(fault), fault.sheet, fault.cell, fault.column, fault.message))
        for column in range(3, 7):  # what begins with = is no formula here
            sheet.cell(sheet.max_row, column).data_type = "s"
        if cell is not None:
            link = sheet.cell(sheet.max_row, 4, fault.cell or cell.coordinate)
            place = f"{quote_sheetname(cell.parent.title)}!{cell.coordinate}"
            link.hyperlink = Hyperlink(ref=link.coordinate, location=place)
            link.style = "Hyperlink"
    if more > 0:
        sheet.append(("", "", "", "", "", f"and {more:,} more: sidestream check --json lists all"))
    if not listed:
        sheet.append(("", "", "", "", "", "nothing is wrong or odd"))
    for column, width in enumerate(WIDTHS, start=1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(name="Calibri", size=11, bold=True)
    for row in sheet.iter_rows(min_row=2, min_col=6, max_col=6):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    on_paper(sheet, "F", "what sidestream check says of this workbook")
    sheet.auto_filter.ref = f"A1:F{max(sheet.max_row, 2)}"


def _unmark(book: Any) -> None:
    """Take away the marks of an earlier check."""
    if LIST not in book.sheetnames:
        return
    del book[LIST]
    for sheet in book.worksheets:
        for cell in _cells(sheet):
            if cell.comment and cell.comment.author == AUTHOR:
                cell.comment = None
            elif cell.comment and BEFORE_MARKS in cell.comment.text:
                text = cell.comment.text.partition(BEFORE_MARKS)[0].rstrip("\n")
                cell.comment = Comment(text, cell.comment.author)
        kept = ConditionalFormattingList()
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                if rule.formula != [RULE]:
                    kept.add(str(area.sqref), rule)
        sheet.conditional_formatting = kept
