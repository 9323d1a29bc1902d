"""What commands have in common: arguments, options, and how they speak."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sidestream.errors import Fault, OutputError, SidestreamError, UsageError, fault_lines, sheet_lines

if TYPE_CHECKING:
    from sidestream.park import Park
    from sidestream.studies.one_design import Options
    from sidestream.studies.opening import WhatIf

Command = Callable[..., Any]

PARK = click.argument("park", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON on standard output.")

log = logging.getLogger("sidestream")
BEGAN, READ_IN = "sidestream.began", "sidestream.read_in"
"""Where the context of a command keeps when it began (time.monotonic), and how long reading and checking took [s]."""


def what_if_options(command: Command) -> Command:
    """Add `--scenario`, `--set`, `--force` and `--forbid`; the command gets them as one `what_if`, after those of the
    environment.
    """

    @click.option(
        "--scenario",
        default="",
        metavar="NAME",
        help="With the changes that the sheet Changes has for this scenario, as if it were sure to come.",
    )
    @click.option("--no-scenarios", is_flag=True, help="As if the workbook had no scenarios.")
    @click.option(
        "--set",
        "changes",
        multiple=True,
        metavar="CHANGE",
        help='What if a cell were different: "Supplies: plant, gypsum: quantity = 80 kt/a". The workbook is left alone.',
    )
    @click.option("--force", multiple=True, metavar="LINK", help="Build this link, whether it pays or not.")
    @click.option("--forbid", multiple=True, metavar="LINK", help="Do without this link.")
    @wraps(command)
    def asked(
        *,
        scenario: str,
        no_scenarios: bool,
        changes: tuple[str, ...],
        force: tuple[str, ...],
        forbid: tuple[str, ...],
        **more: Any,
    ) -> Any:
        from sidestream.park.changes import environment, parse
        from sidestream.studies.opening import WhatIf

        wanted = [*environment(os.environ), *(parse(change) for change in changes)]
        if scenario and no_scenarios:
            raise UsageError("--scenario asks for one scenario, and --no-scenarios for none: leave one of them away")
        return command(what_if=WhatIf(wanted, force, forbid, scenario=scenario, no_scenarios=no_scenarios), **more)

    return asked


SOLVER = click.option(
    "--solver",
    default="highs",
    envvar="SIDESTREAM_SOLVER",
    metavar="NAME",
    show_default=True,
    help="Any solver that Pyomo knows, by its name there.",
)


def search_options(command: Command) -> Command:
    """Add `--gap`, `--time-limit`, `--jobs`, `--solver` and `--without`; the command gets them as one `orders`."""

    @click.option(
        "--gap",
        type=click.FloatRange(0, 100),
        metavar="PERCENT",
        help="How much of the possible saving may stay unproven, in percent (of the cost, where nothing can be saved). "
        "[default: Settings, else 1]",
    )
    @click.option(
        "--time-limit",
        type=click.FloatRange(0, min_open=True),
        metavar="SECONDS",
        help="Stop then, and give the best design so far: what reading takes, and three times as much for computing again, is left of it. "
        "[default: Settings, else none]",
    )
    @click.option(
        "--jobs",
        type=click.IntRange(1),
        envvar="SIDESTREAM_JOBS",
        metavar="N",
        help="Processes to search with. [default: one for each core]",
    )
    @SOLVER
    @click.option(
        "--without",
        type=click.Choice(["coupling", "pruning", "merging", "cuts", "parts", "pricing", "help"]),
        multiple=True,
        help="Leave out what makes the search quicker, to see what it is worth; the answer is the same. May be repeated.",
    )
    @wraps(command)
    def asked(
        *,
        gap: float | None,
        time_limit: float | None,
        jobs: int | None,
        solver: str,
        without: tuple[str, ...],
        **more: Any,
    ) -> Any:
        return command(orders=Orders(gap, time_limit, jobs, solver, frozenset(without)), **more)

    return asked


@dataclass(frozen=True)
class Orders:
    """How to search, as it was asked for; None where nobody said."""

    gap: float | None
    time_limit: float | None
    jobs: int | None
    solver: str
    without: frozenset[str] = frozenset()

    def options(self, park: Park, **more: Any) -> Options:
        """Return the options for a park: what was asked for, else its Settings."""
        from sidestream.studies.options import options_for

        own = {"jobs": self.jobs or cores(), "solver": self.solver, "without": self.without}
        options = options_for(park, self.gap, self.time_limit, **own, **more)
        if options.time_limit is not None:
            options.asked_limit, options.time_limit = options.time_limit, _for_the_search(options.time_limit)
        return options


def _for_the_search(limit: float) -> float:
    """What of a time limit the search has: not what it took to read and check, nor three times as much for the audit and for what
    is told beside the design; half at the least.
    """
    seen = click.get_current_context().meta
    began = float(seen.get(BEGAN, time.monotonic()))
    spent = float(seen.setdefault(READ_IN, time.monotonic() - began))  # of several parks, for the first
    return max(limit - 4 * spent, limit / 2)


def talk_options(command: Command) -> Command:
    """Add `--quiet`, `--verbose` and `--log-file`; the command gets `quiet`."""

    @click.option("--quiet", is_flag=True, help="No progress and no warnings on standard error.")
    @click.option("--verbose", is_flag=True, help="Also tell what takes how long, and what the solver says.")
    @click.option("--log-file", type=click.Path(path_type=Path), help="Add all that is told, with the time, to a file.")
    @wraps(command)
    def asked(*, verbose: bool, log_file: Path | None, quiet: bool, **more: Any) -> Any:
        handlers: list[logging.Handler] = []
        if verbose and not quiet:
            handlers.append(_Told())
        if log_file is not None:
            try:
                handlers.append(logging.FileHandler(log_file, encoding="utf-8", delay=False))
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                raise OutputError(f"the log cannot be written to {log_file}: {reason}") from None
            handlers[-1].setFormatter(logging.Formatter("%(asctime)s  %(message)s"))
        log.setLevel(logging.DEBUG if handlers else logging.WARNING)
        log.propagate = False
        log.handlers = handlers or [logging.NullHandler()]
        try:
            return command(quiet=quiet, **more)
        except SidestreamError as error:
            log.error("%s", error)
            raise
        finally:
            for handler in handlers:
                handler.close()

    return asked


class _Told(logging.Handler):
    """What only the curious want to know, on standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno == logging.DEBUG:
            _print(record.getMessage())


