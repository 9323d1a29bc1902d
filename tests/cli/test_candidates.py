"""`candidates`: rows to strike."""

from __future__ import annotations

import json

import pytest

from candidates.small import drawn
from cli.reading import files
from sidestream.workbook.template import write_park
from sidestream.workbook.typed import typed_rows


@pytest.fixture
def bare(tmp_path):
    """A park without links."""
    return write_park(tmp_path / "bare.xlsx", typed_rows(drawn(3).typed))


def test_rows_are_written_and_can_be_designed(run, bare):
    before = bare.read_bytes()
    found = run("candidates", "bare.xlsx", "-o", "more.xlsx")
    alone, written = (json.loads(run("design", name, "--json").out) for name in ("bare.xlsx", "more.xlsx"))

    assert found.code == 0
    assert "could pay and are not listed yet" in found.out
    assert found.out.splitlines()[-1] == "wrote more.xlsx"
    assert written["facts"]["cost"] == pytest.approx(alone["facts"]["cost"])
    assert bare.read_bytes() == before


def test_without_a_name_it_is_named_after_the_park(run, bare, tmp_path):
    run("candidates", "bare.xlsx")
    assert files(tmp_path) == ["bare-candidates.xlsx", "bare.xlsx"]


def test_candidates_as_json(run, bare, tmp_path):
    told = json.loads(run("candidates", "bare.xlsx", "--json").out)

    assert told["compatible_pairs"] >= told["offered_pairs"] > 0
    assert told["TruckRoutes"][0]["note"]
    assert files(tmp_path) == ["bare.xlsx"]


@pytest.mark.parametrize(
    ("words", "code"),
    [((), 2), (("none.xlsx",), 2), (("bare.xlsx", "-o", "bare.xlsx"), 2), (("bare.xlsx", "-o", "x.txt"), 2)],
)
def test_what_cannot_be(run, bare, words, code):
    assert run("candidates", *words).code == code
