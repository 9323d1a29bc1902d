"""One batch at a time in a folder, told by a lock that the system lets go of however its holder ends."""

from __future__ import annotations

import datetime
import errno
import os
import socket
import sys
from pathlib import Path
from typing import IO

from sidestream.errors import OutputError

FAR = 1 << 30
"""The byte that is locked on Windows, where nobody can read what is locked."""


class Lock:
    """A file that is locked while a batch is at work. It stays; what counts is whether somebody holds it."""

    def __init__(self, path: Path) -> None:
        """Take the lock. Raises OutputError where another batch has it, OSError where the file cannot be made."""
        self._file: IO[str] = path.open("a+", encoding="utf-8")
        try:
            _take(self._file)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                self._file.seek(0)
                holder = self._file.read().strip() or "elsewhere"
                self._file.close()
                raise OutputError(
                    f"another batch is at work in '{path.parent}' ({holder}): wait for it, or choose another folder"
                ) from None
            # a disk that knows no locks: better an unguarded batch than none
        self._file.seek(0)
        self._file.truncate()
        since = datetime.datetime.now().isoformat(" ", timespec="seconds")
        self._file.write(f"process {os.getpid()} on {socket.gethostname()}, since {since}\n")
        self._file.flush()

    def release(self) -> None:
        """Let go."""
        self._file.close()


def _take(file: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
