"""Nothing is assumed unseen: what the planner did not type is listed."""

from __future__ import annotations

import pytest

from park_from import changed, make_park, tidy
from sidestream.park.assumptions import LISTED, assumptions


def lines(**sheets):
    """Each assumption as one text."""
    frame = assumptions(make_park(**sheets))
    assert list(frame.columns) == ["place", "what", "value", "why"]
    assert all(isinstance(cell, str) and cell for cell in frame.to_numpy().ravel())
    return [" | ".join(row) for row in frame.itertuples(index=False)]


@pytest.mark.parametrize(
    "line",
    [
        "Settings | hours_per_year [h] | 8760 | not given",
        "Supplies | provision_cost [EUR/unit] | 0 | blank in 3 rows",
        "Supplies | provision_co2 [kg/unit] | 0 | blank in 2 rows",
        "Supplies | if_not_taken | dispose | blank in 1 row",
        "Supplies | disposal_co2 [kg/unit] | 0 | blank in 2 rows",  # the third is not disposed of
        "Supplies | profile | even over the year | blank in 3 rows",
        "Demands | if_not_served | buy | blank in 1 row",
        "Demands | most_by_product [%] | 100 | blank in 4 rows",
        "Pipelines | two_way | no | blank in 4 rows",
        "Pipelines | loss [%] | 0 | blank in 1 row",  # only the own offer has one
        "TruckRoutes | capacity | without limit | blank in 1 row",
        "Pipelines!D2 | link | plant-mill-brine | made from its ends and commodity",
        "Pipelines | payer | half from, half to | blank in 2 rows: plant-mill-brine, bypass",
        "Pipelines!F2 | length [km] | 2.22459 km | straight distance x 1 (detour_pipe)",
        "TruckRoutes!F2 | distance [km] | 5.56148 km | straight distance x 1 (detour_road)",
        "Pipelines!H3 | sizes | W50; W80 | blank: all sizes of the medium",
        "Conversions | least_load [%] | 0 | blank in 2 rows",
        "Conversions | availability | even over the year | blank in 2 rows",
        "ConversionRates | co2 [kg/unit] | 0 | blank in 1 row",  # what it makes is left
        "Storages | out_efficiency [%] | 100 | blank in 1 row",
        "Storages | in_limit | what it holds in each repetition of a period | blank in 1 row",
        "Storages | start_level [unit] | what is in it at the end | blank in 1 row",
        "Expansions | payer | the participant | blank in 1 row",  # today's gate is paid for
        "Expansions | upkeep [% of investment/a] | 0 | blank in 1 row",
        "Pipelines | crossing_cost [EUR] | 0 | blank in 3 rows",
        "ImpactPrices | tax [EUR/impact unit] | 0 | blank in 1 row",
        "Pipelines!O5 | investment [EUR] | as typed, without a trench | an offer of its own that lies in a corridor, which is "
        "paid beside it",
    ],
)
def test_an_assumption_of_the_tidy_park(line):
    assert line in lines(**tidy())


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            ("Pipelines", 5, {"capacity": None, "capacity_unit": None}),
            "Pipelines!M5 | capacity | without limit | an offer of its own without a capacity",
        ),
        (
            ("Pipelines", 5, {"investment": None, "life": None}),
            "Pipelines!O5 | investment [EUR] | free to open | an offer of its own without investment and yearly cost",
        ),
        (
            ("TruckRoutes", 2, {"commodity": None}),
            "TruckRoutes!C2 | commodity | brine; clay | blank: all that go by truck",
        ),
        (
            ("Settings", None, {"setting": "detour_pipe", "value": 1.3}),
            "Pipelines!F2 | length [km] | 2.89196 km | straight distance x 1.3 (detour_pipe)",
        ),
        (("Demands", 2, {"quality": "assumed"}), "Demands | quality | assumed | is 'assumed' in 1 row"),
        (
            ("ConversionRates", 3, {"otherwise": None, "cost": 2}),
            "ConversionRates | otherwise | dispose | blank in 1 row",
        ),
        (("ConversionRates", 2, {"otherwise": None}), "ConversionRates | otherwise | buy | blank in 1 row"),
        (
            ("Storages", 2, {"end_level": 3}),
            "Storages | start_level [unit] | 0 | blank in 1 row",
        ),
        (("Storages", 2, {"start_level": 3}), "Storages | end_level [unit] | whatever is left | blank in 1 row"),
        (("Periods", 2, {"cycle": "cold"}), "Periods | repeats [1/a] | 1 | blank in 1 row"),
        (("Pipelines", 5, {"least_flow": 9}), "Pipelines | steady | no | blank in 1 row"),  # only beside a least flow
        (("TruckRoutes", 2, {"whole_loads": None}), "TruckRoutes | whole_loads | no | blank in 1 row"),
        (("Corridors", 2, {"trench_cost": None}), "Corridors | trench_cost [EUR/m] | 0 | blank in 1 row"),
        (("Fleets", 2, {"most": None}), "Fleets | most [1] | without limit | blank in 1 row"),
        (("Fleets", 2, {"investment": None}), "Fleets | investment [EUR] | 0 | blank in 1 row"),
        (("Fleets", 2, {"number": None}), "Fleets | number [1] | 0 | blank in 1 row"),
        (("Commodities", 2, {"goes_by": None}), "Commodities | goes_by | pipe and truck | blank in 1 row"),
    ],
)
def test_an_assumption_of_a_changed_park(change, line):
    assert line not in lines(**tidy())
    assert line in lines(**changed(change))


