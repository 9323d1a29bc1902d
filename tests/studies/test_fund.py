"""Funding held against all networks there are, and against arithmetic."""

from __future__ import annotations

import math

import pytest

from parks.funded import Funded
from sidestream.studies.firms import FirmsPark
from sidestream.studies.fund import Wanted, fund
from sidestream.studies.options import Options

EXACT = Options(gap=0.0)


@pytest.fixture
def unread(monkeypatch):
    """Leave the audit of each network away, where there are hundreds: one is enough for what firms do without us."""
    monkeypatch.setattr(FirmsPark, "read", lambda *_: None)


def of_links(found):
    return found["Funding by link"].set_index("links")


@pytest.mark.parametrize("seed", range(3))
def test_all_that_is_said_is_so_of_all_networks(seed, unread):
    known = Funded.drawn(seed)
    found = fund(known.park(), EXACT)
    frame, free = of_links(found), known.cheapest()

    for one in known.pipes:
        row, target = frame.loc[one.name], known.cheapest(frozenset([one.name]))
        assert row["anyway"] == ("yes" if one.name in free else "no")
        assert row["co2_less"] == pytest.approx(known.co2(free) - known.co2(target), abs=1e-6)
        anyhow, needs = known.response(target), known.response(target, 1.0)
        least = sum((needs or anyhow).values())
        assert row["response"] == pytest.approx(least, rel=1e-5, abs=1e-5)
        assert row["within_cap"] == ("no" if needs is None else "yes")
        whole = known.whole(target)
        assert row["whole"] == pytest.approx(whole, rel=1e-5, abs=1e-3) if whole is not None else math.isnan(row["whole"])
    curve = found["Budget curve"][["given", "co2_less"]].to_numpy(float)
    assert [tuple(one) for one in curve] == [pytest.approx(one, rel=1e-5, abs=1e-5) for one in known.curve(1.0)]
    assert found.facts["enough"]
