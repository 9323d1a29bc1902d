"""What is refused before a file is opened: what is not a workbook, and what would fill the memory."""

from __future__ import annotations

import difflib
import os
import re
import zipfile
from pathlib import Path

from sidestream.errors import Fault, InputError, UsageError
from sidestream.workbook.damage import UNPACKING, damage

MOST_UNPACKED = 500_000_000  # bytes; a workbook of a million cells unpacks to about 50 MB
MOST_RATIO = 200  # unpacked to packed, of parts above RATIO_FROM: sheets reach 20, bombs 1,000
RATIO_FROM = 20_000_000
STRICT = b"http://purl.oclc.org/ooxml/"
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
READ = (".xlsx", ".xlsm")
NEAR = 0.75  # of the letters of a file's name: park and parc, not park and parts of it
AS_XLSX = "open it in Excel or LibreOffice and save it as .xlsx"


def refused(path: Path, message: str, place: str = "the file") -> InputError:
    """Return the error for a file that cannot be read at all."""
    return InputError(path.name or str(path), [Fault(place, "", "", message)])


def must_exist(path: Path) -> None:
    """Raise UsageError where there is neither a file nor a folder at the path."""
    if os.path.isfile(path) or os.path.isdir(path):
        return
    if os.path.exists(path):
        raise UsageError(f"'{path}' is neither a file nor a folder")
    raise UsageError(f"there is no file or folder '{path}'{_meant(path)}")


def _meant(path: Path) -> str:
    """` - did you mean 'park.xlsx'?` where a workbook or folder beside it has nearly the same name, whatever the ending."""
    try:
        beside = [entry for entry in path.absolute().parent.iterdir() if entry.suffix.lower() in READ or entry.is_dir()]
    except OSError:
        return ""
    stems = {entry.stem.casefold(): entry.name for entry in beside}
    near = difflib.get_close_matches(path.stem.casefold(), stems, n=1, cutoff=NEAR)
    return f" - did you mean '{stems[near[0]]}'?" if near else ""


def must_be_workbook(path: Path) -> None:
    """Raise InputError where the file is not an .xlsx workbook of a size that can be read."""
    if path.name.startswith("~$"):
        raise refused(path, f"this is the lock that Excel sets while '{path.name[2:]}' is open: give that one")
    start = _start(path)
    if not start:
        raise refused(path, "the file is empty")
    if start.startswith(OLD_OR_LOCKED):
        raise refused(path, _old_or_locked(path))
    if path.suffix.lower() == ".csv":
        raise refused(path, "a single CSV file is one sheet: give the folder that holds all of them")
    if not zipfile.is_zipfile(path):
        raise refused(path, f"this is not an Excel workbook: {AS_XLSX}")
    try:
        with zipfile.ZipFile(path) as archive:
            _must_be_xlsx(path, archive)
    except (*UNPACKING, ValueError) as error:
        raise refused(path, f"the file is damaged ({damage(error)}): {AS_XLSX} again") from None


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise refused(path, f"the file cannot be read: {(error.strerror or str(error)).lower()}") from None


def _old_or_locked(path: Path) -> str:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return f"the workbook is locked with a password: {AS_XLSX} without one"
    return f"this is a workbook of the old kind (.xls): {AS_XLSX}"


def _must_be_xlsx(path: Path, archive: zipfile.ZipFile) -> None:
    """Look into the list of parts first: a part never unpacks beyond the size that is stated there."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise refused(path, f"unpacked, the workbook has more than {MOST_UNPACKED // 1_000_000} MB: it is not read")
    for part in parts:
        if part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise refused(path, f"its part '{part.filename}' unpacks to suspiciously much: it is not read")
    if any(part.flag_bits & 1 for part in parts):
        raise refused(path, f"the file is locked with a password: {AS_XLSX} without one")
    if "xl/workbook.bin" in names:
        raise refused(path, f"this is a binary workbook (.xlsb): {AS_XLSX}")
    if "content.xml" in names:
        raise refused(path, f"this is an OpenDocument file: {AS_XLSX}")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise refused(path, f"this is not an Excel workbook: {AS_XLSX}")
    if "xl/workbook.xml" in names and STRICT in archive.open("xl/workbook.xml").read(2_000):
        raise refused(path, f"this is a workbook of the kind 'Strict Open XML': {AS_XLSX}, the common kind")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and _defines_entities(archive, part):
            raise refused(path, f"its part '{part.filename}' defines entities, as no spreadsheet does: it is not read")


def _defines_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """True where a part brings definitions of its own: they can grow without end, or name files elsewhere."""
    start, more = b"", 10_000
    with archive.open(part) as file:
        while block := file.read(more):  # up to the first element: definitions stand before it or nowhere
            start += block
            told = re.sub(rb"<!--.*?(-->|\Z)|<\?.*?(\?>|\Z)", b"", start, flags=re.DOTALL)
            if re.search(rb"<[^!?]", told):
                break
            more *= 2
    return b"<!DOCTYPE" in start or b"<!ENTITY" in start
