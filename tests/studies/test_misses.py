"""The Misses sheet in a planner's words."""

from __future__ import annotations

import pytest

from design.views.named import SHEETS, named_park
from park_from import make_park
from parks import commodity, demand, sites, supply, two_sites
from parks.rows import plant, rate, store
from sidestream.studies import misses as here
from sidestream.studies.one_design import Options, design_network


def misses(park):
    made = design_network(park, Options(gap=0))["Misses"]
    return made.set_index("participant").to_dict("index")


def test_a_pipe_that_nearly_pays():
    # 2,000 m x 12 EUR/m / 10 a = 2,400 EUR/a for 40 t: 60 EUR/t. 60 = p + 25 at p = 35; 60 = 30 + v at v = 30.
    found = misses(make_park(**two_sites(pipe_cost=12)))

    assert found["plant"]["note"] == "would pay at 35 EUR/t of disposal; disposal costs 30 EUR/t now"
    assert found["mill"]["note"] == "would pay at 30 EUR/t; it is bought at 25 EUR/t now"
    assert found["plant"] | {"note": ""} == {
        "what": "by-product",
        "commodity": "gypsum",
        "name": "",
        "quantity": 50,
        "unit": "t",
        "price": 30,
        "pays_at": pytest.approx(35),
        "with": "mill",
        "by_product": "gypsum",
        "kind": "pipeline",
        "size": "DN100",
        "length": 2,
        "link": "plant-mill",
        "note": "",
    }


def test_nobody_else_has_any():
    found = misses(named_park())

    assert found["Quimble mill"]["note"] == "nobody else gives off anything that could serve it"
    assert found["Quimble mill"]["with"] == ""


def test_a_link_that_would_pay_and_is_not_listed():
    # A load of 20 t of clay over 5 km and back costs 20 EUR, 1 EUR/t: less than the 3 EUR/t at which clay is bought.
    found = misses(named_park())

    assert found["Brontal plant"]["note"] == "would pay by itself, with 2 EUR/t to spare; no such link is listed"
    assert found["Zorvex quarry"]["note"] == "would pay by itself, with 2 EUR/t to spare; no such link is listed"


def test_what_is_left_where_it_is_costs_nothing():
    demands = [{**row, "virgin_price": 0.5} if row["commodity"] == "clay" else row for row in SHEETS["Demands"]]
    found = misses(named_park(Demands=demands))

    assert found["Zorvex quarry"]["note"] == (
        "would pay at 0.5 EUR/t of disposal; it is left where it is now, which costs nothing"
    )


def test_somebody_else_was_better():
    # Two plants have what one mill needs: the nearer one gets it, and the other's would have paid by itself.
    sheets = two_sites(pipe_cost=10)
    sheets["Participants"] = [*sheets["Participants"], {"participant": "works", "kind": "industry", "x": 3, "y": 0}]
    sheets["Supplies"] = [*sheets["Supplies"], {**sheets["Supplies"][0], "participant": "works"}]
    pipe = sheets["Pipelines"][0]
    sheets["Pipelines"] = [pipe, {**pipe, "from": "works", "link": "works-mill", "length": 1.99}]
    found = misses(make_park(**sheets))

    assert list(found) == ["plant"]
    assert (
        found["plant"]["note"] == "would pay by itself, with 5 EUR/t to spare; but others serve that need in the design"
    )


def test_too_many_pairs_are_left_out_and_the_run_says_so(monkeypatch):
    monkeypatch.setattr(here, "MOST", 0)
    design = design_network(make_park(**two_sites(pipe_cost=12)))
    run = dict(zip(design["Run"]["item"], design["Run"]["value"], strict=True))

    assert design["Misses"].empty
    assert run["Misses"] == "left out: 1 pairs of a giver and a taker would fit"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (41.0, "41"),
        (0.123456, "0.123"),
        (1234567.8, "1,234,568"),
        (0.0, "0"),
        (-12.34, "-12.3"),
        (100.0, "100"),
        (1e-9, "0"),
    ],
)
def test_figures_in_words(value, words):
    assert here._figure(value) == words


