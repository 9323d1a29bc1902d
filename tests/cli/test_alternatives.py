"""`alternatives`: as a person meets them."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from cli.reading import files


def test_alternatives_are_printed_and_written(run, three, tmp_path):
    done = run("alternatives", "three.xlsx", "--within", 10, "--gap", 0)
    lines = done.out.splitlines()
    sheets = pd.read_excel(tmp_path / "three-alternatives.xlsx", sheet_name=None, engine="openpyxl")

    assert done.code == 0
    assert lines[1].split() == ["1", "210", "0", "25", "1", "0"]
    assert "never: 1 - pipe g1" in lines
    assert lines[-1] == "wrote three-alternatives.xlsx"
    assert list(sheets) == ["Alternatives", "Links in good designs", "Run"]
    assert files(tmp_path) == ["three-alternatives.xlsx", "three.xlsx"]


def test_as_json(run, three):
    told = json.loads(run("alternatives", "three.xlsx", "--within", 1, "--gap", 0, "--json").out)

    assert told["schema"] == "sidestream.alternatives/1"
    assert {row["link"]: row["verdict"] for row in told["sheets"]["Links in good designs"]} == {
        "pipe g0": "never",
        "pipe g1": "never",
        "pipe g2": "no-regret",
    }


@pytest.mark.parametrize("words", [["--within", 0], ["--count", 0], ["--within", "much"]])
def test_nonsense_is_refused(run, three, words):
    assert run("alternatives", "three.xlsx", *words).code == 2
