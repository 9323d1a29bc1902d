"""Funding held against all networks there are, and against arithmetic."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from parks.funded import FIRMS, Funded, Pipe, capital
from parks.rows import pipe, size
from sidestream.errors import UsageError
from sidestream.solver.components import split
from sidestream.studies.firms import FirmsPark
from sidestream.studies.fund import Wanted, asking, budget, fund, study
from sidestream.studies.fund.links import Purses
from sidestream.studies.options import Options

EXACT = Options(gap=0.0)


@pytest.fixture(autouse=True)
def unread(request, monkeypatch):
    """Leave the audit away, which takes longer than all else; but where `audited` is asked for."""
    if "audited" not in request.fixturenames:
        monkeypatch.setattr(FirmsPark, "read", lambda *_: None)


@pytest.fixture
def audited():
    """Networks are read back and audited here."""


def of_links(found):
    return found["Funding by link"].set_index("links")


@pytest.mark.parametrize(
    ("seed", "left_out"), [(1, []), (0, ["apart-mill", "apart-town"]), (2, ["shared-town", "twin-town"])]
)
def test_all_that_is_said_is_so_of_all_networks(seed, left_out):
    known = Funded.drawn(seed).without(*left_out)
    found = fund(known.park(), EXACT)
    frame, free = of_links(found), known.cheapest()

    for one in known.pipes:
        row, target = frame.loc[one.name], known.cheapest(frozenset([one.name]))
        assert row["anyway"] == ("yes" if one.name in free else "no")
        assert row["co2_less"] == pytest.approx(known.co2(free) - known.co2(target), abs=1e-6)
        anyhow, needs = known.response(target), known.response(target, 1.0)
        least = sum((needs or anyhow).values())
        assert row["response"] == pytest.approx(least, rel=1e-5, abs=1e-5)
        assert row["within_cap"] == ("no" if needs is None else "yes")
        whole = known.whole(target)
        assert (
            row["whole"] == pytest.approx(whole, rel=1e-5, abs=1e-3) if whole is not None else math.isnan(row["whole"])
        )
    curve = found["Budget curve"][["given", "co2_less"]].to_numpy(float)
    assert [tuple(one) for one in curve] == [pytest.approx(one, rel=1e-5, abs=1e-5) for one in known.curve(1.0)]
    assert found.facts["enough"]


@pytest.mark.parametrize("seed", [4])
def test_where_not_every_network_is_tried_the_best_use_is_found_and_proven_too(seed, monkeypatch):
    monkeypatch.setattr(study, "MOST", 0)
    known = Funded.drawn(seed).without("apart-mill", "apart-town")
    found = fund(known.park(), EXACT, Wanted(budget=450))
    given, less = max(one for one in known.curve(1.0) if one[0] <= 450)
    last = found["Budget curve"].iloc[-1]

    assert (last["given"], last["co2_less"], last["most_less"]) == pytest.approx(
        (given, less, less), rel=1e-5, abs=1e-4
    )
    assert found["Best use of the budget"]["given"].sum() == pytest.approx(given, rel=1e-5)
    assert not found.facts["every_network_tried"]
    assert found.facts["enough"]


@pytest.mark.parametrize("seed", [0, 1, 4])
def test_what_is_known_of_single_links_is_a_use_of_the_budget_too(seed, monkeypatch):
    # Nothing is looked for beside them: firms do for the money of the last point what is said, and no use of as much spares more.
    monkeypatch.setattr(study, "MOST", 0)
    monkeypatch.setattr(budget, "_looked_for", lambda *_: iter(()))
    known = Funded.drawn(seed)
    found = fund(known.park(), EXACT)
    last, names = found["Budget curve"].iloc[-1], {one.name: one for one in known.pipes}
    grants = found["Best use of the budget"].set_index("link")["given"]
    worth = {name: given * known.worth(names[name]) for name, given in grants.items()}
    paid = min(
        known.networks(),
        key=lambda built: (round(known.cost(built) - sum(worth.get(name, 0.0) for name in built), 4), known.co2(built)),
    )

    assert len(worth) > 1
    assert last["co2_less"] == pytest.approx(known.co2(known.cheapest()) - known.co2(paid), abs=1e-4)
    assert last["given"] == pytest.approx(grants.sum())
    assert last["co2_less"] <= max(less for given, less in known.curve(1.0) if given <= last["given"] + 1e-3) + 1e-4
    assert last["verdict"] == "not decided"


# One steam pipe of 1,000 EUR for 10 years at no interest: 100 EUR/a, of which the mill pays all and saves 90 of what it buys.
STEAM = Pipe("steam", "plant", "mill", "steam", 1000, 10, "mill")


def one_pipe(price=90.0, rate=0.0, **funder):
    """The steam pipe; what is bought instead causes 5 t."""
    known = Funded([STEAM], ["steam"], {("mill", "steam"): (price, 5.0)}, dict.fromkeys(FIRMS, rate))
    return known.park(Funding=[{"funder": "municipality", "discount_rate": 0, **funder}])


def test_a_pipe_that_misses_by_10_a_year(audited):
    # 10 EUR/a over 10 years at no interest: 100 EUR once, 10 % of the pipe; 5 t/a less at 10 EUR/a: 2 EUR/t.
    found = fund(one_pipe(budget=500), EXACT)
    row = of_links(found).loc["steam"]
    gains = found["Who gains"].set_index("who")
    bill = found["Bills"].iloc[0]

    assert row["anyway"] == "no"
    assert (row["whole"], row["response"], row["response_share"]) == pytest.approx((100, 100, 0.1), abs=1e-4)
    assert (row["co2_less"], row["price"]) == pytest.approx((5, 2))
    assert (row["public_npv"], row["private_npv"]) == pytest.approx((-100, -100))
    assert found["Best use of the budget"][["link", "payer", "given", "worth"]].to_numpy().tolist() == [
        ["steam", "mill", pytest.approx(100), pytest.approx(10)]
    ]
    assert gains.loc["mill", ["today", "without", "with", "given", "gain"]].tolist() == pytest.approx(
        [90, 90, 100, 100, 0]
    )
    assert gains.loc["municipality", "gain"] == pytest.approx(-10)
    assert gains.loc["all together", "gain"] == pytest.approx(-10)
    assert [
        bill[name] for name in ("needed", "served", "before", "bought", "links_cost", "given", "after")
    ] == pytest.approx([1, 1, 90, 0, 100, 10, 90])
    assert found.facts["enough"]


def test_what_is_built_anyway_takes_nothing():
    found = fund(one_pipe(price=110), EXACT)
    row = of_links(found).loc["steam"]

    assert (row["anyway"], row["whole"], row["response"], row["co2_less"]) == ("yes", 0, 0, 0)
    assert "changes nothing" in row["note"]
    assert len(found["Budget curve"]) == 1
    assert found["Best use of the budget"].empty


def test_a_tie_goes_the_towns_way():
    # 100 saved and 100 paid: firms do not mind, and causing less is what they do.
    found = fund(one_pipe(price=100), EXACT)

    assert of_links(found).loc["steam", "anyway"] == "yes"


def test_a_cap_that_is_in_the_way():
    # It takes 10 % of the pipe, and no more than 5 % may be given.
    found = fund(one_pipe(most_share=5), EXACT)
    row = of_links(found).loc["steam"]

    assert (row["within_cap"], row["response"]) == ("no", pytest.approx(100))
    assert "takes more than the 5 % that may be given" in row["note"]
    assert len(found["Budget curve"]) == 1


def test_a_budget_that_is_too_small():
    found = fund(one_pipe(budget=99), EXACT)

    assert found["Budget curve"]["within_budget"].tolist() == ["yes", "no"]
    assert found["Best use of the budget"].empty


def test_a_grant_is_worth_what_the_payers_own_rate_says():
    # At 8 %/a the annuity of 1,000 EUR over 10 years is 149.03 EUR; the mill saves 140. 9.03 EUR/a are 60.59 EUR once.
    found = fund(one_pipe(price=140, rate=8), EXACT)

    assert of_links(found).loc["steam", "response"] == pytest.approx(
        (1000 * capital(0.08, 10) - 140) / capital(0.08, 10)
    )


def test_two_pipes_that_pay_only_together(audited):
    # trunk 100 and branch 50 a year, at no interest; what the town buys costs 120. Alone neither is of use: the town's branch
    # without a trunk costs 50 and brings nothing, so that for either the network with both is what firms would have: it misses
    # by 30 EUR/a, 300 EUR once.
    pipes = [
        Pipe("trunk", "plant", "hub", "heat", 1000, 10, "plant"),
        Pipe("branch", "hub", "town", "heat", 500, 10, "town"),
    ]
    known = Funded(pipes, ["heat"], {("town", "heat"): (120.0, 6.0)}, dict.fromkeys(FIRMS, 0.0))
    found = fund(known.park(), EXACT, Wanted(links=("trunk", "branch")))
    frame = of_links(found)

    assert frame["response"].to_dict() == pytest.approx({"branch": 300, "trunk": 300, "branch; trunk": 300})
    assert frame.loc["trunk", "brings"] == "branch"
    assert found["Budget curve"]["co2_less"].tolist() == pytest.approx([0, 6])


def test_nobody_worse_off_takes_less_than_the_firms_cheapest():
    # Two pipes for one supply, 100 EUR/a each: the mill saves 150 by its own, the town 120. Firms lay the mill's. That the town
    # has it instead leaves nobody worse off than today; but to have firms want it takes the difference, 30 EUR/a, 300 EUR.
    pipes = [Pipe(f"to {who}", "plant", who, "heat", 1000, 10, who) for who in ("mill", "town")]
    needs = {("mill", "heat"): (150.0, 1.0), ("town", "heat"): (120.0, 9.0)}
    found = fund(Funded(pipes, ["heat"], needs, dict.fromkeys(FIRMS, 0.0)).park(), EXACT)
    frame = of_links(found)

    assert frame["anyway"].to_dict() == {"to mill": "yes", "to town": "no"}
    assert frame.loc["to town", ["whole", "response", "drops"]].tolist() == [0, pytest.approx(300), "to mill"]
    assert frame.loc["to town", "co2_less"] == pytest.approx(8)


def test_nobody_worse_off_can_take_more_than_the_firms_cheapest():
    # The plant pays for the pipe and the mill saves: they can pay each other, so nothing is needed. Where a third pays who is no
    # end of it, nothing it is paid goes along the link: it has to be made whole by the grant, 100 EUR/a of 1,000 EUR.
    known = Funded(
        [STEAM._replace(payer="town")], ["steam"], {("mill", "steam"): (150.0, 5.0)}, dict.fromkeys(FIRMS, 0.0)
    )
    row = of_links(fund(known.park(), EXACT)).loc["steam"]

    assert (row["anyway"], row["response"]) == ("yes", 0)
    assert row["whole"] == pytest.approx(1000)


def test_a_loan_for_the_same_effect():
    # At 8 %/a the mill lacks 9.03 EUR/a, 60.59 EUR once. A loan over 10 years at 2 %: 1 EUR of it is worth 1 - 0.11133 / 0.14903 =
    # 0.2530 EUR, so that 239.5 EUR have to be lent. At its own 2 % that costs the municipality nothing.
    park = one_pipe(price=140, rate=8, loan_rate=2, loan_years=10)
    found = fund(park, EXACT, Wanted(discount_rate=0.02))
    row = found["Loans"].iloc[0]
    short = (1000 * capital(0.08, 10) - 140) / capital(0.08, 10)

    assert row["grant"] == pytest.approx(short)
    assert row["loan"] == pytest.approx(short / (1 - capital(0.02, 10) / capital(0.08, 10)))
    assert row["loan_cost"] == pytest.approx(0, abs=1e-9)
    assert (row["within_cap"], row["cheaper"]) == ("yes", "loan")


def test_who_lends_reckons_in_what_is_lent():
    found = fund(one_pipe(price=140, rate=8, kind="loan", loan_rate=2, loan_years=10, budget=200), EXACT)
    short = (1000 * capital(0.08, 10) - 140) / capital(0.08, 10)

    assert of_links(found).loc["steam", "response"] == pytest.approx(found["Loans"].loc[0, "loan"])
    assert found["Loans"].loc[0, "grant"] == pytest.approx(short)
    assert found["Best use of the budget"].empty  # 239.5 EUR are more than 200


def test_a_loan_that_is_dearer_than_money_of_ones_own():
    found = fund(one_pipe(price=90, rate=0, kind="loan", loan_rate=5, loan_years=10), EXACT)
    row = of_links(found).loc["steam"]

    assert math.isnan(row["response"])
    assert "no loan on these terms" in row["note"]


def test_each_funder_by_itself():
    rows = [
        {"funder": "municipality", "eligible": "town", "discount_rate": 0},
        {"funder": "region", "eligible": "pipeline; mill", "discount_rate": 0},
        {"funder": "road fund", "eligible": "truck route"},
    ]
    known = Funded([STEAM], ["steam"], {("mill", "steam"): (90.0, 5.0)}, dict.fromkeys(FIRMS, 0.0))
    found = fund(known.park(Funding=rows), EXACT)

    assert found["Funders"]["links"].tolist() == [0, 1, 0]
    assert found["Funding by link"][["funder", "links"]].to_numpy().tolist() == [["region", "steam"]]


def test_a_link_that_nobody_can_pay_towards():
    with pytest.raises(UsageError, match="nobody can pay towards 'steam'"):
        fund(one_pipe(eligible="town"), EXACT, Wanted(links=("steam",)))
    with pytest.raises(UsageError, match="no link is called 'stem' - did you mean 'steam'"):
        fund(one_pipe(), EXACT, Wanted(links=("stem",)))


def test_what_nobody_said_is_told():
    terms = fund(one_pipe(), EXACT)["Funders"].loc[0, "terms"]

    assert "no limit to the budget" in terms
    assert "every pipeline that may be built is eligible" in terms


def in_two_sizes(small, large):
    """The steam pipe from the catalogue, at no interest: each size costs so much once and lasts so long."""
    known = Funded([STEAM], ["steam"], {("mill", "steam"): (90.0, 5.0)}, dict.fromkeys(FIRMS, 0.0))
    rows = [pipe("plant", "mill", "steam", link="steam", sizes="S; L", payer="mill", length=1)]
    sizes = [
        size(name, 10, cost / 1000, medium="solid", capacity_unit="t/a", life=life)
        for name, (cost, life) in (("S", small), ("L", large))
    ]
    funder = [{"funder": "municipality", "discount_rate": 0}]
    return known.park(Pipelines=rows, PipeSizes=sizes, Funding=funder)


def test_a_grant_is_for_whichever_size_is_built():
    # S costs 1,000 EUR for 10 years, 100 EUR/a; L 2,400 for 20, 120 EUR/a: 100 EUR are enough for S, and worth less with L.
    found = fund(in_two_sizes((1000, 10), (2400, 20)), EXACT)

    assert of_links(found).loc["steam", ["response", "investment"]].tolist() == pytest.approx([100, 1000])
    assert found.facts["enough"]


def test_a_grant_can_change_the_size():
    # S costs 2,000 EUR for 20 years, 100 EUR/a, and would need 10/0.05 = 200 EUR; L, 1,040 for 10 years, 104 EUR/a, needs 14/0.1 =
    # 140 EUR, and with 200 firms would rather lay L at 84. No grant makes S the cheapest: it is L, with 140 EUR.
    found = fund(in_two_sizes((2000, 20), (1040, 10)), EXACT)

    assert of_links(found).loc["steam", ["response", "investment"]].tolist() == pytest.approx([140, 1040])
    assert of_links(found).loc["steam", "within_cap"] == "yes"
    assert found["Budget curve"]["given"].tolist() == pytest.approx([0, 140])


def test_networks_tried_in_processes_of_their_own(monkeypatch):
    monkeypatch.setattr(asking, "ALONE", -1.0)
    known = Funded.drawn(3).without("apart-mill", "apart-town", "twin-town", "branch-mill", "shared-town")
    here = fund(known.park(), EXACT)
    beside = fund(known.park(), Options(gap=0.0, jobs=2))

    for sheet in ("Funding by link", "Budget curve"):
        for name, column in here[sheet].items():
            told = beside[sheet][name].tolist()
            assert told == (pytest.approx(column.tolist(), nan_ok=True) if column.dtype == float else column.tolist())


def known_only_to(monkeypatch, little):
    """Searches prove no more than that all answers cost at most so much more than the best; networks are not tried one by one."""
    of_park, of_asking = FirmsPark.design, asking.Asking._found

    def design(*words, **more):
        found, values, read = of_park(*words, **more)
        return replace(found, status="stopped", bound=found.cost - little, shares=[]), values, read

    def less_sure(*words, **more):
        found = of_asking(*words, **more)
        if found.values is None:
            return found
        return replace(found, status="stopped", bound=found.bound - little)

    monkeypatch.setattr(study, "MOST", 0)
    monkeypatch.setattr(study, "curve", lambda *_: [])
    monkeypatch.setattr(FirmsPark, "design", design)
    monkeypatch.setattr(asking.Asking, "_found", less_sure)
    monkeypatch.setattr(asking.Asking, "ahead", lambda *_: None)


@pytest.mark.parametrize("seed", [1, 4])
@pytest.mark.parametrize("little", [1e-3, 12.0])
def test_what_is_known_within_bounds_holds_the_truth(seed, little, monkeypatch):
    known_only_to(monkeypatch, little)
    known = Funded.drawn(seed)
    frame, free = of_links(fund(known.park(), EXACT)), known.cheapest()

    for one in known.pipes:
        row, target = frame.loc[one.name], known.cheapest(frozenset([one.name]))
        dearer = known.cost(target) - min(known.cost(some) for some in known.networks() if one.name not in some)
        needs = sum(known.response(target).values())
        assert row["anyway"] in ("not decided", "yes" if one.name in free else "no")
        assert row["response_least"] - 1e-4 <= needs <= row["response"] + 1e-4
        assert row["verdict"] == "between bounds"
        if row["anyway"] != "yes":
            assert row["dearer_least"] - 1e-4 <= dearer <= row["dearer_most"] + 1e-4


def test_a_grant_between_two_bounds(monkeypatch):
    # Firms pay 90 without the pipe and 100 with it, either at most 3 less: 7 to 13 EUR/a dearer, so that it takes 70 to 130 EUR.
    known_only_to(monkeypatch, 3.0)
    found = fund(one_pipe(most_share=12), EXACT)
    row = of_links(found).loc["steam"]

    assert (row["anyway"], row["verdict"], row["within_cap"]) == ("no", "between bounds", "not decided")
    assert row[["dearer_least", "dearer_most", "response_least", "response"]].tolist() == pytest.approx(
        [7, 13, 70, 130]
    )
    assert not found.facts["enough"]


def test_whether_it_is_built_without_us_is_not_decided_where_the_bounds_say_neither(monkeypatch):
    # The same, but at most 12 less: 2 EUR/a cheaper to 22 dearer.
    known_only_to(monkeypatch, 12.0)
    row = of_links(fund(one_pipe(), EXACT)).loc["steam"]

    assert (row["anyway"], row["response_least"], row["response"]) == ("not decided", 0, pytest.approx(220))
    assert "firms pay within 22 a year the same either way" in row["note"]


def test_built_without_us_though_it_is_not_proven_what_firms_do(monkeypatch):
    # Firms pay 100 with the pipe, and 110 without it: proven 107, and so more than 100.
    known_only_to(monkeypatch, 3.0)
    row = of_links(fund(one_pipe(price=110), EXACT)).loc["steam"]

    assert (row["anyway"], row["response"], row["verdict"]) == ("yes", 0, "between bounds")


def test_what_a_link_takes_is_proven_in_its_own_part_of_the_park(monkeypatch):
    # apart-mill is the only link of its goods: that 50 EUR/a are not proven elsewhere is all one to it, and not to the trunk.
    of_park = FirmsPark.design

    def design(firms, *words, **more):
        found, values, read = of_park(firms, *words, **more)
        problem, mine = firms.problem, Purses(firms).builds["apart-mill"]
        shares = [
            (
                one.columns,
                float(problem.cost[one.columns] @ values[one.columns]) - 50 * (not np.isin(mine, one.columns).all()),
            )
            for one in split(problem)
        ]
        return replace(found, status="stopped", bound=found.cost - 50, shares=shares), values, read

    monkeypatch.setattr(FirmsPark, "design", design)
    monkeypatch.setattr(study, "MOST", 0)
    monkeypatch.setattr(study, "curve", lambda *_: [])
    known = Funded.drawn(4)
    frame = of_links(fund(known.park(), EXACT, Wanted(links=("apart-mill", "branch-mill"))))
    row, target = frame.loc["apart-mill"], known.cheapest(frozenset(["apart-mill"]))

    assert row["anyway"] == "no"
    assert row[["response_least", "response"]].tolist() == pytest.approx([sum(known.response(target).values())] * 2)
    assert frame.loc["branch-mill", "response_least"] < frame.loc["branch-mill", "response"]


def test_what_there_was_no_time_to_audit_is_not_decided(monkeypatch):
    monkeypatch.setattr(study._Study, "_audited", lambda _, cases: (replace(one, audited=False) for one in cases))
    row = of_links(fund(one_pipe(), EXACT)).loc["steam"]

    assert row["verdict"] == "not decided"
    assert "no time to audit" in row["note"]
