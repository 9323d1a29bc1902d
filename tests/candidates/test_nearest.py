"""The nearest miss: from which price on a link would pay by itself, by hand and by designing at a little less and more."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from park_from import make_park
from parks import sampled
from sidestream.candidates import offered
from sidestream.candidates.nearest import CHANCES, compatible, nearest
from sidestream.candidates.pairs import Everybody, givers, takers
from sidestream.studies.one_design import Options, design_network

PIPE = {
    "size": "DN50",
    "medium": "slurry",
    "capacity": 500,
    "capacity_unit": "t/a",
    "pipe_cost": 10,
    "loss": 20,
    "life": 10,
}


def pair(*, supply=None, demand=None, pipe=PIPE, **sheets):
    """100 t/a of sludge at a plant (provision 2, disposal 6 EUR/t) and a mill 1 km away that buys 80 t/a at 5 EUR/t.

    The pipe costs 10,000 EUR over 10 a without interest, 1,000 EUR/a. It keeps 80 %: all 100 t are sent, 10 EUR/t.
    """
    return make_park(
        **{
            "Settings": {"discount_rate": 0},
            "Participants": [
                {"participant": "plant", "kind": "industry", "x": 0, "y": 0},
                {"participant": "mill", "kind": "industry", "x": 1, "y": 0},
            ],
            "Commodities": [{"commodity": "sludge", "unit": "t", "medium": "slurry"}],
            "Supplies": [
                {"participant": "plant", "commodity": "sludge", "quantity": 100, "unit": "t/a", "provision_cost": 2}
                | {"provision_co2": 0, "if_not_taken": "dispose", "disposal_cost": 6, **(supply or {})}
            ],
            "Demands": [
                {"participant": "mill", "commodity": "sludge", "quantity": 80, "unit": "t/a"}
                | {"if_not_served": "buy", "virgin_price": 5, **(demand or {})}
            ],
            "PipeSizes": [pipe] if pipe else [],
        }
        | sheets
    )


ALONE = pd.DataFrame({"sheet": ["Supplies", "Demands"], "row": [2, 2]})


def misses(park):
    return nearest(Everybody(park), ALONE).to_dict("records")


def prices(park):
    return [row["pays_at"] for row in misses(park)]


def test_a_pipe_that_loses():
    # A t sent at disposal p saves p - 0.2 p that is lost, and 0.8 x 5: 0.8 p + 4 = 10 + 2 at p = 10 EUR/t.
    # At price v: 0.8 v + 6 - 0.2 x 6 = 10 + 2 at v = 9 EUR/t.
    supply, demand = misses(pair())

    assert (supply["pays_at"], demand["pays_at"]) == pytest.approx((10, 9))
    assert (supply["with"], demand["with"]) == ("mill", "plant")
    assert (supply["kind"], supply["size"], supply["length"], supply["link"]) == ("pipeline", "DN50", 1, "")


def test_what_is_lost_may_be_gone():
    # p + 4 = 12 at p = 8; 0.8 v + 6 = 12 at v = 7.5.
    park = pair(Commodities=[{"commodity": "sludge", "unit": "t", "medium": "slurry", "vanishes": "yes"}])

    assert prices(park) == pytest.approx([8, 7.5])


def test_half_a_unit_of_the_need():
    # A t that arrives meets half a t of the need: 80 t need 160 t, 200 t sent: all 100 t go.
    # 0.8 p + 0.8 x 0.5 x 5 = 12 at p = 12.5; 0.4 v + 4.8 = 12 at v = 18.
    park = pair(Substitutions=[{"by_product": "sludge", "need": "sludge", "ratio": 0.5}])

    assert prices(park) == pytest.approx([12.5, 18])


def test_co2_counts():
    # 100 EUR/t of CO2. Disposal 10 kg: 1 EUR/t; bought 20 kg: 2 EUR/t; provision 5 kg: 0.5 EUR/t.
    # 0.8 (p + 1) + 0.8 x 7 = 12.5 at p = 7.625; 0.8 (v + 2) + 0.8 x 7 = 12.5 at v = 6.625.
    park = pair(
        Settings={"discount_rate": 0, "carbon_tax": 100},
        supply={"disposal_co2": 10, "provision_co2": 5},
        demand={"virgin_co2": 20},
    )

    assert prices(park) == pytest.approx([7.625, 6.625])


def test_the_shorter_capacity_counts():
    # The pipe carries 50 t: 20 EUR/t. 0.8 p + 4 = 22 at p = 22.5; 0.8 v + 4.8 = 22 at v = 21.5.
    assert prices(pair(pipe={**PIPE, "capacity": 50})) == pytest.approx([22.5, 21.5])


def test_the_best_of_several_ways():
    # A lorry at 3 EUR/km for 30 t there and back, 2 km by road: 12 / 30 = 0.4 EUR/t. p + 5 = 2.4 at p = -2.6.
    lorry = {"vehicle": "lorry", "payload": 30, "km_cost": 3, "km_co2": 0, "empty_return": 100}
    supply, _ = misses(pair(Vehicles=[lorry], Settings={"discount_rate": 0, "detour_road": 2}))

    assert (supply["kind"], supply["size"], supply["length"]) == ("truck route", "lorry", 2)
    assert supply["pays_at"] == pytest.approx(-2.6)


def own(**more):
    return {"from": "plant", "to": "mill", "commodity": "sludge", "link": "ours", "status": "optional", **more}


def test_an_own_offer_by_its_own_figures():
    # 5,000 EUR over 10 a and 100 EUR/a: 600 EUR/a for 100 t, 6 EUR/t, and 1 EUR/t for what is sent; half arrives.
    # Half of 100 t is less than 80 t. 0.5 p + 2.5 = 6 + 1 + 2 at p = 13; 0.5 v + 3 = 9 at v = 12.
    supply, demand = misses(
        pair(Pipelines=[own(length=9, investment=5_000, life=10, yearly_cost=100, unit_cost=1, loss=50)])
    )

    assert (supply["pays_at"], demand["pays_at"]) == pytest.approx((13, 12))
    assert (supply["link"], supply["size"], supply["length"]) == ("ours", "", 9)


def test_a_pipe_of_her_own_length_and_sizes():
    # 2 km instead of 1: 2,000 EUR/a; 0.64 arrives of 100 t: 20 EUR/t. 0.64 p + 3.2 = 22 at p = 29.375.
    assert prices(pair(Pipelines=[own(length=2, sizes="DN50")]))[0] == pytest.approx(29.375)


def test_a_link_that_is_there_costs_nothing_more():
    # 0.8 p + 4 = 2 at p = -2.5.
    assert prices(pair(Pipelines=[own(sizes="DN50", status="existing")]))[0] == pytest.approx(-2.5)


def test_a_route_of_her_own():
    # 30 t a load: 100 t are 3.33 loads of 3 x 10 x 2 + 30 = 90 EUR: 3 EUR/t, and 1 EUR/t, and 400 EUR/a for two loads
    # a week of 52.14: more than enough. 4 + 3 + 1 + 2 = 10 = p + 5 at p = 5; v + 6 = (400 / 80 + 4 + 2) at v = 5.
    lorry = {"vehicle": "lorry", "payload": 30, "km_cost": 3, "load_cost": 30, "km_co2": 0, "empty_return": 100}
    route = own(vehicle="lorry", distance=10, opening_cost=3_000, life=10, yearly_cost=100, unit_cost=1, most_loads=2)
    supply, demand = misses(pair(TruckRoutes=[route], Vehicles=[lorry], pipe=None))

    assert supply["link"] == "ours"
    assert supply["pays_at"] == pytest.approx(400 / 80 + 4 + 2 - 5)
    assert demand["pays_at"] == pytest.approx(400 / 80 + 4 + 2 - 6)


HALVES = [{"period": "wet", "hours": 4_380}, {"period": "dry", "hours": 4_380}]


def test_what_crossing_costs_counts():
    # 500 EUR over 10 a are 50 EUR/a more, 0.5 EUR/t: 0.8 p + 4 = 12.5 at p = 10.625.
    assert prices(pair(Pipelines=[own(sizes="DN50", crossing_cost=500)]))[0] == pytest.approx(10.625)


@pytest.mark.parametrize(
    ("status", "expected"),
    # In the corridor it digs no trench of its own, 3 EUR/m for 0.6 of 1 km: 180 EUR/a beside its 1,000. By itself it digs
    # the corridor's 0.4 km at 4 EUR/m: 160 EUR/a. 0.8 p + 4 = 2 + 13.4 or 2 + 11.8.
    [("optional", 14.25), ("existing", 12.25), ("required", 12.25)],
)
def test_a_corridor_is_dug_for_it(status, expected):
    park = pair(
        pipe={**PIPE, "trench_cost": 3},
        Pipelines=[own(sizes="DN50")],
        Corridors=[
            {"corridor": "road", "length": 0.4, "trench_cost": 4, "status": status, "life": 10, "payer": "mill"}
        ],
        CorridorPaths=[{"link": "ours", "corridor": "road"}],
    )

    assert prices(park)[0] == pytest.approx(expected)


def test_through_a_corridor_that_is_forbidden_there_is_no_way():
    park = pair(
        Pipelines=[own(sizes="DN50")],
        Corridors=[{"corridor": "road", "length": 0.4, "trench_cost": 4, "status": "forbidden", "life": 10}],
        CorridorPaths=[{"link": "ours", "corridor": "road"}],
    )

    assert [(row["with"], row["near"], row["allowed"]) for row in misses(park)] == [("", True, False)] * 2


@pytest.mark.parametrize(
    ("least", "profile", "steady", "expected"),
    # A pipe takes 250 t in each half. A fifth are 50 t: all that there is in each. Where 75 t come in one half and 25 in the
    # other, three tenths, 75 t, are there in one of them: steady it cannot be, else they are sent: 0.8 p + 4 = 13.33 + 2.
    [(20, None, "yes", 10), (30, "uneven", "yes", None), (30, "uneven", "no", (1_000 / 75 - 2) / 0.8)],
)
def test_below_its_least_flow_it_does_not_run(least, profile, steady, expected):
    found, _ = misses(
        pair(
            supply={"profile": profile},
            demand={"profile": profile},
            Pipelines=[own(sizes="DN50", least_flow=least, steady=steady)],
            Periods=HALVES,
            Profiles=[{"period": "wet", "uneven": 1.5}, {"period": "dry", "uneven": 0.5}],
        )
    )

    assert (found["with"], found["allowed"]) == ("mill" if expected else "", True)
    assert found["pays_at"] == pytest.approx(expected or float("nan"), nan_ok=True)


def test_whole_loads_are_paid():
    # 80 t are 2.67 loads of 30 t: 3 at 90 EUR, 3.375 EUR/t. p + 5 = 3.375 + 2; v + 6 = 3.375 + 2.
    lorry = {"vehicle": "lorry", "payload": 30, "km_cost": 3, "load_cost": 30, "km_co2": 0, "empty_return": 100}
    route = own(vehicle="lorry", distance=10, whole_loads="yes")

    assert prices(pair(TruckRoutes=[route], Vehicles=[lorry], pipe=None)) == pytest.approx([0.375, -0.625])


@pytest.mark.parametrize(("number", "most", "pays"), [(1, None, True), (0, None, True), (0, 0, False)])
def test_vehicles_that_there_are_not(number, most, pays):
    # 80 t are 2.67 loads of 20 km at 40 km/h: 1.33 h of the 876 a lorry can drive. One costs 800 EUR/a, 10 EUR/t.
    lorry = {"vehicle": "lorry", "payload": 30, "km_cost": 3, "load_cost": 30, "km_co2": 0, "empty_return": 100}
    fleet = {"vehicle": "lorry", "payer": "plant", "number": number, "most": most, "hours": 16.8, "speed": 40}
    park = pair(
        TruckRoutes=[own(vehicle="lorry", distance=10)],
        Vehicles=[lorry],
        Fleets=[fleet | {"investment": 5_000, "life": 10, "yearly_cost": 300}],
        pipe=None,
    )
    found = misses(park)[0]

    assert (found["with"] == "mill") == pays
    if pays:
        assert found["pays_at"] == pytest.approx(3 + 2 - 5 + (0 if number else 10))


def test_what_plants_make_and_take_is_somebody_too():
    # The plant's still makes 200 t of sludge, disposed of at 9 EUR/t, the dearest there; the kiln takes what it would buy at 11.
    park = pair(
        supply={"participant": "mill", "disposal_cost": 1},
        demand={"participant": "plant", "virgin_price": 1},
        Conversions=[
            {
                "conversion": "still",
                "participant": "plant",
                "status": "existing",
                "capacity": 100,
                "capacity_unit": "t/a",
            },
            {
                "conversion": "kiln",
                "participant": "mill",
                "status": "optional",
                "capacity": 100,
                "capacity_unit": "t/a",
            },
        ],
        ConversionRates=[
            {"conversion": "still", "commodity": "sludge", "per_activity": 2, "otherwise": "dispose", "cost": 9},
            {"conversion": "kiln", "commodity": "sludge", "per_activity": -0.8, "otherwise": "buy", "cost": 11},
        ],
    )
    give, take = givers(park), takers(park)

    assert give.table[["participant", "gain", "disposal"]].values.tolist() == [["mill", -1, 1], ["plant", 9, 9]]
    assert give.amounts.tolist() == pytest.approx(np.array([[100], [200]]))
    assert take.table[["participant", "gain"]].values.tolist() == [["mill", 11], ["plant", 1]]
    assert take.amounts.tolist() == pytest.approx(np.array([[80], [80]]))


@pytest.mark.parametrize(
    ("parks", "reason"),
    [
        ({"Expansions": ["disposal", "plant", None]}, "plant: what it can dispose of is limited"),
        ({"Expansions": ["virgin", "mill", "sludge"]}, "mill: what it can buy is limited"),
        ({"Expansions": ["throughput", "mill", "sludge"]}, ""),
        ({"Storages": ["plant", "own", {}]}, ""),
        ({"Storages": ["plant", "own", {"start_level": 0}]}, "plant: its storage begins the year with some of it"),
        ({"Storages": ["mill", "arrivals", {"end_level": 5}]}, "mill: its storage has to hold some of it at the end"),
        ({"Storages": ["mill", "own", {"end_level": 5}]}, ""),
        ({"Storages": ["mill", "arrivals", {"standing_loss": 1}]}, "mill: its storage loses some of it"),
    ],
)
def test_what_cannot_be_judged_by_itself_is_offered(parks, reason):
    sheets = {}
    for of, whose, what in [parks["Expansions"]] if "Expansions" in parks else []:
        row = {"of": of, "participant": whose, "commodity": what, "status": "existing"}
        sheets["Expansions"] = [row | {"capacity": 900, "capacity_unit": "t/a"}]
    for whose, keeps, more in [parks["Storages"]] if "Storages" in parks else []:
        row = {"storage": "heap", "participant": whose, "commodity": "sludge", "keeps": keeps, "status": "existing"}
        sheets["Storages"] = [row | {"capacity": 50, **more}]
    row = offered(pair(**sheets), misses=True).judged.iloc[0]

    assert row["special"] == reason
    assert row["offered"] == bool(reason)


def test_a_storage_makes_it_one_amount_for_the_year():
    # All comes in the wet half and is needed in the dry one.
    profiles = [{"period": "wet", "comes": 2, "goes": 0}, {"period": "dry", "comes": 0, "goes": 2}]
    sheets = {"Periods": HALVES, "Profiles": profiles, "pipe": {**PIPE, "loss": 0}}
    sides = {"supply": {"profile": "comes"}, "demand": {"profile": "goes"}}
    heap = {"storage": "heap", "commodity": "sludge", "status": "optional", "capacity": 500}

    def quantity(*storages):
        return offered(pair(**sides, **sheets, Storages=list(storages)), misses=True).judged["quantity"].tolist()

    assert quantity() == [0]
    assert quantity(heap | {"participant": "plant", "keeps": "own"}) == pytest.approx([80])
    assert quantity(heap | {"participant": "mill", "keeps": "arrivals"}) == pytest.approx([80])
    assert quantity(heap | {"participant": "mill", "keeps": "own"}) == [0]


@pytest.mark.parametrize(
    ("lacks", "park"),
    [
        ("partner", lambda: pair(Demands=[])),
        ("way", lambda: pair(pipe=None)),
        ("way", lambda: pair(pipe={**PIPE, "medium": "water"})),
        ("near", lambda: pair(Settings={"discount_rate": 0, "longest_pipe": 0.9})),
        ("allowed", lambda: pair(Pipelines=[own(sizes="DN50", status="forbidden")])),
        ("allowed", lambda: pair(Pipelines=[own(yearly_cost=0, status="forbidden")], pipe=None)),
    ],
)
def test_why_there_is_none(lacks, park):
    park = park()
    alone = ALONE.iloc[: 1 if park["Demands"].empty else 2]
    for row in nearest(Everybody(park), alone).to_dict("records"):
        assert row["with"] == ""
        assert next(chance for chance in CHANCES if not row[chance]) == lacks


def test_a_place_that_is_not_known():
    park = pair()
    park["Participants"].loc[park["Participants"]["participant"] == "mill", ["x", "y"]] = float("nan")

    assert [row["placed"] for row in misses(park)] == [False, False]


def cheaper_and_dearer():
    """Parks with a bit of everything, each as (sheet, column, make); make takes the price."""
    lossy = {**PIPE, "upkeep": 3, "station_cost": 700, "pumping": 4, "building_co2": 30, "trench_cost": 2}
    settings = {
        "discount_rate": 6,
        "electricity_price": 80,
        "electricity_co2": 300,
        "carbon_tax": 40,
        "carbon_value": 9,
    }
    co2 = {"disposal_co2": 12, "provision_co2": 7}
    ratio = [{"by_product": "sludge", "need": "sludge", "ratio": 0.7}]
    for pipes in ([], [own(length=1.3, investment=900, life=7, unit_cost=9, unit_co2=2, loss=10, yearly_cost=50)]):
        for column in ("disposal_cost", "virgin_price"):

            def make(price, pipes=pipes, column=column, listed=None):
                side = {"supply": {**co2}, "demand": {"virgin_co2": 30}}
                side["supply" if column == "disposal_cost" else "demand"][column] = price
                rows = pipes or ([own(sizes="DN50")] if listed else [])
                return pair(**side, pipe=lossy, Settings=settings, Substitutions=ratio, Pipelines=rows)

            yield pytest.param(column, make, id=f"{column}-{'own' if pipes else 'catalogue'}")


@pytest.mark.parametrize(("column", "make"), sampled(cheaper_and_dearer(), 3))
def test_it_pays_from_that_price_on_and_not_below(column, make):
    at = prices(make(1.0))[column == "virgin_price"]

    below, above = (design_network(make(at * factor, listed=True), Options(gap=0)) for factor in (0.999, 1.001))

    assert below["Build list"].empty
    assert list(above["Build list"]["link"]) == ["ours"]


def test_the_rise_of_candidates_is_the_same_where_nothing_is_lost():
    park = pair(pipe={**PIPE, "loss": 0})
    rise = offered(park, misses=True).judged["rise"].iloc[0]

    assert prices(park)[0] - 6 == pytest.approx(rise)
    assert compatible(Everybody(park)) == offered(park).compatible == 1
