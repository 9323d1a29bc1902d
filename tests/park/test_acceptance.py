import pandas as pd

from sidestream.park.acceptance import acceptance


def rows(demands, substitutions):
    d = pd.DataFrame(demands, columns=["participant", "commodity"])
    s = pd.DataFrame(substitutions, columns=["by_product", "need", "ratio", "participant"])
    return [tuple(row) for row in acceptance(d, s).itertuples(index=False)]


def test_a_commodity_serves_itself():
    assert rows([("mill", "gypsum")], []) == [(0, "gypsum", 1.0)]


def test_a_row_may_say_otherwise():
    assert rows([("mill", "gypsum")], [("gypsum", "gypsum", 0.9, "")]) == [(0, "gypsum", 0.9)]


def test_a_row_for_a_participant_replaces_the_row_for_everywhere():
    said = [("slag", "sand", 0.8, ""), ("slag", "sand", 0.5, "mill"), ("ash", "sand", 0.7, "yard")]

    assert rows([("mill", "sand"), ("yard", "sand")], said) == [
        (0, "sand", 1.0),
        (0, "slag", 0.5),
        (1, "ash", 0.7),
        (1, "sand", 1.0),
        (1, "slag", 0.8),
    ]
