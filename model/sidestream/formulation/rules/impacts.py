"""What a unit of everything does to the world beside CO2, and what that costs.

Sets
    f in FACTORS          rows of ImpactFactors: an impact, of what, and how much of it a unit has

Entered in the books
    impacts               factor[f] * quantity, for each quantity that f speaks of, by who causes it
    costs                 tax of the impact, payer: the causer; value of it, payer: society (valued)

    provision, virgin, disposal   of a commodity made ready, bought, disposed of                      [unit]
    disposal              also of what is lost and does not vanish, as its disposal where it comes from: see `reach.py`  [unit]
    carrying              of km driven by a vehicle, or of what is sent of a commodity                [km, unit]
    building              of m of a pipe size that is laid, spread over its life                      [m/a]
    conversion            of activity                                                                 [activity]
    electricity           of what pumps use                                                           [MWh]

Reads                     quantities
"""

from __future__ import annotations

import numpy as np

from sidestream.formulation.accounts import COST, DRIVEN, IMPACT, SENT
from sidestream.formulation.draft import Draft
from sidestream.formulation.feeds import Floats, Ints
from sidestream.formulation.lost import lost_of

Entries = dict[str, Ints | Floats]


def write(draft: Draft) -> None:
    """Enter impacts by their factors, and what they cost."""
    factors = draft.park["ImpactFactors"]
    if factors.empty:
        return
    entries = draft.books.quantities.read()
    numbers = {name: number for number, name in enumerate(draft.park.impacts)}
    for impact, of, key, factor in zip(*(factors[name] for name in ("impact", "of", "key", "factor")), strict=True):
        some = _meant(draft, entries, of, key)
        draft.books.impacts.enter(
            causer=entries["causer"][some],
            impact=numbers[impact],
            account=np.where(entries["account"][some] == IMPACT["losses"], IMPACT["losses"], IMPACT[of]),
            moment=entries["moment"][some],
            column=entries["column"][some],
            value=factor * entries["value"][some],
        )
    _price(draft, numbers)


def _meant(draft: Draft, entries: Entries, of: str, key: str) -> Ints:
    """Which quantities a factor speaks of."""
    account, things, who = np.asarray(entries["account"]), np.asarray(entries["thing"]), ""
    if of == "electricity":
        return np.flatnonzero(account == IMPACT[of])
    names = draft.things[of]
    if of == "carrying" and key in draft.things["vehicle"]:
        return np.flatnonzero((account == DRIVEN) & (things == draft.things["vehicle"].index(key)))
    if key not in names:
        who, _, key = (part.strip() for part in key.partition(","))
    commodity, number = names.index(key), draft.parties.participant([who])[0] if who else -1
    wanted = (account == (SENT if of == "carrying" else IMPACT[of])) & (things == commodity)
    if who:
        wanted &= np.asarray(entries["causer"]) == number
    if of == "disposal":
        whose, lost = lost_of(draft, things)
        wanted |= (account == IMPACT["losses"]) & (lost == commodity) & ((whose == number) | (not who))
    return np.flatnonzero(wanted)


def _price(draft: Draft, numbers: dict[str, int]) -> None:
    """Enter tax and value of what is priced."""
    prices = draft.park["ImpactPrices"]
    if prices.empty:
        return
    entries = draft.books.impacts.read()
    tax, value = np.zeros(len(numbers)), np.zeros(len(numbers))
    for impact, each, worth in zip(*(prices[name] for name in ("impact", "tax", "value")), strict=True):
        tax[numbers[impact]], value[numbers[impact]] = each, worth
    for account, price, payer in (
        ("impact tax", tax, entries["causer"]),
        ("impact value", value, np.full(len(entries["causer"]), draft.parties.society)),
    ):
        draft.books.costs.enter(
            payer=payer,
            account=COST[account],
            moment=entries["moment"],
            column=entries["column"],
            value=price[entries["impact"]] * entries["value"],
        )
