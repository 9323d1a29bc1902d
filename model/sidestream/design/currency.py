"""The park's currency, where what is declared says EUR."""

from __future__ import annotations

import re

from sidestream.design.design import Design


def currency_of(design: Design) -> str:
    """Return the park's currency, EUR where the design does not say."""
    said = design.facts.get("currency")
    return said if isinstance(said, str) and said.strip() else "EUR"


def in_currency(text: str, currency: str, instead_of: str = "EUR") -> str:
    """Replace the currency in a unit such as EUR/a."""
    if currency == instead_of:
        return text
    return re.sub(rf"(?<!\w){re.escape(instead_of)}(?!\w)", lambda _: currency, text)
