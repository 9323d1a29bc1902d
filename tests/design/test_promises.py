"""A design whose figures agree with each other can still break the park's word: each promise, broken once."""

from __future__ import annotations

import copy

import pytest

from design.worked import (
    DIGESTER,
    GYPSUM,
    MIXED,
    digester,
    digester_design,
    mixed,
    mixed_design,
    two_sites,
    two_sites_design,
    unchecked,
)
from parks import sampled
from sidestream.design.audit import audit
from sidestream.design.guesses import RESTING


def sheet_with(sheets, sheet, row, **more):
    """A sheet of a park with some cells of one row changed."""
    rows = copy.deepcopy(sheets[sheet])
    rows[row].update(more)
    return {sheet: rows}


BROKEN = [  # sheet of the mixed park, row, what the park says instead, where the design breaks it, and in which words
    ("Pipelines", 0, {"capacity": 0.4}, "Flows!I2", "2000 m3 in the link in this period, at most 1600 expected"),
    ("Pipelines", 2, {"least_flow": 60}, "Flows!I6", "32 MWh in the link in this period, at least 38.4 expected"),
    ("Pipelines", 1, {"two_way": "no"}, "Flows!D4", "'B' found, 'J' expected: where the link begins"),
    ("Pipelines", 1, {"status": "forbidden"}, "Build list!A3", "the park forbids it"),
    ("Pipelines", 1, {"status": "existing"}, "Build list!F3", "'built' found, 'existing' expected"),
    ("Pipelines", 0, {"status": "optional"}, "Build list!F2", "'existing' found, 'built' expected"),
    ("Pipelines", 1, {"loss": 25}, "Flows!J3", "1440 found, 1350 expected: sent x (1 - loss)"),
    ("Pipelines", 1, {"life": 20}, "Build list!M3", "100 found, 50 expected: investment x annuity"),
    ("TruckRoutes", 0, {"most_loads": 0.1}, "Flows!K8", "4.75 on the route in this period, at most 2.38095238095"),
    ("TruckRoutes", 0, {"status": "optional"}, "Flows!B7", "carries a flow today but is optional, not existing"),
    ("TruckRoutes", 0, {"commodity": "ash"}, "Flows!F7", "'sludge' is not what this link carries"),
    ("Vehicles", 0, {"volume": None}, "Flows!K7", "0.75 found, 3 expected: mass / payload"),
    ("Vehicles", 0, {"empty_return": 100}, "Costs!E8", "332.5 found, 427.5 expected: per unit sent and per load"),
    ("Demands", 4, {"most_by_product": 70}, "Needs met!G20", "24 found, at most 21 expected: 70 % of the need"),
    ("Demands", 3, {"quantity": 12}, "Needs met!G14", "10 found, 12 expected: it must be served"),
    ("Supplies", 2, {"quantity": 31}, "Supplies used!G10", "30 found, 31 expected: it must go"),
    ("Supplies", 2, {"quantity": 29}, "Supplies used!G10", "30 found: more than 29, all there is"),
    ("Supplies", 0, {"provision_cost": 0.2}, "Costs!E2", "200 found, 400 expected: provision_cost x used"),
    (
        "Supplies",
        1,
        {"disposal_cost": 4},
        "Costs!E12",
        "696 found, 928 expected: what is lost x disposal at its origin",
    ),
    ("Commodities", 4, {"vanishes": "no"}, "Flows!J6", "no supplier's disposal_cost prices the loss"),
    ("Substitutions", 1, {"ratio": 0.7}, "By-products used!I6", "1152 found, 1008 expected: ratio x amount"),
    ("Substitutions", 1, {"participant": "A"}, "By-products used!I6", "1152 found, 720 expected: ratio x amount"),
    ("QualityLimits", 0, {"most": 5}, "Qualities met!F7", "5.016 comes to its use, at most 5 expected: QualityLimits"),
    ("Qualities", 1, {"value": 9}, "Qualities met!F7", "5.016 found, 4.728 expected: the mean of what comes"),
    ("Participants", 1, {"kind": "industry"}, "Flows!I3", "it does not pass on what it receives"),
    ("Participants", 2, {"company": "Board"}, "Participants!B4", "blank found, 'Board' expected"),
]


@pytest.mark.parametrize(("sheet", "row", "said", "place", "words"), sampled(BROKEN, 2))
def test_a_design_of_another_park_breaks_its_word(sheet, row, said, place, words):
    park = unchecked(**{**MIXED, **sheet_with(MIXED, sheet, row, **said)})

    faults = audit(park, mixed_design())

    assert any(fault.place == place and words in fault.message for fault in faults), faults


