"""Who could pay towards links, and on which terms."""

from __future__ import annotations

from sidestream.tables import Choice, Name, Number, Refs, Table

GRANT, LOAN = "grant", "loan"
LINK_KINDS = {"pipeline": "Pipelines", "truck route": "TruckRoutes"}
"""Kinds of links that can be eligible, and their sheets."""


class Funding(Table):
    """Who could pay towards links that firms do not build by themselves, and on which terms: for sidestream fund."""

    key = ("funder",)
    funder = Name("who pays", needed=True)
    kind = Choice("grant: paid once; loan: lent, and paid back", default=GRANT, choices=(GRANT, LOAN))
    budget = Number("most that is granted or lent in all; blank: no limit", unit="EUR", least=0)
    most_share = Number("most of what a link costs once", unit="%", default=100, above=0, most=100)
    eligible = Refs(
        "which links: their kinds, and participants of whom one is an end; blank: every pipeline that may be built",
        to="Participants",
        also=tuple(LINK_KINDS),
    )
    discount_rate = Number("the rate the funder reckons with; blank: the park's", unit="%/a", least=0, most=100)
    loan_rate = Number("interest on a loan; of a grant: what it is compared with", unit="%/a", least=0, most=100)
    loan_years = Number("years in which it is paid back; needed beside a loan_rate", unit="a", above=0)
