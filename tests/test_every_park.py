"""What is true of every park: the design is the one found by trying everything, and a change that cannot matter does not.

Parks are drawn the same on every run. `EXAMPLES=10` draws ten times as many, different ones every time.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from designs import CLOSE, cost, designed, examples, no_more, same
from oracle import best, knows, least_impact
from park_from import make_park
from parks import SOLVED, free_pipe_beside_a_least, isclose, sampled
from sidestream.design.audit import audit
from strategies import Sheets, park_sheets


def limited(**wanted: bool) -> st.SearchStrategy[Sheets]:
    """Parks where somebody asks how good something is."""
    return park_sheets(**wanted).filter(lambda sheets: "QualityLimits" in sheets)


def links(sheets: Sheets) -> list[dict[str, Any]]:
    return [*sheets.get("Pipelines", []), *sheets.get("TruckRoutes", [])]


# The answer is right -------------------------------------------------------------------------------------------------


READ_BACK = sampled(SOLVED, 3)
"""Of every third park what is built is looked at too, and all of it audited; of the rest the cost alone."""


@pytest.mark.parametrize("name", SOLVED)
def test_parks_solved_by_hand(name):
    expected = SOLVED[name]
    if name not in READ_BACK:
        assert isclose(cost(expected.sheets()), math.inf if expected.design is None else expected.design)
        return
    design = designed(make_park(**expected.sheets()))

    if expected.design is None:
        assert design is None
        return
    assert isclose(design.facts["cost"], expected.design)
    assert set(design["Build list"].query("status == 'built'")["link"]) == expected.built
    assert built_facilities(design) == expected.facilities
    if expected.today is not None:
        assert isclose(design.facts["cost_today"], expected.today)
    assert saved_by_figures(design)


def built_facilities(design: Any) -> set[str]:
    """Kind, name and size of each row of Facilities that is new."""
    rows = design["Facilities"].query("status == 'built'")[["kind", "facility", "size"]]
    return {" ".join(word for word in row if word) for row in rows.itertuples(index=False)}


def test_free_pipe_that_carries_nothing_is_not_built():
    design = designed(make_park(**free_pipe_beside_a_least()))

    assert isclose(design.facts["cost"], 1_080)
    assert list(design["Build list"]["link"]) == ["old"]


@examples(10)
@given(park_sheets())
def test_nothing_is_cheaper_than_the_design(sheets):
    park = make_park(**sheets)
    right = best(park)
    design = designed(park)

    assert (design is not None) == right.feasible
    if design is None:
        return
    assert same(design.facts["cost"], right.cost)
    assert same(design.facts["bound"], right.cost)
    today = best(park, "today")
    if today.feasible:
        assert same(design.facts["cost_today"], today.cost)
    else:
        assert design.facts["today_short"]


@examples(2)
@given(park_sheets(fleets=False, whole_loads=False), st.booleans())
def test_nothing_has_less_of_an_impact_than_what_is_made_for_that(sheets, carbon):
    names = ["co2", *dict.fromkeys(row["impact"] for row in sheets.get("ImpactFactors", []))]
    which = names[0 if carbon else -1]
    park = make_park(**sheets | {"Settings": {**sheets["Settings"], "objective": which}})
    right = least_impact(park, which)
    design = designed(park)

    assert (design is not None) == math.isfinite(right)
    if design is not None:
        caused = design["Impacts"].query("case == 'design' and impact == @which")["amount"].sum()
        assert math.isclose(caused, right, rel_tol=1e-5, abs_tol=1e-5)
        capped = {"on": "impact", "key": which, "most": right + 1e-6 * (1 + abs(right)), "unit": park.impacts[which]}
        known = [row for row in sheets.get("Limits", []) if row["key"] not in (which, None) or row["on"] != "impact"]
        if known == sheets.get("Limits", []):  # of as little of it, the cheapest; limits are told apart by their keys
            cheapest = best(make_park(**sheets | {"Limits": [*known, capped]})).cost
            assert math.isclose(design.facts["cost"], cheapest, rel_tol=1e-3, abs_tol=1e-3)


@examples(2)
@given(park_sheets())
def test_every_design_adds_up(sheets):
    park = make_park(**sheets)
    design = designed(park)
    assume(design is not None)

    assert audit(park, design) == []


@examples(2)
@given(park_sheets())
def test_what_figures_save_adds_up_to_the_saving(sheets):
    design = designed(make_park(**sheets))
    assume(design is not None)

    assert saved_by_figures(design)


def saved_by_figures(design: Any) -> bool:
    """Whether the amounts of Guesses add up to the saving; without one there are none."""
    if design.facts["today_short"]:
        return design["Guesses"].empty
    saving = design.facts["cost_today"] - design.facts["cost"]
    scale = abs(design.facts["cost_today"]) + abs(design.facts["cost"])
    return math.isclose(design["Guesses"]["amount"].sum(), saving, rel_tol=CLOSE, abs_tol=CLOSE * max(1.0, scale))


@examples(2)
@given(park_sheets())
def test_nothing_flows_in_what_is_not_there(sheets):
    park = make_park(**sheets)
    design = designed(park)
    assume(design is not None)
    flows = design["Flows"].query("sent > 0")
    existing = {row["link"] for row in links(sheets) if row["status"] == "existing"}
    forced = {row["link"] for row in links(sheets) if row["status"] in ("existing", "required", "built")}
    forbidden = {row["link"] for row in links(sheets) if row["status"] == "forbidden"}
    listed = set(design["Build list"]["link"])

    assert set(flows.loc[flows["case"] == "design", "link"]) <= listed
    assert set(flows.loc[flows["case"] == "today", "link"]) <= existing
    assert forced <= listed
    assert not forbidden & listed


# A change that cannot matter does not --------------------------------------------------------------------------------


@examples(2)
@given(park_sheets(), st.integers(0, 5))
def test_names_of_sites_do_not_matter(sheets, turn):
    names = [row["participant"] for row in sheets["Participants"]]
    new = {name: f"{chr(ord('z') - (place + turn) % 6)} site" for place, name in enumerate(names)}

    assert same(cost(sheets), cost(renamed(sheets, new)))


def renamed(sheets: Sheets, new: dict[str, str]) -> Sheets:
    """The same park with other names of participants, wherever they stand."""
    sheets = copy.deepcopy(sheets)
    for rows in sheets.values():
        for row in rows if isinstance(rows, list) else []:
            for column in ("participant", "from", "to", "payer", "a", "b"):
                row |= {column: new[row[column]]} if row.get(column) in new else {}
    for row in sheets.get("Limits", []) + sheets.get("ImpactFactors", []):
        if row["key"]:  # a site's name stands before or behind a comma, or by itself
            row["key"] = ", ".join(new.get(part, part) for part in row["key"].split(", "))
    return sheets


@examples(2)
@given(park_sheets(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(sheets, chance):
    mixed = {sheet: list(rows.items()) if isinstance(rows, dict) else list(rows) for sheet, rows in sheets.items()}
    for sheet, rows in mixed.items():
        if sheet != "Periods":  # they follow each other
            chance.shuffle(rows)
    mixed["Settings"] = dict(mixed["Settings"])

    assert same(cost(sheets), cost(mixed))


@examples(2)
@given(park_sheets())
def test_kilograms_are_as_good_as_tonnes(sheets):
    assume(any(row["unit"] == "t" for row in sheets["Commodities"]))
    sheets = without_mixed_prices(sheets)

    assert same(cost(sheets), cost(in_kilograms(sheets)))


def without_mixed_prices(sheets: Sheets) -> Sheets:
    """Take the price of a unit from links whose commodities are counted in different units."""
    sheets = copy.deepcopy(sheets)
    units = {row["commodity"]: row["unit"] for row in sheets["Commodities"]}
    for row in links(sheets):
        if len({units[name] for name in carried(sheets, row)}) > 1:
            row |= {"unit_cost": None, "unit_co2": None}
    return sheets


def carried(sheets: Sheets, link: dict[str, Any]) -> list[str]:
    """Names of what a link carries; where none is given all that goes by truck."""
    rows = sheets["Commodities"]
    by_truck = [row["commodity"] for row in rows if "truck" in (row["goes_by"] or "truck")]
    return link["commodity"].split("; ") if link["commodity"] else by_truck


def in_kilograms(sheets: Sheets) -> Sheets:
    """The same park with everything that is counted in t counted in kg: a thousand times the units at a thousandth."""
    sheets = copy.deepcopy(sheets)
    names = {row["commodity"] for row in sheets["Commodities"] if row["unit"] == "t"}
    media = {row["medium"] for row in sheets["Commodities"] if row["unit"] == "t"}

    def scale(row: dict[str, Any], factor: float, *columns: str) -> None:
        row |= {column: row[column] * factor for column in columns if row.get(column) is not None}

    for row in sheets["Commodities"]:
        if row["commodity"] in names:
            row["unit"] = "kg"
            scale(row, 1e-3, "volume", "energy")
    for row in sheets.get("Supplies", []) + sheets.get("Demands", []):
        if row["commodity"] in names:
            scale(row, 1e-3, "provision_cost", "provision_co2", "disposal_cost", "disposal_co2")
            scale(row, 1e-3, "virgin_price", "virgin_co2", "shortage_cost")
    for row in sheets.get("Substitutions", []):
        scale(row, (1e-3 if row["by_product"] in names else 1) * (1e3 if row["need"] in names else 1), "ratio")
    for row in sheets.get("ConversionRates", []) + sheets.get("Storages", []):
        if row["commodity"] in names:
            scale(row, 1e3, "per_activity", "capacity", "start_level", "end_level")
            scale(row, 1e-3, "cost", "co2", "in_cost", "out_cost")
    for row in sheets.get("PipeSizes", []):
        scale(row, 1e-3 if row["medium"] in media else 1, "pumping")
    for row in sheets.get("ImpactFactors", []):
        if (row["key"] or "").rpartition(", ")[2] in names:
            scale(row, 1e-3, "factor")
    for row in links(sheets):
        scale(row, 1e-3 if names.issuperset(carried(sheets, row)) else 1, "unit_cost", "unit_co2")
    return sheets


@examples(2)
@given(
    park_sheets(per_period=False, least_flow=False, storages=False, cycles=False, whole_loads=False),
    st.sampled_from([0.5, 0.25]),
)
def test_a_period_cut_in_two_is_the_same_year(sheets, share):
    # Without storages: what they take in and give out in a period is limited by what they hold; loads are whole in each.
    assume("Periods" in sheets)
    cut = copy.deepcopy(sheets)
    first = cut["Periods"][0]
    cut["Periods"].insert(1, {"period": "later", "hours": first["hours"] * (1 - share)})
    first["hours"] *= share
    if "Profiles" in cut:
        cut["Profiles"].insert(1, {**cut["Profiles"][0], "period": "later"})

    # What mixes as a grade may be clean in one half and not in the other: that is a choice more.
    if any(row["mixes"] == "grade" for row in sheets.get("Qualities", [])):
        assert no_more(cost(cut), cost(sheets))
    else:
        assert same(cost(sheets), cost(cut))


@examples(2)
@given(park_sheets(), st.data())
def test_a_forbidden_link_changes_nothing(sheets, data):
    assume(sheets.get("Pipelines"))
    more = copy.deepcopy(sheets)
    row = data.draw(st.sampled_from(more["Pipelines"]))
    more["Pipelines"].append({**row, "link": "not this one", "status": "forbidden"})

    assert same(cost(sheets), cost(more))


@examples(2)
@given(park_sheets(storages=True), st.data())
def test_a_forbidden_storage_changes_nothing(sheets, data):
    assume(sheets.get("Storages"))
    more = copy.deepcopy(sheets)
    row = data.draw(st.sampled_from(more["Storages"]))
    more["Storages"].append({**row, "storage": "not this one", "status": "forbidden"})

    assert same(cost(sheets), cost(more))


@examples(2)
@given(park_sheets(losses=False), st.data())
def test_a_plant_that_nothing_feeds_changes_nothing(sheets, data):
    # Without losses: what a plant makes would need a price of disposal where it is lost.
    what = data.draw(st.sampled_from([row["commodity"] for row in sheets["Commodities"]]))
    more = with_plants(sheets, a_firm(data, sheets), (("mill wheel", "the brook", what),))

    assert same(cost(sheets), cost(more))


@examples(2)
@given(park_sheets(losses=False, qualities=False), st.data())
def test_there_and_back_at_one_place_changes_nothing(sheets, data):
    # At who passes on: elsewhere plants make what can depart of what has arrived. What a plant makes is as good as all that its
    # owner offers, whatever it is made of: without qualities.
    passing = [row["participant"] for row in sheets["Participants"] if row.get("passes_on") == "yes"]
    assume(passing)
    what = data.draw(st.sampled_from([row["commodity"] for row in sheets["Commodities"]]))
    there_and_back = (("melt", what, "the brook"), ("freeze", "the brook", what))
    more = with_plants(sheets, data.draw(st.sampled_from(passing)), there_and_back)

    assert same(cost(sheets), cost(more))


def a_firm(data: st.DataObject, sheets: Sheets) -> str:
    return data.draw(
        st.sampled_from([row["participant"] for row in sheets["Participants"] if row["kind"] != "junction"])
    )


def with_plants(sheets: Sheets, who: str, plants: tuple[tuple[str, str, str], ...]) -> Sheets:
    """The same park with free plants at somebody's: name, what a unit of activity takes one of, and what it makes one of."""
    brook = {"commodity": "the brook", "unit": "t", "medium": "slurry", "goes_by": "pipe"}
    rates = [
        {"conversion": name, "commodity": commodity, "per_activity": each, "otherwise": otherwise}
        for name, *pair in plants
        for commodity, each, otherwise in zip(pair, (-1, 1), ("links only", "must go"), strict=True)
    ]
    rows = [
        {"conversion": name, "participant": who, "status": "optional", "capacity": 50, "capacity_unit": "t/a"}
        for name, _, _ in plants
    ]
    return {
        **sheets,
        "Commodities": [*sheets["Commodities"], brook],
        "Conversions": [*sheets.get("Conversions", []), *rows],
        "ConversionRates": [*sheets.get("ConversionRates", []), *rates],
    }


