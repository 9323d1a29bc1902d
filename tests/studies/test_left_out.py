"""What cannot pay is named, with what it costs and what it can bring at the most."""

from __future__ import annotations

import pytest

from park_from import make_park
from parks.rows import commodity, demand, gate, pipe, plant, rate, route, sites, store, supply
from sidestream.design.audit import audit
from sidestream.design.design import Design
from sidestream.design.views.company import for_company
from sidestream.solver.search import LeftOut as Found
from sidestream.studies.left_out import left_out
from sidestream.studies.one_design import design_network
from sidestream.studies.options import Options

# Every tonne of ash that the mill has from the plant spares 3 EUR of disposal and 7 EUR of buying: 10 EUR. The mill needs 50 t.
PARK = {
    "Settings": {"discount_rate": 0},
    "Participants": sites("plant", "mill"),
    "Commodities": [commodity("ash", medium="slurry"), commodity("clay")],
    "Supplies": [supply("plant", "ash", 80, disposal_cost=3)],
    "Demands": [demand("mill", "ash", 50, virgin_price=7), demand("mill", "clay", 5, virgin_price=2)],
    "PipeSizes": [
        {"size": name, "medium": "slurry", "capacity": most, "capacity_unit": "t/a", "pipe_cost": cost, "life": 10}
        for name, most, cost in (("small", 20, 1.5), ("large", 100, 6))
    ],
    "Pipelines": [
        pipe("plant", "mill", "ash", link="good", yearly_cost=300),
        pipe("plant", "mill", "ash", link="dear", yearly_cost=600),  # brings 500 at the most
        # 1 km: 150 EUR/a for 20 t, 200 EUR; 600 EUR/a for 100 t, of which 50 are of use: 500 EUR
        pipe("plant", "mill", "ash", link="two sizes", yearly_cost=None, sizes="small; large"),
    ],
}


@pytest.fixture(scope="module")
def park():
    return make_park(**PARK)


@pytest.fixture(scope="module")
def design(park):
    return design_network(park, Options(gap=0))


def test_what_cannot_pay_is_listed_with_its_reason(design):
    assert design["Left out"].to_numpy().tolist() == [
        ["pipeline", "dear", "", "", 600, 500],
        ["pipeline", "two sizes", "", "large", 600, 500],
    ]
    assert design.facts["pruned"] == 2


def test_nothing_is_listed_where_nothing_was_left_out(park):
    design = design_network(park, Options(gap=0, without=frozenset({"pruning"})))

    assert design["Left out"].empty
    assert design.facts["cost"] == pytest.approx(300 + 30 * 3 + 10)


def with_cell(design, column, value):
    frame = design["Left out"].copy().astype({column: object})
    frame.loc[0, column] = value
    return Design({**design.tables, "Left out": frame}, design.facts)


@pytest.mark.parametrize(
    ("column", "value", "place", "words"),
    [
        ("name", "good", "Left out!B2", "the design builds it"),
        ("name", "lost", "Left out!B2", "the park does not offer"),
        ("size", "small", "Left out!B2", "the park does not offer"),
        ("kind", "storage", "Left out!B2", "the park does not offer"),
        ("brings", 600, "Left out!F2", "less than its cost expected"),
    ],
)
def test_a_line_that_cannot_be_is_named(park, design, column, value, place, words):
    assert audit(park, design) == []
    said = [(fault.place, fault.message) for fault in audit(park, with_cell(design, column, value))]
    assert [where for where, _ in said] == [place]
    assert words in said[0][1]


def test_plants_tanks_gates_and_fleets_have_their_own_names():
    """Rarely can one of these be taken back by itself; where it can, it is called as in Facilities."""
    sheets = {
        **PARK,
        "Supplies": [*PARK["Supplies"], supply("plant", "clay", 9)],
        "TruckRoutes": [route("plant", "mill", commodity="clay", vehicle="tipper", yearly_cost=1)],
        "Vehicles": [{"vehicle": "tipper", "payload": 20, "km_cost": 1, "km_co2": 1, "empty_return": 100}],
        "Fleets": [{"vehicle": "tipper", "payer": "plant", "number": 1, "hours": 9, "speed": 50, "yearly_cost": 20}],
        "Conversions": [plant("kiln", "mill", 10, size="small", investment=300)],
        "ConversionRates": [rate("kiln", "clay", -2, "buy", 1)],
        "Storages": [store("yard", "mill", "ash", 10, "arrivals", investment=20)],
        "Expansions": [gate("virgin", "mill", "clay", 1), gate("virgin", "mill", "clay", 5, "optional", size="more")],
    }
    park = make_park(**sheets)
    names = [
        ("build_conversion", ("kiln", "mill", "small")),
        ("build_storage", ("yard", "mill", "")),
        ("build_expansion", ("virgin", "mill", "clay", "more")),
        ("more", "tipper"),
    ]
    frame = left_out(park, [Found(family, name, 2.0, 1.0) for family, name in names])

    assert frame[["kind", "name", "participant", "size"]].to_numpy().tolist() == [
        ["conversion", "kiln", "mill", "small"],
        ["fleet", "tipper", "plant", "built"],
        ["storage", "yard", "mill", ""],
        ["virgin", "clay", "mill", "more"],
    ]
    design = design_network(park, Options(gap=0))
    design.tables["Left out"] = frame
    assert audit(park, design) == []


def test_no_company_sees_what_others_could_spare(park, design):
    assert for_company(park, design, "mill")["Left out"].empty
