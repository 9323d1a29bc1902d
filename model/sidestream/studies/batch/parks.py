"""Which parks are meant by what was typed: workbooks, folders of CSV files, and patterns that no shell has expanded."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from sidestream.errors import InputError, UsageError
from sidestream.workbook.files import csv_files
from sidestream.workbook.opening import READ, must_exist


def parks_of(words: Iterable[str], results: Path) -> tuple[list[str], list[str]]:
    """Return the parks, each once, as typed, and the files that were left out, each with why.

    Left out are designs that the batch itself wrote, and Excel's locks. Raises UsageError where something is not there.
    """
    found, left_out, wrong = [], [], []
    seen: set[str] = set()
    for word in words:
        try:
            paths = list(_expanded(word))
        except UsageError as error:
            wrong.append(str(error))
            continue
        for path in paths:
            real = os.path.realpath(path)
            if real in seen:
                continue
            seen.add(real)
            if why := _no_park(path, Path(real), results):
                left_out.append(f"{path}: {why}")
            else:
                found.append(path)
    if wrong:
        raise UsageError("\n".join(wrong))
    if not found:
        raise UsageError("\n".join(["no park is left to design", *(f"  {line}" for line in left_out)]))
    return found, left_out


def _expanded(word: str) -> Iterator[str]:
    path = Path(word)
    if glob.has_magic(word) and not path.exists():
        found = sorted(name for name in glob.glob(word, recursive=True) if _looks_like_a_park(Path(name)))
        if not found:
            raise UsageError(f"no workbook or folder of CSV files fits '{word}'")
        yield from found
        return
    must_exist(path)
    if path.is_dir() and not _has_sheets(path):
        books = sorted(entry.name for entry in path.iterdir() if entry.suffix.lower() in READ)
        if books:
            pattern = path / f"*{Path(books[0]).suffix}"
            raise UsageError(f"'{word}' holds workbooks, no CSV files: for a design of each say '{pattern}'")
    yield word


def _looks_like_a_park(path: Path) -> bool:
    return _has_sheets(path) if path.is_dir() else path.suffix.lower() in READ


def _has_sheets(folder: Path) -> bool:
    try:
        return bool(csv_files(folder))
    except InputError:
        return False


def _no_park(path: str, real: Path, results: Path) -> str:
    """Why a path is left out; empty where it is not. Raises UsageError where results would go into a park."""
    name = Path(path).name
    if name.startswith("~$"):
        return f"the lock that Excel sets while '{name[2:]}' is open"
    home = Path(os.path.realpath(results))
    if real == home and _has_sheets(real):
        raise UsageError(f"'{path}' is one of the parks, and the results would go into it: choose another folder")
    own = (home / "designs", home / "results.xlsx", home / "results.csv")
    return "a result of the batch itself" if any(real == one or one in real.parents for one in own) else ""
