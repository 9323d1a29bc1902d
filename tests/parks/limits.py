"""What Limits hold: money and CO2, at most and at least."""

from __future__ import annotations

from typing import Any

from parks.rows import commodity, demand, halves, pipe, sites, supply
from parks.solved import Sheets, solved


@solved(design=650, today=1_100, built="c-d")
def money_for_one_pipe_only() -> Sheets:
    # a-b: 1,000 EUR over 10 a = 100, saves 500. c-d: 1,500 EUR = 150, saves 600. Both would cost 2,500 EUR; with
    # 1,500 EUR to invest c-d alone is best: 500 + 150.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites(*"abcd"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("a", "ash", 50), supply("c", "ash", 60)],
        "Demands": [demand("b", "ash", 50, virgin_price=10), demand("d", "ash", 60, virgin_price=10)],
        "Pipelines": [
            pipe("a", "b", "ash", investment=1_000, life=10),
            pipe("c", "d", "ash", investment=1_500, life=10),
        ],
        "Limits": [{"on": "investment", "most": 1_500, "unit": "EUR", "per": "once"}],
    }


@solved(design=1_800, today=1_000, built="plant-mill")
def cap_on_co2() -> Sheets:
    # 100 t bought at 10 and 100 kg each: 10 t of CO2 today. 2 t are allowed: 20 t may be bought, 80 t are carried at
    # 20 a tonne: 200 + 1,600.
    return {
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 100)],
        "Demands": [demand("mill", "ash", 100, virgin_price=10, virgin_co2=100)],
        "Pipelines": [pipe("plant", "mill", "ash", unit_cost=20)],
        "Limits": [{"on": "impact", "key": "co2", "most": 2_000, "unit": "kg", "per": "year"}],
    }


def two_givers(**limit: Any) -> Sheets:
    """60 t at a and at b for the 100 t that c needs, bought at 10; a's pipe costs 100 a year, b's 150."""
    return {
        "Participants": sites(*"abcd"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("a", "ash", 60), supply("b", "ash", 60)],
        "Demands": [demand("c", "ash", 100, virgin_price=10)],
        "Pipelines": [pipe("a", "c", "ash", yearly_cost=100), pipe("b", "c", "ash", yearly_cost=150)],
        "Limits": [limit] if limit else [],
    }


@solved(design=250, today=1_000, built="a-c b-c")
def two_givers_are_cheapest() -> Sheets:
    # Both pipes: 250 a year, and nothing is bought.
    return two_givers()


@solved(design=500, today=1_000, built="a-c")
def one_partner_at_most() -> Sheets:
    # a's pipe alone: 100, and 40 t bought at 10. With b's alone it would be 150 + 400.
    return two_givers(on="partners", key="c", most=1)


@solved(design=500, today=1_000, built="a-c")
def one_partner_at_most_for_everybody() -> Sheets:
    # As before: c is joined with one, a with c, and b and d with nobody.
    return two_givers(on="partners", most=1)


@solved(design=1_100, today=1_000, built="a-c b-c")
def two_partners_at_least() -> Sheets:
    # b's pipe alone: 500, and 40 t bought at 10: 900. Two partners are asked for: both pipes, 600 + 500.
    sheets = two_givers(on="partners", key="c", least=2)
    sheets["Pipelines"] = [pipe("a", "c", "ash", yearly_cost=600), pipe("b", "c", "ash", yearly_cost=500)]
    return sheets


@solved(design=150, today=0, built="b-c")
def an_existing_link_is_a_partner_too_many_only_if_it_carries() -> Sheets:
    # a's pipe is there and would bring the 60 t that c needs for nothing. But c may have one partner, and b must be joined:
    # b brings them for 150 a year, and a's pipe lies idle.
    sheets = two_givers(on="partners", key="c", most=1)
    sheets["Demands"] = [demand("c", "ash", 60, virgin_price=10)]
    sheets["Pipelines"] = [pipe("a", "c", "ash", "existing"), pipe("b", "c", "ash", "required", yearly_cost=150)]
    return sheets


@solved(design=450, today=600, built="a-c")
def half_of_what_comes_from_one_giver() -> Sheets:
    # 60 t are needed. a may deliver half of what comes by links and is bought: 30 t for its pipe of 150, and 30 t are bought
    # at 10: 450. The other 30 t from b would cost 500 instead of 300.
    sheets = two_givers(on="supplier share", key="c, ash", most=50, unit="%")
    sheets["Demands"] = [demand("c", "ash", 60, virgin_price=10)]
    sheets["Pipelines"] = [pipe("a", "c", "ash", yearly_cost=150), pipe("b", "c", "ash", yearly_cost=500)]
    return sheets


