"""A sheet written anew as most spreadsheets write it, so that one way of reading serves all of them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from openpyxl.utils.cell import coordinate_to_tuple

from sidestream.tables import column_letter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
"""Whose names a sheet uses."""


def in_plain_shape(xml: bytes) -> bytes:
    """Return the rows, cells and merged areas of a sheet and nothing else, each cell with its address, in UTF-8.

    Raises ParseError where it is damaged, ValueError where an address is none.
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
        plain.extend(_cells(row, number))
        rows.append(_text(plain))
    merged = "".join(map(_text, root.iterfind("mergeCells")))
    text = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{merged}</worksheet>'
    return text.encode()


def _row_number(row: Element, before: int) -> int:
    """Return the number a row is given, else that of its first cell, else the next."""
    said, cell = row.get("r"), row.find("c")
    if said is None and cell is not None and "r" in cell.attrib:
        return int(coordinate_to_tuple(cell.attrib["r"])[0])
    number = before + 1 if said is None else float(said)
    if number != int(number):
        raise ValueError(f"{said} is not a valid row number")
    return int(number)


def _cells(row: Element, number: int) -> Iterator[Element]:
    """Return the cells with nothing but what is read of them; one without an address stands beside the one before."""
    place = 0
    for cell in row.iterfind("c"):
        address = cell.get("r")
        place = coordinate_to_tuple(address)[1] if address else place + 1
        plain = Element("c", {"r": f"{column_letter(place - 1)}{number}"})
        plain.attrib |= {name: cell.attrib[name] for name in ("s", "t") if name in cell.attrib}
        plain.extend(part for part in cell if part.tag in ("f", "v", "is"))
        yield plain


def _text(element: Element) -> str:
    return ElementTree.tostring(element, encoding="unicode")
