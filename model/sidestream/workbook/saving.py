"""Nothing is lost on the way to the disk, and no input is written over."""

from __future__ import annotations

import glob
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from sidestream.errors import OutputError, UsageError

SUFFIXES = (".xlsx", ".json", "")


def ensure_writable(path: Path | str, inputs: Iterable[Path | str] = (), suffixes: Iterable[str] = SUFFIXES) -> None:
    """Find out before the work begins whether its answer can be written; an empty suffix stands for a folder.

    Raises UsageError where the path has another ending or is one of the inputs, by whatever name; OutputError where
    its folder is missing, something of another kind is there, or writing is not allowed.
    """
    path = Path(path)
    endings = list(suffixes)
    if path.suffix.lower() not in endings:
        words = ", ".join(ending or "no ending (a folder of CSV files)" for ending in endings)
        raise UsageError(f"'{path}' ends in '{path.suffix}', a result in: {words}")
    for given in map(Path, inputs):
        if _same(path, given):
            raise UsageError(f"'{path}' is the input '{given}': an input is never written over, choose another name")
    folder = _target(path).parent
    if not folder.is_dir():
        raise OutputError(f"'{path}' cannot be written: there is no folder '{folder}'; make it, or choose another one")
    if path.suffix and path.is_dir():
        raise OutputError(f"'{path}' cannot be written: it is a folder; choose another name")
    if not path.suffix and path.exists() and not path.is_dir():
        raise OutputError(f"'{path}' cannot be written: it is a file, and without an ending a folder is meant")
    if not os.access(path if path.is_dir() else folder, os.W_OK | os.X_OK):
        raise OutputError(f"'{path}' cannot be written: its folder may not be written to; choose another one")
    if path.is_file():
        try:
            path.open("r+b").close()
        except OSError as error:
            raise OutputError(f"'{path}' cannot be written: {_reason(error)}") from None


def save(path: Path | str, write: Callable[[Path], None]) -> Path:
    """Let `write` write the result under a temporary name and rename it: at no moment is half a result there.

    Where that fails, the result is kept under a free name, as near as can be, and OutputError says under which.
    Returns the path.
    """
    path = Path(path)
    try:
        _put(_target(path), write)
        return path
    except OSError as error:
        reason = _reason(error)
    for other in _refuges(path):
        try:
            _put(other, write)
        except OSError:
            continue
        raise OutputError(f"'{path}' could not be written: {reason}. Nothing is lost: the result is in '{other}'")
    raise OutputError(f"'{path}' could not be written: {reason}. No other folder could be written to either")


def _put(target: Path, write: Callable[[Path], None]) -> None:
    """Write beside the target, then rename. A folder that is there already gets its files one by one."""
    _tidy(target)
    beside = target.with_name(f".{target.stem}.{os.getpid()}.tmp{target.suffix}")
    try:
        write(beside)
        if beside.is_dir() and target.is_dir():
            for file in sorted(beside.iterdir()):
                os.replace(file, target / file.name)
            beside.rmdir()
        else:
            os.replace(beside, target)
    except BaseException:
        _remove(beside)
        raise


def _remove(beside: Path) -> None:
    if beside.is_dir():
        shutil.rmtree(beside, ignore_errors=True)
    else:
        beside.unlink(missing_ok=True)


def _tidy(target: Path) -> None:
    """Take away the halves that processes left which were killed while they wrote the same result."""
    if os.name != "posix":  # elsewhere nobody can be asked whether he lives without being ended
        return
    for half in target.parent.glob(f".{glob.escape(target.stem)}.*.tmp{glob.escape(target.suffix)}"):
        writer = half.name.removeprefix(f".{target.stem}.").partition(".")[0]
        if writer.isdecimal() and not _alive(int(writer)):
            with suppress(OSError):
                _remove(half)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _refuges(path: Path) -> Iterator[Path]:
    """Free names: beside the target, in the current folder, in the folder for temporary files."""
    for folder in (path.absolute().parent, Path.cwd(), Path(tempfile.gettempdir())):
        tries = (folder / f"{path.stem} ({number}){path.suffix}" for number in itertools.count(2))
        yield next(name for name in tries if not os.path.lexists(name))


def _target(path: Path) -> Path:
    """Where the path leads: a link stays, what it points at is written."""
    return Path(os.path.realpath(path))


def _same(path: Path, other: Path) -> bool:
    """True where both are one file, through links or hard links, or by capitals only (one file on many disks)."""
    if path.exists() and other.exists() and os.path.samefile(path, other):
        return True
    return os.path.realpath(path).casefold() == os.path.realpath(other).casefold()


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "it is open in another program, or may not be written; close it, or choose another name"
    if isinstance(error, FileNotFoundError):
        return "its folder does not exist; make it, or choose another one"
    if isinstance(error, IsADirectoryError):
        return "there is a folder of that name; choose another name"
    return (error.strerror or str(error)).lower()
