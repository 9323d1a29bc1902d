"""The kinds of mutation of how a workbook's parts say what they say: the same in other words, and what no program writes."""

from __future__ import annotations

import io
import re
import zipfile

from fuzzing.mutant import ANY, CHANGED, REFUSED, SAME, SAME_COST, SAME_OR_REFUSED, Kind, Mutant, kinds_of, unpacked

ROW = re.compile(rb"<row .*?</row>", re.DOTALL)
CELL = re.compile(rb"<c [^>]*?/>|<c .*?</c>", re.DOTALL)
VALUE = re.compile(rb'(<c r="[A-Z]+(\d+)"[^>]*)t="n"([^>]*><v>)([^<]*)(</v>)')
NO_NUMBERS = (
    b"nan",
    b"NaN",
    b"inf",
    b"-INF",
    b"1e999",
    b"0x10",
    b"--1",
    b"1,5",
    b"1 5",
    b"1.5.5",
    b"1e",
    b"+",
    b"TRUE",
)
DECLARED = b'<?xml version="1.0" encoding="%s"?>'


def in_other_words(m: Mutant) -> str | None:
    """Sheets as other programs write them."""

    def plain(text: bytes) -> bytes:
        return re.sub(rb"^<\?xml[^>]*\?>\s*", b"", text)

    ways = {
        "prefixes": lambda text: re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", text).replace(b"xmlns=", b"xmlns:x="),
        "no addresses": lambda text: re.sub(rb'(<c) r="[A-Z]+\d+"', rb"\1", _dense(text)),
        "single quotes": lambda text: re.sub(rb'"([^"\'<>]*)"', rb"'\1'", text),
        "blanks in tags": lambda text: re.sub(rb"(?<!\?)>", b" \n>", text).replace(b"/ \n>", b" />"),
        "comments": lambda text: text.replace(b"<row", b'<!-- <row r="2"><c r="A2"><v>7</v></c></row> --><row'),
        "signs by number": lambda text: re.sub(rb"<t>([a-z])", lambda found: b"<t>&#%d;" % found[1][0], text),
        "sections": lambda text: re.sub(rb"<t>([^<&]*)</t>", rb"<t><![CDATA[\1]]></t>", text),
        "UTF-16": lambda text: (DECLARED % b"UTF-16" + plain(text)).decode().encode("utf-16"),
        "UTF-8 with a mark": lambda text: b"\xef\xbb\xbf" + plain(text),
        "other endings of lines": lambda text: text.replace(b"><", b">\r\n<"),
        "things of others": lambda text: text.replace(b"</sheetData>", b'</sheetData><extLst><ext uri="{1}"/></extLst>'),
    }  # fmt: skip
    m.words = m.rng.choice(list(ways))
    return _sheets(m, ways[m.words], SAME_OR_REFUSED)


def numbers_in_other_words(m: Mutant) -> str | None:
    way = m.rng.choice(["%.17e", "%.16E", "%.30f", "  %r  ", "+%r", "%r0"])
    m.words = way
    return _sheets(m, lambda text: VALUE.sub(lambda found: _said(found, way % float(found[4])), text), SAME_OR_REFUSED)


def no_numbers_in_cells_of_numbers(m: Mutant) -> str | None:
    word = m.rng.choice(NO_NUMBERS)
    m.words = repr(word)
    return _one(m, lambda found: found[1] + b't="n"' + found[3] + word + found[5], REFUSED)


def cells_of_another_type(m: Mutant) -> str | None:
    kind = m.rng.choice([b"b", b"e", b"str", b"d", b"zzz", b""])
    m.words = repr(kind)
    return _one(m, lambda found: found[0].replace(b't="n"', b't="%s"' % kind), SAME_OR_REFUSED)


def formulas_that_are_shared(m: Mutant) -> str | None:
    """Formulas of several cells, of a table of data, and of none, each with the value that was found for it."""
    inner = m.rng.choice(
        [
            b'<f t="shared" si="0" ref="B2:B9">A1+1</f>',
            b'<f t="shared" si="7"/>',
            b'<f t="array" ref="A1:C3">A1:C3*2</f>',
            b'<f t="dataTable" ref="B2" dt2D="1" dtr="1" r1="A1" r2="A2"/>',
            b"<f/>",
            b"<f></f>",
            b"<f>[1]Other!A1</f>",
            b"<f>#REF!</f>",
        ]
    )
    m.words = repr(inner)
    return _one(m, lambda found: found[0].replace(b"<v>", inner + b"<v>"), SAME_OR_REFUSED)


def addresses_that_are_none(m: Mutant) -> str | None:
    word = m.rng.choice(
        [b"A0", b"XFE%s", b"AAAA%s", b"a%s", b"$A$%s", b"%s", b"", b"A1:B2", b"A1048577", b"A%s0", b"R1C1"]
    )
    m.words = repr(word)
    return _one(m, lambda found: re.sub(rb' r="[^"]*"', b' r="%s"' % word.replace(b"%s", found[2]), found[0]), ANY)


