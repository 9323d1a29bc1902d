"""What needs cost that new links serve: bought at the virgin price as the park stands, and what is paid then.

    before       bought as the park stands * virgin price
    bought       bought then * virgin price
    links_cost   of each new link that arrives: what the participant pays for it (annuity at its own rate, upkeep, carrying,
                 electricity, price_today), in proportion to what of the delivered goods serves this need
    given        the same part of what the participant is given for the link, by the year

Over several stages and scenarios each with its share for the participant.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import NONE
from sidestream.formulation import reading
from sidestream.formulation.draft import Draft
from sidestream.park.worlds import shares_of_purses
from sidestream.studies.fund.links import Fundable, Purses

Floats = NDArray[np.float64]
NEED = ["participant", "commodity", "name"]


def bills(purses: Purses, fundable: Fundable, values: Floats, grants: Floats) -> list[dict[str, Any]]:
    """Return a row for each need that a new link serves: as Bills has them, without the funder."""
    made, ready = purses.firms.made, purses.firms.ready
    shares = shares_of_purses(made.park, made.worlds)
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    parts: dict[tuple[str, str, str], dict[str, float]] = defaultdict(dict)
    for place, (draft, today) in enumerate(zip(made.drafts, ready.todays, strict=True)):
        tables = reading.tables(draft, values)
        served = _served(draft, tables)
        for key, links in served.items():
            share = float(shares[key[0]].iloc[place])
            row = found.setdefault(key, _blank(draft, key))
            for name, figure in _amounts(draft, tables, today.tables, key).items():
                row[name] += share * figure
            for link, part in links.items():
                parts[key][link] = max(parts[key].get(link, 0.0), part)
    given = fundable.worth_by_participant(values) * grants
    for key, row in found.items():
        who = purses.names.index(key[0])
        for link, part in parts[key].items():
            row["links_cost"] += part * _paid(purses, link, who, values)
            if link in fundable.names:
                row["given"] += part * float(given[who, fundable.names.index(link)])
        row["links"] = "; ".join(sorted(parts[key]))
        row["after"] = row["bought"] + row["links_cost"] - row["given"]
        row["saving"] = row["before"] - row["after"]
    return [found[key] for key in sorted(found)]


def _blank(draft: Draft, key: tuple[str, str, str]) -> dict[str, Any]:
    unit = draft.park["Commodities"].set_index("commodity")["unit"]
    row: dict[str, Any] = dict(zip(NEED, key, strict=True))
    return (
        row
        | {"unit": unit[key[1]]}
        | dict.fromkeys(("needed", "served", "before", "bought", "links_cost", "given"), 0.0)
    )


def _served(draft: Draft, tables: dict[str, pd.DataFrame]) -> dict[tuple[str, str, str], dict[str, float]]:
    """The needs that new links serve, and which part of what each link delivers goes there."""
    flows, used, builds = tables["Flows"], tables["By-products used"], tables["Build list"]
    new = set(builds.loc[builds["status"] == "built", "link"])
    came = flows.groupby(["to", "commodity", "link"])["delivered"].sum()
    arrived = came.groupby(["to", "commodity"]).sum()
    by_link = came.groupby("link").sum()
    found: dict[tuple[str, str, str], dict[str, float]] = defaultdict(dict)
    spent = used.groupby([*NEED, "by_product"])["amount"].sum()
    for key, amount in spent.items():
        who, need, name, goods = (str(word) for word in key)  # type: ignore[attr-defined]
        if (who, goods) not in arrived.index:
            continue
        share = min(1.0, amount / arrived[who, goods])
        for link, delivered in came[who, goods].items():
            if link in new and delivered > 0:
                mine = found[who, need, name]
                mine[str(link)] = mine.get(str(link), 0.0) + share * delivered / by_link[link]
    return found


def _amounts(
    draft: Draft, tables: dict[str, pd.DataFrame], today: dict[str, pd.DataFrame], key: tuple[str, str, str]
) -> dict[str, float]:
    """What a need comes to in a year of a world."""
    demands = draft.park["Demands"]
    price = float(np.nan_to_num(_of_need(demands, key)["virgin_price"].astype(float).iloc[0]))
    now, then = (_of_need(frames["Needs met"], key) for frames in (today, tables))
    return {
        "needed": float(then["needed"].sum()),
        "served": float(then["by_products"].sum()),
        "before": price * float(now["bought"].sum()),
        "bought": price * float(then["bought"].sum()),
    }


def _of_need(frame: pd.DataFrame, key: tuple[str, str, str]) -> pd.DataFrame:
    mine = np.logical_and.reduce([frame[name] == word for name, word in zip(NEED, key, strict=True)])
    return frame[mine]


def _paid(purses: Purses, link: str, who: int, values: Floats) -> float:
    """What a participant pays a year for a link: for having it, and for what goes through it."""
    columns = set(purses.builds.get(link, np.empty(0, np.int64)).tolist())
    for draft in purses.firms.made.drafts:
        ties = draft.books.ties.read()
        columns |= set(ties["column"][ties["link"] == draft.parties.link([link])[0]].tolist())
    paid = purses.paid
    mine = (paid.firm == who) & (paid.column != NONE) & np.isin(paid.column, sorted(columns))
    return float(paid.value[mine] @ values[paid.column[mine]])
