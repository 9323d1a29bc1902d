"""Ledger: who gave what to whom in the end, worked out again from the other sheets as they should be, and whether it closes."""

from __future__ import annotations

import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.known import Known
from sidestream.design.audit.sheets import Sheet
from sidestream.design.ledger import YEARLY, by_period, closing, in_a_year
from sidestream.tables import shown


def check_ledger(sheet: Sheet, known: Known, tables: dict[str, pd.DataFrame]) -> None:
    """Name every line that is wrong, missing or unknown, and every balance that the lines do not close."""
    for name in ("origin", "user"):
        sheet.known(name, known.participants, "participant")
    for name in ("stream", "commodity"):
        sheet.known(name, known.commodities, "commodity")
    names = pd.concat([known.park["Supplies"]["name"], known.park["Storages"]["storage"]])
    for name, words, what in (
        ("name", names, "row of Supplies or storage"),
        ("need", known.commodities, "commodity"),
        ("need_name", known.park["Demands"]["name"], "row of Demands"),
    ):
        sheet.known(name, pd.Index(["", *dict.fromkeys(words)], dtype=object).unique(), what)
    rows = by_period(known.park, tables)
    due = in_a_year(rows).set_index(YEARLY)
    sheet.once()
    keys = pd.MultiIndex.from_arrays([sheet.words[name].array() for name in YEARLY], names=YEARLY)
    place = due.index.get_indexer(keys)
    little = sheet["given"] <= tolerance.SOLVED
    sheet.say_all((place < 0) & ~little, "origin", lambda row: f"nothing goes that way: {sheet.called(row)}")
    sheet.keep(place >= 0)
    right = due.iloc[place[place >= 0]]
    size = right[["given", "received"]].max(axis=1).to_numpy(float)
    for name, why in (("given", "its part of what is given"), ("received", "its part of what is used")):
        sheet.agree(name, right[name].to_numpy(float), why, scale=size, absolute=tolerance.SOLVED)
    for name, of in (("given_unit", "what is given"), ("unit", "what is used")):
        sheet.agree_text(name, right[name], f"the unit of {of}")
    absent = due[~due.index.isin(keys) & (due["received"] > tolerance.SOLVED).to_numpy(bool)]
    for *key, amount in absent["received"].reset_index().itertuples(index=False, name=None):
        words = ", ".join(str(word) for word in key if word)
        sheet.say(None, "origin", f"no row for {words}: {shown(float(f'{amount:.9g}'))} expected")
    _check_closes(sheet, known, tables, rows)


def _check_closes(sheet: Sheet, known: Known, tables: dict[str, pd.DataFrame], rows: pd.DataFrame) -> None:
    """Name every balance of a participant, commodity and period that a ledger does not close."""
    found = closing(known.park, tables, rows)
    for line in found[~found["closes"]].to_dict("records"):
        where = ", ".join(str(line[name]) for name in ("participant", "commodity", "period"))
        sheet.say(None, "received", f"{where}: does not close, {shown(float(line['residual']))} {line['unit']} apart")
