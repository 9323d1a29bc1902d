"""What cannot be, whatever is built, is told before anything is solved: each with its cell, all of it at once."""

import pytest

from park_from import make_park, tidy
from parks import SAMPLE, SOLVED, commodity, demand, pipe, sites, supply
from parks.rows import plant, rate, store
from sidestream.formulation.programme import write
from sidestream.studies.impossible import impossible
from studies.contradictions import CONTRADICTIONS, HALVES, lye, steam


def told(sheets):
    return [f"{fault.place} {fault.message}" for fault in impossible(make_park(**sheets))]


@pytest.mark.parametrize("name", sorted({*SAMPLE, *(name for name, known in SOLVED.items() if known.design is None)}))
def test_nothing_is_impossible_in_a_park_that_has_a_design(name):
    faults = told(SOLVED[name].sheets())

    assert bool(faults) == (SOLVED[name].design is None)


def test_nothing_is_impossible_where_nothing_must_be():
    assert told(tidy()) == []


def test_it_warns_and_takes_the_model_where_there_is_one():
    park = make_park(**CONTRADICTIONS["only_pipe_too_small"].sheets())

    assert {fault.severity for fault in impossible(park)} == {"warning"}
    assert impossible(park, write(park)) == impossible(park)


# No way --------------------------------------------------------------------------------------------------------------


def test_a_need_that_no_link_leads_to():
    sheets = steam(demand("mill", "steam", 100)) | {"Pipelines": []}

    assert told(sheets) == [
        "Demands!G2 must be served, and no link leads here from anybody who gives off steam",
    ]


def test_a_need_that_only_forbidden_links_lead_to():
    sheets = steam(demand("mill", "steam", 100))
    sheets["Participants"] = sites("plant", "mill", junctions="hub")
    sheets["Pipelines"] = [
        pipe("plant", "hub", "steam", payer="plant"),
        pipe("hub", "mill", "steam", "forbidden") | {"payer": "mill"},
        pipe("mill", "plant", "steam", "forbidden"),  # leads nowhere
    ]

    assert told(sheets) == [
        "Demands!G2 must be served, and only forbidden links lead here with steam: 'hub-mill' (Pipelines!E3)",
    ]


def test_a_forbidden_two_way_link_leads_both_ways():
    sheets = steam(demand("mill", "steam", 100))
    sheets["Pipelines"] = [pipe("mill", "plant", "steam", "forbidden", two_way="yes")]

    assert "only forbidden links lead here with steam: 'mill-plant'" in told(sheets)[0]


def test_a_need_of_what_nobody_gives_off():
    sheets = steam(demand("mill", "heat", 100))
    sheets["Commodities"].append(commodity("heat", medium="steam"))
    sheets["Substitutions"] = [{"by_product": "ash", "need": "heat", "ratio": 1}]
    sheets["Commodities"].append(commodity("ash"))

    assert told(sheets) == ["Demands!G2 must be served, and nobody gives off heat or ash"]


def test_what_stands_in_for_it_may_come():
    sheets = steam(demand("mill", "heat", 100))
    sheets["Commodities"].append(commodity("heat", medium="steam"))
    sheets["Substitutions"] = [{"by_product": "steam", "need": "heat", "ratio": 0.5}]

    assert told(sheets) == ["Demands!D2 at most 60 t can come a year, and 100 t must be served: 40 t too much"]


def test_a_supply_that_nobody_takes():
    assert told(lye(demand("works", "sand", 30, virgin_price=5))) == ["Supplies!I2 must go, and nobody needs lye"]


def test_a_supply_that_has_no_way_to_its_taker():
    sheets = lye(demand("works", "lye", 300, virgin_price=5))
    banned = sheets | {"Pipelines": [sheets["Pipelines"][0] | {"status": "forbidden"}]}

    assert told(sheets | {"Pipelines": []}) == [
        "Supplies!I2 must go, and no link leads from here to anybody who needs lye",
    ]
    assert told(banned) == [
        "Supplies!I2 must go, and only forbidden links lead to somebody who needs lye: 'plant-works' (Pipelines!E2)",
    ]


def test_own_supply_and_own_need_have_no_need_of_a_link():
    sheets = lye(demand("plant", "lye", 100)) | {"Pipelines": []}

    assert told(sheets) == []


def test_what_a_plant_makes_is_given_off():
    sheets = steam(demand("mill", "heat", 100))
    sheets["Commodities"].append(commodity("heat", "MWh", medium="hot water"))
    sheets["Demands"][0]["unit"] = "MWh/a"
    sheets["Conversions"] = [plant("boiler", "plant", 500)]
    sheets["ConversionRates"] = [rate("boiler", "steam", -1, "links only"), rate("boiler", "heat", 0.5, "leave")]
    piped = sheets | {"Pipelines": [pipe("plant", "mill", "heat")]}

    assert told(sheets) == ["Demands!G2 must be served, and no link leads here from anybody who gives off heat"]
    assert told(piped) == ["Demands!D2 at most 60 MWh can come a year, and 100 MWh must be served: 40 MWh too much"]


