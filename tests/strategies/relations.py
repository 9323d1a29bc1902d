"""Relations between some who could be joined."""

from __future__ import annotations

from strategies.sketch import Row, Sketch


def draw_relations(sketch: Sketch) -> None:
    if not sketch.wanted.relations or sketch.chance(60):
        return
    links = sketch.rows("Pipelines") + sketch.rows("TruckRoutes")
    pairs = sorted({tuple(sorted((row["from"], row["to"]))) for row in links})
    for pair in sketch.chosen.sample(pairs, min(len(pairs), sketch.one_of(1, 1, 2, 3))):
        sketch.rows("Relations").append(_relation(sketch, *sketch.chosen.sample(pair, 2)))


def _relation(sketch: Sketch, a: str, b: str) -> Row:
    """Forbidden or required only where a link can be left or laid; a cost only between two who could pay it."""
    statuses = between(sketch, a, b)
    may_be_forbidden = not statuses & {"required", "built"}
    may_be_required = sketch.wanted.forced and statuses != {"forbidden"}
    choices = ["allowed", *["forbidden"] * may_be_forbidden, *["required"] * may_be_required]
    row: Row = {"a": a, "b": b, "status": sketch.one_of(*choices)}
    if {a, b} <= set(sketch.firms) and (row["status"] == "allowed" or sketch.chance(50)):
        row |= {"set_up_cost": sketch.number(1, 9, 50), "life": sketch.one_of(5, 10)}
    return row | sketch.maybe(50, same_owner=lambda: sketch.one_of("yes", "yes", "no"))


def between(sketch: Sketch, a: str, b: str) -> set[str]:
    """Statuses of the links between two."""
    links = sketch.rows("Pipelines") + sketch.rows("TruckRoutes")
    return {row["status"] for row in links if {row["from"], row["to"]} == {a, b}}


def can_be(sketch: Sketch, relation: Row) -> bool:
    """Whether those who must be joined can be."""
    return relation["status"] != "required" or bool(between(sketch, relation["a"], relation["b"]) - {"forbidden"})
