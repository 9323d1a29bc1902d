"""The kinds of mutation of a park as a folder of CSV files."""

from __future__ import annotations

import csv
import io

from fuzzing.mutant import ANY, REFUSED, SAME, SAME_OR_REFUSED, Kind, Mutant, kinds_of


def folder(m: Mutant) -> str | None:
    """The same park in any of the ways that a folder may hold it."""
    separator, quoting = m.rng.choice(",;\t"), m.rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    ending, encoding = m.rng.choice(["\n", "\r\n"]), m.rng.choice(["utf-8", "utf-8-sig"])
    return _written(m, SAME, separator, quoting, ending, encoding)


def folder_in_another_encoding(m: Mutant) -> str | None:
    return _written(
        m, SAME_OR_REFUSED, encoding=m.rng.choice(["utf-16", "utf-32", "latin-1", "cp1252", "utf-16-le", "cp037"])
    )


def folder_with_decimal_commas(m: Mutant) -> str | None:
    for rows in m.cells.values():
        rows[1:] = [
            [str(cell).replace(".", ",") if isinstance(cell, float) else cell for cell in row] for row in rows[1:]
        ]
    return _written(m, SAME_OR_REFUSED, separator=m.rng.choice(",;\t"))


def folder_with_another_separator(m: Mutant) -> str | None:
    return _written(m, SAME_OR_REFUSED, separator=m.rng.choice("|:^ "))


def folder_garbled(m: Mutant) -> str | None:
    _written(m, ANY)
    assert m.files is not None
    name = m.rng.choice(list(m.files))
    text = bytearray(m.files[name])
    for _ in range(m.rng.choice([1, 3, 20])):
        at = m.rng.randrange(len(text))
        text[at : at + m.rng.choice([0, 1, 5])] = m.rng.choice(
            [
                b'"',
                b"\0",
                b"\xff",
                b"\n",
                b"\r",
                b",",
                b";",
                b"\x1a",
                b"'",
                b"\\",
                b"",
                m.rng.randbytes(3),
                b"\xe2\x80\x8b",
            ]
        )
    m.files[name] = bytes(text)
    return name


def folder_cut_off(m: Mutant) -> str | None:
    _written(m, ANY)
    assert m.files is not None
    name = m.rng.choice(list(m.files))
    m.files[name] = m.files[name][: m.rng.randrange(len(m.files[name]))]
    return name


def folder_of_something_else(m: Mutant) -> str | None:
    m.name, m.expected = "park", REFUSED
    m.files = m.rng.choice(
        [
            {},
            {"Supplies.csv": b""},
            {"Participants.csv": b"\0" * 500},
            {"readme.txt": b"hello"},
            {"park.xlsx": b"PK\x03\x04"},
            {"Participants.csv": b'participant,kind\n"' + b"x" * 400_000},
            {"Participants.csv": b"participant,kind\n" + b"x" * 400_000 + b",industry\n"},
            {"Participants.csv": b"," * 50_000 + b"\n"},
            {"Participants.csv": b"\n" * 50_000},
            {".csv": b"a,b\n1,2\n", "\u05e9.csv": b"\xff\xfe"},
            {
                "Participants.csv": b"participant,kind\na,industry\n",
                "participants.CSV": b"participant,kind\nb,industry\n",
            },
        ]
    )
    return str([(name, text[:30]) for name, text in m.files.items()])


FOLDER_KINDS: tuple[Kind, ...] = kinds_of(globals())


def _written(
    m: Mutant,
    expected: str,
    separator: str = ",",
    quoting: int = csv.QUOTE_MINIMAL,
    ending: str = "\n",
    encoding: str = "utf-8",
) -> str:
    """Let the mutant be a folder."""
    m.name, m.expected, m.files = "park", expected, {}
    for name, rows in m.cells.items():
        out = io.StringIO()
        writer = csv.writer(out, delimiter=separator, quoting=quoting, lineterminator=ending)  # type: ignore[arg-type]
        writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
        m.files[f"{name}.csv"] = out.getvalue().encode(encoding, errors="replace")
    return f"{separator!r} {ending!r} {encoding}"
