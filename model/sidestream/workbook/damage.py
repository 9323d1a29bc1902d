"""What is wrong with a file that cannot be read, in words: nobody mends a workbook by the name of an exception."""

from __future__ import annotations

import logging
import re
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

log = logging.getLogger("sidestream")

UNPACKING = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError)
"""What is raised where a packed file cannot be unpacked."""


class Damaged(ValueError):
    """A part of a workbook says what cannot be; its text is for the planner."""


def damage(error: Exception) -> str:
    """Say what is wrong with a workbook whose reading raised an error."""
    log.debug("the reading stopped: %s: %s", type(error).__name__, error)
    for one in (error, error.__cause__):  # openpyxl wraps what is raised while it reads
        if isinstance(one, Damaged):
            return str(one)
    if isinstance(error, ParseError):
        line, sign = error.position
        return f"its text breaks off or is garbled at line {line:,}, sign {sign + 1:,}"
    if isinstance(error, (UnicodeError, LookupError)) and not isinstance(error, (KeyError, IndexError)):
        return "its text is not in the encoding that it names"
    if isinstance(error, KeyError):
        part = re.search(r"There is no item named '(.+)' in the archive", str(error))
        return f"its part '{part[1]}' is missing" if part else f"it refers to {error}, which is not in it"
    if isinstance(error, UNPACKING):
        return "a part of it does not unpack to what it was"
    if isinstance(error, MemoryError):
        return "it is too large for the memory of this computer"
    return "it is not put together as a workbook is"
