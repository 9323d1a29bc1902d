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


def worse_at_first(plant: float = 0, mill: float = 0, status: str = "optional", **needs: float) -> Sheets:
    """Two years in which the plant pays 1,500 EUR/a for a pipe: it spares it 1,000 in the first, 2,100 in the second."""
    # The plant loses 500 in 2026 and gains 600 in 2027. What a year counts for it: at 0 % half; at 100 % 1/2 and 1/4 EUR at the
    # beginning, which is two thirds and one third. So it gains 300 - 250 = 50 a year at 0 %, and loses 133.33 at 100 %.
    # The mill buys 100 t at 20 in both years (`first`, `second` say otherwise): it gains what that costs.
    # Built in 2027 alone the pipe gives the plant 300 a year at 0 %, 200 at 100 %.
    first, second = needs.get("first", 20), needs.get("second", 20)
    return with_firms(
        {
            "Settings": {"discount_rate": 0},
            "Participants": sites("plant", "mill"),
            "Commodities": [commodity("gypsum")],
            "Supplies": [supply("plant", "gypsum", 100, disposal_cost=10)],
            "Demands": [demand("mill", "gypsum", 100, virgin_price=first)],
            "Pipelines": [pipe("plant", "mill", "gypsum", status, yearly_cost=1_500, payer="giver")],
            "Stages": [
                {"stage": "soon", "start_year": 2026, "years": 1},
                {"stage": "later", "start_year": 2027, "years": 1},
            ],
            "Changes": [
                {"when": "later", "sheet": "Supplies", "key": "plant, gypsum", "column": "disposal_cost", "value": 21},
                {"when": "later", "sheet": "Demands", "key": "mill, gypsum", "column": "virgin_price", "value": second},
            ],
        },
        plant={"discount_rate": plant},
        mill={"discount_rate": mill},
    )


def worse_in_one(good: float) -> Sheets:
    """The same pipe for every year, in two scenarios: disposal costs 21 in the good one, 10 in the bad one."""
    # The plant gains 2,100 - 1,500 = 600 in the good one. In the bad one the mill needs 50 t: that spares the plant 500 of
    # disposal, it loses 1,000. The mill gains 2,000 or 1,000.
    # 60 %: 360 - 400 = -40 a year; 65 %: 390 - 350 = 40.
    return {
        **{name: rows for name, rows in worse_at_first().items() if name != "Stages"},
        "Supplies": [supply("plant", "gypsum", 100, disposal_cost=21)],
        "Scenarios": [{"scenario": "good", "probability": good}, {"scenario": "bad", "probability": 100 - good}],
        "Changes": [
            {"when": "bad", "sheet": "Supplies", "key": "plant, gypsum", "column": "disposal_cost", "value": 10},
            {"when": "bad", "sheet": "Demands", "key": "mill, gypsum", "column": "quantity", "value": 50},
        ],
    }
