"""Asked again, a model that stands gives what a new design of the changed park gives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from park_from import make_park
from parks import SAMPLE, SOLVED, sampled, two_sites
from sidestream.errors import InfeasibleError, UsageError
from sidestream.park import Park
from sidestream.park.checks import check
from sidestream.solver.search import Orders
from sidestream.studies import standing as module
from sidestream.studies.one_design import design_network
from sidestream.studies.options import Options
from sidestream.studies.standing import Standing
from sidestream.studies.warm import with_setting

EXACT = Orders(gap=0.0)
SHEETS = ("Pipelines", "TruckRoutes")


def with_status(park, link, status):
    tables = dict(park.typed)
    for sheet in SHEETS:
        frame = tables[sheet].frame
        tables[sheet] = replace(
            tables[sheet], frame=frame.assign(status=frame["status"].mask(park[sheet]["link"] == link, status))
        )
    return Park(tables, park.name)


def links_of(park):
    return [link for sheet in SHEETS for link in park[sheet].loc[park[sheet]["status"] == "optional", "link"]][:2]


CHANGED = [name for name in SAMPLE if name != "must_that_cannot" and links_of(make_park(**SOLVED[name].sheets()))]
SMALL = two_sites(pipe_cost=10)


@pytest.mark.parametrize("name", sampled(CHANGED, 8))
@pytest.mark.parametrize(("ask", "status"), [("forced", "required"), ("forbidden", "forbidden")])
def test_a_link_forced_or_forbidden_costs_what_a_new_design_does(name, ask, status):
    park = make_park(**SOLVED[name].sheets())
    standing = Standing.of(park, EXACT)
    for link in links_of(park):
        changed = with_status(park, link, status)
        if any(fault.severity == "fault" for fault in check(changed)):
            continue
        again = getattr(standing, ask)(link)
        if again.values is None:
            with pytest.raises(InfeasibleError):
                design_network(changed, Options(gap=0))
            continue
        fresh = design_network(changed, Options(gap=0)).facts["cost"]
        assert again.cost == pytest.approx(fresh, rel=1e-6, abs=1e-6)
        assert again.bound == pytest.approx(again.cost, rel=1e-6, abs=1e-6)
        assert again.cost >= standing.cost - 1e-6 * abs(standing.cost)


def test_what_is_so_already_is_not_searched_again(monkeypatch):
    standing = Standing.of(make_park(**SMALL), EXACT)
    (link,) = [link for link in links_of(standing.made.park) if standing.has(link)]
    monkeypatch.setattr(module, "search_draft", lambda *_: pytest.fail("it was searched"))

    assert standing.forced(link).cost == standing.cost


def test_other_prices_begin_with_the_design_that_stands(monkeypatch):
    park = make_park(**SMALL)
    standing = Standing.of(park, EXACT)
    dearer = with_setting(park, "discount_rate", 30.0)
    seen = []
    search = module.search_draft
    monkeypatch.setattr(
        module,
        "search_draft",
        lambda made, problem, orders: seen.append(orders.start) or search(made, problem, orders),
    )
    again = standing.with_figures(dearer)

    assert seen[0] is not None
    assert again.cost == pytest.approx(design_network(dearer, Options(gap=0)).facts["cost"])


def test_a_link_that_is_no_choice_is_said():
    standing = Standing.of(make_park(**SMALL), EXACT)

    with pytest.raises(UsageError, match="'lane' is no link that may be built or not"):
        standing.forced("lane")
