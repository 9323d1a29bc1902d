"""Misses: every line is of a row of the park that is left alone in the design, with what is left of it and its price.

At which price a link would pay is judged by what the park knows of links that are not there; that is not worked out again.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.known import Known
from sidestream.design.audit.sheets import Sheet
from sidestream.design.misses import left_alone
from sidestream.design.tables import Misses


def check_misses(sheet: Sheet, known: Known, tables: dict[str, pd.DataFrame]) -> None:
    """Name lines of rows that miss nothing, quantities, units and prices that are not the park's, and rows without a line.

    A sheet without lines was left out, as it is where too many pairs would fit.
    """
    key = list(Misses.key)
    due = left_alone(known.park, tables)
    due = due.set_index(pd.MultiIndex.from_frame(due[key]))
    sheet.known("participant", known.participants, "participant")
    sheet.known("commodity", known.commodities, "commodity")
    for column, names, what in (
        ("with", known.participants, "participant"),
        ("by_product", known.commodities, "commodity"),
        ("link", known.links, "link"),
    ):
        sheet.known(column, names.append(pd.Index([""], dtype=object)), what)
    sheet.once()
    lines = pd.MultiIndex.from_arrays([sheet.words[name].array() for name in key])
    alone = lines.isin(due.index)
    sheet.say_all(
        ~alone, "participant", lambda place: f"{sheet.called(place)}: nothing of it is left alone in the design"
    )
    right = due.reindex(lines)
    quantity = right["quantity"].fillna(0.0).to_numpy(float)
    sheet.agree("quantity", quantity, "what is left in the other sheets", absolute=tolerance.SOLVED, where=alone)
    sheet.agree_text("unit", right["unit"].fillna(""), "the commodity's unit", where=alone)
    sheet.agree("price", right["price"].fillna(0.0).to_numpy(float), "the price in the park", where=alone)
    nameless = (sheet.words["with"].array() == "") & ~np.isnan(sheet["pays_at"])
    sheet.say_all(nameless, "with", lambda _: "blank found, but there is a price at which a link would pay")
    for absent in due.index[~due.index.isin(lines)] if len(sheet) else []:
        sheet.say(None, "participant", f"no row for {', '.join(word for word in absent if word)}")
