"""What is refused before anything is read: one clear sentence each, never a traceback, never a wait."""

from __future__ import annotations

import gc
import os
import time
import zipfile
from pathlib import Path

import pytest

from sidestream.errors import InputError, UsageError
from sidestream.workbook import opening
from sidestream.workbook.reading import fingerprint, read_sheets
from workbook.books import book_of
from workbook.test_excel import rewrite

SAVE = "open it in Excel or LibreOffice and save it as .xlsx"


def said(path: Path) -> str:
    with pytest.raises(InputError) as raised:
        read_sheets(path)
    [fault] = raised.value.faults
    assert str(raised.value).startswith(f"{path.name} has 1 problem:\n")
    return f"{fault.place}: {fault.message}"


def zipped(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return path


def test_nothing_there(tmp_path: Path) -> None:
    book_of(tmp_path / "park.xlsx")
    with pytest.raises(UsageError) as raised:
        read_sheets(tmp_path / "prak.xlsx")
    assert str(raised.value) == f"there is no file or folder '{tmp_path / 'prak.xlsx'}' - did you mean 'park.xlsx'?"
    with pytest.raises(UsageError):
        read_sheets(tmp_path / "no" / "such" / "folder.xlsx")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("park", "park.xlsx"),
        ("Parks.xls", "park.xlsx"),
        ("mill.xlsx", ""),
        ("design.xlsx", ""),
        ("parking lot.xlsx", ""),
    ],
)
def test_a_name_is_suggested_only_where_it_is_near(tmp_path: Path, typed: str, meant: str) -> None:
    book_of(tmp_path / "park.xlsx")
    (tmp_path / "desing.txt").write_text("no workbook")
    with pytest.raises(UsageError) as raised:
        read_sheets(tmp_path / typed)
    hint = f" - did you mean '{meant}'?" if meant else ""
    assert str(raised.value) == f"there is no file or folder '{tmp_path / typed}'{hint}"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("park.xlsx", b"", "the file is empty"),
        ("park.xlsx", b"participant,kind\n", f"this is not an Excel workbook: {SAVE}"),
        ("park.xlsx", b"PK\x03\x04 cut off", f"this is not an Excel workbook: {SAVE}"),
        ("park.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"this is a workbook of the old kind (.xls): {SAVE}"),
        (
            "park.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            f"the workbook is locked with a password: {SAVE} without one",
        ),
        (
            "Supplies.csv",
            b"participant\n",
            "a single CSV file is one sheet: give the folder that holds all of them",
        ),
        ("~$park.xlsx", b"x", "this is the lock that Excel sets while 'park.xlsx' is open: give that one"),
    ],
)
def test_files_that_are_no_workbook(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert said(tmp_path / name) == f"the file: {message}"


def test_zip_files_that_are_no_workbook(tmp_path: Path) -> None:
    assert said(zipped(tmp_path / "a.xlsx", readme="hello")) == f"the file: this is not an Excel workbook: {SAVE}"
    assert (
        said(zipped(tmp_path / "b.xlsx", content_dot_xml="<x/>")) == f"the file: this is an OpenDocument file: {SAVE}"
    )
    assert said(zipped(tmp_path / "c.xlsb", xl__workbook_dot_bin="")) == (
        f"the file: this is a binary workbook (.xlsb): {SAVE}"
    )
    broken = zipped(tmp_path / "d.xlsx", **{"[Content_Types]_dot_xml": "<no", "xl__workbook_dot_xml": "<no"})
    assert said(broken) == (
        f"the file: it cannot be read (its text breaks off or is garbled at line 1, sign 1): {SAVE} again"
    )


def test_a_part_that_is_missing(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    del parts["xl/_rels/workbook.xml.rels"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    assert said(path) == (
        f"the file: it cannot be read (its part 'xl/_rels/workbook.xml.rels' is missing): {SAVE} again"
    )


def test_a_sheet_whose_part_is_missing_is_not_passed_over(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    del parts["xl/worksheets/sheet4.xml"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    assert said(path) == (
        "the file: it cannot be read (its part 'xl/worksheets/sheet4.xml' is missing, which holds the sheet Demands): "
        f"{SAVE} again"
    )


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_a_workbook_that_cannot_be_read_is_closed(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    rewrite(path, "xl/workbook.xml", lambda xml: xml[:-3])

    assert "its text breaks off" in said(path)
    gc.collect()  # a file that is still open says so here


def test_a_strict_workbook(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    common, strict = "http://schemas.openxmlformats.org/spreadsheetml/2006", "http://purl.oclc.org/ooxml/spreadsheetml"
    rewrite(path, "xl/workbook.xml", lambda xml: xml.replace(common, strict))

    assert said(path) == f"the file: this is a workbook of the kind 'Strict Open XML': {SAVE}, the common kind"


def test_definitions_behind_a_comment_are_found(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    before = '<?xml version="1.0"?><!-- <a> ' + "x" * 30_000 + ' --><!DOCTYPE x [<!ENTITY l "ha">]>'
    rewrite(path, "xl/worksheets/sheet3.xml", lambda xml: before + xml)

    assert "defines entities, as no spreadsheet does" in said(path)


def test_a_damaged_workbook(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    rewrite(path, "xl/worksheets/sheet3.xml", lambda xml: xml[: len(xml) // 2])
    assert said(path).startswith("Supplies: it cannot be read (its text breaks off or is garbled at line 1")

    whole = book_of(tmp_path / "whole.xlsx").read_bytes()
    for cut in range(0, len(whole), 97):  # a byte of every part of the file turned over, once
        (tmp_path / "bent.xlsx").write_bytes(whole[:cut] + bytes([whole[cut] ^ 255]) + whole[cut + 1 :])
        try:
            read_sheets(tmp_path / "bent.xlsx")
        except (InputError, UsageError):
            continue


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book_of(tmp_path / "park.xlsx")
    rewrite(path, "xl/worksheets/sheet3.xml", lambda xml: xml + " " * 50_000_000)
    assert said(path) == "the file: its part 'xl/worksheets/sheet3.xml' unpacks to suspiciously much: it is not read"

    monkeypatch.setattr(opening, "MOST_UNPACKED", 40_000_000)
    assert said(path) == "the file: unpacked, the workbook has more than 40 MB: it is not read"


def test_entities_are_not_even_parsed(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    laughs = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(12))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
    rewrite(path, "xl/worksheets/sheet3.xml", lambda xml: bomb + xml.replace("<t>plant", "<t>&l12;"))

    assert said(path) == (
        "the file: its part 'xl/worksheets/sheet3.xml' defines entities, as no spreadsheet does: it is not read"
    )


def test_entities_in_a_guise_do_not_grow(tmp_path: Path) -> None:
    # In UTF-16 the signs of <!DOCTYPE are not next to each other; the parser itself has to stop.
    path = book_of(tmp_path / "park.xlsx")
    laughs = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(12))
    bomb = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = bomb + parts["xl/worksheets/sheet3.xml"].decode().replace("<t>plant", "<t>&l12;plant")
    parts["xl/worksheets/sheet3.xml"] = text.encode("utf-16")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    start = time.perf_counter()

    assert "cannot be read" in said(path)
    assert time.perf_counter() - start < 5


def test_a_workbook_with_macros_is_read(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx").rename(tmp_path / "park.xlsm")
    assert read_sheets(path)[1] == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    path.chmod(0)
    assert said(path) == "the file: the file cannot be read: permission denied"


def test_reading_forbidden_by_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book_of(tmp_path / "park.xlsx")

    def forbid(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbid)
    monkeypatch.setattr(Path, "read_bytes", forbid)
    assert said(path) == "the file: the file cannot be read: permission denied"
    with pytest.raises(InputError):
        fingerprint(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe of the operating system")
def test_what_is_neither_file_nor_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "park.xlsx")
    with pytest.raises(UsageError, match="is neither a file nor a folder"):
        read_sheets(tmp_path / "park.xlsx")
    with pytest.raises(UsageError):
        fingerprint(tmp_path / "park.xlsx")


def test_the_fingerprint_is_that_of_the_content(tmp_path: Path) -> None:
    path = book_of(tmp_path / "park.xlsx")
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(path.read_bytes())
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "A.csv").write_text("1")
    (folder / "B.csv").write_text("2")
    first = fingerprint(folder)
    (folder / "note.txt").write_text("not read")
    (folder / "_mine.csv").write_text("not read")

    assert fingerprint(path) == fingerprint(copy)
    assert len(fingerprint(path)) == 64
    assert fingerprint(folder) == first
    (folder / "B.csv").write_text("3")
    assert fingerprint(folder) != first
