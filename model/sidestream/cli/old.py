"""The command line: what a person types, and the exit code that comes back.

Heavy imports happen inside the commands, so that --help and completion answer at once.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from sidestream import __version__
from sidestream.errors import Fault, InputError, Interrupted, OutputError, SidestreamError, UsageError, fault_lines

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.park import Park

EXAMPLES = """\b
Examples
  sidestream template park.xlsx              an empty workbook to fill in
  sidestream check park.xlsx                 what is wrong or odd in it
  sidestream design park.xlsx -o design.xlsx
  sidestream verify park.xlsx design.xlsx    does the design still add up?

"""
EXIT_CODES = """\b
Exit codes
  0  done; the design is proven within the gap
  2  the command was called with something it cannot take
  3  the workbook has faults; each is named with its cell
  4  no design does everything that must be done; says what is short
  5  stopped early: a design, and its gap is larger than asked for
  6  the time limit came before any design
  7  the solver failed, or sidestream did
  9  a result does not add up
  10 the result could not be written where it was asked for
  130 interrupted with nothing to show
"""
STOPPED = 5


class _Commands(click.Group):
    """Commands in the order in which one uses them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. That whoever reads the answer has enough of it (`| head`) is no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=_Commands, epilog=EXAMPLES + EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sidestream")
def cli() -> None:
    """Design the exchange network of an eco-industrial park.

    A workbook with what is known about a park goes in; a workbook with what to build, what flows where, what it
    costs and saves, for whom, comes out.
    """


PARK = click.argument("park", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON on standard output.")


def _examples(*lines: str) -> str:
    return "\b\nExamples\n" + "\n".join(f"  {line}" for line in lines)


@cli.command(short_help="Write an empty workbook to fill in.", epilog=_examples("sidestream template park.xlsx"))
@click.argument("park", type=click.Path(path_type=Path))
@JSON
def template(park: Path, as_json: bool) -> None:
    """Write an empty workbook with every sheet, its dropdowns and notes, to PARK."""
    from sidestream.park import SHEETS
    from sidestream.workbook.saving import ensure_writable
    from sidestream.workbook.template import write_park

    if park.exists():
        raise OutputError(f"{park} is there already: choose another name, nothing was written")
    ensure_writable(park, suffixes=(".xlsx",))
    written = write_park(park, {}, [table.sheet for table in SHEETS])
    if as_json:
        click.echo(json.dumps({"written": str(written), "sheets": [table.sheet for table in SHEETS]}))
    else:
        click.echo(
            f"wrote {written}: fill in Participants, Commodities, Supplies and Demands, then Pipelines or TruckRoutes"
        )


@cli.command(
    short_help="Say what is wrong or odd in a workbook.",
    epilog=_examples(
        "sidestream check park.xlsx", "sidestream check park.xlsx --json", "sidestream check folder_of_csv/"
    ),
)
@PARK
@JSON
def check(park: Path, as_json: bool) -> None:
    """Check PARK, a workbook or a folder of CSV files: every fault at once, each with its cell."""
    known, warnings = _read_park(park)
    if as_json:
        faults = [fault.as_dict() for fault in warnings]
        click.echo(json.dumps({"file": str(park), "faults": [], "warnings": faults}, ensure_ascii=False, indent=1))
        return
    _say_warnings(park, warnings)
    rows = {sheet: len(known[sheet]) for sheet in known.tables if len(known[sheet])}
    click.echo(f"{park.name} has no faults. " + ", ".join(f"{sheet} {count}" for sheet, count in rows.items()))


@cli.command(
    short_help="Design the network of a park.",
    epilog=_examples(
        "sidestream design park.xlsx -o design.xlsx",
        "sidestream design park.xlsx --gap 0.1 --time-limit 600",
        "sidestream design park.xlsx --json > design.json",
    ),
)
@PARK
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write: .xlsx, .json or a folder for CSV files. [default: PARK-design.xlsx here]",
)
@click.option(
    "--gap",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="How much of the possible saving may stay unproven, in percent (of the cost, where nothing can be saved). [default: Settings, else 1]",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="Stop searching then, and give the best design so far. [default: Settings, else none]",
)
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Processes to search with. [default: one for each core]"
)
@click.option(
    "--solver",
    default="highs",
    metavar="NAME",
    show_default=True,
    help="Any solver that Pyomo knows, by its name there.",
)
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@JSON
def design(
    park: Path,
    output: Path | None,
    gap: float | None,
    time_limit: float | None,
    jobs: int | None,
    solver: str,
    quiet: bool,
    as_json: bool,
) -> None:
    """Design the network of PARK: which pipelines and truck routes to build, and who sends what to whom.

    Ctrl-C stops the search and gives the best design so far, with its proven gap. The input is never changed.
    """
    from sidestream.workbook.saving import ensure_writable

    if output is None and not as_json:
        output = Path(f"{park.stem if park.is_file() else park.resolve().name}-design.xlsx")
    if output is not None:
        ensure_writable(output, [park])
    known, warnings = _read_park(park)
    if not quiet:
        _say_warnings(park, warnings)

    from sidestream.studies.one_design import Options, design_network

    settings = known.settings
    given_limit = None if settings.time_limit != settings.time_limit else settings.time_limit
    with _ctrl_c() as wish:
        line = _ProgressLine(quiet)
        options = Options(
            gap=settings.gap if gap is None else gap / 100,
            time_limit=given_limit if time_limit is None else time_limit,
            jobs=jobs or _cores(),
            solver=solver,
            wish=wish,
            news=line.show,
        )
        try:
            found = design_network(known, options)
        finally:
            line.end()
    line.last(found)
    _give(found, output, as_json)
    if not found.facts["enough"]:
        _tell(f"stopped before the gap was closed to {100 * options.gap:g} %: this is the best design so far")
        sys.exit(STOPPED)


