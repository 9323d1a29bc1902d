"""Corridors: trenches that some of the pipes drawn so far could share."""

from __future__ import annotations

from strategies.sketch import Row, Sketch

FORCED = ("required", "built")


def draw_corridors(sketch: Sketch) -> None:
    if not sketch.wanted.corridors or not sketch.rows("Pipelines") or sketch.chance(15):
        return
    for name in ("north street", "south street")[: sketch.one_of(1, 1, 2)]:
        _draw_corridor(sketch, name)


def _draw_corridor(sketch: Sketch, name: str) -> None:
    """Status first, then pipes that may lie in such a one, mostly all of them."""
    forced = FORCED if sketch.wanted.forced else ()
    status = sketch.one_of("optional", "optional", "forbidden", "forbidden", "existing", *forced)
    pipes = [row["link"] for row in sketch.rows("Pipelines") if _fits(row, status)]
    lie_in_it = [link for link in pipes if sketch.chance(75)] or pipes[:1]
    if not lie_in_it:
        return
    row: Row = {"corridor": name, "status": status, "length": sketch.one_of(0.5, 0.5, 1, 2)}
    row |= {"life": sketch.one_of(10, 20, 40), **sketch.maybe(80, trench_cost=lambda: sketch.number(1, 6, 0.5))}
    row |= sketch.maybe(25, **{"from": lambda: "the gate", "to": lambda: "the crossing"})
    if status in FORCED or sketch.chance(40):
        row["payer"] = sketch.one_of(*sketch.firms)
    sketch.rows("Corridors").append(row)
    sketch.rows("CorridorPaths").extend({"link": link, "corridor": name} for link in lie_in_it)


def _fits(pipe: Row, status: str) -> bool:
    """What is there lies in what is there; what has to be laid not in what may not be dug."""
    return status == "existing" or (
        pipe["status"] != "existing" and not (status == "forbidden" and pipe["status"] in FORCED)
    )
