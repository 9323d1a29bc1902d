"""What a company may see: its own figures as they are, the park in sums, and nobody else's."""

from __future__ import annotations

import json
import re
import zipfile

import pandas as pd
import pytest

from design.views.named import NAMES, SHEETS, named_park
from sidestream.design.accounts import NOT_DEFINED
from sidestream.design.tables import RESULTS
from sidestream.design.views import VIEWS, company_named, for_company
from sidestream.errors import UsageError
from sidestream.park.changes import Change
from sidestream.studies.one_design import Options, design_network
from sidestream.tables import Number
from sidestream.workbook.as_json import design_as_json
from sidestream.workbook.writing import write_design

PARTNERS = {
    "Zorvex Group": {"Quimble mill", "Brontal plant"},
    "Quimble AB": {"Zorvex works", "Brontal plant", "Old Faithful conveyor"},
    "Brontal plant": {"Quimble mill", "Zorvex quarry", "Kestrel boiler", "Old Faithful conveyor"},
}
SITES = {
    "Zorvex Group": {"Zorvex works", "Zorvex quarry"},
    "Quimble AB": {"Quimble mill"},
    "Brontal plant": {"Brontal plant"},
}
COMPANIES = list(PARTNERS)


@pytest.fixture(scope="module")
def park():
    park = named_park()
    change = Change("Demands", "Quimble mill, ash", "quantity", "33 t/a")
    park.changes = (change,)
    return park


@pytest.fixture(scope="module")
def design(park):
    found = design_network(park, Options(gap=0))
    assert len(found["Build list"]) == 3
    assert set(found["Misses"]["participant"]) >= {"Zorvex quarry", "Quimble mill", "Brontal plant"}
    return found


def numbers(frame, table):
    """Every number of a sheet that says something, as it is rounded in print."""
    columns = [name for name, column in table.columns.items() if isinstance(column, Number)]
    found = pd.unique(frame[columns].to_numpy(float).ravel())
    return {float(f"{number:.9g}") for number in found if number == number and abs(number) not in (0, 1, 2, 100)}


def every(design, sheets):
    return set().union(*(numbers(design[table.sheet], table) for table in RESULTS if table.sheet in sheets))


@pytest.mark.parametrize("company", COMPANIES)
def test_its_own_rows_are_those_of_the_whole(park, design, company):
    view = for_company(park, design, company)

    for sheet, column in (("Participants", "participant"), ("Costs", "payer"), ("Impacts", "participant")):
        mine = design[sheet][design[sheet][column].isin(SITES[company])]
        pd.testing.assert_frame_equal(view[sheet], mine.reset_index(drop=True))
    for sheet in ("Supplies used", "Needs met", "By-products used"):
        assert set(view[sheet]["participant"]) <= SITES[company]
        assert len(view[sheet]) == design[sheet]["participant"].isin(SITES[company]).sum()
    assert list(view["Companies"]["company"]) == [company]
    assert view["Summary"].drop(columns="note").equals(design["Summary"].drop(columns="note"))


def test_links_at_its_ends_with_its_share_of_the_money(park, design):
    view = for_company(park, design, "Quimble AB")
    builds = view["Build list"].set_index("link")

    # Half of the pipe's 20,000 EUR; nothing of the conveyor, which Brontal plant pays.
    assert builds.at["Zorvex works-Quimble mill-gypsum", "investment"] == 10_000
    assert builds.at["Zorvex works-Quimble mill-gypsum", "annuity"] == pytest.approx(1_000)
    assert builds.at["Old Faithful conveyor", "investment"] == 0
    assert set(view["Flows"]["link"]) == set(builds.index)
    assert view["Participants"].at[0, "investment"] == builds["investment"].sum()


@pytest.mark.parametrize("company", COMPANIES)
def test_nobody_elses_names_are_anywhere(park, design, company, tmp_path):
    view = for_company(park, design, company)
    written = write_design(view, tmp_path / "view.xlsx")
    allowed = SITES[company] | PARTNERS[company] | {company}
    strangers = set(NAMES) - allowed
    with zipfile.ZipFile(written) as parts:
        everything = "\n".join(parts.read(part).decode("utf-8", "ignore") for part in parts.namelist())
    everything += json.dumps(design_as_json(view), ensure_ascii=False)

    assert [name for name in strangers if name in everything.replace("Zorvex works-Quimble", "")] == []
    for sheet in (
        "Costs",
        "Impacts",
        "Participants",
        "Guesses",
        "Misses",
        "Assumptions",
        "Run",
        "Summary",
        "Companies",
    ):
        words = " ".join(str(cell) for cell in view[sheet].to_numpy().ravel())
        assert [name for name in PARTNERS[company] - {"Kestrel boiler"} if name in words] == [], sheet


