"""The sheets of what is asked beyond one design, a file for each study: declared like those of a design."""

from __future__ import annotations

from sidestream.design.study_tables import alternatives, comparison, front, outage
from sidestream.design.tables import RESULTS
from sidestream.tables import Table

STUDIES = (front, alternatives, outage, comparison)
STUDY_RESULTS: tuple[type[Table], ...] = tuple(
    sheet for study in STUDIES for sheet in getattr(study, "WITH_INSURANCE", study.RESULTS) if sheet not in RESULTS
)
"""Every sheet of a study that no design has."""
