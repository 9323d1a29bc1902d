"""Who may be joined, who must be, and what it costs two to begin with each other."""

from __future__ import annotations

from typing import Any

from parks.limits import two_givers
from parks.rows import commodity, demand, pipe, sites, supply
from parks.solved import Sheets, solved


def related(a: str, b: str, status: str = "allowed", **more: Any) -> dict[str, Any]:
    """A row of Relations; what it costs to set up lasts 10 years."""
    return {"a": a, "b": b, "status": status, **({"life": 10} if "set_up_cost" in more else {}), **more}


def givers(*relations: dict[str, Any]) -> Sheets:
    """`two_givers`, undiscounted: with both pipes for 100 and 150 a year nothing of the 100 t has to be bought at 10."""
    return two_givers() | {"Settings": {"discount_rate": 0}, "Relations": list(relations)}


@solved(design=500, today=1_000, built="a-c")
def two_who_may_not_be_joined() -> Sheets:
    # Without b: 100, and 40 t bought.
    return givers(related("c", "b", "forbidden"))


@solved(design=500, today=0, built="a-c")
def two_who_may_not_be_joined_any_more() -> Sheets:
    # What comes from b by an existing pipe today, all of 60 t, a has to bring: 500 for the pipe.
    sheets = givers(related("b", "c", "forbidden"))
    sheets["Demands"] = [demand("c", "ash", 60, virgin_price=10)]
    sheets["Pipelines"] = [pipe("a", "c", "ash", yearly_cost=500), pipe("b", "c", "ash", "existing")]
    return sheets


@solved(design=350, today=1_000, built="a-c b-c")
def setting_up_what_pays() -> Sheets:
    # 1,000 EUR over 10 years: 100 a year on top of 250. Without b it would be 500.
    return givers(related("b", "c", set_up_cost=1_000))


@solved(design=500, today=1_000, built="a-c")
def setting_up_what_does_not_pay() -> Sheets:
    # 3,000 EUR are 300 a year: 550 with b, 500 without.
    return givers(related("b", "c", set_up_cost=3_000))


@solved(design=250, today=1_000, built="a-c b-c")
def one_owner_sets_up_nothing() -> Sheets:
    return givers(related("b", "c", set_up_cost=3_000, same_owner="yes"))


@solved(design=470, today=500, built="b-c")
def who_is_joined_already_sets_up_nothing() -> Sheets:
    # An old pipe from b brings 50 t at 4, and 50 t are bought at 6: 500. Another one brings all 60 t for 230 a year, and
    # nobody sets up what there is: 230, and 40 t at 6.
    sheets = givers(related("b", "c", set_up_cost=3_000))
    sheets["Demands"] = [demand("c", "ash", 100, virgin_price=6)]
    sheets["Pipelines"] = [
        pipe("b", "c", "ash", "existing", capacity=50, capacity_unit="t/a", unit_cost=4) | {"link": "old"},
        pipe("b", "c", "ash", yearly_cost=230),
    ]
    return sheets


@solved(design=60, today=200, built="a-b b-a")
def set_up_once_for_both_ways() -> Sheets:
    # a's ash for b, b's mud for a: each saves 100, each pipe costs 10. 400 EUR once for both: 40 a year.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("a", "b"),
        "Commodities": [commodity("ash"), commodity("mud")],
        "Supplies": [supply("a", "ash", 10), supply("b", "mud", 10)],
        "Demands": [demand("b", "ash", 10, virgin_price=10), demand("a", "mud", 10, virgin_price=10)],
        "Pipelines": [pipe("a", "b", "ash", yearly_cost=10), pipe("b", "a", "mud", yearly_cost=10)],
        "Relations": [related("b", "a", set_up_cost=400)],
    }


@solved(design=1_000, today=600, built="b-c")
def two_who_must_be_joined() -> Sheets:
    # 60 t at 10 are 600, and the pipe costs 900: it would not be laid. It must be, and costs 1,000 EUR to begin with.
    sheets = givers(related("b", "c", "required", set_up_cost=1_000))
    sheets["Demands"] = [demand("c", "ash", 60, virgin_price=10)]
    sheets["Pipelines"] = [pipe("b", "c", "ash", yearly_cost=900)]
    return sheets


@solved(design=0, today=0, built="b-c")
def two_who_must_be_joined_by_a_pipe_that_carries_nothing() -> Sheets:
    # Nothing is needed, and the pipe costs nothing: it is there all the same.
    sheets = givers(related("b", "c", "required"))
    sheets["Demands"] = [demand("c", "ash", 100, virgin_price=0)]
    sheets["Supplies"] = [supply("b", "ash", 60, provision_cost=1)]
    sheets["Pipelines"] = [pipe("b", "c", "ash")]
    return sheets


@solved(design=600, today=1_000, built="a-c")
def money_for_relations_is_limited() -> Sheets:
    # Both begin with c for 1,000 EUR each, 100 a year: 450 in all. But 1,500 EUR may be invested: a alone, 100 + 100, and 40 t
    # are bought at 10.
    sheets = givers(related("a", "c", set_up_cost=1_000), related("b", "c", set_up_cost=1_000))
    sheets["Limits"] = [{"on": "investment", "most": 1_500, "unit": "EUR", "per": "once"}]
    return sheets


@solved(design=600, today=1_000, built="a-c")
def a_relation_that_is_limited_by_its_account() -> Sheets:
    # Relations may cost 150 a year, of both 200: a alone, 100 + 100, and 40 t bought at 10.
    sheets = givers(related("a", "c", set_up_cost=1_000), related("b", "c", set_up_cost=1_000))
    sheets["Limits"] = [{"on": "cost", "key": "relations", "most": 150, "unit": "EUR"}]
    return sheets
