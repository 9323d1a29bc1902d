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


# Stages, scenarios that are weighed, and what may differ within one design -------------------------------------------


def ahead(**sheets):
    """The tidy park with two stages and two scenarios that are weighed."""
    two = [{"stage": "now", "start_year": 2026, "years": 5}, {"stage": "then", "start_year": 2031, "years": 5}]
    odds = [{"scenario": "wet", "probability": 60}, {"scenario": "dry", "probability": 40}]
    return tidy() | {"Stages": two, "Scenarios": odds, "Changes": []} | sheets


def said_of(sheet, sheets):
    return [one for one in complaints(sheets) if one.startswith(sheet)]


def change(when, sheet, key, column, value):
    return [{"when": when, "sheet": sheet, "key": key, "column": column, "value": value}]


def test_nothing_is_wrong_with_stages_and_scenarios():
    rows = change("then", "Participants", "mill", "present", "no")
    rows += change("dry", "Supplies", "plant, brine", "quantity", 20)

    assert complaints(ahead(Changes=rows)) == []


@pytest.mark.parametrize(
    ("sheet", "rows", "said"),
    [
        (
            "Stages",
            [{"stage": "now", "start_year": 2026, "years": 5}, {"stage": "then", "start_year": 2032, "years": 5}],
            "Stages!B3 start_year [year]: 2032 found, 2031 expected: the year after 'now'",
        ),
        (
            "Scenarios",
            [{"scenario": "wet", "probability": 60}, {"scenario": "dry", "probability": 30}],
            "Scenarios!B1 probability [%]: the probabilities add up to 90 %, 100 % expected: that nothing differs is a "
            "scenario too, without rows in Changes",
        ),
        (
            "Scenarios",
            [{"scenario": "wet", "probability": 60}, {"scenario": "dry"}],
            "Scenarios!B3 probability [%]: other scenarios have a probability: type how likely this one is, 0 to leave it out",
        ),
        (
            "Scenarios",
            [{"scenario": "now", "probability": 100}],
            "Scenarios!A2 scenario: a stage is called 'now' too: give one another name",
        ),
        (
            "Changes",
            change("drie", "Supplies", "plant, brine", "quantity", 20),
            "Changes!A2 when: no stage or scenario is called 'drie'",
        ),
        (
            "Changes",
            change("then", "Settings", "discount_rate", "value", 3),
            "Changes!D2 column: discount_rate is one for a whole design (what may differ: carbon_tax, carbon_value, "
            "electricity_price, electricity_co2)",
        ),
        (
            "Changes",
            change("dry", "Limits", "impact, co2, year", "most", 3),
            "Changes!D2 column: a limit holds whatever comes, or in expectation: it may differ between stages alone: clear the "
            "probabilities, and design with --scenario",
        ),
        (
            "Changes",
            change("dry", "Pipelines", "heat to mill", "status", "required"),
            "Changes!D2 column: what may be built is decided before a scenario comes: a status may differ between stages "
            "alone: clear the probabilities, and design with --scenario",
        ),
        (
            "Changes",
            change("then", "Pipelines", "heat to mill", "length", 3),
            "Changes!D2 column: length of Pipelines is one for a whole design, which builds once for all that may come",
        ),
    ],
)
def test_what_cannot_be_together_is_named(sheet, rows, said):
    if sheet == "Changes" and rows[0]["sheet"] == "Pipelines":
        sheets = ahead(
            Pipelines=[
                {**row, "link": row.get("link") or f"pipe {place}"} for place, row in enumerate(tidy()["Pipelines"])
            ]
        )
        rows[0]["key"] = next(row["link"] for row in sheets["Pipelines"] if row["status"] == "optional")
    else:
        sheets = ahead()
    assert said in said_of(sheet, sheets | {sheet: rows})


@pytest.mark.parametrize(
    ("settings", "odds", "said"),
    [
        ({"risk": "CVaR"}, True, "risk is CVaR, and risk_tail is not given: add a row risk_tail, such as 10 (%)"),
        ({"risk": "worst case"}, False, "risk is worst case, and no scenario has a probability"),
    ],
)
def test_risk_needs_what_it_weighs(settings, odds, said):
    sheets = ahead() if odds else tidy()
    rows = [*sheets["Settings"], *({"setting": name, "value": value} for name, value in settings.items())]

    assert any(said in one for one in said_of("Settings", sheets | {"Settings": rows}))
