"""By-products used: which by-product meets which need, at the park's ratio."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.known import Known
from sidestream.design.audit.sheets import Floats, Places
from sidestream.design.audit.streams import Off, Streams, agree_unit, not_below_zero
from sidestream.tables import shown


def settle_uses(uses: Streams, known: Known, by_product: Places, off: Off) -> None:
    """Name what breaks meets = ratio x amount; the balances (`off`) tell which of the two is wrong."""
    sheet = uses.sheet
    ratio = ratios(known, uses.participant, by_product, uses.commodity)
    strange = np.isnan(ratio)
    words = sheet.words["by_product"].array()
    sheet.say_all(strange, "by_product", lambda place: f"{shown(words[place])} cannot stand in for this need here")
    ratio = np.where(strange, 1.0, ratio)
    agree_unit(uses, known, by_product)
    amount, meets = uses["amount"], uses["meets"]
    mismatch = tolerance.apart(sheet["meets"], ratio * amount, meets, tolerance.AMOUNT) & ~strange
    mismatch |= np.isnan(sheet["amount"])
    wrong = mismatch & (off(uses.case, uses.participant, by_product, uses.period) | np.isnan(sheet["amount"]))
    amount = np.nan_to_num(sheet.agree("amount", meets / ratio, "meets / ratio", where=wrong))
    uses.values["amount"] = amount = not_below_zero(sheet, "amount", amount)
    right = sheet.agree("meets", ratio * amount, "ratio x amount", scale=amount * ratio, where=mismatch & ~wrong)
    uses.values["meets"] = np.nan_to_num(right)


def ratios(known: Known, participant: Places, by_product: Places, need: Places) -> Floats:
    """Units of the need met by one unit of the by-product; NaN where it cannot stand in.

    A row for the participant goes before a row for everywhere, and that before 1 for the need itself.
    """
    frame = known.park["Substitutions"]
    count = len(known.commodities)
    pair = known.commodities.get_indexer(pd.Index(frame["by_product"], dtype=object)) * count
    pair += known.commodities.get_indexer(pd.Index(frame["need"], dtype=object))
    blank = (frame["participant"] == "").to_numpy(bool)
    who = known.participants.get_indexer(pd.Index(frame["participant"], dtype=object))
    ratio = frame["ratio"].to_numpy(float)
    asked = by_product * count + need
    made = np.where(by_product == need, 1.0, np.nan)
    for rows, key, wanted in (
        (blank, pair, asked),
        (~blank & (who >= 0), who * count * count + pair, participant * count * count + asked),
    ):
        known_keys = pd.Series(ratio[rows], index=key[rows])
        given = known_keys[~known_keys.index.duplicated()].reindex(wanted).to_numpy(float)
        made = np.where(np.isnan(given), made, given)
    return np.asarray(made, float)
