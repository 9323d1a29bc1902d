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

from sidestream.tables import EXACT, LAST_ROW, Contents, Floats, Ints, Mask, Percent, column_letter, objects, together
from sidestream.workbook.damage import Damaged
from sidestream.workbook.merged import hide_merged
from sidestream.workbook.plain_shape import MAIN, in_plain_shape
from sidestream.workbook.tags import CELL, ENDS, FORMULA, INLINE, TEXT, VALUE, Bytes, NotPlain, Tags

NUMBER, PERCENT, SHARED, MADE, TYPED, ODD, UNKNOWN = range(7)
"""How the value of a cell is to be read: MADE is a text by a formula, TYPED one of the cell's own."""

LONGEST_ROW = 7  # digits; the last row is 1048576
LAST_COLUMN = 2**14
LONGEST_PLACE = 8  # digits of the place of a shared text
LONGEST_LOOK = 24  # signs; ` s="65490" t="inlineStr"` has 23

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
    merged         areas of merged cells, such as B2:B5; only the first cell of each has content
    """

    numbers: Ints
    columns: dict[int, Contents]
    not_calculated: list[tuple[int, int]]
    merged: list[str]


def cells_of(xml: bytes, how: Understanding) -> Cells:
    """Read the cells of a sheet. Raises ParseError or ValueError where the file is damaged."""
    try:
        return _read(Tags(xml), how)
    except NotPlain:
        return _read(Tags(in_plain_shape(xml)), how)


def _read(tags: Tags, how: Understanding) -> Cells:
    numbers = _row_numbers(tags, tags.rows)
    place, behind = _addresses(tags, tags.cells, numbers)
    _must_be_apart(numbers[tags.row], place)
    values = _values(tags, tags.cells, behind, how)
    columns = _by_column(values, tags.row, place, len(numbers))
    missing = np.flatnonzero(values.missing)
    not_calculated = zip(numbers[tags.row[missing]].tolist(), place[missing].tolist(), strict=True)
    merged = [area.get("ref", "") for area in tags.sheet.iterfind(f"{{{MAIN}}}mergeCells/{{{MAIN}}}mergeCell")]
    cells = Cells(numbers, columns, list(not_calculated), merged)
    hide_merged(merged, numbers, columns)
    return cells


def _row_numbers(tags: Tags, rows: Ints) -> Ints:
    begin = tags.begin[rows]
    if (tags.eights[begin] != int.from_bytes(b'<row r="', "little")).any():
        raise NotPlain
    end = begin + 8
    for _ in range(LONGEST_ROW):
        end = end + (tags.signs[end] != ord('"'))
    numbers, fine = _whole_numbers(tags.signs, begin + 8, end, LONGEST_ROW)
    if not (fine & (tags.signs[end] == ord('"'))).all():
        raise NotPlain
    _must_be_rows(numbers)
    return numbers


def _must_be_rows(numbers: Ints) -> None:
    """Raise Damaged where a row has a number that no spreadsheet gives it, or that of another."""
    outside = numbers[(numbers < 1) | (numbers > LAST_ROW)]
    if len(outside):
        raise Damaged(f"it has a row {outside[0]}: rows are numbered from 1 to {LAST_ROW}")
    if not (numbers[1:] > numbers[:-1]).all():
        in_order = np.sort(numbers)
        twice = in_order[1:][in_order[1:] == in_order[:-1]]
        if len(twice):
            raise Damaged(f"its row {twice[0]} is there twice")


def _must_be_apart(rows: Ints, places: Ints) -> None:
    """Raise Damaged where a cell is there twice: nobody knows which of its contents is meant."""
    cells = rows * LAST_COLUMN + places
    if not (cells[1:] > cells[:-1]).all():
        in_order = np.sort(cells)
        twice = in_order[1:][in_order[1:] == in_order[:-1]]
        if len(twice):
            row, place = divmod(int(twice[0]), LAST_COLUMN)
            raise Damaged(f"its cell {column_letter(place)}{row} is there twice")


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


def _addresses(tags: Tags, cells: Ints, numbers: Ints) -> tuple[Ints, Ints]:
    """Return the place of each cell's column, and where its address ends; `numbers` are those of the rows."""
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
    length = 2 + np.searchsorted(10 ** np.arange(1, LONGEST_ROW), numbers, side="right")
    said = tags.eights[tags.begin[tags.rows] + len('<row r="')] & LOWEST[length]  # the row's number and the " behind it
    length = length[tags.row]
    if not (starts & (place > 0) & (tags.eights[end] & LOWEST[length] == said[tags.row])).all():
        raise NotPlain
    if (place > LAST_COLUMN).any():
        raise Damaged("it has a column beyond XFD, the last that a spreadsheet has")
    return place - 1, end + length


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


