"""`batch`: the designs of many parks."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from sidestream.cli.batch_progress import BatchProgress, in_short
from sidestream.cli.progress import ctrl_c
from sidestream.cli.shared import JSON, SOLVER, cores, examples, talk_options, tell
from sidestream.errors import Interrupted, UsageError

if TYPE_CHECKING:
    from sidestream.studies.batch.job import Asked
    from sidestream.studies.batch.run import Crew, Outcome

PARTLY = 8
SCHEMA = "sidestream.batch/1"
MOST_SHOWN = 20
"""Jobs without a proven design that are named at the end; the rest stand in the table."""
FORMATS = ("xlsx", "csv", "json")


@click.command(
    short_help="Design many parks, or all scenarios of them.",
    epilog=examples(
        "sidestream batch parks/*.xlsx --out results      the same again goes on where it was stopped",
        "sidestream batch park.xlsx --scenarios --out results",
        'sidestream batch "parks/**/*.xlsx" --out results --time-limit 600 --memory-limit 4000',
        "sidestream batch parks/*.xlsx --out results --cluster tcp://scheduler:8786",
    ),
)
@click.argument("parks", nargs=-1, required=True, metavar="PARKS...")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the results; what is finished there is not done again.",
)
@click.option("--scenarios", is_flag=True, help="Each named scenario of each park too, as `design --scenario` would.")
@click.option("--no-scenarios", is_flag=True, help="Each park itself as if it had no scenarios.")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="CHANGE",
    help='What if a cell were different, in every park: "Settings: carbon_tax = 50".',
)
@click.option(
    "--gap",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="How much of the possible saving may stay unproven, in percent. [default: Settings, else 1]",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="Stop each search then, with the best design so far. [default: Settings, else none]",
)
@click.option(
    "--memory-limit",
    type=click.FloatRange(0, min_open=True),
    metavar="MB",
    help="End a job that takes more memory; a worker has about 200 MB from the start. [default: none]",
)
@SOLVER
@click.option(
    "--workers",
    type=click.IntRange(1),
    envvar="SIDESTREAM_JOBS",
    metavar="N",
    help="Processes side by side, one job each. [default: one for each core]",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Give the jobs to the workers of this Dask scheduler instead.",
)
@click.option(
    "--write",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    default=("xlsx", "csv"),
    show_default=True,
    help="What to write of each design: a workbook, a folder of CSV files, JSON; may be repeated.",
)
@click.option("--again", is_flag=True, help="Do all jobs again, also those that are finished.")
@talk_options
@JSON
def batch(
    parks: tuple[str, ...],
    out: Path,
    scenarios: bool,
    no_scenarios: bool,
    changes: tuple[str, ...],
    gap: float | None,
    time_limit: float | None,
    memory_limit: float | None,
    solver: str,
    workers: int | None,
    cluster: str | None,
    formats: tuple[str, ...],
    again: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    """Design each of PARKS (workbooks, folders of CSV files, patterns such as "parks/*.xlsx") and keep the results in DIR.

    Killed at any moment and started again it goes on where it was: a job whose park, options and version are the same
    is not done twice. Jobs that crashed are tried again, and those stopped by a time limit where another one is given.
    Ctrl-C stops the running jobs with the best they have. One bad park does not stop the others: the exit code is 8 then.
    """
    from sidestream.studies.batch.folder import Folder
    from sidestream.studies.batch.job import Asked
    from sidestream.studies.batch.memory import resident
    from sidestream.studies.batch.parks import parks_of
    from sidestream.studies.batch.run import Batch

    typed = click.get_current_context().get_parameter_source("workers") is ParameterSource.COMMANDLINE
    if cluster and (memory_limit or typed):
        raise UsageError(
            "--cluster has workers of its own: how many they are and how much memory each may take is said where they "
            "are started, not with --workers or --memory-limit"
        )
    if memory_limit and resident(os.getpid()) is None:
        raise UsageError("--memory-limit cannot be kept here: this system does not tell what memory a process takes")
    asked = Asked(
        gap=gap,
        time_limit=time_limit,
        solver=solver,
        changes=changes,
        no_scenarios=no_scenarios,
        environment=_settings_around(),
        formats=tuple(dict.fromkeys(formats)),
    )
    _must_be_understood(asked, here=not cluster)
    names, left_out = parks_of(parks, out)
    if not quiet:
        for words in left_out:
            tell(f"left out: {words}")
    folder = Folder(out)
    line = BatchProgress(quiet)
    try:
        if folder.unreadable and not quiet:
            tell(f"{folder.unreadable} lines of results.jsonl cannot be read: their jobs are done again")

        def crew() -> Crew:
            if cluster:
                from sidestream.studies.batch.cluster import Cluster

                made = Cluster(cluster)
                if not made.workers and not quiet:
                    tell("the cluster has no workers yet: they are waited for")
                return made
            from sidestream.studies.batch.processes import Processes

            return Processes(workers or cores(), int(memory_limit * 1e6) if memory_limit else None)

        with ctrl_c("running jobs stop with the best they have", also_terminated=True) as wish:
            whole = Batch(folder, asked, scenarios=scenarios, again=again, tell=line.show)
            try:
                outcome = whole.run(names, crew, wish)
            finally:
                line.end()
            from sidestream.studies.batch.table import write_tables

            tables = write_tables(out, outcome.rows)
    finally:
        folder.close()
    code = _code(outcome)
    if as_json:
        click.echo(json.dumps(_as_json(outcome, code), ensure_ascii=False, allow_nan=False, indent=1))
    else:
        for text in _words(outcome):
            click.echo(text)
        click.echo(f"wrote {', '.join(str(path) for path in tables)} and the designs in {out / 'designs'}")
    if code == Interrupted.exit_code:
        tell(f"interrupted: {_jobs(outcome.left, verb=True)} left; start the same command again to go on")
    return code


def _settings_around() -> tuple[tuple[str, str], ...]:
    """Settings in the environment, which a worker elsewhere would not see."""
    others = ("SIDESTREAM_JOBS", "SIDESTREAM_SOLVER")
    return tuple(
        sorted(
            (name, value) for name, value in os.environ.items() if name.startswith("SIDESTREAM_") and name not in others
        )
    )


def _must_be_understood(asked: Asked, *, here: bool) -> None:
    """Say at once what no job could take. Raises UsageError."""
    if asked.changes or asked.environment:
        from sidestream.park.changes import environment, parse

        environment(dict(asked.environment))
        for change in asked.changes:
            parse(change)
    if asked.solver != "highs" and here:
        from sidestream.solver.other import factory_of

        factory_of(asked.solver)


def _code(outcome: Outcome) -> int:
    if outcome.interrupted and outcome.left:
        return Interrupted.exit_code
    return PARTLY if any(record is None or record["exit_code"] for _, record in outcome.rows) else 0


def _jobs(count: int, verb: bool = False) -> str:
    words = ("jobs are" if count != 1 else "job is") if verb else ("jobs" if count != 1 else "job")
    return f"{count:,} {words}"


def _words(outcome: Outcome) -> list[str]:
    """How many ended how, and which ones without a proven design."""
    known = [(job, record) for job, record in outcome.rows if record is not None]
    counts = Counter(record["status"] for _, record in known)
    counts["to do"] = len(outcome.rows) - len(known)
    parts = [f"{status} {count:,}" for status, count in counts.items() if count]
    before = f" ({outcome.before:,} finished before)" if outcome.before else ""
    lines = [f"{_jobs(len(outcome.rows))}: {', '.join(parts)}{before}"]
    bad = [(job, record) for job, record in known if record["exit_code"]]
    for job, record in bad[:MOST_SHOWN]:
        lines.append(f"  {job.label}: {record['status']} ({record['exit_code']}): {in_short(record)}")
    if len(bad) > MOST_SHOWN:
        lines.append(f"  and {len(bad) - MOST_SHOWN:,} more: see the table")
    return lines


def _as_json(outcome: Outcome, code: int) -> dict[str, object]:
    jobs = [
        {**(record or {"status": "to do", "key": job.key}), "park": job.park, "scenario": job.scenario}
        for job, record in outcome.rows
    ]
    return {
        "schema": SCHEMA,
        "exit_code": code,
        "finished_before": outcome.before,
        "left": outcome.left,
        "jobs": jobs,
    }
