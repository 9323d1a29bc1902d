"""The page that can be sent: one HTML file about a park and its design, that needs nothing from elsewhere.

Whatever a park calls things stands there as text. A Content-Security-Policy allows the page's own style and script, by their
fingerprints, and nothing else: no address is ever asked for anything.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from importlib.resources import files

from sidestream import __version__
from sidestream.design.design import Design
from sidestream.design.tables import Assumptions, Guesses, Misses
from sidestream.design.worlds import guesses_together
from sidestream.errors import Fault
from sidestream.report import building, compared, exchanges, headline, money, studied, tables
from sidestream.report.studied import Study
from sidestream.report.text import safe
from sidestream.report.told import Told

LARGEST = 6_000_000
"""Bytes of a page that goes by mail; a larger one has fewer rows in its tables."""
ROWS = (tables.MOST_ROWS, 500, 100, 20)
Section = tuple[str, str, str]


def page(
    designs: Sequence[Told],
    warnings: Sequence[Fault] = (),
    studies: Sequence[Study] = (),
    differences: Design | None = None,
    title: str = "",
) -> str:
    """Return the page about the first of `designs`, the others held against it where there are `differences`."""
    told = designs[0]
    title = title or f"The exchange network of {_named(told.park.name)}"
    made = ""
    for rows in ROWS:
        with tables.rows_at_most(rows):
            made = _page(title, told, list(_sections(designs, warnings, studies, differences)))
        if len(made.encode()) <= LARGEST:
            break
    return made


def _named(park: str) -> str:
    """A park by the name of its file, as a name: `Steam and water`."""
    name = park.removesuffix(".xlsx").replace("_", " ").strip()
    return name[:1].upper() + name[1:]


def _sections(
    designs: Sequence[Told], warnings: Sequence[Fault], studies: Sequence[Study], differences: Design | None
) -> Iterator[Section]:
    """(name, heading, content) of each section that has something to say."""
    told = designs[0]
    yield "short", "In short", headline.section(told, warnings)
    yield "map", "Where the links are", exchanges.map_section(told)
    yield "exchanges", "Who gives what to whom", exchanges.bands_section(told)
    yield "build", "What to build", building.section(told)
    if when := building.stages(told):
        yield "when", "When to build", when
    if year := exchanges.seasons_section(told):
        yield "year", "Over the year", year
    yield "who", "Who pays, who gains", money.section(told)
    yield "figures", "Cost and CO2, line by line", money.summary(told)
    if differences is not None:
        yield "compared", "Designs compared", compared.section(designs, differences)
    for place, study in enumerate(studies, start=1):
        yield f"study-{place}", studied.TITLES[study.design.kind], studied.section(study, f"study-picture-{place}")
    yield "rests", "What this rests on", _rests(told)


def _rests(told: Told) -> str:
    """Guesses, assumptions, what is still unused; and that an audit has computed all of it again."""
    parts = [
        "<p>Before this page was written, each figure of the design was computed again from the park's workbook alone, without the "
        "solver, and agrees. What is drawn here from other workbooks (studies) is shown as they say.</p>"
    ]
    design, currency = told.design, told.currency
    for words, sheet, frame in (
        ("Every figure that the saving rests on", Guesses, guesses_together(design)),
        ("By-products that nobody takes, needs that nothing serves", Misses, told.views[0].design["Misses"]),
        ("What nobody typed, and was taken instead", Assumptions, design["Assumptions"]),
    ):
        if len(frame):
            parts.append(
                f"<details><summary>{words} ({len(frame):,})</summary>{tables.of_sheet(sheet, frame, currency)}</details>"
            )
    return "".join(parts)


def _page(title: str, told: Told, sections: Sequence[Section]) -> str:
    style, script = (
        files("sidestream.report").joinpath(name).read_text("utf-8") for name in ("style.css", "behaviour.js")
    )
    policy = f"default-src 'none'; style-src '{_mark(style)}'; script-src '{_mark(script)}'; base-uri 'none'; form-action 'none'"
    links = "".join(f'<li><a href="#{name}">{safe(heading)}</a></li>' for name, heading, _ in sections)
    body = "\n".join(
        f'<section id="{name}" aria-labelledby="{name}-heading"><h2 id="{name}-heading">{safe(heading)}</h2>{content}</section>'
        for name, heading, content in sections
    )
    made = told.run("finished")[:10]
    source = f"Park: {told.park.name}. Design: {told.file}{f', of {made}' if made else ''}. sidestream {__version__}."
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{safe(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#content">To the content</a>\n'
        f"<header><h1>{safe(title)}</h1><p>{safe(source)}</p></header>\n"
        f'<nav aria-label="Sections"><ul>{links}</ul></nav>\n<main id="content" tabindex="-1">\n{body}\n</main>\n'
        f"<footer><p>{safe(source)} Input {safe(told.park.fingerprint[:16])}.</p></footer>\n<script>{script}</script>\n</body>\n</html>\n"
    )


def _mark(text: str) -> str:
    """What a policy calls a text that it allows."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
