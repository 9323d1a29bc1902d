"""Parks in which the answer for a pipe turns with a price or a volume, worked out by hand."""

from __future__ import annotations

from park_from import make_park
from parks.rows import commodity, demand, pipe, sites, supply


def small_or_large(available=60):
    """A small pipe of 50 t for 300 a year or a large one of 200 t for 900, each tonne spares 10: below 30 t neither pays, up to
    110 t the small one does (10 * 50 - 300 = 200 = 10 * 110 - 900), above that the large one, and from 230 t on both
    (10 * 200 - 900 = 1,100 = 10 * 230 - 1,200).
    """
    own = {"capacity_unit": "t/a"}
    return make_park(
        Settings={"discount_rate": 0},
        Participants=sites("plant", "mill"),
        Commodities=[commodity("ash", medium="slurry")],
        Supplies=[supply("plant", "ash", available)],
        Demands=[demand("mill", "ash", 1_000, 10)],
        Pipelines=[
            pipe("plant", "mill", "ash", link="small", yearly_cost=300, capacity=50, **own),
            pipe("plant", "mill", "ash", link="large", yearly_cost=900, capacity=200, **own),
        ],
    )


def greener_and_greenest(**settings):
    """A tonne is bought for 100 and 1 t of CO2, or comes from the near plant for 110 and half a tonne, or from the far one for 140
    and none: near from 20 EUR/t on, far from 60 on.
    """
    return make_park(
        Settings={"discount_rate": 0, **settings},
        Participants=sites("near plant", "far plant", "mill"),
        Commodities=[commodity("ash")],
        Supplies=[supply("near plant", "ash", 1, provision_co2=500), supply("far plant", "ash", 1)],
        Demands=[demand("mill", "ash", 1, 100, virgin_co2=1_000)],
        Pipelines=[
            pipe("near plant", "mill", "ash", link="near", yearly_cost=110),
            pipe("far plant", "mill", "ash", link="far", yearly_cost=140),
        ],
    )


def merit_order(needed, **more):
    """Heat from a for 3 EUR/MWh, 60 MWh, and from b for 5, 40 MWh; bought for 9."""
    rate = {"unit": "MWh/a"}
    return make_park(
        Settings={"discount_rate": 0},
        Participants=sites("a", "b", "mill"),
        Commodities=[commodity("heat", "MWh", "hot water")],
        Supplies=[
            supply("a", "heat", 60, provision_cost=3, **rate),
            supply("b", "heat", 40, provision_cost=5, **rate),
        ],
        Demands=[demand("mill", "heat", needed, 9, **rate)],
        Pipelines=[pipe(giver, "mill", "heat", status="existing") for giver in ("a", "b")],
        **more,
    )


def two_pipes_of_one_size():
    """Two pipes of 1 km in a size of 10 EUR/m over 10 years: 1,000 EUR/a each; one spares 1,500, the other 1,100."""
    return make_park(
        Settings={"discount_rate": 0},
        Participants=sites("plant", "mill"),
        Commodities=[commodity("ash", medium="slurry"), commodity("mud", medium="slurry")],
        Supplies=[supply("plant", "ash", 10), supply("plant", "mud", 10)],
        Demands=[demand("mill", "ash", 10, 150), demand("mill", "mud", 10, 110)],
        PipeSizes=[
            {"size": "S50", "medium": "slurry", "capacity": 50, "capacity_unit": "t/a", "pipe_cost": 10, "life": 10}
        ],
        Pipelines=[pipe("plant", "mill", what, link=what, sizes="S50", length=1) for what in ("ash", "mud")],
    )
