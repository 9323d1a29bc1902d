"""Plants, tanks and gates in a view: a company sees its own, and without names they go by numbers."""

from __future__ import annotations

import pytest

from design.worked import digester, digester_design
from sidestream.design.views import anonymised, for_company

SHEETS = ("Facilities", "Conversions run", "Made and used", "Storage levels")


@pytest.mark.parametrize(("company", "sites"), [("Agri", {"farm", "mill"}), ("works", {"works"})])
def test_a_company_sees_the_rows_of_its_sites(company, sites):
    design = digester_design()
    view = for_company(digester(), design, company)

    for sheet in SHEETS:
        assert set(view[sheet]["participant"]) <= sites
        assert len(view[sheet]) == design[sheet]["participant"].isin(sites).sum()


def test_of_what_somebody_else_pays_the_money_is_not_shown():
    gate = for_company(digester(), digester_design(), "Agri")["Facilities"].iloc[3]

    assert gate["size"] == "more"
    assert gate[["investment", "annuity", "yearly_cost"]].tolist() == [0, 0, 0]
    assert gate["payer"] == "others; the money is 0 % of it, the company's share"


def test_figures_are_those_of_its_own_rows():
    guesses = for_company(digester(), digester_design(), "Agri")["Guesses"]
    theirs = for_company(digester(), digester_design(), "works")["Guesses"]

    assert set(guesses["of"]) == {
        *("digester, digestate", "digester, straw", "digester, gas", "digester, farm, small", "holder, farm"),
        *("farm, fertiliser", "mill, straw", "farm, manure"),
    }
    assert set(theirs["of"]) == {"boiler, gas"}


def test_a_conversion_that_others_have_too_has_nobodys_prices():
    park = digester()
    conversions = park["Conversions"]
    conversions.loc[len(conversions) + 2] = {**conversions.iloc[1].to_dict(), "participant": "mill"}

    assert "boiler, gas" not in set(for_company(park, digester_design(), "works")["Guesses"]["of"])


def test_without_names_they_go_by_numbers():
    made = anonymised(digester(), digester_design())

    assert made["Facilities"]["facility"].tolist() == [
        *("conversion 1", "conversion 2", "storage 1", "digestate", "digestate", "all", "gas"),
    ]
    assert set(made["Conversions run"]["conversion"]) == {"conversion 1", "conversion 2"}
    assert set(made["Storage levels"]["storage"]) == {"storage 1"}
    assert made["Facilities"]["payer"].tolist()[:2] == ["participant 1", "participant 3"]
    assert "conversion 1, participant 1, small" in made["Guesses"]["of"].tolist()
    words = {str(cell) for sheet in SHEETS for cell in made[sheet].to_numpy().ravel()}
    assert not words & {"digester", "boiler", "holder", "farm", "works"}


def test_a_plant_called_as_what_it_makes_hides_no_commodity():
    park, design = digester(), digester_design()
    for frame, column in ((park["Conversions"], "conversion"), (design["Facilities"], "facility")):
        frame[column] = frame[column].replace({"digester": "gas"})

    assert anonymised(park, design)["Facilities"]["facility"].tolist()[::6] == ["conversion 1", "gas"]
