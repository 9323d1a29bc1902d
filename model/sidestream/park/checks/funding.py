"""Whether it is clear on which terms a funder lends."""

from __future__ import annotations

from sidestream.errors import Fault
from sidestream.park.checks.rows import complain, faulty, given
from sidestream.park.funding import LOAN
from sidestream.park.park import Park


def loans(park: Park) -> list[Fault]:
    """A loan has a rate and a term; one is nothing without the other."""
    lent = (park["Funding"]["kind"] == LOAN).to_numpy(bool)
    faults = []
    for name, other in (("loan_rate", "loan_years"), ("loan_years", "loan_rate")):
        missing = ~given(park, "Funding", name) & ~faulty(park, "Funding", name)
        faults += complain(park, "Funding", missing & lent, name, "is needed: the funder gives a loan")
        beside = given(park, "Funding", other)
        faults += complain(
            park, "Funding", missing & ~lent & beside, name, f"is needed beside {other}: type both or none"
        )
    return faults
