"""A design that makes an impact small instead of the cost: worked out by hand, written, read back and verified."""

from __future__ import annotations

from typing import Any

import pytest

from park_from import complaints, make_park
from parks.rows import commodity, demand, pipe, sites, supply
from sidestream.design.audit import audit
from sidestream.park import Park
from sidestream.studies.one_design import Options, design_network
from sidestream.workbook.results import read_design
from sidestream.workbook.writing import write_design

# 100 t/a of gypsum are disposed of for 10 EUR and 50 kg of CO2 a tonne; the mill buys as much for 20 EUR and 30 kg. A pipe
# costs 9,000 EUR a year: it loses 6,000, and spares 5 t of disposal and 3 t of bought gypsum. A second one does the same for 9,500.
SHEETS: dict[str, Any] = {
    "Settings": {"discount_rate": 0, "objective": "co2"},
    "Participants": sites("plant", "mill"),
    "Commodities": [commodity("gypsum")],
    "Supplies": [supply("plant", "gypsum", 100, disposal_cost=10, disposal_co2=50)],
    "Demands": [demand("mill", "gypsum", 100, virgin_price=20, virgin_co2=30)],
    "Pipelines": [
        pipe("plant", "mill", "gypsum", link="dear", yearly_cost=9_500),
        pipe("plant", "mill", "gypsum", link="cheap", yearly_cost=9_000),
    ],
}


def with_settings(**settings: object) -> Park:
    return make_park(**SHEETS | {"Settings": SHEETS["Settings"] | settings})


def figures(design: Any, column: str = "design") -> dict[str, float]:
    return dict(zip(design["Summary"]["figure"], design["Summary"][column], strict=True))


def test_the_least_of_an_impact_and_the_cheapest_way_to_it():
    design = design_network(with_settings(), Options(gap=0.0))
    said = figures(design)

    assert list(design["Build list"]["link"]) == ["cheap"]
    assert (said["CO2"], said["total cost"]) == pytest.approx((0, 9_000))
    assert (said["least CO2 proven"], said["gap of CO2"]) == pytest.approx((0, 0), abs=1e-6)
    assert figures(design, "today")["CO2"] == pytest.approx(8)
    assert design_network(with_settings(objective="cost")).facts["cost"] == pytest.approx(3_000)


def test_any_impact_can_be_the_objective():
    # Buying takes 2 m3 of groundwater a tonne: the pipe spares 200.
    factor = [{"impact": "groundwater", "of": "virgin", "key": "gypsum", "factor": 2, "unit": "m3"}]
    park = make_park(**SHEETS | {"ImpactFactors": factor, "Settings": {"discount_rate": 0, "objective": "groundwater"}})
    design = design_network(park, Options(gap=0.0))

    assert figures(design, "today")["groundwater"] == pytest.approx(200)
    assert figures(design)["groundwater"] == pytest.approx(0)
    assert figures(design)["least groundwater proven"] == pytest.approx(0, abs=1e-6)


def test_an_impact_that_nobody_causes_has_its_unit():
    # Of pumps, and there are none.
    factor = [{"impact": "sulphur", "of": "electricity", "factor": 2, "unit": "t"}]
    park = make_park(**SHEETS | {"ImpactFactors": factor, "Settings": {"discount_rate": 0, "objective": "sulphur"}})
    design = design_network(park, Options(gap=0.0))
    summary = design["Summary"].set_index("figure")

    assert summary.loc[["least sulphur proven", "gap of sulphur"], "unit"].tolist() == ["t/a", "t/a"]
    assert audit(park, design) == []


def test_where_nothing_is_caused_nothing_is():
    # A free route spares 30 EUR a tonne and has 1 kg of sulphur a tonne, which nothing else has: not even a gram goes.
    factor = [{"impact": "sulphur", "of": "carrying", "key": "gypsum", "factor": 1, "unit": "kg"}]
    free = [pipe("plant", "mill", "gypsum", link="free")]
    settings = {"discount_rate": 0, "objective": "sulphur"}
    park = make_park(**SHEETS | {"ImpactFactors": factor, "Pipelines": free, "Settings": settings})
    design = design_network(park, Options(gap=0.0))

    assert (figures(design)["sulphur"], figures(design)["total cost"]) == (0, 3_000)
    assert design["Build list"].empty
    assert design["Flows"].empty


def test_nothing_is_carried_for_the_tolerance():
    # Built as required, the pipe causes 2 kg of sulphur a year. The free route would cause more, however little it carries.
    factor = [
        {"impact": "sulphur", "of": "carrying", "key": "gypsum", "factor": 1, "unit": "kg"},
        {"impact": "sulphur", "of": "building", "key": "DN", "factor": 0.04, "unit": "kg"},
    ]
    pipes = [
        pipe("plant", "mill", "gypsum", "required", link="must", length=1, sizes="DN", two_way="no"),
        pipe("plant", "mill", "gypsum", link="free"),
    ]
    size = {"size": "DN", "medium": "solid", "capacity": 1, "capacity_unit": "t/h", "pipe_cost": 1, "life": 20}
    settings = {"discount_rate": 0, "objective": "sulphur"}
    park = make_park(
        **SHEETS | {"ImpactFactors": factor, "Pipelines": pipes, "PipeSizes": [size], "Settings": settings}
    )
    design = design_network(park, Options(gap=0.0))

    assert list(design["Build list"]["link"]) == ["must"]
    assert (figures(design)["sulphur"], figures(design)["gap of sulphur"]) == (pytest.approx(2, abs=1e-12), 0)
    assert figures(design)["total cost"] == pytest.approx(3_000 + 50, abs=1e-9)
    assert design.facts["enough"]
    assert audit(park, design) == []


def test_in_stages_it_is_the_mean_over_the_years():
    # Five years with the mill, fifteen without: 100 t are disposed of in these for 5 t a year, whatever is built.
    sheets = SHEETS | {
        "Settings": {"discount_rate": 3, "objective": "co2"},
        "Stages": [{"stage": "a", "start_year": 2030, "years": 5}, {"stage": "b", "start_year": 2035, "years": 15}],
        "Changes": [{"when": "b", "sheet": "Participants", "key": "mill", "column": "present", "value": "no"}],
    }
    park = make_park(**sheets)
    design = design_network(park, Options(gap=0.0))

    assert figures(design)["least CO2 proven"] == pytest.approx(15 / 20 * 5)
    assert audit(park, design) == []


@pytest.mark.parametrize("figure", ["least CO2 proven", "gap of CO2"])
def test_what_is_proven_is_looked_at(tmp_path, figure):
    park = with_settings()
    path = write_design(design_network(park), tmp_path / "d.xlsx")
    found, cells, _ = read_design(path)
    assert audit(park, found, cells) == []
    frame = cells["Summary"].frame
    frame.loc[frame["figure"] == figure, "design"] += 1

    assert [(fault.sheet, fault.column) for fault in audit(park, found, cells)] == [("Summary", "design")]


def test_an_impact_that_there_is_not():
    said = complaints(SHEETS | {"Settings": {"discount_rate": 0, "objective": "so2"}})

    assert said == [
        "Settings!B3 value: no impact is called 'so2' - did you mean 'co2'? (what can be made small: cost, co2)"
    ]
