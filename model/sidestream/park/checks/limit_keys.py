"""Whether each limit speaks of something that there is, and what is carried is limited in a unit that it can be counted in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np

from sidestream.errors import Fault
from sidestream.park.accounts import COST_ACCOUNTS, VALUED_ACCOUNTS
from sidestream.park.checks.rows import few
from sidestream.park.limits import CASH, first_and_rest, limit_rate, where_and_what
from sidestream.park.links import carried
from sidestream.park.park import Park
from sidestream.tables import suggest
from sidestream.units import UnitError


def keys(park: Park) -> list[Fault]:
    """The key names what the kind of limit can be on."""
    loaded, known = park.tables["Limits"], _Known(park)
    faults = []
    for row, on, key in zip(loaded.frame.index, loaded.frame["on"], loaded.frame["key"], strict=True):
        message = SAYING[on](known, key) if on in SAYING else ""
        if message:
            faults.append(loaded.fault(row, "key", message))
    return faults


class _Known:
    """Names that a key may hold, and what links carry."""

    def __init__(self, park: Park) -> None:
        self.park = park

    @cached_property
    def participants(self) -> set[str]:
        return set(self.park["Participants"]["participant"]) - {""}

    @cached_property
    def commodities(self) -> set[str]:
        return set(self.park["Commodities"]["commodity"]) - {""}

    @cached_property
    def links(self) -> set[str]:
        return (set(self.park["Pipelines"]["link"]) | set(self.park["TruckRoutes"]["link"])) - {""}

    def arriving(self, who: str) -> set[str]:
        """Commodities that links bring to a participant."""
        pipes, routes = self.park["Pipelines"], self.park["TruckRoutes"]
        back = pipes[(pipes["from"] == who) & pipes["two_way"].to_numpy(bool)]
        return {
            name
            for frame in (pipes[pipes["to"] == who], back, routes[routes["to"] == who])
            for name in carried(frame)[1]
        }

    def on_link(self, link: str) -> set[str]:
        """Commodities that a link carries."""
        frames = (self.park[sheet] for sheet in ("Pipelines", "TruckRoutes"))
        return {name for frame in frames for name in carried(frame[frame["link"] == link])[1]}


def _impact(known: _Known, key: str) -> str:
    if not key:
        return ""
    if ";" in key:
        comma = ", ".join(part.strip() for part in key.split(";", 1) if part.strip())
        found = f"an impact and a participant are separated by a comma: type '{comma}'"
    elif key in known.participants:
        found = f"'{key}' is a participant: type which impact of it, such as 'co2, {key}'"
    else:
        impact, who = first_and_rest(key)
        found = _unknown("impact", impact, known.park.impacts) or (
            who and _unknown("participant", who, known.participants)
        )
    return found


def _investment(known: _Known, key: str) -> str:
    both = known.participants & known.links
    if key in both:
        return f"'{key}' is a participant and a link: give the link another name"
    return _unknown("participant or link", key, known.participants | known.links) if key else ""


def _cost(known: _Known, key: str) -> str:
    if not key:
        return ""
    if key in known.participants and key not in (CASH, *COST_ACCOUNTS):
        return f"'{key}' is a participant: type which cost of it, such as '{CASH}, {key}'"
    account, who = first_and_rest(key)
    found = _unknown("account", account, (CASH, *COST_ACCOUNTS))
    if not found and who and account in VALUED_ACCOUNTS:
        found = f"{account} is nobody's cost: type '{account}' alone"
    return found or (who and _unknown("participant", who, known.participants))


def _partners(known: _Known, key: str) -> str:
    return _unknown("participant", key, known.participants) if key else ""


def _share(known: _Known, key: str) -> str:
    if key in known.participants or "," not in key:
        who = key if key in known.participants else "mill"
        return f"names a participant and a commodity, separated by a comma, such as '{who}, ash'"
    return _who_and_what(known, key)


def _throughput(known: _Known, key: str) -> str:
    if not key:
        return "is needed: a link, a participant, or a participant and a commodity, such as 'mill, ash'"
    if key in known.participants & known.links:
        return f"'{key}' is a participant and a link: give the link another name"
    if key in known.participants or key in known.links:
        return ""
    if "," not in key:
        return _unknown("participant or link", key, known.participants | known.links)
    return _who_and_what(known, key)


def _who_and_what(known: _Known, key: str) -> str:
    who, what = where_and_what(key)
    return _unknown("participant", who, known.participants) or _unknown("commodity", what, known.commodities)


SAYING: dict[str, Callable[[_Known, str], str]] = {
    "impact": _impact,
    "investment": _investment,
    "cost": _cost,
    "partners": _partners,
    "supplier share": _share,
    "throughput": _throughput,
}


def countable(park: Park) -> list[Fault]:
    """What is carried is limited in an amount, or an amount per time, that all of it can be counted in."""
    loaded, known = park.tables["Limits"], _Known(park)
    rows = loaded.frame[loaded.frame["on"] == "throughput"]
    faults = []
    for row, key, unit, per in rows[["key", "unit", "per"]].itertuples():
        if not unit or _throughput(known, key):
            continue
        try:
            found = limit_rate(unit, park.settings.hours_per_year)
        except UnitError as error:
            faults.append(loaded.fault(row, "unit", str(error)))
            continue
        if found.per_period and per == "year":
            faults.append(loaded.fault(row, "per", f"'{unit}' is an amount per period: type period"))
        what = known.on_link(key) if key in known.links else known.arriving(key)
        if key not in known.links and key not in known.participants:
            what = {where_and_what(key)[1]}
        content = park.content[found.dimension]
        lacking = [name for name in sorted(what & set(content.index)) if np.isnan(content[name])]
        if lacking:
            message = (
                f"'{unit}' is no unit that {few(lacking)} can be counted in: give its {found.dimension} in Commodities"
            )
            faults.append(loaded.fault(row, "unit", message))
    return faults


def idle(park: Park) -> list[Fault]:
    """A limit on what no link brings, or on somebody that no link reaches, holds nothing."""
    loaded, known = park.tables["Limits"], _Known(park)
    faults = []
    for row, on, key in zip(loaded.frame.index, loaded.frame["on"], loaded.frame["key"], strict=True):
        if on not in ("supplier share", "throughput") or key in known.links or park.offers_links:
            continue
        who, what = (key, "") if key in known.participants else where_and_what(key)
        brought = known.arriving(who)
        if not brought or (what and what not in brought):
            message = f"no link brings {what or 'anything'} to '{who}': this limits nothing"
            faults.append(loaded.fault(row, "key", message, "warning"))
    return faults


def hidden_givers(park: Park) -> list[Fault]:
    """A limit on a supplier's share sees no further than the links that bring it."""
    loaded, pipes, routes = park.tables["Limits"], park["Pipelines"], park["TruckRoutes"]
    faults = []
    for row, on, key in zip(loaded.frame.index, loaded.frame["on"], loaded.frame["key"], strict=True):
        if on != "supplier share":
            continue
        who, what = where_and_what(key)
        ends = [(pipes, "from", "to"), (routes, "from", "to"), (pipes[pipes["two_way"].to_numpy(bool)], "to", "from")]
        givers = {
            giver
            for frame, begin, end in ends
            for giver, taker, names in zip(frame[begin], frame[end], frame["commodity"], strict=True)
            if taker == who and what in names and giver in park.passing_on
        }
        if givers:
            message = f"{few(sorted(givers))} passes on what others give: it counts as one giver, whoever is behind it"
            faults.append(loaded.fault(row, "key", message, "warning"))
    return faults


def _unknown(noun: str, word: str, known: Iterable[str]) -> str:
    names = sorted(known)
    if word in names:
        return ""
    listed = f" (choices: {', '.join(names)})" if len(names) <= 6 else ""
    return f"no {noun} is called '{word}'" + suggest(word, names, otherwise=listed)
