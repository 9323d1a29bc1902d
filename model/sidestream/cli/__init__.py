"""The command line: what a person types, and the exit code that comes back.

Each command is a file here and a line in COMMANDS. Heavy imports happen inside the commands, so that --help and
completion answer at once.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from typing import Any, NoReturn

import click

from sidestream import __version__
from sidestream.cli.alternatives import alternatives
from sidestream.cli.batch import batch
from sidestream.cli.candidates import candidates
from sidestream.cli.check import check
from sidestream.cli.compare import compare
from sidestream.cli.completion import completion
from sidestream.cli.design import design
from sidestream.cli.doctor import doctor
from sidestream.cli.explain import explain
from sidestream.cli.export import export
from sidestream.cli.fund import fund
from sidestream.cli.ledger import ledger
from sidestream.cli.operate import operate
from sidestream.cli.outage import outage
from sidestream.cli.pareto import pareto
from sidestream.cli.report import report
from sidestream.cli.sensitivity import sensitivity
from sidestream.cli.settings import settings
from sidestream.cli.share import share
from sidestream.cli.shared import BEGAN
from sidestream.cli.template import template
from sidestream.cli.verify import verify
from sidestream.errors import Interrupted, SidestreamError, UsageError

COMMANDS = (
    template,
    settings,
    check,
    candidates,
    design,
    pareto,
    alternatives,
    explain,
    sensitivity,
    outage,
    compare,
    share,
    fund,
    report,
    ledger,
    operate,
    export,
    batch,
    verify,
    doctor,
    completion,
)
EXAMPLES = """\b
Examples
  sidestream template park.xlsx                  an empty workbook to fill in
  sidestream settings park.xlsx                  what holds for all of it, and who said so
  sidestream check park.xlsx                     what is wrong or odd in it
  sidestream candidates park.xlsx -o more.xlsx   links that could pay, as rows to strike
  sidestream design park.xlsx -o design.xlsx
  sidestream pareto park.xlsx -o front.xlsx      what less CO2 costs
  sidestream alternatives park.xlsx              designs nearly as good, links that all of them have
  sidestream share park.xlsx                     who gets what of the gain
  sidestream sensitivity park.xlsx --all 20      what other figures would mean
  sidestream explain park.xlsx                   why is this pipe not built?
  sidestream outage park.xlsx --weeks 4          what it costs when somebody is lost
  sidestream compare park.xlsx changed.xlsx      what differs, and with --design who gains
  sidestream fund park.xlsx --budget 2000000     what grants each pipeline takes
  sidestream report park.xlsx design.xlsx        one page to send: map, flows, who gains
  sidestream ledger park.xlsx design.xlsx        who gave what to whom, on which links
  sidestream operate park.xlsx design.xlsx day.csv   today's flows, and what deviates
  sidestream export park.xlsx design.xlsx        map layers for a GIS
  sidestream batch parks/*.xlsx --out results    the designs of many
  sidestream verify park.xlsx design.xlsx        does the design still add up?
  sidestream doctor                              does the installation work?

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
  8  some jobs of a batch have no design that is proven within the gap
  9  a result does not add up
  10 the result could not be written where it was asked for
  130 interrupted with nothing to show
"""


class _Commands(click.Group):
    """Commands in the order in which one uses them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. That whoever reads the answer has enough of it (`| head`) is no error."""
        ctx.meta[BEGAN] = time.monotonic()
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


for command in COMMANDS:
    cli.add_command(command)


def _end_cleanly() -> None:
    """Let SIGTERM end what goes on as Ctrl-C does, so that no half of a result is left behind."""
    import signal

    def end(*_: Any) -> NoReturn:
        raise KeyboardInterrupt

    with suppress(ValueError):  # not in the main thread: then it is somebody else's to hear
        signal.signal(signal.SIGTERM, end)


def main() -> NoReturn:
    """Run a command and turn what went wrong into a message and an exit code."""
    wants_json = "--json" in sys.argv[1:]
    _end_cleanly()
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
            said = {"error": str(error), "exit_code": error.exit_code, "faults": [], "shortfalls": []} | error.as_dict()
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