def examples(*lines: str) -> str:
    """Return an epilog that shows how a command is called."""
    return "\b\nExamples\n" + "\n".join(f"  {line}" for line in lines)


def tell(text: str, *, nl: bool = True) -> None:
    """Print to standard error, and to the log."""
    log.info(text.strip("\r\n"))
    _print(text, nl=nl)


def _print(text: str, *, nl: bool = True) -> None:
    try:
        click.echo(text, err=True, nl=nl)
    except OSError:  # that nobody listens there any more is no reason to stop, and what is left in the buffer none to fail at the end
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_park(path: Path, what_if: WhatIf | None = None) -> tuple[Park, list[Fault]]:
    """Read and check a park; return it with its warnings. Raises InputError with every fault."""
    from sidestream.studies.opening import open_park

    return open_park(path, what_if)


def say_warnings(park: Path, warnings: list[Fault]) -> None:
    """Tell what is worth a look."""
    if warnings:
        lines = sheet_lines(warnings) if len(warnings) > 1 else fault_lines(warnings)
        tell("\n".join([f"{park.name}: worth a look", *lines]))


def figure(amount: float, digits: int = 4) -> str:
    """A figure with so many digits, or all that are whole; blank where there is none."""
    if amount != amount:
        return ""
    return f"{amount + 0.0:,.0f}" if abs(amount) >= 10 ** (digits - 1) else f"{amount + 0.0:,.{digits}g}"
