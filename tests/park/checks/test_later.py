from park_from import park_tables
from sidestream.park.checks import checked


def warnings(**sheets):
    park = {
        "Participants": [{"participant": "plant", "kind": "industry"}, {"participant": "mill", "kind": "industry"}],
        "Commodities": [{"commodity": "gypsum", "unit": "t", "medium": "abstract"}],
        "Supplies": [{"participant": "plant", "commodity": "gypsum", "quantity": 5, "unit": "t/a", "disposal_cost": 1}],
        "Demands": [{"participant": "mill", "commodity": "gypsum", "quantity": 5, "unit": "t/a", "virgin_price": 1}],
        "Pipelines": [{"from": "plant", "to": "mill", "commodity": "gypsum", "status": "optional", "yearly_cost": 1}],
    }
    for sheet, more in sheets.items():
        if sheet == "Settings":
            park[sheet] = more
        else:
            park[sheet][0] |= more
    return [f"{fault.place} {fault.column}: {fault.message}" for fault in checked(*park_tables(**park), "park")[1]]


def test_nothing_is_said_of_columns_left_blank():
    assert warnings() == []


def test_what_a_design_does_not_use_yet_is_named_once_a_column():
    said = "is kept for later: a design does not use it yet"

    assert warnings(Demands={"backup": 50}) == [f"Demands!L1 backup [%]: {said}"]
    assert warnings(Settings={"outage_weeks": 4}) == [f"Settings!A2 setting: 'outage_weeks' {said}"]
