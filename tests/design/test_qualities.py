"""How good what comes to a use is: worked out by hand, worked out again, and named where it is not good enough."""

from __future__ import annotations

import pandas as pd
import pytest

from design.worked import as_design, unchecked
from parks.rows import commodity, demand, pipe, sites, supply
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
