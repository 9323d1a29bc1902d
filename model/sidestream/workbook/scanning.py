"""Which cells stand in a sheet, found for all of them at once in the text of its part of the file.

A sheet is a long list of `<c r="B7" s="2" t="s"><v>12</v></c>`. Most cells have this shape and hold a number or the place
of a shared text: these are read as arrays. Every other cell (dates, errors, yes and no, texts of its own) is cut out and
understood by openpyxl, each different one once. A sheet that is written in another way - names with a prefix, comments,
another encoding, cells without an address - is first written anew in this one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.tables import EXACT, Contents, Floats, Ints, Mask, Percent, objects, together
from sidestream.workbook.plain_shape import MAIN, in_plain_shape

Bytes = NDArray[np.uint8]
Eights = NDArray[np.uint64]

CELL, ROW, VALUE, FORMULA, INLINE, TEXT = range(1, 7)
"""Kinds of tags by their first letter, as far as they matter; 0 for all others."""
ENDS = 8
"""More by which the kind of the closing tag is."""
NUMBER, PERCENT, SHARED, MADE, TYPED, ODD, UNKNOWN = range(7)
"""How the value of a cell is to be read: MADE is a text by a formula, TYPED one of the cell's own."""

LONGEST_ROW = 7  # digits; the last row is 1048576
LONGEST_PLACE = 8  # digits of the place of a shared text
LONGEST_LOOK = 24  # signs; ` s="65490" t="inlineStr"` has 23

ROOT = re.compile(rb"<worksheet\b[^<>]*>")
ATTRIBUTE = re.compile(rb' ([a-z]+)="([^"<>&]*)"')


class NoValue:
    """What a formula has that was never calculated."""


NO_VALUE = NoValue()


@dataclass(frozen=True)
class Understanding:
    """What it takes to understand the cells of a workbook.

    texts      the shared texts
    percent    styles that show 0.12 as 12%
    dates      styles that show a number as a date or a time
    odd        value of a cell that is neither a plain number nor a shared text, from its element; perhaps NO_VALUE
    """

    texts: list[str]
    percent: frozenset[int]
    dates: frozenset[int]
    odd: Callable[[ElementTree.Element], object]


@dataclass
class Cells:
    """The cells of a sheet.

    numbers        number of each row. Shape (rows,)
    columns        what stands in each column that is not blank, by its place
    not_calculated (row number, place) of formulas without a value
    after          what follows the cells in the file
    """

    numbers: Ints
    columns: dict[int, Contents]
    not_calculated: list[tuple[int, int]]
    after: bytes


def cells_of(xml: bytes, how: Understanding) -> Cells:
    """Read the cells of a sheet. Raises ParseError or ValueError where the file is damaged."""
    try:
        return _read(_Tags(xml), how)
    except _NotPlain:
        return _read(_Tags(in_plain_shape(xml)), how)


class _NotPlain(ValueError):
    """The sheet is not written as expected."""


class _Tags:
    """Where the tags of a sheet's cells begin, and what each of them is.

    signs    the text as numbers
    eights   each sign and the seven behind it as one number, the first counting least
    begin    place of each tag in the text; a few that are none follow, so that one may look ahead
    kinds    what each of them is
    """

    def __init__(self, xml: bytes) -> None:
        head, end = _around_cells(xml)
        self.xml, self.before, self.after = xml, xml[:head], xml[end:]
        self.signs: Bytes = np.frombuffer(xml, np.uint8)
        self.eights: Eights = np.ndarray((len(xml) - 7,), np.dtype("<u8"), xml, 0, (1,))
        begin = np.flatnonzero(self.signs[head:end] == ord("<")) + head
        first, second = self.signs[begin + 1], self.signs[begin + 2]
        kinds = KINDS[first] + (KINDS[second] + ENDS) * (first == ord("/"))
        if (first == ord("!")).any():
            raise _NotPlain
        for kind, may_follow in ((CELL, ENDS_NAME), (ROW, SECOND_OF_ROW)):
            here = np.flatnonzero(kinds == kind)
            kinds[here[~may_follow[second[here]]]] = 0
        self.begin: Ints = np.concatenate([begin, [0] * 6])
        self.kinds: Bytes = np.concatenate([kinds, np.zeros(6, np.uint8)])

    def where(self, kind: int) -> Ints:
        """Return which tags are of a kind."""
        return np.flatnonzero(self.kinds == kind)


def _signs(text: bytes) -> Mask:
    """Mark some signs among all there are."""
    marks = np.zeros(256, bool)
    marks[[*text]] = True
    return marks


