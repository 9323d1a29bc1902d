"""What a command wrote and said, read back; and where it can be sent signals."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals of Unix")


def files(folder: Path) -> list[str]:
    """Names of what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def cells(path: Path, sheet: str) -> list[dict[str, Any]]:
    """Rows of a sheet, each by the names in the header."""
    header, *rows = openpyxl.load_workbook(path, read_only=True)[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def run_sheet(path: Path) -> dict[str, str]:
    """Items of the Run sheet and what they say."""
    return {row["item"]: row["value"] for row in cells(path, "Run")}


def number(line: str, word: str) -> float:
    """The number behind a word of a progress line."""
    found = re.search(rf"\b{word} (-?[\d,]+)", line)
    assert found, line
    return float(found[1].replace(",", ""))


def read_until(process: subprocess.Popen[str], word: str) -> None:
    """Wait until a process has said a word on standard error."""
    assert process.stderr
    for line in process.stderr:
        if word in line:
            return
    pytest.fail(f"it never said {word!r}")
