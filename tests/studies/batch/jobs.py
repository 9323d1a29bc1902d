"""Jobs and answers for batches in which nothing is designed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from sidestream.studies.batch.job import Answer, Asked, Job

PROVEN = {"cost": 2300.0, "cost_saving": 200.0, "currency": "EUR"}


def job(park: str = "park.xlsx", content: str = "abc", scenario: str = "", **asked: Any) -> Job:
    return Job(park, str(Path("/parks") / park), content, Asked(**asked), scenario)


def proven(words: bytes = b"a design", **more: Any) -> Answer:
    files = {"xlsx": words, "csv": {"Summary.csv": words, "_facts.json": b"{}"}}
    return replace(Answer(0, figures=dict(PROVEN), files=files, seconds=1.0), **more)
