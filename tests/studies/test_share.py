"""How the gain of a park is shared: by hand."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest

from park_from import make_park
from parks.rows import commodity, demand, pipe, sites, supply
from sidestream.design.study_tables.share import EMPTY, GAINS, NO_DESIGN, NOT_FOUND, OBJECTED, STABLE, UNKNOWN, WORKS
from sidestream.errors import InputError, NoDesignInTime, UsageError
from sidestream.studies import share as sharing
from sidestream.studies import sharing as rules
from sidestream.studies.options import Options
from sidestream.studies.share import share

EXACT = Options(gap=0.0)


def rivals(**more):
    """One plant with 10 t to give; two mills want them: one saves 100, the other 60, each by a pipe that costs 20."""
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "north", "south"),
        "Commodities": [commodity("clay")],
        "Supplies": [supply("plant", "clay", 10)],
        "Demands": [demand("north", "clay", 10, 10), demand("south", "clay", 10, 6)],
        "Pipelines": [pipe("plant", "north", "clay", yearly_cost=20), pipe("plant", "south", "clay", yearly_cost=20)],
        **more,
    }


def of(sheets, rule="", options=EXACT):
    found = share(make_park(**sheets), options, rule)
    assert found.facts["enough"]
    return found


def column(found, name, sheet="Shares", key="company"):
    return found[sheet].set_index(key)[name].to_dict()


def test_rivals_by_hand():
    # v(plant, north) = 80, v(plant, south) = 40, v(all) = 80. Shapley: the plant adds 0, 80 or 40, or 80 last of three ones:
    # (0 + 0 + 80 + 40 + 80 + 80) / 6 = 46.67; north (80 + 40 + 40) / 6; south 40 / 6. Core: the plant 40 to 80, south 0;
    # nucleolus: the middle, 60. Each pays half of the pipe: before payments the plant loses 10, north gains 90.
    found = of(rivals())

    assert column(found, "alone") == pytest.approx({"plant": 0, "north": 0, "south": 0})
    assert column(found, "adds") == pytest.approx({"plant": 80, "north": 40, "south": 0})
    assert column(found, "gains") == pytest.approx({"plant": -10, "north": 90, "south": 0})
    assert column(found, "shapley") == pytest.approx({"plant": 140 / 3, "north": 80 / 3, "south": 20 / 3})
    assert column(found, "nucleolus") == pytest.approx({"plant": 60, "north": 20, "south": 0})
    assert column(found, "proportional") == pytest.approx({"plant": 0, "north": 50, "south": 30})
    assert column(found, "receives") == pytest.approx({"plant": 70, "north": -70, "south": 0})
    assert column(found, "verdict", "Rules", "rule") == {
        "equal": OBJECTED,
        "proportional": OBJECTED,
        "shapley": OBJECTED,
        "least core": STABLE,
        "nucleolus": STABLE,
    }
    assert found["Rules"].set_index("rule").loc["shapley", "objection"] == pytest.approx(20 / 3)
    assert len(found["Coalitions"]) == 7


def test_the_price_that_both_sides_gain_by():
    # The plant pays 10 for its half of the pipe: 1 for each of 10 t at least; north saves 100 and pays 10: 9 at most.
    row = of(rivals())["Exchanges"].iloc[0]

    assert (row["least_price"], row["most_price"], row["band"]) == (pytest.approx(1), pytest.approx(9), GAINS)
    assert (row["price"], row["amount"], row["worth"]) == pytest.approx((7, 70, 80))


def test_a_required_exchange_that_suits_nobody():
    # 200 a year for what saves 100: the plant wants 10 for each t, the mill pays 0 at most.
    found = of(rivals(Pipelines=[pipe("plant", "north", "clay", "required", yearly_cost=200)]))
    row = found["Exchanges"].iloc[0]

    assert (row["least_price"], row["most_price"], row["band"]) == (pytest.approx(10), pytest.approx(0), EMPTY)
    assert column(found, "found", "Guarantee", "payments") == {
        "": WORKS,
        "none": NO_DESIGN,
        "along links": NO_DESIGN,
        "free": NO_DESIGN,
    }


def test_what_it_costs_that_nobody_is_worse_off():
    # The plant loses 10 by its half of the pipe: without payments nothing is built, and 80 are lost.
    found = of(rivals())

    assert column(found, "price", "Guarantee", "payments") == pytest.approx(
        {"": 0, "none": 80, "along links": 0, "free": 0}
    )
    assert column(found, "lacks", "Guarantee", "payments")["none"] == "plant-north"


def test_by_way_of_a_junction():
    # 10 t by a hub: the mill saves 100, the pipes cost 10 and 20 a year, each paid by the firm at its end.
    found = of(
        rivals(
            Participants=sites("plant", "north", junctions="hub"),
            Demands=[demand("north", "clay", 10, 10)],
            Pipelines=[
                pipe("plant", "hub", "clay", yearly_cost=10, payer="plant"),
                pipe("hub", "north", "clay", yearly_cost=20, payer="north"),
            ],
        )
    )
    deals = found["Exchanges"].set_index("link")

    # without either pipe the other carries nothing: its payer goes on paying for it
    assert deals.loc["plant-hub", ["least_price", "most_price"]].tolist() == pytest.approx([1, 10])
    assert deals.loc["hub-north", ["least_price", "most_price"]].tolist() == pytest.approx([0, 8])
    assert deals["amount"].tolist() == pytest.approx([45, 45])
    assert column(found, "nucleolus") == pytest.approx({"plant": 35, "north": 35})


def test_two_that_nothing_joins_use_a_pool():
    # Two pairs gain 80 and 20; equal shares of 25 need 30 to go over from the one pair to the other.
    firms = sites("a", "b", "c", "d")
    found = of(
        rivals(
            Participants=firms,
            Supplies=[supply("a", "clay", 10), supply("c", "clay", 10)],
            Demands=[demand("b", "clay", 10, 10), demand("d", "clay", 10, 4)],
            Pipelines=[pipe("a", "b", "clay", yearly_cost=20), pipe("c", "d", "clay", yearly_cost=20)],
        ),
        "equal",
    )
    pool = found["Exchanges"][found["Exchanges"]["link"] == ""]

    assert pool["amount"].abs().sum() == pytest.approx(60)
    assert pool["amount"].sum() == pytest.approx(0)
    assert set(pool["band"]) == {UNKNOWN}


def test_what_investments_bring():
    # 800 EUR over 10 a save 100 a year, all paid by the mill: at 0 % npv 200, irr where annuity(r, 10) = 1/8: 4.28 %, payback 8 a.
    found = of(
        rivals(
            Demands=[demand("north", "clay", 10, 10)],
            Pipelines=[pipe("plant", "north", "clay", yearly_cost=None, investment=800, life=10, payer="north")],
        )
    )
    link, firm = found["Returns"].to_dict("records")
    irr = link["irr"]

    assert (link["who"], link["investment"], link["surplus"]) == ("plant-north", pytest.approx(800), pytest.approx(100))
    assert link["npv"] == pytest.approx(200)
    assert irr / (1 - (1 + irr) ** -10) == pytest.approx(1 / 8)
    assert link["payback"] == pytest.approx(8)
    # The gain of 20 is shared in halves: the mill keeps 10 a year beside what the pipe costs it, 80.
    assert (firm["who"], firm["kind"], firm["surplus"], firm["npv"]) == (
        "north",
        "firm",
        pytest.approx(90),
        pytest.approx(100),
    )


def test_a_firm_with_two_sites_shares_once():
    firms = sites("plant", "north", "south")
    for row in firms[:2]:
        row["company"] = "Works"
    found = of(rivals(Participants=firms))

    assert set(column(found, "alone")) == {"Works", "south"}
    assert found["Exchanges"].loc[0, "note"] == "both ends are one firm"


def test_more_players_than_can_be_counted_out(monkeypatch):
    # The same park, asked as if it had too many firms for all coalitions.
    monkeypatch.setattr(rules, "TWELVE", 2)
    monkeypatch.setattr(sharing, "TWELVE", 2)
    found = of(rivals())
    shares, error = column(found, "shapley"), column(found, "shapley_error")

    assert found.facts["rule"] == "least core"
    assert found["Shares"]["nucleolus"].isna().all()
    assert column(found, "verdict", "Rules", "rule")["least core"] == STABLE
    for who, exact in {"plant": 140 / 3, "north": 80 / 3, "south": 20 / 3}.items():
        assert abs(shares[who] - exact) <= 2 * error[who]
    assert sum(shares.values()) == pytest.approx(80)


def test_what_cannot_be_shared_is_said():
    with pytest.raises(UsageError, match="nothing could be built"):
        share(make_park(**rivals(Pipelines=[])), EXACT)
    with pytest.raises(UsageError, match="'luck' is no rule for 3 players"):
        share(make_park(**rivals()), EXACT, "luck")
    with pytest.raises(InputError, match="today's park does not work"):
        share(make_park(**rivals(Demands=[demand("north", "clay", 10)])), EXACT)


def test_when_the_time_is_over_no_guarantee_is_looked_for(monkeypatch):
    monkeypatch.setattr(import_module("sidestream.studies.share").Prepared, "of", None)  # nothing is written

    rows = list(import_module("sidestream.studies.share")._guarantee(make_park(**rivals()), EXACT, end=0.0))

    assert [row[:2] for row in rows] == [(way, NOT_FOUND) for way in ("", "none", "along links", "free")]
    assert not any(row[-1] for row in rows)


def test_without_a_design_to_hold_it_against_a_guarantee_has_no_price(monkeypatch):
    of_search = sharing.find

    def in_vain(ready):
        if not ready.park.settings.payments:
            raise NoDesignInTime("no time")
        return of_search(ready)

    monkeypatch.setattr(sharing, "find", in_vain)
    found = share(make_park(**rivals()), EXACT)

    assert not found.facts["enough"]
    assert found["Guarantee"]["price"].isna().all()
    assert found["Guarantee"]["cost"].notna().sum() == 3


def test_rules_are_those_of_the_command():
    assert tuple(import_module("sidestream.cli.share").RULES) == rules.RULES


def test_shares_of_every_rule_add_up():
    found = of(rivals())

    for rule in ("equal", "proportional", "shapley", "least_core", "nucleolus"):
        assert found["Shares"][rule].sum() == pytest.approx(found.facts["gain"])
    assert found["Shares"]["receives"].sum() == pytest.approx(0, abs=1e-9)
    assert np.isfinite(found["Coalitions"]["at_most"]).all()
