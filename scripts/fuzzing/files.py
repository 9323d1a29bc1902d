"""The kinds of mutation of a workbook's file: what is in its parts, and files that are no workbook."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable

from fuzzing.mutant import ANY, REFUSED, SAME, SAME_OR_REFUSED, Kind, Mutant, kinds_of, repacked, unpacked

Parts = dict[str, bytes]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HARMLESS = ("docProps/", "xl/theme/")


def formulas_with_values(m: Mutant) -> str | None:
    def write(parts: Parts) -> None:
        for name in _sheets(parts):
            parts[name] = re.sub(
                rb"(<c [^>]*)(t=\"n\")([^>]*>)<v>", rb"\1\2\3<f>1+cmd|' /C calc'!A0</f><v>", parts[name]
            )

    return _parts(m, write, SAME)


def macros(m: Mutant) -> str | None:
    def write(parts: Parts) -> None:
        parts["xl/vbaProject.bin"] = OLE + m.rng.randbytes(2_000)
        parts["[Content_Types].xml"] = (
            parts["[Content_Types].xml"]
            .replace(b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml")
            .replace(b"vnd.openxmlformats-officedocument.sheet.macro", b"vnd.ms-excel.sheet.macro")
            .replace(
                b"</Types>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
            )
        )

    m.name = "park.xlsm"
    return _parts(m, write, SAME)


def links_elsewhere(m: Mutant) -> str | None:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def write(parts: Parts) -> None:
        parts["xl/externalLinks/externalLink1.xml"] = (
            b'<externalLink xmlns="%s"><externalBook xmlns:r="%s" r:id="rId1"/></externalLink>' % (main, office)
        )
        parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
            b'Type="%s/externalLinkPath" Target="file:///etc/passwd" TargetMode="External"/></Relationships>' % office
        )
        parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
            b"</Relationships>",
            b'<Relationship Id="rId999" Type="%s/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>'
            % office,
        )
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"</Types>",
            b'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/'
            b'vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/></Types>',
        )

    return _parts(m, write, SAME_OR_REFUSED)


def sizes_that_are_not_so(m: Mutant) -> str | None:
    claim = m.rng.choice([b"A1:XFD1048576", b"A1", b"B7:C8", b"", b"nonsense"])

    def write(parts: Parts) -> None:
        for name in _sheets(parts):
            parts[name] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="%s"' % claim, parts[name])

    return _parts(m, write, SAME)


def rows_far_out(m: Mutant) -> str | None:
    row = m.rng.choice([b"1048576", b"1048577", b"99999999999", b"0", b"-1", b"x"])

    def write(parts: Parts) -> None:
        name = m.rng.choice(_sheets(parts))
        more = b'<row r="%s"><c r="A%s"><v>1</v></c></row></sheetData>' % (row, row)
        parts[name] = parts[name].replace(b"</sheetData>", more)

    return _parts(m, write, ANY)


def very_many_rows(m: Mutant) -> str | None:
    many_rows = m.rng.choice([3_000, 3_000, 28_000])

    def write(parts: Parts) -> None:
        name = m.rng.choice(_sheets(parts))
        many = b"".join(
            b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (k, k, k) for k in range(2_000, 2_000 + many_rows)
        )
        parts[name] = parts[name].replace(b"</sheetData>", many + b"</sheetData>")

    return _parts(m, write, ANY)


def texts_beyond(m: Mutant) -> str | None:
    beyond = m.rng.choice([b"99999", b"-1", b"99999999999999999999", b"1.5", b"x"])

    def write(parts: Parts) -> None:
        name = m.rng.choice([name for name in _sheets(parts) if b't="n"><v>' in parts[name]])
        parts[name] = parts[name].replace(b't="n"><v>', b't="s"><v>' + beyond + b"</v></c><c><v>", 1)

    return _parts(m, write, REFUSED)


def part_missing(m: Mutant) -> str | None:
    def write(parts: Parts) -> None:
        m.words = m.rng.choice(list(parts))
        del parts[m.words]

    return _parts(m, write, SAME_OR_REFUSED)


def part_garbled(m: Mutant) -> str | None:
    def write(parts: Parts) -> None:
        name = m.rng.choice(list(parts))
        text = bytearray(parts[name])
        for _ in range(m.rng.choice([1, 1, 3])):
            at = m.rng.randrange(len(text))
            text[at : at + m.rng.choice([0, 1, 5, 200])] = m.rng.choice(
                [
                    b"",
                    b"<",
                    b">",
                    b'"',
                    b"&",
                    b"\0",
                    b"\xff",
                    b"</v>",
                    b"<v>",
                    b"9",
                    b"<c/>",
                    b"&#0;",
                    b"]]>",
                    m.rng.randbytes(4),
                ]
            )
        parts[name] = bytes(text)

    return _parts(m, write, ANY)


def part_cut(m: Mutant) -> str | None:
    def write(parts: Parts) -> None:
        name = m.rng.choice(
            [name for name in parts if name.endswith((".xml", ".rels")) and not name.startswith(HARMLESS)]
        )
        parts[name] = parts[name][: m.rng.randrange(len(parts[name]) - 5)]

    return _parts(m, write, SAME_OR_REFUSED)


def attributes_other(m: Mutant) -> str | None:
    """Numbers in attributes of any part: places of texts, styles, sheets."""

    def write(parts: Parts) -> None:
        name = m.rng.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        found = list(re.finditer(rb'"([A-Za-z0-9.:/ ]{1,20})"', parts[name]))
        if found:
            one = m.rng.choice(found)
            word = m.rng.choice([b"-1", b"0", b"99999999999", b"", b"x", b"1e400", b"true", b"A1:A1048576"])
            parts[name] = parts[name][: one.start(1)] + word + parts[name][one.end(1) :]

    return _parts(m, write, ANY)


def entities(m: Mutant) -> str | None:
    laughs = "".join(f'<!ENTITY l{k + 1} "{f"&l{k};" * 10}">' for k in range(9))
    inner = m.rng.choice(
        [f'<!ENTITY l0 "ha">{laughs}', '<!ENTITY l9 SYSTEM "file:///etc/passwd">', '<!ENTITY % l9 SYSTEM "http://x/">']
    )

    def write(parts: Parts) -> None:
        name = m.rng.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        text = re.sub(rb"^\s*<\?xml[^>]*\?>", b"", parts[name])
        parts[name] = f"<!DOCTYPE x [{inner}]>".encode() + text.replace(b"<v>", b"<v>&l9;", 1).replace(
            b"<t>", b"<t>&l9;", 1
        )

    return _parts(m, write, REFUSED)


def bomb(m: Mutant) -> str | None:
    def write(parts: Parts) -> None:
        name = m.rng.choice([*_sheets(parts), "xl/media/image1.png", "xl/sharedStrings.xml"])
        parts[name] = parts.get(name, b"") + b" " * 60_000_000

    return _parts(m, write, REFUSED)


def cut_off(m: Mutant) -> str | None:
    return _bytes(m, lambda content: content[: m.rng.randrange(len(content) - 30)], REFUSED)


def bytes_flipped(m: Mutant) -> str | None:
    def flip(content: bytes) -> bytes:
        found = bytearray(content)
        for _ in range(m.rng.choice([1, 2, 20])):
            found[m.rng.randrange(len(found))] ^= 1 << m.rng.randrange(8)
        return bytes(found)

    return _bytes(m, flip, SAME_OR_REFUSED)


def part_twice(m: Mutant) -> str | None:
    def double(content: bytes) -> bytes:
        parts, out = unpacked(content), io.BytesIO(content)
        with zipfile.ZipFile(out, "a") as archive, warnings.catch_warnings():
            name = m.rng.choice(_sheets(parts))
            warnings.simplefilter("ignore")
            archive.writestr(name, parts[name].replace(b"<v>1</v>", b"<v>2</v>"))
        return out.getvalue()

    return _bytes(m, double, ANY)


def no_workbook(m: Mutant) -> str | None:
    m.name = m.rng.choice(["park.xlsx", "park.xls", "park.ods", "park", "park.xlsm", "Supplies.csv"])
    content = m.rng.choice(
        [
            b"",
            b"\0" * 1_000,
            b"PK\x03\x04",
            b"participant,kind\na,industry\n",
            OLE + m.rng.randbytes(600),
            OLE + "EncryptedPackage".encode("utf-16-le") * 3,
            b"<?xml version='1.0'?><Workbook/>",
            b"%PDF-1.4",
            m.rng.randbytes(3_000),
            repacked({"content.xml": b"<x/>", "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
            repacked({"xl/workbook.bin": b"\x83\x01", "[Content_Types].xml": b"<Types/>"}),
            repacked({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<Types/>"}),
            repacked({"../../evil.xlsx": b"x", "/etc/passwd": b"x"}),
            repacked({}),
        ]
    )
    return _bytes(m, lambda _: content, REFUSED)


def _sheets(parts: Parts) -> list[str]:
    return sorted(name for name in parts if name.startswith("xl/worksheets/sheet"))


def _parts(m: Mutant, write: Callable[[Parts], None], expected: str) -> str:
    m.on_parts.append(write)
    m.expected = expected
    return "its parts"


def _bytes(m: Mutant, alter: Callable[[bytes], bytes], expected: str) -> str:
    m.on_bytes.append(alter)
    m.expected = expected
    return "its bytes"


FILE_KINDS: tuple[Kind, ...] = kinds_of(globals())
