"""Where the tags of a sheet's rows and cells stand in the text of its part of the file, all of them found at once.

That is possible where the sheet is written as nearly every spreadsheet writes it: rows, in them cells, in these a value,
nothing between them, names without a prefix, UTF-8. Whether it is, is made sure of here.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from sidestream.tables import Ints, Mask
from sidestream.workbook.plain_shape import MAIN

Bytes = NDArray[np.uint8]
Eights = NDArray[np.uint64]

CELL, ROW, VALUE, FORMULA, INLINE, TEXT = range(1, 7)
"""Kinds of tags by their first letter, as far as they matter; 0 for all others."""
ENDS = 8
"""More by which the kind of the closing tag is."""
ROOT = re.compile(rb"<worksheet\b[^<>]*>")
CONTROL = bytes({*range(32)} - {*b"\t\n\r"})
"""Signs that no text of a file can hold."""


class NotPlain(ValueError):
    """The sheet is not written as expected."""

    def __str__(self) -> str:
        return "rows and cells do not stand where they should"


def _signs(text: bytes) -> Mask:
    """Mark some signs among all there are."""
    marks = np.zeros(256, bool)
    marks[[*text]] = True
    return marks


KINDS = np.zeros(256, np.uint8)
KINDS[[*b"crvfit"]] = CELL, ROW, VALUE, FORMULA, INLINE, TEXT
AFTER_NAME, AFTER_R = _signs(b" \t\r\n/>"), _signs(b"o")
"""What must follow the `c` of a cell and the `r` of a row."""
BEFORE_TEXT = np.isin(np.arange(16), (0, VALUE, FORMULA, INLINE, TEXT))
"""Kinds of tags behind which something else than a tag may stand."""


class Tags:
    """The tags between <sheetData> and </sheetData>.

    Raises NotPlain where they are not as expected, ParseError where the rest of the sheet is damaged.

    xml       the text
    signs     the text as numbers
    eights    each sign and the seven behind it as one number, the first counting least
    root      the opening tag of the whole
    sheet     what stands before the first row and behind the last, as elements
    begin     place of each tag in the text; some places of the end follow, so that one may look ahead
    kinds     what each of them is
    rows      which of them begin a row
    cells     which of them begin a cell that is not empty; `ends` which end these, `row` the place of each one's row
    """

    def __init__(self, xml: bytes) -> None:
        head, end = _around(xml)
        self.xml, self.root = xml, ROOT.findall(xml[:head])[0]
        self.sheet = ElementTree.fromstring(xml[:head] + xml[end:])
        self.signs: Bytes = np.frombuffer(xml, np.uint8)
        if (self.signs < ord(" ")).any() and xml.translate(None, CONTROL) != xml:
            raise NotPlain
        self.eights: Eights = np.ndarray((len(xml) - 7,), np.dtype("<u8"), xml, 0, (1,))
        begin = np.flatnonzero(self.signs[head:end] == ord("<")) + head
        if xml[head : begin[0] if len(begin) else end]:
            raise NotPlain
        first, second = self.signs[begin + 1], self.signs[begin + 2]
        kinds = KINDS[first] + (KINDS[second] + ENDS) * (first == ord("/"))
        self.begin: Ints = np.concatenate([begin, [end] * 6])
        self.kinds: Bytes = np.concatenate([kinds, np.zeros(6, np.uint8)])
        cells, rows = self._named(CELL, AFTER_NAME), self._named(ROW, AFTER_R)
        ends, row_ends = self._named(CELL + ENDS, AFTER_NAME), self._named(ROW + ENDS, AFTER_R)
        alone = ~BEFORE_TEXT[self.kinds[: len(begin)]]
        if (alone & (self.signs[self.begin[1 : len(begin) + 1] - 1] != ord(">"))).any() or (first == ord("!")).any():
            raise NotPlain
        self.rows: Ints = rows
        self.cells, self.ends, self.row = self._nested(len(begin), cells, ends, rows, row_ends)

    def _named(self, kind: int, after: Mask) -> Ints:
        """Return which tags are of a kind, by the sign after the letter that told so; the others are of none."""
        here = np.flatnonzero(self.kinds == kind)
        right = after[self.signs[self.begin[here] + (3 if kind > ENDS else 2)]]
        self.kinds[here[~right]] = 0
        named: Ints = here[right]
        return named

    def _nested(self, count: int, cells: Ints, ends: Ints, rows: Ints, row_ends: Ints) -> tuple[Ints, Ints, Ints]:
        """Make sure that every tag belongs to a cell or row, and every cell to a row.

        Returns the cells that are not empty, their ends, and the place of the row of each.
        """
        empty = self.closes_itself(cells)
        open_, closed = cells[~empty], cells[empty]
        if len(open_) != len(ends) or (open_ >= ends).any() or (open_[1:] <= ends[:-1]).any():
            raise NotPlain
        outer = np.sort(np.concatenate([rows, row_ends]), kind="stable")
        before = np.searchsorted(open_, outer)
        for tags, place in ((outer, before), (closed, np.searchsorted(open_, closed))):
            if (tags[place > 0] <= ends[place[place > 0] - 1]).any():
                raise NotPlain
        starts = self.kinds[outer] == ROW
        opens = starts & ~self.closes_itself(outer)
        if len(outer) + len(closed) + int((ends - open_ + 1).sum()) != count:
            raise NotPlain
        if not starts[:1].all() or (opens[:-1] == starts[1:]).any() or opens[-1:].any():
            raise NotPlain
        inside = np.diff(np.append(before, len(open_)))  # cells between each of these and the next
        if before[:1].any() or (len(open_) and not len(outer)) or inside[~opens].any():
            raise NotPlain
        row = np.repeat(np.cumsum(starts) - 1, inside)
        filled = self.kinds[open_ + 1] != CELL + ENDS
        return open_[filled], ends[filled], row[filled]

    def closes_itself(self, tags: Ints) -> Mask:
        """Which tags have no closing one; right only of those behind which another tag follows at once."""
        closes: Mask = self.signs[self.begin[tags + 1] - 2] == ord("/")
        return closes


def _around(xml: bytes) -> tuple[int, int]:
    """Return where the cells of a sheet begin and end."""
    begin = re.search(rb"<sheetData\s*(/?)>", xml)
    head = begin.end() if begin else 0
    end = head if begin and begin[1] else xml.find(b"</sheetData>", head)
    encoding = re.search(rb"encoding=[\"']([^\"']*)", xml[: xml.find(b">")])
    if not begin or end < 0 or b"<!" in xml[:head] or b"<!" in xml[end:] or not xml.rstrip().endswith(b"</worksheet>"):
        raise NotPlain
    root = ROOT.search(xml, 0, head)
    if not root or b'xmlns="%s"' % MAIN.encode() not in root[0] or (encoding and encoding[1].lower() != b"utf-8"):
        raise NotPlain
    return head, end
