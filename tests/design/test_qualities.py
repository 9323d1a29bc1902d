"""How good what comes to a use is: worked out by hand, worked out again, and named where it is not good enough."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from design.worked import as_design, unchecked
from parks.rows import commodity, demand, halves, pipe, sites, store, supply
from sidestream.design.audit.known import Known
from sidestream.design.audit.qualities import check_qualities
from sidestream.design.audit.reading import read_sheet
from sidestream.design.qualities import qualities_frame
from sidestream.design.tables import QualitiesMet

LINKS = (("a", "hub"), ("b", "hub"), ("hub", "x"), ("hub", "y"), ("hub", "far"), ("far", "hub"), ("a", "x"))


def pool(mixes="by quantity", **limits):
    """Two sources, salty 2 and 7, and two takers behind a hub; beside it a junction that gives it back what it gets."""
    limits = limits or {"x": {"most": 5}}
    return unchecked(
        Settings={"discount_rate": 0},
        Participants=sites("a", "b", "x", "y", junctions="hub far"),
        Commodities=[commodity("water", "m3", "water")],
        Supplies=[supply(name, "water", 100, unit="m3/a") for name in ("a", "b")],
        Demands=[demand(name, "water", 100, virgin_price=9, unit="m3/a") for name in ("x", "y")],
        Pipelines=[pipe(*ends, "water", "existing") for ends in LINKS],
        Qualities=[
            {"participant": name, "commodity": "water", "property": "salt", "value": value, "mixes": mixes}
            for name, value in (("a", 2), ("b", 7))
        ],
        QualityLimits=[
            {"participant": name, "commodity": "water", "property": "salt", **each} for name, each in limits.items()
        ],
    )


def flowing(*amounts):
    """A design of flows (from, to, sent, delivered)."""
    rows = [
        ("design", f"{tail}-{head}", "pipeline", tail, head, "water", "", "year", sent, arrives, None, "m3")
        for tail, head, sent, arrives in amounts
    ]
    return as_design({"Flows": rows}).tables


MIXING = (("a", "hub", 60, 60), ("b", "hub", 40, 40), ("hub", "x", 70, 70), ("hub", "y", 30, 30))


def value(park, tables, case="design"):
    frame = qualities_frame(park, tables)
    return frame.loc[frame["case"] == case, "value"].tolist()


def told(park, tables, **cells):
    """What the audit says of the sheet with some cells of the design's first row changed."""
    frame = qualities_frame(park, tables)
    for column, cell in cells.items():
        frame.at[frame.index[frame["case"] == "design"][0], column] = cell
    faults = []
    design = as_design({})
    sheet = read_sheet(QualitiesMet, type(design)({"Qualities met": frame}), None, faults)
    check_qualities(sheet, Known(park), tables)
    return [(fault.place, fault.message) for fault in faults]


def test_a_pool_has_the_mean_of_what_comes_to_it():
    # 60 of 2 and 40 of 7: 4.
    park, tables = pool(), flowing(*MIXING)

    assert value(park, tables) == pytest.approx([4])
    assert pd.isna(value(park, tables, "today")).all()
    assert told(park, tables) == []
    assert qualities_frame(park, tables)[["least", "most"]].isna().to_numpy().tolist() == [[True, False]] * 2


def test_what_comes_straight_is_mixed_with_what_comes_by_a_pool():
    # 70 of 4 and 30 of 2: 3.4.
    assert value(pool(), flowing(*MIXING, ("a", "x", 30, 30))) == pytest.approx([3.4])


def test_pools_that_feed_each_other_have_one_mixture():
    # What goes round by the other junction loses a half on the way: 4 all the same.
    round_ = (("hub", "far", 50, 25), ("far", "hub", 25, 20))
    assert value(pool(), flowing(*MIXING, *round_)) == pytest.approx([4])


def test_a_grade_is_that_of_the_worst_part():
    park = pool("grade", x={"most": 9}, y={"least": 1})
    assert value(park, flowing(*MIXING)) == [7, 2]
    assert value(park, flowing(("a", "hub", 60, 60), ("hub", "x", 60, 60))) == [
        2,
        pytest.approx(float("nan"), nan_ok=True),
    ]


@pytest.mark.parametrize(
    ("mixes", "limit", "words"),
    [
        ("by quantity", {"most": 3.5}, "4 comes to its use, at most 3.5 expected: QualityLimits"),
        ("by quantity", {"least": 5}, "4 comes to its use, at least 5 expected: QualityLimits"),
        ("grade", {"most": 6}, "7 comes to its use, at most 6 expected: QualityLimits"),
        ("grade", {"least": 3}, "2 comes to its use, at least 3 expected: QualityLimits"),
    ],
)
def test_a_limit_that_is_broken_is_named(mixes, limit, words):
    assert told(pool(mixes, x=limit), flowing(*MIXING)) == [("Qualities met!F3", words)]


def test_streams_that_stay_apart_can_be_divided_or_not():
    # 60 of 2 for 70 of x: 10 of 7 must come to it. 30 of y can all be of 2.
    park, tables = pool("not", y={"most": 3}), flowing(*MIXING)
    assert pd.isna(value(park, tables)).all()
    assert told(park, tables) == []
    words = "no division of the streams that come keeps what is asked for: QualityLimits"
    assert told(pool("not", x={"most": 3}), tables) == [("Qualities met!F3", words)]
    assert told(pool("not", x={"least": 3}, y={"most": 3}), tables) != []