@cli.command(
    short_help="Compute a design again from its park.", epilog=_examples("sidestream verify park.xlsx design.xlsx")
)
@PARK
@click.argument("design", type=click.Path(path_type=Path))
@JSON
def verify(park: Path, design: Path, as_json: bool) -> None:
    """Compute DESIGN again from PARK, without the solver: every figure that does not add up is named with its cell.

    Works on a design as it was written, and on one that somebody has edited since.
    """
    from sidestream.design.audit import audit
    from sidestream.errors import AuditError
    from sidestream.workbook.reading import fingerprint
    from sidestream.workbook.results import read_design

    known, _ = _read_park(park)
    found, cells, faults = read_design(design)
    if faults:
        raise InputError(design.name, faults)
    run = dict(zip(found["Run"]["item"], found["Run"]["value"], strict=False))
    changed = run.get("input sha256") not in (None, "", fingerprint(park))
    broken = audit(known, found, cells)
    if broken:
        if changed:
            click.echo(f"{park.name} has changed since the design was made", err=True)
        raise AuditError(design.name, broken)
    figures = sum(int(frame.select_dtypes("number").notna().sum().sum()) for frame in found.tables.values())
    note = f"; {park.name} has changed since the design was made, but not where it matters" if changed else ""
    if as_json:
        click.echo(json.dumps({"file": str(design), "adds_up": True, "figures": figures, "input_changed": changed}))
    else:
        click.echo(f"{design.name} adds up: {figures:,} figures computed again from {park.name}{note}")


def _tell(text: str, *, nl: bool = True) -> None:
    """Print to standard error. That nobody listens there any more is no reason to stop."""
    with suppress(OSError):
        click.echo(text, err=True, nl=nl)


def _cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read_park(path: Path) -> tuple[Park, list[Fault]]:
    from sidestream.park.checks import checked
    from sidestream.workbook.reading import fingerprint, read_sheets

    tables, faults = read_sheets(path)
    return checked(tables, faults, path.name, fingerprint(path))


def _say_warnings(park: Path, warnings: list[Fault]) -> None:
    if warnings:
        _tell("\n".join([f"{park.name}: worth a look", *fault_lines(warnings)]))


def _give(found: Design, output: Path | None, as_json: bool) -> None:
    """Write the design; print what matters of it."""
    from sidestream.workbook.as_json import design_as_json
    from sidestream.workbook.writing import write_design

    written = None if output is None else write_design(found, output)
    if as_json:
        click.echo(json.dumps(design_as_json(found), ensure_ascii=False, allow_nan=False, indent=1))
    else:
        for text in _summary_lines(found):
            click.echo(text)
        click.echo(f"wrote {written}")


def _summary_lines(found: Design) -> Iterator[str]:
    currency = found.facts.get("currency", "EUR")
    rows = found["Summary"].to_dict("records")
    width = max(len(str(row["figure"])) for row in rows)
    yield f"{'':<{width}}  {'today':>16}  {'design':>16}  {'saving':>16}"
    for row in rows:
        digits = ",.4g" if row["unit"] == "%" else ",.0f"
        figures = [float(row[column]) for column in ("today", "design", "saving")]
        cells = "  ".join(f"{'' if figure != figure else format(figure + 0.0, digits):>16}" for figure in figures)
        note = f"  {row['note']}" if row["note"] and row["figure"] == "total cost" else ""
        yield f"{row['figure']:<{width}}  {cells}  {str(row['unit']).replace('EUR', currency)}{note}".rstrip()


