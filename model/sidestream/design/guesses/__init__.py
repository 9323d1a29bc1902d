"""How much of the saving rests on guesses: each figure's part of it, and how well that figure is known.

Every term of a cost is a price, a unit cost or a factor that stands in a cell, times a quantity that follows from the
design. A figure's part of the saving is

    price x (quantity today - quantity in the design)          [EUR/a]

pipes, trenches, stations, openings   their part of the annuity of what is new
relations set up                      theirs
plants, tanks, gates                  theirs; what conversions buy and dispose of, storages put in and take out
what is lost on the way, in storage   one line without a cell: its price is that of a disposal somewhere else
CO2                                   a tax (or value) x a factor, two cells: the line is the less known one's, and that of
                                      Settings where both are known alike
other impacts                         likewise: a factor of ImpactFactors, or a tax or value of ImpactPrices

so that the parts add up to the saving. What rests on assumed figures is the sum of the sizes of all parts whose quality
is assumed, as a share of the sum of the sizes of all parts.

parts       what each figure costs today, less what it costs in the design
facilities  the same of conversions, storages, expansions, corridors and fleets
relations   the same of relations set up
impacts     the same of impacts beside CO2
cells       where a figure stands, what was typed there, and how well it is known
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from sidestream.design.guesses.cells import named
from sidestream.design.guesses.parts import parts_of
from sidestream.design.tables import Guesses
from sidestream.park.park import Park

RESTING = {
    "assumed": "rests on assumed figures",
    "estimated": "rests on estimated figures",
    "": "rests on figures not judged",
}
"""Lines of the Summary [%], by quality."""
NOISE = 1e-9
"""Share of the costs compared up to which a difference is rounding."""


def guesses(park: Park, tables: Mapping[str, pd.DataFrame], *, today_works: bool = True) -> pd.DataFrame:
    """Return the Guesses sheet of a design, from its other sheets; no rows where the saving is not defined."""
    made = figures(park, tables)
    made = made[(made["amount"].abs() > NOISE * made["gross"]) & today_works]
    order = np.argsort(-made["amount"].abs().to_numpy(float), kind="stable")
    return made.iloc[order].reset_index(drop=True)[list(Guesses.columns)]


def figures(park: Park, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row for each figure that costs anything in either case: the columns of Guesses, and gross [EUR/a] of both."""
    parts = parts_of(park, tables)
    return named(park, parts[parts["gross"] > 0].rename(columns={"net": "amount"}))


def resting(rows: pd.DataFrame) -> dict[str, float]:
    """Share of the saving [%] that rests on figures of each quality of RESTING; NaN where it rests on nothing."""
    size = rows["amount"].abs().to_numpy(float)
    total = float(size.sum())
    of = {quality: float(size[(rows["quality"] == quality).to_numpy(bool)].sum()) for quality in RESTING}
    return {quality: 100 * part / total if total else math.nan for quality, part in of.items()}


def check_first(rows: pd.DataFrame, count: int = 5) -> str:
    """Say how much rests on assumed figures, and which doubtful ones weigh most; empty where there is nothing to say."""
    if rows.empty:
        return ""
    shares = resting(rows)
    unsaid = f", {_percent(shares[''])} on figures that nobody judged" if shares[""] else ""
    doubtful = rows[rows["quality"].isin(list(RESTING)) & (rows["place"] != "")].head(count)
    listed = [
        f"{place} {figure.partition(' [')[0]}" + (f" of {of}" if of else "")
        for place, figure, of in zip(doubtful["place"], doubtful["figure"], doubtful["of"], strict=True)
    ]
    first = f"; check first: {'; '.join(listed)}" if listed else ""
    return f"{_percent(shares['assumed'])} of the saving rests on assumed figures{unsaid}{first}"


def _percent(share: float) -> str:
    return "less than 1 %" if 0 < share < 0.5 else f"{share:.0f} %"
