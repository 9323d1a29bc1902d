"""`report`: a page about a design that adds up; studies and further designs with it; what is no design, and no browser."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from browser import FOUND
from parks import two_sites
from sidestream import cli
from sidestream.workbook.studies import read_study
from sidestream.workbook.writing import write_design
from typed import typed


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder with the two sites, two designs of them, and studies."""
    folder = tmp_path_factory.mktemp("made")
    typed(folder / "park.xlsx", two_sites(pipe_cost=9))

    def do(*words: object) -> None:
        told = CliRunner().invoke(cli.cli, [str(word) for word in words])
        assert told.exit_code == 0, told.output

    do("design", folder / "park.xlsx", "-o", folder / "design.xlsx", "--gap", 0, "--quiet")
    do("design", folder / "park.xlsx", "-o", folder / "without.json", "--gap", 0, "--quiet", "--forbid", "plant-mill")
    do("pareto", folder / "park.xlsx", "-o", folder / "pareto.xlsx", "--gap", 0, "--jobs", 1, "--quiet")
    write_design(read_study(folder / "pareto.xlsx"), folder / "pareto.json")
    do("compare", folder / "design.xlsx", folder / "without.json", "-o", folder / "compare")
    return folder


@pytest.fixture
def here(run, made, tmp_path) -> Path:
    """A copy of the folder, where the commands run."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_a_page_is_written_beside_nothing_else(run, here):
    before = {path.name for path in here.iterdir()}
    found = run("report", "park.xlsx", "design.xlsx")

    assert (found.code, found.out, found.err) == (0, "wrote design.html\n", "")
    assert {path.name for path in here.iterdir()} - before == {"design.html"}
    text = Path("design.html").read_text(encoding="utf-8")
    assert "The exchange network of Park" in text
    assert "The design builds 1 pipeline, for 18,000 EUR paid once." in text


def test_studies_and_further_designs_stand_on_it(run, here):
    words = ["--with", "pareto.xlsx", "--with", "pareto.json", "--with", "compare", "--title", "A town's gypsum"]
    found = run("report", "park.xlsx", "design.xlsx", "without.json", "-o", "all.html", *words)
    text = Path("all.html").read_text(encoding="utf-8")

    assert (found.code, found.err) == (0, "")
    assert "<h1>A town&#x27;s gypsum</h1>" in text
    for heading, count in (
        ("Designs compared", 1),
        ("What less of an impact costs", 2),
        ("What differs between versions", 1),
    ):
        assert text.count(f">{heading}</h2>") == count
    assert "another version of the park" not in text
    assert "only in the first" in text


def test_a_study_of_another_version_of_the_park_is_said_to_be_so(run, here):
    sheets = two_sites(pipe_cost=9)
    sheets["Participants"][0]["note"] = "telephoned"
    typed(here / "park.xlsx", sheets)
    found = run("report", "park.xlsx", "design.xlsx", "--with", "pareto.xlsx")

    assert found.code == 0
    assert "pareto.xlsx was made of another version of park.xlsx" in found.err
    assert "was made of another version of the park than this page" in Path("design.html").read_text(encoding="utf-8")


def test_a_design_that_does_not_add_up_has_no_page(run, here):
    book = openpyxl.load_workbook("design.xlsx")
    book["Summary"]["C2"] = 1
    book.save("design.xlsx")
    found = run("report", "park.xlsx", "design.xlsx")

    assert found.code == 9
    assert "Summary!C2" in found.err
    assert not Path("design.html").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["park.xlsx", "park.xlsx"], 3, "the sheets"),
        (["park.xlsx", "pareto.xlsx"], 3, "writes, which is neither a park nor a design"),
        (["park.xlsx", "nothing.xlsx"], 2, "nothing.xlsx"),
        (["park.xlsx", "design.xlsx", "--with", "park.xlsx"], 2, "is not the workbook of a study"),
        (["park.xlsx", "design.xlsx", "--with", "design.xlsx"], 2, "is not the workbook of a study"),
        (["park.xlsx", "design.xlsx", "--with", "without.json"], 3, "this is not a study"),
        (["park.xlsx", "design.xlsx", "-o", "page.pdf"], 2, ".html"),
        (["park.xlsx", "design.xlsx", "-o", "nowhere/page.html"], 10, "there is no folder"),
        (["park.xlsx", "design.xlsx", "--browser", "chromium"], 2, "say with --pdf where to"),
        (["park.xlsx"], 2, "DESIGN"),
    ],
)
def test_what_makes_no_page_is_told(run, here, words, code, said):
    found = run("report", *words)

    assert found.code == code
    assert said in found.err
    assert "Traceback" not in found.err
    assert not list(here.glob("*.html"))


def test_without_a_browser_there_is_no_pdf_and_nothing_is_begun(run, here):
    found = run("report", "park.xlsx", "design.xlsx", "--pdf", "page.pdf", "--browser", "no-such-browser")

    assert found.code == 2
    assert "there is no program 'no-such-browser': install one, or leave --pdf away" in found.err
    assert not Path("design.html").exists()


def test_a_browser_that_prints_nothing_is_told_of(run, here):
    found = run("report", "park.xlsx", "design.xlsx", "--pdf", "page.pdf", "--browser", "true")

    assert found.code == 10
    assert "did not print the page" in found.err
    assert Path("design.html").exists()


def test_for_machines(run, here):
    told = json.loads(run("report", "park.xlsx", "design.xlsx", "--json").out)

    assert told == {"page": "design.html", "pdf": None, "bytes": Path("design.html").stat().st_size, "adds_up": True}


@pytest.mark.skipif(FOUND is None, reason="Chromium is not installed")
def test_a_browser_prints_it(run, here):
    found = run("report", "park.xlsx", "design.xlsx", "--pdf", "page.pdf")

    assert (found.code, found.out) == (0, "wrote design.html\nwrote page.pdf\n")
    assert Path("page.pdf").read_bytes().startswith(b"%PDF")
