"""How an input workbook looks on screen and on paper."""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from sidestream.tables import Column, Number
from sidestream.workbook.words import needed_where

HEADER_FILL = PatternFill("solid", fgColor="E3EBF2")
HEADER_BORDER = Border(bottom=Side("medium"))


def font(
    *, bold: bool = False, italic: bool = False, size: int = 11, underline: str | None = None, color: str = "000000"
) -> Font:
    """Return the one face of the workbook."""
    return Font(name="Calibri", size=size, bold=bold, italic=italic, underline=underline, color=color)


def header_font(column: Column) -> Font:
    """Bold where a column is needed, in italics where it sometimes is; its note says the same in words."""
    return font(bold=column.needed, italic=not column.needed and bool(needed_where(column)))


def side(column: Column) -> Alignment:
    """Numbers to the right, text to the left with a gap to the numbers before it."""
    if isinstance(column, Number):
        return Alignment(horizontal="right", vertical="center")
    return Alignment(horizontal="left", vertical="center", indent=1)


def number_format(column: Column) -> str:
    """Whole EUR with separators, other numbers as typed, text as text."""
    if isinstance(column, Number):
        return "#,##0" if column.unit in ("EUR", "EUR/a", "EUR/pipe") else "General"
    return "@" if type(column).__name__ in ("Text", "Name", "Ref", "Refs") else "General"


def on_paper(sheet: Any, last_column: str, summary: str = "") -> None:
    """A4, one page wide up to the last column, with the name of the sheet and what it holds at the top."""
    sheet.print_area = f"A1:{last_column}1048576"  # or a long text in the last column makes all the others small
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.left.text = sheet.title
    sheet.oddHeader.right.text = summary.replace("&", "&&")
    sheet.oddFooter.left.text = "&F"
    sheet.oddFooter.right.text = "Page &P of &N"
