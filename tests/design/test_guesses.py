"""Each figure's part of the saving, worked out by hand; and that the parts add up to it, whatever the park."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from design.worked import GYPSUM, WORKED, two_sites, two_sites_design
from design.worked.making import at
from sidestream.design.guesses import check_first, guesses, resting


def parts(made):
    return dict(zip(made["place"], made["amount"], strict=True))


@pytest.mark.parametrize("name", WORKED)
def test_the_parts_are_those_worked_out_by_hand(name):
    park, design = (make() for make in WORKED[name])

    made = guesses(park, design.tables)

    by = ["place", "figure"]
    expected = design["Guesses"].sort_values(by, ignore_index=True)
    pd.testing.assert_frame_equal(made.sort_values(by, ignore_index=True), expected, check_dtype=False)
    sizes = made["amount"].abs()
    assert sizes.round(9).is_monotonic_decreasing


@pytest.mark.parametrize("name", WORKED)
def test_they_add_up_to_the_saving(name):
    park, design = (make() for make in WORKED[name])
    costs = design["Costs"].groupby("case")["amount"].sum()

    assert guesses(park, design.tables)["amount"].sum() == pytest.approx(costs["today"] - costs["design"])


def judged(**qualities):
    """The two sites with other qualities: of Supplies, Demands, PipeSizes."""
    sheets = {
        sheet: [
            row | {"quality": qualities.get(sheet)} if place == 0 else row for place, row in enumerate(GYPSUM[sheet])
        ]
        for sheet in ("Supplies", "Demands", "PipeSizes")
    }
    settings = [{"setting": name, "value": value} for name, value in GYPSUM["Settings"].items()]
    settings[1]["quality"] = qualities.get("carbon_tax")
    return two_sites(Settings=settings, **sheets)


def of_cells(park, *cells):
    made = parts(guesses(park, two_sites_design().tables))
    return [made.get(cell, 0.0) for cell in cells]


def test_a_price_of_co2_is_the_setting_s_where_both_are_known_alike():
    # Nobody says anything: 20 EUR/t x (7 - 2.93) t are the tax's, 30 EUR/t the value's.
    tax, value, factor = of_cells(judged(), "Settings!B3", "Settings!B4", at("Demands", "virgin_co2", 2))

    assert (tax, value, factor) == pytest.approx((81.4, 122.1, 0))


def test_a_price_of_co2_is_the_factor_s_where_that_is_less_known():
    # The tax is measured, the value not said. Of the 4.05 t of bought gypsum that are saved the tax's 20 EUR/t are the
    # virgin_co2's, which is estimated: 81 EUR/a. The value's 30 EUR/t are the value's own, as it is less known: all 4.07 t.
    park = judged(carbon_tax="measured", Demands="estimated", Supplies="measured", PipeSizes="measured")
    tax, value, factor = of_cells(park, "Settings!B3", "Settings!B4", at("Demands", "virgin_co2", 2))

    assert factor == pytest.approx(81)
    # 0.4 t of electricity are between the tax (measured) and electricity_co2 (not said): those 8 EUR/a are the latter's.
    assert of_cells(park, "Settings!B6") == pytest.approx([-8])
    assert tax == pytest.approx(81.4 - 81 + 8)
    assert value == pytest.approx(122.1)


def test_no_saving_no_figures():
    park, design = two_sites(), two_sites_design()

    assert guesses(park, design.tables, today_works=False).empty


def test_headers_are_in_the_currency_of_the_park():
    park = two_sites(Settings={**GYPSUM["Settings"], "currency": "DKK"})
    made = guesses(park, two_sites_design().tables)

    assert made["figure"][0] == "disposal_cost [DKK/unit]"


def rows(*lines):
    return pd.DataFrame(lines, columns=["place", "figure", "of", "value", "quality", "amount"])


def test_what_rests_on_what():
    made = rows(
        ("Supplies!J2", "disposal_cost [EUR/unit]", "plant, ash", 5, "assumed", -60),
        ("Demands!H2", "virgin_price [EUR/unit]", "mill, ash", 5, "measured", 20),
        ("", "losses on the way", "", math.nan, "", 15),
        ("Settings!B3", "carbon_tax [EUR/t]", "", 5, "estimated", 5),
    )

    assert resting(made) == {"assumed": 60, "estimated": 5, "": 15}
    assert check_first(made) == (
        "60 % of the saving rests on assumed figures, 15 % on figures that nobody judged; "
        "check first: Supplies!J2 disposal_cost of plant, ash; Settings!B3 carbon_tax"
    )


def test_only_the_five_that_weigh_most_are_named():
    made = rows(
        *((f"Demands!H{row}", "virgin_price [EUR/unit]", "mill", 1, "assumed", 10 - row) for row in range(2, 10))
    )

    assert check_first(made).count("Demands!") == 5
    assert check_first(made).startswith("100 % of the saving rests on assumed figures; check first: Demands!H2 ")


def test_little_is_not_called_nothing():
    made = rows(("A!B2", "x", "", 1, "assumed", 0.1), ("A!B3", "x", "", 1, "measured", 99.9))

    assert check_first(made).startswith("less than 1 % of the saving")


def test_where_nothing_is_saved_nothing_is_said():
    assert check_first(rows()) == ""
    assert all(math.isnan(share) for share in resting(rows()).values())
