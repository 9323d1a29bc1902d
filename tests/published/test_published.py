"""The tool finds what was published, and proves it."""

from __future__ import annotations

import pytest

from park_from import complaints, make_park
from published import KINDS
from published.case import Case
from sidestream.studies.one_design import Options, design_network

QUICK = [case for cases in KINDS.values() for case in cases if case.quick]


@pytest.mark.parametrize("case", QUICK, ids=[case.name for case in QUICK])
def test_the_published_optimum(case: Case):
    facts = design_network(make_park(**case.sheets), Options(gap=case.gap, time_limit=600)).facts
    found, bound = case.figure(facts["cost"]), case.figure(facts["bound"])

    assert found == pytest.approx(case.published, rel=1e-3)
    assert min(found, bound) - 1e-6 * abs(found) <= case.published <= max(found, bound) + 1e-6 * abs(found)
    assert found == pytest.approx(bound, rel=1e-3)


@pytest.mark.parametrize("case", QUICK, ids=[case.name for case in QUICK])
def test_check_has_nothing_to_say(case: Case):
    assert complaints(case.sheets) == []
