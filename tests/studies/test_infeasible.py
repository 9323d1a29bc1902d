"""A park without a design is never just infeasible: why, in the planner's own rows, and what would give it one."""

import json

import pytest

from park_from import make_park
from parks import demand
from sidestream.errors import InfeasibleError
from sidestream.studies import conflict, infeasible
from sidestream.studies.one_design import Options, design_network
from studies.contradictions import CONTRADICTIONS, steam


def refused(sheets):
    with pytest.raises(InfeasibleError) as caught:
        design_network(make_park(**sheets), Options(gap=0.0))
    return caught.value


def test_the_whole_message_of_what_is_found_by_solving():
    assert str(refused(CONTRADICTIONS["two_who_share"].sheets())).splitlines() == [
        "no design does everything that must be done.",
        "These 2 cannot hold together; without any one of them the others can:",
        "  Demands!D2  quantity: mill must be served 100 t/a of steam",
        "  Demands!D3  quantity: shop must be served 40 t/a of steam",
        "The smallest change that does, solved again with it:",
        "  Demands!D2  quantity: 100 t/a -> 80 t/a, 20 % less (mill, steam)",
        "With as little amiss as can be:",
        "  mill is short of 20 t of steam in year",
    ]


def test_the_whole_message_of_what_is_found_before():
    assert str(refused(CONTRADICTIONS["only_a_forbidden_pipe"].sheets())).splitlines() == [
        "no design does everything that must be done.",
        "What cannot be, whatever is built:",
        "  Demands!G2  if_not_served: must be served, and only forbidden links lead here with steam: 'plant-mill' (Pipelines!E2)",
        "These 2 cannot hold together; without any one of them the others can:",
        "  Demands!D2    quantity: mill must be served 100 t/a of steam",
        "  Pipelines!E2  status: the link 'plant-mill' is forbidden, and allowing it would help",
        "The smallest change that does, solved again with it:",
        "  Pipelines!E2  status: forbidden -> optional (plant-mill)",
        "Or these instead, solved again with them too:",
        "  Demands!D2  quantity: 100 t/a -> 0 t/a, 100 % less (mill, steam)",
        "With as little amiss as can be:",
        "  mill is short of 100 t of steam in year",
    ]


def test_a_limit_and_what_is_required():
    error = refused(CONTRADICTIONS["two_required_pipes_and_money_for_one"].sheets())

    assert "  Pipelines!E3  status: the link 'plant-shop' is required" in str(error)
    assert "  Limits!D2     most: all that is invested may be at most 1,500 EUR" in str(error)
    assert "  Limits!D2  most: 1500 EUR -> 2500 EUR, 66.7 % more (investment, once)" in str(error)


def test_nothing_was_solved_for_what_is_plain(monkeypatch):
    from sidestream.studies import finding

    monkeypatch.setattr(finding, "search_draft", None)
    assert refused(CONTRADICTIONS["only_pipe_too_small"].sheets()).impossible


def test_what_a_program_is_told():
    error = refused(CONTRADICTIONS["only_a_forbidden_pipe"].sheets())
    told = json.loads(json.dumps(error.as_dict()))

    assert [row["place"] for row in told["impossible"]] == ["Demands!G2"]
    assert [[row["place"] for row in rows] for rows in told["conflict"]] == [["Demands!D2", "Pipelines!E2"]]
    assert told["repair"] == [
        {
            "change": "Pipelines: plant-mill: status = optional",
            "place": "Pipelines!E2",
            "column": "status",
            "was": "forbidden",
            "value": "optional",
        }
    ]
    assert [row["change"] for row in told["instead"]] == ["Demands: mill, steam: quantity = 0 t/a"]
    assert told["shortfalls"] == [{"kind": "short", "where": ["mill", "steam", "", "year"], "amount": 100.0}]


def test_many_contradictions_are_counted_beyond_the_first_ones(monkeypatch):
    # Six mills need 5 t each of 4 t of steam of their own sort.
    count = 6
    monkeypatch.setattr(infeasible, "LISTED", 4)
    sheets = steam(*(demand(f"mill {number}", "steam", 5) for number in range(count)))
    names = [f"steam {number}" for number in range(count)]
    sheets["Commodities"] = [{**sheets["Commodities"][0], "commodity": name} for name in names]
    sheets["Supplies"] = [{**sheets["Supplies"][0], "commodity": name, "quantity": 4} for name in names]
    for rows in (sheets["Demands"], sheets["Pipelines"]):
        for row, name in zip(rows, names, strict=True):
            row["commodity"] = name
    error = refused(sheets)

    assert len(error.impossible) == len(error.conflicts) == len(error.repair) == len(error.shortfalls) == count
    assert str(error).count("and 2 more (--json lists them all)") == 3


def test_interrupted_it_says_what_it_knows():
    park = make_park(**CONTRADICTIONS["two_who_share"].sheets())
    error = infeasible.infeasible(park, wish=lambda: True)

    assert str(error).splitlines() == [
        "no design does everything that must be done.",
        "There was no time to tell which rows clash.",
        "No change that is proven to do was found in the time there was.",
    ]
    assert error.repair == error.conflicts == error.shortfalls == []


def test_how_far_the_search_for_a_conflict_got(monkeypatch):
    park = make_park(**CONTRADICTIONS["two_who_share"].sheets())
    cells = [("Demands", "quantity", 2), ("Demands", "quantity", 3)]
    for needed, words in ((1, "the first 1 are needed for that"), (0, "they may be too many")):
        part = conflict.Conflict(cells, needed)
        monkeypatch.setattr(infeasible, "conflicts", lambda *_, part=part: ([part], False))
        message = str(infeasible.infeasible(park))

        assert f"These 2 cannot hold together; as far as there was time to try, {words}:" in message
        assert "There was no time to tell whether more rows clash." in message


def test_a_time_limit_holds_for_the_explanation_too(monkeypatch):
    from sidestream.studies import prepared

    waited = []
    monkeypatch.setattr(prepared, "LEAST_EXPLAINING", 0.0)
    monkeypatch.setattr(prepared, "infeasible", lambda _park, wish, *_: waited.append(wish()) or InfeasibleError(""))
    for limit in (1e-9, 100.0):
        with pytest.raises(InfeasibleError):
            design_network(make_park(**CONTRADICTIONS["only_pipe_too_small"].sheets()), Options(time_limit=limit))

    assert waited == [True, False]
