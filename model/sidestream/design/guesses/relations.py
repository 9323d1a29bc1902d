"""What setting up relations costs a year in the design."""

from __future__ import annotations

from collections.abc import Iterator

from sidestream.design.guesses.part import Part, Tables, part_of, product, yearly
from sidestream.park.park import Park


def relation_parts(park: Park, tables: Tables) -> Iterator[Part]:
    """Return the parts of Relations."""
    frame = park["Relations"].drop_duplicates(["a", "b"])
    if frame.empty:
        return
    rows = frame[["a", "b", "set_up_cost", "life"]].assign(row=frame.index)
    new = tables["Relations set up"][["a", "b"]].merge(rows, on=["a", "b"]).assign(case="design")
    paid = product(new, "set_up_cost") * yearly(park, new, "set_up_cost")
    yield part_of("Relations", new["row"], "set_up_cost", new["case"], paid)
