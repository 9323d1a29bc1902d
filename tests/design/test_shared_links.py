"""Trenches, crossings, steady pipes, whole loads and fleets: each figure worked out again, each broken promise named."""

from __future__ import annotations

import functools

import pytest

from park_from import make_park
from parks.corridors import crossing_the_river, street
from parks.fleets import busy_winter
from parks.rows import commodity, demand, pipe, sites, supply
from sidestream.design.audit import audit
from sidestream.design.design import Design

one_design = pytest.importorskip("sidestream.studies.one_design")


@functools.cache
def found(make, *more):
    """A park and its best design."""
    park = make_park(**make(*more))
    return park, one_design.design_network(park, one_design.Options(gap=0.0))


def changed(design, sheet, where, column, value):
    """The design with another value in the one row that `where` tells; and the number of that row in the sheet."""
    frame = design[sheet].astype(object)
    rows = frame.index[functools.reduce(lambda a, b: a & b, [frame[name] == word for name, word in where.items()])]
    frame.at[rows[0], column] = value
    return Design({**design.tables, sheet: frame}, design.facts), int(rows[0]) + 2


def without(design, sheet, **where):
    frame = design[sheet]
    gone = functools.reduce(lambda a, b: a & b, [frame[name] == word for name, word in where.items()])
    return Design({**design.tables, sheet: frame[~gone].reset_index(drop=True)}, design.facts)


def told(park, design):
    return {fault.place: fault.message for fault in audit(park, design)}


def street_with_payers():
    sheets = street()
    for row in sheets["Pipelines"]:
        row["payer"] = "mill" if row["link"] == "street-mill" else row.get("payer")
    return sheets


def test_links_in_a_trench_share_it_each_among_its_payers():
    # The trench costs 2.5 km x 4,800 = 12,000 EUR: 6,000 for each of the two pipes. Mill pays all of its pipe, plant and farm
    # half of the other. A pipe costs 3,000 and half a km of trench of its own, 2,000. Mill 6,000 + 5,000; others 3,000 + 2,500.
    park, design = found(street_with_payers)
    people = design["Participants"].set_index("participant")

    assert design["Facilities"][["kind", "facility", "payer", "investment"]].to_numpy().tolist() == [
        ["corridor", "street", "its links", 12_000]
    ]
    assert people["investment"].to_dict() == {"plant": 5_500, "mill": 11_000, "farm": 5_500}
    # Over 20 a the trench is 600 a year, the pipes 500 each: 300 + 500 and half of that.
    costs = design["Costs"]
    paid = costs[(costs["case"] == "design") & (costs["account"] == "investment")].set_index("payer")["amount"]
    assert paid.to_dict() == pytest.approx({"plant": 400, "mill": 800, "farm": 400})
    assert audit(park, design) == []


def test_a_trench_paid_by_others_is_named():
    park, design = found(street_with_payers)

    wrong, row = changed(design, "Participants", {"participant": "mill"}, "investment", 10_000)
    assert told(park, wrong)[f"Participants!I{row}"].startswith("10000 found, 11000 expected")
    wrong, row = changed(design, "Facilities", {"kind": "corridor"}, "payer", "mill")
    assert "'its links' expected" in told(park, wrong)[f"Facilities!L{row}"]
    wrong, row = changed(design, "Facilities", {"kind": "corridor"}, "investment", 11_000)
    assert told(park, wrong) == {f"Facilities!H{row}": "11000 found, 12000 expected: trench_cost x length"}
    wrong, row = changed(design, "Facilities", {"kind": "corridor"}, "used", 0.5)
    assert "a trench is not busy" in told(park, wrong)[f"Facilities!M{row}"]


def test_a_trench_is_dug_where_new_pipes_lie_and_nowhere_else():
    park, design = found(street)
    missing = told(park, without(design, "Facilities", kind="corridor"))
    assert "no row for 'corridor, street', in which 'street-" in missing["Facilities"]

    lone = street()
    lone["CorridorPaths"] = [row for row in lone["CorridorPaths"] if False]
    assert "is dug, but no new pipe lies in it" in told(make_unchecked(lone), design)["Facilities!B2"]

    banned = street()
    banned["Corridors"][0]["status"] = "forbidden"
    faults = told(make_unchecked(banned), design)
    assert "the park forbids it" in faults["Facilities!B2"]
    assert any("which the park forbids to dig" in message for message in faults.values())


def make_unchecked(sheets):
    from design.worked import unchecked

    return unchecked(**sheets)