def test_whom_a_relation_keeps_apart_is_no_way():
    sheets = two_sites(pipe_cost=12)
    listed = misses(make_park(**sheets, Relations=[{"a": "mill", "b": "plant", "status": "forbidden"}]))
    del sheets["Pipelines"]
    offered = misses(make_park(**sheets, Relations=[{"a": "mill", "b": "plant", "status": "forbidden"}]))

    for found in (listed, offered):
        assert found["plant"]["note"] == "every link to those who could take it is forbidden"
        assert found["mill"]["note"] == "every link from those who could serve it is forbidden"


def test_why_neither_a_pipe_nor_a_truck_could_carry_it():
    sheets = two_sites(pipe_cost=12)
    del sheets["Pipelines"]
    sheets["Commodities"][0] |= {"medium": "gas"}
    sheets["PipeSizes"][0] |= {"medium": "gas", "capacity_unit": "MWh/h"}
    found = misses(make_park(**sheets))

    why = "the sizes for gas count MWh/h, and what that is in t is not known (Commodities); gas goes by truck only where goes_by says so"
    assert found["plant"]["note"] == f"no pipe and no truck could carry it: {why}"
    assert found["mill"]["note"] == f"no pipe and no truck could bring what could serve it: {why}"


def test_a_link_that_must_be_pays_for_a_larger_size_than_the_cheapest():
    # Thin is there anyhow: 30 EUR/t of making ready less 25 that the mill saves. DN100 would take 1,400 EUR/a more.
    sheets = two_sites(pipe_cost=12)
    small = sheets["PipeSizes"][0] | {"size": "thin", "capacity": 1, "pipe_cost": 5}
    sheets |= {"PipeSizes": [small, *sheets["PipeSizes"]], "Supplies": [sheets["Supplies"][0] | {"disposal_cost": 0}]}
    sheets["Pipelines"][0] |= {"status": "required", "sizes": "thin; DN100"}
    sheets["Supplies"][0] |= {"provision_cost": 30}
    found = misses(make_park(**sheets))

    assert found["plant"]["pays_at"] == pytest.approx(5)
    assert found["plant"]["size"] == "thin"


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("optional", "but the plant that would make it stands still in the design"),
        ("existing", "no such link is listed"),
    ],
)
def test_what_a_plant_would_make_is_somebody_too(status, why):
    # 50 MWh of gas for the 30 the town buys at 40; a pipe of 1,000 EUR over 10 a is 100 EUR/a, 3.33 EUR/MWh.
    digester = plant("digester", "farm", 100, status, investment=500_000)
    found = misses(
        make_park(
            Settings={"discount_rate": 0},
            Participants=sites("farm", "town"),
            Commodities=[commodity("manure", medium="slurry"), commodity("gas", "MWh", "gas")],
            Supplies=[supply("farm", "manure", 100, disposal_cost=1)],
            Demands=[demand("town", "gas", 30, virgin_price=40, unit="MWh/a")],
            Conversions=[digester],
            ConversionRates=[rate("digester", "manure", -1, "links only"), rate("digester", "gas", 0.5, "leave")],
            PipeSizes=[
                {"size": "DN50", "medium": "gas", "capacity": 100, "capacity_unit": "MWh/a", "pipe_cost": 1, "life": 10}
            ],
        )
    )

    assert found["town"]["pays_at"] == pytest.approx(10 / 3)
    assert found["town"]["note"] == f"would pay by itself, with 36.7 EUR/MWh to spare; {why}"


def test_what_only_a_storage_could_bridge():
    sheets = two_sites(pipe_cost=12)
    sheets["Periods"] = [{"period": "wet", "hours": 4_380}, {"period": "dry", "hours": 4_380}]
    sheets["Profiles"] = [{"period": "wet", "comes": 2, "goes": 0}, {"period": "dry", "comes": 0, "goes": 2}]
    sheets["Supplies"][0]["profile"], sheets["Demands"][0]["profile"] = "comes", "goes"
    alone = misses(make_park(**sheets))
    heap = store("heap", "mill", sheets["Supplies"][0]["commodity"], 1, "arrivals")
    kept = misses(make_park(**sheets, Storages=[heap]))

    assert {row["note"] for row in alone.values()} == {here.NOTHING}
    assert {row["note"] for row in kept.values()} == {here.STORED}