KINDS = np.zeros(256, np.uint8)
KINDS[[*b"crvfit"]] = CELL, ROW, VALUE, FORMULA, INLINE, TEXT
ENDS_NAME, SECOND_OF_ROW = _signs(b" \t\r\n/>"), _signs(b"o")
"""What must follow the `c` of a cell and the `r` of a row."""


def _around_cells(xml: bytes) -> tuple[int, int]:
    """Return where the cells of a sheet begin and end. Raises _NotPlain where that cannot be told."""
    begin = re.search(rb"<sheetData\s*(/?)>", xml)
    head = begin.end() if begin else 0
    end = head if begin and begin[1] else xml.find(b"</sheetData>", head)
    encoding = re.search(rb"encoding=[\"']([^\"']*)", xml[: xml.find(b">")])
    if not begin or end < 0 or b"<!" in xml[:head] or b"<!" in xml[end:]:
        raise _NotPlain
    root = ROOT.search(xml, 0, head)
    if not root or b'xmlns="%s"' % MAIN.encode() not in root[0] or (encoding and encoding[1].lower() != b"utf-8"):
        raise _NotPlain
    return head, end


def _read(tags: _Tags, how: Understanding) -> Cells:
    rows = tags.where(ROW)
    numbers = _row_numbers(tags, rows)
    cells = tags.where(CELL)
    cells = cells[~np.isin(tags.kinds[cells + 1], (CELL, CELL + ENDS, ROW + ENDS))]  # the others have no content
    row = np.searchsorted(rows, cells) - 1
    if (row < 0).any():
        raise _NotPlain
    place, behind = _addresses(tags, cells, numbers[row])
    values = _values(tags, cells, behind, how)
    columns = _by_column(values, row, place, len(rows))
    missing = np.flatnonzero(values.missing)
    not_calculated = zip(numbers[row[missing]].tolist(), place[missing].tolist(), strict=True)
    return Cells(numbers, columns, list(not_calculated), tags.after)


def _row_numbers(tags: _Tags, rows: Ints) -> Ints:
    begin = tags.begin[rows]
    if (tags.eights[begin] != int.from_bytes(b'<row r="', "little")).any():
        raise _NotPlain
    end = begin + 8
    for _ in range(LONGEST_ROW):
        end = end + (tags.signs[end] != ord('"'))
    numbers, fine = _whole_numbers(tags.signs, begin + 8, end, LONGEST_ROW)
    if not (fine & (tags.signs[end] == ord('"'))).all():
        raise _NotPlain
    return numbers


def _whole_numbers(signs: Bytes, begin: Ints, end: Ints, longest: int) -> tuple[Ints, Mask]:
    """Read what stands between begin and end as a whole number; the second answer says where it is one."""
    numbers, ten = np.zeros(len(begin), np.int64), 1
    length = end - begin
    fine = (length > 0) & (length <= longest)
    for back in range(1, int(length[fine].max(initial=0)) + 1):
        digit = signs[end - back].astype(np.int64) - ord("0")
        inside = back <= length
        fine &= ~inside | ((digit >= 0) & (digit <= 9))
        numbers += np.where(inside, digit * ten, 0)
        ten *= 10
    return numbers, fine


def _addresses(tags: _Tags, cells: Ints, number: Ints) -> tuple[Ints, Ints]:
    """Return the place of each cell's column, and where its address ends; `number` is that of its row."""
    begin = tags.begin[cells]
    starts = tags.eights[begin] & np.uint64(2**48 - 1) == int.from_bytes(b'<c r="', "little")
    place, end, in_letters = np.zeros(len(cells), np.int64), begin + 6, np.ones(len(cells), bool)
    for _ in range(3):
        sign = tags.signs[end].astype(np.int64)
        in_letters = in_letters & (sign >= ord("A")) & (sign <= ord("Z"))
        if not in_letters.any():
            break
        place = np.where(in_letters, place * 26 + sign - ord("A") + 1, place)
        end = end + in_letters
    end = end + 1 + np.searchsorted(10 ** np.arange(1, LONGEST_ROW), number, side="right")
    if not (starts & (place > 0) & (tags.signs[end] == ord('"'))).all():
        raise _NotPlain
    return place - 1, end + 1