def test_a_pipe_pays_for_its_own_trench_and_for_crossing():
    park, design = found(street)
    wrong, row = changed(design, "Build list", {"link": "street-mill"}, "investment", 15_000)
    assert told(park, wrong)[f"Build list!K{row}"] == (
        "15000 found, 5000 expected: pipe_cost x length + trench_cost x length in no corridor + station_cost + crossing_cost"
    )
    park, design = found(crossing_the_river)
    wrong, row = changed(design, "Build list", {"link": "plant-mill"}, "investment", 2_000)
    assert "2000 found, 5000 expected" in told(park, wrong)[f"Build list!K{row}"]
    guess = design["Guesses"].set_index("figure")["amount"]
    assert guess["crossing_cost [EUR]"] == -300
    assert guess.sum() == pytest.approx(200)


def steady():
    """A pipe that stands and has to run at half of 100 t/a, though what it brings costs more than it saves."""
    return {
        "Settings": {"discount_rate": 0},
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash", medium="slurry")],
        "Supplies": [supply("plant", "ash", 100, provision_cost=5)],
        "Demands": [demand("mill", "ash", 100, virgin_price=3)],
        "Pipelines": [
            pipe("plant", "mill", "ash", "existing", least_flow=50, steady="yes", capacity=100, capacity_unit="t/a")
        ],
    }


def test_a_steady_pipe_never_stands():
    park, design = found(steady)
    assert design["Flows"]["sent"].tolist() == [50, 50]

    for case in ("today", "design"):
        faults = told(park, without(design, "Flows", case=case))
        expected = f"no row for {case}, plant-mill, year: at least 50 t expected: least_flow x capacity, all the time"
        assert faults["Flows"] == expected
    more = steady()
    more["Pipelines"][0]["least_flow"] = 60
    message = "50 t in the link in this period, at least 60 expected: least_flow x capacity, all the time"
    assert told(make_park(**more), design)["Flows!I2"] == message


def in_whole_loads():
    return busy_winter(3_000, "yes")


def test_loads_are_whole_where_the_park_says_so():
    park, design = found(in_whole_loads)
    loads = design["Flows"]["loads"]
    assert loads.tolist() == [round(load) for load in loads]

    wrong, row = changed(design, "Flows", {"period": "winter"}, "loads", loads.iloc[0] - 0.5)
    faults = told(park, wrong)
    assert "mass / payload, whole loads" in faults[f"Flows!K{row}"]


def fleet():
    return busy_winter(3_000)


def test_vehicles_are_counted_paid_and_no_longer_on_the_road_than_they_can_be():
    # 10 loads in winter take 20 h of 26; a second truck is 300 a year and 50 to keep.
    park, design = found(fleet)
    listed = design["Facilities"].set_index("size")
    assert listed["capacity"].to_dict() == {"existing": 1, "built": 1}
    assert listed["annuity"].to_dict() == {"existing": 0, "built": 300}
    assert listed["yearly_cost"].to_dict() == {"existing": 50, "built": 50}
    assert listed["used"].tolist() == pytest.approx([20 / 26, 20 / 26])
    guess = design["Guesses"].set_index("figure")["amount"]
    assert (guess["investment [EUR]"], guess["yearly_cost [EUR/a]"]) == (-300, -50)

    one = make_park(**busy_winter(3_000, most=1))
    faults = told(one, without(design, "Facilities", size="built"))
    assert "20 h on the road in all in this period, at most 13 expected: hours of all vehicles" in faults.values()
    for column, value, words in (
        ("capacity", 1.5, "1.5 found, 1 expected: investment / that of one"),
        ("investment", 2_000, "2000 found, 3000 expected: investment x vehicles"),
        ("yearly_cost", 40, "40 found, 50 expected: yearly_cost x vehicles"),
        ("used", 0.5, "50 found, 76.9230769231 expected: hours on the road in the busiest period"),
    ):
        wrong, row = changed(design, "Facilities", {"size": "built"}, column, value)
        letter = {"capacity": "F", "investment": "H", "yearly_cost": "K", "used": "M"}[column]
        assert words in told(park, wrong)[f"Facilities!{letter}{row}"]
    half = design
    for column, value in (("capacity", 1.5), ("investment", 4_500), ("annuity", 450), ("yearly_cost", 75)):
        half, row = changed(half, "Facilities", {"size": "built"}, column, value)
    assert told(park, half)[f"Facilities!F{row}"] == "1.5 found, a whole number of 1 or more expected"
