"""`report`: one page about a design, to be sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sidestream.cli.shared import JSON, PARK, examples, tell
from sidestream.errors import InputError, UsageError

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.report.studied import Study
    from sidestream.studies.verifying import Verified


@click.command(
    short_help="One page about a design: map, flows, who gains; offline, to be sent.",
    epilog=examples(
        "sidestream report park.xlsx design.xlsx -o report.html",
        "sidestream report park.xlsx design.xlsx --with front.xlsx --with share.xlsx",
        "sidestream report park.xlsx design.xlsx other-design.xlsx",
        "sidestream report park.xlsx design.xlsx --pdf report.pdf",
    ),
)
@PARK
@click.argument("designs", metavar="DESIGN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write the page, an .html file. [default: DESIGN.html here]",
)
@click.option(
    "--with",
    "studies",
    multiple=True,
    metavar="STUDY",
    type=click.Path(path_type=Path),
    help="Also show what pareto, alternatives, explain, sensitivity, outage, compare, share or fund wrote. May be repeated.",
)
@click.option("--title", default="", help="What stands at the top. [default: made of the park's name]")
@click.option(
    "--pdf",
    type=click.Path(path_type=Path),
    help="Also print the page to a .pdf file, on A4; needs a browser that is installed.",
)
@click.option(
    "--browser",
    default="",
    metavar="PROGRAM",
    help="Which browser prints: Chromium, Chrome or Edge. [default: the first of these that is found]",
)
@JSON
def report(
    park: Path,
    designs: tuple[Path, ...],
    output: Path | None,
    studies: tuple[Path, ...],
    title: str,
    pdf: Path | None,
    browser: str,
    as_json: bool,
) -> None:
    """Write one page about DESIGN of PARK, that a council can read: what is built, a map, who gives what to whom, cost and CO2 of each
    participant before and after. It needs nothing from elsewhere, neither to be seen nor to be printed.

    Each figure is computed again first, as `verify` does. Further designs of the same park stand beside the first.
    """
    from sidestream.workbook.saving import ensure_writable, save

    output = output or Path(f"{designs[0].stem if designs[0].is_file() else designs[0].resolve().name}.html")
    inputs = [park, *designs, *studies]
    ensure_writable(output, inputs, (".html",))
    prints = ""
    if pdf is not None or browser:
        from sidestream.report.printing import browser_found

        if pdf is None:
            raise UsageError("--browser says what prints: say with --pdf where to")
        ensure_writable(pdf, [*inputs, output], (".pdf",))
        prints = browser_found(browser)

    from sidestream.report.page import page
    from sidestream.report.told import Told

    seen = [_verified(park, one) for one in designs]
    told = [Told.of(one.park, one.design, name) for one, name in zip(seen, _names(designs), strict=True)]
    shown = [_study(path, seen[0], designs) for path in studies]
    text = page(told, seen[0].warnings, shown, _differences(designs, seen), title)
    written = [save(output, lambda to: _put(to, text))]
    if pdf is not None:
        from sidestream.report.printing import printed

        written.append(save(pdf, lambda to: printed(prints, output, to)))
    if as_json:
        paper = None if pdf is None else str(pdf)
        click.echo(json.dumps({"page": str(output), "pdf": paper, "bytes": len(text.encode()), "adds_up": True}))
    else:
        for path in written:
            click.echo(f"wrote {path}")


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _verified(park: Path, design: Path) -> Verified:
    from sidestream.studies.verifying import verified

    seen = verified(park, design)
    if seen.broken and seen.changed:
        tell(f"{park.name} has changed since the design was made")
    seen.must_add_up(design.name)
    return seen


def _names(designs: tuple[Path, ...]) -> list[str]:
    """What each design is called on the page: its file, with its folder where two are called the same."""
    alone = len({path.name for path in designs}) == len(designs)
    return [path.name if alone else str(path) for path in designs]


def _study(path: Path, seen: Verified, designs: tuple[Path, ...]) -> Study:
    """Read a study, and find out whether it was made of the same park. Raises UsageError where its money is another."""
    from sidestream.design.currency import currency_of
    from sidestream.report.studied import Study
    from sidestream.studies.verifying import run_of
    from sidestream.workbook.reading import fingerprint
    from sidestream.workbook.studies import read_study

    design = read_study(path)
    currency = seen.park.settings.currency
    if "currency" in design.facts and currency_of(design) != currency:
        raise UsageError(
            f"{path.name} is in {currency_of(design)}, and {seen.park.name} in {currency}: it is of another park"
        )
    marks = [
        str(value)
        for item, value in run_of(design).items()
        if str(item).startswith("input") and str(item).endswith("sha256")
    ]
    same = not {seen.park.fingerprint, *map(fingerprint, designs)}.isdisjoint(marks)
    if not same:
        tell(f"{path.name} was made of another version of {seen.park.name}; the page says so")
    return Study(design, path.name, same)


def _differences(designs: tuple[Path, ...], seen: list[Verified]) -> Design | None:
    """What differs between several designs; None of one alone."""
    if len(designs) < 2:
        return None
    from sidestream.studies.compare import File, compare

    try:
        return compare(
            [
                File(name, path, design=one.design)
                for name, path, one in zip(_names(designs), designs, seen, strict=True)
            ]
        )
    except InputError as error:
        raise UsageError(str(error)) from None
