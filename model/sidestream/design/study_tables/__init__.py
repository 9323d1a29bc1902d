"""The sheets of what is asked beyond one design, a file for each study: declared like those of a design."""

from __future__ import annotations

from sidestream.design.study_tables import (
    alternatives,
    comparison,
    custody,
    explained,
    front,
    fund,
    operation,
    outage,
    sensitivity,
    share,
)
from sidestream.design.tables import Run
from sidestream.tables import Table

STUDIES = (front, alternatives, explained, sensitivity, outage, comparison, share, fund, custody, operation)
STUDY_RESULTS: tuple[type[Table], ...] = tuple(
    sheet for study in STUDIES for sheet in study.RESULTS if sheet is not Run
)
"""Every sheet of a study that no design has."""