SMALL, BOILER, BIG = 0, 1, 2
BROKEN_FACILITIES = [  # the same of the digester
    ("Conversions", SMALL, {"status": "forbidden"}, "Facilities!B2", "the park forbids it"),
    ("Conversions", BIG, {"status": "required"}, "Facilities!D2", "the park asks for another size"),
    (
        "Conversions",
        BIG,
        {"status": "existing"},
        "Facilities",
        "no row for 'conversion, digester, farm, big', which is ex",
    ),
    (
        "Conversions",
        BIG,
        {"status": "built"},
        "Facilities",
        "no row for 'conversion, digester, farm, big', which is bu",
    ),
    ("Conversions", BOILER, {"status": "optional"}, "Conversions run!B2", "runs today but is not existing"),
    (
        "Conversions",
        BOILER,
        {"capacity": 0.06},
        "Conversions run!F4",
        "140 found, at most 120 expected: capacity x hours",
    ),
    ("Conversions", SMALL, {"availability": ""}, "Facilities!M2", "100 found, 80 expected: busiest period / capacity"),
    ("Conversions", SMALL, {"least_load": 75}, "Conversions run!F6", "120 found, at least 123.75 expected: least_load"),
    ("Conversions", SMALL, {"capacity": 0.03}, "Facilities!F2", "0.0375 found, at most 0.03 expected"),
    (
        "Conversions",
        SMALL,
        {"continuous": "no"},
        "Facilities!F2",
        "0.0375 found, 0.05 expected: the capacity in the park",
    ),
    ("Conversions", SMALL, {"life": 10}, "Facilities!J2", "125 found, 250 expected: investment x annuity"),
    ("Conversions", SMALL, {"unit_cost": 3}, "Costs!E17", "360 found, 540 expected: unit_cost x activity"),
    (
        "ConversionRates",
        1,
        {"otherwise": "links only"},
        "Made and used!H16",
        "10 found, 0 expected: it must come by links",
    ),
    (
        "ConversionRates",
        1,
        {"per_activity": -0.6},
        "Made and used!G16",
        "60 found, 72 expected: |per_activity| x activity",
    ),
    ("ConversionRates", 2, {"otherwise": "must go"}, "Made and used!I18", "10 found, 0 expected: it must go"),
    ("ConversionRates", 3, {"otherwise": "leave"}, "Made and used!I20", "96 found, 0 expected: the rest is left"),
    ("ConversionRates", 4, {"cost": 50}, "Costs!E8", "21600 found, 18000 expected: virgin price"),
    ("ConversionRates", 2, {"cost": 15}, "Costs!E19", "144.88 found, 434.64 expected: what is lost x disposal"),
    ("Storages", 0, {"status": "existing"}, "Storage levels", "no row for today, holder, farm, day"),
    ("Storages", 0, {"capacity": 0.011}, "Storage levels!K2", "0.01125 found, at most 0.011 expected: its capacity"),
    ("Storages", 0, {"in_limit": 7}, "Storage levels!G2", "30 found, at most 28 expected: in_limit, and what it holds"),
    ("Storages", 0, {"out_limit": 7}, "Storage levels!H3", "14.4 found, at most 14 expected: out_limit"),
    ("Storages", 0, {"standing_loss": 0}, "Storage levels!K3", "0 found, 0.00225 expected"),
    ("Storages", 0, {"keeps": "arrivals"}, "Flows!I5", "134.4 sent out, at most 0 used of its own + 120 made expected"),
    ("Storages", 0, {"start_level": 0.001}, "Storage levels!J2", "0 found, 0.001 expected: start_level in the park"),
    ("Storages", 0, {"end_level": 0.001}, "Storage levels!K3", "0 found, 0.001 expected: end_level in the park"),
    ("Storages", 0, {"in_cost": 1}, "Costs!E18", "29.4 found, 44.4 expected: in_cost x put_in"),
    ("Expansions", 0, {"capacity": 0.012}, "Made and used!I20", "96 t in all in this period, at most 88 expected"),
    ("Expansions", 1, {"payer": ""}, "Facilities!L6", "'works' found, 'farm' expected: who pays in the park"),
    (
        "Expansions",
        2,
        {"capacity": 60, "capacity_unit": "kW"},
        "Flows!J5",
        "129.024 MWh in all in this period, at most 120 expected",
    ),
    ("Expansions", 3, {"capacity": 0.05}, "Made and used!H3", "168 MWh in all in this period, at most 100 expected"),
    ("Participants", 0, {"passes_on": "yes"}, "", ""),
]


