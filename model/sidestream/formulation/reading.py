"""What an answer costs and causes, by whom: the books read back at the columns' values."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import Book
from sidestream.design.tables import COST_ACCOUNTS, IMPACT_ACCOUNTS, VALUED_ACCOUNTS
from sidestream.formulation import programme
from sidestream.formulation.draft import Draft

Floats = NDArray[np.float64]


def tables(draft: Draft, values: Floats) -> dict[str, pd.DataFrame]:
    """Return every result table of one case that assets and books can fill."""
    books = {"Costs": _costs(draft, values), "Impacts": _impacts(draft, values)}
    return programme.read(draft, values) | books


def _shared_out(draft: Draft, book: Book, values: Floats, key: str) -> pd.DataFrame:
    amounts = book.amounts(values, draft.weights)
    later = [share(values) for share in draft.shares]
    shares = pd.concat([draft.parties.shares(), *later], ignore_index=True).rename(
        columns={"key": key, "participant": "name"}
    )
    each = amounts.merge(shares, on=key, how="left", sort=False)
    each["amount"] *= each["share"]
    return each


def _costs(draft: Draft, values: Floats) -> pd.DataFrame:
    each = _shared_out(draft, draft.books.costs, values, "payer").drop(columns="payer")
    total = each.groupby(["name", "account"], as_index=False)["amount"].sum()
    account = total["account"].map(dict(enumerate(COST_ACCOUNTS)))
    return pd.DataFrame(
        {
            "case": draft.case,
            "payer": total["name"],
            "account": account,
            "kind": np.where(account.isin(VALUED_ACCOUNTS), "valued", "cash"),
            "amount": total["amount"],
        }
    )


def _impacts(draft: Draft, values: Floats) -> pd.DataFrame:
    each = _shared_out(draft, draft.books.impacts, values, "causer").drop(columns="causer")
    total = each.groupby(["name", "impact", "account"], as_index=False)["amount"].sum()
    return pd.DataFrame(
        {
            "case": draft.case,
            "participant": total["name"],
            "impact": total["impact"].map(dict(enumerate(draft.park.impacts))),
            "account": total["account"].map(dict(enumerate(IMPACT_ACCOUNTS))),
            "amount": total["amount"],
            "unit": total["impact"].map({place: f"{unit}/a" for place, unit in enumerate(draft.park.impacts.values())}),
        }
    )


def unused_builds(draft: Draft, values: Floats) -> NDArray[np.int64]:
    """Build decisions that an answer has at 1 for what was a choice and does nothing.

    Where Limits has a floor, a build that counts towards one (an investment, a cost, CO2 of building, a partner) may be
    wanted for that.
    """
    unused, limits = programme.unused_builds(draft, values), draft.park["Limits"]
    floors = set(limits.loc[limits["least"].notna(), "on"])
    if not floors:
        return unused
    books = [draft.books.once, draft.books.impacts]
    books += [draft.books.costs] * ("cost" in floors)
    books += [draft.books.laid] * ("partners" in floors or len(draft.park["Relations"]) > 0)
    return np.setdiff1d(unused, np.concatenate([book.read()["column"] for book in books]))