def tank(mixes="by quantity", most=5.0, **levels):
    """a and b send to a depot with a tank, from which x takes: in winter, and in summer."""
    return unchecked(
        **halves(),
        Settings={"discount_rate": 0},
        Participants=sites("a", "b", "x", passing_on="depot"),
        Commodities=[commodity("water", "m3", "water", vanishes="yes")],
        Supplies=[supply(name, "water", 100, unit="m3/a") for name in ("a", "b")],
        Demands=[demand("x", "water", 100, virgin_price=9, unit="m3/a")],
        Pipelines=[pipe(*ends, "water", "existing") for ends in (("a", "depot"), ("b", "depot"), ("depot", "x"))],
        Storages=[store("tank", "depot", "water", 500, "own", "existing", in_efficiency=50, **levels)],
        Qualities=[
            {"participant": name, "commodity": "water", "property": "salt", "value": value, "mixes": mixes}
            for name, value in (("a", 2), ("b", 7), ("depot", 12))
        ],
        QualityLimits=[{"participant": "x", "commodity": "water", "property": "salt", "most": most}],
    )


def over_the_year(flows, levels):
    """A design of flows (period, from, to, sent) and levels of the tank (period, put_in, taken_out, lost, start, end)."""
    rows = [
        ("design", f"{tail}-{head}", "pipeline", tail, head, "water", "", period, sent, sent, None, "m3")
        for period, tail, head, sent in flows
    ]
    stood = [("design", "tank", "depot", "", period, "water", *figures, "m3") for period, *figures in levels]
    return as_design({"Flows": rows, "Storage levels": stood}).tables


def test_what_stands_in_a_tank_mixes_with_what_comes_later():
    # In winter 40 of a are put in: 20 stay. In summer 20 of b meet at the depot with 30 that are taken out: 20 of that go into
    # the tank, where 10 arrive, and 30 to x. With d at the depot and t in the tank
    #     50 d = 20 x 7 + 30 t
    #     30 t = 20 x 2 + 10 d          so 24 t = 40 + 28: t = 17 / 6 and d = 4.5
    flows = [("winter", "a", "depot", 40), ("summer", "b", "depot", 20), ("summer", "depot", "x", 30)]
    tables = over_the_year(flows, [("winter", 40, 0, 20, 0, 20), ("summer", 20, 30, 10, 20, 0)])

    assert value(tank(), tables) == [pytest.approx(float("nan"), nan_ok=True), pytest.approx(4.5)]
    assert value(tank("grade"), tables)[1] == 7
    assert told(tank(), tables) == []
    assert told(tank(most=3), tables) == [
        ("Qualities met!F5", "4.5 comes to its use, at most 3 expected: QualityLimits")
    ]


def test_what_goes_round_from_year_to_year_is_what_came_before():
    # 30 stand there always: in winter 20 of a are put in and 10 taken out again, in summer the same of b. With v and w in
    # the tank at the end of winter and of summer, v = (30 w + 10 x 2) / 40, w = (30 v + 10 x 7) / 40.
    flows = [(period, tail, head, much) for period, giver in (("winter", "a"), ("summer", "b"))
             for tail, head, much in ((giver, "depot", 20), ("depot", "x", 10))]  # fmt: skip
    tables = over_the_year(flows, [(period, 20, 10, 10, 30, 30) for period in ("winter", "summer")])
    # What is taken out meets what comes at the depot, before that is put in: there 20 of the giver and 10 of the tank, of
    # which 20 go into the tank and 10 to x.
    v, w = np.linalg.solve(
        [[40 - 10 / 3, -30], [-30, 40 - 10 / 3]],  # 10 arrive in the tank: a third of them its own
        [10 * 2 / 3 * 2, 10 * 2 / 3 * 7],
    )

    assert value(tank(), tables) == pytest.approx([(2 * 2 + v) / 3, (2 * 7 + w) / 3])


def test_what_stands_there_at_the_beginning_is_the_owners_own():
    # 10 of 12 stand there, 10 more of 2 come into it: 7. It may end as it likes.
    flows = [("winter", "a", "depot", 20), ("summer", "depot", "x", 15)]
    tables = over_the_year(flows, [("winter", 20, 0, 10, 10, 20), ("summer", 0, 15, 0, 20, 5)])

    assert value(tank(start_level=10), tables)[1] == pytest.approx(7)


def test_streams_that_stay_apart_do_so_in_a_tank():
    # 20 of a and 10 of b stand there: 20 of a alone can come out, 25 not.
    flows = [("winter", "a", "depot", 40), ("winter", "b", "depot", 20)]
    levels = ("winter", 60, 0, 30, 0, 30)

    some = over_the_year([*flows, ("summer", "depot", "x", 20)], [levels, ("summer", 0, 20, 0, 30, 10)])
    more = over_the_year([*flows, ("summer", "depot", "x", 25)], [levels, ("summer", 0, 25, 0, 30, 5)])

    assert told(tank("not", start_level=0), some) == []
    assert told(tank("not", start_level=0), more) == [
        ("Qualities met!F5", "no division of the streams that come keeps what is asked for: QualityLimits")
    ]


def test_a_cell_that_is_off_is_named():
    park, tables = pool(), flowing(*MIXING)

    assert told(park, tables, value=4.1) == [
        ("Qualities met!F3", "4.1 found, 4 expected: the mean of what comes, by quantity")
    ]
    assert told(park, tables, most=6) == [("Qualities met!H3", "6 found, 5 expected: the most in the park")]
    assert told(park, tables, property="sugar")[0][0] == "Qualities met!D3"
    assert ("Qualities met", "no row for design, x, water, salt, year") in told(park, tables, property="sugar")
    assert told(park, tables, participant="y")[0] == (
        "Qualities met!D3",
        "QualityLimits asks nothing of design, y, water, salt, year",
    )
