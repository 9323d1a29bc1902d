"""Rows with what nearly all parks say of them."""

from __future__ import annotations

from typing import Any


def sites(*names: str, junctions: str = "", passing_on: str = "") -> list[dict[str, Any]]:
    """Participants, 1 km apart in a row; the junctions and those who pass on, separated by blanks, come after them."""
    rows: list[dict[str, Any]] = [{"participant": name, "kind": "industry"} for name in names]
    rows += [{"participant": name, "kind": "junction"} for name in junctions.split()]
    rows += [{"participant": name, "kind": "utility", "passes_on": "yes"} for name in passing_on.split()]
    return [{**row, "x": place, "y": 0} for place, row in enumerate(rows)]


def commodity(name: str, unit: str = "t", medium: str = "solid", **more: Any) -> dict[str, Any]:
    return {"commodity": name, "unit": unit, "medium": medium, **more}


def supply(
    participant: str, what: str, quantity: float, disposal_cost: float | None = None, unit: str = "t/a", **more: Any
) -> dict[str, Any]:
    """A supply that is left where it is, or disposed of where that has a cost."""
    fate = {"if_not_taken": "leave"} if disposal_cost is None else {"if_not_taken": "dispose"}
    row = {"participant": participant, "commodity": what, "quantity": quantity, "unit": unit, "provision_co2": 0}
    return {**row, **fate, "disposal_cost": disposal_cost, **more}


def demand(
    participant: str, what: str, quantity: float, virgin_price: float | None = None, unit: str = "t/a", **more: Any
) -> dict[str, Any]:
    """A need that must be served, or is bought where that has a price."""
    fate = {"if_not_served": "must serve"} if virgin_price is None else {"if_not_served": "buy"}
    row = {"participant": participant, "commodity": what, "quantity": quantity, "unit": unit}
    return {**row, **fate, "virgin_price": virgin_price, **more}


def pipe(giver: str, taker: str, what: str, status: str = "optional", **more: Any) -> dict[str, Any]:
    """A pipe called giver-taker; an own offer that costs nothing a year unless `yearly_cost` or `sizes` says so."""
    row = {"from": giver, "to": taker, "commodity": what, "link": f"{giver}-{taker}", "status": status}
    return {**row, **({} if "sizes" in more else {"yearly_cost": 0}), **more}


def route(giver: str, taker: str, **more: Any) -> dict[str, Any]:
    """A truck route called giver-taker, 15 km by `truck`, for all that goes by road unless `commodity` says otherwise."""
    row = {"from": giver, "to": taker, "link": f"{giver}-{taker}", "status": "optional", "distance": 15}
    return {**row, "vehicle": "truck", **more}


def edge(giver: str, taker: str, cost: float, what: str = "thing", **more: Any) -> dict[str, Any]:
    """An edge of an abstract problem: it costs `cost` to have, whoever pays."""
    return pipe(giver, taker, what, investment=cost, life=1, yearly_cost=None, **more)


def halves(**profiles: tuple[float, float]) -> dict[str, list[dict[str, Any]]]:
    """The sheets of a year in two halves, winter and summer, with profiles over them."""
    names = ("winter", "summer")
    sheets = {"Periods": [{"period": name, "hours": 4_380} for name in names]}
    if profiles:
        rows = [{name: factors[place] for name, factors in profiles.items()} for place in range(2)]
        sheets["Profiles"] = [{"period": name, **row} for name, row in zip(names, rows, strict=True)]
    return sheets


def plant(
    conversion: str, participant: str, capacity: float, status: str = "optional", unit: str = "t/a", **more: Any
) -> dict[str, Any]:
    """A size of a conversion; it lasts 10 years where it costs something once."""
    row = {"conversion": conversion, "participant": participant, "status": status}
    return {
        **row,
        "capacity": capacity,
        "capacity_unit": unit,
        **({"life": 10} if "investment" in more else {}),
        **more,
    }


def rate(
    conversion: str,
    what: str,
    per_activity: float,
    otherwise: str | None = None,
    cost: float | None = None,
    **more: Any,
) -> dict[str, Any]:
    """What a unit of activity takes (below 0) or makes; where it has a cost, the rest is bought or disposed of."""
    row = {"conversion": conversion, "commodity": what, "per_activity": per_activity}
    return {**row, "otherwise": otherwise, "cost": cost, **more}


def store(
    name: str, participant: str, what: str, capacity: float, keeps: str | None, status: str = "optional", **more: Any
) -> dict[str, Any]:
    """A size of a storage; it lasts 10 years where it costs something once."""
    row = {"storage": name, "participant": participant, "commodity": what, "keeps": keeps, "status": status}
    return {**row, "capacity": capacity, **({"life": 10} if "investment" in more else {}), **more}


def gate(
    of: str,
    participant: str,
    what: str | None,
    capacity: float,
    status: str = "existing",
    unit: str = "t/a",
    **more: Any,
) -> dict[str, Any]:
    """Today's capacity of a gate, or a step of it; it lasts 10 years where it costs something once."""
    row = {"of": of, "participant": participant, "commodity": what, "status": status}
    return {
        **row,
        "capacity": capacity,
        "capacity_unit": unit,
        **({"life": 10} if "investment" in more else {}),
        **more,
    }


def size(name: str, capacity: float, pipe_cost: float, medium: str = "slurry", **more: Any) -> dict[str, Any]:
    """A size of pipe for so many t/a; it lasts 10 years."""
    row = {"size": name, "medium": medium, "capacity": capacity, "capacity_unit": "t/a", "pipe_cost": pipe_cost}
    return {**row, "life": 10, **more}


def corridor(name: str, length: float, trench_cost: float, status: str = "optional", **more: Any) -> dict[str, Any]:
    """A trench that lasts 20 years; the links that use it pay for it unless `payer` says otherwise."""
    row = {"corridor": name, "length": length, "trench_cost": trench_cost, "status": status, "life": 20}
    return {**row, **more}


def lie_in(name: str, *links: str) -> list[dict[str, Any]]:
    """The rows of CorridorPaths of one corridor."""
    return [{"link": link, "corridor": name} for link in links]
