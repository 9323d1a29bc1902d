"""How much of each impact beside CO2 a unit of something has, and what units of streams cost and cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from oracle.ledger import CO2, Ledger, Price, Prices, Whose
from sidestream.park import Park

OF_STREAMS = ("provision", "virgin", "disposal")


class Factors:
    """Rows of ImpactFactors, asked by what they are of and the name of it."""

    def __init__(self, park: Park):
        self.rows: dict[tuple[str, tuple[str, str]], dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.below_0 = bool(
            (park["ImpactFactors"]["factor"] < 0).any() | (park["ImpactPrices"][["tax", "value"]] < 0).any(axis=None)
        )
        names = set(park["Commodities"]["commodity"])
        for row in park["ImpactFactors"].to_dict("records"):
            who, comma, what = (part.strip() for part in row["key"].partition(","))
            somebodys = comma and row["of"] in OF_STREAMS and row["key"] not in names
            key = (who, what) if somebodys else ("", row["key"])
            self.rows[row["of"], key][row["impact"]] += row["factor"]

    def enter(self, ledger: Ledger, of: str, name: str, whose: Whose, amount: float = 1.0, at: str = "") -> None:
        """Enter all impacts of so much of something, those of everybody's and those of its being somebody's (`at`)."""
        for key in {("", name), (at, name)}:
            for impact, factor in self.rows.get((of, key), {}).items():
                ledger.cause(impact, whose, factor * amount)

    def stream(self, of: str, who: str, commodity: str, cost: float, co2: float) -> Ledger:
        """A unit made ready (`provision`), bought (`virgin`) or disposed of (`disposal`) by somebody."""
        ledger = Ledger()
        ledger.pay(of, who, cost)
        ledger.cause(CO2, who, co2)
        self.enter(ledger, of, commodity, who, at=who)
        return ledger


def prices(park: Park) -> Prices:
    """Of money paid once, of CO2, and of the other impacts that have one."""
    rows: list[Mapping[Any, Any]] = park["ImpactPrices"].to_dict("records")
    found = {row["impact"]: Price(row["tax"], row["value"]) for row in rows}
    found[CO2] = Price(park.settings.carbon_tax, park.settings.carbon_value)
    return Prices(park.settings.discount_rate, found)
