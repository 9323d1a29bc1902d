"""Supplies, needs and uses as the audit reads them: each line belongs to a row of the park, and none is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.known import Known
from sidestream.design.audit.sheets import Floats, Mask, Places, Sheet
from sidestream.tables import shown

Off = Callable[[Places, Places, Places, Places], Mask]
"""Which of (case, participant, commodity, period) do not balance as they stand in the sheets."""


@dataclass
class Streams:
    """One result sheet of supplies, needs or uses, set right; places are in Known's lists."""

    sheet: Sheet
    case: Places
    participant: Places
    commodity: Places
    period: Places
    row: Places
    """Which row of the park's sheet."""
    values: dict[str, Floats]

    def __getitem__(self, name: str) -> Floats:
        return self.values[name]


def read_streams(sheet: Sheet, known: Known, source: str) -> Streams:
    """Read rows that each belong to a row of Supplies or Demands (`source`)."""
    sheet.known("participant", known.participants, "participant")
    sheet.known("commodity", known.commodities, "commodity")
    sheet.known("period", known.periods, "period")
    found = _rows_of(sheet, known, source)
    sheet.say_all(found < 0, "name", lambda place: f"{source} has no row for {_owner(sheet, place)}")
    sheet.keep(found >= 0)
    sheet.once()
    return Streams(
        sheet,
        sheet.words["case"].within(known.cases),
        sheet.words["participant"].within(known.participants),
        sheet.words["commodity"].within(known.commodities),
        sheet.words["period"].within(known.periods),
        _rows_of(sheet, known, source),
        {name: np.nan_to_num(values) for name, values in sheet.numbers.items()},
    )


def check_complete(streams: Streams, known: Known, source: str) -> None:
    """Name every row of Supplies or Demands that has no line in some case and period."""
    count, periods = len(known.park[source]), len(known.periods)
    there = np.zeros((len(known.cases), count, periods), bool)
    there[streams.case, streams.row, streams.period] = True
    there[:, known.park[source].duplicated(["participant", "commodity", "name"]).to_numpy(bool)] = True
    frame = known.park[source]
    for case, row, period in np.argwhere(~there):
        words = [known.cases[case], *(frame[name].iat[row] for name in ("participant", "commodity", "name"))]
        what = ", ".join(word for word in [*words, known.periods[period]] if word)
        streams.sheet.say(None, "", f"no row for {what}")


def agree_unit(streams: Streams, known: Known, commodity: Places) -> None:
    """Name every unit that is not the commodity's."""
    streams.sheet.agree_text("unit", np.array(known.units, object)[commodity], "the commodity's unit")


def not_below_zero(sheet: Sheet, column: str, values: Floats) -> Floats:
    """Name every amount below nothing."""
    sheet.say_all(
        values < -tolerance.SOLVED, column, lambda place: f"{shown(float(values[place]))} found: less than nothing"
    )
    return values


def remainder(sheet: Sheet, column: str, may: Mask, rest: Floats, whole: Floats, why: Callable[[int], str]) -> Floats:
    """Name every cell that is not the rest of the whole where that may be, or 0 where it may not."""
    scale = np.where(may, whole, 0.0)
    return sheet.agree(column, np.where(may, rest, 0.0), why, scale=scale, absolute=tolerance.SOLVED)


def _rows_of(sheet: Sheet, known: Known, source: str) -> Places:
    """Row of the park's sheet that each line belongs to; -1: none."""
    frame = known.park[source]
    names = pd.Index(pd.unique(frame["name"].astype(object)), dtype=object)
    size = (len(known.commodities), len(names) + 1)
    who = known.participants.get_indexer(pd.Index(frame["participant"], dtype=object))
    what = known.commodities.get_indexer(pd.Index(frame["commodity"], dtype=object))
    keys = pd.Series((who * size[0] + what) * size[1] + names.get_indexer(pd.Index(frame["name"], dtype=object)))
    first = np.flatnonzero(~keys.duplicated().to_numpy(bool))
    name = sheet.words["name"].within(names)
    who, what = (
        sheet.words["participant"].within(known.participants),
        sheet.words["commodity"].within(known.commodities),
    )
    asked = np.where(name < 0, -1, (who * size[0] + what) * size[1] + name)
    found = pd.Index(keys.to_numpy()[first]).get_indexer(pd.Index(asked))
    return np.asarray(np.append(first, -1)[found], np.int64)


def _owner(sheet: Sheet, place: int) -> str:
    words = [sheet.words[name].at(place) for name in ("participant", "commodity", "name")]
    return ", ".join(word for word in words if word)
