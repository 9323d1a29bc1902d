"""What each link carries in each period: no more than its capacity and loads, no less than its least flow."""

from __future__ import annotations

import numpy as np

from sidestream.design.audit import tolerance
from sidestream.design.audit.builds import Builds
from sidestream.design.audit.flows import Flows
from sidestream.design.audit.groups import added, members
from sidestream.design.audit.known import DESIGN, TODAY, Known
from sidestream.design.audit.sheets import Floats, Mask, Places
from sidestream.tables import shown
from sidestream.units import BASE

WHOLE = 1e-6
"""Part of a load that is rounding."""


def check_capacities(flows: Flows, known: Known, builds: Builds, *, today_short: bool) -> None:
    """Name links that carry too much or too little, and `used` of the Build list."""
    group, first = flows.by_link()
    carried = added(group, _in_base_units(flows, known), len(first))
    rate, least = flows["rate"][first], flows["least_flow"][first]
    fixed = flows.offers["per_period"].fillna(False).to_numpy(bool)[flows.offer[first]]
    capacity = rate * np.where(fixed, 1.0, known.hours[flows.period[first]])
    basis = flows.offers["basis"].fillna("").to_numpy(object)[flows.offer[first]]

    def say(wrong: Mask, words: str, bound: Floats, why: str) -> None:
        for number, rows in members(group, wrong).items():
            unit = BASE.get(basis[number], "")
            found, limit = shown(float(f"{carried[number]:.9g}")), shown(float(f"{bound[number]:.9g}"))
            message = f"{found} {unit} in the link in this period, {words} {limit} expected: {why}"
            flows.sheet.say(int(rows[np.argmax(flows.sent[rows])]), "sent", message)

    say(tolerance.beyond(carried, capacity), "at most", capacity, "its capacity")
    runs = carried > tolerance.SOLVED
    with np.errstate(invalid="ignore"):
        floor = np.where(np.isfinite(capacity), least * capacity, 0.0)
    steady = flows.offers["steady"].fillna(False).to_numpy(bool)[flows.offer[first]]
    held = steady & ((flows.case[first] == DESIGN) | (not today_short))  # today's park falls short as little as it can
    little = tolerance.beyond(floor, carried)
    say(runs & little & ~steady, "at least", floor, "least_flow x capacity, or nothing")
    say(held & little, "at least", floor, "least_flow x capacity, all the time")
    _check_steady(flows, known, builds, first, today_short=today_short)
    _check_used(flows, builds, first, carried, capacity)


def _check_steady(flows: Flows, known: Known, builds: Builds, first: Places, *, today_short: bool) -> None:
    """Name every period in which a link that has to run all the time has no flow at all."""
    steady = builds.usable & builds.offer["steady"].fillna(False).to_numpy(bool)
    there = set(zip(flows.case[first].tolist(), flows.link[first].tolist(), flows.period[first].tolist(), strict=True))
    for place in np.flatnonzero(steady):
        offer = builds.offer.iloc[place]
        hours = np.ones(len(known.periods)) if offer["per_period"] else known.hours
        least = np.nan_to_num(offer["least_flow"] * offer["rate"] * hours, posinf=0.0)
        link = int(builds.link[place])
        cases = [DESIGN] if builds.new[place] or today_short else [TODAY, DESIGN]
        for case in cases:
            for period in np.flatnonzero(least > tolerance.SOLVED).tolist():
                if (case, link, period) not in there:
                    what = f"{known.cases[case]}, {known.links[link]}, {known.periods[period]}"
                    figure = f"{shown(float(f'{least[period]:.9g}'))} {BASE.get(str(offer['basis']), '')}"
                    words = f"no row for {what}: at least {figure} expected: least_flow x capacity, all the time"
                    flows.sheet.say(None, "sent", words)


def check_loads(flows: Flows, known: Known) -> Floats:
    """Loads of a truck route = the greater of mass / payload and volume / volume, over all it carries.

    Where loads are whole, the smallest whole number of at least that. Each row has its own part of it. Returns the loads of each row, set right; pipes have none.
    """
    truck = (flows.offers["kind"] == "truck route").to_numpy(bool)[flows.offer]
    group, first = flows.by_link()
    with np.errstate(invalid="ignore"):
        by_mass = np.where(truck, flows.sent * known.content("mass")[flows.commodity] / flows["payload"], 0.0)
        by_room = np.where(truck, flows.sent * known.content("volume")[flows.commodity] / flows["room"], 0.0)
    by_mass, by_room = np.where(flows.sent == 0, 0.0, by_mass), np.nan_to_num(by_room)
    mass, room = added(group, by_mass, len(first)), added(group, by_room, len(first))
    roomy = (room > mass * (1 + 1e-9))[group]
    expected = np.where(truck, np.where(roomy, by_room, by_mass), np.nan)
    whole = flows.offers["whole"].fillna(False).to_numpy(bool)[flows.offer]
    needed = np.maximum(mass, room)
    with np.errstate(divide="ignore", invalid="ignore"):
        rounded = np.where(needed > 0, np.maximum(np.ceil(needed - WHOLE), 0.0) / needed, 0.0)[group]
    expected = np.where(whole, expected * rounded, expected)
    sheet = flows.sheet
    empty = ~truck & (sheet["loads"] == 0)
    loads = sheet.agree(
        "loads",
        np.where(empty, 0.0, expected),
        lambda place: _load_words(bool(truck[place]), bool(roomy[place]), bool(whole[place])),
    )
    loads = np.nan_to_num(np.where(truck, loads, 0.0))
    total = added(group, loads, len(first))
    most = flows["most_loads"][first] * known.hours[flows.period[first]]
    most = np.where(whole[first], np.floor(most * (1 + 1e-9)), most)
    for number, rows in members(group, tolerance.beyond(total, most)).items():
        message = (
            f"{shown(float(total[number]))} on the route in this period, at most {shown(float(most[number]))} expected"
        )
        sheet.say(int(rows[np.argmax(loads[rows])]), "loads", f"{message}: most_loads a week")
    return loads


def _load_words(truck: bool, roomy: bool, whole: bool) -> str:
    if not truck:
        return "a pipe"
    words = "volume / volume of the vehicle" if roomy else "mass / payload"
    return f"{words}, whole loads" if whole else words


def _in_base_units(flows: Flows, known: Known) -> Floats:
    """What each row sends, in the base unit of its link's capacity; a commodity that has none is named."""
    amount = flows.sent.copy()
    basis = flows.offers["basis"].fillna("").to_numpy(object)[flows.offer]
    for dimension in BASE:
        rows = basis == dimension
        amount[rows] *= known.content(dimension)[flows.commodity[rows]]
    flows.sheet.say_all(
        np.isnan(amount),
        "sent",
        lambda place: f"shares a capacity in {BASE[basis[place]]}, but its {basis[place]} is not known",
    )
    return np.nan_to_num(amount)


def _check_used(flows: Flows, builds: Builds, first: Places, carried: Floats, capacity: Floats) -> None:
    """Busiest period of each link of the design as a share of its capacity; blank where there is no limit."""
    of_design = flows.case[first] == DESIGN
    link = flows.link[first][of_design]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(capacity > 0, carried / capacity, 0.0)[of_design]
    most = int(max(builds.link.max(initial=-1), link.max(initial=-1))) + 1
    busiest = np.zeros(most)
    np.maximum.at(busiest, link, share)
    unlimited = np.isinf(builds.offer["rate"].to_numpy(float))
    expected = np.where(unlimited, np.nan, busiest[builds.link])
    builds.sheet.agree("used", expected, "busiest period of Flows / capacity", where=builds.usable)
