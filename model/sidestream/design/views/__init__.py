"""Designs that can be shown around: one company's own figures, or all of it without names.

Both lose what an audit needs, and their Run sheets say so.

company      for_company: its sites' rows, the park in sums, and nobody else's figures
anonymous    anonymised: participants, companies, links and rows go by numbers; commodities keep their names
names        where names stand in a text
"""

from sidestream.design.views.anonymous import anonymised, hider
from sidestream.design.views.company import company_named, for_company

VIEWS = ("for", "anonymised")
"""Items of the Run sheet that say that a design is a view of another, and why it cannot be verified."""

__all__ = ["VIEWS", "anonymised", "company_named", "for_company", "hider"]
