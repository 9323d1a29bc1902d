"""What the commands that ask beyond one design have in common: read, study, write, print, and the exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sidestream.cli.progress import ProgressLine, ctrl_c
from sidestream.cli.shared import (
    JSON,
    PARK,
    Orders,
    read_park,
    say_warnings,
    search_options,
    talk_options,
    tell,
    what_if_options,
)

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.park import Park
    from sidestream.studies.one_design import Options

Command = Callable[..., Any]
STOPPED = 5


def study_options(kind: str) -> Callable[[Command], Command]:
    """Add PARK, `--output` and all that a search takes; the command gets them as one `asked`."""

    def add(command: Command) -> Command:
        @PARK
        @click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            help=f"Where to write: .xlsx, .json or a folder for CSV files. [default: PARK-{kind}.xlsx here]",
        )
        @search_options
        @what_if_options
        @talk_options
        @JSON
        @wraps(command)
        def asked(
            *, park: Path, output: Path | None, orders: Orders, what_if: Any, quiet: bool, as_json: bool, **more: Any
        ) -> Any:
            return command(asked=Asked(kind, park, output, orders, what_if, quiet, as_json), **more)

        return asked

    return add


class Asked:
    """What was asked of a study."""

    def __init__(
        self, kind: str, park: Path, output: Path | None, orders: Orders, what_if: Any, quiet: bool, as_json: bool
    ) -> None:
        name = park.stem if park.is_file() else park.resolve().name
        self.output = Path(f"{name}-{kind}.xlsx") if output is None and not as_json else output
        self.park, self.orders, self.what_if, self.quiet, self.as_json = park, orders, what_if, quiet, as_json

    def answer(
        self,
        study: Callable[[Park, Options], Design],
        lines: Callable[[Design], Iterable[str]],
        *,
        then: str,
        stopped: str,
    ) -> None:
        """Do the study, write and print what it found. Ctrl-C ends it early, and says what happens `then`; where the answer is
        less than was asked for, `stopped` is said, and the exit code is 5.
        """
        from sidestream.workbook.saving import ensure_writable

        if self.output is not None:
            ensure_writable(self.output, [self.park])
        known, warnings = read_park(self.park, self.what_if)
        if not self.quiet:
            say_warnings(self.park, warnings)

        from sidestream.workbook.as_json import design_as_json
        from sidestream.workbook.writing import write_design

        with ctrl_c(then) as wish:
            line = ProgressLine(self.quiet)
            try:
                found = study(known, self.orders.options(known, wish=wish, news=line.show))
            finally:
                line.end()
        written = None if self.output is None else write_design(found, self.output)
        if self.as_json:
            click.echo(json.dumps(design_as_json(found), ensure_ascii=False, allow_nan=False, indent=1))
        else:
            for text in lines(found):
                click.echo(text)
            click.echo(f"wrote {written}")
        if not found.facts["enough"]:
            tell(stopped)
            sys.exit(STOPPED)
