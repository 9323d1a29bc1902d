"""Several sites, one purse: which participant belongs to which company, and the Participants rows added up by company."""

from __future__ import annotations

import pandas as pd

from sidestream.design.tables import CompanyResults
from sidestream.park.park import Park

SUMS = [name for name in CompanyResults.columns if name not in ("company", "sites")]


def companies_of(park: Park) -> dict[str, str]:
    """Company of each participant; one without a company is its own, by its own name."""
    sites = park["Participants"].drop_duplicates("participant")
    return {who: company or who for who, company in zip(sites["participant"], sites["company"], strict=True)}


def names_companies(park: Park) -> bool:
    """Whether the park says of anybody which company it belongs to."""
    return bool((park["Participants"]["company"] != "").any())


def companies_frame(park: Park, participants: pd.DataFrame) -> pd.DataFrame:
    """Return the Companies sheet from the Participants sheet; no rows where no company is named.

    A saving that is not defined stays so.
    """
    if not names_companies(park):
        return pd.DataFrame(columns=list(CompanyResults.columns))
    rows = participants.assign(company=participants["participant"].map(companies_of(park)), sites=1.0)
    sums = rows.groupby("company", sort=False)[["sites", *SUMS]].sum(min_count=1)
    return sums.reset_index()[list(CompanyResults.columns)]
