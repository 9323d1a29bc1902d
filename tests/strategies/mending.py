"""What keeps a drawn park valid, and small enough for the oracle."""

from __future__ import annotations

from oracle import count_cases, loss_prices, offers
from park_from import park_tables
from sidestream.park import Park
from sidestream.units import rate
from strategies.sketch import Row, Sheets, Sketch

MOST_PROGRAMMES = 200
"""Linear programmes that the oracle may need for one park."""

LOSSES_OF_STORAGES = ("in_efficiency", "out_efficiency", "standing_loss")


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
    leaky = [row for row in sketch.rows("Storages") if any(row.get(name) for name in LOSSES_OF_STORAGES)]
    if not leaky and not any(row.get("loss") for sheet in ("Pipelines", "PipeSizes") for row in sketch.rows(sheet)):
        return
    park = Park(park_tables(**sketch.sheets)[0])
    prices = loss_prices(park)
    for ways in offers(park).values():
        for way in ways:
            for commodity in way.commodities:
                origins = [way.giver, *([way.taker] if way.two_way else [])]
                if way.arrives < 1 and any((origin, commodity) not in prices for origin in origins):
                    sketch.row_of(commodity)["vanishes"] = "yes"
    for row in leaky:
        if (row["participant"], row["commodity"]) not in prices:
            sketch.row_of(row["commodity"])["vanishes"] = "yes"


def drop_leasts_beyond_the_oracle(sketch: Sketch) -> None:
    """What has a least runs or not in each period; what ties periods together makes that a product."""
    pipes = [row for row in sketch.rows("Pipelines") if not row.get("steady")]
    with_least = [(row, "least_flow") for row in pipes if row.get("least_flow")]
    with_least += [(row, "least_load") for row in sketch.rows("Conversions") if row.get("least_load")]
    periods = max(1, len(sketch.rows("Periods")))

    def too_many() -> bool:
        most = sketch.builds * 2 ** (periods * len(with_least))  # were all periods tied together
        return most > MOST_PROGRAMMES and count_cases(Park(park_tables(**sketch.sheets)[0])) > MOST_PROGRAMMES

    while with_least and too_many():
        row, column = with_least.pop()
        del row[column]
