"""What is kept from one period for a later one: own goods or arrivals, how much, how often, and what is lost of it."""

from __future__ import annotations

from typing import Any

from parks.rows import commodity, demand, halves, pipe, sites, store, supply
from parks.solved import Sheets, solved


def summer_for_winter(investment: float) -> Sheets:
    """50 t of ash in each half and a need of 100 t in winter; a silo of 40 t that keeps four fifths of what is put in."""
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 100, disposal_cost=10)],
        "Demands": [demand("mill", "ash", 100, virgin_price=30, profile="cold")],
        "Storages": [
            store("silo", "plant", "ash", 40, "own", investment=investment)
            | {"in_cost": 1, "out_cost": 2, "in_efficiency": 80}
        ],
        "Pipelines": [pipe("plant", "mill", "ash", "existing")],
        **halves(cold=(2, 0)),
    }


@solved(design=1_030, today=2_000, facilities="storage silo")
def silo_that_pays() -> Sheets:
    # Today 50 t are bought in winter and 50 disposed of in summer: 1,500 + 500. In summer 50 t are put in for 50, 40 stay
    # and 10 are lost, disposed of at 10 = 100; next winter they come out for 80, and 10 t are bought = 300. The silo: 500.
    # A silo that began the year empty would have nothing for winter.
    return summer_for_winter(5_000)


@solved(design=2_000, today=2_000)
def silo_that_does_not_pay() -> Sheets:
    # Without the silo's cost 530: it saves 1,470 and costs 1,500.
    return summer_for_winter(15_000)


@solved(design=800, today=3_000, built="plant-mill", facilities="storage tank")
def arrivals_behind_a_thin_pipe() -> Sheets:
    # A pipe of 100 t/a brings 50 t in each half, all the mill needs is 100 t in winter. The tank at the mill lets out
    # 80 t/a, 40 in winter: 10 t are bought = 300; pipe 200 and tank 300. A heap at the plant, or for what the mill has of
    # its own, is cheap and of no use.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("brine", medium="slurry")],
        "Supplies": [supply("plant", "brine", 200)],
        "Demands": [demand("mill", "brine", 100, virgin_price=30, profile="cold")],
        "Storages": [
            store("tank", "mill", "brine", 60, "arrivals", investment=3_000, out_limit=80, limit_unit="t/a"),
            store("heap", "plant", "brine", 100, "own", investment=10),
            store("heap", "mill", "brine", 100, "own", investment=10),
        ],
        "Pipelines": [pipe("plant", "mill", "brine", yearly_cost=200, capacity=100, capacity_unit="t/a")],
        **halves(cold=(2, 0)),
    }


def days(hours: float, repeats: float, **tank: Any) -> Sheets:
    """Heat that comes by day and is needed by night, 1 MWh each time; a tank, and an existing pipe."""
    year = 2 * hours * repeats
    cycle = {"hours": year / 2, "cycle": "day and night", "repeats": repeats}
    return {
        "Settings": {"discount_rate": 0, "hours_per_year": year},
        "Participants": sites("sun", "town"),
        "Commodities": [commodity("heat", "MWh", "hot water", vanishes="yes")],
        "Supplies": [supply("sun", "heat", repeats, unit="MWh/a", profile="day")],
        "Demands": [demand("town", "heat", repeats, virgin_price=50, unit="MWh/a", profile="night")],
        "Storages": [store("tank", "sun", "heat", **tank)],
        "Periods": [{"period": "day", **cycle}, {"period": "night", **cycle}],
        "Profiles": [{"period": "day", "day": 2, "night": 0}, {"period": "night", "day": 0, "night": 2}],
        "Pipelines": [pipe("sun", "town", "heat", "existing")],
    }


@solved(design=8_300, today=18_250, facilities="storage tank")
def tank_that_is_filled_every_day() -> Sheets:
    # 0.6 MWh on each of 365 days: 219 of 365 MWh need not be bought at 50. (365 - 219) * 50 + 1,000.
    return days(12, 365, capacity=0.6, keeps="own", investment=10_000)


@solved(design=150_000 - 75_000 + 1_000, today=150_000, facilities="storage tank")
def tank_that_cools() -> Sheets:
    # Of the MWh that is there at the end of an hour of day 50 % is left after the hour of night, and comes out then:
    # 3,000 times half a MWh for 50. What is lost vanishes.
    return days(1, 3_000, capacity=1, keeps="own", investment=10_000, standing_loss=50)