@solved(design=250, today=1_000, built="a-c b-c")
def half_each_from_two_givers() -> Sheets:
    # 50 t from each keep the share, at the cost of both pipes.
    return two_givers(on="supplier share", key="c, ash", most=50, unit="%")


@solved(design=550, today=1_200, built="a-c b-c")
def a_share_in_each_period() -> Sheets:
    # 50 t are needed in winter and in summer. b has its 60 t in summer only, so in winter a may deliver 25 t, and 25 t are
    # bought at 12: 300. In summer 25 t come from each: 250 for the pipes.
    sheets = two_givers(on="supplier share", key="c, ash", most=50, unit="%", per="period")
    sheets |= halves(late=(0, 2))
    sheets["Supplies"][1]["profile"] = "late"
    sheets["Demands"] = [demand("c", "ash", 100, virgin_price=12)]
    return sheets | {"Pipelines": [pipe("a", "c", "ash", yearly_cost=100), pipe("b", "c", "ash", yearly_cost=150)]}


@solved(design=500, today=1_000, built="a-c")
def cap_on_what_arrives() -> Sheets:
    # 70 t may arrive: with a's pipe 60 do, 100 + 400. With both 70 do: 250 + 300.
    return two_givers(on="throughput", key="c", most=70, unit="t")


@solved(design=450, today=1_000, built="a-c b-c")
def cap_on_what_a_link_carries() -> Sheets:
    # 10 kg an hour are 87.6 t/a: no limit to the 60 t of a. But b may send 20 t/a, 0.02 kt: 250 for both pipes, and 20 t
    # bought at 10.
    sheets = two_givers(on="throughput", key="b-c", most=0.02, unit="kt/a")
    sheets["Limits"].append({"on": "throughput", "key": "a-c", "most": 10, "unit": "kg/h", "per": "period"})
    return sheets


@solved(design=400, today=300, built="a-c")
def floor_on_what_arrives() -> Sheets:
    # Bought at 3 the 60 t of a pipe are worth 180: neither pays. 50 t have to come by links: a's pipe brings 60 for 280, and
    # 40 t are bought for 120.
    sheets = two_givers(on="throughput", key="c, ash", least=50, unit="t", per="year")
    sheets["Demands"] = [demand("c", "ash", 100, virgin_price=3)]
    sheets["Pipelines"] = [pipe("a", "c", "ash", yearly_cost=280), pipe("b", "c", "ash", yearly_cost=290)]
    return sheets


@solved(design=250, today=1_000, built="a-c b-c")
def cap_on_all_cash() -> Sheets:
    # 250 is the least there is, and keeps 300.
    return two_givers(on="cost", most=300, unit="EUR")


@solved(design=820, today=800, built="b-c")
def cap_on_one_cost() -> Sheets:
    # At 8 a tonne b's pipe (500) saves 60 * 8 = 480: it does not pay. But buying may cost 350 a year: 43.75 t, so 56.25 t
    # come from b, and since they cost nothing to carry all 60 do: 500 + 40 * 8.
    sheets = two_givers(on="cost", key="virgin, c", most=350, unit="EUR", per="year")
    sheets["Demands"] = [demand("c", "ash", 100, virgin_price=8)]
    sheets["Pipelines"] = [pipe("b", "c", "ash", yearly_cost=500)]
    return sheets


@solved(design=100, today=0, built="a-c")
def floor_on_upkeep() -> Sheets:
    # What is bought costs nothing, so no pipe pays. 80 a year are to be spent on their upkeep: the cheaper one is enough.
    sheets = two_givers(on="cost", key="upkeep", least=80, unit="EUR")
    sheets["Demands"] = [demand("c", "ash", 100, virgin_price=0)]
    return sheets


def free_pipe_beside_a_least() -> Sheets:
    """A pipe that costs nothing in two sizes, beside an existing one that is enough, and a least of CO2."""
    # 90 of 440 t come by the old pipe for 30; 350 t are bought at 3. Eight of them or more with 300 kg of CO2 each keep
    # the least of 2.4 t at no cost. Design and today: 30 + 1,050 = 1,080, and nothing is built.
    size = {"medium": "solid", "capacity_unit": "t/a", "pipe_cost": 0}
    return {
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 90, if_not_taken="must go")],
        "Demands": [
            demand("mill", "ash", 80, virgin_price=3, virgin_co2=300),
            demand("mill", "ash", 360, virgin_price=3, name="other"),
        ],
        "PipeSizes": [
            {**size, "size": "small", "capacity": 15, "life": 20},
            {**size, "size": "large", "capacity": 50, "life": 10},
        ],
        "Pipelines": [
            pipe("plant", "mill", "ash", sizes="small; large"),
            pipe("plant", "mill", "ash", "existing", yearly_cost=30) | {"link": "old"},
        ],
        "Limits": [{"on": "impact", "least": 2.4, "unit": "t", "per": "year"}],
    }
