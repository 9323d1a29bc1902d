"""What keeps a drawn park valid, and small enough for the oracle."""

from __future__ import annotations

from oracle import loss_prices, offers
from park_from import park_tables
from sidestream.park import Park
from sidestream.units import rate
from strategies.sketch import Row, Sheets, Sketch

MOST_PROGRAMMES = 200
"""Linear programmes that the oracle may need for one park."""


def one_measure(sheets: Sheets) -> bool:
    """Whether the sizes of each pipe for several commodities count capacity by one measure, as the checks ask."""
    units = {row["size"]: row["capacity_unit"] for row in sheets.get("PipeSizes") or []}
    medium = {row["size"]: row["medium"] for row in sheets.get("PipeSizes") or []}
    media = {row["commodity"]: row["medium"] for row in sheets["Commodities"]}

    def measures(row: Row) -> set[str]:
        names = [name.strip() for name in row["commodity"].split(";")]
        sizes = [size.strip() for size in (row.get("sizes") or "").split(";") if size.strip()]
        sizes = sizes or [size for size in units if medium[size] == media[names[0]]]
        return {rate(units[size], 8760).dimension for size in sizes} if len(names) > 1 else set()

    return all(len(measures(row)) < 2 for row in sheets.get("Pipelines") or [])


def let_losses_vanish_where_nobody_disposes(sketch: Sketch) -> None:
    """What is lost needs a price of disposal, unless it vanishes."""
    if not any(row.get("loss") for sheet in ("Pipelines", "PipeSizes") for row in sketch.rows(sheet)):
        return
    park = Park(park_tables(**sketch.sheets)[0])
    prices = loss_prices(park)
    for ways in offers(park).values():
        for way in ways:
            for commodity in way.commodities:
                origins = [way.giver, *([way.taker] if way.two_way else [])]
                if way.arrives < 1 and any((origin, commodity) not in prices for origin in origins):
                    sketch.row_of(commodity)["vanishes"] = "yes"


def drop_least_flows_beyond_the_oracle(sketch: Sketch) -> None:
    """Each link with a least flow runs or not in each period; a limit on the year's CO2 makes that a product."""
    periods = max(1, len(sketch.rows("Periods")))
    joined = any(row["on"] == "impact" and row["per"] != "period" for row in sketch.rows("Limits"))
    with_least = [row for row in sketch.rows("Pipelines") if row.get("least_flow")]

    def programmes() -> float:
        patterns = 2.0 ** (len(with_least) * periods) if joined else periods * 2.0 ** len(with_least)
        return sketch.builds * patterns

    while with_least and programmes() > MOST_PROGRAMMES:
        del with_least.pop()["least_flow"]
