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
    (
        [("Periods", 2, {"repeats": 26})],
        [
            "Periods!D2 repeats [1/a]: 26 says that 'winter' comes back, and it is in no cycle: give the cycle a name in the "
            "column cycle"
        ],
    ),
    (
        [("Periods", 2, {"cycle": "day", "repeats": 365}), ("Periods", 3, {"cycle": "day"})],
        [
            "Periods!D3 repeats [1/a]: 1 here, and 365 in the first period of the cycle 'day': its periods follow each other, "
            "so they are repeated as often as each other"
        ],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [("Periods", 2, {"cycle": "day", "repeats": 365}), ("Periods", 3, {"cycle": "day", "repeats": 365})],
    [
        ("Periods", 2, {"hours": 2000, "cycle": "workday", "repeats": 250}),
        ("Periods", 3, {"hours": 2380, "cycle": "workday", "repeats": 250}),
        ("Periods", None, {"period": "day off", "hours": 2000, "cycle": "weekend", "repeats": 115}),
        ("Periods", None, {"period": "night off", "hours": 2380, "cycle": "weekend", "repeats": 115}),
        ("Profiles", 2, {"heating": 1}),
        ("Profiles", 3, {"heating": 1}),
        ("Profiles", None, {"period": "day off", "heating": 1}),
        ("Profiles", None, {"period": "night off", "heating": 1}),
    ],
    [("Periods", 2, {"repeats": 1}), ("Periods", 3, {"cycle": "year"})],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert [line for line in complaints(changed(*changes)) if not line.startswith("warning Storages!A1")] == []