@pytest.mark.parametrize(("sheet", "row", "said", "place", "words"), sampled(BROKEN_FACILITIES, 2))
def test_a_design_of_another_park_with_facilities_breaks_its_word(sheet, row, said, place, words):
    park = unchecked(**{**DIGESTER, **sheet_with(DIGESTER, sheet, row, **said)})

    faults = audit(park, digester_design())

    if not place:
        assert faults == []
    else:
        assert any(fault.place == place and words in fault.message for fault in faults), faults


def excluding(status):
    """The digester, with a composter at the farm that is of the same group."""
    rows = copy.deepcopy(DIGESTER["Conversions"])
    rows[SMALL]["excludes"] = "digestion"
    rows.append({"conversion": "composter", "participant": "farm", "status": status, "excludes": "digestion"})
    rows[-1] |= {"capacity": 1, "capacity_unit": "t/h"}
    rates = [*DIGESTER["ConversionRates"], {"conversion": "composter", "commodity": "manure", "per_activity": -1}]
    rates[-1] |= {"otherwise": "links only"}
    return unchecked(**{**DIGESTER, "Conversions": rows, "ConversionRates": rates})


def with_composter(status):
    """The design of the digester beside that composter, which costs nothing and stands still."""
    design = digester_design()
    listed = design["Facilities"]
    listed.loc[len(listed)] = ["conversion", "composter", "farm", "", status, 1, "t/h", 0, None, 0, 0, "farm", 0]
    summary = design["Summary"]
    summary.loc[summary["figure"] == "facilities built", "design"] = 3 + (status == "built")
    return design


def test_of_a_group_there_is_one():
    assert audit(excluding("optional"), digester_design()) == []
    told = "is built, but 'farm' has another of 'digestion': one at most"

    both = audit(excluding("optional"), with_composter("built"))
    beside = audit(excluding("existing"), with_composter("existing"))

    assert [(fault.place, fault.message) for fault in both] == [("Facilities!B9", told)]
    assert [(fault.place, fault.message) for fault in beside] == [("Facilities!B2", told)]


def test_what_runs_takes_and_makes_all_that_it_does():
    design = digester_design()
    made = design.tables["Made and used"]
    warmth = (made["commodity"] == "warmth") & (made["case"] == "today") & (made["period"] == "day")
    design.tables["Made and used"] = made[~warmth].reset_index(drop=True)

    faults = audit(digester(), design)

    assert "no row for today, boiler, works, warmth, day" in [fault.message for fault in faults]


LIMITS = [  # row of Limits, where the design breaks it, and in which words
    ({"on": "impact", "key": "co2", "most": 2900, "unit": "kg"}, "Summary!D13", "2930 kg, at most 2900 expected"),
    ({"on": "impact", "key": "", "most": 2.9, "unit": "t"}, "Summary!D13", "2.93 t, at most 2.9 expected"),
    ({"on": "impact", "key": "co2", "least": 3, "unit": "t"}, "Summary!D13", "2.93 t, at least 3 expected"),
    ({"on": "impact", "key": "co2, mill", "most": 1, "unit": "t"}, "Participants!G3", "1.25 t, at most 1 expected"),
    (
        {"on": "impact", "key": "co2", "most": 2, "unit": "t", "per": "period"},
        "Summary!D13",
        "2.93 t in year, at most 2",
    ),
    ({"on": "investment", "most": 3999, "unit": "EUR", "per": "once"}, "Summary!D14", "4000 EUR, at most 3999"),
    (
        {"on": "investment", "key": "mill", "most": 1, "unit": "EUR", "per": "once"},
        "Participants!I3",
        "2000 EUR, at most",
    ),
    ({"on": "investment", "key": "P", "most": 1, "unit": "EUR", "per": "once"}, "Build list!K2", "4000 EUR, at most 1"),
    # 81 t arrive of 100 t, 19 t are bought: 81 %. 81 t in 8,760 h are 9.24657534 kg/h. Virgin costs 475, all cash 2,203.6.
    ({"on": "cost", "most": 2203, "unit": "EUR"}, "Summary!D3", "2203.6 EUR, at most 2203 expected"),
    ({"on": "cost", "key": "carbon value", "most": 87, "unit": "EUR"}, "Summary!D12", "87.9 EUR, at most 87 expected"),
    ({"on": "cost", "key": "virgin", "least": 480, "unit": "EUR"}, "Summary!D6", "475 EUR, at least 480 expected"),
    ({"on": "cost", "key": "losses, plant", "most": 1, "unit": "EUR"}, "Costs!E11", "570 EUR, at most 1 expected"),
    ({"on": "cost", "key": "cash, mill", "most": 799, "unit": "EUR"}, "Participants!D3", "800 EUR, at most 799"),
    (
        {"on": "cost", "key": "carbon tax", "most": 58, "unit": "EUR", "per": "period"},
        "Summary!D11",
        "58.6 EUR in year, at most 58",
    ),
    ({"on": "partners", "key": "mill", "most": 0}, "Build list!A2", "1 in partners of mill, at most 0 expected"),
    ({"on": "partners", "key": "mill", "least": 2}, "Build list!A2", "1 in partners of mill, at least 2 expected"),
    (
        {"on": "supplier share", "key": "mill, gypsum", "most": 80, "unit": "%"},
        "Flows!J2",
        "81 % in all from plant, at most 80 expected",
    ),
    ({"on": "throughput", "key": "mill", "most": 80, "unit": "t"}, "Flows!J2", "81 t, at most 80 expected"),
    (
        {"on": "throughput", "key": "mill, gypsum", "most": 9, "unit": "kg/h", "per": "period"},
        "Flows!J2",
        "9.24657534 kg/h in year, at most 9 expected",
    ),
    ({"on": "throughput", "key": "P", "least": 0.11, "unit": "kt/a"}, "Flows!I2", "0.1 kt/a, at least 0.11 expected"),
]


