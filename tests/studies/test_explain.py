"""Links the other way, marginal values and values with rebuilding: by hand, and held against designs made anew."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from park_from import make_park
from parks import SAMPLE, SOLVED
from parks.apart import THREE, pipes_apart
from parks.rows import commodity, demand, pipe, sites, supply
from parks.turning import merit_order
from sidestream.design.study_tables.explained import BUILT, NO_CHOICE, NOT_BUILT, PROVEN
from sidestream.errors import InfeasibleError, UsageError
from sidestream.park import Park
from sidestream.park.changes import changed, status_changes
from sidestream.solver.highs import Watch
from sidestream.solver.search import Orders
from sidestream.studies.explain import explain, explained
from sidestream.studies.explaining import flips, scanned, ways
from sidestream.studies.explaining.best import Best
from sidestream.studies.explaining.levers import levers, volumes
from sidestream.studies.explaining.marginal import marginal_values
from sidestream.studies.explaining.rebuilt import rebuilt
from sidestream.studies.explaining.words import flip_sentence, sentence_of
from sidestream.studies.options import Options
from sidestream.studies.prepared import Prepared
from sidestream.studies.standing import Standing

EXACT = Options(gap=0.0)


def best_of(park, options=EXACT):
    return Best.of(Prepared.of(park, options), math.inf)


def ways_of(best):
    found = ways.ways_of(best, list(ways.links_of(best.ready.park)))
    choices = [way for way in found if way.answer != NO_CHOICE]
    ways.relax(best, choices, math.inf)
    ways.all_searched(best, choices, math.inf)
    ways.judge(best, choices)
    return found


def test_each_pipe_the_other_way():
    # 210: the third pipe pays (10 against 15). The first would cost 10 more and spare 10 t of CO2, the second 30 and 15 t.
    found = explain(pipes_apart(THREE), EXACT)
    links = found["Links explained"].set_index("link")

    assert links["answer"].to_dict() == {"pipe g0": NOT_BUILT, "pipe g1": NOT_BUILT, "pipe g2": BUILT}
    assert links["dearer"].tolist() == pytest.approx([10, 30, 5])
    assert links["proven"].tolist() == pytest.approx([10, 30, 5])
    assert links["co2_more"].tolist() == pytest.approx([-10, -15, 0])
    assert links["own_cost"].tolist() == pytest.approx([110, 130, 10])
    assert links["spared"].tolist() == pytest.approx([100, 100, 15])
    assert set(links["decided"]) == {PROVEN}
    assert links.loc["pipe g0", "sentence"] == (
        "Not built. With it the park would pay 10 EUR a year more and cause 10 t of CO2 a year less. To have it costs 110 EUR a "
        "year; it would spare 100 elsewhere. Whatever else is built, it brings 100 EUR a year at the most and costs 110."
    )
    assert found["Flips"].empty
    assert found.facts["enough"]
    assert "name links with --link" in found.facts["left_out"]


def test_a_link_that_is_named_is_explained_in_full(monkeypatch):
    monkeypatch.setattr(scanned, "POINTS", 2)
    found, (letter,) = explained(pipes_apart(THREE), EXACT, ["Pipe G2"])

    assert found["Links explained"]["link"].tolist() == ["pipe g2"]
    assert found["Flips"]["of"].tolist() == ["carbon price", "yearly cost", "supply", "need"]
    assert found["Flips"]["flip"].iloc[1] == pytest.approx(15)
    assert set(found["Marginal values"]["participant"]) == {"plant", "mill"}
    assert found["Values with rebuilding"]["what"].tolist() == ["supply", "supply", "need", "need"]
    assert found.facts["enough"]
    assert found.facts["left_out"] == "nothing"
    assert letter.question == "Why is this pipe built?"
    assert "Because it spares more than it costs" in letter.answer
    assert ("Who pays", "plant 5 EUR a year, mill 5 EUR a year") in letter.facts


@pytest.mark.parametrize("name", SAMPLE[2::4])
def test_the_other_way_costs_what_a_design_with_force_or_forbid_does(name):
    park = make_park(**SOLVED[name].sheets())
    try:
        best = best_of(park)
    except InfeasibleError:
        return
    for way in ways_of(best)[:3]:
        if way.answer == NO_CHOICE:
            continue
        force, forbid = ([], [way.link]) if way.answer == BUILT else ([way.link], [])
        other = Park(changed(park, status_changes(park, force, forbid))[0])
        again = Standing.of(other, Orders(gap=0)) if not way.impossible else None
        if again is None:
            with pytest.raises(Exception, match="no design"):
                Standing.of(other, Orders(gap=0))
            continue
        assert way.dearer == pytest.approx(again.cost - best.cost, rel=1e-6, abs=1e-6)
        assert way.proven == pytest.approx(way.dearer, rel=1e-6, abs=1e-5)
        assert way.decided == PROVEN


def test_what_cannot_be_otherwise_is_said():
    # The pipe is the only way to serve what must be served.
    park = make_park(
        Participants=sites("plant", "mill"),
        Commodities=[commodity("ash")],
        Supplies=[supply("plant", "ash", 5)],
        Demands=[demand("mill", "ash", 5)],
        Pipelines=[pipe("plant", "mill", "ash", yearly_cost=7)],
    )
    best = best_of(park)
    (way,) = ways_of(best)

    assert way.impossible
    assert sentence_of(best, way) == "Built. Without it not all that must be done can be done."


def test_what_is_no_choice_is_said_with_its_cell():
    park = make_park(
        Participants=sites("plant", "mill", "yard"),
        Commodities=[commodity("ash"), commodity("mud")],
        Supplies=[supply("plant", "ash", 5)],
        Demands=[demand("mill", "ash", 5, 3), demand("mill", "mud", 1, 1)],
        Pipelines=[
            pipe("plant", "mill", "ash", status="existing"),
            pipe("plant", "mill", "ash", status="forbidden", link="second"),
            pipe("plant", "mill", "ash", status="required", link="third"),
            pipe("yard", "mill", "mud", link="idle"),
        ],
    )
    best = best_of(park)
    said = {way.link: sentence_of(best, way) for way in ways_of(best) if way.answer == NO_CHOICE}

    assert said["plant-mill"] == "It stands today (Pipelines!E2): no choice."
    assert said["second"].startswith("Not built: Pipelines!E3 forbids it; to see what else it could be, add --set")
    assert said["third"].startswith("Built: Pipelines!E4 says required")


def test_wrong_names_and_another_goal_are_said_at_once():
    park = pipes_apart(THREE)

    with pytest.raises(UsageError, match="no link is called 'pipe g9' - did you mean 'pipe g"):
        explain(park, EXACT, ["pipe g9"])
    with pytest.raises(UsageError, match="objective = cost"):
        explain(pipes_apart(THREE, objective="co2"), EXACT)


def values_at(park, participant):
    best = best_of(park)
    frame, whole = marginal_values(best.ready, best.values, Watch())
    assert whole
    return frame[frame["participant"] == participant].to_dict("records")


def test_the_dearest_giver_that_runs_sets_the_value():
    # 70 needed: 60 at 3 and 10 at 5. A unit from outside spares 5, up to the 10 of b; a unit less costs 5, up to the 30 left.
    (row,) = values_at(merit_order(70), "mill")

    assert (row["value"], row["low"], row["high"]) == pytest.approx((5, 5, 5))
    assert (row["more"], row["less"]) == pytest.approx((10, 30))
    assert (row["side"], row["period"], row["unit"]) == ("uses", "year", "MWh")


def test_at_a_kink_the_value_is_an_interval():
    # 60 needed, all from a: a unit more from outside spares 3, up to 60; a unit less costs 5 at b, up to its 40.
    (row,) = values_at(merit_order(60), "mill")

    assert math.isnan(row["value"])
    assert (row["low"], row["high"], row["more"], row["less"]) == pytest.approx((3, 5, 60, 40))


def test_the_value_is_that_of_the_period_whatever_its_chance():
    # 70 needed as it is, 60 in the other scenario, which is as likely as not: each by itself.
    park = merit_order(
        70,
        Scenarios=[{"scenario": "as it is", "probability": 50}, {"scenario": "less", "probability": 50}],
        Changes=[{"when": "less", "sheet": "Demands", "key": "mill, heat", "column": "quantity", "value": 60}],
    )
    rows = {row["scenario"]: row for row in values_at(park, "mill")}

    assert rows["as it is"]["value"] == pytest.approx(5)
    assert (rows["less"]["low"], rows["less"]["high"]) == pytest.approx((3, 5))


@pytest.mark.parametrize("name", SAMPLE[1::6])
def test_values_are_slopes_of_the_cost_with_builds_fixed(name):
    """A supply that grows by a little changes the cost by what its balance says, where it is all used, builds held."""
    park = make_park(**SOLVED[name].sheets())
    try:
        best = best_of(park)
    except InfeasibleError:
        return
    frame, _ = marginal_values(best.ready, best.values, Watch())

    both = frame.dropna(subset=["low", "high"])
    assert (both["low"] <= both["high"] + 1e-6 * both["high"].abs() + 1e-9).all()
    assert (frame[["more", "less"]] >= 0).all().all()
    assert (
        np.isnan(frame["value"])
        .eq(np.isnan(frame["low"]) | np.isnan(frame["high"]) | ~np.isclose(frame["low"], frame["high"], rtol=1e-5))
        .all()
    )


def test_more_of_a_need_may_be_worth_another_design():
    # 100 t bought at 10: a pipe of 1,050 a year does not pay. At 1 % more a tonne costs what is bought, 10; at 10 % more, 110 t,
    # the pipe is laid: 1,050 - 1,000 = 50 for 10 t.
    park = make_park(
        Settings={"discount_rate": 0},
        Participants=sites("plant", "mill"),
        Commodities=[commodity("ash")],
        Supplies=[supply("plant", "ash", 500)],
        Demands=[demand("mill", "ash", 100, 10)],
        Pipelines=[pipe("plant", "mill", "ash", yearly_cost=1_050)],
    )
    best = best_of(park)
    (need,) = [one for one in volumes(park, ways.links_of(park)["plant-mill"]) if one.of == "need"]
    rows = list(rebuilt(best, [need], math.inf))

    assert [row["more"] for row in rows] == [0.01, 0.10]
    assert [row["added"] for row in rows] == pytest.approx([1, 10])
    assert [row["value"] for row in rows] == pytest.approx([10, 5])
    assert [row["low"] for row in rows] == pytest.approx([row["high"] for row in rows])


def test_firms_that_are_asked_are_asked_all_along(monkeypatch):
    # The mill alone pays and alone gains: its pipe is built up to what it spares, 100; beyond that it would be worse off with it.
    monkeypatch.setattr(scanned, "POINTS", 2)
    park = make_park(
        Settings={"discount_rate": 0, "payments": "none"},
        Participants=sites("plant", "mill"),
        Commodities=[commodity("ash")],
        Supplies=[supply("plant", "ash", 10)],
        Demands=[demand("mill", "ash", 10, 10)],
        Pipelines=[pipe("plant", "mill", "ash", yearly_cost=97, payer="mill")],
    )
    best = best_of(park)
    yearly = next(one for one in levers(park, ways.links_of(park)["plant-mill"], None) if one.of == "yearly cost")
    near = replace(yearly, first=96.0, last=102.0)
    (row,) = flips.rows(
        "plant-mill", near, *flips.Turning(best, "plant-mill", near, math.inf).stretches(), flip_sentence
    )

    assert (row["below"], row["above"]) == (BUILT, NOT_BUILT)
    assert row["low"] <= 100 + 1e-3 <= row["high"] + 0.1
    assert row["how"].startswith("seen at points")
