"""Who could pay, and on which terms."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        {"eligible": "pipeline; mil"},
        ["Funding!E2 eligible: no participant is called 'mil' - did you mean 'mill'?"],
    ),
    ({"kind": "gift"}, ["Funding!B2 kind: 'gift' is not a choice here (choices: grant, loan)"]),
    (
        {"kind": "loan"},
        [
            "Funding!G2 loan_rate [%/a]: is needed: the funder gives a loan",
            "Funding!H2 loan_years [a]: is needed: the funder gives a loan",
        ],
    ),
    ({"loan_rate": 2}, ["Funding!H2 loan_years [a]: is needed beside loan_rate: type both or none"]),
    ({"loan_years": 9}, ["Funding!G2 loan_rate [%/a]: is needed beside loan_years: type both or none"]),
    ({"most_share": 101}, ["Funding!D2 most_share [%]: must be greater than 0 and at most 100, found 101"]),
    ({"budget": -1}, ["Funding!C2 budget [EUR]: must be at least 0, found -1"]),
]


@pytest.mark.parametrize(("cells", "said"), BROKEN)
def test_complaint(cells, said):
    assert complaints(changed(("Funding", 2, cells))) == said


@pytest.mark.parametrize(
    "cells", [{"kind": "loan", "loan_rate": 0, "loan_years": 9}, {"eligible": None}, {"budget": None}]
)
def test_nothing_to_complain_of(cells):
    assert complaints(changed(("Funding", 2, cells))) == []
