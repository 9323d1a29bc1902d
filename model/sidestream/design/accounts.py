"""What follows from a design in sums: the Participants and Summary sheets, made from the others.

Where today's park does not work (`today_works` False), savings are not defined and stay blank.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from sidestream.design.guesses import RESTING, resting
from sidestream.design.tables import CO2, COST_ACCOUNTS, LINK_KINDS, ParticipantResults, Summary
from sidestream.park.park import Park

NOT_DEFINED = "today's park cannot serve every need that must be served: savings are not defined"
FACILITIES_BUILT = "facilities built"
"""Line of the Summary of a park that has facilities."""
RELATIONS_SET_UP = "relations set up"
"""Line of the Summary of a park that has Relations."""
FACILITY_SHEETS = ("Conversions", "Storages", "Expansions", "Corridors", "Fleets")
USERS = "its links"
"""Payer of a corridor for which nobody in particular pays."""
Row = tuple[str, str, float, float, str]
"""A line of the Summary: figure, unit, today, design, note."""
RELATION = "relation"
"""Kind of what is paid for two to begin with each other."""
MOVED = "payments between firms"
"""Line of the Summary where firms are asked: what moves between them, beside price_today."""
CHANGES = "changes of the workbook"
"""Line of the Summary that counts what was different from the workbook, where anything was."""


def participants_frame(
    park: Park,
    costs: pd.DataFrame,
    impacts: pd.DataFrame,
    builds: pd.DataFrame,
    flows: pd.DataFrame,
    facilities: pd.DataFrame | None = None,
    relations: pd.DataFrame | None = None,
    *,
    today_works: bool = True,
) -> pd.DataFrame:
    """Return the Participants sheet: cash, CO2, investment and exchanges of everybody, in the park's order."""
    sites = park["Participants"].drop_duplicates("participant")
    made = pd.DataFrame({"participant": list(sites["participant"]), "company": list(sites["company"])})
    cash = costs[costs["kind"] == "cash"]
    for sheet, who, name in ((cash, "payer", "cost"), (impacts[impacts["impact"] == CO2], "participant", "co2")):
        for case in ("today", "design"):
            amounts = sheet[sheet["case"] == case].groupby(who)["amount"].sum()
            made[f"{name}_{case}"] = _for_each(made["participant"], amounts)
    blank = 0.0 if today_works else math.nan
    made["saving"] = made["cost_today"] - made["cost_design"] + blank
    made["co2_saving"] = made["co2_today"] - made["co2_design"] + blank
    new = builds.loc[builds["status"] == "built", ["link", "investment"]].merge(park.payers, on="link")
    made["investment"] = _for_each(made["participant"], (new["investment"] * new["share"]).groupby(new["payer"]).sum())
    if facilities is not None:
        paid = _paid(park, builds, _new(facilities))
        made["investment"] += _for_each(made["participant"], paid.groupby("payer")["investment"].sum())
    if relations is not None:
        for end in ("a", "b"):
            made["investment"] += _for_each(made["participant"], relations.groupby(end)["set_up_cost"].sum() / 2)
    return with_exchanges(made, flows)[list(ParticipantResults.columns)]