@examples(2)
@given(park_sheets(corridors=False, limits=False), st.data())
def test_a_trench_for_one_pipe_costs_what_its_own_would(sheets, data):
    # Without limits: a trench without a payer is part of no link's investment.
    sizes = {row["size"]: row for row in sheets.get("PipeSizes", [])}
    new = ("optional", "required", "built")
    fits = [row for row in sheets.get("Pipelines", []) if row.get("sizes") in sizes and row["status"] in new]
    assume(fits)
    pipe = data.draw(st.sampled_from(fits))
    size = sizes[pipe["sizes"]]
    row = {"corridor": "its own", "status": "optional", "trench_cost": size.get("trench_cost"), "life": size["life"]}
    more = {**sheets, "Corridors": [{**row, "length": 0.25}]}  # no pipe is shorter
    more["CorridorPaths"] = [{"link": pipe["link"], "corridor": "its own"}]

    assert same(cost(sheets), cost(more))


@examples(2)
@given(limited(), st.sampled_from([0.25, 8]))
def test_in_what_a_property_is_counted_changes_nothing(sheets, factor):
    assert same(cost(sheets), cost(with_limits(sheets, lambda side, value: value * factor, factor)))


@examples(2)
@given(limited())
def test_a_limit_wider_than_all_values_changes_nothing(sheets):
    wide = with_limits(sheets, lambda side, value: 0 if side == "least" else 10)
    free = {name: rows for name, rows in sheets.items() if name not in ("Qualities", "QualityLimits")}

    assert same(cost(wide), cost(free))