def test_what_a_plant_takes_has_a_taker():
    sheets = lye(demand("works", "sand", 30, virgin_price=5))
    sheets["Conversions"] = [plant("washer", "works", 60)]
    sheets["ConversionRates"] = [rate("washer", "lye", -1, "links only"), rate("washer", "sand", 1, "leave")]

    assert told(sheets) == ["Supplies!D2 at most 60 t can be taken a year, and 100 t must go: 40 t too much"]


@pytest.mark.parametrize(
    ("storage", "expected"),
    [
        ({}, ["Supplies!I2 must go, and nobody needs lye"]),
        ({"standing_loss": 100}, []),
        ({"start_level": 0}, []),
        ({"start_level": 0, "end_level": 90}, []),  # is not looked for
        ({"status": "forbidden", "standing_loss": 100}, ["Supplies!I2 must go, and nobody needs lye"]),
    ],
)
def test_what_may_stay_in_a_storage(storage, expected):
    # Lye vanishes: a leaky pond gets rid of it, and one that begins empty may be full at the end.
    sheets = lye(demand("works", "sand", 30, virgin_price=5))
    sheets["Commodities"][0]["vanishes"] = "yes"
    sheets["Storages"] = [store("pond", "plant", "lye", 100, "own", **storage)]

    assert told(sheets) == expected


def test_what_comes_out_of_a_storage_counts_in_its_period():
    # 30 t come in winter and 90 in summer, and 50 are needed in each: a silo of 15 t lets 45 come in winter.
    sheets = CONTRADICTIONS["too_little_in_winter"].sheets()
    sheets["Storages"] = [store("silo", "plant", "steam", 15, "own")]

    assert told(sheets) == ["Demands!D2 at most 45 t can come in winter, and 50 t must be served: 5 t too much"]
    sheets["Storages"][0]["capacity"] = 20
    assert told(sheets) == []


# Too much ------------------------------------------------------------------------------------------------------------


def test_more_than_comes_in_one_period():
    assert told(CONTRADICTIONS["too_little_in_winter"].sheets()) == [
        "Demands!D2 at most 30 t can come in winter, and 50 t must be served: 20 t too much",
    ]


def test_the_worst_of_several_periods():
    # 30 t in winter and 40 in summer, of 50 each.
    sheets = steam(demand("mill", "steam", 100), quantity=70, Periods=HALVES)
    sheets["Supplies"][0]["profile"] = "warm"
    sheets["Profiles"] = [{"period": "winter", "warm": 6 / 7}, {"period": "summer", "warm": 8 / 7}]

    assert told(sheets) == [
        "Demands!D2 at most 30 t can come in winter, and 50 t must be served: 20 t too much (and in 1 more period)",
    ]


@pytest.mark.parametrize("name", ["only_pipe_too_small", "chain_through_a_junction"])
def test_more_than_the_links_bring(name):
    (fault,) = told(CONTRADICTIONS[name].sheets())

    assert fault.startswith("Demands!D2 at most 71")
    assert "too much" in fault


def test_a_supply_with_two_ways_counts_once():
    # 60 t by the hub or straight are 60 t.
    sheets = steam(demand("mill", "steam", 100), quantity=60)
    sheets["Participants"] = sites("plant", "mill", junctions="hub")
    sheets["Pipelines"] += [
        pipe("plant", "hub", "steam", payer="plant"),
        pipe("hub", "mill", "steam", payer="mill"),
    ]

    assert told(sheets) == ["Demands!D2 at most 60 t can come a year, and 100 t must be served: 40 t too much"]


def test_own_supply_counts():
    sheets = steam(demand("mill", "steam", 200))
    sheets["Supplies"].append(supply("mill", "steam", 50))

    assert told(sheets) == ["Demands!D2 at most 170 t can come a year, and 200 t must be served: 30 t too much"]


def test_more_than_can_be_taken():
    sheets = lye(demand("works", "lye", 30, virgin_price=5), demand("plant", "lye", 20, virgin_price=5))

    assert told(sheets) == ["Supplies!D2 at most 50 t can be taken a year, and 100 t must go: 50 t too much"]


def test_what_is_counted_by_the_piece_has_no_unit():
    sheets = SOLVED["steiner_tree"].sheets()
    sheets["Supplies"][0]["quantity"] = 0.5

    assert told(sheets)[0] == "Demands!D2 at most 0.5 can come a year, and 1 must be served: 0.5 too much"


# Limits --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "cap_below_what_is_bought",
            "Limits!D2 the CO2 of the park is at least 12,345.7 kg a year, whatever is done: 11,345.7 kg a year too much",
        ),
        (
            "cap_in_each_period",
            "Limits!D2 the CO2 of the park is at least 15 t a period, whatever is done: 13 t a period too much",
        ),
        ("floor_above_what_can_be", "Limits!C2 the CO2 of the park can be at most 10 t a year: 5 t a year too little"),
        (
            "two_required_pipes_and_money_for_one",
            "Limits!D2 all that is invested is at least 2,500 EUR, whatever is done: 1,000 EUR too much",
        ),
        ("cap_on_co2_against_a_need", None),
    ],
)
def test_a_limit_beyond_what_can_be(name, expected):
    assert told(CONTRADICTIONS[name].sheets()) == ([expected] if expected else [])


