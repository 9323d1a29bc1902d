"""Losses that have no price."""

from __future__ import annotations

import pytest

from park_from import changed, complaints

# Each case: what is changed in the tidy park (sheet, row, cells), and all that is said of it.
BROKEN = [
    (
        [("Pipelines", 2, {"investment": 5, "life": 3, "loss": 100}), ("PipeSizes", 3, {"loss": 100})],
        [
            "Pipelines!T2 loss [%]: at 100 % nothing arrives: type less",
            "PipeSizes!I3 loss [%/km]: at 100 % nothing arrives: type less",
        ],
    ),
    (
        [
            ("Pipelines", 2, {"investment": 5, "life": 3, "loss": 2}),
            ("Supplies", 2, {"if_not_taken": "leave", "disposal_cost": None}),
        ],
        [
            "Pipelines!T2 loss [%]: what is lost of 'brine' has to be disposed of, and neither 'plant' nor a supplier that can reach it has a disposal cost: choose dispose in Supplies, take the loss away, or say that it vanishes in Commodities"
        ],
    ),
    (
        [("Commodities", 3, {"vanishes": "no"})],
        [
            "Pipelines!H3 sizes: what is lost of 'heat' has to be disposed of, and neither 'plant' nor a supplier that can reach it has a disposal cost: choose dispose in Supplies, take the loss away, or say that it vanishes in Commodities",
            "Pipelines!H4 sizes: what is lost of 'heat' has to be disposed of, and neither 'hub' nor a supplier that can reach it has a disposal cost: choose dispose in Supplies, take the loss away, or say that it vanishes in Commodities",
        ],
    ),
    (
        [
            ("Commodities", 4, {"goes_by": "pipe; truck"}),
            ("TruckRoutes", 2, {"status": "forbidden"}),
            (
                "Supplies",
                None,
                {"participant": "town", "commodity": "clay", "quantity": 1, "unit": "t/a", "if_not_taken": "leave"},
            ),
            (
                "Pipelines",
                None,
                {
                    "from": "mill",
                    "to": "town",
                    "commodity": "clay",
                    "status": "optional",
                    "two_way": "yes",
                    "investment": 1,
                    "life": 1,
                    "loss": 5,
                },
            ),
        ],
        [
            "Pipelines!T6 loss [%]: what is lost of 'clay' has to be disposed of, and neither 'town' nor a supplier that can reach it has a disposal cost: choose dispose in Supplies, take the loss away, or say that it vanishes in Commodities"
        ],
    ),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN)
def test_complaint(changes, said):
    assert complaints(changed(*changes)) == said


# Each case looks like one that is broken, and is not.
FINE = [
    [("Commodities", 3, {"vanishes": "no"}), ("Supplies", 3, {"if_not_taken": "dispose", "disposal_cost": 0})],
    [("Pipelines", 2, {"investment": 5, "life": 3, "loss": 2})],
    [("Commodities", 3, {"vanishes": "no"}), ("Pipelines", 4, {"sizes": "W80"}), ("Pipelines", 3, {"sizes": "W80"})],
    [
        ("Commodities", 3, {"vanishes": "no"}),
        (
            "Supplies",
            None,
            {
                "participant": "town",
                "commodity": "heat",
                "quantity": 1,
                "unit": "MW",
                "provision_co2": 0,
                "disposal_cost": 1,
            },
        ),
        (
            "Pipelines",
            None,
            {"from": "town", "to": "hub", "commodity": "heat", "sizes": "W80", "payer": "town", "status": "optional"},
        ),
        ("Pipelines", 3, {"sizes": "W80"}),
    ],
    [
        ("Commodities", 3, {"vanishes": "no"}),
        ("Supplies", 3, {"if_not_taken": "dispose", "disposal_cost": 0}),
        (
            "Supplies",
            None,
            {
                "participant": "mill",
                "commodity": "heat",
                "quantity": 1,
                "unit": "MW",
                "provision_co2": 0,
                "if_not_taken": "leave",
            },
        ),
        ("Pipelines", 4, {"two_way": "yes"}),
    ],
    [
        ("Commodities", 3, {"vanishes": "no"}),
        ("Pipelines", 3, {"status": "forbidden"}),
        ("Pipelines", 4, {"status": "forbidden"}),
    ],
]


@pytest.mark.parametrize("changes", FINE)
def test_no_complaint(changes):
    assert complaints(changed(*changes)) == []
