"""Which links deserve public money: what each takes to be built, what it does for CO2, and the best use of a budget."""

from sidestream.studies.fund.study import fund
from sidestream.studies.fund.terms import Wanted

__all__ = ["Wanted", "fund"]
