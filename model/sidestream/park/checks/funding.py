"""Whether it is clear what a funder pays for, and on which terms."""

from __future__ import annotations

from sidestream.errors import Fault
from sidestream.park.checks.rows import complain, faulty, given
from sidestream.park.funding import LINK_KINDS, LOAN
from sidestream.park.park import Park
from sidestream.tables import suggest


def eligible(park: Park) -> list[Fault]:
    """What is eligible is a kind of link or a participant."""
    people = park["Participants"]["participant"].tolist()
    words = [*LINK_KINDS, *people]
    listed = f" (kinds of links: {', '.join(LINK_KINDS)}; or a participant)"
    return [
        park.tables["Funding"].fault(
            row, "eligible", f"'{word}' is no kind of link, and no participant" + suggest(word, words, otherwise=listed)
        )
        for row, some in zip(park["Funding"].index.tolist(), park["Funding"]["eligible"], strict=True)
        for word in some
        if word not in words
    ]


def loans(park: Park) -> list[Fault]:
    """A loan has a rate and a term; one is nothing without the other."""
    lent = (park["Funding"]["kind"] == LOAN).to_numpy(bool)
    faults = []
    for name, other in (("loan_rate", "loan_years"), ("loan_years", "loan_rate")):
        missing = ~given(park, "Funding", name) & ~faulty(park, "Funding", name)
        faults += complain(park, "Funding", missing & lent, name, "is needed: the funder gives a loan")
        beside = given(park, "Funding", other)
        faults += complain(park, "Funding", missing & ~lent & beside, name, f"is needed beside {other}: type both or none")
    return faults
