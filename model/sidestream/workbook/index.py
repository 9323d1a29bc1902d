"""The first sheet of an input workbook: what to do, what each sheet holds, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.hyperlink import Hyperlink

from sidestream.park import SHEETS
from sidestream.tables import QUALITIES, Table
from sidestream.workbook.look import font, on_paper
from sidestream.workbook.words import needed_where

STEPS = (
    "In Settings fill in the values that are blank.",
    "Name who is there, with lat and lon or x and y (Participants), and what can flow (Commodities).",
    "Say who gives off what (Supplies), who needs what (Demands), and what each pays for it today.",
    "For a first design leave Pipelines and TruckRoutes blank: what could pay is tried, at the costs in PipeSizes and "
    "Vehicles.",
    "Run: sidestream check {file} - every cell that is missing or wrong is named. Mend, and repeat.",
    "Run: sidestream design {file} -o design.xlsx",
    "Then type which pipes and routes there are or may be, change the costs that you know better, and design again. Once "
    "a link is typed no others are tried, unless Settings has a row generate_candidates with the value yes.",
)
ADDING = "Name one behind --with when you write a template; or add a sheet of that name here, its columns in row 1"
RULES = (
    "Columns in bold are always needed, those in italics in some cases. All others may stay blank.",
    "Click on a cell, or point at the name of a column: a note says what stands there, in which unit, and what a blank "
    "counts as.",
    "Names stand in Participants and Commodities first; the other sheets then offer them. In a cell that takes several "
    "a semicolon separates them.",
    "A quantity is an amount per time, with its unit beside it: 40 and kt/a. A price is always per the commodity's own "
    "unit, whatever unit the quantity is in.",
    "Settings can have more rows than these: click on a blank cell of its first column. sidestream settings {file} shows "
    "all of them, with what holds where nobody says anything.",
    "A by-product meets needs of the same commodity. Where it stands in for another, say so in a sheet Substitutions.",
    "What turns one commodity into another stands in Conversions, and in ConversionRates what it takes and makes; a tank or "
    "a heap stands in Storages, and needs Periods; how much can be disposed of, bought or delivered stands in Expansions.",
    "Pipes that share a trench: the trench stands in Corridors, and CorridorPaths names the links that lie in it. Where "
    "vehicles or their hours are scarce, Fleets says how many there are and what more of them cost.",
    "How good a stream is stands in Qualities, and how good it has to be for those who use it in QualityLimits. What is "
    "counted beside CO2, such as groundwater, stands in ImpactFactors; what it costs in ImpactPrices, what of it there may "
    "be in Limits.",
    "Who may not be joined with whom, or must be, and what it costs two to begin with each other stands in Relations; how much "
    "may be invested, paid, carried, or come from one giver, and with how many others one may be joined, in Limits.",
    "The years ahead stand in Stages, what could come differently in Scenarios, and Changes says which cells are different "
    "in each. Scenarios with probabilities are weighed in one design; sidestream design {file} --scenario NAME takes one.",
    "Between which values a price, a factor or a quantity could lie stands in Ranges: sidestream sensitivity {file} tries them.",
    "Who could pay towards links that firms do not build by themselves stands in Funding: sidestream fund {file} shows what each "
    "takes.",
    "Heat and power that are lost on the way are simply gone: say so in vanishes (Commodities).",
    f"quality is one of {', '.join(QUALITIES)}; source says where the figures come from. Both may stay blank.",
    "One table a sheet, beginning in A1, names of columns in row 1: leave those as they are.",
    "This sheet is not read, nor are sheets whose name begins with _: keep your own calculations in such sheets.",
)


def write_index(sheet: Any, tables: Sequence[type[Table]], file: str) -> None:
    """Write the sheet that leads through the others; `file` is the workbook's name."""
    sheet.title = "Index"
    sheet["A1"] = "A park for sidestream"
    sheet["A1"].font = font(bold=True, size=14)
    row = _lines(sheet, 3, "What to do", [step.replace("{file}", file) for step in STEPS], numbered=True)
    row = _sheets(sheet, row, ("Sheet", "What it holds", "What it needs"), tables, linked=True)
    absent = [table for table in SHEETS if table not in tables]
    if absent:
        row = _sheets(sheet, row, ("For later", ADDING, "What it needs"), absent, linked=False)
    _lines(sheet, row, "What to know", [rule.replace("{file}", file) for rule in RULES], numbered=False)
    for letter, width in (("A", 16), ("B", 96), ("C", 78)):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    on_paper(sheet, "C")


def _lines(sheet: Any, row: int, title: str, lines: Sequence[str], *, numbered: bool) -> int:
    """Write a title and lines under it; return the row where the next part begins."""
    _head(sheet, row, (title, "", ""))
    for number, line in enumerate(lines, start=1):
        if numbered:
            sheet.cell(row + number, 1, f"{number}.").alignment = Alignment(horizontal="right")
        sheet.cell(row + number, 2, line)
    return row + len(lines) + 2


def _sheets(sheet: Any, row: int, titles: Sequence[str], tables: Sequence[type[Table]], *, linked: bool) -> int:
    """Write a list of sheets; return the row where the next part begins."""
    _head(sheet, row, titles)
    for place, table in enumerate(tables, start=row + 1):
        cell = sheet.cell(place, 1, table.sheet)
        if linked:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{table.sheet}'!A1", display=table.sheet)
            cell.font = font(underline="single", color="0B5394")
        sheet.cell(place, 2, table.summary())
        sheet.cell(place, 3, needs(table))
    return row + len(tables) + 2


def _head(sheet: Any, row: int, titles: Sequence[str]) -> None:
    for place, title in enumerate(titles, start=1):
        cell = sheet.cell(row, place, title or None)
        cell.font = font(bold=True)
        cell.border = Border(bottom=Side("medium"))


def needs(table: type[Table]) -> str:
    """Return the columns that have to be filled in, those in brackets in some cases."""
    always = [name for name, column in table.columns.items() if column.needed]
    at_times = [name for name, column in table.columns.items() if not column.needed and needed_where(column)]
    return ", ".join(always) + (f" (at times {', '.join(at_times)})" if at_times else "")
