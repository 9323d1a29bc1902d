"""The page says what the workbook says, needs nothing from elsewhere, and is fit for eyes, keyboards and readers of screens."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from park_from import make_park
from parks import two_sites
from report.pages import NASTY, Elements, designed, full, page_of, small, staged
from sidestream.errors import Fault
from sidestream.report import page as whole
from sidestream.report.headline import sentences_of
from sidestream.report.page import page
from sidestream.report.told import Told

PAGES = ("small", "staged", "full")


@pytest.fixture(params=PAGES)
def text(request):
    return page_of(request.param)


def test_the_first_lines_say_what_is_built_and_what_it_brings():
    # Today 50 * 30 + 40 * 25 = 2,500; designed 10 * 30 + 20,000 / 10 = 2,300; nothing of it emits.
    assert list(sentences_of(small())) == [
        "The design builds 1 pipeline, for 20,000 EUR paid once.",
        "All participants together then pay 2,300 EUR a year, investments included: 200 EUR (8 %) less than the 2,500 EUR of today's park.",
        "It is proven that no other design that does the same costs less.",
        "CO2 stays at 0 t a year.",
        # The plant saves 40 * 30 and pays half the pipe, the mill saves 40 * 25 = 1,000 and pays 1,000: it neither gains nor loses.
        "1 participant pays less than today; nobody pays more.",
    ]


def test_who_pays_more_is_named():
    sheets = two_sites(pipe_cost=10)
    sheets["Pipelines"][0]["payer"] = "mill"
    told = Told.of(park := make_park(**sheets), designed(park), "design.xlsx")

    assert "1 participant pays less than today; mill pays more, before what firms pay each other." in sentences_of(told)


def test_a_design_that_builds_nothing_says_so():
    told = Told.of(park := make_park(**two_sites(pipe_cost=12)), designed(park), "design.xlsx")

    assert next(sentences_of(told)).startswith("The design builds nothing")
    assert "Nothing is exchanged." in page([told])


def test_where_today_cannot_be_there_is_no_saving():
    sheets = two_sites(pipe_cost=10)
    sheets["Demands"][0] |= {"if_not_served": "must serve", "virgin_price": None}
    told = Told.of(park := make_park(**sheets), designed(park), "design.xlsx")
    made = page([told])

    assert "so there is no saving to state" in made
    assert "a saving is not defined" in made
    assert "nan" not in " ".join(Elements(made).words("p", "td", "span", "strong", "li", "text"))


@pytest.mark.parametrize(("told", "which"), [(small, "small"), (staged, "staged"), (full, "full")])
def test_every_figure_of_the_summary_stands_in_its_table(told, which):
    table = page_of(which).partition('<section id="figures"')[2].partition("</table>")[0]
    rows = {
        row[0]: row[1:]
        for row in (re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", line) for line in table.split("<tr>"))
        if row
    }

    for row in told().design["Summary"].to_dict("records"):
        for place, case in enumerate(("today", "design", "saving"), start=1):
            shown = rows[row["figure"]][place]
            if row[case] == row[case]:
                assert float(shown.replace(",", "")) == pytest.approx(row[case], rel=0.03, abs=1)
            else:
                assert shown == ""


def test_every_link_of_the_design_stands_in_the_build_list_and_on_the_map():
    told, made = full(), page_of("full")
    tables = made.partition('<section id="build"')[2].partition("</section>")[0]

    for link in set(told.design["Build list"]["link"]):
        assert f">{link}</th>" in tables
        assert f'aria-label="{link}: ' in made


def test_what_nobody_pays_is_told_apart():
    # 2,300 EUR/a are paid, today 2,500; see `small`.
    sheets = two_sites(pipe_cost=10)
    sheets["Settings"] = {"discount_rate": 0, "carbon_value": 1_000}
    sheets["Supplies"][0]["disposal_co2"] = 2
    said = list(sentences_of(Told.of(park := make_park(**sheets), designed(park), "design.xlsx")))

    # Of 50 t that cause 2 kg each 10 are disposed of: 0.02 t * 1,000 EUR/t = 20 EUR/a, today 0.1 t and 100 EUR/a.
    assert said[1].startswith("All participants together then pay 2,300 EUR a year")
    assert said[2].endswith("which nobody pays: with that it comes to 2,320 EUR a year instead of 2,600 EUR.")


def test_a_design_for_the_least_of_an_impact_says_so():
    sheets = two_sites(pipe_cost=12)  # the pipe costs 2,400 and saves 2,200
    sheets["Settings"] = {"discount_rate": 0, "objective": "co2"}
    sheets["Supplies"][0]["disposal_co2"] = 2
    said = list(sentences_of(Told.of(park := make_park(**sheets), designed(park), "design.xlsx")))

    assert said[1].endswith("200 EUR (8 %) more than the 2,500 EUR of today's park.")
    assert said[2].startswith("It is made for the least CO2; ")
    assert said[3] == "Another design could cause none of it less: that is proven."


def test_where_nothing_is_proven_nothing_is_claimed():
    told = small()
    rows = told.design["Summary"].copy()
    rows.loc[rows["figure"].isin(["best proven cost", "gap", "gap of cost", "gap of saving"]), "design"] = float("nan")
    unproven = replace(told, design=replace(told.design, tables=told.design.tables | {"Summary": rows}))

    assert "How much cheaper another design could be is not known." in sentences_of(unproven)
    assert not any("proven" in sentence for sentence in sentences_of(unproven))


def test_a_warning_and_a_change_are_told():
    fault = Fault("Supplies", "B7", "quantity", "is 10 times what anybody else has", "warning")

    assert "Supplies!B7 quantity: is 10 times what anybody else has" in page([small()], [fault])


@pytest.mark.parametrize("what", ["participant", "commodity", "link", "title", "file"])
def test_names_are_text_and_nothing_else(what):
    sheets = two_sites(pipe_cost=10)
    if what == "participant":
        sheets["Participants"][0]["participant"] = NASTY
        sheets["Supplies"][0]["participant"] = sheets["Pipelines"][0]["from"] = NASTY
    elif what == "commodity":
        sheets["Commodities"][0]["commodity"] = NASTY
        for sheet in ("Supplies", "Demands", "Pipelines"):
            sheets[sheet][0]["commodity"] = NASTY
    elif what == "link":
        sheets["Pipelines"][0]["link"] = NASTY
    park = make_park(**sheets)
    told = Told.of(park, designed(park), NASTY if what == "file" else "design.xlsx")
    found = Elements(page([told], title=NASTY if what == "title" else ""))

    assert not found.all("b")
    assert len(found.all("script")) == 1
    assert NASTY in " ".join(words for _, words in found.texts)


def test_nothing_is_asked_of_any_address(text):
    assert not re.search(
        r"(?i)https?:|//[a-z]|@import|url\(|\bsrc=|srcset|<link|<iframe|<object|<embed|<base",
        text.partition("<script>")[0],
    )
    assert not re.search(r"(?i)fetch|XMLHttp|import\(|WebSocket|innerHTML|eval", text.partition("<script>")[2])
    hrefs = [attrs["href"] for attrs in Elements(text).all("a")]
    assert hrefs
    assert all(href.startswith("#") for href in hrefs)


def test_only_its_own_style_and_script_are_allowed(text):
    found = Elements(text)
    policy = next(
        attrs["content"] for attrs in found.all("meta") if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    for tag, name in (("style", "style.css"), ("script", "behaviour.js")):
        own = files("sidestream.report").joinpath(name).read_text("utf-8")
        mark = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{mark}'" in policy
        assert f"<{tag}>{own}</{tag}>" in text
    assert policy.startswith("default-src 'none'")
    for _, attrs in found.seen:
        assert not [name for name in attrs if name.startswith("on") or name == "style"]


def test_landmarks_headings_and_names(text):
    found = Elements(text)
    ids = [attrs["id"] for _, attrs in found.seen if "id" in attrs]

    assert len(ids) == len(set(ids))
    assert found.all("html")[0]["lang"] == "en"
    for landmark in ("header", "nav", "main", "footer", "title", "h1"):
        assert len([tag for tag, _ in found.seen if tag == landmark]) >= 1
    for attrs in found.all("section"):
        assert attrs["aria-labelledby"] in ids
    for attrs in found.all("a"):
        assert attrs["href"][1:] in ids
    for attrs in found.all("svg"):
        assert attrs.get("aria-hidden") or all(name in ids for name in attrs["aria-labelledby"].split())
    for attrs in found.all("th"):
        assert attrs["scope"] in ("col", "row")
    assert len(found.all("caption")) == len(found.all("table"))
    named = {attrs.get("for") for attrs in found.all("label")}
    assert all(attrs["id"] in named for attrs in found.all("select"))
    levels = [int(tag[1]) for tag, _ in found.seen if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_links_differ_by_more_than_colour():
    made = page_of("full")
    rules = files("sidestream.report").joinpath("style.css").read_text("utf-8")

    assert ".truck .line { stroke-dasharray" in rules
    assert made.count('class="arrow hollow"') > 1
    assert 'class="arrow"' in made


@pytest.mark.parametrize("dark", [False, True])
def test_colours_can_be_told_from_what_they_stand_on(dark):
    rules = files("sidestream.report").joinpath("style.css").read_text("utf-8")
    blocks = re.findall(r":root \{([^}]*)\}", rules)
    colours = dict(re.findall(r"--([\w-]+): (#\w+)", blocks[1 if dark else 0]))

    for paper in ("paper", "sheet", "faint", "warm"):
        for ink in ("ink", "soft", "accent"):
            assert contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
    for line in ("steam", "hot-water", "water", "gas", "slurry", "solid", "power", "abstract", "design", "third"):
        assert contrast(colours[line], colours["sheet"]) >= 3, line


def contrast(one: str, other: str) -> float:
    """(L1 + 0.05) / (L2 + 0.05) of WCAG 2.1, of relative luminances."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * sign for sign in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_page_that_is_too_large_has_fewer_rows(monkeypatch):
    told = full()
    before = page_of("full")
    monkeypatch.setattr(whole, "LARGEST", len(before.encode()) - 1)
    monkeypatch.setattr(whole, "ROWS", (2000, 2))
    after = page([told])

    assert len(after) < len(before)
    assert "The first 2 of" in after
    assert "The first" not in before


