"""A park as its firms see it."""

from __future__ import annotations

import numpy as np
import pytest

from park_from import make_park
from parks.apart import THREE, pipes_apart
from parks.rows import commodity, demand, pipe, sites, supply
from sidestream.errors import InputError
from sidestream.studies.firms import FirmsPark
from sidestream.studies.options import Options

EXACT = Options(gap=0.0)


def owned(firms):
    """Names of the firms without which each build is not there, by the name of its link."""
    _, names = firms.made.model.names(np.unique(firms.owners["column"].to_numpy()))
    of = firms.owners.groupby("column")["firm"].apply(lambda some: {firms.names[one] for one in some}).tolist()
    return {name[0]: whose for name, whose in zip(names, of, strict=True)}


def test_what_firms_pay_today_and_at_the_least():
    # today: 100 + 100 + 15 bought; at the least the third pipe is laid: 100 + 100 + 10, half of which the plant pays
    firms = FirmsPark.of(pipes_apart(THREE), EXACT)
    found, values, design = firms.design()

    assert dict(zip(firms.names, firms.today, strict=True)) == pytest.approx({"mill": 215, "plant": 0})
    assert found.cost == pytest.approx(210)
    assert dict(zip(firms.names, firms.cash.of(values), strict=True)) == pytest.approx({"mill": 205, "plant": 5})
    assert design["Build list"]["link"].tolist() == ["pipe g2"]


def test_both_ends_and_the_payer_have_to_agree():
    park = make_park(
        Settings={"discount_rate": 0},
        Participants=[*sites("plant", "mill"), *sites("bank")],
        Commodities=[commodity("g")],
        Supplies=[supply("plant", "g", 1)],
        Demands=[demand("mill", "g", 1, 100)],
        Pipelines=[pipe("plant", "mill", "g", link="pipe", investment=100, life=10, yearly_cost=None, payer="bank")],
    )

    assert owned(FirmsPark.of(park, EXACT)) == {"pipe": {"plant", "mill", "bank"}}


def test_a_carbon_value_is_not_the_firms_money():
    # Valued at 1,000 EUR/t the first two pipes would be laid too: 10 t and 15 t; firms do not pay that.
    firms = FirmsPark.of(pipes_apart(THREE, carbon_value=1000), EXACT)

    assert firms.today.sum() == pytest.approx(215)
    assert firms.design()[0].cost == pytest.approx(210)


def test_a_firm_reckons_with_its_own_rate():
    # 1,000 EUR over 10 a: 100 EUR/a at no interest, which the mill's saving of 110 pays; at 10 %/a 162.75, which it does not.
    def park(rate):
        mill = {"participant": "mill", "kind": "industry", "discount_rate": rate}
        return make_park(
            Settings={"discount_rate": 0},
            Participants=[*sites("plant"), mill],
            Commodities=[commodity("g")],
            Supplies=[supply("plant", "g", 1)],
            Demands=[demand("mill", "g", 1, 110)],
            Pipelines=[
                pipe("plant", "mill", "g", link="pipe", investment=1000, life=10, yearly_cost=None, payer="mill")
            ],
        )

    assert FirmsPark.of(park(0), EXACT).design()[0].cost == pytest.approx(100)
    assert FirmsPark.of(park(10), EXACT).design()[0].cost == pytest.approx(110)


def test_today_has_to_work():
    park = make_park(
        Settings={"discount_rate": 0},
        Participants=sites("plant", "mill"),
        Commodities=[commodity("g")],
        Supplies=[supply("plant", "g", 1)],
        Demands=[demand("mill", "g", 1)],
        Pipelines=[pipe("plant", "mill", "g", link="pipe", yearly_cost=10)],
    )

    with pytest.raises(InputError, match="today's park does not work"):
        FirmsPark.of(park, EXACT)
