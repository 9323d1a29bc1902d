"""Parks that cannot be, each with its smallest repair worked out by hand; and random parks made contradictory.

`CONTRADICTIONS` lists them by name: the sheets, the rows that clash, and the new figure of each cell that changes.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from park_from import make_park
from parks import commodity, demand, pipe, route, sites, supply
from parks.rows import gate, store
from sidestream.errors import InputError
from sidestream.park import Park
from strategies import park_sheets

Sheets = dict[str, Any]
HALVES = [{"period": "winter", "hours": 4_380}, {"period": "summer", "hours": 4_380}]


@dataclass(frozen=True)
class Contradiction:
    """Sheets, cells of rows that cannot hold together (one set after the other), and what to type into which cell."""

    sheets: Callable[[], Sheets]
    clashes: list[set[str]]
    repair: dict[str, str]


CONTRADICTIONS: dict[str, Contradiction] = {}


def contradiction(clashes: str, **repair: str) -> Callable[[Callable[[], Sheets]], Callable[[], Sheets]]:
    """Note a park: `clashes` are sets of cells, separated by `;`; a repair is written Demands_D2="60 t/a"."""

    def note(park: Callable[[], Sheets]) -> Callable[[], Sheets]:
        sets = [set(one.split()) for one in clashes.split(";")]
        cells = {cell.replace("_", "!"): value for cell, value in repair.items()}
        CONTRADICTIONS[park.__name__] = Contradiction(park, sets, cells)
        return park

    return note


def steam(*demands: dict[str, Any], quantity: float = 120, **more: Any) -> Sheets:
    """A plant with steam, and a pipe to everybody who needs some."""
    takers = list(dict.fromkeys(row["participant"] for row in demands))
    return {
        "Participants": sites("plant", *takers),
        "Commodities": [commodity("steam", medium="steam", vanishes="yes")],
        "Supplies": [supply("plant", "steam", quantity)],
        "Demands": list(demands),
        "Pipelines": [pipe("plant", taker, "steam", yearly_cost=10) for taker in takers],
        **more,
    }


# What must be served -------------------------------------------------------------------------------------------------


@contradiction("Demands!D2", Demands_D2="60 t/a")
def too_little_in_winter() -> Sheets:
    # 120 t a year, of which 30 come in winter and 90 in summer; 50 t are needed in each. With 60 % of it 30 are.
    sheets = steam(demand("mill", "steam", 100), Periods=HALVES)
    sheets["Supplies"][0]["profile"] = "warm"
    sheets["Profiles"] = [{"period": "winter", "warm": 0.5}, {"period": "summer", "warm": 1.5}]
    return sheets


@contradiction("Demands!D2 Demands!D3", Demands_D2="80 t/a")
def two_who_share() -> Sheets:
    # 120 t for 100 and 40: 20 t are a fifth of the one and half of the other.
    return steam(demand("mill", "steam", 100), demand("shop", "steam", 40))


@contradiction("Demands!D2", Demands_D2="71.2 kt/a")
def chain_through_a_junction() -> Sheets:
    # 80 kt leave the plant, and 11 % are lost behind the hub: 71.2 arrive.
    sheets = steam(demand("mill", "steam", 80, unit="kt/a"))
    sheets["Participants"] = sites("plant", "mill", junctions="hub")
    sheets["Supplies"] = [supply("plant", "steam", 80, unit="kt/a")]
    sheets["Pipelines"] = [
        pipe("plant", "hub", "steam", payer="plant"),
        pipe("hub", "mill", "steam", loss=11, payer="mill"),
    ]
    return sheets


@contradiction("Demands!D2", Demands_D2="71.2 t/a")
def only_pipe_too_small() -> Sheets:
    # The larger of two sizes takes 71.2 t.
    size = {"medium": "steam", "capacity_unit": "t/a", "pipe_cost": 0, "life": 10}
    sizes = [{**size, "size": "thin", "capacity": 40}, {**size, "size": "wide", "capacity": 71.2}]
    sheets = steam(demand("mill", "steam", 80), PipeSizes=sizes, Settings={"discount_rate": 0})
    sheets["Pipelines"] = [pipe("plant", "mill", "steam", sizes="thin; wide", length=1)]
    return sheets


@contradiction("Demands!D2 Pipelines!E2", Pipelines_E2="optional")
def only_a_forbidden_pipe() -> Sheets:
    # Nothing comes: the need is given up, a share of 1, or the pipe is allowed, which counts as much, and gives up nothing.
    sheets = steam(demand("mill", "steam", 100))
    sheets["Pipelines"][0]["status"] = "forbidden"
    return sheets


@contradiction("Demands!D2 Pipelines!E3", Demands_D2="70 t/a")
def a_forbidden_pipe_that_would_bring_the_rest() -> Sheets:
    # 70 of 100 t come by the pipe that may be; three tenths of a need are less than a whole ban.
    sheets = steam(demand("mill", "steam", 100), quantity=70)
    sheets["Participants"] = sites("plant", "mill", "works")
    sheets["Supplies"].append(supply("works", "steam", 30))
    sheets["Pipelines"].append(pipe("works", "mill", "steam", status="forbidden"))
    return sheets


@contradiction("Demands!D3 Pipelines!E4", Pipelines_E4="optional")
def a_forbidden_pipe_that_two_need() -> Sheets:
    # Without the pipe to the hub both needs are given up, 2 in all; the pipe counts 1.
    sheets = steam(demand("mill", "steam", 50), demand("shop", "steam", 50))
    sheets["Participants"] = sites("plant", "mill", "shop", junctions="hub")
    sheets["Pipelines"] = [
        pipe("hub", "mill", "steam", payer="mill"),
        pipe("hub", "shop", "steam", payer="shop"),
        pipe("plant", "hub", "steam", payer="plant", status="forbidden"),
    ]
    return sheets


@contradiction("Limits!D2 Pipelines!E2", Pipelines_E2="optional")
def a_required_pipe_far_beyond_the_money() -> Sheets:
    # 5,000 EUR where 1,000 may be spent: the limit would rise by a share of 4, the pipe counts 1.
    sheets = steam(demand("mill", "steam", 50, virgin_price=5))
    sheets["Pipelines"][0] |= {"status": "required", "investment": 5_000, "life": 10}
    sheets["Settings"] = {"discount_rate": 0}
    sheets["Limits"] = [{"on": "investment", "most": 1_000, "unit": "EUR", "per": "once"}]
    return sheets


@contradiction("Demands!D2 Demands!D3", Demands_D2="198.333 GWh/a")
def heat_counted_in_kwh() -> Sheets:
    # 365 GWh; 150 behind a loss of a tenth take 166.667 of them, and 198.333 are left for 300. A kWh is a hundred
    # millionth of either.
    sheets = steam(demand("mill", "heat", 300, unit="GWh/a"), demand("shop", "heat", 150, unit="GWh/a"))
    sheets["Commodities"] = [commodity("heat", "kWh", medium="hot water", vanishes="yes")]
    sheets["Supplies"] = [supply("plant", "heat", 365, unit="GWh/a")]
    for row, loss in zip(sheets["Pipelines"], (None, 10), strict=True):
        row |= {"commodity": "heat", "loss": loss}
    return sheets


@contradiction("Demands!D2", Demands_D2="77.7777 t/a")
def more_digits_than_anybody_types() -> Sheets:
    # 77.77777777 t come: rounded down to six digits.
    return steam(demand("mill", "steam", 100), quantity=77.77777777)


@contradiction("Demands!D2", Demands_D2="99.9999912 t/a")
def very_little_too_much() -> Sheets:
    # 99.99999123 t come. Six digits would take away ten times what is too much: there are as many as a hundredth takes.
    return steam(demand("mill", "steam", 100), quantity=99.99999123)


@contradiction("Demands!D2; Demands!D3", Demands_D2="60 t/a", Demands_D3="10 t/a")
def two_that_have_nothing_to_do_with_each_other() -> Sheets:
    # 60 of 100 t of steam, and 10 of 40 t of water.
    sheets = steam(demand("mill", "steam", 100), demand("shop", "water", 40), quantity=60)
    sheets["Commodities"].append(commodity("water", medium="water"))
    sheets["Supplies"].append(supply("plant", "water", 10))
    sheets["Pipelines"][1]["commodity"] = "water"
    return sheets


# What must go --------------------------------------------------------------------------------------------------------


def lye(*demands: dict[str, Any], quantity: float = 100, **more: Any) -> Sheets:
    """A plant whose lye must go, and a works that may take some."""
    return {
        "Participants": sites("plant", "works"),
        "Commodities": [commodity("lye", medium="slurry"), commodity("sand")],
        "Supplies": [supply("plant", "lye", quantity) | {"if_not_taken": "must go"}],
        "Demands": list(demands),
        "Pipelines": [pipe("plant", "works", "lye", yearly_cost=10)],
        **more,
    }


@contradiction("Supplies!D2", Supplies_D2="0 t/a")
def lye_without_a_taker() -> Sheets:
    return lye(demand("works", "sand", 30, virgin_price=5))


@contradiction("Supplies!D2", Supplies_D2="30 t/a")
def lye_beyond_what_is_needed() -> Sheets:
    return lye(demand("works", "lye", 30, virgin_price=5))


# Limits --------------------------------------------------------------------------------------------------------------


@contradiction("Demands!D2 Limits!D2", Demands_D2="40 t/a")
def cap_on_co2_against_a_need() -> Sheets:
    # 100 t at 50 kg each are 5 t, and 2 t are allowed: 40 t. Lowered by a share of 0.6; the limit would rise by 1.5.
    sheets = steam(demand("mill", "steam", 100))
    sheets["Supplies"][0]["provision_co2"] = 50
    sheets["Limits"] = [{"on": "impact", "key": "co2", "most": 2_000, "unit": "kg", "per": "year"}]
    return sheets


@contradiction("Limits!D2", Limits_D2="12345.7")
def cap_below_what_is_bought() -> Sheets:
    # 12.3456789 t are bought at 1,000 kg each, whatever is done: 12,345.6789 kg, rounded up.
    sheets = steam(demand("mill", "steam", 12.3456789, virgin_price=5, virgin_co2=1_000))
    sheets["Pipelines"] = []
    sheets["Limits"] = [{"on": "impact", "most": 1_000, "unit": "kg", "per": "year"}]
    return sheets


@contradiction("Demands!D2 Limits!D2", Limits_D2="1000")
def cap_of_nothing() -> Sheets:
    # 100 t at 10 kg each are 1 t, and none is allowed. All of the steam would be 400 t and emit 4 t: a limit of 1 t is a
    # quarter of that, and going without all 100 t a share of 1.
    sheets = steam(demand("mill", "steam", 100), quantity=400)
    sheets["Supplies"][0]["provision_co2"] = 10
    sheets["Limits"] = [{"on": "impact", "key": "co2", "most": 0, "unit": "kg", "per": "year"}]
    return sheets


@contradiction("Limits!D2", Limits_D2="15")
def cap_in_each_period() -> Sheets:
    # 100 t are bought in winter and 300 t in summer at 50 kg each: 5 t and 15 t.
    sheets = steam(demand("mill", "steam", 400, virgin_price=5, virgin_co2=50) | {"profile": "dry"}, Periods=HALVES)
    sheets["Profiles"] = [{"period": "winter", "dry": 0.5}, {"period": "summer", "dry": 1.5}]
    sheets["Pipelines"] = []
    sheets["Limits"] = [{"on": "impact", "most": 2, "unit": "t", "per": "period"}]
    return sheets


@contradiction("Limits!C2", Limits_C2="10")
def floor_above_what_can_be() -> Sheets:
    # At most all 100 t are bought, at 100 kg each: 10 t.
    sheets = steam(demand("mill", "steam", 100, virgin_price=5, virgin_co2=100))
    sheets["Limits"] = [{"on": "impact", "key": "co2", "least": 15, "unit": "t", "per": "year"}]
    return sheets


@contradiction("Limits!D2 Pipelines!E2 Pipelines!E3", Limits_D2="2500")
def two_required_pipes_and_money_for_one() -> Sheets:
    # 1,000 and 1,500 EUR must be spent, and 1,500 may be.
    sheets = steam(demand("mill", "steam", 50, virgin_price=5), demand("shop", "steam", 50, virgin_price=5))
    for row, investment in zip(sheets["Pipelines"], (1_000, 1_500), strict=True):
        row |= {"status": "required", "investment": investment, "life": 10}
    sheets["Settings"] = {"discount_rate": 0}
    sheets["Limits"] = [{"on": "investment", "most": 1_500, "unit": "EUR", "per": "once"}]
    return sheets


@contradiction("Limits!D2", Limits_D2="60")
def cap_below_what_has_to_be_paid() -> Sheets:
    # 12 t are bought at 5, whatever is done.
    sheets = steam(demand("mill", "steam", 12, virgin_price=5))
    sheets["Pipelines"] = []
    sheets["Limits"] = [{"on": "cost", "key": "cash, mill", "most": 40, "unit": "EUR", "per": "year"}]
    return sheets


@contradiction("Limits!C2", Limits_C2="2")
def more_partners_than_there_are() -> Sheets:
    # Pipes lead to the mill and to the shop.
    sheets = steam(demand("mill", "steam", 12, virgin_price=5), demand("shop", "steam", 12, virgin_price=5))
    sheets["Limits"] = [{"on": "partners", "key": "plant", "least": 3}]
    return sheets


@contradiction("Demands!D2 Limits!D2", Demands_D2="60 t/a")
def two_partners_where_one_is_allowed() -> Sheets:
    # 60 t come from the plant and 40 from the works. Without the works it is two fifths of the need; another partner counts 1.
    return two_givers(60, 40) | {"Limits": [{"on": "partners", "key": "mill", "most": 1}]}


@contradiction("Demands!D2 Limits!D2", Demands_D2="50 t/a")
def a_share_that_the_other_giver_does_not_allow() -> Sheets:
    # To the 20 t of the works the plant may add 30, three fifths of 50: half of the need is less than all of a limit.
    share = {"on": "supplier share", "key": "mill, steam", "most": 60, "unit": "%"}
    return two_givers(80, 20) | {"Limits": [share]}


@contradiction("Demands!D3 Limits!D2", Limits_D2="100")
def a_share_where_there_is_one_giver() -> Sheets:
    # Nothing may come from the only one: both needs are given up, 2 in all, or the limit, which counts 1.
    sheets = steam(demand("mill", "steam", 50), demand("mill", "steam", 50) | {"name": "other"})
    share = {"on": "supplier share", "key": "mill, steam", "most": 60, "unit": "%"}
    return sheets | {"Pipelines": sheets["Pipelines"][:1], "Limits": [share]}


def two_givers(plant: float, works: float) -> Sheets:
    """A mill that must be served 100 t of steam, and two who give some."""
    sheets = steam(demand("mill", "steam", 100), quantity=plant)
    sheets["Participants"] = sites("plant", "mill", "works")
    sheets["Supplies"].append(supply("works", "steam", works))
    sheets["Pipelines"].append(pipe("works", "mill", "steam"))
    return sheets


@contradiction("Demands!D2 Limits!D2", Demands_D2="70 t/a")
def a_need_beyond_what_may_arrive() -> Sheets:
    # Three tenths of the need; the limit would rise by three sevenths.
    sheets = steam(demand("mill", "steam", 100))
    return sheets | {"Limits": [{"on": "throughput", "key": "mill", "most": 70, "unit": "t"}]}


@contradiction("Limits!C2", Limits_C2="10")
def more_to_carry_than_there_is() -> Sheets:
    # 87.6 t a year are 10 kg in each hour.
    sheets = steam(demand("mill", "steam", 100, virgin_price=5), quantity=87.6, Periods=HALVES)
    sheets["Limits"] = [{"on": "throughput", "key": "plant-mill", "least": 20, "unit": "kg/h", "per": "period"}]
    return sheets


# Relations -----------------------------------------------------------------------------------------------------------


@contradiction("Demands!D2 Relations!C2", Relations_C2="allowed")
def a_need_that_only_a_forbidden_relation_serves() -> Sheets:
    # All of the need, or a ban: that counts a little less.
    sheets = steam(demand("mill", "steam", 100))
    return sheets | {"Relations": [{"a": "mill", "b": "plant", "status": "forbidden"}]}


@contradiction("Limits!D2 Relations!C2", Relations_C2="allowed")
def a_required_relation_far_beyond_the_money() -> Sheets:
    # Pipe and contract cost 4,000 + 1,000 EUR where 1,000 may be spent: the limit would rise by a share of 4.
    sheets = steam(demand("mill", "steam", 50, virgin_price=5))
    sheets["Pipelines"][0] |= {"investment": 4_000, "life": 10}
    sheets["Settings"] = {"discount_rate": 0}
    sheets["Relations"] = [{"a": "mill", "b": "plant", "status": "required", "set_up_cost": 1_000, "life": 5}]
    sheets["Limits"] = [{"on": "investment", "most": 1_000, "unit": "EUR", "per": "once"}]
    return sheets


@contradiction("Pipelines!J2 Relations!C2", Relations_C2="allowed")
def a_steady_pipe_between_two_who_may_not_be_joined() -> Sheets:
    # It lies there and has to run: given up altogether, its least flow counts a little more than the ban.
    sheets = lye(demand("works", "lye", 300, virgin_price=5))
    sheets["Supplies"] = [supply("plant", "lye", 100)]
    sheets["Pipelines"] = [running("plant", "works")]
    return sheets | {"Relations": [{"a": "works", "b": "plant", "status": "forbidden"}]}


# Gates, storages, steady pipes and vehicles ---------------------------------------------------------------------------


@contradiction("Expansions!F2", Expansions_F2="100 t/a")
def landfill_too_small() -> Sheets:
    # 100 t of lye have nowhere else to go, and 60 can be disposed of.
    sheets = lye(demand("works", "sand", 30, virgin_price=5))
    sheets["Supplies"] = [supply("plant", "lye", 100, disposal_cost=5)]
    return sheets | {"Expansions": [gate("disposal", "plant", "lye", 60)]}


@contradiction("Expansions!F2", Expansions_F2="140 t/a")
def purchases_that_a_step_does_not_let_in() -> Sheets:
    # 100 t of sand in each half, 60 can be bought in each, and 30 more with the step: 10 too few, 20 in the year.
    sheets = lye(demand("works", "sand", 200, virgin_price=5), Periods=HALVES, Settings={"discount_rate": 0})
    sheets["Supplies"] = [supply("plant", "lye", 100)]
    sheets["Expansions"] = [
        gate("virgin", "works", "sand", 120),
        gate("virgin", "works", "sand", 60, "optional", investment=100, size="more"),
    ]
    return sheets


@contradiction("Storages!T2", Storages_T2="30")
def a_heap_that_cannot_be_full_at_the_end() -> Sheets:
    # It begins empty, and 30 t come.
    sheets = lye(demand("works", "sand", 30, virgin_price=5))
    sheets["Supplies"] = [supply("plant", "lye", 30)]
    return sheets | {"Storages": [store("heap", "plant", "lye", 90, "own", "existing", end_level=50)]}


@contradiction("Pipelines!J2", Pipelines_J2="30")
def a_steady_pipe_with_too_little_to_carry() -> Sheets:
    # Half of 100 t/a is the least; 30 t come.
    sheets = lye(demand("works", "lye", 300, virgin_price=5), quantity=30)
    sheets["Supplies"] = [supply("plant", "lye", 30)]
    sheets["Pipelines"] = [running("plant", "works")]
    return sheets


@contradiction("Pipelines!J2", Pipelines_K2="no")
def a_steady_pipe_with_nothing_to_carry() -> Sheets:
    # A least flow of nothing is none.
    sheets = lye(demand("works", "lye", 300, virgin_price=5))
    sheets["Pipelines"] = [running("plant", "works")]
    sheets["Supplies"] = [supply("plant", "sand", 10)]
    return sheets


def running(giver: str, taker: str) -> dict[str, Any]:
    """A pipe for lye that lies there and has to run at half of its 100 t/a or more."""
    return pipe(giver, taker, "lye", "existing", least_flow=50, steady="yes", capacity=100, capacity_unit="t/a")


@contradiction("Demands!D2 Fleets!D2", Fleets_D2="1")
def no_lorry_where_one_is_needed() -> Sheets:
    # 50 loads of 10 t a year, 60 km there and back at 30 km/h: 100 h. A lorry is on the road for 3.36 h of the 168 of a
    # week, a fiftieth of the year: 175.2 h. So 0.571 of a lorry is missing, and all of the need.
    return {
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 500)],
        "Demands": [demand("mill", "ash", 500)],
        "TruckRoutes": [route("plant", "mill", distance=30)],
        "Vehicles": [{"vehicle": "truck", "payload": 10, "km_cost": 1, "km_co2": 0, "empty_return": 100}],
        "Fleets": [{"vehicle": "truck", "payer": "plant", "most": 0, "hours": 3.36, "speed": 30}],
    }


# Random ones ---------------------------------------------------------------------------------------------------------


def contradicted() -> st.SearchStrategy[Park]:
    """Random parks in which more must be served, go, be kept, built and not built than in others. Some work all the same.

    Without other impacts than CO2, relations, qualities, and limits on what they or links come to: the tests that take every
    other row away know none of them.
    """
    wanted = park_sheets(impacts=False, relations=False, other_limits=False, qualities=False)
    return st.builds(_park, wanted, st.integers(0, 2**16)).filter(bool)


def _park(sheets: Sheets, seed: int) -> Park | None:
    """A contradicted park; none where what was taken from it makes it one with faults."""
    try:
        return make_park(**_contradict(sheets, seed))
    except InputError:
        return None


def _contradict(sheets: Sheets, seed: int) -> Sheets:
    chosen, sheets = random.Random(seed), copy.deepcopy(sheets)

    def chance(percent: int) -> bool:
        return chosen.randrange(100) < percent

    for row in sheets.get("Demands", []):
        if chance(50):
            row |= {
                "if_not_served": "must serve",
                "quantity": float(f"{row['quantity'] * chosen.choice([0.3, 1, 3]):.6g}"),
            }
            row |= dict.fromkeys(("virgin_price", "virgin_co2", "shortage_cost", "most_by_product"))
    for row in sheets.get("Supplies", []):
        if chance(40):
            row |= {"if_not_taken": "must go", "disposal_cost": None, "disposal_co2": None}
    for row in sheets.get("Pipelines", []) + sheets.get("TruckRoutes", []):
        if row["status"] != "existing" and chance(20):
            row["status"] = chosen.choice(["required", "forbidden"])
    for row in sheets.get("ConversionRates", []):
        if row["per_activity"] > 0 and chance(30):
            row |= {"otherwise": "must go", "cost": None, "co2": None}
    for row in sheets.get("Expansions", []):
        if row["status"] == "existing" and chance(40):
            row["capacity"] = float(f"{0.3 * row['capacity']:.6g}")
    for row in sheets.get("Storages", []):
        if chance(25):
            row["end_level"] = float(f"{row['capacity'] * chosen.choice([0.2, 1]):.6g}")
    limits = sheets.setdefault("Limits", [])
    if not any(row["on"] == "investment" for row in limits) and chance(40):
        most = chosen.choice([0, 100, 1_000])
        limits.append({"on": "investment", "key": None, "most": most, "unit": "EUR", "per": "once"})
    if not any(row["on"] == "impact" for row in limits) and chance(30):
        limits.append({"on": "impact", "key": "co2", "most": chosen.choice([0, 1, 10]), "unit": "kg", "per": "year"})
    return sheets