def cells_in_another_order(m: Mutant) -> str | None:
    def turn(text: bytes) -> bytes:
        return ROW.sub(lambda row: _reordered(row[0], CELL), text)

    return _sheets(m, turn, SAME_OR_REFUSED)


def rows_from_the_bottom(m: Mutant) -> str | None:
    return _sheets(m, lambda text: _reordered(text, ROW), SAME_OR_REFUSED)


def cell_twice(m: Mutant) -> str | None:
    """One address, two numbers: there is no right one."""

    def double(found: re.Match[bytes]) -> bytes:
        return found[0] + b"</c>" + found[0].replace(b">" + found[4] + b"<", b">7777<")

    return _one(m, double, REFUSED)


def row_twice(m: Mutant) -> str | None:
    def double(text: bytes) -> bytes:
        rows = ROW.findall(text)
        row = m.rng.choice(rows[1:] or rows)
        return text.replace(row, row + VALUE.sub(lambda found: _said(found, "7777"), row), 1)

    def write(parts: dict[str, bytes]) -> None:
        name = m.rng.choice([name for name in _names(parts) if VALUE.search(parts[name])])
        parts[name] = double(parts[name])

    m.on_parts.append(write)
    m.expected = CHANGED
    return "a row twice"


def control_characters(m: Mutant) -> str | None:
    sign = m.rng.choice(
        [b"&#7;", b"&#0;", b"\x07", b"\0", b"&#xFFFF;", b"&#xD800;", b"\xed\xa0\x80", b"\x1b[31m", b"&nbsp;"]
    )
    m.words = repr(sign)

    def write(parts: dict[str, bytes]) -> None:
        name = m.rng.choice(
            [name for name in ([*_names(parts), "xl/sharedStrings.xml"]) if b"<t>" in parts.get(name, b"")]
        )
        parts[name] = parts[name].replace(b"<t>", b"<t>" + sign, 1)

    m.on_parts.append(write)
    m.expected = REFUSED
    return m.words


def styles_missing(m: Mutant) -> str | None:
    def write(parts: dict[str, bytes]) -> None:
        del parts["xl/styles.xml"]
        for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
            parts[name] = re.sub(rb"<(?:Override|Relationship) [^>]*styles\.xml[^>]*/>", b"", parts[name])

    m.on_parts.append(write)
    m.expected = SAME_OR_REFUSED
    return "without styles"


def styles_beyond(m: Mutant) -> str | None:
    style = m.rng.choice([b"999", b"-1", b"99999999999999999999", b"x", b""])
    m.words = repr(style)
    return _sheets(
        m, lambda text: re.sub(rb'(<c r="[A-Z]+\d+")( s="\d+")?', rb'\1 s="%s"' % style, text), SAME_OR_REFUSED
    )


def merged_far(m: Mutant) -> str | None:
    """Merges of very many cells, beside the table and over it."""
    area = m.rng.choice([b"A1:XFD1048576", b"AA1:XFD1048576", b"A2:A1048576", b"A1:A0", b"", b"x", b"B2", b"D4:B2"])
    m.words = repr(area)

    def merge(text: bytes) -> bytes:
        return text.replace(
            b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="%s"/></mergeCells>' % area
        )

    return _sheets(m, merge, ANY)


def sheets_of_another_name(m: Mutant) -> str | None:
    """Two sheets change their parts, or share one."""
    share = m.rng.random() < 0.5
    names = list(m.cells)
    one, other = m.rng.sample([place for place, name in enumerate(names, start=1) if len(m.cells[name]) > 1], 2)

    def write(parts: dict[str, bytes]) -> None:
        text = parts["xl/_rels/workbook.xml.rels"]
        this, that = b"worksheets/sheet%d.xml" % one, b"worksheets/sheet%d.xml" % other
        if share:
            text = text.replace(this + b'"', that + b'"')
        else:
            text = text.replace(this + b'"', b"?").replace(that + b'"', this + b'"').replace(b"?", that + b'"')
        parts["xl/_rels/workbook.xml.rels"] = text

    m.on_parts.append(write)
    m.expected = CHANGED
    return f"{names[one - 1]} and {names[other - 1]} {'share one part' if share else 'are changed about'}"