@solved(design=5_000, today=5_000)
def leaky_tank_is_no_dump() -> Sheets:
    # A tank for 10 a year that loses nearly all that is put in, by and by. What is lost costs 50 as what is disposed of.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("brine", medium="slurry")],
        "Supplies": [supply("plant", "brine", 100, disposal_cost=50)],
        "Storages": [
            store("tank", "plant", "brine", 1_000, "own", investment=100, standing_loss=10, in_efficiency=50)
            | {"size": size, "out_efficiency": out}
            for size, out in (("leaky", 50), ("tight", 100))
        ],
        **halves(),
    }


@solved(design=2_300, today=2_300)
def levels_at_the_ends_of_the_year() -> Sheets:
    # Ash: 30 t at the beginning, 10 at the end: 20 come out, 10 from the plant, 70 of 100 are bought at 30 = 2,100.
    # Oil: 30 t at the beginning, whatever is left at the end: 30 come out, 10 from the plant, 10 of 50 at 10 = 100.
    # Sand: empty at the beginning, 20 t at the end: of 50 t 20 are kept and 30 go to the mill, which buys 10 at 10 = 100.
    return {
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity(name) for name in ("ash", "oil", "sand")],
        "Supplies": [
            supply("plant", "ash", 10),
            supply("plant", "oil", 10),
            supply("plant", "sand", 50, disposal_cost=5),
        ],
        "Demands": [
            demand("mill", "ash", 100, virgin_price=30),
            demand("mill", "oil", 50, virgin_price=10),
            demand("mill", "sand", 40, virgin_price=10),
        ],
        "Storages": [
            store("silo", "mill", "ash", 50, "arrivals", "existing", start_level=30, end_level=10),
            store("tank", "mill", "oil", 50, "arrivals", "existing", start_level=30),
            store("heap", "plant", "sand", 50, "own", "existing", end_level=20),
        ],
        "Pipelines": [pipe("plant", "mill", "ash; oil; sand", "existing")],
        **halves(),
    }


def dealer(middle: list[dict[str, Any]], keeps: str | None) -> Sheets:
    """Brine in summer, a need for it in winter, and a dealer with a tank between them; two pipes of 100 EUR/a each."""
    return {
        "Settings": {"discount_rate": 0},
        "Participants": middle,
        "Commodities": [commodity("brine", medium="slurry")],
        "Supplies": [supply("plant", "brine", 100, profile="warm")],
        "Demands": [demand("mill", "brine", 100, virgin_price=30, profile="cold")],
        "Storages": [store("tank", "dealer", "brine", 100, keeps, investment=5_000)],
        "Pipelines": [
            pipe("plant", "dealer", "brine", yearly_cost=100),
            pipe("dealer", "mill", "brine", yearly_cost=100),
        ],
        **halves(cold=(2, 0), warm=(0, 2)),
    }


@solved(design=700, today=3_000, built="plant-dealer dealer-mill", facilities="storage tank")
def dealer_who_passes_on_and_keeps() -> Sheets:
    # All 100 t wait at the dealer for winter: two pipes and 500 for the tank.
    return dealer(sites("plant", "mill", passing_on="dealer"), None)


@solved(design=3_000, today=3_000)
def dealer_who_keeps_arrivals_for_himself() -> Sheets:
    # What arrives is for the dealer's own use, tank or not.
    return dealer(sites("plant", "dealer", "mill"), "arrivals")


@solved(design=200, today=None, facilities="storage silo", short_today=50)
def what_must_go_waits() -> Sheets:
    # 50 t of ash must go, in winter; they are needed in summer. Only the silo, for 200, makes that possible. In winter it
    # takes up 100 t/a = 50 t.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 50, if_not_taken="must go", profile="cold")],
        "Demands": [demand("mill", "ash", 50, virgin_price=10, profile="warm")],
        "Storages": [store("silo", "plant", "ash", 50, "own", investment=2_000, in_limit=100, limit_unit="t/a")],
        "Pipelines": [pipe("plant", "mill", "ash", "existing")],
        **halves(cold=(2, 0), warm=(0, 2)),
    }
