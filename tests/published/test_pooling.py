"""Pooling problems out of the literature, proven to a thousandth of the profit."""

from __future__ import annotations

import pytest

from park_from import make_park
from published.case import Case
from published.pooling import CASES
from sidestream.studies.one_design import Options, design_network


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_published_profit(case: Case):
    facts = design_network(make_park(**case.sheets), Options(gap=case.gap, time_limit=60)).facts

    assert case.figure(facts["cost"]) == pytest.approx(case.published, rel=1e-3)
    assert case.figure(facts["bound"]) >= case.published * (1 - 1e-6)
    assert case.figure(facts["bound"]) <= case.published * (1 + 1e-3)
