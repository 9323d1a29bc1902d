"""Who pays whom in the design, as changes against price_today: the Payments sheet.

Where payments go along links, money passes through junctions as goods do, and the sheet shows the firms behind them.
Where they are free, only the sums that firms pay and receive mean anything; shown is one set that moves least.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.companies import companies_of
from sidestream.design.tables import Payments
from sidestream.park.park import Park
from sidestream.park.sites import COST, PAYMENTS
from sidestream.park.worlds import World, shares_of_years

Floats = NDArray[np.float64]
NONE, ALONG, FREE = PAYMENTS
LITTLE = 1e-4
"""[EUR/a] that nobody is paid for."""
WORDS = {
    NONE: "no firm is worse off than today, and none pays another anything beside price_today",
    ALONG: "no firm is worse off than today, with payments between firms that a used link joins",
    FREE: "all firms together are no worse off than today: any can pay any, which is one condition for their sum; the sheet "
    "Payments shows one possible set, the one that moves least",
}
OVER_ALL = "; by what is worth as much a year over all stages and scenarios, at each firm's own discount_rate"
"""What is said beside the words where there are several."""
Arc = tuple[int, int, str, float]
"""Who pays, who is paid, over which link, how much [EUR/a]."""


def in_words(asked: str, *, several: bool) -> str:
    """What firms are asked, in words; empty where they are not."""
    return WORDS[asked] + (OVER_ALL if several else "") if asked else ""


def money_dealers(park: Park) -> set[str]:
    """Firms that may pass on what they are paid, as they pass on goods, or convert them into others."""
    plants = park["Conversions"]
    passing = {*park.passing_on, *plants.loc[plants["status"] != "forbidden", "participant"]}
    sites = park["Participants"]
    junctions = set(sites.loc[sites["kind"] == "junction", "participant"])
    company = companies_of(park)
    return {company[who] for who in passing - junctions}


def values_anything(*parks: Park) -> bool:
    """Whether the objective of any has anything in it that nobody pays, so that the best dispatch need not be so in cash."""
    return any(
        park.settings.objective != COST
        or bool(park.settings.carbon_value)
        or bool((park["ImpactPrices"]["value"] != 0).any())
        for park in parks
    )


def own_reckoning(park: Park) -> bool:
    """Whether any firm may reckon otherwise than the objective: at a rate of its own, or without what nobody pays."""
    return values_anything(park) or bool(park["Participants"]["discount_rate"].notna().any())


def nothing_paid() -> pd.DataFrame:
    """Return the sheet where nobody pays anybody."""
    return pd.DataFrame(columns=list(Payments.columns))


def least_moved(names: Sequence[str], gain: Floats, least: Floats, rounding: Floats) -> pd.DataFrame:
    """Let firms that gain more than they ask for pay those that gain less: no more than it takes, from the largest first."""
    rest = gain - least
    short = np.where(rest < -rounding, -rest, 0.0)
    spare = np.maximum(rest, 0.0)
    payers = sorted(np.flatnonzero(spare > 0).tolist(), key=lambda firm: (-spare[firm], names[firm]))
    rows = []
    for firm in np.flatnonzero(short).tolist():
        for payer in payers:
            amount = min(short[firm], spare[payer])
            if amount > LITTLE:
                rows.append((names[payer], names[firm], "", amount))
                short[firm] -= amount
                spare[payer] -= amount
    return _frame(rows)


def between_firms(arcs: Sequence[Arc], names: Sequence[str]) -> pd.DataFrame:
    """Return payments between firms, of both ways what is left. Numbers beyond those of the names are junctions, which pass
    on what they are paid.
    """
    paid: dict[tuple[int, int], tuple[float, frozenset[str]]] = defaultdict(lambda: (0.0, frozenset()))
    left = [[payer, payee, frozenset([link]), amount] for payer, payee, link, amount in arcs]
    while (path := _path(left, len(names))) is not None:
        amount = min(arc[3] for arc in path)
        links = frozenset().union(*(arc[2] for arc in path))
        for arc in path:
            arc[3] -= amount
        payer, payee = path[0][0], path[-1][1]
        if payer != payee:
            before, over = paid[min(payer, payee), max(payer, payee)]
            sign = 1.0 if payer < payee else -1.0
            paid[min(payer, payee), max(payer, payee)] = before + sign * amount, over | links
    rows = []
    for (one, other), (amount, links) in sorted(paid.items()):
        payer, payee = (one, other) if amount > 0 else (other, one)
        if abs(amount) > LITTLE:
            rows.append((names[payer], names[payee], "; ".join(sorted(links)), abs(amount)))
    return _frame(sorted(rows))


def _path(arcs: list[list], firms: int) -> list[list] | None:  # type: ignore[type-arg]
    """Return arcs with something left from a firm to a firm, through junctions alone; None where there are none."""
    ahead = defaultdict(list)
    for arc in arcs:
        if arc[3] > LITTLE / 10:
            ahead[arc[0]].append(arc)
    for start in sorted(node for node in ahead if node < firms):
        for first in ahead[start]:
            seen, stack = {start}, [[first]]
            while stack:
                path = stack.pop()
                node = path[-1][1]
                if node < firms:
                    return path
                if node not in seen:
                    seen.add(node)
                    stack += [[*path, arc] for arc in ahead[node]]
    return None


def _frame(rows: Sequence[tuple[str, str, str, float]]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["from", "to", "links", "amount"])
    return made.assign(commodity="", per_unit=np.nan)[list(Payments.columns)]


def with_prices(
    park: Park, payments: pd.DataFrame, every: Sequence[World], flows: Sequence[pd.DataFrame]
) -> pd.DataFrame:
    """Say what a payment is for each unit that arrives, where its links join the two directly and carry one commodity.

    `flows` are the Flows of each world: what arrives is the mean of all years, expected over the scenarios.
    """
    company = companies_of(park)
    shares = zip(shares_of_years(every), flows, strict=True)
    both = pd.concat([frame.assign(delivered=frame["delivered"].astype(float) * share) for share, frame in shares])
    used = both[(both["case"] == "design") & (both["delivered"] > 0)]
    commodities, each = [], []
    rows = zip(*(payments[name] for name in ("from", "to", "links", "amount")), strict=True)
    for payer, payee, links, amount in rows:
        mine = used[used["link"].isin(links.split("; ") if links else [])]
        ends = {company[name] for side in ("from", "to") for name in mine[side]}
        alone = ends == {payer, payee} and mine["commodity"].nunique() == 1
        commodities.append(str(mine["commodity"].iat[0]) if alone else "")
        each.append(amount / float(mine["delivered"].sum()) if alone else np.nan)
    return payments.assign(commodity=commodities, per_unit=each)