def with_limits(sheets: Sheets, changed: Callable[[str, float], float], factor: float = 1) -> Sheets:
    """The same park with each side of its limits changed, and its values times a factor."""
    sheets = copy.deepcopy(sheets)
    for row in sheets["QualityLimits"]:
        row |= {side: changed(side, row[side]) for side in ("least", "most") if row.get(side) is not None}
    for row in sheets["Qualities"]:
        row["value"] *= factor
    return sheets


# More choice is never dearer -----------------------------------------------------------------------------------------


@examples(2)
@given(park_sheets(), st.sampled_from([0.0, 0.5, 0.9]))
def test_a_cheaper_pipe_never_costs_the_park_more(sheets, factor):
    assume(sheets.get("PipeSizes") or sheets.get("Pipelines"))
    # Where money has a least, that asks for more of what is cheaper.
    assume(not a_least_of_money(sheets))
    cheaper = copy.deepcopy(sheets)
    for row in cheaper.get("PipeSizes", []) + cheaper.get("Pipelines", []) + cheaper.get("Corridors", []):
        for column in ("pipe_cost", "trench_cost", "station_cost", "crossing_cost", "investment"):
            row |= {column: row[column] * factor} if row.get(column) else {}

    assert no_more(cost(cheaper), cost(sheets))