def test_stages_have_a_view_each_the_last_one_first():
    made = page_of("staged")

    assert re.findall(r'<option value="\d">([^<]*)</option>', made)[:2] == [
        "later (2035 to 2044)",
        "now (2030 to 2034)",
    ]
    assert made.count('data-view="0"') == made.count('data-view="1" hidden') == 3
    assert "What is invested at the beginning of each stage" in made
    assert "What to build at the beginning of which stage" in made


def test_of_stages_participants_are_added_up():
    told = staged()
    total = told.participants[["cost_today", "cost_design"]].sum()

    assert total["cost_today"] == pytest.approx(told.summary("total cost", "today"))
    assert total["cost_design"] == pytest.approx(told.summary("total cost"))


def test_seasons_are_drawn_where_flows_change():
    made = page_of("staged")

    # 30 t/a, 20 in winter and 10 in summer, each of 4,380 h
    assert "gypsum, from 0.0023 t/h in summer to 0.0046 t/h in winter, over 2 periods" in made
    assert '<section id="year"' not in page_of("small")


def test_designs_stand_beside_each_other():
    from sidestream.studies.compare import File, compare

    first = small()
    park = make_park(**two_sites(pipe_cost=12))
    other = replace(Told.of(park, designed(park), "other.xlsx"), park=first.park)
    differences = compare(
        [
            File("design.xlsx", Path("design.xlsx"), design=first.design),
            File("other.xlsx", Path("other.xlsx"), design=other.design),
        ]
    )
    made = page([first, other], differences=differences).partition('<section id="compared"')[2]

    assert "The designs side by side" in made
    assert (
        '<th scope="row">total cost</th><td>EUR/a</td><td class="number">2,300</td><td class="number">2,500</td>'
        in made
    )
    assert "only in the first" in made