@dataclass
class _Values:
    """What stands in cells, one after the other.

    numbers    plain numbers, NaN in other cells
    codes      place in `pool` of each other content, -1 where there is none
    pool       shared texts, and whatever else stands in cells
    missing    cells whose formula has no value
    """

    numbers: Floats
    codes: Ints
    pool: list[object]
    missing: Mask

    def put(self, cells: Ints, contents: Sequence[object]) -> None:
        """Let some cells have some contents."""
        places: dict[tuple[type, object], int] = {}
        codes = [places.setdefault((type(content), content), len(places)) for content in contents]
        self.codes[cells] = np.array(codes, np.int64) + len(self.pool)
        self.pool += [content for _, content in places]


def _values(tags: _Tags, cells: Ints, behind: Ints, how: Understanding) -> _Values:
    """Read what stands in cells; `behind` says where their addresses end."""
    kinds, looks = tags.kinds, _looks(tags, cells, behind, how)
    inner = cells + 1
    formula = kinds[inner] == FORMULA
    inner = inner + formula
    inner = inner + (formula & (kinds[inner] == FORMULA + ENDS))
    begin = tags.begin[inner] + len("<v>")
    end = np.maximum(tags.begin[inner + 1], begin)
    valued = (kinds[inner] == VALUE) & (kinds[inner + 1] == VALUE + ENDS) & (kinds[inner + 2] == CELL + ENDS)
    valued &= tags.signs[begin - 1] == ord(">")
    without = (valued & (begin == end)) | ((kinds[inner] == VALUE) & (kinds[inner + 1] == CELL + ENDS))
    without = (without | (formula & (kinds[inner] == CELL + ENDS))) & (looks != UNKNOWN)
    typed = np.flatnonzero(looks == TYPED)
    begin[typed], end[typed], typed_here = _typed(tags, cells[typed])
    kind = np.where(valued & (looks < TYPED), looks, ODD)
    kind[typed[typed_here]] = TYPED
    kind[without] = UNKNOWN

    found = _Values(
        np.full(len(cells), np.nan), np.full(len(cells), -1), list(how.texts), without & formula & (looks != MADE)
    )
    here = np.flatnonzero(kind == SHARED)
    places, fine = _whole_numbers(tags.signs, begin[here], end[here], LONGEST_PLACE)
    if (places[fine] >= len(how.texts)).any():
        raise ValueError("a cell shows a text that is not in the file")
    found.codes[here[fine]] = places[fine]
    kind[here[~fine]] = ODD

    here = np.flatnonzero((kind == NUMBER) | (kind == PERCENT))
    numbers = _numbers(tags.xml, begin[here], end[here])
    kind[here[np.isnan(numbers)]] = ODD
    percent = kind[here] == PERCENT
    found.numbers[here[~percent]] = numbers[~percent]
    found.put(here[percent], list(map(Percent, numbers[percent].tolist())))

    here = np.flatnonzero((kind == MADE) | (kind == TYPED))
    codes, texts = _texts(tags.xml, begin[here], end[here])
    found.codes[here] = codes + len(found.pool)
    found.pool += texts

    here = np.flatnonzero(kind == ODD)
    start = np.where(valued, tags.begin[inner], tags.begin[cells + 1])[here]  # a value makes its formula needless
    odd = _odd(tags, behind[here], tags.begin[cells[here] + 1], start, _end_of(tags, cells[here]), how)
    found.put(here, odd)
    found.missing[here] = [content is NO_VALUE for content in odd]
    return found


LOWEST = np.array([256**signs - 1 for signs in range(9)], np.uint64)
"""Leaves the first none, one, ... or all of eight signs."""


def _looks(tags: _Tags, cells: Ints, behind: Ints, how: Understanding) -> Bytes:
    """How the value of each cell is to be read by its style and type, which stand behind its address."""
    end = tags.begin[cells + 1] - 1
    length = end - behind
    known = (length >= 0) & (length <= LONGEST_LOOK) & (tags.signs[end] == ord(">"))
    parts = [np.where(known, length, -1)]
    for start in range(0, int(length[known].max(initial=0)), 8):
        signs = np.clip(length - start, 0, 8)
        place = np.minimum(behind + start, len(tags.eights) - 1)
        parts.append(tags.eights[place] & LOWEST[signs])
    looks, first = together(parts)
    kinds = [_look(tags.xml[behind[cell] : end[cell]], how) if known[cell] else UNKNOWN for cell in first]
    return np.array(kinds, np.uint8)[looks]


