"""Balances: what comes in is what goes out, for everybody, every commodity and every period.

Each kind of term stands in one column of one sheet, adds to the balance or takes from it, and is of what a participant
offers or of what it uses. All of them add up to nothing. What it offers alone does not fall below nothing, unless the
participant passes on what it receives: what is left over is used of its own.

offer   used of own supply + made + taken out of storage (own goods) - sent out - put into storage (own goods)
use     delivered in + taken out of storage (arrivals) - used there - taken in by conversions - put into storage (arrivals)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.conversions import Made
from sidestream.design.audit.flows import Flows
from sidestream.design.audit.groups import added, members
from sidestream.design.audit.known import Known
from sidestream.design.audit.sheets import Floats, Mask, Places, Sheet
from sidestream.design.audit.stores import Levels
from sidestream.design.audit.streams import Streams
from sidestream.tables import shown

OFFER, USE = True, False
ALWAYS = ("used of its own", "delivered in", "sent out", "used there")
"""Kinds of terms that are spoken of even where a balance has none."""


@dataclass
class Terms:
    """One kind of term: `amount` is read anew each time, as cells are set right on the way."""

    words: str
    sheet: Sheet
    column: str
    sign: float
    offered: bool
    where: tuple[Places, Places, Places, Places]
    """Case, participant, commodity and period of each row of the sheet."""
    amount: Callable[[], Floats]
    rows: Mask | None = None
    """Which rows of the sheet are of this kind; None: all."""


def terms_of(
    flows: Flows, supplies: Streams, uses: Streams, by_product: Places, made: Made, levels: Levels
) -> list[Terms]:
    """Every kind of term there is, in the order in which a complaint speaks of them."""
    arriving = (flows.case, flows.destination, flows.commodity, flows.period)
    leaving = (flows.case, flows.origin, flows.commodity, flows.period)
    supplied = (supplies.case, supplies.participant, supplies.commodity, supplies.period)
    used = (uses.case, uses.participant, by_product, uses.period)
    turned = (made.case, made.participant, made.commodity, made.period)
    kept = (levels.case, levels.participant, levels.commodity, levels.period)
    own, taken = levels.own, made.taken
    put, out = (lambda: levels["put_in"]), (lambda: levels["taken_out"])
    return [
        Terms("used of its own", supplies.sheet, "used", 1.0, OFFER, supplied, lambda: supplies["used"]),
        Terms("delivered in", flows.sheet, "delivered", 1.0, USE, arriving, lambda: flows.delivered),
        Terms("made", made.sheet, "amount", 1.0, OFFER, turned, lambda: made.within, ~taken),
        Terms("taken out of storage", levels.sheet, "taken_out", 1.0, OFFER, kept, out, own),
        Terms("taken out of storage for use", levels.sheet, "taken_out", 1.0, USE, kept, out, ~own),
        Terms("sent out", flows.sheet, "sent", -1.0, OFFER, leaving, lambda: flows.sent),
        Terms("put into storage", levels.sheet, "put_in", -1.0, OFFER, kept, put, own),
        Terms("used there", uses.sheet, "amount", -1.0, USE, used, lambda: uses["amount"]),
        Terms("taken in by conversions", made.sheet, "amount", -1.0, USE, turned, lambda: made.within, taken),
        Terms("put into storage on arrival", levels.sheet, "put_in", -1.0, USE, kept, put, ~own),
    ]


@dataclass
class Balances:
    """Every term of every balance: which balance it is in, which kind of term, and the cell it stands in."""

    known: Known
    kinds: list[Terms]

    def __post_init__(self) -> None:
        self.kinds = [kind for kind in self.kinds if len(kind.sheet) or kind.words in ALWAYS]
        rows = [np.arange(len(kind.sheet)) if kind.rows is None else np.flatnonzero(kind.rows) for kind in self.kinds]
        keys = [self._key(*kind.where)[mine] for kind, mine in zip(self.kinds, rows, strict=True)]
        self.kind = np.repeat(np.arange(len(keys)), [len(key) for key in keys])
        self.row = np.concatenate(rows)
        self.sign = np.array([kind.sign for kind in self.kinds])[self.kind]
        self.offered = np.array([kind.offered for kind in self.kinds], bool)[self.kind]
        balance, names = pd.factorize(np.concatenate(keys))
        self.balance, self.names = np.asarray(balance, np.int64), pd.Index(names)

    def off(self, case: Places, participant: Places, commodity: Places, period: Places) -> Mask:
        """True for each balance that does not close as the sheets stand."""
        if not hasattr(self, "_open"):
            self._open = np.append(self._gaps(self._terms())[1], False)
        return np.asarray(self._open[self.names.get_indexer(pd.Index(self._key(case, participant, commodity, period)))])

    def gaps(self, case: Places, participant: Places, commodity: Places, period: Places) -> tuple[Floats, Mask]:
        """What comes in less what goes out in each balance as it is set right by now, and whether that is too much."""
        gap, far = self._gaps(self._terms())
        place = self.names.get_indexer(pd.Index(self._key(case, participant, commodity, period)))
        return np.append(gap, 0.0)[place], np.append(far, False)[place]

    def check(self) -> None:
        """Name every balance that does not close, at its largest term, and whoever sends on what it may not."""
        terms = self._terms()
        gap, far = self._gaps(terms)
        overdrawn = self._overdrawn(terms)
        for balance, rows in members(self.balance, far | overdrawn).items():
            if far[balance]:
                left, right = (self._sums(rows, terms, sign, (OFFER, USE)) for sign in (1.0, -1.0))
                words = f"{left} found, but {right}: {shown(float(gap[balance]))} apart"
                self._say(rows, terms, f"{self._called(balance)}: {words}")
            else:
                gone, there = (self._sums(rows, terms, sign, (OFFER,)) for sign in (-1.0, 1.0))
                words = f"{gone}, at most {there} expected: it does not pass on what it receives"
                leaving = rows[self.offered[rows] & (self.sign[rows] < 0)]
                self._say(leaving, terms, f"{self._called(balance)}: {words}")

    def _terms(self) -> Floats:
        amounts = [kind.amount() for kind in self.kinds]
        first = np.cumsum([0, *(len(amount) for amount in amounts)])[:-1]
        return np.concatenate(amounts)[first[self.kind] + self.row]

    def _gaps(self, terms: Floats) -> tuple[Floats, Mask]:
        """What comes in less what goes out in each balance, and whether that is too much."""
        count = len(self.names)
        gap = added(self.balance, terms * self.sign, count)
        scale = added(self.balance, np.abs(terms), count)
        return gap, tolerance.apart(gap, 0.0, scale, tolerance.SOLVED)

    def _overdrawn(self, terms: Floats) -> Mask:
        """Balances of those who do not pass on, in which more leaves than there is to offer."""
        count = len(self.names)
        there, gone = (added(self.balance, terms * (self.offered & (self.sign == sign)), count) for sign in (1.0, -1.0))
        who = self.names.to_numpy(np.int64) // (len(self.known.commodities) * len(self.known.periods))
        passing = self.known.passes_on[who % max(len(self.known.participants), 1)]
        return tolerance.beyond(gone, there) & ~passing

    def _sums(self, rows: Places, terms: Floats, sign: float, sides: tuple[bool, ...]) -> str:
        """What adds to a balance, or takes from it, in words by kind."""
        told = []
        for number, kind in enumerate(self.kinds):
            mine = rows[self.kind[rows] == number]
            if kind.sign == sign and kind.offered in sides and (len(mine) or kind.words in ALWAYS):
                told.append(f"{shown(round(float(terms[mine].sum()), 9))} {kind.words}")
        return " + ".join(told)

    def _say(self, rows: Places, terms: Floats, message: str) -> None:
        term = rows[np.argmax(np.abs(terms[rows]))]
        kind = self.kinds[self.kind[term]]
        kind.sheet.say(int(self.row[term]), kind.column, message)

    def _key(self, case: Places, participant: Places, commodity: Places, period: Places) -> Places:
        count = (len(self.known.participants), len(self.known.commodities), len(self.known.periods))
        return ((case * count[0] + participant) * count[1] + commodity) * count[2] + period

    def _called(self, balance: int) -> str:
        key, known = int(self.names[balance]), self.known
        key, period = divmod(key, len(known.periods))
        key, commodity = divmod(key, len(known.commodities))
        case, participant = divmod(key, len(known.participants))
        words = (
            known.cases[case],
            known.participants[participant],
            known.commodities[commodity],
            known.periods[period],
        )
        return ", ".join(words)
