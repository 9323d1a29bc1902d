"""Which links could be: every pair that fits, judged by distance and economics, and those that could pay offered.

pairs     who could send what to whom, within reach of each other
worth     what a link between them could save at best, and how far apart they may be
offers    which are offered, with why, as rows that the planner can strike
in_worlds the same for each stage and scenario
joining   a park with these rows
"""

from sidestream.candidates.in_worlds import offered_for
from sidestream.candidates.joining import with_links
from sidestream.candidates.offers import SOURCE, Offered, any_may_be_wanted, offered

__all__ = ["SOURCE", "Offered", "any_may_be_wanted", "offered", "offered_for", "with_links"]
