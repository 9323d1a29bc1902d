import pytest

from park_from import make_park, tidy
from parks import two_sites
from sidestream.errors import UsageError
from sidestream.park import Park
from sidestream.park.changes import changed, environment, key_of, parse, status_changes


def park():
    return make_park(
        Settings=[{"setting": "carbon_tax", "value": 20}],
        Participants=[{"participant": name, "kind": "industry", "x": x, "y": 0} for name, x in (("plant", 0), ("a: b=c", 3))],
        Commodities=[{"commodity": name, "unit": "t", "medium": "solid"} for name in ("gypsum", "ash")],
        Supplies=[
            {"participant": "plant", "commodity": name, "quantity": 50, "unit": "kt/a", "if_not_taken": "leave"}
            for name in ("gypsum", "ash")
        ],
        Demands=[
            {"participant": "a: b=c", "commodity": "ash", "quantity": 9, "unit": "t/h", "if_not_served": "buy", "virgin_price": 3}
        ],
        Vehicles=[{"vehicle": "lorry", "payload": 25, "km_cost": 2, "km_co2": 1, "empty_return": 100}],
        TruckRoutes=[
            {"from": "plant", "to": "a: b=c", "commodity": "ash", "link": "road", "status": "optional", "vehicle": "lorry"},
            {"from": "plant", "to": "a: b=c", "commodity": "gypsum", "status": "existing", "vehicle": "lorry"},
        ],
    )  # fmt: skip


def after(*texts):
    tables, made = changed(park(), [parse(text) for text in texts])
    return Park(tables), made


def test_a_quantity_with_its_unit():
    then, (made,) = after("supplies: plant, gypsum: quantity = 80 t/h")

    assert then["Supplies"]["rate"].tolist() == [80, pytest.approx(50_000 / 8760)]
    assert (made.place, made.was, made.column) == ("Supplies!D2", "50 kt/a", "quantity")
    assert then.tables["Supplies"].given["unit"].all()


def test_a_quantity_without_a_unit_keeps_the_one_it_has():
    assert after("Supplies: plant, ash: quantity = 25")[0]["Supplies"]["unit"].tolist() == ["kt/a", "kt/a"]


def test_a_key_that_holds_commas_itself():
    text = "ImpactFactors: groundwater, disposal, plant, brine: factor = 2 m3"
    tables, (made,) = changed(make_park(**tidy()), [parse(text)])
    assert Park(tables)["ImpactFactors"]["factor"].tolist() == [1, 2]
    assert (made.place, made.was, str(parse(str(made)))) == ("ImpactFactors!D3", "0.1 m3", str(made))


@pytest.mark.parametrize("sheet", ["Qualities", "QualityLimits", "ImpactFactors", "ImpactPrices"])
def test_every_row_has_a_key_that_finds_it(sheet):
    sheets = tidy()
    sheets["ImpactFactors"] += [
        {"impact": "groundwater", "of": "electricity", "factor": 1, "unit": "m3"}
    ]  # key is blank
    there = make_park(**sheets)
    for row in there[sheet].index:
        key = key_of(there, sheet, row)
        _, (made,) = changed(there, [parse(f"{sheet}: {key}: note = here")])
        assert made.place.endswith(str(row))
        assert not key.startswith("row")


def test_settings_that_are_there_and_that_are_not():
    then, made = after(
        "Settings: carbon_tax = 50 EUR/t", "settings: discount_rate: value = 6 %/a", "Settings: gap = 2 %"
    )

    assert then.settings.carbon_tax == 50
    assert then.settings.discount_rate == pytest.approx(0.06)
    assert then.settings.gap == pytest.approx(0.02)
    assert [one.was for one in made] == ["20", "blank", "blank"]


def test_names_with_signs_of_their_own():
    then, _ = after("Demands: a: b=c, ash: virgin_price = 7")
    assert then["Demands"]["virgin_price"].tolist() == [7]


def test_a_place_moves_the_lengths_worked_out_from_it():
    then, _ = after("Participants: a: b=c: x = 5")
    assert then["TruckRoutes"]["distance"].tolist() == [5, 5]


def test_a_blank_takes_a_cell_away():
    then, _ = after("Demands: a: b=c, ash: virgin_price =")
    assert not then.tables["Demands"].given["virgin_price"].any()


def test_a_change_can_be_read_again_from_its_words():
    _, made = after("Demands: a: b=c, ash: virgin_price = 7", "Settings: gap = 2")
    assert [str(parse(str(one))) for one in made] == [str(one) for one in made]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "expected sheet: key: column = value, such as"),
        ("Supplies: quantity = 3", "expected sheet: key: column = value"),
        ("Supply: plant, ash: quantity = 3", "no sheet is called 'Supply' - did you mean 'Supplies'?"),
        ("Supplies: plant, ash: quantty = 3", "no column is called 'quantty' - did you mean 'quantity'?"),
        ("Supplies: plant: quantity = 3", "'plant' names 2 rows of Supplies (2, 3): say more of the key"),
        ("Supplies: plant, ahs: quantity = 3", "has no row 'plant, ahs' - did you mean 'plant, ash'?"),
        ("Supplies: plant, ash: quantity = much", "'much' is not a number"),
        ("Supplies: plant, ash: quantity = 1,000 t/a", "without separators"),
        ("Supplies: plant, ash: quantity =", "quantity is needed"),
        ("Demands: a: b=c, ash: virgin_price = 3 EUR/h", "'EUR/h' does not fit: virgin_price is in EUR/unit"),
        ("Supplies: plant, ash: if_not_taken = burn", "burn"),
        ("Settings: carbon_tx = 3", "no setting is called 'carbon_tx' - did you mean 'carbon_tax'?"),
    ],
)
def test_what_does_not_fit_is_said(text, said):
    with pytest.raises(UsageError) as found:
        after(text)
    assert said in str(found.value)


