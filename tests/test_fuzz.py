"""A slice of scripts/fuzz: one mutant of each kind is refused or read as it must be, and never a crash."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"
if not (SCRIPTS / "fuzz").exists():
    pytest.skip("there are no scripts here", allow_module_level=True)
if str(SCRIPTS) not in sys.path:
    sys.path.insert(0, str(SCRIPTS))
trial = importlib.import_module("fuzzing.trial")


@pytest.mark.parametrize("kind", trial.KINDS)
def test_no_mutant_is_a_finding(kind):
    tried = trial.try_one(7, kind, trial.SMALL, design=False, quick=True)
    if tried.came == "no place for it":
        tried = trial.try_one(7, kind, trial.LARGE, design=False, quick=True)

    assert tried.came != "no place for it"
    assert not tried.finding, tried


def test_a_mutant_is_the_same_each_time():
    one, again = (trial.try_one(11, "part_garbled", trial.SMALL, design=False, quick=True) for _ in range(2))

    assert one == again