def test_of_a_required_link_the_cheapest_size_counts():
    # 1 km at 1 or 2 EUR/m.
    size = {"medium": "steam", "capacity": 200, "capacity_unit": "t/a", "life": 10}
    sizes = [{**size, "size": "plain", "pipe_cost": 1}, {**size, "size": "thick", "pipe_cost": 2}]
    sheets = steam(demand("mill", "steam", 50, virgin_price=5), PipeSizes=sizes, Settings={"discount_rate": 0})
    sheets["Pipelines"] = [pipe("plant", "mill", "steam", "required", sizes="plain; thick", length=1, payer="mill")]
    sheets["Limits"] = [
        {"on": "investment", "key": "mill", "most": 900, "unit": "EUR", "per": "once"},
        {"on": "investment", "key": "plant-mill", "least": 2_500, "unit": "EUR", "per": "once"},
    ]

    assert told(sheets) == [
        "Limits!D2 what mill invests is at least 1,000 EUR, whatever is done: 100 EUR too much",
        "Limits!C3 what 'plant-mill' costs once can be at most 2,000 EUR: 500 EUR too little",
    ]


def limits(*rows):
    """A park that could emit and invest anything, with these limits."""
    sheets = steam(demand("mill", "steam", 500, virgin_price=5, virgin_co2=100), quantity=500, Periods=HALVES)
    sheets["Pipelines"][0] |= {"investment": 10_000, "life": 10}
    sheets["Settings"] = {"discount_rate": 0}
    sheets["Limits"] = list(rows)
    return sheets


@pytest.mark.parametrize(
    ("asks", "allows", "expected"),
    [
        (
            {"on": "investment", "key": "mill", "least": 2_000, "unit": "EUR", "per": "once"},
            {"on": "investment", "most": 1_500, "unit": "EUR", "per": "once"},
            "what mill invests must be at least 2,000 EUR, and all that is invested may be at most 1,500 EUR (Limits!D3)",
        ),
        (
            {"on": "impact", "least": 20, "unit": "t", "per": "period"},
            {"on": "impact", "key": "co2", "most": 39_000, "unit": "kg", "per": "year"},
            "the CO2 of the park must be at least 20 t a period, and the CO2 of the park may be at most 39,000 kg a year "
            "(Limits!D3)",
        ),
        (
            {"on": "impact", "key": "co2, mill", "least": 21, "unit": "t", "per": "year"},
            {"on": "impact", "key": "co2, mill", "most": 10, "unit": "t", "per": "period"},
            "the CO2 of mill must be at least 21 t a year, and the CO2 of mill may be at most 10 t a period (Limits!D3)",
        ),
        (
            {"on": "impact", "key": "co2, mill", "least": 21, "unit": "t", "per": "year"},
            {"on": "impact", "most": 20, "unit": "t", "per": "year"},  # another may take up what the mill emits
            None,
        ),
        (
            {"on": "impact", "least": 20, "unit": "t", "per": "year"},
            {"on": "impact", "key": "co2", "most": 10, "unit": "t", "per": "period"},
            None,
        ),
    ],
)
def test_limits_at_odds(asks, allows, expected):
    assert told(limits(asks, allows)) == ([f"Limits!C2 {expected}"] if expected else [])


def test_limits_on_two_impacts_are_not_at_odds():
    # 10 t of CO2 a year are enough for 30 t of landfill, and 40 t of landfill are more than 30.
    factor = {"impact": "landfill", "of": "virgin", "key": "steam", "factor": 1, "unit": "t"}
    carbon = {"on": "impact", "key": "co2, mill", "most": 10, "unit": "t", "per": "year"}
    landfill = {"on": "impact", "key": "landfill, mill", "least": 30, "unit": "t", "per": "year"}
    capped = {"on": "impact", "key": "landfill, mill", "most": 20, "unit": "t", "per": "period"}
    with_factor = {"ImpactFactors": [factor]}

    assert told(limits(carbon, landfill) | with_factor) == []
    assert told(limits(capped, landfill | {"least": 41}) | with_factor) == [
        "Limits!C3 the landfill of mill must be at least 41 t a year, and the landfill of mill may be at most 20 t a period "
        "(Limits!D2)"
    ]


def test_all_of_it_at_once():
    sheets = steam(demand("mill", "steam", 100), demand("shop", "steam", 200))
    sheets["Supplies"].append(supply("mill", "water", 5) | {"if_not_taken": "must go"})
    sheets["Commodities"].append(commodity("water", medium="water"))
    sheets["Pipelines"][0]["status"] = "forbidden"
    sheets["Limits"] = [{"on": "impact", "least": 1, "unit": "t", "per": "year"}]

    assert [line.split()[0] for line in told(sheets)] == ["Supplies!I3", "Demands!G2", "Demands!D3", "Limits!C2"]
