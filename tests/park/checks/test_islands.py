"""Groups of participants that no link joins to the rest."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from park_from import park_tables
from sidestream.park.checks.islands import groups, islands
from sidestream.park.park import Park


def park_of(*links: tuple[str, str], status: str = "optional") -> Park:
    names = sorted({end for link in links for end in link} | {"lone"})
    tables, _ = park_tables(
        Participants=[{"participant": name, "kind": "industry"} for name in names],
        Pipelines=[{"from": a, "to": b, "commodity": "ash", "status": "optional"} for a, b in links[::2]],
        TruckRoutes=[{"from": a, "to": b, "status": status, "vehicle": "van"} for a, b in links[1::2]],
    )
    return Park(tables)


def said(*links: tuple[str, str], status: str = "optional") -> list[str]:
    return [f"{fault.place}: {fault.message}" for fault in islands(park_of(*links, status=status))]


def test_one_island():
    assert said(("a", "b"), ("b", "c"), ("x", "y")) == [
        "Participants!A6: 'x', 'y' are linked to each other only, and to none of the 3 who are linked to 'a': "
        "if that is not meant, a link is missing"
    ]


def test_who_is_joined_and_who_has_no_link_at_all_is_no_island():
    assert said(("a", "b"), ("b", "c"), ("c", "a")) == []
    assert said() == []


def test_a_forbidden_link_joins_nobody():
    assert said(("a", "b"), ("b", "x"), ("x", "y")) == []
    assert len(said(("a", "b"), ("b", "x"), ("x", "y"), status="forbidden")) == 1


def test_of_many_islands_one_word():
    pairs = [(f"a{place}", f"b{place}") for place in range(6)]
    assert said(*pairs, ("a0", "c")) == [
        "Participants!A1: the links join the participants to 6 groups that nothing joins to each other, the largest of 3: "
        "if that is not meant, links are missing"
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40))
def test_groups_are_those_of_a_walk(pairs):
    park = park_of(*[(f"p{a:02}", f"p{b:02}") for a, b in pairs])
    names = pd.Index(park["Participants"]["participant"])
    group = dict(zip(names, groups(names, park), strict=True))
    neighbours = {name: {name} for name in names}
    for a, b in pairs:
        neighbours[f"p{a:02}"].add(f"p{b:02}")
        neighbours[f"p{b:02}"].add(f"p{a:02}")
    for name in names:
        reached, fresh = set(), {name}
        while fresh:
            reached |= fresh
            fresh = set().union(*(neighbours[one] for one in fresh)) - reached
        assert {other for other in names if group[other] == group[name]} == reached
    assert np.unique(list(group.values())).size == len(
        {frozenset(v for v in names if group[v] == g) for g in group.values()}
    )


@pytest.mark.parametrize("sheet", ["Pipelines", "TruckRoutes"])
def test_an_unknown_name_joins_nobody(sheet):
    row = {"from": "a", "to": "nobody", "commodity": "ash", "status": "optional", "vehicle": "van"}
    tables, _ = park_tables(Participants=[{"participant": "a", "kind": "industry"}], **{sheet: [row]})
    assert islands(Park(tables)) == []
