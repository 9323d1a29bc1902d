"""Periods that do not make a year, profiles that change the average."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Periods", 2, {"hours": 4000})],
        ["Periods!B1 hours [h]: the periods last 8380 h together, the year 8760 h (Settings: hours_per_year)"],
    ),
    (
        [("Profiles", 2, {"heating": 1.6})],
        [
            "Profiles!E1 heating: its mean over the hours is 1.05, not 1: these factors have it (winter 1.523809524, summer 0.4761904762)"
        ],
    ),
    (
        [("Profiles", 2, {"heating": 0}), ("Profiles", 3, {"heating": 0})],
        ["Profiles!E1 heating: its factors are all 0: their mean over the hours has to be 1"],
    ),
    ([("Profiles", 2, {"heating": -1})], ["Profiles!E2 heating: must be at least 0, found -1"]),
    ([("Profiles", 2, {"heating": None})], ["Profiles!E2 heating: is needed: factor on the average rate (at least 0)"]),
    (
        [("Profiles", 2, {"period": "wintr"})],
        [
            "Profiles!A1 period: each period needs a row, 'winter' has none",
            "Profiles!A2 period: no period is called 'wintr' - did you mean 'winter'?",
        ],
    ),
    (
        [("Profiles", None, {"period": "winter", "heating": 1})],
        ["Profiles!A4 period: 'winter' stands in row 2 already: delete one"],
    ),
    (
        [("Periods", None, {"period": "spring", "hours": 1})],
        [
            "Periods!B1 hours [h]: the periods last 8761 h together, the year 8760 h (Settings: hours_per_year)",
            "Profiles!A1 period: each period needs a row, 'spring' has none",
        ],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said
