"""Several sites, one purse: which participant belongs to which company, and the Participants rows added up by company."""

from __future__ import annotations

import pandas as pd

from sidestream.design.tables import CompanyResults
from sidestream.park.park import Park

JUDGED = ["cash_today", "cash_design", "received", "gain", "least_gain"]
"""Columns that are filled where firms are asked."""
SUMS = [name for name in CompanyResults.columns if name not in ("company", "sites", *JUDGED)]


def companies_of(park: Park) -> dict[str, str]:
    """Company of each participant; one without a company is its own, by its own name."""
    sites = park["Participants"].drop_duplicates("participant")
    return {who: company or who for who, company in zip(sites["participant"], sites["company"], strict=True)}


def names_companies(park: Park) -> bool:
    """Whether the park says of anybody which company it belongs to."""
    return bool((park["Participants"]["company"] != "").any())


def companies_frame(park: Park, participants: pd.DataFrame, firms: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the Companies sheet from the Participants sheet; no rows where no company is named and no firm is asked.

    `firms` is what firms gain (company, JUDGED), where they are asked; of junctions it has no row. A saving that is not
    defined stays so.
    """
    if firms is None and not names_companies(park):
        return pd.DataFrame(columns=list(CompanyResults.columns))
    rows = participants.assign(company=participants["participant"].map(companies_of(park)), sites=1.0)
    sums = rows.groupby("company", sort=False)[["sites", *SUMS]].sum(min_count=1)
    blank = pd.DataFrame(index=sums.index, columns=JUDGED, dtype=float)
    judged = blank if firms is None else firms.set_index("company")[JUDGED].reindex(sums.index)
    return sums.join(judged).reset_index()[list(CompanyResults.columns)]
