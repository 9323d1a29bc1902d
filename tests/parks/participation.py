"""Is anybody worse off? Small parks in which firms are asked, for each way of paying: sheets without `payments`."""

from __future__ import annotations

from typing import Any

from parks.rows import commodity, demand, pipe, plant, rate, sites, supply
from parks.solved import Sheets


def asking(sheets: Sheets, payments: str | None, **settings: Any) -> Sheets:
    """The same park with its firms asked."""
    return {**sheets, "Settings": {**sheets["Settings"], "payments": payments, **settings}}


def with_firms(sheets: Sheets, **firms: dict[str, Any]) -> Sheets:
    """The same park with more said of some participants."""
    rows = [{**row, **firms.get(row["participant"], {})} for row in sheets["Participants"]]
    return {**sheets, "Participants": rows}


def giver_pays() -> Sheets:
    """A pipe that is good for the two and bad for who pays it."""
    # Today the plant disposes of 50 t for 1 EUR/t = 50, the mill buys 40 t for 25 = 1,000: 1,050.
    # With the pipe (300 EUR/a, all the plant's) the plant pays 10 * 1 + 300 = 310, 260 more; the mill nothing, 1,000 less.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("gypsum")],
        "Supplies": [supply("plant", "gypsum", 50, disposal_cost=1)],
        "Demands": [demand("mill", "gypsum", 40, virgin_price=25)],
        "Pipelines": [pipe("plant", "mill", "gypsum", yearly_cost=300, payer="giver")],
    }


def by_way_of_a_junction() -> Sheets:
    """The same over a valve: plant-valve for 200, valve-mill for 100, both the plant's."""
    return {
        **giver_pays(),
        "Participants": sites("plant", "mill", junctions="valve"),
        "Pipelines": [
            pipe("plant", "valve", "gypsum", yearly_cost=200, payer="giver"),
            pipe("valve", "mill", "gypsum", yearly_cost=100, payer="plant"),
        ],
    }


def money_round_three() -> Sheets:
    """The dyer sends water to the works, the works sand to the mill; who gains and who loses have no link between them."""
    # plant -> works: water. The plant pays 100 EUR/a for the pipe, the works saves 40 * 1 = 40: the two lose 60.
    # works -> mill: sand, by a pipe that is free for the works; the mill saves 50 * 10 = 500. But the sand needs room in
    # the plant's yard: it can be sent only where the water is, as both are `required` together (Limits are not needed:
    # the water pipe is required).
    # Today: works 40, mill 500: 540. Design: the plant 100: all together gain 540 - 100 = 440.
    # none: the plant is 100 worse off. along links: the works can pay 40 of its own, not the mill's: the plant stays 60
    # worse off. free: the mill pays.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "works", "mill"),
        "Commodities": [commodity("water", medium="water"), commodity("sand")],
        "Supplies": [supply("plant", "water", 40), supply("works", "sand", 50)],
        "Demands": [demand("works", "water", 40, virgin_price=1), demand("mill", "sand", 50, virgin_price=10)],
        "Pipelines": [
            pipe("plant", "works", "water", yearly_cost=100, payer="giver", status="required"),
            pipe("works", "mill", "sand"),
        ],
    }


def two_rates() -> Sheets:
    """A pipe of 10,000 EUR that lasts 2 years, the plant's, and saves the plant 6,000 EUR/a: two thirds are taken back by
    rates of interest above 13 %.
    """
    # At 10 % it costs 10,000 * 0.121 / 0.21 = 5,761.90 EUR/a, at 15 % 10,000 * 0.15 * 1.3225 / 0.3225 = 6,151.16.
    return {
        "Settings": {"discount_rate": 10},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("gypsum")],
        "Supplies": [supply("plant", "gypsum", 100, disposal_cost=60)],
        "Demands": [demand("mill", "gypsum", 100, virgin_price=0)],
        "Pipelines": [pipe("plant", "mill", "gypsum", investment=10_000, life=2, payer="giver")],
    }


def two_sites_one_purse() -> Sheets:
    """giver_pays, where plant and mill are one firm."""
    return with_firms(giver_pays(), plant={"company": "Both plc"}, mill={"company": "Both plc"})


def passed_on(**works: Any) -> Sheets:
    """The farm's straw becomes pellets at the works, which the mill burns: the farm has to be paid out of what the mill pays."""
    # Straw costs the farm 5 EUR/t to bale, 20 t: 100 EUR/a. The works presses it into 20 t of pellets, at no cost. The mill
    # buys 20 t of pellets at 30 EUR/t = 600 today. Design: 100; all together gain 500.
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("farm", "works", "mill"),
        "Commodities": [commodity("straw"), commodity("pellets")],
        "Supplies": [supply("farm", "straw", 20, provision_cost=5)],
        "Demands": [demand("mill", "pellets", 20, virgin_price=30)],
        "Conversions": [plant("press", "works", 20, status="existing", **works)],
        "ConversionRates": [rate("press", "straw", -1, "links only"), rate("press", "pellets", 1, "leave")],
        "Pipelines": [pipe("farm", "works", "straw"), pipe("works", "mill", "pellets")],
    }
