"""What sizes of conversions, storages and expansions have in common: their statuses and what they cost once."""

from __future__ import annotations

from strategies.sketch import MOST_BUILDS, Row, Sketch

MOST_HERE = 8
"""Ways to build facilities in one park; the rest is for links."""


def statuses(sketch: Sketch, sizes: int) -> list[str]:
    """Any statuses for the sizes at one place; the builds stay few enough for the oracle."""
    forced = ("required", "required", "built", "built") if sketch.wanted.forced else ()
    chosen = [sketch.one_of(*["optional"] * 5, *["forbidden", "existing"] * 2, *forced) for _ in range(sizes)]
    if "built" in chosen:  # that is the one: no other can be asked for beside it
        first = chosen.index("built")
        chosen = [
            word if place == first or word not in ("built", "required") else "optional"
            for place, word in enumerate(chosen)
        ]
    must = sum(word in ("required", "built") for word in chosen)
    ways = must or 1 + chosen.count("optional")
    if sketch.builds * ways > min(MOST_HERE, MOST_BUILDS):
        return ["existing" if word == "existing" else "forbidden" for word in chosen]
    sketch.builds *= ways
    return chosen


def cost_once(sketch: Sketch) -> Row:
    """An investment with its life and upkeep, or none."""
    row = sketch.maybe(70, investment=lambda: sketch.number(1, 9, 150), life=lambda: sketch.one_of(5, 10, 20))
    return row | (sketch.maybe(40, upkeep=lambda: sketch.number(1, 5)) if row else {})