@pytest.mark.parametrize(("row", "place", "words"), LIMITS)
def test_a_limit_that_does_not_hold_is_named_where_its_figure_stands(row, place, words):
    faults = audit(two_sites(Limits=[row]), two_sites_design())

    assert [fault.place for fault in faults] == [place]
    assert words in faults[0].message
    assert "row 2 of Limits" in faults[0].message


def test_a_limit_that_holds_is_not_named():
    rows = [
        {"on": "impact", "key": "co2", "least": 2.92, "most": 2.94, "unit": "t"},
        {"on": "investment", "key": "plant", "most": 2000, "unit": "EUR", "per": "once"},
        {"on": "cost", "key": "cash", "least": 2203, "most": 2204, "unit": "EUR"},
        {"on": "partners", "least": 1, "most": 1},
        {"on": "supplier share", "key": "mill, gypsum", "most": 81, "unit": "%"},
        {"on": "throughput", "key": "P", "most": 100, "unit": "t"},
    ]

    assert audit(two_sites(Limits=rows), two_sites_design()) == []


def test_a_limit_a_period_counts_the_building_by_hours():
    # In winter: A 0.032 t lost; B 4 t bought, 0.08 t lost; C 0.07125 t carried, 6 t bought: 10.18325 t. Nothing is built
    # that emits, so that the year's rest is summer's 3.92725 t.
    rows = [{"on": "impact", "key": "co2", "most": 10.18, "unit": "t", "per": "period"}]

    faults = audit(mixed(Limits=rows), mixed_design())

    assert [fault.message for fault in faults] == ["10.18325 t in winter, at most 10.18 expected: row 2 of Limits"]


def test_what_the_park_requires_must_be_there():
    park = two_sites(
        Pipelines=[
            *GYPSUM["Pipelines"],
            {**GYPSUM["Pipelines"][0], "link": "Q", "status": "required", "sizes": "DN200"},
        ]
    )

    faults = audit(park, two_sites_design())

    assert [(fault.place, fault.message) for fault in faults] == [("Build list", "no row for 'Q', which is required")]


def test_a_link_that_is_free_and_idle_is_not_built():
    free = {"from": "mill", "to": "plant", "commodity": "gypsum", "link": "Q", "status": "optional", "yearly_cost": 0}
    park, design = two_sites(Pipelines=[*GYPSUM["Pipelines"], free]), two_sites_design()
    assert audit(park, design) == []

    builds = design.tables["Build list"]
    builds.loc[1] = [
        "Q",
        "pipeline",
        "mill",
        "plant",
        ("gypsum",),
        "built",
        "",
        2.0,
        None,
        "",
        0,
        None,
        0,
        0,
        0,
        "half",
        None,
        0,
        "t/a",
    ]
    summary = design.tables["Summary"]
    summary.loc[summary["figure"] == "links built", "design"] = 2

    assert [fault.place for fault in audit(park, design)] == ["Build list!A3"]


def test_a_gap_below_zero_is_no_gap():
    design = two_sites_design()
    summary = design.tables["Summary"].set_index("figure")
    # Total cost 2,291.5 and 5,850 today: a bound of 2,300 gives a gap of -8.5, and all shares follow it.
    summary.loc["best proven cost", "design"] = 2300
    summary.loc["gap", "design"] = -8.5
    summary.loc["gap of cost", "design"] = -100 * 8.5 / 2291.5
    summary.loc["gap of saving", "design"] = -100 * 8.5 / 3550
    design.tables["Summary"] = summary.reset_index()

    faults = audit(two_sites(), design)

    assert [(fault.place, fault.message) for fault in faults] == [
        ("Summary!D16", "2300 found: more than 2291.5, the cost of the design")
    ]


