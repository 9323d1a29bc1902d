"""Statuses that can give way: a required link be left out, a forbidden one be built."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.formulation.draft import Draft, Said
from sidestream.formulation.links.table import Ints, LinkTable, word

REQUIRED = ("required", "built")
SHEETS = {"pipeline": "Pipelines", "truck route": "TruckRoutes"}


def give_way(draft: Draft, table: LinkTable, lay: Ints) -> None:
    """Write what required and forbidden links fall short of their status by."""
    sheet = SHEETS[table.kind]
    numbers = pd.Series(draft.park[sheet].index, index=pd.Index(draft.park[sheet]["link"], dtype=object))
    l_of, status = table.offers["l"].to_numpy(np.int64), table.links["status"]
    for family, name, words, sign in (
        ("required", "undone", REQUIRED, 1.0),
        ("forbidden", "lifted", ("forbidden",), -1.0),
    ):
        held = np.flatnonzero(status.isin(words))
        if not len(held):
            continue
        place = np.full(len(table.links), -1)
        place[held] = np.arange(len(held))
        offers = np.flatnonzero(place[l_of] >= 0)
        names = table.links["link"].to_numpy(object)[held].tolist()
        said = Said(sheet, "status", numbers[names].to_numpy(np.int64))
        short = draft.fall_short(f"{name}_{word(table)}", names, np.ones(len(held)), said, sign)
        terms = [(place[l_of[offers]], lay[offers], np.ones(len(offers))), short]
        sides = {"lower": 1.0} if family == "required" else {"upper": 0.0}
        draft.model.rows(f"{family}_{word(table)}", names, terms, **sides)
