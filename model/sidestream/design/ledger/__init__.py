"""The ledger: where everything that somebody uses, disposes of or loses came from, in proportion where streams mix.

network    what a design says: what begins where, what moves on, what ends where
shares     of what the mixture at every place is made, by one sparse linear system
rows       how much of what began where ended where: by period, and in a year
closing    what begins against what ends, at every participant, for every commodity and period
legs       on which links each of these quantities travels: the chain of custody
"""

from sidestream.design.ledger.closing import closing
from sidestream.design.ledger.legs import legs_frame
from sidestream.design.ledger.rows import KEY, YEARLY, by_period, in_a_year

__all__ = ["KEY", "YEARLY", "by_period", "closing", "in_a_year", "legs_frame"]
