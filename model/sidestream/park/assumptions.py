"""Every value that the planner did not type and that matters, so that nothing is assumed unseen.

One line a value as long as a person would read them; beyond that one line a column, with a count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sidestream.park.checks.offers import INVESTS, MONEY
from sidestream.park.checks.plants import PRICED
from sidestream.park.checks.rows import Mask, considered, few, given
from sidestream.park.links import OWN_OFFER
from sidestream.park.park import Park
from sidestream.park.plants import OTHERWISE_IN, OTHERWISE_OUT
from sidestream.park.recipes import choices
from sidestream.park.sites import RISKS, SettingRows
from sidestream.park.worlds import weighed
from sidestream.tables import LAST_ROW, Choice, Column, Number, YesNo, shown

LISTED = 200
"""Rows of a column that are listed one by one; more are counted."""

OF_OUTAGES = {"Demands": ("backup",)}
"""Columns by sheet that matter where something is lost, and in no design."""
IDLE_SETTINGS = ("outage_weeks", "payments", "generate_candidates", "gap", "time_limit")
"""Settings whose default changes nothing in a design, or that Run tells of."""

RISK = ("risk", "risk_weight")
"""Settings that matter where scenarios are weighed."""
JUDGING = ("discount_rate", "least_saving", "price_today")
"""Columns that matter where firms are asked."""
SIZED = ("Conversions", "Storages", "Expansions")
LINKS = (("Pipelines", "length", "detour_pipe"), ("TruckRoutes", "distance", "detour_road"))


class Line(NamedTuple):
    """One assumption: where it is made, of what, the value taken, and the reason."""

    place: str
    what: str
    value: str
    why: str


def assumptions(park: Park) -> pd.DataFrame:
    """List what is assumed of a park: place, what, value, why (all text)."""
    lines = [line for source in SOURCES for line in source(park)]
    return pd.DataFrame(lines, columns=list(Line._fields), dtype=object)


def _changes(park: Park) -> Iterator[Line]:
    """What somebody wanted to be different from the workbook."""
    for change in park.changes:
        what = change.key if change.sheet == "Settings" else f"{change.column} of {change.key}"
        yield Line(change.place, what, change.value or "blank", f"{change.by}; the workbook says {change.was}")


def _generated(park: Park) -> Iterator[Line]:
    """Links that were added to those the planner lists."""
    for sheet, _, _ in LINKS:
        for row in park[sheet][_added(park, sheet)].to_dict("records"):
            by = f"; by {row['vehicle']}" if sheet == "TruckRoutes" else ""
            yield Line(
                sheet, "link", row["link"], f"added: {row['note']}{by}; paid by {row['payer'] or 'half from, half to'}"
            )


def _added(park: Park, sheet: str) -> Mask:
    """Which rows no planner typed."""
    return np.asarray(park[sheet].index > LAST_ROW)


def _settings(park: Park) -> Iterator[Line]:
    """Settings that were not given and have a default."""
    for name, column in SettingRows.columns.items():
        idle = (
            name in IDLE_SETTINGS or (name in RISK and not weighed(park)) or (name == "risk_weight" and _expects(park))
        )
        if name not in park.settings_given and not idle and column.default is not None:
            yield Line("Settings", column.title, _shown(column, column.blank()), "not given")


def _expects(park: Park) -> bool:
    """Whether a design makes the expected cost small."""
    return bool(park.settings.risk == RISKS[0])


def _periods(park: Park) -> Iterator[Line]:
    """A year that is not cut into periods."""
    if park["Periods"].empty:
        yield Line("Periods", "period", "year", f"no periods are given: one of {shown(park.settings.hours_per_year)} h")


def _blanks(park: Park) -> Iterator[Line]:
    """Blank cells that count as a number or a word, in each column where it matters."""
    for sheet, loaded in park.tables.items():
        for name, column in loaded.table.columns.items() if len(loaded.frame) else ():
            if not isinstance(column, (Number, Choice, YesNo)) or column.needed or column.default in (None, ""):
                continue
            if name in OF_OUTAGES.get(sheet, ()):
                continue
            yield from _counted(sheet, column, _blank(park, sheet, name), _shown(column, column.blank()))


def _words(park: Park) -> Iterator[Line]:
    """Blank cells that stand for something that is not a number."""
    meanings = (
        ("Participants", "discount_rate", "the park's"),
        ("Commodities", "goes_by", "pipe and truck"),
        ("Supplies", "profile", "even over the year"),
        ("Demands", "profile", "even over the year"),
        ("Substitutions", "participant", "everywhere"),
        ("Pipelines", "price_today", "nothing is paid for what arrives"),
        ("TruckRoutes", "price_today", "nothing is paid for what arrives"),
        ("TruckRoutes", "most_loads", "without limit"),
        ("TruckRoutes", "capacity", "without limit"),
        ("Vehicles", "volume", "without limit"),
        ("Conversions", "availability", "even over the year"),
        ("Storages", "in_limit", "what it holds in each repetition of a period"),
        ("Storages", "out_limit", "what it holds in each repetition of a period"),
        ("Expansions", "commodity", "all that goes through, by the capacity's measure"),
        ("Expansions", "payer", "the participant"),
        ("Corridors", "payer", "the links that use it, in equal parts"),
        ("Fleets", "most", "without limit"),
    )
    for sheet, name, meaning in meanings:
        column = park.tables[sheet].table.columns[name]
        yield from _counted(sheet, column, _blank(park, sheet, name), meaning)


def _rest(park: Park) -> Iterator[Line]:
    """What becomes of the rest of what a conversion takes or makes, where nobody says so."""
    column = park.tables["ConversionRates"].table.columns["otherwise"]
    blank, stands_for = ~given(park, "ConversionRates", "otherwise"), choices(park["ConversionRates"])
    for word in (OTHERWISE_IN[0], OTHERWISE_OUT[0]):
        yield from _counted("ConversionRates", column, blank & (stands_for == word), word)


def _levels(park: Park) -> Iterator[Line]:
    """What is in a storage at the beginning and the end, where nobody says so."""
    columns, there = park.tables["Storages"].table.columns, considered(park, "Storages")
    start, end = given(park, "Storages", "start_level"), given(park, "Storages", "end_level")
    yield from _counted("Storages", columns["start_level"], there & ~start & ~end, "what is in it at the end")
    yield from _counted("Storages", columns["start_level"], there & ~start & end, "0")
    yield from _counted("Storages", columns["end_level"], there & start & ~end, "whatever is left")


def _links(park: Park) -> Iterator[Line]:
    """Names, payers and lengths of links that were made up for them."""
    for sheet, length, detour in LINKS:
        links = considered(park, sheet) & ~_added(park, sheet)
        factor = shown(float(getattr(park.settings, detour)))
        half = links & ~given(park, sheet, "payer")
        worked_out = links & ~given(park, sheet, length) & park[sheet][length].notna().to_numpy(bool)
        if sheet == "Pipelines":  # nothing about an own offer depends on its length
            worked_out = worked_out & ~park[sheet]["own_offer"].to_numpy(bool)
        why = f"straight distance x {factor} ({detour})"
        yield from _listed(
            park,
            sheet,
            ~given(park, sheet, "link") & ~_added(park, sheet),
            "link",
            "{link}",
            "made from its ends and commodity",
        )
        if half.any():
            names = few(list(park[sheet].loc[half, "link"]))
            yield Line(sheet, "payer", "half from, half to", f"{_in_rows(int(half.sum()), 'blank')}: {names}")
        yield from _listed(park, sheet, worked_out, length, f"{{{length}:.6g}} km", why)
    carried = considered(park, "TruckRoutes") & ~given(park, "TruckRoutes", "commodity")
    why = "blank: all that go by truck"
    yield from _listed(park, "TruckRoutes", carried, "commodity", lambda row: "; ".join(row["commodity"]), why)


def _offers(park: Park) -> Iterator[Line]:
    """Sizes from the catalogue, and what an own offer leaves open."""
    links = considered(park, "Pipelines") & ~_added(park, "Pipelines")
    own = links & park["Pipelines"]["own_offer"].to_numpy(bool)
    chosen = links & ~own & ~given(park, "Pipelines", "sizes")
    why = "blank: all sizes of the medium"
    yield from _listed(park, "Pipelines", chosen, "sizes", lambda row: "; ".join(row["sizes"]), why)
    endless = own & ~given(park, "Pipelines", "capacity")
    why = "an offer of its own without a capacity"
    yield from _listed(park, "Pipelines", endless, "capacity", "without limit", why)
    new = park["Pipelines"]["status"].ne("existing").to_numpy(bool)
    free = own & new & ~given(park, "Pipelines", "investment") & ~given(park, "Pipelines", "yearly_cost")
    why = "an offer of its own without investment and yearly cost"
    yield from _listed(park, "Pipelines", free, "investment", "free to open", why)


def _vehicles(park: Park) -> Iterator[Line]:
    """Vehicles of which nobody says how many there are, where that is said of others."""
    routes, known = park["TruckRoutes"], park["Fleets"]["vehicle"]
    used = routes.loc[considered(park, "TruckRoutes") & ~_added(park, "TruckRoutes"), "vehicle"]
    others = [name for name in dict.fromkeys(used) if name not in set(known)]
    if len(known) and others:
        yield Line("Fleets", "number [1]", "as many as it takes", f"no row for {few(others)}")


def _relations(park: Park) -> Iterator[Line]:
    """Who pays for setting up relations."""
    frame = park["Relations"]
    paid = (frame["set_up_cost"] > 0).to_numpy(bool) & ~frame["same_owner"].to_numpy(bool)
    paid &= (frame["status"] != "forbidden").to_numpy(bool)
    yield from _listed(park, "Relations", paid, "set_up_cost", "half {a}, half {b}", "each pays half of what is set up")


def _trenches(park: Park) -> Iterator[Line]:
    """Own offers in corridors: what is typed holds no trench."""
    frame = park["Pipelines"]
    lies = np.asarray(frame["link"].isin(park["CorridorPaths"]["link"])) & (frame["link"] != "").to_numpy(bool)
    here = lies & frame["own_offer"].to_numpy(bool) & considered(park, "Pipelines")
    new = here & np.asarray(frame["status"].isin(INVESTS))
    why = "an offer of its own that lies in a corridor, which is paid beside it"
    yield from _listed(park, "Pipelines", new, "investment", "as typed, without a trench", why)


def _quality(park: Park) -> Iterator[Line]:
    """Rows that the planner calls assumed."""
    for sheet, loaded in park.tables.items():
        if "quality" in loaded.table.columns:
            count = int((loaded.frame["quality"] == "assumed").sum())
            if count:
                yield Line(sheet, "quality", "assumed", _in_rows(count, "is 'assumed'"))


SOURCES: tuple[Callable[[Park], Iterator[Line]], ...] = (
    _changes,
    _generated,
    _settings,
    _periods,
    _blanks,
    _words,
    _rest,
    _levels,
    _links,
    _offers,
    _relations,
    _trenches,
    _vehicles,
    _quality,
)


def _blank(park: Park, sheet: str, name: str) -> Mask:
    """Which cells of a column are blank, where that is of any consequence."""
    blank = ~given(park, sheet, name)
    return blank & _matters(park, sheet, name) if blank.any() else blank


def _matters(park: Park, sheet: str, name: str) -> Mask:
    """Rows in which a blank of the column is of any consequence."""
    frame = park[sheet]
    rows = pd.Series(True, frame.index)
    asked_elsewhere = sheet == "Funding"  # a design asks no funder
    if (
        name == "present" or asked_elsewhere or (name in JUDGING and not park.settings.payments)
    ):  # a row says that it is there
        rows &= False
    elif sheet in ("Pipelines", "TruckRoutes"):
        rows = (frame["status"] != "forbidden") & ~_added(park, sheet)
        if sheet == "Pipelines" and name in OWN_OFFER:
            rows = rows & frame["own_offer"]
        elif name == "steady":
            rows = rows & (frame["least_flow"] > 0)
        elif name == "crossing_cost":
            rows = rows & frame["status"].isin(INVESTS)
    elif name == "disposal_co2":
        rows = frame["if_not_taken"] == "dispose"
    elif name in ("virgin_co2", "backup"):
        rows = frame["if_not_served"] == "buy"
    elif sheet == "Participants":
        rows = frame["kind"] != "junction"
    elif sheet in SIZED:
        rows = (frame["status"] != "forbidden") & _of_consequence(frame, sheet, name)
    elif sheet == "Corridors":
        rows = frame["status"].isin(INVESTS) & ((frame["trench_cost"] > 0) | (name != "payer"))
    elif sheet == "Relations":
        rows = (frame["set_up_cost"] > 0) | (~frame["same_owner"].astype(bool) & (name == "set_up_cost"))
        rows = rows & (frame["status"] != "forbidden")
    elif sheet == "Fleets" and name == "investment":
        rows = ~(frame["most"] - frame["number"] < 1)
    elif (sheet, name) == ("ConversionRates", "co2"):
        rows = pd.Series(choices(frame)).isin(PRICED)
    elif (sheet, name) == ("Periods", "repeats"):
        rows = frame["cycle"] != ""
    matters: Mask = rows.to_numpy(bool)
    return matters


def _of_consequence(frame: pd.DataFrame, sheet: str, name: str) -> pd.Series:
    """Rows of conversions, storages or gates that a column has a say in: what exists already is not paid for again."""
    new, dear = frame["status"].isin(INVESTS), (frame[list(MONEY[sheet])] > 0).any(axis=1)
    if name == "investment_per_unit":
        return new & frame["continuous"].astype(bool)
    if name in ("continuous", "investment"):
        return new
    if name == "payer":
        return new & dear
    return dear if name == "upkeep" else pd.Series(True, frame.index)


def _counted(sheet: str, column: Column, blank: Mask, value: str) -> Iterator[Line]:
    """One line for a column, where any of its cells is blank."""
    if blank.any():
        yield Line(sheet, column.title, value, _in_rows(int(blank.sum()), "blank"))


def _listed(
    park: Park, sheet: str, rows: Mask, name: str, value: str | Callable[[Mapping[str, Any]], str], why: str
) -> Iterator[Line]:
    """One line for each row; where they are too many, one for all, with the value of the first as an example."""
    loaded = park.tables[sheet]
    say = value if callable(value) else value.format_map
    title = loaded.table.columns[name].title
    places = np.flatnonzero(rows)
    few = places if len(places) <= LISTED else places[:1]
    records: list[dict[str, Any]] = loaded.frame.iloc[few].to_dict("records")  # type: ignore[assignment]
    for row, record in zip(loaded.frame.index[few], records, strict=True):
        place = loaded.fault(int(row), name, "").place
        if len(few) == len(places):
            yield Line(place, title, say(record), why)
        else:
            yield Line(sheet, title, f"such as {say(record)} ({place})", f"{why}: {len(places)} rows")


def _in_rows(count: int, what: str) -> str:
    return f"{what} in {count} row{'s' if count != 1 else ''}"


def _shown(column: Column, value: Any) -> str:
    """A value inside the model as the planner would have typed it."""
    cell = column.show(value)
    return cell if isinstance(cell, str) else shown(cell)
