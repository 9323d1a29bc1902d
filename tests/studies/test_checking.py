from park_from import make_park
from parks import two_sites
from sidestream.park.checks import check
from sidestream.studies.checking import with_impossible


def short(**demand):
    sheets = two_sites(pipe_cost=10)
    row = {name: cell for name, cell in sheets["Demands"][0].items() if name != "virgin_price"}
    sheets["Demands"] = [row | {"if_not_served": "must serve", "quantity": 70} | demand]
    return sheets


def said(sheets):
    park = make_park(**sheets)
    return [f"{one.place} {one.message}" for one in with_impossible(park, check(park))]


def test_a_need_beyond_all_that_can_come_is_warned_of():
    assert said(short()) == ["Demands!D2 at most 50 t can come a year, and 70 t must be served: 20 t too much"]


def test_a_need_to_which_nothing_leads_is_told_once():
    sheets = short(quantity=10)
    sheets["Pipelines"] = []

    assert len([words for words in said(sheets) if words.startswith("Demands!")]) == 1


def test_where_nothing_must_be_nothing_is_added():
    assert said(two_sites(pipe_cost=10)) == []
