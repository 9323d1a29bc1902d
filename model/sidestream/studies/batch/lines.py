"""The lines of results.jsonl, one for each finished job: added when all else of it is on the disk, and then safe."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class Lines:
    """What is finished, by key; of several lines with one key the last counts."""

    def __init__(self, path: Path) -> None:
        """Read the lines, and take off the last one where the writer was killed in the middle of it. Raises OSError."""
        self._path = path
        self.records: dict[str, Record] = {}
        self.unreadable = 0
        """Lines in the middle that mean nothing; their jobs are run again."""
        content = path.read_bytes() if path.exists() else b""
        whole, end, torn = content.rpartition(b"\n")
        for line in whole.split(b"\n"):
            self._learn(line)
        if torn:
            os.truncate(path, len(whole) + len(end))

    def _learn(self, line: bytes) -> None:
        if not line.strip():
            return
        try:
            record = json.loads(line)
            int(record["exit_code"])
            self.records[record["key"]] = record
        except (ValueError, KeyError, TypeError):
            self.unreadable += 1

    def add(self, record: Record) -> None:
        """Add a line, and return when it is on the disk. Raises OSError; half a line is not left then."""
        line = json.dumps(record, ensure_ascii=False, allow_nan=False).encode() + b"\n"
        file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        try:
            before = os.fstat(file).st_size
            try:
                written = 0
                while written < len(line):
                    written += os.write(file, line[written:])
                os.fsync(file)
            except BaseException:
                os.ftruncate(file, before)
                raise
        finally:
            os.close(file)
        self.records[record["key"]] = record
