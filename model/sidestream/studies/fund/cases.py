"""Links that are to be built, and what was found about them."""

from __future__ import annotations

from dataclasses import dataclass, field

from sidestream.design.study_tables.fund import BETWEEN, OPEN, PROVEN
from sidestream.studies.fund.answers import Answer
from sidestream.studies.fund.bounds import Known
from sidestream.studies.fund.links import Floats
from sidestream.studies.fund.response import Response


@dataclass(frozen=True)
class Case:
    """Links that are to be built: what firms then do, and what that takes; None where it cannot be, or was not found."""

    links: frozenset[str]
    target: Answer | None
    needs: Response | None
    whole: Floats | None
    impossible: bool = False
    known: Known = field(default_factory=lambda: Known(OPEN))
    """Whether firms build them without us, and how much dearer they are at the least and at the most."""
    audited: bool = True
    """Whether what firms then do was read back."""

    @property
    def proven(self) -> bool:
        """Whether all that is said of it is proven."""
        known = self.target is not None and self.needs is not None and self.target.proven and self.needs.proven
        return self.impossible or (known and self.audited)

    @property
    def verdict(self) -> str:
        """Proven; or the grant lies between two bounds that are; or nothing is decided."""
        if self.proven:
            return PROVEN
        return BETWEEN if self.needs is not None and self.needs.suffices and self.audited else OPEN
