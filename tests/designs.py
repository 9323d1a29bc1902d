"""Designs of drawn parks, for what is true of every park."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, settings

from park_from import make_park
from sidestream.errors import InfeasibleError
from sidestream.park import Park
from sidestream.studies import one_design
from sidestream.studies.finding import find
from sidestream.studies.prepared import Prepared
from strategies import Sheets

CLOSE = 1e-6
MORE = int(os.environ.get("EXAMPLES", "0"))


def examples(count: int) -> Callable[[Any], Any]:
    """Try so many parks, the same ones on every run unless more are asked for."""
    return settings(
        max_examples=count * max(1, MORE),
        derandomize=not MORE,
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )


def designed(park: Park, gap: float = 0.0, time_limit: float | None = None) -> Any:
    """The proven best design of a park; None where there is none, without asking why."""
    try:
        with unexplained():
            return one_design.design_network(park, one_design.Options(gap=gap, time_limit=time_limit))
    except InfeasibleError:
        return None


def cost(sheets: Sheets) -> float:
    """What a park costs a year as found, not read back; infinite where it cannot be, without asking why."""
    try:
        with unexplained():
            ready = Prepared.of(make_park(**sheets), one_design.Options(gap=0.0))
            _, values = find(ready)
    except InfeasibleError:
        return math.inf
    by_column, constant = ready.made.goal
    return float(by_column @ values) + constant


@contextlib.contextmanager
def unexplained() -> Iterator[None]:
    """Parks that have no design are not looked into: what is short and what would do has tests of its own."""
    none = InfeasibleError("no design", [])
    with (
        mock.patch("sidestream.studies.finding._impossible", return_value=none),
        mock.patch("sidestream.studies.prepared.infeasible", return_value=none),
    ):
        yield


def same(one: float, other: float) -> bool:
    return one == other or math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)


def no_more(one: float, other: float) -> bool:
    return one <= other or same(one, other)