def _look(attributes: bytes, how: Understanding) -> int:
    said = dict(ATTRIBUTE.findall(attributes))
    style, kind = said.get(b"s", b"0"), said.get(b"t", b"n")
    if ATTRIBUTE.sub(b"", attributes) or not style.isdigit():
        return UNKNOWN
    if kind == b"n" and int(style) not in how.dates:
        return PERCENT if int(style) in how.percent else NUMBER
    return {b"s": SHARED, b"str": MADE, b"inlineStr": TYPED}.get(kind, ODD)


PRESERVE = [int.from_bytes(part, "little") for part in (b"<t xml:s", b'pace="pr', b'eserve">')]


def _typed(tags: _Tags, cells: Ints) -> tuple[Ints, Ints, Mask]:
    """Where the own text of each cell begins and ends, and whether there is one and nothing else."""
    fine = np.ones(len(cells), bool)
    for place, kind in enumerate((INLINE, TEXT, TEXT + ENDS, INLINE + ENDS, CELL + ENDS), start=1):
        fine &= tags.kinds[cells + place] == kind
    begin, end = tags.begin[cells + 2], tags.begin[cells + 3]
    spaced = np.full(len(cells), True)
    for place, part in enumerate(PRESERVE):
        spaced &= tags.eights[np.minimum(begin + 8 * place, len(tags.eights) - 1)] == part
    plain = tags.signs[begin + 2] == ord(">")
    return begin + np.where(spaced, 24, 3), end, fine & (spaced | plain)


def _texts(xml: bytes, begin: Ints, end: Ints) -> tuple[Ints, list[str]]:
    """Read texts that stand in cells; return the place of each among the different ones."""
    codes, different = pd.factorize(objects([xml[i:j] for i, j in zip(begin.tolist(), end.tolist(), strict=True)]))
    return codes, [_without_entities(text) if b"&" in text or b"\r" in text else text.decode() for text in different]


def _without_entities(text: bytes) -> str:
    return ElementTree.fromstring(b"<t>" + text + b"</t>").text or ""


def _numbers(xml: bytes, begin: Ints, end: Ints) -> Floats:
    """Read numbers; NaN where there is none, or none that is exact."""
    try:
        numbers = np.array([float(xml[i:j]) for i, j in zip(begin.tolist(), end.tolist(), strict=True)], float)
    except ValueError:
        return np.full(len(begin), np.nan)
    return np.where(np.abs(numbers) < EXACT, numbers, np.nan)


def _end_of(tags: _Tags, cells: Ints) -> Ints:
    """Where each cell ends."""
    ends = tags.where(CELL + ENDS)
    after = tags.signs[tags.begin[ends] + 3]
    if (ENDS_NAME[after] & (after != ord(">"))).any():
        raise _NotPlain
    ends = tags.begin[ends[after == ord(">")]] + len("</c>")
    place = np.searchsorted(ends, tags.begin[cells], side="right")
    if (place == len(ends)).any():
        raise _NotPlain
    found: Ints = ends[place]
    return found


def _odd(tags: _Tags, behind: Ints, content: Ints, start: Ints, end: Ints, how: Understanding) -> list[object]:
    """Understand cells by what stands behind their addresses: up to the content, and from the start on to the end."""
    xml = tags.xml
    places = zip(behind.tolist(), content.tolist(), start.tolist(), end.tolist(), strict=True)
    cells = [b"<c" + xml[i:j] + xml[k:l] for i, j, k, l in places]
    different = list(dict.fromkeys(cells))
    root = ROOT.search(tags.before)
    assert root
    elements = ElementTree.fromstring(root[0] + b"".join(different) + b"</worksheet>")
    known = dict(zip(different, map(how.odd, elements), strict=True))
    return [known[cell] for cell in cells]


def _by_column(values: _Values, row: Ints, place: Ints, rows: int) -> dict[int, Contents]:
    """Sort cells into columns; `row` and `place` say where each stands."""
    order = np.argsort(place.astype(np.uint16), kind="stable")
    different, first = np.unique(place[order], return_index=True)
    columns = {}
    for column, cells in zip(different.tolist(), np.split(order, first[1:]), strict=False):
        codes, used = pd.factorize(values.codes[cells])
        words = [values.pool[code] if code >= 0 else None for code in used.tolist()]
        content = Contents.of([None if word is NO_VALUE else word for word in words])
        numbers = values.numbers[cells]
        contents = columns[column] = Contents.blank(rows)
        contents.numbers[row[cells]] = np.where(np.isnan(numbers), content.numbers[codes], numbers)
        contents.codes[row[cells]] = content.codes[codes]
        contents.words.extend(content.words)
    return columns