def _values(tags: Tags, cells: Ints, behind: Ints, how: Understanding) -> _Values:
    """Read what stands in cells; `behind` says where their addresses end."""
    kinds, looks = tags.kinds, _looks(tags, cells, behind, how)
    inner = cells + 1
    formula = kinds[inner] == FORMULA
    inner = inner + formula
    ended = kinds[inner] == FORMULA + ENDS
    looks[formula & ~ended & ~tags.closes_itself(cells + 1)] = UNKNOWN
    inner = inner + (formula & ended)
    begin = tags.begin[inner] + len("<v>")
    end = np.maximum(tags.begin[inner + 1], begin)
    valued = (kinds[inner] == VALUE) & (kinds[inner + 1] == VALUE + ENDS) & (kinds[inner + 2] == CELL + ENDS)
    valued &= tags.signs[begin - 1] == ord(">")
    without = (kinds[inner] == VALUE) & (kinds[inner + 1] == CELL + ENDS) & tags.closes_itself(inner)
    without = (without | (valued & (begin == end)) | (formula & (kinds[inner] == CELL + ENDS))) & (looks != UNKNOWN)
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
        raise Damaged("a cell shows a text that is not in the file")
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
    # a value makes its formula needless
    start = np.where(valued & (looks != UNKNOWN), tags.begin[inner], tags.begin[cells + 1])[here]
    odd = _odd(tags, behind[here], tags.begin[cells[here] + 1], start, tags.begin[tags.ends[here]] + len("</c>"), how)
    found.put(here, odd)
    found.missing[here] = [content is NO_VALUE for content in odd]
    return found


LOWEST = np.array([256**signs - 1 for signs in range(9)], np.uint64)
"""Leaves the first none, one, ... or all of eight signs."""


def _looks(tags: Tags, cells: Ints, behind: Ints, how: Understanding) -> Bytes:
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


def _typed(tags: Tags, cells: Ints) -> tuple[Ints, Ints, Mask]:
    """Where the own text of each cell begins and ends, and whether there is one and nothing else."""
    fine = ~tags.closes_itself(cells + 1)
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


def _odd(tags: Tags, behind: Ints, content: Ints, start: Ints, end: Ints, how: Understanding) -> list[object]:
    """Understand cells by what stands behind their addresses: up to the content, and from the start on to the end."""
    xml = tags.xml
    places = zip(behind.tolist(), content.tolist(), start.tolist(), end.tolist(), strict=True)
    cells = [b"<c" + xml[i:j] + xml[k:l] for i, j, k, l in places]
    first = dict(zip(reversed(cells), reversed(behind.tolist()), strict=True))
    elements = ElementTree.fromstring(tags.root + b"".join(first) + b"</worksheet>")
    known = {}
    for cell, element in zip(first, elements, strict=True):
        try:
            known[cell] = how.odd(element)
        except (ValueError, TypeError, LookupError, ArithmeticError):
            address = xml[: first[cell]].rsplit(b'"', 2)[1].decode()
            raise Damaged(f"what stands in {address} is not what its cell says it holds") from None
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
