"""What a loss costs those who are left, worked out by hand and by trying everything."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from park_from import make_park
from parks import SOLVED, sampled
from parks.outages import YEAR, plant_and_two_mills, sources_of_a_mill
from parks.passing_on import chain
from parks.rows import commodity, demand, gate, halves, pipe, sites, supply
from sidestream.errors import InfeasibleError, UsageError
from sidestream.studies import reading_back
from sidestream.studies.options import Options
from sidestream.studies.outage import Insurance, cases, outages, weeks_of

EXACT = Options(gap=0.0)
BOTH = ["plant 0", "plant 1"]


@pytest.fixture
def quickly(monkeypatch):
    """Without audits, which take most of the time; the other tests, and those of the command, have them."""
    monkeypatch.setattr(reading_back, "audit", lambda *_: [])


def asked(sheets, weeks=YEAR, only=(), insurance=None):
    return outages(make_park(**sheets), EXACT, weeks, only, insurance)


def of(found, *columns, which="best"):
    """Figures of each loss, by its name; nothing at all is called ''."""
    frame = found["Outages"]
    frame = frame[frame["design"] == which].set_index("name")
    return {name: tuple(frame.loc[name, list(columns)]) for name in frame.index}


def test_losses_by_hand():
    # Without the plant the mills buy 3,000 + 1,200; without a pipe its mill buys, and the plant disposes of 600 or 400; without a
    # mill it disposes of that. The pipes are paid for in any case.
    found = asked(plant_and_two_mills())
    costs = {name: cost for name, (cost,) in of(found, "extra_cost").items()}

    assert list(costs) == ["", "plant", "pipe a", "pipe b", "mill a", "mill b"]
    assert list(costs.values()) == pytest.approx([0, 4_200, 3_600, 1_600, 600, 400])
    assert found["Outages"]["rank"].tolist()[1:] == [1, 2, 3, 4, 5]
    hit = found["Hit by outages"]
    assert hit.loc[hit["name"] == "pipe a", ["participant", "extra_cost"]].to_numpy().tolist() == [
        ["mill a", pytest.approx(3_000)],
        ["plant", pytest.approx(600)],
    ]
    assert of(found, "hardest_hit", "hit_by")["mill b"] == ("plant", pytest.approx(400))
    assert found["Unmet in outages"].empty
    assert found.facts["enough"]
    assert found.facts["no_backup_given"] == 2


def test_what_the_old_plant_cannot_carry_goes_unmet():
    # Three mills of 20 t whose old plants carry half: each buys 10 t at 50, and 10 t go without; for nothing, for 80 or for 20 a t.
    # The last would be cheaper off to go without all of it: it buys all the same, as long as it can.
    mills = {"none": None, "dear": 80, "cheap": 20}
    sheets = {
        "Participants": sites("plant", *mills),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 60)],
        "Demands": [demand(name, "ash", 20, 50, backup=50, shortage_cost=cost) for name, cost in mills.items()],
        "Pipelines": [pipe("plant", name, "ash", yearly_cost=1) for name in mills],
    }
    found = asked(sheets, only=["plant"])
    unmet = found["Unmet in outages"].set_index("participant")
    hit = found["Hit by outages"].set_index("participant")["extra_cost"].to_dict()

    assert of(found, "needs_unmet", "unmet", "hardest_hit")["plant"] == (3, "30 t of ash", "dear")
    assert hit == pytest.approx({"none": 500, "dear": 1_300, "cheap": 700})
    assert unmet["amount"].to_dict() == pytest.approx(dict.fromkeys(mills, 10))
    assert unmet["share"].tolist() == pytest.approx([0.5] * 3)
    assert unmet["priced"].to_dict() == {"none": "no", "dear": "yes", "cheap": "yes"}


@pytest.mark.usefixtures("quickly")
def test_what_is_bought_already_can_be_bought_in_an_outage():
    # mill b has no pipe and buys 40 t as ever: its old plant carries them, whatever its backup. 60 t of ash are all there is.
    sheets = plant_and_two_mills(b={"backup": 10})
    sheets["Pipelines"] = sheets["Pipelines"][:1]
    found = asked(sheets, only=["plant", "mill a"])

    assert {name: row for name, row in of(found, "extra_cost", "needs_unmet").items() if name} == {
        "plant": (pytest.approx(3_000), 0),
        "mill a": (pytest.approx(600), 0),
    }


def test_what_must_be_and_cannot_is_unmet_never_infeasible():
    # mill b must be served, and the plant's ash must go: both are told, and neither has a price.
    sheets = plant_and_two_mills(b={"if_not_served": "must serve", "virgin_price": None})
    sheets["Supplies"] = [supply("plant", "ash", 100, if_not_taken="must go")]
    found = asked(sheets, only=["plant", "mill a", "pipe b"])
    told = of(found, "unmet", "extra_cost", "no_price")

    assert told["plant"] == ("40 t of ash", pytest.approx(3_000), pytest.approx(1))
    assert told["mill a"] == ("60 t of ash that must go", pytest.approx(0), pytest.approx(0.6))
    assert told["pipe b"] == ("40 t of ash; 40 t of ash that must go", pytest.approx(0), pytest.approx(1.4))
    assert list(told)[1:] == ["pipe b", "plant", "mill a"]  # 1.4, 1 and 0.6 needs without a price


@pytest.mark.usefixtures("quickly")
def test_least_goes_unmet_before_anything_is_saved():
    # Of 100 t the lost well gave 60. 40 are left for two mills whose old plants are gone; a's need of 60 t counts a 60th a t, b's of
    # 40 t a 40th: b is served whole, and a goes without, though a t of dear ash at a's would be worth more.
    sheets = {
        "Participants": sites("well", "spring", "mill a", "mill b"),
        "Commodities": [commodity("water", medium="water")],
        "Supplies": [supply("well", "water", 60), supply("spring", "water", 40)],
        "Demands": [demand("mill a", "water", 60, 50, backup=0), demand("mill b", "water", 40, 10, backup=0)],
        "Pipelines": [
            pipe(one, other, "water", yearly_cost=1) for one in ("well", "spring") for other in ("mill a", "mill b")
        ],
    }
    sheets["Pipelines"] = [row | {"status": "existing"} for row in sheets["Pipelines"]]
    found = asked(sheets, only=["well"])
    (row,) = found["Unmet in outages"].to_dict("records")

    assert (row["participant"], row["amount"]) == ("mill a", pytest.approx(60))


@pytest.mark.usefixtures("quickly")
def test_who_passes_on_still_does():
    # The dealer gives and needs nothing itself: lost, it still passes on. A firm that does not pass on is no way through.
    found = asked(chain(sites("plant", "mill", passing_on="dealer")), only=["dealer", "dealer-mill"])

    assert of(found, "extra_cost")["dealer"] == (0,)
    assert of(found, "extra_cost")["dealer-mill"] == (pytest.approx(100 * 50 + 100 * 10),)


def test_a_junction_cannot_be_lost():
    sheets = chain(sites("plant", "mill", junctions="dealer"))
    for row in sheets["Pipelines"]:
        row["payer"] = "plant" if row["to"] == "dealer" else "mill"

    with pytest.raises(UsageError, match="only passes on"):
        asked(sheets, only=["dealer"])


def test_the_worst_period_is_the_one_in_which_an_hour_costs_most():
    # Three quarters of the need are of winter: 75 t in 4,380 h for 50 EUR each; a year of winter would cost twice that.
    sheets = {
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 100, profile="heating")],
        "Demands": [demand("mill", "ash", 100, 50, profile="heating", backup=50)],
        "Pipelines": [pipe("plant", "mill", "ash", yearly_cost=1)],
        **halves(heating=(1.5, 0.5)),
    }
    found = asked(sheets, weeks=1, only=["plant"])
    (unmet,) = found["Unmet in outages"].to_dict("records")

    assert of(found, "worst_period", "worst_cost", "extra_cost")["plant"] == (
        "winter",
        pytest.approx(37.5 * 50 / 4_380 * 168),
        pytest.approx(50 * 50 / 8_760 * 168),
    )
    assert unmet["worst_share"] == pytest.approx(0.5)


def test_backup_counts_in_each_period():
    # In summer the plant's even 25 t meet the 25 t needed; in winter they meet 25 of 75, and 50 are bought already, which is more
    # than the backup of 20 t: without the plant 25 t go unmet in winter, and 80 % of 25 t in summer.
    sheets = {
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 50)],
        "Demands": [demand("mill", "ash", 100, 50, profile="heating", backup=20)],
        "Pipelines": [pipe("plant", "mill", "ash", yearly_cost=1)],
        **halves(heating=(1.5, 0.5)),
    }
    found = asked(sheets, only=["plant"])
    (unmet,) = found["Unmet in outages"].to_dict("records")

    assert unmet["amount"] == pytest.approx(25 + 20)
    assert (unmet["worst_period"], unmet["worst_share"]) == ("summer", pytest.approx(0.8))
    assert of(found, "extra_cost")["plant"] == (pytest.approx(5 * 50),)


def test_by_products_may_serve_no_larger_share_in_an_outage():
    # At most half of a's need may be by-products: 30 t are bought in any case, and that is more than a backup of 20 %.
    found = asked(plant_and_two_mills(a={"backup": 20, "most_by_product": 50}), only=["plant", "mill b"])

    assert of(found, "extra_cost", "unmet")["plant"] == (pytest.approx(1_200), "30 t of ash")
    assert of(found, "extra_cost", "unmet")["mill b"] == (pytest.approx(400), "")


def test_limits_hold_as_long_as_nothing_more_goes_unmet_for_them():
    # At least 40 t must come to mill b: without mill a they do, without the plant they cannot.
    least = {"on": "throughput", "key": "pipe b", "least": 40, "unit": "t/a"}
    found = asked(plant_and_two_mills(Limits=[least]), only=["plant", "mill a"])
    notes = {name: note for name, (note,) in of(found, "note").items()}

    assert notes["mill a"] == notes[""] == ""
    assert "limits" in notes["plant"]
    assert of(found, "extra_cost")["plant"] == (pytest.approx(4_200),)


def test_a_gate_too_narrow_is_named():
    # The plant can dispose of 50 t a year; without mill a 60 are left over.
    sheets = plant_and_two_mills(Expansions=[gate("disposal", "plant", "ash", 50)])
    found = asked(sheets, only=["mill a"])

    assert of(found, "unmet", "needs_unmet")["mill a"] == ("10 t of ash that must go", 1)
    assert "too much" in of(found, "note")["mill a"][0]


def test_stages_and_scenarios_are_asked_each_by_itself():
    sheets = plant_and_two_mills(
        Scenarios=[{"scenario": "as it is", "probability": 50}, {"scenario": "dear", "probability": 50}],
        Changes=[{"when": "dear", "sheet": "Demands", "key": "mill a, ash", "column": "virgin_price", "value": 100}],
    )
    found = asked(sheets, only=["plant"])
    frame = found["Outages"]
    costs = frame[frame["name"] == "plant"].set_index("when")["extra_cost"].to_dict()

    assert costs == {"as it is": pytest.approx(4_200), "dear": pytest.approx(7_200)}
    with pytest.raises(UsageError, match="--no-scenarios"):
        asked(sheets, insurance=Insurance(0.02))


def test_how_long_is_said_by_somebody():
    park = make_park(**plant_and_two_mills())

    assert weeks_of(park, None, for_good=True) == pytest.approx(YEAR)
    assert weeks_of(make_park(**plant_and_two_mills(Settings={"outage_weeks": 3})), None, for_good=False) == 3
    with pytest.raises(UsageError, match="outage_weeks"):
        weeks_of(park, None, for_good=False)
    with pytest.raises(UsageError, match="longer than a year"):
        weeks_of(park, 60, for_good=False)


@pytest.mark.parametrize(
    ("insurance", "words"),
    [
        (Insurance(0.3), "leave no time"),
        (Insurance(0.1, "CVaR"), "--risk-tail"),
    ],
)
def test_losses_that_cannot_be_weighed(insurance, words):
    with pytest.raises(UsageError, match=words):
        asked(sources_of_a_mill([(1, 1), (1, 1), (1, 1)], 1, 1, 100, 1), insurance=insurance)


@pytest.mark.usefixtures("quickly")
def test_a_second_pipe_pays_only_where_losses_are_weighed():
    # The old plant is gone: 100 t short cost 100,000. Lost for good with 2 % a year they cost 2,000 expected, more than 1,500 for the
    # second pipe.
    sheets = sources_of_a_mill([(100, 1_000), (100, 1_500)], 100, 50, 0, 1_000)
    found = asked(sheets, only=BOTH, insurance=Insurance(0.02))
    figures = found["Insured design"].set_index("figure")

    assert of(found, "extra_cost")["plant 0"] == (pytest.approx(100_000),)
    assert of(found, "extra_cost", which="insured")["plant 0"] == (pytest.approx(0, abs=1e-6),)
    assert figures.loc["cost where nothing happens", ["best", "insured", "more"]].tolist() == pytest.approx(
        [1_000, 2_500, 1_500]
    )
    assert figures.loc["expected cost", ["best", "insured"]].tolist() == pytest.approx([3_000, 2_500])
    assert figures.at["made small", "insured"] == pytest.approx(2_500)
    assert found["Insured builds"][["name", "best", "insured"]].to_numpy().tolist() == [
        ["pipe 1", "no", "yes"],
        ["pipe 0", "yes", "yes"],
    ]


@pytest.mark.usefixtures("quickly")
def test_the_worst_case_is_insured_however_rare_it_is():
    sheets = sources_of_a_mill([(100, 1_000), (100, 1_500)], 100, 50, 0, 1_000)
    found = asked(sheets, only=BOTH, insurance=Insurance(0.0001, "worst case"))["Insured design"].set_index("figure")

    assert found.at["extra cost of the worst loss", "insured"] == pytest.approx(0, abs=1e-6)
    assert found.at["made small", "insured"] == pytest.approx(2_500)
    with pytest.raises(UsageError, match="--for-good"):
        asked(sheets, weeks=4, insurance=Insurance(0.02, "worst case"))


def served(sources, built, need, price, backup, shortage, lost=None, normal=None):
    """What the mill pays with some pipes built, without one plant; `normal` is what comes when nothing is lost."""
    comes = min(need, sum(sources[place][0] for place in built if place != lost))
    buys = need - comes
    if lost is not None:
        buys = min(buys, max(need - min(need, normal), backup / 100 * need))
    return buys * price + (need - comes - buys) * shortage


@pytest.mark.usefixtures("quickly")
@pytest.mark.parametrize(("seed", "share"), sampled([(1, 0.5), (0, 1.0)], 2))
def test_against_all_sets_of_pipes(seed, share):
    random = np.random.default_rng(seed)
    sources = [(float(random.integers(20, 80)), float(random.integers(100, 900))) for _ in range(3)]
    need, price, backup, shortage, chance = 100.0, 20.0, 0.0, 500.0, 0.04
    every = [built for count in range(4) for built in combinations(range(3), count)]

    def normal(built):
        return sum(sources[place][1] for place in built) + served(sources, built, need, price, backup, shortage)

    def extra(built, lost):
        comes = sum(sources[place][0] for place in built)
        with_loss = served(sources, built, need, price, backup, shortage, lost, comes)
        return share * (with_loss - served(sources, built, need, price, backup, shortage))

    best = min(every, key=normal)
    sheets, plants = sources_of_a_mill(sources, need, price, backup, shortage), [f"plant {place}" for place in range(3)]
    found = asked(sheets, YEAR * share, plants, Insurance(chance))
    figures = found["Insured design"].set_index("figure")
    costs = of(found, "extra_cost")

    assert figures.at["cost where nothing happens", "best"] == pytest.approx(normal(best))
    for lost in range(3):
        assert costs[f"plant {lost}"] == (pytest.approx(extra(best, lost), abs=1e-6),)
    again = set(found["Insured builds"].query("insured == 'yes'")["name"])
    insured = tuple(place for place in range(3) if f"pipe {place}" in again)
    expected = normal(insured) + chance * sum(extra(insured, lost) for lost in range(3))
    assert figures.at["expected cost", "insured"] == pytest.approx(expected)
    assert figures.at["expected cost", "insured"] <= figures.at["expected cost", "best"] + 1e-6


@pytest.mark.parametrize("name", ["biogas_and_digestate", "more_can_be_bought_in_steps"])
def test_every_park_can_lose_somebody(name):
    park = make_park(**SOLVED[name].sheets())
    who = park["Participants"].loc[park["Participants"]["kind"] != "junction", "participant"].iloc[0]
    try:
        found = outages(park, EXACT, 4, [who])
    except (InfeasibleError, UsageError):
        return
    nothing = found["Outages"].set_index("kind").loc["nothing happens"]

    assert nothing["extra_cost"] == pytest.approx(0, abs=1e-4)
    assert nothing["needs_unmet"] == 0


def test_an_outage_that_cannot_be_worked_out_is_said_to_be_left_out(monkeypatch):
    # Also where every answer is lost again, the others are told, and that one is missing.
    cheapest = cases.Case.cheapest

    def none_without_the_plant(case, unmet, orders):
        here = case.park["Participants"].set_index("participant")["present"]
        return cheapest(case, unmet, orders) if here["plant"] else None

    monkeypatch.setattr(cases.Case, "cheapest", none_without_the_plant)
    found = asked(plant_and_two_mills(), only=["plant", "mill b"])
    rows = found["Outages"].set_index("name")

    assert rows.at["plant", "note"] == "not worked out: what was found did not survive being solved again"
    assert rows.at["mill b", "extra_cost"] == pytest.approx(400)
    assert not found.facts["enough"]
    assert found.facts["left_out"] == 1