def test_everything_that_does_not_fit_is_said_at_once():
    with pytest.raises(UsageError) as found:
        after("Supply: a: b = 3", "Settings: gp = 3")
    assert len(str(found.value).splitlines()) == 2


def test_links_forced_and_forbidden():
    force, forbid = status_changes(park(), ["road"], []), status_changes(park(), [], ["road"])
    assert [str(one) for one in [*force, *forbid]] == [
        "TruckRoutes: road: status = required",
        "TruckRoutes: road: status = forbidden",
    ]


@pytest.mark.parametrize(
    ("force", "forbid", "said"),
    [
        (["raod"], [], "no link is called 'raod' - did you mean 'road'?"),
        ([], ["plant-a: b=c-gypsum by truck"], "is existing: only links that are a choice"),
        (["road"], ["road"], "'road' is both forced and forbidden"),
    ],
)
def test_links_that_cannot_be(force, forbid, said):
    with pytest.raises(UsageError) as found:
        status_changes(park(), force, forbid)
    assert said in str(found.value)


def test_the_environment_changes_settings():
    (change,) = environment({"SIDESTREAM_CARBON_TAX": "50", "SIDESTREAM_JOBS": "2", "PATH": "x"})
    assert (str(change), change.by) == ("Settings: carbon_tax = 50", "environment SIDESTREAM_CARBON_TAX")


def test_a_profile_is_a_column_of_its_own():
    periods = [{"period": "winter", "hours": 4_380}, {"period": "summer", "hours": 4_380}]
    profiles = [{"period": "winter", "campaign": 0}, {"period": "summer", "campaign": 2}]
    park = make_park(**two_sites(pipe_cost=10), Periods=periods, Profiles=profiles)
    tables, (change,) = changed(park, [parse("Profiles: summer: Campaign = 3")])

    assert tables["Profiles"].frame["campaign"].tolist() == [0, 3]
    assert (change.place, change.was) == ("Profiles!E3", "2")
    with pytest.raises(UsageError, match="no column is called 'campain' - did you mean 'campaign'"):
        changed(park, [parse("Profiles: summer: campain = 2")])


def test_a_capacity_brings_its_unit():
    tables, made = changed(
        make_park(**tidy()),
        [
            parse("Conversions: softener, mill, new: capacity = 0.5 m3/s"),
            parse("Conversions: softener, mill, new: status = required"),
            parse("ConversionRates: softener, raw water: per_activity = -1.2"),
            parse("Storages: cistern: capacity = 900"),
            parse("Storages: cistern, mill: in_limit = 30 m3/day"),
            parse("Expansions: virgin, mill, raw water, main: capacity = 12 m3/h"),
            parse("Periods: winter: repeats = 26"),
        ],
    )
    then = Park(tables)

    assert then["Conversions"]["rate"].tolist() == [5, 1800]
    assert then["Conversions"]["status"].tolist() == ["existing", "required"]
    assert then["Storages"]["in_rate"].tolist() == [pytest.approx(30 / 24)]
    assert then["Expansions"]["rate"].tolist() == [12, 15]
    assert [(one.place, one.was) for one in made] == [
        ("Conversions!E3", "20 m3/h"),
        ("Conversions!C3", "optional"),
        ("ConversionRates!C2", "-1.1"),
        ("Storages!G2", "800"),
        ("Storages!O2", "blank"),
        ("Expansions!F2", "10 m3/h"),
        ("Periods!D2", "blank"),
    ]


def test_a_unit_that_another_number_of_the_row_has_too_stays():
    sheets = tidy()
    sheets["Storages"][0] |= {"in_limit": 20, "out_limit": 30, "limit_unit": "m3/h"}
    tables, _ = changed(make_park(**sheets), [parse("Storages: cistern: in_limit = 10 m3/h")])

    assert Park(tables)["Storages"][["in_rate", "out_rate"]].to_numpy().tolist() == [[10, 30]]
    with pytest.raises(UsageError, match="out_limit is in the same unit, m3/h: type in_limit in that"):
        changed(make_park(**sheets), [parse("Storages: cistern: in_limit = 240 m3/day")])


@pytest.mark.parametrize(
    ("text", "place", "was"),
    [
        ("Corridors: river bank: status = forbidden", "Corridors!F2", "optional"),
        ("corridors: River Bank: trench_cost = 90 EUR/m", "Corridors!E2", "150"),
        ("CorridorPaths: bypass, river bank: link = plant-mill-brine", "CorridorPaths!A3", "bypass"),
        ("Fleets: tipper: hours = 35 h/week", "Fleets!E2", "40"),
        ("Fleets: tipper: most = ", "Fleets!D2", "3"),
        ("Pipelines: plant-hub-heat: crossing_cost = 20000 EUR", "Pipelines!L3", "15000"),
        ("Pipelines: hub-mill-heat: steady = no", "Pipelines!K4", "yes"),
        ("TruckRoutes: plant-town-clay by truck: whole_loads = no", "TruckRoutes!L2", "yes"),
    ],
)
def test_what_if_a_trench_a_fleet_or_a_link_were_different(text, place, was):
    tables, (made,) = changed(make_park(**tidy()), [parse(text)])

    assert (made.place, made.was) == (place, was)
    assert set(tables) == set(tidy())


def test_a_corridor_is_no_link_to_be_forced():
    with pytest.raises(UsageError) as error:
        status_changes(make_park(**tidy()), ["river bank"], [])
    assert str(error.value) == (
        "--force: 'river bank' is a corridor, not a link: use --set 'Corridors: river bank: status = ...'"
    )
