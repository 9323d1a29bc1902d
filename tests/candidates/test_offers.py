import pytest

from candidates.small import drawn
from park_from import make_park
from parks import sampled
from sidestream.algebra.matrices import hand_over
from sidestream.candidates import offered, with_links
from sidestream.formulation.programme import write
from sidestream.park import Park
from sidestream.solver.highs import INFINITY
from sidestream.solver.search import Orders, search
from sidestream.solver.settle import settle


def best(park):
    """What the best design costs; None where there is none."""
    problem = hand_over(write(park).model)
    found = search(problem, Orders(gap=0.0, deadline=INFINITY))
    return None if found.values is None else settle(problem, found.values).objective


@pytest.mark.parametrize(
    ("seed", "plants"), sampled([(seed, plants) for plants in (False, True) for seed in range(12)], 3)
)
def test_no_pair_that_is_left_out_is_missed(seed, plants):
    park = drawn(seed, plants=plants)
    offers = offered(park, misses=True)
    some = best(Park(with_links(park, offers)))

    offers.judged["offered"] = True
    everything = best(Park(with_links(park, offers)))

    if everything is not None:
        assert some == pytest.approx(everything, rel=1e-9)


@pytest.mark.parametrize("seed", sampled(range(16), 2))
def test_no_pair_that_is_left_out_is_missed_beside_relations_and_limits(seed):
    sheets = {name: rows.frame for name, rows in drawn(seed).tables.items()}
    a, b, *others = sheets["Participants"]["participant"]
    needs = sheets["Demands"]
    who, what = needs[["participant", "commodity"]].iloc[0] if len(needs) else (a, "ash")
    limits = [
        {"on": "supplier share", "key": f"{who}, {what}", "most": 40, "unit": "%"},
        {"on": "cost", "key": f"cash, {b}", "most": 1e5, "unit": "EUR"},
        {"on": "partners", "most": 1},
        {"on": "throughput", "key": a, "most": 2, "unit": "kt"},
    ]
    relations = [
        {"a": b, "b": a, "status": "forbidden"},
        *({"a": a, "b": other, "status": "allowed", "set_up_cost": 9_000, "life": 9} for other in others),
    ]
    park = drawn(seed, sheets={"Relations": relations, "Limits": [limits[seed % 4]]})
    offers = offered(park, misses=True)
    some = best(Park(with_links(park, offers)))

    offers.judged["offered"] = True
    everything = best(Park(with_links(park, offers)))

    assert not any({giver, taker} == {a, b} for giver, taker in offers_of(park))
    if everything is not None:
        assert some == pytest.approx(everything, rel=1e-9)


def offers_of(park):
    judged = offered(park).judged
    return list(judged.loc[judged["offered"].astype(bool), ["giver", "taker"]].itertuples(index=False))


@pytest.mark.parametrize("plants", [False, True])
def test_the_seeds_leave_pairs_out_and_offer_others(plants):
    judged = [offered(drawn(seed, plants=plants), misses=True).judged for seed in range(12)]
    assert sum(not frame["offered"].all() for frame in judged) > 2
    assert sum(frame["offered"].any() for frame in judged) > 6
    assert sum((frame["special"] != "").any() for frame in judged) > 2


# 10,000 t/a of ash, disposed of at 4 EUR/t where sand is bought at 6 EUR/t: 10 EUR/t can be saved. A load of 25 t costs
# 2 * 2 EUR/km * L + 60 EUR, or 0.16 L + 2.4 EUR/t: it pays up to (10 - 2.4) / 0.16 = 47.5 km of road.
# 8 km by road: 10 - 2.4 - 1.28 = 6.32 EUR/t or 63,200 EUR/a.


def two(**more):
    return make_park(
        Participants=[
            {"participant": "plant", "kind": "industry", "x": 0, "y": 0},
            {"participant": "mill", "kind": "industry", "x": 8, "y": 0},
        ],
        Commodities=[{"commodity": "ash", "unit": "t", "medium": "solid"}],
        Supplies=[
            {"participant": "plant", "commodity": "ash", "quantity": 10, "unit": "kt/a", "if_not_taken": "dispose",
             "disposal_cost": 4, "provision_co2": 0},
        ],
        Demands=[
            {"participant": "mill", "commodity": "ash", "quantity": 12, "unit": "kt/a", "if_not_served": "buy", "virgin_price": 6},
        ],
        Vehicles=[{"vehicle": "lorry", "payload": 25, "km_cost": 2, "load_cost": 60, "km_co2": 0, "empty_return": 100}],
        **more,
    )  # fmt: skip


def test_worth_and_break_even_by_hand():
    found = offered(two())
    row = found.judged.iloc[0]

    assert (found.compatible, found.pairs) == (1, 1)
    assert row["best"] == pytest.approx(63_200)
    assert row["farthest"] == pytest.approx(47.5)
    assert found.rows("TruckRoutes") == [
        {
            "from": "plant",
            "to": "mill",
            "commodity": "ash",
            "status": "optional",
            "vehicle": "lorry",
            "quality": "estimated",
            "note": "could save up to 63,200 EUR/a by itself; pays up to 47.5 km, and it is 8 km",
            "source": "sidestream candidates",
        }
    ]
    assert found.rows("Pipelines") == []


def test_what_the_planner_lists_is_hers():
    route = {"from": "plant", "to": "mill", "commodity": "ash", "status": "forbidden", "vehicle": "lorry"}
    assert offered(two(TruckRoutes=[route])).pairs == 0


@pytest.mark.parametrize(("longest", "pairs"), [(7.9, 0), (8.1, 1)])
def test_longest_road(longest, pairs):
    assert offered(two(Settings=[{"setting": "longest_road", "value": longest}])).pairs == pairs


def test_whose_place_is_not_known_is_said():
    park = two()
    park["Participants"].loc[park["Participants"]["participant"] == "mill", ["x", "y"]] = float("nan")
    assert offered(park).nowhere == ["mill"]


def test_a_vehicle_takes_its_own_media():
    # The tipper is cheaper, and takes nothing that flows.
    lorry = {"payload": 25, "km_cost": 2, "km_co2": 0, "empty_return": 100}
    vehicles = [
        lorry | {"vehicle": "tipper", "media": "solid"},
        lorry | {"vehicle": "tanker", "km_cost": 3, "media": "slurry"},
    ]
    row = {"commodity": "whey", "quantity": 9000, "unit": "t/a"}
    sheets = {
        "Participants": [
            {"participant": name, "kind": "industry", "x": x, "y": 0} for name, x in (("dairy", 0), ("farm", 5))
        ],
        "Commodities": [{"commodity": "whey", "unit": "t", "medium": "slurry"}],
        "Supplies": [row | {"participant": "dairy", "disposal_cost": 30}],
        "Demands": [row | {"participant": "farm", "virgin_price": 20}],
    }

    assert [link["vehicle"] for link in offered(make_park(**sheets, Vehicles=vehicles)).rows("TruckRoutes")] == [
        "tanker"
    ]
    assert offered(make_park(**sheets, Vehicles=vehicles[:1])).rows("TruckRoutes") == []


# Firms are asked -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payments", "rate", "pairs"),
    [(None, None, 0), ("free", None, 0), ("free", 0.12, 1), ("none", None, 1), ("along links", None, 1)],
)
def test_what_does_not_pay_is_offered_where_firms_are_asked(payments, rate, pairs):
    # 64 km by road: nothing pays by itself. Where payments are free and all reckon alike, it only makes them poorer.
    park = two(Settings={"payments": payments, "detour_road": 8})
    park["Participants"]["discount_rate"] = rate

    assert offered(park).pairs == pairs
