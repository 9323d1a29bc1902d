"""A design without names: none is left anywhere, and each number always stands for the same."""

from __future__ import annotations

import json
import zipfile

import pytest

from design.views.named import NAMES, SHEETS, named_park
from sidestream.design.tables import RESULTS
from sidestream.design.views import anonymised, for_company, hider
from sidestream.park.changes import Change
from sidestream.studies.one_design import Options, design_network
from sidestream.tables import Number
from sidestream.workbook.as_json import design_as_json
from sidestream.workbook.writing import write_design


@pytest.fixture(scope="module")
def park():
    must = [*SHEETS["Demands"], {"participant": "Zorvex quarry", "commodity": "ash", "name": "Kestrel kiln"}]
    must[-1] |= {"quantity": 5, "unit": "t/a", "if_not_served": "must serve"}
    park = named_park(Demands=must)
    park.name = "zorvex.xlsx"
    park.changes = (Change("Supplies", "ZORVEX WORKS, gypsum", "quantity", "55 t/a"),)
    return park


@pytest.fixture(scope="module")
def design(park):
    return design_network(park, Options(gap=0))


def everything(design, tmp_path):
    """All that is written of a design: every part of the workbook, the CSV files, and JSON."""
    with zipfile.ZipFile(write_design(design, tmp_path / "design.xlsx")) as parts:
        texts = [parts.read(part).decode("utf-8", "ignore") for part in parts.namelist()]
    texts += [file.read_text(encoding="utf-8") for file in write_design(design, tmp_path / "folder").iterdir()]
    return "\n".join([*texts, json.dumps(design_as_json(design), ensure_ascii=False)]).casefold()


NEVER = (*NAMES, "Kestrel kiln", "Zorvex", "Quimble", "Brontal", "Kestrel")


def test_the_whole_design_is_full_of_names(design, tmp_path):
    text = everything(design, tmp_path)

    assert [name for name in NEVER if name.casefold() not in text] == []


def test_no_name_is_left(park, design, tmp_path):
    text = everything(anonymised(park, design), tmp_path)

    assert [name for name in NEVER if name.casefold() in text] == []


def test_no_name_is_left_in_what_a_company_sees(park, design, tmp_path):
    text = everything(anonymised(park, for_company(park, design, "Quimble AB")), tmp_path)

    assert [name for name in NEVER if name.casefold() in text] == []


def test_numbers_stand_for_the_same_everywhere(park, design):
    made = anonymised(park, design)

    assert made["Participants"]["participant"].tolist() == [f"participant {number}" for number in (1, 2, 3, 4)]
    assert made["Participants"]["company"].tolist() == ["company 1", "company 1", "company 2", ""]
    assert made["Companies"]["company"].tolist() == ["company 1", "company 2", "participant 4"]
    links = dict(zip(design["Build list"]["link"], made["Build list"]["link"], strict=True))
    assert links == {
        "Zorvex works-Quimble mill-gypsum": "participant 1-participant 3-gypsum",
        "Old Faithful conveyor": "link 1",
        "Brontal plant-Zorvex quarry-ash by truck": "participant 4-participant 2-ash by truck",
    }
    assert made["Flows"]["link"].tolist() == [links[link] for link in design["Flows"]["link"]]
    assert "Demands!" not in made["Summary"].at[0, "note"]
    assert (
        made["Summary"].at[0, "note"].startswith("today's park cannot do all that must be done: participant 2 is short")
    )


def test_words_that_are_no_names_and_figures_stay(park, design):
    made = anonymised(park, design)

    for table in RESULTS:
        for name, column in table.columns.items():
            if isinstance(column, Number) or name in (
                "commodity",
                "unit",
                "kind",
                "size",
                "account",
                "period",
                "figure",
            ):
                assert list(map(str, made[table.sheet][name])) == list(map(str, design[table.sheet][name]))


def test_guesses_are_without_names(park):
    whole = named_park()
    made = anonymised(whole, design_network(whole, Options(gap=0)))["Guesses"]

    assert "participant 4, ash, name 1" in made["of"].tolist()
    assert "participant 3, gypsum" in made["of"].tolist()


def test_the_run_says_what_it_is(park, design):
    run = anonymised(park, design)["Run"]
    said = dict(zip(run["item"], run["value"], strict=True))

    assert said["anonymised"].startswith("names are replaced")
    assert said["change 1"] == "Supplies: participant 1, gypsum: quantity = 55 t/a"
    assert "input" not in said


def test_a_commodity_loses_the_part_of_its_name_that_is_somebody_s():
    stuff = [
        {**row, "commodity": "Quimble mill sludge"} if row["commodity"] == "clay" else row
        for row in SHEETS["Commodities"]
    ]
    rows = {
        sheet: [
            {**row, "commodity": "Quimble mill sludge"} if row["commodity"] == "clay" else row for row in SHEETS[sheet]
        ]
        for sheet in ("Supplies", "Demands")
    }
    park = named_park(Commodities=stuff, **rows)
    made = anonymised(park, design_network(park, Options(gap=0)))

    assert "participant 3 sludge" in set(made["Supplies used"]["commodity"])


def test_names_in_a_sentence(park):
    assert hider(park)("Supplies!D3: Brontal plant has ash") == "Supplies!D3: participant 4 has ash"
