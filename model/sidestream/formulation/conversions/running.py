"""The columns of running a conversion, what ties them to builds and sizes, and which conversions exclude each other."""

from __future__ import annotations

import numpy as np

from sidestream.algebra.books import NONE
from sidestream.algebra.names import Names
from sidestream.formulation.draft import Draft, Term
from sidestream.formulation.facilities import Facilities
from sidestream.formulation.feeds import Floats, Ints


def exclude(draft: Draft, facilities: Facilities) -> None:
    """Write excludes: of a group at a place there is one, and what exists comes first."""
    rows = facilities.rows
    group = rows["excludes"].to_numpy(object)
    some = np.flatnonzero(group != "")
    choices: dict[tuple[str, str], list[int]] = {}
    held: dict[tuple[str, str], set[int]] = {}
    for row in some.tolist():
        key = (str(rows["participant"].iat[row]), str(group[row]))
        if facilities.there[row]:
            held.setdefault(key, set()).add(int(facilities.place[row]))
        else:
            choices.setdefault(key, []).append(row)
    names: list[tuple[str, str]] = []
    place: list[int] = []
    column: list[int] = []
    most: list[float] = []
    for key, members in choices.items():
        others = [row for row in members if facilities.place[row] not in held.get(key, set())]
        if others:
            place += [len(names)] * len(others)
            column += facilities.build[others].tolist()
            names.append(key)
            most.append(0.0 if key in held else 1.0)
    draft.model.rows("excludes", names, [(np.array(place), np.array(column), 1.0)], upper=np.array(most))


def add_activity(draft: Draft, facilities: Facilities, capacity: Floats) -> tuple[Ints, Ints]:
    """Add activity and chosen sizes, and what ties them to builds. Shapes (rows, moments), (rows)."""
    rows, model, names, build = facilities.rows, draft.model, facilities.names, facilities.build
    most = np.minimum(capacity, draft.reach.activity)
    c, m = np.nonzero(most > 0)
    index = Names((names, c), (draft.periods, m))
    activity = np.full(capacity.shape, NONE, np.int64)
    activity[c, m] = model.columns("activity", index, 0.0, most[c, m])
    continuous = rows["continuous"].to_numpy(bool) & ~facilities.there
    least = rows["least_load"].to_numpy(float)
    gate = np.broadcast_to(build[:, None], capacity.shape).copy()
    held = least[c] > 0
    if held.any():
        some = index.at(np.flatnonzero(held))
        run = model.columns("run", some, 0.0, 1.0, whole=True)
        gate[c[held], m[held]] = run
        new = np.flatnonzero(~facilities.there[c[held]])
        here = np.arange(len(new))
        model.rows(
            "run_if_built",
            some.at(new),
            [(here, run[new], 1.0), (here, build[c[held]][new], -1.0)],
            upper=0.0,
        )
    gated = np.flatnonzero(gate[c, m] != NONE)
    here = np.arange(len(gated))
    at = c[gated], m[gated]
    model.rows(
        "only_if_built",
        index.at(gated),
        [(here, activity[at], 1.0), (here, gate[at], -most[at])],
        upper=0.0,
    )
    chosen = np.full(len(rows), NONE, np.int64)
    sized = np.flatnonzero(continuous)
    if len(sized):
        largest = rows["capacity"].to_numpy(float)[sized]
        of = Names((names, sized))
        chosen[sized] = draft.decide("chosen", of, 0.0, largest, whole=False)
        here = np.arange(len(sized))
        terms: list[Term] = [(here, chosen[sized], np.ones(len(sized))), (here, build[sized], -largest)]
        model.rows("size_if_built", of, terms, upper=0.0)
    _tie_sizes(draft, facilities, capacity, activity, chosen, gate, index, c, m)
    return activity, chosen


def _tie_sizes(
    draft: Draft,
    facilities: Facilities,
    capacity: Floats,
    activity: Ints,
    chosen: Ints,
    gate: Ints,
    index: Names,
    c: Ints,
    m: Ints,
) -> None:
    """Write within_size and least_load."""
    rows, model = facilities.rows, draft.model
    largest, least = rows["capacity"].to_numpy(float), rows["least_load"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.nan_to_num(capacity / largest[:, None])  # activity of one unit of capacity
    sized = np.flatnonzero(chosen[c] != NONE)
    if len(sized):
        at, here = (c[sized], m[sized]), np.arange(len(sized))
        model.rows(
            "within_size",
            index.at(sized),
            [(here, activity[at], 1.0), (here, chosen[c[sized]], -each[at])],
            upper=0.0,
        )
    held = np.flatnonzero(least[c] > 0)
    if not len(held):
        return
    at, here = (c[held], m[held]), np.arange(len(held))
    whole = least[c[held]] * capacity[at]
    terms: list[Term] = [(here, activity[at], np.ones(len(held))), (here, gate[at], -whole)]
    free = chosen[c[held]] != NONE
    terms.append((here[free], chosen[c[held]][free], -(least[c[held]] * each[at])[free]))
    model.rows("least_load", index.at(held), terms, lower=np.where(free, -whole, 0.0))
