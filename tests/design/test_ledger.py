"""The ledger: whose goods come to whom in the end, in proportion where streams mix; it closes, or it is not written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given

from designs import designed, examples
from park_from import make_park
from parks.passing_on import need_beyond_the_next_site
from parks.rows import commodity, demand, halves, pipe, plant, rate, sites, store, supply
from sidestream.design.audit import audit
from sidestream.design.ledger import by_period, closing, in_a_year, legs_frame
from sidestream.design.ledger.shares import shares
from sidestream.park.worlds import worlds
from strategies import park_sheets

Sheets = dict[str, Any]


def told(rows: pd.DataFrame, *columns: str) -> dict[tuple[str, ...], float]:
    """What is received, by the columns; what is 0 is left out."""
    sums = rows.groupby(list(columns))["received"].sum()
    return {key: pytest.approx(value, abs=1e-6) for key, value in sums.items() if value > 1e-9}


def everybody(sheets: Mapping[str, Any]) -> tuple[Any, Any, pd.DataFrame]:
    """A park, its design, and what its ledger says by period."""
    park = make_park(**sheets)
    design = designed(park)
    assert design is not None
    return park, design, by_period(park, design.tables)


def two_through_one(**more: Any) -> Sheets:
    """30 t of A and 10 t of B meet at J and go to X and Y, who need 20 t each."""
    return {
        "Participants": sites("A", "B", "X", "Y", junctions="J"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("A", "ash", 30), supply("B", "ash", 10)],
        "Demands": [demand("X", "ash", 20), demand("Y", "ash", 20)],
        "Pipelines": [
            *(pipe(who, "J", "ash", "existing", payer=who) for who in "AB"),
            *(pipe("J", who, "ash", "existing", payer=who) for who in "XY"),
        ],
        **more,
    }


def test_what_two_give_is_shared_out_to_two_in_proportion():
    # Three quarters of what J passes on are A's: of 20 t each gets 15 of A and 5 of B.
    park, design, rows = everybody(two_through_one())

    assert told(rows, "origin", "user") == {("A", "X"): 15, ("A", "Y"): 15, ("B", "X"): 5, ("B", "Y"): 5}
    assert closing(park, design.tables, rows)["residual"].abs().max() < 1e-9
    legs = legs_frame(park, design.tables).set_index(["origin", "user", "link"])["amount"].to_dict()
    assert legs == {
        (origin, user, link): pytest.approx({"A": 15, "B": 5}[origin])
        for origin in "AB"
        for user in "XY"
        for link in (f"{origin}-J", f"J-{user}")
    }


def test_what_is_kept_is_a_mixture_of_the_season_it_was_put_in():
    # A gives 10 t in each half, B 10 t in winter; X needs 10 in winter and 20 in summer. At T, which passes on, 20 t come in
    # winter, half of each: 10 go to X, 10 into the tank. In summer these 5 and 5 come out beside 10 t of A.
    sheets = {
        "Participants": sites("A", "B", "X", passing_on="T"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("A", "ash", 20), supply("B", "ash", 10, profile="cold")],
        "Demands": [demand("X", "ash", 30, profile="warm")],
        "Storages": [store("tank", "T", "ash", 10, None, "existing")],
        "Pipelines": [pipe(*ends, "ash", "existing") for ends in (("A", "T"), ("B", "T"), ("T", "X"))],
        **halves(cold=(2, 0), warm=(2 / 3, 4 / 3)),
    }
    park, design, rows = everybody(sheets)

    assert told(rows, "origin", "given_in", "period") == {
        ("A", "winter", "winter"): 5,
        ("A", "winter", "summer"): 5,
        ("A", "summer", "summer"): 10,
        ("B", "winter", "winter"): 5,
        ("B", "winter", "summer"): 5,
    }
    assert told(in_a_year(rows), "origin", "user") == {("A", "X"): 20, ("B", "X"): 10}
    assert audit(park, design) == []


def test_what_a_conversion_makes_comes_of_all_that_it_takes_by_its_mass():
    # 1 t of board takes 2 t of A's gypsum and 1 t of lime, which is bought, and leaves 1 t of dust: of 10 t of board 2/3 come
    # of gypsum, and of the 20 t of gypsum half goes into board, half into dust.
    sheets = {
        "Participants": sites("A", "works", "X"),
        "Commodities": [commodity(name) for name in ("gypsum", "lime", "board", "dust")],
        "Supplies": [supply("A", "gypsum", 20)],
        "Demands": [demand("X", "board", 10)],
        "Conversions": [plant("press", "works", 100, "existing")],
        "ConversionRates": [
            rate("press", "gypsum", -2, "links only"),
            rate("press", "lime", -1, "buy", 5),
            rate("press", "board", 1, "leave"),
            rate("press", "dust", 1, "leave"),
        ],
        "Pipelines": [pipe("A", "works", "gypsum", "existing"), pipe("works", "X", "board", "existing")],
    }
    park, design, rows = everybody(sheets)
    rows = rows.set_index(["origin", "stream", "user", "commodity"])[["given", "received"]]

    assert rows.loc[("A", "gypsum", "X", "board")].tolist() == pytest.approx([10, 20 / 3])
    assert rows.loc[("works", "lime", "X", "board")].tolist() == pytest.approx([5, 10 / 3])
    assert rows.loc[("A", "gypsum", "works", "dust")].tolist() == pytest.approx([10, 20 / 3])
    assert rows["given"].sum() == pytest.approx(20 + 10)
    assert closing(park, design.tables, by_period(park, design.tables))["closes"].all()
    legs = legs_frame(park, design.tables).set_index(["origin", "user", "link"])["amount"]
    assert legs["A", "X", "A-works"] == pytest.approx(10)  # of 20 t, what goes into board
    assert legs["A", "X", "works-X"] == pytest.approx(20 / 3)  # of 10 t, what comes of A's gypsum


def test_what_is_passed_on_keeps_its_origin():
    # 100 t of the spring: 10 stay in the town, 90 go on to the farm.
    _, _, rows = everybody(need_beyond_the_next_site())

    assert told(rows, "origin", "user") == {("spring", "town"): 10, ("spring", "farm"): 90}


def circling() -> tuple[Any, dict[str, pd.DataFrame]]:
    """J sends 15 t to K, K 15 to X and 5 back to J; J has 10 of A, K 5 of B."""
    sheets = two_through_one(
        Participants=sites("A", "B", "X", junctions="J K"),
        Demands=[demand("X", "ash", 15)],
        Pipelines=[pipe(*ends, "ash", "existing", payer="A") for ends in ("AJ", "JK", "KJ", "BK", "KX")],
    )
    park = make_park(**sheets)
    flows = [("A", "J", 10), ("J", "K", 15), ("K", "J", 5), ("B", "K", 5), ("K", "X", 15)]
    case = {"case": "design", "period": "year"}
    tables = {
        "Flows": pd.DataFrame(
            [
                {**case, "link": f"{a}-{b}", "from": a, "to": b, "commodity": "ash", "sent": t, "delivered": t}
                for a, b, t in flows
            ]
        ),
        "Supplies used": pd.DataFrame(
            [
                {**case, "participant": who, "commodity": "ash", "name": "", "used": t, "disposed": 0, "left": 0}
                for who, t in (("A", 10), ("B", 5))
            ]
        ),
        "By-products used": pd.DataFrame(
            [{**case, "participant": "X", "commodity": "ash", "name": "", "by_product": "ash", "amount": 15}]
        ),
    }
    empty = designed(make_park(**two_through_one())).tables
    return park, {name: tables.get(name, empty[name].iloc[:0]) for name in empty}


def test_what_turns_in_a_circle_is_solved_together():
    # j = (10 + 5 k) / 15 and k = 15 j / 20 of A: k = 2/3. X gets 10 t of A and 5 of B, what they give.
    park, tables = circling()
    rows = by_period(park, tables)

    assert told(rows, "origin", "user") == {("A", "X"): 10, ("B", "X"): 5}
    assert closing(park, tables, rows)["closes"].all()


def test_a_circle_that_nothing_comes_to_has_no_shares():
    nothing = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    turning = np.array([0, 1]), np.array([1, 0]), np.array([3.0, 3.0])

    assert shares(2, turning, nothing, 0).nnz == 0


def test_a_ledger_that_does_not_close_says_where_and_by_how_much():
    # 3 t of what A gives are forgotten: at X only 12 of 15 t end.
    park, tables = circling()
    rows = by_period(park, tables)
    rows.loc[rows["origin"] == "A", "received"] -= 3
    off = closing(park, tables, rows).query("not closes")

    assert off[["participant", "commodity", "period"]].to_numpy().tolist() == [["X", "ash", "year"]]
    assert off["residual"].tolist() == pytest.approx([3])


def test_a_wrong_row_and_one_that_is_missing_are_named():
    park, design, _ = everybody(two_through_one())
    ledger = design["Ledger"]
    design.tables["Ledger"] = ledger.assign(received=ledger["received"] * 1.01).iloc[1:]
    faults = audit(park, design)

    assert [fault.place for fault in faults] == ["Ledger!L2", "Ledger!L3", "Ledger!L4", "Ledger"]
    assert faults[-1].message.startswith("no row for A, ash, supply, ")
    assert faults[-1].message.endswith(": 15 expected")


@examples(3)
@given(park_sheets())
def test_what_origins_give_and_users_receive_adds_up(sheets):
    park = make_park(**sheets)
    design = designed(park)
    assume(design is not None)
    for world in worlds(park):
        tables = dict(design.tables)
        for name, frame in design.tables.items():
            if "scenario" in frame and "case" in frame:
                tables[name] = frame[(frame["stage"] == world.stage) & (frame["scenario"] == world.scenario)]
        rows = by_period(world.park, tables)
        assert closing(world.park, tables, rows)["closes"].all()
        _adds_up(tables["Supplies used"], rows[rows["source"] == "supply"], ("origin", "stream", "given_in"), "given")
        used = tables["By-products used"].drop(columns="commodity").rename(columns={"by_product": "commodity"})
        met = rows[(rows["use"] == "need") & ~((rows["source"] == "bought") & (rows["origin"] == rows["user"]))]
        if not len(tables["Made and used"]):  # what a conversion buys and makes of it is used at home too
            _adds_up(used.assign(used=used["amount"]), met, ("user", "commodity", "period"), "received", ("used",))


def _adds_up(
    sheet: pd.DataFrame,
    rows: pd.DataFrame,
    where: tuple[str, ...],
    amount: str,
    parts: tuple[str, ...] = ("used", "disposed", "left"),
) -> None:
    """What a sheet of the design says and what the ledger says, by participant, commodity and period."""
    mine = sheet[sheet["case"] == "design"]
    key = ["participant", "commodity", "period"]
    right = mine.assign(amount=mine[list(parts)].sum(axis=1)).groupby(key)["amount"].sum()
    found = rows.groupby(list(where))[amount].sum().rename_axis(key)
    both = pd.concat([right.rename("right"), found.rename("found")], axis=1).fillna(0.0)

    assert ((both["right"] - both["found"]).abs() <= 1e-6 * (1 + both["right"])).all()
