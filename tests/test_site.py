"""The site is built without a link that leads nowhere, and the tutorials are as the tool has them."""

from __future__ import annotations

import re
import runpy
import shlex
import sys
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from published import KINDS
from sidestream.cli import cli

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted((ROOT / "docs").rglob("*.md"))
OUTSIDE = re.compile(r'<(?:script|link|img)[^>]*(?:src|href)="((?:https?:)?//[^"]*)"')


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build(load_config(str(ROOT / ".mkdocs.yml"), site_dir=str(folder), strict=True))
    return folder


def test_the_site_has_every_page(site):
    for page in DOCS:
        path = page.relative_to(ROOT / "docs").with_suffix("")
        assert (site / ("index.html" if path.name == "index" else f"{path}/index.html")).is_file(), page
    for name in ("formulation", "parks", "benchmark", "decisions", "changelog"):
        assert (site / name / "index.html").stat().st_size > 1_000


def test_the_site_needs_nothing_from_elsewhere(site):
    for page in site.rglob("*.html"):
        assert OUTSIDE.findall(page.read_text(encoding="utf-8")) == [], page


@pytest.mark.parametrize("page", ["consultant", "municipality"])
def test_a_tutorial_is_as_the_tool_has_it(page, monkeypatch, tmp_path, capsys):
    tutorials = runpy.run_path(str(ROOT / "scripts" / "tutorials"))
    text = (ROOT / "docs" / "tutorials" / f"{page}.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    seconds = tutorials["SECONDS"]

    assert seconds.sub("", tutorials["rewritten"](text)) == seconds.sub("", text)


def test_a_tutorial_that_is_not_is_told(monkeypatch, tmp_path, capsys):
    tutorials = runpy.run_path(str(ROOT / "scripts" / "tutorials"))
    (tmp_path / "page.md").write_text(
        "```console\n$ sidestream check nowhere.xlsx\nall is well\n```\n", encoding="utf-8"
    )
    main = tutorials["main"]
    main.__globals__["PAGES"] = main.__globals__["ROOT"] = tmp_path
    monkeypatch.setattr(sys, "argv", ["tutorials", "--check"])

    assert main() == 1
    assert "page.md is not as the tool has it" in capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    sorted(
        {line for page in DOCS for line in re.findall(r"`(sidestream [a-z][^`]*)`", page.read_text(encoding="utf-8"))}
    ),
)
def test_every_command_that_is_named_exists(line):
    words = shlex.split(line.replace("...", ""))

    assert words[1] in cli.commands or words[1].isupper()


def test_every_published_case_stands_on_the_page():
    text = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")

    for kind, cases in KINDS.items():
        for case in cases:
            assert f"| {kind} | {case.name} |" in text
