"""Conversions read back from an answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.algebra.books import NONE
from sidestream.formulation.conversions.table import Written, at
from sidestream.formulation.draft import Draft
from sidestream.formulation.facilities import read_facilities
from sidestream.formulation.feeds import Floats


def read_builds(draft: Draft, written: Written, values: Floats, activity: Floats) -> pd.DataFrame:
    rows, facilities = written.facilities.rows, written.facilities
    sized = written.chosen != NONE
    size = np.where(sized, at(values, written.chosen), rows["capacity"].to_numpy(float))
    each = np.where(rows["continuous"].astype(bool), rows["investment_per_unit"].to_numpy(float), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        capacity = written.capacity * np.nan_to_num(size / rows["capacity"].to_numpy(float))[:, None]
        share = np.where(activity > 0, activity / capacity, 0.0).max(axis=1)
    return read_facilities(
        draft,
        facilities,
        values,
        kind=["conversion"] * len(rows),
        facility=rows["conversion"].tolist(),
        capacity=size,
        unit=rows["capacity_unit"].tolist(),
        investment=rows["investment"].to_numpy(float) + each * size,
        payer=facilities.owner,
        used=share,
    )


def read_running(draft: Draft, rows: pd.DataFrame, activity: Floats) -> pd.DataFrame:
    c, m = np.nonzero(activity > 0)
    made = rows[["conversion", "participant", "size"]].iloc[c].reset_index(drop=True)
    made["period"], made["activity"] = np.array(draft.periods, object)[m], activity[c, m]
    made["unit"] = rows["activity"].to_numpy(object)[c]
    return made.assign(case=draft.case)


def read_streams(draft: Draft, written: Written, values: Floats, activity: Floats) -> pd.DataFrame:
    streams, parties = written.streams, draft.parties
    running = np.zeros((int(written.facilities.place.max()) + 1, activity.shape[1]))
    np.add.at(running, written.facilities.place, activity)
    rate, u = streams["rate"].to_numpy(float), streams["u"].to_numpy(np.int64)
    amount = np.abs(rate)[:, None] * running[u]
    part = np.where(written.whole[:, None], amount, np.minimum(at(values, written.part), amount))
    rest = np.where(np.isclose(part, amount, rtol=1e-9, atol=0.0), 0.0, amount - part)
    line, m = np.nonzero(amount > 0)
    unit = draft.park["Commodities"].set_index("commodity")["unit"]
    what = np.array(parties.commodities, object)[streams["commodity"].to_numpy(np.int64)[line]]
    otherwise = streams["otherwise"].to_numpy(object)[line]
    return pd.DataFrame(
        {
            "case": draft.case,
            "conversion": streams["conversion"].to_numpy(object)[line],
            "participant": np.array(parties.participants, object)[streams["participant"].to_numpy(np.int64)[line]],
            "commodity": what,
            "period": np.array(draft.periods, object)[m],
            "way": np.where(rate[line] < 0, "in", "out"),
            "amount": amount[line, m],
            "bought": np.where(otherwise == "buy", rest[line, m], 0.0),
            "disposed": np.where(otherwise == "dispose", rest[line, m], 0.0),
            "left": np.where(otherwise == "leave", rest[line, m], 0.0),
            "unit": unit.reindex(what).to_numpy(object),
        }
    )