@examples(2)
@given(park_sheets(), st.sampled_from([0.0, 0.5, 0.9]))
def test_a_cheaper_plant_or_storage_never_costs_the_park_more(sheets, factor):
    facilities = ("Conversions", "Storages", "Expansions")
    assume(any(sheets.get(sheet) for sheet in facilities) and not a_least_of_money(sheets))
    cheaper = copy.deepcopy(sheets)
    for row in (row for sheet in facilities for row in cheaper.get(sheet, [])):
        for column in ("investment", "investment_per_unit", "unit_cost", "in_cost", "out_cost"):
            row |= {column: row[column] * factor} if row.get(column) else {}

    assert no_more(cost(cheaper), cost(sheets))


def a_least_of_money(sheets: Sheets) -> bool:
    return any(row["on"] in ("investment", "cost") and row.get("least") for row in sheets.get("Limits", []))


@examples(2)
@given(park_sheets(), st.sampled_from([1.0, 1.5, 4.0]))
def test_faster_trucks_never_cost_the_park_more(sheets, factor):
    # Nor does it cost more where their loads need not be whole any more.
    # A least of CO2 is nearer with loads that are not full.
    assume(sheets.get("TruckRoutes") and not any(row.get("least") for row in sheets.get("Limits", [])))
    faster = copy.deepcopy(sheets)
    for row in faster.get("Fleets", []):
        row["speed"] *= factor
    for row in faster["TruckRoutes"]:
        row["whole_loads"] = "no"

    assert no_more(cost(faster), cost(sheets))


