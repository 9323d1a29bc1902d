"""`explain`: why a link is built or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sidestream.cli.shared import examples, tell
from sidestream.cli.studying import Asked, study_options

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.park import Park
    from sidestream.report.letter import Letter
    from sidestream.studies.options import Options

MOST = 12
"""Links of which a sentence is printed where nobody named one."""


@click.command(
    short_help="Why a link is built or not, and what would change that.",
    epilog=examples(
        "sidestream explain park.xlsx",
        'sidestream explain park.xlsx --link "plant-mill-gypsum" -o why.xlsx',
        'sidestream explain park.xlsx --link "plant-mill-gypsum" --page letters',
        "sidestream explain park.xlsx --all --gap 0 --time-limit 3600",
    ),
)
@click.option(
    "--link",
    "links",
    multiple=True,
    metavar="LINK",
    help="Which link; may be repeated. [default: all, of which only the cost of the other way is looked for]",
)
@click.option("--all", "in_full", is_flag=True, help="All links in full: flips and values with rebuilding too.")
@click.option(
    "--page",
    type=click.Path(path_type=Path),
    help="Also write a letter of one page about each link: a folder, or one .html file.",
)
@study_options("explained")
def explain(links: tuple[str, ...], in_full: bool, page: Path | None, asked: Asked) -> None:
    """Say why links of PARK are built or not: what the other way costs, and what would change the answer.

    For each link: what forcing it in or forbidding it costs, found and proven. For links that are named also each carbon price,
    capital cost and volume at which the answer changes. For each site and commodity what a unit more or less is worth.
    """
    if page is not None:
        from sidestream.workbook.saving import ensure_writable

        ensure_writable(page, [asked.park], (".html", ""))

    def study(park: Park, options: Options) -> Design:
        from sidestream.studies.explain import explained

        found, letters = explained(park, options, links, in_full=in_full)
        if page is not None:
            _write(page, letters)
        return found

    asked.answer(
        study,
        _lines,
        then="what was found by then follows",
        stopped="stopped before everything was decided: see the column decided, and left_out in the sheet Run",
    )
    if page is not None and not asked.as_json:
        tell(f"wrote {page}")


def _write(page: Path, letters: list[Letter]) -> None:
    """Write the letters: one file, or a folder with a file for each."""
    from sidestream.report.letter import page as as_html
    from sidestream.workbook.saving import save

    if page.suffix:
        title = letters[0].link if len(letters) == 1 else "Why each link is built or not"
        save(page, lambda to: _put(to, as_html(letters, title)))
        return

    def files(folder: Path) -> None:
        folder.mkdir()
        for name, letter in zip(_names(letters), letters, strict=True):
            _put(folder / name, as_html([letter], letter.link))

    save(page, files)


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _names(letters: list[Letter]) -> list[str]:
    """A file's name for each letter, of signs that every disk takes; no two alike in any capitals."""
    taken: set[str] = set()
    names = []
    for letter in letters:
        plain = "".join(sign if sign.isalnum() else "-" for sign in letter.link).strip("-")[:80] or "link"
        name, number = plain, 2
        while name.casefold() in taken:
            name, number = f"{plain}-{number}", number + 1
        taken.add(name.casefold())
        names.append(f"{name}.html")
    return names


def _lines(found: Design) -> Iterator[str]:
    links, flips = found["Links explained"], found["Flips"]
    for row in links.head(len(links) if len(flips) else MOST).to_dict("records"):
        yield f"{row['link']}: {row['sentence']}"
        yield from (f"  {flip}" for flip in flips.loc[flips["link"] == row["link"], "sentence"])
    if len(links) > MOST and not len(flips):
        yield f"... and {len(links) - MOST} more: see Links explained"
    if found.facts["left_out"] != "nothing":
        yield f"left out: {found.facts['left_out']}"