class _ProgressLine:
    """One line on standard error: what is going on, best cost so far, bound, gap, seconds."""

    def __init__(self, quiet: bool):
        import time

        self._clock, self._began = time.monotonic, time.monotonic()
        self._quiet, self._live = quiet, sys.stderr.isatty()
        self._shown, self._every = -1e9, 0.1 if self._live else 10.0
        self._best, self._bound, self._width, self._phase = float("inf"), float("-inf"), 0, ""

    def show(self, phase: str, incumbent: float, bound: float, baseline: float) -> None:
        """Take news, and show it if it is time to."""
        words = {"today": "today's park", "writing": "writing the model", "design": "searching", "audit": "auditing"}
        if phase == "design":
            self._best, self._bound = min(self._best, incumbent), max(self._bound, bound)
        now = self._clock()
        if self._quiet or (phase == self._phase and now - self._shown < self._every):
            return
        if not self._live and phase != "design":
            return
        self._shown, self._phase = now, phase
        self._write(words.get(phase, phase), baseline)

    def _write(self, words: str, baseline: float) -> None:
        infinite = float("inf")
        parts = [words]
        if self._best < infinite:
            parts.append(f"best {self._best:,.0f}")
        if self._bound > -infinite:
            parts.append(f"bound {self._bound:,.0f}")
        if self._best < infinite and self._bound > -infinite:
            gap = max(self._best - self._bound, 0.0)
            saving = baseline - self._bound if baseline < infinite else 0.0
            parts.append(f"gap {gap:,.0f}" + (f" = {100 * gap / saving:.2f} % of the saving" if saving > 0 else ""))
        parts.append(f"{self._clock() - self._began:.0f} s")
        self._print("  ".join(parts))

    def _print(self, text: str) -> None:
        if self._live:
            _tell("\r" + text.ljust(self._width)[: self._columns()], nl=False)
            self._width = len(text)
        else:
            _tell(text)

    def _columns(self) -> int:
        import shutil

        return max(shutil.get_terminal_size().columns - 1, 20)

    def end(self) -> None:
        """Leave the line."""
        if self._live and self._width and not self._quiet:
            _tell("\r" + " " * min(self._width, self._columns()) + "\r", nl=False)

    def last(self, found: Design) -> None:
        """Say how it ended, with the figures of the Run sheet."""
        if self._quiet:
            return
        facts = found.facts
        share = facts["gap_of_saving"]
        of_saving = "" if share is None else f" = {100 * share:.4g} % of the saving"
        _tell(
            f"best {facts['cost']:,.0f}  bound {facts['bound']:,.0f}  gap {facts['gap']:,.0f}{of_saving}"
            f" = {100 * facts['gap_of_cost']:.4g} % of the cost  {facts['seconds']:.1f} s"
        )


@contextmanager
def _ctrl_c() -> Iterator[Callable[[], bool]]:
    """Turn the first Ctrl-C into a wish to stop; the second stops at once."""
    asked: list[bool] = []

    def ask(*_: Any) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(True)
        with suppress(OSError):  # straight to the terminal: the signal may have come in the middle of a print
            os.write(2, b"\nstopping: the best design so far follows (Ctrl-C again to leave at once)\n")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


def main() -> NoReturn:
    """Run a command and turn what went wrong into a message and an exit code."""
    wants_json = "--json" in sys.argv[1:]
    try:
        result = cli.main(prog_name="sidestream", standalone_mode=False)
        sys.exit(result if isinstance(result, int) else 0)
    except click.ClickException as error:
        error.show()
        sys.exit(UsageError.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        sys.stdout.flush()
        os._exit(Interrupted.exit_code)  # a solver may still be at work in a thread: it is not waited for
    except SidestreamError as error:
        if wants_json:
            faults = [fault.as_dict() for fault in getattr(error, "faults", [])]
            shortfalls = getattr(error, "shortfalls", [])
            said = {"error": str(error), "exit_code": error.exit_code, "faults": faults, "shortfalls": shortfalls}
            click.echo(json.dumps(said, ensure_ascii=False, indent=1))
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except Exception:
        import traceback

        traceback.print_exc()
        click.echo(
            "this is a fault of sidestream, not of your workbook: please report it with the lines above", err=True
        )
        sys.exit(7)


if __name__ == "__main__":
    main()
