"""Who passes on, and what never enters a link."""

from __future__ import annotations

from typing import Any

from parks.rows import commodity, demand, pipe, sites, supply
from parks.solved import Sheets, solved


def chain(middle: list[dict[str, Any]]) -> Sheets:
    """A plant, somebody in the middle, and a mill; two pipes of 100 EUR/a each."""
    return {
        "Participants": middle,
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 100, disposal_cost=10)],
        "Demands": [demand("mill", "ash", 100, virgin_price=50)],
        "Pipelines": [
            pipe("plant", "dealer", "ash", yearly_cost=100),
            pipe("dealer", "mill", "ash", yearly_cost=100),
        ],
    }


@solved(design=6_000, today=6_000)
def firm_does_not_resell() -> Sheets:
    # What the dealer receives it would have to use itself: 100 * 10 disposed and 100 * 50 bought, as today.
    return chain(sites("plant", "dealer", "mill"))


@solved(design=200, today=6_000, built="plant-dealer dealer-mill")
def firm_that_passes_on() -> Sheets:
    # All 100 t go through, for two pipes of 100.
    return chain(sites("plant", "mill", passing_on="dealer"))


@solved(design=11_050, today=11_050)
def contracts_are_not_shopped_around() -> Sheets:
    # cheap buys 10 t at 5 and disposes of 10 t at 1; dear buys 100 t at 50 and disposes of 100 t of dust at 60. Free
    # pipes both ways do not give dear the other's contracts: 10 * 5 + 100 * 50 + 100 * 60 = 11,050, dust at cheap: none.
    return {
        "Participants": sites("cheap", "dear"),
        "Commodities": [commodity("sand"), commodity("dust")],
        "Supplies": [supply("dear", "dust", 100, disposal_cost=60), supply("cheap", "dust", 0, disposal_cost=1)],
        "Demands": [demand("cheap", "sand", 10, virgin_price=5), demand("dear", "sand", 100, virgin_price=50)],
        "Pipelines": [pipe("cheap", "dear", "sand", two_way="yes"), pipe("dear", "cheap", "dust", two_way="yes")],
    }


@solved(design=200, today=5_000, built="spring-town town-farm")
def need_beyond_the_next_site() -> Sheets:
    # 10 t for the town and 90 t for the farm behind it, bought at 50 today: 5,000. Two pipes of 100 bring it all.
    # A pipe to the town held to the town's own 10 t would leave 100 + 90 * 50 = 4,600.
    return {
        "Participants": sites("spring", "farm", passing_on="town"),
        "Commodities": [commodity("water", medium="water")],
        "Supplies": [supply("spring", "water", 100)],
        "Demands": [demand("town", "water", 10, virgin_price=50), demand("farm", "water", 90, virgin_price=50)],
        "Pipelines": [
            pipe("spring", "town", "water", yearly_cost=100),
            pipe("town", "farm", "water", yearly_cost=100),
        ],
    }
