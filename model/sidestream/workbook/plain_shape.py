"""A sheet written anew as most spreadsheets write it, so that one way of reading serves all of them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from openpyxl.utils.cell import coordinate_to_tuple

from sidestream.tables import LAST_ROW, column_letter
from sidestream.workbook.damage import Damaged

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
"""Whose names a sheet uses."""


def in_plain_shape(xml: bytes) -> bytes:
    """Return the rows, cells and merged areas of a sheet and nothing else, each cell with its address, in UTF-8.

    Raises ParseError or Damaged where it is damaged.
    """
    root = ElementTree.fromstring(xml)
    for element in root.iter():
        space, _, name = element.tag.rpartition("}")
        if space in ("", "{" + MAIN):
            element.tag = name
        element.tail = None
    number, rows = 0, []
    for row in root.iterfind("sheetData/row"):
        number = _row_number(row, number)
        plain = Element("row", {"r": str(number)})
        plain.extend(list(_cells(row, number)))
        rows.append(_text(plain))
    merged = "".join(map(_text, root.iterfind("mergeCells")))
    text = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{merged}</worksheet>'
    return text.encode()


def _row_number(row: Element, before: int) -> int:
    """Return the number a row is given, else that of its first cell, else the next."""
    said, cell = row.get("r"), row.find("c")
    if said is None:
        return _row_and_column(cell.attrib["r"])[0] if cell is not None and "r" in cell.attrib else before + 1
    try:
        number = float(said)  # 2.0 is written too
    except ValueError:
        number = 0.0
    if not 1 <= number <= LAST_ROW or not number.is_integer():
        raise Damaged(f"it has a row '{said[:20]}': rows are numbered from 1 to {LAST_ROW}")
    return int(number)


def _row_and_column(address: str) -> tuple[int, int]:
    try:
        row, column = coordinate_to_tuple(address)
    except (ValueError, TypeError, LookupError):
        row, column = 0, 0
    if not (1 <= row <= LAST_ROW and column):
        raise Damaged(f"it has a cell '{address[:20]}', which is no address")
    return row, column


def _cells(row: Element, number: int) -> Iterator[Element]:
    """Return the cells with nothing but what is read of them; one without an address stands beside the one before."""
    place = 0
    for cell in row.iterfind("c"):
        address, row_number, place = cell.get("r"), number, place + 1
        if address:
            row_number, place = _row_and_column(address)
        if row_number != number:
            raise Damaged(f"its cell {address} stands in row {number}")
        plain = Element("c", {"r": f"{column_letter(place - 1)}{number}"})
        plain.attrib |= {name: cell.attrib[name] for name in ("s", "t") if name in cell.attrib}
        plain.extend(part for part in cell if part.tag in ("f", "v", "is"))
        yield plain


def _text(element: Element) -> str:
    return ElementTree.tostring(element, encoding="unicode")
