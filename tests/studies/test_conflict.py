"""Which rows cannot hold together: each set found is the one worked out by hand, and none of it can be spared."""

import math
import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from park_from import make_park
from parks import SOLVED, demand, pipe
from sidestream.park import Park
from sidestream.solver.highs import Answer
from sidestream.studies import conflict
from sidestream.studies.bans import liftable
from sidestream.studies.conflict import conflicts
from sidestream.studies.hard_rows import hard_row
from sidestream.studies.repair import works
from studies.contradictions import CONTRADICTIONS, contradicted, steam

MORE = int(os.environ.get("EXAMPLES", "0"))


def places(park, clash):
    return {hard_row(park, cell).place for cell in clash.cells}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_what_clashes_by_hand(name):
    park = make_park(**CONTRADICTIONS[name].sheets())
    found, every = conflicts(park)

    assert sorted(map(sorted, (places(park, clash) for clash in found))) == sorted(
        map(sorted, CONTRADICTIONS[name].clashes)
    )
    assert every
    assert all(clash.irreducible for clash in found)


@pytest.mark.parametrize("name", ["steiner_tree", "cap_on_co2", "required_built_and_forbidden"])
def test_where_all_holds_nothing_clashes(name):
    assert conflicts(make_park(**SOLVED[name].sheets())) == ([], True)


def two_pipes():
    """One of two forbidden pipes is needed for the shop, and each of them for nothing else."""
    sheets = steam(demand("mill", "steam", 60), demand("shop", "steam", 60))
    sheets["Pipelines"] = [
        pipe("plant", "mill", "steam"),
        pipe("mill", "shop", "steam", "forbidden") | {"payer": "shop"},
        pipe("plant", "shop", "steam", "forbidden"),
    ]
    return sheets


def test_a_forbidden_link_that_would_not_help_is_no_part_of_it():
    # What the mill receives it would have to use itself.
    park = make_park(**two_pipes())
    (found,), every = conflicts(park)

    assert places(park, found) == {"Demands!D3", "Pipelines!E4"}
    assert every


def test_a_forbidden_link_that_could_not_be_built_as_it_stands_is_no_part_of_it():
    sheets = two_pipes()
    sheets["Pipelines"][2] |= {"yearly_cost": None, "capacity": None, "unit_cost": None}  # neither a size nor an offer
    park = make_park(**sheets)
    (found,), _ = conflicts(park)

    assert places(park, found) == {"Demands!D3"}


def stopped_after(monkeypatch, count):
    """Rows are let go so many times, and then there is no time left."""
    solve, made = conflict.solve, []

    def once_more(*what):
        made.append(what)
        return solve(*what) if len(made) <= count else Answer("stopped")

    monkeypatch.setattr(conflict, "solve", once_more)


def test_stopped_on_the_way_it_says_how_far_it_got(monkeypatch):
    # One of three rows is let go, and the others can hold: it is needed. Of the other two it is not known.
    park = make_park(**CONTRADICTIONS["two_required_pipes_and_money_for_one"].sheets())
    stopped_after(monkeypatch, 1)
    (part,), _ = conflicts(park)

    assert part.needed == 1
    assert not part.irreducible
    assert places(park, part) == {"Limits!D2", "Pipelines!E2", "Pipelines!E3"}


def test_stopped_at_once_all_that_clashes_is_told(monkeypatch):
    park = make_park(**CONTRADICTIONS["two_required_pipes_and_money_for_one"].sheets())
    stopped_after(monkeypatch, 0)
    (part,), _ = conflicts(park)

    assert part.needed == 0
    assert {"Limits!D2", "Pipelines!E2", "Pipelines!E3"} <= places(park, part)


@pytest.mark.parametrize("how", [{"seconds": 0.0}, {"wish": lambda: True}])
def test_without_time_it_does_not_know(how):
    assert conflicts(make_park(**CONTRADICTIONS["two_who_share"].sheets()), **how) == ([], False)


# Any park ------------------------------------------------------------------------------------------------------------


FREED = {
    *(("Demands", "quantity"), ("Supplies", "quantity"), ("Limits", "least"), ("Limits", "most")),
    *(("Pipelines", "status"), ("TruckRoutes", "status")),
}
"""What `only` can take away of what must be; what gates, storages, fleets and steady pipes ask for it cannot."""


def only(park, held):
    """The park in which nothing must be but what these cells say, and every other forbidden link that can be may be."""
    tables = dict(park.typed)
    may_be = liftable(park)

    def free(sheet, column):
        frame = tables[sheet].frame
        return ~frame.index.isin([row for one, what, row in held if (one, what) == (sheet, column)])

    def give(sheet, column, where, word):
        frame = tables[sheet].frame
        tables[sheet] = replace(tables[sheet], frame=frame.assign(**{column: frame[column].mask(where, word)}))

    needs = tables["Demands"].frame
    soft = free("Demands", "quantity") & (needs["if_not_served"] == "must serve")
    give("Demands", "shortage_cost", soft, 0.0)
    give("Demands", "if_not_served", soft, "go without")
    give(
        "Supplies",
        "if_not_taken",
        free("Supplies", "quantity") & (park["Supplies"]["if_not_taken"] == "must go"),
        "leave",
    )
    for side in ("least", "most"):
        give("Limits", side, free("Limits", side), math.nan)
    for sheet in ("Pipelines", "TruckRoutes"):
        status, link = park[sheet]["status"], park[sheet]["link"]
        bound = status.isin(["required", "built"]) | ((status == "forbidden") & link.isin(may_be))
        give(sheet, "status", free(sheet, "status") & bound, "optional")
    return Park(tables)


@settings(
    max_examples=2 * max(1, MORE),
    derandomize=not MORE,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
@given(contradicted())
def test_what_clashes_does_and_with_any_one_row_less_does_not(park):
    assume(not works(park))
    found, every = conflicts(park)

    assert every
    assert found
    assume(all((sheet, column) in FREED for clash in found for sheet, column, *_ in clash.cells))
    for clash in found:
        assert not works(only(park, clash.cells))
        for cell in clash.cells:
            assert works(only(park, [other for other in clash.cells if other != cell]))
    assert works(only(park, set(hard_cells(park)) - {cell for clash in found for cell in clash.cells}))


def hard_cells(park):
    """Every cell that says that something must be."""
    for sheet, column, choice, words in (
        ("Demands", "quantity", "if_not_served", ["must serve"]),
        ("Supplies", "quantity", "if_not_taken", ["must go"]),
        ("Pipelines", "status", "status", ["required", "built", "forbidden"]),
        ("TruckRoutes", "status", "status", ["required", "built", "forbidden"]),
    ):
        rows = park[sheet].index[park[sheet][choice].isin(words)]
        yield from ((sheet, column, row) for row in rows.tolist())
    for side in ("least", "most"):
        yield from (("Limits", side, row) for row in park["Limits"].index[park["Limits"][side].notna()].tolist())
