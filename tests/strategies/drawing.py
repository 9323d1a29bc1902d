"""Whole parks, drawn one concern after the other."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from park_from import make_park
from sidestream.park import Park
from strategies.catalogues import draw_pipe_sizes, draw_vehicles
from strategies.corridors import draw_corridors
from strategies.fleets import draw_fleets
from strategies.gates import draw_expansions
from strategies.impacts import draw_impacts
from strategies.limits import draw_limits
from strategies.links import draw_links
from strategies.mending import drop_leasts_beyond_the_oracle, let_losses_vanish_where_nobody_disposes, one_measure
from strategies.plants import draw_conversions
from strategies.qualities import (
    draw_qualities,
    keep_qualities_asked_for,
    let_what_differs_be_as_bad_as_its_worst_part,
)
from strategies.relations import draw_relations
from strategies.sketch import Sheets, Sketch, Wanted
from strategies.stores import draw_storages
from strategies.streams import draw_commodities, draw_demands, draw_participants, draw_substitutions, draw_supplies
from strategies.thinning import Draw, thin_out
from strategies.ways_out import draw_ways_out
from strategies.whole import draw_periods, draw_settings

SEED = st.integers(0, 2**16 - 1)
SEEDS = 100
"""Numbers that make a seed: hypothesis tries variants of what it drew, and few variants leave all of many alone."""


def park_sheets(**wanted: bool) -> st.SearchStrategy[Sheets]:
    """Sheets of a small park. Flags are what `Wanted` lists, such as `losses` or `storages`; all on
    unless False but `pools`."""
    return _sheets(Wanted(**wanted)).filter(one_measure)


def parks(**wanted: bool) -> st.SearchStrategy[Park]:
    """Small parks; flags as for `park_sheets`."""
    return park_sheets(**wanted).map(lambda sheets: make_park(**sheets))


@st.composite
def _sheets(draw: Draw, wanted: Wanted) -> Sheets:
    sketch = Sketch(random.Random(repr([draw(SEED) for _ in range(SEEDS)])), wanted)
    draw_settings(sketch)
    draw_periods(sketch)
    draw_participants(sketch)
    draw_commodities(sketch)
    draw_supplies(sketch)
    draw_demands(sketch)
    draw_substitutions(sketch)
    draw_conversions(sketch)
    draw_storages(sketch)
    draw_expansions(sketch)
    draw_pipe_sizes(sketch)
    draw_vehicles(sketch)
    draw_links(sketch)
    draw_ways_out(sketch)
    draw_corridors(sketch)
    draw_fleets(sketch)
    draw_impacts(sketch)
    draw_relations(sketch)
    draw_limits(sketch)
    draw_qualities(sketch)
    thin_out(sketch, draw)
    let_losses_vanish_where_nobody_disposes(sketch)
    keep_qualities_asked_for(sketch)
    let_what_differs_be_as_bad_as_its_worst_part(sketch)
    drop_leasts_beyond_the_oracle(sketch)
    return {sheet: rows for sheet, rows in sketch.sheets.items() if rows}