def test_who_pays_a_trench_that_is_there_is_not_assumed():
    sheets = tidy()
    sheets["Limits"] = []
    sheets["Corridors"][0] |= {"payer": None}
    line = "Corridors | payer | the links that use it, in equal parts | blank in 1 row"
    assert line in lines(**sheets)
    sheets["Corridors"][0] |= {"status": "existing", "trench_cost": None}
    assert not [line for line in lines(**sheets) if line.startswith("Corridors")]


def test_a_fleet_for_some_vehicles_leaves_the_others_without_limit():
    lorry = {"vehicle": "lorry", "payload": 20, "km_cost": 1, "km_co2": 1, "empty_return": 100}
    route = {"from": "plant", "to": "mill", "commodity": "brine", "status": "optional", "vehicle": "lorry"}
    sheets = changed(("Vehicles", None, lorry), ("TruckRoutes", None, route))
    line = "Fleets | number [1] | as many as it takes | no row for lorry"
    assert line in lines(**sheets)
    assert line not in lines(**{**sheets, "Fleets": []})


def test_a_year_without_periods():
    sheets = changed(("Demands", 3, {"profile": None}))
    assert "Periods | period | year | no periods are given: one of 8760 h" in lines(
        **{**sheets, "Periods": [], "Profiles": []}
    )


def test_what_is_typed_is_not_assumed():
    sheets = changed(("Pipelines", 2, {"payer": "half", "length": 3, "link": "mine", "sizes": "S50", "two_way": "no"}))
    assert not [line for line in lines(**sheets) if line.startswith("Pipelines!") and "2 |" in line[:14]]


def test_a_forbidden_link_is_not_assumed_anything_but_its_name():
    said = lines(**changed(("TruckRoutes", 2, {"status": "forbidden"})))
    assert [line for line in said if line.startswith("TruckRoutes")] == [
        "TruckRoutes!D2 | link | plant-town-clay by truck | made from its ends and commodity"
    ]


def test_of_what_exists_no_money_is_assumed():
    said = lines(**changed(("Conversions", 3, {"status": "forbidden"})))
    assert not [
        line
        for line in said
        if line.startswith(("Conversions | investment", "Storages | investment", "Storages | upkeep"))
    ]


def test_many_rows_are_one_line_with_an_example():
    sheets = tidy()
    route = sheets["TruckRoutes"][0]
    sheets["Participants"] += [
        {"participant": f"yard {number}", "kind": "industry", "lat": 51, "lon": 5} for number in range(LISTED)
    ]
    sheets["TruckRoutes"] += [{**route, "to": f"yard {number}"} for number in range(LISTED)]
    said = [line for line in lines(**sheets) if line.startswith("TruckRoutes | link") or " payer | half" in line]
    assert said[1:] == [
        f"TruckRoutes | link | such as plant-town-clay by truck (TruckRoutes!D2) | made from its ends and commodity: {LISTED + 1} rows",
        f"TruckRoutes | payer | half from, half to | blank in {LISTED + 1} rows: plant-town-clay by truck, "
        f"plant-yard 0-clay by truck, plant-yard 1-clay by truck and {LISTED - 2} more",
    ]