def names_of_others(m: Mutant) -> str | None:
    """Defined names, views and settings of a workbook that nobody here needs."""
    inner = m.rng.choice(
        [
            b'<definedNames><definedName name="_xlnm.Print_Area" localSheetId="99">#REF!</definedName></definedNames>',
            b'<definedNames><definedName name="x">Nowhere!$A$1</definedName></definedNames>',
            b'<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">x!y!z</definedName></definedNames>',
            b'<externalReferences><externalReference r:id="rId77" xmlns:r="http://x"/></externalReferences>',
            b'<calcPr calcId="x" fullCalcOnLoad="maybe"/>',
            b"<pivotCaches/>",
        ]
    )
    m.words = repr(inner)

    def write(parts: dict[str, bytes]) -> None:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", b"</sheets>" + inner)

    m.on_parts.append(write)
    m.expected = SAME_OR_REFUSED
    return m.words


def packed_in_another_way(m: Mutant) -> str | None:
    way = m.rng.choice(["stored", "bzip2", "lzma", "backwards", "before", "behind", "comment", "folders"])
    m.words = way

    def pack(content: bytes) -> bytes:
        out = io.BytesIO()
        if way == "before":
            out.write(b"#!/bin/sh\n")
        kinds = {"stored": zipfile.ZIP_STORED, "bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA}
        with zipfile.ZipFile(out, "a" if way == "before" else "w", kinds.get(way, zipfile.ZIP_DEFLATED)) as archive:
            parts = unpacked(content)
            if way == "folders":
                archive.writestr("xl/", b"")
            for name in reversed(parts) if way == "backwards" else parts:
                archive.writestr(name, parts[name])
            archive.comment = b"a comment" * (way == "comment")
        return out.getvalue() + b"\r\n" * (way == "behind")

    m.on_bytes.append(pack)
    m.expected = SAME_OR_REFUSED
    return way


def many_sheets(m: Mutant) -> str | None:
    count = m.rng.choice([50, 300])
    m.on_book.append(lambda book: [book.create_sheet(f"_{k}") for k in range(count)])
    m.expected = SAME
    return f"{count} sheets more"


def quantity_in_another_unit(m: Mutant) -> str | None:
    """A thousandth of the number in a unit a thousand times as large."""
    found = [
        (sheet, row)
        for sheet in ("Supplies", "Demands")
        for row in range(1, len(m.cells[sheet]))
        if m.cells[sheet][row][m.cells[sheet][0].index("unit")] in ("t/a", "kt/a")
    ]
    if not found:
        return None
    sheet, row = m.rng.choice(found)
    head, cells = m.cells[sheet][0], m.cells[sheet][row]
    before, quantity = cells[head.index("unit")], cells[head.index("quantity")]
    cells[head.index("unit")] = after = "kt/a" if before == "t/a" else "t/a"
    cells[head.index("quantity")] = quantity / 1_000 if before == "t/a" else quantity * 1_000
    m.expected = SAME_COST
    return f"{sheet} row {row + 1}: {quantity} {before} in {after}"


DIALECT_KINDS: tuple[Kind, ...] = kinds_of(globals())


def _names(parts: dict[str, bytes]) -> list[str]:
    return sorted(name for name in parts if name.startswith("xl/worksheets/sheet"))


def _sheets(m: Mutant, change, expected: str) -> str:  # type: ignore[no-untyped-def]
    def write(parts: dict[str, bytes]) -> None:
        for name in _names(parts):
            parts[name] = change(parts[name])

    m.on_parts.append(write)
    m.expected = expected
    return m.words or "its sheets"


def _one(m: Mutant, change, expected: str) -> str:  # type: ignore[no-untyped-def]
    """Change one cell that holds a number."""

    def write(parts: dict[str, bytes]) -> None:
        name = m.rng.choice([name for name in _names(parts) if VALUE.search(parts[name])])
        found = m.rng.choice(list(VALUE.finditer(parts[name])))
        parts[name] = parts[name][: found.start()] + change(found) + parts[name][found.end() :]

    m.on_parts.append(write)
    m.expected = expected
    return m.words or "one cell"


def _said(found: re.Match[bytes], word: str) -> bytes:
    return found[1] + b't="n"' + found[3] + word.encode() + found[5]


def _reordered(text: bytes, part: re.Pattern[bytes]) -> bytes:
    """Turn the order of some parts about; what stands between them stays."""
    backwards = iter(part.findall(text)[::-1])
    return part.sub(lambda _: next(backwards), text)


def _dense(text: bytes) -> bytes:
    """Put a blank cell in each place that is left out."""

    def fill(row: re.Match[bytes]) -> bytes:
        cells, place = [], 0
        for cell in CELL.finditer(row[0]):
            letters = re.search(rb'r="([A-Z]+)(\d+)"', cell[0])
            assert letters is not None
            column = 0
            for sign in letters[1]:
                column = column * 26 + sign - 64
            cells += [b'<c r="A%s"/>' % letters[2]] * (column - place - 1) + [cell[0]]
            place = column
        return row[0][: row[0].index(b">") + 1] + b"".join(cells) + b"</row>"

    return ROW.sub(fill, text)
