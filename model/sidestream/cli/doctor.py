"""`doctor`: whether the installation works."""

from __future__ import annotations

import json

import click

from sidestream.cli.shared import JSON, examples
from sidestream.errors import SolverError


@click.command(
    short_help="Does the installation work, and the solver?",
    epilog=examples("sidestream doctor --json"),
)
@JSON
def doctor(as_json: bool) -> int:
    """Check the installation: versions, what HiGHS says of problems with known answers, a whole design of an example, folders,
    processes, memory, and what else some commands use. Each line says what to do where it is not ok.
    """
    from sidestream.studies.doctor import OK, Checked, examine, healthy

    def line(one: Checked) -> str:
        word = one.state if one.needed or one.state == OK else f"({one.state})"
        advice = f"\n{'':11}to do: {one.advice}" if one.advice else ""
        return f"{word:<9}  {one.what:<32}  {one.found}{advice}"

    seen = []
    for one in examine():
        seen.append(one)
        if not as_json:
            click.echo(_sayable(line(one)))
    fine = healthy(seen)
    if as_json:
        click.echo(json.dumps({"healthy": fine, "checks": [one.as_dict() for one in seen]}, indent=1))
    else:
        wrong = sum(one.needed and one.state != OK for one in seen)
        click.echo("all that designs need is fine" if fine else f"{wrong} of what designs need is not fine: see above")
    return 0 if fine else SolverError.exit_code


def _sayable(text: str) -> str:
    """Return what any terminal can show: that it cannot show much is one of the things to be told."""
    return text.encode("ascii", "backslashreplace").decode("ascii")
