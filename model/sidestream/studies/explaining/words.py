"""What was found about a link, in sentences that a council can read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sidestream.design.study_tables.explained import BUILT, CARBON, NEED, NO_CHOICE, OPEN, SUPPLY
from sidestream.studies.explaining.best import Best
from sidestream.studies.explaining.ways import Way, left_out_of, links_of

SHEETS = {"pipeline": "Pipelines", "truck route": "TruckRoutes"}


def figure(amount: float) -> str:
    """A figure as one reads it: whole from a hundred on, four digits below."""
    if abs(amount) >= 100:
        return f"{amount:,.0f}"
    text = f"{amount:.4g}"
    return "0" if text in ("-0", "0") else text


def sentence_of(best: Best, way: Way) -> str:
    """What is known of a link."""
    if way.answer == NO_CHOICE:
        return _no_choice(best, way)
    currency, built = best.ready.park.settings.currency, way.answer == BUILT
    size = f" in {way.size}" if way.size else ""
    said = [f"Built{size}." if built else "Not built."]
    if way.impossible:
        said.append("Without it" if built else "With it")
        said[-1] += " not all that must be done can be done."
        return " ".join(said + _left_out(best, way))
    said.append(_the_other_way(best, way, currency, size, built=built))
    if math.isfinite(way.spared):
        cost = f"To have it costs {figure(way.own_cost)} {currency} a year"
        word = "spares" if built else "would spare"
        more = "costs" if built else "would cost"
        spared = (
            f"it {word} {figure(way.spared)} elsewhere"
            if way.spared >= 0
            else f"it {more} {figure(-way.spared)} more elsewhere"
        )
        said.append(f"{cost}; {spared}.")
    said += _left_out(best, way)
    if way.decided == OPEN:
        said.append(f"Not decided: the other way could be up to {figure(-way.proven)} {currency} a year cheaper.")
    return " ".join(said)


def _the_other_way(best: Best, way: Way, currency: str, size: str, *, built: bool) -> str:
    """What the other way costs and causes."""
    who = "Without it" if built else f"With it{size}"
    if not math.isfinite(way.dearer):
        if way.proven > best.nothing:
            return f"{who} the park would pay at least {figure(way.proven)} {currency} a year more; how much was not found."
        return f"{who} the cost was not found in the time given."
    if abs(way.dearer) <= best.nothing:
        cost = f"{who} the park would pay as much"
    elif way.dearer < 0:
        cost = f"{who} the park would pay {figure(-way.dearer)} {currency} a year less than the best design found"
    elif way.enough or way.dearer - way.proven <= best.nothing:
        cost = f"{who} the park would pay {figure(way.dearer)} {currency} a year more"
    else:
        least = figure(max(way.proven, 0.0))
        cost = f"{who} the park would pay between {least} and {figure(way.dearer)} {currency} a year more"
    return f"{cost} and cause {co2(way.co2_more)}."


def co2(more: float) -> str:
    """How much more CO2."""
    if abs(more) < 5e-4:
        return "as much CO2"
    return f"{figure(abs(more))} t of CO2 a year {'more' if more > 0 else 'less'}"


def _left_out(best: Best, way: Way) -> list[str]:
    """Why the search did not even try it."""
    left = sorted(left_out_of(best, way.link), key=lambda one: one[1] - one[2])
    if not left:
        return []
    size, cost, brings = left[0]
    ends = f"brings {figure(brings)} {best.ready.park.settings.currency} a year at the most and costs {figure(cost)}"
    if len(left) == 1:
        return [f"Whatever else is built, {size or 'it'} {ends}."]
    return [f"Whatever else is built, {len(left)} of its sizes cannot pay: {size}, the nearest to it, {ends}."]


def _no_choice(best: Best, way: Way) -> str:
    """Why there is nothing to choose."""
    park, sheet = best.ready.park, SHEETS[way.kind]
    cell = park.typed[sheet].fault(int(str(links_of(park)[way.link]["row"])), "status", "").place
    ask = f"to see what else it could be, add --set '{sheet}: {way.link}: status = optional'"
    if way.status == "existing":
        return f"It stands today ({cell}): no choice."
    if way.status == "forbidden":
        return f"Not built: {cell} forbids it; {ask}."
    if way.status in ("required", "built"):
        return f"Built: {cell} says {way.status}; {ask}."
    return "Not built: nothing could flow through it; no supply reaches its beginning, or nobody at its end has a use for it."


def of_lever(row: Mapping[str, Any]) -> str:
    """The figure that is turned: 'the carbon price', 'the supply of gypsum at plant'."""
    if row["of"] in (SUPPLY, NEED):
        return f"the {row['of']} of {row['what']}"
    return "the carbon price" if row["of"] == CARBON else f"its {row['of']}"


def flip_sentence(row: Mapping[str, Any], flips: Sequence[float]) -> str:
    """What a row of Flips says; `flips` are all of its lever."""
    what, unit, now = of_lever(row), row["unit"], figure(row["today"])
    if row["below"] == OPEN:
        low, high = figure(row["low"]), figure(row["high"])
        return f"While {what} is between {low} and {high} {unit} (now {now}), it was not decided in the time given."
    if "flip" not in row:
        between = f"from {figure(row['first'])} to {figure(row['last'])} {unit} (now {now})"
        return f"{what[0].upper()}{what[1:]} does not change the answer: {row['below']} all along {between}."
    at = figure(row["flip"])
    sides = [("below", row["below"]), ("above", row["above"])]
    (here, answer), (there, other) = sides if row["today"] < row["flip"] else sides[::-1]
    if any(row["today"] < one < row["flip"] or row["flip"] < one < row["today"] for one in flips):
        return f"Where {what} goes {there} {at} {unit}: {other}."
    return f"As long as {what} stays {here} {at} {unit} (now {now}): {answer}; {there}: {other}."
