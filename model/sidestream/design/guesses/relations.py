"""What setting up relations costs a year in the design."""

from __future__ import annotations

from collections.abc import Iterator

from sidestream.design.guesses.part import Part, Tables, beside, part_of, product, yearly
from sidestream.park.park import Park


def relation_parts(park: Park, tables: Tables) -> Iterator[Part]:
    """Return the parts of Relations."""
    if park["Relations"].empty:
        return
    new = beside(tables["Relations set up"][["a", "b"]], park, "Relations", ["a", "b"], ["set_up_cost", "life"])
    new["case"] = "design"
    paid = product(new, "set_up_cost") * yearly(park, new, "set_up_cost")
    yield part_of("Relations", new["row"], "set_up_cost", new["case"], paid)
