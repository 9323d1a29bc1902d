"""Which files a park is, and what tells its content; known without reading a cell, so that nothing heavy is imported."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sidestream.workbook.opening import must_exist, refused


def is_private(name: str) -> bool:
    """True for sheets that are there for people: `Index`, and whatever begins with an underscore."""
    return name.startswith("_") or name == "Index"


def csv_files(folder: Path) -> list[Path]:
    """Return the CSV files of a folder that are sheets, by name. Raises InputError where it cannot be listed."""
    try:
        files = [entry for entry in folder.iterdir() if entry.suffix.lower() == ".csv" and entry.is_file()]
    except OSError as error:
        raise refused(folder, f"it cannot be read: {(error.strerror or str(error)).lower()}", "the folder") from None
    return sorted(file for file in files if not is_private(file.stem) and not file.name.startswith("."))


def fingerprint(path: Path | str) -> str:
    """Return the SHA-256 of a workbook's bytes; of a folder's CSV files by name. Raises as `read_sheets` does."""
    path = Path(path)
    must_exist(path)
    total = hashlib.sha256()
    for file in csv_files(path) if path.is_dir() else [path]:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise refused(path, f"it cannot be read: {(error.strerror or str(error)).lower()}", file.name) from None
        if path.is_dir():
            total.update(f"{file.name}\n{len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()
