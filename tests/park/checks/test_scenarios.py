import pytest

from park_from import complaints, park_tables, tidy
from sidestream.park import Park
from sidestream.park.changes import scenario_changes

COLUMNS = ("when", "sheet", "key", "column", "value", "factor")


def with_changes(*rows):
    """The tidy park, and what is different in a drought."""
    changes = [{"when": "drought", **cells} for cells in rows]
    return tidy() | {"Scenarios": [{"scenario": "drought"}], "Changes": changes}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"sheet": "Supplies", "key": "plant, brine", "column": "quantity"},
            "value: neither value nor factor is given: type one",
        ),
        (
            {"sheet": "Supplies", "key": "plant, brine", "column": "quantity", "value": 3, "factor": 2},
            "factor: a value is given too: clear one of them",
        ),
        (
            {"sheet": "Suplies", "key": "plant, brine", "column": "quantity", "factor": 2},
            "sheet: no sheet is called 'Suplies' - did you mean 'Supplies'?",
        ),
        (
            {"sheet": "Supplies", "key": "plant, brin", "column": "quantity", "factor": 2},
            "key: Supplies has no row 'plant, brin' - did you mean 'plant, brine'?",
        ),
        (
            {"sheet": "Supplies", "key": "plant, brine", "column": "if_not_taken", "factor": 2},
            "value: 'dispose' is no number: a factor needs one",
        ),
        (
            {"sheet": "Supplies", "key": "plant, brine", "column": "quantity", "value": "much"},
            "value: 'much' is not a number: type one such as 80000 or 0.5, without separators",
        ),
    ],
)
def test_complaint(cells, said):
    column, _, _ = said.partition(":")
    assert [one for one in complaints(with_changes(cells)) if one.startswith("Changes")] == [
        f"Changes!{'ABCDEF'[COLUMNS.index(column)]}2 {said}"
    ]


def test_a_factor_is_of_what_was_typed():
    halved = {"sheet": "Supplies", "key": "plant, brine", "column": "quantity", "factor": 0.5}
    dearer = {"sheet": "Settings", "key": "discount_rate", "column": "value", "value": 7}
    park = Park(park_tables(**with_changes(halved, dearer))[0])

    assert [str(one) for one in scenario_changes(park, "drought")] == [
        "Supplies: plant, brine: quantity = 20 kt/a",
        "Settings: discount_rate = 7",
    ]
