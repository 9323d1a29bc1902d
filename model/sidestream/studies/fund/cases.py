"""Links that are to be built, and what was found about them."""

from __future__ import annotations

from dataclasses import dataclass

from sidestream.studies.fund.asking import Answer
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

    @property
    def proven(self) -> bool:
        """Whether all that is said of it is proven."""
        known = self.target is not None and self.needs is not None and self.target.proven and self.needs.proven
        return self.impossible or known
