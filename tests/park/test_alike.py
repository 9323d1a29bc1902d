"""Which commodities may be counted as one: each thing that tells two apart keeps them apart."""

import pytest

from park_from import make_park
from parks.rows import commodity, demand, pipe, sites, supply
from sidestream.park.alike import merged


def two_goods(**changes):
    """Two goods from the works, one to the east and one to the west, over a hub; and a third from the east."""
    sheets = {
        "Settings": {},
        "Participants": sites("works", "east", "west", junctions="hub"),
        "Commodities": [commodity(name, "t", "slurry") for name in ("red", "blue", "white")],
        "Supplies": [supply("works", "red", 10), supply("works", "blue", 20), supply("east", "white", 5)],
        "Demands": [
            demand("east", "red", 10, virgin_price=50),
            demand("west", "blue", 15, virgin_price=40),
            demand("west", "white", 5, virgin_price=40),
        ],
        "Pipelines": [
            pipe("works", "hub", "red; blue; white", payer="giver", capacity=30, capacity_unit="t/a", yearly_cost=100),
            pipe("hub", "east", "red; blue; white", payer="taker", yearly_cost=30),
            pipe("hub", "west", "red; blue; white", payer="taker", yearly_cost=30),
            pipe("east", "hub", "white", payer="giver", yearly_cost=30),
        ],
    }
    for sheet, rows in changes.items():
        sheets[sheet] = rows(sheets.get(sheet, [])) if callable(rows) else rows
    return make_park(**sheets)


def changed(place, **cells):
    return lambda rows: [{**row, **cells} if number == place else row for number, row in enumerate(rows)]


def more(*new):
    return lambda rows: [*rows, *new]


def test_what_is_alike_is_added_up():
    """Red and blue come from the works on equal terms: 30 t/a of red; white comes from elsewhere."""
    park = merged(two_goods())

    assert park is not None
    assert list(park["Commodities"]["commodity"]) == ["red", "white"]
    assert list(park["Supplies"]["quantity"]) == [30, 5]
    assert park["Demands"][["participant", "commodity", "quantity"]].to_numpy().tolist() == [
        ["east", "red", 10],
        ["west", "red", 15],
        ["west", "white", 5],
    ]
    assert list(park["Pipelines"]["commodity"]) == [("red", "white")] * 3 + [("white",)]
    assert list(park["Pipelines"]["link"]) == ["works-hub", "hub-east", "hub-west", "east-hub"]


def test_needs_of_one_place_are_added_up_if_they_are_alike():
    alike = merged(two_goods(Demands=changed(1, participant="east", virgin_price=50)))
    apart = merged(two_goods(Demands=changed(1, participant="east")))

    assert alike is not None
    assert list(alike["Demands"]["quantity"]) == [25, 5]
    assert apart is not None
    assert list(apart["Demands"]["quantity"]) == [10, 15, 5]
    assert not apart["Demands"].duplicated(["participant", "commodity", "name"]).any()


@pytest.mark.parametrize(
    "changes",
    [
        {"Supplies": changed(1, participant="west")},
        {"Supplies": changed(1, if_not_taken="dispose", disposal_cost=3)},
        {"Supplies": changed(1, provision_cost=1)},
        {"Supplies": changed(1, quantity=14)},
        {"Supplies": more(supply("east", "blue", 1))},
        {"Demands": more(demand("works", "blue", 1, virgin_price=9))},
        {"Commodities": changed(1, volume=2)},
        {"Commodities": changed(1, vanishes="yes")},
        {"Pipelines": changed(1, commodity="red; white")},
        {"Commodities": lambda rows: [{**row, "vanishes": "yes"} for row in rows], "Pipelines": changed(2, loss=1)},
        {"Limits": [{"on": "throughput", "key": "hub, red", "most": 12, "unit": "t", "per": "year"}]},
        {"Substitutions": [{"by_product": "blue", "need": "red", "ratio": 1}]},
        {"Settings": {"payments": "none"}},
        {"Settings": {"discount_rate": 3}, "Stages": [{"stage": "first", "start_year": 2030, "years": 10}]},
    ],
    ids=[
        "another place",
        "a disposal to be paid",
        "a cost of making ready",
        "not enough",
        "a second supply",
        "a need at home",
        "another volume",
        "what is lost on the way",
        "other pipes",
        "losses in a pipe",
        "a limit",
        "a substitution",
        "payments",
        "stages",
    ],
)
def test_what_tells_two_apart(changes):
    assert merged(two_goods(**changes)) is None


def test_enough_at_every_moment():
    """In summer the works give off nothing: what they give in winter is no reason to merge."""
    from parks.rows import halves

    seasons = halves(winter=(2.0, 0.0))
    kept = merged(two_goods(**seasons, Supplies=lambda rows: [{**row, "profile": "winter"} for row in rows]))
    both = two_goods(
        **seasons,
        Supplies=lambda rows: [{**row, "profile": "winter"} for row in rows],
        Demands=lambda rows: [{**row, "profile": "winter"} for row in rows],
    )

    assert kept is None
    assert merged(both) is not None