@pytest.mark.parametrize("company", COMPANIES)
def test_nobody_elses_figures_are_anywhere(park, design, company):
    view = for_company(park, design, company)
    whole, seen = ({table.sheet: numbers(one[table.sheet], table) for table in RESULTS} for one in (design, view))
    own_rows = ("Participants", "Costs", "Impacts", "Supplies used", "Needs met", "Companies")
    own = set().union(*(seen[sheet] for sheet in own_rows), seen["Flows"])
    theirs = set().union(*(whole[sheet] - seen[sheet] for sheet in own_rows))
    prices = {
        float(row[column])
        for sheet in ("Supplies", "Demands")
        for row in SHEETS[sheet]
        for column in ("disposal_cost", "virgin_price", "quantity")
        if column in row and row["participant"] not in SITES[company]
    }
    told = set().union(*(seen[sheet] for sheet in seen if sheet not in ("Summary", *own_rows, "Flows")))

    assert (told & (theirs | prices)) - own - seen["Summary"] - {10.0} == set()
    assert view["Misses"]["pays_at"].isna().all()
    run = view["Run"]
    run = run[~run["item"].str.match("finished|seconds|.* version")]  # a clock may say anything
    text = " ".join(
        str(cell) for frame in (run, view["Assumptions"], view["Misses"]) for cell in frame.to_numpy().ravel()
    )
    assert not any(re.search(rf"\b{price:g}\b(?! (EUR|t|\.))", text) for price in prices & {103.0, 41.0, 33.0, 19.0})


def test_misses_say_what_is_left_but_not_to_whom_it_could_go(park, design):
    misses = for_company(park, design, "Zorvex Group")["Misses"].set_index("commodity")

    assert misses.at["clay", "quantity"] == 13
    assert misses.at["clay", "with"] == ""
    assert misses.at["clay", "note"] == "nobody takes it in this design"


def test_guesses_are_its_own(park, design):
    guesses = for_company(park, design, "Brontal plant")["Guesses"]

    # 80 of 103 t of ash are no longer disposed of at 11 EUR.
    assert guesses["of"].tolist() == ["Brontal plant, ash, Kestrel boiler"]
    assert guesses["amount"].tolist() == pytest.approx([880])


def test_the_run_says_what_it_is_and_not_what_was_changed(park, design):
    run = for_company(park, design, "Quimble AB")["Run"]
    said = dict(zip(run["item"], run["value"], strict=True))

    assert said["for"].startswith("Quimble AB: its own figures alone")
    assert "for" in VIEWS
    assert said["changes"] == "1 cells differ from the workbook"
    assert not any(item.startswith(("log ", "change ")) for item in said)
    assert said["status"] == "proven"


def test_where_today_is_short_is_not_said():
    must = [{**SHEETS["Demands"][0], "if_not_served": "must serve", "virgin_price": None}, *SHEETS["Demands"][1:]]
    park = named_park(Demands=must)
    design = design_network(park, Options(gap=0))
    view = for_company(park, design, "Brontal plant")

    assert "Quimble mill" in design["Summary"].at[0, "note"]
    assert view["Summary"].at[0, "note"] == NOT_DEFINED
    assert not {"today_shortfalls", "today_short_words", "log"} & set(view.facts)
    assert "Quimble" not in str(view.facts)
    assert not view["Run"]["item"].str.startswith("today's park").any()


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("Quimble Ab", None),
        ("Quimbel AB", "did you mean 'Quimble AB'?"),
        ("nobody", "(companies: Zorvex Group, Quimble AB"),
    ],
)
def test_a_company_is_known_by_its_name(park, word, said):
    if said is None:
        assert company_named(park, word) == "Quimble AB"
        return
    with pytest.raises(UsageError) as caught:
        company_named(park, word)
    assert said in str(caught.value)