def test_the_bound_of_the_run_is_the_one_shown():
    faults = audit(two_sites(), two_sites_design(bound=2100.0))

    assert [fault.place for fault in faults] == ["Summary!D16", "Summary!D17", "Summary!D18", "Summary!D19"]


def starved():
    """The two sites, but the mill must be served and today has no pipe."""
    must = {
        **GYPSUM["Demands"][0],
        "quantity": 81,
        "if_not_served": "must serve",
        "virgin_price": None,
        "virgin_co2": None,
    }
    return two_sites(Demands=[must])


def starved_design(**facts):
    """81 t arrive, all that is needed. Today the mill is short of 81 t, which has no price: it pays and emits nothing.

    mill    design  investment 100, upkeep 150, electricity 50 EUR, tax 20 x 0.3 t = 6 EUR
    value   today 2 t x 30 = 60; design (1.68 + 0.3) t x 30 = 59.4
    """
    design = two_sites_design(**facts)
    needs, costs, impacts = (design.tables[sheet] for sheet in ("Needs met", "Costs", "Impacts"))
    needs.loc[0, ["needed", "bought", "short"]] = [81, 0, 81]
    needs.loc[1, ["needed", "bought", "short"]] = [81, 0, 0]
    design.tables["Ledger"] = design.tables["Ledger"].query("source != 'bought'").reset_index(drop=True)
    mill = costs["payer"] == "mill"
    costs.loc[mill & (costs["account"] == "carbon tax") & (costs["case"] == "design"), "amount"] = 6
    costs.loc[costs["payer"] == "society", "amount"] = [60, 59.4]
    gone = (costs["account"] == "virgin") | (mill & (costs["account"] == "carbon tax") & (costs["case"] == "today"))
    design.tables["Costs"] = costs[~gone].reset_index(drop=True)
    design.tables["Impacts"] = impacts[impacts["account"] != "virgin"].reset_index(drop=True)
    people = design.tables["Participants"].set_index("participant")
    people.loc["mill", ["cost_today", "cost_design", "co2_today", "co2_design"]] = [0, 306, 0, 0.3]
    people[["saving", "co2_saving"]] = float("nan")
    design.tables["Participants"] = people.reset_index()
    firms = design.tables["Companies"].set_index("company")
    firms.loc["mill", ["cost_today", "cost_design", "co2_today", "co2_design"]] = [0, 306, 0, 0.3]
    firms[["saving", "co2_saving"]] = float("nan")
    design.tables["Companies"] = firms.reset_index()
    design.tables["Guesses"] = design.tables["Guesses"].iloc[:0]
    summary = design.tables["Summary"].set_index("figure").drop(index="cost: virgin")
    # cash today 3,040, in the design 1,403.6 + 306 = 1,709.6; with the value 3,100 and 1,769
    summary.loc["total cost", ["today", "design"]] = [3100, 1769]
    summary.loc["cash cost", ["today", "design"]] = [3040, 1709.6]
    summary.loc["cost: carbon tax", ["today", "design"]] = [40, 39.6]
    summary.loc["cost: carbon value", ["today", "design"]] = [60, 59.4]
    summary.loc["CO2", ["today", "design"]] = [2, 1.98]
    summary.loc[["best proven cost", "gap", "gap of cost", "gap of saving"], "design"] = [1769, 0, 0, float("nan")]
    summary["saving"] = float("nan")
    summary.loc[list(RESTING.values()), "design"] = float("nan")
    design.tables["Summary"] = summary.reset_index()
    return design


def test_today_may_be_short_where_the_run_says_so():
    assert audit(starved(), starved_design(today_short=True)) == []


def test_today_may_not_be_short_unsaid():
    places = {fault.place for fault in audit(starved(), starved_design())}

    assert {"Needs met!G2", "Needs met!I2"} <= places


def test_a_saving_against_a_park_that_does_not_work_is_named():
    design = starved_design(today_short=True)
    design.tables["Participants"].loc[0, "saving"] = 1636.4

    assert [fault.place for fault in audit(starved(), design)] == ["Participants!E2"]


def test_the_design_itself_is_never_short():
    design = starved_design(today_short=True)
    design.tables["Needs met"].loc[1, "short"] = 1

    assert "Needs met!I3" in [fault.place for fault in audit(starved(), design)]