def with_exchanges(participants: pd.DataFrame, flows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of participants with how many exchanges each gives to and takes from."""
    used, made = flows[(flows["case"] == "design") & (flows["sent"] > 0)], participants.copy()
    for name, end in (("gives", "from"), ("takes", "to")):
        exchanges = used[[end, "link", "commodity"]].drop_duplicates()
        made[name] = _for_each(made["participant"], exchanges.groupby(end).size())
    return made


def summary_frame(
    costs: pd.DataFrame,
    impacts: pd.DataFrame,
    builds: pd.DataFrame,
    guesses: pd.DataFrame,
    bound: float | None = None,
    *,
    facilities: pd.DataFrame | None = None,
    relations: pd.DataFrame | None = None,
    payments: pd.DataFrame | None = None,
    asked: str = "",
    changes: Sequence[object] = (),
    least: tuple[str, float, str] | None = None,
    today_works: bool = True,
) -> pd.DataFrame:
    """Return the Summary sheet. `bound` [EUR/a] is the proven least total cost; None: nothing is proven.

    `facilities` is the sheet of a park that `has_facilities`, `relations` that of one with Relations, `payments` that of one
    in which firms are asked, in the words of `asked`; `changes` are what was different from the workbook; `least` is the impact that was made
    small, and what is proven of it.
    """
    rows = [
        _compared("total cost", "EUR/a", costs),
        _compared("cash cost", "EUR/a", costs[costs["kind"] == "cash"]),
        *(_compared(f"cost: {account}", "EUR/a", costs[costs["account"] == account]) for account in _accounts(costs)),
        _compared("CO2", "t/a", impacts[impacts["impact"] == CO2]),
        *_others(impacts),
    ]
    new = _new(builds)
    more = new.iloc[:0] if facilities is None else _new(facilities)
    invested = float(new["investment"].sum()) + float(more["investment"].sum())
    if relations is not None:
        invested += float(relations["set_up_cost"].sum())
    rows.append(("investment", "EUR", math.nan, invested, ""))
    rows.append(("links built", "1", math.nan, float(len(new)), ""))
    if facilities is not None:
        rows.append((FACILITIES_BUILT, "1", math.nan, float(len(more)), ""))
    if relations is not None:
        rows.append((RELATIONS_SET_UP, "1", math.nan, float(len(relations)), ""))
    if asked:
        moved = 0.0 if payments is None else float(payments["amount"].sum())
        rows.append((MOVED, "EUR/a", math.nan, moved, asked))
    if changes:
        rows.append((CHANGES, "1", math.nan, float(len(changes)), "; ".join(str(change) for change in changes)))
    rows += proven_rows(rows[0][2] if today_works else math.nan, rows[0][3], math.nan if bound is None else bound)
    rows += least_rows(rows, least)
    share = "share of the saving: their amounts in Guesses / all, by size"
    rows += [(RESTING[quality], "%", math.nan, part, share) for quality, part in resting(guesses).items()]
    made = pd.DataFrame(rows, columns=["figure", "unit", "today", "design", "note"])
    made["saving"] = made["today"] - made["design"] + (0.0 if today_works else math.nan)
    if not today_works:
        made.loc[0, "note"] = NOT_DEFINED
    return made[list(Summary.columns)]


def least_rows(rows: Sequence[Row], least: tuple[str, float, str] | None) -> list[Row]:
    """What is proven of the impact that was made small, `least`: its name, the bound and its unit; nothing where the cost
    was. Where nobody causes any of it, it has no line of its own.
    """
    if least is None:
        return []
    impact, proven, unit = least
    name, gap = least_figures(impact)
    figure = "CO2" if impact == CO2 else impact
    design = next((row[3] for row in rows if row[0] == figure), 0.0)
    bound = min(proven, design)
    unit = f"{unit}/a"
    return [
        (name, unit, math.nan, bound, "no design causes less"),
        (gap, unit, math.nan, design - bound, "what a better design could still spare at most"),
    ]


def least_figures(impact: str) -> tuple[str, str]:
    """Lines of the Summary on an impact that was made small: what is proven, and what is not."""
    name = "CO2" if impact == CO2 else impact
    return f"least {name} proven", f"gap of {name}"


def has_facilities(park: Park) -> bool:
    """Whether the park has any row in Conversions, Storages, Expansions, Corridors or Fleets."""
    return any(len(park[sheet]) for sheet in FACILITY_SHEETS)


def gap_of_saving(gap: float, bound: float, today: float) -> float:
    """Gap as a percentage of what could at most be saved [%]; 0 where nothing can be saved."""
    possible = today - bound
    if math.isnan(possible) or math.isnan(gap):
        return math.nan
    return 100 * gap / possible if possible > 1e-9 * abs(today) else 0.0


def gap_of_cost(gap: float, design: float) -> float:
    """Gap as a percentage of the design's cost [%]; 0 where it costs nothing and nothing is open."""
    if design == 0:
        return 0.0 if gap == 0 else math.nan
    return 100 * gap / abs(design)


def paid_by(park: Park, builds: pd.DataFrame) -> Callable[[str, str, str], dict[str, float]]:
    """Return what tells who pays which share of something new: its kind, what it is, and its payer as listed.

    Links fall to their payers, relations to the two in halves; a corridor that nobody in particular pays for to the links that lie in it, in equal parts.
    """
    of_link: dict[str, dict[str, float]] = {}
    for link, payer, share in park.payers[["link", "payer", "share"]].itertuples(index=False):
        of_link.setdefault(link, {})[payer] = share
    there = set(builds["link"])
    paths = park["CorridorPaths"].drop_duplicates(["link", "corridor"])

    relations = {f"{a} - {b}": {a: 0.5, b: 0.5} for a, b in park["Relations"][["a", "b"]].itertuples(index=False)}

    def shares(kind: str, what: str, payer: str) -> dict[str, float]:
        if kind == RELATION:
            return relations[what]
        if kind in LINK_KINDS:
            return of_link[what]
        if kind != "corridor" or payer != USERS:
            return {payer: 1.0}
        links = [link for link in paths.loc[paths["corridor"] == what, "link"] if link in there]
        found: dict[str, float] = {}
        for link in links:
            for who, share in of_link[link].items():
                found[who] = found.get(who, 0.0) + share / len(links)
        return found

    return shares


def _paid(park: Park, builds: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Who pays how much of what is new, line by line: payer, investment. A corridor that nobody in particular pays for
    falls to the links that lie in it, in equal parts.
    """
    shared = ((new["kind"] == "corridor") & (new["payer"] == USERS)).to_numpy(bool)
    parts = [new.loc[~shared, ["payer", "investment"]]]
    if shared.any():
        paths = park["CorridorPaths"].drop_duplicates(["link", "corridor"])
        paths = paths.loc[paths["link"].isin(builds["link"]), ["link", "corridor"]]
        paths["part"] = 1.0 / paths.groupby("corridor")["link"].transform("size")
        dug = new.loc[shared, ["facility", "investment"]].rename(columns={"facility": "corridor"})
        both = dug.merge(paths, on="corridor").merge(park.payers, on="link")
        both["investment"] *= both["part"] * both["share"]
        parts.append(both[["payer", "investment"]])
    return pd.concat(parts, ignore_index=True)


def _new(listed: pd.DataFrame) -> pd.DataFrame:
    """What is built, of a sheet that also lists what exists."""
    return listed[listed["status"] == "built"]


def proven_rows(today: float, design: float, bound: float) -> list[Row]:
    """What is proven, and what is not: best proven cost and the gap in EUR, of the cost and of the saving.

    A bound above the design's cost by no more than a solver's rounding is the design's cost; of one of several worlds by
    itself there is none.
    """
    if -1e-9 * abs(design) <= bound - design <= 1e-6 * abs(design) + 1e-4:
        bound = design
    gap = design - bound
    blank = math.nan
    if math.isnan(bound):
        together = "proven of all stages and scenarios together: see Summary"
        units = {"best proven cost": "EUR/a", "gap": "EUR/a", "gap of cost": "%", "gap of saving": "%"}
        return [(figure, unit, blank, blank, together) for figure, unit in units.items()]
    return [
        ("best proven cost", "EUR/a", blank, bound, "no design costs less"),
        ("gap", "EUR/a", blank, gap, "what a better design could still save at most"),
        ("gap of cost", "%", blank, gap_of_cost(gap, design), "gap / total cost"),
        ("gap of saving", "%", blank, gap_of_saving(gap, bound, today), "gap / (today - best proven cost)"),
    ]


def _compared(figure: str, unit: str, sheet: pd.DataFrame) -> Row:
    today, design = (float(sheet.loc[sheet["case"] == case, "amount"].sum()) for case in ("today", "design"))
    return figure, unit, today, design, ""


def _others(impacts: pd.DataFrame) -> list[Row]:
    """Impacts beside CO2 that occur, in order of name."""
    units = impacts[impacts["impact"] != CO2].drop_duplicates("impact").sort_values("impact")[["impact", "unit"]]
    return [_compared(name, unit, impacts[impacts["impact"] == name]) for name, unit in units.itertuples(index=False)]


def _accounts(costs: pd.DataFrame) -> Iterable[str]:
    """Accounts that occur, in the declared order."""
    there = set(costs["account"])
    return [account for account in COST_ACCOUNTS if account in there]


def _for_each(names: pd.Series, amounts: pd.Series) -> pd.Series:
    return names.map(amounts).fillna(0.0).astype(float)