@examples(2)
@given(park_sheets(losses=False), st.data())
def test_one_more_choice_never_costs_more(sheets, data):
    # Without losses: what is lost is priced by who can reach its origin, which a new link may change.
    names = [row["participant"] for row in sheets["Participants"]]
    firms = [row["participant"] for row in sheets["Participants"] if row["kind"] != "junction"]
    by_pipe = [row["commodity"] for row in sheets["Commodities"] if "pipe" in (row["goes_by"] or "pipe")]
    assume(by_pipe)
    ends = data.draw(st.permutations(names))
    row = {"from": ends[0], "to": ends[1], "commodity": data.draw(st.sampled_from(by_pipe)), "status": "optional"}
    row |= {"link": "one more", "payer": firms[0], "yearly_cost": data.draw(st.sampled_from([0, 10, 100]))}
    more = {**sheets, "Pipelines": [*sheets.get("Pipelines", []), row]}

    assert no_more(cost(more), cost(sheets))


@examples(2)
@given(limited(), st.sampled_from([1, 2]))
def test_a_tighter_limit_is_never_cheaper(sheets, step):
    tighter = with_limits(sheets, lambda side, value: value + step if side == "least" else value - step)
    for row in tighter["QualityLimits"]:
        if row.get("least") is not None and row.get("most") is not None:
            row["least"] = min(row["least"], row["most"])

    assert no_more(cost(sheets), cost(tighter))


@examples(2)
@given(limited(pools=True, limits=False, forced=False, relations=False, fleets=False, whole_loads=False))
def test_a_mixture_is_no_better_than_its_streams_and_no_worse_than_its_worst_part(sheets):
    # By quantity: streams that stay apart may be divided as the mixture is; of parts that are all good enough the mean is.
    design = designed(make_park(**sheets), gap=0.01, time_limit=10.0)
    apart = best(make_park(**sheets | {"Qualities": [*sheets["Qualities"], *staying_apart(sheets)]}))
    worst = cost(sheets | {"Qualities": [{**row, "mixes": "grade"} for row in sheets["Qualities"]]})

    assert math.isinf(worst) or design is not None
    if design is not None:
        assert audit(make_park(**sheets), design) == []
        assert apart.feasible
        assert no_more(apart.cost, design.facts["cost"])
        assert no_more(design.facts["bound"], worst)
        assert not knows(make_park(**sheets)) or no_more(design.facts["bound"], apart.cost)


def staying_apart(sheets: Sheets) -> list[dict[str, Any]]:
    """A property that nobody asks for, of streams that stay apart."""
    rows = {(row["participant"], row["commodity"]): row for row in sheets["Qualities"]}
    return [{**row, "property": "colour", "value": 1, "mixes": "not"} for row in rows.values()]


@examples(2)
@given(park_sheets(limits=False, forced=False))
def test_a_design_is_never_dearer_than_today(sheets):
    design = designed(make_park(**sheets))
    assume(design is not None and not design.facts["today_short"])

    assert no_more(design.facts["cost"], design.facts["cost_today"])
